"""Reading through a damaged history: each exchange that is still whole goes into a new file.

SQLite stops at a damaged page, and one page may hide all that is below it, or what tables there are. So the pages are
read one by one, wherever they are (``pages``), and rows are known by their shape (``survey``). Nothing is guessed: an
exchange is taken only when its row and its body are both there and make sense together, or, where the row is destroyed,
when two indexes say the same of it (``rebuilding``).
"""

import errno
import secrets
import sqlite3
from collections.abc import Callable, Iterable
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from yespo_console.history import records
from yespo_console.history.aside import Aside, move_journal, set_aside
from yespo_console.history.errors import HistoryBusyError, SearchCancelledError, suspect_mark, typed, typed_errors
from yespo_console.history.pages import Cell, Pages, Value
from yespo_console.history.reached import Progress, Reached, Stage, unheard
from yespo_console.history.reading import Cancellation, given_up_with
from yespo_console.history.rebuilding import rebuilt_row
from yespo_console.history.schema import connect, prepare
from yespo_console.history.survey import Reach, outlines, survey
from yespo_console.platform.i18n import _, ngettext

#: The columns of the tables, as their rows are laid out; a newer version only adds some at the end of a row.
_ROW: Final = (
    "id", "sent_at", "newest_before", "environment", "is_real", "method", "url", "api", "event_type", "key_value",
    "source", "errors", "warnings", "result", "error_kind", "may_have_been_accepted", "total_ms", "pinned", "note",
)  # fmt: skip
_BODY: Final = (
    "id", "locators", "problems", "request_headers", "request_body", "answer", "answer_headers", "answer_body",
)  # fmt: skip
#: How a second name of a history ends while it is asked whether another program has that open.
_ASKED: Final = ".asked"
#: What a disk says that knows no second name for a file, or the system for it.
_NO_SECOND_NAME: Final = (errno.EPERM, errno.ENOTSUP, errno.ENOSYS, errno.EMLINK, errno.EINVAL)
#: Exchanges that are written in one transaction.
_AT_ONCE: Final = 500

Row = dict[str, Value]


@dataclass(frozen=True, slots=True)
class Rescued:
    """What became of the exchanges of a damaged history.

    Attributes:
        kept: so many exchanges are in the new file.
        in_part: so many of them without what only their row knew; see ``rebuilding``.
        lost: so many others are known to have been there and cannot be read; at least, for what named them may be
            destroyed as well.
    """

    kept: int
    in_part: int
    lost: int


@dataclass(frozen=True, slots=True)
class Recovered(Rescued):
    """What became of a damaged history.

    Attributes:
        aside: the damaged file under its new name.
        cut_off: so many bytes are missing at its end, by what the file says of itself; how many exchanges stood there
            nobody knows.
    """

    aside: Path
    cut_off: int = 0

    @property
    def is_whole(self) -> bool:
        """Whether nothing is known to be missing."""
        return not self.in_part and not self.lost and not self.cut_off

    @property
    def words(self) -> str:
        """What became of the exchanges, in a sentence or two."""
        kept = ngettext("{count} exchange was recovered", "{count} exchanges were recovered", self.kept)
        if self.lost:
            lost = ngettext("at least {count} other is lost", "at least {count} others are lost", self.lost)
            told = _("{kept}; {lost}, and more if what named them is destroyed as well.").format(
                kept=kept.format(count=f"{self.kept:,}"), lost=lost.format(count=f"{self.lost:,}")
            )
        else:
            told = _("{kept}; no other is known to be lost.").format(kept=kept.format(count=f"{self.kept:,}"))
        if self.in_part:
            part = ngettext(
                "{count} of them came back only in part, which its note says.",
                "{count} of them came back only in part, which their notes say.",
                self.in_part,
            )
            told += " " + part.format(count=f"{self.in_part:,}")
        if self.cut_off:
            missing = _("The file was cut off: {size} MB are missing at its end, and the exchanges in them.")
            told += " " + missing.format(size=f"{self.cut_off / 1e6:.1f}")
        return told


def repair(
    path: Path,
    progress: Progress = unheard,
    cancel: Cancellation | None = None,
    *,
    aside: Aside = Aside.DAMAGED,
) -> Recovered:
    """Put a new history with all that can be read in the place of a damaged one, which is set aside as ``aside`` says.

    Raises HistoryBusyError while another program has it open, SearchCancelledError once ``cancel`` asks for it, the
    errors of ``errors``, and OSError; the damaged file stays in its place then, as it was.
    """
    if is_open_elsewhere(path):
        raise HistoryBusyError(path)
    suspect_mark(path).touch(mode=0o600)  # whoever is interrupted: the next start looks through the file
    for left in (*path.parent.glob(f"{path.stem}.recovered.*"), *path.parent.glob(f"{path.name}.*{_ASKED}*")):
        left.unlink(missing_ok=True)
    moment = datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")
    fresh = path.with_name(f"{path.stem}.recovered.{moment}{path.suffix}")
    damaged = _second_name(path, aside) or path
    with closing(Pages(damaged)) as pages:
        cut_off = pages.cut_off
    rescued = recover(damaged, fresh, progress=progress, cancel=cancel)
    beside = _exchange_files(path, damaged, fresh, aside)
    suspect_mark(path).unlink(missing_ok=True)
    return Recovered(rescued.kept, rescued.in_part, rescued.lost, beside, cut_off)


def _second_name(path: Path, aside: Aside) -> Path | None:
    """The name under which a repair that was interrupted has set the damaged file aside already, journal included."""
    return next((one for one in aside.every(path) if one.samefile(path)), None)


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
    """Whether another program, or another part of this one, has the history open or asks the same just now.

    It is asked by a second name, which has no journal: of its own SQLite would delete what it cannot make sense of.
    Raises OSError.
    """
    second = path.with_name(f"{path.name}.{secrets.token_hex(8)}{_ASKED}")
    try:
        second.hardlink_to(path)
    except OSError as error:
        if error.errno not in _NO_SECOND_NAME:
            raise
        return _is_open_elsewhere(path)
    try:
        return _is_open_elsewhere(second)
    finally:
        second.unlink(missing_ok=True)  # a repair takes away what others left


def _is_open_elsewhere(path: Path) -> bool:
    try:
        with closing(connect(path, alone=True, busy_seconds=0.1)) as connection:
            connection.execute("PRAGMA busy_timeout = 100")
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
    cancel: Cancellation | None = None,
) -> Rescued:
    """Make ``fresh`` a history of the exchanges that can be read in ``damaged``, of any version, and are wanted.

    ``is_wanted`` gets all that is kept of an exchange, its tags included. Ids stay. ``damaged`` is not changed. Raises
    the errors of ``errors`` about ``fresh``, OSError about ``damaged``, and SearchCancelledError; there is no ``fresh``
    then.
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


def _recover(damaged: Path, fresh: Path, is_wanted: Callable[[Iterable[Value]], bool], reach: Reach) -> Rescued:
    with closing(connect(fresh)) as target, closing(Pages(damaged)) as pages, typed_errors(fresh):
        seen = survey(pages, reach)
        outlined, keys = outlines(pages, seen, reach)
        wanted = sorted(number for number in seen.bodies if number in seen.rows or number in outlined)
        kept = in_part = unwanted = 0
        newest: int | None = None
        for at in range(0, len(wanted), _AT_ONCE):
            reach(Stage.RECOVERING, at, len(wanted))
            target.execute("BEGIN IMMEDIATE")
            for number in wanted[at : at + _AT_ONCE]:
                body = _read(pages, seen.bodies[number], _BODY)
                if body is None:
                    continue
                outline = outlined.get(number)
                if outline is None:
                    row = _read(pages, seen.rows[number], _ROW)
                else:
                    row = rebuilt_row(number, outline, keys.get(number), newest, body)
                if row is None:
                    continue
                if not is_wanted([*row.values(), *body.values(), *seen.tags.get(number, ())]):
                    unwanted += 1
                elif _insert(target, number, row, body):
                    kept += 1
                    in_part += outline is not None
                    sent_at = row["sent_at"]
                    if isinstance(sent_at, int) and (newest is None or sent_at > newest):
                        newest = sent_at
            target.execute("COMMIT")
        reach(Stage.RECOVERING, len(wanted), len(wanted))
        target.execute("BEGIN IMMEDIATE")
        for number, tags in seen.tags.items():
            reach(Stage.RECOVERING, len(wanted), len(wanted))
            records.add_tags(target, number, tags)
        target.execute("INSERT OR IGNORE INTO exchange_source SELECT DISTINCT source FROM exchange")
        target.execute("INSERT INTO unindexed (id) SELECT id FROM exchange")
        # no id is used again, not even one of an exchange that is lost
        target.execute("DELETE FROM sqlite_sequence WHERE name = 'exchange'")
        target.execute("INSERT INTO sqlite_sequence (name, seq) VALUES ('exchange', ?)", (seen.last_id,))
        target.execute("COMMIT")
        target.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Rescued(kept, in_part, len(seen.known) - kept - unwanted)


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


def is_damaged(path: Path, cancel: Cancellation | None = None) -> bool:
    """Whether SQLite finds a file damaged: a look at every page.

    Raises the other errors of ``errors``, and SearchCancelledError.
    """
    try:
        with closing(connect(path, readonly=True)) as connection, given_up_with(connection, cancel):
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
    except sqlite3.DatabaseError as error:
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return True
        raise typed(error, path) from error
