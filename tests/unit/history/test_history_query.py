"""What a person types into the search box becomes a query."""

import os
import subprocess
import sys
import time
from datetime import UTC, datetime

import pytest

from yespo_console.history.query import Condition, Query, QueryError
from yespo_console.history.query_text import parse_query, read_query
from yespo_console.history.search_text import Searched, decoded, fold, terms


@pytest.fixture
def kyiv_time(monkeypatch: pytest.MonkeyPatch):
    if not hasattr(time, "tzset"):
        pytest.skip("this system cannot change its time zone for one process")
    monkeypatch.setenv("TZ", "EET-2")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def utc(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=UTC)


def where(field: str, *values: str, negated: bool = False) -> Condition:
    return Condition(field, values, negated)


def test_words_and_filters_are_told_apart() -> None:
    query = parse_query('olena type:cartUpdated "red mug" ENV:"Client Ltd" status:4XX status:none http://x "note:x"')
    assert query == Query(
        'olena "red mug" http://x "note:x"',
        (where("type", "cartUpdated"), where("env", "Client Ltd"), where("status", "4xx", "none")),
    )
    assert query.terms == ("olena", "red mug", "http://x", "note:x")


def test_where_a_part_is_enough_a_star_behind_it_asks_for_no_more() -> None:
    assert parse_query('product:WS01* key:"5*" type:cart*') == Query(
        "", (where("product", "WS01"), where("key", "5*"), where("type", "cart*"))
    )
    with pytest.raises(QueryError, match="needs a value"):
        parse_query("product:*")


def test_a_minus_takes_away() -> None:
    query = parse_query('cart -type:pageViewed -"red mug" -blue -5 - -tag:done tag:new')
    assert query == Query(
        "cart -5 -",
        (where("type", "pageViewed", negated=True), where("tag", "done", negated=True), where("tag", "new")),
        '"red mug" blue',
    )


@pytest.mark.parametrize(
    "word",
    [
        "https://shop.example/cart",
        "https:",
        "ftp://shop.example",
        "10:30",
        "A1:b",
        "d59c6e6d:41",
        '"price":45.5',
        '{"name":"size"}',
        "::1",
        ":b",
        "or",
        "Oregon",
    ],
)
def test_a_word_with_a_colon_that_cannot_be_meant_as_a_filter_is_looked_for(word: str) -> None:
    assert parse_query(f"mug {word}").terms == ("mug", word.lower())


@pytest.mark.parametrize("word", ["size:XL", "sku:A1", "розмір:XL", "OR", "note:"])
def test_in_quotes_anything_is_looked_for(word: str) -> None:
    assert parse_query(f'mug "{word}"').terms == ("mug", fold(word))


def test_what_stands_behind_an_or_is_not_asked_for_as_well() -> None:
    read = read_query('lamp OR "red mug" chair')
    assert read.query == Query("lamp chair")
    assert [part.value for part in read.parts if part.fault is None] == ["lamp", "red mug", "chair"]
    assert read_query("type:a OR type:b").query == Query(conditions=(where("type", "a", "b"),))


def test_a_joining_word_by_itself_is_a_word_like_any_other() -> None:
    assert parse_query("OR").terms == ("or",)


def test_a_phrase_is_looked_for_while_it_is_typed_and_told_how_to_end() -> None:
    read = read_query('mug "red la')
    assert read.query.terms == ("mug", "red la")
    assert [str(fault) for fault in read.faults] == [
        '“"red la”: the quote is not closed. A phrase ends with a quote, as in "red la".'
    ]
    assert (read.parts[1].start, read.parts[1].end) == (4, 11)
    assert read_query('-"red').query.without == '"red"'
    with pytest.raises(QueryError, match="the quote is not closed"):
        parse_query('"size:XL')


@pytest.mark.parametrize("typed", ['27"', '27" "pro"', '"sku":"A1', '"', 'say"hello'])
def test_a_quote_inside_a_word_is_a_character(typed: str) -> None:
    assert parse_query(typed).terms[0] == fold(typed.split()[0])


def test_every_part_is_told_with_its_place() -> None:
    text = 'mug -env:"Client Ltd" status:9 "a b"'
    read = read_query(text)
    assert [(text[part.start : part.end], part.field, part.value, part.negated) for part in read.parts] == [
        ("mug", "", "mug", False),
        ('-env:"Client Ltd"', "env", "Client Ltd", True),
        ("status:9", "status", "9", False),
        ('"a b"', "", "a b", False),
    ]
    assert [part.fault is not None for part in read.parts] == [False, False, True, False]
    assert read.query == Query('mug "a b"', (where("env", "Client Ltd", negated=True),))


def test_days_are_local_and_until_includes_its_day(kyiv_time: None) -> None:
    query = parse_query("since:2026-11-20 until:2026-11-20")
    assert query.since == datetime(2026, 11, 19, 22, tzinfo=UTC)
    assert query.until == datetime(2026, 11, 20, 22, tzinfo=UTC)
    assert parse_query("on:2026-11-20") == query
    assert parse_query("before:2026-11-20").until == datetime(2026, 11, 19, 22, tzinfo=UTC)
    assert parse_query("since:2026-11-20T14:30").since == datetime(2026, 11, 20, 12, 30, tzinfo=UTC)
    assert parse_query("since:2026-11-20T14:30+00:00").since == datetime(2026, 11, 20, 14, 30, tzinfo=UTC)
    month = parse_query("on:2026-11")
    assert (month.since, month.until) == (
        datetime(2026, 10, 31, 22, tzinfo=UTC),
        datetime(2026, 11, 30, 22, tzinfo=UTC),
    )
    assert parse_query("on:2026-12").until == datetime(2026, 12, 31, 22, tzinfo=UTC)
    assert parse_query("since:2026-11").since == parse_query("before:2026-11").until == month.since
    assert parse_query("until:2026-11").until == month.until
    year = parse_query("on:2026")
    assert (year.since, year.until) == (
        datetime(2025, 12, 31, 22, tzinfo=UTC),
        datetime(2026, 12, 31, 22, tzinfo=UTC),
    )
    assert parse_query("since:2026").since == parse_query("before:2026").until == year.since
    assert parse_query("until:2026").until == year.until


@pytest.mark.parametrize(
    ("written", "first", "end"),
    [
        ("2026-11-29T01", utc(2026, 11, 28, 23), utc(2026, 11, 29, 0)),
        ("2026-11-29t01:05", utc(2026, 11, 28, 23, 5), utc(2026, 11, 28, 23, 6)),
        ('"2026-11-29 01:05"', utc(2026, 11, 28, 23, 5), utc(2026, 11, 28, 23, 6)),
        ("2026-11-29T01:05:07", utc(2026, 11, 28, 23, 5, 7), utc(2026, 11, 28, 23, 5, 8)),
        (
            "2026-11-29T01:05:07.25",
            utc(2026, 11, 28, 23, 5, 7, 250_000),
            utc(2026, 11, 28, 23, 5, 7, 250_001),
        ),
        ("2026-11-29T01Z", utc(2026, 11, 29, 1), utc(2026, 11, 29, 2)),
        ("2026-11-29T01:05+01:00", utc(2026, 11, 29, 0, 5), utc(2026, 11, 29, 0, 6)),
    ],
)
def test_half_a_time_is_the_whole_hour_minute_or_second(
    kyiv_time: None, written: str, first: datetime, end: datetime
) -> None:
    on = parse_query(f"on:{written}")
    assert (on.since, on.until) == (first, end)
    assert parse_query(f"since:{written}").since == parse_query(f"before:{written}").until == first
    assert parse_query(f"until:{written}").until == end


def test_an_hour_that_the_clocks_go_through_twice_is_both(monkeypatch: pytest.MonkeyPatch, kyiv_time: None) -> None:
    monkeypatch.setenv("TZ", "EET-2EEST,M3.5.0/3,M10.5.0/4")  # back from 4 to 3 in the last night of October
    time.tzset()
    on = parse_query("on:2026-10-25T03")
    assert (on.since, on.until) == (datetime(2026, 10, 25, 0, tzinfo=UTC), datetime(2026, 10, 25, 2, tzinfo=UTC))


def test_what_was_sent_beside_an_hour_that_the_clocks_pass_over_is_not_found_in_it(
    monkeypatch: pytest.MonkeyPatch, kyiv_time: None
) -> None:
    monkeypatch.setenv("TZ", "EET-2EEST,M3.5.0/3,M10.5.0/4")  # on from 3 to 4 in the last night of March
    time.tzset()
    for written in ("2026-03-29T03", "2026-03-29T03:30"):
        with pytest.raises(QueryError, match=f"no time passes then. Write since:{written}"):
            parse_query(f"on:{written}")
    assert parse_query("since:2026-03-29T03").since == utc(2026, 3, 29, 1)
    assert parse_query("on:2026-03-29T02").until == utc(2026, 3, 29, 1)


def test_a_day_begins_where_the_clocks_pass_over_its_midnight(monkeypatch: pytest.MonkeyPatch, kyiv_time: None) -> None:
    monkeypatch.setenv("TZ", "Africa/Cairo")
    time.tzset()
    day = parse_query("on:2026-04-24")
    assert (day.since, day.until) == (utc(2026, 4, 23, 22), utc(2026, 4, 24, 21))


@pytest.mark.parametrize("written", ["2d", "3h"])
def test_nothing_can_be_sent_in_a_mere_moment_so_it_is_said(written: str) -> None:
    with pytest.raises(QueryError, match=f"Write since:{written} or the day, as in on:2026-11-20"):
        parse_query(f"on:{written}")


def test_times_are_counted_back_from_now(kyiv_time: None) -> None:
    now = datetime(2026, 11, 20, 23, 30, tzinfo=UTC)  # half past one on the 21st in Kyiv

    def since(text: str) -> datetime | None:
        return read_query(text, now).query.since

    assert since("since:2d") == datetime(2026, 11, 18, 23, 30, tzinfo=UTC)
    assert since("since:3h") == datetime(2026, 11, 20, 20, 30, tzinfo=UTC)
    assert since("since:1w since:15m") == datetime(2026, 11, 20, 23, 15, tzinfo=UTC)
    assert since("since:today") == datetime(2026, 11, 20, 22, tzinfo=UTC)
    yesterday = read_query("on:yesterday", now).query
    assert (yesterday.since, yesterday.until) == (
        datetime(2026, 11, 19, 22, tzinfo=UTC),
        datetime(2026, 11, 20, 22, tzinfo=UTC),
    )


@pytest.mark.parametrize(
    "text",
    [
        "since:2026-13-01",
        "until:tomorrow",
        "since:2",
        "until:9999-12-31",
        "since:999999w",
        "on:2026-13",
        "on:ſ",
        "on:0000",
        "on:9999",
        "on:2026-11-29T",
        "on:2026-11-29T1",
        "on:2026-11-29T25",
        "on:2026-11-29T01:",
    ],
)
def test_a_wrong_date_says_which_word_and_what_is_expected(text: str) -> None:
    with pytest.raises(QueryError, match="2026-11-20") as raised:
        parse_query(f"mug {text}")
    assert raised.value.word == text
    assert text in str(raised.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("type:", "“type:” needs a value, as in type:cartUpdated"),
        ('env:""', "needs a value"),
        ('env:"Client', "the quote is not closed"),
        ('env:"My sh', 'A phrase ends with a quote, as in env:"My sh"'),
        ('-key:"A 1', "the quote is not closed"),
        ('email:"zzz qqq', "the quote is not closed"),
        ('since:"2026-11-20 1', "the quote is not closed"),
        ('tag:"the ""big"" c', "the quote is not closed"),
        ("type:(pageViewed)", "a filter takes one value. For either of two write it twice, as in type:… type:…"),
        ("-type:(pageViewed cartUpdated)", "Put the value in quotes to look for it as it stands."),
        ("tag:a,b", "as in tag:… tag:…"),
        ("env:a|b", "as in env:… env:…"),
        ("typ:cart", "“typ:cart” is no filter. Write type:"),
        ("-emial:x", "Write email:"),
        ("foo:bar", "“foo:bar” is no filter. Filters are type, status, env,"),
        ("event:cartUpdated", "“event:cartUpdated” is no filter. Write type:"),
        ("answer:4xx", "Write status:"),
        ("foo:bar", "Put it in quotes to look for it as it stands."),
        ("-foo:", "“foo:” is no filter"),
        ("тип:cartUpdated", "“тип:cartUpdated” is no filter"),
        ("event_type:cartUpdated", "is no filter"),
        ("OR", "A filter that stands twice takes either, as in status:4xx status:5xx."),
        ("AND", "leave it out"),
        ("NOT", "put a minus before what is to be left out, as in -lamp"),
        ("is:open", "“open” is unknown here. After is: write one of these: pinned, real, local."),
        ("has:pins", "problems, note, tags, answer"),
        ("-since:2d", "cannot be excluded"),
    ],
)
def test_a_mistake_says_what_is_wrong_and_what_to_write(text: str, told: str) -> None:
    with pytest.raises(QueryError) as raised:
        parse_query(f"mug {text}")
    assert told in str(raised.value)
    assert read_query(f"mug {text}").query == Query("mug")


@pytest.mark.parametrize("status", ["6xx", "20", "ok", "2000", ""])
def test_a_wrong_status_says_what_is_expected(status: str) -> None:
    with pytest.raises(QueryError, match="404"):
        where("status", status)


def test_nothing_asked_is_everything() -> None:
    assert Query().is_everything
    assert Query("  ").is_everything
    assert not Query("a").is_everything
    assert not parse_query("status:2xx").is_everything
    assert not parse_query("-mug").is_everything
    assert parse_query("") == Query()


@pytest.mark.parametrize(
    ("typed", "looked_for"),
    [
        ("Red  MUG red", ("red", "mug")),
        ('"Red Mug"', ("red mug",)),
        ('"productId":"WS01"', ('"productid":"ws01"',)),
        ('27" "pro', ('27"', '"pro')),
        ('""', ()),
        ('"say ""hi"" now" "a"" b"', ('say "hi" now', 'a" b')),
        ('""hi""', ('""hi""',)),
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
    row = Searched("Client Ltd", None, "[]", b'{"eventTypeKey":"cartUpdated"}', b"Missing PARAMS", "A note")
    assert row.text() == 'client ltd\n{"eventtypekey":"cartupdated"}\nmissing params\na note'
    assert Searched("S", None, "[]", b"{}", None).text() == "s\n{}"
    phone = Searched("S", None, '[["phone", "+38 (050) 123-45-67"]]', b"{}", None)
    assert phone.text() == "s\n{}\n380501234567"


def test_the_query_module_needs_nothing_heavy() -> None:
    code = (
        "import sys, yespo_console.history.query_text;"
        " print(sorted({'pydantic', 'sqlite3', 'httpx'} & set(sys.modules)))"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, env=dict(os.environ)
    )
    assert done.stdout.strip() == "[]"
