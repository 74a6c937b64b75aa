"""The line a value is typed into: literal, without a history of its own, with a key for absent, "" and null."""

from typing import Final

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QLineEdit, QMenu, QWidget

from yespo_console.gui.json_editor.utf16 import Utf16Map
from yespo_console.platform.i18n import _

#: Of a longer value a field shows the beginning, and that cannot be edited there: Qt lays a line out as a whole, and a
#: line edit cuts what it is given at 32,767 characters without a word.
MOST_SHOWN: Final = 8_000
STATE_KEY = QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Backspace)


def belongs_to_window(event: QKeyEvent) -> bool:
    """Undo, redo and send are shortcuts of the window even while a field has the focus."""
    standard = QKeySequence.StandardKey
    if event.matches(standard.Undo) or event.matches(standard.Redo):
        return True
    with_control = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
    return with_control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)


def cut_words(value: str) -> str:
    """What is said beside a value that is shown in part; nothing for one that is shown whole."""
    if len(value) <= MOST_SHOWN:
        return ""
    words = _("The first {shown} of {all} characters. The rest, and all of it to edit, is in the text.")
    return words.format(shown=f"{MOST_SHOWN:,}", all=f"{len(value):,}")


class ValueEdit(QLineEdit):
    """A line edit whose text mirrors a value in the draft.

    Signals:
        state_pressed(): the state key (Ctrl+Backspace).
        undo_pressed(), redo_pressed(): to be done by the draft; the line has no history of its own.
        menu_opening(QMenu): entries may be added to the context menu.
        list_pressed(): Alt+Down or F4, which open a list where there is one.
        focused(bool): it got or lost the focus.
    """

    state_pressed = Signal()
    undo_pressed = Signal()
    redo_pressed = Signal()
    menu_opening = Signal(object)
    list_pressed = Signal()
    focused = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setMinimumWidth(48)

    def show_text(self, text: str) -> None:
        """Show ``text`` unless it stands there already; the cursor stays where it can.

        Of one above ``MOST_SHOWN`` the beginning, which cannot be edited.
        """
        self.setReadOnly(len(text) > MOST_SHOWN)
        text = text[:MOST_SHOWN]
        if text != self.text():
            place = self.cursorPosition() if self.hasFocus() else 0
            self.setText(text)
            self.setCursorPosition(place)

    def paste_text(self) -> None:
        """Paste; what is too long to be shown becomes the value all the same, instead of being cut."""
        text = QGuiApplication.clipboard().text()
        if len(text) + len(self.text()) <= MOST_SHOWN or self.isReadOnly():
            self.paste()
            return
        start = self.selectionStart() if self.hasSelectedText() else self.cursorPosition()
        place = Utf16Map(self.text()).to_points(start)
        whole = self.text()[:place] + text + self.text()[place + len(self.selectedText()) :]
        self.show_text(whole)
        self.textEdited.emit(whole)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and belongs_to_window(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_pressed.emit()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.redo_pressed.emit()
        elif QKeySequence(event.keyCombination()) == STATE_KEY:
            self.state_pressed.emit()
        elif event.matches(QKeySequence.StandardKey.Paste):
            self.paste_text()
        elif event.key() == Qt.Key.Key_F4 or (
            event.key() == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier
        ):
            self.list_pressed.emit()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu: QMenu = self.createStandardContextMenu()
        for action in menu.actions():
            if action.objectName() in ("edit-undo", "edit-redo"):
                menu.removeAction(action)  # the line's own history knows one field only
            elif action.objectName() == "edit-paste":
                action.triggered.disconnect()
                action.triggered.connect(self.paste_text)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu_opening.emit(menu)
        menu.popup(event.globalPos())
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit(False)
