"""A table with a header row: every further row is an event.

The column ``eventTypeKey`` is needed, ``keyValue`` is optional; every other column is a param of that name. An empty
cell means that the event does not have it. Values are texts as they stand in the cell, so a nested value is the JSON in
its cell. The delimiter is a comma, a semicolon or a tab; cells with a delimiter, a quote or a line break stand in
double quotes with inner quotes doubled, as spreadsheets write them.
"""

import csv
import io
import re
from dataclasses import dataclass
from typing import Final

from yespo_console.events.event import Node, Object
from yespo_console.events.json_text import dump
from yespo_console.platform.i18n import _
from yespo_console.reading.budget import Budget
from yespo_console.reading.origin import Traced

TYPE_COLUMN: Final = "eventTypeKey"
KEY_COLUMN: Final = "keyValue"
#: A first line that some spreadsheets write to name the delimiter.
_DELIMITER_LINE: Final = re.compile(r"\Asep=.\r?\n")
_DELIMITERS: Final = (";", "\t", ",")
#: A longer first line is no header of params.
_LONGEST_HEADER: Final = 20_000


@dataclass(frozen=True, slots=True)
class Row:
    """One event of a table: its body as JSON, and the line (from 1) that its row ends on."""

    json: str
    line: int


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table, and why it or the rest of it cannot be read."""

    rows: tuple[Row, ...] = ()
    errors: tuple[str, ...] = ()


def read_table(text: Traced, budget: Budget) -> Table | None:
    """The events of a table; None when the first row is no header with the column ``eventTypeKey``."""
    raw = _DELIMITER_LINE.sub("", text.text.lstrip("\ufeff\r\n"), count=1)
    header_end = min((end for end in (raw.find("\n"), raw.find("\r")) if end >= 0), default=len(raw))
    header = raw[:header_end]
    if TYPE_COLUMN not in header or len(header) > _LONGEST_HEADER or header.lstrip()[:1] in ("{", "["):
        return None
    for delimiter in _DELIMITERS:
        columns = _columns(header, delimiter)
        if TYPE_COLUMN in columns and len(columns) > 1:
            budget.spend(len(raw))
            return _rows(raw, columns, delimiter, text.line_column(len(text) - len(raw))[0] - 1, budget)
    return None


def _columns(header: str, delimiter: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([header], delimiter=delimiter, strict=True), [])]
    except csv.Error:
        return []


def _rows(raw: str, columns: list[str], delimiter: str, lines_before: int, budget: Budget) -> Table:
    twice = next((name for name in columns if name and columns.count(name) > 1), None)
    if twice is not None:
        return Table(
            errors=(_("The column {name} stands in the header twice. Remove one of them.").format(name=twice),)
        )
    rows: list[Row] = []
    errors: list[str] = []
    reader = csv.reader(io.StringIO(raw, newline=""), delimiter=delimiter, strict=True)
    try:
        next(reader)
        for cells in reader:
            budget.spend(800)
            line = lines_before + reader.line_num
            if not any(cell.strip() for cell in cells):
                continue
            if (fault := _fault(columns, cells)) is not None:
                errors.append(_("Line {line}: {reason}").format(line=line, reason=fault))
            else:
                rows.append(Row(dump(_body(columns, cells)), line))
    except csv.Error:
        errors.append(
            _(
                "From line {line} on the table cannot be read: a quote is not closed, or stands inside a cell alone."
            ).format(line=lines_before + reader.line_num)
        )
    if not rows and not errors:
        errors.append(_("The table has a header and no rows under it."))
    return Table(tuple(rows), tuple(errors))


def _fault(columns: list[str], cells: list[str]) -> str | None:
    if len(cells) > len(columns):
        return _("the row has more cells than the header. Put cells with a comma in them in quotes.")
    if len(cells) < len(columns):
        return _("the row has fewer cells than the header, so which of them are missing cannot be told.")
    if any(cell and not name for name, cell in zip(columns, cells, strict=False)):
        return _("a cell stands under a column without a name.")
    if not dict(zip(columns, cells, strict=False)).get(TYPE_COLUMN, "").strip():
        return _("the cell of eventTypeKey is empty.")
    return None


def _body(columns: list[str], cells: list[str]) -> Object:
    members: list[tuple[str, Node]] = []
    params: list[Node] = []
    for name, cell in zip(columns, cells, strict=False):
        if not cell:
            continue
        if name in (TYPE_COLUMN, KEY_COLUMN):
            members.append((name, cell))
        else:
            params.append(Object((("name", name), ("value", cell))))
    return Object((*members, ("params", tuple(params))))
