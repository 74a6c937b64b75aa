"""Placeholders in quotes: ``"Phone"``, ``"{{email}}"``, also in JSON that is a text of its own.

Most words in quotes are values, ``"search": "phone"`` among them. A placeholder is only what the documentation prints
for a value of this name, and a mark that some tool was to fill in, when it is the whole value.
"""

import re
from collections.abc import Mapping
from typing import Final

from yespo_console.events.event import Node, Object
from yespo_console.events.json_text import inner, join
from yespo_console.events.rules.script_names import meant_name
from yespo_console.reading.bodies import is_body

#: The steps of a pointer.
Steps = tuple[str | int, ...]
#: Which word is a placeholder, by the name it stands under.
_Printed = Mapping[str, str]
#: The way to a value: which item of the outermost bracket, which item of that one, and so on. Names may stand twice.
Way = tuple[int, ...]
#: The placeholders of a JSON value: each with its pointer in the whole; a text that holds JSON with those in that.
Placeholders = dict[Way, "str | Placeholders"]

#: A mark of a template: ``{{email}}``, ``${email}``, ``<your email>``, but no element of HTML.
_TEMPLATE: Final = re.compile(
    r"\{\{[^{}\"\r\n]{1,80}\}\}|\$\{[^{}\"\r\n]{1,80}\}"
    r"|<(?!(?:br|hr|p|b|i|u|a|s|em|li|ul|ol|td|tr|th|h[1-6]|div|span|img|html|body|head|table|strong)>)"
    r"[^\W\d][\w .-]{0,78}>",
    re.IGNORECASE,
)
#: What the documentation prints in place of a value, by its name, whatever the event type.
_PRINTED: Final = {
    "phone": "Phone",
    "productId": "string",
    "price": "decimal",
    "isInStock": "int",
    "someProductProperty": "string",
    "currencyCode": "CurrencyCode",
    "recomVariantId": "string",
    "isFound": "int",
}
#: In any other event this may be what was looked for.
_PRINTED_IN_SEARCH: Final = _PRINTED | {"search": "string"}


def quoted_placeholders(node: Node) -> Placeholders:
    """The placeholders in quotes of a body, or of the bodies in a list."""
    if not isinstance(node, tuple):
        return _in_body(node, ())
    found: Placeholders = {}
    for number, body in enumerate(node):
        found |= _in_body(body, (number,))
    return found


def _in_body(body: Node, before: Way) -> Placeholders:
    if not is_body(body):
        return {}
    event_type = body.get("eventTypeKey")
    printed = _PRINTED_IN_SEARCH if event_type == "searchRequest" else _PRINTED
    found: Placeholders = {}
    for position, (name, value) in enumerate(body):
        way = (*before, position)
        steps: Steps = (*before, name)
        if name != "params":
            if isinstance(value, str) and _TEMPLATE.fullmatch(value):
                found[way] = join(*steps)
        elif not isinstance(value, str):
            found |= _in_params(value, way, steps, printed)
        elif within := _in_params(inner(value), (), steps, printed):
            found[way] = within
    return found


def _in_params(params: Node, way: Way, steps: Steps, printed: _Printed) -> Placeholders:
    found: Placeholders = {}
    if isinstance(params, Object):
        for position, (name, value) in enumerate(params):
            found |= _in_value(value, (*way, position), (*steps, name), _meant(name), printed)
    elif isinstance(params, tuple):
        for number, item in enumerate(params):
            named = item.get("name") if isinstance(item, Object) else None
            if isinstance(item, Object) and isinstance(named, str):
                for position, (name, value) in enumerate(item):
                    if name == "value":
                        found |= _in_value(
                            value, (*way, number, position), (*steps, number, name), _meant(named), printed
                        )
    return found


def _in_value(value: Node, way: Way, steps: Steps, meant: str, printed: _Printed) -> Placeholders:
    """The placeholders in a value, which ``way`` and ``steps`` lead to; ``meant`` is what its name means."""
    found: Placeholders = {}
    pending = [(value, way, steps, meant)]
    while pending:
        each, way, steps, meant = pending.pop()
        if isinstance(each, str):
            if _TEMPLATE.fullmatch(each) or printed.get(meant) == each:
                found[way] = join(*steps)
            elif (held := inner(each)) is not None and (within := _in_value(held, (), steps, meant, printed)):
                found[way] = within
        elif isinstance(each, Object):
            pending += [
                (member, (*way, position), (*steps, name), _meant(name)) for position, (name, member) in enumerate(each)
            ]
        elif isinstance(each, tuple):
            pending += [(item, (*way, number), (*steps, number), meant) for number, item in enumerate(each)]
    return found


def _meant(name: str) -> str:
    """A name of the web script as the one that it stands for: the documentation prints both for one value."""
    return meant_name(name) or name
