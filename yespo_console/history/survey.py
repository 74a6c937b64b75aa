"""What is on the pages of a history file, each row and each entry of an index known by its shape.

A letter of a shape stands for a column: ``0`` nothing, ``i`` whole number, ``r`` other number, ``b`` bytes, ``t`` text.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from yespo_console.history.pages import Cell, Pages, Value
from yespo_console.history.reached import Stage

#: Columns of ``exchange_body``, and of ``exchange`` in the first version, which had no pin and no note.
_BODY_COLUMNS: Final = 8
_SHORTEST_ROW: Final = 17

#: Entries of indexes of ``exchange``; SQLite puts the id at the end, be it a column before or not.
_BY_TIME: Final = ("iittii", "ii0tii")
_BY_RESULT: Final = ("iiitti", "iii0ti")
_BY_KEY: Final = ("tttiii", "0ttiii")

#: Which exchanges are pinned and which have a note, by time and id. Their entries look the same, so it counts in which
#: of the two they stand.
_PINNED: Final = "exchange_pinned"
_NOTED: Final = "exchange_noted"

#: Tells how much of a stage is done. Raises SearchCancelledError.
Reach = Callable[[Stage, int, int], None]


@dataclass
class Survey:
    """What there is.

    Attributes:
        rows, bodies: where the parts of each exchange are, by id.
        indexed: ids that an index of the exchanges names.
        tags: the tags of an exchange, by its id.
        roots: on which page each index begins, by its name.
        last_id: the greatest id there ever was, as far as that can be told.
    """

    rows: dict[int, Cell] = field(default_factory=dict)
    bodies: dict[int, Cell] = field(default_factory=dict)
    indexed: set[int] = field(default_factory=set)
    tags: dict[int, set[str]] = field(default_factory=dict)
    roots: dict[str, int] = field(default_factory=dict)
    last_id: int = 0

    @property
    def known(self) -> set[int]:
        return self.rows.keys() | self.bodies.keys() | self.indexed


@dataclass(frozen=True, slots=True)
class Outline:
    """What the indexes say of an exchange; as its columns.

    Attributes:
        pinned, noted: whether it was pinned, and had a note; None: what would say that is destroyed.
    """

    sent_at: int
    event_type: str | None
    environment: str
    result: int
    pinned: bool | None = None
    noted: bool | None = None


def survey(pages: Pages, reach: Reach) -> Survey:
    """Look through all pages."""
    seen = Survey()
    for cell in _cells(pages, reach, Stage.READING):
        types = pages.columns(cell)
        if types is not None:
            _note_cell(pages, cell, types, seen)
    seen.last_id = max([seen.last_id, *seen.known])
    return seen


def outlines(pages: Pages, seen: Survey, reach: Reach) -> tuple[dict[int, Outline], dict[int, str]]:
    """What the indexes say of exchanges without a row, and their keys; of those only of which two say the same."""
    numbers = seen.bodies.keys() - seen.rows.keys()
    by_time: dict[int, Outline] = {}
    by_result: dict[int, Outline] = {}
    keys: dict[int, str] = {}
    for cell in _cells(pages, reach, Stage.INDEXES) if numbers else ():
        if cell.rowid is not None:
            continue
        shape, values = _shape(pages.columns(cell) or []), pages.values(cell)
        if not values or values[-1] not in numbers:
            continue
        match values:
            case [int(sent), int(number), event_type, str(environment), int(result), int(same)] if shape in _BY_TIME:
                if number == same:
                    by_time[number] = Outline(sent, _text(event_type), environment, result)
            case [int(result), int(sent), int(number), event_type, str(environment), int(same)] if shape in _BY_RESULT:
                if number == same:
                    by_result[number] = Outline(sent, _text(event_type), environment, result)
            case [_, str(key), _, _, _, int(number)] if shape in _BY_KEY:
                keys[number] = key
    said = {number: outline for number, outline in by_time.items() if by_result.get(number) == outline}
    pinned, noted = (_listed(pages, seen.roots.get(name, 0)) for name in (_PINNED, _NOTED))
    return {
        number: replace(one, pinned=pinned(one.sent_at, number), noted=noted(one.sent_at, number))
        for number, one in said.items()
    }, keys


def _listed(pages: Pages, root: int) -> Callable[[int, int], bool | None]:
    """Tells whether an index by time and id lists an exchange; None: it is destroyed, in that part perhaps."""
    cells, is_whole = pages.index(root)
    entries = {tuple(pages.values(cell) or ()) for cell in cells}

    def lists(sent_at: int, number: int) -> bool | None:
        return (sent_at, number, number) in entries or (False if is_whole else None)

    return lists


def _text(value: Value) -> str | None:
    return value if isinstance(value, str) else None


def _cells(pages: Pages, reach: Reach, stage: Stage) -> Iterator[Cell]:
    for number in range(1, pages.count + 1):
        reach(stage, number - 1, pages.count)
        yield from pages.cells_on(number)


def _note_cell(pages: Pages, cell: Cell, types: list[int], seen: Survey) -> None:
    if cell.rowid is None:
        _note_index_entry(pages, cell, types, seen)
    elif len(types) >= _SHORTEST_ROW and _shape(types[:8]) == "0iitittt":
        seen.rows[cell.rowid] = cell
    elif _BODY_COLUMNS <= len(types) < _SHORTEST_ROW and _shape(types[:5]) == "0tttb":
        seen.bodies[cell.rowid] = cell
    elif _shape(types) == "tttit":  # sqlite_schema
        match pages.values(cell):
            case ["index", str(index), _, int(root), _]:
                seen.roots[index] = root
    elif _shape(types) == "ti":
        name, last = pages.values(cell) or (None, None)
        if name == "exchange" and isinstance(last, int):
            seen.last_id = max(seen.last_id, last)


def _note_index_entry(pages: Pages, cell: Cell, types: list[int], seen: Survey) -> None:
    shape = _shape(types)
    if shape == "tiit":  # exchange_tag: key, sent_at, id, name
        _key, _sent_at, number, name = pages.values(cell) or (None,) * 4
        if isinstance(number, int) and isinstance(name, str):
            seen.tags.setdefault(number, set()).add(name)
    elif shape in _BY_TIME:
        values = pages.values(cell)
        if values is not None and values[1] == values[-1] and isinstance(values[1], int) and values[1] > 0:
            seen.indexed.add(values[1])


def _shape(types: list[int]) -> str:
    return "".join("bt"[kind % 2] if kind >= 12 else "0iiiiiirii"[kind] for kind in types)
