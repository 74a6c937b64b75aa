"""A closing bracket that fits nowhere: it is one too many, or the bracket that opened it was lost.

``"color": "green"]`` may be a text with a bracket too many or a list that lost its first one. The type of the event
decides where it says what the value is; where it wants a list, or says nothing, both are as likely.
"""

from typing import Final

from yespo_console.events.event import Absent, Node, Object
from yespo_console.events.json_text import inner
from yespo_console.events.rules.script_names import meant_name
from yespo_console.reading.bodies import is_body
from yespo_console.reading.mending.placeholders import Steps
from yespo_console.reading.mending.printed_words import Part, params_of, part_of_param

_PARAMS: Final = ("params", "parameters")
_TEXTS: Final = ("eventTypeKey", "eventKey", "keyValue")
#: The members of a param.
_PARAM: Final = {"name", "value"}


def may_be_list(node: Node, steps: Steps) -> bool:
    """Whether the value that ``steps`` lead to, behind which a ``]`` too many stands, may have been a list."""
    body, rest = _innermost_body(node, steps)
    value = _at(node, steps)
    if isinstance(value, tuple) or (isinstance(value, str) and isinstance(inner(value), tuple)) or not rest:
        return False
    if rest[0] not in _PARAMS:
        return rest[0] not in _TEXTS
    if len(rest) == 1:
        return isinstance(value, Object) and set(value.names) == _PARAM
    way = rest[1:]
    name = way[0]
    if isinstance(name, int):
        if way[1:2] != ("value",):
            return way[1:2] != ("name",)
        param = _at(body, ("params", name, "name"))
        way = way[1:]
    else:
        param = name
    if not isinstance(param, str):
        return True
    key = body.get("eventTypeKey")
    part = part_of_param(meant_name(param) or param, params_of(key) if isinstance(key, str) else {})
    for step in way[1:]:
        if isinstance(step, int):
            part = part.get("items", {})
        else:
            part = part.get("properties", {}).get(meant_name(step) or step, {})
    return not part or _wants_list(part)


def is_list(node: Node, steps: Steps) -> bool:
    """Whether the list that ``steps`` lead to, whose ``]`` is missing, is one for certain.

    A single item may as well have a ``[`` too many before it, unless it is a param.
    """
    value = _at(node, steps)
    if not isinstance(value, tuple) or len(value) != 1:
        return isinstance(value, tuple) and len(value) > 1
    return steps[-1] in _PARAMS and isinstance(value[0], Object) and set(value[0].names) == _PARAM


def _wants_list(part: Part) -> bool:
    return "array" in (part.get("type"), *part.get("x-also-accepts", ()))


def _innermost_body(node: Node, steps: Steps) -> tuple[Object, Steps]:
    """The innermost event on the way, and the steps from there on; no steps where there is none."""
    found: tuple[Object, Steps] = (Object(), ())
    for number in range(len(steps)):
        if isinstance(node, Object) and is_body(node):
            found = node, steps[number:]
        node = _at(node, steps[number : number + 1])
    return found


def _at(node: Node, steps: Steps) -> Node:
    """The value that steps lead to, also through texts that hold JSON; None where they lead nowhere."""
    for step in steps:
        if isinstance(node, str):
            node = inner(node)
        if isinstance(node, Object):
            found = node.get("params" if step in _PARAMS and "params" in node else str(step))
            node = found if not isinstance(found, Absent) else None
        elif isinstance(node, tuple) and isinstance(step, int) and step < len(node):
            node = node[step]
        else:
            return None
    return node
