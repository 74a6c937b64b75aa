"""Removing exchanges: they are gone from rows, index and file, pinned ones stay, and sends go on."""

import random
import re
import sqlite3
import threading
from concurrent.futures import Future, wait
from contextlib import closing
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from patience import PATIENCE_S
from store_words import request

from yespo_console.history import checking, checkpoints, merging, removing, retention, schema, space, writer
from yespo_console.history.errors import HistoryBusyError, HistoryClosedError
from yespo_console.history.exchange import Answer
from yespo_console.history.query import Query
from yespo_console.history.query_text import parse_query
from yespo_console.history.reached import Reached, Stage
from yespo_console.history.retention import Rule
from yespo_console.history.schema import connect
from yespo_console.history.store import Cancellation, HistoryStore

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


def fill(store: HistoryStore, count: int, words: str = "чашка", **more: object) -> list[int]:
    begun = [
        store.begin(request(f'{{"text":"{words} {n}"}}', sent_at=NOON + timedelta(minutes=n), **more))
        for n in range(count)
    ]
    wait([store.complete(one.result(), Answer(status=200, body=b'{"ok":"yes"}')) for one in begun])
    return [one.result() for one in begun]


@pytest.fixture
def store(tmp_path: Path):
    with HistoryStore.open(tmp_path / "history.sqlite3") as opened:
        yield opened


def sound(store: HistoryStore) -> bool:
    assert store.wait_until_indexed(PATIENCE_S)
    health = checking.check(store.path)
    assert health.faults == ()
    return True


def test_what_is_removed_is_found_no_more_and_the_rest_is(store: HistoryStore) -> None:
    going = fill(store, 150)
    staying = fill(store, 40, "парасолька", tags=("keep me",))
    assert store.wait_until_indexed(PATIENCE_S)
    seen: list[tuple[int, int]] = []
    done = removing.remove(store, going, progress=lambda reached: seen.append((reached.done, reached.every)))
    assert (done.removed, done.kept, done.complete) == (150, 0, True)
    assert seen[-1] == (150, 150)
    assert store.count(Query("чашка")) == store.count(Query("ча")) == 0
    assert store.count(Query("парасолька")) == store.count(parse_query('tag:"keep me"')) == 40
    assert sorted(store.ids(Query())) == staying
    assert sound(store)


def test_pinned_exchanges_are_kept_unless_asked_for(store: HistoryStore) -> None:
    numbers = fill(store, 10)
    store.annotate(numbers[:3], pinned=True).result(PATIENCE_S)
    done = removing.remove(store, numbers)
    assert (done.removed, done.kept) == (7, 3)
    assert sorted(store.ids(Query())) == numbers[:3]
    assert removing.remove(store, numbers, pinned_too=True).removed == 3
    assert store.count(Query()) == 0


def test_rows_the_index_does_not_know_yet_or_knows_without_their_answer_are_removed_too(store: HistoryStore) -> None:
    store._writer._index = lambda: None  # type: ignore[method-assign]  # nothing is indexed meanwhile
    late = fill(store, 5)
    done = removing.remove(store, late)
    assert done.removed == 5
    with closing(sqlite3.connect(store.path)) as connection:
        assert connection.execute("SELECT count(*) FROM unindexed").fetchone() == (0,)


def test_a_removal_can_be_given_up_and_what_is_left_is_whole(
    store: HistoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yespo_console.history.writer.PART_SECONDS", 0.0)
    numbers = fill(store, 300)
    assert store.wait_until_indexed(PATIENCE_S)
    cancel = Cancellation()
    done = removing.remove(store, numbers, progress=lambda *_: cancel.cancel(), cancel=cancel)
    assert not done.complete
    assert 0 < done.removed < 300
    assert store.count(Query("чашка")) == 300 - done.removed
    assert sound(store)


def test_removing_ends_with_an_error_when_the_history_is_closed(tmp_path: Path) -> None:
    store = HistoryStore.open(tmp_path / "history.sqlite3")
    numbers = fill(store, 3)
    store.close()
    with pytest.raises(HistoryClosedError):
        removing.remove(store, numbers)


def test_the_file_shrinks_and_nothing_of_the_text_is_left_in_it(store: HistoryStore) -> None:
    filler = "x" * 3000
    going = fill(store, 300, f"таємниця zqxjvk {filler}")
    staying = fill(store, 30, "парасолька")
    assert store.wait_until_indexed(PATIENCE_S)
    assert space.empty_journal(store.path)
    before = store.path.stat().st_size
    removing.remove(store, going)
    room = space.give_back(store, thoroughly=True)
    assert room.journal_emptied
    assert room.shrinks
    assert store.path.stat().st_size < before / 4
    # not even its trigrams are in the index any more
    content = store.path.read_bytes() + store.path.with_name(store.path.name + "-wal").read_bytes()
    assert b"zqxjvk" not in content
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, trigram_index, row)")
        known = {term for (term,) in connection.execute("SELECT term FROM temp.words")}
        assert known & {"пар", "ара"}
        assert not known & {"zqx", "qxj", "тає"}
    assert sorted(store.ids(Query("парасолька"))) == staying
    assert sorted(store.ids(Query("па"))) == staying
    assert sound(store)


def test_it_is_told_how_far_the_removal_is_and_then_how_far_the_room_is_given_back(
    store: HistoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "PART_SECONDS", 0.0)
    monkeypatch.setattr(merging, "_PAGES", 1)
    chance = random.Random(7)
    going = fill(store, 60, "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=4_000)))
    fill(store, 60, "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=4_000)))
    assert store.wait_until_indexed(PATIENCE_S)
    told: list[Reached] = []
    removing.remove(store, going, progress=told.append)
    assert "Removed 12 of 60 exchanges" in [reached.words for reached in told]
    assert {reached.stage for reached in told} == {Stage.REMOVING}
    told.clear()
    space.give_back(store, thoroughly=True, progress=told.append)
    assert list(dict.fromkeys(reached.stage for reached in told)) == [Stage.FORGETTING, Stage.GIVING_BACK]
    for stage in (Stage.FORGETTING, Stage.GIVING_BACK):
        shares = [reached.share for reached in told if reached.stage is stage]
        assert len(shares) > 3
        assert None not in shares
        assert shares == sorted(shares)
        assert shares[0] < 0.3
        assert shares[-1] > 0.7
    assert re.fullmatch(r"Giving room back: \d+%", told[-1].words)


def test_what_was_given_up_while_the_room_was_given_back_is_given_back_later(
    store: HistoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store, 600, "x" * 10_000)
    monkeypatch.setattr(writer, "PART_SECONDS", 0.0)
    cancel = Cancellation()

    def give_up(reached: Reached) -> None:
        if reached.stage is Stage.GIVING_BACK:
            cancel.cancel()

    assert space.empty_journal(store.path)
    before = store.path.stat().st_size
    done = retention.carry_out(store, Rule(exchanges=10), progress=give_up, cancel=cancel)
    assert (done.removed, done.complete) == (590, True)
    assert sound(store)
    assert store.path.stat().st_size > before * 0.8
    assert retention.carry_out(store, Rule(exchanges=10)).removed == 0
    assert store.path.stat().st_size < before * 0.2
    assert sound(store)


def size_of_index(store: HistoryStore) -> int:
    with closing(sqlite3.connect(store.path)) as connection:
        (size,) = connection.execute("SELECT sum(length(block)) FROM trigram_index_data").fetchone()
    return int(size)


def varied(store: HistoryStore, count: int) -> None:
    chance = random.Random(7)
    for _number in range(count):
        fill(store, 1, "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=4_000)))
    assert store.wait_until_indexed(PATIENCE_S)


@pytest.mark.parametrize("later", [Rule(exchanges=50), Rule()], ids=["", "and the limits are off since"])
@pytest.mark.parametrize("given_up_in", [Stage.REMOVING, Stage.FORGETTING])
def test_what_the_index_holds_on_to_is_given_back_later_when_the_removal_was_given_up(
    store: HistoryStore, monkeypatch: pytest.MonkeyPatch, given_up_in: Stage, later: Rule
) -> None:
    varied(store, 100)
    with closing(connect(store.path)) as connection:
        merging.tend(connection, lambda: True)
    before = size_of_index(store)
    monkeypatch.setattr(merging, "tend", lambda _connection, _has_time, **_: False)  # nothing is done by and by
    if given_up_in is Stage.FORGETTING:
        monkeypatch.setattr(merging, "left", lambda _connection, _has_time: 1)
    cancel = Cancellation()

    def give_up(reached: Reached) -> None:
        if reached.stage is given_up_in and (given_up_in is Stage.FORGETTING or reached.done == reached.every):
            cancel.cancel()

    assert retention.carry_out(store, Rule(exchanges=50), progress=give_up, cancel=cancel).removed == 50
    assert size_of_index(store) > before * 0.9
    monkeypatch.undo()
    assert retention.carry_out(store, later).removed == 0
    assert size_of_index(store) < before * 0.7
    assert sound(store)
    assert not space.is_held_by_the_index(store), "nothing is owed any more"


def test_what_the_index_holds_on_to_is_given_back_though_little_is_removed_at_a_time(store: HistoryStore) -> None:
    varied(store, 100)
    owed: list[int] = []
    for kept in (96, 92, 88):
        assert retention.carry_out(store, Rule(exchanges=kept)).removed == 4
        owed.append(store.read(merging.removed_since))
    assert owed == [4, 8, 0]


def test_what_is_removed_while_the_index_is_written_anew_is_still_owed(store: HistoryStore) -> None:
    varied(store, 20)
    numbers = sorted(store.ids(Query()))
    removing.remove(store, numbers[:10])
    begun = store.between_writes(merging.merge_all).result(PATIENCE_S)
    removing.remove(store, numbers[10:15])
    store.between_writes(partial(merging.settle, count=begun)).result(PATIENCE_S)
    assert store.read(merging.removed_since) == 5


def test_long_work_that_waits_for_the_journal_can_be_given_up(
    store: HistoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    numbers = fill(store, 3)
    monkeypatch.setattr(writer, "PART_SECONDS", 0.0)
    monkeypatch.setattr(checkpoints, "_FAR", 0)
    monkeypatch.setattr(checkpoints, "_LARGE", 0)
    monkeypatch.setattr(checkpoints.Checkpoints, "_carry_over", lambda *_: False)  # the disk does not come after
    monkeypatch.setattr(writer, "_JOURNAL_SECONDS", 3600.0)
    cancel = Cancellation()
    threading.Timer(0.05, cancel.cancel).start()
    assert not removing.remove(store, numbers, cancel=cancel).complete


def test_the_journal_is_carried_over_until_nothing_is_sent_meanwhile(
    store: HistoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only then does the next write begin it anew: SQLite counts no page that came while it carried the others."""
    carried = [(0, 8_000, 8_000), (0, 8_009, 8_009), (0, 8_018, 8_010), (0, 8_018, 8_018), (0, 8_018, 8_018)]
    asked: list[str] = []

    class Answering:
        def execute(self, sql: str) -> "Answering":
            asked.append(sql)
            return self

        def fetchone(self) -> tuple[int, int, int]:
            return carried[len(asked) - 1]

        def close(self) -> None:
            pass

    monkeypatch.setattr(checkpoints, "connect", lambda _path: Answering())
    assert store._writer._checkpoints._carry_over(True)
    assert asked == ["PRAGMA wal_checkpoint(PASSIVE)"] * len(carried)


def test_an_exchange_that_changes_while_it_is_about_to_be_removed_leaves_nothing_in_the_index(
    store: HistoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the index is to forget is read ahead, so its answer may come in between."""
    number = store.begin(request('{"text":"чашка"}', sent_at=NOON)).result(PATIENCE_S)
    assert store.wait_until_indexed(PATIENCE_S)
    ask_for_part = store.between_writes

    def once_it_is_answered(part: writer.Part, cancel: Cancellation | None) -> Future[Any]:
        store.complete(number, Answer(status=200, body=b'{"ok":"zqxjvk"}')).result(PATIENCE_S)
        assert store.wait_until_indexed(PATIENCE_S)
        return ask_for_part(part, cancel)

    monkeypatch.setattr(store, "between_writes", once_it_is_answered)
    assert removing.remove(store, [number]).removed == 1
    monkeypatch.undo()
    space.give_back(store, thoroughly=True)
    with closing(sqlite3.connect(store.path)) as connection:
        connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab(main, trigram_index, row)")
        assert connection.execute("SELECT term FROM temp.words").fetchall() == []
    assert sound(store)


def test_an_older_file_that_cannot_shrink_in_steps_is_written_anew(tmp_path: Path) -> None:
    path = tmp_path / "history.sqlite3"
    with HistoryStore.open(path) as store:
        numbers = fill(store, 100, "x" * 3000)
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA auto_vacuum = NONE")
        connection.execute("VACUUM")
        connection.execute("PRAGMA journal_mode = WAL")
    before = path.stat().st_size
    with HistoryStore.open(path) as store:
        removing.remove(store, numbers)
        assert space.give_back(store).shrinks
        assert path.stat().st_size < before / 2
        assert checking.check(path).shrinks


def test_an_older_file_that_another_program_writes_to_is_not_written_anew_but_complained_of(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "history.sqlite3"
    HistoryStore.open(path).close()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("PRAGMA journal_mode = DELETE")
        connection.execute("PRAGMA auto_vacuum = NONE")
        connection.execute("VACUUM")
    with HistoryStore.open(path) as store, closing(sqlite3.connect(path, isolation_level=None)) as other:
        assert store.wait_until_indexed(PATIENCE_S)
        monkeypatch.setattr(schema, "BUSY_SECONDS", 0.01)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(HistoryBusyError):
            space.give_back(store)


def test_a_send_waits_for_one_small_part_at_most(store: HistoryStore) -> None:
    """Long work that is asked for first still lets every send pass between two of its parts."""
    order: list[str] = []
    begun, asked = threading.Event(), threading.Event()

    def part(_connection: sqlite3.Connection, _has_time: writer.HasTime, n: int) -> None:
        begun.set()
        assert asked.wait(PATIENCE_S)
        order.append(f"part {n}")

    parts = [store.between_writes(partial(part, n=n)) for n in range(20)]
    assert begun.wait(PATIENCE_S)
    store.begin(request("{}")).add_done_callback(lambda _: order.append("send"))
    asked.set()
    wait(parts, PATIENCE_S)
    assert order.index("send") <= 2
    assert len(order) == 21


def test_a_history_is_looked_through_while_another_program_writes(store: HistoryStore) -> None:
    fill(store, 20)
    assert store.wait_until_indexed(PATIENCE_S)
    with closing(connect(store.path)) as writing:
        writing.execute("BEGIN IMMEDIATE")
        health = checking.check(store.path)
        writing.execute("ROLLBACK")
    assert health.faults == ()
    assert health.exchanges == 20


@pytest.mark.parametrize("index", ["trigram_index", "pair_index"])
def test_damage_inside_an_index_is_found(store: HistoryStore, index: str) -> None:
    fill(store, 140)
    assert store.wait_until_indexed(PATIENCE_S)
    with closing(connect(store.path)) as connection:
        connection.execute(f"UPDATE {index}_data SET block = zeroblob(length(block)) WHERE id > 1000")
    assert any(fault.startswith(f"{index}: ") for fault in checking.check(store.path).faults)


def test_a_part_of_long_work_ends_when_a_send_comes(store: HistoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(writer, "PART_SECONDS", 3600.0)
    times: list[bool] = []

    def part(_connection: sqlite3.Connection, has_time: writer.HasTime) -> None:
        times.append(has_time())
        store.begin(request("{}"))
        times.append(has_time())

    store.between_writes(part).result(PATIENCE_S)
    assert times == [True, False]


def test_long_work_goes_on_though_sends_never_stop(store: HistoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """A part that is asked for while a send is recorded does not wait until nobody sends any more."""
    monkeypatch.setattr(writer, "_QUIET_SECONDS", 3600.0)
    recording, asked = threading.Event(), threading.Event()

    def slow(_connection: sqlite3.Connection) -> None:
        recording.set()
        assert asked.wait(PATIENCE_S)

    store._writer.submit(slow)
    assert recording.wait(PATIENCE_S)
    store.begin(request("{}"))
    part = store.between_writes(lambda _connection, _has_time: "done")
    asked.set()
    assert part.result(PATIENCE_S) == "done"


def test_long_work_waits_until_the_index_is_merged_and_goes_on_when_it_cannot_be(
    store: HistoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    order: list[str] = []
    answers = [True, True, False]

    def tend(_connection: sqlite3.Connection, _has_time: writer.HasTime, together: int) -> bool:
        assert together == merging.MANY
        order.append("merged")
        if not answers:
            raise sqlite3.OperationalError("the index is broken")
        return answers.pop(0)

    parts = ("first", "second", "third", "fourth")
    assert store.wait_until_indexed(PATIENCE_S)
    monkeypatch.setattr(merging, "tend", tend)
    for name in parts:
        store.between_writes(lambda _connection, _has_time, name=name: order.append(name)).result(PATIENCE_S)
    assert order[:5] == ["first", "merged", "merged", "merged", "second"]
    assert [name for name in order if name in parts] == list(parts)


def parts_of_index(store: HistoryStore) -> int:
    with closing(sqlite3.connect(store.path)) as connection:
        (count,) = connection.execute("SELECT count(DISTINCT segid) FROM trigram_index_idx").fetchone()
    return int(count)


def test_the_index_is_merged_in_small_steps_and_never_inside_a_commit(
    store: HistoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    tend = merging.tend
    monkeypatch.setattr(merging, "_PAGES", 8)
    monkeypatch.setattr(merging, "tend", lambda _connection, _has_time, **_: False)
    with closing(connect(store.path)) as connection:
        tend(connection, lambda: True)  # from now on nothing is merged by FTS5
    chance = random.Random(7)
    for number in range(30):
        fill(store, 1, f"word{number} " + "".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=4_000)))
        assert store.wait_until_indexed(PATIENCE_S)
        if number == 9:
            with closing(connect(store.path)) as connection:
                assert not tend(connection, lambda: False, merging.MANY)
            assert parts_of_index(store) == 10, "while many are added, more of them are merged at once"
    before = parts_of_index(store)
    assert before >= 30
    steps = []
    with closing(connect(store.path)) as connection:
        more = True
        while more:
            changes = connection.total_changes
            more = tend(connection, lambda: False)
            steps.append(connection.total_changes - changes)
    assert len(steps) > 5
    assert max(steps) < sum(steps) / 2
    assert parts_of_index(store) < 8
    assert store.count(Query("word7")) == 1
    assert sound(store)


def test_searches_and_another_program_go_on_while_exchanges_are_removed(
    store: HistoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "PART_SECONDS", 0.0)  # many parts, between which there is room
    numbers = fill(store, 40)
    assert store.wait_until_indexed(PATIENCE_S)
    recorded: list[int] = []
    ask_for_part = store.between_writes
    with HistoryStore.open(store.path) as other:

        def send_first(part: writer.Part, cancel: Cancellation | None) -> Future[Any]:
            recorded.append(other.begin(request('{"text":"meanwhile"}')).result(PATIENCE_S))
            assert set(store.ids(Query("meanwhile"))) == set(recorded)
            return ask_for_part(part, cancel)

        monkeypatch.setattr(store, "between_writes", send_first)
        done = removing.remove(store, numbers)
        assert len(recorded) == 40, "between any two parts another program could write, and was found"
        space.give_back(store, thoroughly=True)
    assert done.removed == 40
    assert len(recorded) > 41
