"""A list of suggestions under a line of text: filtered while one types, each with a word of explanation."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from yespo_console.gui.theme import theme
from yespo_console.gui.tokens import GRID

Index = QModelIndex | QPersistentModelIndex
ENTRY_ROLE: Final = Qt.ItemDataRole.UserRole
#: How many suggestions are seen at once.
_VISIBLE: Final = 9


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line of the list.

    Attributes:
        value: what is taken when it is chosen.
        title: a few words beside the value.
        summary: one sentence under it; empty for lists of single lines.
    """

    value: str
    title: str = ""
    summary: str = ""

    def matches(self, words: Sequence[str]) -> bool:
        """True when each of ``words`` (case-folded) stands somewhere in it."""
        text = f"{self.value}\n{self.title}\n{self.summary}".casefold()
        return all(word in text for word in words)


def filtered(entries: Sequence[Suggestion], text: str) -> tuple[Suggestion, ...]:
    """The entries that hold every word of ``text``; those whose value begins with it come first."""
    words = text.casefold().split()
    found = [entry for entry in entries if entry.matches(words)]
    start = text.strip().casefold()
    return tuple(sorted(found, key=lambda entry: not (start and entry.value.casefold().startswith(start))))


class _Model(QAbstractListModel):
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


class _Delegate(QStyledItemDelegate):
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


class Suggestions(QObject):
    """The list belonging to one line edit.

    Signals:
        chosen(str): the user took this value.
    """

    chosen = Signal(str)

    def __init__(
        self,
        edit: QLineEdit,
        entries: Callable[[], Sequence[Suggestion]],
        *,
        own: Callable[[str], Suggestion | None] | None = None,
        first_is_marked: bool = False,
    ) -> None:
        """``own`` makes the last line, which takes the text as it is; ``first_is_marked``: Enter takes the first."""
        super().__init__(edit)
        self._edit = edit
        self._entries = entries
        self._own = own
        self._first_is_marked = first_is_marked
        self._model = _Model(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(_VISIBLE)
        self._completer.setWidget(edit)
        self._popup = QListView()
        self._popup.setAccessibleName(edit.accessibleName())
        self._delegate = _Delegate(self._popup)
        self._completer.setPopup(self._popup)
        self._popup.setItemDelegate(self._delegate)
        self._completer.activated[QModelIndex].connect(self._take)  # type: ignore[index]

    @property
    def is_open(self) -> bool:
        return self._popup.isVisible()

    def values(self) -> tuple[str, ...]:
        """What the list shows now."""
        return tuple(entry.value for entry in self._model.entries)

    def show_all(self) -> None:
        """Open the whole list, whatever stands in the line; the current value is marked."""
        entries = tuple(self._entries())
        current = [entry.value for entry in entries]
        marked = current.index(self._edit.text()) if self._edit.text() in current else 0
        self._open(entries, marked)

    def show_matching(self, text: str) -> None:
        """Open the list with what matches ``text``; close it when nothing does."""
        entries = filtered(self._entries(), text)
        if self._own is not None and (own := self._own(text)) is not None:
            entries = (*entries, own)
        self._open(entries, 0 if self._first_is_marked else -1)

    def hide(self) -> None:
        self._popup.hide()

    def _open(self, entries: tuple[Suggestion, ...], marked: int) -> None:
        self._model.show(entries)
        if not entries:
            self.hide()
            return
        self._popup.setAccessibleName(self._edit.accessibleName())
        self._completer.complete()
        if marked >= 0:
            self._popup.setCurrentIndex(self._completer.completionModel().index(marked, 0))

    def _take(self, index: QModelIndex) -> None:
        value = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(value, str):
            self.chosen.emit(value)
