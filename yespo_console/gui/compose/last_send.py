"""The draft beside what was sent: the last event of its type, or the exchange that the history names."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.gui.async_runner import Outcome
    from yespo_console.gui.compose.draft import Draft
    from yespo_console.gui.services import Services
    from yespo_console.history.exchange import Exchange


class DraftComparing(QObject):
    """Looks the exchange up beside the window and opens the comparison.

    Signals:
        noticed(str, str): why there is nothing to compare with; kind and words.
    """

    noticed = Signal(str, str)

    def __init__(self, services: "Services", parent: QWidget) -> None:
        super().__init__(parent)
        self._services = services
        self._page = parent
        self._draft: Draft | None = None
        self._missing = ""

    def with_last_of_type(self, draft: "Draft", event_type: str) -> None:
        """Compare the draft with the last send of an event of this type."""
        if not event_type:
            self.noticed.emit("info", _("The draft has no event type yet, so there is no send to compare it with."))
            return
        self._missing = _("No event of the type {type} was sent yet.").format(type=event_type)
        self._start(draft, partial(_last_of_type, self._services, event_type))

    def with_exchange(self, draft: "Draft", number: int) -> None:
        """Compare the draft with an exchange of the history."""
        self._missing = _("Exchange {number} is not in the history any more.").format(number=number)
        self._start(draft, partial(self._services.history.get, number))

    def _start(self, draft: "Draft", find: "partial[Exchange | None]") -> None:
        self._draft = draft
        self._services.runner.start_in_thread(find, self._found)

    def _found(self, outcome: "Outcome[Exchange | None]") -> None:
        from yespo_console.gui.comparing.dialog import CompareDialog
        from yespo_console.gui.comparing.sides import Side
        from yespo_console.gui.response.exchange_view import facts_of
        from yespo_console.history.errors import HistoryError

        if outcome.cancelled or self._draft is None:
            return
        if isinstance(outcome.error, HistoryError):
            self.noticed.emit("error", str(outcome.error))
            return
        exchange = outcome.result()
        if exchange is None:
            self.noticed.emit("info", self._missing)
            return
        before = Side(facts_of(exchange), exchange.request_text, exchange)
        after = Side(_("The draft, as it stands now"), self._draft.text)
        CompareDialog(before, after, self._services.runner, self._page).open()


def _last_of_type(services: "Services", event_type: str) -> "Exchange | None":
    """In a thread: the newest exchange of exactly this type."""
    from yespo_console.history.query import Condition, Position, Query

    query = Query(conditions=(Condition("type", (event_type,)),))
    reached: Position | None = None
    while rows := services.history.page(query, reached, 20):
        for row in rows:
            if row.event_type == event_type:
                return services.history.get(row.id)
        reached = Position(rows[-1].sent_at, rows[-1].id)
    return None
