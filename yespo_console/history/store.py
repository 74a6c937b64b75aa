"""The history: writing an exchange in two steps, and finding it again from any thread and any process."""

import sqlite3
import threading
from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future
from contextlib import closing, contextmanager
from functools import partial
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from yespo_console.history import records
from yespo_console.history.errors import (
    HistoryClosedError,
    SearchCancelledError,
    UnknownExchangeError,
    typed_errors,
)
from yespo_console.history.exchange import Answer, Exchange, NewExchange, tidy_tags
from yespo_console.history.indexing import mark_answered, mark_unindexed
from yespo_console.history.query import ExchangeRow, Facets, Position, Query
from yespo_console.history.row_filters import distinct
from yespo_console.history.schema import connect, prepare
from yespo_console.history.selection import Selection
from yespo_console.history.upgrading import Upgrade
from yespo_console.history.writer import HasTime, Writer

if TYPE_CHECKING:
    from yespo_console.events.outlook import EarlierSend
    from yespo_console.history.series import Series

T = TypeVar("T")
T_co = TypeVar("T_co", covariant=True)
Work = Callable[[sqlite3.Connection], T]


class Part(Protocol[T_co]):
    """A part of long work."""

    def __call__(self, connection: sqlite3.Connection, has_time: HasTime, /) -> T_co: ...


#: Steps of SQLite's machine between two looks at whether a search is still wanted: well under a millisecond.
_STEPS_BETWEEN_LOOKS: Final = 20_000

_ROWS_AT_ONCE: Final = 500


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


class _Reader:
    """A connection that reads, used by one thread at a time."""

    def __init__(self, path: Path) -> None:
        self.connection = connect(path, readonly=True)
        self.owner = threading.current_thread()
        self.lock = threading.Lock()


class HistoryStore:
    """One history file. Open it once per process; every method may be called from any thread.

    Other windows and commands may write the same file at the same time. Reading methods take an optional
    ``Cancellation``; all methods raise the errors of ``errors``.

    Attributes:
        path: the file.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self._closing = threading.Event()
        self._local = threading.local()
        self._readers: list[_Reader] = []
        self._lock = threading.Lock()
        with typed_errors(path):
            self._writer = Writer(path)

    @classmethod
    def open(cls, path: Path, upgrade: Upgrade | None = None) -> "HistoryStore":
        """Open the history, creating it or bringing an older one up to date (a copy of it is made first).

        ``upgrade`` tells how far that is, and can give it up: it takes minutes for gigabytes.
        """
        prepare(path, upgrade=upgrade)
        return cls(path)

    def __enter__(self) -> "HistoryStore":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Finish all writes, give up all searches, close the file. Closing twice is fine."""
        self._closing.set()
        self._writer.close()
        with self._lock:
            for reader in self._readers:
                with reader.lock:
                    reader.connection.close()
            self._readers.clear()

    # Writing

    def begin(self, new: NewExchange) -> Future[int]:
        """Record a request before it leaves. The Future holds its id once the row is safe on the disk."""

        def work(connection: sqlite3.Connection) -> int:
            number = records.insert(connection, new)
            mark_unindexed(connection, number)
            return number

        return self._writer.submit(work)

    def complete(self, number: int, answer: Answer) -> Future[None]:
        """Add what came back. The Future fails with UnknownExchangeError when no such row waits for an answer."""

        def work(connection: sqlite3.Connection) -> None:
            if not records.complete(connection, number, answer):
                raise UnknownExchangeError(self.path, str(number))
            mark_answered(connection, number)

        return self._writer.submit(work)

    def annotate(
        self,
        numbers: Iterable[int],
        *,
        note: str | None = None,
        pinned: bool | None = None,
        add_tags: Iterable[str] = (),
        remove_tags: Iterable[str] = (),
    ) -> Future[None]:
        """Change what the user made of these exchanges, all together or not at all; None leaves a thing as it is."""
        every, added, removed = tuple(numbers), tidy_tags(tuple(add_tags)), tuple(remove_tags)

        def work(connection: sqlite3.Connection) -> None:
            for number in every:
                records.annotate(connection, number, note, pinned)
                records.remove_tags(connection, number, removed)
                records.add_tags(connection, number, added)

        return self._writer.submit(work)

    def bring_in(self, exchanges: Sequence[Exchange]) -> Future[int]:
        """Take in exchanges from elsewhere, each with its answer, all in one transaction; their ids do not count.

        The Future holds how many were added, once they are safe on the disk. One that is there already is left as it
        is: sent at the same microsecond to the same address with the same bytes.
        """
        taken = tuple(exchanges)

        def work(connection: sqlite3.Connection) -> int:
            numbers = [records.bring_in(connection, exchange) for exchange in taken]
            added = [number for number in numbers if number is not None]
            for number in added:
                mark_unindexed(connection, number)
            return len(added)

        return self._writer.submit(work)

    def between_writes(self, part: "Part[T]") -> "Future[T]":
        """Do a part of long work, in a transaction of its own, once no send waits to be recorded.

        ``part`` gets a connection and ``has_time``, and takes one step after the other as long as that says yes: a
        send that comes meanwhile waits for one step and the end of the transaction.
        """
        return self._writer.submit_behind(part)

    def wait_until_indexed(self, timeout: float = 10.0) -> bool:
        """Wait until all that was written here is in the index. Searches find everything without it, only slower."""
        return self._writer.wait_until_indexed(timeout)

    # Reading

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

    def _is_unwanted(self, cancel: Cancellation | None) -> bool:
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
        reader = self._reader()
        with reader.lock, typed_errors(self.path):
            self._refuse_when_closed()
            if cancel is not None and cancel.is_cancelled:
                raise SearchCancelledError
            connection = reader.connection

            connection.set_progress_handler(partial(self._is_unwanted, cancel), _STEPS_BETWEEN_LOOKS)
            connection.execute("BEGIN")
            try:
                yield connection
            finally:
                connection.set_progress_handler(None, 0)
                if connection.in_transaction:
                    connection.execute("ROLLBACK")

    def _reader(self) -> _Reader:
        reader: _Reader | None = getattr(self._local, "reader", None)
        if reader is None:
            with self._lock, typed_errors(self.path):
                self._refuse_when_closed()
                self._close_readers_of_ended_threads()
                reader = _Reader(self.path)
                self._readers.append(reader)
            self._local.reader = reader
        return reader

    def _close_readers_of_ended_threads(self) -> None:
        for reader in self._readers:
            if not reader.owner.is_alive():
                reader.connection.close()
        self._readers = [reader for reader in self._readers if reader.owner.is_alive()]

    def _refuse_when_closed(self) -> None:
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
