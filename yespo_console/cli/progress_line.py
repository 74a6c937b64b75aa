"""How far a long command is, on a line of the terminal that is written over; nothing at all elsewhere."""

import sys
import time
from typing import Final

from yespo_console.history.transfer.progress import Progress
from yespo_console.platform.i18n import _

#: What is done sooner needs no line, and a line is not written more often.
_FIRST_AFTER: Final = 1.0
_EVERY: Final = 0.2


class ProgressLine(Progress):
    """A progress that shows itself on standard error. ``clear`` it before anything else is said there."""

    def __init__(self) -> None:
        super().__init__()
        self._next = time.monotonic() + _FIRST_AFTER
        self._width = 0
        self._terminal = sys.stderr.isatty()

    def reach(self, done: int) -> None:
        super().reach(done)
        if self._terminal and time.monotonic() >= self._next:
            self._next = time.monotonic() + _EVERY
            share = f"{done / self.total:.0%}" if self.total else ""
            self._show(_("{share} ({done:,} of {total:,})").format(share=share, done=done, total=self.total))

    def clear(self) -> None:
        """Take the line away."""
        if self._width:
            self._show("")

    def _show(self, words: str) -> None:
        sys.stderr.write(f"\r{words.ljust(self._width)}" + ("" if words else "\r"))
        sys.stderr.flush()
        self._width = len(words)
