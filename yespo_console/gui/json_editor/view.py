"""One view of a draft's text: a text field that mirrors a projection of it.

The document of the field always holds ``projection.shown``. What a person does to the document becomes an edit of the
draft; what others do to the draft becomes the smallest patch of the document, so that the cursor stays where it is.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from PySide6.QtCore import QEvent, QMimeData, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QFont,
    QGuiApplication,
    QHelpEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QShowEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QMenu, QPlainTextEdit, QTextEdit, QToolTip, QWidget

from yespo_console.events import json_places
from yespo_console.events.problems import Problem, Severity
from yespo_console.gui.compose.draft import Change, Draft
from yespo_console.gui.file_drop import dragged_files
from yespo_console.gui.json_editor import layout
from yespo_console.gui.json_editor.following import followed
from yespo_console.gui.json_editor.gutter import Gutter
from yespo_console.gui.json_editor.highlighter import JsonHighlighter
from yespo_console.gui.json_editor.marks import Marks, pointer_span
from yespo_console.gui.json_editor.projection import Kind, Piece, Projection
from yespo_console.gui.json_editor.utf16 import Utf16Map
from yespo_console.gui.theme import theme
from yespo_console.platform.i18n import _

#: Characters that a text document cannot hold or show as themselves, and the pictures that stand for them.
_UNSHOWABLE: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\ufdd0\ufdd1\ufffc]")
_PICTURES: Final = {"\x7f": "\u2421", "\u2028": "\u21b5", "\u2029": "\u00b6"}
_UNDERLINES: Final = {
    Severity.ERROR: QTextCharFormat.UnderlineStyle.WaveUnderline,
    Severity.WARNING: QTextCharFormat.UnderlineStyle.DashUnderline,
    Severity.INFO: QTextCharFormat.UnderlineStyle.DotLine,
}
_INDENT: Final = "  "
#: More places found than this are counted, not painted.
MOST_FOUND: Final = 500
_LEAST_PX, _MOST_PX = 8, 40
#: How long the cursor rests before its bracket and its pointer are looked up.
_REST_MS: Final = 60


def document_text(shown: str) -> str:
    """``shown`` as a document can hold it, character for character."""
    if _UNSHOWABLE.search(shown) is None:
        return shown
    return _UNSHOWABLE.sub(_picture, shown)


def _picture(match: re.Match[str]) -> str:
    letter = match[0]
    return _PICTURES.get(letter) or (chr(0x2400 + ord(letter)) if ord(letter) < 0x20 else "\ufffd")


def _trim(old: str, new: str) -> tuple[int, int]:
    """How many characters two texts have in common at their beginning and, apart from those, at their end."""
    shorter = min(len(old), len(new))
    return (head := _common(old, new, shorter)), _common(old[head:][::-1], new[head:][::-1], shorter - head)


def _common(one: str, other: str, high: int) -> int:
    low = 0
    while low < high:
        middle = (low + high + 1) // 2
        if one[low:middle] == other[low:middle]:
            low = middle
        else:
            high = middle - 1
    return low


class JsonView(QPlainTextEdit):
    """A draft's text as one projection shows it.

    Signals:
        pointer_changed(str): the cursor came to rest in another value.
        fold_opened(str): the user wants to read or edit a folded value; its pointer.
        zoomed(): the size of the letters changed.
    """

    pointer_changed = Signal(str)
    fold_opened = Signal(str)
    zoomed = Signal()

    def __init__(self, project: Callable[[str], Projection], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._project = project
        self._draft: Draft | None = None
        self._projection = Projection("", "")
        self._held = ""  # what the document holds
        self._places = Utf16Map("")
        self._stale = False
        self._patching = False
        self._restoring = False
        self._typing = False
        self._place = 0  # the cursor's, in the shown text
        self._pointer = ""
        self._found: list[tuple[int, int]] = []
        self._found_now = -1
        self._brackets: list[int] = []
        self._mark_selections: list[QTextEdit.ExtraSelection] = []
        self._inner_lines: list[tuple[int, int]] | None = None
        self._pixels = theme().pixels("body")
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        self.setCursorWidth(2)
        self._gutter = Gutter(self)
        self._highlighter = JsonHighlighter(self.document())
        self._marks = Marks(self)
        self._marks.found.connect(self._draw_marks)
        self._resting = QTimer(self)
        self._resting.setSingleShot(True)
        self._resting.setInterval(_REST_MS)
        self._resting.timeout.connect(self._rested)
        self.document().contentsChange.connect(self._document_changed)
        self.blockCountChanged.connect(self._fit_gutter)
        self.updateRequest.connect(self._scroll_gutter)
        self.cursorPositionChanged.connect(self._cursor_moved)
        self.selectionChanged.connect(self._keep_out_of_folds)
        theme().changed.connect(self._take_theme)
        self._take_theme()

    # -- draft and document

    def set_draft(self, draft: Draft | None) -> None:
        """Show another draft; the old one is let go."""
        if self._draft is not None:
            self._draft.changed.disconnect(self._draft_changed)
        self._draft = draft
        self._marks.look_up((), self._projection)
        if draft is not None:
            draft.changed.connect(self._draft_changed)
        self._show_anew(reset=True)

    @property
    def projection(self) -> Projection:
        return self._projection

    def showEvent(self, event: QShowEvent) -> None:
        if self._stale:
            self._show_anew()
        super().showEvent(event)

    def refresh(self) -> None:
        """Lay the shown text out anew from the draft's, as when the view is shown."""
        self._show_anew()

    def _draft_changed(self, change: Change) -> None:
        if change.origin is self:
            return
        if not self.isVisible():
            self._stale = True
            return
        near = followed(self._projection, change.edits[0]) if len(change.edits) == 1 else None
        if near is not None and self._draft is not None and near.text == self._draft.text:
            self._patch(near)
        else:
            self._show_anew()
        if change.caret is not None:
            self._put_cursor(self._projection.to_shown(change.caret))

    def _show_anew(self, reset: bool = False) -> None:
        self._stale = False
        projection = self._project(self._draft.text if self._draft is not None else "")
        if not reset:
            self._patch(projection)
            return
        self._take(projection)
        held = document_text(projection.shown)
        self._patching = True
        self.setPlainText(held)
        self._patching = False
        self._hold(held)
        self._put_cursor(0)

    def _patch(self, projection: Projection) -> None:
        """Show another projection by replacing as little of the document as possible."""
        old, new = self._projection.shown, projection.shown
        self._take(projection)
        head, tail = _trim(old, new)
        if old != new:
            self._replace(head, len(old) - tail, document_text(new[head : len(new) - tail]))

    def _replace(self, start: int, end: int, held: str) -> None:
        """Put ``held`` for a part of the document; the cursor and the marks stay at what they are at."""
        own = self.textCursor()
        grown = len(held) - (end - start)
        moved = [
            at if at <= start else at + grown if at >= end else min(at, end + grown)
            for at in (self._places.to_points(own.anchor()), self._places.to_points(own.position()))
        ]
        lines = held.count("\n") - self._held.count("\n", start, end)
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._places.to_units(start))
        cursor.setPosition(self._places.to_units(end), QTextCursor.MoveMode.KeepAnchor)
        self._patching = True
        cursor.insertText(held)
        self._patching = False
        self._hold(self._held[:start] + held + self._held[end:])
        self._marks.moved(end, grown, lines)
        own = self.textCursor()
        own.setPosition(self._places.to_units(moved[0]))
        own.setPosition(self._places.to_units(moved[1]), QTextCursor.MoveMode.KeepAnchor)
        if (own.position(), own.anchor()) != (self.textCursor().position(), self.textCursor().anchor()):
            self.setTextCursor(own)

    def _hold(self, held: str) -> None:
        self._held = held
        self._places = Utf16Map(held)

    def _take(self, projection: Projection) -> None:
        self._projection = projection
        self._inner_lines = None

    def _document_changed(self, position: int, removed: int, added: int) -> None:
        """The user changed the document. Qt may name more than really changed, never less."""
        if self._patching or self._restoring or self._draft is None:
            return
        total = self.document().characterCount() - 1
        if position + removed > self._places.total_units or total != self._places.total_units + added - removed:
            position, removed, added = 0, self._places.total_units, total
        start, end = self._places.to_points(position), self._places.to_points(position + removed)
        if self._places.to_units(start) != position or self._places.to_units(end) != position + removed:
            start, end, position, added = 0, len(self._held), 0, total  # between the halves of a character
        new = self._text_between(position, min(position + added, total))
        old = self._held[start:end]
        head, tail = _trim(old, new)
        start, end, inserted = start + head, end - tail, new[head : len(new) - tail]
        if start == end and not inserted:
            return
        edited = self._projection.edit(start, end, inserted)
        if edited is None:
            self._restoring = True
            QTimer.singleShot(0, self, self._restore)
            return
        lines = inserted.count("\n") - self._held.count("\n", start, end)
        inside = self._projection.piece_at(self._place)
        caret = self._projection.to_text(self._place) if inside is None else None
        self._take(edited.projection)
        self._hold(self._held[:start] + inserted + self._held[end:])
        self._marks.moved(end, len(inserted) - (end - start), lines)
        self._clear_found()
        self._draft.replace(edited.edits, self, self._typing, caret)

    def _text_between(self, position: int, end: int) -> str:
        cursor = QTextCursor(self.document())
        cursor.setPosition(position)
        cursor.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        return cursor.selectedText().replace("\u2029", "\n")

    def _restore(self) -> None:
        """An edit would have changed a fold's excerpt, which is no text: put back what stood there."""
        self._restoring = False
        right, self._held = self._held, self._text_between(0, self.document().characterCount() - 1)
        self._places = Utf16Map(self._held)
        head, tail = _trim(self._held, right)
        self._replace(head, len(self._held) - tail, right[head : len(right) - tail])
        self._say_folded()

    def _say_folded(self) -> None:
        message = _("This long text is folded. Press Enter on it, or double-click it, to edit it in Readable.")
        QToolTip.showText(self.mapToGlobal(self.cursorRect().bottomRight()), message, self)

    # -- places

    def go_to(self, pointer: str) -> None:
        """Select the value a pointer leads to (or the nearest thing around it that is there) and bring it into view."""
        start, end = pointer_span(self._projection, pointer)
        self._put_cursor(end, start)
        self.centerCursor()

    def go_to_line(self, line: int) -> None:
        block = self.document().findBlockByNumber(line)
        if block.isValid():
            cursor = self.textCursor()
            cursor.setPosition(block.position())
            self.setTextCursor(cursor)

    def pointer(self) -> str:
        """The pointer of the value the cursor is in; "" when there is none."""
        cursor = self._places.to_points(self.textCursor().position())
        if self._folds() or any(piece.broken for piece in self._projection.pieces):
            return json_places.pointer_at(self._projection.text, self._projection.to_text(cursor))
        return json_places.pointer_at(self._projection.shown, cursor)

    def selection(self) -> tuple[int, int]:
        """The selected part of the shown text, in code points; empty at the cursor when nothing is selected."""
        cursor = self.textCursor()
        return self._places.to_points(cursor.selectionStart()), self._places.to_points(cursor.selectionEnd())

    def select(self, start: int, end: int) -> None:
        """Select a part of the shown text, in code points."""
        self._put_cursor(end, start)

    def select_around(self) -> None:
        """Grow the selection to the value around it."""
        start, end = self.selection()
        shown = self._projection.shown
        pointer = json_places.pointer_at(shown, start)
        while True:
            span = json_places.locate(shown, pointer)
            if span is not None and span.start <= start and end <= span.end and (span.start, span.end) != (start, end):
                self.select(span.start, span.end)
                return
            if not pointer:
                return
            pointer = pointer.rpartition("/")[0]

    def _put_cursor(self, place: int, anchor: int | None = None) -> None:
        cursor = self.textCursor()
        cursor.setPosition(self._places.to_units(place if anchor is None else anchor))
        cursor.setPosition(self._places.to_units(place), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def _folds(self) -> list[Piece]:
        return [piece for piece in self._projection.pieces if piece.kind is Kind.FOLD]

    def _keep_out_of_folds(self) -> None:
        """A fold is one thing: the cursor stands before or behind it, a selection holds all of it or nothing."""
        if self._patching or self._restoring:
            return
        cursor = self.textCursor()
        place, anchor = self._places.to_points(cursor.position()), self._places.to_points(cursor.anchor())
        for fold in self._folds():
            first, last = fold.shown_start, fold.shown_end
            if place == anchor and first < place < last:
                self._put_cursor(last if self._place == first else first)
                return
            if first < place < last or first < anchor < last:
                forward = place > anchor
                place = (last if forward else first) if first < place < last else place
                anchor = (first if forward else last) if first < anchor < last else anchor
                self._put_cursor(place, anchor)
                return

    def fold_at_cursor(self) -> Piece | None:
        """The fold that the cursor touches or the selection holds."""
        start, end = self.selection()
        for fold in self._folds():
            if fold.shown_start <= start and end <= fold.shown_end:
                return fold
        return None

    def open_fold(self) -> bool:
        """Ask for the fold at the cursor to be shown in full; False when there is none."""
        fold = self.fold_at_cursor()
        if fold is None:
            return False
        self.fold_opened.emit(json_places.pointer_at(self._projection.text, fold.text_start + 1))
        return True

    def _cursor_moved(self) -> None:
        self._keep_out_of_folds()
        self._place = self._places.to_points(self.textCursor().position())
        if not self._typing and not self._patching and self._draft is not None and self.hasFocus():
            self._draft.end_typing()
        self._brackets = []
        self._resting.start()
        self._draw()

    def _rested(self) -> None:
        self._brackets = self._bracket_pair()
        if self._brackets:
            self._draw()
        pointer = self.pointer()
        if pointer != self._pointer:
            self._pointer = pointer
            self.pointer_changed.emit(pointer)

    def _bracket_pair(self) -> list[int]:
        """The places of the bracket beside the cursor and of its partner; empty when there is none."""
        shown = self._projection.shown
        for place in (self._place, self._place - 1):
            letter = shown[place : place + 1] if place >= 0 else ""
            if letter in ("{", "["):
                end = layout.container_end(shown, place)
                return [] if end is None else [place, end - 1]
            if letter in ("}", "]"):
                span = json_places.locate(shown, json_places.pointer_at(shown, place))
                if span is not None and span.end == place + 1:
                    return [span.start, place]
        return []

    # -- keys, mouse, clipboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._draft is None:
            return
        if event.matches(QKeySequence.StandardKey.Undo):
            self._draft.undo()
        elif event.matches(QKeySequence.StandardKey.Redo) or _is_other_redo(event):
            self._draft.redo()
        elif event.matches(QKeySequence.StandardKey.Copy) and not self.textCursor().hasSelection():
            self.copy_line()
        elif self._selects_fold(event) or (_is_return(event) and self._enters_fold() and self.open_fold()):
            pass
        else:
            self._type(event)
            return
        event.accept()

    def _type(self, event: QKeyEvent) -> None:
        moves_text = bool(event.text()) or event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
        pastes = event.matches(QKeySequence.StandardKey.Paste) or event.matches(QKeySequence.StandardKey.Cut)
        self._typing = moves_text and not pastes
        try:
            if _is_return(event):
                self._break_line()
            elif event.text() in ("}", "]") and self._indent_only():
                self._close(event.text())
            else:
                super().keyPressEvent(event)
        finally:
            self._typing = False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        self._typing = True
        try:
            super().inputMethodEvent(event)
        finally:
            self._typing = False

    def _selects_fold(self, event: QKeyEvent) -> bool:
        """Backspace behind a fold and Delete before it select it first, so that nothing long goes by accident."""
        start, end = self.selection()
        if start != end or event.key() not in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete):
            return False
        for fold in self._folds():
            if start == (fold.shown_end if event.key() == Qt.Key.Key_Backspace else fold.shown_start):
                self.select(fold.shown_start, fold.shown_end)
                return True
        return False

    def _enters_fold(self) -> bool:
        fold = self.fold_at_cursor()
        return fold is not None and self.selection()[0] == fold.shown_start

    def _line_before_cursor(self) -> str:
        cursor = self.textCursor()
        block = self.document().findBlock(cursor.selectionStart())
        return (
            block.text()
            .encode("utf-16-le", "surrogatepass")[: 2 * (cursor.selectionStart() - block.position())]
            .decode("utf-16-le", "surrogatepass")
        )

    def _indent_only(self) -> bool:
        before = self._line_before_cursor()
        return bool(before) and not before.strip(" ") and not self.textCursor().hasSelection()

    def _close(self, bracket: str) -> None:
        cursor = self.textCursor()
        step = min(len(_INDENT), len(self._line_before_cursor()))
        cursor.setPosition(cursor.position() - step, QTextCursor.MoveMode.KeepAnchor)
        cursor.insertText(bracket)
        self.ensureCursorVisible()

    def _break_line(self) -> None:
        """A new line that begins where this one does, a step further behind an opening bracket."""
        before = self._line_before_cursor()
        indent = before[: len(before) - len(before.lstrip(" \t"))]
        opened = before.rstrip()[-1:]
        after = self._held[self.selection()[1] :][:1]
        cursor = self.textCursor()
        if opened in ("{", "["):
            cursor.insertText(f"\n{indent}{_INDENT}")
            if after == {"{": "}", "[": "]"}[opened]:
                place = cursor.position()
                cursor.insertText(f"\n{indent}")
                cursor.setPosition(place)
                self.setTextCursor(cursor)
        else:
            cursor.insertText(f"\n{indent}")
        self.ensureCursorVisible()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        place = self._places.to_points(self.cursorForPosition(event.position().toPoint()).position())
        for fold in self._folds():
            if fold.shown_start <= place < fold.shown_end:
                self.select(fold.shown_start, fold.shown_end)
                self.open_fold()
                return
        super().mouseDoubleClickEvent(event)

    def createMimeDataFromSelection(self) -> QMimeData:
        data = QMimeData()
        data.setText(self.true_text(*self.selection()))
        return data

    def true_text(self, start: int, end: int) -> str:
        """What the shown text from ``start`` to ``end`` stands for: a fold for all of its value."""
        if not self._folds():
            return self._projection.shown[start:end]
        return self._projection.text[self._projection.to_text(start) : self._projection.to_text(end)]

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Files that are dragged here go to the window behind, which opens them; their names are not wanted as text."""
        return not dragged_files(source) and super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste and drop: the text as it is, with line ends as this text has them."""
        text = source.text().replace("\r\n", "\n").replace("\r", "\n")
        self.textCursor().insertText(text)
        self.ensureCursorVisible()

    def copy_line(self) -> None:
        """Copy the line the cursor is in, its line end included."""
        start = self._held.rfind("\n", 0, self._place) + 1
        end = self._held.find("\n", self._place)
        line = self.true_text(start, len(self._held) if end < 0 else end)
        QGuiApplication.clipboard().setText(line + "\n")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        draft, selected = self._draft, self.textCursor().hasSelection()
        if draft is None:
            return
        rows: tuple[tuple[str, Callable[[], object], bool] | None, ...] = (
            (_("Undo"), draft.undo, draft.can_undo),
            (_("Redo"), draft.redo, draft.can_redo),
            None,
            (_("Cut"), self.cut, selected),
            (_("Copy"), self.copy, selected),
            (_("Copy line"), self.copy_line, not selected),
            (_("Paste"), self.paste, self.canPaste()),
            None,
            (_("Select all"), self.selectAll, bool(self._held)),
            (_("Select the value around"), self.select_around, bool(self._held)),
        )
        for row in rows:
            if row is None:
                menu.addSeparator()
                continue
            action = menu.addAction(row[0])
            action.setEnabled(row[2])
            action.triggered.connect(lambda _checked=False, run=row[1]: run())
        menu.popup(event.globalPos())

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
        self._patching = True
        self._highlighter.set_colours(theme().tokens)
        self._patching = False
        self._draw_marks()

    # -- what is drawn over and beside the text

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Underline ``problems`` (worst first) where they stand."""
        self._marks.look_up(problems, self._projection)

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

    def _clear_found(self) -> None:
        self._found, self._found_now = [], -1

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

    def is_inside_text_value(self, line: int) -> bool:
        """True for the lines of a value that travels as a string and is shown decoded."""
        if self._inner_lines is None:
            shown, inner = self._projection.shown, []
            for piece in self._projection.pieces:
                if piece.kind is Kind.INNER:
                    first = shown.count("\n", 0, piece.shown_start)
                    inner.append((first, first + shown.count("\n", piece.shown_start, piece.shown_end)))
            self._inner_lines = inner
        return any(first <= line <= last for first, last in self._inner_lines)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() is QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            place = self._places.to_points(self.cursorForPosition(event.pos()).position())
            sentences = [mark.problem.message for mark in self._marks.all if mark.start <= place <= mark.end]
            if not sentences and self._projection.piece_at(place) in self._folds():
                sentences = [_("A long text, folded. Double-click it to edit it in Readable.")]
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


def _is_return(event: QKeyEvent) -> bool:
    plain = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain == Qt.KeyboardModifier.NoModifier


def _is_other_redo(event: QKeyEvent) -> bool:
    """Both Ctrl+Y and Ctrl+Shift+Z redo, whichever the platform prefers."""
    return QKeySequence(event.keyCombination()).toString() in ("Ctrl+Y", "Ctrl+Shift+Z")
