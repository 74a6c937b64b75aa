"""What an event type is: one JSON Schema and what the program reads from it.

A schema describes the *decoded* params of a type as one object (draft 2020-12): ``properties`` are the params, the
locators left out because they belong to every type. Beside the standard keywords it may use these:

=========================  =================================================================================
``title, description``     what a person calls it, and one line of help
``x-key-note``             what else to know about the event type
``x-rank``                 place in a list of types, smallest first
``x-source``               ``documentation`` (the source document) or ``yespo`` (another official page)
``x-order``                true for order events: a missing required value makes Yespo ignore the event
``x-requires-one-of``      locators of which at least one must be there
``x-event-type-key``       the key, when the file name cannot say it (the user's own files)
``x-widget``               url, id, currency, phone, email, zero-one, date-time, text-list, table
``x-generate``             ``uuid``: the form can make a new value, and each new draft has its own
``x-also-accepts``         JSON types that another official page gives for the same value
``x-accepts-list-of-one``  an object that may also come as a list with that one object: warning
``x-absent-warning``       not required, but nobody can tell what its absence means: warning
``x-enum-descriptions``    what each value of ``enum`` means, by the value's text
``format``                 ``yespo-date-time`` is ours: ``YYYY-MM-DDTHH:mm:ss`` on a day that exists
=========================  =================================================================================

``examples[0]`` of the schema is the sample: params with locators. Fractions in a schema are ``Decimal``, so that a
sample keeps the spelling of its numbers.
"""

from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any, Literal
from urllib.parse import unquote

from yespo_console.events.event import Event, Object, Param
from yespo_console.events.locators import locator_schema
from yespo_console.platform.i18n import _

Source = Literal["documentation", "yespo", "user"]
ContainerKind = Literal["object", "list"]


@dataclass(frozen=True, eq=False)
class EventType:
    """One kind of event. Compared and hashed by identity: two of one key are two descriptions.

    Attributes:
        key: its ``eventTypeKey``.
        schema: the JSON Schema of its decoded params. Numbers with a fraction are ``Decimal``. Never change it.
        source: who says that it is so; ``user`` for the user's own files.
        path: the file it was read from.
    """

    key: str
    schema: dict[str, Any]
    source: Source
    path: Path

    @property
    def title(self) -> str:
        """What a person calls it; the key when the file does not say."""
        return _text(self.schema, "title") or self.key

    @property
    def summary(self) -> str:
        """When the event is sent, in one sentence; may be empty."""
        return _text(self.schema, "description")

    @property
    def note(self) -> str:
        """What else to know about it; may be empty."""
        return _text(self.schema, "x-key-note")

    @property
    def is_order(self) -> bool:
        return self.schema.get("x-order") is True

    @property
    def requires_one_of(self) -> tuple[str, ...]:
        """Locators of which at least one must be there; empty when the type has no rule of its own."""
        return _names(self.schema.get("x-requires-one-of"))

    @property
    def required(self) -> tuple[str, ...]:
        """The params that must be there."""
        return _names(self.schema.get("required"))

    @property
    def params(self) -> dict[str, dict[str, Any]]:
        """The schema of each param it describes, in order."""
        found = self.schema.get("properties", {})
        return {name: part for name, part in found.items() if isinstance(part, dict)}

    @property
    def generated(self) -> tuple[str, ...]:
        """The params of which a new value can be made: random ids."""
        return tuple(name for name, part in self.params.items() if part.get("x-generate") == "uuid")

    @cached_property
    def containers(self) -> dict[str, ContainerKind]:
        """The params that hold an object or a list."""
        kinds: dict[str, ContainerKind] = {}
        for name, part in self.params.items():
            if part.get("type") == "object":
                kinds[name] = "object"
            elif part.get("type") == "array":
                kinds[name] = "list"
        return kinds

    @cached_property
    def sample(self) -> Event:
        """An event of this type that can be sent to the sandbox at once. Its contact is made up."""
        from yespo_console.events.json_text import from_plain

        params = from_plain(_sample_params(self))
        assert isinstance(params, Object)
        return Event(self.key, params=tuple(Param(name, value) for name, value in params))


def resolve_reference(schema: dict[str, Any], reference: str) -> dict[str, Any] | None:
    """The part of ``schema`` that a local ``$ref`` names; None when it is not local or there is nothing."""
    if not reference.startswith("#"):
        return None
    part: Any = schema
    for token in unquote(reference[1:]).split("/")[1:]:
        name = token.replace("~1", "/").replace("~0", "~")
        if isinstance(part, list) and name.isdecimal() and int(name) < len(part):
            part = part[int(name)]
        elif isinstance(part, dict) and name in part:
            part = part[name]
        else:
            return None
    return part if isinstance(part, dict) and reference[1:2] in ("", "/") else None


def _sample_params(event_type: EventType) -> dict[str, Any]:
    examples = event_type.schema.get("examples")
    if examples:
        return dict(examples[0])
    params = {"email": locator_schema()["properties"]["email"]["examples"][0]}
    return params | {name: _example(part) for name, part in event_type.params.items() if name in event_type.required}


def _example(part: dict[str, Any]) -> Any:
    """A value for a part of a user's schema that has no sample: what the schema itself offers, else the emptiest."""
    if part.get("examples"):
        return part["examples"][0]
    for name in ("default", "const"):
        if name in part:
            return part[name]
    if part.get("enum"):
        return part["enum"][0]
    empty: dict[str, Any] = {"number": 0, "integer": 0, "boolean": False, "array": [], "null": None}
    if part.get("type") == "object":
        inner = part.get("properties")
        if not isinstance(inner, dict):
            return {}
        return {
            name: _example(inner[name]) for name in _names(part.get("required")) if isinstance(inner.get(name), dict)
        }
    kind = part.get("type")
    return empty.get(kind, "") if isinstance(kind, str) else ""


def _text(schema: dict[str, Any], name: str) -> str:
    text = schema.get(name)
    return _(text) if isinstance(text, str) else ""


def _names(value: Any) -> tuple[str, ...]:
    return tuple(name for name in value if isinstance(name, str)) if isinstance(value, list) else ()
