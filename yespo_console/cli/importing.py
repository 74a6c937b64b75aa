"""``import``: what a customer sent, as clean events with every repair listed.

The shape is stable; what was passed over is told beside it, on standard error. Keys that stood in what was sent are in
no output. There may be tens of thousands of events, so each is written as soon as it is made, and is gone before the
next one.
"""

import argparse
import sys
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from functools import lru_cache, partial
from typing import Final, NamedTuple

from yespo_console.cli.exit_codes import ExitCode
from yespo_console.cli.output import ForPeople, print_json, problem_lines
from yespo_console.cli.results import ImportedEvent, ImportedFile, PrintedProblem, PrintedRepair
from yespo_console.cli.unusable import UnusableInputError, read_bytes
from yespo_console.cli.waiting import Waiting
from yespo_console.events import wire
from yespo_console.events.catalog import Catalog, load_catalog
from yespo_console.events.checking import Judge, Verdict
from yespo_console.events.event import Node, Object
from yespo_console.events.json_text import Layout, Writer, compact, dump, dump_in_parts
from yespo_console.events.problems import Problem
from yespo_console.platform.i18n import _
from yespo_console.platform.profile import Profile
from yespo_console.reading.in_process import read_large
from yespo_console.reading.reading import ReadEvent, Reading

#: So many different problems are put into words and written once, however many events have them.
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
                _tell_left_out(name, imported)
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
        self._judge = Judge(catalog)
        self._printed = lru_cache(_REMEMBERED)(PrintedProblem.of)
        self._written = lru_cache(_REMEMBERED)(self._write_verdict)
        self._written_problem = lru_cache(_REMEMBERED)(self._write_problem)

    def members(self) -> Iterator[tuple[str, Node | Iterator[Writer]]]:
        """The members of an ``ImportedFile``; ``error`` is known when the events are made."""
        yield "source", self.reading.source
        yield "events", (partial(self._write, event) for event in self._events())
        yield "error", self.error

    def events(self) -> Iterator[ImportedEvent]:
        """Each event, made when it is asked for, in the stable shape."""
        for event in self._events():
            yield ImportedEvent(
                url=event.read.url,
                body=event.body,
                repairs=_repairs(event.read),
                problems=self._problems(event),
            )

    def _events(self) -> Iterator["_Event"]:
        for read in self.reading.events:
            try:
                event = self._event(read)
            except wire.WireError as error:
                self.error = self.error or str(error)
            else:
                self.count += 1
                yield event

    def _event(self, read: ReadEvent) -> "_Event":
        conversion = read.body()
        body = wire.body_of(conversion.text)
        beside = (*conversion.losses, *read.problems())
        return _Event(read, conversion.text, body, beside, self._judge.verdict(conversion.text, body))

    def _problems(self, event: "_Event") -> tuple[PrintedProblem, ...]:
        return tuple(map(self._printed, (*event.beside, *event.verdict.problems)))

    def _write(self, event: "_Event", layout: Layout) -> str:
        """An ``ImportedEvent`` as it is printed, of which most parts are written already."""
        below = layout.below()
        if event.beside:
            problems = self._write_problems((*event.beside, *event.verdict.problems), below)
        else:
            problems = self._written(event.verdict, below)
        written = (
            below.write(event.read.url),
            below.write(event.body) if below.line else compact(event.text, event.body),
            below.write(tuple([repair.as_node() for repair in _repairs(event.read)])),
            problems,
        )
        return layout.write_object(zip(ImportedEvent.model_fields, written, strict=True))

    def _write_verdict(self, verdict: Verdict, layout: Layout) -> str:
        return self._write_problems(verdict.problems, layout)

    def _write_problems(self, problems: Iterable[Problem], layout: Layout) -> str:
        below = layout.below()
        return layout.write_list([self._written_problem(problem, below) for problem in problems])

    def _write_problem(self, problem: Problem, layout: Layout) -> str:
        return layout.write(self._printed(problem).as_node())


class _Event(NamedTuple):
    """One event in the stable shape: its body is that of API v2 with string JSON, and so are the pointers.

    Attributes:
        read: the event as it was read.
        text, body: the body and its tree, which is no dict, for that would lose a member that stands twice.
        beside: problems that are not told by the body.
        verdict: those of the body.
    """

    read: ReadEvent
    text: str
    body: Object
    beside: tuple[Problem, ...]
    verdict: Verdict


def _repairs(read: ReadEvent) -> tuple[PrintedRepair, ...]:
    return tuple(
        [
            PrintedRepair(code=repair.code, message=repair.message, line=repair.line, column=repair.column)
            for repair in read.repairs
        ]
    )


def _counting(name: str, imported: _Imported) -> AbstractContextManager[object]:
    """A line that counts the events, unless they are seen themselves: it would stand between them."""
    if sys.stdout.isatty():
        return nullcontext()
    total = len(imported.reading.events)
    words = _("Checking {file}: {done:,} of {total:,} events")
    return Waiting(lambda: words.format(file=name, done=imported.count, total=total))


def _tell_left_out(name: str, imported: _Imported) -> None:
    """For the people beside a program: what was passed over, for which the stable shape has no member."""
    if imported.reading.left_out:
        ForPeople.complain(f"{name}: {' '.join(left.message for left in imported.reading.left_out)}")


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
