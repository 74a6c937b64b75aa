"""Code blocks: those of Markdown, and those of a ticket."""

import re
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import repair_at
from yespo_console.reading.wrappings.unwrapped import Unwrapped

#: A line by itself, whatever ends the lines.
_FENCE: Final = re.compile(r"(?<![^\r\n])[ \t]{0,40}(`{3,}+|~{3,}+)[^`\r\n]*+(?![^\r\n])")
_TICKET_MARK: Final = re.compile(r"(\{(?:code|noformat))(?::[^{}\r\n]{0,200})?\}")
_LINE_ENDS: Final = re.compile(r"[ \t]{0,40}(?:[\r\n]|\Z)")
_OPENING: Final = re.compile(r"[{\[]")
#: What stands further before a mark on its line is not looked at.
_FAR_BEFORE: Final = 80


def fenced(text: Traced, _budget: Budget) -> Unwrapped | None:
    """The code blocks of a text in Markdown or of a ticket; a last one without an end goes to the end of the text."""
    marks = list(_FENCE.finditer(text.text)) or _ticket_marks(text.text)
    if not marks:
        return None
    parts: list[Traced] = []
    opening: re.Match[str] | None = None
    for mark in marks:
        if opening is None:
            opening = mark
        elif mark[1].startswith(opening[1]):
            parts.append(text.slice(opening.end(), mark.start()))
            opening = None
    if opening is not None:
        parts.append(text.slice(opening.end()))
    first = marks[0]
    return Unwrapped(parts, (repair_at(text, first.start(1), first.end(), "code_fence", mark=first[1]),))


def _ticket_marks(raw: str) -> list[re.Match[str]]:
    """The ``{code}`` and ``{noformat}`` of a ticket: the first comes before any JSON, each at one end of its line."""
    first = _TICKET_MARK.search(raw)
    if first is None or _OPENING.search(raw, 0, first.start()):
        return []
    return [mark for mark in _TICKET_MARK.finditer(raw) if _stands_at_an_end(raw, mark)]


def _stands_at_an_end(raw: str, mark: re.Match[str]) -> bool:
    before = raw[max(0, mark.start() - _FAR_BEFORE) : mark.start()]
    return not before.split("\n")[-1].strip() or _LINE_ENDS.match(raw, mark.end()) is not None
