"""One send from the window: what the user is asked before, the job that carries it out, what came of it."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QMessageBox, QWidget

from yespo_console.events.event import ApiVersion
from yespo_console.gui.async_runner import Job, Outcome
from yespo_console.gui.meant_question import MeantQuestion
from yespo_console.gui.services import Services
from yespo_console.platform.i18n import _, ngettext

if TYPE_CHECKING:
    from yespo_console.delivery.doubtful_type import DoubtfulType
    from yespo_console.delivery.environments import Environment
    from yespo_console.events.checking import Check
    from yespo_console.gui.compose.handover import NothingOpened, OpenedBehind, OpenedLate, SendAgain
    from yespo_console.history.exchange import Exchange

#: So often it is looked whether a send is recorded by now, which another thread does.
_LOOK_MS: Final = 20
#: More people than this are counted in a question, not named.
MOST_NAMED: Final = 20


class Sending(QObject):
    """A send under way.

    Attributes:
        environment: where it goes.
        number: its row in the history, once it is recorded; None before.
        completed: it has ended and is recorded, whatever the server said: nobody gave it up, and the disk took it.
    Signals:
        held_changed(): ``is_held`` says something else now.
        recorded(int): it is, and leaves now.
        ended(object): the exchange, with whatever came of it; None when nothing left and nothing was recorded.
        refused(str): nothing left; a sentence why. ``ended`` follows.
        given_up(): nothing left, for it was cancelled before it was recorded. ``ended`` follows.
        unrecorded(str): the answer could not be recorded or read; a sentence. ``ended`` follows.
    """

    held_changed = Signal()
    recorded = Signal(int)
    ended = Signal(object)
    refused = Signal(str)
    given_up = Signal()
    unrecorded = Signal(str)

    def __init__(
        self,
        services: Services,
        text: "str | bytes",
        environment: "Environment",
        api: ApiVersion,
        known: "Check | None",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.number: int | None = None
        self.completed = False
        self._services = services
        self._text = text
        self.environment = environment
        self._api = api
        self._known = known
        self._job: Job | None = None
        self._was_held = False
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._look_at_number)

    def start(self) -> None:
        """Begin; the window goes on.

        A sandbox that another program serves may have ended with that: then this one serves it first.
        """
        sandbox = self._services.sandbox
        if self.environment.kind == "sandbox" and sandbox.joined:
            sandbox.answered.connect(self._begin, Qt.ConnectionType.SingleShotConnection)
            sandbox.start()
        else:
            self._begin()

    def _begin(self) -> None:
        self._job = self._services.runner.start(self._send, self._sent)
        self._look.start()

    @property
    def is_held(self) -> bool:
        """Whether it waits for the history, which another program holds."""
        return self.number is None and self._services.history.waits_for_another

    def cancel(self) -> None:
        """Ask it to end. ``ended`` follows and says whether the event may have been accepted."""
        if self._job is not None:
            self._job.cancel()
        else:
            self._services.sandbox.answered.disconnect(self._begin)
            self._cancelled()

    async def _send(self) -> "Exchange":
        return await self._services.sender.send(
            self._text,
            self.environment,
            source="window",
            api=self._api,
            known=self._known,
            on_recorded=self._recorded,
        )

    def _recorded(self, number: int) -> None:
        # On the background thread; a plain attribute, no QObject is touched.
        self.number = number

    def _look_at_number(self) -> None:
        if self.number is not None:
            self._look.stop()
            self.recorded.emit(self.number)
        elif self.is_held is not self._was_held:
            self._was_held = not self._was_held
            self.held_changed.emit()

    def _sent(self, outcome: "Outcome[Exchange]") -> None:
        from yespo_console.delivery.send import AnswerNotRecordedError, NotSentError

        self._look.stop()
        if outcome.cancelled:
            self._cancelled()
        elif isinstance(outcome.error, AnswerNotRecordedError):
            self.unrecorded.emit(str(outcome.error))
            self.ended.emit(outcome.error.exchange)
        elif isinstance(outcome.error, NotSentError):
            self.refused.emit(str(outcome.error))
            self.ended.emit(None)
        elif outcome.error is not None:
            self._failed()
            raise outcome.error  # nobody expected it; but no later send is held up by it
        else:
            self.completed = True
            self.ended.emit(outcome.result())

    def _cancelled(self) -> None:
        if self.number is None:
            self.given_up.emit()
        self.ended.emit(self._recorded_exchange())

    def _failed(self) -> None:
        if self.number is None:
            self.refused.emit(_("Nothing was sent, because of a fault of the program."))
        else:
            self.unrecorded.emit(_("A fault of the program: the event may have been accepted, and nobody knows."))
        self.ended.emit(self._recorded_exchange())

    def _recorded_exchange(self) -> "Exchange | None":
        """As the history has it, where anything was recorded."""
        from yespo_console.history.errors import HistoryError

        if self.number is None:
            return None
        try:
            return self._services.history.get(self.number)
        except HistoryError as error:
            words = _("It was given up, and may have been accepted: what came of it cannot be read. {reason}")
            self.unrecorded.emit(words.format(reason=error))
            return None


def question_before(
    environment: "Environment",
    outside: tuple[str, ...],
    first: bool,
    parent: QWidget,
    *,
    within: tuple[str, ...] = (),
    held: tuple[str, ...] = (),
    new_type: "DoubtfulType | None" = None,
    again: "SendAgain | None" = None,
) -> QMessageBox | None:
    """What the user must answer before this send; None when it may just go.

    A real account asks each time the event touches anyone but its test contacts, each time it holds an address or a
    number of anyone else (``held``), each time its type may be a mistake (``new_type``), and before
    the first send of a window. Whom it touches is named in each case: ``outside`` are those who are no test contacts,
    ``within`` those who are. An exchange of the history that goes out ``again`` is named. The safe answer is the
    default one. The box is not shown yet; ``accepted`` is the yes.
    """
    if not environment.is_real or not (outside or held or first or new_type):
        return None
    told = [_of_exchange(again)] if again is not None else []
    if new_type is not None:
        told.append(new_type.in_words())
    if outside:
        message = _("The event touches somebody who is not among the test contacts of {name}:")
        told.append(_listed(message.format(name=environment.name), outside))
    elif within:
        only = _("The event touches only test contacts of {name}:")
        message = _("The event touches test contacts of {name}:") if held else only
        told.append(_listed(message.format(name=environment.name), within))
    elif not held:
        told.append(_("The event names nobody."))
    if held:
        told.append(_of_held(environment, held))
    return _question(environment, told, parent)


def question_before_doubted(doubt: "NothingOpened | OpenedBehind | OpenedLate", parent: QWidget) -> QMessageBox:
    """What the user must answer before a draft is sent that may be another one than they mean.

    Either it is the one that was there before they wanted to open another, or it took the place of theirs by itself.
    The box is not shown yet; ``accepted`` is the yes.
    """
    from yespo_console.gui.compose.handover import NothingOpened, OpenedBehind

    box = MeantQuestion(parent)
    if isinstance(doubt, OpenedBehind):
        box.setWindowTitle(_("Send the earlier draft?"))
        box.setText(
            _(
                "What you wanted to open last is in a tab of its own, behind: this would send the draft that was there"
                " before."
            )
        )
        return _with_answers(box, _("Send the earlier draft"))
    if isinstance(doubt, NothingOpened):
        box.setWindowTitle(_("Send the earlier draft?"))
        box.setText(_("What you wanted to open last is not open: this would send the draft that was there before."))
        return _with_answers(box, _("Send the earlier draft"))
    box.setWindowTitle(_("Send the draft that just opened?"))
    box.setText(
        _(
            "This draft took long to open and came into sight by itself. Is it the one you mean to send? The draft that"
            " was there before has a tab beside it."
        )
    )
    return _with_answers(box, _("Send this draft"))


def question_before_series(
    environment: "Environment",
    count: int,
    outside: tuple[str, ...],
    parent: QWidget,
    *,
    held: tuple[str, ...] = (),
    new_types: "Sequence[DoubtfulType]" = (),
) -> QMessageBox | None:
    """The same before ``count`` events are sent one after another: a real account asks once for all of them, always."""
    from yespo_console.delivery.doubtful_type import in_words

    if not environment.is_real:
        return None
    words = ngettext("{count} event is to be sent.", "{count} events are to be sent.", count)
    told = [words.format(count=count), *in_words(new_types)]
    if outside:
        message = _("They touch people who are not among the test contacts of {name}:")
        told.append(_listed(message.format(name=environment.name), outside))
    elif not held:
        told.append(_("They touch nobody but test contacts of {name}.").format(name=environment.name))
    if held:
        told.append(_of_held(environment, held))
    return _question(environment, told, parent)


def _of_exchange(again: "SendAgain") -> str:
    lines = [_("Exchange {number} of the history is to be sent again, byte for byte.").format(number=again.exchange_id)]
    if again.event_type:
        lines.append(_("Event type: {type}").format(type=again.event_type))
    if again.key_value:
        lines.append(_("Key: {key}").format(key=again.key_value))
    return "\n".join(lines)


def _of_held(environment: "Environment", held: tuple[str, ...]) -> str:
    message = _(
        "These are sent as well. No contact is found by them, but a workflow may write there, and they are not among"
        " the test contacts of {name}:"
    )
    return _listed(message.format(name=environment.name), held)


def _listed(words: str, outside: tuple[str, ...]) -> str:
    lines = [words, *outside[:MOST_NAMED]]
    rest = len(outside) - MOST_NAMED
    if rest > 0:
        lines.append(ngettext("and {count} more", "and {count} more", rest).format(count=rest))
    return "\n".join(lines)


def _question(environment: "Environment", told: list[str], parent: QWidget) -> QMessageBox:
    box = MeantQuestion(parent)
    box.setWindowTitle(_("Send to a real account?"))
    account = environment.organisation or environment.name
    box.setText(_("{account} is a real account: this can write to real people.").format(account=account))
    effects = _(
        "It can create an event type that cannot be taken back, create or change a contact, and start workflows"
        " that send messages. Yespo has no dry run."
    )
    box.setInformativeText("\n\n".join([*told, effects]))
    return _with_answers(box, _("Send to the real account"))


def _with_answers(box: QMessageBox, yes: str) -> QMessageBox:
    box.addButton(yes, QMessageBox.ButtonRole.AcceptRole).setAccessibleName(yes)
    box.setDefaultButton(box.addButton(QMessageBox.StandardButton.Cancel))
    return box
