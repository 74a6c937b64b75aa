"""Here-documents of PHP and Ruby: where their text begins and ends, and the margin that is no part of it."""

import re
from dataclasses import dataclass
from typing import Final

from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.spans import Span

#: The white space that a line begins with, and what stands behind it.
_LINE: Final = re.compile(r"(?P<margin>[ \t]*+)(?P<rest>[^\n]*+)(?:\n|\Z)")
#: To Ruby a tab goes on to the next column of these.
_TAB: Final = 8
#: A line whose break is none, since a backslash stands before it.
_JOINED: Final = re.compile(r"(?<!\\)(?:\\\\)*+\\\n")


@dataclass(frozen=True, slots=True)
class Margin:
    """What the lines of a here-document lose at their beginning.

    Attributes:
        spelled: white space that each line begins with, of PHP.
        columns: so many columns of white space, of Ruby.
    """

    spelled: str = ""
    columns: int = 0


def content_of(raw: str, begin: int, end_mark: int) -> Span:
    """Where the lines stand between the one of ``begin`` and the one of the mark of the end."""
    start = raw.find("\n", begin, end_mark) + 1
    return start, raw.rfind("\n", begin, end_mark) + 1


def content_of_php(raw: str, begin: int, end_mark: int) -> tuple[Span, Margin] | None:
    """The same in PHP, where the last line break is none of the text, and the white space before the mark of the end.

    None where a line begins with less of it, which is a fault in PHP.
    """
    start, mark_line = content_of(raw, begin, end_mark)
    end, spelled = max(start, mark_line - 1), raw[mark_line:end_mark]
    for line in _LINE.finditer(raw, start, end):
        short = not line["rest"] and spelled.startswith(line["margin"])
        if not short and not line["margin"].startswith(spelled):
            return None
    return (start, end), Margin(spelled)


def margin_of_ruby(raw: str, content: Span, *, is_raw: bool) -> Margin | None:
    """The least white space of ``<<~``; None where lines are joined, which Ruby does before it takes that away."""
    if not is_raw and _JOINED.search(raw, *content):
        return None
    widths = [_columns(line["margin"]) for line in _LINE.finditer(raw, *content) if line["rest"]]
    return Margin(columns=min(widths, default=0))


def _columns(margin: str) -> int:
    columns = 0
    for sign in margin:
        columns = columns + 1 if sign == " " else columns // _TAB * _TAB + _TAB
    return columns


def without_margin(text: Traced, start: int, end: int, margin: Margin) -> Traced:
    """A part of a here-document in which nothing is put in, without the margin of the lines that begin in it."""
    if not margin.spelled and not margin.columns:
        return text.slice(start, end)
    raw = text.text
    builder = TracedBuilder(text.original)
    line = start if raw[start - 1 : start] == "\n" else raw.find("\n", start, end) + 1 or end
    builder.copy(text, start, line)
    while line < end:
        next_line = raw.find("\n", line, end) + 1 or end
        builder.copy(text, min(_behind(raw, line, next_line, margin), next_line), next_line)
        line = next_line
    return builder.build()


def _behind(raw: str, line: int, end: int, margin: Margin) -> int:
    """Where a line begins without its margin."""
    if margin.spelled:
        own = len(raw[line:end]) - len(raw[line:end].lstrip(" \t"))
        return line + min(own, len(margin.spelled))
    columns = 0
    while line < end and raw[line] in " \t":
        columns = _columns(" " * columns + raw[line])
        if columns > margin.columns:
            break
        line += 1
    return line
