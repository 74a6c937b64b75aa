"""A line of words in whatever room there is."""

from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

#: Words up to this width, in px, are shown whole, even if the legend has to be cut.
_LEAST_WORDS: Final = 320


class ElidedLabel(QLabel):
    """Words that end in … where there is no room; the tool tip and a reader say them whole."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._words = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def tell(self, words: str) -> None:
        """Show ``words``."""
        self._words = words
        self.setAccessibleName(words)
        self.setToolTip(words)
        self.setMinimumWidth(min(_LEAST_WORDS, self.fontMetrics().horizontalAdvance(words) + 2))
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        self.setText(self.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, self.width()))
