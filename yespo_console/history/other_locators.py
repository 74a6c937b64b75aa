"""By what else the exchanges about a contact find somebody, and how many further exchanges that finds.

An exchange may name an address and a phone number, the next one the phone number alone: whoever deletes what holds the
address is to know of it.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from yespo_console.events.locators import locator_named
from yespo_console.history.timeline_subject import identity
from yespo_console.history.traces import TooShortError, Traces

if TYPE_CHECKING:
    from yespo_console.history.store import Cancellation, HistoryStore

#: Exchanges that are read in one go, so that nothing waits for a long reader.
_AT_ONCE: Final = 2_000

_LOCATORS: Final = "SELECT id, locators FROM exchange_body WHERE id BETWEEN ? AND ? AND locators != '[]'"
_BOUNDS: Final = "SELECT ifnull(min(id), 1), ifnull(max(id), 0) FROM exchange_body"


@dataclass(frozen=True, slots=True)
class OtherLocator:
    """What stands beside the contact in an exchange, and in others.

    Attributes:
        name: the documented name of the param, such as ``phone``.
        value: as it is compared: an address in small letters, a phone number as digits.
        exchanges: how many exchanges hold it that do not hold the contact.
    """

    name: str
    value: str
    exchanges: int


def other_locators(
    store: "HistoryStore",
    about: Collection[int],
    traces: tuple[Traces, ...],
    cancel: "Cancellation | None" = None,
) -> tuple[OtherLocator, ...]:
    """Those that further exchanges hold, the most frequent first.

    Args:
        about: the exchanges that hold the contact.
        traces: of the contact: what is one of them, or too short to be looked for, is no other locator.
    """
    ours = frozenset(about)
    if not ours:
        return ()
    beside: set[tuple[str, str]] = set()
    for number, locator in _every(store, min(ours), max(ours), cancel):
        if number in ours:
            beside.add(locator)
    beside = {(name, value) for name, value in beside if _is_other(value, traces)}
    if not beside:
        return ()
    first, last = store.read(lambda connection: connection.execute(_BOUNDS).fetchone())
    found = Counter(
        locator for number, locator in _every(store, first, last, cancel) if number not in ours and locator in beside
    )
    return tuple(OtherLocator(name, value, count) for (name, value), count in found.most_common())


def _every(
    store: "HistoryStore", first: int, last: int, cancel: "Cancellation | None"
) -> Iterator[tuple[int, tuple[str, str]]]:
    """The locators of these exchanges, each once for an exchange; none any more once it is given up."""
    for at in range(first, last + 1, _AT_ONCE):
        if cancel is not None and cancel.is_cancelled:
            return

        def read(connection: sqlite3.Connection, at: int = at) -> list[tuple[int, str]]:
            return connection.execute(_LOCATORS, (at, min(at + _AT_ONCE - 1, last))).fetchall()

        for number, written in store.read(read, cancel):
            pairs = json.loads(written)
            for locator in {identity(name, value) for name, value in pairs if locator_named(name) is not None}:
                yield number, locator


def _is_other(value: str, traces: tuple[Traces, ...]) -> bool:
    try:
        Traces(value)
    except TooShortError:
        return False
    return not any(one.in_text(value) for one in traces)
