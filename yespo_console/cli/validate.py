"""``validate``: every problem of each file, with the place and, where it is mechanical, the mend.

A file may also be what ``import`` printed: then each body in it is checked, as if it were a file.
"""

import argparse
from collections.abc import Iterator

from yespo_console.cli.exit_codes import ExitCode
from yespo_console.cli.imported_bodies import ImportedBody, bodies_in
from yespo_console.cli.output import ForPeople, print_json, problem_lines
from yespo_console.cli.results import CheckedFile, PrintedProblem, UncheckedFile
from yespo_console.cli.unusable import UnusableInputError
from yespo_console.cli.waiting import Waiting
from yespo_console.events.catalog import load_catalog
from yespo_console.events.checking import check
from yespo_console.events.event import ApiVersion
from yespo_console.platform.i18n import _
from yespo_console.platform.profile import Profile


def validate(arguments: argparse.Namespace) -> ExitCode:
    """Check each file. A file that cannot be read does not keep the others from being checked."""
    catalog = load_catalog(Profile.default().event_types_dir)
    results: list[CheckedFile] = []
    code = ExitCode.FINE
    for name, body in _bodies(arguments.files):
        if body.error is not None or body.text is None:
            message = body.error or ""
            results.append(UncheckedFile(valid=False, problems=(), error=message))
            ForPeople.complain(f"{name}: {message}" if body.place else message)
            code = ExitCode.UNUSABLE
            continue
        with Waiting(_("Checking {file}").format(file=name)):
            result = check(body.text, catalog, ApiVersion(arguments.api))
        problems = tuple(map(PrintedProblem.of, result.problems))
        results.append(CheckedFile(valid=result.valid, problems=problems))
        code = max(code, ExitCode.FINE if result.valid else ExitCode.PROBLEMS)
        if arguments.format == "text":
            ForPeople.say(f"{name}: {_('no errors') if result.valid else _('has errors')}", *problem_lines(problems))
    if arguments.format == "json":
        print_json(results)
    return code


def _bodies(files: list[str]) -> Iterator[tuple[str, ImportedBody]]:
    """Each body with what it is called; a file that cannot be used is one without a text."""
    for file in files:
        try:
            with Waiting(_("Reading {file}").format(file=file)):
                bodies = bodies_in(file)
        except UnusableInputError as error:
            yield file, ImportedBody("", None, str(error))
            continue
        for body in bodies:
            yield body.called(file), body
