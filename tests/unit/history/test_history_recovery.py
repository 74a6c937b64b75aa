"""A damaged history: what can be read goes into a new one, the damaged file is kept, and nothing is made up."""

import random
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from patience import PATIENCE_S

from yespo_console.events.event import ApiVersion
from yespo_console.history import checking, records, recovery, removing
from yespo_console.history.errors import (
    HistoryBusyError,
    HistoryDamagedError,
    HistoryError,
    SearchCancelledError,
    suspect_mark,
)
from yespo_console.history.exchange import Answer, Exchange, NewExchange
from yespo_console.history.journal import journal_of
from yespo_console.history.pages import Cell, Pages
from yespo_console.history.query import Query
from yespo_console.history.query_text import parse_query
from yespo_console.history.reached import Reached, Stage
from yespo_console.history.reading import Cancellation
from yespo_console.history.schema import prepare
from yespo_console.history.store import HistoryStore
from yespo_console.history.survey import Survey, outlines

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
COUNT = 400
PAGE = 4096


def request(number: int) -> NewExchange:
    return NewExchange(
        sent_at=NOON + timedelta(seconds=number),
        environment="Sandbox",
        is_real=False,
        url="http://127.0.0.1/",
        api=ApiVersion.V2,
        event_type="cartUpdated",
        request_body=f'{{"number":{number},"text":"{"слово " * (number % 90)}"}}'.encode(),
        source="test",
        tags=(f"tag {number % 7}",),
        note="a note" if number % 50 == 0 else "",
        pinned=number % 40 == 0,
    )


@pytest.fixture(scope="module")
def whole(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, dict[int, Exchange]]:
    """A sound history as bytes, and all that is in it."""
    path = tmp_path_factory.mktemp("whole") / "history.sqlite3"
    with HistoryStore.open(path) as store:
        begun = [store.begin(request(number)) for number in range(COUNT)]
        for one in begun:
            store.complete(one.result(PATIENCE_S), Answer(status=200, body=b'{"ok":1}')).result(PATIENCE_S)
        assert store.wait_until_indexed(PATIENCE_S)
        every = {number: store.get(number) for number in store.ids(Query())}
    return path.read_bytes(), {number: one for number, one in every.items() if one is not None}


@pytest.mark.parametrize("seed", range(12))
def test_pages_that_are_destroyed_at_random_cost_only_what_is_on_them(
    tmp_path: Path, whole: tuple[bytes, dict[int, Exchange]], seed: int
) -> None:
    content, every = bytearray(whole[0]), whole[1]
    chance = random.Random(seed)
    for page in chance.sample(range(2, len(content) // PAGE), 3):  # the first two hold what tables there are
        start = page * PAGE
        content[start : start + PAGE] = chance.randbytes(PAGE) if seed % 2 else bytes(PAGE)
    path = tmp_path / "history.sqlite3"
    path.write_bytes(content)
    done = recovery.repair(path)
    assert done.aside.read_bytes() == content
    assert checking.check(path).faults == ()
    with HistoryStore.open(path) as store:
        assert store.wait_until_indexed(PATIENCE_S)
        found = {number: store.get(number) for number in store.ids(Query())}
        assert len(found) == done.kept
        for number, exchange in found.items():
            assert exchange is not None
            original = every[number]
            # a tag whose page is destroyed is gone; everything else is as it was, but for what only the row knew
            forgotten = _only_in_rows(original) if exchange.source == "recovered" else {}
            assert exchange.model_copy(update={"tags": (), **forgotten}) == original.model_copy(update={"tags": ()})
            assert set(exchange.tags) <= set(original.tags)
        assert sum(one is not None and one.source == "recovered" for one in found.values()) == done.in_part
        assert done.kept + done.lost <= COUNT
        assert store.count(Query("слово")) == sum(b"\xd1\x81" in found[n].request_body for n in found)  # type: ignore[union-attr]
        assert store.count(parse_query("source:test")) == len(found) - done.in_part
        later = store.begin(request(1)).result(PATIENCE_S)
        assert later not in every, "an id is never used again"


def _only_in_rows(original: Exchange) -> dict[str, object]:
    """What a row knows and neither an index nor the body."""
    kept = ("is_real", "url", "source", "note", "pinned", "key_value")
    return {name: getattr(original, name) for name in kept}


@pytest.mark.parametrize(
    ("at", "number"), [(44, 0x7FFFFFFF), (60, 0xFF000003), (60, 0), (60, 1)], ids=["format", "below 0", "none", "older"]
)
def test_a_header_that_names_a_format_or_version_it_is_not_is_damage_and_is_recovered(
    tmp_path: Path, whole: tuple[bytes, dict[int, Exchange]], at: int, number: int
) -> None:
    content = bytearray(whole[0])
    content[at : at + 4] = number.to_bytes(4, "big")
    path = _written(tmp_path / "history.sqlite3", content)
    with pytest.raises(HistoryDamagedError):
        prepare(path)
    done = recovery.repair(path)
    assert (done.kept, done.lost) == (COUNT, 0)


#: Where bytes are overwritten, as a share of the file, and how many; and with what.
OVERWRITTEN = {
    "places": st.lists(st.tuples(st.floats(0, 1), st.integers(1, 5000)), min_size=1, max_size=4),
    "seed": st.integers(0, 2**32 - 1),
}


@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@settings(max_examples=20, deadline=None)
@example(places=[(0.1632140585038089, 183)], seed=0)  # SQLite quotes what is no text
@example(places=[(0.1352028579308924, 1741)], seed=1748)  # a row of an index is there twice
@example(places=[(0.134765625, 1715)], seed=1748)  # a row of an index is said to be huge
@given(**OVERWRITTEN)
def test_whatever_bytes_are_overwritten_the_rest_is_recovered(
    tmp_path_factory: pytest.TempPathFactory,
    whole: tuple[bytes, dict[int, Exchange]],
    places: list[tuple[float, int]],
    seed: int,
) -> None:
    _overwrite_and_recover(tmp_path_factory, whole, places, seed)


@pytest.mark.soak
@pytest.mark.filterwarnings("ignore:Generating overly large repr")
@settings(max_examples=300, deadline=None)
@given(**OVERWRITTEN)
def test_whatever_bytes_are_overwritten_the_rest_is_recovered_many_times(
    tmp_path_factory: pytest.TempPathFactory,
    whole: tuple[bytes, dict[int, Exchange]],
    places: list[tuple[float, int]],
    seed: int,
) -> None:
    _overwrite_and_recover(tmp_path_factory, whole, places, seed)


def _overwrite_and_recover(
    tmp_path_factory: pytest.TempPathFactory,
    whole: tuple[bytes, dict[int, Exchange]],
    places: list[tuple[float, int]],
    seed: int,
) -> None:
    damaged, content = bytearray(whole[0]), random.Random(seed)
    for share, size in places:
        at = int(share * (len(damaged) - size))
        damaged[at : at + size] = content.randbytes(size)
    folder = tmp_path_factory.mktemp("overwritten")
    path = folder / "history.sqlite3"
    path.write_bytes(damaged)
    try:
        prepare(path)
        before = checking.check(path)
        assert before.faults or before.exchanges == COUNT
    except HistoryError:
        pass  # a header that tells of a newer version, or of another program
    done = recovery.repair(path)
    assert done.kept + done.lost <= COUNT + 1  # a number that was overwritten may count as one more that is lost
    assert {one.name for one in folder.iterdir()} == {path.name, done.aside.name}
    with HistoryStore.open(path) as store:
        assert store.count(Query()) == done.kept
        assert len([store.get(number) for number in store.ids(Query())]) == done.kept
        assert store.begin(request(1)).result(PATIENCE_S) > 0


def test_a_serial_type_that_there_is_not_costs_only_what_its_own_row_knew(
    tmp_path: Path, whole: tuple[bytes, dict[int, Exchange]]
) -> None:
    content = bytearray(whole[0])
    row = bytes(whole[1][200].url, "utf-8")
    with closing(Pages(_written(tmp_path / "whole.sqlite3", content))) as pages:
        cell = next(
            cell for cell in pages.cells() if cell.rowid == 200 and row in str(pages.values(cell)).encode("utf-8")
        )
    at = (cell.page - 1) * PAGE + cell.at
    content[at + 1 : at + 10] = b"\xff" * 7 + b"\xfc\x18"  # the first type is -1000 now
    path = _written(tmp_path / "history.sqlite3", content)
    done = recovery.repair(path)
    assert (done.kept, done.in_part, done.lost) == (COUNT, 1, 0)


def test_what_stops_a_recovery_leaves_no_half_history_behind(
    tmp_path: Path, whole: tuple[bytes, dict[int, Exchange]], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = _written(tmp_path / "history.sqlite3", whole[0])

    def full(*_arguments: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(records, "add_tags", full)
    with pytest.raises(OSError, match="No space left"):
        recovery.repair(path)
    assert {one.name for one in tmp_path.iterdir()} == {path.name, suspect_mark(path).name}
    assert path.read_bytes() == whole[0]


def test_how_far_it_is_is_told_page_by_page_and_then_by_exchanges(
    tmp_path: Path, whole: tuple[bytes, dict[int, Exchange]]
) -> None:
    path = _written(tmp_path / "history.sqlite3", whole[0])
    told: list[Reached] = []
    recovery.repair(path, told.append)
    assert list(dict.fromkeys(one.stage for one in told)) == [Stage.READING, Stage.RECOVERING]
    pages = [one for one in told if one.stage is Stage.READING]
    assert [one.done for one in pages] == list(range(len(whole[0]) // PAGE))
    assert told[-1].words == f"Recovered {COUNT} of {COUNT} exchanges"
    assert told[-1].share == 1


@pytest.mark.parametrize("stage", [Stage.READING, Stage.RECOVERING])
def test_a_repair_that_is_given_up_leaves_the_damaged_file_as_it_was_and_can_begin_again(
    tmp_path: Path, whole: tuple[bytes, dict[int, Exchange]], stage: Stage
) -> None:
    path = _written(tmp_path / "history.sqlite3", whole[0])
    cancel = Cancellation()

    def give_up(reached: Reached) -> None:
        if reached.stage is stage:
            cancel.cancel()

    with pytest.raises(SearchCancelledError):
        recovery.repair(path, give_up, cancel)
    assert path.read_bytes() == whole[0]
    assert {one.name for one in tmp_path.iterdir()} == {path.name, suspect_mark(path).name}
    assert recovery.repair(path).kept == COUNT


def test_a_repair_can_be_given_up_to_its_very_end(few: tuple[Path, dict[int, Exchange]]) -> None:
    """So few exchanges, without a tag, are written in one step."""
    path, _every = few
    with HistoryStore.open(path) as store:
        store.annotate(store.ids(Query()), remove_tags=[f"tag {number}" for number in range(FEW)]).result(PATIENCE_S)
    before = path.read_bytes()
    cancel = Cancellation()

    def give_up(reached: Reached) -> None:
        if reached.stage is Stage.RECOVERING:
            cancel.cancel()

    with pytest.raises(SearchCancelledError):
        recovery.repair(path, give_up, cancel)
    assert path.read_bytes() == before


def _written(path: Path, content: bytes | bytearray) -> Path:
    path.write_bytes(content)
    return path


def test_most_pages_hold_few_exchanges_so_most_are_recovered(
    tmp_path: Path, whole: tuple[bytes, dict[int, Exchange]]
) -> None:
    shares = []
    for seed in range(10):
        content = bytearray(whole[0])
        start = random.Random(seed).randrange(2, len(content) // PAGE) * PAGE
        content[start : start + PAGE] = bytes(PAGE)
        path = tmp_path / f"history-{seed}.sqlite3"
        path.write_bytes(content)
        done = recovery.recover(path, tmp_path / f"fresh-{seed}.sqlite3")
        shares.append(done.kept / COUNT)
    assert sorted(shares)[len(shares) // 2] > 0.9


def test_a_file_that_is_no_database_at_all_gives_an_empty_history_and_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    path.write_bytes(b"this is no database, whatever its name says" * 200)
    assert recovery.is_damaged(path)
    done = recovery.repair(path)
    assert (done.kept, done.lost) == (0, 0)
    assert done.aside.read_bytes().startswith(b"this is no database")
    with HistoryStore.open(path) as store:
        assert store.begin(request(1)).result(PATIENCE_S) == 1
    assert not recovery.is_damaged(path)


def test_a_history_that_is_open_in_another_window_is_not_repaired(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    with HistoryStore.open(path) as store:
        number = store.begin(request(1)).result(PATIENCE_S)
        with pytest.raises(HistoryBusyError):
            recovery.repair(path)
        assert store.get(number) is not None
    assert [one.name for one in tmp_path.iterdir()] == ["history.sqlite3"]
    assert not recovery.is_open_elsewhere(path)


def test_two_windows_may_ask_at_once_whether_a_history_is_open(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "history.sqlite3"
    prepare(path)
    ask = recovery._is_open_elsewhere

    def ask_with_another(second: Path) -> bool:
        monkeypatch.setattr(recovery, "_is_open_elsewhere", ask)
        return recovery.is_open_elsewhere(path) or ask(second)

    monkeypatch.setattr(recovery, "_is_open_elsewhere", ask_with_another)
    assert not recovery.is_open_elsewhere(path)
    assert list(tmp_path.iterdir()) == [path]


def test_what_was_left_when_a_window_was_killed_while_it_asked_goes_with_the_repair(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "history.sqlite3"
    prepare(path)
    with monkeypatch.context() as killed:
        killed.setattr(Path, "unlink", lambda *_args, **_options: None)
        recovery.is_open_elsewhere(path)
    assert len(list(tmp_path.iterdir())) == 2
    done = recovery.repair(path)
    assert sorted(tmp_path.iterdir()) == [done.aside, path]


def test_a_row_that_makes_no_sense_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    with HistoryStore.open(path) as store:
        for number in range(3):
            store.begin(request(number)).result(PATIENCE_S)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE exchange_body SET problems = '[{' WHERE id = 2")
        connection.execute("DELETE FROM exchange_body WHERE id = 3")
        connection.commit()
    done = recovery.repair(path)
    assert (done.kept, done.lost) == (1, 2)
    with HistoryStore.open(path) as store:
        assert list(store.ids(Query())) == [1]


def test_a_file_that_was_cut_off_says_how_much_is_missing(
    tmp_path: Path, whole: tuple[bytes, dict[int, Exchange]]
) -> None:
    path = tmp_path / "history.sqlite3"
    path.write_bytes(whole[0][:-200_000])
    done = recovery.repair(path)
    assert done.cut_off == 200_000
    assert "0.2 MB are missing at its end" in done.words
    assert not done.is_whole
    assert done.kept > 0
    path.write_bytes(whole[0])
    assert recovery.repair(path).words == "400 exchanges were recovered; no other is known to be lost."


def test_a_header_that_is_destroyed_does_not_tell_how_large_the_file_was(
    tmp_path: Path, whole: tuple[bytes, dict[int, Exchange]]
) -> None:
    path = tmp_path / "history.sqlite3"
    path.write_bytes(whole[0][:16] + random.Random(3).randbytes(84) + whole[0][100:])
    assert recovery.repair(path).words == "400 exchanges were recovered; no other is known to be lost."


def test_what_is_in_the_journal_is_not_missing_at_the_end_of_the_file(tmp_path: Path) -> None:
    """The program was killed while it carried the journal into the file."""
    path = tmp_path / "history.sqlite3"
    with HistoryStore.open(tmp_path / "open.sqlite3") as store:
        size = store.path.stat().st_size
        for number in range(100):
            store.begin(request(number)).result(PATIENCE_S)
        journal = journal_of(store.path).read_bytes()
        with closing(sqlite3.connect(store.path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        content = bytearray(store.path.read_bytes())
    path.write_bytes(content[:size])
    journal_of(path).write_bytes(journal)
    done = recovery.repair(path)
    assert (done.kept, done.cut_off) == (100, 0)


def _roots(path: Path, *tables: str) -> list[int]:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return [
            connection.execute("SELECT rootpage FROM sqlite_schema WHERE name = ?", (name,)).fetchone()[0]
            for name in tables
        ]


def _destroy(path: Path, pages: list[int]) -> None:
    with path.open("r+b") as file:
        for page in pages:
            file.seek((page - 1) * PAGE)
            file.write(bytes(PAGE))


FEW = 5


@pytest.fixture
def few(tmp_path: Path) -> tuple[Path, dict[int, Exchange]]:
    """So few exchanges that all of their rows stand on one page; the last of them has no answer."""
    path = tmp_path / "few.sqlite3"
    with HistoryStore.open(path) as store:
        for number in range(FEW):
            body = f'{{"eventTypeKey":"cartUpdated","keyValue":"key {number}"}}'.encode()
            new = request(number).model_copy(update={"request_body": body, "key_value": f"key {number}"})
            begun = store.begin(new).result(PATIENCE_S)
            if number < FEW - 1:
                store.complete(begun, Answer(status=500 if number else 200, body=b"an answer")).result(PATIENCE_S)
        every = {number: store.get(number) for number in store.ids(Query())}
    return path, {number: one for number, one in every.items() if one is not None}


def test_when_only_the_rows_are_destroyed_the_bodies_come_back_with_what_the_indexes_say(
    few: tuple[Path, dict[int, Exchange]],
) -> None:
    path, every = few
    _destroy(path, _roots(path, "exchange"))
    done = recovery.repair(path)
    assert (done.kept, done.in_part, done.lost) == (FEW, FEW, 0)
    assert "5 of them came back only in part" in done.words
    assert not done.is_whole
    assert checking.check(path).faults == ()
    with HistoryStore.open(path) as store:
        assert list(store.ids(Query())) == sorted(every, reverse=True)
        for number, original in every.items():
            exchange = store.get(number)
            assert exchange is not None
            assert (exchange.url, exchange.source) == ("", "recovered")
            note = "Recovered in part. Destroyed were: its address, what sent it"
            assert exchange.note == note + (", its note." if original.note else ".")
            forgotten = _only_in_rows(original) | {"key_value": exchange.key_value}
            assert exchange.model_copy(update=forgotten) == original
            assert exchange.pinned == original.pinned
            assert exchange.key_value == original.key_value
        assert store.count(parse_query("status:500")) == FEW - 2
        assert store.count(parse_query("has:note")) == FEW
        later = store.begin(request(FEW)).result(PATIENCE_S)
        assert later not in every
        assert next(iter(store.ids(Query()))) == later


def test_the_pins_of_many_exchanges_whose_rows_are_destroyed_come_back(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    with HistoryStore.open(path) as store:
        wanted = [request(number).model_copy(update={"pinned": number % 3 > 0}) for number in range(1_200)]
        begun = [store.begin(one) for one in wanted]
        pinned = {one.result(PATIENCE_S) for one, new in zip(begun, wanted, strict=True) if new.pinned}
    (root,) = _roots(path, "exchange_pinned")
    with closing(Pages(path)) as pages:
        cells, is_whole = pages.index(root)
        assert is_whole
        assert len({cell.page for cell in cells}) > 3, "there are pages that lead to others"
        rows = {cell.page for cell in pages.cells() if cell.rowid and len(pages.columns(cell) or ()) >= 19}
    _destroy(path, sorted(rows))
    done = recovery.repair(path)
    assert done.in_part > 1_000
    with HistoryStore.open(path) as store:
        assert set(store.ids(parse_query("is:pinned"))) == pinned & set(store.ids(Query()))


@pytest.mark.parametrize(
    ("index", "lost"),
    [("exchange_pinned", "whether it was pinned"), ("exchange_noted", "its note, if it had one")],
)
def test_where_what_says_who_is_pinned_or_has_a_note_is_destroyed_too_that_is_said(
    few: tuple[Path, dict[int, Exchange]], index: str, lost: str
) -> None:
    path, every = few
    _destroy(path, _roots(path, "exchange", index))
    assert recovery.repair(path).in_part == FEW
    with HistoryStore.open(path) as store:
        for number, original in every.items():
            exchange = store.get(number)
            assert exchange is not None
            assert lost in exchange.note
            assert exchange.pinned == (original.pinned and index != "exchange_pinned")


@pytest.mark.parametrize("index", ["exchange_by_time", "exchange_by_result"])
def test_what_only_one_index_says_is_not_enough_to_make_a_row_of(
    few: tuple[Path, dict[int, Exchange]], index: str
) -> None:
    path, _every = few
    _destroy(path, _roots(path, "exchange", index))
    done = recovery.repair(path)
    assert (done.kept, done.lost) == (0, FEW)
    assert done.words == (
        "0 exchanges were recovered; at least 5 others are lost, and more if what named them is destroyed as well."
    )


def test_exchanges_that_only_an_index_knows_are_counted_as_lost(few: tuple[Path, dict[int, Exchange]]) -> None:
    path, _every = few
    _destroy(path, _roots(path, "exchange", "exchange_body"))
    done = recovery.repair(path)
    assert (done.kept, done.lost) == (0, FEW)


def test_exchanges_that_were_removed_before_are_not_lost(few: tuple[Path, dict[int, Exchange]]) -> None:
    path, every = few
    with HistoryStore.open(path) as store:
        assert removing.remove(store, [2, 3], pinned_too=True).removed == 2
    done = recovery.repair(path)
    assert (done.kept, done.in_part, done.lost) == (FEW - 2, 0, 0)
    with HistoryStore.open(path) as store:
        assert list(store.ids(Query())) == sorted(every.keys() - {2, 3}, reverse=True)


def test_a_body_that_contradicts_the_indexes_makes_no_row(few: tuple[Path, dict[int, Exchange]]) -> None:
    path, _every = few
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("UPDATE exchange_body SET answer = NULL WHERE id = 1")
        connection.commit()
    _destroy(path, _roots(path, "exchange"))
    done = recovery.repair(path)
    assert (done.kept, done.lost) == (FEW - 1, 1)


def test_rows_keep_what_they_know_though_the_page_that_leads_to_them_is_destroyed(
    tmp_path: Path, whole: tuple[bytes, dict[int, Exchange]]
) -> None:
    path = _written(tmp_path / "history.sqlite3", whole[0])
    _destroy(path, _roots(path, "exchange", "exchange_body"))
    done = recovery.repair(path)
    assert (done.kept, done.in_part, done.lost) == (COUNT, 0, 0)


def test_an_entry_of_an_index_that_is_nothing_any_more_says_nothing() -> None:
    """Where bytes were overwritten, a record may have no column at all."""

    class Overwritten:
        count = 1

        def cells_on(self, number: int) -> list[Cell]:
            return [Cell(number, 8, 1, None)]

        def columns(self, _cell: Cell) -> list[int]:
            return []

        values = columns

        def index(self, _root: int) -> tuple[list[Cell], bool]:
            return [], False

    without_row = Survey(bodies={1: Cell(1, 8, 1, 1)})
    found = outlines(Overwritten(), without_row, lambda *_reached: None)  # type: ignore[arg-type]
    assert found == ({}, {})
