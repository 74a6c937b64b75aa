"""Between the models of ``exchange`` and the columns of ``migrations``; nothing else knows both."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from yespo_console.events.problems import Severity
from yespo_console.history.exchange import Answer, Exchange, NewExchange, Pairs, tag_key
from yespo_console.history.query import ExchangeRow
from yespo_console.history.schema import NETWORK_ERROR, NO_ANSWER
from yespo_console.history.search_text import Searched
from yespo_console.sharing.masking import mask_headers

_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND: Final = timedelta(microseconds=1)

_INSERT: Final = """
INSERT INTO exchange (
    sent_at, newest_before, environment, is_real, method, url, api, event_type, key_value, source, errors, warnings,
    note, pinned
) VALUES (?, ifnull((SELECT max(sent_at) FROM exchange), ?), ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
"""
_INSERT_BODY: Final = """
INSERT INTO exchange_body (id, locators, problems, request_headers, request_body) VALUES (?, ?, ?, ?, ?)
"""
_COMPLETE: Final = """
UPDATE exchange SET result = ?, error_kind = ?, may_have_been_accepted = ?, total_ms = ? WHERE id = ? AND result = 0
"""
_COMPLETE_BODY: Final = "UPDATE exchange_body SET answer = ?, answer_headers = ?, answer_body = ? WHERE id = ?"

_SELECT_SAME: Final = """
SELECT 1 FROM exchange JOIN exchange_body USING (id) WHERE sent_at = ? AND url = ? AND request_body = ? LIMIT 1
"""

_TAGS: Final = "(SELECT group_concat(name, char(31)) FROM exchange_tag g WHERE g.id = exchange.id)"

_SELECT: Final = f"""
SELECT id, sent_at, environment, is_real, method, url, api, event_type, key_value, source, note, pinned, {_TAGS},
       locators, problems, request_headers, request_body, answer, answer_headers, answer_body
FROM exchange JOIN exchange_body USING (id) WHERE id = ?
"""

ROW_COLUMNS: Final = (
    "id, sent_at, environment, is_real, method, url, event_type, key_value, result, error_kind, total_ms, errors,"
    f" warnings, source, pinned, note != '', {_TAGS}"
)

#: What is searched; ``e`` is the exchange, ``b`` its body.
SEARCHED_COLUMNS: Final = "e.environment, e.key_value, b.locators, b.request_body, b.answer_body, e.note"


def to_stored(moment: datetime) -> int:
    """Microseconds since 1970 UTC, exactly."""
    return (moment - _EPOCH) // _MICROSECOND


def from_stored(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)


def insert(connection: sqlite3.Connection, new: NewExchange) -> int:
    """Write a request without its answer; its new id. To be called inside a transaction."""
    sent_at = to_stored(new.sent_at)
    severities = [problem.severity for problem in new.problems]
    cursor = connection.execute(
        _INSERT,
        (
            sent_at,
            sent_at,
            _storable(new.environment),
            new.is_real,
            _storable(new.method),
            _storable(new.url),
            new.api.value,
            _storable(new.event_type),
            _storable(new.key_value),
            _storable(new.source),
            severities.count(Severity.ERROR),
            severities.count(Severity.WARNING),
            _storable(new.note),
            new.pinned,
        ),
    )
    number = int(cursor.lastrowid or 0)
    connection.execute("INSERT OR IGNORE INTO exchange_source VALUES (?)", (_storable(new.source),))
    add_tags(connection, number, new.tags)
    connection.execute(
        _INSERT_BODY,
        (
            number,
            json.dumps(new.locators),
            json.dumps([problem.model_dump(mode="json") for problem in new.problems]),
            _headers(new.request_headers),
            new.request_body,
        ),
    )
    return number


def add_tags(connection: sqlite3.Connection, number: int, tags: Iterable[str]) -> None:
    """Give the exchange these tags; one that it has already keeps its spelling."""
    connection.executemany(
        "INSERT OR IGNORE INTO exchange_tag (key, sent_at, id, name)"
        " SELECT ?, sent_at, id, ? FROM exchange WHERE id = ?",
        [(_storable(tag_key(tag)), _storable(tag), number) for tag in tags],
    )


def remove_tags(connection: sqlite3.Connection, number: int, tags: Iterable[str]) -> None:
    """Take these tags from the exchange."""
    connection.executemany(
        "DELETE FROM exchange_tag WHERE id = ? AND key = ?", [(number, _storable(tag_key(tag))) for tag in tags]
    )


def annotate(connection: sqlite3.Connection, number: int, note: str | None, pinned: bool | None) -> None:
    """Change the note or the pin; None leaves it."""
    connection.execute(
        "UPDATE exchange SET note = ifnull(?, note), pinned = ifnull(?, pinned) WHERE id = ?",
        (_storable(note), pinned, number),
    )


def complete(connection: sqlite3.Connection, number: int, answer: Answer) -> bool:
    """Add the answer to a request that has none; False when there is no such request."""
    cursor = connection.execute(_COMPLETE, (*outcome_columns(answer), number))
    if cursor.rowcount == 0:
        return False
    rest = answer.model_dump_json(exclude={"headers", "body"})
    connection.execute(_COMPLETE_BODY, (rest, _headers(answer.headers), answer.body, number))
    return True


def outcome_columns(answer: Answer) -> tuple[int, str | None, bool, float | None]:
    """What the row says of an answer: ``result``, ``error_kind``, ``may_have_been_accepted`` and ``total_ms``."""
    return (
        NETWORK_ERROR if answer.status is None else answer.status,
        answer.error.kind if answer.error else None,
        _may_have_been_accepted(answer),
        answer.timing.total_ms,
    )


def bring_in(connection: sqlite3.Connection, exchange: Exchange) -> int | None:
    """Write an exchange from elsewhere, whole; its new id, or None when it is there. Inside a transaction."""
    known = (to_stored(exchange.sent_at), _storable(exchange.url), exchange.request_body)
    if connection.execute(_SELECT_SAME, known).fetchone() is not None:
        return None
    number = insert(connection, exchange)
    if exchange.answer is not None:
        complete(connection, number, exchange.answer)
    return number


def load(connection: sqlite3.Connection, number: int) -> Exchange | None:
    """The whole exchange, or None."""
    row = connection.execute(_SELECT, (number,)).fetchone()
    if row is None:
        return None
    (
        number,
        sent_at,
        environment,
        is_real,
        method,
        url,
        api,
        event_type,
        key_value,
        source,
        note,
        pinned,
        tags,
        locators,
        problems,
        request_headers,
        request_body,
        answer,
        answer_headers,
        answer_body,
    ) = row
    return Exchange(
        id=number,
        sent_at=from_stored(sent_at),
        environment=environment,
        is_real=bool(is_real),
        method=method,
        url=url,
        api=api,
        event_type=event_type,
        key_value=key_value,
        source=source,
        note=note,
        pinned=bool(pinned),
        tags=_tags(tags),
        locators=json.loads(locators),
        problems=json.loads(problems),
        request_headers=json.loads(request_headers),
        request_body=request_body,
        answer=answer and Answer(**json.loads(answer), headers=json.loads(answer_headers), body=answer_body),
    )


def to_row(columns: Sequence[Any]) -> ExchangeRow:
    """A light row from ``ROW_COLUMNS``."""
    (
        number,
        sent_at,
        environment,
        is_real,
        method,
        url,
        event_type,
        key_value,
        result,
        error_kind,
        total_ms,
        errors,
        warnings,
        source,
        pinned,
        has_note,
        tags,
    ) = columns
    return ExchangeRow(
        id=number,
        sent_at=from_stored(sent_at),
        environment=environment,
        is_real=bool(is_real),
        method=method,
        url=url,
        event_type=event_type,
        key_value=key_value,
        status=result if result > 0 else None,
        error_kind=error_kind,
        answered=result != NO_ANSWER,
        total_ms=total_ms,
        errors=errors,
        warnings=warnings,
        source=source,
        pinned=bool(pinned),
        has_note=bool(has_note),
        tags=_tags(tags),
    )


def to_searched(columns: Sequence[Any]) -> Searched:
    """What is searched, from ``SEARCHED_COLUMNS``."""
    return Searched(*columns)


def _tags(names: str | None) -> tuple[str, ...]:
    return tuple(sorted(names.split("\x1f"), key=tag_key)) if names else ()


def _may_have_been_accepted(answer: Answer) -> bool:
    """Whether the event may be in the account: a 2xx says so, a 5xx does not say no, a redirect and a 4xx do."""
    if answer.status is not None:
        return 200 <= answer.status < 300 or answer.status >= 500
    return answer.error is not None and answer.error.may_have_been_accepted


def _headers(headers: Pairs) -> str:
    # The models mask already; a model made without validation must not be the way a key gets into the file.
    return json.dumps(mask_headers(headers))


def _storable(text: str | None) -> str | None:
    """SQLite keeps no half of a surrogate pair; such a text (a JSON body may hold one) is kept with U+FFFD for it."""
    return text if text is None else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
