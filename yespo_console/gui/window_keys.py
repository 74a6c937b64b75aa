"""The window's keys work from every field: a field of text keeps those alone that everybody expects of it."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from yespo_console.gui.actions import ONCE_KEYS
from yespo_console.gui.held_keys import HeldKeys

_STANDARD: Final = QKeySequence.StandardKey
#: What a field does with its own text.
_FIELDS_OWN: Final = (
    _STANDARD.Undo,
    _STANDARD.Redo,
    _STANDARD.Cut,
    _STANDARD.Copy,
    _STANDARD.Paste,
    _STANDARD.SelectAll,
    _STANDARD.Cancel,
)
_ESC: Final = QKeySequence(Qt.Key.Key_Escape).toString()
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class WindowKeys(QObject):
    """Hands the keys of ``actions`` to the window before the field that has the focus takes them.

    Qt asks a field first whether it wants a key, and on Linux one of text wants many, such as Ctrl+E for the end of the
    line. Enter with whatever else is pressed stays with the field, too: some leave by it. With Esc it is the other way
    round where words are written: what it ends there comes first, and the window gets it when it ends nothing.
    """

    def __init__(self, actions: Iterable[QAction], window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._focused: QWidget | None = None
        HeldKeys(ONCE_KEYS, window)
        rows = [(keys.toString(), action) for action in actions for keys in action.shortcuts()]
        self._actions = dict(rows)
        self._ends = [action for keys, action in rows if keys == _ESC]
        application = QApplication.instance()
        if isinstance(application, QApplication):
            application.focusChanged.connect(self._follow)

    def end(self) -> bool:
        """Esc came as far as the window: give up what can be given up; False when there is nothing."""
        ends = [action for action in self._ends if action.isEnabled()]
        for action in ends[:1]:
            action.trigger()
        return bool(ends)

    def _follow(self, _old: QWidget | None, new: QWidget | None) -> None:
        """Listen to the one widget that has the focus: to hear every event of the program would cost too much."""
        if self._focused is not None and isValid(self._focused):
            self._focused.removeEventFilter(self)
        self._focused = new if new is not None and new.window() is self._window else None
        if self._focused is not None:
            self._focused.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if self._is_ours(event):
                event.ignore()
                return True
            if event.key() == Qt.Key.Key_Escape and _takes_words(watched):
                event.accept()
                return True
        return super().eventFilter(watched, event)

    def _is_ours(self, event: QKeyEvent) -> bool:
        if event.key() in _ENTER or any(event.matches(standard) for standard in _FIELDS_OWN):
            return False
        action = self._actions.get(QKeySequence(event.keyCombination()).toString())
        return action is not None and action.isEnabled()


def _takes_words(watched: QObject) -> bool:
    return isinstance(watched, QWidget) and watched.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
