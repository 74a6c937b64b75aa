"""The head of an exchange: what became of it in a line, what that means, what to do now."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QLabel, QScrollArea, QVBoxLayout, QWidget

from yespo_console.gui.tokens import GRID
from yespo_console.platform.i18n import _

_READABLE: Final = Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard


class Story(QScrollArea):
    """Sentences, and what to do next; scrolls when there is no room for all.

    Attributes:
        meaning, steps, facts: the labels.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(_("What it means"))
        self.meaning = _label(_("What it means"))
        self.steps = _label(_("What to do now"))
        self.facts = _label(_("Which exchange it is"))
        self.facts.setProperty("role", "muted")
        words = QWidget()
        self._column = QVBoxLayout(words)
        self._column.setContentsMargins(0, 0, GRID, 0)
        self._column.setSpacing(GRID)
        for label in (self.meaning, self.steps, self.facts):
            self._column.addWidget(label)
        self._column.addStretch(1)
        self.setWidget(words)

    def tell(self, sentences: Sequence[str], steps: Sequence[str], facts: str) -> None:
        """Show these; empty ones take no room."""
        for label, text in (
            (self.meaning, "\n".join(sentences)),
            (self.steps, "\n".join(f"→ {step}" for step in steps)),
            (self.facts, facts),
        ):
            label.setText(text)
            label.setVisible(bool(text))
        self.verticalScrollBar().setValue(0)

    def height_wanted(self, width: int) -> int:
        """How high it would be at ``width`` with nothing left to scroll."""
        return max(0, self._column.totalHeightForWidth(width))


def _label(name: str) -> QLabel:
    label = QLabel()
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(_READABLE)
    label.setAccessibleName(name)
    return label
