"""Several events out of one payload: a list to choose from, opened one by one or sent one after another."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget
from shiboken6 import isValid

from yespo_console.gui.actions import spec
from yespo_console.gui.compose.handover import OpenReading, ShowExchange
from yespo_console.gui.dialog_size import open_at
from yespo_console.gui.environment_selection import EnvironmentSelection
from yespo_console.gui.held_keys import HeldKeys
from yespo_console.gui.reading.destination import Destination, destination, destination_of_several
from yespo_console.gui.reading.event_list import EventList, EventListModel
from yespo_console.gui.reading.payload import Payload
from yespo_console.gui.reading.series import Part, Series, may_have_arrived, result_of
from yespo_console.gui.tokens import GRID
from yespo_console.gui.under_way import UnderWay, nobody_waits
from yespo_console.platform.i18n import _, ngettext
from yespo_console.reading.stored_events import urls_of

if TYPE_CHECKING:
    from yespo_console.delivery.doubtful_type import DoubtfulType
    from yespo_console.delivery.environments import Environment
    from yespo_console.events.catalog import Catalog
    from yespo_console.gui.async_runner import Outcome
    from yespo_console.gui.open_drafts import IsHeld
    from yespo_console.gui.services import Services
    from yespo_console.history.exchange import Exchange
    from yespo_console.reading.reading import Reading

    #: What is to be sent, where to, whom it touches beyond the test contacts, whom else it holds, and event types that
    #: are doubtful.
    _Touched = tuple[list["Part"], Environment, tuple[str, ...], tuple[str, ...], tuple[DoubtfulType, ...]]


class SeveralDialog(QDialog):
    """The dialog. Nothing is sent before the user says so, and a real account asks once for all of them.

    It is put aside, with what is chosen and what came of those sent, when one of them is opened, when the history is
    asked for and by Esc: ``open`` brings it back. Only *Close* and the window's own button close it for good.

    Attributes:
        list, open_button, send_button, cancel_button, history_button, told.
        problem: the sentence of the worst problem of the event the keys are on.
        where: which address they were meant for, and which environment they will really be sent to.
    Signals:
        left(): it was put aside.
        opened(OpenReading): the user wants one of them in the composer.
        history_asked(str, ShowExchange): the user wants to see what came of it; the section, and what it gets.
        sending_went_on(): ``under_way`` tells something else of a series now.
        sending_ended(bool): a series has ended; whether early, so that there is a reason to be read.
    """

    left = Signal()
    opened = Signal(object)
    history_asked = Signal(str, object)
    sending_ended = Signal(bool)
    sending_went_on = Signal()

    def __init__(
        self,
        payload: Payload,
        reading: "Reading",
        selection: EnvironmentSelection,
        catalog: "Catalog",
        services: "Services | None",
        parent: QWidget,
    ) -> None:
        """``services`` is None while the program still starts: then nothing can be sent yet."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(_("Several events"))
        open_at(self, 920, 560, parent)
        self._payload, self._reading = payload, reading
        self._selection, self._services, self._catalog = selection, services, catalog
        self._series: Series | None = None
        self._asking = False

        head = QLabel(self)
        head.setProperty("role", "title")
        count = len(reading.events)
        told = ngettext("{count} event was read", "{count} events were read", count).format(count=count)
        if reading.error is not None:
            told += " " + _("(not all that is there could be read)")
        head.setText(f"{payload.name}: {told}" if payload.name else told)
        self.lost = QLabel(reading.error or "", self)
        self.lost.setProperty("role", "error")
        self.lost.setWordWrap(True)
        self.lost.setTextFormat(Qt.TextFormat.PlainText)
        self.lost.setVisible(bool(self.lost.text()))
        notes = [left.message for left in reading.left_out]
        if reading.secrets:
            notes.append(_("A key or password stood beside the events. It is in none of them."))
        self.notes = QLabel("\n".join(notes), self)
        self.notes.setWordWrap(True)
        self.notes.setTextFormat(Qt.TextFormat.PlainText)
        self.notes.setVisible(bool(self.notes.text()))
        self._urls = urls_of(reading.events)
        self.list = EventList(EventListModel(reading, catalog, self._destination), self)
        self.list.opened.connect(self._open)
        self.list.events.chosen_changed.connect(self._choice_changed)
        self.list.selectionModel().currentRowChanged.connect(self._show_problem)
        self.problem = QLabel(self)
        self.problem.setWordWrap(True)
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
        self.problem.setMinimumHeight(2 * self.problem.fontMetrics().lineSpacing())  # or the list would jump
        words = _(
            "Space chooses an event, Ctrl+A all of them, Enter opens the one you are on, Ctrl+Enter sends those chosen."
        )
        aside = _("Esc puts the list aside, {keys} brings it back.").format(keys=spec("several").shortcut)
        hint = QLabel(f"{words} {aside}", self)
        hint.setWordWrap(True)
        hint.setProperty("role", "caption")
        self.where = QLabel(self)
        self.where.setWordWrap(True)
        self.where.setTextFormat(Qt.TextFormat.PlainText)
        self.where.setAccessibleName(_("Where they are sent"))
        self.progress = QProgressBar(self)
        self.progress.setTextVisible(False)
        self.progress.setAccessibleName(_("How many were sent"))
        self.progress.hide()
        self.told = QLabel(self)
        self.told.setWordWrap(True)
        self.told.setTextFormat(Qt.TextFormat.PlainText)
        self.open_button = _push(_("Open"), self)
        self.open_button.clicked.connect(self._open_current)
        self.send_button = _push("", self)
        self.send_button.setProperty("primary", True)
        self.send_button.clicked.connect(self._ask_and_send)
        self.send_button.setToolTip(spec("send").shortcut)
        for keys in spec("send").keys:
            QShortcut(QKeySequence(keys), self, self._send_pressed).setAutoRepeat(False)
        HeldKeys(spec("send").keys, self)
        for keys in spec("commands").keys:
            QShortcut(QKeySequence(keys), self, self._show_keys)
        self.cancel_button = _push(_("Cancel the sending"), self)
        self.cancel_button.clicked.connect(self._cancel)
        self.history_button = _push(_("Show in History"), self)
        self.history_button.clicked.connect(self._show_in_history)
        self.close_button = _push(_("Close"), self)
        self.close_button.clicked.connect(self.reject)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addWidget(self.close_button)
        buttons.addStretch(1)
        for button in (self.history_button, self.cancel_button, self.open_button, self.send_button):
            buttons.addWidget(button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        layout.setSpacing(GRID)
        layout.addWidget(head)
        layout.addWidget(self.lost)
        layout.addWidget(self.notes)
        layout.addWidget(self.list, 1)
        layout.addWidget(self.problem)
        layout.addWidget(hint)
        layout.addWidget(self.where)
        layout.addWidget(self.progress)
        layout.addWidget(self.told)
        layout.addLayout(buttons)
        selection.changed.connect(self._show_where)
        self._show_where()
        self._show_problem()
        self.list.setFocus()

    def reject(self) -> None:
        """Close: a series under way is cancelled first, and the dialog stays to say what came of it."""
        if self._is_sending:
            self._cancel()
        else:
            super().reject()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc puts the dialog aside: what was chosen in a list of hundreds is not to be lost by one key."""
        if event.matches(QKeySequence.StandardKey.Cancel) and not self._is_sending:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _show_keys(self) -> None:
        from yespo_console.gui.help.commands import CommandsDialog
        from yespo_console.gui.help.part_keys import SEVERAL_KEYS

        CommandsDialog((), {}, SEVERAL_KEYS, self).open()

    def _leave(self) -> None:
        self.hide()
        self.left.emit()

    def leave_to_quit(self) -> bool:
        """The window asks about what is being sent, and about what was not."""
        if not self._is_sending:
            self._leave()
        return True

    def holds(self, is_held: "IsHeld") -> bool:
        """Whether ``is_held`` finds something in the events."""
        return any(is_held(event.text) for event in self._reading.events)

    def under_way(self) -> UnderWay | None:
        """Events that are being sent; None when none are."""
        series = self._series
        if series is None or not self._is_sending:
            return None
        words = _("Several events are being sent, one after another. {so_far}").format(so_far=series.words())
        if series.awaits_answer:
            return UnderWay(words, (nobody_waits(), _("The rest is not sent.")), left=True)
        if series.results:
            return UnderWay(words, (_("If you quit now, the rest is not sent."),), left=False)
        words = _("Several events are about to be sent, one after another. {so_far}").format(so_far=series.words())
        return UnderWay(words, (_("If you quit now, none of them is sent."),), left=False)

    @property
    def _is_sending(self) -> bool:
        return self._series is not None and not self.progress.isHidden()

    def _destination(self, url: str | None) -> Destination:
        return destination(url, self._selection.environments, self._selection.marking.name)

    def _show_where(self) -> None:
        words = destination_of_several(self._urls, self._selection.environments, self._selection.marking.name)
        self.where.setText(words)
        self.list.events.destination_changed()
        self._show_state()

    def _show_problem(self) -> None:
        row = self.list.currentIndex().row()
        self.problem.setText(self.list.events.summary(row).worst if row >= 0 else "")

    def _choice_changed(self) -> None:
        if self._series is None:
            self.told.clear()  # that nothing is chosen is true no more
        self._show_state()

    def _show_state(self) -> None:
        sending = self._is_sending
        chosen = len(self.list.events.chosen)
        name = self._selection.marking.name
        words = ngettext("Send {count} chosen to {environment}", "Send {count} chosen to {environment}", chosen)
        words = words.format(count=chosen, environment=name) if chosen else _("Send those chosen")
        self.send_button.setText(words.replace("&", "&&"))
        self.send_button.setAccessibleName(words)
        ready = self._services is not None and self._selection.environment is not None
        self.send_button.setEnabled(bool(chosen) and ready and not sending)
        self.open_button.setEnabled(not sending)
        self.close_button.setEnabled(not sending)
        self.cancel_button.setVisible(sending)
        self.history_button.setVisible(not sending and self._series is not None and self._series.last is not None)
        self.told.setVisible(bool(self.told.text()))

    # -- opening

    def _open_current(self) -> None:
        self._open(self.list.currentIndex().row())

    def _open(self, row: int) -> None:
        # what is about to be sent would be sent unseen
        if row >= 0 and not self._asking and not self._is_sending:
            self._leave()
            self.opened.emit(OpenReading(self._payload, self._reading, row, partial(self._sent_from_draft, row)))

    def _sent_from_draft(self, row: int, exchange: "Exchange") -> None:
        """The event was opened from here and sent in the composer: that counts here as well."""
        if isValid(self):  # the list may be closed by now
            self.list.events.take_result(row, result_of(exchange), arrived=may_have_arrived(exchange))

    # -- sending

    def _send_pressed(self) -> None:
        if self.send_button.isEnabled():
            self._ask_and_send()
        elif not self._is_sending and not self.list.events.chosen:
            self.told.setText(
                _("Nothing is chosen to be sent. Space chooses the event you are on, Ctrl+A all of them.")
            )
            self._show_state()

    def _ask_and_send(self) -> None:
        environment = self._selection.environment
        if environment is None or self._services is None or self._asking:
            return
        parts = [self._part(row) for row in self.list.events.chosen]
        self._asking = True
        self._services.runner.start_in_thread(partial(_touched, parts, environment, self._catalog), self._ask)

    def _ask(self, outcome: "Outcome[_Touched]") -> None:
        from yespo_console.gui.compose.sending import question_before_series

        self._asking = False
        if outcome.cancelled:
            return
        parts, environment, outside, held, new_types = outcome.result()
        box = question_before_series(environment, len(parts), outside, self, held=held, new_types=new_types)
        if box is None:
            self._send(parts, environment)
            return
        box.accepted.connect(partial(self._send, parts, environment))
        box.finished.connect(box.deleteLater)
        box.open()

    def _part(self, row: int) -> Part:
        event = self._reading.events[row]
        return Part(row, event.text, event.encoding.api)

    def _send(self, parts: list[Part], environment: "Environment") -> None:
        if self._services is None or self._is_sending:
            return
        series = Series(self._services, parts, environment, self)
        series.progressed.connect(self._progressed)
        series.went_on.connect(self._went_on)
        series.ended.connect(self._ended)
        self._series = series
        self.progress.setRange(0, series.count)
        self.progress.setValue(0)
        self.progress.show()
        series.start()
        self.told.setText(series.words())
        self._show_state()
        self.cancel_button.setFocus()

    def _progressed(self, row: int) -> None:
        if self._series is not None:
            arrived = row in self._series.arrived
            self.list.events.take_result(row, self._series.results[row], arrived=arrived)
            self.progress.setValue(len(self._series.results))
            self.told.setText(self._series.words())
            self.sending_went_on.emit()

    def _went_on(self) -> None:
        if self._series is not None:
            self.told.setText(self._series.words())
            self.sending_went_on.emit()

    def _cancel(self) -> None:
        if self._series is not None:
            self._series.cancel()

    def _ended(self) -> None:
        if self._series is not None:
            self.told.setText(self._series.words())
        self.progress.hide()
        self._show_state()
        (self.history_button if self.history_button.isVisible() else self.list).setFocus()
        self.sending_ended.emit(self._series is not None and bool(self._series.reason))

    def _show_in_history(self) -> None:
        if self._series is not None and self._series.last is not None:
            self._leave()
            self.history_asked.emit("history", ShowExchange(self._series.last))


def _touched(parts: list[Part], environment: "Environment", catalog: "Catalog") -> "_Touched":
    """In a thread, because there may be thousands: whom they touch, and which of their types are doubtful."""
    from yespo_console.delivery.doubtful_type import doubtful_type
    from yespo_console.delivery.test_contacts import held_outside, outside_text

    who = dict.fromkeys(who for part in parts for who in outside_text(part.text, environment, part.api))
    held = dict.fromkeys(who for part in parts for who in held_outside(part.text, environment, part.api))
    doubts = (doubtful_type(part.text, environment, catalog, part.api) for part in parts)
    new_types = dict.fromkeys(doubt for doubt in doubts if doubt is not None)
    return parts, environment, tuple(who), tuple(held), tuple(new_types)


def _push(words: str, parent: QWidget) -> QPushButton:
    button = QPushButton(words, parent)
    button.setAccessibleName(words)
    button.setAutoDefault(False)
    button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keys in the list: a space there sends nothing
    return button
