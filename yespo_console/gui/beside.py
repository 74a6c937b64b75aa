"""Questions about long texts, answered in a thread: the window goes on, and only the last one is worth an answer."""

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer

from yespo_console.gui.text_sizes import LARGE_TEXT

#: So often it is looked whether the answer is there.
_LOOK_MS: Final = 4


@dataclass(slots=True, eq=False)
class _Work:
    """What the thread has. It knows no QObject, so that none can end with it, in a thread that is not its own."""

    find: Callable[[], Any]
    answer: Any = None
    error: Exception | None = None
    done: bool = False

    def run(self) -> None:
        try:
            self.answer = self.find()
        except Exception as error:  # noqa: BLE001 - raised again in the window's thread
            self.error = error
        self.done = True


class Beside(QObject):
    """One questioner. What is asked about a short text is answered at once, before ``ask`` returns.

    While a question is at work, the newest of those that come meanwhile waits; the others are forgotten, and so is the
    answer of the one at work.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._at_work: _Work | None = None
        self._wanted: _Work | None = None
        self._take: Callable[[Any], object] | None = None
        self._look = QTimer(self)
        self._look.setInterval(_LOOK_MS)
        self._look.timeout.connect(self._look_for_answer)

    def ask(self, length: int, find: Callable[[], Any], take: Callable[[Any], object]) -> None:
        """Call ``take`` with what ``find`` returns; in a thread when it is about a text of more than a frame's worth.

        ``find`` neither touches nor holds a QObject. What it raises is raised in the window's thread.
        """
        if length <= LARGE_TEXT:
            self.forget()
            take(find())
            return
        self._wanted, self._take = _Work(find), take
        if self._at_work is None:
            self._begin()

    def forget(self) -> None:
        """No answer is wanted any more."""
        self._wanted = self._take = None

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is still to come."""
        return self._wanted is not None

    def _begin(self) -> None:
        work = self._at_work = self._wanted
        if work is not None:
            threading.Thread(target=work.run, name="beside", daemon=True).start()
            self._look.start()

    def _look_for_answer(self) -> None:
        work = self._at_work
        if work is None or not work.done:
            return
        self._look.stop()
        self._at_work = None
        if work is self._wanted:
            take = self._take
            self.forget()
            if work.error is not None:
                raise work.error
            if take is not None:
                take(work.answer)
        if self._wanted is not None and self._at_work is None:
            self._begin()
