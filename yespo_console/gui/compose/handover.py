"""What sections pass on to one another. Plain values, so that a page need not know another."""

from dataclasses import dataclass
from pathlib import Path

from yespo_console.events.event import ApiVersion, Encoding


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """Open a text as a new draft.

    Attributes:
        text: the body, as it is.
        encoding: how it is written.
        environment: where it went, by name; the selection of the window stays as it is.
        title: name of the tab; empty for the event type's.
    """

    text: str
    encoding: Encoding
    environment: str = ""
    title: str = ""


@dataclass(frozen=True, slots=True)
class OpenFiles:
    """Open files of the user's, each as a draft."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class SendAgain:
    """Send the bytes of an exchange once more, exactly as they were, to the environment they went to.

    Attributes:
        exchange_id: its number in the history, for what is said about it.
    """

    exchange_id: int
    body: bytes
    environment: str
    api: ApiVersion


@dataclass(frozen=True, slots=True)
class ShowExchange:
    """Show an exchange in the history, by its number."""

    exchange_id: int
