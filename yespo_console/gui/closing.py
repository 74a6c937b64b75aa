"""What is asked when the window is to close while a send is under way, or when something cannot be put on the disk."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, SignalInstance

from yespo_console.gui.icons import pixmap
from yespo_console.gui.notices import Notices
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from PySide6.QtWidgets import QMessageBox, QWidget

    from yespo_console.gui.page import Page


class Closing(QObject):
    """Asks before a window closes that would break off, or lose, something. The safe answer is the default one."""

    def __init__(self, window: "QWidget", pages: Callable[[], "Iterable[Page]"], notices: Notices) -> None:
        super().__init__(window)
        self._window = window
        self._pages = pages
        self._notices = notices
        self._others: list[Callable[[], str]] = []
        self._may_break_off = self._may_lose = False
        self._wait_words = _("The window closes as soon as the sending has ended.")
        self._waits = False

    def also_asks(self, under_way: Callable[[], str], ended: SignalInstance) -> None:
        """What is no page may have something under way too; ``ended`` tells that it has not any more, and whether there
        is something to be read about it."""
        self._others.append(under_way)
        ended.connect(self._other_ended)

    def _other_ended(self, to_be_read: bool) -> None:
        if to_be_read:
            self.stay_open()
        else:
            self.send_ended()

    def _under_way(self) -> str:
        return " ".join(filter(None, [ask() for ask in (*(page.under_way for page in self._pages()), *self._others)]))

    def may_close(self) -> bool:
        """Whether nothing stands against it; else the user is asked, and what they say closes the window or not."""
        under_way = self._under_way()
        lost = " ".join(filter(None, [page.save() for page in self._pages()]))
        if under_way and not self._may_break_off:
            self._ask_before_breaking_off(under_way)
        elif lost and not self._may_lose:
            self._ask_before_losing(lost)
        else:
            return True
        return False

    def send_ended(self) -> None:
        """Nothing is under way any more: close, if that is what the user waits for."""
        if self._waits and not self._under_way():
            self._wait_no_more()
            QTimer.singleShot(0, self._window, self._window.close)  # whoever told it is not done with it

    def stay_open(self) -> None:
        """Something came that is to be read: an answer that was waited for is not recorded, or nothing was sent."""
        if self._waits:
            self._wait_no_more()

    def _ask_before_breaking_off(self, under_way: str) -> None:
        box = self._question("quit-and-break-off")
        if box is None:
            return
        box.setWindowTitle(_("Quit while an event is being sent?"))
        box.setText(under_way)
        box.setInformativeText(
            _(
                "If you quit now, nobody waits for the answer: the history keeps the request and says whether the event"
                " may have been accepted."
            )
        )
        self._add_way(box, _("Quit when the sending has ended"), box.ButtonRole.AcceptRole, self._wait)
        self._add_way(box, _("Quit now"), box.ButtonRole.DestructiveRole, self._break_off)
        self._open(box)

    def _ask_before_losing(self, lost: str) -> None:
        """``lost`` says what, why and what can be done."""
        box = self._question("quit-and-lose")
        if box is None:
            return
        box.setWindowTitle(_("Quit and lose what you typed?"))
        box.setText(_("What you typed last is not on the disk and is lost when the window closes."))
        box.setInformativeText(lost)
        self._add_way(box, _("Quit and lose it"), box.ButtonRole.DestructiveRole, self._lose)
        self._open(box)

    def _question(self, name: str) -> "QMessageBox | None":
        """An empty question; None while it stands already."""
        from PySide6.QtWidgets import QMessageBox  # the first paint does not wait for it

        if self._window.findChild(QMessageBox, name) is not None:
            return None
        box = QMessageBox(self._window)
        box.setObjectName(name)
        box.setIconPixmap(pixmap("warning", 32, "warning", self._window.devicePixelRatioF()))
        return box

    def _add_way(
        self, box: "QMessageBox", words: str, role: "QMessageBox.ButtonRole", way: Callable[[], object]
    ) -> None:
        button = box.addButton(words, role)
        button.setAccessibleName(words)
        button.clicked.connect(lambda: way())

    def _open(self, box: "QMessageBox") -> None:
        stay = box.addButton(_("Keep the window"), box.ButtonRole.RejectRole)
        stay.setAccessibleName(stay.text())
        stay.clicked.connect(self._stay)
        box.setDefaultButton(stay)
        box.setEscapeButton(stay)
        box.finished.connect(box.deleteLater)
        box.open()

    def _stay(self) -> None:
        """What was agreed to is agreed to for one time."""
        self._may_break_off = self._may_lose = False

    def _break_off(self) -> None:
        self._may_break_off = True
        self._window.close()

    def _lose(self) -> None:
        self._may_lose = True
        self._window.close()

    def _wait(self) -> None:
        if self._under_way():
            self._waits = True
            self._notices.say_running(self._wait_words, self._wait_no_more)
        else:
            self._window.close()

    def _wait_no_more(self) -> None:
        self._waits = False
        self._notices.withdraw(self._wait_words)
