"""Which exchanges are about a contact: all are looked at, many at once, and only those that may be are read.

Some dozens of exchanges are joined to bytes inside SQLite, and looked through at once for what a trace of the contact
cannot be without (``Traces.may_stand_in``): 8 µs for an exchange, of which half is the reading from the file.
"""

import sqlite3
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

from yespo_console.history.errors import SearchCancelledError
from yespo_console.history.removing import Progress, unheard
from yespo_console.history.traces import Traces

if TYPE_CHECKING:
    from yespo_console.history.store import Cancellation, HistoryStore

#: Exchanges that are read in one go, so that nothing waits for a long reader, and that are looked through at once.
_AT_ONCE: Final = 512
_TOGETHER: Final = 64

#: Exchanges whose bodies have more bytes than this are not joined to others, but read one by one.
_LONG: Final = 100_000

#: The tables that hold what is written in an exchange, each with its ``id``. Version 1 had no tags.
_TABLES: Final = ("exchange", "exchange_body", "exchange_tag")


@dataclass
class RowsAbout:
    """What was seen on the way through a history.

    Attributes:
        about: ids of the exchanges that hold the contact.
        part_of_others: how many others hold it as a part of a longer word.
    """

    about: "array[int]" = field(default_factory=lambda: array("q"))
    part_of_others: int = 0

    @property
    def are_none(self) -> bool:
        return not self.about and not self.part_of_others


def rows_about(
    store: "HistoryStore",
    traces: tuple[Traces, ...],
    progress: Progress = unheard,
    cancel: "Cancellation | None" = None,
) -> RowsAbout:
    """Look at every exchange of the open history, or at as many as are wanted. Raises the errors of ``errors``."""
    seen = RowsAbout()
    first, last = store.read(_bounds)
    written = store.read(_Written)
    for at in range(first, last + 1, _AT_ONCE):
        if cancel is not None and cancel.is_cancelled:
            break

        def look(connection: sqlite3.Connection, at: int = at) -> None:
            _look(connection, written, range(at, min(at + _AT_ONCE, last + 1)), traces, seen)

        store.read(look, cancel)
        progress(min(at + _AT_ONCE, last + 1) - first, last + 1 - first)
    return seen


def rows_about_in(
    connection: sqlite3.Connection, traces: tuple[Traces, ...], cancel: "Cancellation | None" = None
) -> RowsAbout:
    """The same for a copy of whatever version. Raises sqlite3.Error and SearchCancelledError."""
    seen = RowsAbout()
    first, last = _bounds(connection)
    written = _Written(connection)
    for at in range(first, last + 1, _AT_ONCE):
        if cancel is not None and cancel.is_cancelled:
            raise SearchCancelledError
        _look(connection, written, range(at, min(at + _AT_ONCE, last + 1)), traces, seen)
    return seen


def are_about(values: Iterable[Any], traces: tuple[Traces, ...]) -> bool:
    """Whether one of these columns of an exchange holds the contact."""
    for value in values:
        if isinstance(value, bytes):
            if any(one.in_content(value) for one in traces):
                return True
        elif isinstance(value, str) and any(one.in_text(value) for one in traces):
            return True
    return False


class _Written:
    """All that is written in the exchanges of a history, whatever its version."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._joined: list[str] = []
        self._columns: list[str] = []
        bodies: list[str] = []
        for table in _TABLES:
            columns = connection.execute("SELECT name, type FROM pragma_table_info(?)", (table,)).fetchall()
            texts = [name for name, kind in columns if kind == "TEXT"]
            blobs = [name for name, kind in columns if kind == "BLOB"]
            parts = [f"ifnull({name}, '')" for name in texts]
            parts += [f"iif(length({name}) <= {_LONG}, {name}, '')" for name in blobs]
            bodies += blobs
            if parts:
                joined = " || x'00' || ".join(parts)
                self._joined.append(
                    f"SELECT CAST(group_concat({joined}, x'00') AS BLOB) FROM {table} WHERE id BETWEEN ? AND ?"
                )
                self._columns.append(f"SELECT {', '.join((*texts, *blobs))} FROM {table} WHERE id = ?")
        long = " OR ".join(f"length({name}) > {_LONG}" for name in bodies)
        self._long = f"SELECT id FROM exchange_body WHERE id BETWEEN ? AND ? AND ({long})"

    def together(self, connection: sqlite3.Connection, rows: range) -> bytes:
        """What is written in these exchanges, without long bodies."""
        found = (connection.execute(sql, (rows[0], rows[-1])).fetchone()[0] for sql in self._joined)
        return b"\0".join(content for content in found if content is not None)

    def long(self, connection: sqlite3.Connection, rows: range) -> set[int]:
        """Those of these exchanges that have a long body."""
        return {number for (number,) in connection.execute(self._long, (rows[0], rows[-1]))}

    def of(self, connection: sqlite3.Connection, number: int) -> list[str | bytes]:
        """What is written in one exchange; nothing when there is none."""
        rows = (row for sql in self._columns for row in connection.execute(sql, (number,)))
        return [value for row in rows for value in row if value is not None]


def _bounds(connection: sqlite3.Connection) -> tuple[int, int]:
    first, last = connection.execute("SELECT (SELECT min(id) FROM exchange), (SELECT max(id) FROM exchange)").fetchone()
    return (int(first), int(last)) if last is not None else (1, 0)


def _look(
    connection: sqlite3.Connection, written: _Written, rows: range, traces: tuple[Traces, ...], seen: RowsAbout
) -> None:
    long = written.long(connection, rows)
    for at in range(0, len(rows), _TOGETHER):
        some = rows[at : at + _TOGETHER]
        may_be = _may_hold(written.together(connection, some), traces)
        for number in some if may_be else sorted(long.intersection(some)):
            _sort(number, written.of(connection, number), traces, seen)


def _sort(number: int, values: list[str | bytes], traces: tuple[Traces, ...], seen: RowsAbout) -> None:
    contents = (value if isinstance(value, bytes) else value.encode() for value in values)
    if not _may_hold(b"\0".join(contents), traces):
        return
    if are_about(values, traces):
        seen.about.append(number)
    elif _holds_part(values, traces):
        seen.part_of_others += 1


def _may_hold(content: bytes, traces: tuple[Traces, ...]) -> bool:
    return any(one.may_stand_in(content) for one in traces)


def _holds_part(values: Iterable[str | bytes], traces: tuple[Traces, ...]) -> bool:
    texts = (value.decode("utf-8", "replace") if isinstance(value, bytes) else value for value in values)
    return any(one.is_part_of(text) for text in texts for one in traces)
