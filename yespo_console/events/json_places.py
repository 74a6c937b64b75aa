"""Where the values of a JSON text stand: pointer to place and back, also through string JSON.

A text is opened as a ``Document``. It finds the children of a container only when asked, skips each child without
reading it (one pass finds the ends of all brackets), and remembers what it found; a string that holds JSON is a
document of its own, whose places translate to the text around it. Places are offsets in code points.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate
from json.decoder import scanstring  # type: ignore[attr-defined]
from typing import Final, NamedTuple, Optional

from yespo_console.events.json_text import JsonTextError, inner, item_index, join, parse, split

_SPACE: Final = re.compile(r"[ \t\n\r]*")
_ESCAPE: Final = re.compile(
    r"\\(?:[^u]|u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4})", re.DOTALL
)
_STRING: Final = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"', re.DOTALL)
_SCALAR: Final = re.compile(r"[^,\]} \t\n\r]+")
#: Runs to the next bracket outside quotes: one match for each bracket, whatever stands between them.
_TO_BRACKET: Final = re.compile(r'(?>(?:[^][{}"]++|"[^"\\]*+(?>(?:\\.[^"\\]*+)*)")*)([][{}])', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of a text: half open, in code points."""

    start: int
    end: int


class Place(NamedTuple):
    """Where a value stands in its document, and its name when it is a member (else ``name_start`` is -1)."""

    start: int
    end: int
    name_start: int = -1
    name_end: int = -1

    @property
    def item_start(self) -> int:
        """Where the whole item begins: at its name, if it has one."""
        return self.start if self.name_start < 0 else self.name_start


class Children:
    """The items of one container, in order.

    Attributes:
        names: the decoded names of an object's members; None for a list.
        places: where they stand.
    """

    __slots__ = ("_index", "_starts", "names", "places")

    def __init__(self, names: list[str] | None, places: list[Place]) -> None:
        self.names = names
        self.places = places
        self._index: dict[str, int] | None = None
        self._starts: list[int] | None = None

    def index(self, token: str) -> int | None:
        """The position of the child a pointer step leads to; of a name that stands twice, the last."""
        if self.names is not None:
            if self._index is None:
                self._index = {name: position for position, name in enumerate(self.names)}
            return self._index.get(token)
        position = item_index(token)
        return position if position is not None and position < len(self.places) else None

    def around(self, offset: int) -> int | None:
        """The position of the child that contains an offset, its name and its two ends included."""
        if self._starts is None:
            self._starts = [place.item_start for place in self.places]
        position = bisect_right(self._starts, offset) - 1
        return position if position >= 0 and offset <= self.places[position].end else None


class Document:
    """A text known to be JSON, or the decoded text of a string that holds JSON.

    Attributes:
        text: the text; for string JSON the decoded one.
        root: where its value stands.
        around: the document it is a string of, and the place of that string; None for the outermost text.
    """

    __slots__ = ("_children", "_ends", "_escapes", "_within", "around", "root", "text")

    def __init__(self, text: str, around: tuple["Document", Place] | None = None) -> None:
        self.text = text
        self.around = around
        self.root = Place(_after_space(text, 0), len(text.rstrip(" \t\n\r")))
        self._ends: dict[int, int] | None = None
        self._children: dict[int, Children] = {}
        self._within: dict[int, Document | None] = {}
        self._escapes: _Escapes | None = None

    def enter(self, place: Place) -> tuple["Document", Children] | None:
        """The items of the container at a place, and the document they stand in; None for a scalar."""
        first = self.text[place.start]
        if first == '"':
            within = self._document_within(place)
            return None if within is None else within.enter(within.root)
        if first not in "{[":
            return None
        children = self._children.get(place.start)
        if children is None:
            children = self._members(place.start) if first == "{" else self._items(place.start)
            self._children[place.start] = children
        return self, children

    def _members(self, start: int) -> Children:
        text = self.text
        names: list[str] = []
        places: list[Place] = []
        offset = _after_space(text, start + 1)
        while text[offset] != "}":
            name, name_end = scanstring(text, offset + 1, True)
            value = _after_space(text, _after_space(text, name_end) + 1)
            end = self._end(value)
            names.append(name)
            places.append(Place(value, end, offset, name_end))
            offset = _after_space(text, end)
            if text[offset] == ",":
                offset = _after_space(text, offset + 1)
        return Children(names, places)

    def _items(self, start: int) -> Children:
        text = self.text
        places: list[Place] = []
        offset = _after_space(text, start + 1)
        while text[offset] != "]":
            end = self._end(offset)
            places.append(Place(offset, end))
            offset = _after_space(text, end)
            if text[offset] == ",":
                offset = _after_space(text, offset + 1)
        return Children(None, places)

    def _end(self, start: int) -> int:
        """The end of the value that begins here."""
        first = self.text[start]
        if first in "{[":
            if self._ends is None:
                self._ends = _bracket_ends(self.text)
            return self._ends[start]
        match = (_STRING if first == '"' else _SCALAR).match(self.text, start)
        if match is None:
            raise AssertionError("a value is missing in a text that was parsed")
        return match.end()

    def outer_offset(self, offset: int, outer: Optional["Document"] = None) -> int:
        """Where an offset of this document stands in ``outer``, a document around it; else in the outermost text."""
        if self.around is None or self is outer:
            return offset
        document, place = self.around
        return document.outer_offset(self._escape_map(document, place).raw(offset), outer)

    def inner_offset(self, offset: int) -> int:
        """Where an offset of the document around stands in this one."""
        if self.around is None:
            return offset
        return self._escape_map(*self.around).decoded(offset)

    def _escape_map(self, document: "Document", place: Place) -> "_Escapes":
        if self._escapes is None:
            self._escapes = _Escapes(document.text, place)
        return self._escapes

    def _document_within(self, place: Place) -> Optional["Document"]:
        if place.start not in self._within:
            text = scanstring(self.text, place.start + 1, True)[0]
            self._within[place.start] = None if inner(text) is None else Document(text, (self, place))
        return self._within[place.start]


class _Escapes:
    """Tells where each character of a decoded string stands in its literal; each escape is one character.

    A cart of a thousand products has some 30,000 escapes, so the usual case is left to functions written in C.
    """

    __slots__ = ("_decoded", "_lengths", "_raw", "_shift")

    def __init__(self, text: str, place: Place) -> None:
        content, end = place.start + 1, place.end - 1
        self._raw: Sequence[int]
        self._decoded: Sequence[int]
        self._lengths: Sequence[int]
        #: By how much the literal is longer than the decoded text before the n-th escape, the quote included.
        self._shift: Sequence[int]
        if text.find("\\\\", content, end) < 0 and text.find("\\u", content, end) < 0:
            # Every backslash begins an escape of two characters.
            self._decoded = list(accumulate(map(len, text[content:end].split("\\")[:-1])))
            self._lengths = (2,) * len(self._decoded)
            self._shift = range(content, content + len(self._decoded) + 1)
            self._raw = [decoded + shift for decoded, shift in zip(self._decoded, self._shift, strict=False)]
        else:
            spans = [match.span() for match in _ESCAPE.finditer(text, content, end)]
            self._raw = [start for start, _ in spans]
            self._lengths = [end - start for start, end in spans]
            self._shift = list(accumulate([length - 1 for length in self._lengths], initial=content))
            self._decoded = [raw - shift for raw, shift in zip(self._raw, self._shift, strict=False)]

    def raw(self, offset: int) -> int:
        return offset + self._shift[bisect_left(self._decoded, offset)]

    def decoded(self, offset: int) -> int:
        before = bisect_left(self._raw, offset)
        if before and offset < self._raw[before - 1] + self._lengths[before - 1]:
            return self._decoded[before - 1]
        return offset - self._shift[before]


class Found(NamedTuple):
    """How far a pointer leads: ``steps`` of it are there and end at ``place`` of ``document``."""

    document: Document
    place: Place
    steps: int


def open_document(text: str) -> Document:
    """The document of a text.

    Raises:
        JsonTextError: the text is not JSON.
    """
    parse(text)
    return _document(text)


# A key press asks for many places of one text; the text before it is still asked for by the undo step.
_document = lru_cache(maxsize=4)(Document)


def follow(document: Document, tokens: Sequence[str]) -> Found:
    """Walk down from the root as far as the steps are there."""
    place = document.root
    for steps, token in enumerate(tokens):
        entered = document.enter(place)
        position = None if entered is None else entered[1].index(token)
        if entered is None or position is None:
            return Found(document, place, steps)
        document = entered[0]
        place = entered[1].places[position]
    return Found(document, place, len(tokens))


def locate(text: str, pointer: str, *, key: bool = False) -> Span | None:
    """The span of a value in ``text``, quotes included; of its name with ``key``.

    None when the text is not JSON, nothing stands at the pointer, or ``key`` is asked of something without a name.
    """
    try:
        document = open_document(text)
    except JsonTextError:
        return None
    tokens = split(pointer)
    found = follow(document, tokens)
    return _span(found, key=key) if found.steps == len(tokens) else None


def strings_around(text: str, pointer: str) -> int | None:
    """How many strings that hold JSON the value at the pointer stands in; None when ``locate`` finds nothing."""
    try:
        document = open_document(text)
    except JsonTextError:
        return None
    tokens = split(pointer)
    found = follow(document, tokens)
    if found.steps < len(tokens):
        return None
    count, around = 0, found.document.around
    while around is not None:
        count, around = count + 1, around[0].around
    return count


def locate_nearest(text: str, pointer: str) -> Span:
    """The span of the value at the pointer, or of the innermost one around it that is there.

    Empty at the start when the text is not JSON.
    """
    try:
        document = open_document(text)
    except JsonTextError:
        return Span(0, 0)
    return _span(follow(document, split(pointer)), key=False) or Span(0, 0)


def pointer_at(text: str, offset: int) -> str:
    """The pointer of the innermost value that contains an offset, through string JSON.

    A member's name belongs to its value, and so do the places just before and just behind. Empty when the text is not
    JSON or the offset lies in the outermost container only.
    """
    try:
        document = open_document(text)
    except JsonTextError:
        return ""
    place = document.root
    tokens: list[str | int] = []
    while place.start < offset < place.end or not tokens:
        entered = document.enter(place)
        if entered is None:
            break
        if entered[0] is not document:
            document = entered[0]
            offset = document.inner_offset(offset)
        position = entered[1].around(offset)
        if position is None:
            break
        names = entered[1].names
        tokens.append(position if names is None else names[position])
        place = entered[1].places[position]
    return join(*tokens)


def _span(found: Found, *, key: bool) -> Span | None:
    start, end = found.place.start, found.place.end
    if key:
        start, end = found.place.name_start, found.place.name_end
        if start < 0:
            return None
    return Span(found.document.outer_offset(start), found.document.outer_offset(end))


def _bracket_ends(text: str) -> dict[int, int]:
    """The end of every object and list of a JSON text, by its start: one pass for all of them."""
    ends: dict[int, int] = {}
    open_at: list[int] = []
    for match in _TO_BRACKET.finditer(text):
        end = match.end()
        if match[1] in "{[":
            open_at.append(end - 1)
        else:
            ends[open_at.pop()] = end
    return ends


def _after_space(text: str, offset: int) -> int:
    if text[offset : offset + 1] > " ":
        return offset
    match = _SPACE.match(text, offset)
    return match.end() if match else offset
