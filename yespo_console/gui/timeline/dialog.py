"""The window of a timeline: its steps, read beside the window a piece at a time."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QProgressBar,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from yespo_console.gui.dialog_size import open_as_left
from yespo_console.gui.empty_state import EmptyState
from yespo_console.gui.job_notice import JobNotice
from yespo_console.gui.notice import show_share
from yespo_console.gui.timeline.steps import StepsModel, StepsView
from yespo_console.gui.tokens import GRID
from yespo_console.gui.wrapped import Wrapped
from yespo_console.history.errors import HistoryError, SearchCancelledError
from yespo_console.history.store import Cancellation
from yespo_console.history.timeline import Step, Timeline
from yespo_console.history.timeline_subject import Subject, title_of
from yespo_console.platform.i18n import _, ngettext

if TYPE_CHECKING:
    from yespo_console.gui.async_runner import AsyncRunner, Outcome
    from yespo_console.history.reached import Reached
    from yespo_console.history.store import HistoryStore

#: So many events are read at once.
PIECE: Final = 100

#: What is read sooner is not told of.
_TOLD_AFTER_MS: Final = 500


class TimelineDialog(QDialog):
    """Shows the newest events and, when asked, earlier ones.

    Attributes:
        list, model: the steps.
        earlier: reads the piece before.
        told: how many there are, or what is wrong.
        bar, stop: how far a reading is that takes long, and what ends it.
    Signals:
        chosen(int): the user wants to see that exchange.
    """

    chosen = Signal(int)

    def __init__(
        self,
        store: "HistoryStore",
        decide: Callable[[Cancellation], Subject],
        start_from: int,
        runner: "AsyncRunner",
        parent: QWidget,
    ) -> None:
        """``decide`` says in a thread whose timeline it is; ``start_from`` is the exchange to begin at."""
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("timeline")
        self.setWindowTitle(_("Timeline"))
        self._store, self._decide, self._runner = store, decide, runner
        self._wanted = start_from
        self._timeline: Timeline | None = None
        self._cancel = Cancellation()
        self._reading = False
        self._stopped = False  # by the user
        self._reached: Reached | None = None

        self.title = Wrapped(_("Timeline"), "title", self)
        self.told = Wrapped("", "muted", self)
        self.told.setAccessibleName(_("How many were found"))
        self.earlier = _button(_("Show earlier"), self)
        self.earlier.clicked.connect(self.read_earlier)
        self.bar = QProgressBar(self)
        self.bar.setAccessibleName(_("How far it is"))
        self.bar.setTextVisible(False)
        self.stop = _button(_("Stop"), self)
        self.stop.clicked.connect(self._give_up)
        self._job = JobNotice(self)
        self._job.began.connect(self._show_job)
        self._job.went_on.connect(self._show_how_far)
        self._job.withdrawn.connect(self._hide_job)
        self._hide_job()
        self.model = StepsModel(self)
        self.list = StepsView(self)
        self.list.setModel(self.model)
        self.list.activated.connect(self._choose)
        self.list.selectionModel().currentChanged.connect(self._show_state)
        self._empty = EmptyState("timeline", self)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(self.list)
        self.show_button = _button(_("Show in History"), self)
        self.show_button.clicked.connect(self._choose_current)
        close = _button(_("Close"), self)
        close.clicked.connect(self.reject)
        head = QHBoxLayout()
        head.setSpacing(GRID)
        head.addWidget(self.told, 1)
        head.addWidget(self.earlier)
        head.addWidget(self.bar)
        head.addWidget(self.stop)
        buttons = QHBoxLayout()
        buttons.setSpacing(GRID)
        buttons.addStretch(1)
        buttons.addWidget(self.show_button)
        buttons.addWidget(close)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.setSpacing(GRID)
        column.addWidget(self.title)
        column.addLayout(head)
        column.addWidget(self._stack, 1)
        column.addLayout(buttons)
        open_as_left(self, 860, 680, parent)
        self.read_earlier()
        close.setFocus(Qt.FocusReason.OtherFocusReason)

    def read_earlier(self) -> None:
        """Read the next piece, beside the window."""
        if not self._reading:
            self._reading, self._stopped, self._reached = True, False, None
            self._cancel = Cancellation()
            self._job.begin(_("Earlier events are being looked for."), self._how_far, self._give_up, _TOLD_AFTER_MS)
            self._runner.start_in_thread(partial(self._read, self._cancel), self._was_read)
            self._show_state()

    def done(self, result: int) -> None:
        """Close; a reading under way is given up."""
        self._cancel.cancel()
        super().done(result)

    def _give_up(self) -> None:
        """The user stops the reading; what was found by then is shown."""
        self._stopped = True
        self._cancel.cancel()

    def _read(self, cancel: Cancellation) -> tuple[Timeline | None, tuple[Step, ...]]:
        """In a thread."""
        timeline = self._timeline
        try:
            timeline = timeline or Timeline(self._store, self._decide(cancel))
            before = len(timeline.steps())
            while not timeline.complete and len(timeline.steps()) - before < PIECE:
                timeline.read_earlier(PIECE, cancel, self._note)
        except SearchCancelledError:
            if not cancel.is_cancelled:
                raise  # the history was closed
        return timeline, timeline.steps() if timeline is not None else ()

    def _note(self, reached: "Reached") -> None:
        """In a thread: how far it is; a clock shows it."""
        self._reached = reached

    def _how_far(self) -> tuple[str, float | None]:
        reached = self._reached
        return (reached.words, reached.share) if reached is not None else ("", None)

    def _show_job(self, *_of_the_job: object) -> None:
        show_share(self.bar, None)
        for widget in (self.bar, self.stop):
            widget.show()

    def _show_how_far(self, _words: str, now: str, share: float | None) -> None:
        self.told.setText(now)
        show_share(self.bar, share)

    def _hide_job(self, *_words: str) -> None:
        for widget in (self.bar, self.stop):
            widget.hide()

    def _was_read(self, outcome: "Outcome[tuple[Timeline | None, tuple[Step, ...]]]") -> None:
        self._job.end()
        if outcome.cancelled or isinstance(outcome.error, SearchCancelledError):
            return
        self._reading = False
        if isinstance(outcome.error, HistoryError):
            self._show_state()
            self.told.setText(str(outcome.error))
            return
        self._timeline, steps = outcome.result()
        first = not self.model.steps
        current = self._current()
        self.model.set_steps(steps)
        if self._timeline is not None:
            self.title.setText(title_of(self._timeline.subject))
        self._show_state()
        if first and steps:
            self.list.setFocus(Qt.FocusReason.OtherFocusReason)
        at = self.model.row_of(current.row.id if current is not None else self._wanted)
        if steps:
            index = self.model.index(len(steps) - 1 if at is None else at, 0)
            self.list.setCurrentIndex(index)
            self.list.scrollTo(index, StepsView.ScrollHint.PositionAtCenter)

    def _show_state(self, *_indexes: QModelIndex) -> None:
        count = len(self.model.steps)
        complete = self._timeline is not None and self._timeline.complete
        self._stack.setCurrentWidget(self.list if count else self._empty)
        if self._reading:
            self._empty.say(_("One moment"), _("The history is being searched."))
            self.told.setText(_("Looking for earlier ones …"))
        elif self._stopped and not complete:
            self._empty.say(_("Stopped"), _("No event was found by then. There may be earlier ones."))
            words = ngettext(
                "That was stopped: {count} event was found by then; there may be earlier ones.",
                "That was stopped: {count} events were found by then; there may be earlier ones.",
                count,
            )
            self.told.setText(words.format(count=f"{count:,}"))
        elif not count:
            self._empty.say(_("No events"), _("The history holds no event of this contact or cart any more."))
            self.told.setText("")
        elif complete:
            self.told.setText(ngettext("{count} event", "{count} events", count).format(count=f"{count:,}"))
        else:
            words = ngettext(
                "The newest {count}; there are earlier ones.", "The newest {count}; there are earlier ones.", count
            )
            self.told.setText(words.format(count=f"{count:,}"))
        self.earlier.setVisible((bool(count) or self._stopped) and not complete)
        self.earlier.setEnabled(not self._reading)
        self.show_button.setEnabled(self._current() is not None)

    def _current(self) -> Step | None:
        row = self.list.currentIndex().row()
        return self.model.steps[row] if 0 <= row < len(self.model.steps) else None

    def _choose(self, index: QModelIndex) -> None:
        number = self.model.steps[index.row()].row.id
        self.accept()
        self.chosen.emit(number)

    def _choose_current(self) -> None:
        if self.list.currentIndex().isValid():
            self._choose(self.list.currentIndex())


def _button(words: str, parent: QWidget) -> QPushButton:
    button = QPushButton(words, parent)
    button.setAccessibleName(words)
    button.setAutoDefault(False)
    return button
