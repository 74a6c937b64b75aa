"""Indexing what is long: a body of megabytes takes seconds to be read, and nobody is to wait for that.

It is read in a process of its own, without a lock on the history. What comes back is short: the index keeps no
positions, so of a long text it is told each trigram once (``index_terms.condensed``). It is written like a send is.
"""

import sqlite3
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from yespo_console.history import index_terms, indexing
from yespo_console.history.schema import connect

#: An answer may come and be indexed while the block is read, so the ids alone do not tell.
_STATE_OF_BLOCK: Final = """
SELECT ifnull(group_concat(id || ':' || result), '')
FROM (SELECT id, result FROM exchange WHERE id >= ? AND id < ? ORDER BY id)
"""
_STATE: Final = "SELECT u.known, e.result FROM unindexed u CROSS JOIN exchange e ON e.id = u.id WHERE u.id = ?"


@dataclass(frozen=True, slots=True)
class LongRow:
    """An exchange to be indexed, in the state in which it is to be: another one makes what was read of it void."""

    number: int
    known: int
    result: int


@dataclass(frozen=True, slots=True)
class LongBlock:
    """A block of which the letters are to be indexed, with the ids and results of the exchanges that are in it."""

    number: int
    state: str


@dataclass(frozen=True, slots=True)
class Prepared:
    """What the index is to forget, or None, and what it is to be told."""

    job: LongRow | LongBlock
    old: str | None
    new: str


def due(connection: sqlite3.Connection) -> LongRow | LongBlock | None:
    """What is next; None: nothing that is long. To be asked when nothing short is due."""
    row = connection.execute(indexing.DUE_LONG, (indexing.due_before(),)).fetchone()
    if row is not None:
        return LongRow(*row)
    block = indexing.due_block(connection)
    return None if block is None else LongBlock(block, _state(connection, block))


def prepare(path: Path, job: LongRow | LongBlock) -> Prepared | None:
    """Read what is long, in a process of its own as a rule; None when it is not there any more."""
    with closing(connect(path, readonly=True)) as connection:
        connection.execute("BEGIN")
        if isinstance(job, LongBlock):
            return Prepared(job, None, indexing.tokens_of_block(connection, job.number))
        if not _stands(connection, job):
            return None
        old = indexing.known_document(connection, job.number) if job.known else None
        return Prepared(job, old, indexing.new_document(connection, job.number))


def write(connection: sqlite3.Connection, prepared: Prepared) -> None:
    """Tell the index, unless what was read has changed meanwhile. To be called inside a transaction."""
    job = prepared.job
    if not _stands(connection, job):
        return
    if isinstance(job, LongBlock):
        indexing.write_block(connection, job.number, prepared.new)
    else:
        indexing.write_row(connection, job.number, prepared.old, prepared.new)


def _stands(connection: sqlite3.Connection, job: LongRow | LongBlock) -> bool:
    if isinstance(job, LongBlock):
        return indexing.due_block(connection) == job.number and _state(connection, job.number) == job.state
    return bool(connection.execute(_STATE, (job.number,)).fetchone() == (job.known, job.result))


def _state(connection: sqlite3.Connection, block: int) -> str:
    (state,) = connection.execute(_STATE_OF_BLOCK, index_terms.rows_of(block)).fetchone()
    return str(state)
