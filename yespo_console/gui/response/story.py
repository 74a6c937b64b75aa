"""The head of an exchange: what became of it in a line, what that means, what to do now."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from yespo_console.gui.tokens import GRID
from yespo_console.platform.i18n import _


class Story(QWidget):
    """Sentences, and what to do next, which scroll when there is no room for all; which exchange it is stays below.

    Attributes:
        meaning, steps, facts: the labels.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.meaning = _label(_("What it means"))
        self.steps = _label(_("What to do now"))
        self.facts = _label(_("Which exchange it is"))
        self.facts.setProperty("role", "muted")
        words = QWidget()
        self._told = QVBoxLayout(words)
        self._told.setContentsMargins(0, 0, GRID, 0)
        self._told.setSpacing(GRID)
        for label in (self.meaning, self.steps):
            self._told.addWidget(label)
        self._told.addStretch(1)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setAccessibleName(_("What it means"))
        self._area.setWidget(words)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GRID)
        column.addWidget(self._area, 1)
        column.addWidget(self.facts)
        column.addStretch()

    def tell(self, sentences: Sequence[str], steps: Sequence[str], facts: str) -> None:
        """Show these; empty ones take no room."""
        for label, text in (
            (self.meaning, "\n".join(sentences)),
            (self.steps, "\n".join(f"→ {step}" for step in steps)),
            (self.facts, facts),
        ):
            label.setText(text)
            label.setVisible(bool(text))
        self._area.verticalScrollBar().setValue(0)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """What scrolls takes no more room than it fills, so that the last line follows it."""
        self._area.setMaximumHeight(max(0, self._told.totalHeightForWidth(self.width())))

    def width_wanted(self) -> int:
        """From which width on no sentence would be broken into lines, as nearly as matters."""
        lines = (line for label in (self.meaning, self.steps, self.facts) for line in label.text().split("\n"))
        widest = max(map(self.fontMetrics().horizontalAdvance, lines), default=0)
        return widest + 2 * GRID + self._area.verticalScrollBar().sizeHint().width()

    def height_wanted(self, width: int) -> int:
        """How high it would be at ``width`` with nothing left to scroll."""
        facts = GRID + self.facts.heightForWidth(width) if self.facts.text() else 0
        return max(0, self._told.totalHeightForWidth(width)) + facts


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    label.setAccessibleName(name)
    return label
