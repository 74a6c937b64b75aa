"""What ``dump()`` of Laravel and Symfony prints: arrays with the number of their items, one item a line.

Neither quotes nor backslashes are escaped in it, but invisible characters are, so a backslash before a letter that such
an escape begins with has two readings. How many items an array says it has tells whether all of them are there.
"""

import re
from dataclasses import dataclass, field
from typing import Final

from yespo_console.platform.i18n import _
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
from yespo_console.reading.mending.refusal import REFUSALS
from yespo_console.reading.origin import Traced
from yespo_console.reading.source_code.members import merged
from yespo_console.reading.source_code.printed.php_print import cut_off

_OPENING: Final = r"array:(?P<count>\d{1,6}) \[▼?(?:[ \t]+//[^\r\n]*)?"
_START: Final = re.compile(rf"(?:^|(?<=[\s^])){_OPENING}[ \t]*\r?$", re.MULTILINE)
_LINE: Final = re.compile(
    r"[ \t]*(?:(?:\"(?P<name>[^\"\r\n]{1,200})\"|(?P<number>\d{1,9})) => )?"
    rf"(?:(?P<open>{_OPENING})|(?P<empty>\[\])|(?P<close>\])|\"(?P<text>[^\r\n]*)\""
    r"|(?P<scalar>-?(?:0|[1-9]\d{0,40})(?:\.\d{1,40})?(?:E[+-]?\d{1,3})?|true|false|null))[ \t]*(?:\r?\n|\r?\Z)"
)
_ESCAPE: Final = re.compile(r"\\[abefnrtv0x]")


@dataclass(slots=True)
class _Open:
    """An array that is being read: where it begins, its name, how many items it says it has, and those so far."""

    offset: int
    name: Text | None
    count: int
    pairs: list[tuple[Text, Value]] = field(default_factory=list)


def find_laravel_dump(text: Traced, budget: Budget) -> Found | None:
    """Every event in dumped arrays, also within others."""
    start = _START.search(text.text) if "array:" in text.text and mentions_event(text.text) else None
    if start is None:
        return None
    events: list[Value] = []
    while start is not None:
        end = _read(text, start.start(), events, budget)
        if isinstance(end, Found):
            return end
        start = _START.search(text.text, end)
    if not events:
        return None
    return Found("php", tuple([FoundRequest(as_json(event, text.original, budget)) for event in events]))


def _read(text: Traced, at: int, events: list[Value], budget: Budget) -> int | Found:
    """Read one array; what is an event in it goes to ``events``. Returns where it ends, or why it cannot be read."""
    stack: list[_Open] = []
    while (line := _LINE.match(text.text, at)) is not None:
        budget.spend(40 + line.end() - at)
        at = line.end()
        group = "name" if line["name"] is not None else "number"
        name = None if line[group] is None else Text(text.slice(*line.span(group)))
        value: Value
        if line["open"] is not None:
            if len(stack) >= MAX_DEPTH:
                break
            stack.append(_Open(text.offset(line.start("open")), name, int(line["count"])))
            continue
        if line["close"] is not None:
            closed = stack.pop()
            if len(closed.pairs) != closed.count:
                break
            value, name = _closed(closed), closed.name
            if isinstance(value, Members) and is_event_shape(set(value.names)):
                events.append(value)
            if not stack:
                return at
        elif line["text"] is not None:
            if (escape := _ESCAPE.search(line["text"])) is not None:
                return _doubtful(text, line.start("text") + escape.start())
            value = Text(text.slice(*line.span("text")))
        elif line["empty"] is not None:
            value = Items((), text.offset(line.start("empty")))
        else:
            value = Scalar(line["scalar"], text.offset(line.start("scalar")), len(line["scalar"]))
        if name is None or not stack:
            break
        stack[-1].pairs.append((name, value))
    return Found("php", error=cut_off())


def _doubtful(text: Traced, index: int) -> Found:
    line, column = text.line_column(index)
    reason = _(REFUSALS["backslash"])
    return Found(
        "php", error=_("Line {line}, column {column}: {reason}").format(line=line, column=column, reason=reason)
    )


def _closed(container: _Open) -> Value:
    if [name.traced.text for name, _value in container.pairs] == [str(n) for n in range(len(container.pairs))]:
        return Items(tuple([value for _name, value in container.pairs]), container.offset)
    return merged(container.pairs, container.offset)
