"""What is said while the services are built, and what can be done when they cannot be: above all about the history.

The history may be lost later, too: its file is removed or replaced while the window is open.
"""

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from yespo_console.gui.async_runner import AsyncRunner
from yespo_console.gui.backend import Backend
from yespo_console.gui.main_window import MainWindow
from yespo_console.gui.readiness import Readiness, Trouble
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.gui.async_runner import Outcome
    from yespo_console.gui.notice import Kind
    from yespo_console.history.reading import Extent
    from yespo_console.history.store import HistoryStore

#: What may end without this window, a full disk or a busy file, is tried again so often.
_AGAIN_MS: Final = 5_000

#: How often it is looked whether the history is still there.
_LOOK_MS: Final = 1_000


class Opening(QObject):
    """Tells of it in the window. Whatever went wrong, there is a way to begin again."""

    def __init__(
        self, backend: Backend, window: MainWindow, runner: AsyncRunner, readiness: Readiness, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._backend = backend
        self._window = window
        self._runner = runner
        self._readiness = readiness
        self._is_opening = False
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.setInterval(_AGAIN_MS)
        self._again.timeout.connect(self._begin)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._look_for_history)
        window.notices.follow(backend.upgrading)
        readiness.asked.connect(self._tell)
        backend.failed.connect(self._failed)
        backend.ready.connect(self._works)
        backend.ready.connect(self._look.start)

    def _failed(self, error: Exception) -> None:
        from yespo_console.gui.history.way_on_dialog import WayOnDialog
        from yespo_console.history.errors import HistoryBusyError, HistoryError, HistoryFullError, NoRoomForCopyError

        self._show(error)
        if isinstance(error, HistoryBusyError | HistoryFullError | NoRoomForCopyError):
            self._again.start()
        elif isinstance(error, HistoryError) and WayOnDialog.knows(error):
            dialog = WayOnDialog(error, self._runner, self._window)
            dialog.mended.connect(self._mended)
            dialog.open()

    def _show(self, error: Exception) -> None:
        """Say it in the bar, too, so that there is a way back when a dialog about it was closed."""
        from yespo_console.gui.history.way_on_dialog import WayOnDialog
        from yespo_console.history.errors import HistoryError, HistoryLostError
        from yespo_console.history.upgrading import UpgradeCancelledError

        kind: Kind = "info" if isinstance(error, UpgradeCancelledError) else "error"
        words, answer = str(error), _("Try again")
        if isinstance(error, HistoryError) and WayOnDialog.knows(error):
            words, answer = error.complaint, _("What can be done…")
        elif isinstance(error, HistoryLostError):
            answer = _("Open it again")
        if isinstance(error, HistoryError) and kind == "error":
            words = f"{words} {_('Nothing can be sent without a history.')}"
        known = self._readiness.trouble
        self._readiness.show(Trouble(kind, words, ((answer, self._begin_again),)))
        if known != self._readiness.trouble:
            self._tell()

    def _tell(self) -> None:
        trouble = self._readiness.trouble
        if trouble is not None:
            self._window.notices.say(trouble.kind, trouble.words, trouble.answers, until_withdrawn=True, state=self)
        else:
            self._window.notify("info", _("Still starting: try again in a moment."))

    def _works(self) -> None:
        self._window.withdraw(self)
        self._readiness.show(None)

    def _begin_again(self) -> None:
        """The user wants it tried."""
        self._again.stop()
        if self._backend.services is None:
            self._works()
        self._begin()

    def _begin(self) -> None:
        services = self._backend.services
        if services is None:
            self._backend.start()
        elif not self._is_opening:
            self._is_opening = True
            self._runner.start_in_thread(partial(_opened_again, services.history), self._opened_again)

    def _opened_again(self, outcome: "Outcome[Extent]") -> None:
        from yespo_console.history.errors import HistoryError

        self._is_opening = False
        if outcome.cancelled:
            return
        if isinstance(outcome.error, HistoryError):
            self._failed(outcome.error)
            return
        words = _("The history is open again.") if outcome.result().exchanges else _("An empty history was begun.")
        self._works()
        self._window.notify("success", words)

    def _look_for_history(self) -> None:
        services = self._backend.services
        if services is None or self._is_opening:
            return
        fault = services.history.fault
        if fault is None and self._readiness.trouble is not None:
            self._works()  # it was put back
        elif fault is not None and self._readiness.trouble is None:
            self._show(fault)

    def _mended(self, kind: "Kind", words: str) -> None:
        self._works()
        self._window.notify(kind, words)
        self._begin_again()


def _opened_again(history: "HistoryStore") -> "Extent":
    """In a thread."""
    history.open_again()
    return history.extent()
