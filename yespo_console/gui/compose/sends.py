"""What a composer sends, one at a time: asked about first where it must be, and the answer kept with its draft."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from yespo_console.events.event import ApiVersion
from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.compose.handover import SendAgain
from yespo_console.gui.environment_selection import EnvironmentSelection
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.delivery.environments import Environment
    from yespo_console.gui.compose.sending import Sending
    from yespo_console.gui.response.response_pane import ResponsePane
    from yespo_console.gui.services import Services
    from yespo_console.history.exchange import Exchange


class Sends(QObject):
    """The sends of one page, and the pane that shows the answer of the draft that ``show`` was given last.

    Signals:
        busy_changed(bool): a send has begun, or ended.
        noticed(str, str): a sentence: its kind, its words.
        history_asked(int): the exchange of that number belongs to no draft; its place is the history.
    """

    busy_changed = Signal(bool)
    noticed = Signal(str, str)
    history_asked = Signal(int)

    def __init__(self, selection: EnvironmentSelection, page: QWidget) -> None:
        super().__init__(page)
        self._selection = selection
        self._page = page
        self._services: Services | None = None
        self._pane: ResponsePane | None = None
        self._sending: Sending | None = None
        self._confirmed: set[str] = set()
        #: By draft: the exchange, and the text that it was the send of.
        self._answers: dict[Draft, tuple[Exchange, str]] = {}
        self._draft: Draft | None = None  # the current one
        self._of: Draft | None = None  # the one whose send is under way

    def attach(self, services: "Services", pane: "ResponsePane") -> None:
        """The services are there: from now on it can be sent, and ``pane`` shows what came of it."""
        self._services, self._pane = services, pane
        self._show_answer()

    @property
    def is_ready(self) -> bool:
        """Whether something can be sent now."""
        return self._services is not None and self._sending is None

    @property
    def is_busy(self) -> bool:
        """Whether a send is under way."""
        return self._sending is not None

    def show(self, draft: Draft) -> None:
        """Another draft is current."""
        if self._draft is not None:
            self._draft.changed.disconnect(self._mark_answer)
        self._draft = draft
        draft.changed.connect(self._mark_answer)
        self._show_answer()

    def forget(self, draft: Draft) -> None:
        """A draft was closed."""
        self._answers.pop(draft, None)
        if draft is self._draft:
            self._draft = None
        if draft is self._of:
            self._of = None

    # -- sending

    def send(self, draft: Draft) -> None:
        """Send the text of ``draft`` as it stands; a real account may ask first."""
        environment = self._selection.environment
        if not self.is_ready or environment is None:
            self.noticed.emit("info", _("Still starting: try again in a moment."))
            return
        self._ask_and_send(draft.text, environment, draft.encoding.api, draft)

    def send_again(self, again: SendAgain) -> None:
        """Send the bytes of an exchange once more, to the environment that they went to."""
        if not self.is_ready:
            self.noticed.emit("info", _("Another send is under way: try again when it has ended."))
            return
        selection = self._selection
        environment = next((one for one in selection.environments if one.name == again.environment), None)
        if environment is None:
            message = _("The environment {name} is not there any more. Open the exchange in the composer instead.")
            self.noticed.emit("warning", message.format(name=again.environment))
            return
        if environment.name != selection.marking.name:
            # The header names another environment than the one this goes to, so a real account asks in any case.
            self._confirmed.discard(environment.name)
        self._ask_and_send(again.body, environment, again.api, None)

    def cancel(self) -> None:
        """Give up waiting for the answer; the response says whether the event may have been accepted."""
        if self._sending is not None:
            self._sending.cancel()

    def _ask_and_send(
        self, text: str | bytes, environment: "Environment", api: ApiVersion, draft: Draft | None
    ) -> None:
        from yespo_console.delivery.doubtful_type import probably_meant
        from yespo_console.delivery.test_contacts import outside_text
        from yespo_console.gui.compose.sending import question_before

        if self._services is None:
            return
        readable = text if isinstance(text, str) else text.decode("utf-8", "replace")
        first = environment.name not in self._confirmed
        slip = probably_meant(readable, environment, self._services.catalog, api)
        box = question_before(environment, outside_text(readable, environment, api), first, self._page, slip=slip)
        if box is None:
            self._start(text, environment, api, draft)
            return
        box.accepted.connect(partial(self._confirm, text, environment, api, draft))
        box.finished.connect(box.deleteLater)
        box.open()

    def _confirm(self, text: str | bytes, environment: "Environment", api: ApiVersion, draft: Draft | None) -> None:
        self._confirmed.add(environment.name)
        self._start(text, environment, api, draft)

    def _start(self, text: str | bytes, environment: "Environment", api: ApiVersion, draft: Draft | None) -> None:
        from yespo_console.gui.compose.sending import Sending

        if self._services is None or self._sending is not None:
            return
        known = draft.check if draft is not None and draft.check is not None and draft.check.text == text else None
        sending = Sending(self._services, text, environment, api, known, self)
        sending.failed.connect(partial(self.noticed.emit, "error"))
        sending.ended.connect(partial(self._ended, text))
        self._sending, self._of = sending, draft
        if self._pane is not None:
            self._pane.show_waiting()
        sending.start()
        self.busy_changed.emit(True)

    def _ended(self, text: str | bytes, exchange: "Exchange | None") -> None:
        if self._sending is not None:
            self._sending.deleteLater()
            self._sending = None
        draft, self._of = self._of, None
        if draft is not None and exchange is not None and isinstance(text, str):
            self._answers[draft] = (exchange, text)
        self._show_answer()
        self.busy_changed.emit(False)
        if draft is None and exchange is not None:
            self.history_asked.emit(exchange.id)

    # -- showing

    def _show_answer(self) -> None:
        if self._pane is None or self._draft is None:
            return
        exchange, _text = self._answers.get(self._draft, (None, ""))
        if exchange is None:
            self._pane.clear()
        else:
            self._pane.show_exchange(exchange)
            self._mark_answer()

    def _mark_answer(self) -> None:
        """Say beside the answer whether the text is still the one that it is the answer to."""
        known = self._answers.get(self._draft) if self._draft is not None else None
        if self._pane is not None and self._draft is not None and known is not None:
            self._pane.tell_outdated(self._draft.text != known[1])
