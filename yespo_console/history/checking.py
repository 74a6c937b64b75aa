"""Whether a history is sound: its pages, its rows and its indexes. Only looks; ``recovery`` repairs."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path
from typing import Final

from yespo_console.history import index_terms
from yespo_console.history.errors import HistoryDamagedError, typed_errors
from yespo_console.history.journal import journal_of
from yespo_console.history.reading import Cancellation, given_up_with
from yespo_console.history.schema import connect
from yespo_console.platform.i18n import N_, _

#: Where an index is copied to, and the tables it consists of.
_ASIDE: Final = "aside"
_PARTS: Final = ("data", "idx", "config")

#: What SQLite says of an index that is damaged: on a damaged page a row may stand twice, or be said to be huge.
_DAMAGE_COPIED: Final = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_CONSTRAINT, sqlite3.SQLITE_TOOBIG)

#: Rows that are not whole.
_OF_EXCHANGES: Final = {
    "exchanges without a body": "SELECT count(*) FROM exchange WHERE id NOT IN (SELECT id FROM exchange_body)",
    "bodies without an exchange": "SELECT count(*) FROM exchange_body WHERE id NOT IN (SELECT id FROM exchange)",
    "answers that are half there": """
        SELECT count(*) FROM exchange e JOIN exchange_body b ON b.id = e.id
        WHERE (e.result != 0) != (b.answer IS NOT NULL)
    """,
}

#: Differences between the rows and what the index knows; ``?`` is a search for all of them.
_OF_INDEX: Final = {
    "exchanges the index does not know": """
        SELECT count(*) FROM exchange WHERE id NOT IN (SELECT id FROM unindexed)
        AND id NOT IN (SELECT rowid FROM trigram_index WHERE trigram_index MATCH ?)
    """,
    "index entries without an exchange": """
        SELECT count(*) FROM trigram_index WHERE trigram_index MATCH ? AND rowid NOT IN (SELECT id FROM exchange)
    """,
}

#: So many findings are named; more say nothing more.
_NAMED: Final = 20


class Harm(Enum):
    """What is wrong, as far as it matters to the user. The values say it."""

    EMPTY = N_(
        "The file is empty: nothing at all is in it. If exchanges were in it before, put a copy of it in its place; "
        "otherwise a new history is begun in it."
    )
    FILE = N_("Parts of the file do not hold what was written there: some exchanges may be lost or not be found.")
    EXCHANGES = N_("Some exchanges are not whole: a request or an answer is missing.")
    INDEX = N_(
        "The search index does not fit the exchanges: searches may miss some. The exchanges themselves are there."
    )

    @property
    def words(self) -> str:
        return _(self.value)


@dataclass(frozen=True, slots=True)
class Health:
    """What a look through the whole file found.

    Attributes:
        path: the history.
        version: of its tables.
        exchanges, pinned, unanswered: how many there are, and how many of them are pinned or without an answer.
        unindexed: how many the index does not know yet; they are found all the same.
        next_pair_block, pair_blocks: the first block that is not in the index of letter pairs, and how many there are.
        size, journal, free: bytes of the file, of its journal, and of the pages in it that are free.
        shrinks: whether it can give free pages back in small steps.
        faults: what is wrong, in SQLite's words or as ``name: count``; empty when it is sound.
        harm: the same for people.
    """

    path: Path
    version: int = 0
    exchanges: int = 0
    pinned: int = 0
    unanswered: int = 0
    unindexed: int = 0
    next_pair_block: int = 0
    pair_blocks: int = 0
    size: int = 0
    journal: int = 0
    free: int = 0
    shrinks: bool = False
    faults: tuple[str, ...] = ()
    harm: tuple[Harm, ...] = ()

    @property
    def is_sound(self) -> bool:
        return not self.faults


def check(path: Path, cancel: Cancellation | None = None) -> Health:
    """Look through the whole history; of one that is of this version. Other programs write to it meanwhile.

    Measured: half a minute for a million exchanges. Damage is told in ``faults``. Raises the other errors of
    ``errors``, and SearchCancelledError.
    """
    journal = journal_of(path)
    size, journal_size = (file.stat().st_size if file.exists() else 0 for file in (path, journal))
    try:
        with typed_errors(path), closing(connect(path)) as connection, given_up_with(connection, cancel):
            return _look(connection, path, size, journal_size)
    except HistoryDamagedError as error:
        return damaged(path, size, journal_size, error)


def empty(path: Path) -> Health:
    """Of a file without a byte in it, which becomes a new history when it is opened."""
    return Health(path, faults=("bytes in the file: 0",), harm=(Harm.EMPTY,))


def damaged(path: Path, size: int, journal: int, error: HistoryDamagedError) -> Health:
    """Of a history that cannot even be looked through."""
    return Health(path, size=size, journal=journal, faults=(error.detail,), harm=(Harm.FILE,))


def _look(connection: sqlite3.Connection, path: Path, size: int, journal: int) -> Health:
    def number(sql: str) -> int:
        return int(connection.execute(sql).fetchone()[0])

    connection.execute("PRAGMA temp_store = FILE")
    connection.execute(f"ATTACH '' AS {_ASIDE}")
    connection.execute("BEGIN")
    in_file = [str(found) for (found,) in connection.execute(f"PRAGMA integrity_check({_NAMED})")]
    if in_file == ["ok"]:
        in_file = []
    broken = connection.execute("PRAGMA foreign_key_check").fetchmany(_NAMED)
    in_exchanges = [f"foreign key: {table} {row}" for table, row, *_rest in broken]
    in_exchanges += _counted(connection, _OF_EXCHANGES)
    in_index = _counted(connection, _OF_INDEX)
    health = Health(
        path,
        version=number("PRAGMA user_version"),
        exchanges=number("SELECT count(*) FROM exchange"),
        pinned=number("SELECT count(*) FROM exchange WHERE pinned = 1"),
        unanswered=number("SELECT count(*) FROM exchange WHERE result = 0"),
        unindexed=number("SELECT count(*) FROM unindexed"),
        next_pair_block=number("SELECT next_block FROM pair_progress"),
        pair_blocks=number(f"SELECT (ifnull(max(id), 0) >> {index_terms.BLOCK_SHIFT}) + 1 FROM exchange"),
        size=size,
        journal=journal,
        free=number("PRAGMA freelist_count") * number("PRAGMA page_size"),
        shrinks=number("PRAGMA auto_vacuum") == 2,
    )
    for index in ("trigram_index", "pair_index"):
        in_index += _index(connection, index)
    connection.execute("ROLLBACK")
    found = {Harm.FILE: in_file, Harm.EXCHANGES: in_exchanges, Harm.INDEX: in_index}
    faults = [fault for each in found.values() for fault in each]
    return replace(health, faults=tuple(faults[:_NAMED]), harm=tuple(harm for harm, each in found.items() if each))


def _index(connection: sqlite3.Connection, index: str) -> list[str]:
    """What is wrong with an index itself.

    FTS5 checks one only under the write lock. So a copy of it is checked, in a file that nobody sees and that is gone
    with the connection.
    """
    (made,) = connection.execute("SELECT sql FROM sqlite_schema WHERE name = ?", (index,)).fetchone()
    try:
        connection.execute(f"CREATE VIRTUAL TABLE {_ASIDE}.{index} USING " + str(made).partition(" USING ")[2])
        for part in _PARTS:
            connection.execute(f"DELETE FROM {_ASIDE}.{index}_{part}")
            connection.execute(f"INSERT INTO {_ASIDE}.{index}_{part} SELECT * FROM main.{index}_{part}")
        connection.execute(f"INSERT INTO {_ASIDE}.{index} ({index}) VALUES ('integrity-check')")
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF not in _DAMAGE_COPIED:
            raise
        return [f"{index}: {error}"]
    return []


def _counted(connection: sqlite3.Connection, asked: dict[str, str]) -> list[str]:
    """Of these questions those whose answer is not 0."""
    everything = index_terms.phrase(index_terms.facet("is", "real")) + " OR "
    everything += index_terms.phrase(index_terms.facet("is", "local"))
    faults = []
    for name, sql in asked.items():
        (count,) = connection.execute(sql, (everything,) * sql.count("?")).fetchone()
        if count:
            faults.append(f"{name}: {count}")
    return faults
