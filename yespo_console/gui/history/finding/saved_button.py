"""The button of the saved searches: take one, save the present one, rename or delete."""

from collections.abc import Callable
from functools import partial
from typing import Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QInputDialog, QLineEdit, QMenu, QToolButton, QWidget

from yespo_console.gui.actions import spec
from yespo_console.gui.history.finding.not_searched import may_be_shown_again
from yespo_console.gui.history.finding.search_box import SearchBox
from yespo_console.gui.history.finding.shelf import SearchShelf
from yespo_console.gui.icons import icon
from yespo_console.platform.i18n import _

_LONGEST: Final = 60
_NAME_WIDTH: Final = 440


class SavedButton(QToolButton):
    """The button.

    Attributes:
        searches: its menu, made when it opens.
    Signals:
        taken(): a search was put into the box.
        notable(str, str): something worth saying happened: its kind, its words.
        offered(str, str, tuple): the same with buttons: the words of each and what it does.
    """

    taken = Signal()
    notable = Signal(str, str)
    offered = Signal(str, str, object)

    def __init__(self, box: SearchBox, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._box = box
        self._shelf: SearchShelf | None = None
        self.searches = QMenu(self)
        self.searches.setToolTipsVisible(True)
        self.searches.aboutToShow.connect(self.fill)
        self.setMenu(self.searches)
        self.setIcon(icon("bookmark"))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("Saved searches"))
        self.setToolTip(_("Saved searches"))
        self.setEnabled(False)

    def attach(self, shelf: SearchShelf) -> None:
        """Where the searches are."""
        self._shelf = shelf
        shelf.kept.connect(self._say_kept)
        shelf.read()
        self.setEnabled(True)

    def fill(self) -> None:
        """Put the searches into the menu."""
        menu, shelf = self.searches, self._shelf
        if shelf is None:
            return
        shelf.read()  # for the next time; another window may have saved one
        menu.clear()
        row = spec("save-search")
        save = _add(menu, _("Save this search… ({keys})").format(keys=row.shortcut), self.ask_name)
        save.setIcon(icon(row.icon))
        save.setEnabled(bool(self._box.text().strip()))
        menu.addSeparator()
        for search in shelf.saved:
            action = _add(menu, _short(search.name), partial(self._take, search.query))
            action.setToolTip(search.query)
        if not shelf.saved:
            menu.addAction(_("No search was saved yet")).setEnabled(False)
        else:
            _add(menu, _("Rename or delete…"), self.open_list)
        recent = [query for query in shelf.recent if query != self._box.text().strip()]
        if recent:
            menu.addSeparator()
            menu.addAction(_("Looked for lately")).setEnabled(False)
            for query in recent:
                _add(menu, _short(query), partial(self._take, query))

    def ask_name(self) -> None:
        """Ask under which name the present search is to be kept."""
        query = self._box.text().strip()
        if self._shelf is None:
            return
        if not query:
            self.notable.emit("info", _("There is no search to save yet: write one first."))
            return
        if not may_be_shown_again(query):
            self.notable.emit("info", _("This was not saved: it looks like an event, or holds what looks like a key."))
            return
        dialog = QInputDialog(self.window())
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(_("Save this search"))
        dialog.setLabelText(_("Name of the search:"))
        dialog.setTextValue(query)
        dialog.resize(_NAME_WIDTH, dialog.sizeHint().height())
        dialog.setOkButtonText(_("Save"))
        dialog.setCancelButtonText(_("Cancel"))
        for field in dialog.findChildren(QLineEdit):
            field.setAccessibleName(_("Name of the search"))
        dialog.textValueSelected.connect(partial(self._save, self._shelf, query))
        dialog.open()

    def open_list(self) -> None:
        """Open the list in which they are renamed and deleted."""
        if self._shelf is None:
            return
        from yespo_console.gui.history.finding.saved_dialog import SavedDialog

        dialog = SavedDialog(self._shelf, self.window())
        dialog.taken.connect(self._take)
        dialog.open()

    def _save(self, shelf: SearchShelf, query: str, name: str) -> None:
        shelf.save(name, query)

    def _say_kept(self, name: str, undo: Callable[[], object] | None) -> None:
        if undo is None:
            self.notable.emit("success", _("The search was saved as “{name}”.").format(name=name))
        else:
            words = _("The search was saved as “{name}”. Another one of that name gave way.")
            self.offered.emit("success", words.format(name=name), ((_("Undo"), undo),))

    def _take(self, query: str) -> None:
        self._box.write(query)
        self.taken.emit()


def _short(words: str) -> str:
    return (words if len(words) <= _LONGEST else f"{words[:_LONGEST]}…").replace("&", "&&")


def _add(menu: QMenu, words: str, run: Callable[[], object]) -> QAction:
    action = QAction(words, menu)
    # PySide6 hands ``checked`` to anything that can take it.
    action.triggered.connect(lambda: run())
    menu.addAction(action)
    return action
