"""Reading through a damaged history: each exchange that is still whole goes into a new file.

A damaged page hides the rows on it, and a page above others hides all that is below; everything else can be read, range
of ids by range of ids. Nothing is guessed: an exchange is taken only when its row and its body are both there and make
sense together.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from yespo_console.history import records
from yespo_console.history.errors import HistoryBusyError, HistoryDamagedError, typed_errors
from yespo_console.history.schema import connect, prepare, set_aside

#: Ids that are read at a time; a range that cannot be read is halved until it can.
_RANGE: Final = 512

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Recovered:
    """What became of a damaged history.

    Attributes:
        kept: so many exchanges are in the new file.
        lost: so many are known to have been there and cannot be read.
        aside: the damaged file under its new name.
    """

    kept: int
    lost: int
    aside: Path


def repair(path: Path) -> Recovered:
    """Put a new history with all that can be read in the place of a damaged one, which is set aside.

    Raises HistoryBusyError while another program has it open, and the errors of ``errors``; the damaged file stays in
    its place then.
    """
    if is_open_elsewhere(path):
        raise HistoryBusyError(path)
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    fresh = path.with_name(f"{path.stem}.recovered.{moment}{path.suffix}")
    kept, lost = recover(path, fresh)
    aside = set_aside(path)
    fresh.replace(path)
    return Recovered(kept, lost, aside)


def is_open_elsewhere(path: Path) -> bool:
    """Whether another program, or another part of this one, has the history open."""
    try:
        with closing(connect(path)) as connection:
            connection.execute("PRAGMA busy_timeout = 100")
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return False


def recover(
    damaged: Path, fresh: Path, is_wanted: Callable[[Row, Row], bool] = lambda _row, _body: True
) -> tuple[int, int]:
    """Make ``fresh`` a history of the exchanges that can be read in ``damaged``, of any version, and are wanted.

    How many they are, and how many others are known to have been there. Ids stay. ``damaged`` is not changed. A file
    whose very beginning is destroyed gives nothing. Raises the errors of ``errors`` about ``fresh``.
    """
    prepare(fresh)
    with closing(connect(fresh)) as target, closing(_Damaged(damaged)) as source, typed_errors(fresh):
        columns = {table: _columns(target, table) for table in ("exchange", "exchange_body")}
        kept = unwanted = 0
        known: set[int] = set(source.ids())
        for first in range(1, source.last_id() + 1, _RANGE):
            rows = source.rows("exchange", first, first + _RANGE - 1)
            bodies = source.rows("exchange_body", first, first + _RANGE - 1)
            known |= rows.keys() | bodies.keys()
            target.execute("BEGIN IMMEDIATE")
            for number in rows.keys() & bodies.keys():
                row, body = rows[number], bodies[number]
                if not is_wanted(row, body):
                    unwanted += 1
                elif _insert(target, number, {"exchange": row, "exchange_body": body}, columns):
                    kept += 1
            target.execute("COMMIT")
        target.execute("BEGIN IMMEDIATE")
        for name, number in source.tags():
            records.add_tags(target, number, (name,))
        target.execute("INSERT INTO unindexed (id) SELECT id FROM exchange")
        target.execute("UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = 'exchange'", (source.last_id(),))
        target.execute("COMMIT")
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return kept, len(known) - kept - unwanted


def _columns(connection: sqlite3.Connection, table: str) -> list[str]:
    return [str(name) for (name,) in connection.execute("SELECT name FROM pragma_table_info(?)", (table,))]


def _insert(connection: sqlite3.Connection, number: int, rows: dict[str, Row], columns: dict[str, list[str]]) -> bool:
    """Write one exchange; False, and nothing is written, when it does not make sense."""
    connection.execute("SAVEPOINT one")
    try:
        for table, row in rows.items():
            names = [name for name in columns[table] if name in row]
            marks = ", ".join("?" * len(names))
            connection.execute(
                f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", [row[name] for name in names]
            )
        whole = records.load(connection, number) is not None
    except (sqlite3.IntegrityError, ValueError, TypeError, OverflowError, KeyError):
        whole = False
    if not whole:
        connection.execute("ROLLBACK TO one")
    connection.execute("RELEASE one")
    return whole


class _Damaged:
    """A history that may raise at any step; what raises is passed over."""

    def __init__(self, path: Path) -> None:
        self._connection = connect(path, readonly=True)
        self._connection.row_factory = sqlite3.Row
        self._connection.text_factory = lambda content: content.decode("utf-8", "replace")

    def close(self) -> None:
        self._connection.close()

    def last_id(self) -> int:
        """The greatest id there can be."""
        asked = (
            "SELECT seq FROM sqlite_sequence WHERE name = 'exchange'",
            "SELECT max(id) FROM exchange",
            "SELECT max(id) FROM exchange_body",
            "SELECT max(id) FROM exchange INDEXED BY exchange_by_time",
        )
        return max((int(row[0] or 0) for sql in asked for row in self._some(sql)), default=0)

    def ids(self) -> Iterator[int]:
        """Ids that an index knows; some may be missing, and none is there when it is damaged itself."""
        for order in ("ASC", "DESC"):
            for row in self._some(f"SELECT id FROM exchange INDEXED BY exchange_by_time ORDER BY sent_at {order}"):
                yield int(row[0])

    def rows(self, table: str, first: int, last: int) -> dict[int, Row]:
        """All of these ids that can be read."""
        try:
            found = self._connection.execute(
                f"SELECT * FROM {table} NOT INDEXED WHERE id BETWEEN ? AND ?", (first, last)
            ).fetchall()
        except sqlite3.Error:
            if first == last:
                return {}
            middle = (first + last) // 2
            return self.rows(table, first, middle) | self.rows(table, middle + 1, last)
        return {int(row["id"]): dict(row) for row in found}

    def tags(self) -> set[tuple[str, int]]:
        """Tags and the ids of their exchanges."""
        return {
            (str(row["name"]), int(row["id"]))
            for order in ("ASC", "DESC")
            for row in self._some(
                f"SELECT name, id FROM exchange_tag ORDER BY key {order}, sent_at {order}, id {order}"
            )
        }

    def _some(self, sql: str) -> Iterator[sqlite3.Row]:
        """The rows before the first that cannot be read."""
        try:
            yield from self._connection.execute(sql)
        except (sqlite3.Error, OverflowError):
            return


def is_damaged(path: Path) -> bool:
    """Whether SQLite finds the file damaged: a look at every page. Raises the errors of ``errors``."""
    try:
        with typed_errors(path), closing(connect(path, readonly=True)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
    except HistoryDamagedError:
        return True
