"""``import``: what a customer sent, as clean events with every repair listed.

The shape is stable. Keys that stood in what was sent are in no output. There may be tens of thousands of events, so
each is written as soon as it is made, and is gone before the next one.
"""

import argparse
import sys
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache
from typing import Final

from yespo_console.cli.exit_codes import ExitCode
from yespo_console.cli.output import ForPeople, print_json, problem_lines
from yespo_console.cli.results import ImportedEvent, ImportedFile, PrintedProblem, PrintedRepair
from yespo_console.cli.unusable import UnusableInputError, read_bytes
from yespo_console.cli.waiting import Waiting
from yespo_console.events import wire
from yespo_console.events.catalog import Catalog, load_catalog
from yespo_console.events.checking import check
from yespo_console.events.event import Node
from yespo_console.events.json_text import dump, dump_in_parts
from yespo_console.platform.i18n import _
from yespo_console.platform.profile import Profile
from yespo_console.reading.in_process import read_large
from yespo_console.reading.reading import ReadEvent, Reading

#: So many different problems are put into words once, however many events have them.
_REMEMBERED: Final = 1_000


def import_files(arguments: argparse.Namespace) -> ExitCode:
    """Read each file. Fine when at least one event was read, whatever its problems; else unusable."""
    catalog = load_catalog(Profile.default().event_types_dir)
    for_people = arguments.format == "text"
    indent = 2 if arguments.format == "json" and len(arguments.files) == 1 else None
    found = 0
    for name in arguments.files:
        try:
            payload = read_bytes(name)
        except UnusableInputError as error:
            if for_people:
                ForPeople.complain(f"{name}: {error}")
            else:
                print_json([ImportedFile(source="json", error=str(error))], rows=indent is None)
            continue
        with Waiting(_("Reading {file}").format(file=name)):
            imported = _Imported(read_large(payload), catalog)
        with _counting(name, imported):
            if for_people:
                _describe(name, imported)
            else:
                ForPeople.say_in_parts(dump_in_parts(imported.members(), indent=indent))
        found += imported.count
    return ExitCode.FINE if found else ExitCode.UNUSABLE


class _Imported:
    """What a file holds.

    Attributes:
        reading: of the file.
        count: of the events that were made so far.
        error: why something was not read.
    """

    def __init__(self, reading: Reading, catalog: Catalog) -> None:
        self.reading = reading
        self.count = 0
        self.error = reading.error
        self._catalog = catalog
        self._printed = lru_cache(_REMEMBERED)(PrintedProblem.of)

    def members(self) -> Iterator[tuple[str, Node | Iterator[Node]]]:
        """The members of an ``ImportedFile``; ``error`` is known when the events are made."""
        yield "source", self.reading.source
        yield "events", (event.as_node() for event in self.events())
        yield "error", self.error

    def events(self) -> Iterator[ImportedEvent]:
        """Each event, made when it is asked for."""
        for read in self.reading.events:
            try:
                event = self._event(read)
            except wire.WireError as error:
                self.error = self.error or str(error)
            else:
                self.count += 1
                yield event

    def _event(self, read: ReadEvent) -> ImportedEvent:
        """The event in the stable shape: its body is that of API v2 with string JSON, and so are the pointers."""
        conversion = read.body()
        checked = check(conversion.text, self._catalog)
        if checked.body is None:
            raise wire.WireError
        return ImportedEvent(
            url=read.url,
            body=checked.body.node,  # not as a dict, which would lose a member that stands twice
            repairs=tuple(
                [
                    PrintedRepair(code=repair.code, message=repair.message, line=repair.line, column=repair.column)
                    for repair in read.repairs
                ]
            ),
            problems=tuple(map(self._printed, (*conversion.losses, *read.problems(), *checked.problems))),
        )


def _counting(name: str, imported: _Imported) -> AbstractContextManager[object]:
    """A line that counts the events, unless they are seen themselves: it would stand between them."""
    if sys.stdout.isatty():
        return nullcontext()
    total = len(imported.reading.events)
    words = _("Checking {file}: {done:,} of {total:,} events")
    return Waiting(lambda: words.format(file=name, done=imported.count, total=total))


def _describe(name: str, imported: _Imported) -> None:
    """For people: each event with what was repaired, what is wrong, and the body to copy."""
    told = imported.error
    if told:
        ForPeople.complain(f"{name}: {told}")
    for left in imported.reading.left_out:
        ForPeople.complain(f"{name}: {left.message}")
    if imported.reading.secrets:
        ForPeople.complain(f"{name}: {_('A key or password stood beside the event. It is not shown here.')}")
    for event in imported.events():
        ForPeople.say(
            name if event.url is None else f"{name} -> {event.url}",
            *map(_repair_line, event.repairs),
            *problem_lines(event.problems),
            dump(event.body, indent=2),
        )
    if imported.error and imported.error != told:
        ForPeople.complain(f"{name}: {imported.error}")  # met while the events were made


def _repair_line(repair: PrintedRepair) -> str:
    place = _("line {line}, column {column}").format(line=repair.line, column=repair.column)
    return f"  {_('repaired')}: {place}: {repair.message}"
