"""The table of exchanges, by keyboard first."""

from collections.abc import Sequence
from string import ascii_letters, digits
from typing import Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from yespo_console.gui.cells import CellPainter, Look
from yespo_console.gui.history.exchange_columns import ExchangeColumns
from yespo_console.gui.history.exchange_model import FIGURES, ExchangeModel, pictures
from yespo_console.gui.tokens import GRID

ROW_PX: Final = 4 * GRID
_MOVES: Final = frozenset(
    (
        Qt.Key.Key_Up,
        Qt.Key.Key_Down,
        Qt.Key.Key_PageUp,
        Qt.Key.Key_PageDown,
        Qt.Key.Key_Home,
        Qt.Key.Key_End,
    )
)
#: Who clicks would have the row go away under the pointer; who comes back to the window, the place they read at.
_STAYS_AT: Final = frozenset(
    (
        Qt.FocusReason.MouseFocusReason,
        Qt.FocusReason.ActiveWindowFocusReason,
        Qt.FocusReason.PopupFocusReason,
    )
)


class ExchangeTable(QTableView):
    """Rows only; several can be selected. What is in sight stays where it is while new rows come in above.
    At the top the newest stay in sight, as long as a selected row that was in sight stays there too.

    Signals:
        opened(): Enter or a double-click on the row.
        left_upwards(): Up in the first row.
        typed(str): letters, which are meant for a search.
    """

    opened = Signal()
    left_upwards = Signal()
    typed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("quiet", True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
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
        self._cells = CellPainter(self)
        self._columns = ExchangeColumns(self._cells, self)
        self.setHorizontalHeader(self._columns)
        self.setItemDelegate(_Delegate(self, self._cells))
        self.doubleClicked.connect(self._double_clicked)
        self._sheet = self.viewport()
        #: The exchange that was selected as the keys came into the list, until somebody clicks or presses a key there.
        self._entered_at: int | None = None
        QTimer.singleShot(0, self._get_ready)

    @property
    def exchanges(self) -> ExchangeModel:
        """The model."""
        model = self.model()
        assert isinstance(model, ExchangeModel)
        return model

    def _get_ready(self) -> None:
        """Paint signs and letters where nobody sees them: the first of each takes longer than all rows do later."""
        picture = QPixmap(16 * GRID, ROW_PX)
        with QPainter(picture) as painter:
            painter.fillRect(0, 0, GRID, GRID, self._cells.selection)
            for figures in (True, False):
                self._cells.begin(painter, figures=figures)
                for sign in pictures():
                    look = Look(ascii_letters + digits, sign, figures=figures, right=True, muted=True)
                    self._cells.paint_next(painter, 0, 0, 16 * GRID, ROW_PX, look)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows, column by column.

        Not left to Qt, which asks a delegate for every cell: from Python that takes five times as long, and a window
        full of rows would miss its frame.
        """
        with QPainter(self._sheet) as painter:
            self._paint_area(painter, event.rect())

    def _paint_area(self, painter: QPainter, area: QRect) -> None:
        first, last = self.rowAt(max(0, area.top())), self.rowAt(area.bottom())
        if first < 0:
            return
        model = self.exchanges
        top = self.rowViewportPosition(first)
        chosen, root = self.selectionModel(), QModelIndex()
        current = self.currentIndex().row() if self.hasFocus() else -1
        rows: list[tuple[int, tuple[Look, ...]]] = []
        for row in range(first, (last if last >= 0 else model.rowCount() - 1) + 1):
            if chosen.isRowSelected(row, root):
                painter.fillRect(area.left(), top, area.width(), ROW_PX, self._cells.selection)
            elif row == current:
                # The keys are in a row that is not selected: Ctrl+Up and Ctrl+Down move so.
                painter.fillRect(area.left(), top + ROW_PX - 2, area.width(), 2, self._cells.focus)
            rows.append((top, model.looks(row)))
            top += ROW_PX
        header = self.horizontalHeader()
        for visual in range(header.count()):
            column = header.logicalIndex(visual)
            left, width = header.sectionViewportPosition(column), header.sectionSize(column)
            if width == 0 or left + width <= area.left() or left > area.right():
                continue
            self._cells.begin(painter, figures=column in FIGURES)
            for top, looks in rows:
                self._cells.paint_next(painter, left, top, width, ROW_PX, looks[column])

    def selected_ids(self, most: int) -> list[int]:
        """The history ids of the first ``most`` selected rows, from top to bottom; a million cost no more."""
        model = self.model()
        if not isinstance(model, ExchangeModel):
            return []
        rows: list[int] = []
        for piece in sorted(self.selectionModel().selection().toList(), key=lambda one: one.top()):
            rows += range(piece.top(), min(piece.bottom() + 1, piece.top() + most))
        return [model.ids[row] for row in rows[:most] if row < len(model.ids)]

    def has_all_selected(self) -> bool:
        """Whether several rows are listed and every one is selected."""
        pieces = self.selectionModel().selection().toList()
        return sum(piece.bottom() - piece.top() + 1 for piece in pieces) == self.exchanges.rowCount() > 1

    def choose_again(self, numbers: Sequence[int]) -> None:
        """Have the exchanges with these ids that are still listed selected, too: the list may have begun anew.

        Those that have stayed so are left alone: Qt would cut a selection of many rows in as many pieces, and be slow.
        """
        model, root = self.selectionModel(), QModelIndex()
        chosen = QItemSelection()
        for row in map(self.exchanges.row_of, numbers):
            if row is not None and not model.isRowSelected(row, root):
                index = self.exchanges.index(row, 0)
                chosen.select(index, index)
        if not chosen.isEmpty():
            flags = QItemSelectionModel.SelectionFlag
            model.select(chosen, flags.Select | flags.Rows)

    def setModel(self, model: QAbstractItemModel | None) -> None:
        super().setModel(model)
        if model is not None:
            # Not when rows were inserted: more change follows, and to ask for them then is to read them from the disk.
            for changed in (model.modelReset, model.dataChanged):
                changed.connect(self._share_room)
            model.rowsRemoved.connect(self._stay)
            self._share_room()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        self._columns.share(self.exchanges, self.viewport().width())

    def rowsInserted(self, parent: QModelIndex | QPersistentModelIndex, start: int, end: int) -> None:
        super().rowsInserted(parent, start, end)
        bar = self.verticalScrollBar()
        at, added, current = bar.value(), end - start + 1, self.currentIndex()
        self.updateGeometries()  # or the bar reaches no further than before
        if start == 0 and at > 0:
            bar.setValue(at + added)
        elif start == 0 and 0 <= current.row() - added < bar.pageStep():
            self.scrollTo(current)  # the newest are at the top; the selected row that was in sight goes no further

    def rowsAboutToBeRemoved(self, parent: QModelIndex | QPersistentModelIndex, start: int, end: int) -> None:
        """Qt would go on to the next row, as if somebody had."""
        if start <= self.currentIndex().row() <= end:
            self.selectionModel().clearCurrentIndex()
        super().rowsAboutToBeRemoved(parent, start, end)

    def _stay(self, _parent: QModelIndex, start: int, end: int) -> None:
        """What is in sight stays there when rows above it are gone."""
        bar = self.verticalScrollBar()
        at = bar.value()
        self.updateGeometries()
        bar.setValue(at - max(0, min(end + 1, at) - start))

    def enter_at(self, index: QModelIndex | QPersistentModelIndex) -> None:
        """Have that row selected, since the keys have come here, and not because somebody has chosen it."""
        flags = QItemSelectionModel.SelectionFlag  # ``selectRow`` would take a selected row out of the selection
        self.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)
        self._entered_at = self.exchanges.ids[index.row()]

    def has_chosen(self, ids: Sequence[int]) -> bool:
        """Whether the user has chosen these, of the list: not when the keys have only come to the one they are."""
        return len(ids) > 1 or (len(ids) == 1 and ids[0] != self._entered_at)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._entered_at = None
        super().mousePressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt makes the first row the current one, and neither selects it nor brings it into sight."""
        super().focusInEvent(event)
        current = self.currentIndex()
        if event.reason() not in _STAYS_AT:
            self.scrollTo(current)
        if current.isValid() and not self.selectionModel().isSelected(current):
            self.enter_at(current)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == Qt.KeyboardModifier.NoModifier
        if plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit()
        elif plain and self._is_up_from_first(event):
            self.left_upwards.emit()
        else:
            super().keyPressEvent(event)
            if event.key() in _MOVES:
                self._entered_at = None
                self.scrollTo(self.currentIndex())  # Qt does not when it was that row before

    def moveCursor(self, action: QAbstractItemView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End go to the newest and the oldest: a row is one thing here, and has no first and last cell."""
        ends = {QAbstractItemView.CursorAction.MoveHome: 0, QAbstractItemView.CursorAction.MoveEnd: -1}
        model = self.model()
        if action not in ends or model is None:
            return super().moveCursor(action, modifiers)
        row = 0 if ends[action] == 0 else model.rowCount() - 1
        return model.index(row, max(0, self.currentIndex().column()))

    def _is_up_from_first(self, event: QKeyEvent) -> bool:
        return event.key() == Qt.Key.Key_Up and self.currentIndex().row() <= 0

    def keyboardSearch(self, search: str) -> None:
        """Qt would read every row until one begins so."""
        self.typed.emit(search)

    def _double_clicked(self, _index: QModelIndex) -> None:
        self.opened.emit()


class _Delegate(QStyledItemDelegate):
    """Tells how wide a column must be for its words; the table paints them itself."""

    def __init__(self, table: ExchangeTable, cells: CellPainter) -> None:
        super().__init__(table)
        self._table = table
        self._cells = cells

    def sizeHint(self, _option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return self._cells.size(self._table.exchanges.looks(index.row())[index.column()], ROW_PX)
