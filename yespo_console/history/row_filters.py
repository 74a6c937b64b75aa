"""From the filters of a query to SQL: a condition on the light row, what an index may narrow by, a path to follow."""

import sqlite3
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from yespo_console.history.exchange import tag_key
from yespo_console.history.index_terms import facet
from yespo_console.history.query import Condition
from yespo_console.history.schema import NETWORK_ERROR, NO_ANSWER
from yespo_console.history.search_fields import BY_NAME, Holds

_COLUMNS: Final = {"type": "event_type", "env": "environment", "status": "result", "source": "source"}
#: The columns that an index holds in the order of time.
_INDEXES: Final = {
    "type": "exchange_by_type",
    "env": "exchange_by_environment",
    "status": "exchange_by_result",
}
_TAGGED: Final = "exchange_tag g CROSS JOIN exchange e ON e.id = g.id"
_STATES: Final = {
    "pinned": "e.pinned = 1",
    "real": "e.is_real = 1",
    "local": "e.is_real = 0",
    "problems": "e.errors + e.warnings > 0",
    "note": "e.note != ''",
    "tags": "EXISTS (SELECT 1 FROM exchange_tag g WHERE g.id = e.id)",
    "answer": f"e.result != {NO_ANSWER}",
}
#: Partial indexes, in the order of time.
_STATE_INDEXES: Final = {"pinned": "exchange_pinned", "note": "exchange_noted"}
_STATE_FACETS: Final = {"problems": ("has", "problems"), "real": ("is", "real"), "local": ("is", "local")}

#: Of more tags than this not each is followed apart.
_MOST_TAGS: Final = 50

Value = str | int


@dataclass(frozen=True, slots=True)
class Path:
    """Rows in the order of time, newest first: one run for each of ``values``.

    Attributes:
        source: tables with their alias ``e`` for the exchange.
        where: a condition with a mark for the value; without one there is a single run.
        alias: the table of ``source`` that holds ``sent_at`` and ``id`` in that order.
        shared: values for further marks of ``where``, the same in each run.
    """

    source: str
    where: str
    values: tuple[Value, ...] = ()
    alias: str = "e"
    shared: tuple[Value, ...] = ()

    @property
    def select(self) -> str:
        """All its rows, with a condition that may be added to; their time and id are the first two columns."""
        return f"SELECT {self.alias}.sent_at, {self.alias}.id FROM {self.source} WHERE {self.where}"


BY_TIME: Final = Path("exchange e INDEXED BY exchange_by_time", "1")
#: Of what nothing has. It names no index: SQLite cannot tell that one of some rows only would serve here.
NOWHERE: Final = Path("exchange e", "0")


@dataclass(frozen=True, slots=True)
class RowFilter:
    """One filter on the light row.

    Attributes:
        sql, values: the condition.
        path: rows that fit and no others, in the order of time; None: there is no such path.
        facets: tokens of which a fitting row has one; empty: the index cannot narrow by it.
        sql_in_index: the indexes by time hold all that the condition reads.
    """

    sql: str
    values: tuple[Value, ...] = ()
    path: Path | None = None
    facets: tuple[str, ...] = ()
    sql_in_index: bool = False


def row_filters(connection: sqlite3.Connection, conditions: tuple[Condition, ...]) -> list[RowFilter]:
    """A filter for each condition that can be told from the light row."""
    return [made for made in (_row_filter(connection, one) for one in conditions) if made is not None]


def _row_filter(connection: sqlite3.Connection, condition: Condition) -> RowFilter | None:
    holds = BY_NAME[condition.field].holds
    if holds is Holds.FACT:
        return None
    if holds is Holds.TAG:
        made = _by_tag(connection, condition.values)
    elif holds is Holds.STATE:
        made = _by_state(condition.values)
    else:
        made = _by_column(connection, condition)
    if condition.negated:
        return RowFilter(f"NOT ifnull({made.sql}, 0)", made.values, sql_in_index=made.sql_in_index)
    return made


def _by_column(connection: sqlite3.Connection, condition: Condition) -> RowFilter:
    column = _COLUMNS[condition.field]
    values: tuple[Value, ...]
    if condition.field == "status":
        values = _results(connection, condition.values)
    else:
        values = _occurring(connection, column, condition.values)
    sql = f"e.{column} IN ({', '.join('?' * len(values))})" if values else "0"
    index = _INDEXES.get(condition.field)
    path = Path(f"exchange e INDEXED BY {index}", f"e.{column} = ?", values) if index else None
    facets = tuple(facet(condition.field, value) for value in values)
    return RowFilter(sql, values, path if values else NOWHERE, facets, sql_in_index=index is not None)


def _by_tag(connection: sqlite3.Connection, names: tuple[str, ...]) -> RowFilter:
    keys = _meant(map(tag_key, names), distinct(connection, "key", "exchange_tag"))
    if not keys:
        return RowFilter("0", (), NOWHERE)
    marks = ", ".join("?" * len(keys))
    sql = f"EXISTS (SELECT 1 FROM exchange_tag g WHERE g.id = e.id AND g.key IN ({marks}))"
    if len(keys) == 1:
        return RowFilter(sql, keys, Path(_TAGGED, "g.key = ?", keys, "g"))
    if len(keys) > _MOST_TAGS:
        return RowFilter(sql, keys)
    # a row with two of the tags stands in the run of the first of them alone
    is_first = f"NOT EXISTS (SELECT 1 FROM exchange_tag h WHERE h.id = g.id AND h.key < g.key AND h.key IN ({marks}))"
    return RowFilter(sql, keys, Path(_TAGGED, f"g.key = ? AND {is_first}", keys, "g", keys))


def _by_state(states: tuple[str, ...]) -> RowFilter:
    sql = " OR ".join(_STATES[state] for state in states)
    path = None
    facets: list[str] = []
    if len(states) == 1 and states[0] in _STATE_INDEXES:
        path = Path(f"exchange e INDEXED BY {_STATE_INDEXES[states[0]]}", sql)
    if all(state in _STATE_FACETS for state in states):
        facets = [facet(*_STATE_FACETS[state]) for state in states]
    return RowFilter(f"({sql})", (), path, tuple(facets))


def _results(connection: sqlite3.Connection, statuses: tuple[str, ...]) -> tuple[int, ...]:
    """The values of ``result`` that ``statuses`` mean: for a class those that occur."""
    present = distinct(connection, "result") if any(s.endswith("xx") for s in statuses) else []
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


def _occurring(connection: sqlite3.Connection, column: str, names: tuple[str, ...]) -> tuple[str, ...]:
    """The values of ``column`` that any of ``names`` means."""
    return _meant(map(str.casefold, names), distinct(connection, column))


def _meant(wanted: Iterable[str], occurring: Iterable[Value]) -> tuple[str, ...]:
    """Of what occurs, that which any of ``wanted`` means: in any case, and with any rest where a ``*`` ends it."""
    whole, beginnings = set(), []
    for name in wanted:
        if name.endswith("*"):
            beginnings.append(name[:-1])
        else:
            whole.add(name)
    starts = tuple(beginnings)
    found = ((value, value.casefold()) for value in map(str, occurring))
    return tuple(value for value, folded in found if folded in whole or (starts and folded.startswith(starts)))


def distinct(connection: sqlite3.Connection, column: str, table: str = "exchange") -> list[Value]:
    """The values that occur in a column, in order; jumps from one to the next in its index."""
    if column == "source":  # no index has it
        return [name for (name,) in connection.execute("SELECT name FROM exchange_source ORDER BY name")]
    rows = connection.execute(
        f"""
        WITH RECURSIVE step (value) AS (
            SELECT min({column}) FROM {table}
            UNION ALL
            SELECT (SELECT min({column}) FROM {table} WHERE {column} > step.value) FROM step
            WHERE step.value IS NOT NULL
        )
        SELECT value FROM step WHERE value IS NOT NULL
        """
    )
    return [value for (value,) in rows]
