"""A bare quote at the end of a text that has others inside: a part of the text, or one too many."""

import re
from typing import Final

from yespo_console.reading.mending.level import Level
from yespo_console.reading.mending.tokens import CLOSERS, ODD_SPACES, gap

_SETS: Final = set(CLOSERS.values())
#: A bare quote right before the one that ends a text, with nothing but spaces, commas and semicolons between the two.
_LAST_INSIDE: Final = {closers: re.compile(rf"[{closers}](?P<between>[\s,;{ODD_SPACES}]*)\Z") for closers in _SETS}
#: What shows that it belongs to the text: a quote that it is the other half of (``ТОВ "Ромашка"``), or the size of
#: something in inches (``TV 27"``). A number alone may have such a quote by mistake.
_OTHER_HALF: Final = {
    closers: re.compile(rf"(?:\A|(?<=[^\w\s.,:;!?)\]]|\s))[{closers}](?=\S)[^{closers}]*\Z") for closers in _SETS
}
_SIZE: Final = re.compile(r"[\s(x×х*/'′]\d{1,3}(?:[.,/]\d{1,3})?\Z")
_LETTER: Final = re.compile(r"[^\W\d_]|['′]")
#: How much of a text ends with a size.
_SIZE_LIMIT: Final = 12


def stray_quote(level: Level, start: int, end: int, closers: str) -> int:
    """Where a quote may be one too many at the end of the text from ``start`` up to the quote at ``end``; or -1."""
    inside = level.raw[start:end]
    last = _LAST_INSIDE[closers].search(inside)
    if last is None:
        return -1
    if not _belongs(inside[: last.start()], closers):
        return start + last.start()
    # Nobody ends a text so: behind ``"TV 27", "`` the next name begins, and it has a quote too many.
    return end if last["between"] and _is_no_end(level, last["between"], end) else -1


def _is_no_end(level: Level, between: str, end: int) -> bool:
    """Whether what stands between the last two quotes is what separates two members, rather than an end of a text."""
    if "," in between or ";" in between:
        return True
    after, _comments = gap(level.raw, end + 1, level.budget)
    return level.raw[after : after + 1] in CLOSERS


def _belongs(before: str, closers: str) -> bool:
    """Whether a bare quote at the end of a text, behind ``before``, belongs to it and is not one too many."""
    if _OTHER_HALF[closers].search(before) is not None:
        return True
    return _SIZE.search(before[-_SIZE_LIMIT:]) is not None and _LETTER.search(before) is not None
