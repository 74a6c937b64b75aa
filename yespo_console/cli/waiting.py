"""A line in the terminal while something takes long: what it is, and for how long. Nothing in pipes and files."""

import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Final, Self, TextIO

from yespo_console.history.reached import Progress, Reached, Stage
from yespo_console.platform.i18n import _

#: What ends sooner is not told of, in seconds.
PATIENCE_S: Final = 1.0
_STEP_S: Final = 0.5
_ERASE: Final = "\r\x1b[K"


class Waiting:
    """``with Waiting("Checking cart.json"): ...`` shows ``Checking cart.json, 12 s`` on standard error.

    The line is written anew every half second and is gone at the end. Only a terminal gets it. Words that change are
    given as what tells them.
    """

    def __init__(
        self, words: str | Callable[[], str], stream: TextIO | None = None, patience_s: float | None = None
    ) -> None:
        self._words = words if callable(words) else lambda: words
        self._stream = stream or sys.stderr
        self._patience = PATIENCE_S if patience_s is None else patience_s
        self._over = threading.Event()
        self._thread: threading.Thread | None = None

    def __enter__(self) -> Self:
        if self._stream.isatty():
            self._thread = threading.Thread(target=self._tell, name="waiting", daemon=True)
            self._thread.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._over.set()
        if self._thread is not None:
            self._thread.join()

    def _tell(self) -> None:
        began = time.monotonic()
        if self._over.wait(self._patience):
            return
        while True:
            seconds = int(time.monotonic() - began)
            self._stream.write(_ERASE + _("{what}, {seconds} s").format(what=self._words(), seconds=seconds))
            self._stream.flush()
            if self._over.wait(_STEP_S):
                break
        self._stream.write(_ERASE)
        self._stream.flush()


@contextmanager
def told_from(first: Stage) -> Iterator[Progress]:
    """The same for long work on a history, which begins with ``first`` and tells how far it is."""
    at = Reached(first)

    def note(reached: Reached) -> None:
        nonlocal at
        at = reached

    with Waiting(lambda: at.words):
        yield note
