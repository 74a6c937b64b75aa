"""Cells of a table of items on the clipboard, as spreadsheets write and read them."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import QModelIndex
from PySide6.QtGui import QGuiApplication

from yespo_console.events.event import ABSENT, Node, Object
from yespo_console.gui.clipboard import copy_text
from yespo_console.gui.forms.items_model import ItemsModel
from yespo_console.gui.forms.paste import cell_value, read_paste
from yespo_console.gui.forms.values import spelled


def copy_cells(model: ItemsModel, indexes: Sequence[QModelIndex]) -> None:
    """Copy the cells at ``indexes``; between them others of the same rows and columns are empty."""
    columns = sorted({index.column() for index in indexes})
    chosen = {(index.row(), index.column()) for index in indexes}
    lines = [
        "\t".join(_quoted(spelled(model.value(row, one))) if (row, one) in chosen else "" for one in columns)
        for row in sorted({index.row() for index in indexes})
    ]
    copy_text("\n".join(lines))


def with_pasted(model: ItemsModel, first_row: int, first_column: int) -> tuple[Node, ...] | None:
    """The items with the clipboard's rows put in from a cell on, adding rows; None when it holds no rows.

    A header row names the columns; those that are missing are added to ``model``.
    """
    pasted = read_paste(QGuiApplication.clipboard().text(), [column.name for column in model.columns])
    if not pasted.rows:
        return None
    if pasted.names is not None:
        columns: Iterable[int] = [model.add_column(name) if name else -1 for name in pasted.names]
    else:
        columns = range(first_column, len(model.columns))
    items = list(model.items)
    for row, cells in enumerate(pasted.rows, first_row):
        if row >= len(items):
            items.append(Object())
        items[row] = _with_cells(model, items[row], columns, cells)
    return tuple(items)


def _with_cells(model: ItemsModel, item: Node, columns: Iterable[int], cells: Sequence[str]) -> Node:
    members = dict(item.pairs) if isinstance(item, Object) else {}
    for column, text in zip(columns, cells, strict=False):
        if column < 0:
            continue
        spec = model.columns[column]
        value = cell_value(text, spec.node_type)
        if value is ABSENT:
            members.pop(spec.name, None)
        else:
            members[spec.name] = value
    return Object(tuple(members.items()))


def _quoted(text: str) -> str:
    """A cell that holds a tab, a line break or a quote goes in quotes, as spreadsheets do it."""
    return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in '\t\n\r"') else text
