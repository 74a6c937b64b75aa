"""Whoever is asked for is found in every column of every exchange, and most exchanges are passed over unread."""

import json
from base64 import b64encode
from collections.abc import Callable
from pathlib import Path

import pytest
from patience import PATIENCE_S
from store_words import request

from yespo_console.events.problems import Effect, Severity
from yespo_console.history import rows_about
from yespo_console.history.exchange import Answer, ExchangeError, StoredProblem
from yespo_console.history.store import Cancellation, HistoryStore
from yespo_console.history.traces import Traces, of_all
from yespo_console.platform.in_process import CallCancelledError, CallLostError

MAIL = "olena@example.com"


@pytest.fixture
def store(tmp_path: Path):
    with HistoryStore.open(tmp_path / "history.sqlite3") as opened:
        yield opened


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The ids of exchanges that were read one by one."""
    numbers: list[int] = []
    of: Callable[..., object] = rows_about._Written.of

    def noted(written: object, connection: object, number: int) -> object:
        numbers.append(number)
        return of(written, connection, number)

    monkeypatch.setattr(rows_about._Written, "of", noted)
    return numbers


def about(store: HistoryStore) -> list[int]:
    return list(rows_about.rows_about(store, of_all([MAIL])).about)


IN_A_COLUMN = {
    "environment": {"environment": f"shop of {MAIL}"},
    "method": {"method": f"POST {MAIL}"},
    "url": {"url": f"http://127.0.0.1/?to={MAIL}"},
    "event_type": {"event_type": f"type of {MAIL}"},
    "key_value": {"key_value": MAIL},
    "source": {"source": MAIL},
    "note": {"note": f"asked by {MAIL}"},
    "tags": {"tags": (f"for {MAIL}",)},
    "locators": {"locators": (("email", MAIL),)},
    "problems": {
        "problems": (
            StoredProblem(code="mine", severity=Severity.WARNING, effect=Effect.NONE, pointer=f"/params/{MAIL}"),
        )
    },
    "request_headers": {"request_headers": (("X-To", MAIL),)},
    "request_body": {"body": MAIL.encode()},
}


@pytest.mark.parametrize("column", IN_A_COLUMN)
def test_a_contact_is_found_in_every_column_of_a_request(store: HistoryStore, column: str) -> None:
    for _ in range(70):
        store.begin(request()).result(PATIENCE_S)
    number = store.begin(request(**IN_A_COLUMN[column])).result(PATIENCE_S)
    store.begin(request()).result(PATIENCE_S)
    assert about(store) == [number]


@pytest.mark.parametrize(
    "answer",
    [
        Answer(status=400, body=MAIL.encode()),
        Answer(status=400, reason=MAIL),
        Answer(status=200, headers=(("X-To", MAIL),)),
        Answer(error=ExchangeError(kind="timeout", phase="read", args=(("host", MAIL),), may_have_been_accepted=True)),
    ],
)
def test_a_contact_is_found_in_every_column_of_an_answer(store: HistoryStore, answer: Answer) -> None:
    first, second = (store.begin(request()).result(PATIENCE_S) for _ in range(2))
    store.complete(first, Answer(status=200)).result(PATIENCE_S)
    store.complete(second, answer).result(PATIENCE_S)
    assert about(store) == [second]


def test_most_exchanges_are_passed_over_unread(store: HistoryStore, read: list[int]) -> None:
    body = json.dumps(
        {
            "params": [
                {"name": "email", "value": "somebody%40example.com"},
                {"name": "text", "value": 'Чашка "27\\u0022", 30% & more \\u0040 &#64; ＠'},
                {"name": "state", "value": b64encode(b'{"to":"ann\\u0040example.com"}').decode()},
            ]
        }
    ).encode()
    numbers = [store.begin(request(body)).result(PATIENCE_S) for _ in range(300)]
    hidden = b64encode(f"to {MAIL}".encode())
    number = store.begin(request(hidden)).result(PATIENCE_S)
    assert about(store) == [number]
    assert number in read
    assert len(read) <= rows_about._TOGETHER
    assert len(read) < len(numbers)


def test_what_is_long_is_read_by_itself_and_nothing_of_it_is_passed_over(
    store: HistoryStore, read: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_about, "_LONG", 1_000)
    joined: list[int] = []

    def may_stand_in(_traces: Traces, content: bytes, of: Callable[..., bool] = Traces.may_stand_in) -> bool:
        joined.append(len(content))
        return of(_traces, content)

    monkeypatch.setattr(Traces, "may_stand_in", may_stand_in)
    short = [store.begin(request(b"x" * 1_000)).result(PATIENCE_S) for _ in range(3)]
    long = store.begin(request(b"x" * 1_001)).result(PATIENCE_S)
    asked = store.begin(request(b"x" * 5_000 + f" {MAIL}".encode())).result(PATIENCE_S)
    answered = store.begin(request()).result(PATIENCE_S)
    store.complete(answered, Answer(status=400, body=b"x" * 5_000 + f" {MAIL}".encode())).result(PATIENCE_S)
    assert about(store) == [asked, answered]
    assert read == [long, asked, answered]
    assert joined[0] < 5_000
    assert short


def test_bytes_of_two_exchanges_make_nobody_together(store: HistoryStore) -> None:
    store.begin(request(b"to olena@")).result(PATIENCE_S)
    store.begin(request(b"example.com")).result(PATIENCE_S)
    assert about(store) == []


def test_a_longer_word_is_counted_as_somebody_else(store: HistoryStore) -> None:
    store.begin(request(b"joolena@example.com")).result(PATIENCE_S)
    seen = rows_about.rows_about(store, of_all([MAIL]))
    assert (list(seen.about), seen.part_of_others) == ([], 1)


def test_an_exchange_that_takes_long_to_read_can_be_given_up_on_the_way(
    store: HistoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    noise = json.dumps({"inner": json.dumps({"to": "\\u0041" * 40_000})})
    for address in (MAIL, f"jo{MAIL}", "somebody@example.com"):
        store.begin(request(json.dumps({"to": address, "noise": noise}))).result(PATIENCE_S)
    seen = rows_about.rows_about(store, of_all([MAIL]))
    assert (list(seen.about), seen.part_of_others) == ([1], 1)
    cancel = Cancellation()

    def given_up(*_arguments: object, cancelled: Callable[[], bool]) -> object:
        cancel.cancel()
        assert cancelled()
        raise CallCancelledError

    with monkeypatch.context() as patched:
        patched.setattr(rows_about, "call_in_process", given_up)
        assert rows_about.rows_about(store, of_all([MAIL]), cancel=cancel).are_none

    def lost(*_arguments: object, **_named: object) -> object:
        raise CallLostError

    monkeypatch.setattr(rows_about, "call_in_process", lost)
    seen = rows_about.rows_about(store, of_all([MAIL]))
    assert (list(seen.about), seen.part_of_others) == ([1], 1)


def test_a_look_that_is_given_up_tells_what_was_seen_until_then(
    store: HistoryStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rows_about, "_AT_ONCE", 2)
    numbers = [store.begin(request(MAIL.encode())).result(PATIENCE_S) for _ in range(6)]
    cancel = Cancellation()
    seen = rows_about.rows_about(store, of_all([MAIL]), lambda *_: cancel.cancel(), cancel)
    assert list(seen.about) in (numbers[:2], numbers[:4])  # the next ones may have been read already
