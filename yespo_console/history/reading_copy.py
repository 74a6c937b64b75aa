"""A history that may not be written, in a read-only folder or on a full disk: read in a private copy of it.

SQLite needs to write beside a file even to read it, unless it is told that nobody else does, which nobody can know. So
the file is copied among the temporary files, and the copy is a history like any other, in which nothing is recorded.
"""

import errno
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Final

from yespo_console.history.errors import (
    HistoryBusyError,
    HistoryError,
    HistoryFullError,
    HistoryReadOnlyError,
    HistoryUnreachableError,
    NoRoomForCopyError,
)
from yespo_console.history.journal import journal_of
from yespo_console.history.schema import CHUNK, PAGES_COPIED, connect, connect_without_writing, prepare
from yespo_console.history.store import HistoryStore
from yespo_console.history.upgrading import Stage, Upgrade
from yespo_console.platform.passing_folder import PassingFolder

#: How often the files are copied when somebody writes them meanwhile.
_ATTEMPTS: Final = 3

Reached = Callable[[float], None]


class ReadingCopy(HistoryStore):
    """A copy of a history as it was when it was opened. ``close`` removes it."""

    def __init__(self, folder: PassingFolder, path: Path, refusal: HistoryError, *, searches_apart: bool) -> None:
        super().__init__(path, searches_apart=searches_apart, refusal=refusal)
        self._folder = folder

    def close(self) -> None:
        """See ``HistoryStore``."""
        super().close()
        self._folder.remove()


def open_or_copy(path: Path, upgrade: Upgrade | None = None, *, searches_apart: bool = False) -> HistoryStore:
    """As ``HistoryStore.open``, but of a history that may not be written a copy is opened, with a ``refusal``.

    Raises the errors of ``errors`` and UpgradeCancelledError; NoRoomForCopyError: there is no room for a copy either.
    """
    upgrade = upgrade or Upgrade()
    try:
        return HistoryStore.open(path, upgrade, searches_apart=searches_apart)
    except (HistoryReadOnlyError, HistoryFullError) as error:
        if not path.exists():
            raise
        return _copied(path, error, upgrade, searches_apart=searches_apart)


def _copied(path: Path, refusal: HistoryError, upgrade: Upgrade, *, searches_apart: bool) -> ReadingCopy:
    try:
        folder = PassingFolder()
    except OSError as error:
        raise NoRoomForCopyError(path, str(error.filename or "")) from error
    copy = folder.path / path.name
    try:
        _check_room(path, folder.path)
        upgrade.begin(Stage.READING, None)
        try:
            _copy(path, copy, upgrade.reach)
        finally:
            upgrade.end()
        copy.chmod(0o600)
        prepare(copy, upgrade=upgrade, keeps_old=False)
        return ReadingCopy(folder, copy, refusal, searches_apart=searches_apart)
    except HistoryError as error:
        folder.remove()
        if isinstance(error, HistoryFullError):  # it is the disk of the copy that is full
            raise NoRoomForCopyError(path, str(folder.path.parent)) from error
        raise type(error)(path, error.detail) from error
    except OSError as error:
        folder.remove()
        if error.errno == errno.ENOSPC:
            raise NoRoomForCopyError(path, str(folder.path.parent)) from error
        raise HistoryUnreachableError(path, error.strerror or str(error)) from error
    except BaseException:
        folder.remove()
        raise


def _check_room(path: Path, folder: Path) -> None:
    size = sum(each.stat().st_size for each in _files(path) if each.exists())
    if shutil.disk_usage(folder).free < size:
        raise NoRoomForCopyError(path, str(folder.parent))


def _copy(path: Path, copy: Path, reached: Reached) -> None:
    """Copy one state of the history, whoever writes it meanwhile."""
    try:
        _copy_by_sqlite(path, copy, reached)
    except sqlite3.Error as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF == sqlite3.SQLITE_FULL:
            raise NoRoomForCopyError(path, str(copy.parent.parent)) from error
        # SQLite reads without writing only where somebody else has the file open: it is nobody's now, or damaged
        _copy_files(path, copy, reached)


def _copy_by_sqlite(path: Path, copy: Path, reached: Reached) -> None:
    """Raises sqlite3.Error, above all where no other program has the history open."""

    def reach(_status: int, remaining: int, total: int) -> None:
        reached((total - remaining) / max(total, 1))

    with closing(connect_without_writing(path)) as source, closing(connect(copy)) as target:
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_schema").fetchone()  # from here on, what others write is not seen
        target.execute("PRAGMA journal_mode = OFF")
        target.execute("PRAGMA synchronous = OFF")
        source.backup(target, pages=PAGES_COPIED, progress=reach, sleep=0)


def _copy_files(path: Path, copy: Path, reached: Reached) -> None:
    """Copy the file and its journal, anew where they changed meanwhile. Raises OSError and HistoryBusyError."""
    for _attempt in range(_ATTEMPTS):
        before = _state(path)
        total, done = max(sum(size for size, _ in before if size > 0), 1), 0
        for source, target in zip(_files(path), _files(copy), strict=True):
            target.unlink(missing_ok=True)
            if not source.exists():
                continue
            with source.open("rb") as reading, target.open("xb") as writing:
                while chunk := reading.read(CHUNK):
                    writing.write(chunk)
                    done += len(chunk)
                    reached(min(done / total, 1.0))
        if _state(path) == before:
            return
    raise HistoryBusyError(path)


def _files(path: Path) -> tuple[Path, Path]:
    """A history and its journal."""
    return path, journal_of(path)


def _state(path: Path) -> list[tuple[int, int]]:
    """What changes whenever somebody writes."""
    stats = [each.stat() if each.exists() else None for each in _files(path)]
    return [(one.st_size, one.st_mtime_ns) if one is not None else (-1, 0) for one in stats]
