"""What is compared: an exchange or a draft, as one side each, and what comes of it. No widgets in here."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from yespo_console.events.comparison import Comparison, compare_bodies
from yespo_console.events.differences import Difference
from yespo_console.history.exchange_comparison import compare_exchanges, compared_text
from yespo_console.platform.i18n import _, ngettext
from yespo_console.sharing.comparison_ticket import ComparedPart, comparison_ticket

if TYPE_CHECKING:
    from yespo_console.history.exchange import Exchange


@dataclass(frozen=True, slots=True)
class Side:
    """One of the two.

    Attributes:
        title: what it is called above its text.
        request: the body of its request.
        exchange: the whole exchange; None for a draft, which went nowhere.
    """

    title: str
    request: str
    exchange: "Exchange | None" = None

    @property
    def answer(self) -> str:
        """The body that came back; empty when none did."""
        answer = self.exchange.answer if self.exchange is not None else None
        return compared_text(answer.body) if answer is not None else ""


@dataclass(frozen=True, slots=True)
class Compared:
    """One part of two sides, compared: the request or the answer.

    Attributes:
        name: what the part is called.
        around: what differs beside the body: address, headers, status.
        body: the two bodies.
        texts: the same bodies, as they are.
        remark: one more sentence, or "".
    """

    name: str
    around: tuple[Difference, ...]
    body: Comparison
    texts: tuple[str, str]
    remark: str = ""

    @property
    def differences(self) -> tuple[Difference, ...]:
        """All that are told, those around the body first."""
        return (*self.around, *self.body.differences)

    @property
    def count(self) -> int:
        return len(self.around) + self.body.count

    @property
    def summary(self) -> str:
        """The result in a sentence."""
        if not self.count:
            return self.body.summary
        return ngettext("{count} difference", "{count} differences", self.count).format(count=f"{self.count:,}")

    @property
    def remarks(self) -> tuple[str, ...]:
        return (*self.body.remarks, *([self.remark] if self.remark else []))


def compare_sides(before: Side, after: Side, cancelled: Callable[[], bool]) -> tuple[Compared, ...]:
    """The parts of the two sides: the request and, between two exchanges, the answer.

    Raises ComparisonCancelledError when ``cancelled`` says yes.
    """
    texts = before.request, after.request
    if before.exchange is None or after.exchange is None:
        return (Compared(_("Request"), (), compare_bodies(*texts, cancelled), texts),)
    found = compare_exchanges(before.exchange, after.exchange, cancelled)
    answers = before.answer, after.answer
    return (
        Compared(_("Request"), found.about, found.request, texts),
        Compared(_("Answer"), found.answer, found.answer_body, answers, found.times_in_words),
    )


def ticket_of(before: Side, after: Side, parts: tuple[Compared, ...]) -> str:
    """The comparison as Markdown for a ticket, without anybody's data."""
    return comparison_ticket(
        (before.title, after.title),
        [text for part in parts for text in part.texts],
        [ComparedPart(part.name, part.differences, part.remarks, part.body.left_out) for part in parts],
    )
