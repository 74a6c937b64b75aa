"""History: a search box and filters over the list over the exchange."""

from array import array
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QSplitter, QVBoxLayout, QWidget

from yespo_console.gui.actions import COPY_WRITERS, spec
from yespo_console.gui.compose.handover import ChooseFiles, ImportFiles, SentAgain, ShowExchange
from yespo_console.gui.history.annotating import Annotating
from yespo_console.gui.history.button_row import ButtonRow
from yespo_console.gui.history.chart.panel import ChartPanel
from yespo_console.gui.history.comparing import Comparing
from yespo_console.gui.history.detail import DetailView
from yespo_console.gui.history.exchange_actions import ExchangeActions
from yespo_console.gui.history.filters import Filters
from yespo_console.gui.history.finding.row_filters import add_row_filters
from yespo_console.gui.history.focus_round import FocusRound
from yespo_console.gui.history.found_list import FoundList
from yespo_console.gui.history.timelines import Timelines
from yespo_console.gui.history.transfer.desk import TransferDesk, selected_ids, split_by_use
from yespo_console.gui.icons import icon
from yespo_console.gui.page import Page, PageContext, lay_out
from yespo_console.gui.services import Services
from yespo_console.gui.tokens import GRID
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.history.exchange import Exchange

#: Actions on the exchange that is shown.
_OF_ONE: Final = frozenset(
    ("send", "send-elsewhere", "pin", "tag", "note", "timeline-contact", "timeline-cart", "copy-ticket", *COPY_WRITERS)
)
#: From this width on, in px, the exchange stands beside the table.
_WIDE: Final = 1500


class HistoryPage(Page):
    """Every request and response again.

    Attributes:
        filters, chart, found, view: from top to bottom.
        table: of ``found``.
    """

    section: ClassVar[str] = "history"
    taken_unseen: ClassVar[tuple[type, ...]] = (ChooseFiles, SentAgain)
    sends_to_selection: ClassVar[bool] = False

    def __init__(self, context: PageContext) -> None:
        super().__init__()
        self._context = context
        self._services: Services | None = None

        self.filters = Filters(self)
        self.search, self.fault = self.filters.search, self.filters.fault
        self.chart = ChartPanel(self.search, self)
        self.found = FoundList(self.filters, self.chart, context.readiness, self)
        self.table = self.found.table
        self._comparing = Comparing(self, context.runner)
        self._timelines = Timelines(self)
        self._transfer = TransferDesk(context.readiness, self)
        self.exchange_actions = ExchangeActions(
            lambda: self.shown, lambda: len(self._selected_ids()), context.selection, context.runner, self
        )
        self.exchange_actions.passed_on.connect(self.passed_on)
        self.exchange_actions.noticed.connect(self.noticed)
        self.exchange_actions.began.connect(self.began)
        self.exchange_actions.withdrawn.connect(self.withdrawn)
        self.buttons = ButtonRow(self.exchange_actions, self)
        self.buttons.export_asked.connect(self.export)
        self.panes = QSplitter(Qt.Orientation.Vertical, self)  # before what is in it, which would be dressed again
        self.panes.setObjectName("history-panes")
        self.panes.setChildrenCollapsible(False)
        upper = QWidget(self.panes)
        rows = QVBoxLayout(upper)
        rows.setContentsMargins(0, 0, 0, GRID)
        rows.setSpacing(GRID)
        rows.addWidget(self.chart)
        rows.addWidget(self.found, 1)
        rows.addWidget(self.buttons)
        self.annotating = Annotating(self)
        self.jobs = (self.annotating.notice,)
        self.view = DetailView(context, self.annotating, self._selected_ids, self.table.viewport(), self.panes)
        self.view.hide()
        self.kept_clear = (self.filters, self.buttons, self.view.annotations)
        self.panes.setStretchFactor(0, 5)
        self.panes.setStretchFactor(1, 4)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        outer.addWidget(self.filters)
        outer.addWidget(self.panes, 1)

        self._round = FocusRound(self)
        self.filters.failed.connect(partial(self._say_failed, self.filters))
        self.filters.works.connect(partial(self.withdrawn.emit, self.filters))
        self.filters.notable.connect(self.noticed)
        self.filters.offered.connect(self.offered)
        self.table.left_upwards.connect(self.focus_search)
        self.table.typed.connect(self._search_for)
        self.table.opened.connect(self.exchange_actions.open_in_composer)
        self.table.customContextMenuRequested.connect(self._open_menu)
        self.found.chosen.connect(self._show)
        self.found.lost.connect(partial(self._show, None))
        self.found.listed.connect(self._show_answer)
        self.found.changed.connect(self._show_found)
        self.found.facets_known.connect(self.filters.take_facets)
        self.found.facets_known.connect(self.view.annotations.take_facets)
        self.found.failed.connect(partial(self._say_unread, self.found))
        self.found.listed.connect(partial(self.withdrawn.emit, self.found))
        self.found.empty.cleared.connect(self._clear)
        self.table.selectionModel().selectionChanged.connect(self.view.annotations.show_selected)
        self.chart.failed.connect(partial(self._say_unread, self.chart))
        self.chart.works.connect(partial(self.withdrawn.emit, self.chart))
        self.annotating.changed.connect(self._annotated)
        self.annotating.undo_changed.connect(self.commands_changed)
        self.annotating.failed.connect(partial(self._say_failed, self.annotating))
        self.annotating.works.connect(partial(self.withdrawn.emit, self.annotating))
        self.annotating.failed.connect(self._annotated)
        self.annotating.given_up.connect(partial(self.noticed.emit, "info"))
        for field in (self.view.annotations.tags, self.view.annotations.note):
            field.finished.connect(self.found.enter)
        self.table.selectionModel().selectionChanged.connect(self.commands_changed)
        self._transfer.noticed.connect(self.noticed)
        self._transfer.offered.connect(self.offered)
        self._transfer.picked.connect(lambda paths: self.passed_on.emit(self.section, ImportFiles(paths)))
        self._transfer.came_in.connect(self.found.look)
        context.readiness.changed.connect(self._begin_anew)
        self._show(None)
        self._show_found()

    # -- page

    def commands(self) -> Mapping[str, Callable[[], object]]:
        return {
            "search": self.focus_search,
            "save-search": self.filters.saved.ask_name,
            "send": self.exchange_actions.send_again,
            "send-elsewhere": self.exchange_actions.send_elsewhere,
            "pin": self.view.annotations.toggle_pin,
            "tag": self.view.annotations.tags.setFocus,
            "note": self.view.annotations.note.setFocus,
            "chart": self.chart.turn,
            "undo": self.annotating.undo,
            "redo": self.annotating.redo,
            "copy-ticket": self.exchange_actions.copy_ticket,
            "compare": self._comparing.compare,
            "timeline-contact": self._timelines.open_contact,
            "timeline-cart": self._timelines.open_cart,
            "export": self.export,
            "forget": self.forget_contact,
            "next-pane": partial(self._round.step, 1),
            "previous-pane": partial(self._round.step, -1),
            **{action: partial(self.exchange_actions.copy_as, writer) for action, writer in COPY_WRITERS.items()},
        }

    def is_enabled(self, action_id: str) -> bool:
        if action_id == "export":
            return self.found.model.rowCount() > 0
        if action_id == "compare":
            return self._comparing.is_possible()
        if action_id in ("undo", "redo"):
            return self.annotating.can_undo if action_id == "undo" else self.annotating.can_redo
        return self.found.shown_id is not None or action_id not in _OF_ONE

    def first_focus(self) -> QWidget:
        return self.table if self.found.shown_id is not None else self.search

    def lay_out(self) -> None:
        super().lay_out()
        self.found.lay_out()
        self.view.resize(self.panes.size())
        lay_out(self.view)

    def attach(self, services: Services) -> None:
        self._services = services
        self.annotating.attach(services)
        self.chart.attach(services)
        self.view.catalog = services.catalog
        self._transfer.attach(services)
        self.filters.attach(services.profile, services.runner)
        self.found.attach(services)

    def receive(self, thing: object) -> None:
        match thing:
            case ChooseFiles():
                self._transfer.choose()
            case ImportFiles(paths):
                self._transfer.take_in(paths)
            case SentAgain():
                self._show_what_came_of(thing)
            case ShowExchange(number, keeps_search):
                self._show(number)
                if not keeps_search:
                    self.filters.clear()
                self.found.seek(number)
            case _:
                super().receive(thing)

    def _show_what_came_of(self, sent: SentAgain) -> None:
        """Show it in the place of the exchange that was sent again; to who has gone on, it is offered only.

        Whoever writes a note or a search has gone on: it would be torn in two, or taken away.
        """
        show = ShowExchange(sent.became, keeps_search=True)
        if self.isVisible() and self.found.shown_id == sent.exchange_id and not self._is_written:
            self.receive(show)
        else:
            words = _("Exchange {number} was sent again. It is number {became} in the history.")
            answers = ((_("Show it"), partial(self.passed_on.emit, self.section, show)),)
            self.offered.emit("info", words.format(number=sent.exchange_id, became=sent.became), answers)

    @property
    def _is_written(self) -> bool:
        """Whether the keys are in a field that takes words."""
        focused = self.window().focusWidget()
        return focused is self.search or (focused is not None and self.view.annotations.isAncestorOf(focused))

    def save(self) -> str:
        self.view.annotations.note.end()
        return self.annotating.not_written()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wide = event.size().width() >= _WIDE
        self.panes.setOrientation(Qt.Orientation.Horizontal if wide else Qt.Orientation.Vertical)
        self._make_room()

    def _make_room(self) -> None:
        under = self.found.shown_id is not None and self.panes.orientation() is Qt.Orientation.Vertical
        self.chart.make_room(self.window().height(), shared=under)

    def split_files(self, paths: Sequence[Path]) -> tuple[Sequence[Path], Sequence[Path]]:
        return split_by_use(paths)

    def take_words(self, names: str) -> str:
        return _("Let go to take {names} into the history.").format(names=names)

    def take_files(self, paths: Sequence[Path]) -> None:
        self._transfer.take_in(paths)

    def _open_menu(self, place: QPoint) -> None:
        if self.found.shown_id is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.buttons.fill(menu)
        menu.addActions(self._comparing.menu_actions(menu))
        menu.addActions(self._timelines.menu_actions(menu))
        menu.addAction(icon("export"), spec("export").title + "…", self.export)
        row = self.found.model.row(self.table.currentIndex().row())
        if row is not None:
            menu.addSeparator()
            add_row_filters(menu, row, self.search)
        menu.addSeparator()
        pinned = self.view.annotations.pin.isChecked()
        menu.addAction(icon("pin"), _("Unpin") if pinned else _("Pin"), self.view.annotations.toggle_pin)
        menu.addSeparator()
        menu.addActions(self.exchange_actions.copy_actions(menu))
        menu.popup(self.table.viewport().mapToGlobal(place))

    # -- searching

    def _show_found(self) -> None:
        count = self.found.model.rowCount()
        if self.buttons.export.isEnabled() != (count > 0):
            self.buttons.export.setEnabled(count > 0)
            self.commands_changed.emit()
        self.buttons.show_count(count, complete=self.found.complete, can_be_read=self.found.can_be_read)

    def _clear(self) -> None:
        self.filters.clear()
        self.focus_search()

    def _search_for(self, letters: str) -> None:
        self.search.setFocus(Qt.FocusReason.OtherFocusReason)
        self.search.setText(letters)

    # -- one exchange

    def _begin_anew(self) -> None:
        """The history was lost, or another is there now: what is known of exchanges is not true of it."""
        is_over = self._context.readiness.trouble is None
        for part in (self.found, self.view, self.chart, *((self.annotating,) if is_over else ())):
            self.withdrawn.emit(part)
        self._show(None)
        self.annotating.forget()
        self.found.begin_anew()

    def _show(self, number: int | None) -> None:
        exchange = self._read(number) if number is not None else None
        self.found.shown_id = exchange.id if exchange is not None else None
        if exchange is not None:
            self.view.show_exchange(exchange)
        self.view.setVisible(exchange is not None)
        self.buttons.show_exchange(exchange)
        self._make_room()
        self.commands_changed.emit()

    def _show_answer(self) -> None:
        """Show the answer that may have come by now."""
        shown = self.view.exchange
        if shown is not None and shown.answer is None:
            self._show(self.found.shown_id)

    def _selected_ids(self) -> "array[int]":
        return selected_ids(self.table, self.found.model.ids)

    def _annotated(self) -> None:
        """What the user made of exchanges is on disk, or could not be written: show what is there."""
        exchange = self._read(self.found.shown_id) if self.found.shown_id is not None else None
        if exchange is not None:
            self.view.annotations.show_exchange(exchange)
        self.found.look()

    def _read(self, number: int) -> "Exchange | None":
        from yespo_console.history.errors import HistoryError

        if self._services is None:
            return None
        try:
            exchange = self._services.history.get(number)
        except HistoryError as error:
            self._say_unread(self.view, str(error))
            return None
        self.withdrawn.emit(self.view)
        return exchange

    def _say_failed(self, part: object, words: str) -> None:
        """Say what a part of the page could not do, until it can again."""
        self.stated.emit("error", words, part, None)

    def _say_unread(self, part: object, words: str) -> None:
        """The same of one that only reads; that the history is lost is said already."""
        if self._context.readiness.trouble is None:
            self._say_failed(part, words)

    @property
    def services(self) -> Services | None:
        """None while the program still starts."""
        return self._services

    @property
    def shown(self) -> "Exchange | None":
        """The exchange that is shown."""
        return self.view.exchange if self.found.shown_id is not None else None

    def export(self) -> None:
        """Let the user hand on what is selected or found."""
        if self.found.complete:
            selected = self._selected_ids()
            self._transfer.export(selected, self.found.model.ids, only_chosen=self.table.has_chosen(selected))
        elif self.found.can_be_read:
            self.noticed.emit("info", _("Still looking for more: try again in a moment."))
        else:
            self.noticed.emit("warning", _("Nothing is exported: not all that was found can be read."))

    def forget_contact(self) -> None:
        """Ask whose traces are to be deleted; the contact of the exchange shown is offered."""
        from yespo_console.gui.history.forget_dialog import ForgetDialog

        if self._services is not None:
            locators = self.shown.locators if self.shown is not None else ()
            value = next((value for _name, value in locators), "")
            dialog = ForgetDialog(self._services, self._context.drafts, value, self.window())
            dialog.forgotten.connect(self.filters.forget)
            dialog.open()

    # -- keys

    def focus_search(self) -> None:
        """Put the keys into the search, all of it selected."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    def way_back(self) -> Callable[[], object] | None:
        return self._round.way_back()
