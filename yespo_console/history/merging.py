"""Merging the parts of the search indexes, in small steps of its own.

Each transaction that changes an index leaves a part of it; FTS5 merges parts that have become many inside whatever
commit comes next, which then takes a tenth of a second. So it is told to leave that alone, and the writer's thread does
it when no write waits.
"""

import sqlite3
from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from yespo_console.history.writer import HasTime

_INDEXES: Final = ("trigram_index", "pair_index")

#: Pages that are written between two looks at the clock: in some five milliseconds. Each time all parts that are being
#: merged are shortened, so fewer would cost more.
_PAGES: Final = 32

#: FTS5 merges by itself, all at once, when there are so many parts; that is the most it takes.
_SETTINGS: Final = (("automerge", 0), ("crisismerge", 1_999))

#: Parts that are merged into one: a search asks each of them. While many are added, each is written anew half as often
#: when more are merged at once.
FEW: Final = 4
MANY: Final = 16

#: The id of the record that tells the parts of an index, and the bytes of it before the numbers.
_STRUCTURE: Final = 10
_COOKIE: Final = 4

#: The table that holds one number: see ``removed_since``.
_REMOVED: Final = "removed_since_merged"


def tend(connection: sqlite3.Connection, has_time: "HasTime", together: int = FEW) -> bool:
    """Merge where parts have become many, as long as there is time, at least a few pages; False: there is no more.

    To be called inside a transaction. ``together``: that many are many.
    """
    for index in _INDEXES:
        _take_over(connection, index, together)
        while _merge(connection, index, _PAGES):
            if not has_time():
                return True
    return False


def merge_all(connection: sqlite3.Connection, _has_time: "HasTime") -> int:
    """Have all parts of each index become one, so that no trace is left of what it was told to forget.

    ``tend`` does it by and by; when it is done, ``settle`` is to be told what this returns: how many exchanges it has
    to do with. To be called inside a transaction.
    """
    for index in _INDEXES:
        _merge(connection, index, -_PAGES)
    return removed_since(connection)


def note_removed(connection: sqlite3.Connection, count: int) -> None:
    """Note that the index was told to forget so many exchanges. To be called inside the transaction that does it.

    The table comes with the first of them: a history out of which nothing was ever removed, or an older program
    removed it, has none.
    """
    connection.execute(f"CREATE TABLE IF NOT EXISTS {_REMOVED} (count INTEGER NOT NULL) STRICT")
    if not connection.execute(f"UPDATE {_REMOVED} SET count = count + ?", (count,)).rowcount:
        connection.execute(f"INSERT INTO {_REMOVED} VALUES (?)", (count,))


def removed_since(connection: sqlite3.Connection) -> int:
    """How many exchanges were removed since all parts of the index were last merged: it may hold on to their room."""
    if not connection.execute("SELECT 1 FROM sqlite_schema WHERE name = ?", (_REMOVED,)).fetchone():
        return 0
    (count,) = connection.execute(f"SELECT ifnull(max(count), 0) FROM {_REMOVED}").fetchone()
    return int(count)


def settle(connection: sqlite3.Connection, _has_time: "HasTime", count: int) -> None:
    """All was merged that there was when so many had been removed. What was removed meanwhile is still owed."""
    if count:
        connection.execute(f"UPDATE {_REMOVED} SET count = max(0, count - ?)", (count,))


def left(connection: sqlite3.Connection, has_time: "HasTime") -> int:
    """``tend`` once, and then how many pages are still to be read for what is being merged; 0: nothing.

    To be called inside a transaction.
    """
    more = tend(connection, has_time, MANY)  # as the writer does meanwhile
    return max(1, sum(_pages_left(connection, index) for index in _INDEXES)) if more else 0


def _pages_left(connection: sqlite3.Connection, index: str) -> int:
    """Pages of the parts of an index that are being merged, as far as they are not done yet.

    FTS5 notes in one record (``fts5_index.c``) for each level how many of its parts are being merged, and for each part
    its number, first and last page; of a part that is being merged the first page is the next one to be read.
    """
    (record,) = connection.execute(f"SELECT block FROM {index}_data WHERE id = {_STRUCTURE}").fetchone()
    numbers = _numbers(record[_COOKIE:])
    pages = 0
    try:
        levels, _parts, _written = (next(numbers) for _ in range(3))
        for _level in range(levels):
            merging, parts = next(numbers), next(numbers)
            for part in range(parts):
                _number, first, last = (next(numbers) for _ in range(3))
                pages += last - first + 1 if part < merging and last else 0
    except StopIteration:
        return 0  # a later FTS5 may write it otherwise: it is only for the eye
    return pages


def _numbers(content: bytes) -> Iterator[int]:
    """The numbers that stand one after the other, as SQLite writes them, while they are small."""
    value = 0
    for byte in content:
        value = value << 7 | byte & 0x7F
        if byte < 0x80:
            yield value
            value = 0


def _take_over(connection: sqlite3.Connection, index: str, together: int) -> None:
    """Have FTS5 leave the merging to us; the file keeps that."""
    kept = {"usermerge": FEW, **dict(connection.execute(f"SELECT k, v FROM {index}_config"))}
    for name, value in (*_SETTINGS, ("usermerge", together)):
        if kept.get(name) != value:
            connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES (?, ?)", (name, value))


def _merge(connection: sqlite3.Connection, index: str, pages: int) -> bool:
    """Whether anything was to be done."""
    before = connection.total_changes
    connection.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('merge', ?)", (pages,))
    return connection.total_changes - before >= 2  # one is the order itself
