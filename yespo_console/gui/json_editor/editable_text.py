"""Keys and mouse over a projected text: undo of the draft, indentation, brackets, folds, the context menu."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QTextCursor,
)
from PySide6.QtWidgets import QMenu

from yespo_console.events import json_places
from yespo_console.gui.clipboard import copy_text
from yespo_console.gui.json_editor.projected_text import ProjectedText
from yespo_console.platform.i18n import _

_INDENT: Final = "  "


class EditableText(ProjectedText):
    """What a person types becomes edits of the draft, in steps that undo takes back as one thinks of them."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if self._draft is None:
            return
        if self.is_behind and (self._later or not _is_undo_or_redo(event)):
            # The text is still being laid out: what is typed waits for it.
            self.when_shown(partial(self.keyPressEvent, _copy_of(event)))
        elif event.matches(QKeySequence.StandardKey.Undo):
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
        if self.is_behind:
            self.when_shown(partial(self.textCursor().insertText, event.commitString()))
            return
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

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.is_behind:  # nothing that could be meant is there yet
            super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.is_behind:
            return
        place = self._places.to_points(self.cursorForPosition(event.position().toPoint()).position())
        for fold in self._folds():
            if fold.shown_start <= place < fold.shown_end:
                self.select(fold.shown_start, fold.shown_end)
                self.open_fold()
                return
        super().mouseDoubleClickEvent(event)

    def copy_line(self) -> None:
        """Copy the line the cursor is in, its line end included."""
        start = self._held.rfind("\n", 0, self._place) + 1
        end = self._held.find("\n", self._place)
        line = self.true_text(start, len(self._held) if end < 0 else end)
        copy_text(line + "\n")

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        draft, selected = self._draft, self.textCursor().hasSelection()
        if draft is None or self.is_behind:
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


def _is_return(event: QKeyEvent) -> bool:
    plain = event.modifiers() & ~(Qt.KeyboardModifier.KeypadModifier | Qt.KeyboardModifier.ShiftModifier)
    return event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain == Qt.KeyboardModifier.NoModifier


def _is_undo_or_redo(event: QKeyEvent) -> bool:
    keys = QKeySequence.StandardKey
    return event.matches(keys.Undo) or event.matches(keys.Redo) or _is_other_redo(event)


def _copy_of(event: QKeyEvent) -> QKeyEvent:
    return QKeyEvent(event.type(), event.key(), event.modifiers(), event.text())


def _is_other_redo(event: QKeyEvent) -> bool:
    """Both Ctrl+Y and Ctrl+Shift+Z redo, whichever the platform prefers."""
    return QKeySequence(event.keyCombination()).toString() in ("Ctrl+Y", "Ctrl+Shift+Z")
