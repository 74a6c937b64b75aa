"""Questions about long texts, answered in a thread: the window goes on, and only the last one is worth an answer."""

import threading
from collections.abc import Callable
from typing import Any

import shiboken6
from PySide6.QtCore import QObject, Qt, Signal

from yespo_console.gui.text_sizes import LARGE_TEXT

_Question = tuple[Callable[[], Any], Callable[[Any], object]]


class Beside(QObject):
    """One questioner. What is asked about a short text is answered at once, before ``ask`` returns.

    While a question is at work, the newest of those that come meanwhile waits; the others are forgotten, and so is the
    answer of the one at work.
    """

    _answered = Signal(object, object)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._at_work: _Question | None = None
        self._wanted: _Question | None = None
        self._answered.connect(self._take, Qt.ConnectionType.QueuedConnection)

    def ask(self, length: int, find: Callable[[], Any], take: Callable[[Any], object]) -> None:
        """Call ``take`` with what ``find`` returns; in a thread when it is about a text of more than a frame's worth.

        ``find`` touches no QObject and raises nothing.
        """
        if length <= LARGE_TEXT:
            self.forget()
            take(find())
            return
        self._wanted = (find, take)
        if self._at_work is None:
            self._begin()

    def forget(self) -> None:
        """No answer is wanted any more."""
        self._wanted = None

    @property
    def is_waiting(self) -> bool:
        """Whether an answer is still to come."""
        return self._wanted is not None

    def _begin(self) -> None:
        question = self._at_work = self._wanted
        if question is not None:
            threading.Thread(target=self._find, args=(question,), name="beside", daemon=True).start()

    def _find(self, question: _Question) -> None:
        """In the thread."""
        found = question[0]()
        if shiboken6.isValid(self):
            self._answered.emit(question, found)

    def _take(self, question: _Question, found: Any) -> None:
        self._at_work = None
        if question is self._wanted:
            self._wanted = None
            question[1](found)
        if self._wanted is not None and self._at_work is None:
            self._begin()
