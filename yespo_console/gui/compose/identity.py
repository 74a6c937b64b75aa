"""Which draft one is, however often it is closed and comes back, what it was sent as last and what it was read from."""

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


@dataclass(frozen=True, slots=True)
class ReadFrom:
    """How a draft comes to be what it is, so that what was changed can be told after a restart too.

    Attributes:
        text: what it was read out of, keys hidden.
        at: which of the events in it.
        refused: identities of the changes that were refused.
    """

    text: str
    at: int
    refused: tuple[str, ...] = ()


class Identity:
    """The same for a draft that was closed and for the one it came back as; of no other draft.

    Attributes:
        sent_as: the last send of the draft; None before the first.
        read_from: what it was read from, where something was changed for that and may be kept; else None.
    """

    def __init__(self, sent_as: SentAs | None = None, read_from: ReadFrom | None = None) -> None:
        self.sent_as = sent_as
        self.read_from = read_from
