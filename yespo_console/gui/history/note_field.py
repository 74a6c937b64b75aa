"""A few lines of text about an exchange, which are on disk before anything can happen to them."""

from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QHideEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from yespo_console.platform.i18n import _

#: Typing that pauses this long is kept.
_PAUSE_MS: Final = 800
_MOST_LINES: Final = 4
_RETURNS: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
#: Frame and margins.
_BESIDE_LINES: Final = 18


class NoteField(QPlainTextEdit):
    """As high as its text, up to four lines.

    Signals:
        kept(int, str): that text is to be on disk as the note of that exchange; the user may still be writing.
        ended(int, str, str): the user has left the note of that exchange: what it was, what it is.
        finished(): the user pressed Ctrl+Enter or Esc and wants to go on elsewhere.
    """

    kept = Signal(int, str)
    ended = Signal(int, str, str)
    finished = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._of: int | None = None
        #: What is on disk, and what it was before the user began to write.
        self._kept = self._before = ""
        self._refused = False  # and is not there, although it was handed over
        self.setPlaceholderText(_("Write a note"))
        self.setAccessibleName(_("Note"))
        self.setToolTip(_("Your note about this exchange; it is kept as you write. Ctrl+Enter leaves it."))
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.keep)
        self.textChanged.connect(self._changed)
        self._fit()

    def show_note(self, number: int | None, note: str) -> None:
        """Show the note of an exchange. What was being written about another is kept first."""
        if number == self._of and (note == self._kept or self.toPlainText() != self._kept or self._refused):
            return  # nothing new, or the user is ahead of the disk
        self.end()
        self._of = number
        self._kept = self._before = note
        self.blockSignals(True)
        self.setPlainText(note)
        self.blockSignals(False)
        self._fit()

    def keep(self) -> None:
        """Have what was written on disk."""
        self._pause.stop()
        text = self.toPlainText()
        if self._of is not None and (text != self._kept or self._refused):
            self._kept, self._refused = text, False
            self.kept.emit(self._of, text)

    def not_kept(self, number: int) -> None:
        """The note of that exchange could not be written: what stands here is ahead of the disk and is tried again."""
        if number == self._of:
            self._refused = True

    def end(self) -> None:
        """Have it on disk, and take what was written since the beginning as one change."""
        self.keep()
        if self._of is not None and self._kept != self._before:
            before, self._before = self._before, self._kept
            self.ended.emit(self._of, before, self._kept)

    def event(self, event: QEvent) -> bool:
        # Ctrl+Enter sends everywhere else.
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and _leaves(event):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if _leaves(event):
            self.end()
            self.finished.emit()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.end()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.end()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._fit()

    def _changed(self) -> None:
        self._fit()
        self._pause.start()

    def _fit(self) -> None:
        lines = max(1, min(_MOST_LINES, round(self.document().size().height())))
        height = lines * self.fontMetrics().lineSpacing() + _BESIDE_LINES
        if height != self.height():
            self.setFixedHeight(height)


def _leaves(event: QKeyEvent) -> bool:
    modifiers = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if event.key() == Qt.Key.Key_Escape:
        return modifiers == Qt.KeyboardModifier.NoModifier
    return event.key() in _RETURNS and modifiers == Qt.KeyboardModifier.ControlModifier
