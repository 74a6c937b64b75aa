"""Finding a value in bytes where it stands in base64: what base64 makes of a part of it is looked for, then read.

That part is the longest word of a value, or three digits that stand together in a number, for a word is written in the
same way in JSON, in a link and on a page; and where one escape follows another, for all its letters may be escaped too.
Whatever stands before it, base64 makes one of three things of it. In each a sign is looked for that ordinary texts
hardly ever hold, and only around that sign is anything tried: most bytes are passed over as fast as memory is read.

This is for bytes of files, of which nobody knows where a text begins; what ``glance`` lets through is read whole. Not
seen here: base64 in base64, or with its own ``+`` and ``/`` escaped within the value; in lines that something else than
white space or ``>`` parts; a word of ASCII of which base64 holds single letters as ``%61`` or ``&#97;``; and a number
of which neither the last three digits stand together nor the three before the last four.
"""

import re
from base64 import urlsafe_b64decode
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from urllib.parse import quote

from yespo_console.history.spelled_out import cases, units

_SIGNS: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
#: How each of them is written in the two alphabets that there are.
_FORMS_OF: Final = (*(bytes([sign]) for sign in _SIGNS[:62]), b"+-", b"/_")
_NO_SIGN: Final = re.compile(rb"[^A-Za-z0-9+/_-]")
_TO_URL: Final = bytes.maketrans(b"+/", b"-_")
_BACKSLASHES: Final = rb"(?:\\|%(?:25)*5[cC])+"
#: Where a text in base64 is cut into lines, by white space in all its escapes and what a mail puts before lines that it
#: quotes; and what escapes a ``/``.
_CUT: Final = (
    rb"(?:[ \t-\r>]|" + _BACKSLASHES + rb"(?:[rnt]|u00(?:0[9aAdD]|20)|(?=/))|%(?:25)*(?:0[9aAdD]|20)"
    rb"|&(?:amp;)*\x23(?:9|10|13|32|[xX](?:0?[9aAdD]|20));)"
)
_ALL_CUTS: Final = re.compile(_CUT)
_ALL_SIGNS: Final = sum(map(len, _FORMS_OF))
_ANY_BYTE: Final = frozenset(range(256))
#: Signs that hardly ever stand in ordinary texts.
_RARE: Final = b"QXZJYGNDREH"
#: A sign's weight is about how often it stands in thirty kilobytes of JSON.
_WEIGHTS: Final = {
    sign: weight
    for signs, weight in ((b"QXZJ", 1), (_RARE[4:], 4), (b"FMPOLACKVWB+/", 15), (b"UTIS", 40), (b"0123456789", 300))
    for sign in signs
}
_OF_SMALL_LETTERS: Final = 600
#: So many known signs behind it tell a rare one from the same by chance.
_TOLD_BY: Final = 2
_HEX: Final = b"0123456789ABCDEFabcdef"
#: What stands where a letter of ASCII is escaped in JSON, and where one escape follows another, there, in a link and on
#: a page.
_ESCAPES: Final = (
    (b"\\", b"u", b"0", b"0", b"4567", _HEX),
    (b"\\", b"u", b"0", b"0", b"234567", _HEX, b"\\"),
    (b"%", b"234567", _HEX, b"%", b"234567", _HEX),
    (b";", b"&", b"#", b"0123456789xX", _HEX),
    (b"p", b";", b"#", b"0123456789xX", _HEX),  # and both on a page that is shown on a page
)
#: The escapes of a sign beyond ASCII: each of these makes one of it.
_WAYS: Final[tuple[Callable[[str], str], ...]] = (
    lambda sign: "".join(f"\\u{unit:04x}" for unit in units(sign)),
    quote,
    lambda sign: quote(quote(sign)),
    lambda sign: f"&#{ord(sign)};",
    lambda sign: f"&#x{ord(sign):x};",
)
#: A byte that stands once in so many at the most is found sooner by itself than as the beginning of a pattern.
_IS_RARE: Final = 700
#: Places that are this close are one: signs between the beginnings of two escapes.
_CLOSE: Final = 40

#: Where in a text a value stands, in whatever escapes.
Find = Callable[[str], Iterable[tuple[int, int]]]

#: The bytes that may stand at each place of a part of a value.
_Part = Sequence[Iterable[int]]


class Encoded:
    """Looks for one value in base64.

    Args:
        parts: of a value; one of them stands in each spelling that is not escaped.
        reach: so many bytes the value may take, however it is escaped.
    """

    def __init__(self, parts: Iterable[str], reach: int) -> None:
        texts = tuple(parts)
        of_value = [one for part in texts for one in _in_any_case(part)]
        beyond = {sign for part in texts for sign in part if not sign.isascii()}
        every = (*of_value, *_escapes_of(beyond), *_ESCAPES)
        self._marks = tuple(dict.fromkeys(mark for part in every for mark in _marks(part)))
        self._reach = reach * 4 // 3 + 4

    def spans(self, content: bytes, find: Find) -> Iterator[tuple[int, int]]:
        """Where ``find`` finds the value in base64, in order, from the first to the last of what shows it."""
        near: list[tuple[int, int, int]] = []
        for place in sorted(place for mark in self._marks for place in mark.places(content)):
            if near and place[0] - near[-1][1] > _CLOSE:
                yield from self._read(content, near, find)
                near.clear()
            near.append(place)
        yield from self._read(content, near, find)

    def _read(self, content: bytes, near: Sequence[tuple[int, int, int]], find: Find) -> Iterator[tuple[int, int]]:
        """Read what stands around these places, each word once for each sign that a group of four may begin with."""
        if not near:
            return
        start = max(0, near[0][0] - self._reach)
        joined = _Joined(content[start : near[-1][1] + self._reach])
        begins: dict[tuple[int, int], int] = {}
        for at, _end, before in near:
            place = joined.place(at - start)
            begin, end = joined.word_at(place)
            begins[begin, (before - place + begin) % 4] = end
        for (begin, missing), end in begins.items():
            for first, last in _in_word(b"A" * missing + joined.content[begin:end], find):
                yield (
                    start + joined.origin(begin + max(0, first - missing)),
                    start + joined.origin(begin + max(0, min(last - missing, end - begin - 1))) + 1,
                )


def _in_word(word: bytes, find: Find) -> Iterator[tuple[int, int]]:
    """The first and the last sign of each place in which the value stands in a word."""
    word = word[: len(word) - (len(word) % 4 == 1)].translate(_TO_URL)
    said = urlsafe_b64decode(word + b"=" * (-len(word) % 4)).decode("utf-8", "surrogateescape")
    for span in find(said):
        begin, behind = (len(said[:at].encode("utf-8", "surrogateescape")) for at in span)
        yield begin * 8 // 6, (behind * 8 - 1) // 6


class _Joined:
    """Bytes without the cuts between the lines of base64.

    Attributes:
        content: what is left.
    """

    def __init__(self, content: bytes) -> None:
        self.content = _ALL_CUTS.sub(b"", content)
        self._cuts: list[tuple[int, int]] = []
        #: Where each cut was in ``content``, and how much had been taken out behind it.
        self._places: list[int] = []
        self._taken: list[int] = []
        #: Where a word of base64 ends.
        self._ends = [*(other.start() for other in _NO_SIGN.finditer(self.content)), len(self.content)]
        taken = 0
        for cut in _ALL_CUTS.finditer(content):
            self._cuts.append(cut.span())
            self._places.append(cut.start() - taken)
            taken += cut.end() - cut.start()
            self._taken.append(taken)

    def place(self, at: int) -> int:
        """Where a sign is now that was at ``at``."""
        number = bisect_right(self._cuts, (at, at)) - 1
        if number < 0:
            return at
        return self._places[number] if at < self._cuts[number][1] else at - self._taken[number]

    def origin(self, place: int) -> int:
        """Where a sign was that is at ``place`` now."""
        number = bisect_right(self._places, place) - 1
        return place if number < 0 else place + self._taken[number]

    def word_at(self, place: int) -> tuple[int, int]:
        """From where to where signs of base64 follow one another around a place."""
        number = bisect_right(self._ends, place)
        begin = self._ends[number - 1] + 1 if number else 0
        return begin, self._ends[number]


@dataclass(frozen=True, slots=True)
class _Mark:
    """What base64 makes of a part of a value.

    Attributes:
        rare: a sign of it.
        pattern: that sign and those behind it, with cuts between them.
        before: how many signs of its group stand before it.
    """

    rare: bytes
    pattern: re.Pattern[bytes]
    before: int

    def places(self, content: bytes) -> Iterator[tuple[int, int, int]]:
        """Where it begins and ends, and how many signs of its group stand before it."""
        is_rare = self.rare in _RARE
        found = rare_matches(content, self.rare, self.pattern) if is_rare else self.pattern.finditer(content)
        for match in found:
            yield *match.span(), self.before


def rare_matches(content: bytes, first: bytes, pattern: re.Pattern[bytes]) -> Iterator[re.Match[bytes]]:
    """The matches of a pattern that begins with this byte, told far sooner than by ``finditer`` where it is rare."""
    at = content.find(first)
    for _time in range(len(content) // _IS_RARE):
        if at < 0:
            return
        match = pattern.match(content, at)
        if match is not None:
            yield match
        at = content.find(first, at + 1 if match is None else match.end())
    if at >= 0:
        yield from pattern.finditer(content, at)


def _in_any_case(part: str) -> Iterator[_Part]:
    """The bytes that may stand at each place of a part, whatever the case of each of its letters."""
    ways = [[case.encode("utf-8", "surrogatepass") for case in cases(sign)] for sign in part]
    if all(len(way) == len(every[0]) for every in ways for way in every):
        yield [set(place) for every in ways for place in zip(*every, strict=True)]
    else:  # the bytes behind such a letter stand elsewhere
        for text in dict.fromkeys((part, part.lower(), part.upper(), part.title(), part.casefold())):
            yield [{byte} for byte in text.encode("utf-8", "surrogatepass")]


def _escapes_of(signs: Iterable[str]) -> Iterator[_Part]:
    """The bytes that may stand at each place of one escape of any of these signs, for each way to escape."""
    every = [case for sign in signs for case in cases(sign) if len(case) == 1]
    for way in _WAYS:
        spelled = {form for case in every for text in (way(case),) for form in (text.lower(), text.upper())}
        for length in {len(one) for one in spelled}:
            yield [set(place) for place in zip(*(one.encode() for one in spelled if len(one) == length), strict=True)]


def _marks(part: _Part) -> Iterator[_Mark]:
    """What is looked for of a part of a value: of the signs that base64 makes of it, those that are rare."""
    for before in range(3):
        signs = _signs(part, before)
        known = [at for at, one in enumerate(signs) if len(one) < _ALL_SIGNS]
        first, last = known[0], known[-1]
        at = min(range(first, max(first, last - _TOLD_BY) + 1), key=lambda at: sum(map(_weight, signs[at])))
        rest = b"".join(b"(?>(?:" + _CUT + b")*)[" + re.escape(bytes(one)) + b"]" for one in signs[at + 1 : last + 1])
        for sign in signs[at]:
            rare = bytes([sign])
            yield _Mark(rare, re.compile(re.escape(rare) + rest), at % 4)


def _signs(part: _Part, before: int) -> list[list[int]]:
    """Which signs of base64 may stand at each place where ``before`` bytes stand before a part, in any alphabet."""
    sets = [_ANY_BYTE] * before + [frozenset(one) for one in part]
    sets += [_ANY_BYTE] * (-len(sets) % 3)
    signs: list[set[int]] = []
    for a, b, c in zip(sets[::3], sets[1::3], sets[2::3], strict=True):
        signs += (
            {x >> 2 for x in a},
            {(x & 3) << 4 | y for x in a for y in {y >> 4 for y in b}},
            {(y & 15) << 2 | z for y in b for z in {z >> 6 for z in c}},
            {z & 63 for z in c},
        )
    return [sorted({form for value in one for form in _FORMS_OF[value]}) for one in signs]


def _weight(sign: int) -> int:
    return _WEIGHTS.get(sign, _OF_SMALL_LETTERS)
