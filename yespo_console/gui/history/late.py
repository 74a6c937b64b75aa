"""Parts whose content has to be worked out: small texts at once, large ones beside the window, endless ones apart."""

import threading
from collections.abc import Callable
from functools import partial
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QTextBrowser, QWidget

from yespo_console.gui.async_runner import AsyncRunner, Job, Outcome
from yespo_console.gui.painted import Painted
from yespo_console.gui.response.parts import Part
from yespo_console.gui.text_sizes import LONGEST_TEXT
from yespo_console.gui.theme import theme
from yespo_console.platform.i18n import _
from yespo_console.platform.in_process import CallCancelledError, CallLostError, call_in_process

T = TypeVar("T")

#: Texts up to this length (characters) take a few milliseconds.
SMALL: Final = 12_000

_READABLE: Final = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


class Late(QObject, Generic[T]):
    """Works one thing out at a time; what was asked for before is given up.

    Signals:
        over(): nothing is being worked out any more: it is there, failed, or was given up.
    """

    over = Signal()

    def __init__(self, runner: AsyncRunner, take: Callable[[T], None], parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._take = take
        self._given_up = threading.Event()
        self._job: Job | None = None  # what was asked for last

    def ask(self, make: "partial[T]", size: int) -> bool:
        """Give what ``make`` returns to ``take``, at once (True) unless ``size``, in characters, is large.

        Of an endless text it is made in a process, so all of ``make`` can be pickled.
        """
        self.forget()
        if size <= SMALL:
            self._take(make())
            return True
        making = partial(_made_for, self._given_up, make, size)
        self._job = self._runner.start_in_thread(making, self._made, self._given_up.set)
        return False

    def forget(self) -> None:
        """No answer is wanted any more."""
        self._given_up.set()
        self._given_up = threading.Event()
        self.over.emit()

    def _made(self, outcome: Outcome[tuple[threading.Event, T] | None]) -> None:
        if outcome.cancelled:
            return
        if self._job is not None and self._job.done:  # else it is an earlier one that was given up
            self.over.emit()
        made = outcome.result()
        if made is not None and made[0] is self._given_up:
            self._take(made[1])


def _made_for(given_up: threading.Event, make: "partial[T]", size: int) -> tuple[threading.Event, T] | None:
    """In a thread: what was asked for, and for whom; None once it was given up."""
    if size <= LONGEST_TEXT:
        return given_up, make()
    try:
        return given_up, call_in_process(make.func, *make.args, cancelled=given_up.is_set)
    except CallCancelledError:
        return None
    except CallLostError:
        return given_up, make()


class LatePage(Part):
    """A page to read, made when it is first looked at: after what stands around it is on the screen."""

    def __init__(self, name: str, runner: AsyncRunner, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.page = QTextBrowser()
        self.page.setProperty("quiet", True)
        self.page.setAccessibleName(name)
        self.page.setTextInteractionFlags(_READABLE)
        self.page.setTabChangesFocus(True)
        self.page.setOpenLinks(False)
        self.addWidget(self.page)
        self.setFocusProxy(self.page)
        self._late: Late[str] = Late(runner, self._take, self)
        self._painted = Painted(self.page.viewport())
        self._make: partial[str] | None = None
        self._size = 0
        self._fresh = False
        theme().changed.connect(self._dress)

    def show_page(self, make: "partial[str]", size: int) -> None:
        """Take what makes the page (HTML) of a body of ``size`` characters, called with the colours."""
        self._make, self._size, self._fresh = make, size, False

    def fill(self) -> None:
        if self._make is None or self._fresh:
            return
        self._fresh = True
        self._painted.then(self._work_out)  # making it and laying it out takes as long as all beside it

    def _work_out(self) -> None:
        assert self._make is not None
        if not self._late.ask(partial(self._make.func, *self._make.args, theme().tokens), self._size):
            self.page.setPlainText(_("One moment"))

    @property
    def content(self) -> str:
        self._painted.now()
        return self.page.toPlainText()

    def _take(self, html: str) -> None:
        # While it may come and go, the page is laid out anew each time that it does: three times as long for a table.
        self.page.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.page.setHtml(html)
        self.page.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.fill()  # the colours may have become others while another section was shown

    def _dress(self) -> None:
        """The colours are part of the page."""
        self._fresh = False
        if self.isVisible():
            self.fill()
