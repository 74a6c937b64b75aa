"""What a reader hands back: the events it found, what it changed to get them, or why there are none."""

from dataclasses import dataclass
from typing import Final, Literal

from yespo_console.events.event import Encoding
from yespo_console.events.wire import Conversion, convert
from yespo_console.platform.i18n import N_, _

#: What a payload was recognised as.
Source = Literal["json"]

REPAIRS: Final[dict[str, str]] = {
    "byte_order_mark": N_("An invisible byte order mark before the text was left out."),
}


@dataclass(frozen=True, slots=True)
class Repair:
    """One change a reader made. Stored as code and arguments; the sentence is made when it is shown.

    Attributes:
        code: stable; a key of ``REPAIRS``.
        line, column: where it was in the original text; both begin at 1 and count characters.
        args: named arguments of the sentence.
    """

    code: str
    line: int
    column: int
    args: tuple[tuple[str, str], ...] = ()

    @property
    def message(self) -> str:
        return _(REPAIRS[self.code]).format(**dict(self.args))


@dataclass(frozen=True, slots=True)
class ReadEvent:
    """One event out of a payload.

    Attributes:
        url: where the payload would have sent it; None when it does not say.
        text: the body as JSON, spelled as in the payload.
        encoding: how that body is written.
        repairs: what was changed to get the text, in the order of the payload.
    """

    url: str | None
    text: str
    encoding: Encoding
    repairs: tuple[Repair, ...] = ()

    def body(self) -> Conversion:
        """The body as API v2 takes it, nested values as a string that holds JSON; and what that cannot carry."""
        return convert(self.text, self.encoding, Encoding())


@dataclass(frozen=True, slots=True)
class Reading:
    """What came out of a payload.

    Attributes:
        source: what the payload was recognised as.
        events: in the order of the payload; empty exactly when there is an ``error``.
        error: a sentence for a person: why there is no event, where, and what to do.
    """

    source: Source
    events: tuple[ReadEvent, ...] = ()
    error: str | None = None
