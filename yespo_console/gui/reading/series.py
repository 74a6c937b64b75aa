"""Several events sent one after another: the same send as the composer's, each recorded in history by itself."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final, Literal

from PySide6.QtCore import QObject, Signal

from yespo_console.delivery.outcome import not_known_when_accepted, where_to_look
from yespo_console.gui.compose.sending import Sending
from yespo_console.gui.services import Services
from yespo_console.platform.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from yespo_console.delivery.environments import Environment
    from yespo_console.events.event import ApiVersion
    from yespo_console.history.exchange import Exchange

Result = Literal["accepted", "refused", "cancelled", "failed"]

RESULT_WORDS: Final[dict[Result, str]] = {
    "accepted": N_("accepted"),
    "refused": N_("refused"),
    "cancelled": N_("cancelled"),
    "failed": N_("failed"),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One event of a series.

    Attributes:
        at: its place in the list it was chosen from.
        text: the body, as it is.
        api: version of the call.
    """

    at: int
    text: str
    api: "ApiVersion"


class Series(QObject):
    """One run over several events. It ends by itself when nothing can be sent at all.

    Attributes:
        results: what came of those that were sent, by ``Part.at``.
        arrived: the places of those that got there, or may have: sent again they could be counted twice.
        reason: why it ended early; empty when it did not.
        last: number in history of the exchange recorded last; None when there is none.
    Signals:
        progressed(int): the event at that place has ended; ``results`` says how.
        went_on(): ``words``, or ``awaits_answer``, says something else although none has ended.
        ended(): nothing is under way any more.
    """

    progressed = Signal(int)
    went_on = Signal()
    ended = Signal()

    def __init__(
        self, services: Services, parts: Sequence[Part], environment: "Environment", parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.results: dict[int, Result] = {}
        self.arrived: set[int] = set()
        self.reason = ""
        self.last: int | None = None
        self._counts: Counter[Result] = Counter()
        self._services = services
        self._parts = tuple(parts)
        self._environment = environment
        self._sending: Sending | None = None
        self._cancelled = False

    @property
    def count(self) -> int:
        """How many were to be sent."""
        return len(self._parts)

    @property
    def awaits_answer(self) -> bool:
        """Whether an event has left whose answer is not there yet."""
        return self._sending is not None and self._sending.number is not None

    def start(self) -> None:
        """Send the first; the others follow."""
        self._send_next(0)

    def cancel(self) -> None:
        """Send no more, and give up waiting for the one under way. ``ended`` follows."""
        self._cancelled = True
        if self._sending is not None:
            self._sending.cancel()

    def words(self) -> str:
        """What came of it so far, in a line; at the end another says what is not known of some."""
        done = len(self.results)
        counts = self._counts
        told = ", ".join(f"{counts[word]} {_(RESULT_WORDS[word])}" for word in RESULT_WORDS if counts[word])
        rest = self.count - done
        if self._sending is not None:
            line = _("{done} of {count} sent").format(done=done, count=self.count)
        elif rest:
            words = ngettext("{done} of {count} event was sent", "{done} of {count} events were sent", self.count)
            line = words.format(done=done, count=self.count)
        else:
            line = ngettext("{count} event was sent", "{count} events were sent", done).format(count=done)
        line = f"{line}: {told}." if told else f"{line}."
        line = f"{line} {self.reason}" if self.reason else line
        if self._sending is not None and self._sending.is_held:
            line = f"{line} " + _("Waiting for the history, which another program holds.")
        if self._sending is None:
            line = "\n".join(filter(None, (line, self._what_is_open())))
        return line

    def _what_is_open(self) -> str:
        """What is not known of those that were accepted, or may have been, and where to look; "" if nothing."""
        told = [not_known_when_accepted()] if self._counts["accepted"] and self._environment.is_real else []
        doubtful = sum(self.results[at] in ("cancelled", "failed") for at in self.arrived)
        if doubtful:
            words = ngettext(
                "{count} that was cancelled or failed may have been accepted all the same: sent again it could count"
                " twice.",
                "{count} that were cancelled or failed may have been accepted all the same: sent again they could count"
                " twice.",
                doubtful,
            )
            told.append(words.format(count=doubtful))
        return " ".join((*told, *where_to_look())) if told and self._environment.is_real else " ".join(told)

    def _send_next(self, position: int) -> None:
        if position >= len(self._parts) or self._cancelled or self.reason:
            if self._cancelled and position < len(self._parts):
                self.reason = _("The rest was cancelled.")
            self._sending = None
            self.ended.emit()
            return
        part = self._parts[position]
        sending = Sending(self._services, part.text, self._environment, part.api, None, self)
        for failed in (sending.refused, sending.unrecorded):
            failed.connect(self._failed)
        sending.held_changed.connect(self.went_on)
        sending.recorded.connect(lambda _number: self.went_on.emit())
        sending.ended.connect(partial(self._one_ended, position))
        self._sending = sending
        sending.start()

    def _failed(self, words: str) -> None:
        self.reason = words

    def _one_ended(self, position: int, exchange: "Exchange | None") -> None:
        if self._sending is not None:
            self._sending.deleteLater()
        if exchange is not None:
            part = self._parts[position]
            self.last = exchange.id
            self.results[part.at] = result = result_of(exchange)
            self._counts[result] += 1
            if may_have_arrived(exchange):
                self.arrived.add(part.at)
            self.progressed.emit(part.at)
        self._send_next(position + 1)


def result_of(exchange: "Exchange") -> Result:
    """What came of a send, in a word."""
    answer = exchange.answer
    if answer is not None and answer.error is not None and answer.error.kind == "cancelled":
        return "cancelled"
    if answer is None or answer.status is None or answer.error is not None:
        return "failed"
    return "accepted" if 200 <= answer.status < 300 else "refused"


def may_have_arrived(exchange: "Exchange") -> bool:
    """Whether it got there, or nobody knows."""
    answer = exchange.answer
    return answer is None or answer.error is None or answer.status is not None or answer.error.may_have_been_accepted
