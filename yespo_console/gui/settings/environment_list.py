"""The environments by name, with a button to make another and one to remove the one that is chosen."""

from typing import Final

from PySide6.QtCore import QSize, Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QListWidget, QListWidgetItem, QToolButton, QWidget

from yespo_console.delivery.environments import Environment
from yespo_console.gui.environment_selection import marking_of
from yespo_console.gui.header import ICONS
from yespo_console.gui.icons import icon
from yespo_console.gui.tokens import GRID, HALF
from yespo_console.platform.i18n import _

#: The list has this width beside a form, and this height above it: three lines.
_SIZE: Final = QSize(28 * GRID, 15 * GRID)
_NO_LIMIT: Final = 16_777_215


class EnvironmentList(QWidget):
    """The list; one that is being made stands at its end.

    Attributes:
        list, add, remove.
    Signals:
        chosen(): the user goes to another one.
    """

    chosen = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._before_new = 0
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("Environments"))
        self.list.setWordWrap(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.currentItemChanged.connect(self.chosen)
        self.add = QToolButton(self)
        self.add.setIcon(icon("plus"))
        self.add.setToolTip(_("New environment"))
        self.remove = QToolButton(self)
        self.remove.setIcon(icon("minus"))
        self.remove.setToolTip(_("Remove the environment and its key"))
        for button in (self.add, self.remove):
            button.setAccessibleName(button.toolTip())
            button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._tools = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._tools.setSpacing(HALF)
        self._tools.addWidget(self.add)
        self._tools.addWidget(self.remove)
        self._tools.addStretch(1)
        self._column = QBoxLayout(QBoxLayout.Direction.TopToBottom, self)
        self._column.setSpacing(HALF)
        self._column.addWidget(self.list, 1)
        self._column.addLayout(self._tools)

    @property
    def current(self) -> Environment | None:
        """The chosen one; None while one is being made."""
        item = self.list.currentItem()
        environment: Environment | None = item.data(Qt.ItemDataRole.UserRole) if item is not None else None
        return environment

    def show_all(self, environments: tuple[Environment, ...], current: str) -> None:
        """List these, the one called ``current`` chosen. Nobody is told."""
        self.list.blockSignals(True)
        self.list.clear()
        for environment in environments:
            marking = marking_of(environment)
            item = QListWidgetItem(icon(ICONS[marking.kind]), environment.name, self.list)
            item.setData(Qt.ItemDataRole.UserRole, environment)
            item.setToolTip(environment.name)  # a long one is shown in part
            kind = _("real account") if marking.real else _("on this computer")
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{environment.name}, {kind}")
            if environment.name == current:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)

    def put(self, environment: Environment) -> None:
        """That one is so now; its name is the same."""
        for item in self.list.findItems(environment.name, Qt.MatchFlag.MatchExactly):
            item.setData(Qt.ItemDataRole.UserRole, environment)

    def begin_new(self) -> None:
        """Mark the one being made, not the one shown before. Nobody is told."""
        self._before_new = self.list.currentRow()
        self.list.blockSignals(True)
        item = QListWidgetItem(icon("plus"), _("New environment"), self.list)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, _("New environment, not saved yet"))
        self.list.setCurrentItem(item)
        self.list.blockSignals(False)

    def drop_new(self) -> None:
        """It is not made after all: go back to the one before. Nobody is told."""
        self.list.blockSignals(True)
        self.list.takeItem(self.list.count() - 1)
        self.list.setCurrentRow(self._before_new)
        self.list.blockSignals(False)

    def stand(self, *, above: bool) -> None:
        """Beside the form, or above it with the buttons at the list's side."""
        along, across = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._column.setDirection(along if above else across)
        self._tools.setDirection(across if above else along)
        self._column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID if above else 0, GRID if above else 2 * GRID)
        self.list.setMinimumSize(0 if above else _SIZE.width(), 0)
        self.list.setMaximumSize(_NO_LIMIT if above else _SIZE.width(), _SIZE.height() if above else _NO_LIMIT)
        QTimer.singleShot(0, self.list, lambda: self.list.scrollToItem(self.list.currentItem()))  # once it has its size
