"""An event as people read it: strings that hold JSON are opened, and every value has one line."""

from collections.abc import Iterator

from yespo_console.events.event import Absent, Node, Number, Object
from yespo_console.events.json_text import JsonTextError, dump, inner, parse
from yespo_console.platform.i18n import _


def opened(node: Node) -> Node:
    """A value with the JSON in its strings opened, however deep."""
    contained = inner(node)
    if isinstance(contained, Object):
        return Object(tuple((name, opened(value)) for name, value in contained.pairs))
    return node if contained is None else tuple(map(opened, contained))


def body_of(content: bytes) -> Object | None:
    """The object that a body is; None for any other body."""
    try:
        node = parse(content.decode("utf-8"))
    except (JsonTextError, UnicodeDecodeError):
        return None
    return node if isinstance(node, Object) else None


def params(body: Object) -> Iterator[tuple[str, Node]]:
    """The params of a body by name, opened, however it writes them; what has no name or no value is left out."""
    listed = body.get("params")
    if isinstance(listed, Object):
        yield from ((name, opened(value)) for name, value in listed.pairs)
    elif isinstance(listed, tuple):
        for item in listed:
            if isinstance(item, Object):
                name, value = item.get("name"), item.get("value")
                if isinstance(name, str) and not isinstance(value, Absent):
                    yield name, opened(value)


def rows(content: bytes) -> list[tuple[str, str]] | None:
    """Every value of an event with its place in words (``products[1].price``), in its order; None for what is no
    event."""
    body = body_of(content)
    if body is None:
        return None
    found: list[tuple[str, str]] = []
    for name, value in body.pairs:
        if name == "params" and isinstance(value, tuple | Object):
            for param, inside in params(body):
                found += _lines(param, inside)
        else:
            found += _lines(name, opened(value))
    return found


def _lines(place: str, node: Node) -> Iterator[tuple[str, str]]:
    if isinstance(node, Object) and node.pairs:
        for name, value in node.pairs:
            yield from _lines(f"{place}.{name}", value)
    elif isinstance(node, tuple) and node:
        for number, value in enumerate(node):
            yield from _lines(f"{place}[{number}]", value)
    elif isinstance(node, str):
        yield place, node or _("(empty text)")
    elif isinstance(node, Number):
        yield place, node.spelling
    else:
        yield place, dump(node)
