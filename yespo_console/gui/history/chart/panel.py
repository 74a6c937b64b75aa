"""The chart over the list: a line that folds it away, what its colours mean, the bars."""

from array import array
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QToolButton, QVBoxLayout, QWidget

from yespo_console.gui.actions import spec
from yespo_console.gui.elided_label import ElidedLabel
from yespo_console.gui.foldable import FoldablePart
from yespo_console.gui.history.chart.canvas import Canvas
from yespo_console.gui.history.chart.legend import Legend
from yespo_console.gui.history.chart.words import search_words, short_words, unit_words
from yespo_console.gui.history.finding.query_edits import at_time
from yespo_console.gui.history.finding.search_box import SearchBox
from yespo_console.gui.icons import icon
from yespo_console.gui.tokens import GRID, HALF
from yespo_console.history.series import Series
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.gui.history.chart.counting import Counting
    from yespo_console.gui.services import Services
    from yespo_console.history.query import Query

#: In a lower window, in px, the list has the room, until the user opens the chart.
_HIGH_ENOUGH: Final = 768
#: The same while the exchange stands under the list.
_HIGH_ENOUGH_FOR_BOTH: Final = 1000


class ChartPanel(FoldablePart):
    """Draws what the present search found, and writes the time of a bar into the search.

    Attributes:
        toggle: the button that folds it.
        canvas: the bars; hidden while folded.
        words: the bar that the keys or the mouse are on, else how much a bar is.
    Signals:
        left_downwards(): the keys lead to the list.
        failed(str): it could not be counted; a sentence that is true until ``works``.
        works(): it was counted.
    """

    left_downwards = Signal()
    failed = Signal(str)
    works = Signal()

    def __init__(self, search: SearchBox, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("history-chart")
        self._search = search
        self._earlier: list[str] = []
        self._counting: Counting | None = None
        self._found: tuple[Query, array[int]] | None = None
        self._is_open = False
        self._seen = False
        self.toggle = QToolButton(self)
        self.toggle.setText(_("Sends over time"))
        self.toggle.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.toggle.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.toggle.clicked.connect(self.turn)
        self.words = ElidedLabel(self)
        self.words.setProperty("role", "muted")
        self.legend = Legend(self)
        self.canvas = Canvas(self)
        self.canvas.hide()
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(self.toggle)
        line.addWidget(self.words, 1)
        line.addWidget(self.legend)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        column.setSpacing(HALF)
        column.addLayout(line)
        column.addWidget(self.canvas)
        self.folded_changed.connect(self._arrange)
        self.canvas.current_changed.connect(self._tell)
        self.canvas.taken.connect(self._narrow)
        self.canvas.widened.connect(self.widen)
        self.canvas.left.connect(self.left_downwards)
        self._show_toggle()
        self.hide()

    def attach(self, services: "Services") -> None:
        """From now on it can be counted."""
        from yespo_console.gui.history.chart.counting import Counting

        self._counting = Counting(services, self)
        self._counting.counted.connect(self._counted)
        self._counting.failed.connect(self.failed)
        self._counting.counted.connect(lambda _series: self.works.emit())
        self.count()

    @property
    def is_open(self) -> bool:
        """Whether the bars are shown, or would be."""
        return self._is_open

    def turn(self) -> None:
        """Fold it away, or open it."""
        self.set_folded(self._is_open)
        if self._is_open and self.isVisible():
            self.canvas.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def show_found(self, query: "Query", ids: "array[int]", *, complete: bool) -> None:
        """A search has found these, drawn after ``count`` as soon as they are ``complete``.

        Without any hit, and with nothing asked for, there is nothing to see. The first hits have the chart take its
        place, so that the list stays in its own from then on.
        """
        if complete:
            self._found = (query, ids)
        self.setVisible(bool(ids) or not query.is_everything)

    def make_room(self, height: int, *, shared: bool) -> None:
        """The window is so high now; ``shared``: an exchange stands under the list.

        It is the window that counts, for the page becomes lower with each message. Once the chart was seen it only
        gives way: one that came and went by itself would push the list about.
        """
        self.canvas.set_low(height < _HIGH_ENOUGH)
        enough = height >= (_HIGH_ENOUGH_FOR_BOTH if shared else _HIGH_ENOUGH)
        if self.folded is None and not (enough and self._seen):
            self._open(enough)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._seen = True

    def widen(self) -> None:
        """Search for what was searched before a bar was taken."""
        if self._earlier:
            self._search.write(self._earlier.pop())

    def _arrange(self) -> None:
        if self.folded is not None:
            self._open(not self.folded)

    def _open(self, is_open: bool) -> None:
        if is_open is self._is_open:
            return
        self._is_open = is_open
        self.canvas.setVisible(is_open)
        self._show_toggle()
        if is_open:
            self.count()
        elif self._counting is not None:
            self._counting.stop()
        self._tell()

    def _show_toggle(self) -> None:
        self.toggle.setIcon(icon("chevron-down" if self._is_open else "chevron-right"))
        words = _("Fold the chart of sends") if self._is_open else _("Show the chart of sends")
        self.toggle.setAccessibleName(words)
        self.toggle.setToolTip(f"{words} ({spec('chart').shortcut})")
        self.legend.setVisible(self._is_open)

    def count(self) -> None:
        """Count what was found, beside the window; while it is folded there is nothing to count for."""
        if self._counting is not None and self._found is not None and self._is_open:
            self._counting.ask(*self._found)

    def _counted(self, series: Series) -> None:
        self.canvas.show_series(series)
        self._tell()

    def _tell(self) -> None:
        bar, series = self.canvas.bar, self.canvas.series
        self.legend.show_totals(bar.counts if bar is not None else series.totals)
        if not self._is_open:
            self.words.tell("")
        elif bar is not None:
            self.words.tell(short_words(bar, series.unit))
        elif series.bars:
            self.words.tell(unit_words(series.unit))
        elif self._found is not None and not self._found[1]:
            self.words.tell(_("Nothing was found, so there is nothing to draw."))
        else:  # it is being counted
            self.words.tell("")

    def _narrow(self, at: int) -> None:
        series = self.canvas.series
        text = self._search.text()
        narrowed = at_time(text, *search_words(series.bars[at], series.unit))
        if narrowed != text:
            self._earlier.append(text)
            self._search.write(narrowed)
