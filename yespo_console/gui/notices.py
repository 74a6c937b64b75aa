"""What is said over the page: the newest is seen at once, and nothing that matters is lost behind it.

Two bars. What stands (an error, a warning, a job that runs) stays until it is closed, answered or taken back; the
newest is in front, and a button tells how many more there are. What passes (a confirmation) has a bar of its own, so
it hides no error; it leaves with the next one, with the next command, and by itself.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from yespo_console.gui.job_notice import JobNotice
from yespo_console.gui.notice import Answers, Kind, Notice
from yespo_console.platform.i18n import _

#: So long a confirmation is seen; long enough to be read twice.
PASSING_MS: Final = 12_000


@dataclass(frozen=True, slots=True)
class _Said:
    """One sentence. ``about`` is the draft it belongs to, None where it belongs to none; ``cancel`` ends its job;
    ``state`` is what it tells of, where the words alone do not say that; ``elsewhere``: it came while no draft was
    shown, and is seen there too; ``so_far``: of a job, what is told of it now, how much is done and how much there is.
    """

    kind: Kind
    words: str
    answers: Answers
    about: object
    cancel: Callable[[], object] | None = None
    state: object = None
    elsewhere: bool = False
    so_far: tuple[str, float | None] | None = None

    def replaces(self, other: "_Said") -> bool:
        same_state = self.state is not None and self.state == other.state
        return (self.words, self.about) == (other.words, other.about) or same_state

    def is_about(self, shown: object) -> bool:
        return self.about is None or self.about is shown or (self.elsewhere and shown is None)


class Notices(QWidget):
    """The bars of one window.

    Attributes:
        standing, passing: the two bars.
    Signals:
        jobs_changed(): another job is in sight that can be cancelled, or none any more.
        bars_changed(): the bars may need another room now.
    """

    jobs_changed = Signal()
    bars_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notices")
        self.standing = Notice(self)
        self.passing = Notice(self)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self.standing)
        self._column.addWidget(self.passing)
        self._stand: list[_Said] = []
        self._front: _Said | None = None
        self._passes: _Said | None = None
        self._shown: object = None
        #: Where the keys were when they came here.
        self._came_from: QWidget | None = None
        self._leaving = QTimer(self)
        self._leaving.setSingleShot(True)
        self._leaving.setInterval(PASSING_MS)
        self._leaving.timeout.connect(self._leave)
        self.standing.closed.connect(self._front_closed)
        self.standing.more_asked.connect(self._turn)
        self.passing.closed.connect(self._passed)

    # -- saying

    def say(
        self,
        kind: Kind,
        words: str,
        answers: Answers = (),
        *,
        about: object = None,
        until_withdrawn: bool = False,
        state: object = None,
    ) -> None:
        """Say something; ``about`` a draft it is said only while that is shown.

        It tells of a ``state``: then it takes the place of what was said of that before, and ``withdraw`` with the same
        ends it; ``until_withdrawn`` it stands although it is no error.
        """
        said = _Said(kind, words, answers, about, state=state)
        if until_withdrawn or kind in ("error", "warning"):
            self._put_in_front(said)
        elif said.is_about(self._shown):
            self._passes = said
            self.passing.show_words(kind, words, answers)
            self.bars_changed.emit()
            self._leaving.start()

    def say_running(self, words: str, cancel: Callable[[], object]) -> None:
        """Say that a job runs, with a way to give it up, until ``withdraw`` is called with the same words."""
        self._put_in_front(_Said("info", words, ((_("Cancel"), cancel),), None, cancel))

    def say_so_far(self, words: str, now: str, share: float | None) -> None:
        """Say ``now`` in the place of ``words`` with which a job was said to run, and how much of it is done.

        ``share`` is from 0 to 1; None: there is no measure. Nothing is done when the job is not said to run any more.
        It is withdrawn with ``words`` all the same.
        """
        every_one = [
            replace(said, so_far=(now, share)) if said.cancel is not None and said.words == words else said
            for said in self._stand
        ]
        if every_one != self._stand:
            self._stand = every_one
            self._show_front()

    def follow(self, job: JobNotice) -> None:
        """Say what is told of a job, each time it runs."""
        job.began.connect(self.say_running)
        job.went_on.connect(self.say_so_far)
        job.withdrawn.connect(self.withdraw)

    def say_state(self, kind: Kind, words: str, state: object, about: object) -> None:
        """Say something about a draft that stands until ``withdraw`` is called with the same ``state``.

        It is seen over that draft; come while none is shown, it is seen there as well, so that it comes not unseen.
        """
        self._put_in_front(_Said(kind, words, (), about, state=state, elsewhere=self._shown is None))

    def withdraw(self, what: object) -> None:
        """Take back what is not true any more: a sentence by its words, or what was said of a state."""
        self._keep([said for said in self._stand if what not in (said.words, said.state)])
        if self._passes is not None and what in (self._passes.words, self._passes.state):
            self.passing.dismiss()

    def _put_in_front(self, said: _Said) -> None:
        # Said again, or of the same state, it is the newest, and not one more.
        self._keep([one for one in self._stand if not said.replaces(one)] + [said])

    # -- reading and closing

    @property
    def is_confirming(self) -> bool:
        """Whether something that passes is in sight."""
        return self._passes is not None

    @property
    def shows_job(self) -> bool:
        """Whether a job is in sight that ``cancel_job`` ends; one behind another message is not."""
        return self._front is not None and self._front.cancel is not None

    def cancel_job(self) -> None:
        """Give up the job in sight."""
        job = self._front
        if job is not None and job.cancel is not None:
            self._keep([one for one in self._stand if one is not job])
            job.cancel()

    @property
    def shows_any(self) -> bool:
        """Whether there is something to read."""
        return not (self.standing.isHidden() and self.passing.isHidden())

    def dismiss(self) -> bool:
        """Close one: what passes before what stands. False when there is none that can be closed."""
        if self._passes is not None:
            self.passing.dismiss()
        elif self._front is not None and self._front.cancel is None:
            self.standing.dismiss()
        else:
            return False
        return True

    def enter(self) -> None:
        """Put the keys on the first button of the bar in front, which takes them back when nothing is left to read."""
        self._came_from = self.window().focusWidget()
        bar = self.passing if self.standing.isHidden() else self.standing
        bar.focus_first()

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Qt asks this, too, where the keys go from a bar that has just gone."""
        if (
            not self.shows_any
            and self._came_from is not None
            and isValid(self._came_from)
            and self._came_from.isVisible()
        ):
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)
            return True
        return super().focusNextPrevChild(forwards)

    def next_act(self) -> None:
        """The user did something else: a mere confirmation leaves; one that asks for an answer stays."""
        if self._passes is not None and not self._passes.answers:
            self.passing.dismiss()

    # -- drafts

    def show_about(self, shown: object) -> None:
        """Another draft is shown, or (None) what has no drafts."""
        if shown is self._shown:
            return
        self._shown = shown
        if self._passes is not None and not self._passes.is_about(shown):
            self.passing.dismiss()
        self._show_front()

    def forget(self, about: object) -> None:
        """A draft is gone, and with it what was said about it."""
        self._keep([said for said in self._stand if said.about is not about])

    # -- the bars

    def stack_from(self, edge: Qt.AlignmentFlag) -> None:
        """They lie at this edge: what stands is next to it, and does not move when the other comes or goes."""
        below = bool(edge & Qt.AlignmentFlag.AlignBottom)
        self._column.setDirection(QBoxLayout.Direction.BottomToTop if below else QBoxLayout.Direction.TopToBottom)

    def _keep(self, stand: list[_Said]) -> None:
        self._stand = stand
        self._show_front()

    def _show_front(self) -> None:
        had_job = self.shows_job
        seen = [said for said in self._stand if said.is_about(self._shown)]
        front = seen[-1] if seen else None
        if front is None:
            self.standing.hide()
        elif self._front is None or replace(front, so_far=None) != replace(self._front, so_far=None):
            self.standing.show_words(front.kind, front.words, front.answers, closable=front.cancel is None)
        if front is not None and front.so_far is not None:
            self.standing.show_progress(front.kind, *front.so_far)
        self._front = front
        self.standing.show_more(max(0, len(seen) - 1))
        if self.shows_job != had_job:
            self.jobs_changed.emit()
        self.bars_changed.emit()

    def _front_closed(self) -> None:
        self._keep([said for said in self._stand if said is not self._front])

    def _turn(self) -> None:
        """Show the one behind the front; the front goes behind all others."""
        if self._front is not None:
            self._keep([self._front, *(said for said in self._stand if said is not self._front)])

    def _passed(self) -> None:
        self._leaving.stop()
        self._passes = None
        self.bars_changed.emit()

    def _leave(self) -> None:
        """Its time is over; whoever points at it or has the keys in it is not done with it."""
        focused = self.passing.window().focusWidget()
        if self.passing.underMouse() or (focused is not None and self.passing.isAncestorOf(focused)):
            self._leaving.start()
        elif self._passes is not None and not self._passes.answers:
            self.passing.dismiss()
