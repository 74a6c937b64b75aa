"""What a composer sends: asked about first where it must be, and the answer kept with its draft."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from yespo_console.events.event import ApiVersion
from yespo_console.gui.compose.answers import Answers
from yespo_console.gui.compose.asking import Asking
from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.compose.handover import NothingOpened, OpenedBehind, OpenedLate, SendAgain, SentAgain
from yespo_console.gui.compose.identity import Identity
from yespo_console.gui.compose.turns import Turns
from yespo_console.gui.environment_selection import EnvironmentSelection
from yespo_console.gui.readiness import Readiness
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.delivery.environments import Environment
    from yespo_console.gui.compose.doubts import Wish
    from yespo_console.gui.response.response_pane import ResponsePane
    from yespo_console.gui.services import Services
    from yespo_console.gui.under_way import UnderWay
    from yespo_console.history.exchange import Exchange

#: Why the draft that is shown is perhaps not the one that the user means.
Doubt = NothingOpened | OpenedBehind | OpenedLate


@dataclass(frozen=True, slots=True)
class NotSent:
    """The state of a draft of whose last send nothing left, until it is sent again.

    ``draft`` is None for what is sent again from the history.
    """

    draft: Draft | None


class Sends(QObject):
    """The sends of one page, and the pane that shows the answer of the draft that ``show`` was given last.

    Signals:
        busy_changed(bool): something is under way, or looked at before it is asked about; or nothing any more; or what
            ``under_way`` tells is another thing.
        noticed(str, str): a sentence: its kind, its words.
        stated(str, str, object, Draft or None): what stands about a draft, be that shown or not: as of a page.
        withdrawn(object): that state is over.
        answered(Identity, Exchange): what came of the send of a draft, be that open or closed by now.
        given_up(tuple[Wish, ...]): these waited for their turn, and are not sent.
        sent_again(SentAgain): what was sent belongs to no draft; its place is the history.
    """

    busy_changed = Signal(bool)
    noticed = Signal(str, str)
    stated = Signal(str, str, object, object)
    withdrawn = Signal(object)
    answered = Signal(object, object)
    given_up = Signal(object)
    sent_again = Signal(object)

    def __init__(self, selection: EnvironmentSelection, readiness: Readiness, page: QWidget) -> None:
        super().__init__(page)
        self._readiness = readiness
        self._selection = selection
        self._page = page
        self._services: Services | None = None
        self._pane: ResponsePane | None = None
        self._turns = Turns(self)
        self._turns.began.connect(self._began)
        self._turns.recorded.connect(self._recorded)
        self._turns.refused.connect(self._not_taken)
        self._turns.unrecorded.connect(self._unrecorded)
        self._turns.ended.connect(self._ended)
        self._turns.given_up.connect(self.given_up)
        self._turns.broken_off.connect(self._say_nothing_sent)
        self._asking = Asking(page)
        self._asking.agreed.connect(self._start)
        self._asking.keyless.connect(self._without_key)
        self._asking.given_up.connect(self._say_nothing_sent)
        self._asking.busy_changed.connect(self._tell_busy)
        self._answers = Answers(self)
        self._answers.removed.connect(self._show_answer)
        self._open: dict[Identity, Draft] = {}  # by identity: those that were shown and are not closed
        self._not_sent: set[NotSent] = set()
        self._draft: Draft | None = None  # the current one
        self._doubt: Doubt | None = None  # why it is perhaps not the one that the user means

    def attach(self, services: "Services", pane: "ResponsePane") -> None:
        """The services are there: from now on it can be sent, and ``pane`` shows what came of it."""
        self._services, self._pane = services, pane
        self._answers.attach(services, pane)
        self._asking.attach(services)
        self._look_up()
        self._show_answer()

    @property
    def is_busy(self) -> bool:
        """Whether a send is under way, or looked at before it is asked about."""
        return self._turns.current is not None or self._asking.is_busy

    def under_way(self) -> "UnderWay | None":
        """What is being sent; None when nothing is."""
        return self._turns.under_way()

    def show(self, draft: Draft) -> None:
        """Another draft is current."""
        if self._draft is not None:
            self._draft.changed.disconnect(self._draft_changed)
        self._draft = draft
        self._doubt = None
        self._open[draft.identity] = draft
        draft.changed.connect(self._draft_changed)
        self._look_up()
        self._show_answer()

    def forget(self, draft: Draft) -> None:
        """A draft was closed; what came of its last send is there again when it comes back."""
        self._open.pop(draft.identity, None)
        self._not_sent.discard(NotSent(draft))
        if draft is self._draft:
            self._draft = None
        self._asking.forget(draft)

    def _look_up(self) -> None:
        """Find what came of the last send of the current draft, unless that is still under way."""
        if self._draft is not None and not self._turns.is_under_way(self._draft.identity):
            self._answers.look_up(self._draft.identity)

    def lose(self, identity: Identity) -> None:
        """A draft that was closed cannot come back any more."""
        self._answers.known.pop(identity, None)
        self._turns.lose(identity)

    def doubt(self, why: Doubt) -> None:
        """The current draft is perhaps not the one that the user means: it is asked about before it is sent.

        Not any more once they have agreed, or gone to another one. One that was there before is also theirs once they
        change it; of one that came late the first letters may have been meant for another place, see ``take_as_seen``.
        """
        self._doubt = why

    def opened_behind(self) -> None:
        """What the user wanted to open is there, but not what is shown."""
        if isinstance(self._doubt, NothingOpened):
            self._doubt = OpenedBehind()

    def take_as_seen(self) -> None:
        """The user works at the current draft, as it came: it is the one that they mean, however late it came."""
        if isinstance(self._doubt, OpenedLate):
            self._doubt = None

    def _draft_changed(self) -> None:
        if isinstance(self._doubt, NothingOpened | OpenedBehind):
            self._doubt = None
        self._mark_answer()

    # -- sending

    def send(self, draft: Draft) -> None:
        """Send the text of ``draft`` as it stands, in its turn; a real account may ask first."""
        if not self._can_begin() or (environment := self._selection.environment) is None:
            if self._readiness.trouble is not None:
                self._not_sent_now(draft)
                self._show_answer()
            return
        if self._doubt is not None and draft is self._draft:
            self._ask_whether_meant(self._doubt)
        else:
            self._ask_and_send(draft.text, environment, draft.encoding.api, draft=draft)

    def _can_begin(self) -> bool:
        """Whether something can be sent, now or in its turn; if not, why is said."""
        if self._services is None or self._selection.environment is None or self._readiness.trouble is not None:
            self._readiness.tell()
        elif self._asking.is_busy:
            words = _("Not sent: it is still being found out whom the event before it reaches. Try again in a moment.")
            self.noticed.emit("warning", words)
        else:
            return True
        return False

    def _ask_whether_meant(self, doubt: Doubt) -> None:
        from yespo_console.gui.compose.sending import question_before_doubted

        box = question_before_doubted(doubt, self._page.window())
        box.accepted.connect(self._send_doubted)
        box.finished.connect(box.deleteLater)
        box.open()

    def _send_doubted(self) -> None:
        self._doubt = None
        if self._draft is not None:
            self.send(self._draft)

    def send_again(self, again: SendAgain) -> None:
        """Send the bytes of an exchange once more, in their turn."""
        if not self._can_begin():
            return
        selection = self._selection
        environment = next((one for one in selection.environments if one.name == again.environment), None)
        if environment is None:
            message = _("The environment {name} is not there any more. Open the exchange in the composer instead.")
            self.noticed.emit("warning", message.format(name=again.environment))
            return
        if again.elsewhere or environment.name != selection.marking.name:
            # The bytes went elsewhere, or the header names another environment: a real account asks in any case.
            self._asking.ask_anew(environment)
        self._ask_and_send(again.body, environment, again.api, again=again)

    def cancel(self) -> None:
        """Give up waiting for the answer, and what waits for its turn; the response says whether the event may have
        been accepted."""
        self._asking.give_up()
        self._turns.cancel()

    def break_off(self) -> "tuple[Wish, ...]":
        """Give up what has not left, and hand it out."""
        return self._turns.break_off()

    def _say_nothing_sent(self) -> None:
        self.noticed.emit("info", _("Nothing was sent."))

    def _ask_and_send(
        self,
        text: str | bytes,
        environment: "Environment",
        api: ApiVersion,
        *,
        draft: Draft | None = None,
        again: SendAgain | None = None,
    ) -> None:
        from yespo_console.gui.compose.doubts import Wish

        if environment.is_real and self._turns.holds(text, environment):
            # a key or a button that was pressed twice would reach somebody twice
            words = _("Not sent again: this very event is on its way to {environment}. Try again when it is answered.")
            self.noticed.emit("warning", words.format(environment=environment.name))
            return
        self._asking.ask(Wish(text, environment, api, draft, again))

    def _without_key(self, draft: Draft | None, words: str) -> None:
        self._refused(draft, words)
        self._show_answer()

    def _start(self, wish: "Wish") -> None:
        if self._services is None:
            return
        self._turns.take(wish, self._services)
        self._show_answer()
        self._tell_busy()

    def _tell_busy(self) -> None:
        self.busy_changed.emit(self.is_busy)

    def _began(self, wish: "Wish") -> None:
        self._not_sent.discard(NotSent(wish.draft))
        self.withdrawn.emit(NotSent(wish.draft))
        if self._pane is not None:
            self._pane.begin_waiting()
        self._show_answer()

    def _not_taken(self, wish: "Wish", words: str) -> None:
        self._refused(wish.draft, words)
        if self._readiness.trouble is not None:
            self._readiness.tell()  # what can be done about it stands in front of what it came to

    def _refused(self, draft: Draft | None, words: str) -> None:
        """Nothing left."""
        is_open = draft is None or draft.identity in self._open  # else nobody sees the one it is about
        now = self._not_sent_now(draft)
        self.stated.emit("error", words, NotSent(now) if is_open else None, now)

    def _not_sent_now(self, draft: Draft | None) -> Draft | None:
        """An older answer gives way: it is not what came of this try. Returns the draft as it is open now, if it is."""
        if draft is not None:
            self._answers.known.pop(draft.identity, None)
            now = self._open.get(draft.identity)  # it may have been closed, and come back, meanwhile
            if now is None:
                return None
            draft = now
        self._not_sent.add(NotSent(draft))
        return draft

    def _unrecorded(self, wish: "Wish", words: str) -> None:
        """It left, but the history has no answer: nothing that happens later makes that untrue."""
        self.stated.emit("error", words, None, self._open.get(wish.draft.identity) if wish.draft is not None else None)

    def _recorded(self, wish: "Wish", number: int) -> None:
        self._tell_busy()
        if wish.draft is not None and self._answers.recorded(wish.draft.identity, number):
            self._tell_sent(wish.draft.identity)

    def _tell_sent(self, identity: Identity) -> None:
        """What it was sent as is kept with a draft; with one that was closed meanwhile once it comes back."""
        if identity in self._open:
            self._open[identity].details_changed.emit()

    def _ended(self, wish: "Wish", exchange: "Exchange | None") -> None:
        if wish.draft is not None and exchange is not None and isinstance(wish.text, str):
            identity = wish.draft.identity
            self._answers.take(identity, exchange, wish.text)
            self._tell_sent(identity)
            self.answered.emit(identity, exchange)
        self._show_answer()
        self._tell_busy()
        if wish.again is not None and exchange is not None:
            self.sent_again.emit(SentAgain(wish.again.exchange_id, exchange.id))

    # -- showing

    def answer_to(self, draft: Draft) -> "tuple[Exchange, str] | None":
        """What came of the last send of ``draft``, and the text that was sent; None while another is under way."""
        return self._answers.known.get(draft.identity) if not self._turns.is_under_way(draft.identity) else None

    def _show_answer(self) -> None:
        if self._pane is None or self._draft is None:
            return
        identity = self._draft.identity
        known = self._answers.known.get(identity)
        if self._turns.is_under_way(identity):
            self._pane.show_waiting(self._turns.waiting, self._turns.is_held)
        elif self._turns.waits(identity):
            self._pane.show_in_line()
        elif NotSent(self._draft) in self._not_sent:
            self._pane.show_refused()
        elif known is not None:
            self._pane.show_exchange(known[0])
            self._mark_answer()
        elif identity in self._answers.known:
            self._pane.show_removed()
        elif identity.sent_as is not None:
            self._pane.show_unreadable()
        else:
            self._pane.clear()

    def _mark_answer(self) -> None:
        """Say beside the answer whether the text is still the one that it is the answer to."""
        known = self._answers.known.get(self._draft.identity) if self._draft is not None else None
        if self._pane is not None and self._draft is not None and known is not None:
            self._pane.tell_outdated(self._draft.text != known[1])
