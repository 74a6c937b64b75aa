"""The rows of a table as events: what its header says of them, and where in it each of their values stands."""

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from yespo_console.events.event import Node, Object
from yespo_console.events.json_text import JsonTextError, dump, parse
from yespo_console.platform.i18n import _
from yespo_console.reading.bodies import is_left_open
from yespo_console.reading.mending.printed_words import may_be_placeholder
from yespo_console.reading.origin import Traced, TracedBuilder

TYPE_COLUMN: Final = "eventTypeKey"
MISNAMED_TYPE_COLUMN: Final = "eventKey"
KEY_COLUMN: Final = "keyValue"
PARAMS_COLUMN: Final = "params"
#: The columns that are members of the event and no params.
_MEMBER_COLUMNS: Final = (TYPE_COLUMN, KEY_COLUMN, PARAMS_COLUMN)
#: What is written with an escape in JSON; in a cell a quote stands twice.
_QUOTES: Final = re.compile('""')
_ESCAPED: Final = re.compile(r'""|["\\\x00-\x1f]')
#: A cell with none of these is spelled in JSON as it stands, and holds no JSON, codes of HTML or mark; the line breaks
#: are those between cells. Half a character is spelled otherwise.
_NOT_PLAIN: Final = re.compile('[\\x00-\\x09\\x0b-\\x1f"\\\\&<{\\[\ud800-\udfff]')
#: A cell that may be a placeholder: no name of a value has a digit.
_WORDS: Final = re.compile(r"^[^0-9\n]{1,24}$", re.MULTILINE)
#: So many ways to fill the columns of a table are remembered.
_MOST_FORMS: Final = 256
#: Of a longer cell only the place as a whole is known.
_LONGEST_SPELLED: Final = 20_000


class Layout:
    """How the rows of a table become events: what its header says, worked out once.

    Attributes:
        table: the text of the table.
        columns: their names.
        type_column: where ``eventTypeKey`` stands.
    """

    def __init__(self, table: Traced, columns: list[str]) -> None:
        self.table = table
        self.columns = columns
        self.type_column = columns.index(TYPE_COLUMN)
        self._nameless = [at for at, name in enumerate(columns) if not name]
        self._members = [(at, name, f"{dump(name)}:") for at, name in enumerate(columns) if name in _MEMBER_COLUMNS]
        self._holds_params = PARAMS_COLUMN in columns
        # of each param what its item begins with, as JSON and in the tree
        self._params = [
            (at, f'{{"name":{dump(name)},"value":', ("name", name))
            for at, name in enumerate(columns)
            if name and name not in _MEMBER_COLUMNS
        ]
        self._in_order = [at for at, *_rest in (*self._members, *self._params)]
        self._forms: dict[tuple[bool, ...], list[str]] = {}

    def plain_json(self, cells: list[str]) -> str | None:
        """The JSON of a row without a fault whose cells are plain values, as nearly all are; None for any other.

        It is put together from what a row with cells in the same columns has around them.
        """
        lines = "\n".join(cells)
        if (
            self._holds_params
            or _NOT_PLAIN.search(lines)
            or lines.count("\n") != len(cells) - 1
            or any(map(may_be_placeholder, _WORDS.findall(lines)))
        ):
            return None
        values = [cells[at] for at in self._in_order]
        filled = tuple(map(bool, values))
        form = self._forms.get(filled)
        if form is None:
            form = _with_quotes(self.event(cells)[0])
            if len(self._forms) < _MOST_FORMS:
                self._forms[filled] = form
        pieces = form.copy()
        pieces[1::2] = filter(None, values)
        return "".join(pieces)

    def fault(self, cells: list[str]) -> str | None:
        """Why these cells are no event; None when they are one."""
        if len(cells) > len(self.columns):
            return _("the row has more cells than the header. Put cells with a comma in them in quotes.")
        if len(cells) < len(self.columns):
            return _("the row has fewer cells than the header, so which of them are missing cannot be told.")
        if any(cells[at] for at in self._nameless):
            return _("a cell stands under a column without a name.")
        if not cells[self.type_column].strip():
            return _("the cell of eventTypeKey is empty.")
        return None

    def cut_off(self, rows: Sequence["Row"]) -> str | None:
        """Why the last of these rows, with which the table ends, may be cut off; None where nothing speaks for it."""
        last = rows[-1]
        written = [cell for cell in last.cells if cell]
        if is_left_open(written[-1]):
            return _("the table ends before the JSON in this row is closed. It is cut off: copy all of it.")
        is_ended = self.table.text[: last.end].endswith(("\n", "\r"))
        if is_ended or last.cells[-1] or len(rows) == 1 or not all(row.cells[-1] for row in rows[:-1]):
            return None
        return _(
            "the table ends where the last cell of this row begins, so it may be cut off. If the cell is empty, end "
            "the row with a line break."
        )

    def event(self, cells: list[str]) -> tuple[list[str], Object]:
        """The event of a row without a fault: its JSON, in which what stands before a value and the value take turns,
        and its tree.

        Raises:
            RowError: the cell of ``params`` holds none.
        """
        pieces: list[str] = []
        members: list[tuple[str, Node]] = []
        before = "{"
        for at, name, written in self._members:
            cell = cells[at]
            if name == PARAMS_COLUMN:
                value = _params(cell) if cell else ()
            elif cell:
                value = cell
            else:
                continue
            pieces += (before + written, dump(value))
            members.append((name, value))
            before = ","
        if self._holds_params:
            return [*pieces, "}"], Object(tuple(members))
        before += f'"{PARAMS_COLUMN}":['
        end = f"{before}]}}"
        params: list[Node] = []
        for at, begin, name_pair in self._params:
            if cell := cells[at]:
                pieces += (before + begin, dump(cell))
                params.append(Object((name_pair, ("value", cell))))
                before, end = "},", "}]}"
        return [*pieces, end], Object((*members, (PARAMS_COLUMN, tuple(params))))

    def written(self, cells: list[str]) -> list[str]:
        """The columns whose cells are values of the event of a row, in the order of its JSON."""
        places = [at for at, name, _written in self._members if cells[at] or name == PARAMS_COLUMN]
        places += [at for at, _begin, _name in self._params if cells[at]]
        return [self.columns[at] for at in places]


def _with_quotes(pieces: list[str]) -> list[str]:
    """What stands around the values of a row, each a text, with the quotes of these; in their places is nothing."""
    first, *others = pieces[::2]
    form = [first]
    for around in others:
        form[-1] += '"'
        form += ("", f'"{around}')
    return form


class Row(NamedTuple):
    """One event of a table.

    Attributes:
        json: its body as JSON.
        is_plain: nothing is to be changed in it, for it holds plain values alone.
        layout: of the table.
        start, end: where its cells stand.
        cells: one for each column.
    """

    json: str
    is_plain: bool
    layout: Layout
    start: int
    end: int
    cells: list[str]

    def body(self) -> Object:
        """The tree of its JSON."""
        return self.layout.event(self.cells)[1]

    def traced(self) -> Traced:
        """The JSON, in which what a cell holds has the place of that cell, and what follows it that of its end.

        It costs more than all else of a row, and only a row in which something is to be changed needs it.
        """
        table = self.layout.table
        builder = TracedBuilder(table.original)
        places = _places(self)
        first, length = next(iter(places.values()), (0, 0))
        elsewhere = table.offset(first), length
        behind = elsewhere
        *pieces, end = self.layout.event(self.cells)[0]
        for around, value, name in zip(pieces[::2], pieces[1::2], self.layout.written(self.cells), strict=True):
            builder.put(around, *behind)
            at, length = places.get(name, (-1, 0))
            if at < 0:
                builder.put(value, *elsewhere)
                behind = sum(elsewhere), 0
                continue
            if not _put_spelled(builder, table, at, length, value):
                builder.put(value, table.offset(at), length)
            behind = table.offset(at) + length, 0
        builder.put(end, *behind)
        return builder.build()


def _places(row: Row) -> dict[str, tuple[int, int]]:
    """Where the cells of a row stand in the table, and how long they are there, by the names of their columns."""
    table = row.layout.table
    raw, start = table.text, row.start
    places: dict[str, tuple[int, int]] = {}
    for name, cell in zip(row.layout.columns, row.cells, strict=True):
        for written in (cell, cell.replace('"', '""')):
            at = raw.find(written, start, row.end)
            if cell and at >= 0:
                start = at + len(written)
                places[name] = at, len(written)
                break
    return places


def _put_spelled(builder: TracedBuilder, table: Traced, at: int, length: int, value: str) -> bool:
    """Append the text ``value``, each part of it with its place in its cell; False where it is spelled otherwise."""
    cell = table.text[at : at + length]
    if length > _LONGEST_SPELLED or dump(_QUOTES.sub('"', cell) if '""' in cell else cell) != value:
        return False
    builder.put('"', table.offset(at), 0)
    done = at
    for escaped in _ESCAPED.finditer(table.text, at, at + length):
        builder.copy(table, done, escaped.start())
        builder.put(dump(escaped[0][:1])[1:-1], table.offset(escaped.start()), len(escaped[0]))
        done = escaped.end()
    builder.copy(table, done, at + length)
    builder.put('"', table.offset(at + length), 0)
    return True


class RowError(Exception):
    """A row is no event; its text says why."""


def _params(cell: str) -> Node:
    """The params in a cell that holds all of them."""
    try:
        params = parse(cell)
    except JsonTextError:
        params = None
    if not isinstance(params, tuple | Object):
        raise RowError(_("the cell of params holds no JSON list or object of params. Mend it by hand."))
    return params
