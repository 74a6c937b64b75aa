"""From a Query to the ids it finds, newest first. All reading plans are chosen here.

Without words, an index holds the rows of each filter's value in the order of time; the narrowest filter is followed and
the others are checked in the same index. With words there are three ways:

- filters that leave few rows: follow them and look into each text;
- otherwise go down the trigram index, which is in the order of ids. That is nearly the order of time; rows are held
  back until nothing newer can follow (``exchange.newest_before``);
- a common word that is wanted from a certain time backwards: follow time and look into each text, for the next hit is
  never far.

Trigrams are kept without positions, so every candidate's text is looked into. Rows that the index does not know yet are
looked into one by one and merged with the rest.
"""

import heapq
import sqlite3
from array import array
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from operator import itemgetter
from typing import Final

from yespo_console.history.query import Position, Query
from yespo_console.history.records import to_stored
from yespo_console.history.schema import NETWORK_ERROR, NO_ANSWER
from yespo_console.history.search_text import search_text

#: When the filters leave fewer rows than this together, each text is looked into; a word in more rows is common.
_FEW: Final = 5_000

#: Beyond this many rows one filter is as wide as another.
_MANY: Final = 20_000

#: So many trigrams of the words are weighed, and so many of them, the rarest, are searched for.
_MOST_TRIED: Final = 16
_MOST_TRIGRAMS: Final = 4

#: By so many of its newest rows it is judged how common a trigram is.
_SAMPLE: Final = 500

#: A hit: (sent_at in microseconds, id). The greater, the newer.
Hit = tuple[int, int]


@dataclass(frozen=True, slots=True)
class _Filter:
    """One filter: any of ``values`` in ``column``, which ``index`` holds in the order of time."""

    column: str
    index: str
    values: tuple[str | int, ...]

    @property
    def sql(self) -> str:
        return f"e.{self.column} IN ({', '.join('?' * len(self.values))})"


class Selection:
    """What one Query finds on one connection. To be used inside a read transaction, so that all its parts agree."""

    def __init__(self, connection: sqlite3.Connection, query: Query) -> None:
        self._connection = connection
        self._cursors: list[sqlite3.Cursor] = []
        self._terms = query.terms
        self._since = None if query.since is None else to_stored(query.since)
        self._until = None if query.until is None else to_stored(query.until)
        self._filters = [
            _Filter(column, f"exchange_by_{name}", values)
            for name, column, values in (
                ("result", "result", self._results(query.statuses)),
                ("type", "event_type", query.event_types),
                ("environment", "environment", query.environments),
            )
            if values
        ]
        self._is_empty = bool(query.statuses) and not any(f.column == "result" for f in self._filters)

    def close(self) -> None:
        """Let go of searches that were not followed to their end; they would hold on to an old state of the file."""
        for cursor in self._cursors:
            cursor.close()

    def ids(self) -> "array[int]":
        """All ids."""
        return array("q", map(itemgetter(1), self.hits()))

    def count(self) -> int:
        """How many there are."""
        if self._terms:
            return sum(1 for _ in self.hits())
        if self._is_empty:
            return 0
        driver = self._driver()
        sql, parameters = self._conditions(None)
        index = f"INDEXED BY {driver.index}" if driver else ""
        (count,) = self._connection.execute(
            f"SELECT count(*) FROM exchange e {index} WHERE {sql}", parameters
        ).fetchone()
        return int(count)

    def hits(self, before: Position | None = None) -> Iterator[Hit]:
        """The hits after ``before``, lazily."""
        bound = None if before is None else (to_stored(before.sent_at), before.id)
        if self._is_empty:
            return iter(())
        if not self._terms:
            return self._by_filter(self._driver(), bound)
        return heapq.merge(self._unindexed(bound), self._indexed(bound), reverse=True)

    def _indexed(self, bound: Hit | None) -> Iterator[Hit]:
        """The hits among the rows that the index knows."""
        driver = self._driver()
        backwards_from = bound is not None or self._until is not None
        if self._filters or backwards_from or self._since is not None:
            few = list(islice(self._by_filter(driver, bound), _FEW))
            if len(few) < _FEW:
                return self._with_terms(few)
        trigrams = self._rarest(_trigrams(self._terms))
        if not trigrams or (backwards_from and self._is_common(trigrams)):
            condition = f" AND EXISTS (SELECT 1 FROM search_text t WHERE t.id = e.id AND {self._known_and_with_terms})"
            return self._by_filter(driver, bound, condition, self._terms)
        return self._by_index(trigrams, bound)

    def _by_filter(
        self, driver: _Filter | None, bound: Hit | None, condition: str = "", parameters: tuple[str, ...] = ()
    ) -> Iterator[Hit]:
        """Follow one index in the order of time; each value of the filter apart, for only so is it in order."""
        rest, rest_parameters = self._conditions(bound, without=driver)
        order = "ORDER BY e.sent_at DESC, e.id DESC"
        if driver is None:
            return self._run(
                f"SELECT e.sent_at, e.id FROM exchange e INDEXED BY exchange_by_time WHERE {rest}{condition} {order}",
                (*rest_parameters, *parameters),
            )
        sql = (
            f"SELECT e.sent_at, e.id FROM exchange e INDEXED BY {driver.index}"
            f" WHERE e.{driver.column} = ? AND {rest}{condition} {order}"
        )
        runs = [self._run(sql, (value, *rest_parameters, *parameters)) for value in dict.fromkeys(driver.values)]
        return runs[0] if len(runs) == 1 else heapq.merge(*runs, reverse=True)

    @property
    def _known_and_with_terms(self) -> str:
        """A condition on ``t``: the index knows the row, and its text has all words."""
        return " AND ".join(["t.id NOT IN (SELECT id FROM unindexed)", *(["instr(t.text, ?) > 0"] * len(self._terms))])

    def _with_terms(self, hits: Iterable[Hit]) -> Iterator[Hit]:
        """Those of ``hits`` whose text has the words."""
        sql = f"SELECT 1 FROM search_text t WHERE t.id = ? AND {self._known_and_with_terms}"
        for hit in hits:
            if self._connection.execute(sql, (hit[1], *self._terms)).fetchone():
                yield hit

    def _by_index(self, trigrams: list[str], bound: Hit | None) -> Iterator[Hit]:
        """Go down the trigram index and put its hits into the order of time."""
        rest, parameters = self._conditions(bound)
        rows = self._run(
            "SELECT e.sent_at, e.id, e.newest_before"
            " FROM search_index x CROSS JOIN exchange e ON e.id = x.rowid CROSS JOIN search_text t ON t.id = x.rowid"
            f" WHERE x.search_index MATCH ? AND {rest} AND {self._known_and_with_terms} ORDER BY x.rowid DESC",
            (_all_of(trigrams), *parameters, *self._terms),
        )
        held: list[Hit] = []
        for sent_at, number, newest_before in rows:
            heapq.heappush(held, (-sent_at, -number))
            while held and -held[0][0] >= newest_before:  # every row still to come is older
                newest = heapq.heappop(held)
                yield -newest[0], -newest[1]
        for newest in sorted(held):
            yield -newest[0], -newest[1]

    def _unindexed(self, bound: Hit | None) -> list[Hit]:
        """The hits among the rows that the index does not know, or knows with an older text."""
        rest, parameters = self._conditions(bound)
        rows = self._connection.execute(
            "SELECT e.sent_at, e.id, e.environment, b.request_body, b.answer_body"
            " FROM unindexed u CROSS JOIN exchange e ON e.id = u.id CROSS JOIN exchange_body b ON b.id = u.id"
            f" WHERE {rest}",
            parameters,
        )
        found = []
        for sent_at, number, environment, request_body, answer_body in rows:
            text = search_text(environment, request_body, answer_body)
            if all(term in text for term in self._terms):
                found.append((sent_at, number))
        return sorted(found, reverse=True)

    def _driver(self) -> _Filter | None:
        """The narrowest filter; None: time itself."""
        if not self._filters:
            return None
        if len(self._filters) == 1:
            return self._filters[0]
        return min(self._filters, key=self._width)

    def _width(self, driver: _Filter | None) -> int:
        """How many rows it leaves within the time that is asked for, at most ``_MANY``."""
        time, parameters = self._time_conditions()
        where = f"{driver.sql} AND {time}" if driver else time
        index = driver.index if driver else "exchange_by_time"
        (count,) = self._connection.execute(
            f"SELECT count(*) FROM (SELECT 1 FROM exchange e INDEXED BY {index} WHERE {where} LIMIT {_MANY})",
            (*(driver.values if driver else ()), *parameters),
        ).fetchone()
        return int(count)

    def _rarest(self, trigrams: list[str]) -> list[str]:
        """The few that leave least to look into, the rarest first: frequent ones cost time and sort out nothing."""
        if len(trigrams) < 2:
            return trigrams
        return sorted(trigrams, key=lambda one: self._rows_for_sample([one]), reverse=True)[:_MOST_TRIGRAMS]

    def _is_common(self, trigrams: list[str]) -> bool:
        return self._rows_for_sample(trigrams) * _FEW < self._newest_id() * _SAMPLE

    def _rows_for_sample(self, trigrams: list[str]) -> float:
        """How far back from the newest row one must go for ``_SAMPLE`` rows with all of them; rarer is farther."""
        rows = self._connection.execute(
            f"SELECT rowid FROM search_index WHERE search_index MATCH ? ORDER BY rowid DESC LIMIT {_SAMPLE}",
            (_all_of(trigrams),),
        ).fetchall()
        newest = self._newest_id()
        if len(rows) < _SAMPLE:
            return newest * _SAMPLE / (len(rows) or 0.5)
        return float(newest - rows[-1][0] + 1)

    def _newest_id(self) -> int:
        (newest,) = self._connection.execute("SELECT ifnull(max(id), 0) FROM exchange").fetchone()
        return int(newest)

    def _time_conditions(self) -> tuple[str, list[int]]:
        conditions = []
        if self._since is not None:
            conditions.append("e.sent_at >= ?")
        if self._until is not None:
            conditions.append("e.sent_at < ?")
        values = [value for value in (self._since, self._until) if value is not None]
        return " AND ".join(conditions) or "1", values

    def _conditions(self, bound: Hit | None, without: _Filter | None = None) -> tuple[str, list[str | int]]:
        """All filters but ``without``, the time and the place to begin after."""
        time, values = self._time_conditions()
        conditions = [time]
        parameters: list[str | int] = list(values)
        if bound is not None:
            conditions.append("(e.sent_at, e.id) < (?, ?)")
            parameters += bound
        for one in self._filters:
            if one is not without:
                conditions.append(one.sql)
                parameters += one.values
        return " AND ".join(conditions), parameters

    def _run(self, sql: str, parameters: Iterable[str | int]) -> sqlite3.Cursor:
        cursor = self._connection.execute(sql, tuple(parameters))
        self._cursors.append(cursor)
        return cursor

    def _results(self, statuses: tuple[str, ...]) -> tuple[int, ...]:
        """The values of ``result`` that ``statuses`` mean: for a class those that occur."""
        present = distinct(self._connection, "result") if any(s.endswith("xx") for s in statuses) else []
        values: list[int] = []
        for status in statuses:
            if status == "none":
                values.append(NO_ANSWER)
            elif status == "error":
                values.append(NETWORK_ERROR)
            elif status.endswith("xx"):
                values += [value for value in present if isinstance(value, int) and value // 100 == int(status[0])]
            else:
                values.append(int(status))
        return tuple(dict.fromkeys(values))


def distinct(connection: sqlite3.Connection, column: str) -> list[str | int]:
    """The values that occur in ``column`` of ``exchange``, in order; jumps from one to the next in its index."""
    rows = connection.execute(
        f"""
        WITH RECURSIVE step (value) AS (
            SELECT min({column}) FROM exchange
            UNION ALL
            SELECT (SELECT min({column}) FROM exchange WHERE {column} > step.value) FROM step
            WHERE step.value IS NOT NULL
        )
        SELECT value FROM step WHERE value IS NOT NULL
        """
    )
    return [value for (value,) in rows]


def _trigrams(terms: tuple[str, ...]) -> list[str]:
    """Trigrams that must all occur, some from everywhere in the terms; none when every term is too short."""
    every = [term[start : start + 3] for term in terms for start in range(len(term) - 2)]
    step = -(-len(every) // _MOST_TRIED) or 1
    return list(dict.fromkeys(every[::step]))


def _all_of(trigrams: list[str]) -> str:
    """A search for rows with all of them, in the language of FTS5."""
    return " AND ".join('"' + trigram.replace('"', '""') + '"' for trigram in trigrams)
