"""An exchange in the history: what it was about in plain words, all that is kept of it, what the user made of it."""

from array import array
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QListWidgetItem, QWidget

from yespo_console.gui.async_runner import AsyncRunner
from yespo_console.gui.history.annotating import Annotating
from yespo_console.gui.history.annotation_bar import AnnotationBar
from yespo_console.gui.history.late import Late, LatePage
from yespo_console.gui.icons import icon
from yespo_console.gui.page import PageContext
from yespo_console.gui.painted import Painted
from yespo_console.gui.response.exchange_view import ExchangeView
from yespo_console.gui.response.parts import ProblemsPart
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.events.catalog import Catalog
    from yespo_console.gui.history.judgement import Difference
    from yespo_console.history.exchange import Exchange


class DetailView(ExchangeView):
    """An exchange with the user's pin, tags and note.

    Attributes:
        annotations: the line with pin, tags and note.
        event_page, outlook: the first and the last tab.
        catalog: the event types in force.
    """

    def __init__(
        self,
        context: PageContext,
        annotating: Annotating,
        selected: "Callable[[], array[int]]",
        row: QWidget,
        parent: QWidget | None = None,
    ) -> None:
        """``row`` is painted before the exchange is, where both are new: to do both in one step takes two frames."""
        judged = JudgedProblems(_("Problems"), context.runner)
        annotations = AnnotationBar(annotating, selected, parent)  # made first: Tab goes in the order of the making
        super().__init__(parent, problems=judged)
        self._judged = judged
        self.catalog: Catalog = context.catalog
        self.annotations = annotations
        self.add_line(self.annotations)
        self.event_page = LatePage(_("Event"), context.runner)
        self.outlook = LatePage(_("Effect"), context.runner)
        self.tabs.add(self.event_page, 0)
        self.tabs.add(self.outlook)
        self.tabs.setCurrentWidget(self.event_page)
        self._painted = Painted(row)
        self.tabs.asked.connect(self._painted.now)

    def show_exchange(self, exchange: "Exchange") -> None:
        from yespo_console.gui.history.event_page import event_page
        from yespo_console.gui.history.judgement import outlook_page

        size = len(exchange.request_body)
        self.event_page.show_page(partial(event_page, exchange, self.catalog), size)
        self.outlook.show_page(partial(outlook_page, exchange, self.catalog), size)
        self.annotations.show_exchange(exchange)
        self.exchange = exchange
        self._painted.then(self._show_parts)
        if not self.isVisible():
            self._painted.now()

    def _show_parts(self) -> None:
        assert self.exchange is not None
        self._judged.judge(self.exchange, self.catalog)
        super().show_exchange(self.exchange)


class JudgedProblems(ProblemsPart):
    """The problems of then, with a note where today's rules judge otherwise."""

    def __init__(self, name: str, runner: AsyncRunner, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self._late: Late[Difference] = Late(runner, self._tell, self)
        self._of: tuple[Exchange, Catalog] | None = None

    def judge(self, exchange: "Exchange", catalog: "Catalog") -> None:
        """Whose problems they are."""
        self._of = (exchange, catalog)

    def fill(self) -> None:
        super().fill()
        if self._of is not None:
            from yespo_console.gui.history.judgement import difference

            self._late.ask(partial(difference, *self._of), len(self._of[0].request_body))

    def _tell(self, difference: "Difference") -> None:
        words = difference.in_words()
        if not words:
            return
        if self._of is not None and not self._of[0].problems:
            words = f"{self.when_empty}\n{words}"
        item = QListWidgetItem(icon("clock", "info"), words, self.list)
        item.setToolTip(_("The list holds what was found when it was sent; this line compares it with now."))
        self.take_look(1)
