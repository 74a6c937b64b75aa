"""Where in an event a form field's value lives, and how that is written as a pointer. Free of Qt.

A pointer (RFC 6901 into the wire body) depends on the order of the params and on their shape in the text; a ``Place``
does not, so fields keep theirs while the text around them moves.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from yespo_console.events import json_text
from yespo_console.events.event import ABSENT, Event, Node, Object, Param, Value
from yespo_console.events.json_places import locate

Step = str | int


@dataclass(frozen=True, slots=True)
class Place:
    """A param, something inside its decoded value, or one of the body's own two members.

    Attributes:
        name: of the param; of the member of the body when ``member`` is set.
        path: the way inside the param's value: names of members and indices of lists.
        nth: 0 for the first param of that name, 1 for the second...
        member: True for ``eventTypeKey`` and ``keyValue``.
    """

    name: str
    path: tuple[Step, ...] = ()
    nth: int = 0
    member: bool = False

    def child(self, step: Step) -> "Place":
        return replace(self, path=(*self.path, step))

    @property
    def root(self) -> "Place":
        """The whole param or member this is in."""
        return replace(self, path=())

    @property
    def parent(self) -> "Place":
        """What this is in: the object or list around it; itself for a whole param."""
        return replace(self, path=self.path[:-1])

    def inside(self, other: "Place") -> bool:
        """True when this is ``other`` or something inside it."""
        mine, theirs = (self.name, self.nth, self.member), (other.name, other.nth, other.member)
        return mine == theirs and self.path[: len(other.path)] == other.path


EVENT_TYPE: Final = Place("eventTypeKey", member=True)
KEY_VALUE: Final = Place("keyValue", member=True)


def has_params_by_name(text: str) -> bool:
    """Whether the params of a body are an object, as in v3. The text decides, whatever version it is meant for."""
    span = locate(text, "/params")
    return span is not None and text.startswith("{", span.start)


def param_places(event: Event) -> Iterator[tuple[Place, Value]]:
    """Each param's place and value, in the order of the text; the second of the same name has ``nth`` 1."""
    seen: dict[str, int] = {}
    for param in event.params:
        nth = seen.get(param.name, 0)
        seen[param.name] = nth + 1
        yield Place(param.name, nth=nth), param.value


def value_at(event: Event, place: Place) -> Value:
    """What stands at ``place``; ``ABSENT`` when nothing does."""
    if place.member:
        return event.event_type_key if place == EVENT_TYPE else event.key_value
    index = _index(event, place)
    return ABSENT if index is None else value_inside(event.params[index].value, place.path)


def value_inside(value: Value, path: tuple[Step, ...]) -> Value:
    """The value at the end of ``path``, counted from ``value``."""
    for step in path:
        if isinstance(value, Object) and isinstance(step, str):
            value = value.get(step)
        elif isinstance(value, tuple) and isinstance(step, int):
            value = value[step] if step < len(value) else ABSENT
        else:
            return ABSENT
    return value


def with_value(event: Event, place: Place, value: Value) -> Event:
    """``event`` with another value at ``place``; everything else is the same object as before.

    ``ABSENT`` takes the member, item or param away. What is missing on the way is made an object.
    """
    if place == EVENT_TYPE:
        return replace(event, event_type_key=value)
    if place == KEY_VALUE:
        return replace(event, key_value=value)
    index = _index(event, place)
    params = event.params
    old = ABSENT if index is None else params[index].value
    new = _with_inside(old, place.path, value)
    if new is ABSENT:
        return event if index is None else replace(event, params=(*params[:index], *params[index + 1 :]))
    if index is None:
        return replace(event, params=(*params, Param(place.name, new)))
    return replace(event, params=(*params[:index], Param(place.name, new), *params[index + 1 :]))


def _with_inside(old: Value, path: tuple[Step, ...], value: Value) -> Value:
    if not path:
        return value
    step, rest = path[0], path[1:]
    if isinstance(step, int):
        items = old if isinstance(old, tuple) else ()
        new = _with_inside(items[step] if step < len(items) else ABSENT, rest, value)
        middle: tuple[Node, ...] = () if new is ABSENT else (new,)
        return (*items[:step], *middle, *items[step + 1 :])
    pairs = old.pairs if isinstance(old, Object) else ()
    at = max((index for index, (name, _) in enumerate(pairs) if name == step), default=len(pairs))
    new = _with_inside(pairs[at][1] if at < len(pairs) else ABSENT, rest, value)
    member: tuple[tuple[str, Node], ...] = () if new is ABSENT else ((step, new),)
    return Object((*pairs[:at], *member, *pairs[at + 1 :]))


def pointer_of(event: Event | None, place: Place, *, by_name: bool) -> str:
    """The pointer of ``place``; where it belongs when it is not there: ``/params`` for a param that is missing.

    ``by_name``: the params of the text are an object, not a list of items.
    """
    if place.member:
        return json_text.join(place.name)
    if by_name:
        return json_text.join("params", place.name, *place.path)
    index = None if event is None else _index(event, place)
    if index is None:
        return json_text.join("params")
    return json_text.join("params", index, "value", *place.path)


def place_of(event: Event, pointer: str, *, by_name: bool) -> Place | None:
    """The place a pointer into the body means; None when it names none (the body itself, the list of params)."""
    tokens = json_text.split(pointer)
    if len(tokens) == 1 and tokens[0] in ("eventTypeKey", "keyValue"):
        return Place(tokens[0], member=True)
    if len(tokens) < 2 or tokens[0] != "params":
        return None
    if by_name:
        name, nth, rest = tokens[1], 0, tokens[2:]
    else:
        index = int(tokens[1]) if tokens[1].isdecimal() else -1
        if not 0 <= index < len(event.params):
            return None
        name = event.params[index].name
        nth = sum(param.name == name for param in event.params[:index])
        rest = tokens[3:]
    root = Place(name, nth=nth)
    path: list[Step] = []
    value = value_at(event, root)
    for token in rest:
        step: Step = int(token) if isinstance(value, tuple) and token.isdecimal() else token
        path.append(step)
        value = value_inside(value, (step,))
    return replace(root, path=tuple(path))


def _index(event: Event, place: Place) -> int | None:
    left = place.nth
    for index, param in enumerate(event.params):
        if param.name == place.name:
            if not left:
                return index
            left -= 1
    return None
