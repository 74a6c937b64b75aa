"""What came of the last send of each draft: kept while the window lives, and found in the history after a restart."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

from yespo_console.gui.compose.identity import Identity, SentAs

if TYPE_CHECKING:
    from yespo_console.gui.response.response_pane import ResponsePane
    from yespo_console.gui.services import Services
    from yespo_console.history.exchange import Exchange

#: So often it is looked whether an answer that is kept here was removed from the history, perhaps by another program.
_LOOK_MS: Final = 1000


class Answers(QObject):
    """By a draft's identity, of one that was closed too as long as it can come back.

    Attributes:
        known: the exchange, and the text that it was the send of; None once it is in the history no more.
    Signals:
        removed(): the exchange that is shown was removed from the history.
    """

    removed = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.known: dict[Identity, tuple[Exchange, str] | None] = {}
        self._services: Services | None = None
        self._pane: ResponsePane | None = None
        self._version = -1  # of the history, when it was last looked at
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._look_for_removed)

    def attach(self, services: "Services", pane: "ResponsePane") -> None:
        """There is a history, and a pane that shows an exchange of it."""
        self._services, self._pane = services, pane

    def take(self, identity: Identity, exchange: "Exchange", text: str) -> None:
        """A send of ``text`` has ended."""
        self.known[identity] = (exchange, text)
        identity.sent_as = SentAs.of(exchange)
        self._look.start()

    def recorded(self, identity: Identity, number: int) -> bool:
        """A send is about to leave: a program that is killed meanwhile finds it again. Whether the history has it."""
        from yespo_console.history.errors import HistoryError

        try:
            rows = self._services.history.rows([number]) if self._services is not None else ()
        except HistoryError:
            return False  # whoever reads the history says so
        for row in rows:
            identity.sent_as = SentAs.of(row)
        return bool(rows)

    def look_up(self, identity: Identity) -> None:
        """Have what the history knows of the last send of a draft, which may be of an earlier start."""
        from yespo_console.history.errors import HistoryError

        sent_as = identity.sent_as
        if self._services is None or sent_as is None or identity in self.known:
            return
        try:
            exchange = self._services.history.get(sent_as.number)
        except HistoryError:
            return
        is_it = exchange is not None and SentAs.of(exchange) == sent_as
        self.known[identity] = (exchange, exchange.request_text) if exchange is not None and is_it else None
        self._look.start()

    def _look_for_removed(self) -> None:
        """Keep no answer that is in the history no more: somebody may have asked for it to be forgotten."""
        from yespo_console.history.errors import HistoryError

        if self._services is None or self._pane is None:
            return
        kept = {of: known[0].id for of, known in self.known.items() if known is not None}
        shown = self._pane.view.exchange
        numbers = {*kept.values(), *([shown.id] if shown is not None else [])}
        if not numbers:
            self._look.stop()
            return
        try:
            version = self._services.history.data_version()
            if version == self._version:
                return
            there = {row.id for row in self._services.history.rows(sorted(numbers))}
        except HistoryError:
            return  # whoever reads the history says so; the next look tries again
        self._version = version
        self.known |= {of: None for of, number in kept.items() if number not in there}
        if shown is not None and shown.id not in there:
            self._pane.forget_exchange()
            self.removed.emit()
