"""History: while a command line sends, the list stays where its reader is; a new search begins with the newest."""

from datetime import UTC, datetime, timedelta

import pytest
from patience import PATIENCE_S
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from vocabulary import CTRL

from yespo_console.events.event import ApiVersion
from yespo_console.gui.history.exchange_model import SENT
from yespo_console.history import removing
from yespo_console.history.errors import HistoryDamagedError
from yespo_console.history.exchange import NewExchange


def _bring(store, count, days=0, event_type="mine", **more):
    """So many exchanges from elsewhere; their ids, oldest first."""
    request = NewExchange(
        sent_at=datetime.now(UTC) - timedelta(days=days),
        environment="Sandbox",
        is_real=False,
        url="http://127.0.0.1/",
        api=ApiVersion.V2,
        event_type=event_type,
        request_body=b"{}",
        source="test",
        **more,
    )
    return [one.result(PATIENCE_S) for one in [store.begin(request) for _ in range(count)]]


@pytest.fixture
def known(user):
    """The history is open with 300 exchanges, oldest first."""
    ids = _bring(user.store, 300)
    user.open_history()
    user.wait_listed(*reversed(ids))
    return ids


def _in_sight(user):
    table = user.history.table
    first, last = table.rowAt(0), table.rowAt(table.viewport().height() - 1)
    return user.listed()[first : last + 1 if last >= 0 else None]


@pytest.mark.parametrize("count", [1, 40, 200])
def test_the_selected_row_that_is_in_sight_stays_there_while_others_send(user, known, count):
    user.pick(known[-2])
    assert known[-2] in _in_sight(user)
    new = _bring(user.store, count)
    user.wait_listed(*reversed(known + new))
    assert known[-2] in _in_sight(user)
    assert user.history.table.selected_ids(9) == [known[-2]]
    assert count > 1 or new[-1] in _in_sight(user), "one more leaves both in sight"


def test_who_chooses_all_while_the_others_are_looked_for_has_those_too(user, known, monkeypatch):
    searching = user.history.found.searching
    read_on = searching.read_on
    monkeypatch.setattr(searching, "read_on", lambda: None)
    user.search("type:mine")
    user.wait(lambda: 1 < len(user.listed()) < len(known))
    user.history.table.setFocus()
    user.key(Qt.Key.Key_A, CTRL)
    assert user.history.table.selected_ids(len(known)) == user.listed()
    read_on()
    user.wait_listed(*reversed(known))
    assert user.history.table.selected_ids(len(known)) == known[::-1]


def test_where_the_others_cannot_be_read_the_list_does_not_go_on_looking_for_them(user, known, monkeypatch):
    def damaged(*_arguments):
        raise HistoryDamagedError(user.store.path, "malformed")

    monkeypatch.setattr(user.store, "ids", damaged)
    user.search("type:mine")
    user.wait(lambda: _footer(user).endswith("no more can be read"))
    assert 1 < len(user.listed()) < len(known), "what was read stays"
    user.history.export()
    user.wait(lambda: "not all that was found can be read" in user.notice())


@pytest.mark.parametrize("count", [1, 200])
def test_the_newest_stay_in_sight_while_nothing_is_selected(user, known, count):
    new = _bring(user.store, count)
    user.wait_listed(*reversed(known + new))
    assert _in_sight(user)[0] == new[-1]


def test_a_fault_of_the_program_at_one_look_leaves_the_next_ones(user, known, monkeypatch, qtbot):
    async def fail(*_arguments):
        raise ZeroDivisionError

    with monkeypatch.context() as broken, qtbot.capture_exceptions() as raised:
        broken.setattr("yespo_console.gui.history.searching._newest", fail)
        new = _bring(user.store, 1)
        user.wait(lambda: bool(raised))
    new += _bring(user.store, 1)
    user.wait_listed(*reversed(known + new))


def test_a_place_in_the_middle_stays_while_others_send(user, known):
    user.pick(known[-1])
    user.history.table.verticalScrollBar().setValue(100)
    before = _in_sight(user)[0]
    user.wait_listed(*reversed(known + _bring(user.store, 200)))
    assert _in_sight(user)[0] == before


@pytest.fixture
def at_the_end(user):
    """A long list, of which the oldest is selected; every other one is an order."""
    kinds = ("orderCreated", "shopLeft") * 60
    ids = [one for kind in kinds for one in _bring(user.store, 1, event_type=kind)]
    user.open_history()
    user.wait_listed(*reversed(ids))
    user.history.table.setFocus()
    user.key(Qt.Key.Key_End)
    assert _in_sight(user)[-1] == ids[0]
    return ids


@pytest.mark.parametrize(("words", "kind"), [("type:orderCreated", 0), ("type:shopLeft", 1)])
def test_a_new_search_begins_with_the_newest_and_the_selected_row_comes_into_sight_with_the_keys(
    user, at_the_end, words, kind
):
    user.key(Qt.Key.Key_F, CTRL)
    user.search(words)
    user.wait_listed(*reversed(at_the_end[kind::2]))
    user.wait(lambda: _in_sight(user)[0] == at_the_end[-2 + kind])
    if user.offered():
        QTest.keyClick(user.search_field(), Qt.Key.Key_Escape)
    QTest.keyClick(user.search_field(), Qt.Key.Key_Down)
    user.wait(user.history.table.hasFocus)
    assert user.history.table.selected_ids(9)[0] in _in_sight(user)


def test_the_selected_row_that_was_scrolled_away_comes_back_when_a_key_is_to_move_it(user, at_the_end):
    user.key(Qt.Key.Key_Home)
    table = user.history.table
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    assert at_the_end[-1] not in _in_sight(user)
    user.key(Qt.Key.Key_Home)
    assert at_the_end[-1] in _in_sight(user)


def _take_away(store, numbers):
    removing.remove(store, sorted(numbers), pinned_too=True)


def _see_end(user):
    table = user.history.table
    table.scrollToBottom()
    return [table.exchanges.looks(row)[SENT].words for row in range(len(user.listed()))]


def _footer(user):
    return user.history.buttons.count.text()


def test_exchanges_that_were_removed_beyond_the_limits_are_in_the_list_no_more(user, known):
    user.pick(known[-2])
    _see_end(user)
    _take_away(user.store, known[:100])
    user.wait_listed(*reversed(known[100:]))
    assert not [words for words in _see_end(user) if words.startswith("(")]
    assert _footer(user) == "200 exchanges"
    assert user.history.table.selected_ids(9) == [known[-2]]


@pytest.mark.parametrize("gone", [slice(10, 12), slice(10, 200, 3), slice(0, 250)])
def test_those_that_are_left_stay_selected_when_a_contact_is_forgotten(user, known, gone):
    user.pick(known[2])
    user.history.table.choose_again([known[3], known[290], known[11]])
    left = [number for number in known if number not in known[gone]]
    expected = [number for number in (known[290], known[11], known[3], known[2]) if number in left]
    _take_away(user.store, known[gone])
    user.wait_listed(*reversed(left))
    assert user.history.table.selected_ids(9) == expected
    assert user.history.found.shown_id == (known[2] if known[2] in left else None)


def test_rows_in_sight_stay_there_when_newer_ones_are_removed(user, known):
    user.history.table.verticalScrollBar().setValue(150)
    before = _in_sight(user)
    _take_away(user.store, known[-20:])
    user.wait_listed(*reversed(known[:-20]))
    assert _in_sight(user)[0] == before[0]


def test_old_exchanges_that_are_imported_are_listed_where_they_belong(user, known):
    old = _bring(user.store, 3, days=9)
    user.wait_listed(*reversed(known), *reversed(old))


def test_a_new_search_begins_with_the_newest(user, known):
    newer = _bring(user.store, 100, event_type="orderCreated")
    user.wait_listed(*reversed(known + newer))
    user.history.table.scrollToBottom()
    user.search("type:orderCreated")
    user.wait_listed(*reversed(newer))
    assert _in_sight(user)[0] == newer[-1]
