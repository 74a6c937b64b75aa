"""Timelines: the events of one contact or one cart in order, with the time between them and what changed.

They are read from the newest backwards, a bounded piece at a time, so that a contact with a hundred thousand events
costs no more than one with fifty; they are shown oldest first.
"""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from yespo_console.events.comparison import Comparison, compare_bodies
from yespo_console.events.differences import Change, Difference, Item
from yespo_console.events.event import Number, Object, Value
from yespo_console.events.locators import usable_text
from yespo_console.history.errors import SearchCancelledError
from yespo_console.history.query import ExchangeRow, Position
from yespo_console.history.reached import Progress, Reached, Stage, unheard
from yespo_console.history.store import Cancellation, HistoryStore
from yespo_console.history.timeline_subject import Cart, CartsOf, Contact, Subject
from yespo_console.platform.i18n import _, ngettext

#: Rows that a search is asked for at once.
_ROWS_AT_ONCE: Final = 100
#: So many exchanges are looked into for one piece, even when none of them belongs to it: "1" stands everywhere.
_MOST_LOOKED_INTO: Final = 3_000
#: Longer bodies are not compared: 20 KB is what Yespo takes.
_LONGEST_COMPARED: Final = 1_000_000
#: So many changes of a step are told one by one.
MOST_TOLD: Final = 6


@dataclass(frozen=True, slots=True)
class Step:
    """One event of a timeline.

    Attributes:
        row: the exchange as a list shows it.
        gap: the time since the step before; None for the first.
        changes: what changed since the last event of the same type (of a cart: since the cart before), or None when
            there is none to compare with.
    """

    row: ExchangeRow
    gap: timedelta | None = None
    changes: Comparison | None = None

    @property
    def sentences(self) -> tuple[str, ...]:
        """What changed, in words; at most ``MOST_TOLD`` and how many more there are."""
        if self.changes is None:
            return ()
        if self.changes.same:
            return (_("nothing changed since the one before"),)
        told = [change_words(one) for one in self.changes.differences[:MOST_TOLD]]
        more = self.changes.count - len(told)
        if more:
            told.append(ngettext("and {count} more change", "and {count} more changes", more).format(count=f"{more:,}"))
        return tuple(told)


@dataclass(slots=True)
class _Found:
    row: ExchangeRow
    text: str | None
    changes: Comparison | None = None
    compared_with: int | None = None


class Timeline:
    """The timeline of one subject, read piece by piece. For one thread at a time.

    Attributes:
        subject: whose events these are.
        complete: there is nothing earlier.
    """

    def __init__(self, store: HistoryStore, subject: Subject) -> None:
        self.subject = subject
        self.complete = False
        self._store = store
        self._query = subject.query()
        self._rows: deque[ExchangeRow] = deque()
        self._reached: Position | None = None
        self._more_rows = True
        self._newest = 0
        self._found: deque[_Found] = deque()

    def steps(self) -> tuple[Step, ...]:
        """What was read so far, oldest first."""
        steps: list[Step] = []
        for found in self._found:
            gap = found.row.sent_at - steps[-1].row.sent_at if steps else None
            steps.append(Step(found.row, gap, found.changes))
        return tuple(steps)

    def read_earlier(self, count: int, cancel: Cancellation | None = None, progress: Progress = unheard) -> int:
        """Read up to ``count`` earlier events; how many there were. Zero need not be the end: see ``complete``.

        ``progress`` is told how far back it is, by the numbers of the exchanges. After it was cancelled it goes on
        where it was.

        Raises:
            HistoryError: the history cannot be read.
            SearchCancelledError: ``cancel`` was cancelled.
        """
        before = len(self._found)
        for looked_into, row in enumerate(self._candidates(cancel), start=1):
            self._newest = max(self._newest, row.id)
            progress(Reached(Stage.LOOKING, self._newest - row.id, self._newest))
            exchange = self._store.get(row.id)
            if exchange is not None and self.subject.holds(exchange):
                short = len(exchange.request_body) <= _LONGEST_COMPARED
                self._found.appendleft(_Found(row, exchange.request_text if short else None))
            if len(self._found) - before >= count or looked_into >= _MOST_LOOKED_INTO:
                break
        else:
            self.complete = True
        self._compare(cancel)
        return len(self._found) - before

    def _candidates(self, cancel: Cancellation | None) -> Iterator[ExchangeRow]:
        """The rows that the search finds from here on, newest first."""
        while True:
            if not self._rows and self._more_rows:
                rows = self._store.page(self._query, self._reached, _ROWS_AT_ONCE, cancel)
                self._more_rows = len(rows) == _ROWS_AT_ONCE
                self._rows.extend(rows)
                if rows:
                    self._reached = Position(rows[-1].sent_at, rows[-1].id)
            if not self._rows:
                return
            _go_on(cancel)
            yield self._rows.popleft()

    def _compare(self, cancel: Cancellation | None) -> None:
        """Compare each event with the last one before it that is of its kind; what is known already is kept."""
        last: dict[str | None, _Found] = {}
        for found in self._found:
            kind = None if isinstance(self.subject, (Cart, CartsOf)) else found.row.event_type
            before = last.get(kind)
            if before is not None and before.row.id != found.compared_with:
                _go_on(cancel)
                found.compared_with = before.row.id
                if before.text is not None and found.text is not None:
                    found.changes = compare_bodies(before.text, found.text)
            last[kind] = found


def cart_subject(
    store: HistoryStore, cart: Cart, contact: Contact | None, cancel: Cancellation | None = None
) -> Subject:
    """How the events of a cart are found: by its id, or by its contact where the id is another one with each change.

    The id decides as soon as a second event carries it.
    """
    if contact is None:
        return cart
    by_id = Timeline(store, cart)
    by_id.read_earlier(2, cancel)
    return cart if len(by_id.steps()) > 1 or not by_id.complete else CartsOf(contact)


def _go_on(cancel: Cancellation | None) -> None:
    if cancel is not None and cancel.is_cancelled:
        raise SearchCancelledError


def change_words(difference: Difference) -> str:
    """The sentence of a difference; a product that came or went is told with its quantity and price."""
    sentence = difference.message
    if difference.change not in (Change.ADDED, Change.MISSING) or not isinstance(difference.steps[-1], Item):
        return sentence
    item = difference.after if difference.change is Change.ADDED else difference.before
    quantity, price = (_told(item, name) for name in ("quantity", "price"))
    if quantity is None or price is None:
        return sentence
    return _("{sentence}: {quantity} at {price}").format(sentence=sentence, quantity=quantity, price=price)


def _told(item: Value, name: str) -> str | None:
    value = item.get(name) if isinstance(item, Object) else None
    return value.spelling if isinstance(value, Number) else usable_text(value)


def gap_words(gap: timedelta) -> str:
    """The time between two steps in words: ``12 s later``, ``3 min later``, ``2 days later``."""
    if gap < timedelta(seconds=1):
        return _("less than a second later") if gap else _("at the same moment")
    seconds = round(gap.total_seconds())
    if seconds < 60:
        return _("{count} s later").format(count=seconds)
    minutes = round(seconds / 60)
    if minutes < 60:
        return _("{count} min later").format(count=minutes)
    hours = round(seconds / 3600)
    if hours < 48:
        return ngettext("{count} hour later", "{count} hours later", hours).format(count=hours)
    days = round(seconds / 86_400)
    return ngettext("{count} day later", "{count} days later", days).format(count=days)
