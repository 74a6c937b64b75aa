"""A request, one that was recorded, and what is found, for the tests of the store."""

from datetime import UTC, datetime

from patience import PATIENCE_S

from yespo_console.events.event import ApiVersion
from yespo_console.history.exchange import Answer, NewExchange
from yespo_console.history.query import Query
from yespo_console.history.store import HistoryStore

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
OK = Answer(status=200, reason="OK")


def request(body: str | bytes = "{}", **changes: object) -> NewExchange:
    values = {
        "sent_at": NOON,
        "environment": "Sandbox",
        "is_real": False,
        "url": "http://127.0.0.1:8377/api/v2/event",
        "api": ApiVersion.V2,
        "request_body": body.encode() if isinstance(body, str) else body,
        "source": "window",
    }
    return NewExchange(**{**values, **changes})


def record(store: HistoryStore, body: str | bytes = "{}", answer: Answer | None = OK, **changes: object) -> int:
    number = store.begin(request(body, **changes)).result(PATIENCE_S)
    if answer is not None:
        store.complete(number, answer).result(PATIENCE_S)
    return number


def found(store: HistoryStore, query: Query) -> list[int]:
    """What the query finds; the page, the ids and the count must agree."""
    ids = store.ids(query)
    assert [row.id for row in store.page(query, limit=10_000)] == list(ids)
    assert store.count(query) == len(ids)
    return list(ids)
