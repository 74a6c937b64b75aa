"""Texts that are to hold JSON and whose JSON is broken, though their quotes are escaped well.

Any text may begin with a bracket. Only where the event type wants an object or a list for a param can its text be
nothing else than JSON, or a mark that a tool was to fill in, so only there it is mended, and where nothing is wrong
with it but special spaces between its values, as a page puts them there. A text that cannot be mended stays, and a rule
says that it is broken.
"""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from yespo_console.events.catalog import load_catalog
from yespo_console.events.event import Node, Object
from yespo_console.events.json_text import inner
from yespo_console.reading.bodies import is_body
from yespo_console.reading.mending.placeholders import Steps, Way, is_mark
from yespo_console.reading.mending.tokens import ODD_SPACE

_BRACKET: Final = re.compile(r"\s*[\[{]")


class _Value(NamedTuple):
    """The value of a param: its body, the name of the param, the value, and the way and the steps to it."""

    body: Object
    param: object
    value: Node
    way: Way
    steps: Steps


def broken_texts(node: Node) -> dict[Way, Steps]:
    """The ways to such texts of a body, or of the bodies in a list, each with the steps of a pointer."""
    return {each.way: each.steps for each in _values(node) if _is_broken(each)}


def ways_of_data(node: Node) -> set[Way] | None:
    """The ways to the values for which the event types of a body, or of a list of them, want an object or a list.

    None for what is neither: of that nothing is known.
    """
    if not any(map(is_body, node if isinstance(node, tuple) else (node,))):
        return None
    return {each.way for each in _values(node) if _is_for_data(each)}


def _values(node: Node) -> Iterator[_Value]:
    if not isinstance(node, tuple):
        yield from _in_body(node, ())
        return
    for number, body in enumerate(node):
        yield from _in_body(body, (number,))


def _in_body(body: Node, before: Way) -> Iterator[_Value]:
    if not is_body(body):
        return
    for position, (member, params) in enumerate(body):
        if member != "params":
            continue
        way = (*before, position)
        steps: Steps = (*before, member)
        if isinstance(params, Object):
            for number, (name, value) in enumerate(params):
                yield _Value(body, name, value, (*way, number), (*steps, name))
        elif isinstance(params, tuple):
            for number, item in enumerate(params):
                if isinstance(item, Object):
                    for place, (name, value) in enumerate(item):
                        if name == "value":
                            here = (*way, number, place)
                            yield _Value(body, item.get("name"), value, here, (*steps, number, name))


def _is_broken(each: _Value) -> bool:
    value = each.value
    if not isinstance(value, str) or not _BRACKET.match(value) or is_mark(value) or inner(value) is not None:
        return False
    return _is_for_data(each) or _has_only_odd_spaces(value)


def _has_only_odd_spaces(value: str) -> bool:
    """Whether a text with names or texts in quotes is JSON but for the kind of the spaces in it."""
    return '"' in value and ODD_SPACE.search(value) is not None and inner(ODD_SPACE.sub(" ", value)) is not None


def _is_for_data(each: _Value) -> bool:
    key = each.body.get("eventTypeKey")
    event_type = load_catalog().get(key) if isinstance(key, str) else None
    return event_type is not None and each.param in event_type.containers
