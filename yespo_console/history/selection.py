"""From a Query to the ids it finds, newest first. All reading plans are chosen here.

Four ways lead to the rows:

- a path of one filter, which an index holds in the order of time: the narrowest is followed, the other filters are
  checked in the same index, and where words are looked for, each row is looked into. This is the way without words,
  when a filter leaves few rows, and for a common word from a certain time backwards, for the next hit is never far;
- the trigram index, which knows the facets of a row too, so that a common word and its filters meet inside it; a rare
  word is asked for alone;
- the pairs of letters, which tell in which blocks a word of one or two letters can be;
- time alone.

The indexes go by the order of ids. That is nearly the order of time; rows are held back until nothing newer can follow
(``exchange.newest_before``), and only then looked into: where old rows came in last, as by an import, all of those are
held back, and a page needs none of them. Rows that an index does not know yet, and rows with a note, are looked into
one by one and merged with the rest.
"""

import heapq
import itertools
import sqlite3
from array import array
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from typing import Any, Final

from yespo_console.history import index_terms
from yespo_console.history.errors import SearchCancelledError
from yespo_console.history.matching import Matcher
from yespo_console.history.query import Position, Query
from yespo_console.history.records import SEARCHED_COLUMNS, to_searched, to_stored
from yespo_console.history.row_filters import BY_TIME, NOWHERE, Path, Value, row_filters

#: When the filters leave fewer rows than this together, each is looked into; a word in more rows is common.
_FEW: Final = 3_000

#: Beyond this many rows one filter is as wide as another.
_MANY: Final = 20_000

#: By so many of its newest rows it is judged how common a trigram is.
_SAMPLE: Final = 200

#: Ids that are made from one text at a time: so few that nobody else waits long for the interpreter.
_IDS_AT_ONCE: Final = 20_000

#: Of a path: by its first two columns.
_NEWEST_FIRST: Final = "ORDER BY 1 DESC, 2 DESC"

#: Greater than every id.
_BEYOND: Final = 2**63 - 1

#: A hit: (sent_at in microseconds, id). The greater, the newer.
Hit = tuple[int, int]

#: Ids of exchanges of which the indexes do not know all that is searched.
_LOOKED_INTO: Final = (
    "SELECT id FROM unindexed UNION SELECT id FROM exchange INDEXED BY exchange_noted WHERE note != ''"
)


class Selection:
    """What one Query finds on one connection. To be used inside a read transaction, so that all its parts agree.

    Attributes:
        connection: where it reads.

    Args:
        is_unwanted: asked between small statements, of which SQLite's own progress handler sees nothing; once it says
            yes, SearchCancelledError is raised.
    """

    def __init__(
        self, connection: sqlite3.Connection, query: Query, is_unwanted: Callable[[], bool] = lambda: False
    ) -> None:
        self.connection = connection
        self._is_unwanted = is_unwanted
        self._cursors: list[sqlite3.Cursor] = []
        self._since = None if query.since is None else to_stored(query.since)
        self._until = None if query.until is None else to_stored(query.until)
        self._filters = row_filters(connection, query.conditions)
        self._matcher = Matcher(query)

    def close(self) -> None:
        """Let go of searches that were not followed to their end; they would hold on to an old state of the file."""
        for cursor in self._cursors:
            cursor.close()

    def ids(self) -> "array[int]":
        """All ids."""
        path = self._path()
        if self._matcher.needs_text or self._is_for_the_index(path):
            return array("q", [number for _, number in self.hits()])
        runs = self._runs(path, None)
        every = " UNION ALL ".join(sql for sql, _ in runs)
        # one step of SQLite, during which the interpreter is free for the window
        (text,) = self.connection.execute(
            f"SELECT group_concat(id) FROM ({every} {_NEWEST_FIRST} LIMIT -1)",
            [value for _, values in runs for value in values],
        ).fetchone()
        return _numbers(text or "")

    def count(self) -> int:
        """How many there are."""
        path = self._path()
        if self._matcher.needs_text or self._is_for_the_index(path):
            return sum(1 for _ in self.hits())
        total = 0
        for sql, values in self._runs(path, None):
            (count,) = self.connection.execute(f"SELECT count(*) FROM ({sql})", values).fetchone()
            total += int(count)
        return total

    def narrowing(self) -> tuple[str, list[Value]] | None:
        """All that is asked for as one condition on the exchange ``e`` with its values.

        None when rows must be looked into, or when the indexes by time do not hold what a filter reads.
        """
        if self._matcher.needs_text or not all(one.sql_in_index for one in self._filters):
            return None
        return self._conditions(None)

    def hits(self, before: Position | None = None) -> Iterator[Hit]:
        """The hits after ``before``, lazily."""
        bound = None if before is None else (to_stored(before.sent_at), before.id)
        path = self._path()
        if not self._matcher.needs_text:
            if not self._is_for_the_index(path):
                return self._along(path, bound)
            return self._by_index("", self._asked[1], bound)
        if path is not BY_TIME and self._width(path, _FEW) < _FEW:
            return self._looked_into(self._along(path, bound))
        backwards_from = bound is not None or self._until is not None
        if backwards_from or self._since is not None:
            few = list(itertools.islice(self._along(path, bound), _FEW))
            if len(few) < _FEW:
                return self._looked_into(few)
        words, facets = self._asked
        if words:
            if not self._is_common(words):
                return self._by_index(words, "", bound)
            if not backwards_from:
                return self._by_index(words, facets, bound)
        asked_pairs = "" if words else index_terms.ask_pairs(self._matcher.alternatives)
        if asked_pairs:
            return self._by_pairs(asked_pairs, bound)
        if facets and path is BY_TIME:
            return self._by_index("", self._asked[1], bound)
        return self._looked_into(self._along(path, bound))

    # -- paths

    def _path(self) -> Path:
        """The narrowest path."""
        paths = [one.path for one in self._filters if one.path is not None]
        if NOWHERE in paths:
            return NOWHERE
        if len(paths) < 2:
            return paths[0] if paths else BY_TIME
        return min(paths, key=self._width)

    def _is_for_the_index(self, path: Path) -> bool:
        """Whether the trigram index narrows by a filter that has no path, and no path is narrow."""
        if not any(one.facets and one.path is None for one in self._filters):
            return False
        return path is BY_TIME or self._width(path) >= _MANY

    def _width(self, path: Path, most: int = _MANY) -> int:
        """How many rows it has within the time that is asked for, at most ``most`` for each of its runs."""
        time, times = self._time_conditions()
        width = 0
        for values in _each(path):
            (count,) = self.connection.execute(
                f"SELECT count(*) FROM ({path.select} AND {time} LIMIT {most})",
                (*values, *times),
            ).fetchone()
            width += int(count)
        return width

    def _along(self, path: Path, bound: Hit | None) -> Iterator[Hit]:
        """Follow ``path``, checking all filters; each value of it apart, for only so is it in the order of time."""
        runs: list[Iterator[Hit]] = [
            self._run(f"{sql} {_NEWEST_FIRST}", values) for sql, values in self._runs(path, bound)
        ]
        return runs[0] if len(runs) == 1 else heapq.merge(*runs, reverse=True)

    def _runs(self, path: Path, bound: Hit | None) -> list[tuple[str, tuple[Value, ...]]]:
        rest, parameters = self._conditions(bound, without=path)
        return [(f"{path.select} AND {rest}", (*values, *parameters)) for values in _each(path)]

    def _that_hold(self, hits: Iterator[Hit]) -> Iterator[Hit]:
        """Those of ``hits`` that have the words, where there are any."""
        return self._looked_into(hits) if self._matcher.needs_text else hits

    def _looked_into(self, hits: Iterable[Hit]) -> Iterator[Hit]:
        """Those of ``hits`` that have the words."""
        sql = f"SELECT {SEARCHED_COLUMNS} FROM exchange e CROSS JOIN exchange_body b ON b.id = e.id WHERE e.id = ?"
        for hit in hits:
            self._end_when_unwanted()
            row = self.connection.execute(sql, (hit[1],)).fetchone()
            if row is not None and self._matcher.holds(to_searched(row)):
                yield hit

    # -- indexes

    def _by_index(self, words: str, facets: str, bound: Hit | None) -> Iterator[Hit]:
        """Go down the trigram index, asking for ``words`` and ``facets``; where words are rare, facets only cost."""
        asked = " AND ".join(part for part in (words, facets) if part)
        rest, parameters = self._conditions(bound)
        known = self._down_the_ids(
            "trigram_index x CROSS JOIN exchange e ON e.id = x.rowid",
            f"x.trigram_index MATCH ? AND {rest} AND e.note = '' AND e.id NOT IN (SELECT id FROM unindexed)",
            "x.rowid DESC",
            (asked, *parameters),
        )
        return self._that_hold(heapq.merge(self._unknown(bound), known, reverse=True))

    def _by_pairs(self, asked: str, bound: Hit | None) -> Iterator[Hit]:
        """Go down the blocks that may hold the letters, after those that are not known yet."""
        rest, parameters = self._conditions(bound)
        (first_unknown,) = self.connection.execute("SELECT next_block FROM pair_progress").fetchone()
        blocks = self._run(
            "SELECT rowid FROM pair_index WHERE pair_index MATCH ? AND rowid < ? ORDER BY rowid DESC",
            (asked, first_unknown),
        )
        spans = [(first_unknown << index_terms.BLOCK_SHIFT, _BEYOND)]
        where = f"e.id >= ? AND e.id < ? AND {rest} AND e.id NOT IN ({_LOOKED_INTO})"

        def rows() -> Iterator[tuple[Any, ...]]:
            shift = index_terms.BLOCK_SHIFT
            of_blocks = ((block << shift, (block + 1) << shift) for (block,) in blocks)
            for span in itertools.chain(spans, of_blocks):
                self._end_when_unwanted()
                yield from self._run(self._sql("exchange e NOT INDEXED", where, "e.id DESC"), (*span, *parameters))

        return self._that_hold(heapq.merge(self._unknown(bound), self._in_order(rows()), reverse=True))

    def _unknown(self, bound: Hit | None) -> Iterator[Hit]:
        """The rows that the indexes do not know, or not as they are now."""
        rest, parameters = self._conditions(bound)
        source = f"({_LOOKED_INTO}) u CROSS JOIN exchange e ON e.id = u.id"
        return self._down_the_ids(source, rest, "e.id DESC", parameters)

    def _down_the_ids(self, source: str, where: str, order: str, parameters: Iterable[Value]) -> Iterator[Hit]:
        """What a search finds that goes down the ids, in the order of time."""
        return self._in_order(self._run(self._sql(source, where, order), parameters))

    def _sql(self, source: str, where: str, order: str) -> str:
        return f"SELECT e.sent_at, e.id, e.newest_before FROM {source} WHERE {where} ORDER BY {order}"

    def _in_order(self, rows: Iterable[tuple[Any, ...]]) -> Iterator[Hit]:
        """``rows``, which go down the ids, in the order of time. None is looked into here.

        Where old rows came in late, thousands are held until the first that is known to be the newest of all.
        """
        held: list[Hit] = []
        for sent_at, number, newest_before in rows:
            heapq.heappush(held, (-sent_at, -number))
            while held and -held[0][0] >= newest_before:  # every row still to come is older
                newest = heapq.heappop(held)
                yield -newest[0], -newest[1]
        for newest in sorted(held):
            yield -newest[0], -newest[1]

    @cached_property
    def _asked(self) -> tuple[str, str]:
        """What the trigram index is asked for: words, facets."""
        groups = [one.facets for one in self._filters if one.facets]
        return index_terms.ask_index(self._matcher.alternatives, groups, self._frequency)

    def _is_common(self, words: str) -> bool:
        return self._rows_for_sample(words) * _FEW < self._newest_id() * _SAMPLE

    def _frequency(self, trigram: str) -> float:
        return -self._rows_for_sample(index_terms.phrase(trigram))

    def _rows_for_sample(self, asked: str) -> float:
        """How far back from the newest row one must go for ``_SAMPLE`` rows that fit; rarer is farther."""
        rows = self.connection.execute(
            f"SELECT rowid FROM trigram_index WHERE trigram_index MATCH ? ORDER BY rowid DESC LIMIT {_SAMPLE}", (asked,)
        ).fetchall()
        newest = self._newest_id()
        if len(rows) < _SAMPLE:
            return newest * _SAMPLE / (len(rows) or 0.5)
        return float(newest - rows[-1][0] + 1)

    def _newest_id(self) -> int:
        (newest,) = self.connection.execute("SELECT ifnull(max(id), 0) FROM exchange").fetchone()
        return int(newest)

    # -- conditions

    def _time_conditions(self) -> tuple[str, list[int]]:
        conditions = []
        if self._since is not None:
            conditions.append("e.sent_at >= ?")
        if self._until is not None:
            conditions.append("e.sent_at < ?")
        values = [value for value in (self._since, self._until) if value is not None]
        return " AND ".join(conditions) or "1", values

    def _conditions(self, bound: Hit | None, without: Path | None = None) -> tuple[str, list[Value]]:
        """All filters but the one of the path ``without``, the time and the place to begin after."""
        time, values = self._time_conditions()
        conditions = [time]
        parameters: list[Value] = list(values)
        if bound is not None:
            conditions.append("(e.sent_at, e.id) < (?, ?)")
            parameters += bound
        for one in self._filters:
            if without is None or one.path is not without:
                conditions.append(one.sql)
                parameters += one.values
        return " AND ".join(conditions), parameters

    def _end_when_unwanted(self) -> None:
        if self._is_unwanted():
            raise SearchCancelledError

    def _run(self, sql: str, parameters: Iterable[Value]) -> sqlite3.Cursor:
        cursor = self.connection.execute(sql, tuple(parameters))
        self._cursors.append(cursor)
        return cursor


def _each(path: Path) -> list[tuple[Any, ...]]:
    """The values for the marks of each run of ``path``."""
    return [(value, *path.shared) for value in dict.fromkeys(path.values)] or [()]


def _numbers(text: str) -> "array[int]":
    """The numbers of a list with commas, a part at a time."""
    numbers = array("q")
    start = 0
    while start < len(text):
        end = text.find(",", start + _IDS_AT_ONCE)
        end = len(text) if end < 0 else end
        numbers.extend(map(int, text[start:end].split(",")))
        start = end + 1
    return numbers
