"""The tables of the history file, how an older file becomes a newer one, and how every connection is set up.

========================  ==============================================================================================
``exchange``              one light row per send: what lists and filters need, and the user's pin and note
``exchange_body``         the rest of the request, and of the answer once there is one
``exchange_tag``          the user's tags; ``key`` is a tag without case, ``name`` as it was written
``exchange_source``       the values that ``exchange.source`` ever had
``search_index``          FTS5 trigrams of facets and text (``index_terms``), without positions and without the text
``search_pairs``          FTS5 tokens for the letters and pairs of letters of a block of neighbouring rows
``pair_progress``         one row: the first block that is not in ``search_pairs`` yet
``unindexed``             rows that are not (or no longer rightly) in the index, looked into one by one until then;
                          ``known`` 1: the index knows the row as it was without an answer
``removed_since_merged``  one number, once something was removed (``merging.removed_since``)
========================  ==============================================================================================

``exchange.sent_at`` is in microseconds since 1970 UTC. ``exchange.result`` is the HTTP status, 0 while there is no
answer, -1 when the network failed. ``exchange.newest_before`` is the greatest ``sent_at`` of all rows with a smaller
id: rows come in nearly, not quite, in the order of their time, and this tells a reader that goes down the ids when it
has seen everything newer.
"""

import contextlib
import math
import os
import re
import sqlite3
import time
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from yespo_console.history.errors import (
    HistoryDamagedError,
    HistoryForeignError,
    HistoryNewerError,
    HistoryReadOnlyError,
    HistoryUnreachableError,
    suspect_mark,
    typed_errors,
)
from yespo_console.history.upgrading import Stage, Upgrade, UpgradeCancelledError

#: Marks the file as ours ("YEHI").
APPLICATION_ID: Final = 0x59454849

#: How long a connection waits for another process that writes.
BUSY_SECONDS: Final = 10.0

#: What of the journal stays on the disk, in bytes, once all of it is in the file.
JOURNAL_SIZE: Final = 4_000_000

#: ``PRAGMA auto_vacuum`` of a file that gives room back in small steps; see ``space``.
INCREMENTAL: Final = 2

#: How long one waits for another program that is at it before one looks whether it is still wanted, in seconds.
_LOCK_SECONDS: Final = 0.5

#: Pages that are copied between two looks at whether that is still wanted.
PAGES_COPIED: Final = 1_000

NO_ANSWER: Final = 0
NETWORK_ERROR: Final = -1

#: What SQLite says where tables are not those that a step begins with; all else is for the program, not the file.
_IS_OF_THE_TABLES: Final = re.compile(r"no such (?:table|column)|already exists|duplicate column|has no column")

#: One tuple of statements per version; each runs in one transaction. Released ones are never changed.
MIGRATIONS: Final[tuple[tuple[str, ...], ...]] = (
    (
        """
        CREATE TABLE exchange (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            sent_at INTEGER NOT NULL,
            newest_before INTEGER NOT NULL,
            environment TEXT NOT NULL,
            is_real INTEGER NOT NULL,
            method TEXT NOT NULL,
            url TEXT NOT NULL,
            api TEXT NOT NULL,
            event_type TEXT,
            key_value TEXT,
            source TEXT NOT NULL,
            errors INTEGER NOT NULL,
            warnings INTEGER NOT NULL,
            result INTEGER NOT NULL DEFAULT 0,
            error_kind TEXT,
            may_have_been_accepted INTEGER NOT NULL DEFAULT 1,
            total_ms REAL
        ) STRICT
        """,
        """
        CREATE TABLE exchange_body (
            id INTEGER PRIMARY KEY REFERENCES exchange (id) ON DELETE CASCADE,
            locators TEXT NOT NULL,
            problems TEXT NOT NULL,
            request_headers TEXT NOT NULL,
            request_body BLOB NOT NULL,
            answer TEXT,
            answer_headers TEXT,
            answer_body BLOB
        ) STRICT
        """,
        "CREATE TABLE search_text (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT",
        """
        CREATE VIRTUAL TABLE search_index USING fts5 (
            text, content = 'search_text', content_rowid = 'id', detail = none, tokenize = 'trigram case_sensitive 1'
        )
        """,
        "CREATE TABLE unindexed (id INTEGER PRIMARY KEY REFERENCES exchange (id) ON DELETE CASCADE) STRICT",
        # Each of the first four answers one filter in the order of time and holds the other filters, so that a list of
        # ids never has to touch the rows themselves.
        "CREATE INDEX exchange_by_time ON exchange (sent_at, id, event_type, environment, result)",
        "CREATE INDEX exchange_by_type ON exchange (event_type, sent_at, id, environment, result)",
        "CREATE INDEX exchange_by_environment ON exchange (environment, sent_at, id, event_type, result)",
        "CREATE INDEX exchange_by_result ON exchange (result, sent_at, id, event_type, environment)",
        """
        CREATE INDEX exchange_by_key ON exchange (event_type, key_value, environment, may_have_been_accepted, sent_at)
        WHERE key_value IS NOT NULL
        """,
    ),
    (
        "ALTER TABLE exchange ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE exchange ADD COLUMN note TEXT NOT NULL DEFAULT ''",
        "CREATE INDEX exchange_pinned ON exchange (sent_at, id) WHERE pinned = 1",
        "CREATE INDEX exchange_noted ON exchange (sent_at, id) WHERE note != ''",
        """
        CREATE TABLE exchange_tag (
            key TEXT NOT NULL,
            sent_at INTEGER NOT NULL,
            id INTEGER NOT NULL REFERENCES exchange (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            PRIMARY KEY (key, sent_at, id)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX exchange_tag_by_exchange ON exchange_tag (id, key)",
        "CREATE TABLE exchange_source (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
        "INSERT INTO exchange_source SELECT DISTINCT source FROM exchange",
        # The text is not kept twice: a hit is looked into in the exchange itself. The rows go first, one by one, so
        # that it can be given up: to drop a table that is full is one step, which takes seconds.
        "DELETE FROM search_index_data WHERE id > 10",  # what is below says how the table is built
        "DELETE FROM search_text WHERE id IS NOT NULL",
        "DROP TABLE search_index",
        "DROP TABLE search_text",
        """
        CREATE VIRTUAL TABLE search_index USING fts5 (
            text, content = '', columnsize = 0, detail = none, tokenize = 'trigram case_sensitive 1'
        )
        """,
        """
        CREATE VIRTUAL TABLE search_pairs USING fts5 (
            pairs, content = '', columnsize = 0, detail = none, tokenize = 'ascii'
        )
        """,
        "CREATE TABLE pair_progress (next_block INTEGER NOT NULL) STRICT",
        "INSERT INTO pair_progress VALUES (0)",
        "ALTER TABLE unindexed ADD COLUMN known INTEGER NOT NULL DEFAULT 0",
        "DELETE FROM unindexed",
        "INSERT INTO unindexed (id) SELECT id FROM exchange",
    ),
)


def connect(path: Path, *, readonly: bool = False, busy_seconds: float | None = None) -> sqlite3.Connection:
    """A connection with every pragma this file relies on. It may be closed from another thread.

    ``busy_seconds``: until the connection stands, another program is waited for so long, and not ``BUSY_SECONDS``.
    """
    patience = BUSY_SECONDS if busy_seconds is None else busy_seconds
    connection = sqlite3.connect(path, timeout=patience, isolation_level=None, check_same_thread=False)
    try:
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
    except sqlite3.Error:
        connection.close()
        raise
    return connection


def connect_without_writing(path: Path) -> sqlite3.Connection:
    """A connection that writes nothing at all, not even beside the file.

    It reads only while another program has the history open. Raises sqlite3.Error, perhaps at its first use.
    """
    where = f"{path.absolute().as_uri()}?mode=ro&readonly_shm=1"
    return sqlite3.connect(where, uri=True, timeout=BUSY_SECONDS, isolation_level=None)


def prepare(
    path: Path,
    migrations: Sequence[Sequence[str]] = MIGRATIONS,
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
    if path.exists() and not (os.access(path, os.W_OK) and os.access(path.parent, os.W_OK | os.X_OK)):
        raise HistoryReadOnlyError(path)
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path.touch(mode=0o600)
    except PermissionError:
        pass  # SQLite says whether it is the file or only its folder that cannot be written
    except OSError as error:
        raise HistoryUnreachableError(path, error.strerror or str(error)) from error
    with typed_errors(path):
        connection = _connect_once_free(path, upgrade)
        try:
            _check_owner(connection, path)
            _look_through_suspect(connection, path, upgrade)
            version = _version(connection)
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
                _migrate(connection, path, number, statements)
        finally:
            connection.close()


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
    migrations: Sequence[Sequence[str]],
    upgrade: Upgrade,
    *,
    keeps_old: bool,
) -> None:
    """Copy an older history and change it; one program after the other."""
    with _alone(path, upgrade):
        version = _version(connection)
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
                    _migrate(connection, path, number, statements)
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
    """Look at every page of a history that showed damage before. Raises HistoryDamagedError when it is still there."""
    mark = suspect_mark(path)
    if not mark.exists():
        return
    upgrade.wait(path)
    try:
        upgrade.begin(Stage.LOOKING, None)
        with upgrade.watching(connection):
            (found,) = connection.execute("PRAGMA quick_check(1)").fetchone()
    finally:
        upgrade.end()
    if found != "ok":
        raise HistoryDamagedError(path, str(found).splitlines()[-1])
    mark.unlink(missing_ok=True)


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


def _version(connection: sqlite3.Connection) -> int:
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def _migrate(connection: sqlite3.Connection, path: Path, number: int, statements: Sequence[str]) -> None:
    """Run one step, wholly or not at all, unless another program has done it in the meantime.

    Raises HistoryDamagedError for a file that does not hold what its version says.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        if _version(connection) < number:
            for statement in statements:
                connection.execute(statement)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_ERROR and _IS_OF_THE_TABLES.search(str(error)):
            raise HistoryDamagedError(path, str(error)) from error
        raise
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
