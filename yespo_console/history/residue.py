"""Overwriting what SQLite leaves of a removed row in the free part of a page.

``secure_delete`` overwrites a row where it stands. But when rows move from one page to another, copies of them stay
behind in the part of the old page that is free, and nobody overwrites those later. Such a page is found by searching
its bytes, and made to use all its free room: a row on it grows by as much, and shrinks again.
"""

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from functools import partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple

from yespo_console.history.beside import open_beside
from yespo_console.history.pages import Pages
from yespo_console.history.reading import given_up_with
from yespo_console.history.space import WRITTEN_ANEW, empty_journal, size, write_anew

if TYPE_CHECKING:
    from yespo_console.history.store import Cancellation, HistoryStore
    from yespo_console.history.writer import HasTime

#: A row may grow and be moved meanwhile, so it is looked whether the pages hold it still, so often at most.
_ROUNDS: Final = 4

#: Fewer columns has no row of ``exchange``, and more has none of ``exchange_body``.
_COLUMNS_OF_EXCHANGE: Final = 17
_COLUMNS_OF_BODY: Final = 8

#: Bytes of a page that a row may not take if it is to stay on it whole.
_RESERVED: Final = 35

#: Bytes by which the length of a row may itself grow.
_SLACK: Final = 3

#: What may hold words of the contact's; ``REINDEX`` of a table writes its indexes.
_INDEXES_WITH_WORDS: Final = ("exchange_by_key", "exchange_by_environment", "exchange_tag")

#: Where in a file something is: the beginning of each place.
Search = Callable[[BinaryIO], Iterable[int]]


class Left(NamedTuple):
    """What can be left in a history's file after that.

    Attributes:
        nothing: the whole file was searched, and nothing was found in it.
        only_rows: nothing but what stands in rows that are there.
    """

    nothing: bool
    only_rows: bool


UNKNOWN: Final = Left(nothing=False, only_rows=False)


def overwrite(store: "HistoryStore", search: Search, cancel: "Cancellation | None" = None) -> Left:
    """Overwrite what ``search`` finds in the free parts of the history's pages. In small steps, between the sends.

    What stands in rows that are there is not touched. The whole file is searched at the beginning and the end, and
    between these only the pages on which something was found, for it is large. Raises the errors of ``errors``,
    SearchCancelledError and OSError.
    """
    held = _pages_that_hold(store.path, search, cancel)
    if not held:
        return Left(nothing=True, only_rows=True)
    for _round in range(_ROUNDS):
        if cancel is not None and cancel.is_cancelled:
            return UNKNOWN
        indexes = [
            number
            for number in held
            if not store.between_writes(partial(_use_up, path=store.path, number=number), cancel).result()
        ]
        for index in _INDEXES_WITH_WORDS if indexes else ():
            store.between_writes(partial(_write_index_anew, index=index, cancel=cancel), cancel).result()
        held = _pages_that_still_hold(store.path, held, search, cancel)
        if not held:
            held = _pages_that_hold(store.path, search, cancel)  # a row that grew may have left a copy on another page
        if not held:
            return Left(nothing=True, only_rows=True)
    if size(store.path) >= WRITTEN_ANEW:
        return UNKNOWN
    write_anew(store.path, cancel)  # rows and nothing else
    return Left(nothing=False, only_rows=True)


def _pages_that_hold(path: Path, search: Search, cancel: "Cancellation | None") -> list[int]:
    empty_journal(path, cancel=cancel)
    with open_beside(path) as file:
        places = list(search(file))
        with closing(Pages(path, file)) as pages:
            return sorted({place // pages.size + 1 for place in places})


def _pages_that_still_hold(path: Path, held: Iterable[int], search: Search, cancel: "Cancellation | None") -> list[int]:
    empty_journal(path, cancel=cancel)
    with open_beside(path) as file, closing(Pages(path, file)) as pages:
        return [number for number in held if any(True for _place in search(BytesIO(pages.page(number))))]


def _use_up(connection: sqlite3.Connection, _has_time: "HasTime", path: Path, number: int) -> bool:
    """Have the free part of a table's page used for a moment; False when it is not one of a table.

    To be called inside a transaction, so that nobody else changes the page.
    """
    with open_beside(path) as file, closing(Pages(path, file)) as pages:
        if not pages.is_table_leaf(number):
            return False
        free = pages.free_on(number)
        for cell in pages.cells_on(number):
            columns = len(pages.columns(cell) or ())
            room = min(free - _SLACK, pages.size - _RESERVED - cell.size)
            if cell.rowid is None or cell.size > pages.size - _RESERVED or columns < _COLUMNS_OF_BODY or room <= 0:
                continue
            table, column = ("exchange", "note") if columns >= _COLUMNS_OF_EXCHANGE else ("exchange_body", "locators")
            _grow(connection, table, column, cell.rowid, room)
            break
    return True


def _grow(connection: sqlite3.Connection, table: str, column: str, rowid: int, room: int) -> None:
    """Make a row larger by spaces, and as it was again."""
    found = connection.execute(f"SELECT {column} FROM {table} WHERE id = ?", (rowid,)).fetchone()
    if found is not None:
        for text in (found[0] + " " * room, found[0]):
            connection.execute(f"UPDATE {table} SET {column} = ? WHERE id = ?", (text, rowid))


def _write_index_anew(
    connection: sqlite3.Connection, _has_time: "HasTime", index: str, cancel: "Cancellation | None"
) -> None:
    """The pages of the old one are overwritten. A send waits: measured, 3.1 seconds for a million exchanges."""
    with given_up_with(connection, cancel):
        connection.execute(f"REINDEX {index}")
