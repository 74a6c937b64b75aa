"""The bodies in what ``import`` printed, so that it leads into ``validate -`` and ``send -``."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from yespo_console.cli.results import ImportedFile
from yespo_console.cli.unusable import read_text
from yespo_console.events.event import Node, Object
from yespo_console.events.json_text import JsonTextError, dump, parse
from yespo_console.platform.i18n import _

#: How every such text begins; anything else is not even looked at more closely.
_START: Final = re.compile(r'\s*\{\s*"source"\s*:')
_MEMBERS: Final = set(ImportedFile.model_fields)


@dataclass(frozen=True, slots=True)
class ImportedBody:
    """One event out of the output of ``import``, or a file of it in which there was none; or a file that is a body.

    Attributes:
        place: where it stands: ``line 2, event 1``; empty for a file that is a body itself.
        text: the body; None where there was no event.
        error: why there is none, or why some are missing; else None.
    """

    place: str
    text: str | None
    error: str | None = None

    def called(self, file: str) -> str:
        """What a person calls it who knows the name of the file."""
        return f"{file}, {self.place}" if self.place else file


def bodies_in(file: str) -> list[ImportedBody]:
    """What ``import`` printed into this file, event by event, or the file as the one body that it is.

    Raises UnusableInputError when it cannot be read.
    """
    text = read_text(file)
    found = imported_bodies(text)
    return [ImportedBody("", text)] if found is None else found


def imported_bodies(text: str) -> list[ImportedBody] | None:
    """The bodies in order; None when ``text`` is not what ``import`` prints as json or jsonl."""
    if _START.match(text) is None:
        return None
    lines = [(number, line) for number, line in enumerate(text.split("\n"), 1) if line.strip()]
    try:
        files = [(number, parse(line)) for number, line in lines]
    except JsonTextError:
        try:
            files = [(1, parse(text))]  # a single file is printed as one pretty object
        except JsonTextError:
            return None
    found: list[ImportedBody] = []
    for number, file in files:
        if not isinstance(file, Object) or set(file.names) != _MEMBERS:
            return None
        found += _bodies_of(number, file)
    return found


def _bodies_of(number: int, file: Object) -> Iterator[ImportedBody]:
    events = file.get("events")
    bodies = [event.get("body") for event in events if isinstance(event, Object)] if isinstance(events, tuple) else []
    for position, body in enumerate(bodies, 1):
        place = _("line {line}, event {number}").format(line=number, number=position)
        yield ImportedBody(place, dump(_node(body)))
    error = file.get("error")
    if isinstance(error, str):
        yield ImportedBody(_("line {line}").format(line=number), None, error)


def _node(value: object) -> Node:
    """An event without a body is checked as ``null``, which is then said to be no body."""
    return value if isinstance(value, bool | str | tuple | Object) else None
