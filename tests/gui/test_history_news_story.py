"""History: while a command line sends, the list stays where its reader is."""

from datetime import UTC, datetime

import pytest
from patience import PATIENCE_S

from yespo_console.events.event import ApiVersion
from yespo_console.history.exchange import NewExchange


def _bring(store, count):
    """So many exchanges from elsewhere; their ids, oldest first."""
    request = NewExchange(
        sent_at=datetime.now(UTC),
        environment="Sandbox",
        is_real=False,
        url="http://127.0.0.1/",
        api=ApiVersion.V2,
        request_body=b"{}",
        source="test",
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


@pytest.mark.parametrize("count", [1, 200])
def test_the_newest_stay_in_sight_while_nothing_is_selected(user, known, count):
    new = _bring(user.store, count)
    user.wait_listed(*reversed(known + new))
    assert _in_sight(user)[0] == new[-1]


def test_a_place_in_the_middle_stays_while_others_send(user, known):
    user.pick(known[-1])
    user.history.table.verticalScrollBar().setValue(100)
    before = _in_sight(user)[0]
    user.wait_listed(*reversed(known + _bring(user.store, 200)))
    assert _in_sight(user)[0] == before
