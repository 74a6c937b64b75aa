"""What stands where there is nothing yet: a picture, a line, and what to do about it."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from yespo_console.gui.picture import Picture
from yespo_console.gui.tokens import GRID

_ICON = 40
_WIDTH = 560


class EmptyState(QWidget):
    """Attributes: title, words: the labels; more: a column below them for whoever embeds it."""

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = Picture(self)
        self._icon.show_icon(icon, _ICON, "muted")
        self.title = QLabel(self)
        self.title.setProperty("role", "title")
        self.words = QLabel(self)
        self.words.setProperty("role", "muted")
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        for label in (self._icon, self.title, self.words):
            label.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        middle = QWidget(self)
        middle.setMaximumWidth(_WIDTH)
        inside = QVBoxLayout(middle)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(GRID)
        for label in (self._icon, self.title, self.words):
            inside.addWidget(label)
        self.more = QVBoxLayout()
        self.more.setSpacing(GRID)
        inside.addSpacing(GRID)
        inside.addLayout(self.more)
        line = QHBoxLayout()
        line.addStretch(1)
        line.addWidget(middle, 8)
        line.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * GRID, 2 * GRID, 2 * GRID, 2 * GRID)
        column.addStretch(2)
        column.addLayout(line)
        column.addStretch(3)

    def say(self, title: str, words: str) -> None:
        """Show these."""
        self.title.setText(title)
        self.words.setText(words)
        self.setAccessibleName(title)  # it has the keys where it takes the place of what had them, without a button
        self.setAccessibleDescription(words)
