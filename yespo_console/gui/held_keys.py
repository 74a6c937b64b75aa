"""A key that is held down is one press, also where the system tells its repeats as presses of their own."""

from collections.abc import Iterable
from typing import Final

from PySide6.QtCore import QEvent, QKeyCombination, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QWidget

_KEYS: Final = (QEvent.Type.KeyPress, QEvent.Type.KeyRelease, QEvent.Type.ShortcutOverride)

#: The key that was let go last, and when; none, or another was pressed since.
_NONE: Final = (0, -1)


class HeldKeys(QObject):
    """Swallows the repeats of some keys in one window, the fields in it included.

    # WORKAROUND PySide6 6.11: on X a key that is held is let go and pressed again at each repeat. Qt takes the two for
    # a repeat only if the press has arrived when it looks at the release; a program that waits for events sees many as
    # real presses, which a shortcut without repeats answers as well. Both have the same time then, to the millisecond,
    # which no finger manages, and no other key between: a program that types Ctrl+Enter anew presses Ctrl anew.
    """

    def __init__(self, keys: Iterable[str], window: QWidget) -> None:
        """``keys`` in Qt's portable spelling."""
        super().__init__(window)
        self._window = window
        self._sequences = {QKeySequence(one).toString() for one in keys}
        self._let_go = _NONE
        if QGuiApplication.platformName() == "xcb":
            window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if watched is self._window:
            if kind is QEvent.Type.Show:  # from now on there is a window of the system's
                self._window.windowHandle().installEventFilter(self)
        elif kind in _KEYS and isinstance(event, QKeyEvent):
            return self._takes(event)
        return False

    def _takes(self, event: QKeyEvent) -> bool:
        now = event.key(), event.timestamp()
        if event.type() is QEvent.Type.KeyRelease or now[0] != self._let_go[0]:
            self._let_go = now if event.type() is QEvent.Type.KeyRelease else _NONE
            return False
        keys = QKeyCombination(event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier, Qt.Key(event.key()))
        repeats = now == self._let_go and QKeySequence(keys).toString() in self._sequences
        if repeats:
            event.accept()  # so that no shortcut is looked for
        return repeats
