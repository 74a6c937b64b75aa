"""Whole events among the params of another: a bracket of that one was lost, so that it took those behind it.

Or in a list of something that has a ``keyValue`` and no type: it is no event but says more about each of them.
"""

from collections.abc import Sequence, Set
from typing import Final, TypeGuard

from yespo_console.events.event import Node, Object
from yespo_console.events.json_places import Document, Place
from yespo_console.reading.bodies import is_body
from yespo_console.reading.budget import Budget
from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import ReadEvent
from yespo_console.reading.sound_bodies import sound_event

_TYPES: Final = ("eventTypeKey", "eventKey")


def has_events_among_params(body: Object) -> bool:
    """Whether an item of the params is an event with its type, which no param is."""
    return any(
        name == "params" and isinstance(value, tuple) and any(map(_is_event, value)) for name, value in body.pairs
    )


def holding_others(text: Traced, start: int) -> RefusedError:
    """Why the event that begins at ``start`` and holds others among its params is none."""
    return RefusedError(text, start, "events_among_params")


def sound_events(
    text: Traced, start: int, end: int, body: Object, budget: Budget, refused: Set[str]
) -> tuple[list[ReadEvent], list[str]]:
    """The event that ``text`` holds as sound JSON from ``start`` up to ``end``, of which ``body`` is the tree.

    One that holds others among its params is refused, and those are read for themselves. What has no type and holds
    events in a list is refused with them.
    """
    if not any(name in body for name in (*_TYPES, "params")) and (holder := _holder(body)) is not None:
        return [], [str(RefusedError(text, start, "events_of_one_key", name=holder))]
    types = sum(text.text.count(f'{name}"', start, end) for name in _TYPES)
    if types < 2 or not has_events_among_params(body):
        return [sound_event(text, start, end, body, budget, refused)], []
    budget.spend(end - start)
    events: list[ReadEvent] = []
    errors = [str(holding_others(text, start))]
    whole = Document(text.text[start:end])
    for member, (name, value) in zip(_places(whole, whole.root), body.pairs, strict=True):
        if name != "params" or not isinstance(value, tuple):
            continue
        for place, item in zip(_places(whole, member), value, strict=True):
            if _is_event(item):
                more, why_not = sound_events(text, start + place.start, start + place.end, item, budget, refused)
                events += more
                errors += why_not
    return events, errors


def _holder(body: Object) -> str | None:
    """The member whose value is a list of events."""
    return next(
        (name for name, value in body.pairs if isinstance(value, tuple) and any(map(_is_event, value))),
        None,
    )


def _places(document: Document, container: Place) -> Sequence[Place]:
    entered = document.enter(container)
    return () if entered is None else entered[1].places


def _is_event(node: Node) -> TypeGuard[Object]:
    return is_body(node) and any(name in node for name in _TYPES)
