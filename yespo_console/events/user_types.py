"""Event types that the user describes: ``*.json`` files of a folder, read so that a broken one is only reported.

Reading happens before the first paint and looks at a file's structure alone; ``schema_check`` looks at it as a
validator does, which means importing one.
"""

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any, Final

from yespo_console.events.event_type import EventType, resolve_reference
from yespo_console.events.key_syntax import MAX_EVENT_TYPE_KEY, forbidden_in, quoted
from yespo_console.platform.i18n import _

#: A description of an event type is text written by hand; a larger file is something else.
MAX_FILE_BYTES: Final = 1_000_000


@dataclass(frozen=True, slots=True)
class BrokenType:
    """A file of the user's that does not describe an event type.

    Attributes:
        path: the file, or the folder when that cannot be read.
        reason: a sentence for a person: what is wrong and what to do.
    """

    path: Path
    reason: str


class _UnusableError(ValueError):
    """A file does not describe an event type; the message is for a person."""


def read_user_types(folder: Path, known: Iterable[EventType]) -> tuple[tuple[EventType, ...], tuple[BrokenType, ...]]:
    """The types that the ``*.json`` files of ``folder`` describe, and the files that do not describe one.

    A key counts as broken when it repeats one of ``known``, whose description has a documented source, or one of an
    earlier file (by name). A folder that does not exist holds no types. Never raises.
    """
    taken = {event_type.key: event_type for event_type in known}
    found: list[EventType] = []
    broken: list[BrokenType] = []
    for path in _files(folder, broken):
        try:
            event_type = _read(path)
            if (holder := taken.get(event_type.key)) is not None:
                raise _UnusableError(_repeated(event_type.key, holder))
        except _UnusableError as unusable:
            broken.append(BrokenType(path, str(unusable)))
        else:
            taken[event_type.key] = event_type
            found.append(event_type)
    return tuple(found), tuple(broken)


def _files(folder: Path, broken: list[BrokenType]) -> list[Path]:
    """The files to read, in a fixed order. Hidden ones are an editor's or a half-written copy."""
    try:
        return sorted(path for path in folder.iterdir() if path.suffix == ".json" and not path.name.startswith("."))
    except FileNotFoundError:
        return []
    except OSError as error:
        reason = _("The folder with your own event types cannot be read: {error}").format(error=error.strerror)
        broken.append(BrokenType(folder, reason))
        return []


def _read(path: Path) -> EventType:
    schema = _parse(path)
    if (fault := _structural_fault(schema)) is not None:
        raise _UnusableError(fault)
    key = schema.get("x-event-type-key", path.stem)
    if not isinstance(key, str) or not key.strip():
        raise _UnusableError(_("“x-event-type-key” has to be a text that is not empty."))
    if len(key) > MAX_EVENT_TYPE_KEY:
        raise _UnusableError(
            _("The event type key has {length} characters; Yespo takes at most {limit}.").format(
                length=len(key), limit=MAX_EVENT_TYPE_KEY
            )
        )
    if forbidden := forbidden_in(key):
        raise _UnusableError(
            _("The event type key “{key}” holds characters that Yespo does not take: {characters}").format(
                key=key, characters=quoted(forbidden)
            )
        )
    return EventType(key, schema, "user", path)


def _parse(path: Path) -> dict[str, Any]:
    try:
        if not path.is_file():
            raise _UnusableError(_("This is not a file."))
        with path.open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except OSError as error:
        raise _UnusableError(_("The file cannot be read: {error}").format(error=error.strerror)) from error
    if len(content) > MAX_FILE_BYTES:
        raise _UnusableError(_("The file is larger than 1 MB, which no description of an event type is."))
    try:
        schema = json.loads(content.decode("utf-8-sig"), parse_float=Decimal)
    except UnicodeDecodeError as error:
        raise _UnusableError(_("The file is not UTF-8 text. Save it as UTF-8.")) from error
    except json.JSONDecodeError as error:
        raise _UnusableError(
            _("The file is not JSON: something is wrong in line {line}, column {column}.").format(
                line=error.lineno, column=error.colno
            )
        ) from error
    except (RecursionError, ValueError) as error:  # nested too deeply, or a number of thousands of digits
        raise _UnusableError(_("The file is nested too deeply or holds a number that is too long.")) from error
    if not isinstance(schema, dict):
        raise _UnusableError(_("The file has to hold one JSON object: a JSON Schema of the params."))
    return schema


def _structural_fault(schema: dict[str, Any]) -> str | None:
    """What keeps ``schema`` from being read as an event type, as far as a look without a validator can tell."""
    if schema.get("type", "object") != "object":
        return _("“type” has to be “object”: the file describes the params of an event, each one by its name.")
    properties = schema.get("properties", {})
    if not isinstance(properties, dict) or not all(isinstance(part, dict | bool) for part in properties.values()):
        return _("“properties” has to be an object with a JSON Schema for each param.")
    required = schema.get("required", [])
    if not isinstance(required, list) or not all(isinstance(name, str) for name in required):
        return _("“required” has to be a list of param names.")
    examples = schema.get("examples", [])
    if not isinstance(examples, list) or (examples and not isinstance(examples[0], dict)):
        return _("“examples” has to be a list, and its first item an object with a value for each param.")
    for reference in _references(schema):
        if not _is_own_reference(schema, reference):
            return _(
                "“$ref” has to point into the same file, such as “#/$defs/product”; “{reference}” does not."
            ).format(reference=reference)
    return None


def _references(part: Any) -> Iterator[object]:
    """Every ``$ref`` below ``part``. The JSON parser has already limited how deep that is."""
    waiting = [part]
    while waiting:
        current = waiting.pop()
        if isinstance(current, dict):
            for name, value in current.items():
                if name in ("$ref", "$dynamicRef"):
                    yield value
            waiting.extend(current.values())
        elif isinstance(current, list):
            waiting.extend(current)


def _is_own_reference(schema: dict[str, Any], reference: object) -> bool:
    return isinstance(reference, str) and resolve_reference(schema, reference) is not None


def _repeated(key: str, holder: EventType) -> str:
    if holder.source == "user":
        return _("The event type “{key}” is described a second time; {file} counts.").format(
            key=key, file=holder.path.name
        )
    return _("“{key}” is an event type of Yespo's own, which the program describes already. Use another key.").format(
        key=key
    )
