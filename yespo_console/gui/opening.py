"""What is said while the services are built, and what can be done when they cannot be: above all about the history."""

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, QTimer

from yespo_console.gui.async_runner import AsyncRunner
from yespo_console.gui.backend import Backend
from yespo_console.gui.main_window import MainWindow
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.gui.notice import Kind


#: What may end without this window, a full disk or a busy file, is tried again so often.
_AGAIN_MS: Final = 5_000


class Opening(QObject):
    """Tells of it in the window. Whatever went wrong, there is a way to begin again."""

    def __init__(self, backend: Backend, window: MainWindow, runner: AsyncRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._backend = backend
        self._window = window
        self._runner = runner
        self._told = ""  # why there are no services, where it is tried again
        self._again = QTimer(self)
        self._again.setSingleShot(True)
        self._again.timeout.connect(backend.start)
        window.notices.follow(backend.upgrading)
        backend.failed.connect(self._failed)
        backend.ready.connect(self._tell_no_more)

    def _failed(self, error: Exception) -> None:
        from yespo_console.gui.history.way_on_dialog import WayOnDialog
        from yespo_console.history.errors import HistoryBusyError, HistoryError, HistoryFullError, NoRoomForCopyError
        from yespo_console.history.upgrading import UpgradeCancelledError

        if self._told != str(error):
            self._tell_no_more()
        if isinstance(error, HistoryError) and WayOnDialog.knows(error):
            # said in the bar too, so that there is a way back when the dialog was closed
            self._window.notify("error", error.complaint, ((_("What can be done…"), self._backend.start),))
            dialog = WayOnDialog(error, self._runner, self._window)
            dialog.mended.connect(partial(self._mended, error.complaint))
            dialog.open()
            return
        kind: Kind = "info" if isinstance(error, UpgradeCancelledError) else "error"
        answers = ((_("Try again"), self._try_now),)
        self._window.notices.say(kind, str(error), answers, until_withdrawn=True)
        if isinstance(error, HistoryBusyError | HistoryFullError | NoRoomForCopyError):
            self._told = str(error)
            self._again.start(_AGAIN_MS)

    def _try_now(self) -> None:
        self._again.stop()
        self._backend.start()

    def _tell_no_more(self) -> None:
        self._window.withdraw(self._told)
        self._told = ""

    def _mended(self, complaint: str, kind: "Kind", words: str) -> None:
        self._window.withdraw(complaint)
        self._window.notify(kind, words)
        self._backend.start()
