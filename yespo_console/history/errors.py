"""What can be expected to go wrong with the history file, each with a sentence and a way on."""

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import ClassVar, Final

from yespo_console.platform.i18n import N_, _


class HistoryError(Exception):
    """The history cannot be used right now. ``str()`` is a sentence for the user and what they can do.

    Attributes:
        path: the history file.
        sentence, way_on: English templates with ``{path}`` and ``{detail}``; translated when shown.
    """

    sentence: ClassVar[str] = N_("The history {path} cannot be used: {detail}.")
    way_on: ClassVar[str] = N_("Check that the disk is there and try again.")

    def __init__(self, path: Path, detail: str = "") -> None:
        super().__init__(path, detail)
        self.path = path
        self.detail = detail

    def __str__(self) -> str:
        return f"{self.complaint} {_(self.way_on).format(path=self.path, detail=self.detail)}"

    @property
    def complaint(self) -> str:
        """What is wrong, without what can be done: for where that stands beside it."""
        return _(self.sentence).format(path=self.path, detail=self.detail)


class HistoryNewerError(HistoryError):
    sentence = N_("The history {path} was written by a newer version of Yespo Console ({detail}).")
    way_on = N_(
        "Install the newer version. Or open the window: it offers to set this file aside, unchanged, and to begin "
        "another history. Or start with another profile folder (YESPO_CONSOLE_HOME). The file was not changed."
    )


class HistoryForeignError(HistoryError):
    sentence = N_("The file {path} is a database of another program, not a history.")
    way_on = N_(
        "Open the window: it offers to set this file aside, unchanged, and to begin a history. Or start with another "
        "profile folder (YESPO_CONSOLE_HOME). The file was not changed."
    )


class HistoryDamagedError(HistoryError):
    sentence = N_("The history {path} is damaged.")  # the detail are SQLite's words about its pages
    way_on = N_(
        "Close all windows: the next one offers to recover what can be read, and so does “history check --repair”. "
        "The damaged file is kept."
    )


class HistoryReadOnlyError(HistoryError):
    sentence = N_("The history {path} is read-only here: nothing can be recorded in it or changed.")
    way_on = N_(
        "Allow your user to write the file and its folder, or start with another profile folder (YESPO_CONSOLE_HOME), "
        "such as a copy of this one where you can write."
    )


class HistoryBusyError(HistoryError):
    sentence = N_("The history {path} is being written by another program and did not become free.")
    way_on = N_("Wait until the other window or command is done and try again.")


class HistoryFullError(HistoryError):
    sentence = N_("There is no room left on the disk for the history {path}.")
    way_on = N_("Free some space and try again. What was recorded before is kept.")


class HistoryLimitedError(HistoryFullError):
    sentence = N_("No more can be written to the history {path}.")
    way_on = N_(
        "Check that the disk is there, and that no quota and no limit on the size of files is reached, and try again. "
        "What was recorded before is kept."
    )


class NoRoomForCopyError(HistoryError):
    sentence = N_("The history {path} cannot be written, and in {detail} is no room for a copy of it to be read.")
    way_on = N_("Free some space there, or set TMPDIR to a folder with more room, and try again.")


class HistoryUnreachableError(HistoryError):
    sentence = N_("The history {path} cannot be opened.")
    way_on = N_("Check that its folder exists and that your user may use it.")


class HistoryLostError(HistoryError):
    sentence = N_("The file of the history {path} was removed or replaced while it was open.")
    way_on = N_("Put it back, or open the history again: an empty one is begun where there is none.")


class HistoryClosedError(HistoryError):
    sentence = N_("The history {path} is closed.")
    way_on = N_("Open it again.")


class UnknownExchangeError(HistoryError, LookupError):
    sentence = N_("The history has no exchange {detail} that waits for an answer.")
    way_on = N_("It may have been removed, or it has its answer already.")


class SearchCancelledError(Exception):
    """A search was given up because nobody waits for its result any more."""


_BY_CODE: dict[int, type[HistoryError]] = {
    sqlite3.SQLITE_FULL: HistoryFullError,
    sqlite3.SQLITE_READONLY: HistoryReadOnlyError,
    sqlite3.SQLITE_PERM: HistoryReadOnlyError,
    sqlite3.SQLITE_BUSY: HistoryBusyError,
    sqlite3.SQLITE_LOCKED: HistoryBusyError,
    sqlite3.SQLITE_CORRUPT: HistoryDamagedError,
    sqlite3.SQLITE_NOTADB: HistoryDamagedError,
    sqlite3.SQLITE_CANTOPEN: HistoryUnreachableError,
    sqlite3.SQLITE_IOERR: HistoryError,
}

#: What tells more by its whole code. SQLite has no word for a limit: it could not write, and the disk has room.
_BY_WHOLE_CODE: dict[int, type[HistoryError]] = {
    sqlite3.SQLITE_IOERR_SHMSIZE: HistoryFullError,
    sqlite3.SQLITE_IOERR_WRITE: HistoryLimitedError,
}


#: What SQLite says, with no code of its own, of a file whose header holds a number that it never writes.
_STRANGE_HEADER: Final = "unsupported file format"


def told(error: Exception) -> str:
    """An expected error in words: those of this module as they are, an OSError without its number."""
    if not isinstance(error, OSError):
        return str(error)
    reason = error.strerror or str(error)
    if error.filename is None:
        return f"{reason}."
    return _("{path}: {reason}.").format(path=error.filename, reason=reason)


def suspect_mark(path: Path) -> Path:
    """An empty file beside a history that showed damage while it was read: the next to open it looks through it."""
    return path.with_name(path.name + ".suspect")


def typed(error: sqlite3.Error, path: Path) -> Exception:
    """What ``error`` means for the user; an error that is a mistake of the program comes back as it is.

    Damage is marked beside the file.
    """
    code = getattr(error, "sqlite_errorcode", None)
    if code is None:
        return error
    if code == sqlite3.SQLITE_INTERRUPT:
        return SearchCancelledError()
    if code & 0xFF == sqlite3.SQLITE_CANTOPEN and path.exists() and not os.access(path.parent, os.W_OK):
        return HistoryReadOnlyError(path, str(error))  # it is the journal beside it that cannot be opened
    # the low byte is the kind, the rest tells which system call it was
    kind = _BY_WHOLE_CODE.get(code) or _BY_CODE.get(code & 0xFF)
    if str(error) == _STRANGE_HEADER:
        kind = HistoryDamagedError
    if kind is HistoryDamagedError:
        with suppress(OSError):
            suspect_mark(path).touch(mode=0o600)
    return kind(path, str(error)) if kind is not None else error


@contextmanager
def typed_errors(path: Path) -> Iterator[None]:
    """Turn the errors of SQLite inside the block into those of this module."""
    try:
        yield
    except sqlite3.Error as error:
        raise typed(error, path) from error
