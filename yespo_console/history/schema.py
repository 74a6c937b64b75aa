"""Making a history file what this version writes (see ``migrations``), and how every connection is set up."""

import contextlib
import math
import os
import re
import sqlite3
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from yespo_console.history import journal
from yespo_console.history.beside import open_beside
from yespo_console.history.errors import (
    HistoryDamagedError,
    HistoryForeignError,
    HistoryNewerError,
    HistoryReadOnlyError,
    HistoryUnreachableError,
    suspect_mark,
    typed_errors,
)
from yespo_console.history.migrations import APPLICATION_ID, MIGRATIONS, Statement, migrate, version_of
from yespo_console.history.upgrading import Stage, Upgrade, UpgradeCancelledError

#: How long a connection waits for another process that writes.
BUSY_SECONDS: Final = 10.0

#: What of the journal stays on the disk, in bytes, once all of it is in the file.
JOURNAL_SIZE: Final = 4_000_000

#: ``PRAGMA auto_vacuum`` of a file that gives room back in small steps; see ``space``.
INCREMENTAL: Final = 2

#: How long one waits for another program that is at it before one looks whether it is still wanted, in seconds.
_LOCK_SECONDS: Final = 0.5

#: Bytes of a file that are read between two looks at whether that is still wanted.
CHUNK: Final = 4_000_000

#: Pages that are copied between two looks at whether that is still wanted.
PAGES_COPIED: Final = 1_000

NO_ANSWER: Final = 0
NETWORK_ERROR: Final = -1


def connect(
    path: Path, *, readonly: bool = False, alone: bool = False, busy_seconds: float | None = None
) -> sqlite3.Connection:
    """A connection with every pragma this file relies on. It may be closed from another thread.

    The file has to be there: SQLite would make one that every user of the computer may read.
    ``alone``: nobody else may have it open, and nothing is shared with anybody.
    ``busy_seconds``: until the connection stands, another program is waited for so long, and not ``BUSY_SECONDS``.
    """
    patience = BUSY_SECONDS if busy_seconds is None else busy_seconds
    where = _address(path, "mode=rw")
    connection = sqlite3.connect(where, uri=True, timeout=patience, isolation_level=None, check_same_thread=False)
    try:
        if alone:  # first of all, or what is shared is open already
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
        connection.execute("PRAGMA foreign_keys = ON")
        connection.execute("PRAGMA synchronous = FULL")
        connection.execute("PRAGMA secure_delete = ON")
        connection.execute("PRAGMA temp_store = MEMORY")
        connection.execute("PRAGMA cache_size = -16000")
        connection.execute("PRAGMA wal_autocheckpoint = 0")  # a commit does not wait for it; see ``checkpoints``
        connection.execute(f"PRAGMA journal_size_limit = {JOURNAL_SIZE}")
        if readonly:
            connection.execute("PRAGMA query_only = ON")
        if busy_seconds is not None:
            connection.execute(f"PRAGMA busy_timeout = {int(BUSY_SECONDS * 1000)}")
    except (UnicodeDecodeError, sqlite3.DataError) as error:
        # SQLite quotes what it reads in the list of tables, which is no text, or takes its size from there
        connection.close()
        damage = sqlite3.DatabaseError(str(error))
        damage.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
        raise damage from error
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def connect_without_writing(path: Path) -> sqlite3.Connection:
    """A connection that writes nothing at all, not even beside the file.

    It reads only while another program has the history open. Raises sqlite3.Error, perhaps at its first use.
    """
    where = _address(path, "mode=ro&readonly_shm=1")
    return sqlite3.connect(where, uri=True, timeout=BUSY_SECONDS, isolation_level=None)


def begin_writing(connection: sqlite3.Connection, is_wanted: Callable[[], bool]) -> None:
    """Begin a transaction once no other program writes; that is waited for as long as it is wanted, at most as usual.

    It is looked whether it is wanted as often as the connection's own waiting ends. Raises sqlite3.Error.
    """
    until = time.monotonic() + BUSY_SECONDS
    while True:
        try:
            connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or not is_wanted() or time.monotonic() >= until:
                raise
        else:
            return


def _address(path: Path, how: str) -> str:
    # SQLite knows no other computer in an address: the name of one, as in \\server\share, belongs to the path
    return re.sub("^file://(?=[^/])", "file:////", path.absolute().as_uri()) + f"?{how}"


def prepare(
    path: Path,
    migrations: Sequence[Sequence[Statement]] = MIGRATIONS,
    upgrade: Upgrade | None = None,
    *,
    keeps_old: bool = True,
) -> None:
    """Make ``path`` a history of the version this program writes: create it, or bring an older one up to date.

    An older file is copied beside itself first, unless ``keeps_old`` is False. Raises the errors of ``errors`` and
    UpgradeCancelledError; a newer, foreign or damaged file is left as it is, and one that may only be read is not
    touched at all: what SQLite would put beside it then would be in the way of those who may write.
    """
    upgrade = upgrade or Upgrade()
    if is_empty(path):
        upgrade.find_empty(path)
    if path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK | os.X_OK)):
        raise HistoryReadOnlyError(path)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except PermissionError:
        pass  # SQLite says whether it is the file or only its folder that cannot be written
    except OSError as error:
        raise HistoryUnreachableError(path, error.strerror or str(error)) from error
    with contextlib.suppress(OSError):  # SQLite says what is wrong with it
        if journal.is_broken(path):  # before SQLite has it: it would delete what was written for good
            raise HistoryDamagedError(path, "journal: finished transactions behind a broken frame")
    with typed_errors(path):
        connection = _connect_once_free(path, upgrade)
        try:
            _check_owner(connection, path)
            _look_through_suspect(connection, path, upgrade)
            version = version_of(connection)
            if version > len(migrations):
                raise HistoryNewerError(path, str(version))
            if version == len(migrations):
                connection.execute("PRAGMA journal_mode = WAL")
                return
            if version > 0:
                _bring_up_to_date(connection, path, migrations, upgrade, keeps_old=keeps_old)
                return
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
            connection.execute("PRAGMA journal_mode = WAL")
            for number, statements in enumerate(migrations, start=1):
                migrate(connection, path, number, statements)
        finally:
            connection.close()


def is_empty(path: Path) -> bool:
    """Whether the file is there, without a byte in it."""
    return path.exists() and not path.stat().st_size


def _connect_once_free(path: Path, upgrade: Upgrade) -> sqlite3.Connection:
    """A connection; that another program has the whole file locked is told as soon as it is known.

    Raises sqlite3.Error when that takes too long, and UpgradeCancelledError.
    """
    until = math.inf if upgrade.is_patient else time.monotonic() + BUSY_SECONDS
    upgrade.wait(path)
    try:
        while True:
            try:
                return connect(path, busy_seconds=_LOCK_SECONDS)
            except sqlite3.OperationalError as error:
                if error.sqlite_errorcode & 0xFF != sqlite3.SQLITE_BUSY or time.monotonic() >= until:
                    raise
            upgrade.begin(Stage.WAITING, None)
    finally:
        if upgrade.stage is Stage.WAITING:
            upgrade.end()


def _bring_up_to_date(
    connection: sqlite3.Connection,
    path: Path,
    migrations: Sequence[Sequence[Statement]],
    upgrade: Upgrade,
    *,
    keeps_old: bool,
) -> None:
    """Copy an older history and change it; one program after the other."""
    with _alone(path, upgrade):
        version = version_of(connection)
        if version == len(migrations):  # another program was faster
            return
        copy = backup_path(path, version) if keeps_old else None
        try:
            if copy is not None:
                _copy(connection, path, copy, upgrade)
            connection.execute("PRAGMA journal_mode = WAL")
            upgrade.begin(Stage.CHANGING, copy)
            with upgrade.watching(connection):
                for number, statements in enumerate(migrations, start=1):
                    migrate(connection, path, number, statements, upgrade.reach)
            with contextlib.suppress(UpgradeCancelledError):  # it is up to date already, and as good without
                upgrade.begin(Stage.WRITING, copy)
                with upgrade.watching(connection):
                    _make_shrinkable(connection)
        finally:
            upgrade.end()


@contextlib.contextmanager
def _alone(path: Path, upgrade: Upgrade) -> Iterator[None]:
    """While no other program brings this history up to date. Raises UpgradeCancelledError."""
    from filelock import FileLock, Timeout  # takes long to import, and is hardly ever needed

    lock = FileLock(f"{path}.upgrade.lock")
    while not lock.is_locked:
        upgrade.wait(path)
        with contextlib.suppress(Timeout):
            lock.acquire(timeout=_LOCK_SECONDS)
    try:
        yield
    finally:
        lock.release()
    Path(lock.lock_file).unlink(missing_ok=True)  # whoever waits for it finds the history up to date


def _copy(connection: sqlite3.Connection, path: Path, copy: Path, upgrade: Upgrade) -> None:
    """Copy the whole history, the user's alone; whoever is interrupted leaves none that is half there."""
    for left in path.parent.glob(f"{path.stem}.version-*.begun"):
        left.unlink(missing_ok=True)
    begun = copy.with_name(f"{copy.name}.begun")
    upgrade.begin(Stage.COPYING, copy)

    def reach(_status: int, remaining: int, total: int) -> None:
        upgrade.reach((total - remaining) / max(total, 1))

    begun.touch(mode=0o600)
    try:
        with closing(connect(begun)) as target:
            target.execute("PRAGMA journal_mode = OFF")
            connection.backup(target, pages=PAGES_COPIED, progress=reach, sleep=0)
        with begun.open("rb+") as file:
            os.fsync(file.fileno())
        begun.replace(copy)
    except BaseException:
        begun.unlink(missing_ok=True)
        raise


def backup_path(path: Path, version: int) -> Path:
    """Where the copy of a file of ``version`` goes: beside it, with the moment in its name."""
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    return path.with_name(f"{path.stem}.version-{version}.{moment}{path.suffix}")


def _look_through_suspect(connection: sqlite3.Connection, path: Path, upgrade: Upgrade) -> None:
    """Look at every page of a history that showed damage before. Raises HistoryDamagedError when it is still there.

    SQLite tells nobody how far it is. What takes long is to get a large file from the disk, so that is done first,
    piece by piece; SQLite then finds it in memory.
    """
    mark = suspect_mark(path)
    if not mark.exists():
        return
    upgrade.wait(path)
    try:
        upgrade.begin(Stage.LOOKING, None)
        _read_ahead(path, upgrade)
        upgrade.begin(Stage.CHECKING, None)
        with upgrade.watching(connection):
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    finally:
        upgrade.end()
    if found != "ok":
        raise HistoryDamagedError(path, str(found).splitlines()[-1])
    mark.unlink(missing_ok=True)


def _read_ahead(path: Path, upgrade: Upgrade) -> None:
    """Have the system read the whole file. What cannot be read SQLite will find. Raises UpgradeCancelledError."""
    with contextlib.suppress(OSError), open_beside(path) as file:
        size = max(1, path.stat().st_size)
        while file.read(CHUNK):
            upgrade.reach(min(1.0, file.tell() / size))


def _check_owner(connection: sqlite3.Connection, path: Path) -> None:
    (owner,) = connection.execute("PRAGMA application_id").fetchone()
    (tables,) = connection.execute("SELECT count(*) FROM sqlite_schema").fetchone()
    if tables and owner != APPLICATION_ID:
        raise HistoryForeignError(path)


def _make_shrinkable(connection: sqlite3.Connection) -> None:
    """Write the file anew, with what it takes to give room back in small steps. It is as good without."""
    (kind,) = connection.execute("PRAGMA auto_vacuum").fetchone()
    if kind != INCREMENTAL:
        # others use the file, or the disk is too full for a second copy: its room is used again, not given back
        with contextlib.suppress(sqlite3.OperationalError):
            connection.execute("PRAGMA auto_vacuum = INCREMENTAL")
            connection.execute("VACUUM")
