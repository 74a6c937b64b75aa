"""A bar with an icon, a sentence and what can be done about it. It is closed, answered or replaced."""

from collections.abc import Callable
from typing import Final, Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy, QToolButton, QWidget

from yespo_console.gui.icons import Role, icon
from yespo_console.gui.picture import Picture
from yespo_console.gui.settled_clicks import SettledClicks
from yespo_console.gui.theme import redress
from yespo_console.gui.tokens import GRID
from yespo_console.platform.i18n import N_, _, ngettext

Kind = Literal["error", "warning", "info", "success"]
#: The words of each button, and what it does.
Answers = tuple[tuple[str, Callable[[], object]], ...]

#: The word that stands beside the colour and the icon.
WORDS: Final[dict[Kind, str]] = {
    "error": N_("Error"),
    "warning": N_("Warning"),
    "info": N_("Note"),
    "success": N_("Done"),
}

_BAR_WIDTH: Final = 20 * GRID

#: All of it, in the steps of a bar.
_WHOLE: Final = 1000


def show_share(bar: QProgressBar, share: float | None) -> None:
    """Show how much is done, from 0 to 1; None: there is no measure."""
    bar.setRange(0, 0 if share is None else _WHOLE)
    bar.setValue(int((share or 0) * _WHOLE))


class Notice(QFrame):
    """One bar.

    Signals:
        closed(): the user closed it.
        more_asked(): the user wants to read what stands behind it.
    """

    closed = Signal()
    more_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = Picture(self)
        self.words = QLabel(self)
        self.words.setWordWrap(True)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        # By the keyboard as well would put a blinking caret there after a click, as if it could be written in.
        self.words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.words.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self._answers: list[QPushButton] = []
        self._clicks = SettledClicks(self)
        self._bar = QProgressBar(self)
        self._bar.setAccessibleName(_("How far it is"))
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(_BAR_WIDTH)
        self._bar.hide()
        self._more = QPushButton(self)
        self._more.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the person where they were
        self._more.clicked.connect(self.more_asked)
        self._more.hide()
        self._close = QToolButton(self)
        self._close.setToolTip(_("Close this message"))
        self._close.setAccessibleName(_("Close this message"))
        self._close.clicked.connect(self.dismiss)
        for button in (self._more, self._close):
            self._clicks.watch(button)
        self._layout = QHBoxLayout(self)
        self._layout.setContentsMargins(2 * GRID, GRID // 2, GRID, GRID // 2)
        self._layout.setSpacing(GRID)
        self._layout.addWidget(self._icon)
        self._layout.addWidget(self.words, 1)
        self._layout.addWidget(self._bar)
        self._layout.addWidget(self._more)
        self._layout.addWidget(self._close)
        self.hide()

    def show_words(self, kind: Kind, words: str, answers: Answers = (), *, closable: bool = True) -> None:
        """Show ``words`` as an error, a warning, a note or a success, with a button for each of ``answers``.

        A screen reader says it at once, wherever the focus is.
        """
        for button in self._answers:
            self._layout.removeWidget(button)
            button.deleteLater()
        self._answers = []
        self._bar.hide()
        role: Role = kind
        self._icon.show_icon(kind, 20, role)
        self._set_words(kind, words)
        for text, answer in answers:
            button = QPushButton(text, self)
            button.setAccessibleName(text)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self._connect(button, answer)
            self._clicks.watch(button)
            self._layout.insertWidget(self._layout.indexOf(self._more), button)
            self._answers.append(button)
        self.setProperty("notice", kind)
        redress(self)
        self._close.setIcon(icon("close", role))
        self._close.setVisible(closable)
        self._clicks.begin_anew()
        self.show()
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, self.words.accessibleName()))

    def focus_first(self) -> None:
        """Put the keys on the first thing that can be done here."""
        buttons = (*self._answers, self._more, self._close)
        first = next((one for one in buttons if not one.isHidden()), None)
        if first is not None:
            first.setFocus(Qt.FocusReason.TabFocusReason)

    def width_of_words(self) -> int:
        """How wide it is with its words in one line."""
        words = self.words.fontMetrics().horizontalAdvance(self.words.text()) + 2 * GRID
        return self._layout.sizeHint().width() - self.words.sizeHint().width() + words

    def show_progress(self, kind: Kind, words: str, share: float | None) -> None:
        """Tell, of the job that is shown, how much of it is done, from 0 to 1; None: there is no measure.

        A screen reader does not say each step; whoever asks it hears the words and the bar as they are then.
        """
        self._set_words(kind, words)
        show_share(self._bar, share)
        self._bar.show()

    def _set_words(self, kind: Kind, words: str) -> None:
        self.words.setText(words)
        self.words.setAccessibleName(f"{_(WORDS[kind])}: {words}")

    def show_more(self, count: int) -> None:
        """Offer to read ``count`` others that stand behind it."""
        words = ngettext("{count} more", "{count} more", count).format(count=count)
        self._more.setText(words)
        self._more.setAccessibleName(words)
        self._more.setToolTip(_("Show the message behind this one"))
        self._more.setVisible(count > 0)

    def _connect(self, button: QPushButton, answer: Callable[[], object]) -> None:
        def pressed() -> None:
            self.dismiss()
            answer()

        button.clicked.connect(pressed)

    def dismiss(self) -> None:
        """Close it, as its button does."""
        self.hide()
        self.closed.emit()
