"""A look at a user's schema as a validator does. Imports the validator, so import this module late."""

from collections.abc import Iterator
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from jsonschema.exceptions import SchemaError

from yespo_console.events.event_type import EventType, resolve_reference
from yespo_console.platform.i18n import _


def schema_fault(event_type: EventType) -> str | None:
    """Why the schema of ``event_type`` cannot be used for checking, as a sentence for a person; None when it can.

    Beside what the standard demands, a pattern has to be a regular expression and ``$ref`` must not run in a circle
    that takes in nothing of the value: such a schema would check for ever.
    """
    try:
        Draft202012Validator.check_schema(event_type.schema, format_checker=FormatChecker(["regex"]))
    except SchemaError as error:
        place = "/".join(str(step) for step in error.absolute_path)
        return _("This is not a valid JSON Schema (draft 2020-12). At “{place}”: {message}").format(
            place=place or "/", message=error.message
        )
    except RecursionError:
        return _("The schema is nested too deeply.")
    if any(_runs_in_a_circle(event_type.schema, part, ()) for part in _parts(event_type.schema)):
        return _("A “$ref” leads back to itself, so the check would never end.")
    return None


def _parts(schema: dict[str, Any]) -> Iterator[dict[str, Any]]:
    waiting: list[Any] = [schema]
    while waiting:
        part = waiting.pop()
        if isinstance(part, dict):
            yield part
            waiting.extend(part.values())
        elif isinstance(part, list):
            waiting.extend(part)


def _runs_in_a_circle(schema: dict[str, Any], part: Any, passed: tuple[int, ...]) -> bool:
    """Whether checking ``part`` comes back to ``part`` for the very same value."""
    if not isinstance(part, dict):
        return False
    if id(part) in passed:
        return True
    passed = (*passed, id(part))
    same_value = [part.get(name) for name in ("not", "if", "then", "else")]
    for name in ("allOf", "anyOf", "oneOf"):
        several = part.get(name)
        same_value += several if isinstance(several, list) else []
    if isinstance(reference := part.get("$ref"), str):
        same_value.append(resolve_reference(schema, reference))
    return any(_runs_in_a_circle(schema, other, passed) for other in same_value)
