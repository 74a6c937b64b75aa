"""The list of saved searches: take, rename, delete, and have back what was deleted."""

from dataclasses import replace

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QDialog,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStyledItemDelegate,
    QVBoxLayout,
    QWidget,
)

from yespo_console.gui.dialog_size import open_at
from yespo_console.gui.history.finding.saved_searches import SavedSearch
from yespo_console.gui.history.finding.shelf import SearchShelf
from yespo_console.gui.tokens import GRID
from yespo_console.gui.wrapped import Wrapped
from yespo_console.platform.i18n import _


class SavedDialog(QDialog):
    """The dialog. What is changed is written at once.

    Attributes:
        list, said: the searches, and what happened last.
    Signals:
        taken(str): the user wants this search.
    """

    taken = Signal(str)

    def __init__(self, shelf: SearchShelf, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Saved searches"))
        open_at(self, 520, 360, parent)
        self._shelf = shelf
        #: As the lines show it. Not kept in the lines: to change one puts an editor that is open back to its beginning.
        self._shown: list[SavedSearch] = []
        self._removed: list[tuple[SavedSearch, int]] = []
        self._filling = False
        self.list = _List(self)
        self.list.setAccessibleName(_("Saved searches"))
        self.said = Wrapped(_("Enter searches, F2 renames, Delete deletes."), "muted", self)
        self.query = Wrapped("", "", self)
        self.query.setAccessibleName(_("What it looks for"))
        self.search, self.rename, self.delete, self.undo, self.close_button = (
            QPushButton(words, self) for words in (_("Search"), _("Rename"), _("Delete"), _("Undo"), _("Close"))
        )
        self.search.setDefault(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        for button in (self.search, self.rename, self.delete, self.undo):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # or a space after a click would delete the next one
            buttons.addWidget(button)
        buttons.addStretch(1)
        buttons.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        for widget in (self.list, self.query, self.said):
            column.addWidget(widget)
        column.addLayout(buttons)
        self.list.opened.connect(self._take)
        self.list.deleted.connect(self._delete)
        self.list.itemDoubleClicked.connect(self._take)
        self.list.itemChanged.connect(self._renamed)
        self.list.currentItemChanged.connect(self._show_current)
        self.search.clicked.connect(self._take)
        self.rename.clicked.connect(self._begin_rename)
        self.delete.clicked.connect(self._delete)
        self.undo.clicked.connect(self._undo)
        self.close_button.clicked.connect(self.close)
        shelf.changed.connect(self._fill)
        shelf.removed.connect(self._note_removed)
        shelf.kept.connect(self._note_kept)
        shelf.failed.connect(self._say)
        self._fill()
        self.list.setFocus()

    @property
    def current(self) -> SavedSearch | None:
        """The search that the keys mean."""
        row = self.list.currentRow()
        return self._shown[row] if 0 <= row < len(self._shown) else None

    def _fill(self) -> None:
        """Show what is saved now. Lines change in place: a name that is being typed stays open."""
        row = max(0, self.list.currentRow())
        self._filling = True
        while self.list.count() > len(self._shelf.saved):
            self.list.takeItem(self.list.count() - 1)
        while self.list.count() < len(self._shelf.saved):
            item = QListWidgetItem(self.list)
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)
        for at, search in enumerate(self._shelf.saved):
            item = self.list.item(at)
            item.setText(search.name)
            item.setToolTip(search.query)
        self._shown = list(self._shelf.saved)
        self.list.setCurrentRow(min(row, self.list.count() - 1))
        self._filling = False
        self._show_current()

    def _show_current(self) -> None:
        search = self.current
        self.query.setText(search.query if search is not None else "")
        for button in (self.search, self.rename, self.delete):
            button.setEnabled(search is not None)
        self.undo.setEnabled(bool(self._removed))

    def _take(self) -> None:
        search = self.current
        if search is not None:
            self.close()
            self.taken.emit(search.query)

    def _begin_rename(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self.list.setFocus()
            self.list.editItem(item)

    def _renamed(self, item: QListWidgetItem) -> None:
        row = self.list.row(item)
        if not self._filling and item.text() != self._shown[row].name:
            self._shelf.rename(self._shown[row].name, item.text())
            self._shown[row] = replace(self._shown[row], name=item.text())

    def _delete(self) -> None:
        search = self.current
        if search is not None:
            self._shelf.remove(search)

    def _note_removed(self, search: SavedSearch, place: int) -> None:
        self._removed.append((search, place))
        self._say(_("“{name}” was deleted. Undo brings it back.").format(name=search.name))
        self._show_current()

    def _note_kept(self, name: str, _undo: object) -> None:
        self._say(_("“{name}” is back.").format(name=name))

    def _undo(self) -> None:
        search, place = self._removed.pop()
        self._shelf.bring_back(search, place)
        self._show_current()
        self.list.setFocus()

    def _say(self, words: str) -> None:
        self.said.setText(words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Z and event.modifiers() == Qt.KeyboardModifier.ControlModifier and self._removed:
            self._undo()
        else:
            super().keyPressEvent(event)


class _List(QListWidget):
    opened = Signal()
    deleted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self._delegate = _NameDelegate(self)
        self.setItemDelegate(self._delegate)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.state() is not QAbstractItemView.State.EditingState:  # there it ends the typing of a name
                self.opened.emit()
        elif event.key() == Qt.Key.Key_Delete:
            self.deleted.emit()
        else:
            super().keyPressEvent(event)


class _NameDelegate(QStyledItemDelegate):
    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        super().setEditorData(editor, index)
        editor.setAccessibleName(_("New name of the search"))
