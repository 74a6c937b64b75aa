"""A draft comes into sight by itself, long after it was asked for: who types at that very moment means what was there.

Nobody sees a change, and stops typing, within the time that it takes to press the next key.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

if TYPE_CHECKING:
    from yespo_console.gui.compose.draft import Draft
    from yespo_console.gui.page import Page

#: So long after the draft came a key was still meant for what was there before: nobody has read anything of it by then.
UNSEEN_MS: Final = 600
_COMMANDS: Final = (
    Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier
)
#: What Windows makes of AltGr, by which letters and signs are typed.
_ALT_GR: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


@dataclass(frozen=True, slots=True)
class Before:
    """Where the user was.

    Attributes:
        page, draft: the section, and the draft that it showed.
        field: where the keys went.
    """

    page: "Page | None"
    draft: "Draft | None"
    field: QWidget | None


class LateArrival(QObject):
    """Watches the keys for a moment after a draft has come late.

    Attributes:
        unseen: runs as long as it is unseen.
    Signals:
        typed(Before): the user types, and means what was there; once it is, ``go_on`` puts the key there.
    """

    typed = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._before: Before | None = None
        self._seen_last: Before | None = None  # where the user was when what is still unseen came
        self.unseen = QTimer(self)
        self.unseen.setSingleShot(True)
        self.unseen.setInterval(UNSEEN_MS)
        self.unseen.timeout.connect(self._seen)

    def remember(self, before: Before) -> None:
        """Something is about to be shown: the user is here."""
        self._seen_last = self._before if self.unseen.isActive() else None
        self._seen()
        self._before = before

    def watch(self) -> None:
        """What was shown came late."""
        app = QApplication.instance()
        if self._seen_last is not None:
            self._before = self._seen_last  # what is shown over something unseen does not make it seen
        if app is not None and self._before is not None:
            app.installEventFilter(self)
            self.unseen.start()

    def _seen(self) -> None:
        app = QApplication.instance()
        if app is not None and self.unseen.isActive():
            self.unseen.stop()
        if app is not None:
            app.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Of the program, for a moment: a key is taken before the window finds out whom it is for."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if watched is self._window.windowHandle() and _is_typed(event):
                self._go_back()  # the window asks only then which field has the focus
        elif isinstance(event, QKeyEvent) and event.type() is QEvent.Type.ShortcutOverride:
            if (
                event.matches(QKeySequence.StandardKey.Paste)
                and isinstance(watched, QWidget)
                and watched.window() is self._window
            ):
                return self._hand_back(watched, event)  # or a command of the window takes what a field would have
        elif isinstance(event, QInputMethodEvent) and isinstance(watched, QWidget) and watched.window() is self._window:
            return self._hand_back(watched, event)
        elif event.type() is QEvent.Type.MouseButtonPress and watched is self._window.windowHandle():
            self._seen()  # whoever clicks goes where they click
        return False

    def _hand_back(self, watched: QWidget, event: QEvent) -> bool:
        """Go back, and have the field there answer ``event``; False: it is the field it came to."""
        field = self._before.field if self._before is not None else None
        self._go_back()
        if field is None or not isValid(field) or field is watched:
            return False
        QApplication.sendEvent(field, event)
        return True

    def _go_back(self) -> None:
        before, self._before = self._before, None
        self._seen()
        if before is None:
            return
        self.typed.emit(before)
        if before.field is not None and isValid(before.field):
            before.field.setFocus(Qt.FocusReason.OtherFocusReason)


def _is_typed(event: QKeyEvent) -> bool:
    """Whether it writes into a field; so does what is pasted."""
    if event.matches(QKeySequence.StandardKey.Paste):
        return True
    commands = event.modifiers() & _COMMANDS
    if commands == _ALT_GR:
        return bool(event.text()) and event.text().isprintable()
    return bool(event.text()) and event.key() != Qt.Key.Key_Escape and not commands
