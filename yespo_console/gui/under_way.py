"""What is under way in a window, as the question tells it that is asked before it closes."""

from dataclasses import dataclass

from yespo_console.platform.i18n import _


@dataclass(frozen=True, slots=True)
class UnderWay:
    """What would be broken off if the window closed now.

    Attributes:
        words: what it is, in a sentence or more.
        if_quit: what becomes of it then, in sentences; what is true of several things is said once.
        left: something has left already, and its answer is not there yet.
    """

    words: str
    if_quit: tuple[str, ...]
    left: bool

    def __add__(self, other: "UnderWay") -> "UnderWay":
        if_quit = tuple(dict.fromkeys(self.if_quit + other.if_quit))
        return UnderWay(f"{self.words} {other.words}", if_quit, self.left or other.left)


def nobody_waits() -> str:
    """What becomes of an event that has left, if the window closes before its answer is there."""
    return _(
        "If you quit now, nobody waits for the answer: the history keeps the request and says whether the event"
        " may have been accepted."
    )
