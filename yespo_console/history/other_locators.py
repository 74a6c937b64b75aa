"""By what else the exchanges about a contact find somebody, and how many further exchanges that finds.

An exchange may name an address and a phone number, the next one the phone number alone: whoever deletes what holds the
address is to know of it.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from yespo_console.events.locators import locator_named
from yespo_console.history.reached import Progress, Reached, Stage, unheard
from yespo_console.history.timeline_subject import identity
from yespo_console.history.traces import TooShortError, Traces

if TYPE_CHECKING:
    from yespo_console.history.store import Cancellation, HistoryStore

#: Exchanges that are read in one go, so that nothing waits for a long reader, and that are looked through at once.
_AT_ONCE: Final = 2_048
_TOGETHER: Final = 64

#: So many values are looked for before anything is read; of more, all that is there is read sooner.
_MOST_VALUES: Final = 8

_KEY_VALUE: Final = "keyValue"

_LOCATORS: Final = "SELECT id, locators FROM exchange_body WHERE id BETWEEN ? AND ? AND locators != '[]'"
_OF_THESE: Final = "SELECT id, locators FROM exchange_body WHERE id IN (SELECT value FROM json_each(?))"
_JOINED: Final = "SELECT CAST(group_concat(locators, x'00') AS BLOB) FROM exchange_body WHERE id BETWEEN ? AND ?"
_BOUNDS: Final = "SELECT ifnull(min(id), 1), ifnull(max(id), 0) FROM exchange_body"


@dataclass(frozen=True, slots=True)
class OtherLocator:
    """What stands beside the contact in an exchange, and in others.

    Attributes:
        name: the documented name of the param, such as ``phone``.
        value: as it is compared: an address in small letters, a phone number as digits.
        exchanges: how many exchanges hold it, under whatever name, that do not hold the contact.
    """

    name: str
    value: str
    exchanges: int


def other_locators(
    store: "HistoryStore",
    about: Collection[int],
    traces: tuple[Traces, ...],
    cancel: "Cancellation | None" = None,
    progress: Progress = unheard,
) -> tuple[OtherLocator, ...]:
    """Those that further exchanges hold, the most frequent first.

    Args:
        about: the exchanges that hold the contact.
        traces: of the contact: what is one of them, or too short to be looked for, is no other locator.
    """
    ours = frozenset(about)
    beside: dict[str, tuple[str, Traces]] = {}
    for name, value in _beside(store, sorted(ours), cancel):
        others = _traces_of_other(value, traces) if value not in beside else None
        if others is not None:
            beside[value] = name, others
    found: Counter[str] = Counter()
    wanted = tuple(others for _name, others in beside.values())
    first, last = store.read(lambda connection: connection.execute(_BOUNDS).fetchone()) if beside else (1, 0)
    for at in range(first, last + 1, _AT_ONCE):
        if cancel is not None and cancel.is_cancelled:
            break
        rows = range(at, min(at + _AT_ONCE, last + 1))
        for number, written in store.read(partial(_that_may_hold, rows=rows, traces=wanted), cancel):
            if number not in ours:
                found.update({value for _name, value in _locators(written)} & beside.keys())
        progress(Reached(Stage.OTHERS, rows.stop - first, last + 1 - first))
    return tuple(OtherLocator(beside[value][0], value, count) for value, count in found.most_common())


def _beside(store: "HistoryStore", numbers: Sequence[int], cancel: "Cancellation | None") -> Iterator[tuple[str, str]]:
    """The locators of these exchanges; none any more once it is given up."""
    for at in range(0, len(numbers), _AT_ONCE):
        if cancel is not None and cancel.is_cancelled:
            return
        some = json.dumps(numbers[at : at + _AT_ONCE])
        for _number, written in store.read(partial(_all, sql=_OF_THESE, values=(some,)), cancel):
            yield from sorted(_locators(written, numbers_too=False))


def _that_may_hold(connection: sqlite3.Connection, rows: range, traces: tuple[Traces, ...]) -> list[tuple[int, str]]:
    """The locators of those exchanges that may hold one of these values; most are passed over without being read."""
    found: list[tuple[int, str]] = []
    for at in range(0, len(rows), _TOGETHER):
        some = rows[at : at + _TOGETHER]
        ((joined,),) = _all(connection, _JOINED, (some[0], some[-1]))
        if joined and (len(traces) > _MOST_VALUES or any(one.may_stand_in(joined) for one in traces)):
            found += _all(connection, _LOCATORS, (some[0], some[-1]))
    return found


def _all(connection: sqlite3.Connection, sql: str, values: tuple[object, ...]) -> list[Any]:
    return connection.execute(sql, values).fetchall()


def _locators(written: str, *, numbers_too: bool = True) -> set[tuple[str, str]]:
    """The locators of an exchange as they are compared, each once; ``keyValue`` may be any of them.

    ``numbers_too``: also what in ``keyValue`` is no address and no phone number with the code of a country. It may be
    an order as well, so it is nobody by itself; but it may be whom another exchange names.
    """
    return {
        identity(name, value)
        for name, value in json.loads(written)
        if locator_named(name) is not None
        or (name == _KEY_VALUE and (numbers_too or "@" in value or value.lstrip().startswith("+")))
    }


def _traces_of_other(value: str, traces: tuple[Traces, ...]) -> Traces | None:
    """What is looked for of a value beside the contact; None when it is one of the contact's, or too short for that."""
    try:
        return None if any(one.in_text(value) for one in traces) else Traces(value)
    except TooShortError:
        return None
