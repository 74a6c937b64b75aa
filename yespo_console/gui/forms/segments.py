"""Buttons in a row, or one under the other where the row would be too wide: they never make a form wider."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QBoxLayout, QPushButton, QSizePolicy, QWidget

from yespo_console.gui.tokens import HALF

_ROW = QBoxLayout.Direction.LeftToRight
_COLUMN = QBoxLayout.Direction.TopToBottom


class Segments(QWidget):
    """Takes all the width there is, and shows its buttons from the left.

    Attributes:
        buttons: in the order in which they were added.
    """

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.buttons: list[QPushButton] = []
        self._box = QBoxLayout(_ROW, self)
        self._box.setContentsMargins(0, 0, 0, 0)
        self._box.setSpacing(HALF)
        self._box.addStretch(1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def add(self, button: QPushButton) -> None:
        """Show ``button`` behind the others."""
        self.buttons.append(button)
        self._box.insertWidget(len(self.buttons) - 1, button, 0, Qt.AlignmentFlag.AlignLeft)

    def minimumSizeHint(self) -> QSize:
        """As narrow as the widest button."""
        widest = max((button.sizeHint().width() for button in self.buttons), default=0)
        return QSize(widest, self._box.minimumSize().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        wanted = sum(button.sizeHint().width() for button in self.buttons) + HALF * (len(self.buttons) - 1)
        direction = _ROW if wanted <= event.size().width() else _COLUMN
        if direction is not self._box.direction():
            self._box.setDirection(direction)
            self.updateGeometry()
