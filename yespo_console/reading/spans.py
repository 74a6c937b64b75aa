"""Places in a text, each where something begins and ends; they may overlap."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from operator import itemgetter
from typing import Final

#: Where something begins and ends.
Span = tuple[int, int]
_end_of: Final = itemgetter(1)


def without(spans: Iterable[Span], others: Iterable[Span]) -> Iterator[Span]:
    """What of some places is in none of the others."""
    others = sorted(others)
    ends = [*accumulate(map(_end_of, others), max)]
    for begin, end in spans:
        for number in range(bisect_right(ends, begin), bisect_left(others, (end, -1))):
            if others[number][0] > begin:
                yield begin, others[number][0]
            begin = max(begin, ends[number])
        if begin < end:
            yield begin, end


class Spans:
    """Places that are asked what they touch. Making them sorts them; each question is two searches."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._spans: Sequence[Span] = sorted(spans)
        self._ends = [*accumulate(map(_end_of, self._spans), max)]
        self.first = self._spans[0][0] if self._spans else 0

    def touch(self, begin: int, end: int) -> bool:
        """Whether one of them holds a part of what stands from ``begin`` up to ``end``."""
        before = bisect_left(self._spans, (end, -1))  # those that begin before the end
        return before > 0 and self._ends[before - 1] > begin

    def within(self, begin: int, end: int) -> Span:
        """Where what they hold of this part begins and ends; they must touch it."""
        first = bisect_left(self._ends, begin + 1)
        before = bisect_left(self._spans, (end, -1))
        return max(begin, self._spans[first][0]), min(end, self._ends[before - 1])

    def merged(self, begin: int) -> Iterator[Span]:
        """Those that end behind ``begin``, in order, those that touch as one."""
        number = bisect_right(self._ends, begin)
        while number < len(self._spans):
            start, end = self._spans[number][0], self._ends[number]
            while number + 1 < len(self._spans) and self._spans[number + 1][0] <= end:
                number += 1
                end = self._ends[number]
            yield start, end
            number += 1
