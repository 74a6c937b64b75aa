"""The params by which Yespo finds the contact of an event. Every event type may carry them."""

import json
from dataclasses import dataclass
from functools import cache
from typing import Any

from yespo_console.events.event import KEY_PARAMS, Number, Value
from yespo_console.platform.resources import resources_dir


@dataclass(frozen=True, slots=True)
class Locator:
    """A param by which Yespo finds the contact.

    Attributes:
        name: its documented name; the first one for a field of the account's own.
        aliases: other names that Yespo reads the same way. All names count in any case.
        is_key: it can serve as ``keyValue``, under ``name`` alone.
    """

    name: str
    aliases: tuple[str, ...]
    is_key: bool


@cache
def locators() -> tuple[Locator, ...]:
    """The five locators in the order a form shows them, then the field of the account's own."""
    schema = locator_schema()
    named = [Locator(name, tuple(part["x-aliases"]), name in KEY_PARAMS) for name, part in schema["properties"].items()]
    first, *others = schema["x-account-locators"]
    return (*named, Locator(first, tuple(others), False))


def locator_named(name: str) -> Locator | None:
    """The locator that Yespo would read a param called ``name`` as, or None. Case does not matter."""
    return _locators_by_name().get(name.casefold())


def usable_text(value: Value) -> str | None:
    """The text that can name a contact or an event; None for what is empty, ``null``, or not a single value."""
    if isinstance(value, Number):
        return value.spelling
    if isinstance(value, str) and value.strip() and value.strip().casefold() != "null":
        return value
    return None


@cache
def locator_schema() -> dict[str, Any]:
    """``resources/locators.json``: what every event type may carry besides its own params."""
    schema: dict[str, Any] = json.loads((resources_dir() / "locators.json").read_bytes())
    return schema


@cache
def _locators_by_name() -> dict[str, Locator]:
    return {name.casefold(): locator for locator in locators() for name in (locator.name, *locator.aliases)}
