"""History: a search box and filters over the table over the exchange. Searching runs beside the window."""

from array import array
from collections.abc import Callable, Mapping
from functools import partial
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QItemSelectionModel, QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QGuiApplication, QHideEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from yespo_console.gui.actions import COPY_WRITERS, spec
from yespo_console.gui.compose.handover import ImportFiles, OpenDraft, OpenFiles, SendAgain, ShowExchange
from yespo_console.gui.empty_state import EmptyState
from yespo_console.gui.file_drop import dragged_files
from yespo_console.gui.header import shortened
from yespo_console.gui.history.comparing import Comparing
from yespo_console.gui.history.exchange_model import ExchangeModel
from yespo_console.gui.history.exchange_table import ExchangeTable
from yespo_console.gui.history.filters import Filters
from yespo_console.gui.history.finding.row_filters import add_row_filters
from yespo_console.gui.history.timelines import Timelines
from yespo_console.gui.history.transfer.desk import TransferDesk, selected_ids, split_by_use
from yespo_console.gui.icons import Role, icon
from yespo_console.gui.page import Page, PageContext
from yespo_console.gui.response.exchange_view import ExchangeView
from yespo_console.gui.services import Services
from yespo_console.gui.tokens import GRID
from yespo_console.platform.i18n import _, ngettext

if TYPE_CHECKING:
    from yespo_console.gui.history.searching import Searching
    from yespo_console.history.exchange import Exchange
    from yespo_console.history.query import ExchangeRow

#: What other windows and commands send is looked for this often while the page is shown.
_LOOK_MS: Final = 500
#: From this width on, in px, the exchange stands beside the table.
_WIDE: Final = 1500


class HistoryPage(Page):
    """Every request and response again.

    Attributes:
        filters, table, view: from top to bottom.
    """

    section: ClassVar[str] = "history"
    sends_to_selection: ClassVar[bool] = False

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._services: Services | None = None
        self._searching: Searching | None = None
        self._complete = True
        #: The exchange that is shown, and that is selected again whenever it is in the list.
        self._shown_id: int | None = None

        self.filters = Filters(self)
        self.search, self.fault = self.filters.search, self.filters.fault
        self._model = ExchangeModel(self)
        self.table = ExchangeTable(self)
        self.table.setAccessibleName(_("Exchanges, newest first"))
        self.table.setModel(self._model)
        self.table.set_widths()
        self.table.horizontalHeader().setObjectName("history-columns-2")  # with signs and tags
        self._comparing = Comparing(self, self._read, context.runner)
        self._timelines = Timelines(self)
        self._empty = EmptyState("history", self)
        self.clear_filters = QPushButton(_("Clear search and filters"), self)
        self.clear_filters.setAccessibleName(self.clear_filters.text())
        self._empty.more.addWidget(self.clear_filters, 0, Qt.AlignmentFlag.AlignHCenter)
        self._list = QStackedWidget(self)
        self._list.addWidget(self._empty)
        self._list.addWidget(self.table)
        self.count = QLabel(self)
        self.count.setProperty("role", "muted")
        self.count.setAccessibleName(_("How many were found"))
        self._transfer = TransferDesk(self)
        self.export_button = QToolButton(self)
        self.export_button.setIcon(icon("export"))
        self.export_button.setToolTip(spec("export").tooltip)
        self.export_button.setAccessibleName(spec("export").title)
        self.export_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.export_button.clicked.connect(self.export)
        self.copy_button = QToolButton(self)
        self.copy_button.setText(" " + _("Copy"))
        self.copy_button.setIcon(icon("copy"))
        self.copy_button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.copy_button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.copy_button.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.copy_button.setAccessibleName(_("Copy from this exchange"))
        menu = QMenu(self.copy_button)
        menu.addActions(self._copy_actions())
        self.copy_button.setMenu(menu)
        self.open_button = QPushButton(self)
        self.open_button.setIcon(icon("compose"))
        _label(self.open_button, _("Open in composer (Enter)"))
        self.again_button = QPushButton(self)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(2 * GRID, 0, 2 * GRID, 0)
        buttons.setSpacing(GRID)
        buttons.addWidget(self.count, 1)
        for button in (self.export_button, self.copy_button, self.open_button, self.again_button):
            buttons.addWidget(button)
        upper = QWidget(self)
        rows = QVBoxLayout(upper)
        rows.setContentsMargins(0, 0, 0, GRID)
        rows.setSpacing(GRID)
        rows.addWidget(self._list, 1)
        rows.addLayout(buttons)
        self.view = ExchangeView(self)
        self.view.hide()
        self.panes = QSplitter(Qt.Orientation.Vertical, self)
        self.panes.setObjectName("history-panes")
        self.panes.setChildrenCollapsible(False)
        self.panes.addWidget(upper)
        self.panes.addWidget(self.view)
        self.panes.setStretchFactor(0, 5)
        self.panes.setStretchFactor(1, 4)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.filters)
        outer.addWidget(self.panes, 1)

        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._look_for_news)
        self.filters.changed.connect(self._ask)
        self.filters.left_downwards.connect(self._enter_table)
        self.filters.failed.connect(partial(self.noticed.emit, "error"))
        self.filters.notable.connect(partial(self.noticed.emit, "success"))
        self.table.left_upwards.connect(self._focus_search)
        self.table.typed.connect(self._search_for)
        self.table.opened.connect(self.open_in_composer)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self.table.selectionModel().currentRowChanged.connect(self._current_changed)
        self.table.selectionModel().selectionChanged.connect(self.commands_changed)
        self._model.failed.connect(partial(self.noticed.emit, "error"), Qt.ConnectionType.QueuedConnection)
        self._transfer.noticed.connect(self.noticed)
        self._transfer.offered.connect(self.offered)
        self._transfer.came_in.connect(self._look_for_news)
        self.setAcceptDrops(True)
        self.clear_filters.clicked.connect(self._clear)
        self._show(None)
        self.open_button.clicked.connect(self.open_in_composer)
        self.again_button.clicked.connect(self.send_again)
        self._show_state()

    # -- page

    def commands(self) -> Mapping[str, Callable[[], object]]:
        return {
            "search": self._focus_search,
            "save-search": self.filters.saved.ask_name,
            "send": self.send_again,
            "compare": self._comparing.compare,
            "timeline-contact": self._timelines.open_contact,
            "timeline-cart": self._timelines.open_cart,
            "export": self.export,
            "forget": self.forget_contact,
            "next-pane": partial(self._step_pane, 1),
            "previous-pane": partial(self._step_pane, -1),
            **{action: partial(self.copy_as, writer) for action, writer in COPY_WRITERS.items()},
        }

    def is_enabled(self, action_id: str) -> bool:
        if action_id == "export":
            return self._model.rowCount() > 0
        if action_id == "compare":
            return self._comparing.is_possible()
        return self._shown_id is not None or action_id not in (
            "send",
            "timeline-contact",
            "timeline-cart",
            *COPY_WRITERS,
        )

    def first_focus(self) -> QWidget:
        return self.table if self._shown_id is not None else self.search

    def attach(self, services: Services) -> None:
        from yespo_console.gui.history.searching import Searching

        self._services = services
        self._model.set_store(services.history)
        self._transfer.attach(services)
        self._searching = Searching(services.history, services.runner, self)
        self._searching.listed.connect(self._listed)
        self._searching.facets_known.connect(self.filters.take_facets)
        self._searching.failed.connect(partial(self.noticed.emit, "error"))
        self.filters.attach(services.profile, services.runner)
        if self.isVisible():
            self._look_for_news()

    def receive(self, thing: object) -> None:
        if isinstance(thing, ImportFiles):
            self._transfer.choose()
            return
        if not isinstance(thing, ShowExchange):
            super().receive(thing)
            return
        self._show(thing.exchange_id)
        self.filters.clear()
        self._look_for_news()
        self._select_shown()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._look.start()
        self._look_for_news()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._look.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= _WIDE
        self.panes.setOrientation(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if dragged_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Exports and recordings come into the history; whatever else is dropped opens in the composer."""
        taken, others = split_by_use(dragged_files(event.mimeData()))
        event.acceptProposedAction()
        if taken:
            self._transfer.take_in(taken)
        if others:
            self.passed_on.emit("compose", OpenFiles(tuple(others)))

    def _open_menu(self, place: QPoint) -> None:
        if self._shown_id is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for button, command in ((self.open_button, self.open_in_composer), (self.again_button, self.send_again)):
            menu.addAction(button.icon(), button.text().strip(), command)
        menu.addActions(self._comparing.menu_actions(menu))
        menu.addActions(self._timelines.menu_actions(menu))
        menu.addAction(icon("export"), spec("export").title + "…", self.export)
        row = self._model.row(self.table.currentIndex().row())
        if row is not None:
            menu.addSeparator()
            add_row_filters(menu, row, self.search)
        menu.addSeparator()
        menu.addActions(self._copy_actions(menu))
        menu.popup(self.table.viewport().mapToGlobal(place))

    # -- searching

    def _ask(self) -> None:
        query = self.filters.understood()
        if self._searching is not None and query is not None and query != self._searching.query:
            self._searching.ask(query)
            self._show_state()

    def _look_for_news(self) -> None:
        if self._searching is None:
            return
        if self._searching.query is None:
            self._ask()
        else:
            self._searching.look()

    def _listed(self, ids: "array[int]", newest: "list[ExchangeRow]", complete: bool) -> None:
        self._complete = complete
        self._model.set_ids(ids, newest)
        self._select_shown()
        if complete and self._shown_id is not None and not self.table.currentIndex().isValid():
            self._show(None)
        shown = self.view.exchange
        if shown is not None and shown.answer is None:
            self._show(self._shown_id)  # its answer may have come
        self._show_state()

    def _select_shown(self) -> None:
        """Have the shown exchange selected, where it is in the list."""
        if self._shown_id is None:
            return
        current = self.table.currentIndex()
        if current.isValid() and self._model.ids[current.row()] == self._shown_id:
            return
        row = self._model.row_of(self._shown_id)
        if row is not None:
            flags = QItemSelectionModel.SelectionFlag
            self.table.selectionModel().setCurrentIndex(self._model.index(row, 0), flags.ClearAndSelect | flags.Rows)

    def _show_state(self) -> None:
        found = self._model.rowCount()
        self._list.setCurrentWidget(self.table if found else self._empty)
        if self._searching is None or self._searching.query is None:
            self._empty.say(_("One moment"), _("The history is being opened."))
        elif self.filters.is_empty:
            words = _("Compose an event and send it with {keys}. It will be kept here with its answer.")
            self._empty.say(_("Nothing was sent yet"), words.format(keys=spec("send").shortcut))
        else:
            self._empty.say(_("Nothing found"), _("Search for less, or take a filter away."))
        self.clear_filters.setHidden(self.filters.is_empty)
        if self.export_button.isEnabled() != (found > 0):
            self.export_button.setEnabled(found > 0)
            self.commands_changed.emit()
        if self._complete:
            words = ngettext("{count} exchange", "{count} exchanges", found)
        else:
            words = ngettext("The newest {count}, looking for more …", "The newest {count}, looking for more …", found)
        self.count.setText(words.format(count=f"{found:,}") if found else "")

    def _clear(self) -> None:
        self.filters.clear()
        self._focus_search()

    def _search_for(self, letters: str) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.setText(letters)

    # -- one exchange

    def _current_changed(self) -> None:
        index = self.table.currentIndex()
        if index.isValid():
            number = self._model.ids[index.row()]
            if number != self._shown_id:
                self._show(number)

    def _show(self, number: int | None) -> None:
        exchange = self._read(number) if number is not None else None
        self._shown_id = exchange.id if exchange is not None else None
        if exchange is not None:
            self.view.show_exchange(exchange)
            again = _("Send again to {environment} ({keys})")
            words = again.format(environment=shortened(exchange.environment), keys=spec("send").shortcut)
        else:
            words = _("Send again ({keys})").format(keys=spec("send").shortcut)
        real: Role = "real" if exchange is not None and exchange.is_real else "text"
        self.again_button.setIcon(icon("send-real" if real == "real" else "send", real))
        _label(self.again_button, words)
        self.view.setVisible(exchange is not None)
        for button in (self.copy_button, self.open_button, self.again_button):
            button.setEnabled(exchange is not None)
        self.commands_changed.emit()

    def _read(self, number: int) -> "Exchange | None":
        from yespo_console.history.errors import HistoryError

        if self._services is None:
            return None
        try:
            return self._services.history.get(number)
        except HistoryError as error:
            self.noticed.emit("error", str(error))
            return None

    @property
    def services(self) -> Services | None:
        """None while the program still starts."""
        return self._services

    @property
    def shown(self) -> "Exchange | None":
        """The exchange that is shown."""
        return self.view.exchange if self._shown_id is not None else None

    def open_in_composer(self) -> None:
        """Open the request as a draft that can be changed."""
        from yespo_console.events.event import Encoding
        from yespo_console.events.json_text import JsonTextError, parse
        from yespo_console.reading.reader import encoding_of

        exchange = self.shown
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
        exchange = self.shown
        if exchange is not None:
            again = SendAgain(exchange.id, exchange.request_body, exchange.environment, exchange.api)
            self.passed_on.emit("compose", again)

    def export(self) -> None:
        """Let the user hand on what is selected or found."""
        if self._complete:
            self._transfer.export(selected_ids(self.table, self._model.ids), self._model.ids)
        else:
            self.noticed.emit("info", _("Still looking for more: try again in a moment."))

    def forget_contact(self) -> None:
        """Ask whose traces are to be deleted; the contact of the exchange shown is offered."""
        from yespo_console.gui.history.forget_dialog import ForgetDialog

        if self._services is not None:
            locators = self.shown.locators if self.shown is not None else ()
            value = next((value for _name, value in locators), "")
            ForgetDialog(self._services, value, self.window()).open()

    # -- copying

    def _copy_actions(self, owner: QWidget | None = None) -> list[QAction]:
        from yespo_console.sharing.writers import WRITERS

        rows: list[tuple[str, Callable[[], object]]] = [
            (_("History number"), self.copy_id),
            (_("Request body"), self.copy_body),
            *((WRITERS[writer].title, partial(self.copy_as, writer)) for writer in COPY_WRITERS.values()),
        ]
        actions = []
        for words, command in rows:
            action = QAction(_("Copy: {what}").format(what=words), owner or self)
            action.triggered.connect(partial(_run, command))
            actions.append(action)
        return actions

    def copy_id(self) -> None:
        """Put the history number on the clipboard."""
        if self._shown_id is not None:
            self._copied(str(self._shown_id), _("The history number"))

    def copy_body(self) -> None:
        """Put the request body on the clipboard, as it was sent."""
        exchange = self.shown
        if exchange is not None:
            self._copied(exchange.request_text, _("The request body"))

    def copy_as(self, writer: str) -> None:
        """Put the request on the clipboard as a command or program; the key stays a placeholder."""
        from yespo_console.gui.history.replay import request_of
        from yespo_console.sharing.writers import WRITERS

        exchange = self.shown
        if exchange is not None:
            request = request_of(exchange, self._context.selection.environments)
            QGuiApplication.clipboard().setText(WRITERS[writer].write(request))
            message = _("Copied as {name}. Put your key where the placeholder stands.")
            self.noticed.emit("success", message.format(name=WRITERS[writer].title))

    def _copied(self, text: str, what: str) -> None:
        QGuiApplication.clipboard().setText(text)
        self.noticed.emit("success", _("{what} was copied.").format(what=what))

    # -- keys

    def _focus_search(self) -> None:
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def _enter_table(self) -> None:
        if self._model.rowCount():
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _step_pane(self, by: int) -> None:
        panes: list[QWidget] = [self.search, self.table if self.table.isVisible() else self.clear_filters]
        if self.view.isVisible():
            panes += [self.view.tabs.tabBar(), self.view.tabs]
        focused = self.window().focusWidget()
        held = (n for n, pane in enumerate(panes) if focused is pane or (focused and pane.isAncestorOf(focused)))
        target = panes[(next(held, 0) + by) % len(panes)]
        if target is self.view.tabs and self.view.tabs.part is not None:
            target = self.view.tabs.part
        target.setFocus(Qt.FocusReason.TabFocusReason)


def _label(button: QPushButton, words: str) -> None:
    """Words a little apart from the icon."""
    button.setText(" " + words.replace("&", "&&"))
    button.setAccessibleName(words)


def _run(command: Callable[[], object], *_checked: bool) -> None:
    command()
