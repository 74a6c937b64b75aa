"""Text that remembers where it came from, so that a place in a decoded body can be shown in what was pasted.

A body may have been cut out of a command, unquoted and decoded; a repair inside it must still name the line and column
of the original. A ``Traced`` text keeps its origin in segments, not in one number per character, and a slice has those
of the whole, so that it costs a search and its own characters.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from operator import itemgetter
from typing import Final

#: How far apart the originals of two neighbours in a segment are: one to one, or all on one place (a decoded escape).
_ONE_TO_ONE: Final = 1
_ALL_ON_ONE: Final = 0
_end_of: Final = itemgetter(1)


class Original:
    """The text as it was pasted, and where its lines begin.

    Attributes:
        text: the whole of it, in code points.
    """

    __slots__ = ("_breaks", "text")

    def __init__(self, text: str) -> None:
        self.text = text
        self._breaks: Sequence[int] | None = None

    def line_column(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset, both from 1, in code points. Lines end with LF, CR LF or a lone CR.

        A byte order mark before the first line is counted by no editor, so it takes no column.
        """
        if self._breaks is None:
            self._breaks = _line_starts(self.text)
        line = bisect_right(self._breaks, max(0, min(offset, len(self.text))))
        begin = self._breaks[line - 1]
        if line == 1 and offset > 0 and self.text.startswith("\ufeff"):
            begin = 1
        return line, offset - begin + 1


def _line_starts(text: str) -> list[int]:
    starts = [0]
    begin = 0
    if "\r" not in text:
        while (found := text.find("\n", begin)) >= 0:
            begin = found + 1
            starts.append(begin)
        return starts
    for line in text.splitlines(keepends=True):  # also ends lines at rarer characters, which are no line ends here
        begin += len(line)
        if line[-1] in "\r\n":
            starts.append(begin)
    return starts


class Traced:
    """A text and, for each of its characters, the offset in the original that it came from. Immutable.

    Attributes:
        text: the text itself.
        original: what it was cut from.
    """

    __slots__ = ("_edges", "_ends_at", "_first", "_origins", "_parts", "_starts", "_strides", "original", "text")

    def __init__(
        self,
        text: str,
        original: Original,
        segments: tuple[Sequence[int], Sequence[int], Sequence[int]],
        ends_at: int,
        first: int = 0,
    ) -> None:
        """Use ``of`` or a ``TracedBuilder``.

        Args:
            text, original: the text itself, and what it was cut from.
            segments: of a whole that this text is a part of: where each begins in it, the offset of that in the
                original, and the stride. They are shared, and never changed.
            ends_at: where the text ends in the original.
            first: where it begins in that whole.
        """
        self.text = text
        self.original = original
        self._starts, self._origins, self._strides = segments
        self._first = first
        self._ends_at = ends_at
        #: What ``origins`` and ``edges`` give, once they were asked for.
        self._parts: list[tuple[int, int]] | None = None
        self._edges: tuple[int, int] | None = None

    @classmethod
    def of(cls, text: str) -> "Traced":
        """A text that is its own original."""
        return cls(text, Original(text), ((0,), (0,), (_ONE_TO_ONE,)), len(text))

    @classmethod
    def of_part(cls, original: Original, begin: int, end: int) -> "Traced":
        """What stands in an original from ``begin`` up to ``end``."""
        return cls(original.text[begin:end], original, ((0,), (begin,), (_ONE_TO_ONE,)), end)

    def __len__(self) -> int:
        return len(self.text)

    def __repr__(self) -> str:
        return f"Traced({len(self.text)} characters)"  # a paste may hold secrets

    def offset(self, index: int) -> int:
        """Where the character at ``index`` came from; for ``len(self)``, where the text ends in the original."""
        if index >= len(self.text) or not self._starts:
            return self._ends_at
        place = self._first + index
        segment = bisect_right(self._starts, place) - 1 if len(self._starts) > 1 else 0
        return self._origins[segment] + self._strides[segment] * (place - self._starts[segment])

    def line_column(self, index: int) -> tuple[int, int]:
        """Line and column in the original of the character at ``index``, both from 1."""
        return self.original.line_column(self.offset(index))

    def original_text(self, start: int, end: int) -> str:
        """What stands in the original for the characters from ``start`` up to ``end``."""
        return self.original.text[self.offset(start) : max(self.offset(end), self.offset(start))]

    def lies_at(self) -> int | None:
        """Where the text begins in the original if it stands there as it is; None when that is not certain."""
        if not self.text or not self._starts:
            return None
        segment = bisect_right(self._starts, self._first) - 1 if len(self._starts) > 1 else 0
        at = self._origins[segment] + self._first - self._starts[segment]
        is_one = self._strides[segment] == _ONE_TO_ONE and self._ends_at == at + len(self.text)
        return at if is_one and self.original.text.startswith(self.text, at) else None

    def origins(self) -> Sequence[tuple[int, int]]:
        """Where the parts of the text begin and end in the original, in the order of the text."""
        if self._parts is None:
            self._parts = self._parts_of_original()
        return self._parts

    def _parts_of_original(self) -> list[tuple[int, int]]:
        if not self.text:
            return []
        starts, end = self._starts, self._first + len(self.text)
        first = bisect_right(starts, self._first) - 1
        behind = bisect_left(starts, end)
        begins = [self._first, *starts[first + 1 : behind]]
        origins = [*self._origins[first:behind]]
        origins[0] += self._strides[first] * (self._first - starts[first])
        return [
            (origin, origin + (stride * (stop - begin) or 1))
            for origin, stride, begin, stop in zip(
                origins, self._strides[first:behind], begins, [*begins[1:], end], strict=True
            )
        ]

    def edges(self) -> tuple[int, int]:
        """Where what the text was made of begins and ends in the original, whatever the order of it is there."""
        if self._edges is None:
            parts = self.origins()
            self._edges = min(parts, default=(0, 0))[0], max(map(_end_of, parts), default=0)
        return self._edges

    def slice(self, start: int, end: int | None = None) -> "Traced":
        """The part from ``start`` up to ``end`` (both as in a slice of a str, but not negative)."""
        size = len(self.text)
        end = size if end is None else min(end, size)
        start = min(start, end)
        if start == 0 and end == size:
            return self
        segments = self._starts, self._origins, self._strides
        return Traced(self.text[start:end], self.original, segments, self.offset(end), self._first + start)

    def respelled(self, text: str) -> "Traced":
        """Another text of the same length with the origins of this one.

        Raises:
            ValueError: the length differs.
        """
        if len(text) != len(self.text):
            raise ValueError("a respelled text keeps its length")
        return Traced(text, self.original, (self._starts, self._origins, self._strides), self._ends_at, self._first)

    def strip(self) -> "Traced":
        """Without white space at both ends."""
        left = len(self.text) - len(self.text.lstrip())
        return self.slice(left, max(left, len(self.text.rstrip())))

    def _segments(self, start: int, end: int) -> Iterable[tuple[int, int, int]]:
        """The segments of a part, as they are in that part by itself."""
        if start >= end:
            return
        begin, stop = self._first + start, self._first + end
        for number in range(bisect_right(self._starts, begin) - 1, len(self._starts)):
            at = self._starts[number]
            if at >= stop:
                return
            cut = max(0, begin - at)
            yield max(0, at - begin), self._origins[number] + self._strides[number] * cut, self._strides[number]


class TracedBuilder:
    """Puts a traced text together: parts of another one, decoded characters, and text of our own."""

    __slots__ = ("_ends_at", "_length", "_original", "_origins", "_parts", "_starts", "_strides")

    def __init__(self, original: Original) -> None:
        self._original = original
        self._parts: list[str] = []
        self._starts: list[int] = []
        self._origins: list[int] = []
        self._strides: list[int] = []
        self._length = 0
        self._ends_at = 0

    def __len__(self) -> int:
        return self._length

    def copy(self, source: Traced, start: int = 0, end: int | None = None) -> None:
        """Append a part of a traced text with its origins."""
        end = len(source) if end is None else end
        if start >= end:
            return
        if len(source._starts) == 1:  # most are of one piece
            stride = source._strides[0]
            place = source._first + start - source._starts[0]
            self._add(self._length, source._origins[0] + stride * place, stride)
        else:
            for begin, origin, stride in source._segments(start, end):
                self._add(self._length + begin, origin, stride)
        self._parts.append(source.text[start:end])
        self._length += end - start
        self._ends_at = source.offset(end)

    def put(self, text: str, offset: int, length: int = 1) -> None:
        """Append text that one thing in the original stands for: the ``"`` of a ``\\"``, a comma that was missing.

        Args:
            text: any number of characters; all come from the same place.
            offset: that place in the original.
            length: how many characters the original has for it.
        """
        if text:
            self._add(self._length, offset, _ALL_ON_ONE)
            self._parts.append(text)
            self._length += len(text)
        self._ends_at = offset + length

    def stride(self, text: str, offset: int, stride: int) -> None:
        """Append text whose characters came from places that are ``stride`` apart, as ``%7B%22`` is for two."""
        if text:
            self._add(self._length, offset, stride)
            self._parts.append(text)
            self._length += len(text)
        self._ends_at = offset + stride * len(text)

    def build(self) -> Traced:
        """What was appended so far."""
        segments = self._starts[:], self._origins[:], self._strides[:]
        return Traced("".join(self._parts), self._original, segments, self._ends_at)

    def _add(self, start: int, origin: int, stride: int) -> None:
        starts = self._starts
        if starts and self._strides[-1] == stride and self._origins[-1] + stride * (start - starts[-1]) == origin:
            return
        starts.append(start)
        self._origins.append(origin)
        self._strides.append(stride)


def join(parts: Sequence[Traced], original: Original) -> Traced:
    """The parts, one after the other."""
    builder = TracedBuilder(original)
    for part in parts:
        builder.copy(part)
    return builder.build()


def index_of(text: Traced, offset: int) -> int:
    """Which character of ``text`` is the first that stands at ``offset`` in the original, or behind it."""
    return bisect_left(range(len(text)), offset, key=text.offset)
