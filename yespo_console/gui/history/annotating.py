"""Pins, tags and notes as the user gives and takes them, and takes back what was done. Written beside the window.

One thing is written after the other. What takes long is told of and can be given up: what was done by then stays, and
undo takes it back.
"""

import threading
from array import array
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Qt, Signal

from yespo_console.gui.history.written_again import WrittenAgain
from yespo_console.gui.job_notice import JobNotice
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from concurrent.futures import Future

    from yespo_console.gui.async_runner import Outcome
    from yespo_console.gui.services import Services
    from yespo_console.history.annotations import Carried, Change, Work
    from yespo_console.history.query import ExchangeRow
    from yespo_console.history.reached import Reached
    from yespo_console.history.store import Cancellation

#: The window waits at most this long for what is being written when it closes, in seconds.
_WRITTEN_WITHIN_S: Final = 1.0
#: What is done sooner is not told of.
_TOLD_AFTER_MS: Final = 1_000

#: What was done together, in its steps.
_Done = tuple["Change", ...]


@dataclass(frozen=True, slots=True)
class _Job:
    """Something to be written.

    Attributes:
        words: say that it is being written.
        ended: what is remembered of it, for undo and redo.
        is_written: set once all of it is on the disk, or it is known that it cannot be.
    """

    words: str
    work: "Work"
    ended: "Callable[[Carried], object]"
    is_written: threading.Event = field(default_factory=threading.Event)


class Annotating(QObject):
    """What is done to exchanges, and what was done and can be taken back.

    Attributes:
        notice: tells of what takes long.
    Signals:
        changed(): something was written.
        undo_changed(): there is something to take back or to do again, or nothing any more.
        note_failed(int): the note of that exchange is not on disk as it was to be; ``failed`` tells why.
        failed(str): it could not be written; a sentence that is true until ``works``.
        works(): something was written, or can be again.
        given_up(str): the user cancelled it: how much of it was done; a sentence.
    """

    note_failed = Signal(int)
    changed = Signal()
    undo_changed = Signal()
    failed = Signal(str)
    works = Signal()
    given_up = Signal(str)
    _note_ended = Signal(int, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.notice = JobNotice(self)
        self._services: Services | None = None
        self._again: WrittenAgain | None = None
        self._done: list[_Done] = []
        self._undone: list[_Done] = []
        #: What is written, the first of it now.
        self._jobs: deque[_Job] = deque()
        self._reached: Reached | None = None
        #: How much of that will be remembered, and how often it was to be taken back before it was.
        self._being_done = 0
        self._undo_later = 0
        #: The last note that was handed over, until it is known what became of it.
        self._note: Future[None] | None = None
        self._note_ended.connect(self._tell, Qt.ConnectionType.QueuedConnection)

    def attach(self, services: "Services") -> None:
        """From now on it can be written."""
        self._services = services
        self._again = WrittenAgain(services, self)
        self._again.works.connect(self.works)

    @property
    def can_undo(self) -> bool:
        return bool(self._done) or self._being_done > self._undo_later

    @property
    def can_redo(self) -> bool:
        return bool(self._undone)

    def pin(self, ids: "array[int]", pinned: bool) -> None:
        """Pin these exchanges, or unpin them."""
        from yespo_console.history.annotations import pinning

        words = _("The chosen exchanges are being pinned.") if pinned else _("The chosen exchanges are being unpinned.")
        self._do(words, partial(pinning, pinned=pinned), ids)

    def add_tags(self, ids: "array[int]", tags: tuple[str, ...]) -> None:
        """Give these exchanges tags, all in one step."""
        from yespo_console.history.annotations import Change, tagging
        from yespo_console.history.exchange import tidy_tags

        def make(rows: "Sequence[ExchangeRow]") -> "Change":
            changes = [tagging(rows, tag) for tag in tidy_tags(tags)]
            return Change(
                tuple(edit for change in changes for edit in change.forward),
                tuple(edit for change in changes for edit in change.backward),
            )

        self._do(_("The chosen exchanges are being tagged."), make, ids)

    def remove_tag(self, ids: "array[int]", tag: str) -> None:
        """Take a tag from these exchanges."""
        from yespo_console.history.annotations import untagging

        words = _("The tag “{tag}” is being taken from the chosen exchanges.").format(tag=tag)
        self._do(words, partial(untagging, tag=tag), ids)

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

    def not_written(self) -> str:
        """What was done last and is not on disk, and why, in words; "" when it is, or when that was told.

        Waits shortly for what is being written.
        """
        return " ".join(filter(None, (self._change_not_written(), self._note_not_written())))

    def _change_not_written(self) -> str:
        if not self._jobs or (self._jobs[0].is_written.wait(_WRITTEN_WITHIN_S) and len(self._jobs) == 1):
            return ""
        words = _("{what} {so_far}. Wait a moment, then close the window.")
        return words.format(what=self._jobs[0].words, so_far=self._how_far()[0])

    def _note_not_written(self) -> str:
        if self._note is None:
            return ""
        try:
            error = self._note.exception(timeout=_WRITTEN_WITHIN_S)
        except TimeoutError:
            return _("The history is busy, and your note is not written yet. Wait a moment, then close the window.")
        return "" if error is None else str(error)

    def end_note(self, number: int, before: str, after: str) -> None:
        """A note was kept, and the user has left it: from now on it can be taken back as a whole."""
        from yespo_console.history.annotations import noting

        change = noting(number, before, after)
        if change.forward:
            self._remember((change,))

    def undo(self) -> None:
        """Take back what was done last; what is still being written is taken back once it is."""
        from yespo_console.history.annotations import taking_back

        if self._being_done > self._undo_later:
            self._undo_later += 1
        elif self._done:
            done = self._done.pop()
            self._undone.append(done)
            words = _("What was done to the exchanges is being taken back.")
            self._write(_Job(words, taking_back(done), partial(_move_rest, done, self._undone, self._done)))
        self.undo_changed.emit()

    def redo(self) -> None:
        """Do again what was taken back last."""
        from yespo_console.history.annotations import doing_again

        if self._undone:
            undone = self._undone.pop()
            self._done.append(undone)
            words = _("What was taken back is being done again.")
            self._write(_Job(words, doing_again(undone), partial(_move_rest, undone, self._done, self._undone)))
        self.undo_changed.emit()

    def forget(self) -> None:
        """Nothing that was done can be taken back, or done again: the exchanges are others."""
        self._done.clear()
        self._undone.clear()
        self.undo_changed.emit()

    # -- writing

    def _do(self, words: str, make: "Callable[[Sequence[ExchangeRow]], Change]", ids: "array[int]") -> None:
        from yespo_console.history.annotations import to_all

        if self._services is not None and ids:
            self._being_done += 1
            self._write(_Job(words, to_all(ids, make), self._was_done))
            self.undo_changed.emit()

    def _write(self, job: _Job) -> None:
        self._jobs.append(job)
        if len(self._jobs) == 1:
            self._begin(job)

    def _begin(self, job: _Job) -> None:
        from yespo_console.history.store import Cancellation

        services = self._services
        assert services is not None
        cancel = Cancellation()
        self._reached = None
        self.notice.begin(job.words, self._how_far, cancel.cancel, _TOLD_AFTER_MS)
        services.runner.start_in_thread(partial(self._carry_out, job, cancel), self._ended, cancel.cancel)

    def _carry_out(self, job: _Job, cancel: "Cancellation") -> "Carried":
        """In a thread."""
        assert self._services is not None
        try:
            return job.work(self._services.history, self._note_reached, cancel)
        finally:
            job.is_written.set()

    def _note_reached(self, reached: "Reached") -> None:
        """In a thread: how far it is; a clock tells it."""
        self._reached = reached

    def _how_far(self) -> tuple[str, float | None]:
        reached = self._reached
        return (reached.words, reached.share) if reached is not None else ("", None)

    def _ended(self, outcome: "Outcome[Carried]") -> None:
        from yespo_console.history.annotations import Carried

        self.notice.end()
        # A fault that nobody expected is raised at the end, once what waits behind it has its turn.
        carried = outcome.result() if outcome.error is None else Carried((), 0, 0)
        self._jobs[0].ended(carried)  # which may put another one behind it
        self._jobs.popleft()
        if carried.error is not None:
            self._tell_failed(carried.error)
        elif outcome.error is None:
            self._tell_works()
        if carried.error is None and not carried.is_complete:
            words = _("That was given up: {done} of {all} exchanges are changed, the others are as they were.")
            self.given_up.emit(words.format(done=f"{carried.done:,}", all=f"{carried.every:,}"))
        if carried.steps or not carried.is_complete or outcome.error is not None:
            self.changed.emit()
        if self._jobs:
            self._begin(self._jobs[0])
        self.undo_changed.emit()
        if outcome.error is not None:
            raise outcome.error

    def _was_done(self, carried: "Carried") -> None:
        self._being_done -= 1
        if carried.steps:
            self._remember(carried.steps)
        elif self._undo_later:
            self._undo_later -= 1  # it was to be taken back, and there is nothing to take back
        if not self._being_done:
            waiting, self._undo_later = self._undo_later, 0
            for _undo in range(waiting):
                self.undo()

    def _remember(self, done: _Done) -> None:
        self._done.append(done)
        self._undone.clear()
        self.undo_changed.emit()

    def _note_written(self, number: int, future: "Future[None]") -> None:
        """On the thread that writes."""
        self._note_ended.emit(number, future)

    def _tell(self, number: int, future: "Future[None]") -> None:
        if future is self._note:
            self._note = None
        error = future.exception()
        if error is None:
            self._tell_works()
            self.changed.emit()
        else:
            self.note_failed.emit(number)  # before the note on disk is shown again, in place of the one that is not
            self._tell_failed(error)

    def _tell_failed(self, error: BaseException) -> None:
        assert self._again is not None
        self.failed.emit(str(error))
        self._again.wait_for(error)

    def _tell_works(self) -> None:
        assert self._again is not None
        self._again.wait_no_more()
        self.works.emit()


def _move_rest(whole: _Done, there: list[_Done], back: list[_Done], carried: "Carried") -> None:
    """Of what was undone or redone as a ``whole`` and is ``there`` now, what was not carried out goes ``back``."""
    rest = tuple(step for step in whole if step not in carried.steps)
    if rest and whole in there:
        at = there.index(whole)
        there[at : at + 1] = [tuple(step for step in whole if step in carried.steps)] if carried.steps else []
        back.append(rest)
