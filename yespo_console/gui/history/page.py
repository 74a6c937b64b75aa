"""History: a search box and filters over the table over the exchange. Searching runs beside the window."""

from array import array
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QEvent, QItemSelectionModel, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from yespo_console.gui.actions import spec
from yespo_console.gui.compose.handover import OpenDraft, SendAgain
from yespo_console.gui.icons import icon
from yespo_console.gui.page import Page, PageContext
from yespo_console.gui.services import Services
from yespo_console.gui.tokens import GRID
from yespo_console.platform.i18n import N_, _, ngettext

if TYPE_CHECKING:
    from yespo_console.gui.async_runner import Outcome
    from yespo_console.gui.history.exchange_model import ExchangeModel
    from yespo_console.gui.response.exchange_view import ExchangeView
    from yespo_console.history.exchange import Exchange
    from yespo_console.history.query import Facets, Query
    from yespo_console.history.store import Cancellation, HistoryStore

#: Typing is searched when it pauses this long; other programs' sends are looked for this often.
_PAUSE_MS: Final = 60
_LOOK_MS: Final = 500

_STATUSES: Final = (
    ("", N_("Any answer")),
    ("2xx", N_("Accepted (2xx)")),
    ("4xx", N_("Refused (4xx)")),
    ("5xx", N_("Server error (5xx)")),
    ("error", N_("Network error")),
    ("none", N_("No answer recorded")),
)
_TIMES: Final = ((0, N_("Any time")), (1, N_("Today")), (7, N_("Last 7 days")), (30, N_("Last 30 days")))


@dataclass(frozen=True, slots=True)
class _Found:
    ids: "array[int]"
    facets: "Facets"


class HistoryPage(Page):
    """Every request and response again."""

    section: ClassVar[str] = "history"

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._services: Services | None = None
        self._model: ExchangeModel | None = None
        self._cancellation: Cancellation | None = None
        self._asked: Query | None = None
        self._version = -1
        self._shown_id: int | None = None
        self.view: ExchangeView | None = None

        self.search = QLineEdit(self)
        self.search.setPlaceholderText(_("Search sent events: words, “phrases”, type:cartUpdated, status:4xx …"))
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search", "muted"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.setAccessibleName(_("Search the history"))
        self.search.installEventFilter(self)
        self.type = _picker(_("Event type"), [("", _("Any event"))])
        self.environment = _picker(_("Environment"), [("", _("Any environment"))])
        self.status = _picker(_("Answer"), [(value, _(words)) for value, words in _STATUSES])
        self.time = _picker(_("Time"), [(str(days), _(words)) for days, words in _TIMES])
        self.fault = QLabel(self)
        self.fault.setProperty("role", "error")
        self.fault.setWordWrap(True)
        self.fault.hide()
        self.count = QLabel(self)
        self.count.setProperty("role", "muted")
        bar = QHBoxLayout()
        bar.setSpacing(GRID)
        bar.addWidget(self.search, 1)
        for picker in self._pickers():
            bar.addWidget(picker)
            picker.currentIndexChanged.connect(self._ask)
        top = QWidget(self)
        column = QVBoxLayout(top)
        column.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        column.setSpacing(GRID)
        column.addLayout(bar)
        column.addWidget(self.fault)

        self.table = QTableView(self)
        self.table.setAccessibleName(_("Exchanges, newest first"))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(4 * GRID)
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.installEventFilter(self)
        self.table.doubleClicked.connect(self.open_in_composer)
        self._empty = QLabel(self)
        self._empty.setProperty("role", "muted")
        self._empty.setWordWrap(True)
        self._empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.clear_filters = QPushButton(_("Clear search and filters"), self)
        self.clear_filters.setAccessibleName(self.clear_filters.text())
        self.clear_filters.clicked.connect(self._clear)
        nothing = QWidget(self)
        inside = QVBoxLayout(nothing)
        inside.addStretch(1)
        inside.addWidget(self._empty)
        inside.addWidget(self.clear_filters, 0, Qt.AlignmentFlag.AlignHCenter)
        inside.addStretch(1)
        self._list = QStackedWidget(self)
        self._list.addWidget(nothing)
        self._list.addWidget(self.table)

        self.open_button = QPushButton(_("Open in composer (Enter)"), self)
        self.again_button = QPushButton(_("Send again ({keys})").format(keys=spec("send").shortcut), self)
        for button, command in ((self.open_button, self.open_in_composer), (self.again_button, self.send_again)):
            button.setAccessibleName(button.text())
            button.clicked.connect(partial(self._run, command))
        buttons = QHBoxLayout()
        buttons.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        buttons.setSpacing(GRID)
        buttons.addWidget(self.count, 1)
        buttons.addWidget(self.open_button)
        buttons.addWidget(self.again_button)
        upper = QWidget(self)
        rows = QVBoxLayout(upper)
        rows.setContentsMargins(0, 0, 0, GRID)
        rows.setSpacing(GRID)
        rows.addWidget(self._list, 1)
        rows.addLayout(buttons)
        self.panes = QSplitter(Qt.Orientation.Vertical, self)
        self.panes.setObjectName("history-panes")
        self.panes.setChildrenCollapsible(False)
        self.panes.addWidget(upper)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(top)
        outer.addWidget(self.panes, 1)

        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._ask)
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._look_for_news)
        self.search.textChanged.connect(self._typed)
        self._show_state()

    # -- page

    def commands(self) -> Mapping[str, Callable[[], object]]:
        return {
            "search": self._focus_search,
            "send": self.send_again,
            "next-pane": partial(self._step_pane, 1),
            "previous-pane": partial(self._step_pane, -1),
        }

    def is_enabled(self, action_id: str) -> bool:
        return action_id != "send" or self._shown_id is not None

    def first_focus(self) -> QWidget:
        return self.search

    def attach(self, services: Services) -> None:
        from yespo_console.gui.history.exchange_model import ExchangeModel
        from yespo_console.gui.response.exchange_view import ExchangeView

        self._services = services
        self._model = ExchangeModel(services.history, self)
        self.table.setModel(self._model)
        for column, width in enumerate((160, 128, 216, 208, 152, 72)):
            self.table.setColumnWidth(column, width)
        self.table.selectionModel().currentRowChanged.connect(self._current_changed)
        self.view = ExchangeView(self)
        self.panes.addWidget(self.view)
        self.panes.setSizes([360, 320])
        self.view.hide()
        self._ask()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look.start()
        self._look_for_news()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._look.stop()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            key = event.key()
            if watched is self.search and key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._enter_table()
                return True
            if watched is self.table and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.open_in_composer()
                return True
        return super().eventFilter(watched, event)

    # -- searching

    def _pickers(self) -> tuple[QComboBox, ...]:
        return (self.type, self.environment, self.status, self.time)

    def _typed(self) -> None:
        self._pause.start()

    def query(self) -> "Query":
        """What search box and filters ask for. Raises QueryError."""
        from dataclasses import replace

        from yespo_console.history.query import parse_query

        query = parse_query(self.search.text())
        days = int(self.time.currentData())
        if days:
            midnight = datetime.now().astimezone().replace(hour=0, minute=0, second=0, microsecond=0)
            since = (midnight - timedelta(days=days - 1)).astimezone(UTC)
            query = replace(query, since=max(since, query.since) if query.since else since)
        kind, environment, status = (one.currentData() for one in (self.type, self.environment, self.status))
        return replace(
            query,
            event_types=(kind,) if kind else query.event_types,
            environments=(environment,) if environment else query.environments,
            statuses=(status,) if status else query.statuses,
        )

    def _ask(self) -> None:
        from yespo_console.history.query import QueryError

        if self._services is None:
            return
        try:
            query = self.query()
        except QueryError as error:
            self.fault.setText(str(error))
            self.fault.show()
            return
        self.fault.hide()
        self._start(query)

    def _start(self, query: "Query") -> None:
        from yespo_console.history.store import Cancellation

        assert self._services is not None
        if self._cancellation is not None:
            self._cancellation.cancel()
        self._cancellation = Cancellation()
        self._asked = query
        self._version = self._services.history.data_version()
        search = partial(_search, self._services.history, query, self._cancellation)
        self._services.runner.start(search, self._answered)

    def _answered(self, outcome: "Outcome[_Found]") -> None:
        from yespo_console.history.errors import HistoryError, SearchCancelledError

        if outcome.cancelled or isinstance(outcome.error, SearchCancelledError):
            return
        if isinstance(outcome.error, HistoryError):
            self.noticed.emit("error", str(outcome.error))
            return
        found = outcome.result()
        assert self._model is not None
        shown = self._shown_id
        self._model.set_ids(found.ids)
        self._fill_pickers(found.facets)
        if shown is not None and not self.table.currentIndex().isValid():
            self._select(shown)
        self._show_state()

    def _fill_pickers(self, facets: "Facets") -> None:
        for picker, values in ((self.type, facets.event_types), (self.environment, facets.environments)):
            there = [picker.itemData(at) for at in range(1, picker.count())]
            if there == list(values):
                continue
            chosen = picker.currentData()
            picker.blockSignals(True)
            for _at in there:
                picker.removeItem(1)
            for value in values:
                picker.addItem(value, value)
            picker.setCurrentIndex(max(0, picker.findData(chosen)))
            picker.blockSignals(False)

    def _look_for_news(self) -> None:
        if self._services is None or self._asked is None:
            return
        if self._services.history.data_version() != self._version:
            self._start(self._asked)

    def _show_state(self) -> None:
        from yespo_console.history.query import Query

        shown = self._model.rowCount() if self._model is not None else 0
        self._list.setCurrentIndex(1 if shown else 0)
        everything = self._asked is None or self._asked == Query()
        if everything:
            words = _("Nothing was sent yet. Compose an event and send it with {keys}: it will be kept here.")
            self._empty.setText(words.format(keys=spec("send").shortcut))
        else:
            self._empty.setText(_("Nothing found. Search for less, or clear the filters."))
        self.clear_filters.setVisible(not everything)
        self.count.setText(ngettext("{count} exchange", "{count} exchanges", shown).format(count=f"{shown:,}"))
        for widget in (self.open_button, self.again_button):
            widget.setEnabled(self._shown_id is not None)
        if self.view is not None:
            self.view.setVisible(self._shown_id is not None)
        self.commands_changed.emit()

    def _clear(self) -> None:
        for picker in self._pickers():
            picker.setCurrentIndex(0)
        self.search.clear()
        self._focus_search()

    # -- one exchange

    def _current_changed(self) -> None:
        assert self._model is not None
        index = self.table.currentIndex()
        self._shown_id = self._model.ids[index.row()] if index.isValid() else None
        exchange = self._exchange()
        if exchange is not None and self.view is not None:
            self.view.show_exchange(exchange)
        self._show_state()

    def _exchange(self) -> "Exchange | None":
        if self._services is None or self._shown_id is None:
            return None
        return self._services.history.get(self._shown_id)

    def _select(self, number: int) -> None:
        row = self._model.row_of(number) if self._model is not None else None
        if row is None or self._model is None:
            self._shown_id = None
            return
        flags = QItemSelectionModel.SelectionFlag
        self.table.selectionModel().setCurrentIndex(self._model.index(row, 0), flags.ClearAndSelect | flags.Rows)

    def open_in_composer(self) -> None:
        """Open the request as a draft that can be changed."""
        from yespo_console.events.event import Encoding
        from yespo_console.events.json_text import JsonTextError, parse
        from yespo_console.reading.reader import encoding_of

        exchange = self._exchange()
        if exchange is None:
            return
        text = exchange.request_text
        try:
            encoding = Encoding(exchange.api, encoding_of(parse(text)).native).normal()
        except JsonTextError:
            encoding = Encoding(exchange.api).normal()
        self.passed_on.emit("compose", OpenDraft(text, encoding, exchange.environment))

    def send_again(self) -> None:
        """Send the very same bytes once more, to the environment they went to."""
        exchange = self._exchange()
        if exchange is not None:
            again = SendAgain(exchange.id, exchange.request_body, exchange.environment, exchange.api)
            self.passed_on.emit("compose", again)

    def copy_id(self) -> None:
        """Put the history id on the clipboard."""
        if self._shown_id is not None:
            QGuiApplication.clipboard().setText(str(self._shown_id))

    # -- keys

    def _focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _enter_table(self) -> None:
        if self._model is not None and self._model.rowCount():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)
            if not self.table.currentIndex().isValid():
                self.table.selectRow(0)

    def _step_pane(self, by: int) -> None:
        panes: list[QWidget] = [self.search, self.table]
        if self.view is not None and self.view.isVisible():
            panes.append(self.view.tabs)
        focused = self.window().focusWidget()
        held = (n for n, pane in enumerate(panes) if focused is pane or (focused and pane.isAncestorOf(focused)))
        panes[(next(held, 0) + by) % len(panes)].setFocus(Qt.FocusReason.TabFocusReason)

    @staticmethod
    def _run(command: Callable[[], object], *_checked: bool) -> None:
        command()


def _picker(name: str, choices: list[tuple[str, str]]) -> QComboBox:
    picker = QComboBox()
    for value, words in choices:
        picker.addItem(words, value)
    picker.setAccessibleName(name)
    picker.setToolTip(name)
    picker.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
    return picker


async def _search(store: "HistoryStore", query: "Query", cancel: "Cancellation") -> _Found:
    """In a thread of its own: the loop goes on, and a newer search ends this one."""
    import asyncio

    def search() -> _Found:
        return _Found(store.ids(query, cancel), store.facets())

    return await asyncio.to_thread(search)
