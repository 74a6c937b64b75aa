"""Exchanges to hand on: one that is told by its differences, and any at all."""

import json
from datetime import UTC, datetime, timedelta

from hypothesis import strategies as st

from yespo_console.events.event import ApiVersion
from yespo_console.events.problems import Effect, Severity
from yespo_console.history.exchange import Answer, Exchange, ExchangeError, StoredProblem, Timing

NOON = datetime(2026, 11, 20, 12, 0, 0, 123456, tzinfo=UTC)
TIMING = Timing(connect_ms=10, tls_ms=5, first_byte_ms=20, total_ms=40)
BODY = {
    "eventTypeKey": "cartUpdated",
    "keyValue": "olha@example.com",
    "params": [
        {"name": "email", "value": "olha@example.com"},
        {"name": "products", "value": '[{"productId":"Чашка-1","price":45.5}]'},
    ],
}


def exchange(body=BODY, **changes):
    """One exchange; ``body`` is bytes, text, or what JSON holds."""
    if not isinstance(body, str | bytes):
        body = json.dumps(body, ensure_ascii=False)
    values = {
        "id": 7,
        "sent_at": NOON,
        "environment": "Yespo",
        "is_real": True,
        "url": "https://yespo.io/api/v2/event",
        "api": ApiVersion.V2,
        "event_type": "cartUpdated",
        "key_value": "olha@example.com",
        "locators": (("email", "olha@example.com"),),
        "request_headers": (("Content-Type", "application/json; charset=UTF-8"), ("Authorization", "Basic ***")),
        "request_body": body.encode() if isinstance(body, str) else body,
        "source": "window",
        "answer": Answer(
            status=200, reason="OK", timing=Timing(connect_ms=10, tls_ms=5, first_byte_ms=20, total_ms=40)
        ),
    }
    return Exchange(**{**values, **changes})


#: What a text in the history can be: any characters but halves of one, which UTF-8 cannot carry.
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=30)
pairs = st.lists(st.tuples(texts, texts), max_size=3).map(tuple)
names = st.sampled_from(["Content-Type", "Date", "X-Odd"])
headers = st.lists(st.tuples(names, texts), max_size=3).map(tuple)
times = st.none() | st.floats(0, 1e6)
timings = st.builds(Timing, connect_ms=times, tls_ms=times, first_byte_ms=times, total_ms=times, reused=st.booleans())
errors = st.builds(ExchangeError, kind=texts, phase=texts, args=pairs, may_have_been_accepted=st.booleans())
answers = st.builds(
    Answer,
    status=st.integers(100, 999),
    reason=texts,
    headers=headers,
    body=st.binary(max_size=50) | texts.map(str.encode),
    timing=timings,
    error=st.none() | errors,
) | st.builds(Answer, timing=timings, error=errors)
problems = st.builds(
    StoredProblem,
    code=texts,
    severity=st.sampled_from(Severity),
    effect=st.sampled_from(Effect),
    pointer=texts,
    args=pairs,
)
exchanges = st.builds(
    Exchange,
    id=st.just(0),
    sent_at=st.integers(0, 10**12).map(lambda microseconds: NOON - timedelta(microseconds=microseconds)),
    environment=texts,
    is_real=st.booleans(),
    method=texts,
    url=texts.map(lambda rest: f"https://yespo.io/{rest}"),
    api=st.sampled_from(ApiVersion),
    event_type=st.none() | texts,
    key_value=st.none() | texts,
    locators=pairs,
    request_headers=headers,
    request_body=st.binary(max_size=50) | texts.map(str.encode),
    problems=st.lists(problems, max_size=2).map(tuple),
    source=texts,
    tags=st.lists(texts.filter(bool), max_size=3, unique=True).map(tuple),
    note=texts,
    pinned=st.booleans(),
    answer=st.none() | answers,
)
