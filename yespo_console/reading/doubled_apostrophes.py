"""JSON between apostrophes in which each apostrophe stands twice: one to SQL and YAML, none to Python or a shell."""

import re
from collections.abc import Iterator
from typing import Final

from yespo_console.platform.i18n import _
from yespo_console.reading.bodies import is_json
from yespo_console.reading.budget import Budget
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.origin import Traced

_OPENING: Final = re.compile(r"'(?=\s{0,20}[{\[])")
_CONTENT: Final = re.compile(r"([^']*(?:''[^']*)*)'")


def first_doubled(raw: str, start: int, end: int, budget: Budget) -> int | None:
    """Where the first of them stands in the event from ``start`` up to ``end``; None unless all are doubled there."""
    if not (raw[start - 1 : start] == "'" == raw[end : end + 1]):
        return None
    content = raw[start:end]
    place = _first_in(content, budget)
    return None if place is None else start + place


def doubled_in(raw: str, budget: Budget) -> Iterator[int]:
    """Where the first of them stands in each event between apostrophes."""
    opening = _OPENING.search(raw) if "''" in raw else None
    while opening is not None:
        content = _CONTENT.match(raw, opening.end())
        if content is None:
            return
        if (place := _first_in(content[1], budget)) is not None:
            yield content.start() + place
        opening = _OPENING.search(raw, content.end())


def _first_in(content: str, budget: Budget) -> int | None:
    place = content.find("''")
    if place < 0 or "'" in content.replace("''", "") or not mentions_event(content):
        return None
    budget.spend(2 * len(content))
    return place if is_json(content.replace("''", "'")) else None


def of_two_languages(text: Traced, index: int) -> str:
    """Why an event is not read in which an apostrophe stands twice at ``index``."""
    line, column = text.line_column(index)
    return _(
        "Line {line}, column {column}: two apostrophes are one in SQL and in YAML, and none in Python or in a shell, "
        "and the text does not tell what it is. Copy the whole statement or program, or the event as JSON alone."
    ).format(line=line, column=column)
