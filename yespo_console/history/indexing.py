"""Bringing the search indexes up to date, a small batch at a time, behind the writes; and making them forget."""

import sqlite3
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from yespo_console.history import index_terms
from yespo_console.history.records import SEARCHED_COLUMNS, to_searched, to_stored
from yespo_console.history.schema import NO_ANSWER

#: The most that one batch takes, so that no other program waits long for the write lock.
BATCH_SECONDS: Final = 0.015

#: A row without an answer is left alone this long: its answer would only have it indexed twice.
PATIENCE: Final = timedelta(minutes=2)

_FACETS: Final = "e.id, e.event_type, e.environment, e.result, e.source, e.errors + e.warnings > 0, e.is_real"
_DUE: Final = f"""
SELECT u.known, {_FACETS}, {SEARCHED_COLUMNS}
FROM unindexed u CROSS JOIN exchange e ON e.id = u.id CROSS JOIN exchange_body b ON b.id = u.id
WHERE e.result != {NO_ANSWER} OR e.sent_at < ? ORDER BY u.id
"""
_ONE: Final = f"""
SELECT ifnull((SELECT u.known FROM unindexed u WHERE u.id = e.id), 2), {_FACETS}, {SEARCHED_COLUMNS}
FROM exchange e CROSS JOIN exchange_body b ON b.id = e.id WHERE e.id = ?
"""
_FORGET: Final = "INSERT INTO search_index (search_index, rowid, text) VALUES ('delete', ?, ?)"


def mark_unindexed(connection: sqlite3.Connection, number: int) -> None:
    """Note that row ``number`` is new."""
    connection.execute("INSERT OR IGNORE INTO unindexed (id) VALUES (?)", (number,))


def mark_answered(connection: sqlite3.Connection, number: int) -> None:
    """Note that row ``number`` has its answer now; the index may know it without."""
    connection.execute("INSERT OR IGNORE INTO unindexed (id, known) VALUES (?, 1)", (number,))


def forget(connection: sqlite3.Connection, number: int) -> None:
    """Take row ``number``, which is still there and about to be removed, out of the index."""
    known, *row = connection.execute(_ONE, (number,)).fetchone()
    if known:
        connection.execute(_FORGET, (number, _document(row, answered=known == 2)))


def index_batch(
    connection: sqlite3.Connection, is_wanted: Callable[[], bool] = lambda: True, seconds: float = BATCH_SECONDS
) -> int:
    """Index the next rows that are due, in one transaction of their own, for so long or until ``is_wanted`` says no.

    How many rows or blocks they were; 0 when all is done.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        done = _index_rows(connection, is_wanted, time.monotonic() + seconds) or _index_block(connection)
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return done


def _index_rows(connection: sqlite3.Connection, is_wanted: Callable[[], bool], until: float) -> int:
    done: list[tuple[int]] = []
    cursor = connection.execute(_DUE, (to_stored(datetime.now(UTC) - PATIENCE),))
    for known, *row in cursor:
        number = row[0]
        if known:  # the index forgets a text only when it is told the same text again
            connection.execute(_FORGET, (number, _document(row, answered=False)))
        text = _document(row)
        connection.execute("INSERT INTO search_index (rowid, text) VALUES (?, ?)", (number, text))
        done.append((number,))
        if not is_wanted() or time.monotonic() >= until:
            break
    cursor.close()
    connection.executemany("DELETE FROM unindexed WHERE id = ?", done)
    return len(done)


def _index_block(connection: sqlite3.Connection) -> int:
    """Write the pairs of the next block all rows of which are there and indexed."""
    (block,) = connection.execute("SELECT next_block FROM pair_progress").fetchone()
    end = (block + 1) << index_terms.BLOCK_SHIFT
    (is_due,) = connection.execute(
        "SELECT (SELECT max(id) FROM exchange) >= ? AND NOT EXISTS (SELECT 1 FROM unindexed WHERE id < ?)", (end, end)
    ).fetchone()
    if not is_due:
        return 0
    connection.execute(
        "INSERT INTO search_pairs (rowid, pairs) VALUES (?, ?)", (block, tokens_of_block(connection, block))
    )
    connection.execute("UPDATE pair_progress SET next_block = ?", (block + 1,))
    return 1


def tokens_of_block(connection: sqlite3.Connection, block: int) -> str:
    """The letters of all exchanges of a block, as the index takes them; empty when there are none."""
    rows = connection.execute(
        f"SELECT {SEARCHED_COLUMNS} FROM exchange e CROSS JOIN exchange_body b ON b.id = e.id"
        " WHERE e.id >= ? AND e.id < ?",
        (block << index_terms.BLOCK_SHIFT, (block + 1) << index_terms.BLOCK_SHIFT),
    )
    return index_terms.pairs(to_searched(row).text() for row in rows)


def _document(row: list[Any], *, answered: bool = True) -> str:
    """What the index holds of a row: always the same for the same row; without its note, which may change."""
    _number, event_type, environment, result, source, has_problems, is_real, *searched = row
    tokens = index_terms.facets(
        event_type,
        environment,
        result if answered else NO_ANSWER,
        source,
        has_problems=has_problems,
        is_real=is_real,
    )
    place, key_value, locators, request_body, answer_body, _note = searched
    return (
        tokens + to_searched((place, key_value, locators, request_body, answer_body if answered else None, "")).text()
    )
