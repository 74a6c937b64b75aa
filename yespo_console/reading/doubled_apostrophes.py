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


def first_doubled(raw: str, start: int, budget: Budget) -> int | None:
    """Where the first of them stands in the event that begins at ``start``, behind an apostrophe; None without any."""
    content = _CONTENT.match(raw, start)
    return None if content is None or raw[start - 1 : start] != "'" else _first_in(content, budget)


def doubled_in(raw: str, budget: Budget) -> Iterator[int]:
    """The same of each event in a text."""
    opening = _OPENING.search(raw) if "''" in raw else None
    while opening is not None:
        content = _CONTENT.match(raw, opening.end())
        if content is None:
            return
        if (place := _first_in(content, budget)) is not None:
            yield place
        opening = _OPENING.search(raw, content.end())


def _first_in(content: re.Match[str], budget: Budget) -> int | None:
    place = content[1].find("''")
    if place < 0 or not mentions_event(content[1]):
        return None
    budget.spend(2 * len(content[1]))
    return content.start() + place if is_json(content[1].replace("''", "'")) else None


def of_two_languages(text: Traced, index: int) -> str:
    """Why an event is not read in which an apostrophe stands twice at ``index``."""
    line, column = text.line_column(index)
    return _(
        "Line {line}, column {column}: two apostrophes are one in SQL and in YAML, and none in Python or in a shell, "
        "and the text does not tell what it is. Copy the whole statement or program, or the event as JSON alone."
    ).format(line=line, column=column)
