"""Ctrl+C while something is done to the history: it is given up at the next place where nothing is half done."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from yespo_console.history.reading import Cancellation


@contextmanager
def given_up_by_ctrl_c() -> Iterator[Cancellation]:
    """What Ctrl+C cancels inside the block; pressed again it ends the command as elsewhere."""
    cancel = Cancellation()
    if threading.current_thread() is not threading.main_thread():
        yield cancel  # only the main thread hears signals
        return
    usual = signal.getsignal(signal.SIGINT)

    def heard(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, usual)
        cancel.cancel()

    signal.signal(signal.SIGINT, heard)
    try:
        yield cancel
    finally:
        signal.signal(signal.SIGINT, usual)
