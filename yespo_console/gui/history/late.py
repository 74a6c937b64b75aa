"""Parts whose content has to be worked out: small texts at once, large ones beside the window."""

from collections.abc import Callable
from typing import Final, Generic, TypeVar

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QTextBrowser, QWidget

from yespo_console.gui.async_runner import AsyncRunner, Outcome
from yespo_console.gui.response.parts import Part
from yespo_console.gui.theme import theme
from yespo_console.platform.i18n import _

T = TypeVar("T")

#: Texts up to this length (characters) take a few milliseconds.
SMALL: Final = 12_000

_READABLE: Final = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


class Late(QObject, Generic[T]):
    """Works one thing out at a time; what was asked for before is forgotten."""

    def __init__(self, runner: AsyncRunner, take: Callable[[T], None], parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._take = take
        self._asked = 0

    def ask(self, make: Callable[[], T], size: int) -> bool:
        """Give what ``make`` returns to ``take``, at once (True) unless ``size``, in characters, is large."""
        self._asked += 1
        if size <= SMALL:
            self._take(make())
            return True
        number = self._asked
        self._runner.start_in_thread(lambda: (number, make()), self._made)
        return False

    def _made(self, outcome: Outcome[tuple[int, T]]) -> None:
        if outcome.cancelled:
            return
        number, value = outcome.result()
        if number == self._asked:
            self._take(value)


class LatePage(Part):
    """A page to read, made when it is first looked at."""

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
        self._make: Callable[[], str] | None = None
        self._size = 0
        self._fresh = False
        theme().changed.connect(self._dress)

    def show_page(self, make: Callable[[], str], size: int) -> None:
        """Take what makes the page (HTML) of a body of ``size`` characters."""
        self._make, self._size, self._fresh = make, size, False

    def fill(self) -> None:
        if self._make is None or self._fresh:
            return
        self._fresh = True
        if not self._late.ask(self._make, self._size):
            self.page.setPlainText(_("One moment"))

    @property
    def content(self) -> str:
        return self.page.toPlainText()

    def _take(self, html: str) -> None:
        self.page.setHtml(html)

    def _dress(self) -> None:
        """The colours are part of the page."""
        self._fresh = False
        if self.isVisible():
            self.fill()
