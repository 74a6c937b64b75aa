"""The members of an event without the braces around them, as people copy the lines between these."""

import re
from typing import Final

from yespo_console.events.event import Object
from yespo_console.events.json_text import JsonTextError, parse
from yespo_console.reading.bodies import is_body
from yespo_console.reading.budget import Budget
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import repair_at
from yespo_console.reading.wrappings.unwrapped import Unwrapped

_BEGINNING: Final = re.compile(r"\s*\"(?:eventTypeKey|keyValue|params)\"\s{0,9}:")
#: Without one of these it may be a part of an event; a comma at the end says that it is.
_WANTED: Final = ("eventTypeKey", "params")


def lost_braces(text: Traced, budget: Budget) -> Unwrapped | None:
    """The event with its braces, which it has only one place for; None where it is no event with them, or has some."""
    if not _BEGINNING.match(text.text):
        return None
    budget.spend(len(text))
    inner = text.strip()
    try:
        node = parse(f"{{{inner.text}}}")
    except JsonTextError:
        return None
    if not isinstance(node, Object) or not is_body(node) or not all(name in node for name in _WANTED):
        return None
    if len(set(node.names)) < len(node):  # the members of two events
        return None
    builder = TracedBuilder(text.original)
    builder.put("{", inner.offset(0), 0)
    builder.copy(inner)
    builder.put("}", inner.offset(len(inner)), 0)
    return Unwrapped((builder.build(),), (repair_at(inner, 0, 0, "lost_braces"),))
