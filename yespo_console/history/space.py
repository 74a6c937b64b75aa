"""Giving the room of removed exchanges back to the disk, and having the index forget for good; in small steps.

FTS5 forgets by writing down that something is gone; the text's traces go when its parts are merged into one. Pages that
are free are moved to the end of the file and cut off, which ``auto_vacuum = INCREMENTAL`` allows in steps.
"""

import sqlite3
import time
from contextlib import closing, suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from yespo_console.history import merging
from yespo_console.history.errors import SearchCancelledError, typed_errors
from yespo_console.history.journal import journal_of
from yespo_console.history.reached import Progress, Reached, Stage, unheard
from yespo_console.history.reading import given_up_with
from yespo_console.history.removing import PAUSE_SECONDS
from yespo_console.history.schema import INCREMENTAL, connect

if TYPE_CHECKING:
    from yespo_console.history.store import Cancellation, HistoryStore, Part
    from yespo_console.history.writer import HasTime

#: Pages of the file that are cut off between two looks at how many are left.
_PAGES_CUT: Final = 16

#: How long it is tried to empty the journal while others read, in seconds.
_READERS_SECONDS: Final = 10.0

#: Free bytes that a file may keep: sends take some of it soon.
_OWED: Final = 4_000_000

#: When at least this share was removed, the index is written anew, or it would hold on to the room.
_LARGE_SHARE: Final = 0.1

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
    progress: Progress = unheard,
    cancel: "Cancellation | None" = None,
) -> Room:
    """Give back what is free. To be called beside the window, after a removal. Raises the errors of ``errors``.

    Whoever gives it up has what was given back until then; called again it goes on.

    Args:
        thoroughly: have the indexes written anew as well, so that no trace of what was removed is in them. This takes
            a time that goes with the size of the whole index: measured, 20 seconds for a million exchanges.
    """
    before = size(store.path)
    if thoroughly:
        removed = store.between_writes(merging.merge_all, cancel).result()
        if _in_steps(store, merging.left, Stage.FORGETTING, progress, cancel):
            store.between_writes(partial(merging.settle, count=removed), cancel).result()
    shrinks = store.read(_can_shrink)
    if shrinks:
        _in_steps(store, _cut, Stage.GIVING_BACK, progress, cancel)
    elif size(store.path) < WRITTEN_ANEW:
        progress(Reached(Stage.GIVING_BACK))
        with suppress(SearchCancelledError):
            write_anew(store.path, cancel)
        shrinks = True
    emptied = not (cancel is not None and cancel.is_cancelled) and empty_journal(store.path, cancel=cancel)
    return Room(before, size(store.path), emptied, shrinks)


def is_held_by_the_index(store: "HistoryStore") -> bool:
    """Whether so much was removed since the index was last written anew that it is to be done now."""
    removed, left = store.read(_removed_and_left)
    return removed > 0 and removed >= (removed + left) * _LARGE_SHARE


def is_free(store: "HistoryStore") -> bool:
    """Whether so much of the file is free that somebody must have stopped while it was given back."""
    free, size = store.read(_free_pages)
    return free * size > _OWED and store.read(_can_shrink)


def write_anew(path: Path, cancel: "Cancellation | None" = None) -> None:
    """Write the whole file anew; nobody can write to it meanwhile. Given up, the file is as it was.

    Raises the errors of ``errors`` and SearchCancelledError.
    """
    with typed_errors(path), closing(connect(path)) as connection, given_up_with(connection, cancel):
        connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
        connection.execute("VACUUM")


def size(path: Path) -> int:
    """Bytes of the history and its journal."""
    files = (path, journal_of(path))
    return sum(file.stat().st_size for file in files if file.exists())


def empty_journal(path: Path, seconds: float = _READERS_SECONDS, cancel: "Cancellation | None" = None) -> bool:
    """Carry the journal into the file and cut it to nothing; False when others read from it all the time.

    When it is cancelled, no longer is waited for them.

    Raises the errors of ``errors``.
    """
    until = time.monotonic() + seconds
    with typed_errors(path), closing(connect(path)) as connection:
        connection.execute("PRAGMA busy_timeout = 200")
        connection.execute("PRAGMA wal_checkpoint(PASSIVE)").fetchall()  # most of it, while others may write
        while True:
            (busy, _pages, _carried) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
            if not busy:
                return True
            if time.monotonic() >= until or (cancel is not None and cancel.is_cancelled):
                return False
            time.sleep(PAUSE_SECONDS)


def _in_steps(
    store: "HistoryStore", part: "Part[int]", stage: Stage, progress: Progress, cancel: "Cancellation | None"
) -> bool:
    """Repeat a part until it says that nothing is left to do; False: nobody wants it any more."""
    every = 0
    while not (cancel is not None and cancel.is_cancelled):
        left = store.between_writes(part, cancel).result()
        if not left:
            return True
        every = max(every, left)
        progress(Reached(stage, every - left, every))
        time.sleep(PAUSE_SECONDS)
    return False


def _removed_and_left(connection: sqlite3.Connection) -> tuple[int, int]:
    """How many exchanges were removed since the index was last written anew, and how many there are."""
    (left,) = connection.execute("SELECT count(*) FROM exchange").fetchone()
    return merging.removed_since(connection), int(left)


def _can_shrink(connection: sqlite3.Connection) -> bool:
    (kind,) = connection.execute("PRAGMA auto_vacuum").fetchone()
    return int(kind) == INCREMENTAL


def _free_pages(connection: sqlite3.Connection) -> tuple[int, int]:
    """How many there are, and the bytes of each."""
    free, size = (int(connection.execute(f"PRAGMA {name}").fetchone()[0]) for name in ("freelist_count", "page_size"))
    return free, size


def _cut(connection: sqlite3.Connection, has_time: "HasTime") -> int:
    """Cut free pages off the file as long as there is time, at least some; how many are left."""
    while True:
        for _page in range(_PAGES_CUT):
            connection.execute("PRAGMA incremental_vacuum")  # one page: Python's module takes one step of it
        (free,) = connection.execute("PRAGMA freelist_count").fetchone()
        if not free or not has_time():
            return int(free)
