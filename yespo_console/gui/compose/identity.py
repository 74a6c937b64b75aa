"""Which draft one is, however often it is closed and comes back, and what it was sent as last."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yespo_console.history.exchange import Exchange
    from yespo_console.history.query import ExchangeRow


@dataclass(frozen=True, slots=True)
class SentAs:
    """A place in the history.

    Attributes:
        number: history id.
        sent_at: when, in ISO 8601: another history may have another exchange of that number.
    """

    number: int
    sent_at: str

    @classmethod
    def of(cls, exchange: "Exchange | ExchangeRow") -> "SentAs":
        """The place of ``exchange``."""
        return cls(exchange.id, exchange.sent_at.isoformat())


class Identity:
    """The same for a draft that was closed and for the one it came back as; of no other draft.

    Attributes:
        sent_as: the last send of the draft; None before the first.
    """

    def __init__(self, sent_as: SentAs | None = None) -> None:
        self.sent_as = sent_as
