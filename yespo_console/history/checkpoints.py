"""Carrying what was written from the journal into the file, beside the writes: a send never waits for it."""

import contextlib
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Final

from yespo_console.history.journal import journal_of
from yespo_console.history.schema import JOURNAL_SIZE, connect

#: From this size on, in bytes, the journal is carried over.
_LARGE: Final = JOURNAL_SIZE

#: A journal of this size, in bytes, is too far ahead of the file for long work to write on.
_FAR: Final = 32_000_000

#: How often it is tried to carry over all that was written meanwhile, during a series of sends say.
_ATTEMPTS: Final = 10

#: How long writes wait, in ms, for those who read what would be written over.
_READERS_MS: Final = 10

#: A pause in the writing, in seconds: a checkpoint waits for the disk, and a commit beside it would wait with it.
_PAUSE: Final = 0.5

#: Seconds until it is tried again to carry over what somebody waits for.
_SOON: Final = 0.2

#: How often it is looked whether somebody who waits still does, in seconds.
_LOOK_EVERY: Final = 0.1

#: How long, in seconds, a pause is waited for.
_PATIENCE: Final = 5.0


class Checkpoints:
    """A thread that empties the journal of one history whenever it has grown large."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._journal = journal_of(path)
        self._closing = threading.Event()
        self._written = threading.Event()
        self._hurried = threading.Event()
        self._caught_up = threading.Event()
        self._thread = threading.Thread(target=self._run, name="history checkpoints", daemon=True)
        self._thread.start()

    def note_write(self) -> None:
        """Say that something was written."""
        self._written.set()

    def wait_until_near(self, seconds: float, is_wanted: Callable[[], bool]) -> None:
        """While the journal is far ahead of the file, wait until it is carried over, but no longer than so long.

        It is not waited for what nobody wants any more.

        A disk that is slower than what is written would let it grow without end; it may take long where somebody reads
        an old state of the file all the time.
        """
        if self._size() > _FAR:
            self._caught_up.clear()
            self._hurried.set()
            self._written.set()
            until = time.monotonic() + seconds
            while not self._closing.is_set() and not self._caught_up.wait(_LOOK_EVERY):
                if time.monotonic() >= until or not is_wanted():
                    self._hurried.clear()  # nobody waits any more: no write is stopped for it
                    return

    def close(self) -> None:
        """Stop; what is left in the journal is carried over by SQLite when the last connection closes."""
        self._closing.set()
        self._hurried.set()
        self._written.set()
        self._caught_up.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._closing.is_set():
            self._written.wait()
            self._wait_for_a_pause()
            is_awaited = self._hurried.is_set()
            if self._size() > _LARGE and not self._carry_over(is_awaited) and is_awaited:
                self._closing.wait(_SOON)
                self._written.set()
            elif is_awaited:
                self._hurried.clear()
                self._caught_up.set()

    def _wait_for_a_pause(self) -> None:
        """Until nothing is written for a moment, or somebody waits for the journal, but not for ever."""
        end = time.monotonic() + _PATIENCE
        while self._written.is_set() and time.monotonic() < end:
            self._written.clear()
            if self._hurried.wait(_PAUSE):
                break
        self._written.clear()

    def _carry_over(self, is_awaited: bool) -> bool:
        """Whether all is in the file now; what somebody reads or writes at this moment is carried over later."""
        with contextlib.suppress(sqlite3.Error), contextlib.closing(connect(self._path)) as connection:
            carried = _carry(connection, "PASSIVE")
            return _catches_up(connection, carried) if is_awaited else carried is not None
        return False

    def _size(self) -> int:
        try:
            return self._journal.stat().st_size
        except OSError:
            return 0


def _carry(connection: sqlite3.Connection, how: str) -> int | None:
    """How many pages the journal had, all of which are in the file now; None: not all are.

    What is written while they are carried over is not among them.
    """
    busy, pages, carried = connection.execute(f"PRAGMA wal_checkpoint({how})").fetchone()
    return int(pages) if not busy and pages == carried else None


def _catches_up(connection: sqlite3.Connection, carried: int | None) -> bool:
    """Carry over the little that was written meanwhile, until nothing was; at last while writes wait for it.

    Only so the next write begins the journal anew. ``carried`` is what was carried over last.
    """
    for _attempt in range(_ATTEMPTS):
        before, carried = carried, _carry(connection, "PASSIVE")
        if carried is not None and carried == before:
            return True
    connection.execute(f"PRAGMA busy_timeout = {_READERS_MS}")
    return _carry(connection, "RESTART") is not None
