"""Pins, tags and notes as the user gives and takes them, and takes back what was done. Written beside the window."""

from array import array
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from PySide6.QtCore import QObject, Qt, Signal

from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from concurrent.futures import Future

    from yespo_console.gui.async_runner import Outcome
    from yespo_console.gui.services import Services
    from yespo_console.history.annotations import Change, Edit
    from yespo_console.history.query import ExchangeRow

#: The window waits at most this long for a note when it closes, in seconds.
_NOTE_S: Final = 1.0
#: So many rows are read at a time; a million in one piece would fill the memory.
_ROWS_AT_ONCE = 5_000


class Annotating(QObject):
    """What is done to exchanges, and what was done and can be taken back.

    Signals:
        changed(): something was written.
        undo_changed(): there is something to take back or to do again, or nothing any more.
        note_failed(int): the note of that exchange is not on disk as it was to be; ``failed`` tells why.
        failed(str): it could not be written; a sentence.
    """

    note_failed = Signal(int)
    changed = Signal()
    undo_changed = Signal()
    failed = Signal(str)
    _note_ended = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._services: Services | None = None
        self._done: list[Change] = []
        self._undone: list[Change] = []
        #: What is being written and will be remembered, and how often it was to be taken back before it was.
        self._being_done = 0
        self._undo_later = 0
        #: The last note that was handed over, until it is known what became of it.
        self._note: Future[None] | None = None
        self._note_ended.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def attach(self, services: "Services") -> None:
        """From now on it can be written."""
        self._services = services

    @property
    def can_undo(self) -> bool:
        return bool(self._done) or self._being_done > self._undo_later

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    def pin(self, ids: "array[int]", pinned: bool) -> None:
        """Pin these exchanges, or unpin them."""
        from yespo_console.history.annotations import pinning

        self._do(partial(pinning, pinned=pinned), ids)

    def add_tags(self, ids: "array[int]", tags: tuple[str, ...]) -> None:
        """Give these exchanges tags, all in one step."""
        from yespo_console.history.annotations import Change, tagging
        from yespo_console.history.exchange import tidy_tags

        def make(rows: "list[ExchangeRow]") -> "Change":
            changes = [tagging(rows, tag) for tag in tidy_tags(tags)]
            return Change(
                tuple(edit for change in changes for edit in change.forward),
                tuple(edit for change in changes for edit in change.backward),
            )

        self._do(make, ids)

    def remove_tag(self, ids: "array[int]", tag: str) -> None:
        """Take a tag from these exchanges."""
        from yespo_console.history.annotations import untagging

        self._do(partial(untagging, tag=tag), ids)

    def keep_note(self, number: int, text: str) -> None:
        """Have a note that is still being written on disk; nothing to take back yet."""
        if self._services is None:
            return
        from concurrent.futures import Future

        from yespo_console.history.errors import HistoryError

        try:
            future = self._services.history.annotate((number,), note=text)
        except HistoryError as error:
            future = Future()
            future.set_exception(error)
        self._note = future
        future.add_done_callback(partial(self._note_written, number))

    def note_lost(self) -> str:
        """Why the note that was handed over last is not on disk, in words; "" when it is, or when that was told.

        Waits shortly for a history that is busy.
        """
        if self._note is None:
            return ""
        try:
            error = self._note.exception(timeout=_NOTE_S)
        except TimeoutError:
            return _("The history is busy, and your note is not written yet. Wait a moment, then close the window.")
        return "" if error is None else str(error)

    def end_note(self, number: int, before: str, after: str) -> None:
        """A note was kept, and the user has left it: from now on it can be taken back as a whole."""
        from yespo_console.history.annotations import noting

        change = noting(number, before, after)
        if change.forward:
            self._remember(change)

    def undo(self) -> None:
        """Take back what was done last; what is still being written is taken back once it is."""
        if self._being_done > self._undo_later:
            self._undo_later += 1
            self.undo_changed.emit()
        elif self._done:
            change = self._done.pop()
            self._undone.append(change)
            self._write(change.backward)

    def redo(self) -> None:
        """Do again what was taken back last."""
        if self._undone:
            change = self._undone.pop()
            self._done.append(change)
            self._write(change.forward)

    # -- writing

    def _do(self, make: "Callable[[list[ExchangeRow]], Change]", ids: "array[int]") -> None:
        services = self._services
        if services is None or not ids:
            return
        store = services.history

        def job() -> "Change":
            from yespo_console.history.annotations import Change, carry_out

            whole = Change()
            for start in range(0, len(ids), _ROWS_AT_ONCE):
                change = make(store.rows(ids[start : start + _ROWS_AT_ONCE]))
                _wait(carry_out(store, change.forward))
                whole = Change(whole.forward + change.forward, whole.backward + change.backward)
            return whole

        self._being_done += 1
        services.runner.start_in_thread(job, self._was_done)
        self.undo_changed.emit()

    def _write(self, edits: "tuple[Edit, ...]") -> None:
        services = self._services
        if services is None:
            return
        store = services.history

        def job() -> None:
            from yespo_console.history.annotations import carry_out

            _wait(carry_out(store, edits))

        services.runner.start_in_thread(job, self._was_written)
        self.undo_changed.emit()

    def _was_done(self, outcome: "Outcome[Change]") -> None:
        self._being_done -= 1
        change = None if self._has_failed(outcome) else outcome.result()
        if change is not None and change.forward:
            self._remember(change)
            self.changed.emit()
        elif self._undo_later:
            self._undo_later -= 1  # it was to be taken back, and there is nothing to take back
        if not self._being_done:
            waiting, self._undo_later = self._undo_later, 0
            for _undo in range(waiting):
                self.undo()
        self.undo_changed.emit()

    def _was_written(self, outcome: "Outcome[None]") -> None:
        if not self._has_failed(outcome):
            outcome.result()
            self.changed.emit()

    def _remember(self, change: "Change") -> None:
        self._done.append(change)
        self._undone.clear()
        self.undo_changed.emit()

    def _has_failed(self, outcome: "Outcome[Any]") -> bool:
        """Whether there is no result; an error that is to be expected is told."""
        from yespo_console.history.errors import HistoryError

        if isinstance(outcome.error, HistoryError):
            self.failed.emit(str(outcome.error))
            return True
        return outcome.cancelled

    def _note_written(self, number: int, future: "Future[None]") -> None:
        """On the thread that writes."""
        self._note_ended.emit(number, future)

    def _tell(self, number: int, future: "Future[None]") -> None:
        if future is self._note:
            self._note = None
        error = future.exception()
        if error is None:
            self.changed.emit()
        else:
            self.note_failed.emit(number)  # before the note on disk is shown again, in place of the one that is not
            self.failed.emit(str(error))


def _wait(futures: "list[Future[None]]") -> None:
    for future in futures:
        future.result()
