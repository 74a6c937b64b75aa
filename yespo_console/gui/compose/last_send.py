"""The draft beside what was sent: the last event of its type, or the exchange that the history names."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from yespo_console.gui.compose.draft_tabs import type_of
from yespo_console.gui.readiness import Readiness
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from yespo_console.gui.async_runner import Outcome
    from yespo_console.gui.compose.draft import Draft
    from yespo_console.gui.services import Services
    from yespo_console.history.exchange import Exchange
    from yespo_console.history.store import HistoryStore


class DraftComparing(QObject):
    """Looks the exchange up beside the window and opens the comparison.

    Signals:
        noticed(str, str): why there is nothing to compare with; kind and words.
    """

    noticed = Signal(str, str)

    def __init__(self, readiness: Readiness, parent: QWidget) -> None:
        super().__init__(parent)
        self._readiness = readiness
        self._page = parent
        self._services: Services | None = None
        self._draft: Draft | None = None
        self._missing = ""

    def attach(self, services: "Services") -> None:
        """The services are there: from now on something can be found."""
        self._services = services

    def with_last_of_type(self, draft: "Draft") -> None:
        """Compare the draft with the last send of an event of its type."""
        event_type = type_of(draft)
        if not event_type:
            self.noticed.emit("info", _("The draft has no event type yet, so there is no send to compare it with."))
            return
        self._missing = _("No event of the type {type} was sent yet.").format(type=event_type)
        self._start(draft, partial(_last_of_type, event_type))

    def with_exchange(self, draft: "Draft", number: int) -> None:
        """Compare the draft with an exchange of the history."""
        self._missing = _("Exchange {number} is not in the history any more.").format(number=number)
        self._start(draft, partial(_exchange, number))

    def _start(self, draft: "Draft", find: "Callable[[HistoryStore], Exchange | None]") -> None:
        if self._services is None:
            self._readiness.tell()
            return
        self._draft = draft
        self._services.runner.start_in_thread(partial(find, self._services.history), self._found)

    def _found(self, outcome: "Outcome[Exchange | None]") -> None:
        from yespo_console.gui.comparing.dialog import CompareDialog
        from yespo_console.gui.comparing.sides import Side
        from yespo_console.gui.response.exchange_view import facts_of
        from yespo_console.history.errors import HistoryError
        from yespo_console.history.exchange_comparison import compared_text

        if outcome.cancelled or self._draft is None or self._services is None:
            return
        if isinstance(outcome.error, HistoryError):
            self.noticed.emit("error", str(outcome.error))
            return
        exchange = outcome.result()
        if exchange is None:
            self.noticed.emit("info", self._missing)
            return
        before = Side(facts_of(exchange), compared_text(exchange.request_body), exchange)
        after = Side(_("The draft, as it stands now"), self._draft.text)
        CompareDialog(before, after, self._services.runner, self._page.window()).open()  # the page may be out of sight


def _exchange(number: int, store: "HistoryStore") -> "Exchange | None":
    """In a thread."""
    return store.get(number)


def _last_of_type(event_type: str, store: "HistoryStore") -> "Exchange | None":
    """In a thread: the newest exchange of exactly this type."""
    from yespo_console.history.query import Condition, Position, Query

    query = Query(conditions=(Condition("type", (event_type,)),))
    reached: Position | None = None
    while rows := store.page(query, reached, 20):
        for row in rows:
            if row.event_type == event_type:
                return store.get(row.id)
        reached = Position(rows[-1].sent_at, rows[-1].id)
    return None
