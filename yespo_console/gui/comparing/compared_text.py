"""One of two texts that are compared: its differences coloured, with a sign beside each of their lines."""

import enum
import re
from bisect import bisect_right
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QTextCharFormat
from PySide6.QtWidgets import QWidget

from yespo_console.events import json_places
from yespo_console.events.differences import Change, Difference
from yespo_console.events.json_text import split
from yespo_console.gui.icons import Role
from yespo_console.gui.json_editor.gutter import Gutter
from yespo_console.gui.json_editor.projection import Kind, Projection
from yespo_console.gui.response.texts import JsonText
from yespo_console.gui.theme import theme
from yespo_console.gui.tokens import HALF

if TYPE_CHECKING:
    from yespo_console.gui.json_editor.view import JsonView

#: More differences than this are listed and not coloured.
_MOST_COLOURED: Final = 200
#: Differences of a list or object as a whole.
_OF_THE_WHOLE: Final = (Change.ORDER, Change.TIMES, Change.NESTING)
_VALUE_OF_PARAM: Final = re.compile(r"/params/\d+/value")


class Sign(enum.Enum):
    """How a difference is marked: the letter beside its line, and the meaning whose colours it has."""

    REMOVED = ("−", "error")
    ADDED = ("+", "success")
    CHANGED = ("≠", "warning")

    @property
    def letter(self) -> str:
        return self.value[0]

    @property
    def role(self) -> Role:
        return self.value[1]


def sign_of(difference: Difference) -> Sign:
    """The sign of a difference, in both texts."""
    if difference.change is Change.MISSING:
        return Sign.REMOVED
    if difference.change is Change.ADDED:
        return Sign.ADDED
    if difference.change is Change.LINES:
        if difference.after is None:
            return Sign.REMOVED
        return Sign.ADDED if difference.before is None else Sign.CHANGED
    return Sign.CHANGED


class ComparedText(JsonText):
    """The first or the second text, in one look.

    Attributes:
        second: it is the one that the differences lead to.
    """

    def __init__(
        self, name: str, project: Callable[[str], Projection], *, second: bool, parent: QWidget | None = None
    ) -> None:
        self._signs: dict[int, Sign] = {}
        self._coloured: list[tuple[int, int, Sign]] = []
        super().__init__(name, project, parent)
        self.second = second

    def show_compared(self, text: str, differences: Sequence[Difference]) -> None:
        """Show ``text`` with its share of the differences."""
        self.show_text(text)
        self._signs, self._coloured = {}, []
        shown = self._projection.shown
        starts = [0, *(match.end() for match in re.finditer("\n", shown))]
        for difference in differences[:_MOST_COLOURED]:
            span = self._span(difference, starts)
            if span is None:
                continue
            sign = sign_of(difference)
            self._coloured.append((*span, sign))
            first, last = (bisect_right(starts, place) - 1 for place in (span[0], max(span[0], span[1] - 1)))
            for line in range(first, last + 1):
                self._signs.setdefault(line, sign)
        self._draw_marks()

    def show_difference(self, difference: Difference) -> bool:
        """Select the place of a difference and bring it into view; False when it has none in this text."""
        starts = [0, *(match.end() for match in re.finditer("\n", self._projection.shown))]
        span = self._span(difference, starts)
        if span is None:
            return False
        self._put_cursor(span[1], span[0])
        self.centerCursor()
        return True

    def sign_of_line(self, line: int) -> Sign | None:
        """The sign beside a line (from 0), or None."""
        return self._signs.get(line)

    @property
    def lines(self) -> list[str]:
        """The lines as they are shown."""
        return self._projection.shown.split("\n")

    @property
    def top_line(self) -> int:
        """The number of the first line in sight, from 0."""
        return self.firstVisibleBlock().blockNumber()

    def scroll_to_line(self, line: int) -> None:
        """Have a line (from 0) as the first in sight, as far as there are lines below it."""
        block = self.document().findBlockByNumber(line)
        if block.isValid():
            self.verticalScrollBar().setValue(block.firstLineNumber())

    def _span(self, difference: Difference, starts: Sequence[int]) -> tuple[int, int] | None:
        """Where a difference stands in the shown text; None when it is not in this text."""
        if difference.change is Change.LINES:
            return self._lines_span(difference, starts)
        pointer = difference.after_pointer if self.second else difference.before_pointer
        if pointer is None:
            return None
        if difference.change in (Change.ADDED, Change.MISSING) and _VALUE_OF_PARAM.fullmatch(pointer):
            pointer = pointer.removesuffix("/value")  # the whole param came or went
        span = _shown_span(self._projection, pointer)
        if span is not None and difference.change in _OF_THE_WHOLE:
            # Coloured to its end, it would hide what is different within.
            line_end = self._projection.shown.find("\n", span[0], span[1])
            return span[0], span[1] if line_end < 0 else line_end
        return span

    def _lines_span(self, difference: Difference, starts: Sequence[int]) -> tuple[int, int] | None:
        text = difference.after if self.second else difference.before
        first = (difference.after_line if self.second else difference.before_line) - 1
        if not isinstance(text, str) or first >= len(starts):
            return None
        behind = first + text.count("\n") + 1
        end = starts[behind] - 1 if behind < len(starts) else len(self._projection.shown)
        return starts[first], end

    def _make_gutter(self) -> Gutter:
        return _SignGutter(self)

    def _draw_marks(self) -> None:
        self._mark_selections = []
        for start, end, sign in self._coloured:
            form = QTextCharFormat()
            form.setBackground(theme().colour(f"{sign.role}_soft"))
            self._mark_selections.append(self._selection_of(start, end, form))
        self._draw()


def _shown_span(projection: Projection, pointer: str) -> tuple[int, int] | None:
    """The whole value a pointer leads to, its name included, as it is shown; None for the whole text."""
    if not pointer:
        return None
    direct = all(piece.kind is Kind.INNER and not piece.broken for piece in projection.pieces)
    text = projection.shown if direct else projection.text
    span = json_places.locate(text, pointer)
    if span is None:
        return None
    name = None if split(pointer)[-1] == "value" else json_places.locate(text, pointer, key=True)
    start, end = (name or span).start, span.end
    if direct:
        return start, end
    start, end = projection.to_shown(start), projection.to_shown(end)
    return start, max(end, min(start + 1, len(projection.shown)))


class _SignGutter(Gutter):
    """Line numbers, and the sign of what differs in a line."""

    def __init__(self, view: "JsonView") -> None:
        super().__init__(view, QPalette.ColorRole.Window)
        self._compared = view

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        view = self._compared
        assert isinstance(view, ComparedText)
        with QPainter(self) as painter:
            font = view.font()
            font.setBold(True)
            painter.setFont(font)
            height = view.fontMetrics().height()
            for block, top, _bottom in view.visible_blocks():
                sign = view.sign_of_line(block.blockNumber())
                if sign is not None:
                    painter.setPen(QColor(theme().colour(sign.role)))
                    painter.drawText(QRect(HALF, top, 3 * HALF, height), int(Qt.AlignmentFlag.AlignLeft), sign.letter)
