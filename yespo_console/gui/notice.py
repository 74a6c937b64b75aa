"""A bar with an icon, a sentence and what can be done about it. Stays until it is closed or answered."""

from collections.abc import Callable
from typing import Final, Literal

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QToolButton, QWidget

from yespo_console.gui.icons import Role, icon
from yespo_console.gui.theme import redress
from yespo_console.gui.tokens import GRID
from yespo_console.platform.i18n import N_, _

Kind = Literal["error", "warning", "info", "success"]

#: The word that stands beside the colour and the icon.
WORDS: Final[dict[Kind, str]] = {
    "error": N_("Error"),
    "warning": N_("Warning"),
    "info": N_("Note"),
    "success": N_("Done"),
}


class Notice(QFrame):
    """One bar.

    Signals:
        closed(): the user closed it.
    """

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = QLabel(self)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._answers: list[QPushButton] = []
        self._close = QToolButton(self)
        self._close.setIcon(icon("close"))
        self._close.setToolTip(_("Close this message"))
        self._close.setAccessibleName(_("Close this message"))
        self._close.clicked.connect(self.dismiss)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        self._layout.setSpacing(GRID)
        self._layout.addWidget(self._icon)
        self._layout.addWidget(self.words, 1)
        self._layout.addWidget(self._close)
        self.hide()

    def show_words(self, kind: Kind, words: str, answers: tuple[tuple[str, Callable[[], object]], ...] = ()) -> None:
        """Show ``words`` as an error, a warning, a note or a success, with a button for each of ``answers``."""
        for button in self._answers:
            self._layout.removeWidget(button)
            button.deleteLater()
        self._answers = []
        role: Role = kind
        self._icon.setPixmap(icon(kind, role).pixmap(QSize(20, 20), self.devicePixelRatioF()))
        self.words.setText(words)
        self.words.setAccessibleName(f"{_(WORDS[kind])}: {words}")
        for text, answer in answers:
            button = QPushButton(text, self)
            button.setAccessibleName(text)
            self._connect(button, answer)
            self._layout.insertWidget(self._layout.count() - 1, button)
            self._answers.append(button)
        self.setProperty("notice", kind)
        redress(self)
        self.show()

    def _connect(self, button: QPushButton, answer: Callable[[], object]) -> None:
        def pressed() -> None:
            self.dismiss()
            answer()

        button.clicked.connect(pressed)

    def dismiss(self) -> None:
        """Close it, as its button does."""
        self.hide()
        self.closed.emit()
