"""The list under a line of text as it is drawn: each value, a word beside it, a sentence under it.

In a module of its own because it is imported when a list opens for the first time, well after the first paint.
"""

from typing import Any, Final

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from yespo_console.gui.forms.suggestions import Suggestion
from yespo_console.gui.theme import theme
from yespo_console.gui.tokens import GRID

Index = QModelIndex | QPersistentModelIndex
ENTRY_ROLE: Final = Qt.ItemDataRole.UserRole
#: How many suggestions are seen at once.
_VISIBLE: Final = 9


class SuggestionList(QObject):
    """The popup list of one line edit.

    Attributes:
        entries: what it shows.
    Signals:
        taken(str): the user took this value.
        given_up(): the user pressed Esc.
        closed(): it is no longer in sight, for whatever reason; ``taken`` may follow.
    """

    taken = Signal(str)
    given_up = Signal()
    closed = Signal()

    def __init__(self, edit: QLineEdit, parent: QObject) -> None:
        super().__init__(parent)
        self._edit = edit
        self._model = EntryModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_VISIBLE)
        self._completer.setWidget(edit)
        self._popup = QListView()
        self._delegate = EntryDelegate(self._popup)
        self._completer.setPopup(self._popup)
        self._popup.setItemDelegate(self._delegate)
        self._popup.installEventFilter(self)  # after the completer's, so that this one is asked first
        self._completer.activated[QModelIndex].connect(self._take)  # type: ignore[index]

    @property
    def entries(self) -> tuple[Suggestion, ...]:
        return self._model.entries

    @property
    def is_open(self) -> bool:
        return self._popup.isVisible()

    def open(self, entries: tuple[Suggestion, ...], marked: int) -> None:
        """Show ``entries`` with the one at ``marked`` current (-1: none of them); without any the list closes."""
        self._model.show(entries)
        if not entries:
            self.close()
            return
        self._popup.setAccessibleName(self._edit.accessibleName())
        self._completer.complete()
        if marked >= 0:
            self._popup.setCurrentIndex(self._completer.completionModel().index(marked, 0))

    def close(self) -> None:
        self._popup.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Hide:
            self.closed.emit()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() == Qt.Key.Key_Escape:
            self.close()
            self.given_up.emit()
            return True
        return super().eventFilter(watched, event)

    def _take(self, index: QModelIndex) -> None:
        value = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(value, str):
            self.taken.emit(value)


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
