"""What a person types into the search box becomes a query."""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest

from yespo_console.history.query import Query, QueryError, parse_query
from yespo_console.history.search_text import decoded, fold, search_text, terms


@pytest.fixture
def kyiv_time(monkeypatch: pytest.MonkeyPatch):
    if not hasattr(time, "tzset"):
        pytest.skip("this system cannot change its time zone for one process")
    monkeypatch.setenv("TZ", "EET-2")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def test_words_and_filters_are_told_apart() -> None:
    query = parse_query('olena type:cartUpdated "red mug" env:"Client Ltd" status:4XX status:none http://x type:')
    assert query == Query(
        text='olena "red mug" http://x type:',
        event_types=("cartUpdated",),
        environments=("Client Ltd",),
        statuses=("4xx", "none"),
    )
    assert query.terms == ("olena", "red mug", "http://x", "type:")


def test_days_are_local_and_until_includes_its_day(kyiv_time: None) -> None:
    query = parse_query("since:2026-11-20 until:2026-11-20")
    assert query.since == datetime(2026, 11, 19, 22, tzinfo=UTC)
    assert query.until == datetime(2026, 11, 20, 22, tzinfo=UTC)
    assert parse_query("since:2026-11-20T14:30").since == datetime(2026, 11, 20, 12, 30, tzinfo=UTC)
    assert parse_query("since:2026-11-20T14:30+00:00").since == datetime(2026, 11, 20, 14, 30, tzinfo=UTC)


@pytest.mark.parametrize("text", ["since:2026-13-01", "until:tomorrow", "since:2", "until:9999-12-31"])
def test_a_wrong_date_says_which_word_and_what_is_expected(text: str) -> None:
    with pytest.raises(QueryError, match="2026-11-20") as raised:
        parse_query(f"mug {text}")
    assert raised.value.word == text
    assert text in str(raised.value)


@pytest.mark.parametrize("status", ["6xx", "20", "ok", "2000", ""])
def test_a_wrong_status_says_what_is_expected(status: str) -> None:
    with pytest.raises(QueryError, match="404"):
        Query(statuses=(status,))


def test_nothing_asked_is_everything() -> None:
    assert Query().is_everything
    assert Query("  ").is_everything
    assert not Query("a").is_everything
    assert not Query(statuses=("2xx",)).is_everything
    assert parse_query("") == Query()


@pytest.mark.parametrize(
    ("typed", "looked_for"),
    [
        ("Red  MUG red", ("red", "mug")),
        ('"Red Mug"', ("red mug",)),
        ('"productId":"WS01"', ('"productid":"ws01"',)),
        ('27" "pro', ('27"', '"pro')),
        ('""', ()),
        ("Straße ЧАШКА", ("strasse", "чашка")),
    ],
)
def test_words_phrases_and_quotes(typed: str, looked_for: tuple[str, ...]) -> None:
    assert terms(typed) == looked_for


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb'{"a":"\u0427\u0430\u0448\u043a\u0430"}', '{"a":"Чашка"}'),
        (
            rb'{"p":[{"value":"{\"productId\":\"WS01\",\"n\":45.50}"}]}',
            '{"p":[{"value":{"productId":"WS01","n":45.50}}]}',
        ),
        (
            rb'{"p":"[]","q":"{}","r":{},"s":[],"t":[null,true,false,1e2]}',
            '{"p":[],"q":{},"r":{},"s":[],"t":[null,true,false,1e2]}',
        ),
        (rb'{"a":1,"a":2}', '{"a":1,"a":2}'),
        (rb'{"a":"He said \"hi\""}', '{"a":"He said "hi""}'),
        (rb'{"a":"[not json"}', '{"a":"[not json"}'),
        (b'{"a":', '{"a":'),
        (b"\xff", "\ufffd"),
        (b"[" * 100_000, "[" * 100_000),
    ],
)
def test_a_body_is_searched_as_a_person_reads_it(body: bytes, text: str) -> None:
    assert decoded(body) == text


def test_what_sqlite_cannot_keep_is_replaced_in_texts_and_words_alike() -> None:
    assert fold("A\x00\ud83d") == "a\ufffd\ufffd"
    assert terms("A\x00") == ("a\ufffd",)


def test_environment_request_and_answer_are_searched() -> None:
    text = search_text("Client Ltd", b'{"eventTypeKey":"cartUpdated"}', b"Missing PARAMS")
    assert text == 'client ltd\n{"eventtypekey":"cartupdated"}\nmissing params'
    assert search_text("S", b"{}", None) == "s\n{}"


def test_the_query_module_needs_nothing_heavy() -> None:
    code = "import sys, yespo_console.history.query; print(sorted({'pydantic', 'sqlite3', 'httpx'} & set(sys.modules)))"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert done.stdout.strip() == "[]"
