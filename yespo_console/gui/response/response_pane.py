"""Below the composer: nothing sent yet, waiting, or the exchange."""

import time
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QStackedWidget, QToolButton, QWidget

from yespo_console.gui.actions import spec
from yespo_console.gui.response.exchange_view import ExchangeView
from yespo_console.gui.tokens import GRID
from yespo_console.platform.i18n import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable

    from yespo_console.history.exchange import Exchange

_TICK_MS: Final = 100
_QUIET_HEIGHT: Final = 48
_ROOM: Final = 200
_ANY_HEIGHT: Final = 16_777_215


class ResponsePane(QStackedWidget):
    """What came of sending the current draft.

    Attributes:
        view: the exchange, once there is one.
        cancel: the button that gives up waiting.
    Signals:
        cancel_asked(): the user does not want to wait any longer.
        history_asked(int): the user wants to see that exchange in the history.
    """

    cancel_asked = Signal()
    history_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(_("Response"))
        self._words = QLabel()
        self._words.setProperty("role", "muted")
        self._words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.cancel = QPushButton(spec("cancel").title)
        self.cancel.setToolTip(spec("cancel").tooltip)
        self.cancel.setAccessibleName(spec("cancel").title)
        self.cancel.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # it goes away when pressed, and the keys would go astray
        self.cancel.clicked.connect(lambda: self.cancel_asked.emit())
        quiet = QWidget()
        line = QHBoxLayout(quiet)
        line.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        line.setSpacing(2 * GRID)
        line.addStretch(1)
        line.addWidget(self._words)
        line.addWidget(self.cancel)
        line.addStretch(1)
        self.addWidget(quiet)
        self.view = self._add_view()
        self._since = 0.0
        self._others = 0
        self._is_held: Callable[[], bool] = lambda: False
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
        self._say(_("Not sent yet. {keys} sends the event; the answer appears here."))

    def _say(self, words: str, keys_of: str = "send") -> None:
        self._clock.stop()
        self._words.setText(words.format(keys=spec(keys_of).shortcut))
        self.cancel.setVisible(keys_of == "cancel")
        self._show(0)

    def show_refused(self) -> None:
        """Nothing left at the last try; a notice says why."""
        self._say(_("Nothing was sent. {keys} tries again; the answer appears here."))

    def show_removed(self) -> None:
        """What came of the last send is in the history no more."""
        self._say(_("The exchange that was shown here was removed from the history."))

    def show_unreadable(self) -> None:
        """It was sent, and the history cannot be read now."""
        self._say(_("This draft was sent before. What came of it cannot be read from the history now."))

    def forget_exchange(self) -> None:
        """Keep nothing of the exchange that was shown last: not even in parts that are out of sight."""
        before, self.view = self.view, self._add_view()
        self.setCurrentIndex(0)
        self.removeWidget(before)
        before.deleteLater()

    def _add_view(self) -> ExchangeView:
        view = ExchangeView()
        find = QToolButton()
        find.setText(_("Show in History"))
        find.setAccessibleName(find.text())
        find.clicked.connect(self._ask_for_history)
        view.head.addWidget(find, 0, Qt.AlignmentFlag.AlignTop)
        self.addWidget(view)
        return view

    def begin_waiting(self) -> None:
        """A send begins, of this draft or another: its seconds count from now on."""
        self._since = time.monotonic()

    def show_in_line(self) -> None:
        """The send of this draft waits for its turn."""
        self._say(_("Waits for its turn: another event is being sent. {keys} cancels both."), "cancel")

    def show_waiting(self, others: int = 0, is_held: "Callable[[], bool]" = lambda: False) -> None:
        """The send of this draft is under way, and so many ``others`` wait for their turn.

        ``is_held`` tells whether it waits for the history still, which another program holds.
        """
        self._others, self._is_held = others, is_held
        self._tick()
        self._clock.start()
        self.cancel.show()
        self._show(0)

    def show_exchange(self, exchange: "Exchange") -> None:
        """The send has ended."""
        self._clock.stop()
        self.view.show_exchange(exchange)
        self._show(1)
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.view.title.text()))

    def tell_outdated(self, outdated: bool) -> None:
        """Say that the text was changed after it was sent, so that the answer is not about what it is now."""
        words = _("You have changed the event since: this is the answer to the text as it was sent.")
        self.view.tell(words if outdated else "")

    def _show(self, index: int) -> None:
        """A line of words needs no more room than that; the form gets the rest."""
        self.setMaximumHeight(_QUIET_HEIGHT if index == 0 else _ANY_HEIGHT)
        self.setCurrentIndex(index)
        # A proxy that is not in sight takes no focus and would end every walk with Tab here.
        waiting = None if self.cancel.isHidden() else self.cancel
        self.setFocusProxy(self.view if index else waiting)  # type: ignore[arg-type]  # the stub knows no None
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
        if self._is_held():
            message = _("Waiting for the history, which another program holds, {seconds} s. {keys} cancels.")
        told = [message.format(seconds=f"{passed:.1f}", keys=spec("cancel").shortcut)]
        if self._others:
            words = ngettext("{count} more waits for its turn.", "{count} more wait for their turn.", self._others)
            told.append(words.format(count=self._others))
        self._words.setText(" ".join(told))

    def _ask_for_history(self) -> None:
        if self.view.exchange is not None:
            self.history_asked.emit(self.view.exchange.id)
