"""Removing exchanges for good: from the rows, the index and the file, in parts so small that a send hardly waits.

A removed exchange leaves nothing: SQLite overwrites what it frees (``secure_delete``), the index is told to forget the
text and is then written anew (``space``). It cannot be undone.
"""

import sqlite3
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Final

from yespo_console.history import indexing

if TYPE_CHECKING:
    from yespo_console.history.store import Cancellation, HistoryStore
    from yespo_console.history.writer import HasTime

#: How long a part is followed by none, in seconds: other programs write.
PAUSE_SECONDS: Final = 0.015

#: Exchanges that one part is given; it has no time for more.
_MOST_AT_ONCE: Final = 500

#: What is told of long work: how much of it is done, and how much there is; both in the same, whatever it is.
Progress = Callable[[int, int], object]


@dataclass(frozen=True, slots=True)
class Removal:
    """What became of the exchanges that were to be removed.

    Attributes:
        removed: so many are gone.
        kept: so many are pinned, and were kept for that.
        complete: False: it was given up before all were looked at.
    """

    removed: int = 0
    kept: int = 0
    complete: bool = True


def unheard(_done: int, _all: int) -> None:
    """Progress that nobody watches."""


def remove(
    store: "HistoryStore",
    numbers: Sequence[int],
    *,
    pinned_too: bool = False,
    progress: Progress = unheard,
    cancel: "Cancellation | None" = None,
) -> Removal:
    """Remove the exchanges with these ids, between the sends; ids that are not there are passed over.

    To be called beside the window: measured on a busy machine, it takes 2 ms for each, half of which is left to others.
    When it is cancelled, or the program ends, what was removed stays removed, and each other exchange is whole. The
    room is given back by ``space.give_back``.
    Raises the errors of ``errors``.
    """
    at = removed = kept = 0
    while at < len(numbers):
        if cancel is not None and cancel.is_cancelled:
            return Removal(removed, kept, complete=False)
        part = numbers[at : at + _MOST_AT_ONCE]
        seen, gone = store.between_writes(partial(remove_some, numbers=part, pinned_too=pinned_too)).result()
        at, removed, kept = at + seen, removed + gone[0], kept + gone[1]
        progress(at, len(numbers))
        time.sleep(PAUSE_SECONDS)
    return Removal(removed, kept)


def remove_some(
    connection: sqlite3.Connection, has_time: "HasTime", numbers: Sequence[int], pinned_too: bool
) -> tuple[int, tuple[int, int]]:
    """Remove the first of ``numbers``, as many as time allows, at least one. To be called inside a transaction.

    How many were looked at, and how many of them are gone and were kept.
    """
    seen = removed = kept = 0
    for number in numbers:
        row = connection.execute("SELECT pinned FROM exchange WHERE id = ?", (number,)).fetchone()
        seen += 1
        if row is None:
            continue
        if row[0] and not pinned_too:
            kept += 1
            continue
        indexing.forget(connection, number)
        # what belongs to it in other tables goes with it: each refers to it with ON DELETE CASCADE
        connection.execute("DELETE FROM exchange WHERE id = ?", (number,))
        removed += 1
        if not has_time():
            break
    return seen, (removed, kept)
