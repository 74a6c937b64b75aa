"""By what else the exchanges about a contact find somebody, and how many further exchanges that finds.

An exchange may name an address and a phone number, the next one the phone number alone: whoever deletes what holds the
address is to know of it.
"""

import json
import sqlite3
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Final

from yespo_console.events.locators import locator_named
from yespo_console.history.reached import Progress, Reached, Stage, unheard
from yespo_console.history.timeline_subject import identity
from yespo_console.history.traces import TooShortError, Traces, looked_for

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
_BOUNDS: Final = "SELECT ifnull((SELECT min(id) FROM exchange_body), 1), ifnull((SELECT max(id) FROM exchange_body), 0)"


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
    """Those that further exchanges hold, the most frequent first; none when it is given up.

    Args:
        about: the exchanges that hold the contact.
        traces: of the contact: what is one of them, or too short to be looked for, is no other locator.
    """
    ours = frozenset(about)
    numbers = sorted(ours)
    first, last = store.read(lambda connection: connection.execute(_BOUNDS).fetchone())
    every = len(numbers) + last + 1 - first

    def is_given_up(done: int) -> bool:
        progress(Reached(Stage.OTHERS, done, every))
        return cancel is not None and cancel.is_cancelled

    seen: set[str] = set()
    beside: dict[str, str] = {}
    for at in range(0, len(numbers), _TOGETHER):
        if is_given_up(at):
            return ()
        some = json.dumps(numbers[at : at + _TOGETHER])
        for _number, written in store.read(partial(_all, sql=_OF_THESE, values=(some,)), cancel):
            for name, value in sorted(_locators(written, numbers_too=False)):
                if value not in seen and _is_other(value, traces):
                    beside[value] = name
                seen.add(value)
    found: Counter[str] = Counter()
    wanted = tuple(map(Traces, beside)) if len(beside) <= _MOST_VALUES else ()
    for at in range(first, last + 1, _AT_ONCE) if beside else ():
        if is_given_up(len(numbers) + at - first):
            return ()
        rows = range(at, min(at + _AT_ONCE, last + 1))
        for number, written in store.read(partial(_that_may_hold, rows=rows, traces=wanted), cancel):
            if number not in ours:
                found.update({value for _name, value in _locators(written)} & beside.keys())
    progress(Reached(Stage.OTHERS, every, every))
    return tuple(OtherLocator(beside[value], value, count) for value, count in found.most_common())


def _that_may_hold(connection: sqlite3.Connection, rows: range, traces: tuple[Traces, ...]) -> list[tuple[int, str]]:
    """The locators of those exchanges that may hold one of these values; most are passed over without being read.

    Without ``traces`` all are read.
    """
    found: list[tuple[int, str]] = []
    for at in range(0, len(rows), _TOGETHER):
        some = rows[at : at + _TOGETHER]
        ((joined,),) = _all(connection, _JOINED, (some[0], some[-1]))
        if joined and (not traces or any(one.may_stand_in(joined) for one in traces)):
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


def _is_other(value: str, traces: tuple[Traces, ...]) -> bool:
    """Whether a value beside the contact is none of the contact's, and long enough to be looked for.

    No traces are made of it: thousands may stand there, and those of one take as long as to read a hundred exchanges.
    """
    try:
        looked_for(value)
    except TooShortError:
        return False
    return not any(one.in_text(value) for one in traces)
