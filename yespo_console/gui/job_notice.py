"""What is said of one job over the page: that it runs, once it takes long, and how far it is, until it has ended."""

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

#: How often one looks how far it is.
_LOOK_MS: Final = 200

#: What is done now, in words, and how much of it, from 0 to 1 (None: there is no measure). None: nothing to tell yet.
HowFar = Callable[[], tuple[str, float | None] | None]


class JobNotice(QObject):
    """Tells of a job for as long as it runs; see ``Notices.follow``. A job that is done sooner is not told of.

    Attributes:
        is_said: the job is told of.
    Signals:
        began(str, callable): a job runs for long: a sentence, and what gives it up.
        went_on(str, str, object): what is told of that sentence's job now, and how much of it is done, from 0 to 1;
            None: there is no measure.
        withdrawn(str): that sentence is not true any more.
    """

    began = Signal(str, object)
    went_on = Signal(str, str, object)
    withdrawn = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.is_said = False
        self._words = ""
        self._how_far: HowFar = _nothing_yet
        self._cancel: Callable[[], object] = _nothing_yet
        self._told: tuple[str, float | None] | None = None
        self._clock = QTimer(self)
        self._clock.timeout.connect(self._look)

    def begin(self, words: str, how_far: HowFar, cancel: Callable[[], object], after_ms: int) -> None:
        """A job runs; ``words`` say so after ``after_ms`` and once ``how_far`` has something to tell.

        A job that takes the place of one that is told of has the same words and is told of at once.
        """
        self._words, self._how_far, self._cancel, self._told = words, how_far, cancel, None
        if not self.is_said:
            self._clock.start(after_ms)

    def end(self) -> None:
        """It has ended, however it did."""
        self._clock.stop()
        if self.is_said:
            self.is_said = False
            self.withdrawn.emit(self._words)

    def _look(self) -> None:
        self._clock.setInterval(_LOOK_MS)
        at = self._how_far()
        if at is None or at == self._told:
            return
        if not self.is_said:
            self.is_said = True
            self.began.emit(self._words, self._cancel)
        self._told = at
        now, share = at
        if now:
            self.went_on.emit(self._words, f"{self._words} {now}.", share)


def _nothing_yet() -> None:
    """Before the first job."""
