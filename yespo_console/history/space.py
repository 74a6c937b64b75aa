"""Giving the room of removed exchanges back to the disk, and having the index forget for good; in small steps.

FTS5 forgets by writing down that something is gone; the text's traces go when its parts are merged into one. Pages that
are free are moved to the end of the file and cut off, which ``auto_vacuum = INCREMENTAL`` allows in steps.
"""

import sqlite3
import time
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from yespo_console.history import merging
from yespo_console.history.errors import typed_errors
from yespo_console.history.removing import PAUSE_SECONDS
from yespo_console.history.schema import INCREMENTAL, connect

if TYPE_CHECKING:
    from yespo_console.history.store import Cancellation, HistoryStore, Part
    from yespo_console.history.writer import HasTime

#: Pages of the file that are cut off between two looks at the clock.
_PAGES_CUT: Final = 16

#: How long it is tried to empty the journal while others read, in seconds.
_READERS_SECONDS: Final = 10.0

#: A file that cannot shrink in steps is written anew at once, up to so many bytes: nobody writes meanwhile.
WRITTEN_ANEW: Final = 200_000_000


@dataclass(frozen=True, slots=True)
class Room:
    """The size of the file, and what was done about it.

    Attributes:
        before, after: bytes of the file and its journal.
        journal_emptied: False: another program was reading all the time, so that its journal may hold what was removed
            until one of them writes again, or all are closed.
        shrinks: False: this older, large file keeps its free room for new exchanges.
    """

    before: int
    after: int
    journal_emptied: bool = True
    shrinks: bool = True


def give_back(
    store: "HistoryStore",
    *,
    thoroughly: bool = False,
    cancel: "Cancellation | None" = None,
) -> Room:
    """Give back what is free. To be called beside the window, after a removal. Raises the errors of ``errors``.

    Args:
        thoroughly: have the indexes written anew as well, so that no trace of what was removed is in them. This takes
            a time that goes with the size of the whole index: measured, 20 seconds for a million exchanges.
    """
    before = size(store.path)
    if thoroughly:
        store.between_writes(merging.merge_all).result()
        _in_steps(store, merging.tend, cancel)
    shrinks = store.read(_can_shrink)
    if shrinks:
        _in_steps(store, _cut, cancel)
    elif size(store.path) < WRITTEN_ANEW:
        write_anew(store.path)
        shrinks = True
    emptied = empty_journal(store.path, cancel=cancel)
    return Room(before, size(store.path), emptied, shrinks)


def write_anew(path: Path) -> None:
    """Write the whole file anew; nobody can write to it meanwhile. Raises the errors of ``errors``."""
    with typed_errors(path), closing(connect(path)) as connection:
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.execute("VACUUM")


def size(path: Path) -> int:
    """Bytes of the history and its journal."""
    files = (path, path.with_name(path.name + "-wal"))
    return sum(file.stat().st_size for file in files if file.exists())


def empty_journal(path: Path, seconds: float = _READERS_SECONDS, cancel: "Cancellation | None" = None) -> bool:
    """Carry the journal into the file and cut it to nothing; False when others read from it all the time.

    When it is cancelled, no longer is waited for them.

    Raises the errors of ``errors``.
    """
    until = time.monotonic() + seconds
    with typed_errors(path), closing(connect(path)) as connection:
        connection.execute("PRAGMA busy_timeout = 200")
        while True:
            (busy, _pages, _carried) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not busy:
                return True
            if time.monotonic() >= until or (cancel is not None and cancel.is_cancelled):
                return False
            time.sleep(PAUSE_SECONDS)


def _in_steps(store: "HistoryStore", part: "Part[bool]", cancel: "Cancellation | None") -> None:
    """Repeat a part until it says that there is nothing more to do, or nobody wants it any more."""
    while not (cancel is not None and cancel.is_cancelled) and store.between_writes(part).result():
        time.sleep(PAUSE_SECONDS)


def _can_shrink(connection: sqlite3.Connection) -> bool:
    (kind,) = connection.execute("PRAGMA auto_vacuum").fetchone()
    return int(kind) == INCREMENTAL


def _cut(connection: sqlite3.Connection, has_time: "HasTime") -> bool:
    """Cut free pages off the file as long as there is time, at least some; False when there are none."""
    while True:
        connection.execute(f"PRAGMA incremental_vacuum({_PAGES_CUT})").fetchall()
        (free,) = connection.execute("PRAGMA freelist_count").fetchone()
        if not free or not has_time():
            return int(free) > 0
