"""Below the composer: nothing sent yet, waiting, or the exchange."""

import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from yespo_console.gui.actions import spec
from yespo_console.gui.response.exchange_view import ExchangeView
from yespo_console.gui.tokens import GRID
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.history.exchange import Exchange

_TICK_MS: Final = 100
_QUIET_HEIGHT: Final = 48
_ROOM: Final = 200
_ANY_HEIGHT: Final = 16_777_215


class ResponsePane(QStackedWidget):
    """Attributes: view: the exchange, once there is one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Response"))
        self._words = QLabel()
        self._words.setProperty("role", "muted")
        self._words.setWordWrap(True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        quiet = QWidget()
        column = QVBoxLayout(quiet)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.addWidget(self._words)
        self.view = ExchangeView()
        self.addWidget(quiet)
        self.addWidget(self.view)
        self._since = 0.0
        self._room = _ROOM
        self._clock = QTimer(self)
        self._clock.setInterval(_TICK_MS)
        self._clock.timeout.connect(self._tick)
        self.clear()

    @property
    def words(self) -> str:
        """What stands there while there is no exchange."""
        return self._words.text()

    def clear(self) -> None:
        """Nothing was sent from this draft yet."""
        self._clock.stop()
        self._words.setText(
            _("Not sent yet. {keys} sends the event; the answer appears here.").format(keys=spec("send").shortcut)
        )
        self._show(0)

    def show_waiting(self) -> None:
        """A send is under way; the seconds count."""
        self._since = time.monotonic()
        self._tick()
        self._clock.start()
        self._show(0)

    def show_exchange(self, exchange: "Exchange") -> None:
        """The send has ended."""
        self._clock.stop()
        self.view.show_exchange(exchange)
        self._show(1)

    def _show(self, index: int) -> None:
        """A line of words needs no more room than that; the form gets the rest."""
        self.setMaximumHeight(_QUIET_HEIGHT if index == 0 else _ANY_HEIGHT)
        self.setCurrentIndex(index)
        splitter = self.parentWidget()
        if not isinstance(splitter, QSplitter):
            return
        upper, lower = (splitter.height() - self._room, self._room) if index else (splitter.height(), _QUIET_HEIGHT)
        if index == 0 and self.height() > _QUIET_HEIGHT:
            self._room = self.height()  # what the user gave it comes back with the next answer
        splitter.setSizes([max(1, upper), lower])

    def _tick(self) -> None:
        passed = time.monotonic() - self._since
        message = _("Waiting for the answer, {seconds} s. {keys} cancels.")
        self._words.setText(message.format(seconds=f"{passed:.1f}", keys=spec("cancel").shortcut))
