"""A list that is still open where the object around it is closed: its bracket is missing, and nothing is cut off."""

import re
from typing import Final

from yespo_console.reading.mending.level import Level
from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.mending.tokens import gap

#: Where one of these was needed before, the list may have been left open by another mistake.
_DOUBTS: Final = frozenset(("stray_bracket", "missing_comma", "inner_quote", "ellipsis", "comment"))
#: The last text ends with the bracket: it may be the quote that stands in the wrong place.
_WITHIN_QUOTES: Final = re.compile(r"\][\s,]{0,20}[\"'`“”„«»‘’]\s{0,200}(?:[}\]]\s{0,200}){0,3}\Z")
#: So much of the text shows that.
_NEAR: Final = 400


def is_unclosed(level: Level, position: int) -> bool:
    """Whether the innermost list lacks its bracket, for certain, where another one stands at ``position``.

    All brackets up to the end of the text must be those that close what is open around the list.
    """
    stack = level.stack
    if level.depth or len(stack) < 2 or stack[-1].bracket != "[" or stack[-2].bracket != "{":
        return False
    if _WITHIN_QUOTES.search(level.raw[max(0, position - _NEAR) : position]) is not None:
        return False
    for frame in reversed(stack[:-1]):
        position, _comments = gap(level.raw, position, level.budget)
        if level.raw[position : position + 1] != frame.closer:
            return False
        position += 1
    position, _comments = gap(level.raw, position, level.budget)
    return position == len(level.raw) and not any(repair.code in _DOUBTS for repair in level.repairs)


def not_closed(level: Level) -> RefusedError | None:
    """What to say of the innermost bracket at the end of a text that is not cut off; None where it may be."""
    frame = level.stack[-1]
    opened = level.text.offset(frame.opened)
    for repair in reversed(level.repairs):
        if repair.offset < opened:
            break
        if repair.code == "stray_bracket" and frame.bracket == "[" and repair.before == "}":
            return RefusedError(level.text, frame.opened, "not_closed", bracket="}")
    return None
