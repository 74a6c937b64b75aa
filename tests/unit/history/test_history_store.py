"""What was sent is kept before it leaves, completed afterwards, and found again."""

import json
import re
import sqlite3
import threading
import time
from array import array
from collections.abc import Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from patience import PATIENCE_S

from yespo_console.events.event import ApiVersion
from yespo_console.events.problems import Effect, Severity
from yespo_console.history import checkpoints, index_terms, indexing, matching, selection, writer
from yespo_console.history.errors import (
    HistoryClosedError,
    HistoryDamagedError,
    SearchCancelledError,
    UnknownExchangeError,
)
from yespo_console.history.exchange import Answer, ExchangeError, NewExchange, StoredProblem, Timing
from yespo_console.history.matching import Matcher
from yespo_console.history.query import Condition, ExchangeRow, Facets, Position, Query
from yespo_console.history.query_text import parse_query
from yespo_console.history.search_text import Searched, fold, terms
from yespo_console.history.store import Cancellation, HistoryStore

KEY = "b2d1f0c9-planted-key"
NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
OK = Answer(status=200, reason="OK")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[HistoryStore]:
    with HistoryStore.open(path) as opened:
        yield opened


def search_text(environment: str, request_body: bytes, answer_body: bytes | None) -> str:
    return Searched(environment, None, "[]", request_body, answer_body).text()


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


def test_a_send_comes_back_as_it_was(store: HistoryStore) -> None:
    problem = StoredProblem(
        code="odd", severity=Severity.WARNING, effect=Effect.NONE, pointer="/params/0", args=(("name", "ціна"),)
    )
    error = problem.model_copy(update={"severity": Severity.ERROR})
    new = request(
        b'{"eventTypeKey":"cartUpdated"}\xff\x00',
        sent_at=NOON + timedelta(microseconds=123457),
        environment="Client Ltd",
        is_real=True,
        event_type="cartUpdated",
        key_value="ключ",
        locators=(("email", "olena@example.com"), ("phone", "380501234567")),
        request_headers=(("Content-Type", "application/json; charset=UTF-8"),),
        problems=(problem, error, error),
        source="cli",
    )
    number = store.begin(new).result(PATIENCE_S)
    waiting = store.get(number)
    assert waiting is not None
    assert waiting.answer is None
    assert waiting.model_dump(exclude={"id", "answer"}) == new.model_dump()
    answer = Answer(
        status=400,
        reason="Bad Request",
        headers=(("Content-Type", "text/plain"), ("X", "1"), ("X", "2")),
        body=b"\x00\xfe no",
        timing=Timing(connect_ms=0.5, tls_ms=None, first_byte_ms=10.25, total_ms=11.5, reused=False),
    )
    store.complete(number, answer).result(PATIENCE_S)
    complete = store.get(number)
    assert complete is not None
    assert complete.answer == answer
    assert store.rows([number]) == [
        ExchangeRow(
            id=number,
            sent_at=new.sent_at,
            environment="Client Ltd",
            is_real=True,
            method="POST",
            url=new.url,
            event_type="cartUpdated",
            key_value="ключ",
            status=400,
            error_kind=None,
            answered=True,
            total_ms=11.5,
            errors=2,
            warnings=1,
            source="cli",
        )
    ]


def test_a_network_error_comes_back_with_what_may_have_happened(store: HistoryStore) -> None:
    error = ExchangeError(kind="timeout", phase="read", args=(("seconds", "30"),), may_have_been_accepted=True)
    number = record(store, answer=Answer(error=error))
    exchange = store.get(number)
    assert exchange is not None
    assert exchange.answer == Answer(error=error)
    (row,) = store.page(parse_query("status:error"))
    assert (row.status, row.error_kind, row.answered) == (None, "timeout", True)


def test_what_is_not_there_is_none(store: HistoryStore) -> None:
    assert store.get(99) is None
    assert store.rows([99]) == []
    assert store.page(Query()) == []
    assert store.facets() == Facets((), (), ())
    with pytest.raises(UnknownExchangeError, match="99"):
        store.complete(99, OK).result(PATIENCE_S)


def test_notes_tags_and_pins_are_kept_found_and_changed(store: HistoryStore) -> None:
    first, second = record(store, '{"a":"mug"}'), record(store, '{"a":"mug"}', tags=("Kept ", "kept"), note="bring")
    assert store.wait_until_indexed()
    store.annotate([first, second], pinned=True, add_tags=("  To   check", "KEPT")).result(PATIENCE_S)
    store.annotate([first], note="Ask the Client").result(PATIENCE_S)
    exchange = store.get(first)
    assert exchange is not None
    assert (exchange.tags, exchange.note, exchange.pinned) == (("KEPT", "To check"), "Ask the Client", True)
    (row, _) = store.page(Query("mug"))[::-1]
    assert (row.tags, row.has_note, row.pinned) == (("KEPT", "To check"), True, True)
    assert store.rows([second])[0].tags == ("kept", "To check")
    assert found(store, parse_query("client mug")) == found(store, parse_query("has:note -bring")) == [first]
    assert found(store, parse_query('tag:"to check"')) == found(store, parse_query("is:pinned")) == [second, first]
    store.annotate([first], note="", pinned=False, remove_tags=("kept", "none")).result(PATIENCE_S)
    assert found(store, parse_query("client")) == []
    assert found(store, parse_query("is:pinned")) == found(store, parse_query("tag:kept")) == [second]
    assert found(store, parse_query("mug")) == [second, first]


def test_people_and_things_are_found_by_a_part_however_they_are_written(store: HistoryStore) -> None:
    item = json.dumps([{"productId": "WS01-M", "name": "A"}])
    body = {
        "eventTypeKey": "cartUpdated",
        "keyValue": "A-1042",
        "params": [
            {"name": "products", "value": item},
            {"name": "recycleStateId", "value": "c0ffee"},
            {"name": "phone", "value": "+38 (050) 123-45-67"},
            {"name": "email", "value": "Olena@Example.com"},
            {"name": "contactId", "value": "77-1"},
        ],
    }
    locators = (("email", "Olena@Example.com"), ("phone", "+38 (050) 123-45-67"), ("contactId", "77-1"))
    cart = record(store, json.dumps(body), key_value="A-1042", locators=locators)
    record(store, '{"keyValue":"B","note":"A-1042 olena@example.com 380501234567 ws01-m c0ffee 77-1"}', key_value="B")
    good = ["key:a-10", "email:OLENA@", "phone:380501234567", 'phone:"+380 50 1234567"', "phone:123", "product:ws01"]
    good += ["cart:c0f", "contact:77-1", "contact:example.com", "contact:380501234567", "phone:1234567 key:1042"]
    good += ['phone:"050 123"', "phone:+38050", "phone:050-123-45"]
    for words in good:
        assert found(store, parse_query(words)) == [cart], words
    assert store.wait_until_indexed()
    for words in good:
        assert found(store, parse_query(words)) == [cart], words
    assert found(store, parse_query("email:380")) == found(store, parse_query("product:A-1042")) == []
    assert len(found(store, Query("380501234567"))) == 2


def test_an_answer_is_given_once(store: HistoryStore) -> None:
    number = record(store)
    with pytest.raises(UnknownExchangeError, match=str(number)):
        store.complete(number, Answer(status=500)).result(PATIENCE_S)
    assert store.rows([number])[0].status == 200


def test_one_write_that_fails_leaves_its_neighbours_alone(store: HistoryStore) -> None:
    futures = [store.begin(request()), store.complete(99, OK), store.begin(request())]
    assert [futures[0].result(PATIENCE_S), futures[2].result(PATIENCE_S)] == [1, 2]
    with pytest.raises(UnknownExchangeError):
        futures[1].result(PATIENCE_S)
    assert found(store, Query()) == [2, 1]


def test_texts_that_sqlite_cannot_keep_do_not_stop_a_send(store: HistoryStore) -> None:
    number = record(
        store, r'{"eventTypeKey":"\ud83d"}', event_type="a\ud83db", key_value="\udc00", locators=(("e", "\ud83d"),)
    )
    exchange = store.get(number)
    assert exchange is not None
    assert (exchange.event_type, exchange.key_value) == ("a\ufffdb", "\ufffd")
    assert exchange.locators == (("e", "\ud83d"),)


def test_no_key_reaches_the_file_even_past_the_models_own_mask(store: HistoryStore, path: Path) -> None:
    headers = (("Authorization", f"Basic {KEY}"), ("X-Api-Key", KEY))
    new = NewExchange.model_construct(**{**request().model_dump(), "api": ApiVersion.V2, "request_headers": headers})
    number = store.begin(new).result(PATIENCE_S)
    answer = Answer.model_construct(
        status=200, reason="", headers=(("Set-Cookie", KEY),), body=b"", timing=Timing(), error=None
    )
    store.complete(number, answer).result(PATIENCE_S)
    assert store.wait_until_indexed()
    store.close()
    for file in path.parent.iterdir():
        assert KEY.encode() not in file.read_bytes()


@pytest.mark.parametrize("indexed", [True, False])
def test_decoded_text_is_found_in_any_case_and_script(
    store: HistoryStore, indexed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not indexed:
        monkeypatch.setattr(writer, "index_batch", lambda *_: 0)
    products = json.dumps([{"productId": "WS01-L-Green", "name": 'Монітор 27" Pro'}])
    cart = record(
        store,
        json.dumps({"eventTypeKey": "cartUpdated", "params": [{"name": "products", "value": products}]}),
        Answer(status=400, body="Немає Параметра 100%_sure".encode()),
        environment="Client Ltd",
    )
    other = record(store, '{"eventTypeKey":"pageViewed"}')
    if indexed:
        assert store.wait_until_indexed()
    words = ["ws01-l", "МОНІТОР", 'монітор 27"', '"productId":"ws01', "cartupdated ltd", '"client ltd"', "параметра"]
    words += ["%", "_s", "100%_", "мо", "27", '"27" pro"']
    for text in words:
        assert found(store, Query(text)) == [cart], text
    assert found(store, Query("viewed")) == [other]
    assert found(store, Query("w")) == [other, cart]
    assert found(store, Query("event")) == [other, cart]
    for text in ("монітор pageviewed", "\\u041c", "ws01%green", "nothing-like-it", "ъъ"):
        assert found(store, Query(text)) == [], text


def test_the_answer_is_found_although_the_request_was_indexed_before_it(
    store: HistoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(indexing, "PATIENCE", timedelta(days=-999))
    number = record(store, '{"a":"first word"}', answer=None)
    assert store.wait_until_indexed()
    with sqlite3.connect(store.path) as connection:
        assert connection.execute("SELECT count(*) FROM unindexed").fetchone() == (0,)
    store.complete(number, Answer(status=400, body=b"second word")).result(PATIENCE_S)
    assert found(store, Query("second")) == [number]
    assert store.wait_until_indexed()
    assert found(store, Query("second")) == found(store, Query("first")) == [number]
    with sqlite3.connect(store.path) as connection:
        assert connection.execute("SELECT count(*) FROM unindexed").fetchone() == (0,)
        connection.execute("INSERT INTO search_index (search_index, rank) VALUES ('integrity-check', 1)")
    connection.close()


_WORDS = st.text(st.sampled_from("aAбБ%_\"\\ '*ßſİΣς0.{}[]:,😀\x00"), max_size=9) | st.text(max_size=6)
_BODIES = st.lists(
    st.one_of(
        _WORDS,
        st.dictionaries(_WORDS, _WORDS, max_size=3).map(json.dumps),
        st.dictionaries(_WORDS, _WORDS, max_size=2).map(lambda inner: json.dumps({"value": json.dumps(inner)})),
        _WORDS.map(
            lambda word: '"' + "".join(f"\\u{ord(letter):04x}" for letter in word if ord(letter) < 0x10000) + '"'
        ),
    ).map(lambda text: text.encode("utf-8", "surrogatepass")),
    min_size=1,
    max_size=6,
)


@pytest.fixture(scope="module")
def prompt_indexing() -> Iterator[None]:
    usual = writer._QUIET_SECONDS, index_terms.BLOCK_SHIFT
    writer._QUIET_SECONDS, index_terms.BLOCK_SHIFT = 0.001, 1
    yield
    writer._QUIET_SECONDS, index_terms.BLOCK_SHIFT = usual


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_BODIES, st.data())
def test_search_finds_exactly_what_a_plain_look_into_every_text_finds(
    prompt_indexing: None, tmp_path_factory: pytest.TempPathFactory, bodies: list[bytes], data: st.DataObject
) -> None:
    texts = [search_text("Sandbox", body, None) for body in bodies]
    chosen = data.draw(st.sampled_from(texts))
    start = data.draw(st.integers(0, len(chosen)))
    piece = chosen[start : start + data.draw(st.integers(1, 8))]
    text = data.draw(st.sampled_from([piece, piece.upper(), f'"{piece}"']) | _WORDS)
    query = Query(text)
    with HistoryStore.open(tmp_path_factory.mktemp("found") / "h.sqlite3") as store:
        for body in bodies:
            record(store, body)
        expected = [
            number
            for number, text in reversed(list(enumerate(texts, start=1)))
            if all(fold(term) in text for term in query.terms)
        ]
        assert found(store, query) == expected
        assert store.wait_until_indexed()
        assert found(store, query) == expected


PROBLEM = StoredProblem(code="odd", severity=Severity.WARNING, effect=Effect.NONE, pointer="")


@settings(max_examples=600, deadline=None)
@given(_BODIES, st.data())
def test_a_look_into_the_wire_text_tells_what_the_decoded_text_would(bodies: list[bytes], data: st.DataObject) -> None:
    row = Searched("Sandbox", None, "[]", bodies[0], bodies[-1] if len(bodies) > 1 else None, "A note")
    text = row.text()
    start = data.draw(st.integers(0, len(text)))
    wire = bodies[0].decode("utf-8", "replace")
    at = data.draw(st.integers(0, len(wire)))
    size = data.draw(st.integers(1, 6))
    term = data.draw(st.sampled_from([text[start : start + size], wire[at : at + size]]))
    query = Query(data.draw(st.sampled_from([term, f'"{term}"'])))
    assert Matcher(query).holds(row) is all(each in text for each in query.terms)


def test_no_letter_becomes_ascii_unseen() -> None:
    for code in range(0x10000):
        if re.search("[\x00-\x7f]", chr(code).casefold()):
            assert matching._ESCAPED_ASCII.search(f"\\u{code:04x}"), hex(code)


def spread(store: HistoryStore, count: int = 60) -> list[NewExchange]:
    """Sends of three types to two environments, in a time order that differs from the order in which they came."""
    made = []
    for number in range(count):
        moment = NOON + timedelta(seconds=number if number % 7 else number - 20)
        new = request(
            json.dumps(
                {"eventTypeKey": "x", "n": f"common word {number} {'rare' if number % 20 == 3 else ''}"}
                | ({"email": f"olena{number}@example.com"} if number % 2 else {})
            ),
            sent_at=moment,
            event_type=("cartUpdated", "pageViewed", None)[number % 3],
            environment=("Sandbox", "Yespo")[number % 2],
            is_real=number % 2 == 1,
            source=("window", "cli")[number % 4 == 0],
            problems=(PROBLEM,) if number % 6 == 0 else (),
            pinned=number % 9 == 0,
            note="a rare note" if number % 11 == 0 else "",
            tags=(("first",), ("first", "second"), ())[number % 3],
            locators=(("email", f"olena{number}@example.com"),) if number % 2 else (),
        )
        store.begin(new)
        made.append(new)
    for number in range(1, count + 1):
        if number % 5 != 0:
            answer = (
                Answer(error=ExchangeError(kind="dns"))
                if number % 5 == 1
                else Answer(status=(200, 400, 404)[number % 3])
            )
            store.complete(number, answer).result(PATIENCE_S)
    return made


_QUERIES = [
    Query(),
    parse_query("type:cartUpdated"),
    parse_query("type:cartUpdated type:pageViewed type:cartUpdated"),
    parse_query("env:yespo"),
    parse_query("env:Nowhere"),
    parse_query("status:2xx"),
    parse_query("status:4xx"),
    parse_query("status:404 status:none"),
    parse_query("status:error"),
    parse_query("status:5xx"),
    parse_query("status:5xx status:error"),
    Query(since=NOON + timedelta(seconds=10), until=NOON + timedelta(seconds=30)),
    replace(parse_query("type:cartUpdated env:Yespo status:2xx status:none"), since=NOON),
    Query("common"),
    Query("rare"),
    Query("co"),
    Query("common 1"),
    Query("absent"),
    parse_query("common type:pageViewed type:cartUpdated env:Sandbox"),
    Query("rare", until=NOON + timedelta(seconds=40)),
    replace(parse_query("common status:4xx"), until=NOON + timedelta(seconds=40)),
    parse_query("common status:5xx"),
    parse_query("source:cli"),
    parse_query("has:problems"),
    parse_query("has:note"),
    parse_query("is:pinned"),
    parse_query("is:real"),
    parse_query("tag:First"),
    parse_query("tag:first tag:second"),
    parse_query("-tag:second"),
    parse_query("-type:cartUpdated"),
    parse_query("-source:cli -is:pinned"),
    parse_query("common source:cli"),
    parse_query("rare -status:4xx"),
    parse_query("co source:cli has:problems"),
    parse_query("-rare"),
    parse_query("common -rare -1"),
    parse_query("note"),
    parse_query("no type:pageViewed"),
    parse_query("email:olena1"),
    parse_query("email:a7"),
    parse_query("common email:olena1 email:olena7"),
    parse_query("-email:olena1 source:window"),
]


@pytest.mark.parametrize("few", [5_000, 8, 0], ids=["few rows", "many rows", "endless rows"])
@pytest.mark.parametrize("indexed", [True, False])
def test_every_filter_finds_what_it_says_newest_first_in_pages_too(
    store: HistoryStore, few: int, indexed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever way the search takes (``few`` decides), it finds the same."""
    monkeypatch.setattr(selection, "_FEW", few)
    monkeypatch.setattr(index_terms, "BLOCK_SHIFT", 3)  # so that some blocks are full and the last is not
    if not indexed:
        monkeypatch.setattr(writer, "index_batch", lambda *_: 0)
    made = spread(store)
    if indexed:
        monkeypatch.setattr(indexing, "PATIENCE", timedelta(days=-999))
        record(store, '{"last":"one"}', sent_at=NOON - timedelta(days=1))
        made.append(request('{"last":"one"}', sent_at=NOON - timedelta(days=1)))
        assert store.wait_until_indexed()
    answers = {number: store.get(number).answer for number in range(1, len(made) + 1)}  # type: ignore[union-attr]

    def fits(number: int, new: NewExchange, query: Query) -> bool:
        answer = answers[number]
        status = "none" if answer is None else "error" if answer.status is None else str(answer.status)
        body = answer.body if answer else None
        text = f"{search_text(new.environment, new.request_body, body)}\n{new.note}"

        def is_so(condition: Condition) -> bool:
            values = condition.values
            return {
                "type": new.event_type in values,
                "env": new.environment.casefold() in map(str.casefold, values),
                "status": status in values or f"{status[0]}xx" in values,
                "source": new.source in values,
                "has": bool(new.problems) if values == ("problems",) else bool(new.note),
                "is": new.pinned if values == ("pinned",) else new.is_real,
                "tag": bool(set(new.tags) & set(map(str.casefold, values))),
                "email": any(one in email for one in values for _name, email in new.locators),
            }[condition.field]

        return (
            all(term in text for term in query.terms)
            and not any(term in text for term in terms(query.without))
            and all(is_so(one) is not one.negated for one in query.conditions)
            and (query.since is None or new.sent_at >= query.since)
            and (query.until is None or new.sent_at < query.until)
        )

    for query in _QUERIES:
        expected = sorted(
            ((new.sent_at, number) for number, new in enumerate(made, start=1) if fits(number, new, query)),
            reverse=True,
        )
        assert store.ids(query) == array("q", [number for _, number in expected]), query
        assert store.count(query) == len(expected)
        before, paged = None, []
        while page := store.page(query, before, limit=7):
            paged += page
            before = Position(page[-1].sent_at, page[-1].id)
        assert [(row.sent_at, row.id) for row in paged] == expected


def test_what_can_be_filtered_by(store: HistoryStore) -> None:
    spread(store, 12)
    assert store.facets() == Facets(
        ("cartUpdated", "pageViewed"), ("Sandbox", "Yespo"), (200, 400, 404), ("first", "second"), ("cli", "window")
    )


def test_rows_come_in_the_order_asked_for(store: HistoryStore) -> None:
    for _ in range(4):
        record(store)
    assert [row.id for row in store.rows(array("q", [3, 1, 77, 4]))] == [3, 1, 4]


@pytest.mark.parametrize(
    ("answer", "counts"),
    [
        (Answer(status=200), True),
        (Answer(status=400), False),
        (Answer(status=302), False),
        (Answer(status=503), True),
        (Answer(error=ExchangeError(kind="timeout", may_have_been_accepted=True)), True),
        (Answer(error=ExchangeError(kind="dns")), False),
        (None, True),
    ],
)
def test_an_earlier_send_counts_when_it_may_be_in_the_account(
    store: HistoryStore, answer: Answer | None, counts: bool
) -> None:
    key = {"event_type": "cartUpdated", "key_value": "olena@example.com"}
    record(store, answer=answer, **key)
    record(store, **{**key, "key_value": "other"})
    record(store, **key, environment="Yespo")
    earlier = store.earlier_send("cartUpdated", "olena@example.com", "Sandbox")
    assert (earlier is not None) is counts
    if earlier is not None:
        assert (earlier.sent_at, earlier.environment, earlier.count) == (NOON, "Sandbox", 1)
    assert store.earlier_send("cartUpdated", "nobody", "Sandbox") is None


def test_a_search_that_nobody_wants_any_more_is_given_up(store: HistoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    from yespo_console.history import reading as reading_module

    monkeypatch.setattr(reading_module, "_STEPS_BETWEEN_LOOKS", 1)
    spread(store, 10)
    cancellation = Cancellation()
    assert len(store.ids(Query(), cancellation)) == 10
    for text in ("co", "word type:cartUpdated"):
        wanted_until = iter([False])
        monkeypatch.setattr(Cancellation, "is_cancelled", property(lambda _, looks=wanted_until: next(looks, True)))
        monkeypatch.setattr(reading_module, "_STEPS_BETWEEN_LOOKS", 10_000_000)  # it is many small statements
        with pytest.raises(SearchCancelledError):
            store.ids(parse_query(text), cancellation)
    monkeypatch.setattr(reading_module, "_STEPS_BETWEEN_LOOKS", 1)
    looks = iter([False, False] + [True] * 10_000)
    monkeypatch.setattr(Cancellation, "is_cancelled", property(lambda _: next(looks)))
    with pytest.raises(SearchCancelledError):
        store.ids(Query("word"), cancellation)
    monkeypatch.undo()
    cancellation.cancel()
    assert cancellation.is_cancelled
    with pytest.raises(SearchCancelledError):
        store.page(Query(), cancel=cancellation)
    assert len(store.ids(Query(), Cancellation())) == 10


def test_every_thread_may_read_while_others_write(store: HistoryStore) -> None:
    def work(_: int) -> int:
        record(store, '{"a":"word"}')
        return len(store.ids(Query("word")))

    with ThreadPoolExecutor(8) as pool:
        seen = list(pool.map(work, range(40)))
    assert max(seen) == 40
    with ThreadPoolExecutor(2) as pool:  # the connections of the ended threads are let go
        assert pool.submit(lambda: store.count(Query())).result(PATIENCE_S) == 40
    assert len(store._connections) <= 3


def test_writes_of_another_program_are_seen(store: HistoryStore, path: Path) -> None:
    before = store.data_version()
    with HistoryStore.open(path) as other:
        record(other)
        assert store.data_version() != before
        assert found(store, Query()) == [1]
        after = store.data_version()
        assert store.data_version() == after


def test_a_closed_history_says_so(store: HistoryStore) -> None:
    record(store)
    store.close()
    store.close()
    with pytest.raises(HistoryClosedError, match="closed"):
        store.begin(request())
    with pytest.raises(HistoryClosedError):
        store.page(Query())
    fresh: list[BaseException] = []

    def read() -> None:
        try:
            store.page(Query())
        except HistoryClosedError as error:
            fresh.append(error)

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert len(fresh) == 1


def test_closing_finishes_what_was_submitted(path: Path) -> None:
    store = HistoryStore.open(path)
    futures = [store.begin(request()) for _ in range(300)]
    store.close()
    assert [future.result(0) for future in futures] == list(range(1, 301))
    with HistoryStore.open(path) as again:
        assert again.count(Query()) == 300


def test_a_write_given_up_before_its_turn_is_not_made(store: HistoryStore) -> None:
    holding, release = threading.Event(), threading.Event()

    def block(_: sqlite3.Connection) -> None:
        holding.set()
        assert release.wait(PATIENCE_S)

    blocker = store._writer.submit(block)
    assert holding.wait(PATIENCE_S)
    given_up = store.begin(request())
    assert given_up.cancel()
    kept = store.begin(request())
    release.set()
    blocker.result(PATIENCE_S)
    assert kept.result(PATIENCE_S) == 1
    with pytest.raises(CancelledError):
        given_up.result(0)
    assert found(store, Query()) == [1]


def test_nobody_waits_for_ever_when_the_writer_ends_before_its_time(
    store: HistoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    holding, release = threading.Event(), threading.Event()
    monkeypatch.setattr(threading, "excepthook", lambda _: None)

    def broken(_: object) -> None:
        raise RuntimeError("a mistake")

    def block(_: sqlite3.Connection) -> None:
        holding.set()
        assert release.wait(PATIENCE_S)

    blocker = store._writer.submit(block)
    assert holding.wait(PATIENCE_S)
    monkeypatch.setattr(store._writer, "_write", broken)
    in_hand = [store.begin(request()) for _ in range(3)]
    store._writer._queue.put(None)
    late = store.begin(request())
    release.set()
    blocker.result(PATIENCE_S)
    for future in [*in_hand, late]:
        with pytest.raises(HistoryClosedError):
            future.result(PATIENCE_S)
    with pytest.raises(HistoryClosedError):
        store.begin(request())


def test_an_index_that_cannot_be_written_stops_neither_recording_nor_searching(
    store: HistoryStore, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> int:
        raise sqlite3.OperationalError("no such column: oops")

    monkeypatch.setattr(writer, "index_batch", broken)
    assert found(store, Query("word")) == []
    number = record(store, '{"a":"word"}')
    assert not store.wait_until_indexed(0.3)
    assert "oops" in str(store._writer.index_error)
    assert "cannot be brought up to date" in caplog.text
    assert found(store, Query("word")) == [number]


def test_a_damaged_index_is_told_and_tried_again(store: HistoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    error = sqlite3.DatabaseError("database disk image is malformed")
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT
    told: list[Exception | None] = []

    def sometimes(*_: object) -> int:
        told.append(store._writer.index_error)
        if len(told) == 1:
            raise error
        return 0

    monkeypatch.setattr(writer, "_INDEX_PAUSE_SECONDS", 0.05)
    monkeypatch.setattr(writer, "index_batch", sometimes)
    record(store)
    assert store.wait_until_indexed(PATIENCE_S)
    assert isinstance(told[1], HistoryDamagedError)
    assert store._writer.index_error is None


def test_the_journal_is_carried_over_beside_the_writes(
    store: HistoryStore, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(checkpoints, "_LARGE", 50_000)
    monkeypatch.setattr(checkpoints, "_PAUSE", 0.01)
    before = path.stat().st_size
    for _ in range(20):
        record(store, b"x" * 5_000)
    until = time.monotonic() + PATIENCE_S
    while path.stat().st_size <= before + 20 * 5_000 and time.monotonic() < until:
        record(store)
        time.sleep(0.01)
    assert path.stat().st_size > before + 20 * 5_000


@pytest.fixture
def slow_journal(store: HistoryStore, path: Path, monkeypatch: pytest.MonkeyPatch):
    """A journal with more in it than long work likes, which cannot be carried over: somebody reads an old state."""
    monkeypatch.setattr(checkpoints, "_LARGE", 50_000)
    monkeypatch.setattr(checkpoints, "_FAR", 50_000)
    monkeypatch.setattr(checkpoints, "_PAUSE", 0.01)
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM exchange").fetchone()
        for _ in range(30):
            record(store, b"x" * 5_000)
        yield reader


def do_a_part(store: HistoryStore) -> threading.Event:
    """Ask for a part of long work; the event is set when it is done."""
    done = threading.Event()

    def ask() -> None:
        store.between_writes(lambda _connection, _has_time: None).result(PATIENCE_S)
        done.set()

    threading.Thread(target=ask).start()
    return done


def test_long_work_waits_while_the_disk_is_far_behind_and_sends_do_not(
    store: HistoryStore, slow_journal: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "_JOURNAL_SECONDS", 3600.0)
    done = do_a_part(store)
    assert not done.wait(0.3)
    record(store)
    assert not done.is_set()
    slow_journal.execute("COMMIT")
    assert done.wait(PATIENCE_S)


def test_long_work_goes_on_at_last_though_somebody_reads_all_the_time(
    store: HistoryStore, slow_journal: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "_JOURNAL_SECONDS", 0.05)
    assert do_a_part(store).wait(PATIENCE_S)
    assert slow_journal.in_transaction


def test_no_write_is_stopped_for_a_journal_that_nobody_waits_for_any_more(
    store: HistoryStore, slow_journal: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "_JOURNAL_SECONDS", 0.05)
    assert do_a_part(store).wait(PATIENCE_S)
    assert slow_journal.in_transaction
    assert not store._writer._checkpoints._hurried.is_set()


def test_every_connection_waits_for_the_disk(store: HistoryStore) -> None:
    """What survives a kill may still be lost with the power: the pragma is what makes the difference."""
    pragmas = ("synchronous", "foreign_keys", "secure_delete")

    def read(connection: sqlite3.Connection) -> list[int]:
        return [connection.execute(f"PRAGMA {name}").fetchone()[0] for name in pragmas]

    assert store._writer.submit(read).result(PATIENCE_S) == [2, 1, 1]
    with store._reading() as connection:
        assert read(connection) == [2, 1, 1]
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        with pytest.raises(sqlite3.OperationalError, match="readonly"):
            connection.execute("DELETE FROM exchange")
