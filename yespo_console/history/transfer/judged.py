"""What the rules say about a body that comes from elsewhere. Whoever imports brings a ``Judge``: the rules need the
event types of the profile, which the history does not know."""

from dataclasses import dataclass
from typing import Protocol

from yespo_console.events.event import ApiVersion
from yespo_console.history.exchange import Pairs, StoredProblem


@dataclass(frozen=True, slots=True)
class Judged:
    """The parts of a ``NewExchange`` that its body tells; their meaning stands there."""

    event_type: str | None
    key_value: str | None
    locators: Pairs
    problems: tuple[StoredProblem, ...]


class Judge(Protocol):
    """Judge a body as ``api`` would take it. Never raises on account of the body."""

    def __call__(self, body: bytes, api: ApiVersion) -> Judged: ...
