"""Searching the history beside the window: the newest hits at once, all of them when they are known, and news later."""

import asyncio
import time
from array import array
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, TypeVar

from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from yespo_console.gui.async_runner import AsyncRunner, Outcome
    from yespo_console.history.query import ExchangeRow, Facets, Query
    from yespo_console.history.reading import Extent
    from yespo_console.history.store import Cancellation, HistoryStore

T = TypeVar("T")

#: So many hits are read first where nobody knows how many are in sight; more than any screen has rows.
FIRST: Final = 96

#: While others write without end, all is read again only after so many times as long as that took.
_REST: Final = 1


@dataclass(frozen=True, slots=True)
class _Newest:
    """The newest hits; ``complete``: there are no others.

    ``extent``: of the history, before they were read; None: it was not counted, for that takes longer than the rest.
    ``has_only_grown``: since the extent before, above them; False where that is not known.
    """

    rows: "list[ExchangeRow]"
    complete: bool
    facets: "Facets"
    extent: "Extent | None"
    has_only_grown: bool

    @property
    def ids(self) -> "array[int]":
        return array("q", [row.id for row in self.rows])


@dataclass(frozen=True, slots=True)
class _All:
    """All hits, the extent of the history before they were read, and how long that took in seconds."""

    ids: "array[int]"
    extent: "Extent"
    seconds: float


class Searching(QObject):
    """One search at a time; a newer one ends the older.

    Attributes:
        query: the last one asked for, or None.
        running: hits of ``query`` are still to come.
    Signals:
        listed(array, list, bool): the ids of the hits, newest first, and the rows of the newest; False: the others
            come after ``read_on``.
        facets_known(Facets): what there is to filter by.
        failed(str): the history cannot be read; a sentence, each but once in a row.
    """

    listed = Signal(object, object, bool)
    facets_known = Signal(object)
    failed = Signal(str)

    def __init__(self, store: "HistoryStore", runner: "AsyncRunner", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.query: Query | None = None
        self.running = False
        self._store = store
        self._runner = runner
        self._cancellation: Cancellation | None = None
        self._others_wait = False
        self._version = -1
        self._extent: Extent | None = None
        self._rests_until = 0.0
        self._known: array[int] = array("q")
        self._rows: list[ExchangeRow] = []
        self._said = ""

    def ask(self, query: "Query", first: int = FIRST) -> None:
        """Search for ``query`` and forget what was searched before; so many hits are listed ``first``."""
        from yespo_console.history.store import Cancellation

        self.stop()
        self.query = query
        self.running = True
        self._read_version()
        self._cancellation = Cancellation()
        job = partial(_newest, self._store, query, first, None, self._cancellation)
        self._runner.start(job, self._newest_found)

    def look(self) -> None:
        """See whether anybody has written since, and if so, list what is new."""
        if self.query is None or self.running or time.monotonic() < self._rests_until or not self._read_version():
            return
        from yespo_console.history.store import Cancellation

        self.running = True
        self._cancellation = Cancellation()
        job = partial(_newest, self._store, self.query, FIRST, self._extent, self._cancellation)
        self._runner.start(job, self._news_found)

    def stop(self) -> None:
        """End the search that runs; nothing more comes of it."""
        if self._cancellation is not None:
            self._cancellation.cancel()
        self._cancellation = None
        self._others_wait = False
        self.running = False

    def read_on(self) -> None:
        """Find the other hits, after the newest were listed."""
        if self._others_wait:
            self._others_wait = False
            self._read_all()

    def _read_version(self) -> bool:
        """Whether the file is another than at the last reading."""
        from yespo_console.history.errors import HistoryError

        try:
            version = self._store.data_version()
        except HistoryError as error:
            self._version = -1  # the next look lists anew, which says that it can be read again
            self._say(str(error))
            return False
        changed, self._version = version != self._version, version
        return changed

    def _newest_found(self, outcome: "Outcome[tuple[Cancellation, _Newest]]") -> None:
        found = self._take(outcome)
        if found is None:
            return
        self.facets_known.emit(found.facets)
        self._rows, self._extent = found.rows, found.extent
        self._list(found.ids, found.complete)

    def _news_found(self, outcome: "Outcome[tuple[Cancellation, _Newest]]") -> None:
        found = self._take(outcome)
        if found is None:
            return
        self.facets_known.emit(found.facets)
        self._rows, self._extent = found.rows, found.extent
        ids = found.ids
        if not found.complete:
            if not found.has_only_grown:  # what is known of the others is not true any more
                self._read_all()
                return
            try:
                at = self._known.index(ids[-1], 0, 4 * FIRST)
            except ValueError:  # more has come than was read; what is listed stays until all of it is
                self._read_all()
                return
            ids = ids + self._known[at + 1 :]
        self._list(ids, True)

    def _list(self, ids: "array[int]", complete: bool) -> None:
        assert self.query is not None
        assert self._cancellation is not None
        if complete:
            self.running = False
            self._known = ids
        self._others_wait = not complete
        self.listed.emit(ids, self._rows, complete)

    def _read_all(self) -> None:
        assert self.query is not None
        assert self._cancellation is not None
        self._runner.start(partial(_all, self._store, self.query, self._cancellation), self._all_found)

    def _all_found(self, outcome: "Outcome[tuple[Cancellation, _All]]") -> None:
        found = self._take(outcome)
        if found is not None:
            self._extent = found.extent
            self._rests_until = time.monotonic() + _REST * found.seconds
            self._list(found.ids, True)

    def _take(self, outcome: "Outcome[tuple[Cancellation, T]]") -> "T | None":
        """What a reading of the present search found; None when it failed or belongs to an older one."""
        from yespo_console.history.errors import HistoryError, SearchCancelledError

        if outcome.cancelled or isinstance(outcome.error, SearchCancelledError):
            return None
        if isinstance(outcome.error, HistoryError):
            self.running = False
            self._version = -1  # the next look tries again
            self._say(str(outcome.error))
            return None
        if outcome.error is not None:
            self.running = False  # nobody expected it; but what comes into the history later is looked for
        cancellation, found = outcome.result()
        if cancellation is not self._cancellation:
            return None
        self._said = ""
        return found

    def _say(self, words: str) -> None:
        if words != self._said:
            self._said = words
            self.failed.emit(words)


async def _newest(
    store: "HistoryStore", query: "Query", most: int, before: "Extent | None", cancel: "Cancellation"
) -> "tuple[Cancellation, _Newest]":
    def read() -> _Newest:
        extent = None if before is None else store.extent()
        rows = store.page(query, None, most, cancel)
        complete = len(rows) < most
        has_only_grown = before is not None and not complete and store.has_only_grown(before, rows[-1].sent_at)
        return _Newest(rows, complete, store.facets(), extent, has_only_grown)

    return cancel, await asyncio.to_thread(read)


async def _all(store: "HistoryStore", query: "Query", cancel: "Cancellation") -> "tuple[Cancellation, _All]":
    def read() -> _All:
        begun = time.monotonic()
        extent = store.extent()
        ids = store.ids(query, cancel)
        return _All(ids, extent, time.monotonic() - begun)

    return cancel, await asyncio.to_thread(read)
