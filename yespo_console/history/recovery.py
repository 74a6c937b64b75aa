"""Reading through a damaged history: each exchange that is still whole goes into a new file.

SQLite stops at a damaged page, and one page may hide all that is below it, or what tables there are. So the pages are
read one by one, wherever they are (``pages``), and rows are known by their shape. Nothing is guessed: an exchange is
taken only when its row and its body are both there and make sense together.
"""

import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from yespo_console.history import records
from yespo_console.history.aside import Aside, move_journal, set_aside
from yespo_console.history.errors import HistoryBusyError, SearchCancelledError, suspect_mark, typed, typed_errors
from yespo_console.history.pages import Cell, Pages, Value
from yespo_console.history.reached import Progress, Reached, Stage, unheard
from yespo_console.history.schema import connect, prepare
from yespo_console.platform.i18n import _, ngettext

if TYPE_CHECKING:
    from yespo_console.history.reading import Cancellation

#: The columns of the tables, as their rows are laid out; a newer version only adds some at the end of a row.
_ROW: Final = (
    "id", "sent_at", "newest_before", "environment", "is_real", "method", "url", "api", "event_type", "key_value",
    "source", "errors", "warnings", "result", "error_kind", "may_have_been_accepted", "total_ms", "pinned", "note",
)  # fmt: skip
_BODY: Final = (
    "id", "locators", "problems", "request_headers", "request_body", "answer", "answer_headers", "answer_body",
)  # fmt: skip
#: The first version had no pin and no note.
_SHORTEST_ROW: Final = 17

#: Exchanges that are written in one transaction.
_AT_ONCE: Final = 500

Row = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Recovered:
    """What became of a damaged history.

    Attributes:
        kept: so many exchanges are in the new file.
        lost: so many others are known to have been there and cannot be read; at least, for what named them may be
            destroyed as well.
        aside: the damaged file under its new name.
        cut_off: so many bytes are missing at its end, by what the file says of itself; how many exchanges stood there
            nobody knows.
    """

    kept: int
    lost: int
    aside: Path
    cut_off: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether nothing is known to be missing."""
        return not self.lost and not self.cut_off

    @property
    def words(self) -> str:
        """What became of the exchanges, in a sentence or two."""
        kept = ngettext("{count} exchange was recovered", "{count} exchanges were recovered", self.kept)
        if self.lost:
            lost = ngettext("at least {count} other is lost", "at least {count} others are lost", self.lost)
            told = _("{kept}; {lost}: all that can be known of them is that they were there.").format(
                kept=kept.format(count=f"{self.kept:,}"), lost=lost.format(count=f"{self.lost:,}")
            )
        else:
            told = _("{kept}; no other is known to be lost.").format(kept=kept.format(count=f"{self.kept:,}"))
        if self.cut_off:
            missing = _("The file was cut off: {size} MB are missing at its end, and the exchanges in them.")
            told += " " + missing.format(size=f"{self.cut_off / 1e6:.1f}")
        return told


def repair(
    path: Path,
    progress: Progress = unheard,
    cancel: "Cancellation | None" = None,
    *,
    aside: Aside = Aside.DAMAGED,
) -> Recovered:
    """Put a new history with all that can be read in the place of a damaged one, which is set aside as ``aside`` says.

    Raises HistoryBusyError while another program has it open, SearchCancelledError once ``cancel`` asks for it, and the
    errors of ``errors``; the damaged file stays in its place then, as it was.
    """
    if is_open_elsewhere(path):
        raise HistoryBusyError(path)
    suspect_mark(path).touch(mode=0o600)  # whoever is interrupted: the next start looks through the file
    for left in path.parent.glob(f"{path.stem}.recovered.*"):
        left.unlink()
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    fresh = path.with_name(f"{path.stem}.recovered.{moment}{path.suffix}")
    damaged = _second_name(path, aside) or path
    cut_off = _cut_off(damaged)
    kept, lost = recover(damaged, fresh, progress=progress, cancel=cancel)
    beside = _exchange_files(path, damaged, fresh, aside)
    suspect_mark(path).unlink(missing_ok=True)
    return Recovered(kept, lost, beside, cut_off)


def _second_name(path: Path, aside: Aside) -> Path | None:
    """The name under which a repair that was interrupted has set the damaged file aside already, journal included."""
    return next((one for one in aside.every(path) if one.samefile(path)), None)


def _cut_off(path: Path) -> int:
    """How many bytes are missing at the end of a database file, by its header."""
    with path.open("rb") as file:
        header = file.read(32)
    if not header.startswith(b"SQLite format 3\0") or len(header) < 32:
        return 0
    page = int.from_bytes(header[16:18], "big")
    pages = int.from_bytes(header[28:32], "big")
    return max(0, (65_536 if page == 1 else page) * pages - path.stat().st_size)


def _exchange_files(path: Path, damaged: Path, fresh: Path, aside: Aside) -> Path:
    """Put ``fresh`` in the place of ``path``, which gets another name; there is a history at any moment between."""
    beside = damaged if damaged != path else aside.path(path)
    if beside != damaged:
        try:
            beside.hardlink_to(path)
        except OSError:  # a disk that knows no second name for a file
            set_aside(path, beside)
        else:
            # before the new file is there: SQLite would take an old journal for its own
            move_journal(path, beside)
    fresh.replace(path)
    return beside


def put_aside(path: Path, aside: Aside = Aside.DAMAGED) -> Path:
    """Set a history aside that cannot be used, so that a new one begins; its new name.

    Raises HistoryBusyError and OSError.
    """
    if is_open_elsewhere(path):
        raise HistoryBusyError(path)
    return set_aside(path, aside.path(path))


def is_open_elsewhere(path: Path) -> bool:
    """Whether another program, or another part of this one, has the history open."""
    try:
        with closing(connect(path)) as connection:
            connection.execute("PRAGMA busy_timeout = 100")
            connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            connection.execute("BEGIN EXCLUSIVE")
            connection.execute("COMMIT")
    except sqlite3.Error as error:
        return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)
    return False


def recover(
    damaged: Path,
    fresh: Path,
    is_wanted: Callable[[Iterable[Value]], bool] = lambda _values: True,
    progress: Progress = unheard,
    cancel: "Cancellation | None" = None,
) -> tuple[int, int]:
    """Make ``fresh`` a history of the exchanges that can be read in ``damaged``, of any version, and are wanted.

    ``is_wanted`` gets all that is kept of an exchange, its tags included. How many they are, and how many others are
    known to have been there. Ids stay. ``damaged`` is not changed. Raises the errors of ``errors`` about ``fresh``,
    OSError about ``damaged``, and SearchCancelledError; there is no ``fresh`` then.
    """

    def reach(stage: Stage, done: int, every: int) -> None:
        if cancel is not None and cancel.is_cancelled:
            raise SearchCancelledError
        progress(Reached(stage, done, every))

    try:
        prepare(fresh)
        return _recover(damaged, fresh, is_wanted, reach)
    except BaseException:  # whatever it was, half a history beside the damaged one is of no use to anybody
        for half in fresh.parent.glob(f"{fresh.name}*"):
            half.unlink(missing_ok=True)
        raise


#: Tells how much of a stage is done. Raises SearchCancelledError.
_Reach = Callable[[Stage, int, int], None]


def _recover(
    damaged: Path, fresh: Path, is_wanted: Callable[[Iterable[Value]], bool], reach: _Reach
) -> tuple[int, int]:
    with closing(connect(fresh)) as target, closing(Pages(damaged)) as pages, typed_errors(fresh):
        seen = _survey(pages, reach)
        kept = unwanted = 0
        both = sorted(seen.rows.keys() & seen.bodies.keys())
        for at in range(0, len(both), _AT_ONCE):
            reach(Stage.RECOVERING, at, len(both))
            target.execute("BEGIN IMMEDIATE")
            for number in both[at : at + _AT_ONCE]:
                row, body = _read(pages, seen.rows[number], _ROW), _read(pages, seen.bodies[number], _BODY)
                if row is None or body is None:
                    continue
                if not is_wanted([*row.values(), *body.values(), *seen.tags.get(number, ())]):
                    unwanted += 1
                elif _insert(target, number, row, body):
                    kept += 1
            target.execute("COMMIT")
        reach(Stage.RECOVERING, len(both), len(both))
        target.execute("BEGIN IMMEDIATE")
        for number, tags in seen.tags.items():
            records.add_tags(target, number, tags)
        target.execute("INSERT OR IGNORE INTO exchange_source SELECT DISTINCT source FROM exchange")
        target.execute("INSERT INTO unindexed (id) SELECT id FROM exchange")
        # no id is used again, not even one of an exchange that is lost
        target.execute("DELETE FROM sqlite_sequence WHERE name = 'exchange'")
        target.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('exchange', ?)", (seen.last_id,))
        target.execute("COMMIT")
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return kept, len(seen.known) - kept - unwanted


@dataclass
class _Seen:
    """What is on the pages.

    Attributes:
        rows, bodies: where the parts of each exchange are, by id.
        indexed: ids that an index of the exchanges names.
        tags: the tags of an exchange, by its id.
        last_id: the greatest id there ever was, as far as that can be told.
    """

    rows: dict[int, Cell] = field(default_factory=dict)
    bodies: dict[int, Cell] = field(default_factory=dict)
    indexed: set[int] = field(default_factory=set)
    tags: dict[int, set[str]] = field(default_factory=dict)
    last_id: int = 0

    @property
    def known(self) -> set[int]:
        return self.rows.keys() | self.bodies.keys() | self.indexed


def _survey(pages: Pages, reach: _Reach) -> _Seen:
    seen = _Seen()
    for number in range(1, pages.count + 1):
        reach(Stage.READING, number - 1, pages.count)
        for cell in pages.cells_on(number):
            types = pages.columns(cell)
            if types is not None:
                _note_cell(pages, cell, types, seen)
    seen.last_id = max([seen.last_id, *seen.known])
    return seen


def _note_cell(pages: Pages, cell: Cell, types: list[int], seen: _Seen) -> None:
    if cell.rowid is None:
        _note_index_entry(pages, cell, types, seen)
    elif len(types) >= _SHORTEST_ROW and _shape(types[:8]) == "0iitittt":
        seen.rows[cell.rowid] = cell
    elif len(_BODY) <= len(types) < _SHORTEST_ROW and _shape(types[:5]) == "0tttb":
        seen.bodies[cell.rowid] = cell
    elif _shape(types) == "ti":
        name, last = pages.values(cell) or (None, None)
        if name == "exchange" and isinstance(last, int):
            seen.last_id = max(seen.last_id, last)


def _note_index_entry(pages: Pages, cell: Cell, types: list[int], seen: _Seen) -> None:
    shape = _shape(types)
    if shape == "tiit":  # exchange_tag: key, sent_at, id, name
        _key, _sent_at, number, name = pages.values(cell) or (None,) * 4
        if isinstance(number, int) and isinstance(name, str):
            seen.tags.setdefault(number, set()).add(name)
    elif shape in ("iitti", "ii0ti"):  # exchange_by_time
        number = (pages.values(cell) or (None, None))[1]
        if isinstance(number, int) and number > 0:
            seen.indexed.add(number)


def _shape(types: list[int]) -> str:
    """A letter for each column: ``0`` nothing, ``i`` whole number, ``r`` other number, ``b`` bytes, ``t`` text."""
    return "".join("bt"[kind % 2] if kind >= 12 else "0iiiiiirii"[kind] for kind in types)


def _read(pages: Pages, cell: Cell, names: tuple[str, ...]) -> Row | None:
    values = pages.values(cell)
    return None if values is None else dict(zip(names, [cell.rowid, *values[1:]], strict=False))


def _insert(connection: sqlite3.Connection, number: int, row: Row, body: Row) -> bool:
    """Write one exchange; False, and nothing is written, when it does not make sense."""
    connection.execute("SAVEPOINT one")
    try:
        for table, values in (("exchange", row), ("exchange_body", body)):
            marks = ", ".join("?" * len(values))
            connection.execute(f"INSERT INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values()))
        whole = records.load(connection, number) is not None
    except (sqlite3.IntegrityError, ValueError, TypeError, OverflowError):
        whole = False
    if not whole:
        connection.execute("ROLLBACK TO one")
    connection.execute("RELEASE one")
    return whole


def is_damaged(path: Path) -> bool:
    """Whether SQLite finds a file damaged: a look at every page. Raises the other errors of ``errors``."""
    try:
        with closing(connect(path, readonly=True)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return True
        raise typed(error, path) from error
