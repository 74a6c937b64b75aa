"""Finding out that the history, which was locked or had no room, can be written again: nobody writes to try it."""

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer, Signal

if TYPE_CHECKING:
    from yespo_console.gui.async_runner import Outcome
    from yespo_console.gui.services import Services

#: How often it is tried.
_AGAIN_MS: Final = 1_000


class WrittenAgain(QObject):
    """Tries it after ``wait_for`` until it succeeds.

    Signals:
        works(): something can be written now.
    """

    works = Signal()

    def __init__(self, services: "Services", parent: QObject) -> None:
        super().__init__(parent)
        self._services = services
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_AGAIN_MS)
        self._clock.timeout.connect(self._try)

    def wait_for(self, error: BaseException) -> None:
        """Something could not be written. What does not end by itself is not waited for."""
        from yespo_console.history.errors import HistoryBusyError, HistoryFullError

        if isinstance(error, HistoryBusyError | HistoryFullError) and self._services.history.refusal is None:
            self._clock.start()

    def wait_no_more(self) -> None:
        """It is known by now."""
        self._clock.stop()

    def _try(self) -> None:
        self._services.runner.start_in_thread(self._services.history.takes_writes, self._tried)

    def _tried(self, outcome: "Outcome[bool]") -> None:
        if outcome.cancelled:
            return
        if outcome.result():
            self.works.emit()
        else:
            self._clock.start()
