"""A real window to measure: its event loop, when it has painted, and how long it ever stood still.

Painted is the end of the window's paint event. A stall is the longest gap between two ticks of a 2 ms timer, less the
longest such gap while nothing happens. On a busy machine it stands still for other reasons too; the work is the most
that the window's thread computed by itself between two ticks.
"""

import gc
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from PySide6.QtCore import QEvent, QEventLoop, QObject, Qt, QTimer

from yespo_console.app import Console, make_application
from yespo_console.platform.profile import Profile

#: One frame of a usual screen, in ms.
FRAME_MS = 16.7
_TICK_MS = 2
_PATIENCE_MS = 60_000


class Watch(QObject):
    """Looks at one window.

    Attributes:
        paints: when each paint event since ``start`` ended (``time.perf_counter``).
    """

    def __init__(self, console: Console) -> None:
        super().__init__()
        self.paints: list[float] = []
        self._window = console.window
        self._window.installEventFilter(self)
        self._last = time.perf_counter()
        self._longest = 0.0
        self._worked = time.thread_time()
        self._most = 0.0
        self._ticks = QTimer(self)
        self._ticks.setTimerType(Qt.TimerType.PreciseTimer)
        self._ticks.timeout.connect(self._tick)
        self._ticks.start(_TICK_MS)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is not QEvent.Type.UpdateRequest:
            return super().eventFilter(watched, event)
        self._window.event(event)
        self.paints.append(time.perf_counter())
        return True

    def _tick(self) -> None:
        now, worked = time.perf_counter(), time.thread_time()
        self._longest = max(self._longest, now - self._last)
        self._most = max(self._most, worked - self._worked)
        self._last, self._worked = now, worked

    def start(self) -> None:
        """Begin a new measurement."""
        self._last, self._worked = time.perf_counter(), time.thread_time()
        self._longest = self._most = 0.0
        self.paints.clear()

    def first_paint_after(self, moment: float) -> float | None:
        """When the first paint event after ``moment`` ended; None while there is none."""
        return next((paint for paint in self.paints if paint > moment), None)

    def longest_ms(self) -> float:
        """The longest gap since ``start``."""
        self._tick()
        return self._longest * 1000

    def most_work_ms(self) -> float:
        """The most work between two ticks since ``start``."""
        self._tick()
        return self._most * 1000

    def idle_ms(self, for_ms: int = 3_000) -> float:
        """The longest gap while nothing happens."""
        wait(500)
        self.start()
        wait(for_ms)
        return self.longest_ms()


@contextmanager
def running(home: Path) -> Iterator[Console]:
    """The program on the profile in ``home``, as its user has it: all services there, nothing left to build."""
    os.environ["YESPO_CONSOLE_HOME"] = str(home)
    os.environ.setdefault("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    gc.disable()  # as the program itself starts; it frees what it needs once it stands
    app = make_application()
    console = Console(app, Profile.default().ensure())
    console.window.resize(1440, 900)
    console.show()
    until(lambda: console.backend.services is not None and console.backend.services.sandbox.address is not None)
    until(lambda: console.garbage.active)
    wait(1_500)
    yield console
    console.window.close()
    console.stop()


def wait(ms: int) -> None:
    """Let the event loop run for so long."""
    loop = QEventLoop()
    QTimer.singleShot(ms, loop.quit)
    loop.exec()


def until(condition: Callable[[], bool]) -> None:
    """Let the event loop run until ``condition`` holds. Raises TimeoutError after a minute."""
    deadline = time.monotonic() + _PATIENCE_MS / 1000
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("the window did not get there")
        wait(5)
