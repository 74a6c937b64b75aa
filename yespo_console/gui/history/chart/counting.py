"""Counting what a search found, beside the window: one count at a time, the newest search wins."""

import asyncio
from array import array
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.gui.async_runner import Outcome
    from yespo_console.gui.services import Services
    from yespo_console.history.query import Query
    from yespo_console.history.series import Series
    from yespo_console.history.store import Cancellation

Asked = tuple["Query", "array[int]"]


class Counting(QObject):
    """Counts for a chart.

    Signals:
        counted(Series): of the latest search.
        failed(str): the history cannot be read; a sentence.
    """

    counted = Signal(object)
    failed = Signal(str)

    def __init__(self, services: "Services", parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._running: Query | None = None
        self._cancellation: Cancellation | None = None
        self._next: Asked | None = None

    def ask(self, query: "Query", ids: "array[int]") -> None:
        """Count what ``query`` found. A count for another search is given up; news of the same one wait for its end."""
        self._next = (query, ids)
        if self._running is None:
            self._begin()
        elif self._running != query and self._cancellation is not None:
            self._cancellation.cancel()

    def stop(self) -> None:
        """Nothing more comes."""
        self._next = None
        if self._cancellation is not None:
            self._cancellation.cancel()

    def _begin(self) -> None:
        from yespo_console.history.store import Cancellation

        if self._next is None:
            return
        (query, ids), self._next = self._next, None
        self._running, self._cancellation = query, Cancellation()
        store = self._services.history
        job = partial(asyncio.to_thread, store.over_time, query, ids, self._cancellation)
        self._services.runner.start(job, self._ended)

    def _ended(self, outcome: "Outcome[Series]") -> None:
        from yespo_console.history.errors import HistoryError, SearchCancelledError

        wanted = self._cancellation is not None and not self._cancellation.is_cancelled
        self._running = self._cancellation = None
        if outcome.cancelled:
            return
        if isinstance(outcome.error, SearchCancelledError):
            pass
        elif isinstance(outcome.error, HistoryError):
            self.failed.emit(str(outcome.error))
        elif outcome.error is not None:
            self.failed.emit(_("The sends over time are not counted, because of a fault of the program."))
        elif wanted:
            self.counted.emit(outcome.result())
        self._begin()
        if not isinstance(outcome.error, SearchCancelledError | HistoryError | None):
            raise outcome.error  # nobody expected it; but the next count is not held up by it
