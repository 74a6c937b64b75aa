"""Merging the parts of the search indexes, in small steps of its own.

Each transaction that changes an index leaves a part of it; FTS5 merges parts that have become many inside whatever
commit comes next, which then takes a tenth of a second. So it is told to leave that alone, and the writer's thread does
it when no write waits.
"""

import sqlite3
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from yespo_console.history.writer import HasTime

_INDEXES: Final = ("search_index", "search_pairs")

#: Pages that are written between two looks at the clock: in some five milliseconds. Each time all parts that are being
#: merged are shortened, so fewer would cost more.
_PAGES: Final = 32

#: FTS5 merges by itself, all at once, when there are so many parts; that is the most it takes.
_SETTINGS: Final = (("automerge", 0), ("crisismerge", 1_999))


def tend(connection: sqlite3.Connection, has_time: "HasTime") -> bool:
    """Merge where parts have become many, as long as there is time, at least a few pages; False: there is no more.

    To be called inside a transaction.
    """
    for index in _INDEXES:
        _take_over(connection, index)
        while _merge(connection, index, _PAGES):
            if not has_time():
                return True
    return False


def merge_all(connection: sqlite3.Connection, _has_time: "HasTime") -> None:
    """Have all parts of each index become one, so that no trace is left of what it was told to forget.

    ``tend`` does it by and by. To be called inside a transaction.
    """
    for index in _INDEXES:
        _merge(connection, index, -_PAGES)


def _take_over(connection: sqlite3.Connection, index: str) -> None:
    """Have FTS5 leave the merging to us; the file keeps that."""
    kept = dict(connection.execute(f"SELECT k, v FROM {index}_config"))
    for name, value in _SETTINGS:
        if kept.get(name) != value:
            connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES (?, ?)", (name, value))


def _merge(connection: sqlite3.Connection, index: str, pages: int) -> bool:
    """Whether anything was to be done."""
    before = connection.total_changes
    connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('merge', ?)", (pages,))
    return connection.total_changes - before >= 2  # one is the order itself
