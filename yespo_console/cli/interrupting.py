"""Ctrl+C while something is done to the history: it is given up at the next place where nothing is half done."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def given_up_by_ctrl_c(cancel: Callable[[], None]) -> Iterator[None]:
    """Inside the block Ctrl+C does ``cancel``; pressed again it ends the command as elsewhere."""
    if threading.current_thread() is not threading.main_thread():
        yield  # only the main thread hears signals
        return
    usual = signal.getsignal(signal.SIGINT)

    def heard(_number: int, _frame: FrameType | None) -> None:
        signal.signal(signal.SIGINT, usual)
        cancel()

    signal.signal(signal.SIGINT, heard)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, usual)
