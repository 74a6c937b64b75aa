"""Bringing the search index up to date, a small batch at a time, behind the writes."""

import sqlite3
from datetime import UTC, datetime, timedelta
from typing import Final

from yespo_console.history.records import to_stored
from yespo_console.history.search_text import search_text

#: Rows and bytes of one batch: what is written in some 20 milliseconds, so that nobody waits long for the write lock.
BATCH_ROWS: Final = 400
BATCH_BYTES: Final = 600_000

#: A row without an answer is left alone this long: its answer would only have it indexed twice.
PATIENCE: Final = timedelta(minutes=2)

_DUE: Final = """
SELECT e.id, e.environment, b.request_body, b.answer_body
FROM unindexed u CROSS JOIN exchange e ON e.id = u.id CROSS JOIN exchange_body b ON b.id = u.id
WHERE e.result != 0 OR e.sent_at < ? ORDER BY u.id
"""


def mark_unindexed(connection: sqlite3.Connection, number: int) -> None:
    """Note that the text of row ``number`` is new or has changed."""
    connection.execute("INSERT OR IGNORE INTO unindexed (id) VALUES (?)", (number,))


def index_batch(connection: sqlite3.Connection) -> int:
    """Index the next rows that are due, in one transaction of their own. How many they were; 0 when all is done."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        due = _due(connection)
        for number, environment, request_body, answer_body in due:
            old = connection.execute("SELECT text FROM search_text WHERE id = ?", (number,)).fetchone()
            if old is not None:  # the index forgets a text only when it is told the same text again
                connection.execute(
                    "INSERT INTO search_index (search_index, rowid, text) VALUES ('delete', ?, ?)", (number, old[0])
                )
            text = search_text(environment, request_body, answer_body)
            connection.execute("INSERT OR REPLACE INTO search_text (id, text) VALUES (?, ?)", (number, text))
            connection.execute("INSERT INTO search_index (rowid, text) VALUES (?, ?)", (number, text))
        connection.executemany("DELETE FROM unindexed WHERE id = ?", [(row[0],) for row in due])
        connection.execute("COMMIT")
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
    return len(due)


def _due(connection: sqlite3.Connection) -> list[tuple[int, str, bytes, bytes | None]]:
    patient_until = to_stored(datetime.now(UTC) - PATIENCE)
    due = []
    size = 0
    cursor = connection.execute(_DUE, (patient_until,))
    for row in cursor:
        due.append(row)
        size += len(row[2]) + len(row[3] or b"")
        if len(due) >= BATCH_ROWS or size >= BATCH_BYTES:
            break
    cursor.close()
    return due
