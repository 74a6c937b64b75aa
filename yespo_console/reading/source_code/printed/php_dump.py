"""What PHP's ``var_dump`` prints: it shows every type, and how many bytes a text has, so it is read to the letter."""

import re
from dataclasses import dataclass, field
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.finder import Found, FoundRequest
from yespo_console.reading.literals import (
    MAX_DEPTH,
    Items,
    Members,
    Scalar,
    Text,
    Value,
    as_json,
    is_event_shape,
    mentions_event,
)
from yespo_console.reading.origin import Traced
from yespo_console.reading.source_code.members import merged
from yespo_console.reading.source_code.numbers import json_number
from yespo_console.reading.source_code.printed.php_print import cut_off

_OPENING: Final = r"(?:array\(\d{1,9}\)|object\([\w\\@]{1,200}\)#\d{1,9} \(\d{1,9}\)) \{"
_START: Final = re.compile(_OPENING)
#: One piece of a print, behind white space: a name, a value, or the end of an array.
_PIECE: Final = re.compile(
    rf"\s*+(?:\[(?:(?P<number>-?\d{{1,18}})|\"(?P<name>[^\"\r\n]{{0,200}})\"(?::[^\]\r\n]{{1,200}})?)\]=>"
    rf"|(?P<open>{_OPENING})|(?P<close>\}})|string\((?P<bytes>\d{{1,9}})\) \""
    r"|(?:int|float|bool)\((?P<scalar>[\w.+-]{1,40})\)|(?P<null>NULL)\b)"
)


@dataclass(slots=True)
class _Open:
    """An array that is being read: where it begins, its items so far, and the name of the next one."""

    offset: int
    pairs: list[tuple[Text, Value]] = field(default_factory=list)
    name: Text | None = None


def find_php_dump(text: Traced, budget: Budget) -> Found | None:
    """Every event in dumped arrays and objects, also within others."""
    start = _START.search(text.text) if mentions_event(text.text) and "]=>" in text.text else None
    if start is None:
        return None
    events: list[Value] = []
    while start is not None:
        end = _read(text, start.start(), events, budget)
        if end is None:
            return Found("php", error=cut_off())
        start = _START.search(text.text, end)
    if not events:
        return None
    return Found("php", tuple([FoundRequest(as_json(event, text.original, budget)) for event in events]))


def _read(text: Traced, at: int, events: list[Value], budget: Budget) -> int | None:
    """Read one array; what is an event in it goes to ``events``. Returns where it ends; None when it is not whole."""
    stack: list[_Open] = []
    while True:
        budget.spend(20)
        piece = _PIECE.match(text.text, at)
        if piece is None:
            return None
        at = piece.end()
        value: Value | None = None
        if piece["open"] is not None:
            if len(stack) >= MAX_DEPTH:
                return None
            stack.append(_Open(text.offset(piece.start("open"))))
            continue
        if piece["close"] is not None:
            value = _closed(stack.pop())
            if isinstance(value, Members) and is_event_shape(set(value.names)):
                events.append(value)
            if not stack:
                return at
        elif piece["bytes"] is not None:
            length = _characters(text.text, at, int(piece["bytes"]))
            if length is None:
                return None
            budget.spend(length)
            value = Text(text.slice(at, at + length))
            at += length + 1
        elif piece["scalar"] is not None or piece["null"] is not None:
            value = _scalar(text, piece)
        else:
            group = "name" if piece["name"] is not None else "number"
            stack[-1].name = Text(text.slice(piece.start(group), piece.end(group)))
            continue
        name = stack[-1].name
        if name is None or value is None:
            return None
        stack[-1].pairs.append((name, value))
        stack[-1].name = None


def _characters(text: str, at: int, size: int) -> int | None:
    """How many characters a text of ``size`` bytes has; None when no quote follows it.

    A print that was converted from another encoding has as many characters as it had bytes.
    """
    try:
        length = len(text[at : at + size].encode("utf-8")[:size].decode("utf-8"))
    except UnicodeError:
        length = size
    return next((each for each in (length, size) if text[at + each : at + each + 1] == '"'), None)


def _scalar(text: Traced, piece: re.Match[str]) -> Scalar | None:
    if piece["null"] is not None:
        return Scalar("null", text.offset(piece.start("null")), 4)
    spelled = piece["scalar"]
    json = spelled if spelled in ("true", "false") else json_number(spelled)
    return None if json is None else Scalar(json, text.offset(piece.start("scalar")), len(spelled))


def _closed(container: _Open) -> Value:
    if [name.traced.text for name, _value in container.pairs] == [str(n) for n in range(len(container.pairs))]:
        return Items(tuple([value for _name, value in container.pairs]), container.offset)
    return merged(container.pairs, container.offset)
