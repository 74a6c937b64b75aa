"""The sample that a new draft begins with: ids that tell one cart from another are made anew for each.

With the same id in every draft, all that is tried on a real account would become one cart. What documents the type
(``EventType.sample``) keeps its id.
"""

import re
from dataclasses import replace
from typing import Final

from yespo_console.events import wire
from yespo_console.events.event import Encoding, Event
from yespo_console.events.event_type import EventType

_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def fresh_sample(known: EventType) -> Event:
    """The sample of a type, with new random ids."""
    if not known.generated:
        return known.sample
    from uuid import uuid4  # the first paint shows a sample, and has no need of it

    return _with_ids(known, {name: str(uuid4()) for name in known.generated})


def is_fresh_sample(text: str, event: Event, known: EventType, encoding: Encoding) -> bool:
    """Whether ``text``, which reads as ``event``, is a sample letter for letter as ``fresh_sample`` makes them."""
    ids = {name: event.param(name) for name in known.generated}
    made = {name: value for name, value in ids.items() if isinstance(value, str) and _UUID.fullmatch(value)}
    return text == wire.write(_with_ids(known, made), encoding)


def _with_ids(known: EventType, ids: dict[str, str]) -> Event:
    sample = known.sample
    params = (replace(param, value=ids.get(param.name, param.value)) for param in sample.params)
    return replace(sample, params=tuple(params))
