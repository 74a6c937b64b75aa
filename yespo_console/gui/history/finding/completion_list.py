"""The list under the search box.

A part of the window and no popup: a popup takes the keyboard, and what is typed would reach the box by detours.
"""

from typing import Final

from PySide6.QtCore import QModelIndex, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QLabel, QLineEdit, QListView, QVBoxLayout

from yespo_console.gui.forms.suggestion_list import EntryDelegate, EntryModel
from yespo_console.gui.forms.suggestions import Suggestion
from yespo_console.gui.history.finding.completions import Completion
from yespo_console.gui.tokens import GRID, HALF
from yespo_console.platform.i18n import _, ngettext

_VISIBLE: Final = 9
_NARROWEST, _WIDEST = 280, 520


class CompletionList(QFrame):
    """Shows what a Completion offers. The box keeps the focus and hands its keys over.

    Attributes:
        list: the lines.
    Signals:
        taken(int): the user clicked this offer.
    """

    taken = Signal(int)

    def __init__(self, box: QLineEdit) -> None:
        super().__init__(box.window())
        self.setProperty("role", "offers")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._box = box
        self._model = EntryModel(self)
        self.list = QListView(self)
        self.list.setProperty("quiet", True)
        self.list.setModel(self._model)
        self._delegate = EntryDelegate(self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.list.setAccessibleName(_("What fits here"))
        self.list.clicked.connect(self._clicked)
        self._hint = QLabel(_("Tab takes it, arrows choose, Esc closes the list"), self)
        self._hint.setProperty("role", "caption")
        self._hint.setContentsMargins(GRID, 0, GRID, HALF)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, HALF, 1, 1)
        column.setSpacing(HALF)
        column.addWidget(self.list, 1)
        column.addWidget(self._hint)
        self.hide()

    @property
    def marked(self) -> int:
        """The line that Enter takes; -1: none."""
        return self.list.currentIndex().row()

    @property
    def lines(self) -> tuple[str, ...]:
        """What is offered, as it is called."""
        return tuple(entry.value for entry in self._model.entries)

    def show_offers(self, completion: Completion, left: int) -> None:
        """Show the offers under the box, ``left`` px from its left edge."""
        self._model.show(tuple(Suggestion(offer.shown, offer.meaning) for offer in completion.offers))
        self.mark(completion.marked)
        window = self._box.window()
        corner = self._box.mapTo(window, QPoint(left, self._box.height() + 2))
        rows = min(len(completion.offers), _VISIBLE)
        height = rows * max(1, self.list.sizeHintForRow(0)) + self._hint.sizeHint().height() + 2 * GRID + 2
        width = min(max(_NARROWEST, self.list.sizeHintForColumn(0) + 4 * GRID, self._box.width() // 2), _WIDEST)
        width = min(width, window.width() - 2 * GRID)
        corner.setX(max(GRID, min(corner.x(), window.width() - width - GRID)))
        self.setGeometry(QRect(corner.x(), corner.y(), width, min(height, window.height() - corner.y() - GRID)))
        self.raise_()
        if not self.isVisible():
            count = len(completion.offers)
            self._say(ngettext("{count} line fits here", "{count} lines fit here", count).format(count=count))
        self.show()

    def step(self, by: int) -> None:
        """Mark the next line or the one before; before the first there is none."""
        self.mark(max(-1, min(self.marked + by, self._model.rowCount() - 1)))

    def mark(self, line: int) -> None:
        """Mark this line; -1: none."""
        self.list.setCurrentIndex(self._model.index(line, 0) if line >= 0 else QModelIndex())
        if line < 0:
            self.list.scrollToTop()
        else:
            self._say(self._model.index(line, 0).data(Qt.ItemDataRole.AccessibleTextRole))

    def _say(self, words: str) -> None:
        """Have a screen reader say it; the focus stays in the box, so it does not come here by itself."""
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._box, words))

    def _clicked(self, index: QModelIndex) -> None:
        self.taken.emit(index.row())
