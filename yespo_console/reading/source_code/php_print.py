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
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import repair_at

_START: Final = re.compile(r"(?:Array|stdClass Object|[A-Z]\w{0,60} Object)[ \t]*\r?\n[ \t]*\([ \t]*\r?\n")
_LINE: Final = re.compile(r"[ \t]*\[(?P<name>[^\]\r\n]{1,200})\][ \t]*=>(?: (?P<value>[^\r\n]*))?")
_CONTAINER: Final = re.compile(r"(?:Array|[\w\\]{1,80} Object)[ \t]*")
_EVENT: Final = re.compile(r"\[(?:eventTypeKey|eventKey)\] =>")


@dataclass(slots=True)
class _Open:
    """An array that is being read: its items so far, where it begins, how far in they stand and their keys."""

    offset: int
    start: int
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
    if _EVENT.search(text.text) is None or _START.search(text.text) is None:
        return None
    printed, doubtful = _read(text, budget)
    if doubtful is not None:
        return Found("php", error=_several_lines(*text.original.line_column(doubtful)))
    if not printed:
        return Found("php", error=cut_off())
    requests = []
    for event in printed:
        repair = repair_at(text, event.start, event.end, "printed_values", "")
        requests.append(FoundRequest(as_json(event.value, text.original, budget), None, (repair,)))
    return Found("php", tuple(requests))


def cut_off() -> str:
    """The sentence for a print that is not whole."""
    return _("This printed array is cut off: its last bracket is missing. Copy it to its end and paste it again.")


def _several_lines(line: int, column: int) -> str:
    """The sentence for a print in which a value can be taken for the next one."""
    return _(
        "Line {line}, column {column}: this line does not stand where the next key of the array would, or its key was "
        "there before, so that it may belong to the value above it. Print the event with json_encode and paste that."
    ).format(line=line, column=column)


def _read(text: Traced, budget: Budget) -> tuple[list[_Printed], int | None]:
    """The events, in order of their ends, and the place of a line that may be a key or a part of a value."""
    found: list[_Printed] = []
    stack: list[_Open] = []
    names: list[Text] = []
    start = _START.search(text.text)
    at = 0 if start is None else start.start()
    container_at: int | None = None
    while at < len(text):
        budget.spend()
        end = text.text.find("\n", at)
        end = len(text) if end < 0 else end
        line = text.text[at:end].rstrip("\r")
        stripped = line.strip()
        match = _LINE.fullmatch(line)
        if stripped == "(" and container_at is not None:
            if len(stack) >= MAX_DEPTH:
                return found, None
            stack.append(_Open(text.offset(container_at), container_at))
            container_at = None
        elif stripped == ")" and stack:
            closed = stack.pop()
            value = _value(closed)
            if isinstance(value, Members) and is_event_shape(set(value.names)):
                found.append(_Printed(value, closed.start, end))
            if stack:
                stack[-1].pairs.append((names.pop(), value))
        elif match is not None and stack:
            name = text.slice(at + match.start("name"), at + match.end("name"))
            if stack[-1].indent not in (-1, match.start("name")) or name.text in stack[-1].keys:
                return [], name.offset(0)
            stack[-1].indent = match.start("name")
            stack[-1].keys.add(name.text)
            spelled = match["value"] or ""
            if _CONTAINER.fullmatch(spelled):
                names.append(Text(_without_visibility(name)))
                container_at = at
            else:
                begin = at + match.start("value") if match["value"] is not None else at + match.end()
                stack[-1].pairs.append((Text(_without_visibility(name)), Text(text.slice(begin, begin + len(spelled)))))
        elif not stack and _CONTAINER.search(stripped):
            container_at = at
        elif stripped and stack and stack[-1].pairs:
            _continue(stack[-1], text, at, at + len(line))
        at = end + 1
    return found, None


def _without_visibility(name: Traced) -> Traced:
    """``[key:protected]`` and ``[key:Class:private]`` are called ``key``."""
    return name.slice(0, name.text.find(":")) if ":" in name.text else name


def _continue(container: _Open, text: Traced, start: int, end: int) -> None:
    """A line that is nothing else belongs to the value before it, which has a line break there."""
    name, value = container.pairs[-1]
    if isinstance(value, Text):
        builder = TracedBuilder(text.original)
        builder.copy(value.traced)
        builder.put("\n", text.offset(start), 0)
        builder.copy(text, start, end)
        container.pairs[-1] = (name, Text(builder.build()))


def _value(container: _Open) -> Value:
    if [name.traced.text for name, _value in container.pairs] == [str(n) for n in range(len(container.pairs))]:
        return Items(tuple([value for _name, value in container.pairs]), container.offset)
    return Members(tuple(container.pairs), container.offset)
