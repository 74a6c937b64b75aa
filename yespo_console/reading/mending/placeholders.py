"""Placeholders in quotes: ``"Phone"``, ``"{{email}}"``.

Most words in quotes are values, ``"search": "phone"`` among them. A placeholder is only what the documentation prints
for just this param of just this event type, and a mark that some tool was to fill in, when it is the whole value.
"""

import re
from collections.abc import Iterator
from typing import Final

from yespo_console.events.event import Node, Object
from yespo_console.events.json_text import join
from yespo_console.reading.bodies import is_body

_Steps = tuple[str | int, ...]

#: A mark of a template: ``{{email}}``, ``${email}``, ``<your email>``, but no element of HTML.
_TEMPLATE: Final = re.compile(
    r"\{\{[^{}\"\r\n]{1,80}\}\}|\$\{[^{}\"\r\n]{1,80}\}"
    r"|<(?!(?:br|hr|p|b|i|u|a|s|em|li|ul|ol|td|tr|th|h[1-6]|div|span|img|html|body|head|table|strong)>)"
    r"[^\W\d][\w .-]{0,78}>",
    re.IGNORECASE,
)
#: What the documentation prints in place of a value, by event type and the names that lead to it.
_PRINTED: Final[dict[str, dict[tuple[str, ...], str]]] = {
    "productImpressions": {("recomVariantId",): "string", ("products", "productId"): "string"},
    "productAddedToWishlist": {
        ("product", "productId"): "string",
        ("product", "price"): "decimal",
        ("product", "isInStock"): "int",
        ("product", "someProductProperty"): "string",
        ("currencyCode",): "CurrencyCode",
    },
    "searchRequest": {("search",): "string", ("isFound",): "int"},
}
#: It prints this one for every event type.
_PHONE: Final = {("phone",): "Phone"}


def quoted_placeholders(node: Node) -> frozenset[str]:
    """Pointers to the placeholders in quotes of a body, or of the bodies in a list."""
    if isinstance(node, tuple):
        return frozenset(join(number, *steps) for number, body in enumerate(node) for steps in _in_body(body))
    return frozenset(join(*steps) for steps in _in_body(node))


def _in_body(body: Node) -> Iterator[_Steps]:
    if not isinstance(body, Object) or not is_body(body):
        return
    event_type = body.get("eventTypeKey")
    printed = _PHONE | (_PRINTED.get(event_type, {}) if isinstance(event_type, str) else {})
    for name, value in body:
        if name != "params":
            if isinstance(value, str) and _TEMPLATE.fullmatch(value):
                yield (name,)
        elif isinstance(value, Object):
            for param, inner in value:
                yield from _in_value(inner, (name, param), (param,), printed)
        elif isinstance(value, tuple):
            for number, item in enumerate(value):
                param_name = item.get("name") if isinstance(item, Object) else None
                if isinstance(item, Object) and isinstance(param_name, str):
                    yield from _in_value(item.get("value"), (name, number, "value"), (param_name,), printed)


def _in_value(
    value: object, steps: _Steps, names: tuple[str, ...], printed: dict[tuple[str, ...], str]
) -> Iterator[_Steps]:
    """The placeholders in a value, which ``steps`` lead to; ``names`` are those of them that are names."""
    pending = [(value, steps, names)]
    while pending:
        inner, way, path = pending.pop()
        if isinstance(inner, str):
            if _TEMPLATE.fullmatch(inner) or printed.get(path) == inner:
                yield way
        elif isinstance(inner, Object):
            pending += [(each, (*way, name), (*path, name)) for name, each in inner]
        elif isinstance(inner, tuple):
            pending += [(each, (*way, number), path) for number, each in enumerate(inner)]
