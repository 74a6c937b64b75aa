"""What the user made of exchanges can be taken back exactly, spellings and all."""

from datetime import UTC, datetime

import pytest

from yespo_console.events.event import ApiVersion
from yespo_console.history.annotations import Change, carry_out, noting, pinning, tagging, untagging
from yespo_console.history.exchange import NewExchange
from yespo_console.history.store import HistoryStore


@pytest.fixture
def store(tmp_path):
    with HistoryStore.open(tmp_path / "history.sqlite3") as opened:
        for tags, pinned in (((), False), (("Checked",), True), (("checked", "shop"), False)):
            new = NewExchange(
                sent_at=datetime(2026, 11, 20, tzinfo=UTC),
                environment="Sandbox",
                is_real=False,
                url="http://127.0.0.1/api/v2/event",
                api=ApiVersion.V2,
                request_body=b"{}",
                source="window",
                tags=tags,
                pinned=pinned,
            )
            opened.begin(new).result()
        yield opened


def _state(store):
    return [(row.pinned, row.tags, store.get(row.id).note) for row in store.rows([1, 2, 3])]


def _do(store, edits):
    for future in carry_out(store, edits):
        future.result()


@pytest.mark.parametrize(
    ("make", "changed"),
    [
        (lambda rows: pinning(rows, True), (1, 3)),
        (lambda rows: pinning(rows, False), (2,)),
        (lambda rows: tagging(rows, " CHECKED "), (1,)),
        (lambda rows: tagging(rows, "new one"), (1, 2, 3)),
        (lambda rows: untagging(rows, "cheCked"), (2, 3)),
        (lambda _rows: noting(2, "", "hello"), (2,)),
    ],
)
def test_a_change_goes_to_those_that_need_it_and_is_taken_back_whole(store, make, changed):
    before = _state(store)
    change = make(store.rows([1, 2, 3]))
    assert sorted(change.ids) == list(changed)
    _do(store, change.forward)
    after = _state(store)
    assert [number for number in (1, 2, 3) if before[number - 1] != after[number - 1]] == list(changed)
    _do(store, change.backward)
    assert _state(store) == before


def test_what_changes_nothing_is_no_change(store):
    rows = store.rows([2])
    assert pinning(rows, True) == tagging(rows, "checked") == tagging(rows, "  ") == untagging(rows, "x") == Change()
    assert noting(1, "same", "same") == Change()


def test_many_exchanges_are_written_in_parts(store):
    change = pinning([row for row in store.rows([1]) for _again in range(1_200)], True)
    assert len(carry_out(store, change.forward)) == 3
