"""``import``: what a customer sent, as clean events with every repair listed.

The shape is stable. Keys that stood in what was sent are in no output.
"""

import argparse

from yespo_console.cli.exit_codes import ExitCode
from yespo_console.cli.output import ForPeople, print_json, problem_lines
from yespo_console.cli.results import ImportedEvent, ImportedFile, PrintedProblem, PrintedRepair
from yespo_console.cli.unusable import UnusableInputError, read_bytes
from yespo_console.events import wire
from yespo_console.events.catalog import Catalog, load_catalog
from yespo_console.events.checking import check
from yespo_console.events.json_text import JsonTextError, dumps_plain, parse
from yespo_console.platform.i18n import _
from yespo_console.platform.profile import Profile
from yespo_console.reading.in_process import read_large
from yespo_console.reading.reading import ReadEvent, Reading


def import_files(arguments: argparse.Namespace) -> ExitCode:
    """Read each file. Fine when at least one event was read, whatever its problems; else unusable."""
    catalog = load_catalog(Profile.default().event_types_dir)
    results = []
    for name in arguments.files:
        result = _result(name, catalog, for_people=arguments.format == "text")
        results.append(result)
        if arguments.format == "jsonl":
            ForPeople.say(dumps_plain(result.as_json()))
    if arguments.format == "json":
        print_json(results)
    return ExitCode.FINE if any(result.events for result in results) else ExitCode.UNUSABLE


def _result(name: str, catalog: Catalog, *, for_people: bool) -> ImportedFile:
    """What a file holds; told at once when it is for people."""
    try:
        reading = read_large(read_bytes(name))
    except UnusableInputError as error:
        if for_people:
            ForPeople.complain(f"{name}: {error}")
        return ImportedFile(source=None, error=str(error))
    result = _imported(reading, catalog)
    if for_people:
        _describe(name, result, reading)
    return result


def _imported(reading: Reading, catalog: Catalog) -> ImportedFile:
    events = []
    fault = reading.error
    for read in reading.events:
        try:
            events.append(_event(read, catalog))
        except (wire.WireError, JsonTextError) as error:
            fault = fault or str(error)
    return ImportedFile(source=reading.source, events=tuple(events), error=fault)


def _event(read: ReadEvent, catalog: Catalog) -> ImportedEvent:
    """The event in the stable shape: the body is that of API v2 with string JSON, and so are the problems' pointers."""
    conversion = read.body()
    problems = (*conversion.losses, *read.problems(), *check(conversion.text, catalog).problems)
    return ImportedEvent(
        url=read.url,
        body=parse(conversion.text),  # not as a dict, which would lose a member that stands twice
        repairs=tuple(
            PrintedRepair(code=repair.code, message=repair.message, line=repair.line, column=repair.column)
            for repair in read.repairs
        ),
        problems=tuple(map(PrintedProblem.of, problems)),
    )


def _describe(name: str, result: ImportedFile, reading: Reading) -> None:
    """For people: each event with what was repaired, what is wrong, and the body to copy."""
    if result.error:
        ForPeople.complain(f"{name}: {result.error}")
    for left in reading.left_out:
        ForPeople.complain(f"{name}: {left.message}")
    if reading.secrets:
        ForPeople.complain(f"{name}: {_('A key or password stood beside the event. It is not shown here.')}")
    for event in result.events:
        ForPeople.say(name if event.url is None else f"{name} -> {event.url}")
        for repair in event.repairs:
            place = _("line {line}, column {column}").format(line=repair.line, column=repair.column)
            ForPeople.say(f"  {_('repaired')}: {place}: {repair.message}")
        ForPeople.say(*problem_lines(event.problems), dumps_plain(event.body, indent=2))
