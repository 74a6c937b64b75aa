"""``validate``: every problem of each file, with the place and, where it is mechanical, the mend."""

import argparse

from yespo_console.cli.exit_codes import ExitCode
from yespo_console.cli.output import ForPeople, print_json, problem_lines
from yespo_console.cli.results import CheckedFile, PrintedProblem, UncheckedFile
from yespo_console.cli.unusable import UnusableInputError, read_text
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
    for name in arguments.files:
        try:
            result = check(read_text(name), catalog, ApiVersion(arguments.api))
        except UnusableInputError as error:
            results.append(UncheckedFile(valid=False, problems=(), error=str(error)))
            ForPeople.complain(str(error))
            code = ExitCode.UNUSABLE
            continue
        problems = tuple(map(PrintedProblem.of, result.problems))
        results.append(CheckedFile(valid=result.valid, problems=problems))
        code = max(code, ExitCode.FINE if result.valid else ExitCode.PROBLEMS)
        if arguments.format == "text":
            ForPeople.say(f"{name}: {_('no errors') if result.valid else _('has errors')}", *problem_lines(problems))
    if arguments.format == "json":
        print_json(results)
    return code
