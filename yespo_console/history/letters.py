"""Having the letters of blocks found anew from which exchanges were removed, so that no trace of those is left.

``pair_index`` forgets a block only when it is told exactly the tokens that it was given, and the exchanges that they
came from are gone by then. So they are read back out of the index itself. Without this, searches find nothing wrong:
they look into a block in vain.
"""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from contextlib import closing
from functools import partial
from typing import TYPE_CHECKING, Final

from yespo_console.history import index_terms
from yespo_console.history.errors import typed_errors
from yespo_console.history.indexing import tokens_of_block
from yespo_console.history.reading import given_up_with
from yespo_console.history.schema import connect

if TYPE_CHECKING:
    from pathlib import Path

    from yespo_console.history.store import Cancellation, HistoryStore
    from yespo_console.history.writer import HasTime

#: Of more blocks than this not each is done anew, but all there are, behind the writes.
_MOST: Final = 500


def find_anew(store: "HistoryStore", removed: Iterable[int], cancel: "Cancellation | None" = None) -> None:
    """Do the blocks anew that held these exchanges, which are gone.

    Raises the errors of ``errors`` and SearchCancelledError.
    """
    blocks = sorted({number >> index_terms.BLOCK_SHIFT for number in removed})
    if len(blocks) > _MOST:
        store.between_writes(_forget_all).result()
        return
    known = _known(store.path, blocks, cancel)
    for block in blocks:
        if cancel is not None and cancel.is_cancelled:
            return
        if block in known:
            store.between_writes(partial(_find_anew, block=block, tokens=known[block])).result()


def _known(path: "Path", blocks: Sequence[int], cancel: "Cancellation | None") -> dict[int, list[str]]:
    """The tokens of these blocks in the index. The whole of it is read: some seconds for a million exchanges."""
    known: dict[int, list[str]] = {}
    if blocks:
        with typed_errors(path), closing(connect(path)) as connection, given_up_with(connection, cancel):
            connection.execute("CREATE VIRTUAL TABLE temp.letters USING fts5vocab (main, pair_index, instance)")
            for block, token in connection.execute(
                "SELECT doc, term FROM temp.letters WHERE doc IN (SELECT value FROM json_each(?))",
                (json.dumps(blocks),),
            ):
                known.setdefault(block, []).append(token)
    return known


def _find_anew(connection: sqlite3.Connection, _has_time: "HasTime", block: int, tokens: Sequence[str]) -> None:
    connection.execute(
        "INSERT INTO pair_index (pair_index, rowid, pairs) VALUES ('delete', ?, ?)", (block, " ".join(tokens))
    )
    left = tokens_of_block(connection, block)
    if left:
        connection.execute("INSERT INTO pair_index (rowid, pairs) VALUES (?, ?)", (block, left))


def _forget_all(connection: sqlite3.Connection, _has_time: "HasTime") -> None:
    """Have all be found anew, behind the writes, from the first exchange that is left."""
    connection.execute("INSERT INTO pair_index (pair_index) VALUES ('delete-all')")
    connection.execute(
        "UPDATE pair_progress SET next_block = ifnull((SELECT min(id) FROM exchange), 0) >> ?",
        (index_terms.BLOCK_SHIFT,),
    )
