"""A table with a header row: every further row is an event.

The column ``eventTypeKey`` is needed (``eventKey``, a known slip, is read as it), ``keyValue`` is optional; every other
column is a param of that name, or one column ``params`` holds all of them as JSON. An empty cell means that the event
does not have it, also one too many at the end of a row. Values are texts as they stand in the cell, so a nested value
is the JSON in its cell. The delimiter is a comma, a semicolon, a tab or a bar (also of a table in Markdown); cells with
a delimiter, a quote or a line break stand in double quotes with inner quotes doubled, as spreadsheets write them. Lines
of words may stand above the header. A table that is laid out otherwise is refused: one event over several rows or down
a column, a part of a param as a column.
"""

import csv
import io
import re
from collections.abc import Set
from dataclasses import dataclass, replace
from functools import cache
from typing import Final, NamedTuple

from yespo_console.events.catalog import load_catalog
from yespo_console.events.locators import locators
from yespo_console.platform.i18n import _
from yespo_console.reading.bodies import LISTED
from yespo_console.reading.budget import Budget
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import ReadEvent, Repair, excerpt_around, repair_at
from yespo_console.reading.sound_bodies import changed_event, event_as_it_is
from yespo_console.reading.spans import Span
from yespo_console.reading.table_rows import (
    KEY_COLUMN,
    MISNAMED_TYPE_COLUMN,
    PARAMS_COLUMN,
    TYPE_COLUMN,
    Layout,
    Row,
    RowError,
)
from yespo_console.reading.wrappings.words import is_words

#: What a row costs, and each of its cells (see ``Budget``).
_STEPS_OF_ROW: Final = 160
_STEPS_OF_CELL: Final = 20
#: A part of a param as a column of its own, as programs flatten JSON: ``params[0].name``, ``params/0/value``.
_FLATTENED: Final = re.compile(r"params\W.*", re.DOTALL)
#: Empty lines before the table; blanks before its first cell are none.
_EMPTY_LINES: Final = re.compile(r"\A\ufeff?(?:\s*[\r\n])?")
#: A first line that some spreadsheets write to name the delimiter.
_DELIMITER_LINE: Final = re.compile(r"\Asep=.\r?\n")
_DELIMITERS: Final = (";", "\t", ",", "|")
_DELIMITER: Final = re.compile(r"[;\t,|]")
#: What draws a line below a header or a table (Markdown, psql, MySQL, sqlcmd), and how many rows there are.
_RULE: Final = re.compile(r"[\s:+|=_~*‐-―─-╿-]+")
_COUNT_OF_ROWS: Final = re.compile(r"\(\d{1,9} \w{2,20}(?: \w{2,20})?\)\s*")
#: So much of what stands above is named in a sentence.
_FOUND: Final = 60
#: A longer first line is no header of params.
_LONGEST_HEADER: Final = 20_000
_LINE_ABOVE: Final = re.compile(r"([^\r\n]{0,1000})(?:\r\n|\r|\n)")
#: A spreadsheet writes the delimiters of its empty cells too.
_EMPTY_CELLS: Final = ";,\t "
#: What parts a line into cells, and no sentence into its parts.
_CELLS: Final = re.compile(r"[;\t]|,(?=\S)")
_MOST_LINES_ABOVE: Final = 5
#: How the first cell of what somebody struck out begins, in Markdown or HTML.
_STRUCK_OUT: Final = re.compile(r"\s*(?:~~|<(?:del|s|strike)>)", re.IGNORECASE)
#: A name in the header below such lines: a sentence may speak of ``eventTypeKey`` too.
_PLAIN_NAME: Final = re.compile(r"[\w.@-]+")


@dataclass(frozen=True, slots=True)
class Table:
    """The rows of a table, why it or the rest of it cannot be read, and what was changed for all its rows alike."""

    rows: tuple[Row, ...] = ()
    errors: tuple[str, ...] = ()
    repairs: tuple[Repair, ...] = ()


def read_table(text: Traced, budget: Budget) -> Table | None:
    """The events of a table; None when the first row is no header with the column ``eventTypeKey``."""
    raw = _DELIMITER_LINE.sub("", _EMPTY_LINES.sub("", text.text, count=1), count=1)
    above = _lines_above(raw)
    title = raw[:above].strip(_EMPTY_CELLS + "\r\n")
    begin, raw = len(text) - len(raw), raw[above:]
    header_end = min((end for end in (raw.find("\n"), raw.find("\r")) if end >= 0), default=len(raw))
    header = raw[:header_end]
    if not any(name in header for name in (TYPE_COLUMN, MISNAMED_TYPE_COLUMN)):
        spelled = _in_another_case(header) if header_end < len(raw) else None
        return None if spelled is None else Table(errors=(spelled,))
    if len(header) > _LONGEST_HEADER or header.lstrip()[:1] in ("{", "["):
        return None
    for delimiter in _DELIMITERS:
        columns, spaced = _columns(header, delimiter)
        names = columns.copy()
        misnamed = TYPE_COLUMN not in columns and MISNAMED_TYPE_COLUMN in columns
        if misnamed:
            columns[columns.index(MISNAMED_TYPE_COLUMN)] = TYPE_COLUMN
        if TYPE_COLUMN not in columns or len(columns) < 2:
            continue
        if above and (header_end == len(raw) or not all(map(_PLAIN_NAME.fullmatch, filter(None, columns)))):
            continue
        budget.spend(len(raw))
        if (fault := _layout_fault(columns)) is not None:
            return Table(errors=(fault,))
        start = len(text) - len(raw)
        table = _rows(text.slice(start), columns, _Form(delimiter, spaced, names), budget)
        repairs = [repair_at(text, start, start + len(header), "cell_spaces", header)] if spaced else []
        if title:
            found = excerpt_around(title, _FOUND)
            begin = text.text.index(title, begin)
            repairs.insert(0, repair_at(text, begin, begin + len(title), "text_around", "", None, found=found))
        if misnamed:
            place = start + header.index(MISNAMED_TYPE_COLUMN)
            end = place + len(MISNAMED_TYPE_COLUMN)
            repairs.append(repair_at(text, place, end, "misnamed_member", name=MISNAMED_TYPE_COLUMN, right=TYPE_COLUMN))
        if PARAMS_COLUMN in columns:
            place = start + header.index(PARAMS_COLUMN)
            repairs.append(repair_at(text, place, place + len(PARAMS_COLUMN), "params_column"))
        return replace(table, repairs=(*repairs, *table.repairs))
    return None


def row_event(row: Row, budget: Budget, refused: Set[str]) -> ReadEvent:
    """The event of a row, with what is known to be meant otherwise changed."""
    if row.is_plain:
        return ReadEvent(None, row.json, LISTED)
    body = row.body()
    if (event := event_as_it_is(row.json, body)) is not None:
        return event
    text = row.traced()
    return changed_event(text, 0, len(text), body, budget, refused)


def _in_another_case(header: str) -> str | None:
    """Why a header in which ``eventTypeKey`` has other capitals gives no events; None when it is no such header."""
    names = [] if len(header) > _LONGEST_HEADER else [name.strip(' "') for name in _DELIMITER.split(header)]
    spelled = next((name for name in names if name.casefold() == TYPE_COLUMN.casefold()), None)
    if spelled is None or len(names) < 2 or not all(map(_PLAIN_NAME.fullmatch, names)):
        return None
    return _(
        "The column {spelled} has other capitals than {name}, and they count. Write the names of the header as Yespo "
        "has them: eventTypeKey, keyValue, and each param."
    ).format(spelled=spelled, name=TYPE_COLUMN)


def _lines_above(raw: str) -> int:
    """How many characters a title, or a sentence, takes above the header; 0 when the table begins with that."""
    end = 0
    for _line in range(_MOST_LINES_ABOVE):
        line = _LINE_ABOVE.match(raw, end)
        words = "" if line is None else line[1].rstrip(_EMPTY_CELLS)
        if line is None or not (_RULE.fullmatch(words) or (is_words(words) and not _CELLS.search(words))):
            break
        end = line.end()
    return end


def _columns(header: str, delimiter: str) -> tuple[list[str], bool]:
    """The names of the columns, and whether spaces stand around them, which then stand around the cells too."""
    try:
        cells = next(csv.reader([header], delimiter=delimiter, strict=True, skipinitialspace=True), [])
        as_written = next(csv.reader([header], delimiter=delimiter), [])
    except csv.Error:
        return [], False
    names = [cell.strip() for cell in cells]
    return names, names != as_written


def _layout_fault(columns: list[str]) -> str | None:
    """Why a table with these columns has no row for each event, or more than one reading; None when it has neither."""
    twice = next((name for name in columns if name and columns.count(name) > 1), None)
    if twice is not None:
        return _("The column {name} stands in the header twice. Remove one of them.").format(name=twice)
    wanted = _("Each event needs one row, with the columns eventTypeKey and keyValue and one more for each param.")
    flattened = next((name for name in columns if _FLATTENED.fullmatch(name)), None)
    if flattened is not None:
        return _("The column {name} holds only a part of a param. {wanted}").format(name=flattened, wanted=wanted)
    if "name" in columns and "value" in columns:
        return _("This table seems to have one row for each param, with its name and its value. {wanted}").format(
            wanted=wanted
        )
    if PARAMS_COLUMN in columns and not {TYPE_COLUMN, KEY_COLUMN, PARAMS_COLUMN}.issuperset(columns):
        return _(
            "The table has a column params and further ones, so which of them are the params cannot be told. Keep "
            "either params or the others."
        )
    named = [name for name in columns if name]
    if named[0] == TYPE_COLUMN and named[1:2] and named[1] in (each.key for each in load_catalog().types):
        return _vertical()
    return None


def _vertical() -> str:
    return _(
        "The names of this table stand in its first column and not in its first row. Turn it round, so that each event "
        "has a row of its own."
    )


def _is_layout(cells: list[str], names: list[str]) -> bool:
    """Whether a row is no event: it draws a line, says how many rows there are, or repeats the header."""
    if _RULE.fullmatch("".join(cells)) or (len(cells) == 1 and _COUNT_OF_ROWS.fullmatch(cells[0])):
        return True
    return cells[0].strip() == names[0] and [cell.strip() for cell in cells] == names


def _is_vertical(name: str) -> bool:
    """Whether what stands where an event type is expected is the name of another column."""
    return name in (KEY_COLUMN, PARAMS_COLUMN) or name in _locator_names()


@cache
def _locator_names() -> frozenset[str]:
    return frozenset(name for locator in locators() for name in (locator.name, *locator.aliases))


class _Lines:
    """The lines of a text, as ``csv`` wants them.

    Attributes:
        end: where the last one that was taken ends.
    """

    def __init__(self, raw: str) -> None:
        self.end = 0
        self._lines = io.StringIO(raw, newline="")

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.end += len(line)
        return line


class _Form(NamedTuple):
    """How a table is written.

    Attributes:
        delimiter: between its cells.
        spaced: whether spaces stand around the cells.
        names: of its columns, as its header has them.
    """

    delimiter: str
    spaced: bool
    names: list[str]


def _rows(text: Traced, columns: list[str], form: _Form, budget: Budget) -> Table:
    """The rows under the header of a table."""
    delimiter, spaced, names = form
    type_name = names[columns.index(TYPE_COLUMN)]
    layout_rows: list[Span] = []
    rows: list[Row] = []
    errors: list[str] = []
    lines = _Lines(text.text)
    reader = csv.reader(lines, delimiter=delimiter, strict=True, skipinitialspace=spaced)
    lines_before = text.line_column(0)[0] - 1
    layout = Layout(text, columns)
    steps = _STEPS_OF_ROW + _STEPS_OF_CELL * len(columns)
    try:
        next(reader)
        start = lines.end
        for written in reader:
            budget.spend(steps)
            row, start = start, lines.end
            cells = [cell.strip() for cell in written] if spaced else written
            if not any(map(str.strip, cells)):
                continue
            if _is_layout(cells, names):
                layout_rows.append((row, start))
                continue
            if type_name in cells:
                errors.append(_another_header(lines_before + reader.line_num))
                break
            if not any(columns[: layout.type_column]) and _is_vertical(
                "".join(cells[layout.type_column :][:1]).strip()
            ):
                return Table(errors=(_vertical(),))
            # A comma or a bar may be one of a cell that lacks its quotes; then the last cell is not the one too many.
            if len(cells) > len(columns) and delimiter not in ",|" and not any(map(str.strip, cells[len(columns) :])):
                cells = cells[: len(columns)]
            try:
                if fault := layout.fault(cells) or _words(cells[layout.type_column], rows):
                    raise RowError(fault)
                json = layout.plain_json(cells)
                is_plain = json is not None
                if json is None:
                    json = "".join(layout.event(cells)[0])
            except RowError as error:
                errors.append(_("Line {line}: {reason}").format(line=lines_before + reader.line_num, reason=error))
            else:
                rows.append(Row(json, is_plain, layout, row, start, cells))
                budget.hold(len(rows))
    except csv.Error:
        errors.append(
            _(
                "From line {line} on the table cannot be read: a quote is not closed, or stands inside a cell alone."
            ).format(line=lines_before + reader.line_num)
        )
    if rows and not errors and (fault := layout.cut_off(rows)) is not None:
        line, _column = text.line_column(rows.pop().start)
        errors.append(_("Line {line}: {reason}").format(line=line, reason=fault))
    if not rows and not errors:
        errors.append(_("The table has a header and no rows under it."))
    return Table(tuple(rows), tuple(errors), _left_out(text, layout_rows))


def _another_header(line: int) -> str:
    return _(
        "In line {line} another table begins, with columns of its own. Paste the rest, from its header on, by itself."
    ).format(line=line)


def _left_out(text: Traced, layout_rows: list[Span]) -> tuple[Repair, ...]:
    """What is told of the rows that are no events."""
    if not layout_rows:
        return ()
    begin, end = layout_rows[0]
    end = begin + len(text.text[begin:end].rstrip())
    return (repair_at(text, begin, end, "layout_rows", count=str(len(layout_rows))),)


def _words(cell: str, rows: list[Row]) -> str | None:
    """Why the cell of ``eventTypeKey`` is no type of an event: it is marked, or words where those above are none."""
    if '":' in cell:
        return _("the cell of eventTypeKey holds no type of an event. An event that is no row has to be pasted alone.")
    if cell.lstrip().startswith("`"):
        return _("the cell of eventTypeKey stands in backquotes, as Markdown marks code. Copy the table without them.")
    if _STRUCK_OUT.match(cell) is not None:
        return _("the row is struck out, so its event may be sent no more. Copy the row without these marks.")
    if not rows or " " not in cell.strip() or " " in rows[-1].cells[rows[-1].layout.type_column].strip():
        return None
    return _("words stand where the rows above have a type of an event. Remove the line, or correct its first cell.")
