"""Code blocks: those of Markdown and of a chat, those of a ticket, and those of a forum."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from yespo_console.reading.budget import Budget
from yespo_console.reading.literals import BASE_64, may_hold_event, mentions_event
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import Repair, excerpt_around, repair_at
from yespo_console.reading.wrappings.patches import new_side
from yespo_console.reading.wrappings.unwrapped import Unwrapped

#: A mark on a line by itself, whatever ends the lines, with what kind of block it opens; behind a plus PowerShell marks
#: what an error is about. Or a mark within a line, as a chat has it.
_FENCE: Final = re.compile(
    r"(?<![^\r\n])[ \t]{0,40}(?!\+[ \t]{1,9}~)(?:(?:[-*+•]|\d{1,3}[.)])[ \t]{1,9})?"
    r"(?P<sign>`{3,}+|~{3,}+)(?P<kind>[ \t]*+[^\s`{}\[\]]{0,80}+(?>(?:[ \t]++(?:\{[^{}\r\n]{0,200}+\}"
    r"|[\w-]{1,40}+=(?:\"[^\"\r\n]{0,200}+\"|[^\s`{}\[\]\"]{0,200}+)))*)[ \t]*+)(?![^\r\n])"
    r"|(?P<in_line>`{3,}+|~{3,}+(?=[{\[])|(?<=[}\]])~{3,}+)"
)
_TICKET_MARK: Final = re.compile(r"(\{(?:code|noformat|quote|panel))(:[^{}\r\n]{0,200})?\}")
_FORUM_MARK: Final = re.compile(
    r"\[(?P<end>/?)(?P<name>code|quote|pre|spoiler)(?:[ =][^\[\]\r\n]{0,80})?\]", re.IGNORECASE
)
#: What the mark of a block calls a patch.
_PATCHES: Final = ("diff", "patch")
_LINE_ENDS: Final = re.compile(r"[ \t]{0,40}(?:[\r\n]|\Z)")
#: What a mail puts before each line that it quotes.
_QUOTED: Final = re.compile(r"[ \t]*>[ \t>]*")
_OPENING: Final = re.compile(r"[{\[]")
#: What stands further before a mark on its line is not looked at.
_FAR_BEFORE: Final = 80
#: So many words are told at so many events.
_MOST_TOLD: Final = 400
_FOUND: Final = 60


class _Mark(NamedTuple):
    """A mark of a block.

    Attributes:
        start, end: where it stands, with what kind of block it opens.
        sign: what the mark that closes the block begins with; ``at`` is where it stands itself.
        kind: what kind of block it opens: a language, or nothing.
        in_line: whether it stands within a line.
    """

    start: int
    end: int
    sign: str
    at: int
    kind: str
    in_line: bool

    @property
    def shown(self) -> str:
        """The mark for a person."""
        return self.sign + "}" * self.sign.startswith("{")


class _Block(NamedTuple):
    """A block: its first mark, where its content and it itself end, and whether a mark of it stands within a line."""

    opening: _Mark
    end: int
    behind: int
    in_line: bool = False


def fenced(text: Traced, budget: Budget) -> Unwrapped | None:
    """The code blocks of a text in Markdown or of a ticket; a last one without an end goes to the end of the text.

    A mark with the name of a language within a block opens one inside it. What stands around the blocks is left out,
    unless it speaks of an event too.
    """
    raw = text.text
    # to look for these costs a tenth of the pattern
    blocks = _of_marks(raw, _fences(raw)) if "```" in raw or "~~~" in raw else []
    blocks = blocks or _of_marks(raw, _ticket_marks(raw)) or list(_forum_blocks(raw))
    if not blocks:
        return None
    edges = [0, *(edge for block in blocks for edge in (block.opening.start, block.behind)), len(raw)]
    around = [text.slice(begin, end).strip() for begin, end in zip(edges[::2], edges[1::2], strict=True)]
    # each of few words is told at all events, and each of many at the event before it, as a part in which none stands
    are_many = len(blocks) * len(around) > _MOST_TOLD
    parts: list[Traced] = []
    told: list[Repair] = []
    for number, beside in enumerate(around):
        if are_many or _may_be_read(beside):
            parts.append(beside)
        elif beside.text:
            found = excerpt_around(beside.text, _FOUND)
            told.append(repair_at(beside, 0, len(beside), "text_around", "", None, found=found))
        if number == len(blocks):
            break
        opening, end, _behind, _in_line = blocks[number]
        content = text.slice(opening.end, end)
        patch = new_side(content, budget, is_patch=True) if opening.kind.strip() in _PATCHES else None
        parts += (content,) if patch is None else patch.parts
        told += () if patch is None else patch.repairs
    first = blocks[0].opening
    told.append(repair_at(text, first.at, first.end, "code_fence", mark=first.shown))
    return Unwrapped(parts, tuple(sorted(told, key=lambda repair: repair.offset)))


def _fences(raw: str) -> Iterator[_Mark]:
    """The marks of Markdown. What follows one in its line and is no name of a language belongs to the block."""
    for mark in _FENCE.finditer(raw):
        sign, kind = mark["in_line"] or mark["sign"], mark["kind"] or ""
        at = mark.start("in_line" if mark["in_line"] else "sign")
        if mark["in_line"] and _QUOTED.fullmatch(raw, max(raw.rfind("\n", 0, at) + 1, at - _FAR_BEFORE), at):
            continue  # its line is one of a mail, whose marks are taken off first
        if mark["in_line"] or mentions_event(kind):
            yield _Mark(at, at + len(sign), sign, at, "", in_line=True)
        else:
            yield _Mark(mark.start(), mark.end(), sign, at, kind, in_line=False)


def _of_marks(raw: str, marks: Iterable[_Mark]) -> list[_Block]:
    """The blocks between marks: also those within lines, where one of them may hold an event."""
    marks = list(marks)
    if any(mark.in_line for mark in marks):
        blocks = [each for each in _blocks(_outside_of_texts(raw, marks), len(raw)) if _counts(raw, each)]
        if any(block.in_line and _may_hold_event(raw, block) for block in blocks):
            return blocks
    return list(_blocks((mark for mark in marks if not mark.in_line), len(raw)))


def _counts(raw: str, block: _Block) -> bool:
    """Whether it is a block: one that is opened within a line holds an event, and is closed."""
    return not block.opening.in_line or (block.end < block.behind and _may_hold_event(raw, block))


def _may_hold_event(raw: str, block: _Block) -> bool:
    return may_hold_event(raw[block.opening.end : block.end])


def _outside_of_texts(raw: str, marks: Iterable[_Mark]) -> Iterator[_Mark]:
    """The marks but for those in lines which stand within a text of JSON: a bracket is open there, and a quote."""
    done = depth = quotes = 0
    for mark in marks:
        before = raw[done : mark.start]
        depth += before.count("{") + before.count("[") - before.count("}") - before.count("]")
        quotes += before.count('"') - before.count('\\"')
        done = mark.end
        if not mark.in_line or not depth or not quotes % 2:
            depth = quotes = 0
            yield mark


def _blocks(marks: Iterable[_Mark], length: int) -> Iterator[_Block]:
    """The outermost blocks."""
    open_: list[_Mark] = []
    for mark in marks:
        names_kind = bool(mark.kind.strip())
        if names_kind and open_ and open_[-1].in_line:
            open_.pop()  # it was none
        if not open_ or names_kind:
            open_.append(mark)
        elif mark.sign.startswith(open_[-1].sign):
            opening = open_.pop()
            if not open_:
                yield _Block(opening, mark.start, mark.end, opening.in_line or mark.in_line)
    if open_:
        yield _Block(open_[0], length, length)


def _may_be_read(beside: Traced) -> bool:
    """Whether an event may be in what stands beside blocks."""
    return (mentions_event(beside.text) and _OPENING.search(beside.text) is not None) or (
        BASE_64.search(beside.text) is not None
    )


def _ticket_marks(raw: str) -> Iterator[_Mark]:
    """The ``{code}`` and ``{noformat}`` of a ticket, of which the first comes before any JSON."""
    first = _TICKET_MARK.search(raw)
    if first is None or _OPENING.search(raw, 0, first.start()):
        return
    for mark in _TICKET_MARK.finditer(raw, first.start()):
        start, end = mark.span()
        yield _Mark(start, end, mark[1], start, mark[2] or "", in_line=not _stands_at_an_end(raw, mark))


def _forum_blocks(raw: str) -> Iterator[_Block]:
    """The same of ``[code]`` and its like, of which the first comes before any JSON; inside one there are no others."""
    first = _FORUM_MARK.search(raw)
    if first is None or "{" in raw[: first.start()]:
        return
    opening = None
    for mark in _FORUM_MARK.finditer(raw, first.start()):
        if opening is None:
            opening = mark if not mark["end"] else None
        elif mark["end"] and mark["name"].lower() == opening["name"].lower():
            start, end = opening.span()
            yield _Block(_Mark(start, end, opening[0], start, "", in_line=True), *mark.span(), in_line=True)
            opening = None


def _stands_at_an_end(raw: str, mark: re.Match[str]) -> bool:
    before = raw[max(0, mark.start() - _FAR_BEFORE) : mark.start()]
    return not before.split("\n")[-1].strip() or _LINE_ENDS.match(raw, mark.end()) is not None
