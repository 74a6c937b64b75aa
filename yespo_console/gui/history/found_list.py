"""What the search finds: the table of exchanges, or why there are none. Searching runs beside the window."""

from array import array
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QItemSelectionModel, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from yespo_console.gui.history.chart.panel import ChartPanel
from yespo_console.gui.history.exchange_model import ExchangeModel
from yespo_console.gui.history.exchange_table import ROW_PX, ExchangeTable
from yespo_console.gui.history.filters import Filters
from yespo_console.gui.history.nothing_listed import NothingListed
from yespo_console.gui.page import lay_out
from yespo_console.gui.painted import Painted
from yespo_console.gui.readiness import Readiness, Trouble
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.gui.history.searching import Searching
    from yespo_console.gui.services import Services
    from yespo_console.history.query import ExchangeRow, Query

#: What other windows and commands send is looked for this often while the list is shown.
_LOOK_MS: Final = 500
#: And this often while nothing is listed, for what was just sent is on its way to the disk.
_LOOK_SOON_MS: Final = 100
#: So many selected exchanges are selected again in a list that begins anew.
_MOST_CHOSEN: Final = 1_000


class FoundList(QStackedWidget):
    """Lists what ``filters`` ask for, has it drawn by ``chart``, and keeps one exchange selected.

    It goes in steps, each on the screen before the next is begun: the page, the newest rows, all others, the chart.

    Attributes:
        table, model: the exchanges, newest first.
        empty: what stands in place of the table.
        searching: None while the program still starts.
        complete: all that was found is listed.
        shown_id: the exchange that is shown beside the list, or None. It is selected whenever it is in the list.
    Signals:
        chosen(int): the user went to the exchange with that id.
        lost(): the exchange that is shown is not in the list, and all that was found is.
        listed(): other exchanges are listed, or the same anew.
        changed(): what is listed, or whether that is all of it.
        facets_known(Facets): what there is to filter by.
        failed(str): the history cannot be read; a sentence.
    """

    chosen = Signal(object)
    lost = Signal()
    listed = Signal()
    changed = Signal()
    facets_known = Signal(object)
    failed = Signal(str)

    def __init__(self, filters: Filters, chart: ChartPanel, readiness: Readiness, page: QWidget) -> None:
        super().__init__(page)
        self._readiness = readiness
        self._filters = filters
        self._chart = chart
        self.searching: Searching | None = None
        self.complete = True
        self.shown_id: int | None = None
        #: Why the history cannot be read, since it was tried last; a sentence.
        self._unread = ""
        #: The exchange that somebody asked to see, until it is known whether the search finds it.
        self._sought: int | None = None
        #: The search whose hits are listed; the one that runs may be another.
        self._listed_for: Query | None = None
        #: The hits of another search are listed now, and not yet shown from the first on.
        self._begins = False
        #: Where the keys were when they were to enter a list that is still to come.
        self._entering_from: QWidget | None = None

        self.model = ExchangeModel(self)
        self.table = ExchangeTable(self)
        self.table.setAccessibleName(_("Exchanges, newest first"))
        self.table.setModel(self.model)
        self.empty = NothingListed(filters, self)
        self.addWidget(self.empty)
        self.addWidget(self.table)
        self._page_painted, self._rows_painted = Painted(page), Painted(self.table.viewport())
        self._present = QTimer(self)
        self._present.setSingleShot(True)
        self._present.timeout.connect(self._show_listed)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self.look)
        filters.changed.connect(self._ask)
        filters.left_downwards.connect(self.enter)
        chart.left_downwards.connect(self.enter)
        self.table.selectionModel().currentRowChanged.connect(self._current_changed)
        self.model.failed.connect(self.failed, Qt.ConnectionType.QueuedConnection)
        self._show_state()

    @property
    def can_be_read(self) -> bool:
        """Whether the history could be read when it was tried last."""
        return not self._unread

    def lay_out(self) -> None:
        """Get ready what the first rows will be shown in."""
        self.table.resize(self.size())
        self.table.doItemsLayout()  # with its scroll bar
        lay_out(self.table)

    def attach(self, services: "Services") -> None:
        """From now on there is a history to search."""
        from yespo_console.gui.history.searching import Searching

        self.model.set_store(services.history)
        self.searching = Searching(services.history, services.runner, self)
        self.searching.listed.connect(self._list)
        self.searching.facets_known.connect(self.facets_known)
        self.searching.failed.connect(self._fail)
        if self.isVisible():
            self.look()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look.start()
        self._page_painted.then(self.look)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._look.stop()

    # -- searching

    def look(self) -> None:
        """List what has come since, or begin to."""
        if self.searching is None:
            return
        if self.searching.query is None:
            self._ask()
        else:
            self.searching.look()
            if self.searching.running and not self.model.rowCount():
                self._show_state()  # what it says may be true no more

    def begin_anew(self) -> None:
        """The history was lost, or is another one now: what is listed is not in it."""
        self.model.set_ids(array("q"))
        self._listed_for = None
        if self.searching is not None and self.searching.query is not None:
            self.searching.ask(self.searching.query)
        self._show_state()

    def seek(self, number: int) -> None:
        """Find the exchange that is shown now; a search that does not find it gives way to it."""
        self._sought = number
        self.look()
        self._select_shown()
        if self.searching is not None and not self.searching.running:
            self._find_shown()

    def _ask(self) -> None:
        query = self._filters.understood()
        if self.searching is not None and query != self.searching.query:
            self._entering_from = self._sought = None  # who searches anew wants to see what that finds
            if self.currentWidget() is self.table:
                # Looking into more rows than are in sight takes longer than finding them.
                self.searching.ask(query, self.table.viewport().height() // ROW_PX + 2)
            else:
                self.searching.ask(query)
            self._show_state()

    def _fail(self, words: str) -> None:
        self._unread = words
        self._show_state()
        self.failed.emit(words)

    def _list(self, ids: "array[int]", newest: "list[ExchangeRow]", complete: bool) -> None:
        assert self.searching is not None
        is_another = self._listed_for != self.searching.query
        # Who chose all while the others were still looked for meant those, too.
        all_chosen = not (self.complete or is_another) and self.table.has_all_selected()
        self.complete, self._unread = complete, ""
        chosen = [] if is_another or all_chosen else self.table.selected_ids(_MOST_CHOSEN)
        self.model.set_ids(ids, newest)
        if chosen == self.table.selected_ids(_MOST_CHOSEN):
            chosen = []  # they have stayed so
        self._begins = self._begins or is_another
        self._listed_for = self.searching.query
        if ids and self.currentWidget() is self.empty:
            self.lay_out()  # or its columns take their widths after the first paint, and have all painted once more
            self._present.start()
        else:
            self._show_listed()
            self.table.choose_again(chosen)
        if all_chosen:
            self.table.selectAll()

    def _show_listed(self) -> None:
        assert self.searching is not None
        self._present.stop()
        if self._listed_for is not None:
            self._chart.show_found(self._listed_for, self.model.ids, complete=self.complete)
        begins, self._begins = self._begins, False
        bar = self.table.verticalScrollBar()
        place = 0 if begins else bar.value()  # the place in the list before is none in this one
        self._select_shown()
        if self._sought is None:
            bar.setValue(place)  # who sees the newest hits is not led away once the shown one is found behind them
        if self.complete:
            self._find_shown()
        self.listed.emit()
        self._show_state()
        self._rows_painted.then(self._chart.count if self.complete else self.searching.read_on)
        waited, self._entering_from = self._entering_from, None
        if waited is not None and waited is self.window().focusWidget():
            self.enter()

    def _show_state(self) -> None:
        found = self.model.rowCount()
        every = _LOOK_MS if found else _LOOK_SOON_MS
        if self._look.interval() != every:
            self._look.setInterval(every)
        trouble = self._readiness.trouble or (Trouble("error", self._unread, ()) if self._unread else None)
        opening = self.searching is None or self.searching.query is None
        searching = self.searching is not None and self.searching.running
        self.empty.show_state(trouble, opening=opening, searching=searching)
        self.setCurrentWidget(self.table if found else self.empty)  # now its button is there to take the keys of a list
        self.changed.emit()

    # -- the exchange that is shown

    def _find_shown(self) -> None:
        """Everything is listed. A search that does not find what was to be shown gives way to it; whatever else is
        shown and not listed is shown no more."""
        sought, self._sought = self._sought, None
        if self.shown_id is None:
            return
        if sought == self.shown_id and not self._filters.is_empty and self.model.row_of(sought) is None:
            if self._filters.is_told:  # else a search is being written, which finds what it finds
                self._filters.clear()
                self._sought = sought  # and be in sight there
        elif not self.table.currentIndex().isValid():
            self.lost.emit()
            if self.table.hasFocus():
                self._select_newest()

    def _select_shown(self) -> None:
        """Have the shown exchange selected, where it is in the list."""
        if self.shown_id is None:
            return
        current = self.table.currentIndex()
        if current.isValid() and self.model.ids[current.row()] == self.shown_id:
            return
        row = self.model.row_of(self.shown_id)
        if row is not None:
            self._select_row(row)

    def _select_row(self, row: int) -> None:
        flags = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().setCurrentIndex(self.model.index(row, 0), flags.ClearAndSelect | flags.Rows)

    def _current_changed(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            number = self.model.ids[index.row()]
            if number != self.shown_id:
                self.chosen.emit(number)

    # -- keys

    def enter(self) -> None:
        """Put the keys into the list, as soon as it is the one that was asked for."""
        if self.searching is not None and self.searching.query != self._listed_for:
            self._entering_from = self.window().focusWidget()  # what is listed are the hits of the search before
        elif self.model.rowCount():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            self._select_newest()

    def _select_newest(self) -> None:
        """Have the first row selected, unless another is."""
        if self.model.rowCount() and not self.table.selectionModel().hasSelection():
            self.table.enter_at(self.model.index(0, 0))
