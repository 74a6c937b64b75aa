"""One entry of a draft's undo history."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from yespo_console.events.event import Encoding
from yespo_console.gui.text_ends import common_ends

#: Typing pauses longer than this start a new undo step.
PAUSE_S: Final = 1.0

#: So much of the text on either side of a step is told with it: a word that was typed into may begin before it.
_AROUND: Final = 2_000


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


def as_one(text: str, steps: Sequence[Step]) -> Step | None:
    """``steps``, of one origin and in one encoding, which led to ``text``, as a single one; None when nothing changed.

    They need not stand next to each other.
    """
    before = text
    for step in reversed(steps):
        before = before[: step.start] + step.before + before[step.start + len(step.after) :]
    if before == text:
        return None
    head, tail = common_ends(before, text)
    last = steps[-1]
    old, new = before[head : len(before) - tail], text[head : len(text) - tail]
    return Step(head, old, new, last.origin, steps[0].caret, last.encodings, False, last.at)


def brought_back(text: str, steps: Sequence[Step], *, undo: bool) -> Iterator[str]:
    """What undoing (or redoing) ``steps`` from ``text`` on puts in, the last one first, with what stands around it.

    Each step writes the text once, as the user's own undo would.
    """
    for step in reversed(steps):
        away, back = (step.after, step.before) if undo else (step.before, step.after)
        text = text[: step.start] + back + text[step.start + len(away) :]
        yield text[max(0, step.start - _AROUND) : step.start + len(back) + _AROUND]


def _starts_word(typed: str, more: str) -> bool:
    return bool(typed) and typed[-1].isspace() and bool(more) and not more[0].isspace()
