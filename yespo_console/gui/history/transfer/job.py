"""An export, an import or a look ahead, under way beside the window."""

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from yespo_console.gui.async_runner import AsyncRunner, Outcome
from yespo_console.history.transfer.progress import Progress, TransferCancelledError

#: How often one looks how far it is.
_LOOK_MS: Final = 100
#: A whole job, in the steps of a progress bar.
WHOLE: Final = 1000


class TransferJob(QObject):
    """Runs ``work(progress)`` in a thread. It can be cancelled at any time, and ends with the program.

    Signals:
        progressed(int): how much of it is done, of ``WHOLE``.
        ended(Outcome): what ``work`` returned or raised; cancelled when it was given up.
    """

    progressed = Signal(int)
    ended = Signal(object)

    def __init__(self, runner: AsyncRunner, work: Callable[[Progress], Any], parent: QObject) -> None:
        super().__init__(parent)
        self._runner = runner
        self._work = work
        self._progress = Progress()
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._tell)

    @property
    def so_far(self) -> object:
        """What the work tells of itself before it ends; None while that is nothing."""
        return self._progress.so_far

    def start(self) -> None:
        """Begin; the window goes on."""
        self._look.start()
        self._runner.start(partial(_run, self._work, self._progress), self._done)

    def cancel(self) -> None:
        """Ask it to end: ``ended`` follows within a moment."""
        self._progress.cancel()

    def _tell(self) -> None:
        done, total = self._progress.done, self._progress.total
        self.progressed.emit(done * WHOLE // total if total else 0)

    def _done(self, outcome: Outcome[Any]) -> None:
        self._look.stop()
        if isinstance(outcome.error, TransferCancelledError):
            outcome = Outcome(cancelled=True)
        self.ended.emit(outcome)


async def _run(work: Callable[[Progress], Any], progress: Progress) -> Any:
    try:
        return await asyncio.to_thread(work, progress)
    except asyncio.CancelledError:  # the program is closing: the thread must not outlive it
        progress.cancel()
        raise
