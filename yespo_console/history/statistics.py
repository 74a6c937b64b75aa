"""How many exchanges there were over time, and what became of them: what a chart of the sends is drawn from.

Without words the counts come from an index that holds time and result. Where a search had to look into the exchanges,
its hits are known already, newest first, and are handed in: then a bar is a piece of that list.
"""

import sqlite3
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from typing import Final

from yespo_console.history.query import Query
from yespo_console.history.records import from_stored, to_stored
from yespo_console.history.row_filters import distinct
from yespo_console.history.schema import NETWORK_ERROR, NO_ANSWER
from yespo_console.history.selection import Selection
from yespo_console.history.series import Bar, Became, Counts, Series, Unit
from yespo_console.platform.local_time import at_clock, local

#: More bars than this are too thin to be told apart.
MOST_BARS: Final = 60

#: Of so many hits each is looked up by itself.
_FEW: Final = 2_000
#: Where all dates begin and end.
_FIRST: Final = datetime.min.replace(tzinfo=UTC)
_LAST: Final = datetime.max.replace(tzinfo=UTC)


#: The exchanges of one result within a time; the index holds type and environment too.
_OF_RESULT: Final = "exchange e INDEXED BY exchange_by_result WHERE e.result = ? AND e.sent_at >= ? AND e.sent_at < ?"


#: Their least length in seconds.
_SECONDS: Final = {
    Unit.MINUTE: 60,
    Unit.TEN_MINUTES: 600,
    Unit.HOUR: 3_600,
    Unit.DAY: 82_800,
    Unit.WEEK: 601_200,
    Unit.MONTH: 2_415_600,
    Unit.YEAR: 31_532_400,
}


def over_time(connection: sqlite3.Connection, query: Query, ids: "array[int]", most: int = MOST_BARS) -> Series:
    """What ``query`` found over time, in at most ``most`` bars (and a few where clocks change).

    Args:
        ids: what it found, newest first.
    """
    newest, oldest = (next(_moments(connection, some), None) for some in (ids, reversed(ids)))
    if newest is None or oldest is None:
        return Series()
    unit = unit_for(oldest, newest, most)
    edges = list(edges_of(unit, oldest, newest))
    bounds = [to_stored(edge) for edge in edges]
    with closing(Selection(connection, query)) as selection:
        narrowing = selection.narrowing()
    if narrowing is not None:
        counts = _counts_along(connection, *narrowing, bounds)
    elif len(ids) < _FEW:
        counts = _counts_looked_up(connection, ids, bounds)
    else:
        counts = _counts_of(connection, ids, bounds)
    return Series(unit, tuple(map(Bar, edges[:-1], edges[1:], counts)))


def unit_for(oldest: datetime, newest: datetime, most: int = MOST_BARS) -> Unit:
    """The finest unit of which at most ``most`` reach from one moment to the other."""
    for unit in Unit:
        seconds = (_next(_floor(newest, unit), unit) - _floor(oldest, unit)).total_seconds()
        if seconds <= most * _SECONDS[unit]:
            return unit
    return Unit.YEAR


def edges_of(unit: Unit, oldest: datetime, newest: datetime) -> Iterator[datetime]:
    """Where the bars begin, and last where the last one ends; in UTC, whole units of local time."""
    edge = _floor(oldest, unit)
    yield edge
    while edge <= newest and (after := _next(edge, unit)) > edge:
        yield after
        edge = after


def _floor(moment: datetime, unit: Unit) -> datetime:
    """The beginning of the unit of local time that ``moment`` is in, in UTC."""
    there = local(moment)
    if _SECONDS[unit] <= _SECONDS[Unit.HOUR]:
        seconds = (there.minute * 60 + there.second) % _SECONDS[unit]
        return moment - min(timedelta(seconds=seconds, microseconds=there.microsecond), moment - _FIRST)
    day = there.date()
    if unit is Unit.WEEK:
        day -= timedelta(days=day.weekday())
    elif unit is Unit.MONTH:
        day = day.replace(day=1)
    elif unit is Unit.YEAR:
        day = day.replace(month=1, day=1)
    return min(at_clock(datetime.combine(day, time.min)), moment)


def _next(edge: datetime, unit: Unit) -> datetime:
    """The beginning of the unit after the one that begins at ``edge``; at the end of all dates: that end."""
    try:
        if _SECONDS[unit] <= _SECONDS[Unit.HOUR]:
            return edge + timedelta(seconds=_SECONDS[unit])
        day = local(edge).date()
        if unit in (Unit.DAY, Unit.WEEK):
            day += timedelta(days=1 if unit is Unit.DAY else 7)
        elif unit is Unit.MONTH:
            day = (day + timedelta(days=31)).replace(day=1)
        else:
            day = day.replace(year=day.year + 1)
    except (OverflowError, ValueError):
        return _LAST
    return at_clock(datetime.combine(day, time.min))


def _moments(connection: sqlite3.Connection, ids: Iterable[int]) -> Iterator[datetime]:
    """When they were sent; those that were removed meanwhile are passed over."""
    for number in ids:
        row = connection.execute("SELECT sent_at FROM exchange WHERE id = ?", (number,)).fetchone()
        if row is not None:
            yield from_stored(row[0])


def _counts_along(
    connection: sqlite3.Connection, condition: str, values: Sequence[int | str], bounds: Sequence[int]
) -> list[Counts]:
    """Each result and each bar is one stretch of an index."""
    sql = f"SELECT count(*) FROM {_OF_RESULT} AND {condition}"
    totals = [_Tally() for _bound in bounds[1:]]
    for result in distinct(connection, "result"):
        for tally, start, end in zip(totals, bounds, bounds[1:], strict=False):
            (count,) = connection.execute(sql, (result, start, end, *values)).fetchone()
            tally.add(int(result), count)
    return [tally.counts for tally in totals]


def _counts_looked_up(connection: sqlite3.Connection, ids: "array[int]", bounds: Sequence[int]) -> list[Counts]:
    totals = [_Tally() for _bound in bounds[1:]]
    for number in ids:
        row = connection.execute("SELECT sent_at, result FROM exchange WHERE id = ?", (number,)).fetchone()
        if row is not None and bounds[0] <= row[0] < bounds[-1]:
            totals[bisect_right(bounds, row[0]) - 1].add(row[1], 1)
    return [tally.counts for tally in totals]


def _counts_of(connection: sqlite3.Connection, ids: "array[int]", bounds: Sequence[int]) -> list[Counts]:
    """Cut the list where the bars end, and see which of each piece had another result than most exchanges have."""

    def place(bound: int) -> int:
        """How many of ``ids`` were sent at ``bound`` or later."""
        return bisect_left(range(len(ids)), True, key=lambda at: _sent_at(connection, ids[at]) < bound)

    places = [place(bound) for bound in bounds]
    pieces = [set(ids[end:start]) for start, end in pairwise(places)]
    totals = [_Tally() for _piece in pieces]
    span = (bounds[0], bounds[-1])
    count = f"SELECT count(*) FROM {_OF_RESULT}"
    results = sorted(
        (connection.execute(count, (result, *span)).fetchone()[0], int(result))
        for result in distinct(connection, "result")
    )
    for _count, result in results[:-1]:
        those = {number for (number,) in connection.execute(f"SELECT id FROM {_OF_RESULT}", (result, *span))}
        for tally, piece in zip(totals, pieces, strict=True):
            found = piece & those
            piece -= found
            tally.add(result, len(found))
    for tally, piece in zip(totals, pieces, strict=True):
        tally.add(results[-1][1], len(piece))
    return [tally.counts for tally in totals]


def _sent_at(connection: sqlite3.Connection, number: int) -> int:
    """In microseconds; of one that was removed meanwhile: that of the nearest older one."""
    row = connection.execute(
        "SELECT sent_at FROM exchange WHERE id <= ? ORDER BY id DESC LIMIT 1", (number,)
    ).fetchone()
    return int(row[0]) if row is not None else 0


class _Tally:
    """Counts the exchanges of one bar."""

    def __init__(self) -> None:
        self._counts = dict.fromkeys(Became, 0)

    def add(self, result: int, count: int) -> None:
        self._counts[_became(result)] += count

    @property
    def counts(self) -> Counts:
        return tuple(self._counts.values())


def _became(result: int) -> Became:
    """What a value of ``exchange.result`` means."""
    if result == NO_ANSWER:
        return Became.UNANSWERED
    if result == NETWORK_ERROR:
        return Became.NETWORK_FAILED
    return {2: Became.ACCEPTED, 4: Became.REFUSED, 5: Became.SERVER_FAILED}.get(result // 100, Became.OTHER)
