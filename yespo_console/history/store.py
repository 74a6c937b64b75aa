"""The history: writing an exchange in two steps, and finding it again from any thread and any process."""

import shutil
import sqlite3
import threading
from array import array
from collections.abc import Iterable, Sequence
from concurrent.futures import Future
from contextlib import closing, nullcontext, suppress
from copy import copy
from functools import partial
from pathlib import Path
from typing import Final, Protocol, TypeVar

from yespo_console.history import records
from yespo_console.history.errors import (
    HistoryClosedError,
    HistoryError,
    HistoryLostError,
    UnknownExchangeError,
    typed_errors,
)
from yespo_console.history.exchange import Answer, Exchange, NewExchange, tidy_tags
from yespo_console.history.indexing import mark_answered, mark_unindexed
from yespo_console.history.query import ExchangeRow, Position, Query
from yespo_console.history.reading import Cancellation, HistoryReader, T, Work
from yespo_console.history.schema import connect, prepare
from yespo_console.history.search_process import NotSearchedError, SearchProcess
from yespo_console.history.upgrading import Upgrade
from yespo_console.history.writer import HasTime, Writer

__all__ = ["Cancellation", "HistoryStore", "Work"]

T_co = TypeVar("T_co", covariant=True)

#: From so many exchanges on, a process that searches is worth its start.
_LARGE: Final = 20_000

#: With fewer bytes free, a disk is as good as full: the next send may find no room.
_ROOM: Final = 1_000_000


class Part(Protocol[T_co]):
    """A part of long work."""

    def __call__(self, connection: sqlite3.Connection, has_time: HasTime, /) -> T_co: ...


class HistoryStore(HistoryReader):
    """One history file, to write and to read. Open it once per process; every method may be called from any thread.

    Args:
        searches_apart: ``ids`` and ``page`` of a large history are answered by a process of their own, which starts
            with the first of them; until it stands, and should it be lost, they are answered here.

    Attributes:
        refusal: why nothing can be recorded, annotated or removed; whoever tries gets it. None: all that can be done.
    """

    def __init__(self, path: Path, *, searches_apart: bool = False, refusal: HistoryError | None = None) -> None:
        super().__init__(path)
        self.refusal = refusal
        self._searches_apart = searches_apart
        self._opening = threading.Lock()
        self._unopened: HistoryError | None = None  # why it is not open: ``open_again`` is at work, or failed
        self._times_opened = 0
        self._begin()

    def _begin(self) -> None:
        self._apart = SearchProcess(self.path) if self._searches_apart else None
        with typed_errors(self.path):
            self._writer = Writer(self.path, self.refusal, self._apart.standing_still if self._apart else nullcontext)

    @classmethod
    def open(cls, path: Path, upgrade: Upgrade | None = None, *, searches_apart: bool = False) -> "HistoryStore":
        """Open the history, creating it or bringing an older one up to date (a copy of it is made first).

        ``upgrade`` tells how far that is, and can give it up: it takes minutes for gigabytes.
        """
        prepare(path, upgrade=upgrade)
        return cls(path, searches_apart=searches_apart)

    def close(self) -> None:
        """Finish all writes, give up all searches, close the file. Closing twice is fine."""
        self._closing.set()
        with self._opening:
            self._end()
            super().close()

    def _end(self) -> None:
        if self._apart is not None:
            self._apart.close()
        self._writer.close()

    # Its file

    @property
    def fault(self) -> HistoryError | None:
        """Why it is of no use until it is opened again, or its file is put back; None as a rule. Cheap."""
        try:
            self._refuse_when_unusable()
        except HistoryError as error:
            return error
        return None

    def open_again(self) -> None:
        """Open what has its name now, or begin an empty history where nothing has: the way on from a ``fault``.

        What was to be written before is refused; whoever searches is waited for. Raises the errors of ``errors``.
        """
        with self._opening:
            if self._closing.is_set():
                raise HistoryClosedError(self.path)
            # until it is open nobody reads it: what is new may look like what is gone, to the number of its file
            self._unopened = self.fault or HistoryLostError(self.path)
            # first of all: SQLite mixes up what it has open with a new journal that has the name of the old one
            self._end()
            self._let_go()
            try:
                prepare(self.path)
                self._begin()
            except HistoryError as error:
                self._unopened = error
                raise
            self._unopened = None
            self._times_opened += 1

    def _refuse_when_unusable(self) -> None:
        super()._refuse_when_unusable()
        if self._unopened is not None:
            raise copy(self._unopened)
        self._writer.files.check()

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

    def between_writes(self, part: "Part[T]", cancel: Cancellation | None = None) -> "Future[T]":
        """Do a part of long work, in a transaction of its own, once no send waits to be recorded.

        ``part`` gets a connection and ``has_time``, and takes one step after the other as long as that says yes: a
        send that comes meanwhile waits for one step and the end of the transaction. It may take some seconds until
        this is possible, which are not waited for once ``cancel`` is set.
        """
        return self._writer.submit_behind(part, partial(self._is_wanted, cancel))

    def takes_writes(self) -> bool:
        """Whether something can be written now: it is there, no other program has it locked, and there is room.

        Told by the room there is, and by writing what is there already. Waits for nobody.
        """
        try:
            self._refuse_when_unusable()
            if shutil.disk_usage(self.path.parent).free < _ROOM:
                return False
            with closing(connect(self.path)) as connection:
                connection.execute("PRAGMA busy_timeout = 0")
                connection.execute("UPDATE pair_progress SET next_block = next_block")
        except (sqlite3.Error, OSError, HistoryError):
            return False
        return True

    @property
    def waits_for_another(self) -> bool:
        """Whether another program holds the history, and what is to be written waits for it."""
        return self._writer.waits_for_another

    def wait_until_indexed(self, timeout: float = 10.0) -> bool:
        """Wait until all that was written here is in the index. Searches find everything without it, only slower."""
        return self._writer.wait_until_indexed(timeout)

    # Searching

    def data_version(self) -> int:
        """See ``HistoryReader``. It changes as well when the history is opened again."""
        return super().data_version() + (self._times_opened << 32)  # SQLite counts in 32 bits

    def ids(self, query: Query, cancel: Cancellation | None = None) -> "array[int]":
        """See ``HistoryReader``."""
        if self._apart is not None and self._is_large():
            with suppress(NotSearchedError):
                return self._apart.ids(query, partial(self._is_wanted, cancel))
        return super().ids(query, cancel)

    def page(
        self, query: Query, before: Position | None = None, limit: int = 100, cancel: Cancellation | None = None
    ) -> list[ExchangeRow]:
        """See ``HistoryReader``."""
        if self._apart is not None and self._is_large():
            with suppress(NotSearchedError):
                return self._apart.page(query, before, limit, partial(self._is_wanted, cancel))
        return super().page(query, before, limit, cancel)

    def _is_large(self) -> bool:
        with self._reading() as connection:
            (newest,) = connection.execute("SELECT ifnull(max(id), 0) FROM exchange").fetchone()
        return int(newest) >= _LARGE
