"""The sample that a new draft begins with: ids that tell one cart from another are made anew for each.

With the same id in every draft, all that is tried on a real account would become one cart; with the contact of the
documentation, it would create one there. What documents the type (``EventType.sample``) keeps both.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from yespo_console.events import wire
from yespo_console.events.event import Encoding, Event, Param
from yespo_console.events.event_type import EventType
from yespo_console.events.locators import locator_named

#: Whom a sample names, as locator -> value; an empty one leaves the places for it empty, and None is the contact of the
#: documentation.
Contact = Mapping[str, str] | None

_UUID: Final = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}")


def fresh_sample(known: EventType, contact: Contact = None) -> Event:
    """The sample of a type, with new random ids, about ``contact``."""
    if not known.generated:
        return _about(contact, known.sample)
    from uuid import uuid4  # the first paint shows a sample, and has no need of it

    return _about(contact, _with_ids(known, {name: str(uuid4()) for name in known.generated}))


def is_fresh_sample(
    text: str, event: Event, known: EventType, encoding: Encoding, contacts: Sequence[Contact] = (None,)
) -> bool:
    """Whether ``text``, which reads as ``event``, is a sample letter for letter as ``fresh_sample`` makes them, about
    one of ``contacts``."""
    ids = {name: event.param(name) for name in known.generated}
    made = {name: value for name, value in ids.items() if isinstance(value, str) and _UUID.fullmatch(value)}
    sample = _with_ids(known, made)
    return any(text == wire.write(_about(contact, sample), encoding) for contact in contacts)


def _with_ids(known: EventType, ids: dict[str, str]) -> Event:
    sample = known.sample
    params = (replace(param, value=ids.get(param.name, param.value)) for param in sample.params)
    return replace(sample, params=tuple(params))


def _about(contact: Contact, sample: Event) -> Event:
    return sample if contact is None else replace(sample, params=tuple(_params_about(contact, sample)))


def _params_about(contact: Mapping[str, str], sample: Event) -> Iterator[Param]:
    """The params, with those of ``contact`` where the sample names its own: of one contact, never of two mixed."""
    is_named = False
    for param in sample.params:
        if locator_named(param.name) is None:
            yield param
        elif not contact:
            yield replace(param, value="")
        elif not is_named:
            is_named = True
            yield from (Param(name, value) for name, value in contact.items())
