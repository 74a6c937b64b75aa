"""A labelled field of a settings form: label above, one line of help below, and what is wrong with it."""

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from yespo_console.gui.calm_fields import Choice
from yespo_console.gui.theme import redress
from yespo_console.gui.tokens import GRID, HALF
from yespo_console.gui.wrapped import Wrapped


class Row(QWidget):
    """One field. ``beside`` stand to the right of the field."""

    def __init__(self, label: str, field: QWidget, explanation: str = "", beside: Sequence[QWidget] = ()) -> None:
        super().__init__()
        self.field = field
        name = QLabel(label, self)
        name.setBuddy(field)
        field.setAccessibleName(label)
        field.setAccessibleDescription(explanation)
        self.help = QLabel(explanation, self)
        self.help.setProperty("role", "caption")
        self.help.setWordWrap(True)
        self.help.setVisible(bool(explanation))
        self.wrong = Wrapped("", "error", self)
        self.wrong.hide()
        line = QHBoxLayout()
        line.setSpacing(GRID)
        line.addWidget(field, 1)
        for widget in beside:
            line.addWidget(widget)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, GRID)
        layout.setSpacing(HALF)
        layout.addWidget(name)
        layout.addLayout(line)
        layout.addWidget(self.help)
        layout.addWidget(self.wrong)

    def explain(self, words: str) -> None:
        """Another line of help."""
        self.help.setText(words)
        self.help.setVisible(bool(words))
        self.field.setAccessibleDescription(words)

    def complain(self, words: str) -> None:
        """Say what is wrong; "" when nothing is."""
        self.wrong.setText(words)
        self.wrong.setVisible(bool(words))
        self.field.setProperty("problem", "error" if words else "")
        redress(self.field)


def choice(options: Sequence[tuple[str, object]]) -> Choice:
    """A list to choose from: words and the value each stands for."""
    box = Choice()
    for words, value in options:
        box.addItem(words, value)
    return box


def choose(box: Choice, value: object) -> None:
    """Show the option of ``value``; the first one when there is none."""
    box.setCurrentIndex(max(0, box.findData(value)))
