"""Carrying what was written from the journal into the file, beside the writes: a send never waits for it."""

import contextlib
import sqlite3
import threading
import time
from pathlib import Path
from typing import Final

from yespo_console.history.schema import connect

#: From this size on, in bytes, the journal is carried over.
_LARGE: Final = 4_000_000

#: A pause in the writing, in seconds: a checkpoint waits for the disk, and a commit beside it would wait with it.
_PAUSE: Final = 0.5

#: How long, in seconds, a pause is waited for; size alone tells too little, for a journal that was emptied keeps it.
_PATIENCE: Final = 5.0


class Checkpoints:
    """A thread that empties the journal of one history whenever it has grown large."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._journal = path.with_name(path.name + "-wal")
        self._closing = threading.Event()
        self._written = threading.Event()
        self._thread = threading.Thread(target=self._run, name="history checkpoints", daemon=True)
        self._thread.start()

    def note_write(self) -> None:
        """Say that something was written."""
        self._written.set()

    def close(self) -> None:
        """Stop; what is left in the journal is carried over by SQLite when the last connection closes."""
        self._closing.set()
        self._written.set()
        self._thread.join()

    def _run(self) -> None:
        while not self._closing.is_set():
            self._written.wait()
            self._wait_for_a_pause()
            if self._is_large():
                with contextlib.suppress(sqlite3.Error), contextlib.closing(connect(self._path)) as connection:
                    connection.execute("PRAGMA wal_checkpoint(PASSIVE)")  # what it cannot carry, the next one does

    def _wait_for_a_pause(self) -> None:
        end = time.monotonic() + _PATIENCE
        while self._written.is_set() and time.monotonic() < end:
            self._written.clear()
            if self._closing.wait(_PAUSE):
                return
        self._written.clear()

    def _is_large(self) -> bool:
        try:
            return self._journal.stat().st_size > _LARGE
        except OSError:
            return False
