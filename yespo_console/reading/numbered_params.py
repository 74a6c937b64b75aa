"""Params as an object with numbers for names: how PHP writes a list with gaps, as ``unset`` leaves them.

``{"1": {"name": "email", "value": "a@b.co"}}`` would be one param called 1. Where all members are such numbered params
the list is meant; beside named ones nobody can tell.
"""

from collections.abc import Set
from dataclasses import replace
from typing import Final

from yespo_console.events.event import Node, Object
from yespo_console.events.json_text import dump, join, split
from yespo_console.reading.bodies import encoding_of
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import ReadEvent, Repair, repair_at

_PARAMS: Final = "params"


def has_numbered_params(body: Node) -> bool:
    """Whether a body has params that are an object with a number before at least one param."""
    return any(_is_numbered(name, value) for name, value in _members(body))


def with_listed_params(event: ReadEvent, body: Node, text: Traced, start: int, refused: Set[str]) -> ReadEvent:
    """The event with numbered params as a list; the same event when it has none, named ones too, or that is refused.

    Args:
        event: what was read from ``start`` on.
        body: its text, parsed.
        text: where it stood.
        start: where in it.
        refused: identities of repairs that a person does not want.
    """
    members = _members(body)
    if not isinstance(body, Object) or not members or not all(_is_numbered(name, value) for name, value in members):
        return event
    place = max(text.text.find(_PARAMS, start), start)
    repair = repair_at(text, place, place + len(_PARAMS), "numbered_params")
    if repair.identity in refused:
        return event
    listed = Object(
        tuple((name, tuple(item for _name, item in members) if name == _PARAMS else value) for name, value in body)
    )
    numbers = [name for name, _item in members]
    repairs = (*(_pointed(each, numbers) for each in event.repairs), repair)
    return replace(
        event,
        text=dump(listed),
        encoding=encoding_of(listed),
        repairs=tuple(sorted(repairs, key=lambda each: each.offset)),
    )


def _members(body: Node) -> tuple[tuple[str, Node], ...]:
    if not isinstance(body, Object) or body.names.count(_PARAMS) != 1:
        return ()
    params = body.get(_PARAMS)
    return tuple(params) if isinstance(params, Object) else ()


def _is_numbered(name: str, value: Node) -> bool:
    return name.isdecimal() and isinstance(value, Object) and "name" in value


def _pointed(repair: Repair, numbers: list[str]) -> Repair:
    """A repair with its pointer into the list instead of the object."""
    steps = () if repair.pointer is None else split(repair.pointer)
    if len(steps) < 2 or steps[0] != _PARAMS or steps[1] not in numbers:
        return repair
    return replace(repair, pointer=join(_PARAMS, numbers.index(str(steps[1])), *steps[2:]))
