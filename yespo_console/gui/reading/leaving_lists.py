"""What is asked when the window is to close while lists of several events still hold some that were not sent."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QMessageBox, QWidget

from yespo_console.gui.quit_question import QuitQuestion
from yespo_console.platform.i18n import _

_NAME = "quit-and-lose-lists"


class LeavingLists(QObject):
    """Asks before the window asks what else stands against closing; the safe answer is the default one.

    The yes counts for this one closing: as long as another question of it stands open, and no longer.
    """

    def __init__(self, window: QWidget, unsent: Callable[[], Sequence[str]]) -> None:
        """``unsent`` tells of each list that would be lost, in a line."""
        super().__init__(window)
        self._window = window
        self._unsent = unsent
        self._may_lose = False
        window.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is not self._window or event.type() is not QEvent.Type.Close or self._may_lose:
            return False
        lists = self._unsent()
        if not lists:
            return False
        event.ignore()
        if self._window.findChild(QMessageBox, _NAME) is None:
            self._ask(lists)
        return True

    def _ask(self, lists: Sequence[str]) -> None:
        box = QuitQuestion(_NAME, self._window)
        box.setWindowTitle(_("Quit and lose the lists?"))
        box.setText(
            _("Lists of several events are not kept: what is chosen in them is lost, and not all of it was sent.")
        )
        box.setInformativeText("\n".join(lists))
        lose = box.addButton(_("Quit and lose the lists"), QMessageBox.ButtonRole.DestructiveRole)
        lose.setAccessibleName(lose.text())
        lose.clicked.connect(self._lose)
        stay = box.addButton(_("Keep the window"), QMessageBox.ButtonRole.RejectRole)
        stay.setAccessibleName(stay.text())
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.finished.connect(box.deleteLater)
        box.open()

    def _lose(self) -> None:
        self._may_lose = True
        QTimer.singleShot(0, self, self._close)  # the question is gone by then, and not taken for another one

    def _close(self) -> None:
        self._window.close()
        other = QApplication.activeModalWidget()
        if self._window.isVisible() and isinstance(other, QMessageBox):
            other.finished.connect(self._answered)
        else:
            self._may_lose = False

    def _answered(self) -> None:
        QTimer.singleShot(0, self, self._forget)  # its answer may close the window yet

    def _forget(self) -> None:
        self._may_lose = False
