"""The list of suggestions of a field, and the keys that it answers while it is open."""

from typing import Final

from PySide6.QtCore import QEvent, QModelIndex, QObject, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QShowEvent, QWheelEvent, QWindow
from PySide6.QtWidgets import QLineEdit

from yespo_console.gui.forms.offer_list import VISIBLE, OfferList
from yespo_console.gui.forms.suggestions import Suggestion
from yespo_console.gui.tokens import GRID

_NARROWEST: Final = 280
_KEYPAD: Final = Qt.KeyboardModifier.KeypadModifier
_STEPS: Final = {
    Qt.Key.Key_Down: 1,
    Qt.Key.Key_Up: -1,
    Qt.Key.Key_PageDown: VISIBLE,
    Qt.Key.Key_PageUp: -VISIBLE,
}
_ENTER: Final = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SuggestionList(OfferList):
    """What one line edit suggests.

    Signals:
        taken(str): the user took this value; the list is closed.
        given_up(): the user pressed Esc; it is closed.
        left(): the user clicked or scrolled elsewhere; it is closed.
    """

    taken = Signal(str)
    given_up = Signal()
    left = Signal()

    def __init__(self, edit: QLineEdit) -> None:
        super().__init__(edit)
        self._within: QWindow | None = None
        self.list.clicked.connect(self._take)
        edit.installEventFilter(self)

    def open(self, entries: tuple[Suggestion, ...], marked: int) -> None:
        """Show ``entries`` with the one at ``marked`` current (-1: none of them); without any the list closes."""
        self._model.show(entries)
        if not entries:
            self.hide()
            return
        self.list.setAccessibleName(self._edit.accessibleName())
        self._stand()
        self.mark(marked)

    def _stand(self) -> None:
        self._stand_at(0, max(_NARROWEST, self._edit.width()), 2 * GRID + 2)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._within = self.window().windowHandle()
        if self._within is not None:
            self._within.installEventFilter(self)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self._within is not None:
            self._within.removeEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self._edit:
            return self.isVisible() and self._takes(event)
        if self._is_elsewhere(event):
            self.hide()
            self.left.emit()
        return False

    def _is_elsewhere(self, event: QEvent) -> bool:
        """Whether something happens in the window by which the list would stand at the wrong place, or in the way."""
        match event:
            case QMouseEvent() if event.type() is QEvent.Type.MouseButtonPress:
                return not self.geometry().contains(event.position().toPoint())
            case QWheelEvent():
                return not self.geometry().contains(event.position().toPoint())
        return event.type() is QEvent.Type.Resize

    def _takes(self, event: QEvent) -> bool:
        """Do what an event of the line means while the list is open; False when it means the same as ever."""
        if event.type() is QEvent.Type.FocusOut:
            self.hide()
        elif event.type() is QEvent.Type.Move:
            self._stand()
        elif isinstance(event, QKeyEvent) and not event.modifiers() & ~_KEYPAD:
            key = Qt.Key(event.key())
            if event.type() is QEvent.Type.ShortcutOverride and key is Qt.Key.Key_Escape:
                event.accept()  # it closes the list, before it cancels a send
                return True
            return event.type() is QEvent.Type.KeyPress and self._is_ours(key)
        return False

    def _is_ours(self, key: Qt.Key) -> bool:
        if key in _STEPS:
            self.step(_STEPS[key])
        elif key in _ENTER and self.marked < 0:
            self.hide()
            return False  # it means what stands in the line
        elif key in _ENTER:
            self._take(self.list.currentIndex())
        elif key is Qt.Key.Key_Escape:
            self.hide()
            self.given_up.emit()
        else:
            return False
        return True

    def _take(self, index: QModelIndex) -> None:
        value = index.data(Qt.ItemDataRole.EditRole)
        self.hide()
        if isinstance(value, str):
            self.taken.emit(value)
