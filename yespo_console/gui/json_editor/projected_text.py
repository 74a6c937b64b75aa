"""A text field that mirrors a projection of a draft's text.

The document of the field always holds ``projection.shown``. What a person does to the document becomes an edit of the
draft; what others do to the draft becomes the smallest patch of the document, so that the cursor stays where it is.
"""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QMimeData, QTimer, Signal
from PySide6.QtGui import QShowEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QToolTip, QWidget

from yespo_console.events import json_places
from yespo_console.gui.beside import Beside
from yespo_console.gui.clipboard import own_copy
from yespo_console.gui.compose.draft import Change, Draft
from yespo_console.gui.file_drop import dragged_files
from yespo_console.gui.json_editor.filling import Filling
from yespo_console.gui.json_editor.following import followed
from yespo_console.gui.json_editor.laid_out import LaidOut, document_text, laid_out
from yespo_console.gui.json_editor.projection import Edited, Kind, Piece, Projection
from yespo_console.gui.json_editor.utf16 import Utf16Map
from yespo_console.gui.text_ends import common_ends
from yespo_console.gui.text_sizes import LARGE_TEXT, LONGEST_TEXT
from yespo_console.platform.i18n import _


def closed_words() -> str:
    """What is said of a fold that no view opens."""
    return _("Too long to be shown. It travels and is saved in full; what is folded can be edited in a file editor.")


class ProjectedText(QPlainTextEdit):
    """A draft's text as one projection shows it: document, cursor and selection, folds, clipboard.

    Signals:
        fold_opened(str): the user wants to read or edit a folded value; its pointer.
    """

    fold_opened = Signal(str)

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
        #: What is to happen as soon as the document shows the draft's text again.
        self._later: list[Callable[[], object]] = []
        self._laying = Beside(self)
        self._pasting = Beside(self)
        self._filling = Filling(self.document(), self)
        self.setUndoRedoEnabled(False)
        self.document().contentsChange.connect(self._document_changed)
        self.cursorPositionChanged.connect(self._cursor_moved)
        self.selectionChanged.connect(self._keep_out_of_folds)

    def text_moved(self, at: int, grown: int, lines: int) -> None:
        """For subclasses: what stands from ``at`` on moves by characters and lines."""

    # -- draft and document

    def set_draft(self, draft: Draft | None) -> None:
        """Show another draft; the old one is let go."""
        if self._draft is not None:
            self._draft.changed.disconnect(self._draft_changed)
        self._draft = draft
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

    def shown_anew(self) -> None:
        """For subclasses: another projection is shown, not just an edit of the one before."""

    @property
    def is_behind(self) -> bool:
        """Whether a long text is still being pasted or laid out: the document shows an older one, or a part of it."""
        return self._pasting.is_waiting or self._laying.is_waiting or self._filling.is_busy

    def when_shown(self, do: Callable[[], object]) -> None:
        """Call ``do`` once the document shows the draft's text; at once when it does."""
        if self.is_behind:
            self._later.append(do)
        else:
            do()

    def _draft_changed(self, change: Change) -> None:
        if change.origin is self:
            return
        if not (self.isVisible() or self.is_behind or self._later):
            self._stale = True
            return
        near = None
        if len(change.edits) == 1 and len(change.inserted) <= LARGE_TEXT and not self.is_behind:
            near = followed(self._projection, change.edits[0])
        if near is None or self._draft is None or near.text != self._draft.text:
            self._show_anew(caret=change.caret)
            return
        self._patch(near)
        if change.caret is not None:
            self._put_cursor(self._projection.to_shown(change.caret))

    def _show_anew(self, *, reset: bool = False, caret: int | None = None) -> None:
        """Lay out what the draft says now: a long text in a thread, and into the document in slices.

        ``reset``: nothing of what is shown is of use any more. ``caret``: where the cursor belongs, in the text.
        """
        self._stale = False
        text = self._draft.text if self._draft is not None else ""
        if reset:
            self._filling.stop()
            self._later.clear()
            self._pasting.forget()
            self._show_nothing()
        length = len(text) if len(text) <= LONGEST_TEXT else 0  # of a longer one only the ends are shown
        self._laying.ask(length, partial(laid_out, self._project, text, caret), partial(self._show_laid, length))

    def _show_nothing(self) -> None:
        self._take(Projection("", ""))
        held = self._held
        self._hold("")
        self.text_moved(len(held), -len(held), -held.count("\n"))
        self._patching = True
        self.setPlainText("")
        self._patching = False

    def _show_laid(self, length: int, laid: "LaidOut") -> None:
        if self._filling.is_busy:
            self._filling.stop()
            self._show_nothing()
        if length <= LARGE_TEXT:
            self._patch(laid.projection)
            self._finish(laid.caret)
            return
        old, new = self._projection.shown, laid.projection.shown
        head, tail = common_ends(old, new)
        end, grown = len(old) - tail, len(new) - len(old)
        own = self.textCursor()
        kept = [self._moved(self._places.to_points(at), head, end, grown) for at in (own.anchor(), own.position())]
        lines = new.count("\n") - old.count("\n")
        done = partial(self._filled, laid, partial(self.text_moved, end, grown, lines), kept)
        held = laid.held[head : len(new) - tail]
        self._filling.begin(self._places.to_units(head), self._places.to_units(end), held, done)

    def _filled(self, laid: "LaidOut", tell_moved: Callable[[], None], kept: list[int]) -> None:
        self._take(laid.projection)
        self._held, self._places = laid.held, laid.places
        tell_moved()
        self._put_cursor(kept[1], kept[0])
        self._finish(laid.caret)

    def _finish(self, caret: int | None) -> None:
        if caret is not None:
            self._put_cursor(caret)
        self.shown_anew()
        self._do_later()

    def _do_later(self) -> None:
        while self._later and not self.is_behind:
            self._later.pop(0)()

    def _patch(self, projection: Projection) -> None:
        """Show another projection by replacing as little of the document as possible."""
        old, new = self._projection.shown, projection.shown
        self._take(projection)
        head, tail = common_ends(old, new)
        if old != new:
            self._replace(head, len(old) - tail, document_text(new[head : len(new) - tail]))

    def _replace(self, start: int, end: int, held: str) -> None:
        """Put ``held`` for a part of the document; the cursor and the marks stay at what they are at."""
        own = self.textCursor()
        grown = len(held) - (end - start)
        moved = [self._moved(self._places.to_points(at), start, end, grown) for at in (own.anchor(), own.position())]
        lines = held.count("\n") - self._held.count("\n", start, end)
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._places.to_units(start))
        cursor.setPosition(self._places.to_units(end), QTextCursor.MoveMode.KeepAnchor)
        # before the document says that the cursor moved: what is drawn then has its places in the new text
        self._hold(self._held[:start] + held + self._held[end:])
        self.text_moved(end, grown, lines)
        self._patching = True
        cursor.insertText(held)
        self._patching = False
        own = self.textCursor()
        own.setPosition(self._places.to_units(moved[0]))
        own.setPosition(self._places.to_units(moved[1]), QTextCursor.MoveMode.KeepAnchor)
        if (own.position(), own.anchor()) != (self.textCursor().position(), self.textCursor().anchor()):
            self.setTextCursor(own)

    @staticmethod
    def _moved(at: int, start: int, end: int, grown: int) -> int:
        """Where a place is once what stands from ``start`` to ``end`` was replaced by something ``grown`` longer."""
        return at if at <= start else at + grown if at >= end else min(at, end + grown)

    def _hold(self, held: str) -> None:
        self._held = held
        self._places = Utf16Map(held)

    def _take(self, projection: Projection) -> None:
        self._projection = projection

    def _document_changed(self, position: int, removed: int, added: int) -> None:
        """The user changed the document. Qt may name more than really changed, never less."""
        if self._patching or self._restoring or self.is_behind or self._draft is None:
            return
        total = self.document().characterCount() - 1
        if position + removed > self._places.total_units or total != self._places.total_units + added - removed:
            position, removed, added = 0, self._places.total_units, total
        start, end = self._places.to_points(position), self._places.to_points(position + removed)
        if self._places.to_units(start) != position or self._places.to_units(end) != position + removed:
            start, end, position, added = 0, len(self._held), 0, total  # between the halves of a character
        new = self._text_between(position, min(position + added, total))
        old = self._held[start:end]
        head, tail = common_ends(old, new)
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
        self.text_moved(end, len(inserted) - (end - start), lines)
        self._draft.replace(edited.edits, self, self._typing, caret, edited.projection.text)

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
        head, tail = common_ends(self._held, right)
        self._replace(head, len(self._held) - tail, right[head : len(right) - tail])
        self._say_folded()

    def _say_folded(self) -> None:
        message = _("This long text is folded. Press Enter on it, or double-click it, to edit it in Readable.")
        if all(fold.closed for fold in self._folds()):
            message = closed_words()
        QToolTip.showText(self.mapToGlobal(self.cursorRect().bottomRight()), message, self)

    # -- cursor and selection

    def _cursor_moved(self) -> None:
        if self.is_behind:
            return
        self._keep_out_of_folds()
        self._place = self._places.to_points(self.textCursor().position())
        if not self._typing and not self._patching and self._draft is not None and self.hasFocus():
            self._draft.end_typing()

    def selection(self) -> tuple[int, int]:
        """The selected part of the shown text, in code points; empty at the cursor when nothing is selected."""
        cursor = self.textCursor()
        return self._places.to_points(cursor.selectionStart()), self._places.to_points(cursor.selectionEnd())

    def select(self, start: int, end: int) -> None:
        """Select a part of the shown text, in code points."""
        self._put_cursor(end, start)

    def go_to_offset(self, offset: int) -> None:
        """Put the cursor at a place of the draft's text, and bring it into view."""
        self.when_shown(lambda: self._put_cursor(self._projection.to_shown(offset)))

    def _put_cursor(self, place: int, anchor: int | None = None) -> None:
        cursor = self.textCursor()
        cursor.setPosition(self._places.to_units(place if anchor is None else anchor))
        cursor.setPosition(self._places.to_units(place), QTextCursor.MoveMode.KeepAnchor)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    # -- folds

    def _folds(self) -> list[Piece]:
        return [piece for piece in self._projection.pieces if piece.kind is Kind.FOLD]

    def _keep_out_of_folds(self) -> None:
        """A fold is one thing: the cursor stands before or behind it, a selection holds all of it or nothing."""
        if self._patching or self._restoring or self.is_behind:
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
        if fold.closed:
            self._say_folded()
            return True
        self.fold_opened.emit(json_places.pointer_at(self._projection.text, fold.text_start + 1))
        return True

    # -- clipboard

    def true_text(self, start: int, end: int) -> str:
        """What the shown text from ``start`` to ``end`` stands for: a fold for all of its value."""
        if not self._folds():
            return self._projection.shown[start:end]
        return self._projection.text[self._projection.to_text(start) : self._projection.to_text(end)]

    def createMimeDataFromSelection(self) -> QMimeData:
        return own_copy(self.true_text(*self.selection()))

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Files that are dragged here go to the window behind, which opens them; their names are not wanted as text."""
        return not dragged_files(source) and super().canInsertFromMimeData(source)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste and drop: the text as it is, with line ends as this text has them."""
        self.when_shown(partial(self._insert, source.text().replace("\r\n", "\n").replace("\r", "\n")))

    def _insert(self, text: str) -> None:
        """Put ``text`` in place of the selection. A long one goes into the draft, and is laid out like any other."""
        if len(text) <= LARGE_TEXT:
            self.textCursor().insertText(text)
            self.ensureCursorVisible()
        elif not self.isReadOnly():
            start, end = self.selection()
            edit = partial(self._projection.edit, start, end, text)
            self._pasting.ask(len(text), edit, partial(self._pasted, self._projection, start, text))

    def _pasted(self, before: Projection, start: int, text: str, edited: Edited | None) -> None:
        """What came meanwhile waits for it, and goes on behind the pasted text."""
        if before is not self._projection or self.is_behind:
            self._later.insert(0, partial(self._insert, text))  # something else was quicker
        elif edited is None:
            self._say_folded()
        elif self._draft is not None:
            place = edited.projection.to_text(start + len(text))
            self._later.insert(0, lambda: self._put_cursor(self._projection.to_shown(place)))
            self._draft.replace(edited.edits, self._pasting, after=edited.projection.text)
        self._do_later()
