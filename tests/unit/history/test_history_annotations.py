"""What the user made of exchanges can be taken back exactly, spellings and all."""

from datetime import UTC, datetime
from functools import partial

import pytest

from yespo_console.events.event import ApiVersion
from yespo_console.history import annotations
from yespo_console.history.annotations import (
    Change,
    carry_out,
    doing_again,
    noting,
    pinning,
    tagging,
    taking_back,
    to_all,
    untagging,
)
from yespo_console.history.errors import HistoryFullError
from yespo_console.history.exchange import NewExchange
from yespo_console.history.reading import Cancellation
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


@pytest.fixture
def in_steps_of_one(monkeypatch):
    monkeypatch.setattr(annotations, "_AT_ONCE", 1)


def _carry(store, work, until=None):
    """Carry it out, given up once so many exchanges are done."""
    cancel, told = Cancellation(), []

    def note(reached):
        told.append(reached)
        if reached.done == until:
            cancel.cancel()

    return work(store, note, cancel), told


def test_how_far_a_change_of_many_is_is_told_step_by_step(store, in_steps_of_one):
    carried, told = _carry(store, to_all([1, 2, 3], partial(pinning, pinned=True)))
    assert [one.words for one in told] == [f"Changed {done} of 3 exchanges" for done in range(3)]
    assert carried.is_complete
    assert (carried.done, [step.ids for step in carried.steps]) == (3, [(1,), (3,)])


@pytest.mark.parametrize("until", [0, 1, 2])
def test_a_change_that_is_given_up_is_done_to_the_first_of_them_and_taken_back_from_those(
    store, in_steps_of_one, until
):
    before = _state(store)
    carried, _told = _carry(store, to_all([1, 2, 3], partial(tagging, tag="seen")), until)
    assert not carried.is_complete
    assert (carried.done, carried.every) == (until, 3)
    assert ["seen" in tags for _pinned, tags, _note in _state(store)] == [number < until for number in range(3)]
    _carry(store, taking_back(carried.steps))
    assert _state(store) == before


def test_taking_back_that_is_given_up_says_what_was_taken_back_and_the_rest_can_be(store, in_steps_of_one):
    before = _state(store)
    steps = _carry(store, to_all([1, 2, 3], partial(tagging, tag="seen")))[0].steps
    back = _carry(store, taking_back(steps), until=2)[0]
    assert back.steps == (steps[2], steps[1])
    assert ["seen" in tags for _pinned, tags, _note in _state(store)] == [True, False, False]
    _carry(store, doing_again(steps[1:]))
    assert all("seen" in tags for _pinned, tags, _note in _state(store))
    _carry(store, taking_back(steps))
    assert _state(store) == before


def test_what_was_done_before_the_disk_was_full_is_known_and_can_be_taken_back(store, in_steps_of_one, monkeypatch):
    annotate = type(store).annotate

    def full(self, numbers, **what):
        if tuple(numbers) == (2,):
            raise HistoryFullError(self.path)
        return annotate(self, numbers, **what)

    monkeypatch.setattr(type(store), "annotate", full)
    carried, _told = _carry(store, to_all([1, 2, 3], partial(tagging, tag="seen")))
    assert isinstance(carried.error, HistoryFullError)
    assert [step.ids for step in carried.steps] == [(1,)]
    assert not carried.is_complete
