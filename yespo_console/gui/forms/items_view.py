"""The table of items as a person works in it: everything by keyboard, each key press live in the draft."""

from typing import Final

from PySide6.QtCore import (
    QAbstractItemModel,
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
    SignalInstance,
)
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QFontMetrics, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from yespo_console.events.event import ABSENT, Value
from yespo_console.gui import icons
from yespo_console.gui.cells import CellPainter
from yespo_console.gui.forms.items_model import VALUE_ROLE, ItemsModel, Painted
from yespo_console.gui.forms.value_edit import STATE_KEY, ValueEdit
from yespo_console.gui.forms.values import spelled, state_hint
from yespo_console.gui.theme import theme

Index = QModelIndex | QPersistentModelIndex
ROW_PX: Final = 28
MARK_PX: Final = 12
KEYS: Final = {
    "insert": QKeySequence(Qt.Key.Key_Insert),
    "duplicate": QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_D),
    "remove": QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_Delete),
}


def _painted(index: Index) -> Painted:
    model = index.model()
    assert isinstance(model, ItemsModel)
    return model.painted(index.row(), index.column())


class CellDelegate(QStyledItemDelegate):
    """Paints a cell with its type and its problem mark, and makes the editor that writes while one types.

    Signals:
        cell_typed(QModelIndex, str): the text in an editor changed.
        cell_restored(QModelIndex, object): Esc; the value as it was before.
        state_pressed(QModelIndex): the state key in an editor.
        undo_pressed(), redo_pressed(): in an editor.
        opened(): an editor came; ``closeEditor`` tells when the user is done with it.
        moved(int, int): rows and columns to move from the editor.
    """

    cell_typed = Signal(QModelIndex, str)
    cell_restored = Signal(QModelIndex, object)
    state_pressed = Signal(QModelIndex)
    undo_pressed = Signal()
    redo_pressed = Signal()
    opened = Signal()
    moved = Signal(int, int)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._index = QPersistentModelIndex()
        self._before: Value = ABSENT
        self.editor: ValueEdit | None = None
        self._cells = CellPainter(self)

    @property
    def index(self) -> QPersistentModelIndex:
        """The cell that is being edited; not valid when none is."""
        return self._index

    # -- painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        cell = _painted(index)
        problems, tag = cell.problems, cell.tag
        rect: QRect = option.rect
        room = 0
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme().colour("accent_soft"))
        elif problems:
            painter.fillRect(rect, theme().colour(f"{problems[0].severity.value}_soft"))
        if problems:
            sign = icons.SEVERITIES[problems[0].severity]
            ratio = icons.ratio_of(painter)
            top = rect.top() + (rect.height() - MARK_PX) // 2
            painter.drawPixmap(rect.right() - MARK_PX - 3, top, icons.pixmap(sign, MARK_PX, sign, ratio))
            room += MARK_PX + 4
        if tag:
            room += self._paint_tag(painter, rect.adjusted(0, 0, -room, 0), cell)
        self._cells.paint(painter, rect.adjusted(0, 0, -room, 0), cell.look)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.save()
            painter.setPen(theme().colour("accent"))
            painter.drawRect(rect.adjusted(0, 0, -1, -1))
            painter.restore()

    def _paint_tag(self, painter: QPainter, rect: QRect, cell: Painted) -> int:
        """Say what type the value is; returns the room that takes. In a narrow column there is none: what was typed
        must be seen."""
        font = theme().font("caption")
        width = QFontMetrics(font).horizontalAdvance(cell.tag)
        if self._cells.size(cell.look, ROW_PX).width() + width + 6 > rect.width():
            return 0
        painter.save()
        painter.setFont(font)
        painter.setPen(theme().colour("muted"))
        box = QRect(rect.right() - width - 4, rect.top(), width, rect.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, cell.tag)
        painter.restore()
        return width + 6

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        cell = _painted(index)
        width = self._cells.size(cell.look, ROW_PX).width()
        if cell.problems:
            width += MARK_PX + 4
        if cell.tag:
            width += QFontMetrics(theme().font("caption")).horizontalAdvance(cell.tag) + 6
        return QSize(width, ROW_PX)

    # -- editing

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        editor = ValueEdit(parent)
        editor.setAccessibleName(str(index.data(Qt.ItemDataRole.AccessibleTextRole)))
        self.editor = editor
        self.opened.emit()
        self._index = QPersistentModelIndex(index)
        self._before = index.data(VALUE_ROLE)
        editor.textEdited.connect(self._typed)
        editor.state_pressed.connect(self._state)
        editor.undo_pressed.connect(self.undo_pressed)
        editor.redo_pressed.connect(self.redo_pressed)
        return editor

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        if editor is self.editor:
            self.editor = None
            self._index = QPersistentModelIndex()
        super().destroyEditor(editor, index)

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, ValueEdit):
            value: Value = index.data(VALUE_ROLE)
            editor.setPlaceholderText(state_hint(value))
            if not self.typing:
                editor.show_text(spelled(value))

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """Nothing: the draft has had every key press already."""

    typing = False

    def _typed(self, text: str) -> None:
        if self._index.isValid():
            self.typing = True
            self.cell_typed.emit(QModelIndex(self._index), text)  # type: ignore[call-overload]
            self.typing = False

    def _state(self) -> None:
        if self._index.isValid():
            self.state_pressed.emit(QModelIndex(self._index))  # type: ignore[call-overload]

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and isinstance(editor, ValueEdit):
            plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
            if event.key() == Qt.Key.Key_Escape:
                if self._index.isValid():
                    self.cell_restored.emit(QModelIndex(self._index), self._before)  # type: ignore[call-overload]
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
                return True
            steps = {Qt.Key.Key_Return: 1, Qt.Key.Key_Enter: 1, Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}
            if plain and event.key() in steps:
                self.closeEditor.emit(editor, QAbstractItemDelegate.EndEditHint.NoHint)
                self.moved.emit(steps[Qt.Key(event.key())], 0)
                return True
            if not plain and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                return False  # Ctrl+Enter is the window's
        return super().eventFilter(editor, event)


class ItemsView(QTableView):
    """Signals say what the user wants; the table field does it.

    Signals:
        row_wanted(), duplicate_wanted(), removal_wanted(), clearing_wanted(), state_wanted(), paste_wanted(),
        copy_wanted(), undo_wanted(), redo_wanted(): keys and entries of the context menu.
        menu_opening(QMenu): entries may be added.
        focus_came(): the table got the focus.
    """

    row_wanted = Signal()
    duplicate_wanted = Signal()
    removal_wanted = Signal()
    clearing_wanted = Signal()
    state_wanted = Signal()
    paste_wanted = Signal()
    copy_wanted = Signal()
    undo_wanted = Signal()
    redo_wanted = Signal()
    menu_opening = Signal(object)
    focus_came = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(triggers.AnyKeyPressed | triggers.DoubleClicked | triggers.EditKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setTabKeyNavigation(True)
        self.setWordWrap(False)
        self.setCornerButtonEnabled(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.verticalHeader().setDefaultSectionSize(ROW_PX)
        self.verticalHeader().setMinimumSectionSize(ROW_PX)
        self.verticalHeader().setSectionResizeMode(self.verticalHeader().ResizeMode.Fixed)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().setHighlightSections(False)

    def event(self, event: QEvent) -> bool:
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and self._signal(event) is not None
        ):
            event.accept()  # these keys are the table's while it has the focus, Ctrl+V for rows among them
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        signal = self._signal(event)
        if signal is not None:
            self.scrollTo(self.currentIndex())  # the wheel may have moved it out of sight
            signal.emit()
            event.accept()
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event.ignore()
            elif self.currentIndex().isValid():
                self.edit(self.currentIndex())
            return
        super().keyPressEvent(event)

    def _signal(self, event: QKeyEvent) -> SignalInstance | None:
        standard = QKeySequence.StandardKey
        pressed = QKeySequence(event.keyCombination())
        own = {
            KEYS["insert"]: self.row_wanted,
            KEYS["duplicate"]: self.duplicate_wanted,
            KEYS["remove"]: self.removal_wanted,
            STATE_KEY: self.state_wanted,
            QKeySequence(Qt.Key.Key_Delete): self.clearing_wanted,
        }
        for keys, signal in own.items():
            if keys == pressed:
                return signal
        if event.matches(standard.Paste):
            return self.paste_wanted
        if event.matches(standard.Copy):
            return self.copy_wanted
        if event.matches(standard.Undo):
            return self.undo_wanted
        return self.redo_wanted if event.matches(standard.Redo) else None

    def selectionCommand(self, index: Index, event: QEvent | None = None) -> QItemSelectionModel.SelectionFlag:
        """What is current is selected. Qt lets Ctrl move the one without the other, whoever asks while it is held."""
        flags = QItemSelectionModel.SelectionFlag
        command = super().selectionCommand(index, event)
        if event is None:  # a command asks, and Ctrl may be held because it was part of its key
            return flags.ClearAndSelect if command & flags.Toggle else command
        if isinstance(event, QKeyEvent) and command == flags.NoUpdate:
            shift = event.modifiers() & Qt.KeyboardModifier.ShiftModifier
            return flags.SelectCurrent if shift else flags.ClearAndSelect
        return command

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab walks the cells and leaves the table at its last one, Shift+Tab at its first."""
        model = self.model()
        rows, columns = model.rowCount(), model.columnCount()
        index = self.currentIndex()
        edge = model.index(rows - 1, columns - 1) if forward else model.index(0, 0)
        if not index.isValid() or index == edge:
            self.setTabKeyNavigation(False)
            moved = super().focusNextPrevChild(forward)
            self.setTabKeyNavigation(True)
            return moved
        return super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        model = self.model()
        reason = event.reason()
        if model.rowCount() and reason in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason):
            forward = reason == Qt.FocusReason.TabFocusReason
            last = model.index(model.rowCount() - 1, model.columnCount() - 1)
            self.setCurrentIndex(model.index(0, 0) if forward else last)
        elif model.rowCount() and not self.currentIndex().isValid():
            self.setCurrentIndex(model.index(0, 0))
        self.focus_came.emit()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu_opening.emit(menu)
        menu.popup(event.globalPos())
