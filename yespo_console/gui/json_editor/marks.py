"""Where the problems of a draft stand in a shown text."""

import time
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from yespo_console.events import json_places
from yespo_console.events.problems import Problem, Severity
from yespo_console.gui.beside import Beside
from yespo_console.gui.json_editor.projection import Kind, Projection
from yespo_console.gui.text_sizes import LARGE_TEXT, LONGEST_TEXT

#: More marks than this tell nobody more; the list of problems holds them all.
MOST_MARKS: Final = 300
#: In a short text places are looked up in slices of this length, so that keys are never kept waiting.
_SLICE_S: Final = 0.004
_RANK: Final = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


@dataclass(frozen=True, slots=True)
class Mark:
    """A problem at a place of the shown text (code points); ``line`` is its first line, from 0."""

    start: int
    end: int
    line: int
    problem: Problem


class Marks(QObject):
    """The marks of one view: of a short text found in short slices, of a long one in a thread.

    In a text above ``LONGEST_TEXT`` only problems are marked that know their place, such as where it stops being JSON.

    Signals:
        found(): ``all`` is longer (or empty).
    """

    found = Signal()

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.all: list[Mark] = []
        self._waiting: list[Problem] = []
        self._projection = Projection("", "")
        self._line_starts: list[int] | None = None
        self._beside = Beside(self)
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)

    def look_up(self, problems: Sequence[Problem], projection: Projection) -> None:
        """Find the places of ``problems`` (worst first) in what ``projection`` shows; what was found before goes."""
        self._timer.stop()
        self._beside.forget()
        self.all = []
        self._waiting = []
        self._projection = projection
        self._line_starts = None
        length = len(projection.text)
        wanted = [one for one in problems if one.offset is not None] if length > LONGEST_TEXT else problems
        wanted = wanted[:MOST_MARKS]
        if not wanted:
            self.found.emit()
        elif length <= LARGE_TEXT or length > LONGEST_TEXT:
            self._waiting = list(wanted)[::-1]
            self._go_on()
        else:
            self._beside.ask(length, partial(_all_marks, wanted, projection), self._take)

    def _take(self, marks: list[Mark]) -> None:
        self.all = marks
        self.found.emit()

    def moved(self, at: int, grown: int, lines: int) -> None:
        """The text grew by ``grown`` characters and ``lines`` lines at ``at``: marks behind it move along."""
        self._timer.stop()
        self._beside.forget()
        self._waiting = []
        self.all = [
            Mark(mark.start + grown, mark.end + grown, mark.line + lines, mark.problem)
            if mark.start >= at
            else Mark(mark.start, max(mark.start, mark.end + grown), mark.line, mark.problem)
            if mark.end >= at
            else mark
            for mark in self.all
        ]

    def worst(self, line: int) -> Severity | None:
        """The worst severity in a line."""
        severities = [mark.problem.severity for mark in self.all if mark.line == line]
        return min(severities, key=_RANK.__getitem__, default=None)

    def _go_on(self) -> None:
        until = time.perf_counter() + _SLICE_S
        while self._waiting:
            problem = self._waiting.pop()
            start, end = shown_span(self._projection, problem)
            self.all.append(Mark(start, end, self._line(start), problem))
            if time.perf_counter() > until:
                break
        if self._waiting:
            self._timer.start()
        else:
            self._timer.stop()
        self.found.emit()

    def _line(self, offset: int) -> int:
        if self._line_starts is None:
            self._line_starts = _line_starts(self._projection.shown)
        return bisect_right(self._line_starts, offset) - 1


def _line_starts(shown: str) -> list[int]:
    starts = [0]
    at = shown.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = shown.find("\n", at + 1)
    return starts


def _all_marks(problems: Sequence[Problem], projection: Projection) -> list[Mark]:
    starts = _line_starts(projection.shown)
    spans = [shown_span(projection, problem) for problem in problems]
    return [
        Mark(start, end, bisect_right(starts, start) - 1, problem)
        for (start, end), problem in zip(spans, problems, strict=True)
    ]


def shown_span(projection: Projection, problem: Problem) -> tuple[int, int]:
    """Where a problem is shown: at least one character, unless the text is empty."""
    if problem.offset is not None:
        start = min(projection.to_shown(problem.offset), len(projection.shown))
        start = max(0, min(start, len(projection.shown) - 1))
        return start, min(start + 1, len(projection.shown))
    return pointer_span(projection, problem.pointer)


def pointer_span(projection: Projection, pointer: str) -> tuple[int, int]:
    """Where the value a pointer leads to is shown, or the nearest thing around it that is there.

    For an object or list it is the opening bracket: a whole cart underlined says nothing.
    """
    direct = all(piece.kind is Kind.INNER and not piece.broken for piece in projection.pieces)
    span = json_places.locate_nearest(projection.shown if direct else projection.text, pointer)
    start, end = span.start, span.end
    if not direct:
        start, end = projection.to_shown(start), projection.to_shown(end)
        piece = projection.piece_at(start + 1)
        if piece is not None and piece.kind is Kind.FOLD:
            return piece.shown_start, piece.shown_end
    if projection.shown[start : start + 1] in ("{", "["):
        end = start + 1
    return start, max(end, min(start + 1, len(projection.shown)))
