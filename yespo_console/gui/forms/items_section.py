"""A param that holds a list of items, as a table: rows by keyboard, by button, or pasted from a spreadsheet."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QVBoxLayout, QWidget

from yespo_console.events import json_text
from yespo_console.events.event import ABSENT, Event, Node, Object, Value
from yespo_console.events.fields import FieldSpec
from yespo_console.events.json_text import JsonTextError
from yespo_console.events.problems import Problem, Severity
from yespo_console.gui.forms.binding import Binding
from yespo_console.gui.forms.column_widths import ColumnWidths
from yespo_console.gui.forms.field import Field
from yespo_console.gui.forms.items_clipboard import copy_cells, with_pasted
from yespo_console.gui.forms.items_model import VALUE_ROLE, Cell, ItemsModel
from yespo_console.gui.forms.items_view import KEYS, ROW_PX, CellDelegate, ItemsView
from yespo_console.gui.forms.places import Place, value_at, with_value
from yespo_console.gui.forms.problem_lines import MOST_LINES, ProblemLines, worst_first
from yespo_console.gui.forms.section import NameAdder, Section
from yespo_console.gui.forms.text_fields import JsonField
from yespo_console.gui.forms.value_edit import STATE_KEY
from yespo_console.gui.forms.values import next_state, shows_as_text, type_name, typed
from yespo_console.platform.i18n import _, ngettext

#: The table grows with its rows up to this many; then it scrolls.
_MOST_ROWS: Final = 10
_UNSEEN: Final = object()


class ItemsSection(Section):
    """The items of one list. A value that is no list is shown as JSON in the table's place.

    Signals:
        field_focused(Place): the user is in this cell.
        chain_changed(): the order of Tab has to be set again.
    """

    field_focused = Signal(object)
    chain_changed = Signal()

    def __init__(self, spec: FieldSpec, binding: Binding, parent: QWidget | None = None) -> None:
        help_text = f"{_('Required.')} {spec.help}" if spec.required else spec.help
        super().__init__(spec.label, help_text, parent)
        self.spec = spec
        self.place = Place(spec.name)
        self._binding = binding
        self._value: object = _UNSEEN
        self._own_problems: tuple[Problem, ...] = ()
        self._inside = QWidget(self.body)
        self.model = ItemsModel(spec.children, spec.extra, self)
        self.view = ItemsView(self._inside)
        self.view.setModel(self.model)
        self.view.setAccessibleName(_("Table of {name}").format(name=spec.label))
        self.view.setAccessibleDescription(help_text)
        self.delegate = CellDelegate(self.view)
        self.view.setItemDelegate(self.delegate)
        self.problem_lines = ProblemLines(self.body)
        self._whole = JsonField(spec, self.place, binding, self.body)
        self._whole.help.setVisible(False)
        self._whole.setVisible(False)
        self._whole.focused.connect(self.field_focused)
        self._arrange()
        self._connect()

    def _arrange(self) -> None:
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.view)
        row = QHBoxLayout()
        row.setSpacing(4)
        self.add_row = QPushButton(_("+ row"), self._inside)
        self.add_row.setProperty("link", "true")
        self.add_row.setAutoDefault(False)
        self.add_row.setAccessibleName(_("Add a row to {name}").format(name=self.spec.label))
        self.add_row.setToolTip(_("Add a row (Insert)"))
        row.addWidget(self.add_row)
        self.column_adder = NameAdder(_("+ column"), _("name of the property"), self._inside)
        self.column_adder.setVisible(self.spec.open)
        row.addWidget(self.column_adder)
        row.addStretch(1)
        column.addLayout(row)
        self.layout_.addWidget(self._inside)
        self.layout_.addWidget(self._whole)
        self.layout_.addWidget(self.problem_lines)

    def _connect(self) -> None:
        view, delegate, binding = self.view, self.delegate, self._binding
        self.add_row.clicked.connect(self._append_row)
        self.column_adder.named.connect(self._add_column)
        view.row_wanted.connect(self.insert_row)
        view.duplicate_wanted.connect(self.duplicate_rows)
        view.removal_wanted.connect(self.remove_rows)
        view.clearing_wanted.connect(self.clear_cells)
        view.state_wanted.connect(self._cycle_state)
        view.paste_wanted.connect(self.paste)
        view.copy_wanted.connect(self.copy)
        view.undo_wanted.connect(binding.undo)
        view.redo_wanted.connect(binding.redo)
        view.menu_opening.connect(self._fill_menu)
        view.focus_came.connect(self._tell_cell)
        view.selectionModel().currentChanged.connect(self._moved)
        delegate.cell_typed.connect(self._typed)
        delegate.cell_restored.connect(self._write_index)
        delegate.state_pressed.connect(self._cycle_index)
        delegate.undo_pressed.connect(binding.undo)
        delegate.redo_pressed.connect(binding.redo)
        delegate.opened.connect(binding.begin_piece)
        delegate.closeEditor.connect(binding.end_piece)
        delegate.moved.connect(self._move)
        self.model.rowsInserted.connect(self._fit)
        self.model.rowsRemoved.connect(self._fit)
        self._widths = ColumnWidths(self.view)
        QTimer.singleShot(0, self, self._fit)  # the header knows its height once the style sheet is in force
        self._ready = QTimer(self)
        self._ready.setSingleShot(True)
        self._ready.setInterval(0)
        self._ready.timeout.connect(self._prepare)
        self._fit()

    # -- showing

    def sync(self, event: Event) -> None:
        """Show what ``event`` holds here, when that changed."""
        value = value_at(event, self.place)
        if value is self._value:
            return
        self._value = value
        as_table = isinstance(value, tuple) or value is ABSENT
        if self._binding.writer is not self._whole:
            self._inside.setVisible(as_table)
            self._whole.setVisible(not as_table)
        items = value if isinstance(value, tuple) else ()
        if as_table:
            self.model.show_items(items)
        else:
            self._whole.take(value)
        self._show_count(value)

    def _show_count(self, value: Value) -> None:
        if value is ABSENT:
            note = _("not sent")
        elif isinstance(value, tuple):
            note = ngettext("{count} row", "{count} rows", len(value)).format(count=len(value))
            note = note if value else _("empty list")
        else:
            note = type_name(value)
        self.note.setText(note)

    def _fit(self) -> None:
        rows = min(max(self.model.rowCount(), 1), _MOST_ROWS)
        header = max(self.view.horizontalHeader().sizeHint().height(), 20)
        bar = self.view.horizontalScrollBar().sizeHint().height()
        self.view.setFixedHeight(header + rows * ROW_PX + bar + 4)

    # -- typing

    def _typed(self, index: QModelIndex, text: str) -> None:
        value: Value = index.data(VALUE_ROLE)
        column = self.model.columns[index.column()]
        if isinstance(self.model.items[index.row()], Object) and shows_as_text(value):
            new = typed(text, column.node_type or "string", value)
        else:
            try:
                new = json_text.parse(text) if text else ABSENT
            except JsonTextError:
                return  # half typed; the event keeps what it had, and the cell shows that again when it is left
        self._write_index(index, new, typing=True)

    def _write_index(self, index: QModelIndex, value: Value, *, typing: bool = False) -> None:
        self._binding.write(self._place(index), value, self, typing=typing)

    def _place(self, index: QModelIndex) -> Place:
        row = self.place.child(index.row())
        if index.row() < len(self.model.items) and not isinstance(self.model.items[index.row()], Object):
            return row
        return row.child(self.model.columns[index.column()].name)

    def _cycle_state(self) -> None:
        if self.view.currentIndex().isValid():
            self._cycle_index(self.view.currentIndex())

    def _cycle_index(self, index: QModelIndex) -> None:
        self._write_index(index, next_state(index.data(VALUE_ROLE)))

    def _move(self, rows: int, columns: int) -> None:
        index = self.view.currentIndex()
        target = self.model.index(index.row() + rows, index.column() + columns)
        if target.isValid():
            self.view.setCurrentIndex(target)
        self.view.setFocus()

    # -- rows

    def insert_row(self) -> None:
        """Add an empty row under the current one."""
        self._insert(self.view.currentIndex().row() + 1, Object())

    def _append_row(self) -> None:
        self._insert(len(self.model.items), Object())

    def _insert(self, row: int, item: Node) -> None:
        column = max(self.view.currentIndex().column(), 0) if item != Object() else 0
        if self._binding.insert_item(self.place, row, item, self):
            self.view.setFocus()
            self.view.setCurrentIndex(self.model.index(row, column))

    def duplicate_rows(self) -> None:
        """Repeat the selected rows under the last of them."""
        rows = self._rows()
        if len(rows) == 1:
            self._insert(rows[0] + 1, self.model.items[rows[0]])
        elif rows:
            copies = tuple(self.model.items[row] for row in rows)
            self._put((*self.model.items[: rows[-1] + 1], *copies, *self.model.items[rows[-1] + 1 :]))

    def remove_rows(self) -> None:
        """Take the selected rows away; the list stays, even when it is empty."""
        rows = self._rows()
        current = self.view.currentIndex()
        if len(rows) == 1:
            self._binding.write(self.place.child(rows[0]), ABSENT, self)
        elif rows:
            gone = set(rows)
            self._put(tuple(item for row, item in enumerate(self.model.items) if row not in gone))
        if rows and self.model.items:
            last = len(self.model.items) - 1
            self.view.setCurrentIndex(self.model.index(min(rows[0], last), max(current.column(), 0)))

    def clear_cells(self) -> None:
        """Make the selected cells not sent."""
        indexes = self.view.selectedIndexes()
        if len(indexes) == 1:
            self._write_index(indexes[0], ABSENT)
            return
        event = self._binding.shown
        if event is None or not indexes:
            return
        for index in indexes:
            if isinstance(self.model.items[index.row()], Object):
                event = with_value(event, self._place(index), ABSENT)
        self._binding.write_event(event, self)

    def _rows(self) -> list[int]:
        rows = sorted({index.row() for index in self.view.selectedIndexes()})
        return rows or ([self.view.currentIndex().row()] if self.view.currentIndex().isValid() else [])

    def _put(self, items: tuple[Node, ...]) -> None:
        if self._binding.shown is not None:
            self._binding.write_event(with_value(self._binding.shown, self.place, items), self)

    def _add_column(self, name: str) -> None:
        column = self.model.add_column(name)
        self.column_adder.end()
        if self.model.items:
            self.view.setFocus()
            self.view.setCurrentIndex(self.model.index(max(self.view.currentIndex().row(), 0), column))

    # -- the clipboard

    def paste(self) -> None:
        """Put the clipboard's rows in from the current cell on, adding rows; a header row names the columns."""
        current = self.view.currentIndex()
        row = current.row() if current.isValid() else len(self.model.items)
        column = max(current.column(), 0)
        items = with_pasted(self.model, row, column)
        if items is not None:
            self._put(items)
            self.view.setCurrentIndex(self.model.index(row, column))

    def copy(self) -> None:
        """Copy the selected cells as a spreadsheet takes them."""
        indexes = self.view.selectedIndexes()
        if indexes:
            copy_cells(self.model, indexes)

    def _fill_menu(self, menu: QMenu) -> None:
        entries = (
            (_("Add a row"), KEYS["insert"], self.insert_row),
            (_("Duplicate"), KEYS["duplicate"], self.duplicate_rows),
            (_("Remove the row"), KEYS["remove"], self.remove_rows),
            ("", None, None),
            (_("Copy"), QKeySequence(QKeySequence.StandardKey.Copy), self.copy),
            (_("Paste rows"), QKeySequence(QKeySequence.StandardKey.Paste), self.paste),
            ("", None, None),
            (_("Not sent"), STATE_KEY, lambda: self._set_current(ABSENT)),
            (_("Empty text"), None, lambda: self._set_current("")),
            (_("null"), None, lambda: self._set_current(None)),
        )
        for text, keys, slot in entries:
            if slot is None:
                menu.addSeparator()
                continue
            action = menu.addAction(text)
            if keys is not None:
                action.setShortcut(keys)
                action.setShortcutVisibleInContextMenu(True)
            action.triggered.connect(lambda _checked=False, slot=slot: slot())

    def _set_current(self, value: Value) -> None:
        if self.view.currentIndex().isValid():
            self._write_index(self.view.currentIndex(), value)

    # -- problems and focus

    def fields(self) -> tuple[Field, ...]:
        return (self._whole,) if not self._whole.isHidden() else ()

    def focus_chain(self) -> tuple[QWidget, ...]:
        adding = (self.add_row, *self.column_adder.focus_chain())
        return (self.fold, self.view, *adding, *self._whole.focus_chain())

    def show_problems(self, problems: Sequence[tuple[Place, Problem]]) -> None:
        """Mark cells and rows; what concerns the whole list, and the worst of the cells, is said under the table."""
        cells: dict[Cell, list[Problem]] = {}
        own: list[Problem] = []
        depth = len(self.place.path)
        for place, problem in problems:
            inside = place.path[depth:]
            if inside and isinstance(inside[0], int) and inside[0] < len(self.model.items):
                name = inside[1] if len(inside) > 1 else None
                cells.setdefault(Cell(inside[0], None if name is None else str(name)), []).append(problem)
            else:
                own.append(problem)
        self._own_problems = worst_first(own)
        self.model.show_problems(cells)
        self._tell_problems()

    def _tell_problems(self) -> None:
        """Under the table: the whole list's problems, then the current cell's, then the worst of the others."""
        marked = self.model.problem_cells()
        index = self.view.currentIndex()
        here = Cell(index.row(), self.model.columns[index.column()].name) if index.isValid() else None
        order = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}
        ranked = sorted(marked, key=lambda cell: (cell != here, order[marked[cell][0].severity], cell.row))
        lines = [(one.severity, one.message) for one in self._own_problems]
        for cell in ranked:
            if len(lines) > MOST_LINES:
                break
            lines += [(one.severity, _where(cell, one.message)) for one in marked[cell]]
        total = len(self._own_problems) + sum(map(len, marked.values()))
        self.problem_lines.show_lines(lines, total)

    def focus_editor(self, place: Place) -> bool:
        """Move the focus to the cell at ``place``, unfolding the section."""
        self.open()
        if not self._whole.isHidden():
            return self._whole.focus_editor(place)
        inside = place.path[len(self.place.path) :]
        self.view.setFocus()
        if inside and isinstance(inside[0], int) and inside[0] < len(self.model.items):
            column = self.model.column_of(str(inside[1])) if len(inside) > 1 else 0
            index = self.model.index(inside[0], column)
            self.view.setCurrentIndex(index)
            self.view.scrollTo(index)
        return True

    def rest(self) -> None:
        if self.delegate.editor is not None:
            self.view.setFocus()  # the editor ends and takes the focus with it: whoever comes back is at its cell

    def _moved(self) -> None:
        self._binding.end_typing()
        self._tell_problems()
        if self.view.hasFocus() or self.delegate.editor is not None:
            self._tell_cell()

    def _prepare(self) -> None:
        index = self.view.currentIndex()
        if index.isValid() and self.view.isVisible():
            self._binding.prepare(self._place(index))

    def _tell_cell(self) -> None:
        self._ready.start()
        index = self.view.currentIndex()
        self.field_focused.emit(self._place(index) if index.isValid() else self.place)


def _where(cell: Cell, message: str) -> str:
    if cell.name is None:
        return _("Row {row}: {message}").format(row=cell.row + 1, message=message)
    return _("Row {row}, {name}: {message}").format(row=cell.row + 1, name=cell.name, message=message)
