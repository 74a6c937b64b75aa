"""One view of a draft's text: letters of any size, problems underlined, what a search found, brackets in pairs."""

import re
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import QEvent, QRect, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QFont,
    QHelpEvent,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QPlainTextEdit, QTextEdit, QToolTip, QWidget

from yespo_console.events import json_places
from yespo_console.events.problems import Problem, Severity
from yespo_console.gui.beside import Beside
from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.json_editor import layout
from yespo_console.gui.json_editor.editable_text import EditableText
from yespo_console.gui.json_editor.gutter import Gutter
from yespo_console.gui.json_editor.highlighter import JsonHighlighter
from yespo_console.gui.json_editor.marks import Marks, pointer_span
from yespo_console.gui.json_editor.projected_text import closed_words
from yespo_console.gui.json_editor.projection import Kind, Projection
from yespo_console.gui.text_sizes import LARGE_TEXT, LONGEST_TEXT
from yespo_console.gui.theme import theme
from yespo_console.platform.i18n import _

_UNDERLINES: Final = {
    Severity.ERROR: QTextCharFormat.UnderlineStyle.WaveUnderline,
    Severity.WARNING: QTextCharFormat.UnderlineStyle.DashUnderline,
    Severity.INFO: QTextCharFormat.UnderlineStyle.DotLine,
}
#: More places found than this are counted, not painted.
MOST_FOUND: Final = 500
_LEAST_PX, _MOST_PX = 8, 40
#: How long the cursor rests before its bracket and its pointer are looked up.
_REST_MS: Final = 60


class JsonView(EditableText):
    """A draft's text as one projection shows it.

    Signals:
        pointer_changed(str): the cursor came to rest in another value.
        zoomed(): the size of the letters changed.
        relaid(): the text was laid out anew.
    """

    pointer_changed = Signal(str)
    zoomed = Signal()
    relaid = Signal()

    def __init__(self, project: Callable[[str], Projection], parent: QWidget | None = None) -> None:
        super().__init__(project, parent)
        self._pointer = ""
        self._found: list[tuple[int, int]] = []
        self._found_now = -1
        self._brackets: list[int] = []
        self._mark_selections: list[QTextEdit.ExtraSelection] = []
        self._inner_lines: list[tuple[int, int]] = []
        self._inner_of: Projection | None = None
        self._pixels = theme().pixels("body")
        self.setTabChangesFocus(True)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setCursorWidth(2)
        self._gutter = self._make_gutter()
        self._highlighter = JsonHighlighter(self.document())
        self._marks = Marks(self)
        self._marks.found.connect(self._draw_marks)
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(_REST_MS)
        self._resting.timeout.connect(self._rested)
        self._looking = Beside(self)  # what is at the cursor
        self._going = Beside(self)
        self._problems: Sequence[Problem] = ()
        self.blockCountChanged.connect(self._fit_gutter)
        self.updateRequest.connect(self._scroll_gutter)
        theme().changed.connect(self._take_theme)
        self._take_theme()

    def _make_gutter(self) -> Gutter:
        """The strip beside the text; a view that marks something else there makes another."""
        return Gutter(self)

    def set_draft(self, draft: Draft | None) -> None:
        self._problems = ()
        self._marks.look_up((), self._projection)
        self._looking.forget()
        self._going.forget()
        super().set_draft(draft)

    def text_moved(self, at: int, grown: int, lines: int) -> None:
        self._look_anew()  # nothing says that the cursor moved when the text before it changed, or its bracket did
        self._marks.moved(at, grown, lines)
        self._found, self._found_now = [], -1

    # -- places

    def go_to(self, pointer: str) -> None:
        """Select the value a pointer leads to (or the nearest thing around it that is there) and bring it into view.

        In a long text that takes a moment; in one above ``LONGEST_TEXT`` nothing is looked for.
        """
        self.when_shown(partial(self._look_for, pointer))

    def _look_for(self, pointer: str) -> None:
        projection = self._projection
        if len(projection.text) <= LONGEST_TEXT:
            find = partial(pointer_span, projection, pointer)
            self._going.ask(len(projection.text), find, partial(self._go_to_span, projection))

    def _go_to_span(self, projection: Projection, span: tuple[int, int]) -> None:
        if projection is self._projection and not self.is_behind:
            self._put_cursor(span[1], span[0])
            self.centerCursor()

    def go_to_line(self, line: int) -> None:
        block = self.document().findBlockByNumber(line)
        if block.isValid():
            cursor = self.textCursor()
            cursor.setPosition(block.position())
            self.setTextCursor(cursor)

    def pointer(self) -> str:
        """The pointer of the value the cursor is in; "" when there is none.

        In a long text: as it was when the cursor last came to rest.
        """
        if self.is_behind or len(self._projection.text) > LARGE_TEXT:
            return self._pointer
        return _pointer_at(self._projection, self._places.to_points(self.textCursor().position()))

    def _cursor_moved(self) -> None:
        if self.is_behind:
            return
        super()._cursor_moved()
        self._look_anew()
        self._draw()

    def _look_anew(self) -> None:
        """What is at the cursor is looked up when it has come to rest; until then no bracket is known."""
        self._brackets = []
        self._looking.forget()
        self._resting.start()

    def _rested(self) -> None:
        if self.is_behind:
            return
        projection, place = self._projection, self._place
        if len(projection.text) > LONGEST_TEXT:
            return
        self._looking.ask(len(projection.text), partial(_around, projection, place), self._found_around)

    def _found_around(self, around: tuple[str, list[int]]) -> None:
        pointer, self._brackets = around
        self._draw()
        if pointer != self._pointer:
            self._pointer = pointer
            self.pointer_changed.emit(pointer)

    # -- size of the letters

    def zoom(self, steps: int) -> None:
        """Letters larger or smaller by ``steps`` px; 0 for the usual size."""
        usual = theme().pixels("body")
        self.set_letter_size(self._pixels + steps if steps else usual)

    def letter_size(self) -> int:
        """The height of the letters in px."""
        return self._pixels

    def set_letter_size(self, pixels: int) -> None:
        pixels = min(max(pixels, _LEAST_PX), _MOST_PX)
        if pixels != self._pixels:
            self._pixels = pixels
            self._take_theme()
            self.zoomed.emit()

    def _take_theme(self) -> None:
        font = theme().fixed_font()
        font.setPixelSize(self._pixels)
        self.setFont(font)
        self.document().setDefaultFont(font)
        self._fit_gutter()
        self._highlighter.set_colours(theme().tokens)
        self._draw_marks()

    # -- what is drawn over and beside the text

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Underline ``problems`` (worst first) where they stand."""
        self._problems = problems
        if not self.is_behind:
            self._marks.look_up(problems, self._projection)

    def shown_anew(self) -> None:
        self.relaid.emit()
        if len(self._projection.text) > LARGE_TEXT:
            self._marks.look_up(self._problems, self._projection)

    def show_found(self, spans: Sequence[tuple[int, int]], now: int) -> None:
        """Mark places found by a search, in code points of the shown text; number ``now`` is the present one."""
        self._found, self._found_now = list(spans), now
        self._draw()

    def find_spans(self, query: str) -> list[tuple[int, int]]:
        """Where ``query`` stands, in any case; what is inside a fold is found as the fold."""
        if not query:
            return []
        pattern = re.compile(re.escape(query), re.IGNORECASE)
        if not self._folds():
            return [match.span() for match in pattern.finditer(self._projection.shown)]
        spans: list[tuple[int, int]] = []
        for match in pattern.finditer(self._projection.text):
            start, end = self._projection.to_shown(match.start()), self._projection.to_shown(match.end())
            piece = self._projection.piece_at(max(start, end - 1)) or self._projection.piece_at(start + 1)
            if piece is not None:
                start, end = min(start, piece.shown_start), max(end, piece.shown_end)
            if not spans or spans[-1] != (start, end):
                spans.append((start, end))
        return spans

    def _draw_marks(self) -> None:
        self._mark_selections = []
        for mark in self._marks.all:
            form = QTextCharFormat()
            form.setUnderlineStyle(_UNDERLINES[mark.problem.severity])
            form.setUnderlineColor(theme().colour(mark.problem.severity.value))
            self._mark_selections.append(self._selection_of(mark.start, mark.end, form))
        self._draw()

    def _draw(self) -> None:
        """Hand all that is drawn over the text to Qt, what matters most last."""
        if self.is_behind:
            return
        selections: list[QTextEdit.ExtraSelection] = []
        if self.hasFocus() and not self.textCursor().hasSelection():
            line = QTextCharFormat()
            line.setBackground(theme().colour("current_line"))
            line.setProperty(QTextCharFormat.Property.FullWidthSelection, True)
            selections.append(self._selection_of(self._place, self._place, line))
        fold_format = QTextCharFormat()
        fold_format.setBackground(theme().colour("raised"))
        fold_format.setForeground(theme().colour("muted"))
        fold_format.setFontItalic(True)
        selections += [self._selection_of(fold.shown_start, fold.shown_end, fold_format) for fold in self._folds()]
        for nth, (start, end) in enumerate(self._found[:MOST_FOUND]):
            found = QTextCharFormat()
            found.setBackground(theme().colour("match" if nth != self._found_now else "accent_soft"))
            if nth == self._found_now:
                found.setProperty(QTextCharFormat.Property.OutlinePen, QPen(theme().colour("accent")))
            selections.append(self._selection_of(start, end, found))
        bracket = QTextCharFormat()
        bracket.setBackground(theme().colour("accent_soft"))
        bracket.setFontWeight(QFont.Weight.Bold)
        selections += [self._selection_of(place, place + 1, bracket) for place in self._brackets]
        self.setExtraSelections([*selections, *self._mark_selections])
        self._gutter.update()

    def _selection_of(self, start: int, end: int, form: QTextCharFormat) -> QTextEdit.ExtraSelection:
        selection = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._places.to_units(start))
        cursor.setPosition(self._places.to_units(end), QTextCursor.MoveMode.KeepAnchor)
        selection.cursor = cursor
        selection.format = form
        return selection

    def visible_blocks(self) -> Iterator[tuple[QTextBlock, int, int]]:
        """The blocks in view with their top and bottom in the viewport."""
        block = self.firstVisibleBlock()
        top = self.blockBoundingGeometry(block).translated(self.contentOffset()).top()
        height = self.contentsRect().height()
        while block.isValid() and top <= height:
            bottom = top + self.blockBoundingRect(block).height()
            yield block, round(top), round(bottom)
            block, top = block.next(), bottom

    def line_at(self, y: int) -> int:
        """The number of the line at a height of the viewport, from 0."""
        number = 0
        for block, top, _bottom in self.visible_blocks():
            if top > y:
                break
            number = block.blockNumber()
        return number

    def worst_of_line(self, line: int) -> Severity | None:
        return self._marks.worst(line)

    def sentences_of_line(self, line: int) -> list[str]:
        return [mark.problem.message for mark in self._marks.all if mark.line == line]

    def problems_here(self) -> list[Problem] | None:
        """The problems marked where the cursor or the selection is, worst first; None where none are looked up."""
        if len(self._projection.text) > LONGEST_TEXT:
            return None
        start, end = self.selection()
        return [mark.problem for mark in self._marks.all if mark.start <= end and start <= mark.end]

    def is_inside_text_value(self, line: int) -> bool:
        """True for the lines of a value that travels as a string and is shown decoded."""
        if self._inner_of is not self._projection:
            shown, inner = self._projection.shown, []
            for piece in self._projection.pieces:
                if piece.kind is Kind.INNER:
                    first = shown.count("\n", 0, piece.shown_start)
                    inner.append((first, first + shown.count("\n", piece.shown_start, piece.shown_end)))
            self._inner_lines, self._inner_of = inner, self._projection
        return any(first <= line <= last for first, last in self._inner_lines)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self._places.to_points(self.cursorForPosition(event.pos()).position())
            sentences = [mark.problem.message for mark in self._marks.all if mark.start <= place <= mark.end]
            piece = self._projection.piece_at(place)
            if not sentences and piece is not None and piece.kind is Kind.FOLD:
                words = _("A long text, folded. Double-click it to edit it in Readable.")
                sentences = [closed_words() if piece.closed else words]
            QToolTip.showText(event.globalPos(), "\n".join(sentences), self)
            return True
        return super().viewportEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        first = self.firstVisibleBlock().blockNumber()
        last = first + self.contentsRect().height() // max(1, self.fontMetrics().height()) + 1
        self._patching = True
        self._highlighter.show_lines(first, last)
        self._patching = False
        super().paintEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit_gutter()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._draw()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._draft is not None:
            self._draft.end_typing()
        self._draw()

    def _fit_gutter(self) -> None:
        width = self._gutter.width_wanted()
        self.setViewportMargins(width, 0, 0, 0)
        # Not asked of ``viewport()``: to wrap that widget, PySide6 first makes every class of QtWidgets ready.
        area = self.contentsRect()
        self._gutter.setGeometry(QRect(area.left(), area.top(), width, area.height()))

    def _scroll_gutter(self, lines: QRect, moved: int) -> None:
        if moved:
            self._gutter.scroll(0, moved)
        else:
            self._gutter.update(0, lines.y(), self._gutter.width(), lines.height())


def _pointer_at(projection: Projection, place: int) -> str:
    """The pointer of the value at a place of the shown text."""
    if all(piece.kind is Kind.INNER and not piece.broken for piece in projection.pieces):
        return json_places.pointer_at(projection.shown, place)
    return json_places.pointer_at(projection.text, projection.to_text(place))


def _around(projection: Projection, place: int) -> tuple[str, list[int]]:
    """The pointer of the value at a place of the shown text, and the bracket there with its partner."""
    return _pointer_at(projection, place), _bracket_pair(projection.shown, place)


def _bracket_pair(shown: str, at: int) -> list[int]:
    """The places of the bracket beside the cursor and of its partner; empty when there is none."""
    for place in (at, at - 1):
        letter = shown[place : place + 1] if place >= 0 else ""
        if letter in ("{", "["):
            end = layout.container_end(shown, place)
            return [] if end is None else [place, end - 1]
        if letter in ("}", "]"):
            span = json_places.locate(shown, json_places.pointer_at(shown, place))
            if span is not None and span.end == place + 1:
                return [span.start, place]
    return []
