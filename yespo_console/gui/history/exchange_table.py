"""The table of exchanges, by keyboard first."""

from typing import Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from yespo_console.gui.cells import CellPainter, Look
from yespo_console.gui.history.exchange_model import ExchangeModel
from yespo_console.gui.tokens import GRID
from yespo_console.platform.i18n import _

ROW_PX: Final = 4 * GRID
_WIDTHS: Final = (52, 152, 104, 160, 152, 132, 64, 112)


class ExchangeTable(QTableView):
    """Rows only, one at a time. What is in sight stays where it is while new rows come in above.

    Signals:
        opened(): Enter or a double-click on the row.
        left_upwards(): Up in the first row, or Esc.
        typed(str): letters, which are meant for a search.
    """

    opened = Signal()
    left_upwards = Signal()
    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("quiet", True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerItem)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        rows = self.verticalHeader()
        rows.hide()
        rows.setDefaultSectionSize(ROW_PX)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setStretchLastSection(True)
        columns.setSectionsMovable(True)
        columns.setFirstSectionMovable(True)
        columns.setAccessibleName(_("Columns"))
        self.setItemDelegate(_Delegate(self))
        self.doubleClicked.connect(self._double_clicked)

    def set_widths(self) -> None:
        """The widths of a first start."""
        for column, width in enumerate(_WIDTHS):
            self.setColumnWidth(column, width)

    def rowsInserted(self, parent: QModelIndex | QPersistentModelIndex, start: int, end: int) -> None:
        super().rowsInserted(parent, start, end)
        bar = self.verticalScrollBar()
        if start == 0 and bar.value() > 0:
            place = bar.value() + end - start + 1
            self.updateGeometries()
            bar.setValue(place)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt makes the first row the current one, and does not select it."""
        super().focusInEvent(event)
        current = self.currentIndex()
        if current.isValid() and not self.selectionModel().isSelected(current):
            self.selectRow(current.row())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif plain and (event.key() == Qt.Key.Key_Escape or self._is_up_from_first(event)):
            self.left_upwards.emit()
        else:
            super().keyPressEvent(event)

    def _is_up_from_first(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0

    def keyboardSearch(self, search: str) -> None:
        """Qt would read every row until one begins so."""
        self.typed.emit(search)

    def _double_clicked(self, _index: QModelIndex) -> None:
        self.opened.emit()


class _Delegate(QStyledItemDelegate):
    def __init__(self, table: ExchangeTable) -> None:
        super().__init__(table)
        self._table = table
        self._cells = CellPainter(self)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, self._cells.selection)
        self._cells.paint(painter, option.rect, self._look(index))

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return self._cells.size(self._look(index), ROW_PX)

    def _look(self, index: QModelIndex | QPersistentModelIndex) -> Look:
        model = self._table.model()
        assert isinstance(model, ExchangeModel)
        return model.look(index.row(), index.column())
