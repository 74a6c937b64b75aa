"""Enter presses the button that has the focus, as the space bar does, in the window and in its dialogs."""

from typing import Final

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QPushButton, QToolButton, QWidget
from shiboken6 import isValid

_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_SPACE: Final = Qt.Key.Key_Space


class EnterKey(QObject):
    """Listens to the one widget that has the focus.

    Qt has Enter press the buttons of a question alone, and in a dialog gives it to the default button while another one
    has the focus. Those that Qt presses by it are left to Qt: a question has its own ideas of what a key may answer.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._focused: QWidget | None = None
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        if self._focused is not None and isValid(self._focused):
            self._focused.removeEventFilter(self)
        self._focused = new if isinstance(new, QPushButton | QToolButton) else None
        if self._focused is not None:
            self._focused.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or event.key() not in _ENTER:
            return False
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if not plain or (isinstance(watched, QPushButton) and watched.autoDefault()):
            return False
        if not event.isAutoRepeat():
            # Both at once: what is pressed may take its button away, and the other half would reach the next one.
            for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
                if isValid(watched):
                    QCoreApplication.sendEvent(watched, QKeyEvent(kind, _SPACE, Qt.KeyboardModifier.NoModifier, " "))
        return True
