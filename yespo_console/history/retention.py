"""How long exchanges are kept: by age, number or size. Off unless the user wants it; what is pinned always stays."""

import sqlite3
from array import array
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from yespo_console.history import removing, space
from yespo_console.history.errors import SearchCancelledError
from yespo_console.history.indexing import SIZE
from yespo_console.history.reached import Progress, unheard
from yespo_console.history.records import from_stored, to_stored
from yespo_console.history.removing import Removal
from yespo_console.platform.i18n import _, ngettext

if TYPE_CHECKING:
    from yespo_console.history.store import Cancellation, HistoryStore

#: Bytes that an exchange takes: those of its bodies, and about so many, measured, for what else is kept of it.
_TAKEN: Final = f"{SIZE} + 1000"

#: A file that is so many times as large as its limit, or less, is about as large.
_ABOUT: Final = 1.02


@dataclass(frozen=True, slots=True)
class Rule:
    """What is kept. None: no limit of that kind; several count together.

    Attributes:
        days: nothing that was sent longer ago.
        exchanges: so many, the newest.
        megabytes: so much of the file (1 MB is 1,000,000 bytes), about.
    """

    days: int | None = None
    exchanges: int | None = None
    megabytes: int | None = None

    @property
    def limits(self) -> tuple[int | None, int | None, int | None]:
        """One of each kind."""
        return self.days, self.exchanges, self.megabytes

    @property
    def is_off(self) -> bool:
        return self == Rule()


@dataclass(frozen=True, slots=True)
class Plan:
    """What a rule would remove now.

    Attributes:
        going: ids, oldest first.
        kept: so many are as old, but pinned, and stay.
        pinned: how many are pinned, of whatever age.
        all: how many exchanges there are.
        limit: so many are to be kept at most; None: as many as there are.
        span: when the first and the last of those going were sent; None when none goes.
    """

    going: "array[int]"
    kept: int
    pinned: int
    all: int
    limit: int | None
    span: tuple[datetime, datetime] | None

    def sentence(self) -> str:
        """What would go, for the user to decide by."""
        words = _("Nothing would be removed now.")
        if self.going:
            words = ngettext(
                "{count} of {all} exchanges would be removed now.", "{count} of {all} exchanges would be removed now.",
                len(self.going),
            ).format(count=f"{len(self.going):,}", all=f"{self.all:,}")  # fmt: skip
        left = self.all - len(self.going)
        if self.limit is not None and left > self.limit:
            stay = ngettext(
                "{count} is pinned and stays: {left} remain, more than the limit.",
                "{count} are pinned and stay: {left} remain, more than the limit.",
                self.pinned,
            )
        elif self.kept and self.going:
            stay = ngettext("{count} is pinned and stays.", "{count} are pinned and stay.", self.pinned)
        else:
            return words
        return words + " " + stay.format(count=f"{self.pinned:,}", left=f"{left:,}")


def plan(store: "HistoryStore", rule: Rule, now: datetime | None = None) -> Plan:
    """What ``rule`` would remove at ``now`` (aware). Changes nothing. Raises the errors of ``errors``."""
    return store.read(partial(_plan, rule=rule, now=now or datetime.now(UTC)))


def carry_out(
    store: "HistoryStore",
    rule: Rule,
    now: datetime | None = None,
    progress: Progress = unheard,
    cancel: "Cancellation | None" = None,
) -> Removal:
    """Remove what ``rule`` does not keep, between the sends, and give the room back. It cannot be undone.

    Where nothing goes, what is owed is given back, and nothing told of it: nobody waits for that.
    Raises the errors of ``errors``.
    """
    planned = plan(store, rule, now)
    if not planned.going:
        give_back_owed(store, cancel)
        return Removal(kept=planned.kept)
    removal = removing.remove(store, planned.going, progress=progress, cancel=cancel)
    if removal.complete:
        thoroughly = space.is_held_by_the_index(store) or _is_far_over(store, rule)
        _give_back(store, thoroughly, progress, cancel)
    return replace(removal, kept=planned.kept + removal.kept)


def give_back_owed(store: "HistoryStore", cancel: "Cancellation | None" = None) -> None:
    """Give the room back that was not when somebody gave up before, or the program ended, whatever the limits are now.

    Raises the errors of ``errors``.
    """
    thoroughly = space.is_held_by_the_index(store)
    if thoroughly or space.is_free(store):
        _give_back(store, thoroughly, unheard, cancel)


def _give_back(store: "HistoryStore", thoroughly: bool, progress: Progress, cancel: "Cancellation | None") -> None:
    try:
        space.give_back(store, thoroughly=thoroughly, progress=progress, cancel=cancel)
    except SearchCancelledError:
        if cancel is None or not cancel.is_cancelled:
            raise  # the history was closed


def _plan(connection: sqlite3.Connection, rule: Rule, now: datetime) -> Plan:
    (every,) = connection.execute("SELECT count(*) FROM exchange").fetchone()
    going = 0
    if rule.days is not None:
        (going,) = connection.execute(
            "SELECT count(*) FROM exchange INDEXED BY exchange_by_time WHERE sent_at < ?",
            (to_stored(now - timedelta(days=rule.days)),),
        ).fetchone()
    if rule.exchanges is not None:
        going = max(going, every - rule.exchanges)
    if rule.megabytes is not None:
        going = max(going, _too_many(connection, rule.megabytes * 1_000_000))
    rows = connection.execute(
        "SELECT id, pinned, sent_at FROM exchange JOIN"
        " (SELECT id FROM exchange INDEXED BY exchange_by_time ORDER BY sent_at, id LIMIT ?) USING (id)"
        " ORDER BY sent_at, id",
        (going,),
    ).fetchall()
    going_rows = [(number, sent) for number, pinned, sent in rows if not pinned]
    span = (from_stored(going_rows[0][1]), from_stored(going_rows[-1][1])) if going_rows else None
    numbers = array("q", [number for number, _sent in going_rows])
    (pinned,) = connection.execute("SELECT count(*) FROM exchange WHERE pinned = 1").fetchone()
    return Plan(numbers, len(rows) - len(numbers), pinned, every, rule.exchanges, span)


def _too_many(connection: sqlite3.Connection, limit: int) -> int:
    """How many of the oldest exchanges take what is used beyond ``limit`` bytes.

    What the search index takes is shared out among all of them, to each by its size.
    """
    used = _used(connection)
    if used <= limit:
        return 0
    (every,) = connection.execute(f"SELECT ifnull(sum({_TAKEN}), 0) FROM exchange_body b").fetchone()
    too_much = every * (used - limit) / used
    oldest = connection.execute(
        f"SELECT {_TAKEN} FROM exchange e INDEXED BY exchange_by_time CROSS JOIN exchange_body b ON b.id = e.id"
        " ORDER BY e.sent_at, e.id"
    )
    going = 0
    for (taken,) in oldest:
        if too_much <= 0:
            break
        too_much -= taken
        going += 1
    return going


def _is_far_over(store: "HistoryStore", rule: Rule) -> bool:
    """Whether the file holds much more than it may even now: the index then is what holds it."""
    return rule.megabytes is not None and store.read(_used) > rule.megabytes * 1_000_000 * _ABOUT


def _used(connection: sqlite3.Connection) -> int:
    """Bytes of the file that hold something."""
    pages, free, size = (
        int(connection.execute(f"PRAGMA {name}").fetchone()[0])
        for name in ("page_count", "freelist_count", "page_size")
    )
    return (pages - free) * size
