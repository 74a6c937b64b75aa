"""What PHP's ``print_r`` prints, as it stands in tickets and logs.

It shows neither types nor quotes: a number and a text look the same, and so do an empty text, null and false. All
values are therefore read as texts, and that is said.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from yespo_console.platform.i18n import _
from yespo_console.reading.budget import Budget
from yespo_console.reading.finder import Found, FoundRequest
from yespo_console.reading.literals import MAX_DEPTH, Items, Members, Text, Value, as_json, is_event_shape
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import repair_at
from yespo_console.reading.source_code.printed.php_print_line import START, printed_line
from yespo_console.reading.wrappings.margins import with_line_feeds

_START: Final = re.compile(r"(?:Array|stdClass Object|[A-Z]\w{0,60} Object)[ \t]*\n[ \t]*\([ \t]*\n")
_LINE: Final = re.compile(r"(?P<blanks>[ \t]*)\[(?P<name>[^\]\n]{1,200})\][ \t]*=>(?: (?P<value>[^\n]*))?")
_CONTAINER: Final = re.compile(r"(?:Array|[\w\\]{1,80} Object)[ \t]*\Z")
#: What comes behind the line of an array, and what may stand between: a text may be the word Array, too.
_OPENING: Final = re.compile(r"(?P<blank>(?>(?:\n[ \t]*+(?=\n))*))\n(?P<blanks>[ \t]*+)\([ \t]*+(?:\n|\Z)")
_EMPTY: Final = re.compile(r"(?>(?:[ \t\u00a0]*+\n)+)|[ \t\u00a0]++\Z")
#: What is printed for an array within itself.
_RECURSION: Final = "*RECURSION*"
_EVENT: Final = re.compile(r"\[(?:eventTypeKey|eventKey)\] =>")


@dataclass(slots=True)
class _Open:
    """An array that is being read.

    Attributes:
        offset, start: where it begins, in the original and in the text.
        column: how far in its brackets stand.
        indent: how far in its keys stand; -1 without any.
        keys: those so far.
        pairs: the items so far.
    """

    offset: int
    start: int
    column: int
    indent: int = -1
    keys: set[str] = field(default_factory=set)
    pairs: list[tuple[Text, Value]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Printed:
    """An event that was printed."""

    value: Members
    start: int
    end: int


def find_php_print(text: Traced, budget: Budget) -> Found | None:
    """Every event in printed arrays, also within others."""
    if _EVENT.search(text.text) is None:
        return None
    text = with_line_feeds(text, budget)
    start = _START.search(text.text)
    if start is None:
        return _printed_lines(text, budget)
    reader = _PrintReader(text, budget)
    reader.read(start.start())
    if reader.doubtful is not None:
        return Found("php", error=_several_lines(*text.original.line_column(reader.doubtful)))
    requests = []
    for event in reader.found:
        repair = repair_at(text, event.start, event.end, "printed_values", "")
        requests.append(FoundRequest(as_json(event.value, text.original, budget), None, (repair,)))
    return Found("php", tuple(requests), error=None if requests and reader.is_whole else cut_off())


def _printed_lines(text: Traced, budget: Budget) -> Found | None:
    """The events that are printed on one line each; where one has several readings, why it is not read."""
    requests = []
    end = 0
    while (start := START.search(text.text, end)) is not None:
        budget.spend(100)
        printed = printed_line(text, start.start(), budget)
        if printed is None:
            return Found("php", error=_on_one_line(*text.line_column(start.start())))
        event, (begin, end) = printed
        repair = repair_at(text, begin, end, "printed_values", "")
        requests.append(FoundRequest(as_json(event, text.original, budget), None, (repair,)))
    return Found("php", tuple(requests)) if requests else None


def _on_one_line(line: int, column: int) -> str:
    """The sentence for a print without its lines that can be read in several ways."""
    return _(
        "Line {line}, column {column}: this printed array has lost its lines, and where its values end cannot be told, "
        "or its end is missing. Copy it from the source of the page, or print the event with json_encode."
    ).format(line=line, column=column)


def cut_off() -> str:
    """The sentence for a print that is not whole."""
    return _("This printed array is cut off: its last bracket is missing. Copy it to its end and paste it again.")


def _several_lines(line: int, column: int) -> str:
    """The sentence for a print in which a value can be taken for the next one."""
    return _(
        "Line {line}, column {column}: this line does not stand where the next key of the array would, or its key was "
        "there before, so that it may belong to the value above it. Print the event with json_encode and paste that."
    ).format(line=line, column=column)


class _PrintReader:
    """Reads a print line by line; a line that is neither a key nor a bracket belongs to the value above it.

    An empty line between two of these does, too. One is printed behind the bracket of an inner array; where a page or a
    chat took those out or put in others, nobody knows whether it did so in a value, and nor where one ends with them.

    Attributes:
        found: the events, in order of their ends.
        doubtful: the place of the first line that may be a key, a bracket or a part of a value.
        is_whole: whether every bracket was closed.
    """

    def __init__(self, text: Traced, budget: Budget) -> None:
        self.found: list[_Printed] = []
        self.doubtful: int | None = None
        self.is_whole = False
        self._text = text
        self._budget = budget
        self._stack: list[_Open] = []
        self._names: list[Text] = []
        #: The name of the value that may go on, where it begins, and where it ends as far as is known.
        self._value: tuple[Text, int] | None = None
        self._value_end = 0
        #: The first line that belongs to a value above it, the first such that is empty, and the first of the empty
        #: ones that no other line of the value followed yet.
        self._further: int | None = None
        self._empty_within: int | None = None
        self._empty_behind: int | None = None
        #: Whether the line before is the bracket of an inner array, and how many empty lines stood there since.
        self._is_closed = False
        self._empty_lines = 0
        #: Whether there is an empty line where none is printed, and whether one is missing.
        self._is_laid_out_anew = False
        self._is_closed_up = False
        self._just_ended = False

    def read(self, at: int) -> None:
        """Read from ``at`` on, where an array begins, to the end or up to what is doubtful."""
        raw = self._text.text
        while at < len(raw) and self.doubtful is None:
            self._budget.spend()
            if (empty := _EMPTY.match(raw, at)) is not None:
                self._empty(at, empty.end(), raw.count("\n", at, empty.end()))
                at = empty.end()
                continue
            end = raw.find("\n", at)
            end = len(raw) if end < 0 else end
            line = raw[at:end]
            stripped = line.strip()
            if not self._stack:
                end = self._outside(at, end, stripped)
            elif stripped == ")":
                self._close(at + line.index(")"), end, line.index(")"))
            elif stripped.startswith("[") and (match := _LINE.fullmatch(line)) is not None:
                end = self._key(at, end, match)
            elif self._value is None or stripped == _RECURSION:
                self._doubt(at)
            else:
                self._value_end = end
                self._further = at if self._further is None else self._further
                self._empty_behind = None
            at = end + 1
        if self._further is not None and self._is_closed_up:
            self._doubt(self._further)
        if self._empty_within is not None and self._is_laid_out_anew:
            self._doubt(self._empty_within)
        self.is_whole = not self._stack

    def _doubt(self, at: int) -> None:
        if self.doubtful is None:
            self.doubtful = self._text.offset(at)

    def _outside(self, at: int, end: int, stripped: str) -> int:
        """A line before an array, with its bracket where it is the one of an array; returns where it ends."""
        opening = _OPENING.match(self._text.text, end)
        if opening is not None and _CONTAINER.search(stripped):
            self._just_ended = False
            return self._open(at, opening)
        if stripped == ")" and self._just_ended:
            self._doubt(at)
        self._just_ended = False
        return end

    def _open(self, at: int, opening: re.Match[str]) -> int:
        self._is_laid_out_anew = self._is_laid_out_anew or bool(opening["blank"])
        self._is_closed, self._empty_lines = False, 0
        if len(self._stack) >= MAX_DEPTH:
            self._doubt(at)
        self._stack.append(_Open(self._text.offset(at), at, len(opening["blanks"])))
        return opening.end() - 1 if self._text.text[opening.end() - 1] == "\n" else opening.end()

    def _empty(self, at: int, end: int, lines: int) -> None:
        if self._value is not None:
            self._empty_within = at if self._empty_within is None else self._empty_within
            self._empty_behind = at if self._empty_behind is None else self._empty_behind
        elif self._stack:
            self._empty_lines += lines
            is_plain = end - at == lines
            self._is_laid_out_anew = self._is_laid_out_anew or not (is_plain and self._is_closed)

    def _structure(self) -> None:
        """What a line with a key or a bracket ends: a value, or the empty line behind a bracket."""
        if self._value is not None:
            name, begin = self._value
            self._stack[-1].pairs.append((name, Text(self._text.slice(begin, self._value_end))))
            self._value = None
            if self._empty_behind is not None:
                self._doubt(self._empty_behind)
        elif self._is_closed:
            self._is_closed_up = self._is_closed_up or not self._empty_lines
            self._is_laid_out_anew = self._is_laid_out_anew or self._empty_lines > 1
        self._is_closed, self._empty_lines = False, 0

    def _close(self, bracket: int, end: int, column: int) -> None:
        self._structure()
        closed = self._stack.pop()
        if column != closed.column:
            self._doubt(bracket)
            return
        value = _value(closed)
        if isinstance(value, Members) and is_event_shape(set(value.names)):
            self.found.append(_Printed(value, closed.start, end))
        if self._stack:
            self._stack[-1].pairs.append((self._names.pop(), value))
            self._is_closed = True
        else:
            self._just_ended = True

    def _key(self, at: int, end: int, match: re.Match[str]) -> int:
        """A line with a key, and with the bracket below it where its value is an array; returns where it ends."""
        self._structure()
        name = self._text.slice(at + match.start("name"), at + match.end("name"))
        inner = self._stack[-1]
        if inner.indent not in (-1, match.start("name")) or name.text in inner.keys:
            self._doubt(at + match.start("name"))
        inner.indent = match.start("name")
        inner.keys.add(name.text)
        shown = Text(_without_visibility(name))
        if _CONTAINER.match(match["value"] or "") and (opening := _OPENING.match(self._text.text, end)) is not None:
            self._names.append(shown)
            return self._open(at, opening)
        self._value = (shown, at + match.start("value") if match["value"] is not None else end)
        self._value_end = end
        return end


def _without_visibility(name: Traced) -> Traced:
    """``[key:protected]`` and ``[key:Class:private]`` are called ``key``."""
    return name.slice(0, name.text.find(":")) if ":" in name.text else name


def _value(container: _Open) -> Value:
    if [name.traced.text for name, _value in container.pairs] == [str(n) for n in range(len(container.pairs))]:
        return Items(tuple([value for _name, value in container.pairs]), container.offset)
    return Members(tuple(container.pairs), container.offset)
