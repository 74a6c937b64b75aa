"""Places in a text: Python counts code points, Qt counts UTF-16 units. The one place where the two are converted."""

import re
from bisect import bisect_left, bisect_right
from typing import Final

_WIDE: Final = re.compile("[\U00010000-\U0010ffff]")


def units(text: str) -> int:
    """The length of ``text`` as Qt counts it."""
    if text.isascii():
        return len(text)
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


class Utf16Map:
    """Converts offsets of one text in both directions. Costs next to nothing unless the text has emoji and the like."""

    def __init__(self, text: str) -> None:
        self.length = len(text)
        self.total_units = units(text)
        self._wide: list[int] = []  # code point offsets of characters of two units
        self._wide_units: list[int] = []  # where the same begin in units
        if self.total_units != self.length:
            self._wide = [match.start() for match in _WIDE.finditer(text)]
            self._wide_units = [offset + nth for nth, offset in enumerate(self._wide)]

    def to_units(self, offset: int) -> int:
        """The Qt position of a code point offset; an offset outside the text is brought to its nearest end."""
        offset = min(max(offset, 0), self.length)
        return offset + bisect_left(self._wide, offset)

    def to_points(self, position: int) -> int:
        """The code point offset of a Qt position; the middle of a character counts as its beginning."""
        position = min(max(position, 0), self.total_units)
        before = bisect_right(self._wide_units, position)
        if before and self._wide_units[before - 1] == position:
            return position - (before - 1)
        if before and self._wide_units[before - 1] + 1 == position:
            return self._wide[before - 1]
        return position - before
