"""Texts that are to hold JSON and whose JSON is broken, though their quotes are escaped well.

Any text may begin with a bracket. Only where the event type wants an object or a list for a param can its text be
nothing else than JSON, or a mark that a tool was to fill in, so only there it is mended. A text that cannot be mended
stays, and a rule says that it is broken.
"""

import re
from typing import Final

from yespo_console.events.catalog import load_catalog
from yespo_console.events.event import Node, Object
from yespo_console.events.json_text import inner
from yespo_console.reading.bodies import is_body
from yespo_console.reading.mending.placeholders import Steps, Way, is_mark

_BRACKET: Final = re.compile(r"\s*[\[{]")


def broken_texts(node: Node) -> dict[Way, Steps]:
    """The ways to such texts of a body, or of the bodies in a list, each with the steps of a pointer."""
    if not isinstance(node, tuple):
        return _in_body(node, ())
    found: dict[Way, Steps] = {}
    for number, body in enumerate(node):
        found |= _in_body(body, (number,))
    return found


def _in_body(body: Node, before: Way) -> dict[Way, Steps]:
    found: dict[Way, Steps] = {}
    if not is_body(body):
        return found
    for position, (member, params) in enumerate(body):
        if member != "params":
            continue
        way = (*before, position)
        steps: Steps = (*before, member)
        if isinstance(params, Object):
            for number, (name, value) in enumerate(params):
                if _is_broken(body, name, value):
                    found[(*way, number)] = (*steps, name)
        elif isinstance(params, tuple):
            for number, item in enumerate(params):
                if isinstance(item, Object):
                    for place, (name, value) in enumerate(item):
                        if name == "value" and _is_broken(body, item.get("name"), value):
                            found[(*way, number, place)] = (*steps, number, name)
    return found


def _is_broken(body: Object, param: object, value: Node) -> bool:
    if not isinstance(value, str) or not _BRACKET.match(value) or is_mark(value) or inner(value) is not None:
        return False
    key = body.get("eventTypeKey")
    event_type = load_catalog().get(key) if isinstance(key, str) else None
    return event_type is not None and param in event_type.containers
