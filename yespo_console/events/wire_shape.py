"""An event and the parsed body that carries it: node to event, event to node, with or without what stands there."""

from collections.abc import Sequence
from typing import Final

from yespo_console.events.event import ABSENT, Absent, ApiVersion, Encoding, Event, Node, Object, Param, Value
from yespo_console.events.json_text import dump, inner

#: How values travel in params that are an object, whatever call they are meant for.
NATIVE: Final = Encoding(ApiVersion.V3, native=True)


def event_of(body: Object) -> Event:
    """The event a parsed body means; see ``read``."""
    params = body.get("params")
    known = (
        {"eventTypeKey", "keyValue", "params"} if isinstance(params, (tuple, Object)) else {"eventTypeKey", "keyValue"}
    )
    found: tuple[Param, ...] = ()
    if isinstance(params, Object):
        found = tuple([Param(name, decoded(value)) for name, value in params])
    elif isinstance(params, tuple):
        found = tuple([_param_of(item) for item in params])
    return Event(
        body.get("eventTypeKey"),
        body.get("keyValue"),
        found,
        tuple([(name, value) for name, value in body if name not in known]),
    )


def _param_of(item: Node) -> Param:
    if not isinstance(item, Object):
        return Param("", ABSENT)
    return Param(name_of(item), decoded(item.get("value")))


def has_name(item: Node) -> bool:
    """Whether an item of the list is a param at all: an object with a text for its name."""
    return isinstance(item, Object) and isinstance(item.get("name"), str)


def name_of(item: Object) -> str:
    """The name of an item; empty when it has none, and its JSON when it is no text."""
    name = item.get("name")
    if isinstance(name, Absent):
        return ""
    return name if isinstance(name, str) else dump(name)


def decoded(value: Value) -> Value:
    """The value of a param, with the object or list that a string spells as JSON."""
    container = inner(value)
    return value if container is None else container


def wire_value(value: Node, encoding: Encoding) -> Node:
    """A param's value as it travels: containers as a string or natively, and v1 knows only text.

    v1 has no null either; it travels as the empty text.
    """
    encoding = encoding.normal()
    if isinstance(value, (Object, tuple)):
        return value if encoding.native else dump(value)
    if encoding.api is not ApiVersion.V1 or isinstance(value, str):
        return value
    return "" if value is None else dump(value)


def body_from(event: Event, encoding: Encoding) -> Object:
    """The body of an event as it travels in an encoding."""
    encoding = encoding.normal()
    members: list[tuple[str, Node]] = []
    if not isinstance(event.event_type_key, Absent):
        members.append(("eventTypeKey", event.event_type_key))
    if not isinstance(event.key_value, Absent) and encoding.api is not ApiVersion.V3:
        members.append(("keyValue", event.key_value))
    if not any(name == "params" for name, _value in event.extra):
        members.append(("params", params_node(event.params, encoding)))
    return Object((*members, *event.extra))


def carried_body(body: Object, encoding: Encoding) -> Object:
    """A parsed body as another encoding carries it; everything else in it stays."""
    fresh: dict[str, Value] = {}
    params = body.get("params")
    if not isinstance(params, Absent):
        fresh["params"] = _carried_params(params, encoding)
    if encoding.api is ApiVersion.V3:
        fresh["keyValue"] = ABSENT
    return _with_members(body, fresh)


def _with_members(node: Object, fresh: dict[str, Value]) -> Object:
    """The object with some members replaced, added at the end, or (``ABSENT``) gone; of equal names the last counts."""
    last = {name: position for position, name in enumerate(node.names)}
    members: list[tuple[str, Value]] = [
        (name, fresh[name] if name in fresh and (position == last[name] or fresh[name] is ABSENT) else value)
        for position, (name, value) in enumerate(node)
    ]
    members += [(name, value) for name, value in fresh.items() if name not in last]
    return Object(tuple([(name, value) for name, value in members if not isinstance(value, Absent)]))


def _carried_params(params: Node, encoding: Encoding) -> Node:
    by_name = encoding.api is ApiVersion.V3
    if isinstance(params, tuple) and by_name:
        return params_node([_param_of(item) for item in params if has_name(item)], encoding)
    if isinstance(params, Object) and not by_name:
        return params_node([Param(name, decoded(value)) for name, value in params], encoding)
    if isinstance(params, Object):
        return Object(tuple([(name, _carried_value(value, encoding)) for name, value in params]))
    if isinstance(params, tuple):
        return tuple([_carried_item(item, encoding) for item in params])
    return params


def _carried_item(item: Node, encoding: Encoding) -> Node:
    if not isinstance(item, Object):
        return item
    members = [(name, _carried_value(value, encoding) if name == "value" else value) for name, value in item]
    return Object(tuple(members))


def _carried_value(value: Node, encoding: Encoding) -> Node:
    container = inner(value)
    if container is None:
        return wire_value(value, encoding)
    return value if isinstance(value, str) is not encoding.native else wire_value(container, encoding)


def params_node(params: Sequence[Param], encoding: Encoding) -> Node:
    """Params as they travel: a list of items, or for v3 an object, which has one value for each name: the first."""
    if encoding.api is not ApiVersion.V3:
        return tuple([item_node(param, encoding) for param in params])
    first: dict[str, Node] = {}
    for param in params:
        if not isinstance(param.value, Absent):
            first.setdefault(param.name, wire_value(param.value, encoding))
    return Object(tuple(first.items()))


def item_node(param: Param, encoding: Encoding) -> Object:
    """One param as an item of the list."""
    if isinstance(param.value, Absent):
        return Object((("name", param.name),))
    return Object((("name", param.name), ("value", wire_value(param.value, encoding))))


def changed_body(body: Object, before: Event, event: Event, encoding: Encoding) -> Object:
    """The body with the parts replaced in which ``event`` differs from ``before``, which is what it meant so far."""
    params = body.get("params")
    fresh: dict[str, Value] = {"eventTypeKey": event.event_type_key, "keyValue": event.key_value}
    if isinstance(params, (tuple, Object)):
        fresh["params"] = _changed_params(params, before.params, event.params, encoding)
    elif event.params:
        fresh["params"] = params_node(event.params, encoding)
    if event.extra != before.extra:
        gone = {name for name, _value in before.extra if name not in dict(event.extra)}
        fresh |= dict.fromkeys(gone, ABSENT) | dict(event.extra)
    return _with_members(body, fresh)


def _changed_params(
    params: tuple[Node, ...] | Object, before: Sequence[Param], after: Sequence[Param], encoding: Encoding
) -> Node:
    """The wire params with the changed ones replaced; those between equal ends are taken in pairs."""
    shorter = min(len(before), len(after))
    head = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    room = shorter - head
    tail = next((n for n in range(room) if before[-1 - n] != after[-1 - n]), room)
    pairs = head + room - tail
    if isinstance(params, Object):
        old = params.pairs
        middle = [
            (new.name, _changed_value(old[head + n][1] if head + n < pairs else ABSENT, new.value, NATIVE))
            for n, new in enumerate(after[head : len(after) - tail])
        ]
        named = [(name, value) for name, value in middle if not isinstance(value, Absent)]
        return Object((*old[:head], *named, *old[len(old) - tail :]))
    items = [
        _changed_item(params[head + n], before[head + n], new, encoding)
        if head + n < pairs
        else item_node(new, encoding)
        for n, new in enumerate(after[head : len(after) - tail])
    ]
    return (*params[:head], *items, *params[len(params) - tail :])


def _changed_item(item: Node, before: Param, after: Param, encoding: Encoding) -> Node:
    if before == after:
        return item
    if not isinstance(item, Object):
        return item_node(after, encoding)
    fresh: dict[str, Value] = {
        "name": item.get("name") if before.name == after.name else after.name,
        "value": _changed_value(item.get("value"), after.value, encoding),
    }
    return _with_members(item, fresh)


def _changed_value(old: Value, new: Value, encoding: Encoding) -> Value:
    """The wire value of ``new``; a container stays a string, or native, where one stands in the text already."""
    if decoded(old) == new:
        return old
    if isinstance(new, Absent):
        return ABSENT
    if isinstance(new, (Object, tuple)) and inner(old) is not None:
        return dump(new) if isinstance(old, str) else new
    return wire_value(new, encoding)
