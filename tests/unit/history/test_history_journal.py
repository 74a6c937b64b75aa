"""A journal that a crash or a power cut left is no damage; what was destroyed in one is not passed over."""

import errno
import math
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from patience import PATIENCE_S
from store_words import found, record

from yespo_console.history import checking, recovery
from yespo_console.history.errors import HistoryDamagedError
from yespo_console.history.journal import journal_of
from yespo_console.history.query import Query
from yespo_console.history.schema import connect, prepare
from yespo_console.history.store import HistoryStore

SENT = list(range(1, 21))
HEADER = 32
FRAME = 24 + 4096


@pytest.fixture
def crashed(tmp_path: Path) -> Path:
    """A history as it was when the program was killed: all that was sent is in the journal alone."""
    left = tmp_path / "left" / "history.sqlite3"
    left.parent.mkdir()
    with HistoryStore.open(tmp_path / "history.sqlite3") as store:
        for number in SENT:
            record(store, f'{{"n": {number}}}')
        assert store.wait_until_indexed(PATIENCE_S)
        for ending in ("", "-wal"):
            shutil.copyfile(f"{store.path}{ending}", f"{left}{ending}")
    return left


def header(journal: bytearray) -> None:
    journal[:HEADER] = b"\xa5" * HEADER


def a_block_in_the_middle(journal: bytearray) -> None:
    at = len(journal) // 2 // 4096 * 4096
    journal[at : at + 4096] = b"\xa5" * 4096


@pytest.mark.parametrize("destroyed", [header, a_block_in_the_middle], ids=lambda one: one.__name__)
def test_what_stands_behind_a_broken_place_of_the_journal_is_recovered(
    crashed: Path, destroyed: Callable[[bytearray], None]
) -> None:
    journal = bytearray(journal_of(crashed).read_bytes())
    destroyed(journal)
    journal_of(crashed).write_bytes(journal)
    with pytest.raises(HistoryDamagedError, match="offers to recover"):
        HistoryStore.open(crashed)
    done = recovery.repair(crashed)
    assert done.kept == len(SENT)
    assert journal_of(done.aside).read_bytes() == journal
    assert checking.check(crashed).is_sound
    with HistoryStore.open(crashed) as store:
        assert sorted(found(store, Query())) == SENT


def test_a_history_that_is_set_aside_keeps_its_broken_journal(crashed: Path) -> None:
    journal = bytearray(journal_of(crashed).read_bytes())
    header(journal)
    journal_of(crashed).write_bytes(journal)
    assert journal_of(recovery.put_aside(crashed)).read_bytes() == journal


def test_a_full_disk_leaves_a_broken_journal_alone(crashed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal = bytearray(journal_of(crashed).read_bytes())
    header(journal)
    journal_of(crashed).write_bytes(journal)

    def refuse(*_names: Path) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(Path, "hardlink_to", refuse)
    with pytest.raises(OSError, match="No space left"):
        recovery.put_aside(crashed)
    assert journal_of(crashed).read_bytes() == journal


@pytest.mark.parametrize("share", [0.0, 0.00001, 0.1, 0.37, 0.5, 0.81, 0.999])
def test_a_journal_that_ends_anywhere_is_no_damage(crashed: Path, share: float) -> None:
    journal = journal_of(crashed).read_bytes()
    journal_of(crashed).write_bytes(journal[: math.ceil(len(journal) * share)])
    prepare(crashed)
    with HistoryStore.open(crashed) as store:
        assert (there := sorted(found(store, Query()))) == SENT[: len(there)]


def test_a_last_transaction_in_pieces_is_no_damage(crashed: Path) -> None:
    """A power cut: its end reached the disk before its middle."""
    journal = bytearray(journal_of(crashed).read_bytes())
    places = range(HEADER, len(journal) - FRAME + 1, FRAME)
    *_others, before, last = (at for at in places if any(journal[at + 4 : at + 8]))
    for at in range(before + FRAME, last, FRAME):
        journal[at : at + FRAME] = bytes(FRAME)
    assert last - before > FRAME
    journal_of(crashed).write_bytes(journal)
    prepare(crashed)
    assert checking.check(crashed).is_sound


def test_what_a_journal_that_was_begun_anew_has_from_before_is_no_damage(tmp_path: Path) -> None:
    with HistoryStore.open(tmp_path / "history.sqlite3") as store:
        for number in SENT:
            record(store, f'{{"n": {number}}}')
        assert store.wait_until_indexed(PATIENCE_S)
        with closing(connect(store.path)) as another:
            assert another.execute("PRAGMA wal_checkpoint(RESTART)").fetchone()[0] == 0
        size = journal_of(store.path).stat().st_size
        record(store, "once more")
        assert journal_of(store.path).stat().st_size == size
        prepare(store.path)


def test_a_journal_is_looked_at_while_others_write_it(tmp_path: Path) -> None:
    with HistoryStore.open(tmp_path / "history.sqlite3") as store:
        for number in SENT * 3:
            record(store, f'{{"n": {number}}}', answer=None)
            prepare(store.path)
            if number % 5 == 0:
                with closing(connect(store.path)) as another:
                    another.execute("PRAGMA wal_checkpoint(RESTART)")
        assert store.count(Query()) == len(SENT) * 3


def test_a_file_in_the_place_of_the_journal_that_is_none_is_passed_over(crashed: Path) -> None:
    journal_of(crashed).write_bytes(b"these are notes of somebody, and not a journal. " * 2000)
    prepare(crashed)
    with closing(sqlite3.connect(crashed)) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
