"""Code blocks: those of Markdown, those of a ticket, and those of a forum."""

import re
from collections.abc import Iterator
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.literals import BASE_64, mentions_event
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import Repair, excerpt_around, repair_at
from yespo_console.reading.wrappings.patches import new_side
from yespo_console.reading.wrappings.unwrapped import Unwrapped

#: A line by itself, whatever ends the lines; behind a plus PowerShell marks what an error is about.
_FENCE: Final = re.compile(
    r"(?<![^\r\n])[ \t]{0,40}(?!\+[ \t]{1,9}~)(?:(?:[-*+•]|\d{1,3}[.)])[ \t]{1,9})?"
    r"(`{3,}+|~{3,}+)([^`\r\n]*+)(?![^\r\n])"
)
_TICKET_MARK: Final = re.compile(r"(\{(?:code|noformat|quote|panel))(:[^{}\r\n]{0,200})?\}")
_FORUM_MARK: Final = re.compile(
    r"\[(?P<end>/?)(?P<name>code|quote|pre|spoiler)(?:[ =][^\[\]\r\n]{0,80})?\]", re.IGNORECASE
)
#: What the mark of a block calls a patch.
_PATCHES: Final = ("diff", "patch")
_LINE_ENDS: Final = re.compile(r"[ \t]{0,40}(?:[\r\n]|\Z)")
_OPENING: Final = re.compile(r"[{\[]")
#: What stands further before a mark on its line is not looked at.
_FAR_BEFORE: Final = 80
_FOUND: Final = 60


def fenced(text: Traced, budget: Budget) -> Unwrapped | None:
    """The code blocks of a text in Markdown or of a ticket; a last one without an end goes to the end of the text.

    A mark with the name of a language within a block opens one inside it. What stands around the blocks is left out,
    unless it speaks of an event too.
    """
    may_be_fenced = "```" in text.text or "~~~" in text.text  # which costs a tenth of the pattern
    marks = (list(_FENCE.finditer(text.text)) if may_be_fenced else []) or _ticket_marks(text.text)
    blocks = list(_blocks(marks, len(text)) if marks else _forum_blocks(text.text))
    if not blocks:
        return None
    parts: list[Traced] = []
    around: list[Repair] = []
    done = 0
    for opening, end, behind in blocks:
        _beside(text.slice(done, opening.start()), parts, around)
        content = text.slice(opening.end(), end)
        patch = new_side(content, budget, is_patch=True) if (opening[2] or "").strip() in _PATCHES else None
        parts += (content,) if patch is None else patch.parts
        around += () if patch is None else patch.repairs
        done = behind
    _beside(text.slice(done), parts, around)
    first = blocks[0][0]
    mark = first[1] + "}" if first[1].startswith("{") else first[1] if marks else first[0]
    told = repair_at(text, first.start(1 if marks else 0), first.end(), "code_fence", mark=mark)
    return Unwrapped(parts, tuple(sorted((told, *around), key=lambda repair: repair.offset)))


def _blocks(marks: list[re.Match[str]], length: int) -> Iterator[tuple[re.Match[str], int, int]]:
    """The outermost blocks: the mark that opens each, where its content ends, and where it ends itself."""
    open_: list[re.Match[str]] = []
    for mark in marks:
        if not open_ or (mark[2] or "").strip():
            open_.append(mark)
        elif mark[1].startswith(open_[-1][1]):
            opening = open_.pop()
            if not open_:
                yield opening, mark.start(), mark.end()
    if open_:
        yield open_[0], length, length


def _beside(text: Traced, parts: list[Traced], around: list[Repair]) -> None:
    """Keep what stands beside blocks as a part where an event may be in it, and tell it where not."""
    whole = text.strip()
    if (mentions_event(whole.text) and _OPENING.search(whole.text)) or BASE_64.search(whole.text):
        parts.append(whole)
    elif whole.text:
        found = excerpt_around(whole.text, _FOUND)
        around.append(repair_at(whole, 0, len(whole), "text_around", "", None, found=found))


def _ticket_marks(raw: str) -> list[re.Match[str]]:
    """The ``{code}`` and ``{noformat}`` of a ticket: the first comes before any JSON, each at one end of its line."""
    first = _TICKET_MARK.search(raw)
    if first is None or _OPENING.search(raw, 0, first.start()):
        return []
    return [mark for mark in _TICKET_MARK.finditer(raw) if _stands_at_an_end(raw, mark)]


def _forum_blocks(raw: str) -> Iterator[tuple[re.Match[str], int, int]]:
    """The same of ``[code]`` and its like, of which the first comes before any JSON; inside one there are no others."""
    first = _FORUM_MARK.search(raw)
    if first is None or "{" in raw[: first.start()]:
        return
    opening = None
    for mark in _FORUM_MARK.finditer(raw, first.start()):
        if opening is None:
            opening = mark if not mark["end"] else None
        elif mark["end"] and mark["name"].lower() == opening["name"].lower():
            yield opening, mark.start(), mark.end()
            opening = None


def _stands_at_an_end(raw: str, mark: re.Match[str]) -> bool:
    before = raw[max(0, mark.start() - _FAR_BEFORE) : mark.start()]
    return not before.split("\n")[-1].strip() or _LINE_ENDS.match(raw, mark.end()) is not None
