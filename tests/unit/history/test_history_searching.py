"""What was sent is found again: any text, any filter, exactly and newest first."""

import fnmatch
import json
import re
import sqlite3
import unicodedata
from array import array
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import combinations
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from patience import PATIENCE_S
from store_words import NOON, found, record, request

from yespo_console.events.problems import Effect, Severity
from yespo_console.history import index_terms, indexing, matching, selection, writer
from yespo_console.history.errors import (
    SearchCancelledError,
)
from yespo_console.history.exchange import Answer, ExchangeError, NewExchange, StoredProblem
from yespo_console.history.matching import Matcher
from yespo_console.history.query import Condition, Facets, Position, Query
from yespo_console.history.query_text import parse_query
from yespo_console.history.search_text import Searched, spellings, terms
from yespo_console.history.store import Cancellation, HistoryStore


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[HistoryStore]:
    with HistoryStore.open(path) as opened:
        yield opened


def search_text(environment: str, request_body: bytes, answer_body: bytes | None) -> str:
    return Searched(environment, None, "[]", request_body, answer_body).text()


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


def test_a_contact_is_found_by_whatever_name_and_case_its_param_has(store: HistoryStore) -> None:
    def sent(name: str, value: str) -> int:
        return record(store, json.dumps({"params": [{"name": name, "value": value}]}), locators=((name, value),))

    mail_names = ("email", "Email", "EMAIL", "EmailAddress", "UserEmail", "ContactEmail")
    phone_names = ("phone", "Phone", "SMS", "PhoneNumber", "phonenumber")
    mails = [sent(name, "zed@example.com") for name in mail_names]
    phones = [sent(name, "+38 (067) 765-43-21") for name in phone_names]
    for _looked_up in range(2):
        for words, numbers in {
            "email:zed@example.com": mails,
            "-email:zed@example.com": phones,
            "contact:zed": mails,
            "phone:380677654321": phones,
            "phone:067-765": phones,
            "contact:380677654321": phones,
            "380677654321": phones,
            "77": phones,
            "-phone:380677654321": mails,
        }.items():
            assert found(store, parse_query(words)) == numbers[::-1], words
        assert store.wait_until_indexed()


@pytest.mark.parametrize("indexed", [True, False])
def test_escaped_letters_are_found_in_what_is_no_json(
    store: HistoryStore, indexed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    if not indexed:
        monkeypatch.setattr(writer, "index_batch", lambda *_: 0)
    cut_off = json.dumps({"eventTypeKey": "t", "name": "Кухоль 😀"})[:-1]
    number = record(store, cut_off, Answer(status=400, body=rb"\u041d\u0435\u043c\u0430\u0454 name"))
    assert not indexed or store.wait_until_indexed()
    for words in ("кухоль", "ку", "😀", '"КУХОЛЬ 😀"', "немає"):
        assert found(store, Query(words)) == [number], words


@pytest.mark.parametrize("indexed", [True, False])
def test_letters_with_marks_are_found_however_they_were_written(
    store: HistoryStore, indexed: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one sign, or as a letter and its mark, as files of a Mac have them."""
    if not indexed:
        monkeypatch.setattr(writer, "index_batch", lambda *_: 0)
    monkeypatch.setattr(index_terms, "BLOCK_SHIFT", 1)
    body = '{"keyValue":"Сергій","text":"Київ, її Йод; café, Zoë"}'
    numbers = [
        record(store, unicodedata.normalize(form, body), key_value=unicodedata.normalize(form, "Сергій"))
        for form in ("NFC", "NFD")
    ]
    other = record(store, '{"text":"Лампа"}')
    record(store, "{}")
    assert not indexed or store.wait_until_indexed()
    for words in (
        "київ",
        "ЙОД",
        "її",
        "ї",
        "café zoë",
        '"київ, її"',
        "київ лампа",
        "-київ text",
        "key:сергій",
        "ій type:t",
    ):
        expected = {"київ лампа": [], "ій type:t": [], "-київ text": [other]}.get(words, numbers[::-1])
        for form in ("NFC", "NFD"):
            assert found(store, parse_query(unicodedata.normalize(form, words))) == expected, (words, form)


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
        connection.execute("INSERT INTO trigram_index (trigram_index, rank) VALUES ('integrity-check', 1)")
    connection.close()


_WORDS = st.text(st.sampled_from("aAбБ%_\"\\ '*ßſİΣς0.{}[]:,😀\x00йИ\u0306"), max_size=9) | st.text(max_size=6)


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
            if all(any(one in text for one in spellings(term)) for term in query.terms)
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
    assert Matcher(query).holds(row) is all(any(one in text for one in spellings(each)) for each in query.terms)


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
    parse_query("tag:Fir*"),
    parse_query("tag:*"),
    parse_query("tag:s* tag:zz tag:f*"),
    parse_query("-tag:s*"),
    parse_query("tag:x*"),
    parse_query("common tag:*"),
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
_FILTERS = [
    *("type:cartUpdated", "type:zz*", "env:Yespo", "env:zz", "status:2xx", "status:5xx", "source:cli", "source:zz"),
    *("has:problems", "has:note", "is:pinned", "is:real", "tag:first", "tag:*", "tag:zz", "-type:zz", "email:a7"),
    "common",
]
_PAIRS = [parse_query(f"{first} {second}") for first, second in combinations(_FILTERS, 2)]


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
            named = {"problems": new.problems, "note": new.note, "pinned": new.pinned, "real": new.is_real}
            states = {name for name, holds in named.items() if holds}
            return {
                "type": new.event_type in values,
                "env": new.environment.casefold() in map(str.casefold, values),
                "status": status in values or f"{status[0]}xx" in values,
                "source": new.source in values,
                "has": bool(states & set(values)),
                "is": bool(states & set(values)),
                "tag": any(fnmatch.fnmatch(tag, value.casefold()) for tag in new.tags for value in values),
                "email": any(one in email for one in values for _name, email in new.locators),
            }[condition.field]

        return (
            all(term in text for term in query.terms)
            and not any(term in text for term in terms(query.without))
            and all(is_so(one) is not one.negated for one in query.conditions)
            and (query.since is None or new.sent_at >= query.since)
            and (query.until is None or new.sent_at < query.until)
        )

    for query in (*_QUERIES, *_PAIRS):
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
