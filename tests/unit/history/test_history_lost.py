"""A history whose file is taken away or replaced while it is open, or held by another program."""

import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from patience import PATIENCE_S
from store_words import OK, found, record, request

from yespo_console.history import schema
from yespo_console.history import store as store_module
from yespo_console.history.checking import check
from yespo_console.history.errors import HistoryError, HistoryLostError
from yespo_console.history.query import Query
from yespo_console.history.schema import connect, prepare
from yespo_console.history.store import HistoryStore

EVERY = ("", "-wal", "-shm")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[HistoryStore]:
    with HistoryStore.open(path) as store:
        record(store, '{"of": "before"}')
        store.wait_until_indexed()
        yield store


def remove(path: Path, *endings: str) -> None:
    for ending in endings:
        path.with_name(path.name + ending).unlink()


def move_away(path: Path) -> Path:
    beside = path.with_name("elsewhere")
    beside.mkdir()
    for ending in EVERY:
        path.with_name(path.name + ending).replace(beside / (path.name + ending))
    return beside


def replace_all(path: Path) -> None:
    move_away(path)
    with HistoryStore.open(path) as another:
        record(another, '{"of": "another"}')


def replace_by_a_copy(path: Path) -> None:
    copy = path.with_name("copy")
    shutil.copy(path, copy)
    copy.replace(path)


TAKEN_AWAY = (
    lambda path: remove(path, *EVERY),
    lambda path: remove(path, ""),
    lambda path: remove(path, "-wal"),
    move_away,
    replace_all,
    replace_by_a_copy,
    lambda path: shutil.rmtree(path.parent),
    lambda path: path.parent.rename(path.parent.with_name("renamed")),
)


@pytest.mark.parametrize("taken_away", TAKEN_AWAY)
def test_nothing_is_recorded_where_nobody_will_find_it(
    store: HistoryStore, path: Path, taken_away: Callable[[Path], object]
) -> None:
    waiting = record(store, answer=None)
    taken_away(path)
    for written in (store.begin(request()), store.complete(waiting, OK), store.annotate([1], pinned=True)):
        with pytest.raises(HistoryLostError, match="removed or replaced while it was open"):
            written.result(PATIENCE_S)
    with pytest.raises(HistoryLostError):
        store.get(1)
    assert isinstance(store.fault, HistoryLostError)
    assert not store.takes_writes()


def test_a_history_that_was_put_back_is_used_as_before(store: HistoryStore, path: Path) -> None:
    beside = move_away(path)
    with pytest.raises(HistoryLostError):
        store.begin(request()).result(PATIENCE_S)
    for ending in EVERY:
        (beside / (path.name + ending)).replace(path.with_name(path.name + ending))
    assert store.fault is None
    assert record(store) == 2
    assert found(store, Query()) == [2, 1]


def test_opened_again_an_empty_one_is_begun_which_is_the_users_alone(store: HistoryStore, path: Path) -> None:
    assert found(store, Query()) == [1]
    version = store.data_version()
    remove(path, *EVERY)
    store.open_again()
    assert store.data_version() != version
    assert store.fault is None
    assert found(store, Query()) == []
    assert record(store) == 1
    assert store.get(1) is not None
    store.close()
    assert check(path).exchanges == 1
    if os.name == "posix":
        assert path.stat().st_mode & 0o777 == 0o600


def test_opened_again_the_other_history_is_shown_and_loses_nothing(store: HistoryStore, path: Path) -> None:
    move_away(path)
    with HistoryStore.open(path) as another:
        record(another, '{"of": "another"}')  # in the journal of the same name
        store.open_again()
        assert store.get(1).request_text == '{"of": "another"}'
        assert found(another, Query()) == [1]
        record(another)
    assert len(found(store, Query())) == 2


def test_opened_again_nothing_is_lost_of_a_history_whose_journal_was_removed(store: HistoryStore, path: Path) -> None:
    remove(path, "-wal")
    store.open_again()
    assert store.get(1).request_text == '{"of": "before"}'
    assert record(store) == 2
    assert check(path).is_sound


def test_nobody_reads_a_history_that_is_only_being_begun(
    store: HistoryStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The new file may have the number of the one that was removed."""
    read: list[HistoryError | None] = []

    def half_made(begun: Path) -> None:
        begun.touch()
        read.append(store.fault)
        prepare(begun)

    remove(path, *EVERY)
    monkeypatch.setattr(store_module, "prepare", half_made)
    monkeypatch.setattr(store._writer.files, "_opened", {})  # so that no file seems to be another
    store.open_again()
    assert isinstance(read[0], HistoryLostError)
    assert store.fault is None


def test_what_cannot_be_opened_again_says_why_and_can_be_tried_once_more(store: HistoryStore, path: Path) -> None:
    remove(path, *EVERY)
    path.write_bytes(b"no database at all, and long enough to be none" * 100)
    with pytest.raises(HistoryError, match="damaged"):
        store.open_again()
    assert "damaged" in str(store.fault)
    with pytest.raises(HistoryError, match="damaged"):
        store.get(1)
    with pytest.raises(HistoryError):
        store.begin(request()).result(PATIENCE_S)
    path.unlink()
    store.open_again()
    assert record(store) == 1


def test_no_part_of_the_program_makes_a_file_where_there_is_none(path: Path) -> None:
    path.parent.mkdir()
    with pytest.raises(sqlite3.OperationalError):
        connect(path)
    assert not path.exists()


@pytest.mark.parametrize("name", ["history?mode=memory.sqlite3", "100% #1.sqlite3", "історія.sqlite3"])
def test_the_name_of_a_history_may_hold_anything(tmp_path: Path, name: str) -> None:
    with HistoryStore.open(tmp_path / name) as store:
        record(store)
    assert check(tmp_path / name).exchanges == 1


def test_what_waits_for_another_program_can_be_cancelled_and_is_never_written(store: HistoryStore, path: Path) -> None:
    with closing(connect(path)) as another:
        another.execute("BEGIN IMMEDIATE")
        waiting, also_waiting = store.begin(request('{"n": 1}')), store.begin(request('{"n": 2}'))
        while not store.waits_for_another:
            assert not waiting.done()
        assert waiting.cancel()
        another.execute("ROLLBACK")
        assert also_waiting.result(PATIENCE_S) == 2
    assert not store.waits_for_another
    assert [store.get(number).request_text for number in found(store, Query())] == ['{"n": 2}', '{"of": "before"}']


def test_closing_waits_for_no_program_that_writes_when_only_the_index_is_behind(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A command that only reads."""
    with HistoryStore.open(path) as store:
        record(store)
    monkeypatch.setattr(schema, "BUSY_SECONDS", 10 * PATIENCE_S)
    with closing(connect(path)) as another:
        another.execute("BEGIN IMMEDIATE")
        reading = HistoryStore(path)
        while not reading.waits_for_another:
            assert found(reading, Query()) == [1]
        ending = threading.Thread(target=reading.close, daemon=True)
        ending.start()
        ending.join(PATIENCE_S)
        assert not ending.is_alive()
