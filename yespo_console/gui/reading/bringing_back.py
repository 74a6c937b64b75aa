"""What was changed to read a draft of an earlier start: the text that it was read from is read once more."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from yespo_console.gui.async_runner import AsyncRunner
from yespo_console.gui.compose.identity import Identity, ReadFrom
from yespo_console.gui.reading.draft_reading import DraftReading, Version
from yespo_console.gui.reading.job import ReadingJob
from yespo_console.gui.reading.payload import Payload

if TYPE_CHECKING:
    from yespo_console.reading.reading import Reading


class BringingBack(QObject):
    """Reads for one draft at a time what nobody knows any more, when it is asked for.

    Signals:
        read(Identity, DraftReading): what came out.
        lost(Identity): it cannot be read as it was; an older version of the program may have read it.
    """

    read = Signal(object, object)
    lost = Signal(object)

    def __init__(self, runner: AsyncRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._jobs: dict[Identity, ReadingJob] = {}

    def begin(self, identity: Identity) -> None:
        """Read what that draft was read from, unless that is under way or it was read from nothing."""
        read_from = identity.read_from
        if read_from is None or identity in self._jobs:
            return
        job = ReadingJob(self._runner, Payload(read_from.text), frozenset(read_from.refused), self)
        self._jobs[identity] = job
        job.ended.connect(partial(self._ended, identity, read_from))
        job.start()

    def is_under_way(self, identity: Identity) -> bool:
        """Whether it is being read now."""
        return identity in self._jobs

    def give_up(self, identity: Identity) -> None:
        """Nobody wants to know any more."""
        if identity in self._jobs:
            self._jobs[identity].cancel()

    def _ended(self, identity: Identity, read_from: ReadFrom, reading: "Reading | None") -> None:
        job = self._jobs.pop(identity)
        job.deleteLater()
        if reading is None or identity.read_from != read_from:
            return
        events = reading.events
        if read_from.at >= len(events) or not events[read_from.at].repairs:
            self.lost.emit(identity)
            return
        version = Version(reading, frozenset(read_from.refused))
        # What became of the keys was settled before: only their masks are in the text.
        self.read.emit(identity, DraftReading(job.payload, read_from.at, version, dropped=True))
