"""The logs of containers, which cut what a program printed into lines, and long lines into pieces."""

import re
from collections.abc import Iterable, Iterator
from typing import Final

from yespo_console.reading import escapes
from yespo_console.reading.budget import Budget
from yespo_console.reading.escapes import unescape
from yespo_console.reading.origin import Traced, join

_DOCKER: Final = re.compile(r'\{\s?"log":\s?"(?P<text>(?:[^"\\]|\\.)*+)"(?P<rest>[^\r\n]*)')
#: A line in the log of a Kubernetes node; ``P`` marks a part of one that goes on.
_KUBERNETES: Final = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]{8,18}(?:Z|[+-]\d\d:\d\d) (?:stdout|stderr) (?P<more>[PF]) ")
#: A line that opens JSON in layout, and the brackets of one outside of texts.
_OPENS: Final = re.compile(r"(?:[^\"{}\[\]]{0,200}[ \t:])?[{\[][ \t]*\r?\n?\Z")
_BRACKETS: Final = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}\[\]]')
#: JSON of more lines is not put together.
_MOST_LINES: Final = 2_000


def joined_lines(entries: Iterable[Traced], budget: Budget) -> Iterator[Traced]:
    """The entries of a log; pieces of one line are joined, and so are the lines of JSON in layout.

    Where the bracket that a line opens is closed nowhere, each line stays by itself.
    """
    pieces: list[Traced] = []
    lines: list[Traced] = []
    depth = 0
    for entry in entries:
        piece = _piece(entry)
        if piece is None:
            yield entry
            continue
        pieces.append(piece[0])
        if piece[1]:
            continue
        line = join(pieces, entry.original)
        pieces = []
        if not lines and not _OPENS.match(line.text):
            yield line
            continue
        budget.spend(100 + len(line))
        depth = _depth(line.text) + (depth if lines else 0)
        lines.append(line)
        if depth <= 0:
            yield join(lines, entry.original)
            lines = []
        elif len(lines) > _MOST_LINES:
            yield from lines
            lines = []
    yield from lines
    yield from _whole(pieces)


def _whole(pieces: list[Traced]) -> Iterator[Traced]:
    if pieces:
        yield join(pieces, pieces[0].original)


def _depth(line: str) -> int:
    """How many more brackets a line opens than it closes."""
    signs = [each[0] for each in _BRACKETS.finditer(line)]
    return sum(sign in "{[" for sign in signs) - sum(sign in "}]" for sign in signs)


def _piece(entry: Traced) -> tuple[Traced, bool] | None:
    """What a container printed, and whether its line goes on in the next entry; None for another kind of entry."""
    shift = len(entry.text) - len(entry.text.lstrip())
    docker = _DOCKER.match(entry.text, shift)
    if docker is not None:
        text = unescape(entry, escapes.JSON, docker.start("text"), docker.end("text"))
        return text, not text.text.endswith("\n")
    kubernetes = _KUBERNETES.match(entry.text, shift)
    if kubernetes is None:
        return None
    return entry.slice(kubernetes.end(), len(entry.text.rstrip("\r\n"))), kubernetes["more"] == "P"
