"""The list under a line of text: each value, a word beside it, a sentence under it.

A part of the window and no popup: a popup takes the keyboard, and while it closes the keys of whoever types on still
come to it, so that they end in the line that was left, or nowhere.

In a module of its own because it is imported when a list opens for the first time, well after the first paint.
"""

from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from yespo_console.gui.forms.suggestions import Suggestion
from yespo_console.gui.theme import theme
from yespo_console.gui.tokens import GRID, HALF

Index = QModelIndex | QPersistentModelIndex
ENTRY_ROLE: Final = Qt.ItemDataRole.UserRole
#: How many are seen at once.
VISIBLE: Final = 9
_GAP: Final = 2


class OfferList(QFrame):
    """Shows entries at a line, which keeps the focus and all keys.

    Attributes:
        list: the lines.
    """

    def __init__(self, edit: QLineEdit) -> None:
        super().__init__(edit.window())
        self.setProperty("role", "offers")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._edit = edit
        self._model = EntryModel(self)
        self.list = QListView(self)
        self.list.setProperty("quiet", True)
        self.list.setModel(self._model)
        self._delegate = EntryDelegate(self.list)
        self.list.setItemDelegate(self._delegate)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(1, HALF, 1, 1)
        self._column.setSpacing(HALF)
        self._column.addWidget(self.list, 1)
        edit.destroyed.connect(self.deleteLater)
        self.hide()

    @property
    def entries(self) -> tuple[Suggestion, ...]:
        """What is offered."""
        return self._model.entries

    @property
    def marked(self) -> int:
        """The line that Enter takes; -1: none."""
        return self.list.currentIndex().row()

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

    def _stand_at(self, left: int, width: int, more: int) -> None:
        """Come into sight at the line, ``left`` px from its left edge; ``more``: the height of all but the lines.

        Under it, or over it where that has more room.
        """
        window = self._edit.window()
        corner = self._edit.mapTo(window, QPoint(left, 0))
        width = min(width, window.width() - 2 * GRID)
        x = max(GRID, min(corner.x(), window.width() - width - GRID))
        height = min(self._model.rowCount(), VISIBLE) * max(1, self.list.sizeHintForRow(0)) + more
        under = corner.y() + self._edit.height() + _GAP
        below, above = window.height() - GRID - under, corner.y() - _GAP - GRID
        if height <= below or below >= above:
            self.setGeometry(QRect(x, under, width, min(height, below)))
        else:
            height = min(height, above)
            self.setGeometry(QRect(x, corner.y() - _GAP - height, width, height))
        self.raise_()
        self.show()

    def _say(self, words: str) -> None:
        """Have a screen reader say it; the focus stays in the line, so it does not come here by itself."""
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._edit, words))


class EntryModel(QAbstractListModel):
    """The entries of a list. Attributes: entries."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.entries: tuple[Suggestion, ...] = ()

    def show(self, entries: tuple[Suggestion, ...]) -> None:
        self.beginResetModel()
        self.entries = entries
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        entry = self.entries[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return entry.value
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(part for part in (entry.value, entry.title, entry.summary) if part)
        return entry if role == ENTRY_ROLE else None


class EntryDelegate(QStyledItemDelegate):
    """The value, its title beside it and its summary under it."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry = index.data(ENTRY_ROLE)
        rect: QRect = option.rect
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme().colour("accent_soft"))
        inner = rect.adjusted(GRID, 4, -GRID, -4)
        body = theme().font("body")
        metrics = QFontMetrics(body)
        line = QRect(inner.left(), inner.top(), inner.width(), metrics.height())
        if not entry.summary:
            line = inner
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(body)
        painter.setPen(theme().colour("text"))
        painter.drawText(line, middle, metrics.elidedText(entry.value, Qt.TextElideMode.ElideRight, line.width()))
        left = metrics.horizontalAdvance(entry.value) + 12
        painter.setPen(theme().colour("muted"))
        if entry.title and left < line.width():
            beside = line.adjusted(left, 0, 0, 0)
            painter.drawText(
                beside, middle, metrics.elidedText(entry.title, Qt.TextElideMode.ElideRight, beside.width())
            )
        if entry.summary:
            under = QRect(inner.left(), line.bottom() + 2, inner.width(), inner.bottom() - line.bottom() - 1)
            small = theme().font("caption")
            painter.setFont(small)
            text = QFontMetrics(small).elidedText(entry.summary, Qt.TextElideMode.ElideRight, under.width())
            painter.drawText(under, middle, text)
        painter.restore()

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        height = QFontMetrics(theme().font("body")).height()
        if index.data(ENTRY_ROLE).summary:
            height += QFontMetrics(theme().font("caption")).height() + 3
        return QSize(200, height + 10)
