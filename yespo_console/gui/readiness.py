"""What is in the way of all that needs the services: they are still being built, or cannot be, or lost the history."""

from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from yespo_console.gui.notice import Answers, Kind


@dataclass(frozen=True, slots=True)
class Trouble:
    """Why nothing can be sent or looked up: a sentence, and a button or two for what can be done."""

    kind: Kind
    words: str
    answers: Answers


class Readiness(QObject):
    """One for the window, known to its pages. ``opening`` finds the trouble, and says it.

    Attributes:
        trouble: None while all is well, or while the services are still being built.
    Signals:
        changed(): the trouble is another, or over.
        asked(): somebody wants what is not there; it is to be said why.
    """

    changed = Signal()
    asked = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.trouble: Trouble | None = None

    def show(self, trouble: Trouble | None) -> None:
        """This is in the way from now on."""
        if trouble != self.trouble:
            self.trouble = trouble
            self.changed.emit()

    def tell(self) -> None:
        """Have it said why something cannot be done now."""
        self.asked.emit()
