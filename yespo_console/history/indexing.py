"""Bringing the search indexes up to date, a small batch at a time, behind the writes; and making them forget."""

import sqlite3
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final, NamedTuple

from yespo_console.history import index_terms
from yespo_console.history.records import SEARCHED_COLUMNS, to_searched, to_stored
from yespo_console.history.schema import NO_ANSWER

#: The most that one batch takes, so that no other program waits long for the write lock.
BATCH_SECONDS: Final = 0.015

#: A row without an answer is left alone this long: its answer would only have it indexed twice.
PATIENCE: Final = timedelta(minutes=2)

_FACETS: Final = "e.id, e.event_type, e.environment, e.result, e.source, e.errors + e.warnings > 0, e.is_real"

#: The bytes of both bodies.
SIZE: Final = "length(b.request_body) + ifnull(length(b.answer_body), 0)"

#: Exchanges with more bytes than this are long: see ``long_rows``.
_LONG: Final = 300_000

#: So are blocks whose exchanges have more than this together.
_LONG_BLOCK: Final = 1_000_000

#: Documents are read ahead until they have so many letters.
_MOST_LETTERS: Final = 2_000_000

#: What the index knows of an exchange.
_NOTHING: Final = 0
_WITHOUT_ANSWER: Final = 1
_ALL: Final = 2
_ALL_IN_VERSION_2: Final = 3
_WITHOUT_ANSWER_IN_VERSION_2: Final = 4

#: What an exchange came to, and what the index knows of it.
State = tuple[int, int]

_WHAT_IS_DUE: Final = f"""
FROM unindexed u CROSS JOIN exchange e ON e.id = u.id CROSS JOIN exchange_body b ON b.id = u.id
WHERE (e.result != {NO_ANSWER} OR e.sent_at < ?) AND {SIZE}
"""
_DUE: Final = f"SELECT u.known, {_FACETS}, {SEARCHED_COLUMNS} {_WHAT_IS_DUE} <= {_LONG} ORDER BY u.id"
DUE_LONG: Final = f"SELECT u.id, u.known, e.result {_WHAT_IS_DUE} > {_LONG} ORDER BY u.id LIMIT 1"
_ONE: Final = f"""
SELECT ifnull((SELECT u.known FROM unindexed u WHERE u.id = e.id), {_ALL}), {_FACETS}, {SEARCHED_COLUMNS}
FROM exchange e CROSS JOIN exchange_body b ON b.id = e.id WHERE e.id = ?
"""
_STATE: Final = f"""
SELECT e.result, ifnull((SELECT u.known FROM unindexed u WHERE u.id = e.id), {_ALL}) FROM exchange e WHERE e.id = ?
"""
_SIZE_OF_BLOCK: Final = f"SELECT ifnull(sum({SIZE}), 0) FROM exchange_body b WHERE b.id >= ? AND b.id < ?"
_FORGET: Final = "INSERT INTO trigram_index (trigram_index, rowid, text) VALUES ('delete', ?, ?)"


def mark_unindexed(connection: sqlite3.Connection, number: int) -> None:
    """Note that row ``number`` is new."""
    connection.execute("INSERT OR IGNORE INTO unindexed (id) VALUES (?)", (number,))


def mark_answered(connection: sqlite3.Connection, number: int) -> None:
    """Note that row ``number`` has its answer now; the index may know it without."""
    connection.execute("INSERT OR IGNORE INTO unindexed (id, known) VALUES (?, ?)", (number, _WITHOUT_ANSWER))


class KnownRow(NamedTuple):
    """What the index was told of a row, read with no lock on the file: most of what forgetting a row takes is that.

    Attributes:
        state: the row's, in which that is so.
        document: None: nothing.
    """

    number: int
    state: State
    document: str | None


def state_of(connection: sqlite3.Connection, number: int) -> State | None:
    """Whether an exchange has an answer and whether the index knows it; None: there is none."""
    state: State | None = connection.execute(_STATE, (number,)).fetchone()
    return state


def known_rows(connection: sqlite3.Connection, numbers: Sequence[int]) -> tuple[list[KnownRow], int]:
    """What the index was told of the first of these rows, as far as they are there, and how many were looked at."""
    rows: list[KnownRow] = []
    seen = letters = 0
    for number in numbers:
        seen += 1
        state = state_of(connection, number)
        if state is not None:
            rows.append(KnownRow(number, state, known_document(connection, number)))
            letters += len(rows[-1].document or "")
            if letters > _MOST_LETTERS:
                break
    return rows, seen


def forget(connection: sqlite3.Connection, row: KnownRow, state: State) -> None:
    """Take a row, which is about to be removed, out of the index; ``state`` is what it is in now."""
    document = row.document if row.state == state else known_document(connection, row.number)
    if document is not None:
        connection.execute(_FORGET, (row.number, document))


def known_document(connection: sqlite3.Connection, number: int) -> str | None:
    """What the index was told of row ``number``; None: nothing."""
    known, *row = connection.execute(_ONE, (number,)).fetchone()
    if known == _NOTHING:
        return None
    document = _document(row, known)
    return index_terms.condensed(document) if _is_long(row) and _is_condensed(connection, number) else document


def new_document(connection: sqlite3.Connection, number: int) -> str:
    """What the index is to be told of row ``number``, which is long."""
    _known, *row = connection.execute(_ONE, (number,)).fetchone()
    return index_terms.condensed(_document(row))


def due_before() -> int:
    """What was sent before this and has no answer is not waited for any more."""
    return to_stored(datetime.now(UTC) - PATIENCE)


def index_batch(
    connection: sqlite3.Connection, is_wanted: Callable[[], bool] = lambda: True, seconds: float = BATCH_SECONDS
) -> int:
    """Index the next rows that are due, for so long or until ``is_wanted`` says no. To be called inside a transaction.

    How many rows or blocks they were; 0 when all is done but what is long.
    """
    return _index_rows(connection, is_wanted, time.monotonic() + seconds) or _index_block(connection)


def _index_rows(connection: sqlite3.Connection, is_wanted: Callable[[], bool], until: float) -> int:
    done: list[tuple[int]] = []
    cursor = connection.execute(_DUE, (due_before(),))
    for known, *row in cursor:
        # the index forgets a text only when it is told the same text again
        _tell(connection, row[0], None if known == _NOTHING else _document(row, known), _document(row))
        done.append((row[0],))
        if not is_wanted() or time.monotonic() >= until:
            break
    cursor.close()
    connection.executemany("DELETE FROM unindexed WHERE id = ?", done)
    return len(done)


def write_row(connection: sqlite3.Connection, number: int, old: str | None, new: str) -> None:
    """Have the index forget ``old`` of row ``number`` and know ``new``."""
    _tell(connection, number, old, new)
    connection.execute("DELETE FROM unindexed WHERE id = ?", (number,))


def _tell(connection: sqlite3.Connection, number: int, old: str | None, new: str) -> None:
    if old is not None:
        connection.execute(_FORGET, (number, old))
    connection.execute("INSERT INTO trigram_index (rowid, text) VALUES (?, ?)", (number, new))


def due_block(connection: sqlite3.Connection) -> int | None:
    """The next block, when all rows of it are there and indexed."""
    (block,) = connection.execute("SELECT next_block FROM pair_progress").fetchone()
    _first, end = index_terms.rows_of(block)
    (is_due,) = connection.execute(
        "SELECT (SELECT max(id) FROM exchange) >= ? AND NOT EXISTS (SELECT 1 FROM unindexed WHERE id < ?)", (end, end)
    ).fetchone()
    return int(block) if is_due else None


def write_block(connection: sqlite3.Connection, block: int, tokens: str) -> None:
    """Write the pairs of the block that is next."""
    connection.execute("INSERT INTO pair_index (rowid, pairs) VALUES (?, ?)", (block, tokens))
    connection.execute("UPDATE pair_progress SET next_block = ?", (block + 1,))


def _index_block(connection: sqlite3.Connection) -> int:
    block = due_block(connection)
    if block is None or is_long_block(connection, block):
        return 0
    write_block(connection, block, tokens_of_block(connection, block))
    return 1


def is_long_block(connection: sqlite3.Connection, block: int) -> bool:
    """Whether a block takes too long to be read between two sends."""
    (size,) = connection.execute(_SIZE_OF_BLOCK, index_terms.rows_of(block)).fetchone()
    return int(size) > _LONG_BLOCK


def tokens_of_block(connection: sqlite3.Connection, block: int) -> str:
    """The letters of all exchanges of a block, as the index takes them; empty when there are none."""
    rows = connection.execute(
        f"SELECT {SEARCHED_COLUMNS} FROM exchange e CROSS JOIN exchange_body b ON b.id = e.id"
        " WHERE e.id >= ? AND e.id < ?",
        index_terms.rows_of(block),
    )
    return index_terms.pairs(to_searched(row).text() for row in rows)


def _is_long(row: list[Any]) -> bool:
    request_body, answer_body = row[-3], row[-2]
    return len(request_body) + len(answer_body or b"") > _LONG


def _is_condensed(connection: sqlite3.Connection, number: int) -> bool:
    """Whether what the index was told of row ``number`` was condensed. Earlier versions told all of it."""
    return (
        connection.execute(
            "SELECT 1 FROM trigram_index WHERE trigram_index MATCH ? AND rowid = ?",
            (index_terms.phrase(index_terms.CONDENSED), number),
        ).fetchone()
        is not None
    )


def _document(row: list[Any], known: int = _ALL) -> str:
    """What the index holds of a row: always the same for the same row; without its note, which may change.

    It has to be told letter for letter to be forgotten: the index counts, and more than it was told is damage to it.
    """
    answered = known not in (_WITHOUT_ANSWER, _WITHOUT_ANSWER_IN_VERSION_2)
    as_version_2 = known in (_ALL_IN_VERSION_2, _WITHOUT_ANSWER_IN_VERSION_2)
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
    searched_for = to_searched((place, key_value, locators, request_body, answer_body if answered else None, ""))
    return tokens + searched_for.text(as_version_2=as_version_2)
