"""Rules over ``eventTypeKey``: the key that decides everything, and that Yespo takes in silence when it is mistyped."""

from collections.abc import Iterator
from typing import Final

from yespo_console.events.event import ABSENT, Number
from yespo_console.events.key_syntax import FORBIDDEN_CHARACTERS, MAX_EVENT_TYPE_KEY, forbidden_in, quoted
from yespo_console.events.problems import Problem
from yespo_console.events.rules.body import Body
from yespo_console.events.rules.findings import error, info, set_fix, spelled, warning
from yespo_console.events.rules.script_names import SCRIPT_EVENTS

#: The problem of a type that nobody knows and that is like none.
UNKNOWN_TYPE: Final = "event_type_unknown"


def event_type_key(body: Body) -> Iterator[Problem]:
    """Required, a text of 1 to 100 characters without the forbidden ones, and one that Yespo knows."""
    key = body.event_type_key
    place = body.event_type_pointer
    if key is ABSENT:
        yield error("event_type_missing", place)
    elif not isinstance(key, str):
        fix = set_fix("make_text", place, spelled(key)) if isinstance(key, Number) else None
        yield error("event_type_not_text", place, fix=fix, value=key)
    elif not key.strip():
        yield error("event_type_empty", place)
    elif len(key) > MAX_EVENT_TYPE_KEY:
        yield error("event_type_too_long", place, length=len(key), limit=MAX_EVENT_TYPE_KEY)
    elif wrong := forbidden_in(key):
        clean = "".join(char for char in key if char not in FORBIDDEN_CHARACTERS).strip()
        target = clean if body.catalog.get(clean) else next(iter(body.catalog.near(key)), clean)
        fix = set_fix("use_event_type", place, target, name=target) if target else None
        yield error("event_type_forbidden", place, fix=fix, key=key, characters=quoted(wrong))
    elif body.event_type is None:
        yield from _unknown(body, key, place)


def _unknown(body: Body, key: str, place: str) -> Iterator[Problem]:
    trimmed = key.strip()
    near = (trimmed,) if body.catalog.get(trimmed) else body.catalog.near(key)
    if key in SCRIPT_EVENTS:
        meant = SCRIPT_EVENTS[key]
        yield (
            warning("event_type_of_script_alone", place, key=key)
            if meant is None
            else warning("event_type_of_script", place, key=key, name=meant)
        )
    elif near:
        fix = set_fix("use_event_type", place, near[0], name=near[0])
        yield warning("event_type_near", place, fix=fix, key=key, name=near[0])
    elif key != trimmed:
        yield warning("event_type_spaces", place, fix=set_fix("remove_spaces", place, trimmed), key=key)
    elif any(char.isspace() for char in key):
        yield warning("event_type_space_inside", place, key=key)
    else:
        yield info(UNKNOWN_TYPE, place, key=key)


def known_type_hints(body: Body) -> Iterator[Problem]:
    """What the documentation says against sending a type by hand."""
    if body.event_type is None:
        return
    if body.event_type_key == "productImpressions":
        yield info("impressions_by_script", body.event_type_pointer)
    elif body.event_type_key in ("orderDelivered", "orderCancelled"):
        yield info("order_must_be_known", body.event_type_pointer)


RULES = (event_type_key, known_type_hints)
