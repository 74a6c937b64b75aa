"""The differences between two texts line by line, for what is no JSON and for showing two texts side by side."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from yespo_console.events.differences import Change, Difference

#: Between equal beginnings and ends, so many lines are told apart one by one; of more, only that they differ.
_MOST_LINES: Final = 2_000

_LINE_END: Final = re.compile("\r\n|\r|\n")


@dataclass(frozen=True, slots=True)
class Block:
    """Lines that differ: half open ranges of lines, from 0. One of the two may be empty."""

    before_start: int
    before_end: int
    after_start: int
    after_end: int


def differing_blocks(before: Sequence[str], after: Sequence[str]) -> list[Block]:
    """Where two lists of lines differ, from top to bottom."""
    shorter = min(len(before), len(after))
    head = next((at for at in range(shorter) if before[at] != after[at]), shorter)
    room = shorter - head
    tail = next((at for at in range(room) if before[-1 - at] != after[-1 - at]), room)
    first, second = before[head : len(before) - tail], after[head : len(after) - tail]
    if not first and not second:
        return []
    if max(len(first), len(second)) > _MOST_LINES:
        return [Block(head, len(before) - tail, head, len(after) - tail)]
    matcher = SequenceMatcher(None, first, second)
    return [
        Block(head + start, head + end, head + other_start, head + other_end)
        for tag, start, end, other_start, other_end in matcher.get_opcodes()
        if tag != "equal"
    ]


def line_differences(before: str, after: str) -> list[Difference]:
    """The differences of two texts that are no JSON, each a piece of lines."""
    first, second = _lines(before), _lines(after)
    found: list[Difference] = []
    for block in differing_blocks(first, second):
        ours, theirs = first[block.before_start : block.before_end], second[block.after_start : block.after_end]
        pieces = [(0, len(ours), 0, len(theirs))]
        if len(ours) == len(theirs):
            pieces = [(at, at + 1, at, at + 1) for at in range(len(ours)) if ours[at] != theirs[at]]
        for start, end, other_start, other_end in pieces:
            found.append(
                Difference(
                    Change.LINES,
                    (),
                    before="\n".join(ours[start:end]) if end > start else None,
                    after="\n".join(theirs[other_start:other_end]) if other_end > other_start else None,
                    before_line=block.before_start + start + 1,
                    after_line=block.after_start + other_start + 1,
                )
            )
    return found


def _lines(text: str) -> list[str]:
    """The lines of a text, whatever ends them; a line end behind the last one begins no other."""
    lines = _LINE_END.split(text)
    return lines if lines[-1] else lines[:-1]
