"""One entry of a draft's undo history."""

from dataclasses import dataclass
from typing import Final

from yespo_console.events.event import Encoding

#: Typing pauses longer than this start a new undo step.
PAUSE_S: Final = 1.0


@dataclass(slots=True)
class Step:
    """One entry of the undo history: the text between ``start`` and its end, before and after, and the encodings."""

    start: int
    before: str
    after: str
    origin: object
    caret: int
    encodings: tuple[Encoding, Encoding]
    open: bool
    at: float

    def takes(self, more: "Step") -> bool:
        """Whether ``more``, which comes after this one, is the same piece of typing."""
        end = self.start + len(self.after)
        return (
            self.open
            and self.origin == more.origin
            and more.at - self.at <= PAUSE_S
            and self.start <= more.start + len(more.before)
            and more.start <= end
            and (more.start > self.start or bool(more.before) or not self.after)
            and (bool(more.after) or not self.after)  # typing goes on where something was taken away, not the reverse
            and not _starts_word(self.after, more.after)
        )


def _starts_word(typed: str, more: str) -> bool:
    return bool(typed) and typed[-1].isspace() and bool(more) and not more[0].isspace()
