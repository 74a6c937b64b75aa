"""Deleting everything about a contact: from the history, its copies and the other files of the profile; with a proof.

``look`` says what there is, ``forget`` deletes it and then searches every file again, byte for byte. What is done
about files that are no history: ``held_files``.
"""

import contextlib
import os
import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from yespo_console.history import letters, recovery, removing, residue, space
from yespo_console.history.beside import open_beside
from yespo_console.history.errors import SearchCancelledError, typed_errors
from yespo_console.history.held_files import HeldBy, deal_with, files_of, held_by, holds_whole_words, is_about
from yespo_console.history.journal import journal_of
from yespo_console.history.other_locators import OtherLocator, other_locators
from yespo_console.history.reached import Progress, Reached, Stage, unheard
from yespo_console.history.reading import given_up_with
from yespo_console.history.rows_about import RowsAbout, are_about, rows_about, rows_about_in
from yespo_console.history.schema import connect
from yespo_console.history.traces import Traces
from yespo_console.platform.passing_folder import remove_left_behind
from yespo_console.platform.profile import Profile

if TYPE_CHECKING:
    from yespo_console.history.store import Cancellation, HistoryStore


@dataclass(frozen=True, slots=True)
class Found:
    """Where the contact is.

    Attributes:
        exchanges: ids in the history; pinned ones are among them.
        is_residue: there are none, but what is left of removed ones stands in the file: somebody was interrupted.
        copies: copies beside it that hold the contact, with how many exchanges each; 0: residue; None: it is damaged.
        copies_of_others: copies that hold it as a part of longer words. They are written anew, so that it is known that
            they hold nothing else.
        files: other files of the profile.
        others: by what else the exchanges find somebody, where further exchanges hold that. Nothing is done about it.
        part_of_others: so many exchanges hold it as a part of a longer word, which is somebody else. They stay.
        complete: False: the search was given up.
    """

    exchanges: "array[int]"
    is_residue: bool = False
    copies: tuple[tuple[Path, int | None], ...] = ()
    copies_of_others: tuple[Path, ...] = ()
    files: tuple[HeldBy, ...] = ()
    others: tuple[OtherLocator, ...] = ()
    part_of_others: int = 0
    complete: bool = True

    @property
    def is_nothing(self) -> bool:
        return not (self.exchanges or self.is_residue or self.copies or self.files)


@dataclass(frozen=True, slots=True)
class Proof:
    """A search through every file of the profile, byte for byte.

    Attributes:
        files, size: how many files were searched, and their bytes together.
        left: files that still hold the contact, with the number of places. The history's own file, or a copy, is none
            of them when all that stands in it is known to be part of longer words.
        part_of_others: so many exchanges are kept that hold the contact as a part of a longer word, which is somebody
            else.
        journal_emptied: see ``space.Room``.
    """

    files: int
    size: int
    left: tuple[tuple[Path, int], ...]
    part_of_others: int
    journal_emptied: bool

    @property
    def is_clean(self) -> bool:
        return not self.left and self.journal_emptied


@dataclass(frozen=True, slots=True)
class Forgotten:
    """What was done.

    Attributes:
        removed: exchanges that are gone from the history.
        copies: copies that were cleaned, with how many exchanges are left in each.
        files: what was done about other files.
        proof: None when it was given up before the end.
    """

    removed: int
    copies: tuple[tuple[Path, int], ...] = ()
    files: tuple[HeldBy, ...] = ()
    proof: Proof | None = None


def look(
    profile: Profile,
    store: "HistoryStore",
    traces: Iterable[Traces],
    progress: Progress = unheard,
    cancel: "Cancellation | None" = None,
) -> Found:
    """Find everything about the contact. Raises the errors of ``errors``, and OSError.

    Changes nothing, but what a killed program left of a copy is removed: nobody would look into that.
    """
    wanted = tuple(traces)
    remove_left_behind()
    rows = rows_about(store, wanted, progress, cancel)
    if cancel is not None and cancel.is_cancelled:
        return Found(rows.about, complete=False)
    with open_beside(store.path) as file:
        is_residue = rows.are_none and bool(_places(file, wanted, cancel, progress))
    copies, of_others = _held_copies(store.path, wanted, cancel, progress)
    stands_in = partial(_stands_in, traces=wanted, cancel=cancel, progress=progress)
    files = tuple(held_by(profile, _with_journals(store.path), wanted, stands_in))
    others = other_locators(store, rows.about, wanted, cancel, progress)
    return Found(
        rows.about,
        is_residue,
        tuple(copies),
        tuple(of_others),
        files,
        others,
        rows.part_of_others,
        complete=cancel is None or not cancel.is_cancelled,
    )


def forget(
    profile: Profile,
    store: "HistoryStore",
    traces: Iterable[Traces],
    found: Found,
    progress: Progress = unheard,
    cancel: "Cancellation | None" = None,
) -> Forgotten:
    """Delete what ``found`` says, pinned exchanges too, and prove it. It cannot be undone.

    When it is given up, what is deleted stays deleted; call ``look`` and ``forget`` again for the rest.
    Raises the errors of ``errors``, and OSError when a file cannot be changed.
    """
    wanted = tuple(traces)
    removal = removing.remove(store, found.exchanges, pinned_too=True, progress=progress, cancel=cancel)
    if not removal.complete:
        return Forgotten(removal.removed)
    copies: list[tuple[Path, int]] = []
    done: tuple[HeldBy, ...] = ()
    try:
        progress(Reached(Stage.FORGETTING))
        letters.find_anew(store, found.exchanges, cancel)
        room = space.give_back(store, thoroughly=True, progress=progress, cancel=cancel)
        if cancel is not None and cancel.is_cancelled:
            return Forgotten(removal.removed)
        search = partial(_places, traces=wanted, cancel=cancel, progress=progress)
        left = residue.overwrite(store, search, cancel)
        progress(Reached(Stage.COPIES))
        copies.extend((path, _clean(path, wanted, cancel, progress)) for path, _count in found.copies)
        for path in found.copies_of_others:
            _clean(path, wanted, cancel, progress)
        written_anew = [*(path for path, _count in found.copies), *found.copies_of_others]
        done = tuple(deal_with(one, wanted) for one in found.files)
        emptied = space.empty_journal(store.path, cancel=cancel) and room.journal_emptied
        proof = prove(profile, store, wanted, emptied, cancel, left, written_anew, progress)
        return Forgotten(removal.removed, tuple(copies), done, proof)
    except SearchCancelledError:
        return Forgotten(removal.removed, tuple(copies), done)


def prove(
    profile: Profile,
    store: "HistoryStore",
    traces: Iterable[Traces],
    journal_emptied: bool = True,
    cancel: "Cancellation | None" = None,
    left: residue.Left = residue.UNKNOWN,
    written_anew: Iterable[Path] = (),
    progress: Progress = unheard,
) -> Proof:
    """Search every file of the profile for the contact, byte for byte. Raises OSError and SearchCancelledError.

    ``left`` tells of the history's own file: when it was searched and holds nothing, it is not searched again, and when
    it holds nothing of what was removed, its rows say whose a place is, as those of a copy do that is ``written_anew``.
    """
    wanted = tuple(traces)
    history = store.path.resolve()
    files = size = 0
    places: dict[Path, int] = {}
    for path in files_of(profile):
        with contextlib.suppress(FileNotFoundError):  # another window has taken it away meanwhile
            size += path.stat().st_size
            files += 1
            if path != history or not left.nothing:
                places[path] = _places_in(profile, path, store.path, wanted, cancel, progress)
    held = {path: count for path, count in places.items() if count}
    rows = rows_about(store, wanted, progress, cancel) if held else RowsAbout()
    if cancel is not None and cancel.is_cancelled:
        raise SearchCancelledError
    if history in held and left.only_rows and journal_emptied and not rows.about and rows.part_of_others:
        held.pop(history)
    for path in (one.resolve() for copy in written_anew for one in (copy, _readable(copy))):
        if path in held and _is_of_others(path, wanted, cancel, progress):
            held.pop(path)
    if cancel is not None and cancel.is_cancelled:
        raise SearchCancelledError
    return Proof(files, size, tuple(held.items()), rows.part_of_others, journal_emptied)


def _places_in(
    profile: Profile,
    path: Path,
    history: Path,
    traces: tuple[Traces, ...],
    cancel: "Cancellation | None",
    progress: Progress,
) -> int:
    """In how many places of a file of the profile the contact stands. Raises OSError and SearchCancelledError."""
    if path.name.endswith("-shm"):  # numbers of pages, and SQLite's locks
        return 0
    with _opened(path, history) as file:
        places = len(_places(file, traces, cancel, progress))
    if holds_whole_words(profile, path):
        return max(1, places) if is_about(path, traces) else 0
    return places


def _places(
    file: BinaryIO, traces: tuple[Traces, ...], cancel: "Cancellation | None", progress: Progress = unheard
) -> list[int]:
    """Where in a file the contact begins."""
    size = file.seek(0, os.SEEK_END)

    def is_unwanted(before: int) -> bool:
        progress(Reached(Stage.SEARCHING, before + file.tell(), size * len(traces)))
        return cancel is not None and cancel.is_cancelled

    every = ((one, partial(is_unwanted, number * size)) for number, one in enumerate(traces))
    return [start for one, is_stopped in every for start, _end in one.spans(file, is_stopped)]


@contextmanager
def _opened(path: Path, history: Path) -> Iterator[BinaryIO]:
    if path == history.resolve():
        with open_beside(history) as file:
            yield file
    else:
        with path.open("rb") as file:
            yield file


def copies_of(path: Path) -> list[Path]:
    """The copies beside a history: those made before a migration, and damaged ones that were set aside."""
    found = path.parent.glob(f"{path.stem}.*{path.suffix}")
    return sorted(one for one in found if one != path)


def _with_journals(history: Path) -> set[Path]:
    """The history and its copies, and what SQLite has beside them."""
    files = (history, *copies_of(history))
    return {
        path.with_name(path.name + ending).resolve() for path in files for ending in ("", "-wal", "-shm", "-journal")
    }


# -- copies


def _held_copies(
    history: Path, traces: tuple[Traces, ...], cancel: "Cancellation | None", progress: Progress
) -> tuple[list[tuple[Path, int | None]], list[Path]]:
    """The copies that hold the contact, and those that hold others; see ``Found``. Raises SearchCancelledError."""
    held: list[tuple[Path, int | None]] = []
    of_others: list[Path] = []
    for path in copies_of(history):
        rows: RowsAbout | None = None
        with contextlib.suppress(sqlite3.Error):
            if not recovery.is_damaged(path, cancel):
                rows = _rows_of_copy(path, traces, cancel, progress)
        if rows is not None and rows.about:
            held.append((path, len(rows.about)))
        elif rows is not None and rows.part_of_others:
            of_others.append(path)
        else:
            journal = journal_of(path)
            if any(_stands_in(file, traces, cancel, progress) for file in (path, journal) if file.exists()):
                held.append((path, None if rows is None else 0))
    return held, of_others


def _rows_of_copy(
    path: Path, traces: tuple[Traces, ...], cancel: "Cancellation | None", progress: Progress
) -> RowsAbout:
    with closing(connect(path, readonly=True)) as connection:
        return rows_about_in(connection, traces, cancel, progress)


def _is_of_others(path: Path, traces: tuple[Traces, ...], cancel: "Cancellation | None", progress: Progress) -> bool:
    """Whether the rows of a copy hold the contact as a part of longer words alone."""
    rows = _rows_of_copy(path, traces, cancel, progress)
    return not rows.about and rows.part_of_others > 0


def _stands_in(path: Path, traces: tuple[Traces, ...], cancel: "Cancellation | None", progress: Progress) -> bool:
    with path.open("rb") as file:
        return bool(_places(file, traces, cancel, progress))


def _clean(path: Path, traces: tuple[Traces, ...], cancel: "Cancellation | None", progress: Progress) -> int:
    """Take the contact out of a copy, whatever its version; how many exchanges are left.

    A damaged copy cannot be cleaned: what can be read of it takes its place, without the contact.
    Whoever gives it up finds the copy as it was, or without the contact and not yet written anew.
    Raises the errors of ``errors`` and SearchCancelledError.
    """
    if cancel is not None and cancel.is_cancelled:
        raise SearchCancelledError
    if recovery.is_damaged(path, cancel):
        return _replace_damaged(path, traces, cancel, progress)
    with typed_errors(path), closing(connect(path)) as connection, given_up_with(connection, cancel):
        connection.execute("PRAGMA journal_mode = DELETE")
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        connection.execute("BEGIN IMMEDIATE")
        marks = [(number,) for number in rows_about_in(connection, traces, cancel).about]
        connection.executemany("DELETE FROM exchange WHERE id = ?", marks)
        if version == 1:  # its index holds on to the text in a table of its own
            connection.executemany("DELETE FROM search_text WHERE id = ?", marks)
            connection.execute("INSERT INTO search_index (search_index) VALUES ('rebuild')")
        else:
            indexes = connection.execute("SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE %'")
            for (index,) in indexes.fetchall():  # their names differ from version to version
                connection.execute(f"INSERT INTO {index} ({index}) VALUES ('delete-all')")
            connection.execute("UPDATE pair_progress SET next_block = 0")
            connection.execute("DELETE FROM unindexed")
            connection.execute("INSERT INTO unindexed (id) SELECT id FROM exchange")
        (left,) = connection.execute("SELECT count(*) FROM exchange").fetchone()
        connection.execute("COMMIT")
        connection.execute("VACUUM")
    return int(left)


def _replace_damaged(path: Path, traces: tuple[Traces, ...], cancel: "Cancellation | None", progress: Progress) -> int:
    """Put what can be read of a damaged copy in its place, without the contact; how many exchanges they are.

    Whoever is interrupted finds either the damaged copy with all that belongs to it, or what was read of it.
    Raises SearchCancelledError.
    """

    def is_kept(values: Iterable[Any]) -> bool:
        return not are_about(values, traces)

    fresh, begun = _readable(path), _readable(path, ".begun")
    if not fresh.exists():
        _unlink(begun)
        recovery.recover(path, begun, is_kept, progress, cancel)
        begun.replace(fresh)
    _unlink(path)
    with closing(connect(fresh)) as connection:
        (kept,) = connection.execute("SELECT count(*) FROM exchange").fetchone()
    if kept == 0:
        _unlink(fresh)
    return int(kept)


def _readable(damaged: Path, ending: str = "") -> Path:
    """Where that is put which can be read of a damaged copy."""
    return damaged.with_name(f"{damaged.stem}.readable{ending}{damaged.suffix}")


def _unlink(path: Path) -> None:
    """Delete a database file, and what SQLite has beside it first."""
    for ending in ("-wal", "-shm", "-journal", ""):
        path.with_name(path.name + ending).unlink(missing_ok=True)
