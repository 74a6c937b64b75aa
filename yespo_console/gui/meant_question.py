"""A question whose yes cannot be taken back: only keys that were meant for it answer it."""

from typing import Final

from PySide6.QtCore import QElapsedTimer, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QMessageBox, QWidget

from yespo_console.gui.icons import pixmap

#: So long after the question came a key was still meant for what was there before: nobody has read anything of it.
UNREAD_MS: Final = 600
_KEYS: Final = (QEvent.Type.KeyPress, QEvent.Type.ShortcutOverride)
_PRESSING: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Select)
#: Of a list, a text or a form; from one button to the next lead Tab, Left and Right.
_OF_ELSEWHERE: Final = (Qt.Key.Key_Up, Qt.Key.Key_Down)
_COMMANDS: Final = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)


class MeantQuestion(QMessageBox):
    """It comes over whoever types, perhaps long after the key that led to it. So keys typed ahead do nothing in it.

    The arrows that lead through lists and texts do not lead to its yes, and what sends (Ctrl+Enter) says no yes.

    Attributes:
        unread_ms: so long it takes no key.
    """

    unread_ms = UNREAD_MS

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setIconPixmap(pixmap("warning", 32, "warning", window.devicePixelRatioF()))
        self._since = QElapsedTimer()
        self._seen = False

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._since.start()
        for one in (self, *self.findChildren(QWidget)):
            one.installEventFilter(self)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._seen:
            self._seen = True
            self._since.start()  # what was typed while the window was busy comes only now

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in _KEYS and isinstance(event, QKeyEvent) and not self._is_meant(event):
            event.accept()  # of an override: no key of the window, and no letter of a button, is looked for either
            return True
        return super().eventFilter(watched, event)

    def _is_meant(self, event: QKeyEvent) -> bool:
        is_command = bool(event.modifiers() & _COMMANDS)
        is_of_elsewhere = event.key() in _OF_ELSEWHERE or (event.key() in _PRESSING and is_command)
        return self._since.elapsed() >= self.unread_ms and not is_of_elsewhere
