"""Putting a long text into a document in slices, so that no frame waits for all of its lines."""

import time
from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QTextCursor, QTextDocument

from yespo_console.gui.json_editor.utf16 import units

#: How long one slice may take, and how many characters are taken away or put in at a time.
_SLICE_S: Final = 0.004
_STEP: Final = 12_000


class Filling(QObject):
    """Replaces a stretch of one document, bit by bit.

    Attributes:
        slices: how many turns of the event loop the last one took.
    """

    def __init__(self, document: QTextDocument, parent: QObject) -> None:
        super().__init__(parent)
        self.slices = 0
        self._document = document
        self._start = self._end = 0
        self._text = ""
        self._at = 0
        self._done: Callable[[], object] | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._go_on)

    def begin(self, start: int, end: int, text: str, done: Callable[[], object]) -> None:
        """Replace the document from ``start`` to ``end`` (Qt positions) by ``text``, then call ``done``."""
        self.slices = 0
        self._start, self._end, self._text, self._at, self._done = start, end, text, 0, done
        self._timer.start()

    @property
    def is_busy(self) -> bool:
        return self._timer.isActive()

    def stop(self) -> None:
        """Leave the document as it is now; ``done`` is not called."""
        self._timer.stop()

    def _go_on(self) -> None:
        self.slices += 1
        until = time.perf_counter() + _SLICE_S
        while self._end > self._start or self._at < len(self._text):
            self._step()
            if time.perf_counter() > until:
                return
        self._timer.stop()
        if self._done is not None:
            self._done()

    def _step(self) -> None:
        cursor = QTextCursor(self._document)
        if self._end > self._start:
            cursor.setPosition(max(self._start, self._end - _STEP))
            cursor.setPosition(self._end, QTextCursor.MoveMode.KeepAnchor)
            self._end = cursor.selectionStart()
            cursor.removeSelectedText()
            return
        part = self._text[self._at : self._at + _STEP]
        self._at += len(part)
        cursor.setPosition(self._start)
        cursor.insertText(part)
        self._start = self._end = self._start + units(part)
