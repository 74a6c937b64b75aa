"""What a view shows of a text: as it is sent, or readable. Both fold what a screen cannot keep up with."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from yespo_console.gui.json_editor import layout
from yespo_console.gui.json_editor.projection import Kind, Piece, Projection
from yespo_console.gui.text_sizes import LONGEST_TEXT
from yespo_console.platform.i18n import _

#: String literals longer than this are folded: a line of 200 KB costs some 76 ms for each key.
FOLD_AT: Final = 16_000
#: Lines longer than this are folded in both views, whatever they hold; so much stays at each of their two ends.
LONG_LINE: Final = 40_000
LINE_END: Final = 2_000
#: So much is shown of each end of a text above ``LONGEST_TEXT``: of most both are in one line, which Qt lays out whole.
TEXT_END: Final = 4_000
_EXCERPT: Final = 60
_NAME_BEFORE: Final = re.compile(r'"name"\s*:\s*("[^"\\\n]*(?:\\.[^"\\\n]*)*")[^{}\[\]]*$')
_NAME_AFTER: Final = re.compile(r'\s*,\s*"name"\s*:\s*("[^"\\\n]*(?:\\.[^"\\\n]*)*")')
_MEMBER: Final = re.compile(r'("[^"\\\n]*(?:\\.[^"\\\n]*)*")\s*:\s*$')
_COLON: Final = re.compile(r"\s*:")


def _literals(text: str) -> Iterator[tuple[int, int]]:
    """The string literals of a text that are values, not names of members."""
    for match in layout.STRING.finditer(text):
        if _COLON.match(text, match.end()) is None:
            yield match.start(), match.end()


def _content(quoted: str) -> str | None:
    """What the literal says when it looks like an object or list, else None."""
    if quoted[1:2] not in ("{", "[", " ", "\t", "\\"):
        return None
    try:
        content = json.loads(quoted, strict=False)
    except ValueError:
        return None
    return content if isinstance(content, str) and content.lstrip()[:1] in ("{", "[") else None


def _name(text: str, start: int, end: int) -> str:
    """The name of the param whose value is the literal, read from the text around it; "" when that does not tell."""
    before = text[max(0, start - 400) : start]
    member = _MEMBER.search(before)
    if member is not None and member[1] != '"value"':
        quoted: str | None = member[1]
    else:
        found = _NAME_BEFORE.search(before) or _NAME_AFTER.match(text, end)
        quoted = found[1] if found else None
    try:
        return str(json.loads(quoted)) if quoted else ""
    except ValueError:
        return ""


def readable(text: str) -> Projection:
    """The text with the JSON inside its strings shown decoded and laid out; above ``LONGEST_TEXT`` as it is sent.

    A string that merely begins like JSON is decoded too when it holds line ends: that is a value being written by hand.
    """
    if len(text) > LONGEST_TEXT:
        return _ends(text)
    pieces: list[_Shown] = []
    for start, end in _literals(text):
        content = _content(text[start:end])
        if content is None:
            continue
        if layout.is_json(content):
            line = text.rfind("\n", 0, start) + 1
            base = text[line : line + len(text[line:start]) - len(text[line:start].lstrip(" \t"))]
            pieces.append(_Shown(Kind.INNER, start, end, layout.pretty(content, base)))
        elif "\n" in content:
            pieces.append(_Shown(Kind.INNER, start, end, content, broken=True))
    return _projected(text, _with_long_lines(text, [one for one in pieces if not any(_long_lines(one.shown))]))


def as_sent(text: str) -> Projection:
    """The text as it is, with what is too long for a line folded; above ``LONGEST_TEXT`` only its two ends."""
    if len(text) <= FOLD_AT:
        return Projection(text, text)
    if len(text) > LONGEST_TEXT:
        return _ends(text)
    folds = [
        _Shown(Kind.FOLD, start, end, _excerpt(text[start:end]))
        for start, end in _literals(text)
        if end - start > FOLD_AT
    ]
    return _projected(text, _with_long_lines(text, folds))


@dataclass(frozen=True, slots=True)
class _Shown:
    """A stretch of the text and what is shown for it, before anybody knows where."""

    kind: Kind
    start: int
    end: int
    shown: str
    broken: bool = False
    closed: bool = False


def _excerpt(literal: str) -> str:
    """The two ends of a literal, and how much is not shown between them."""
    return f"{literal[:_EXCERPT]} … {_folded(len(literal) - 2 * _EXCERPT)} … {literal[-_EXCERPT:]}"


def _folded(count: int) -> str:
    return _("{count} characters folded").format(count=f"{count:,}")


def _closed(start: int, end: int) -> _Shown:
    """A stretch that no view shows."""
    return _Shown(Kind.FOLD, start, end, f" … {_folded(end - start)} … ", closed=True)


def _ends(text: str) -> Projection:
    """Nothing is looked for in a text as long as this; the cost does not grow with it."""
    return _projected(text, [_closed(TEXT_END, len(text) - TEXT_END)])


def _long_lines(text: str) -> Iterator[tuple[int, int]]:
    """Where lines above ``LONG_LINE`` begin and end. Goes through the text in steps of that length."""
    start = 0
    while len(text) - start > LONG_LINE:
        line_end = text.rfind("\n", start, start + LONG_LINE + 1)
        if line_end < 0:
            line_end = text.find("\n", start + LONG_LINE)
            line_end = len(text) if line_end < 0 else line_end
            yield start, line_end
        start = line_end + 1


def _with_long_lines(text: str, pieces: list[_Shown]) -> list[_Shown]:
    """``pieces`` and a fold for the middle of each line that is still too long; a fold takes in the pieces under it."""
    for line_start, line_end in _long_lines(text):
        under = [one for one in pieces if line_start <= one.start and one.end <= line_end]
        left = line_end - line_start - sum(one.end - one.start for one in under)
        if left + sum(len(one.shown) for one in under if "\n" not in one.shown) <= LONG_LINE:
            continue
        start, end = line_start + LINE_END, line_end - LINE_END
        start = next((one.end for one in under if one.start < start < one.end), start)
        end = next((one.start for one in under if one.start < end < one.end), end)
        if start < end:
            pieces = [one for one in pieces if one.end <= start or one.start >= end]
            pieces.append(_closed(start, end))
    return sorted(pieces, key=lambda one: one.start)


def _projected(text: str, pieces_shown: list[_Shown]) -> Projection:
    out: list[str] = []
    pieces: list[Piece] = []
    at = length = 0
    for one in pieces_shown:
        length += one.start - at
        out += (text[at : one.start], one.shown)
        name = "" if one.closed else _name(text, one.start, one.end)
        place = (one.start, one.end, length, length + len(one.shown))
        pieces.append(Piece(one.kind, *place, name, one.broken, closed=one.closed))
        length += len(one.shown)
        at = one.end
    out.append(text[at:])
    return Projection(text, "".join(out), tuple(pieces))
