"""Finding exchanges again, from any thread: everything about a history file that only reads."""

import sqlite3
import threading
from array import array
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, Self, TypeVar

from yespo_console.history import records
from yespo_console.history.errors import HistoryClosedError, SearchCancelledError, typed_errors
from yespo_console.history.exchange import Exchange
from yespo_console.history.query import ExchangeRow, Facets, Position, Query
from yespo_console.history.row_filters import distinct
from yespo_console.history.schema import connect
from yespo_console.history.selection import Selection

if TYPE_CHECKING:
    from yespo_console.events.outlook import EarlierSend
    from yespo_console.history.series import Series

T = TypeVar("T")
Work = Callable[[sqlite3.Connection], T]

#: Steps of SQLite's machine between two looks at whether a search is still wanted: well under a millisecond.
_STEPS_BETWEEN_LOOKS: Final = 2_000

#: The same for a statement that changes much: some milliseconds.
_STEPS_OF_LONG_WORK: Final = 20_000

_ROWS_AT_ONCE: Final = 500


@dataclass(frozen=True, slots=True)
class Extent:
    """How much a history holds.

    Attributes:
        exchanges: how many there are.
        highest: the highest id there has ever been.
    """

    exchanges: int
    highest: int

    @property
    def gone(self) -> int:
        """How many are there no more: ids are given one after the other, and none twice."""
        return self.highest - self.exchanges


class Cancellation:
    """Gives up searches that nobody waits for any more. Pass the same one to all calls that belong to one search."""

    def __init__(self) -> None:
        self._cancelled = threading.Event()

    def cancel(self) -> None:
        """Have running calls raise SearchCancelledError soon, and later ones at once. From any thread."""
        self._cancelled.set()

    @property
    def is_cancelled(self) -> bool:
        return self._cancelled.is_set()


@contextmanager
def given_up_with(connection: sqlite3.Connection, cancel: Cancellation | None) -> Iterator[None]:
    """Have each statement of the block end with an error once it is cancelled; nothing of it is done then."""
    connection.set_progress_handler(lambda: cancel is not None and cancel.is_cancelled, _STEPS_OF_LONG_WORK)
    try:
        yield
    finally:
        connection.set_progress_handler(None, 0)


class _Connection:
    """A connection that reads, used by one thread at a time."""

    def __init__(self, path: Path) -> None:
        self.connection = connect(path, readonly=True)
        self.owner = threading.current_thread()
        self.lock = threading.Lock()
        self.is_closed = False

    def close(self) -> None:
        """Once no thread uses it."""
        with self.lock:
            self.is_closed = True
            self.connection.close()


class HistoryReader:
    """Reads one history file, which must be there and up to date; every method may be called from any thread.

    Other windows and commands may write the file at the same time. Methods take an optional ``Cancellation``; all of
    them raise the errors of ``errors``.

    Args:
        give_way: called again and again while something is searched; it may wait a little.

    Attributes:
        path: the file.
    """

    def __init__(self, path: Path, give_way: Callable[[], None] | None = None) -> None:
        self.path = path
        self._give_way = give_way
        self._closing = threading.Event()
        self._local = threading.local()
        self._connections: list[_Connection] = []
        self._lock = threading.Lock()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Give up all searches and let go of the file. Closing twice is fine."""
        self._closing.set()
        self._let_go()

    def read(self, work: Work[T], cancel: Cancellation | None = None) -> T:
        """What ``work`` makes of a connection inside one read transaction; it should not take long."""
        with self._reading(cancel) as connection:
            return work(connection)

    def get(self, number: int) -> Exchange | None:
        """The whole exchange, or None when there is none with this id."""
        with self._reading() as connection:
            return records.load(connection, number)

    def ids(self, query: Query, cancel: Cancellation | None = None) -> "array[int]":
        """The ids of all that ``query`` finds, newest first (``array('q')``)."""
        with self._selecting(query, cancel) as selection:
            return selection.ids()

    def count(self, query: Query, cancel: Cancellation | None = None) -> int:
        """How many exchanges ``query`` finds."""
        with self._selecting(query, cancel) as selection:
            return selection.count()

    def page(
        self, query: Query, before: Position | None = None, limit: int = 100, cancel: Cancellation | None = None
    ) -> list[ExchangeRow]:
        """The next ``limit`` rows that ``query`` finds, newest first, after the place ``before``."""
        with self._selecting(query, cancel) as selection:
            numbers = [number for _, number in islice(selection.hits(before), limit)]
            return _rows(selection.connection, numbers)

    def rows(self, numbers: Sequence[int], cancel: Cancellation | None = None) -> list[ExchangeRow]:
        """The rows with these ids, in this order; ids that are not (or no longer) there are left out."""
        with self._reading(cancel) as connection:
            return _rows(connection, numbers)

    def facets(self) -> Facets:
        """What there is to filter by."""
        with self._reading() as connection:
            types, environments, results, sources = (
                distinct(connection, column) for column in ("event_type", "environment", "result", "source")
            )
            tags = connection.execute("SELECT min(name) FROM exchange_tag GROUP BY key ORDER BY key").fetchall()
        return Facets(
            tuple(str(value) for value in types),
            tuple(str(value) for value in environments),
            tuple(int(value) for value in results if int(value) > 0),
            tuple(str(name) for (name,) in tags),
            tuple(str(name) for name in sources),
        )

    def over_time(self, query: Query, ids: "array[int]", cancel: Cancellation | None = None) -> "Series":
        """What became over time of what ``query`` found; ``ids`` are its hits, newest first (see ``statistics``)."""
        from yespo_console.history.statistics import over_time

        with self._reading(cancel) as connection:
            return over_time(connection, query, ids)

    def earlier_send(self, event_type: str, key_value: str, environment: str) -> "EarlierSend | None":
        """The last send of this type under this key to this environment, with how many there were; None: the first.

        Only sends count that may be in the account: taken with a 2xx, or without a clear refusal.
        """
        from yespo_console.events.outlook import EarlierSend

        with self._reading() as connection:
            count, latest = connection.execute(
                "SELECT count(*), max(sent_at) FROM exchange INDEXED BY exchange_by_key"
                " WHERE event_type = ? AND key_value = ? AND environment = ? AND may_have_been_accepted = 1",
                (event_type, key_value, environment),
            ).fetchone()
        return EarlierSend(records.from_stored(latest), environment, count) if count else None

    def data_version(self) -> int:
        """A number that changes whenever anybody, in any process, has written. Compare within one thread only."""
        with self._reading() as connection:
            (version,) = connection.execute("PRAGMA data_version").fetchone()
        return int(version)

    def extent(self) -> Extent:
        """How much there is."""
        with self._reading() as connection:
            return _extent(connection)

    def has_only_grown(self, before: Extent, moment: datetime) -> bool:
        """Whether since ``before`` nothing went, and nothing came that was sent before ``moment`` (aware)."""
        with self._reading() as connection:
            if _extent(connection).gone != before.gone:
                return False
            (came,) = connection.execute(
                "SELECT EXISTS (SELECT 1 FROM exchange NOT INDEXED WHERE id > ? AND sent_at < ?)",
                (before.highest, records.to_stored(moment)),
            ).fetchone()
        return not came

    def _is_wanted(self, cancel: Cancellation | None) -> bool:
        return not self._is_unwanted(cancel)

    def _is_unwanted(self, cancel: Cancellation | None) -> bool:
        if self._give_way is not None:
            self._give_way()
        return self._closing.is_set() or (cancel is not None and cancel.is_cancelled)

    @contextmanager
    def _selecting(self, query: Query, cancel: Cancellation | None) -> Iterator[Selection]:
        with (
            self._reading(cancel) as connection,
            closing(Selection(connection, query, partial(self._is_unwanted, cancel))) as selection,
        ):
            yield selection

    @contextmanager
    def _reading(self, cancel: Cancellation | None = None) -> Iterator[sqlite3.Connection]:
        """This thread's connection inside a read transaction: all statements see the same state of the file."""
        held = self._held()
        with held.lock, typed_errors(self.path):
            self._refuse_when_unusable()
            if held.is_closed:
                raise HistoryClosedError(self.path)
            if cancel is not None and cancel.is_cancelled:
                raise SearchCancelledError
            connection = held.connection
            connection.set_progress_handler(partial(self._is_unwanted, cancel), _STEPS_BETWEEN_LOOKS)
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.set_progress_handler(None, 0)
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def _held(self) -> _Connection:
        """This thread's connection."""
        held: _Connection | None = getattr(self._local, "held", None)
        if held is None or held.is_closed:
            with self._lock, typed_errors(self.path):
                self._refuse_when_unusable()
                self._close_those_of_ended_threads()
                held = _Connection(self.path)
                self._connections.append(held)
            self._local.held = held
        return held

    def _close_those_of_ended_threads(self) -> None:
        for one in self._connections:
            if not one.owner.is_alive():
                one.close()
        self._connections = [one for one in self._connections if one.owner.is_alive()]

    def _let_go(self) -> None:
        """Close all connections; a thread that reads after it gets another."""
        with self._lock:
            for one in self._connections:
                one.close()
            self._connections.clear()

    def _refuse_when_unusable(self) -> None:
        if self._closing.is_set():
            raise HistoryClosedError(self.path)


def _rows(connection: sqlite3.Connection, numbers: Sequence[int]) -> list[ExchangeRow]:
    found: dict[int, ExchangeRow] = {}
    for start in range(0, len(numbers), _ROWS_AT_ONCE):
        part = numbers[start : start + _ROWS_AT_ONCE]
        marks = ", ".join("?" * len(part))
        for columns in connection.execute(
            f"SELECT {records.ROW_COLUMNS} FROM exchange WHERE id IN ({marks})", tuple(part)
        ):
            row = records.to_row(columns)
            found[row.id] = row
    return [found[number] for number in numbers if number in found]


def _extent(connection: sqlite3.Connection) -> Extent:
    (exchanges,) = connection.execute("SELECT count(*) FROM exchange").fetchone()
    highest = connection.execute("SELECT seq FROM sqlite_sequence WHERE name = 'exchange'").fetchone()
    return Extent(exchanges, highest[0] if highest is not None else 0)
