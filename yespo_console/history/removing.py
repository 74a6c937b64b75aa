"""Removing exchanges for good: from the rows, the index and the file, in parts so small that a send hardly waits.

A removed exchange leaves nothing: SQLite overwrites what it frees (``secure_delete``), the index is told to forget the
text and is then written anew (``space``). It cannot be undone.
"""

import sqlite3
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from yespo_console.history import merging
from yespo_console.history.errors import SearchCancelledError
from yespo_console.history.indexing import KnownRow, forget, known_rows, state_of
from yespo_console.history.reached import Progress, Reached, Stage, unheard

if TYPE_CHECKING:
    from yespo_console.history.store import Cancellation, HistoryStore
    from yespo_console.history.writer import HasTime

#: How long a part is followed by none, in seconds: other programs write.
PAUSE_SECONDS: Final = 0.01

#: Exchanges that one part may remove: about as many as it has time for.
_ROWS_AT_ONCE: Final = 150


@dataclass(frozen=True, slots=True)
class Removal:
    """What became of the exchanges that were to be removed.

    Attributes:
        removed: so many are gone.
        kept: so many are pinned, and were kept for that.
        complete: False: it was given up before all were looked at.
        wanted: so many were to be removed.
    """

    removed: int = 0
    kept: int = 0
    complete: bool = True
    wanted: int = 0


def remove(
    store: "HistoryStore",
    numbers: Sequence[int],
    *,
    pinned_too: bool = False,
    progress: Progress = unheard,
    cancel: "Cancellation | None" = None,
) -> Removal:
    """Remove the exchanges with these ids, between the sends; ids that are not there are passed over.

    To be called beside the window. What the index is to forget is read between two parts, while others may write: it is
    half of the work. It is not read beside a part, for a journal that somebody reads is not begun anew. When it is
    cancelled, or the program ends, what was removed stays removed, and each other exchange is whole. The room is given
    back by ``space.give_back``.
    Raises the errors of ``errors``.
    """
    at = removed = kept = 0
    rows: list[KnownRow] = []
    try:
        while at < len(numbers) or rows:
            if cancel is not None and cancel.is_cancelled:
                return Removal(removed, kept, complete=False, wanted=len(numbers))
            began = time.monotonic()
            if len(rows) < _ROWS_AT_ONCE:
                more = partial(known_rows, numbers=numbers[at : at + _ROWS_AT_ONCE])
                read, looked_at = store.read(more, cancel)
                rows, at = rows + read, at + looked_at
            time.sleep(max(0.0, PAUSE_SECONDS - (time.monotonic() - began)))
            part = partial(remove_some, rows=rows, pinned_too=pinned_too)
            done, gone = store.between_writes(part, cancel).result()
            rows, removed, kept = rows[done:], removed + gone[0], kept + gone[1]
            progress(Reached(Stage.REMOVING, at - len(rows), len(numbers)))
    except SearchCancelledError:
        if cancel is None or not cancel.is_cancelled:
            raise  # the history was closed
        return Removal(removed, kept, complete=False, wanted=len(numbers))
    return Removal(removed, kept, wanted=len(numbers))


def remove_some(
    connection: sqlite3.Connection, has_time: "HasTime", rows: Sequence[KnownRow], pinned_too: bool
) -> tuple[int, tuple[int, int]]:
    """Remove the first of ``rows``, as many as time allows, at least one. To be called inside a transaction.

    How many were looked at, and how many of them are gone and were kept.
    """
    seen = removed = kept = 0
    for row in rows:
        seen += 1
        state = state_of(connection, row.number)
        if state is None:
            continue
        if not pinned_too and _is_pinned(connection, row.number):
            kept += 1
            continue
        forget(connection, row, state)
        # what belongs to it in other tables goes with it: each refers to it with ON DELETE CASCADE
        connection.execute("DELETE FROM exchange WHERE id = ?", (row.number,))
        removed += 1
        if not has_time():
            break
    if removed:
        merging.note_removed(connection, removed)
    return seen, (removed, kept)


def _is_pinned(connection: sqlite3.Connection, number: int) -> bool:
    return connection.execute("SELECT 1 FROM exchange WHERE id = ? AND pinned", (number,)).fetchone() is not None
