"""Parts of the form that hold several fields: sections that fold, and what adds a param, a property or a column."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLayout,
    QLineEdit,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from yespo_console.gui import icons
from yespo_console.gui.tokens import GRID
from yespo_console.gui.wrapped import Wrapped
from yespo_console.platform.i18n import _


class Section(QWidget):
    """A title that folds what is under it. A line stands above; there is no box."""

    def __init__(self, title: str, help_text: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(GRID)
        line = QFrame(self)
        line.setProperty("role", "line")
        outer.addWidget(line)
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        self.fold = QToolButton(self)
        self.fold.setText(title)
        self.fold.setProperty("role", "section")
        self.fold.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.fold.setCheckable(True)
        self.fold.setChecked(True)
        self.fold.setAccessibleName(_("Section {title}").format(title=title))
        self.fold.toggled.connect(self._folded)
        head.addWidget(self.fold)
        self.note = QLabel(self)
        self.note.setProperty("role", "caption")
        head.addWidget(self.note)
        head.addStretch(1)
        self.head = head
        outer.addLayout(head)
        self.body = QWidget(self)
        self.layout_ = QVBoxLayout(self.body)
        self.layout_.setContentsMargins(0, 0, 0, 0)
        self.layout_.setSpacing(12)
        self.help = Wrapped(help_text, "caption", self.body)
        self.help.setVisible(bool(help_text))
        self.layout_.addWidget(self.help)
        outer.addWidget(self.body)
        self._folded(True)

    def open(self) -> None:
        """Unfold, as before the focus moves to something inside."""
        self.fold.setChecked(True)

    def rest(self) -> None:
        """The form is about to be out of sight: end what lasts only while the user is in it."""

    def _folded(self, is_open: bool) -> None:
        self.body.setVisible(is_open)
        self.fold.setIcon(icons.icon("chevron-down" if is_open else "chevron-right", "muted"))
        self.fold.setToolTip(_("Fold") if is_open else _("Unfold"))


class NameAdder(QWidget):
    """A quiet button such as "+ param" that becomes a line for the name.

    Signals:
        named(str): the user wants one of this name. The line stays open when ``refuse`` is called in the slot.
    """

    named = Signal(str)

    def __init__(self, text: str, prompt: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        self.button = QPushButton(text, self)
        self.button.setProperty("link", "true")
        self.button.setAutoDefault(False)
        self.button.setAccessibleName(text)
        self.button.clicked.connect(self.begin)
        row.addWidget(self.button)
        self.edit = QLineEdit(self)
        self.edit.setPlaceholderText(prompt)
        self.edit.setAccessibleName(prompt)
        self.edit.setFixedWidth(200)
        self.edit.setVisible(False)
        self.edit.returnPressed.connect(self._named)
        self.edit.installEventFilter(self)
        row.addWidget(self.edit)
        self.word = QLabel(self)
        self.word.setProperty("role", "caption")
        self.word.setVisible(False)
        row.addWidget(self.word)
        row.addStretch(1)

    def begin(self) -> None:
        """Ask for the name."""
        self.button.setVisible(False)
        self.edit.setVisible(True)
        self._say(_("Enter adds it, Esc does not."))
        self.edit.setFocus()

    def refuse(self, reason: str) -> None:
        """Say why a name cannot be taken; the line stays."""
        self._say(reason)
        self.edit.selectAll()

    def end(self) -> None:
        """Be a button again."""
        self.edit.clear()
        self.edit.setVisible(False)
        self._say("")
        self.button.setVisible(True)

    def focus_chain(self) -> tuple[QWidget, ...]:
        return (self.button, self.edit)

    def _say(self, text: str) -> None:
        self.word.setText(text)
        self.word.setVisible(bool(text))

    def _named(self) -> None:
        self.named.emit(self.edit.text())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched is self.edit:
            if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
                if event.key() == Qt.Key.Key_Escape:
                    self.end()
                    self.button.setFocus()
                    return True
            elif event.type() == QEvent.Type.FocusOut and not self.edit.text():
                self.end()
        return super().eventFilter(watched, event)


def put_in_sight(part: QWidget, column: QLayout) -> None:
    """Into sight at once, and not in a later turn as a layout does it by itself: till then Tab would pass it by."""
    column.addWidget(part)
    part.show()
