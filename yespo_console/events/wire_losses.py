"""What an encoding of the event cannot carry, named one by one."""

from collections.abc import Iterator
from typing import Final

from yespo_console.events.event import Absent, ApiVersion, Encoding, Node, Number, Object, Value
from yespo_console.events.json_text import dump, join
from yespo_console.events.problems import Problem, Severity
from yespo_console.events.wire_shape import has_name, name_of

_SHOWN: Final = 60


def losses(body: Object, target: Encoding) -> tuple[Problem, ...]:
    """The warnings of a conversion to ``target``, pointing into ``body``. None when it carries everything."""
    return tuple(_losses(body, target))


def _losses(body: Object, target: Encoding) -> Iterator[Problem]:
    key_value = body.get("keyValue")
    if target.api is ApiVersion.V3 and not isinstance(key_value, Absent):
        yield _loss("lost_key_value", join("keyValue"), value=_shown(key_value))
    params = body.get("params")
    if target.api is ApiVersion.V3 and isinstance(params, tuple):
        yield from _by_name(params)
    elif target.api is ApiVersion.V1 and isinstance(params, tuple):
        for position, item in enumerate(params):
            if isinstance(item, Object):
                yield from _as_text(join("params", position, "value"), name_of(item), item.get("value"))
    elif target.api is ApiVersion.V1 and isinstance(params, Object):
        for name, value in params:
            yield from _as_text(join("params", name), name, value)


def _as_text(pointer: str, name: str, value: Value) -> Iterator[Problem]:
    if isinstance(value, Number):
        yield _loss("lost_number_type", pointer, name=name, value=_shown(value))
    elif isinstance(value, bool):
        yield _loss("lost_boolean_type", pointer, name=name, value=_shown(value))
    elif value is None:
        yield _loss("lost_null", pointer, name=name)


def _by_name(params: tuple[Node, ...]) -> Iterator[Problem]:
    """What an object of values by name leaves behind of a list of items."""
    seen: set[str] = set()
    for position, item in enumerate(params):
        pointer = join("params", position)
        name = name_of(item) if isinstance(item, Object) else ""
        if not isinstance(item, Object) or not has_name(item):
            yield _loss("lost_item", pointer, number=str(position + 1))
        elif "value" not in item:
            yield _loss("lost_param_without_value", pointer, name=name)
        elif name in seen:
            yield _loss("lost_duplicate_param", pointer, name=name)
        else:
            seen.add(name)
            for other in item.names:
                if other not in ("name", "value"):
                    yield _loss("lost_item_member", pointer + join(other), name=name, member=other)


def _loss(code: str, pointer: str, **args: str) -> Problem:
    return Problem(code, Severity.WARNING, pointer, tuple(args.items()))


def _shown(value: Node) -> str:
    text = value if isinstance(value, str) else dump(value)
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"
