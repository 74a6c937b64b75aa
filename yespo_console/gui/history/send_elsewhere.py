"""The question to which other environment the bytes of an exchange are to go."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from yespo_console.gui.dialog_size import open_at
from yespo_console.gui.environment_picker import row_words
from yespo_console.gui.environment_selection import marking_of
from yespo_console.gui.header import ICONS
from yespo_console.gui.icons import icon
from yespo_console.gui.tokens import GRID
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.delivery.environments import Environment
    from yespo_console.history.exchange import Exchange

_NAME = Qt.ItemDataRole.UserRole


class SendElsewhere(QDialog):
    """Lists the environments; Enter or a double-click takes one.

    Attributes:
        list: a line for each environment but the one it went to.
    Signals:
        chosen(str): its name.
    """

    chosen = Signal(str)

    def __init__(self, exchange: "Exchange", environments: "Sequence[Environment]", parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Send again to another environment"))
        words = _(
            "Exchange {number} went to {environment}. Its request is sent again byte for byte, to the environment you"
            " choose. A real account is asked about first."
        )
        if all(one.name != exchange.environment for one in environments):
            words = _(
                "Exchange {number} went to {environment}, which is none of your environments. Its request is sent again"
                " byte for byte, to the environment you choose. A real account is asked about first."
            )
        told = QLabel(words.format(number=exchange.id, environment=exchange.environment), self)
        told.setWordWrap(True)
        told.setTextFormat(Qt.TextFormat.PlainText)
        self.list = QListWidget(self)
        self.list.setAccessibleName(_("Environments"))
        self.list.setIconSize(QSize(20, 20))
        self.list.itemActivated.connect(self._take)
        others = [one for one in environments if one.name != exchange.environment]
        for environment in others:
            marking = marking_of(environment)
            item = QListWidgetItem(icon(ICONS[marking.kind]), row_words(marking).replace("&&", "&"), self.list)
            item.setData(_NAME, environment.name)
            item.setToolTip(environment.base_url)
        self._none = QLabel(_("There is no other environment yet. Environments (Ctrl+Shift+E) adds one."), self)
        self._none.setWordWrap(True)
        self._none.setVisible(not others)
        self.list.setVisible(bool(others))
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel, self)
        self.send = buttons.addButton(_("Send again"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.send.setEnabled(bool(others))
        self.send.setDefault(True)
        for button in buttons.buttons():
            button.setAccessibleName(button.text().replace("&", ""))
        buttons.accepted.connect(self._take_current)
        buttons.rejected.connect(self.reject)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        for widget in (told, self._none, self.list, buttons):
            column.addWidget(widget)
        if others:
            self.list.setCurrentRow(0)
            self.list.setFocus()
        open_at(self, 480, 320, parent)

    def _take_current(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            self._take(item)

    def _take(self, item: QListWidgetItem) -> None:
        if not self.isVisible():
            return  # Enter reaches the list and the button
        self.accept()
        self.chosen.emit(item.data(_NAME))
