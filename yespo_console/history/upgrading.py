"""How far it is while a history is made ready, an older one above all, and the wish to give that up.

A file of some gigabytes takes minutes: it is copied, its tables are changed in one transaction, and it is written anew.
Whoever gives up, or is killed, before the tables are changed leaves the old file as it was. Who gives up later has it
brought up to date and not written anew, which is as good.
"""

import contextlib
import sqlite3
import threading
from collections.abc import Iterator
from enum import Enum
from pathlib import Path
from typing import Final

from yespo_console.history.errors import HistoryError
from yespo_console.platform.i18n import N_, _

#: Steps of SQLite's machine between two looks at whether it is still wanted: some milliseconds.
_STEPS_BETWEEN_LOOKS: Final = 100_000


class Stage(Enum):
    """What is done, in this order. The values say it."""

    WAITING = N_("Another program has locked it, and it opens as soon as that is done or closed")
    LOOKING = N_("Looking through the history, which showed damage before")
    CHECKING = N_("Checking what was read of the history, which showed damage before")
    READING = N_("Copying the history, which cannot be written, to read it")
    COPYING = N_("Copying the history of an older version")
    CHANGING = N_("Bringing the history up to date")
    WRITING = N_("Writing the history anew")


class UpgradeCancelledError(HistoryError):
    sentence = N_("The history {path} was not opened: that was given up. Nothing of it is lost.")
    way_on = N_("Open it again to begin again.")


class Upgrade:
    """Pass it to whoever opens a history, and look at it from wherever the user is.

    Args:
        is_patient: another program that has the history locked is waited for until the user gives up, and not only as
            long as every connection waits for one.

    Attributes:
        stage: what is done now; None: nothing, for the history is of this version, or all is done.
        share: how much of that is done, from 0 to 1; None where there is no measure.
        copy: where the history as it was is kept, or will be; None where none is needed.
        notice: what is to be told once of the file that was found, a sentence; empty as a rule.
    """

    def __init__(self, *, is_patient: bool = False) -> None:
        self.is_patient = is_patient
        self._path = Path()
        self.stage: Stage | None = None
        self.share: float | None = None
        self.copy: Path | None = None
        self.notice = ""
        self._cancelled = threading.Event()

    @property
    def words(self) -> str:
        """What is done, and how much of it; empty when nothing is."""
        stage, share = self.stage, self.share
        if stage is None:
            return ""
        return (
            _(stage.value) if share is None else _("{what}: {share}").format(what=_(stage.value), share=f"{share:.0%}")
        )

    def find_empty(self, path: Path) -> None:
        """The file was there, without a byte in it: no history that was begun looks so."""
        words = _(
            "The file of the history {path} was empty: nothing at all was in it. If exchanges were in it before, close "
            "the program and put a copy of the file in its place."
        )
        self.notice = self.notice or words.format(path=path)

    def cancel(self) -> None:
        """Have it raise UpgradeCancelledError soon, or end without what is not needed. From any thread."""
        self._cancelled.set()

    def wait(self, path: Path) -> None:
        """It is about this history, which another program may be at. Raises UpgradeCancelledError."""
        self._path = path
        self.reach(None)

    def begin(self, stage: Stage, copy: Path | None) -> None:
        """A stage begins."""
        self.stage, self.share, self.copy = stage, None, copy
        self.reach(None)

    def reach(self, share: float | None) -> None:
        """So much of it is done. Raises UpgradeCancelledError."""
        self.share = share
        if self._cancelled.is_set():
            raise UpgradeCancelledError(self._path)

    def end(self) -> None:
        """All is done, or it was given up."""
        self.stage = None

    @contextlib.contextmanager
    def watching(self, connection: sqlite3.Connection) -> Iterator[None]:
        """Let statements of the block be given up while they run. What ``reach`` raised is raised by the block."""
        raised: list[BaseException] = []

        def look() -> int:
            try:
                self.reach(self.share)
            except BaseException as error:  # noqa: BLE001 - SQLite lets nothing through; Ctrl+C comes here as well
                raised.append(error)
            return len(raised)

        connection.set_progress_handler(look, _STEPS_BETWEEN_LOOKS)
        try:
            yield
        except sqlite3.OperationalError:
            if not raised:
                raise
        finally:
            connection.set_progress_handler(None, 0)
        if raised:
            raise raised[0]
