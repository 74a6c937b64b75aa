"""Printing: one JSON object per line or one pretty object for programs, plain sentences for people."""

import io
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final

from yespo_console.events.json_text import dump
from yespo_console.events.problems import Severity
from yespo_console.platform.i18n import N_, _
from yespo_console.platform.short_names import shortened

if TYPE_CHECKING:  # pydantic is imported by the commands that print, not for --help
    from yespo_console.cli.results import Printed, PrintedProblem

_WORDS: dict[str, str] = {Severity.ERROR: N_("error"), Severity.WARNING: N_("warning"), Severity.INFO: N_("note")}

#: Signs that a terminal takes for commands, each as the sign that stands for it. JSON has none of them as they are.
_SHOWN: Final = {code: chr(0x2400 + code) for code in range(0x20) if code not in (0x09, 0x0A)} | {0x7F: "\u2421"}


class ForPeople:
    """Where sentences go: results to standard output, complaints to standard error."""

    @staticmethod
    def prepare_streams() -> None:
        """Print any script everywhere: UTF-8 into pipes and files; a terminal of another kind gets replacements."""
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")

    @staticmethod
    def say(*lines: str) -> None:
        if lines:
            print(*_harmless(lines), sep="\n", flush=True)

    @staticmethod
    def say_in_parts(parts: Iterable[str]) -> None:
        """One text and its line break, written as its parts are made."""
        sys.stdout.writelines(parts)
        ForPeople.say("")

    @staticmethod
    def complain(*lines: str) -> None:
        if lines:
            print(*_harmless(lines), sep="\n", file=sys.stderr, flush=True)


def _harmless(lines: Iterable[str]) -> Iterable[str]:
    """The lines of which a terminal carries nothing out: what stands in an event is a customer's."""
    return (line.translate(_SHOWN) for line in lines)


def print_json(objects: Sequence["Printed"], *, rows: bool = False) -> None:
    """One object: pretty. Several, or ``rows`` of which there may be any number: one per line, in order."""
    if len(objects) == 1 and not rows:
        ForPeople.say(dump(objects[0].as_node(), indent=2))
    else:
        for item in objects:
            ForPeople.say(dump(item.as_node()))


def problem_lines(problems: Iterable["PrintedProblem"], indent: str = "  ") -> list[str]:
    """Each problem in a line: its word, its place, its sentence."""
    lines = []
    for problem in problems:
        place = f"{problem.pointer}: " if problem.pointer else ""
        lines.append(f"{indent}{_(_WORDS[problem.severity])}: {place}{problem.message}")
    return lines


#: The most characters of a cell that others follow in its line.
_WIDEST: Final = 40
#: Signs that would end the line of a cell, or have what follows it written from right to left; shown in its place.
_SHOWN_IN_A_CELL: Final = dict.fromkeys(
    (*range(0x80, 0xA0), 0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A)), "\ufffd"
) | {code: chr(0x2400 + code) for code in range(0x20)}


def table(rows: Sequence[Sequence[str]], headings: Sequence[str]) -> list[str]:
    """The rows under their headings, columns aligned, no trailing blanks.

    What is too long for a column has its middle left out, but for the last one, which moves no other.
    """
    rows = [[cell.translate(_SHOWN_IN_A_CELL) for cell in row] for row in rows]
    rows = [[*(shortened(cell, _WIDEST) for cell in row[:-1]), row[-1]] for row in rows]
    widths = [max(len(row[column]) for row in [headings, *rows]) for column in range(len(headings))]
    return [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
        for row in [headings, ["-" * width for width in widths], *rows]
    ]
