"""One sentence over the form, on the colour of its meaning."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from yespo_console.gui import icons
from yespo_console.gui.picture import Picture
from yespo_console.gui.theme import redress
from yespo_console.gui.tokens import GRID


class Banner(QFrame):
    """Hidden until there is something to say."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(2 * GRID, GRID, 2 * GRID, GRID)
        row.setSpacing(GRID)
        self._mark = Picture(self)
        row.addWidget(self._mark)
        self._words = QLabel(self)
        self._words.setWordWrap(True)
        row.addWidget(self._words, 1)
        self.hide()

    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return "" if self.isHidden() else self._words.text()

    def say(self, text: str, meaning: icons.Role) -> None:
        """Show ``text``."""
        self._mark.show_icon(meaning, 16, meaning)
        self._words.setText(text)
        self._words.setAccessibleName(text)
        self.setProperty("notice", meaning)
        redress(self)
        self.show()
