"""What ``print_r`` prints as a page of a browser shows it: all on one line, with one space for each white space.

A bracket that ends an array has white space before it, and so has a key, which a value may hold as well. So the print
is read where all brackets are closed, the keys of each list are in order, and each param has a name and a value alone.
"""

import re
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.literals import MAX_DEPTH, Items, Members, Text, Value, is_event_shape
from yespo_console.reading.origin import Traced
from yespo_console.reading.spans import Span

_OPENING: Final = r"(?:Array|[\w\\]{1,80} Object)\s{1,9}\((?=\s)"
START: Final = re.compile(r"(?<![\w\\])" + _OPENING + r"\s{1,9}(?=\[(?:eventTypeKey|eventKey|keyValue|params)\] =>)")
_ARRAY: Final = re.compile(rf"\s{{0,9}}{_OPENING}")
_KEY: Final = re.compile(r"\s{1,9}\[(?P<name>[^\[\]\s()]{1,200})\] =>")
_CLOSING: Final = re.compile(r"\s{1,9}\)(?=\s|\Z)")
#: What ends a value.
_BEHIND: Final = re.compile(rf"{_KEY.pattern}|{_CLOSING.pattern}")
_PARAM: Final = {"name", "value"}


def printed_line(text: Traced, start: int, budget: Budget) -> tuple[Members, Span] | None:
    """The event that is printed from ``start`` on, and where it stands; None where it has not one reading."""
    raw = text.text
    opening = _ARRAY.match(raw, start)
    if opening is None:
        return None
    stack: list[tuple[int, list[tuple[Text, Value]]]] = [(start, [])]
    names: list[Text] = []
    at = opening.end()
    while True:
        budget.spend(20)
        if (closing := _CLOSING.match(raw, at)) is not None:
            at = closing.end()
            begin, pairs = stack.pop()
            value = _closed(text.offset(begin), pairs)
            if value is None:
                return None
            if not stack:
                break
            stack[-1][1].append((names.pop(), value))
            continue
        key = _KEY.match(raw, at)
        if key is None or len(stack) > MAX_DEPTH:
            return None
        name = text.slice(key.start("name"), key.end("name"))
        at = key.end()
        if (inner := _ARRAY.match(raw, at)) is not None:
            names.append(Text(name))
            stack.append((at, []))
            at = inner.end()
            continue
        behind = _BEHIND.search(raw, at)
        if behind is None:
            return None
        budget.spend(behind.start() - at)
        begin = min(at + 1, behind.start())
        stack[-1][1].append((Text(name), Text(text.slice(begin, behind.start()))))
        at = behind.start()
    is_event = isinstance(value, Members) and is_event_shape(set(value.names)) and _has_plain_params(value)
    is_whole = _BEHIND.match(raw, at) is None
    return (value, (start, at)) if isinstance(value, Members) and is_event and is_whole else None


def _closed(offset: int, pairs: list[tuple[Text, Value]]) -> Value | None:
    names = [name.traced.text for name, _value in pairs]
    if names == [str(number) for number in range(len(names))]:
        return Items(tuple([value for _name, value in pairs]), offset)
    if len(set(names)) < len(names) or any(name.isdigit() for name in names):
        return None
    return Members(tuple(pairs), offset)


def _has_plain_params(event: Members) -> bool:
    params = event.get("params")
    items = params.values if isinstance(params, Items) else ()
    return all(isinstance(item, Members) and set(item.names) == _PARAM for item in items)
