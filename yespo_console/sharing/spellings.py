r"""In which spellings a value may stand in a text, and how they are undone.

The one list of them: the question before a real account, the redaction and the search for everything about a contact
read a text through this module. Undone are the escapes of JSON (``\u0040``), of addresses of pages (``%40``) and of
pages themselves (``&#64;``), one in the other and as often as they were applied up to ``_MOST_LAYERS`` times; signs of
another width or script (``＠``, ``٣``), and what has no width at all; and base64, also in lines as it stands in a mail.

Not known: what is encrypted, compressed, or base64 of fewer than nine bytes or in lines of fewer than 32 signs.
"""

import binascii
import html
import re
import unicodedata
from base64 import b64decode
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

#: Who writes an address so that it is undone more often than this hides it on purpose.
_MOST_LAYERS: Final = 6
#: Texts up to this length are read by several that ask different things of them, one after the other.
_LONGEST_REMEMBERED: Final = 2_000
#: So often base64 may stand in base64.
MOST_ENCODED: Final = 3
#: Signs that nobody sees.
UNSEEN: Final = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
#: Small, wide and mathematical forms of the signs of ASCII, beside the digits of other scripts.
FORMS: Final = "\ufe50-\ufe6b\uff01-\uff5e\U0001d400-\U0001d7ff"
#: What is no single sign, or not the one that is meant; every alternative is undone by the group that it fills.
_WRITTEN: Final = re.compile(
    r"\\+u([dD][89abAB][0-9a-fA-F]{2})\\+u([dD][c-fC-F][0-9a-fA-F]{2})"
    r"|\\+u([0-9a-fA-F]{4})"
    r"|\\+(?:([\"'/])|([bfnrt]))"
    r"|\\(\\+)"
    r"|(%[0-7][0-9a-fA-F]|%[c-fC-F][0-9a-fA-F](?:%[89abAB][0-9a-fA-F]){1,3}|%[89a-fA-F][0-9a-fA-F])"
    r"|(&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    rf"|([{UNSEEN}])"
    rf"|([{FORMS}]|(?![0-9])\d)"
)
#: A word that may be base64, or several that may be its lines; shorter ones hold nobody.
_BASE64: Final = re.compile(
    r"(?<![\w+/-])(?:(?:[A-Za-z0-9+/_-]{32,}\s{1,20})+[A-Za-z0-9+/_-]+|[A-Za-z0-9+/_-]{12,})={0,2}(?![\w+=-])"
)
_LINE: Final = re.compile(r"\S+")
_PART: Final = re.compile(r"[^/]{12,}")
_STANDARD: Final = str.maketrans("-_", "+/")


class Reading:
    """A text in which one layer of escapes is undone, or none.

    Attributes:
        text: what is to be read there.
    """

    def __init__(
        self, text: str, above: "Reading | None" = None, undone: "list[tuple[int, int, int, int]] | None" = None
    ):
        """``undone``: what was undone in ``above``: from where to where it stands in this text, and in that."""
        self.text = text
        self._above = above
        self._undone = undone or []
        self._begins = [one[0] for one in self._undone]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where a part of this text stands in the text as it was given."""
        if self._above is None:
            return start, end
        return self._above.span(self._place(start, is_end=False), self._place(end, is_end=True))

    def _place(self, at: int, *, is_end: bool) -> int:
        number = bisect_right(self._begins, at) - 1
        if is_end and number >= 0 and self._begins[number] == at:
            number = bisect_right(self._begins, at - 1) - 1  # what begins here is no part of what ends here
        if number < 0:
            return at
        _start, end, start_above, end_above = self._undone[number]
        if at >= end:
            return end_above + at - end
        return end_above if is_end else start_above


def layers(text: str) -> Iterator[Reading]:
    """``text``, and then the same with one layer of escapes after the other undone."""
    return iter(_remembered(text)) if len(text) <= _LONGEST_REMEMBERED else _layers(text)


@lru_cache(maxsize=128)
def _remembered(text: str) -> tuple[Reading, ...]:
    return tuple(_layers(text))


def _layers(text: str) -> Iterator[Reading]:
    reading = Reading(text)
    yield reading
    for _layer in range(_MOST_LAYERS):
        below = _below(reading)
        if below is None:
            return
        reading = below
        yield reading


def undone(text: str) -> Reading:
    """``text`` with all escapes undone."""
    *_others, last = layers(text)
    return last


def inside(text: str, most: int = MOST_ENCODED) -> Iterator[str]:
    """Each reading of a text, and each of what stands in it as base64."""
    reading = Reading(text)
    for reading in layers(text):
        yield reading.text
    if most:
        for _start, _end, decoded in encoded_in(reading, alone_too=True):
            yield from inside(decoded, most - 1)


def encoded_texts(text: str) -> Iterator[tuple[int, int, str]]:
    """The words of ``text`` that are base64 of a text: where they stand in ``text``, and what they are."""
    return encoded_in(undone(text))


def encoded_in(reading: Reading, *, alone_too: bool = False) -> Iterator[tuple[int, int, str]]:
    """The same of a text whose escapes are undone: where they stand in the text as it was given.

    ``alone_too``: words that follow one another and need not be lines of one text are told together, and each again.
    """
    for match in _BASE64.finditer(reading.text):
        for start, end, decoded in _in_lines(reading.text, *match.span(), alone_too):
            yield *reading.span(start, end), decoded


def _in_lines(text: str, start: int, end: int, alone_too: bool) -> list[tuple[int, int, str]]:
    """What stands in base64 here: in all lines together, or without a neighbour that is none of them, and in others."""
    found: list[tuple[int, int, str]] = []
    lines = [line.span() for line in _LINE.finditer(text, start, end)]
    for some in (lines, lines[:-1], lines[1:], lines[1:-1]):
        decoded = _decoded("".join(text[begin:behind] for begin, behind in some)) if len(some) > 1 else None
        if decoded is not None:
            found.append((some[0][0], some[-1][1], decoded))
            if _are_of_one_text(some) or not alone_too:
                taken = set(some)
                lines = [line for line in lines if line not in taken]
            break
    for begin, behind in lines:
        found += _in_word(text, begin, behind)
    return sorted(found)


def _are_of_one_text(lines: list[tuple[int, int]]) -> bool:
    """Whether all lines are of one length but for the last, which is not longer, as when a long text was cut."""
    first, *others, last = (behind - begin for begin, behind in lines)
    return all(length == first for length in others) and last <= first


def _in_word(text: str, start: int, end: int) -> Iterator[tuple[int, int, str]]:
    decoded = _decoded(text[start:end])
    if decoded is not None:
        yield start, end, decoded
    elif "/" in text[start:end]:  # a path, of which one part may be base64
        for part in _PART.finditer(text, start, end):
            decoded = _decoded(part[0])
            if decoded is not None:
                yield *part.span(), decoded


def _below(reading: Reading) -> Reading | None:
    """The next layer; None when nothing is left to undo."""
    text = reading.text
    told: list[str] = []
    undone_here: list[tuple[int, int, int, int]] = []
    done = length = 0
    for match in _WRITTEN.finditer(text):
        meant = _meant(match)
        if meant == match[0]:
            continue
        start = length + match.start() - done
        told += (text[done : match.start()], meant)
        done, length = match.end(), start + len(meant)
        undone_here.append((start, length, match.start(), done))
    if not undone_here:
        return None
    return Reading("".join((*told, text[done:])), reading, undone_here)


def _meant(match: re.Match[str]) -> str:
    """The sign that one escape stands for, itself when it stands for none."""
    high, low, unit, quoted, control, backslashes, percent, entity, unseen, form = match.groups()
    if high:
        return (chr(int(high, 16)) + chr(int(low, 16))).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if unit:
        sign = chr(int(unit, 16))
        return "\ufffd" if "\ud800" <= sign <= "\udfff" else sign
    if quoted:
        return quoted
    if control:
        return " "
    if backslashes:
        return "\\"
    if percent:
        return unquote(percent, errors="replace")
    if entity:
        return html.unescape(entity)
    if unseen:
        return ""
    return (
        unicodedata.normalize("NFKC", form)
        if unicodedata.decimal(form, None) is None
        else str(unicodedata.decimal(form))
    )


def _decoded(word: str) -> str | None:
    word = word.rstrip("=").translate(_STANDARD)
    try:
        content = b64decode(word + "=" * (-len(word) % 4), validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError):
        return None
    return content if content.isprintable() or all(sign.isprintable() or sign.isspace() for sign in content) else None
