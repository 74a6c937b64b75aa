"""A part of a page that can be folded away; the window remembers which are."""

from PySide6.QtCore import QByteArray, Signal
from PySide6.QtWidgets import QWidget

_OPEN, _FOLDED = b"open", b"folded"


class FoldablePart(QWidget):
    """Give it an object name, and the window keeps its state beside that of the splitters.

    Attributes:
        folded: None: the user has not said yet, so the part decides by the room there is.
    Signals:
        folded_changed(): ``folded`` is another.
    """

    folded_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.folded: bool | None = None

    def set_folded(self, folded: bool) -> None:
        """Fold it away, or open it, as the user wants it from now on."""
        if folded is not self.folded:
            self.folded = folded
            self.folded_changed.emit()

    def saveState(self) -> QByteArray:
        """For the window's state; Qt's spelling, as splitters have it."""
        return QByteArray(b"" if self.folded is None else _FOLDED if self.folded else _OPEN)

    def restoreState(self, state: QByteArray) -> bool:
        """Take what ``saveState`` gave; anything else is refused."""
        if state.data() not in (_OPEN, _FOLDED):
            return False
        self.set_folded(state.data() == _FOLDED)
        return True
