"""The new side of a patch: what it adds and what it leaves as it is, without what it takes away."""

import re
from typing import Final

from yespo_console.reading.bodies import is_json
from yespo_console.reading.budget import Budget
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import repair_at
from yespo_console.reading.wrappings.sentences import told
from yespo_console.reading.wrappings.unwrapped import Unwrapped

_LINE: Final = re.compile(r"([^\r\n]*)(?:\r\n|\r|\n|\Z)")
#: What a patch has before its first part, and at the end of a file.
_HEADER: Final = re.compile(
    r"(?:diff |index [0-9a-f]|--- \S|\+\+\+ \S|(?:new|deleted|old) (?:file )?mode |\\ No newline)"
)
_BEGIN: Final = re.compile(r"^(?:diff --git |--- \S|@@ )", re.MULTILINE)
#: A line with a whole event behind one of the signs, and what it is called perhaps: of a patch, or of a list.
_EVENT: Final = re.compile(r"^([-+])[ \t]+(?:[^\W\d_][\w .,№-]{0,60}:[ \t]*)?(\{[^\r\n]*\})[ \t]*\r?$", re.MULTILINE)


def new_side(text: Traced, budget: Budget, *, is_patch: bool = False) -> Unwrapped | None:
    """The new side of each part of a patch, which has lines between its parts that nobody sees; None for another text.

    A patch has parts (``@@``), or both lines with ``-`` and lines with ``+``; all others in it begin with a space.
    Where nothing else says that it is one, ``-`` and a space before a whole event are the bullet of a list.

    Args:
        is_patch: something else says it, so that lines without a mark are those that it leaves as they are.

    Raises:
        RefusedError: whole events stand behind both signs, which may as well be the bullets of a list.
    """
    raw = text.text
    begin = _BEGIN.search(raw)
    position = begin.start() if begin else 0
    if not (is_patch or begin):
        _refuse_bullets(text, budget)
    if not (is_patch or begin or (re.search(r"^\+", raw, re.MULTILINE) and re.search(r"^-", raw, re.MULTILINE))):
        return None
    builders = [TracedBuilder(text.original)]
    marks: set[str] = set()
    first = -1
    while position < len(raw):
        budget.spend(100)
        line = _LINE.match(raw, position)
        assert line is not None
        mark = line[1][:1]
        if line[1].startswith("@@ "):
            marks.add("@")
            builders.append(TracedBuilder(text.original))
        elif line[1] and not _HEADER.match(line[1]):
            is_bullet = begin is None and line[1].startswith("- ") and _is_event(line[1][2:])
            if not is_patch and (mark not in "+- " or is_bullet):
                return None
            if mark != "-":
                builders[-1].copy(text, position + (mark in "+ "), line.end())
            if mark in "+-" and first < 0:
                first = position
            marks.add(mark)
        position = line.end()
    if first < 0 or not (is_patch or "@" in marks or {"+", "-"} <= marks):
        return None  # lines with nothing but a + are any marked lines
    repairs = [repair_at(text, first, first + 1, "patch")]
    if begin is not None and raw[: begin.start()].strip():
        repairs.insert(0, told(text, (0, begin.start())))
    return Unwrapped([builder.build() for builder in builders], tuple(repairs))


def _refuse_bullets(text: Traced, budget: Budget) -> None:
    """Refuse lines with whole events behind ``-`` and others behind ``+``."""
    signs: set[str] = set()
    for line in _EVENT.finditer(text.text):
        budget.spend(100 + len(line[2]) // 8)
        if line[1] not in signs and _is_event(line[2]):
            signs.add(line[1])
            if len(signs) > 1:
                raise RefusedError(text, line.start(), "patch_or_list", final=True)


def _is_event(line: str) -> bool:
    return mentions_event(line) and is_json(line)
