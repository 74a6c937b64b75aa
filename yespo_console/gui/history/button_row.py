"""The line under the list: how many were found, and what can be done with the exchange that is shown."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from yespo_console.gui.actions import spec
from yespo_console.gui.elided_label import ElidedLabel
from yespo_console.gui.header import LONGEST_NAME
from yespo_console.gui.history.exchange_actions import ExchangeActions
from yespo_console.gui.icons import icon
from yespo_console.gui.tokens import GRID
from yespo_console.platform.i18n import _, ngettext
from yespo_console.platform.short_names import shortened

if TYPE_CHECKING:
    from yespo_console.history.exchange import Exchange


class ButtonRow(QWidget):
    """Attributes: count, export, copy, open, again: the label and the buttons.

    Signals:
        export_asked(): the user wants to hand on what was found.
    """

    export_asked = Signal()

    def __init__(self, actions: ExchangeActions, page: QWidget) -> None:
        super().__init__(page)
        self._actions = actions
        self._shown: Exchange | None = None
        actions.environments_changed.connect(lambda: self.show_exchange(self._shown))
        self.count = ElidedLabel(self)
        self.count.setProperty("role", "muted")
        self.export = QToolButton(self)
        self.export.setIcon(icon("export"))
        self.export.setToolTip(spec("export").tooltip)
        self.export.setAccessibleName(spec("export").title)
        self.export.clicked.connect(self.export_asked)
        self.copy = QToolButton(self)
        self.copy.setText(" " + _("Copy"))
        self.copy.setIcon(icon("copy"))
        self.copy.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.copy.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.copy.setAccessibleName(_("Copy from this exchange"))
        menu = QMenu(self.copy)
        menu.addActions(actions.copy_actions(page))
        self.copy.setMenu(menu)
        self.open = QPushButton(self)
        self.open.setIcon(icon("compose"))
        _label(self.open, _("Open in composer (Enter)"))
        self.open.clicked.connect(actions.open_in_composer)
        self.again = QPushButton(self)
        self.again.clicked.connect(actions.send_again)
        line = QHBoxLayout(self)
        line.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        line.setSpacing(GRID)
        line.addWidget(self.count, 1)
        for button in (self.export, self.copy, self.open, self.again):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # or the next space that is typed would send again
            line.addWidget(button)

    def show_exchange(self, exchange: "Exchange | None") -> None:
        """What the buttons would do now; without an exchange they are switched off."""
        self._shown = exchange
        known = exchange is not None and self._actions.has_way_back(exchange)
        if exchange is not None and not known:
            words = _("Send again to another environment… ({keys})").format(keys=spec("send").shortcut)
        elif exchange is not None:
            again = _("Send again to {environment} ({keys})")
            words = again.format(environment=shortened(exchange.environment, LONGEST_NAME), keys=spec("send").shortcut)
        else:
            words = _("Send again ({keys})").format(keys=spec("send").shortcut)
        is_real = exchange is not None and known and exchange.is_real
        self.again.setIcon(icon("send-real", "warning") if is_real else icon("send"))
        _label(self.again, words)
        for button in (self.copy, self.open, self.again):
            button.setEnabled(exchange is not None)

    def fill(self, menu: QMenu) -> None:
        """Offer the same in a menu, and to send it elsewhere."""
        menu.addAction(self.open.icon(), self.open.text().strip(), self._actions.open_in_composer)
        menu.addAction(self.again.icon(), self.again.text().strip(), self._actions.send_again)
        menu.addAction(icon("send"), spec("send-elsewhere").title + "…", self._actions.send_elsewhere)

    def show_count(self, found: int, *, complete: bool, can_be_read: bool) -> None:
        """How many were found, or so far; ``can_be_read``: the others may still come."""
        if complete:
            words = ngettext("{count} exchange", "{count} exchanges", found)
        elif can_be_read:
            words = ngettext("The newest {count}, looking for more …", "The newest {count}, looking for more …", found)
        else:
            words = ngettext(
                "The newest {count}, no more can be read", "The newest {count}, no more can be read", found
            )
        self.count.tell(words.format(count=f"{found:,}") if found else "")


def _label(button: QPushButton, words: str) -> None:
    """Words a little apart from the icon."""
    button.setText(" " + words.replace("&", "&&"))
    button.setAccessibleName(words)
