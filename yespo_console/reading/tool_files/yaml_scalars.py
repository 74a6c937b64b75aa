"""Scalars of YAML as traced text: what each style does to lines, quotes and escapes is undone with its places kept.

The parser says what a scalar means and where it begins and ends; here its meaning is laid beside its spelling. Where
the two do not fit together (a spelling so rare that it is not known here), the whole text stands at its beginning.
"""

import re
from typing import Final

from yespo_console.reading.origin import Traced, TracedBuilder

_BREAK: Final = "(?:\r\n|[\r\n\x85\u2028\u2029])"
_SPACE: Final = "[ \t]"
_BREAKS: Final = re.compile(_BREAK)
_FOLD: Final = f"(?P<fold>{_SPACE}*(?:{_BREAK}{_SPACE}*)+)"
_SINGLE: Final = re.compile(f"{_FOLD}|(?P<escape>'')|{_SPACE}+|[^' \t\r\n\x85\u2028\u2029]+")
_DOUBLE: Final = re.compile(
    rf"{_FOLD}|(?P<joined>\\{_BREAK}{_SPACE}*(?:{_BREAK}{_SPACE}*)*)"
    r"|(?P<escape>\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|.))"
    rf'|{_SPACE}+|[^"\\ \t\r\n\x85\u2028\u2029]+'
)
_WORDS: Final = re.compile("(?P<space>[ \t\r\n\x85\u2028\u2029]+)|[^ \t\r\n\x85\u2028\u2029]+")
_GAP: Final = re.compile("[ \t\r\n\x85\u2028\u2029]*")


def traced_scalar(text: Traced, start: int, end: int, value: str, style: str | None) -> Traced:
    """The text of a scalar with the places it came from.

    Args:
        text: the file.
        start, end: where the scalar stands in it, quotes and the sign of a block included.
        value: what it means.
        style: the character that begins it: ``|``, ``>``, ``'``, ``"``; None for a plain one.
    """
    traced: Traced | None = None
    if style == "|":
        traced = _literal(text, start, end, value)
    elif style == ">":
        heading = _BREAKS.search(text.text, start, end)
        traced = _by_words(text, heading.end() if heading else end, end, value)
    elif style == "'":
        traced = _quoted(text, start + 1, end - 1, value, _SINGLE)
    elif style == '"':
        traced = _quoted(text, start + 1, end - 1, value, _DOUBLE)
    else:
        traced = _by_words(text, start, end, value)
    if traced is not None:
        return traced
    builder = TracedBuilder(text.original)
    builder.put(value, text.offset(start))
    return builder.build()


def _literal(text: Traced, start: int, end: int, value: str) -> Traced | None:
    """Line by line: each line of the value ends its own line of the file, behind the indentation."""
    builder = TracedBuilder(text.original)
    raw = text.text
    heading = _BREAKS.search(raw, start, end)
    position = heading.end() if heading else end
    taken = 0
    while taken < len(value):
        at_break = _BREAKS.search(raw, position, end)
        line_end = at_break.start() if at_break else end
        value_break = _BREAKS.search(value, taken)
        value_end = value_break.start() if value_break else len(value)
        size = value_end - taken
        begin = line_end - size
        if size and (begin < position or raw[begin:line_end] != value[taken:value_end]):
            return None
        builder.copy(text, begin, line_end)
        taken = value_end
        if value_break is not None:
            length = 1 if at_break is None else len(at_break[0])
            builder.put(value_break[0], text.offset(line_end), length)
            taken = value_break.end()
        position = line_end if at_break is None else at_break.end()
    return builder.build()


def _by_words(text: Traced, position: int, end: int, value: str) -> Traced | None:
    """Word by word, for the styles that change nothing but the space between words."""
    builder = TracedBuilder(text.original)
    raw = text.text
    for match in _WORDS.finditer(value):
        as_it_stands = raw.startswith(match[0], position, end)
        if match["space"] is not None and not as_it_stands:
            builder.put(match[0], text.offset(position))
            continue
        if not as_it_stands:
            gap = _GAP.match(raw, position, end)
            position = gap.end() if gap else position
            if not raw.startswith(match[0], position, end):
                return None
        builder.copy(text, position, position + len(match[0]))
        position += len(match[0])
    return builder.build()


def _quoted(text: Traced, position: int, end: int, value: str, spelling: re.Pattern[str]) -> Traced | None:
    """Piece by piece, for quoted scalars: escapes stand for one character, line ends for a space or fewer of them."""
    builder = TracedBuilder(text.original)
    taken = 0
    for match in spelling.finditer(text.text, position, end):
        if match.start() != position:
            return None
        position = match.end()
        names = match.groupdict()
        if names["escape"] is None and names["fold"] is None and names.get("joined") is None:
            if not value.startswith(match[0], taken):
                return None
            builder.copy(text, match.start(), position)
            taken += len(match[0])
            continue
        size = 1
        if names["escape"] is None:
            breaks = len(_BREAKS.findall(match[0]))
            size = breaks - 1 if breaks > 1 or names["fold"] is None else 1
        builder.put(value[taken : taken + size], text.offset(match.start()), position - match.start())
        taken += size
    return builder.build() if taken == len(value) and position == end else None
