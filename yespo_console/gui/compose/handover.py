"""What sections pass on to one another. Plain values, so that a page need not know another."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from yespo_console.events.event import ApiVersion, Encoding

if TYPE_CHECKING:
    from collections.abc import Callable

    from yespo_console.gui.compose.draft import Draft
    from yespo_console.gui.reading.payload import Payload
    from yespo_console.history.exchange import Exchange
    from yespo_console.reading.reading import Reading


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """Open a text as a new draft.

    Attributes:
        text: the body, as it is.
        encoding: how it is written.
        path: the file whose content it is, and that it is saved to; None for a draft without one.
        offset: where in the text the cursor is to stand; None leaves the keys to the form.
    """

    text: str
    encoding: Encoding
    path: Path | None = None
    offset: int | None = None


@dataclass(frozen=True, slots=True)
class OpenReading:
    """Open an event that was read out of a payload as a new draft, beside all that was changed to read it.

    Attributes:
        payload: what it was read from; read again when a change is refused.
        reading: what came out of it.
        at: which of the events of ``reading``.
        on_sent: gets what came of each send of the draft; None: nobody waits for it.
    """

    payload: "Payload"
    reading: "Reading"
    at: int = 0
    on_sent: "Callable[[Exchange], object] | None" = None


@dataclass(frozen=True, slots=True)
class OpenBehind:
    """Open a new draft in a tab behind the one that is shown: the user has gone on to something else meanwhile."""

    what: OpenDraft | OpenReading


@dataclass(frozen=True, slots=True)
class ShowDraft:
    """Show a draft, unless it was closed by now."""

    draft: "Draft"


@dataclass(frozen=True, slots=True)
class OpenFiles:
    """Open files of the user's, each as a draft."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class ChooseFiles:
    """Let the user pick files of the section's kind. It comes into sight with what they hold, not with the question."""


@dataclass(frozen=True, slots=True)
class NothingOpened:
    """What the user wanted to open is not open, or not yet: the draft that is shown is not the one that they mean."""


@dataclass(frozen=True, slots=True)
class OpenedBehind:
    """What the user wanted to open is in a tab behind: the draft that is shown is perhaps not the one they mean."""


@dataclass(frozen=True, slots=True)
class OpenedLate:
    """The draft that is shown came into sight by itself, long after the user had asked for it."""


@dataclass(frozen=True, slots=True)
class PutBehind:
    """Put the draft that is shown behind the one that was there before: the user is not done with that one.

    Attributes:
        before: the draft; None when another section was shown.
    """

    before: "Draft | None"


@dataclass(frozen=True, slots=True)
class ImportFiles:
    """Take the exchanges of these files into the history."""

    paths: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class SendAgain:
    """Send the bytes of an exchange once more, exactly as they were.

    Attributes:
        exchange_id: its number in the history, for what is said about it.
        environment: where to, by name.
        event_type, key_value: what the exchange is known by, for the question before a real account.
        elsewhere: it is another one than they went to, so a real account is asked about in any case.
    """

    exchange_id: int
    body: bytes
    environment: str
    api: ApiVersion
    event_type: str | None = None
    key_value: str | None = None
    elsewhere: bool = False


@dataclass(frozen=True, slots=True)
class SentAgain:
    """An exchange was sent again. What came of it takes the place of that one where it is still in sight.

    Attributes:
        exchange_id: the one that was sent again, by its number.
        became: what came of it.
    """

    exchange_id: int
    became: int


@dataclass(frozen=True, slots=True)
class CompareDraft:
    """Compare the current draft with an exchange of the history, by its number."""

    exchange_id: int


@dataclass(frozen=True, slots=True)
class ShowExchange:
    """Show an exchange in the history, by its number.

    Attributes:
        keeps_search: the search stays when it finds the exchange; else it is taken away in any case.
    """

    exchange_id: int
    keeps_search: bool = False
