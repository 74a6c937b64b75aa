"""The tables of the history file, and how an older file becomes a newer one.

========================  ==============================================================================================
``exchange``              one light row per send: what lists and filters need, and the user's pin and note
``exchange_body``         the rest of the request, and of the answer once there is one
``exchange_tag``          the user's tags; ``key`` is a tag without case, ``name`` as it was written
``exchange_source``       the values that ``exchange.source`` ever had
``trigram_index``         FTS5 trigrams of facets and text (``index_terms``), without positions and without the text
``pair_index``            FTS5 tokens for the letters and pairs of letters of a block of neighbouring rows
``pair_progress``         one row: the first block that is not in ``pair_index`` yet
``unindexed``             rows that are not (or no longer rightly) in the index, looked into one by one until then;
                          ``known`` 1: the index knows the row as it was without an answer; 3: it knows it as version 2
                          told it, 4: and without an answer
``removed_since_merged``  one number, once something was removed (``merging.removed_since``)
========================  ==============================================================================================

``exchange.sent_at`` is in microseconds since 1970 UTC. ``exchange.result`` is the HTTP status, 0 while there is no
answer, -1 when the network failed. ``exchange.newest_before`` is the greatest ``sent_at`` of all rows with a smaller
id: rows come in nearly, not quite, in the order of their time, and this tells a reader that goes down the ids when it
has seen everything newer.
"""

import re
import sqlite3
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final, NamedTuple

from yespo_console.history.errors import HistoryDamagedError

#: Marks the file as ours ("YEHI").
APPLICATION_ID: Final = 0x59454849

#: Rows that are changed between two looks at how many are left.
_PIECE: Final = 1_000

#: What SQLite says where tables are not those that a step begins with; all else is for the program, not the file.
_IS_OF_THE_TABLES: Final = re.compile(r"no such (?:table|column)|already exists|duplicate column|has no column")


class InPieces(NamedTuple):
    """A statement that changes many rows, said so that it can be done in pieces.

    Attributes:
        every: tells how many rows there are to change.
        statement: changes the next ones, so many as its parameter says.
    """

    every: str
    statement: str


Statement = str | InPieces

#: One tuple of statements per version; each runs in one transaction. What released ones do is never changed.
MIGRATIONS: Final[tuple[tuple[Statement, ...], ...]] = (
    (
        """
        CREATE TABLE exchange (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            sent_at INTEGER NOT NULL,
            newest_before INTEGER NOT NULL,
            environment TEXT NOT NULL,
            is_real INTEGER NOT NULL,
            method TEXT NOT NULL,
            url TEXT NOT NULL,
            api TEXT NOT NULL,
            event_type TEXT,
            key_value TEXT,
            source TEXT NOT NULL,
            errors INTEGER NOT NULL,
            warnings INTEGER NOT NULL,
            result INTEGER NOT NULL DEFAULT 0,
            error_kind TEXT,
            may_have_been_accepted INTEGER NOT NULL DEFAULT 1,
            total_ms REAL
        ) STRICT
        """,
        """
        CREATE TABLE exchange_body (
            id INTEGER PRIMARY KEY REFERENCES exchange (id) ON DELETE CASCADE,
            locators TEXT NOT NULL,
            problems TEXT NOT NULL,
            request_headers TEXT NOT NULL,
            request_body BLOB NOT NULL,
            answer TEXT,
            answer_headers TEXT,
            answer_body BLOB
        ) STRICT
        """,
        "CREATE TABLE search_text (id INTEGER PRIMARY KEY, text TEXT NOT NULL) STRICT",
        """
        CREATE VIRTUAL TABLE search_index USING fts5 (
            text, content = 'search_text', content_rowid = 'id', detail = none, tokenize = 'trigram case_sensitive 1'
        )
        """,
        "CREATE TABLE unindexed (id INTEGER PRIMARY KEY REFERENCES exchange (id) ON DELETE CASCADE) STRICT",
        # Each of the first four answers one filter in the order of time and holds the other filters, so that a list of
        # ids never has to touch the rows themselves.
        "CREATE INDEX exchange_by_time ON exchange (sent_at, id, event_type, environment, result)",
        "CREATE INDEX exchange_by_type ON exchange (event_type, sent_at, id, environment, result)",
        "CREATE INDEX exchange_by_environment ON exchange (environment, sent_at, id, event_type, result)",
        "CREATE INDEX exchange_by_result ON exchange (result, sent_at, id, event_type, environment)",
        """
        CREATE INDEX exchange_by_key ON exchange (event_type, key_value, environment, may_have_been_accepted, sent_at)
        WHERE key_value IS NOT NULL
        """,
    ),
    (
        "ALTER TABLE exchange ADD COLUMN pinned INTEGER NOT NULL DEFAULT 0",
        "ALTER TABLE exchange ADD COLUMN note TEXT NOT NULL DEFAULT ''",
        "CREATE INDEX exchange_pinned ON exchange (sent_at, id) WHERE pinned = 1",
        "CREATE INDEX exchange_noted ON exchange (sent_at, id) WHERE note != ''",
        """
        CREATE TABLE exchange_tag (
            key TEXT NOT NULL,
            sent_at INTEGER NOT NULL,
            id INTEGER NOT NULL REFERENCES exchange (id) ON DELETE CASCADE,
            name TEXT NOT NULL,
            PRIMARY KEY (key, sent_at, id)
        ) STRICT, WITHOUT ROWID
        """,
        "CREATE INDEX exchange_tag_by_exchange ON exchange_tag (id, key)",
        "CREATE TABLE exchange_source (name TEXT PRIMARY KEY) STRICT, WITHOUT ROWID",
        "INSERT INTO exchange_source SELECT DISTINCT source FROM exchange",
        # The text is not kept twice: a hit is looked into in the exchange itself. The rows go first, piece by piece, so
        # that it can be given up: to drop a table that is full is one step, which takes seconds.
        InPieces(
            "SELECT count(*) FROM search_index_data WHERE id > 10",  # what is below says how the table is built
            "DELETE FROM search_index_data WHERE id IN (SELECT id FROM search_index_data WHERE id > 10 LIMIT ?)",
        ),
        InPieces(
            "SELECT count(*) FROM search_text",
            "DELETE FROM search_text WHERE id IN (SELECT id FROM search_text LIMIT ?)",
        ),
        "DROP TABLE search_index",
        "DROP TABLE search_text",
        """
        CREATE VIRTUAL TABLE search_index USING fts5 (
            text, content = '', columnsize = 0, detail = none, tokenize = 'trigram case_sensitive 1'
        )
        """,
        """
        CREATE VIRTUAL TABLE search_pairs USING fts5 (
            pairs, content = '', columnsize = 0, detail = none, tokenize = 'ascii'
        )
        """,
        "CREATE TABLE pair_progress (next_block INTEGER NOT NULL) STRICT",
        "INSERT INTO pair_progress VALUES (0)",
        "ALTER TABLE unindexed ADD COLUMN known INTEGER NOT NULL DEFAULT 0",
        "DELETE FROM unindexed",
        InPieces(
            "SELECT count(*) FROM exchange",
            "INSERT INTO unindexed (id) SELECT id FROM exchange"
            " WHERE id > (SELECT ifnull(max(id), 0) FROM unindexed) ORDER BY id LIMIT ?",
        ),
    ),
    (
        # The indexes get other names, for a program of version 2 may have the file open all the while: it goes on
        # sending, but what it would tell the indexes is not what they hold now. FTS5 moves nothing for a name.
        "ALTER TABLE search_index RENAME TO trigram_index",
        "ALTER TABLE search_pairs RENAME TO pair_index",
        # What is searched now besides: the digits of a phone number under the other names that Yespo reads as
        # ``phone``, and letters that are escaped in what is no JSON. Only the rows that may have some are indexed
        # again, and all blocks of letters when there are such rows. SQLite reads no further than to a NUL.
        r"""
        INSERT OR IGNORE INTO unindexed (id, known)
        SELECT id, iif(answer IS NULL, 4, 3) FROM exchange_body
        WHERE replace(locators, '"phone", ', '') LIKE '%"phone", "%'
        OR locators LIKE '%"SMS", "%' OR locators LIKE '%"PhoneNumber", "%'
        OR (
            instr(request_body, CAST('\u' AS BLOB))
            AND (instr(request_body, x'00') OR NOT json_valid(CAST(request_body AS TEXT)))
        )
        OR (
            instr(answer_body, CAST('\u' AS BLOB))
            AND (instr(answer_body, x'00') OR NOT json_valid(CAST(answer_body AS TEXT)))
        )
        """,
        """
        INSERT INTO pair_index (pair_index)
        SELECT 'delete-all' WHERE EXISTS (SELECT 1 FROM unindexed WHERE known >= 3)
        """,
        """
        UPDATE pair_progress SET next_block = ifnull((SELECT min(id) FROM exchange), 0) >> 7
        WHERE EXISTS (SELECT 1 FROM unindexed WHERE known >= 3)
        """,
        "UPDATE unindexed SET known = 4 WHERE known = 1",
    ),
)


def version_of(connection: sqlite3.Connection) -> int:
    """The version of the tables; 0: there are none yet."""
    (version,) = connection.execute("PRAGMA user_version").fetchone()
    return int(version)


def migrate(
    connection: sqlite3.Connection,
    path: Path,
    number: int,
    statements: Sequence[Statement],
    reach: Callable[[float], object] = lambda _share: None,
) -> None:
    """Run one step, wholly or not at all, unless another program has done it in the meantime.

    ``reach`` is told how much of it is done, by rows, from 0 to 1. Raises HistoryDamagedError for a file that does not
    hold what its version says.
    """
    connection.execute("BEGIN IMMEDIATE")
    try:
        if version_of(connection) < number:
            _run(connection, statements, reach)
            connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
            connection.execute(f"PRAGMA user_version = {number}")
        connection.execute("COMMIT")
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode == sqlite3.SQLITE_ERROR and _IS_OF_THE_TABLES.search(str(error)):
            raise HistoryDamagedError(path, str(error)) from error
        raise
    finally:
        if connection.in_transaction:
            connection.execute("ROLLBACK")


def _run(connection: sqlite3.Connection, statements: Sequence[Statement], reach: Callable[[float], object]) -> None:
    counts = [one.every for one in statements if isinstance(one, InPieces)]
    every = sum(int(connection.execute(one).fetchone()[0]) for one in counts)
    done = 0
    for one in statements:
        if isinstance(one, str):
            connection.execute(one)
            continue
        while changed := connection.execute(one.statement, (_PIECE,)).rowcount:
            done += changed
            reach(done / max(done, every))
