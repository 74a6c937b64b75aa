"""The command line's words and options; each command's work is in a module of its own, imported when it is called."""

import argparse
import errno
import importlib
import os
import re
import sys
from collections.abc import Sequence
from types import TracebackType
from typing import Any, Final, NoReturn

from yespo_console import __version__
from yespo_console.cli.exit_codes import ExitCode
from yespo_console.cli.output import ForPeople
from yespo_console.cli.unusable import UnusableInputError
from yespo_console.events.event import ApiVersion
from yespo_console.history.search_fields import search_language
from yespo_console.platform.i18n import _

PROGRAM: Final = "yespo-console"

#: One minus before anything but another one; ``-h`` is help everywhere.
_LEFT_OUT: Final = re.compile(r"-(?!h$|-)")


class _Parser(argparse.ArgumentParser):
    """Says what is wrong and how to get help; exits with 2, as all unusable input does.

    Attributes:
        takes_search: a word behind one minus belongs to the search it is given, as in ``-type:cart*``. Otherwise
            argparse takes it for options written together, and ``-has:note`` for a call for help.
    """

    takes_search = False

    def _parse_optional(self, arg_string: str) -> Any:
        # argparse has no public way to say what an option looks like
        return None if self.takes_search and _LEFT_OUT.match(arg_string) else super()._parse_optional(arg_string)

    def error(self, message: str) -> NoReturn:
        self.exit(
            ExitCode.UNUSABLE,
            f"{self.prog}: {message}\n" + _("Help: {program} --help").format(program=self.prog) + "\n",
        )


#: What a full disk answers to whoever writes to it.
_FULL: Final = (errno.ENOSPC, errno.EDQUOT)


def main(argv: Sequence[str]) -> int:
    """Run one command and return its exit code. ``argv`` is without the program's name."""
    ForPeople.prepare_streams()
    arguments = _parser().parse_args(argv)
    command = importlib.import_module(f"yespo_console.cli.{arguments.module}")
    try:
        return int(getattr(command, arguments.function)(arguments))
    except UnusableInputError as error:
        ForPeople.complain(str(error))
        return ExitCode.UNUSABLE
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        _say_no_more()  # the reader (head, less) went away
        return ExitCode.FINE
    except OSError as error:
        if error.errno not in _FULL:
            raise
        _say_no_more()
        ForPeople.complain(_("The output cannot be written: {reason}.").format(reason=error.strerror or error))
        return ExitCode.UNUSABLE


def _say_no_more() -> None:
    """What is still to be printed goes nowhere, or Python would try once more at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def show_faults_without_keys() -> None:
    """Have what nobody caught, and what libraries warn about, printed as Python does but with credentials masked.

    For the process of a command: whoever calls ``main`` from a program of their own keeps their hooks.
    """
    import logging

    from yespo_console.platform.logs import MaskingFormatter

    sys.excepthook = _print_fault
    if logging.lastResort is not None:
        logging.lastResort.setFormatter(MaskingFormatter())


def _print_fault(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    import traceback

    from yespo_console.platform.logs import masked

    ForPeople.complain(masked("".join(traceback.format_exception(kind, error, trace))).rstrip())


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog=PROGRAM,
        description=_("Compose, check and send Yespo events, and find every one of them again."),
        epilog=_("Without a command the window opens. Exit codes: 0 fine, 1 problems or refused, 2 unusable input."),
    )
    parser.add_argument("--version", action="version", version=f"{PROGRAM} {__version__}")
    commands = parser.add_subparsers(dest="command", required=True, metavar=_("COMMAND"), parser_class=_Parser)

    def command(name: str, module: str, function: str, summary: str) -> argparse.ArgumentParser:
        made = commands.add_parser(name, help=summary, description=summary)
        made.set_defaults(module=module, function=function)
        return made

    files = {"nargs": "+", "metavar": _("FILE"), "help": _("a file with a request body; - is standard input")}

    validate = command("validate", "validate", "validate", _("check request bodies and name every problem"))
    bodies = _("a file with a request body, or with what “import” printed as json or jsonl; - is standard input")
    validate.add_argument("files", **{**files, "help": bodies})  # type: ignore[arg-type]  # argparse's very keywords
    _add_api(validate, _("the API version the body is meant for (default: v2)"), ApiVersion.V2)
    _add_format(validate)

    send = command("send", "send", "send", _("send request bodies exactly as they are"))
    send.add_argument("files", **{**files, "help": bodies})  # type: ignore[arg-type]
    send.add_argument("--env", required=True, metavar=_("NAME"), help=_("the environment; “sandbox” needs no set-up"))
    _add_api(send, _("the API version (default: the environment's)"), None)
    send.add_argument(
        "--yes",
        action="store_true",
        help=_(
            "send to a real account though it touches or holds others than its test contacts, gets an event type that"
            " is not known here, or several events"
        ),
    )
    _add_format(send)

    read = command("import", "importing", "import_files", _("read what a customer sent and print it as clean events"))
    sent = _("a file with whatever the customer sent: JSON, a command, source code, a log, …; - is standard input")
    read.add_argument("files", **{**files, "help": sent})  # type: ignore[arg-type]
    _add_format(read, "json", "jsonl", "text")

    sandbox = command("sandbox", "sandbox", "serve", _("run the local sandbox until Ctrl+C"))
    sandbox.add_argument(
        "--port", type=_port, default=None, metavar=_("N"), help=_("the port on 127.0.0.1 (0: any free one)")
    )
    sandbox.add_argument("--lenient", action="store_true", help=_("accept bodies with errors, too"))
    _add_format(sandbox)

    history = command("history", "history", "search", _("search what was sent"))
    actions = history.add_subparsers(dest="action", required=True, metavar=_("ACTION"), parser_class=_Parser)
    search = actions.add_parser(
        "search",
        help=_("list the exchanges that match, newest first"),
        description=_("List the exchanges that match, newest first."),
        epilog=_search_language(),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    search.add_argument(
        "query",
        nargs="*",
        metavar=_("QUERY"),
        help=_("what to look for, as explained below; without it, everything"),
    )
    search.add_argument("--limit", type=_positive, default=50, metavar=_("N"), help=_("at most so many (default: 50)"))
    search.set_defaults(function="search")
    search.takes_search = True
    _add_format(search)
    export = actions.add_parser("export", help=_("write the exchanges that match to a file"))
    export.add_argument("query", nargs="*", metavar=_("QUERY"), help=_("as for “search”; without one: everything"))
    export.add_argument("--to", required=True, metavar=_("FILE"), help=_("the file to write; - is standard output"))
    export.add_argument(
        "--redact", action="store_true", help=_("replace personal data, equal values by equal placeholders")
    )
    export.add_argument("--force", action="store_true", help=_("replace a file that is there"))
    export.add_argument(
        "--format",
        choices=("jsonl", "har", "csv", "curl", "postman", "markdown", "html"),
        default=None,
        help=_("the format (default: told by the ending: .jsonl .har .csv .sh .json .md .html)"),
    )
    export.set_defaults(module="transfer", function="export_found")
    export.takes_search = True
    bring = actions.add_parser("import", help=_("take in the exchanges of a JSON Lines export or a HAR recording"))
    bring.add_argument("file", metavar=_("FILE"))
    bring.set_defaults(module="transfer", function="import_exchanges")
    _add_format(bring)
    show = actions.add_parser("show", help=_("print one exchange, whole"))
    show.add_argument("id", type=_positive, metavar=_("ID"))
    show.set_defaults(function="show")
    _add_format(show)
    summary = _("say what changed from one exchange to another (exit code 0 whether or not anything did)")
    compare = actions.add_parser("compare", help=summary, description=summary)
    compare.add_argument("before", type=_positive, metavar=_("ID"))
    compare.add_argument("after", type=_positive, metavar=_("ID"))
    compare.set_defaults(module="comparing", function="compare")
    _add_format(compare)
    summary = _("list the events of one contact or one cart, oldest first, with what changed between them")
    timeline = actions.add_parser("timeline", help=summary, description=summary)
    whose = timeline.add_mutually_exclusive_group(required=True)
    whose.add_argument("--contact", metavar=_("VALUE"), help=_("an e-mail, a phone number in any spelling, or an ID"))
    whose.add_argument("--cart", metavar=_("ID"), help=_("a recycleStateId"))
    timeline.add_argument("--limit", type=_positive, default=50, metavar=_("N"), help=_("the newest N (default: 50)"))
    timeline.set_defaults(module="timeline", function="show")
    _add_format(timeline)

    forget = actions.add_parser("forget", help=_("delete everything about a contact, and prove it"))
    forget.add_argument(
        "--contact",
        action="append",
        required=True,
        metavar=_("VALUE"),
        help=_("an e-mail address, phone number, id or key; may be given several times"),
    )
    forget.add_argument("--yes", action="store_true", help=_("delete without asking; it cannot be undone"))
    forget.set_defaults(module="history_care", function="forget")
    _add_format(forget)
    check = actions.add_parser("check", help=_("look through the history file for damage"))
    check.add_argument(
        "--repair", action="store_true", help=_("put what can be read into a new file and set the damaged one aside")
    )
    check.set_defaults(module="history_care", function="check")
    _add_format(check)

    types = command("types", "types", "types", _("list the event types this program knows"))
    _add_format(types)
    sample = command("sample", "types", "sample", _("print a valid sample of an event type"))
    sample.add_argument("type", metavar=_("TYPE"))
    _add_api(sample, _("the API version to write it for (default: v2)"), ApiVersion.V2)
    sample.add_argument("--native", action="store_true", help=_("v2 with nested values as JSON instead of text"))

    command("demo", "demo", "demo", _("send one sample of each type to the sandbox and show the answers"))
    return parser


def _search_language() -> str:
    rows = search_language()
    width = max(len(typed) for typed, _meaning in rows)
    lines = [f"  {typed:<{width}}  {meaning}" for typed, meaning in rows]
    return "\n".join((_("What may be looked for; all of it must hold:"), *lines))


def _add_format(parser: argparse.ArgumentParser, *choices: str) -> None:
    parser.add_argument(
        "--format",
        choices=choices or ("text", "json"),
        default="text",
        help=_("text for people (default), json for programs"),
    )


def _add_api(parser: argparse.ArgumentParser, text: str, default: ApiVersion | None) -> None:
    parser.add_argument("--api", choices=[str(version) for version in ApiVersion], default=default, help=text)


def _positive(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else 0
    if not 0 < number < 2**63:
        raise argparse.ArgumentTypeError(_("{text} is not a whole number above 0").format(text=text))
    return number


def _port(text: str) -> int:
    number = int(text) if text.isascii() and text.isdigit() else -1
    if not 0 <= number <= 65535:
        raise argparse.ArgumentTypeError(_("{text} is not a port between 0 and 65535").format(text=text))
    return number
