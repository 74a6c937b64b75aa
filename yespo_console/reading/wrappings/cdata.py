"""JSON in XML, in a section whose characters mean themselves: ``<![CDATA[{..}]]>``."""

import re
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import Repair, excerpt_around, repair_at
from yespo_console.reading.wrappings.unwrapped import Unwrapped

_OPENING: Final = "<![CDATA["
_CLOSING: Final = "]]>"
#: Code may hold XML too, and begins with something else.
_XML: Final = re.compile(r"\s*<(?!\?php|\?=|script)[?!A-Za-z]", re.IGNORECASE)
_JSON: Final = re.compile(r"\s*[{\[]")
_FOUND: Final = 60


def cdata(text: Traced, budget: Budget) -> Unwrapped | None:
    """The sections with JSON of events; None when there are none, one is not closed, or events stand elsewhere too."""
    raw = text.text
    if _XML.match(raw) is None:
        return None
    parts: list[Traced] = []
    around: list[Repair] = []
    done = start = 0
    while (start := raw.find(_OPENING, start)) >= 0:
        budget.spend(40)
        begin, end = start + len(_OPENING), raw.find(_CLOSING, start)
        if end < 0:
            return None
        if _JSON.match(raw, begin, end) and mentions_event(raw[begin:end]):
            if mentions_event(raw[done:begin]):
                return None  # another event stands beside it
            around.append(_told(text, done, begin))
            parts.append(text.slice(begin, end))
            done = end
        start = end
    if not parts or mentions_event(raw[done:]):
        return None
    return Unwrapped(parts, (*around, _told(text, done, len(raw))))


def _told(text: Traced, begin: int, end: int) -> Repair:
    part = text.slice(begin, end).strip()
    return repair_at(part, 0, len(part), "text_around", "", None, found=excerpt_around(part.text, _FOUND))
