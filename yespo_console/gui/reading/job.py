"""One reading under way, beside the window. It can be cancelled at any time, and ends with the program."""

import re
import threading
from collections.abc import Set
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QObject, Signal

from yespo_console.gui.async_runner import AsyncRunner, Job, Outcome
from yespo_console.gui.reading.payload import Payload
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.reading.reading import Reading

#: Texts from this length on, in characters, are read in a process that can be ended.
LARGE: Final = 50_000
#: A reading that takes longer is told of, with a way to cancel it.
PATIENCE_MS: Final = 1_000
#: What begins so is JSON or a command; everything else may be source code, which a parser that is not ours reads.
_PLAIN: Final = re.compile(r"\s{0,200}(?:[{\[\"“]|```json|curl\b|wget\b|https?\b|POST\b)")


class ReadingJob(QObject):
    """Reads one payload, from the disk where it is not read yet.

    Attributes:
        unreadable: why the file cannot be read; None otherwise.
        untouched: the text of a file that holds one sound event and nothing else: its draft stays tied to the file.
    Signals:
        ended(object): the ``Reading``; keys in it are hidden in logs from then on. It says why it is empty when a fault
            of the program ended it. None when it was cancelled, or when the file cannot be read.
    """

    ended = Signal(object)

    def __init__(
        self, runner: AsyncRunner, payload: Payload, refused: Set[str] = frozenset(), parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self.payload = payload
        self.untouched: str | None = None
        self.unreadable: OSError | None = None
        self._runner = runner
        self._refused = frozenset(refused)
        self._cancelled = threading.Event()
        self._job: Job | None = None

    def start(self) -> None:
        """Begin; the window goes on."""
        self._job = self._runner.start_in_thread(self._read_here_or_elsewhere, self._was_read, self._cancelled.set)

    def cancel(self) -> None:
        """Ask it to end: ``ended`` follows within a moment."""
        self._cancelled.set()

    def _read_here_or_elsewhere(self) -> "Reading":
        from yespo_console.reading.in_process import read_in_process
        from yespo_console.reading.reader import read_payload

        if self.payload.is_unread and self.payload.path is not None:
            self.payload = Payload(self.payload.path.read_bytes(), self.payload.path)
        content = self.payload.content
        here = isinstance(content, str) and len(content) < LARGE and _PLAIN.match(content) is not None
        read = read_payload if here else read_in_process
        reading = read(content, refused=self._refused, cancelled=self._cancelled.is_set)
        self.untouched = _untouched(self.payload, reading)
        return reading

    def _was_read(self, outcome: "Outcome[Reading]") -> None:
        if outcome.cancelled or self._cancelled.is_set():
            self.ended.emit(None)
            return
        if isinstance(outcome.error, OSError) and self.payload.is_unread:
            self.unreadable = outcome.error
            self.ended.emit(None)
            return
        if outcome.error is not None:
            self.ended.emit(_broken_off())
            raise outcome.error  # nobody expected it; but whoever waits for the reading goes on
        from yespo_console.platform.logs import hide

        reading = outcome.result()
        for found in reading.secrets:
            hide(found.secret.reveal())
        self.ended.emit(reading)


def _broken_off() -> "Reading":
    from yespo_console.reading.reading import Reading

    return Reading("json", error=_("It could not be read, because of a fault of the program."))


def _untouched(payload: Payload, reading: "Reading") -> str | None:
    """In a thread: for a long text this takes a moment."""
    from yespo_console.gui.compose import event_file

    if payload.path is None or len(reading.events) != 1 or reading.error or reading.source != "json":
        return None
    event, content = reading.events[0], payload.content
    if event.repairs:
        return None
    try:
        text = content if isinstance(content, str) else content.removeprefix(event_file.MARK).decode("utf-8")
    except UnicodeDecodeError:
        return None
    return text if text.strip() == event.text.strip() else None
