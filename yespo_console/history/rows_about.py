"""Which exchanges are about a contact: all are looked at, many at once, and only those that may be are read.

Some dozens of exchanges are joined to bytes inside SQLite, and passed over at once unless they may hold the contact
(``Traces.may_stand_in``): for an address 18 µs an exchange of 750 bytes, in which the next ones are joined already.
What the search of a file would find in their bytes counts as well, so that this and the proof say the same.
"""

import sqlite3
from array import array
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import Enum
from functools import partial
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from yespo_console.history.errors import SearchCancelledError
from yespo_console.history.reached import Progress, Reached, Stage, unheard
from yespo_console.history.traces import Traces, of_all
from yespo_console.platform.in_process import CallCancelledError, CallLostError, call_in_process

if TYPE_CHECKING:
    from yespo_console.history.store import Cancellation, HistoryStore

#: Exchanges that are read in one go, so that nothing waits for a long reader, and that are looked through at once.
_AT_ONCE: Final = 512
_TOGETHER: Final = 64

#: Exchanges whose bodies have more bytes than this are not joined to others, but read one by one: what is read in one
#: go, and ahead of it, stays in memory.
_LONG: Final = 20_000

#: An exchange of which more bytes are written takes a second and more to read, and is read apart.
_READ_APART: Final = 300_000

#: The tables that hold what is written in an exchange, each with its ``id``. Version 1 had no tags.
_TABLES: Final = ("exchange", "exchange_body", "exchange_tag")


@dataclass
class RowsAbout:
    """What was seen on the way through a history.

    Attributes:
        about: ids of the exchanges that hold the contact.
        part_of_others: so many others hold it as a part of a longer word alone.
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

    def read(rows: range) -> list[_Piece]:
        return store.read(partial(written.pieces, rows=rows), cancel)

    def of(number: int) -> list[str | bytes]:
        return store.read(partial(written.of, number=number), cancel)

    def is_unwanted() -> bool:
        return cancel is not None and cancel.is_cancelled

    with ThreadPoolExecutor(1, thread_name_prefix="history rows") as reader:
        ahead: Future[list[_Piece]] | None = None
        try:
            for rows in _parts(first, last):
                pieces = ahead.result() if ahead is not None else read(rows)
                ahead = reader.submit(read, range(rows.stop, min(rows.stop + _AT_ONCE, last + 1)))
                if is_unwanted():
                    break
                _look(pieces, of, traces, seen, is_unwanted)
                progress(Reached(Stage.LOOKING, rows.stop - first, last + 1 - first))
        except SearchCancelledError:
            if cancel is None or not cancel.is_cancelled:
                raise  # the history was closed
    return seen


def rows_about_in(
    connection: sqlite3.Connection,
    traces: tuple[Traces, ...],
    cancel: "Cancellation | None" = None,
    progress: Progress = unheard,
) -> RowsAbout:
    """The same for a copy of whatever version. Raises sqlite3.Error and SearchCancelledError."""
    seen = RowsAbout()
    written = _Written(connection)

    def is_unwanted() -> bool:
        return cancel is not None and cancel.is_cancelled

    first, last = _bounds(connection)
    for rows in _parts(first, last):
        if is_unwanted():
            raise SearchCancelledError
        _look(written.pieces(connection, rows), partial(written.of, connection), traces, seen, is_unwanted)
        progress(Reached(Stage.LOOKING, rows.stop - first, last + 1 - first))
    return seen


def are_about(values: Iterable[Any], traces: tuple[Traces, ...]) -> bool:
    """Whether one of these columns of an exchange holds the contact."""
    contents = (_content(value) for value in values if isinstance(value, str | bytes))
    return any(one.in_content(content) for content in contents for one in traces)


class _Piece(NamedTuple):
    """What is written in some exchanges, without the bodies of those that have a long one."""

    rows: range
    content: bytes
    long: list[int]


class _Written:
    """All that is written in the exchanges of a history, whatever its version."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._joined: list[str] = []
        self._columns: list[str] = []
        for table in _TABLES:
            columns = connection.execute("SELECT name, type FROM pragma_table_info(?)", (table,)).fetchall()
            texts = [name for name, kind in columns if kind == "TEXT"]
            bodies = [name for name, kind in columns if kind == "BLOB"]
            if texts:
                joined = " || x'00' || ".join(
                    [f"ifnull({name}, '')" for name in texts]
                    + [f"iif(length({name}) <= {_LONG}, {name}, '')" for name in bodies]
                )
                is_long = " OR ".join(f"length({name}) > {_LONG}" for name in bodies) or "0"
                self._joined.append(
                    f"SELECT CAST(group_concat({joined}, x'00') AS BLOB), group_concat(iif({is_long}, id, NULL))"
                    f" FROM {table} WHERE id BETWEEN ? AND ?"
                )
                self._columns.append(f"SELECT {', '.join(texts + bodies)} FROM {table} WHERE id = ?")

    def pieces(self, connection: sqlite3.Connection, rows: range) -> list[_Piece]:
        """These exchanges, some dozens at a time."""
        every = (rows[at : at + _TOGETHER] for at in range(0, len(rows), _TOGETHER))
        return [_Piece(some, *self._together(connection, some)) for some in every]

    def _together(self, connection: sqlite3.Connection, rows: range) -> tuple[bytes, list[int]]:
        found = [connection.execute(sql, (rows[0], rows[-1])).fetchone() for sql in self._joined]
        numbers = ",".join(long for _content, long in found if long is not None)
        content = b"\0".join(content for content, _long in found if content is not None)
        return content, sorted(map(int, numbers.split(","))) if numbers else []

    def of(self, connection: sqlite3.Connection, number: int) -> list[str | bytes]:
        """What is written in one exchange; nothing when there is none."""
        rows = (row for sql in self._columns for row in connection.execute(sql, (number,)))
        return [value for row in rows for value in row if value is not None]


def _bounds(connection: sqlite3.Connection) -> tuple[int, int]:
    first, last = connection.execute("SELECT (SELECT min(id) FROM exchange), (SELECT max(id) FROM exchange)").fetchone()
    return (int(first), int(last)) if last is not None else (1, 0)


def _parts(first: int, last: int) -> Iterator[range]:
    return (range(at, min(at + _AT_ONCE, last + 1)) for at in range(first, last + 1, _AT_ONCE))


def _look(
    pieces: list[_Piece],
    of: Callable[[int], list[str | bytes]],
    traces: tuple[Traces, ...],
    seen: RowsAbout,
    is_unwanted: Callable[[], bool],
) -> None:
    """Raises SearchCancelledError while an exchange is read that takes long."""
    for piece in pieces:
        for number in piece.rows if _may_hold(piece.content, traces) else piece.long:
            holds = _holds(of(number), traces, is_unwanted)
            if holds is _Holds.CONTACT:
                seen.about.append(number)
            elif holds is _Holds.LONGER_WORD:
                seen.part_of_others += 1


class _Holds(Enum):
    """What an exchange holds of the contact."""

    NOTHING = 0
    LONGER_WORD = 1
    CONTACT = 2


def _holds(values: list[str | bytes], traces: tuple[Traces, ...], is_unwanted: Callable[[], bool]) -> _Holds:
    """What is long is read in a process of its own, for only that can be given up on the way."""
    content = b"\0".join(map(_content, values))
    if len(content) > _READ_APART:
        if not any(one.is_to_be_read(content) or one.stands_in_bytes(content) for one in traces):
            return _Holds.NOTHING
        try:
            return call_in_process(_read, values, tuple(one.value for one in traces), cancelled=is_unwanted)
        except CallCancelledError:
            raise SearchCancelledError from None
        except CallLostError:
            return _read_here(values, traces)  # there is no memory for another process: then it takes its time
    return _read_here(values, traces) if _may_hold(content, traces) else _Holds.NOTHING


def _read(values: list[str | bytes], contact: tuple[str, ...]) -> _Holds:
    """Run in the process."""
    return _read_here(values, of_all(contact))


def _read_here(values: list[str | bytes], traces: tuple[Traces, ...]) -> _Holds:
    if not _holds_part(values, traces):
        return _Holds.NOTHING
    return _Holds.CONTACT if are_about(values, traces) else _Holds.LONGER_WORD


def _may_hold(content: bytes, traces: tuple[Traces, ...]) -> bool:
    return any(one.may_stand_in(content) or one.stands_in_bytes(content) for one in traces)


def _holds_part(values: Iterable[str | bytes], traces: tuple[Traces, ...]) -> bool:
    return any(
        one.is_part_of(content.decode("utf-8", "replace")) or one.stands_in_bytes(content)
        for content in map(_content, values)
        for one in traces
    )


def _content(value: str | bytes) -> bytes:
    return value if isinstance(value, bytes) else value.encode("utf-8", "replace")
