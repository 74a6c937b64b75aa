"""The rows of a list of items as a table model over the event's own values: nothing is copied, nothing is rebuilt."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from yespo_console.events.event import ABSENT, Node, Object, Value
from yespo_console.events.fields import FieldSpec, Kind
from yespo_console.events.problems import Problem
from yespo_console.gui.cells import Look
from yespo_console.gui.forms.problem_lines import told, worst_first
from yespo_console.gui.forms.values import NUMBER_TYPES, fits, spelled, type_name
from yespo_console.platform.i18n import _

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
VALUE_ROLE: Final = Role.UserRole
PROBLEMS_ROLE: Final = Role.UserRole + 1
_READ: Final = Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsEnabled
_EDITED: Final = _READ | Qt.ItemFlag.ItemIsEditable
#: A cell shows this much of a value; the editor shows all of it.
_MOST_SHOWN: Final = 300


@dataclass(frozen=True, slots=True)
class Cell:
    """A place in the table: the row, and the member's name; None means the row as a whole."""

    row: int
    name: str | None


@dataclass(frozen=True, slots=True)
class Painted:
    """All that is seen of a cell: the value, a word about its type where that is not the one meant, its problems."""

    look: Look
    tag: str
    problems: tuple[Problem, ...]


class ItemsModel(QAbstractTableModel):
    """Rows are the items of a list, columns the members that the type describes and all others that occur.

    A row that is no object is shown in its first cell.
    """

    def __init__(self, columns: Sequence[FieldSpec], extra: FieldSpec | None, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._known = tuple(columns)
        self._extra = extra
        self._added: list[str] = []
        self.columns: tuple[FieldSpec, ...] = self._known
        self.items: tuple[Node, ...] = ()
        self._problems: dict[Cell, tuple[Problem, ...]] = {}

    # -- what is shown

    def show_items(self, items: tuple[Node, ...]) -> None:
        """Show ``items``, telling views only what differs. Rows that are the same objects cost next to nothing."""
        old = self.items
        if old is items:
            return
        if len(old) == len(items):
            changed = [row for row, (one, other) in enumerate(zip(old, items, strict=True)) if one is not other]
            changed = [row for row in changed if old[row] != items[row]]
            self.items = items
            self._widen(items[row] for row in changed)
            if changed:
                self.dataChanged.emit(self.index(changed[0], 0), self.index(changed[-1], len(self.columns) - 1))
            return
        head = 0
        shorter = min(len(old), len(items))
        while head < shorter and (old[head] is items[head] or old[head] == items[head]):
            head += 1
        tail = 0
        while tail < shorter - head and (old[-1 - tail] is items[-1 - tail] or old[-1 - tail] == items[-1 - tail]):
            tail += 1
        gone, come = len(old) - head - tail, len(items) - head - tail
        if gone:
            self.beginRemoveRows(QModelIndex(), head, head + gone - 1)
            self.items = (*old[:head], *old[len(old) - tail :])
            self.endRemoveRows()
        if come:
            self.beginInsertRows(QModelIndex(), head, head + come - 1)
            self.items = items
            self.endInsertRows()
        self.items = items
        self._widen(items[head : head + come])

    def add_column(self, name: str) -> int:
        """Offer a column for the member ``name``; its number. It lasts while the form does, even when empty."""
        for number, column in enumerate(self.columns):
            if column.name == name:
                return number
        self._insert_columns([name])
        return len(self.columns) - 1

    def _widen(self, items: Iterable[Node]) -> None:
        """Add columns for members that no column shows yet."""
        there = {column.name for column in self.columns}
        names = (name for item in items if isinstance(item, Object) for name, _value in item.pairs)
        new = [name for name in dict.fromkeys(names) if name not in there]
        if new:
            self._insert_columns(new)

    def _insert_columns(self, names: Sequence[str]) -> None:
        self.beginInsertColumns(QModelIndex(), len(self.columns), len(self.columns) + len(names) - 1)
        self._added.extend(names)
        added = tuple(
            FieldSpec(name, Kind.JSON, name, self._extra.help if self._extra else "", node_type="")
            for name in self._added
        )
        self.columns = (*self._known, *added)
        self.endInsertColumns()

    def show_problems(self, problems: Mapping[Cell, Sequence[Problem]]) -> None:
        """Mark the cells that have problems; a name of None marks the row."""
        new = {cell: worst_first(found) for cell, found in problems.items()}
        if new == self._problems:
            return
        changed = {cell for cell in new.keys() | self._problems.keys() if new.get(cell) != self._problems.get(cell)}
        self._widen_for(new)
        self._problems = new
        for cell in changed:
            if cell.row >= len(self.items):
                continue
            if cell.name is None:
                self.headerDataChanged.emit(Qt.Orientation.Vertical, cell.row, cell.row)
            else:
                index = self.index(cell.row, self.column_of(cell.name))
                self.dataChanged.emit(index, index)

    def _widen_for(self, problems: Iterable[Cell]) -> None:
        there = {column.name for column in self.columns}
        new = dict.fromkeys(cell.name for cell in problems if cell.name is not None and cell.name not in there)
        if new:
            self._insert_columns([name for name in new if name is not None])

    def problem_cells(self) -> Mapping[Cell, tuple[Problem, ...]]:
        return self._problems

    def column_of(self, name: str) -> int:
        """The number of a column by its name; 0 when there is none."""
        return next((number for number, column in enumerate(self.columns) if column.name == name), 0)

    def value(self, row: int, column: int) -> Value:
        """The value of a cell; a row that is no object is the value of its first cell."""
        item = self.items[row]
        if isinstance(item, Object):
            return item.get(self.columns[column].name)
        return item if column == 0 else ABSENT

    def painted(self, row: int, column: int) -> Painted:
        """What is to be painted; asked directly, because a paint of the table asks for all cells in sight."""
        spec, value = self.columns[column], self.value(row, column)
        number = spec.node_type in NUMBER_TYPES
        look = Look(self._shown(value), figures=number, right=number, muted=value in (None, ""))
        return Painted(look, self._tag(spec, value, self.items[row]), self._problems.get(Cell(row, spec.name), ()))

    # -- Qt

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.items)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        can_be_edited = index.isValid() and (index.column() == 0 or isinstance(self.items[index.row()], Object))
        return _EDITED if can_be_edited else _READ

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        spec = self.columns[column]
        if role == Role.DisplayRole:
            return self._shown(self.value(row, column))
        if role == VALUE_ROLE:
            return self.value(row, column)
        if role == PROBLEMS_ROLE:
            return self._problems.get(Cell(row, spec.name), ())
        if role == Role.ToolTipRole:
            return "\n".join(told(problem) for problem in self._problems.get(Cell(row, spec.name), ())) or None
        if role == Role.AccessibleTextRole:
            return self._spoken(row, column)
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:
        if orientation is Qt.Orientation.Vertical:
            found = self._problems.get(Cell(section, None), ())
            if role == Role.DisplayRole:
                return f"{section + 1} !" if found else str(section + 1)
            if role == Role.ToolTipRole:
                return "\n".join(told(problem) for problem in found) or None
            return None
        spec = self.columns[section]
        if role == Role.DisplayRole:
            return spec.label
        if role == Role.ToolTipRole:
            return f"{_('Required.')} {spec.help}" if spec.required else spec.help
        if role == Role.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if spec.node_type in NUMBER_TYPES else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    @staticmethod
    def _shown(value: Value) -> str:
        if value is None:
            return "null"
        if value == "":
            return _("empty text")
        return spelled(value)[:_MOST_SHOWN]

    @staticmethod
    def _tag(spec: FieldSpec, value: Value, item: Node) -> str:
        if not isinstance(item, Object):
            return type_name(value) if value is not ABSENT else ""
        if value == "" or value is ABSENT or value is None:
            return ""
        if not spec.node_type:
            return "" if isinstance(value, str) else type_name(value)
        return "" if fits(spec.node_type, value) else type_name(value)

    def _spoken(self, row: int, column: int) -> str:
        value = self.value(row, column)
        words = [self.columns[column].label, _("not sent") if value is ABSENT else self._shown(value)]
        tag = self._tag(self.columns[column], value, self.items[row])
        found = self._problems.get(Cell(row, self.columns[column].name), ())
        return ", ".join([*words, *([tag] if tag else []), *map(told, found)])
