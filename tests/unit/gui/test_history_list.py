"""The list of exchanges finds its rows again, whatever the order of their numbers."""

import random
from array import array
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from yespo_console.gui.history.exchange_model import EVENT, SENT, SIGNS, TAGS, ExchangeModel
from yespo_console.history.query import ExchangeRow

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Rows:
    """Stands for the store: knows every number, and counts what is asked."""

    def __init__(self) -> None:
        self.asked: list[int] = []

    def rows(self, numbers: Sequence[int]) -> list[ExchangeRow]:
        self.asked += numbers
        return [row(number) for number in numbers]


def row(number: int, **more: object) -> ExchangeRow:
    sent_at = NOON + timedelta(seconds=number)
    values = {"id": number, "sent_at": sent_at, "environment": "Sandbox", "is_real": False, "method": "POST", "url": ""}
    values |= {"event_type": f"type{number}", "key_value": None, "status": 200, "error_kind": None, "answered": True}
    values |= {"total_ms": 1.0, "errors": 0, "warnings": 0, "source": "window", **more}
    return ExchangeRow(**values)


def model() -> tuple[ExchangeModel, Rows]:
    made, store = ExchangeModel(), Rows()
    made.set_store(store)
    return made, store


def test_a_row_is_found_in_falling_numbers_and_in_any_other_order() -> None:
    made, _store = model()
    chance = random.Random(5)
    falling = list(range(70_000, 0, -1))
    mixed = chance.sample(range(1, 2**40), 3_000)
    # Numbers whose bytes, side by side, hold the bytes of others.
    hostile = [65_536 + 7, 256, 1, 1 << 8, 1 << 16, (1 << 40) + 1, 257, 0x0101_0101]
    for ids in (falling, mixed, list(dict.fromkeys(hostile))):
        made.set_ids(array("q", ids))
        for number in {*chance.sample(ids, min(len(ids), 200)), ids[0], ids[-1]}:
            assert made.row_of(number) == ids.index(number)
        for unknown in (2**41, 0, -1, 65_537 << 8):
            assert made.row_of(unknown) is None


def test_rows_that_stay_in_their_order_keep_their_place_and_others_begin_anew() -> None:
    made, _store = model()
    told: list[str] = []
    made.rowsInserted.connect(lambda _parent, first, last: told.append(f"+{first}-{last}"))
    made.rowsRemoved.connect(lambda _parent, first, last: told.append(f"-{first}-{last}"))
    made.modelReset.connect(lambda: told.append("anew"))
    steps: tuple[tuple[list[int], list[str]], ...] = (
        ([3, 2, 1], ["anew"]),
        ([5, 4, 3, 2, 1], ["+0-1"]),
        ([6, 5, 4, 3, 2, 1, 0], ["+5-5", "+0-0"]),
        ([6, 5, 3, 2, 1, 0, -1], ["-2-2", "+6-6"]),
        ([7, 6, 5, 3], ["-3-6", "+0-0"]),
        ([6, 3], ["-2-2", "-0-0"]),
        ([3, 6], ["-0-0", "+1-1"]),
        ([9, 8], ["anew"]),
        ([], ["anew"]),
    )
    for ids, expected in steps:
        told.clear()
        made.set_ids(array("q", ids))
        assert list(made.ids) == ids
        assert told == expected


def test_whatever_goes_and_comes_the_list_is_what_it_was_told() -> None:
    made, _store = model()
    chance = random.Random(7)
    ids = list(range(400, 0, -1))
    for _step in range(300):
        top = max(ids, default=0)
        ids = [top + 1 + more for more in reversed(range(chance.randrange(3)))] + ids
        for _piece in range(chance.randrange(4)):
            at = chance.randrange(len(ids) + 1)
            del ids[at : at + chance.randrange(6)]
        made.set_ids(array("q", ids))
        assert list(made.ids) == ids
        assert all(made.looks(at)[EVENT].words == f"type{ids[at]}" for at in range(0, len(ids), 50))


def test_looks_are_kept_while_a_row_is_as_it_was_and_made_anew_when_it_changed() -> None:
    made, store = model()
    made.set_ids(array("q", [2, 1]), [row(2), row(1)])
    before = made.looks(0)
    assert before[EVENT].words == "type2"
    assert before[SIGNS].picture is None
    made.set_ids(array("q", [2, 1]), [row(2), row(1)])
    assert made.looks(0) is before
    made.set_ids(array("q", [2, 1]), [row(2, pinned=True, tags=("asked",)), row(1)])
    assert made.looks(0)[SIGNS].picture is not None
    assert made.looks(0)[TAGS].words == "asked"
    assert store.asked == [], "rows that were handed over are not read again"


def test_rows_that_were_not_handed_over_are_read_when_they_are_looked_at() -> None:
    made, store = model()
    made.set_ids(array("q", range(1_000, 0, -1)))
    assert store.asked == []
    assert made.looks(500)[EVENT].words == "type500"
    assert len(store.asked) == 64
    assert made.row(2_000) is None


def test_a_row_that_was_removed_meanwhile_is_called_so_and_not_unreadable() -> None:
    made, store = model()
    made.set_ids(array("q", [2, 1]))
    store.rows = lambda numbers: [row(number) for number in numbers if number != 1]  # type: ignore[method-assign]
    assert made.looks(0)[EVENT].words == "type2"
    assert made.looks(1)[SENT].words == "(removed)"
