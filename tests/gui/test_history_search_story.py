"""History: the search box completes, filters stand under it as chips, a mistake is marked, searches are saved."""

import json
import time
from datetime import UTC, datetime
from itertools import cycle

import pytest
from patience import PATIENCE_S
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QInputDialog, QLineEdit, QListWidget, QMenu
from vocabulary import CTRL, type_letters

from yespo_console.events.event import ApiVersion
from yespo_console.events.problems import Effect, Severity
from yespo_console.history.exchange import Answer, Exchange, StoredProblem
from yespo_console.history.query import Query

Key = Qt.Key


def _send(user, key, note):
    user.write_text(
        f'{{"eventTypeKey": "{key}", "keyValue": "{note}", "params": [{{"name": "email", "value": "a@example.com"}}]}}'
    )
    return user.send().id


@pytest.fixture
def sent(user):
    """Three exchanges: two visits and a cart, the newest last; the history is open and its box has the keys."""
    ids = [_send(user, "shopVisited", "umbrella"), _send(user, "shopLeft", "lamp"), _send(user, "shopVisited", "chair")]
    user.open_history()
    user.wait_listed(*reversed(ids))
    user.search_field().setFocus()
    return ids


def _press(user, *keys):
    for key in keys:
        QTest.keyClick(user.search_field(), key)


# -- completing


def test_a_filter_and_its_value_are_completed_by_tab(user, sent):
    box = user.search_field()
    type_letters(box, "ty")
    assert user.offered() == ["type:"]
    _press(user, Key.Key_Tab)
    assert box.text() == "type:"
    assert user.offered() == ["shopLeft", "shopVisited"]
    type_letters(box, "vis")
    assert user.offered() == ["shopVisited"]
    _press(user, Key.Key_Tab)
    assert box.text() == "type:shopVisited "
    assert box.hasFocus()
    assert user.offered() == []
    user.wait_listed(sent[2], sent[0])
    type_letters(box, "umb")
    user.wait_listed(sent[0])


def test_the_list_is_walked_by_arrows_and_enter_takes_the_marked_line(user, sent):
    box = user.search_field()
    type_letters(box, "type:")
    _press(user, Key.Key_Down, Key.Key_Down, Key.Key_Up, Key.Key_Down, Key.Key_Return)
    assert box.text() == "type:shopVisited "
    user.wait_listed(sent[2], sent[0])
    assert box.hasFocus()


def test_enter_takes_what_is_half_typed_where_only_a_whole_value_finds_anything(user, sent):
    box = user.search_field()
    type_letters(box, "-type:left")
    _press(user, Key.Key_Return)
    assert box.text() == "-type:shopLeft "
    user.wait_listed(sent[2], sent[0])


def test_the_list_never_stands_in_the_way(user, sent):
    box = user.search_field()
    type_letters(box, "la")
    assert user.offered() == [], "no filter begins so"
    type_letters(box, "mp")
    user.wait_listed(sent[1])
    box.clear()
    type_letters(box, "st")
    assert user.offered() == ["status:"]
    _press(user, Key.Key_Return)
    assert user.offered() == []
    assert box.text() == "st", "Enter means the words as they stand while nothing is marked"
    user.wait_listed()


def test_what_is_half_typed_is_not_searched_for_until_the_list_is_closed(user, sent):
    box = user.search_field()
    for letters in ("lamp sta", "tus:2x"):
        type_letters(box, letters)
        assert user.offered()
        assert user.history.filters.understood() == Query("lamp")
    user.wait_listed(sent[1])
    _press(user, Key.Key_Tab)
    user.wait_listed(sent[1])
    type_letters(box, "sta")
    user.wait_listed(sent[1])
    _press(user, Key.Key_Escape)
    user.wait_listed()


def test_escape_closes_the_list_then_empties_the_box(user, sent):
    box = user.search_field()
    type_letters(box, "env:")
    assert user.offered() == ["Sandbox"]
    _press(user, Key.Key_Escape)
    assert (user.offered(), box.text()) == ([], "env:")
    _press(user, Key.Key_Escape)
    assert box.text() == ""
    user.wait_listed(*reversed(sent))


def test_all_filters_are_listed_when_they_are_asked_for(user, sent):
    QTest.keyClick(user.search_field(), Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert user.offered()[:3] == ["type:", "status:", "env:"]
    _press(user, Key.Key_Escape)
    type_letters(user.search_field(), "status:4xx")
    QTest.keyClick(user.search_field(), Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert {"2xx", "4xx", "none", "200"} <= set(user.offered())


def test_a_click_takes_a_line_and_leaving_the_box_closes_the_list(user, sent):
    box = user.search_field()
    type_letters(box, "type:")
    listed = box._list.list
    place = listed.visualRect(listed.model().index(1, 0)).center()
    QTest.mouseClick(listed.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert box.text() == "type:shopVisited "
    assert box.hasFocus()
    type_letters(box, "tag")
    assert user.offered() == ["tag:"]
    user.history.table.setFocus()
    assert user.offered() == []


# -- mistakes


def test_a_mistake_is_marked_at_its_place_and_said_and_the_list_stays(user, sent):
    box = user.search_field()
    user.search("umbrella")
    user.wait_listed(sent[0])
    type_letters(box, " status:nine tyype:x")
    user.wait(user.history.fault.isVisible)
    assert "“nine” is no status" in user.history.fault.text()
    assert "Write type:" in user.history.fault.text()
    assert box._faults == ((9, 20), (21, 28))
    assert "is no status" in box.accessibleDescription()
    assert user.listed() == [sent[0]]
    user.search("umbrella")
    user.wait(user.history.fault.isHidden)
    assert box._faults == ()
    user.wait_listed(sent[0])


def test_what_is_no_filter_is_marked_and_the_rest_is_still_looked_for(user, sent):
    user.search("umbrella size:XL")
    user.wait(user.history.fault.isVisible)
    assert "“size:XL” is no filter. Filters are type, status," in user.history.fault.text()
    user.wait_listed(sent[0])
    user.search("lamp OR chair")
    user.wait(lambda: "A filter that stands twice takes either" in user.history.fault.text())
    user.search("size:XL")
    user.wait_listed(*reversed(sent))


def test_a_quote_that_is_not_closed_is_marked_and_the_phrase_so_far_is_looked_for(user, sent):
    user.search('type:shopVisited "umbr')
    user.wait(user.history.fault.isVisible)
    assert 'A phrase ends with a quote, as in "umbr".' in user.history.fault.text()
    assert user.search_field()._faults == ((17, 22),)
    user.wait_listed(sent[0])
    user.search('type:shopVisited "umbr"')
    user.wait(user.history.fault.isHidden)
    user.wait_listed(sent[0])


@pytest.mark.parametrize("typed", ['env:"My sh', 'key:"A 1', 'email:"zzz qqq', 'since:"2026-11-20 1', "type:(a b)"])
def test_a_filter_that_is_still_typed_never_empties_the_list(user, sent, typed):
    user.search("nobody has this")
    user.wait_listed()
    user.search(typed)
    user.wait(user.history.fault.isVisible)
    assert user.search_field()._faults == ((0, len(typed)),)
    user.wait_listed(*reversed(sent))


def test_enter_selects_the_newest_hit_when_the_search_before_found_nothing(user, sent):
    user.search("nobody has this")
    user.wait_listed()
    user.search("type:shopVisited")
    _press(user, Key.Key_Escape, Key.Key_Return)
    user.wait(user.history.table.hasFocus)
    assert user.history.shown.id == sent[2]
    assert user.history.table.selected_ids(9) == [sent[2]]


def test_enter_selects_the_one_hit_of_a_search_that_is_still_running(user, sent):
    user.pick(sent[2])
    user.search_field().setFocus()
    user.search("umbrella")
    _press(user, Key.Key_Return)
    user.wait(lambda: user.history.shown is not None and user.history.shown.id == sent[0])
    assert user.history.table.hasFocus()
    assert user.history.table.selected_ids(9) == [sent[0]]


def test_a_mistake_at_the_start_leaves_everything_in_the_list(user, sent):
    user.search("foo:bar")
    user.wait(user.history.fault.isVisible)
    user.wait_listed(*reversed(sent))


def test_half_a_name_finds_nothing_and_enter_finds_all_that_begins_so(user, sent):
    user.search("type:shopV lam")
    user.wait_listed()
    user.search("type:shop")
    _press(user, Key.Key_Escape)
    user.wait(lambda: user.history.found.empty.meant.text() == "Search for type:shop* (Enter)")
    _press(user, Key.Key_Return)
    assert user.search_field().text() == "type:shop*"
    user.wait_listed(*reversed(sent))
    user.search("type:shop ")
    user.wait_listed()
    user.wait(lambda: user.sees("Names of types, environments and sources count as a whole"))
    user.press("Search for type:shop* (Enter)")
    user.wait_listed(*reversed(sent))


def test_a_number_with_spaces_finds_nothing_and_enter_puts_it_in_quotes(user):
    phone = '{"name": "phone", "value": "380501234567"}'
    user.write_text(f'{{"eventTypeKey": "shopVisited", "keyValue": "1", "params": [{phone}]}}')
    called = user.send().id
    user.open_history()
    user.wait_listed(called)
    user.search("phone:050 123-45-67")
    user.wait_listed()
    user.wait(lambda: user.sees("a value with spaces stands in quotes"))
    user.press('Search for phone:"050 123-45-67" (Enter)')
    user.wait_listed(called)


def test_the_underline_of_a_mistake_is_painted_under_it_and_nowhere_else(user, sent):
    box = user.search_field()
    user.search("chair status:nine")
    user.wait(user.history.fault.isVisible)
    marked = box.grab().toImage()
    box.mark((), ())
    plain = box.grab().toImage()
    # Within the frame, and without the sign of a mistake at the right end.
    columns = [
        x
        for x in range(4, box.width() - 60)
        if any(marked.pixel(x, y) != plain.pixel(x, y) for y in range(4, box.height() - 4))
    ]
    end = box.cursorRect().center().x()
    begin = end - box.fontMetrics().horizontalAdvance("status:nine")
    assert columns
    assert begin - 3 <= min(columns) <= begin + 3
    assert end - 3 <= max(columns) <= end + 3


def test_the_underline_moves_with_its_mistake_while_one_types_before_it(user, sent):
    box = user.search_field()
    user.search("😀 status:nine")
    user.wait(user.history.fault.isVisible)
    assert box._faults == ((3, 14),), "Qt counts the picture as two"
    box.home(False)
    type_letters(box, "ab ")
    assert box._faults == ((6, 17),)


def test_what_is_being_completed_is_no_mistake_yet(user, sent):
    box = user.search_field()
    type_letters(box, "type:")
    QTest.qWait(150)
    assert user.history.fault.isHidden()
    assert len(user.listed()) == 3
    _press(user, Key.Key_Escape)
    user.wait(user.history.fault.isVisible)
    assert "needs a value" in user.history.fault.text()


# -- what is found


def _keep(user, *kept):
    """Exchanges from elsewhere, oldest first; the history lists them."""
    user.store.bring_in(kept).result(PATIENCE_S)
    user.open_history()
    user.wait(lambda: len(user.listed()) == len(kept))


def _exchange(sent_at, body="{}", status=200, **more):
    api = ApiVersion.V2
    values = {"environment": "Sandbox", "is_real": False, "url": "http://127.0.0.1/", "source": "window", **more}
    answer = Answer(status=status)
    return Exchange(id=0, sent_at=sent_at, api=api, request_body=body.encode(), answer=answer, **values)


def _finds(user, words, *ids):
    user.search(words)
    user.wait_listed(*ids)
    assert user.history.fault.isHidden(), words


def test_a_phrase_is_found_as_it_stands_and_words_wherever_they_stand(user):
    apart = _send(user, "shopVisited", "Чашка для Олени, синя")
    together = _send(user, "shopVisited", "\\u0421иня чашка 0,5 л")
    user.open_history()
    _finds(user, "синя чашка", together, apart)
    _finds(user, '"синя чашка"', together)
    _finds(user, '"СИНЯ ЧАШ"', together)
    _finds(user, '"чашка синя"')
    _finds(user, '"чашка для" синя', apart)
    _finds(user, '-"синя чашка"', apart)


def test_each_filter_finds_what_it_says(user):
    body = (
        '{"eventTypeKey":"cartUpdated","keyValue":"cart-17","params":[{"name":"email","value":"olha@example.com"},'
        '{"name":"phone","value":"380501234567"},{"name":"products","value":"[{\\"productId\\":\\"WS-7\\"}]"}]}'
    )
    problem = StoredProblem(code="no_key_no_locator", severity=Severity.ERROR, effect=Effect.REFUSED, pointer="")
    _keep(
        user,
        _exchange(datetime(2024, 5, 6, 12, tzinfo=UTC), event_type="pageViewed", pinned=True, key_value="visit-3"),
        _exchange(
            datetime.now(UTC),
            body,
            400,
            event_type="cartUpdated",
            environment="Yespo",
            is_real=True,
            key_value="cart-17",
            locators=(("email", "olha@example.com"), ("phone", "380501234567")),
            source="cli",
            tags=("Ticket 4711",),
            problems=(problem,),
        ),
    )
    of_the_cart = (
        *("type:cartUpdated", "-type:pageViewed", "status:4xx", "status:400", "env:Yespo", "key:cart-17", "source:cli"),
        *("email:olha@example.com", "phone:380501234567", "product:WS-7", "since:2d", "has:problems"),
        *('tag:"Ticket 4711"', "-is:pinned", "olha env:yespo -status:2xx"),
    )
    of_the_visit = ("type:pageViewed", "status:200", "before:2d", "on:2024-05-06", "is:pinned", "-env:Yespo", "-tag:*")
    for for_cart, for_visit in zip(of_the_cart, cycle(of_the_visit), strict=False):
        _finds(user, for_cart, 2)
        _finds(user, for_visit, 1)


@pytest.fixture
def in_kyiv(monkeypatch):
    """The clock of this computer is that of Kyiv, in winter two hours ahead."""
    monkeypatch.setenv("TZ", "Europe/Kyiv")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the time zone of a process cannot be set here")
def test_a_day_is_a_day_of_the_users_clock(user, in_kyiv):
    _keep(
        user,
        _exchange(datetime(2026, 11, 19, 21, 59, tzinfo=UTC)),
        _exchange(datetime(2026, 11, 19, 22, 1, tzinfo=UTC)),
        _exchange(datetime(2026, 11, 20, 22, 1, tzinfo=UTC)),
    )
    _finds(user, "on:2026-11-20", 2)
    _finds(user, "on:2026-11-19", 1)
    _finds(user, "before:2026-11-21", 2, 1)
    _finds(user, "since:2026-11-21", 3)


# -- chips and the menu


def test_filters_stand_as_chips_and_are_taken_away_by_keys(user, sent):
    user.search("umbrella type:shopVisited -type:shopLeft status:2xx is:local")
    user.wait(
        lambda: (
            user.chips()
            == [
                "Type: shopVisited",
                "Type: not shopLeft",
                "Answer: accepted (2xx)",
                "Sent to the sandbox or this computer",
            ]
        )
    )
    user.wait_listed(sent[0])
    for name in ("Saved searches", "Add filter", "Filter: Type: shopVisited"):
        user.key(Key.Key_Tab)
        assert user.window.focusWidget().accessibleName() == name
    user.key(Key.Key_Right)
    user.key(Key.Key_Delete)
    assert user.search_field().text() == "umbrella type:shopVisited status:2xx is:local"
    assert user.window.focusWidget().accessibleName() == "Filter: Answer: accepted (2xx)"
    for key in (Key.Key_Backspace, Key.Key_Return, Key.Key_Space):
        user.key(key)
    assert user.search_field().text() == "umbrella"
    assert user.chips() == []
    assert user.search_field().hasFocus()


def test_a_chip_is_taken_away_by_a_click(user, sent):
    user.search("type:shopLeft")
    user.wait_listed(sent[1])
    user.press("Filter: Type: shopLeft")
    user.wait_listed(*reversed(sent))
    assert user.search_field().text() == ""


def test_without_filters_there_is_no_row_of_chips(user, sent):
    assert user.history.filters.chips.isHidden()
    user.search("umbrella")
    user.wait_listed(sent[0])
    assert user.history.filters.chips.isHidden()


def test_a_filter_is_added_and_taken_back_without_a_word_typed(user, sent):
    user.search("chair")
    user.wait_listed(sent[2])
    user.filter("Type", "shopLeft")
    assert user.search_field().text() == "chair type:shopLeft"
    user.wait_listed()
    user.filter("Type", "shopVisited")
    user.wait_listed(sent[2])
    assert user.filter_menu("Type")["shopLeft"].isChecked()
    user.filter("Type", "shopLeft")
    assert user.search_field().text() == "chair type:shopVisited"


def test_a_tag_with_quotes_in_it_is_a_filter_like_any_other(user):
    moment = datetime(2026, 11, 20, 12, tzinfo=UTC)
    _keep(user, _exchange(moment, tags=('клієнт "Ромашка"',)), _exchange(moment, "[]", tags=("клієнт",)))
    user.filter("Tag", 'клієнт "Ромашка"')
    user.wait(lambda: len(user.listed()) == 1)
    assert user.search_field().text() == 'tag:"клієнт ""Ромашка"""'
    assert user.chips() == ['Tag: клієнт "Ромашка"']


def test_a_time_gives_way_to_another_time(user, sent):
    user.filter("Time", "Last 7 days")
    user.wait(lambda: user.chips() == ["Last 7 days"])
    user.filter("Time", "Yesterday")
    user.wait_listed()
    assert user.search_field().text() == "on:yesterday"
    assert user.filter_menu("Time")["Yesterday"].isChecked()
    user.filter("Time", "Any time")
    user.wait_listed(*reversed(sent))


def test_a_day_is_picked_in_a_calendar_by_keys(user, sent):
    user.filter("Time", "From a day on…")
    dialog = user.find_dialog()
    QTest.keyClick(dialog.focusWidget(), Key.Key_Left)
    QTest.keyClick(dialog.focusWidget(), Key.Key_Return)
    user.wait_closed(dialog)
    text = user.search_field().text()
    assert text.startswith("since:20")
    user.wait_listed(*reversed(sent))
    user.filter("Time", "Up to a day…")
    dialog = user.find_dialog()
    user.press_button(dialog, "Take this day")
    user.wait_closed(dialog)
    assert user.search_field().text().startswith(text + " until:20")
    user.wait(lambda: len(user.chips()) == 2)


def test_what_only_the_user_knows_is_asked_for_in_the_box(user, sent):
    user.filter("Key…")
    assert user.search_field().text() == "key:"
    assert user.search_field().hasFocus()
    type_letters(user.search_field(), "lam")
    user.wait_listed(sent[1])
    assert user.chips() == ["Key: lam"]


def test_a_row_is_the_way_to_more_like_it(user, sent):
    user.pick(sent[1])
    user.search("e -type:shopVisited status:2xx")
    user.pick(sent[1])
    user.history.table.customContextMenuRequested.emit(QPoint(20, 20))
    menus = [one for one in user.history.findChildren(QMenu) if one.isVisible()]
    actions = {one.text(): one for one in menus[0].actions()}
    assert {"Search for this key", "Search for this environment", "Search for this answer"} <= set(actions)
    actions["Search for this type"].trigger()
    assert user.search_field().text() == "e status:2xx type:shopLeft"
    menus[0].close()


def test_a_chip_is_turned_into_its_opposite(user, sent):
    user.search("type:shopLeft")
    user.wait_listed(sent[1])
    (chip,) = user.history.filters.chips.chips
    chip.turned.emit()
    user.wait_listed(sent[2], sent[0])
    assert user.chips() == ["Type: not shopLeft"]


# -- saved searches


def _save(user, name, *, dismiss=True):
    """Press Ctrl+B and give the search a name."""
    told = []  # another notice may take the place of this one
    user.history.filters.saved.notable.connect(lambda _kind, words: told.append(words))
    user.history.filters.saved.offered.connect(lambda _kind, words, _answers: told.append(words))
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    user.key(Key.Key_B, CTRL)
    user.wait(lambda: bool(_asking(user)))
    (dialog,) = _asking(user)
    field = dialog.findChild(QLineEdit)
    field.selectAll()
    type_letters(field, name)
    QTest.keyClick(field, Key.Key_Return)
    user.wait(lambda: f"saved as “{name}”" in "".join(told))
    if dismiss:
        user.window.notices.dismiss()


def _asking(user):
    return [one for one in user.window.findChildren(QInputDialog) if one.isVisible()]


def _saved(user):
    button = user.history.filters.saved
    button.fill()
    return {action.text(): action for action in button.searches.actions() if not action.isSeparator()}


def test_a_search_is_saved_under_a_name_and_is_there_after_a_restart(start):
    user = start()
    lamp = _send(user, "shopLeft", "lamp")
    other = _send(user, "shopVisited", "chair")
    user.open_history()
    user.search("type:shopLeft lamp")
    user.wait_listed(lamp)
    _save(user, "Lamps")
    start.end(user)
    again = start()
    again.open_history()
    again.wait_listed(other, lamp)
    again.wait(lambda: "Lamps" in _saved(again))
    _saved(again)["Lamps"].trigger()
    assert again.search_field().text() == "type:shopLeft lamp"
    again.wait_listed(lamp)


def test_a_search_that_gives_way_to_one_of_its_name_can_be_brought_back(user, sent):
    user.search("lamp")
    _save(user, "things")
    user.search("chair")
    _save(user, "Things", dismiss=False)
    assert user.notice() == "The search was saved as “Things”. Another one of that name gave way."
    assert (_saved(user)["Things"].toolTip(), "things" in _saved(user)) == ("chair", False)
    user.press("Undo")
    user.wait(lambda: "things" in _saved(user))
    assert (_saved(user)["things"].toolTip(), "Things" in _saved(user)) == ("lamp", False)


def test_a_search_saved_once_more_takes_the_place_of_none(user, sent):
    user.search("lamp")
    _save(user, "Lamps")
    _save(user, "Lamps", dismiss=False)
    assert user.notice() == "The search was saved as “Lamps”."


def test_nothing_is_saved_without_a_search(user, sent):
    assert not _saved(user)["Save this search… (Ctrl+B)"].isEnabled()
    user.key(Key.Key_B, CTRL)
    assert _asking(user) == []
    assert user.notice() == "There is no search to save yet: write one first."


PASTED = 'curl https://yespo.io/api/v2/event -u a:{key} -d \'{{"eventTypeKey": "mine", "keyValue": "1"}}\''


@pytest.mark.parametrize(
    "pasted",
    [
        PASTED.format(key="geheim12"),
        '{"log": {"version": "1.2", "entries": []}}',
        '[{"eventTypeKey": "mine", "params": []}]',
        "Authorization: Basic YTpnZWhlaW0xMg==",
    ],
)
def test_an_event_pasted_into_the_search_box_is_told_to_be_one(user, sent, pasted):
    box = user.search_field()
    user.copy(pasted)
    QTest.keyClick(box, Key.Key_V, CTRL)
    user.wait(user.history.fault.isVisible)
    told = user.history.fault.text()
    assert told.startswith("This looks like an event. Ctrl+Shift+V opens what you copied in the composer")
    _press(user, Key.Key_Return)
    for shown in (told, box.accessibleDescription(), *_saved(user)):
        assert "geheim12" not in shown
        assert "YTpn" not in shown
    QTest.keyClick(box, Key.Key_B, CTRL)
    assert _asking(user) == []
    if "eventTypeKey" in pasted:
        user.window.activateWindow()
        user.key(Key.Key_V, CTRL | Qt.KeyboardModifier.ShiftModifier)
        user.wait(lambda: user.window.page is user.compose)


@pytest.mark.parametrize(
    ("pasted", "key"),
    [
        ("SECRETKEY-abcdef-0123456789", "SECRETKEY-abcdef-0123456789"),
        ("-u user:geheim12", "geheim12"),
        ("token:A1b2C3d4E5f6A7b8C9d0", "A1b2C3d4"),
        ('"A1b2C3d4E5f6A7b8C9d0', "A1b2C3d4"),
    ],
)
def test_a_key_pasted_into_the_search_box_is_repeated_nowhere(user, sent, pasted, key):
    box = user.search_field()
    user.copy(pasted)
    QTest.keyClick(box, Key.Key_V, CTRL)
    user.wait(lambda: user.history.found._listed_for == box.read().query)
    _press(user, Key.Key_Return)
    assert key not in user.history.fault.text()
    assert key not in box.accessibleDescription()
    user.search("lamp")
    _press(user, Key.Key_Return)
    menu = _saved(user)
    assert not any(key in words for words in menu)


def test_words_that_are_like_no_key_are_offered_again(user, sent):
    searches = ("olena.petrenko1985@example.com", "product:SKU-2024-winter-red-42", "type:shopVisited chair")
    for words in searches:
        user.search(words)
        _press(user, Key.Key_Return)
    user.search("lamp")
    assert set(searches) <= set(_saved(user))


def test_searches_are_renamed_deleted_and_brought_back_by_keys(user, sent):
    for words, name in (("lamp", "One"), ("chair", "Two")):
        user.search(words)
        _save(user, name)
    _saved(user)["Rename or delete…"].trigger()
    dialog = user.find_dialog()
    listed = dialog.findChild(QListWidget)
    _rename(listed, "Lamps")
    user.wait(lambda: _names(listed) == ["Lamps", "Two"])
    _rename(listed, "two")
    user.wait(lambda: "Another saved search" in dialog.said.text())
    assert _names(listed) == ["Lamps", "Two"], "a name is there once, whatever its case"
    QTest.keyClick(listed, Key.Key_Delete)
    user.wait(lambda: _names(listed) == ["Two"])
    QTest.keyClick(listed, Key.Key_Z, CTRL)
    user.wait(lambda: _names(listed) == ["Lamps", "Two"])
    QTest.keyClick(listed, Key.Key_Home)
    QTest.keyClick(listed, Key.Key_Return)
    user.wait_closed(dialog)
    assert user.search_field().text() == "lamp"


def _rename(listed, name):
    """Press F2 and type another name over the current one."""
    QTest.keyClick(listed, Key.Key_F2)
    (editor,) = [one for one in listed.findChildren(QLineEdit) if one.isVisible()]
    editor.selectAll()
    type_letters(editor, name)
    QTest.keyClick(editor, Key.Key_Return)


def _names(listed):
    return [listed.item(row).text() for row in range(listed.count())]


def test_a_damaged_file_of_searches_is_set_aside_and_said(start, profile):
    profile.searches_file.parent.mkdir(parents=True, exist_ok=True)
    profile.searches_file.write_text("{ broken", "utf-8")
    user = start()
    user.open_history()
    user.wait(lambda: "searches.json" in user.notice())
    assert [one.read_text("utf-8") for one in profile.config.glob("searches.json.broken-*")] == ["{ broken"]


def test_only_what_was_saved_on_purpose_is_written_to_the_disk(user, sent, profile):
    user.search("somebody@example.com")
    _press(user, Key.Key_Return)
    assert "somebody@example.com" not in _saved(user), "the present search is no way back"
    user.search("lamp")
    _save(user, "Lamps")
    assert "somebody@example.com" in _saved(user)
    assert json.loads(profile.searches_file.read_text("utf-8")) == {"searches": [{"name": "Lamps", "query": "lamp"}]}
