"""What was sent is kept before it leaves, completed afterwards, and there for every thread and program."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import CancelledError, ThreadPoolExecutor
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from patience import PATIENCE_S
from store_words import NOON, OK, found, record, request

from yespo_console.events.event import ApiVersion
from yespo_console.events.problems import Effect, Severity
from yespo_console.history import checkpoints, writer
from yespo_console.history.errors import (
    HistoryClosedError,
    HistoryDamagedError,
    UnknownExchangeError,
)
from yespo_console.history.exchange import Answer, ExchangeError, NewExchange, StoredProblem, Timing
from yespo_console.history.query import ExchangeRow, Facets, Query
from yespo_console.history.query_text import parse_query
from yespo_console.history.store import HistoryStore

KEY = "b2d1f0c9-planted-key"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "history.sqlite3"


@pytest.fixture
def store(path: Path) -> Iterator[HistoryStore]:
    with HistoryStore.open(path) as opened:
        yield opened


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


def test_an_answer_is_given_once(store: HistoryStore) -> None:
    number = record(store)
    with pytest.raises(UnknownExchangeError, match=str(number)):
        store.complete(number, Answer(status=500)).result(PATIENCE_S)
    assert store.rows([number])[0].status == 200


def test_one_write_that_fails_leaves_its_neighbours_alone(store: HistoryStore) -> None:
    futures = [store.begin(request()), store.complete(99, OK), store.begin(request())]
    assert [futures[0].result(PATIENCE_S), futures[2].result(10)] == [1, 2]
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
        assert release.wait(10)

    blocker = store._writer.submit(block)
    assert holding.wait(10)
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
        assert release.wait(10)

    blocker = store._writer.submit(block)
    assert holding.wait(10)
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
        store.between_writes(lambda _connection, _has_time: None).result(20)
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
    assert done.wait(20)


def test_long_work_goes_on_at_last_though_somebody_reads_all_the_time(
    store: HistoryStore, slow_journal: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "_JOURNAL_SECONDS", 0.05)
    assert do_a_part(store).wait(20)
    assert slow_journal.in_transaction


def test_no_write_is_stopped_for_a_journal_that_nobody_waits_for_any_more(
    store: HistoryStore, slow_journal: sqlite3.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "_JOURNAL_SECONDS", 0.05)
    assert do_a_part(store).wait(20)
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
