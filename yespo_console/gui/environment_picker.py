"""The header's menu of environments: each with its icon, its kind in words and its organisation."""

from functools import partial

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup

from yespo_console.gui.environment_selection import EnvironmentSelection, marking_of
from yespo_console.gui.header import ICONS, Header
from yespo_console.gui.icons import icon
from yespo_console.gui.presses import on_press
from yespo_console.platform.i18n import _
from yespo_console.platform.window_state import Marking


class EnvironmentPicker(QObject):
    """Fills the menu each time it opens, and chooses."""

    def __init__(self, header: Header, selection: EnvironmentSelection, edit: QAction) -> None:
        super().__init__(header)
        self._menu = header.environment_menu
        self._selection = selection
        self._edit = edit
        self._menu.setToolTipsVisible(True)
        self._menu.aboutToShow.connect(self._fill)

    def _fill(self) -> None:
        self._menu.clear()
        group = QActionGroup(self._menu)
        for environment in self._selection.environments:
            marking = marking_of(environment)
            action = QAction(icon(ICONS[marking.kind]), row_words(marking), group)
            action.setCheckable(True)
            action.setChecked(environment.name == self._selection.marking.name)
            action.setToolTip(environment.base_url)
            action.triggered.connect(on_press(partial(self._choose, environment.name)))
            self._menu.addAction(action)
            if action.isChecked():
                self._menu.setActiveAction(action)
        if not self._selection.environments:
            waiting = self._menu.addAction(_("Still reading the environments"))
            waiting.setEnabled(False)
        self._menu.addSeparator()
        self._menu.addAction(self._edit)

    def _choose(self, name: str) -> None:
        self._selection.choose(name)


def row_words(marking: Marking) -> str:
    """A row of the picker: the name, and what it reaches."""
    # An ampersand in a name would become an underlined letter.
    name = marking.name.replace("&", "&&")
    if marking.kind == "sandbox":
        return _("{name}: on this computer, nobody is written to").format(name=name)
    if marking.kind == "local":
        return _("{name}: a server on this computer").format(name=name)
    if marking.organisation:
        organisation = marking.organisation.replace("&", "&&")
        return _("{name}: real account, {organisation}").format(name=name, organisation=organisation)
    return _("{name}: real account").format(name=name)
