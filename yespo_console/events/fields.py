"""The schema of an event type as a tree of fields: what a form is made from.

Everything a schema can say that has no field of its own becomes ``Kind.JSON``, never an error.
"""

import enum
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from yespo_console.events.event import ABSENT, Node, Value
from yespo_console.events.event_type import EventType, resolve_reference
from yespo_console.events.json_text import from_plain
from yespo_console.events.locators import locator_named, locator_schema
from yespo_console.platform.i18n import _

#: Yespo reads two levels of a value; a schema that goes on for ever (one that refers to itself) is cut here.
MAX_LEVELS: Final = 4


class Kind(enum.Enum):
    """How a person enters a value."""

    TEXT = "text"
    NUMBER = "number"
    INTEGER = "integer"
    CHOICE = "choice"
    ZERO_ONE = "zero-one"
    CURRENCY = "currency"
    URL = "url"
    IDENTIFIER = "identifier"
    DATE_TIME = "date-time"
    EMAIL = "email"
    PHONE = "phone"
    TEXT_LIST = "text-list"
    OBJECT = "object"
    TABLE = "table"
    JSON = "json"


@dataclass(frozen=True, slots=True)
class FieldSpec:
    """One field of a form.

    Attributes:
        name: the technical name, in the text and as the label.
        kind: how it is entered.
        title: what a person calls it; the name when the schema does not say.
        help: one line in words of the reader; may be empty for a user's own type.
        required: it must be there.
        choices: for ``CHOICE`` and ``ZERO_ONE``: the values as a person reads them, to be written as ``node_type``.
        choice_texts: what each choice means, as long as ``choices``; an empty text where nothing is said.
        default: what counts when it is left out, or ``ABSENT``.
        children: the fields of an ``OBJECT``, or the columns of a ``TABLE``.
        extra: the field for any further property of an ``OBJECT``, or further column of a ``TABLE``, when the schema
            leaves it open; its name is empty. None when it is not.
        generator: ``uuid`` when a new value can be made, else None.
        node_type: the JSON type to write: string, number, integer, boolean, array or object; empty when it is open.
        examples: values to show as a hint.
    """

    name: str
    kind: Kind
    title: str
    help: str = ""
    required: bool = False
    choices: tuple[str, ...] = ()
    choice_texts: tuple[str, ...] = ()
    default: Value = ABSENT
    children: tuple["FieldSpec", ...] = ()
    extra: "FieldSpec | None" = None
    generator: str | None = None
    node_type: str = "string"
    examples: tuple[Node, ...] = ()

    @property
    def label(self) -> str:
        """What stands beside the field: the technical name, because documentation and developers say that."""
        return self.name

    @property
    def open(self) -> bool:
        """Further properties, or columns, may be added."""
        return self.extra is not None


def fields(event_type: EventType) -> tuple[FieldSpec, ...]:
    """A field for each param that the type describes, in the order of its schema. Without locators."""
    return tuple(
        _field(name, part, event_type.schema, name in event_type.required, MAX_LEVELS)
        for name, part in event_type.params.items()
        if locator_named(name) is None
    )


def locator_fields() -> tuple[FieldSpec, ...]:
    """The five locators, which every event type has."""
    schema = locator_schema()
    return tuple(_field(name, part, schema, False, 1) for name, part in schema["properties"].items())


_WIDGET_KINDS: Final = {
    "url": Kind.URL,
    "id": Kind.IDENTIFIER,
    "currency": Kind.CURRENCY,
    "phone": Kind.PHONE,
    "email": Kind.EMAIL,
    "date-time": Kind.DATE_TIME,
}
_COMPOSING: Final = frozenset(
    ("$ref", "$dynamicRef", "allOf", "anyOf", "oneOf", "not", "if", "patternProperties", "prefixItems")
)
_FORMAT_KINDS: Final = {
    "uri": Kind.URL,
    "email": Kind.EMAIL,
    "uuid": Kind.IDENTIFIER,
    "yespo-date-time": Kind.DATE_TIME,
}


def _field(name: str, part: dict[str, Any], root: dict[str, Any], required: bool, levels: int) -> FieldSpec:
    part = _without_reference(part, root)
    kind = _kind(part, root) if levels else Kind.JSON
    container = part
    if kind is Kind.TABLE:
        container = _without_reference(part["items"], root)
    has_children = kind in (Kind.OBJECT, Kind.TABLE)
    choices = _choices(part) if kind in (Kind.CHOICE, Kind.ZERO_ONE) else ()
    meanings = part.get("x-enum-descriptions")
    generator = part.get("x-generate")
    return FieldSpec(
        name,
        kind,
        _text(part, "title") or name,
        _text(part, "description"),
        required,
        choices,
        tuple(_text(meanings, choice) for choice in choices),
        from_plain(part["default"]) if "default" in part else ABSENT,
        _children(container, root, levels - 1) if has_children else (),
        _extra(container, root, levels - 1) if has_children else None,
        generator if generator == "uuid" else None,
        _node_type(part, kind),
        tuple(from_plain(example) for example in _list(part.get("examples"))),
    )


def _kind(part: dict[str, Any], root: dict[str, Any]) -> Kind:
    """The kind a schema means. A part that puts several schemas together is entered as JSON."""
    if not _COMPOSING.isdisjoint(part):
        return Kind.JSON
    widget, json_type = part.get("x-widget"), part.get("type")
    if widget == "text-list":
        return Kind.TEXT_LIST
    if json_type == "object":
        return Kind.OBJECT if "properties" in part or "additionalProperties" in part else Kind.JSON
    if json_type == "array":
        return _list_kind(part, root)
    if json_type == "boolean" or "enum" in part:
        return _choice_kind(part)
    if json_type == "number":
        return Kind.NUMBER
    if json_type == "integer":
        return Kind.INTEGER
    if json_type == "string":
        by_format = _FORMAT_KINDS.get(part["format"]) if isinstance(part.get("format"), str) else None
        by_widget = _WIDGET_KINDS.get(widget) if isinstance(widget, str) else None
        return by_widget or by_format or Kind.TEXT
    return Kind.JSON


def _choice_kind(part: dict[str, Any]) -> Kind:
    """A choice when all values are of one scalar type, so that what is picked can be written without doubt."""
    if part.get("type") == "boolean":
        return Kind.CHOICE
    values = _list(part.get("enum"))
    if values == [0, 1] and _all_numbers(values):
        return Kind.ZERO_ONE
    if values and (_all_numbers(values) or all(isinstance(value, str) for value in values)):
        return Kind.CHOICE
    return Kind.JSON


def _choices(part: dict[str, Any]) -> tuple[str, ...]:
    if part.get("type") == "boolean":
        return ("true", "false")
    return tuple(str(value) for value in _list(part.get("enum")))


def _all_numbers(values: list[Any]) -> bool:
    return all(isinstance(value, int | Decimal) and not isinstance(value, bool) for value in values)


def _list_kind(part: dict[str, Any], root: dict[str, Any]) -> Kind:
    items = part.get("items")
    if not isinstance(items, dict):
        return Kind.JSON
    items = _without_reference(items, root)
    if items.get("type") == "string" and "enum" not in items:
        return Kind.TEXT_LIST
    return Kind.TABLE if _kind(items, root) is Kind.OBJECT else Kind.JSON


def _children(container: dict[str, Any], root: dict[str, Any], levels: int) -> tuple[FieldSpec, ...]:
    properties = container.get("properties")
    if not isinstance(properties, dict):
        return ()
    required = _list(container.get("required"))
    return tuple(
        _field(name, part if isinstance(part, dict) else {}, root, name in required, levels)
        for name, part in properties.items()
        if part is not False
    )


def _extra(container: dict[str, Any], root: dict[str, Any], levels: int) -> FieldSpec | None:
    """The field for further properties. A schema that does not speak of them does not offer any."""
    further = container.get("additionalProperties", False)
    if isinstance(further, dict) and further:
        return _field("", further, root, False, levels)
    return FieldSpec("", Kind.JSON, "", node_type="") if further is True or further == {} else None


def _node_type(part: dict[str, Any], kind: Kind) -> str:
    """The JSON type that a form writes: the source document's, which is the one that the schema names first."""
    if kind is Kind.TEXT_LIST:
        return "array"
    if kind is Kind.JSON:
        return ""
    named = part.get("type")
    if isinstance(named, str):
        return named
    return "number" if _all_numbers(_list(part.get("enum"))) else "string"


def _without_reference(part: dict[str, Any], root: dict[str, Any]) -> dict[str, Any]:
    """``part`` with the schema that its ``$ref`` names put in; what stands beside the reference counts more.

    A reference that leads nowhere, or round in a circle, stays.
    """
    for _step in range(8):
        reference = part.get("$ref")
        target = resolve_reference(root, reference) if isinstance(reference, str) else None
        if target is None:
            break
        part = target | {name: value for name, value in part.items() if name != "$ref"}
    return part


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _text(part: Any, name: str) -> str:
    text = part.get(name) if isinstance(part, dict) else None
    return _(text) if isinstance(text, str) else ""
