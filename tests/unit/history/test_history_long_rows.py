"""Exchanges of megabytes: found as any, and read for the index where nobody waits for it."""

import json
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest
from patience import PATIENCE_S

from yespo_console.events.event import ApiVersion
from yespo_console.history import index_terms, indexing, long_rows, writer
from yespo_console.history.checking import check
from yespo_console.history.exchange import Answer, NewExchange
from yespo_console.history.query import Query
from yespo_console.history.query_text import parse_query
from yespo_console.history.removing import remove
from yespo_console.history.store import HistoryStore
from yespo_console.history.writer import Writer


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "history.sqlite3"


def large_cart(products: int = 8_000) -> bytes:
    """A cart of more bytes than are indexed between two sends."""
    items = [{"productId": f"SKU-{number}", "name": f"Чашка «Ранок» {number}"} for number in range(products)]
    params = [{"name": "products", "value": json.dumps(items)}]
    return json.dumps({"eventTypeKey": "cartUpdated", "keyValue": "42", "params": params}).encode()


def begin(store: HistoryStore, body: bytes) -> int:
    request = NewExchange(
        sent_at=datetime.now(UTC),
        environment="Sandbox",
        is_real=False,
        url="http://127.0.0.1/",
        api=ApiVersion.V2,
        event_type="cartUpdated",
        key_value="42",
        request_body=body,
        source="test",
    )
    return store.begin(request).result(PATIENCE_S)


def record(store: HistoryStore, body: bytes) -> int:
    number = begin(store, body)
    store.complete(number, Answer(status=202)).result(PATIENCE_S)
    return number


def known_by_the_index(path: Path) -> int:
    """How many different trigrams it holds once all that was forgotten is out of it."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("INSERT INTO trigram_index (trigram_index) VALUES ('optimize')")
        connection.execute("CREATE VIRTUAL TABLE temp.words USING fts5vocab (main, trigram_index, row)")
        (count,) = connection.execute("SELECT count(*) FROM temp.words").fetchone()
        return int(count)


def test_it_is_found_by_what_is_in_it_and_the_history_stays_sound(path: Path) -> None:
    with HistoryStore.open(path) as store:
        large, small = record(store, large_cart()), record(store, b'{"keyValue": "small"}')
        for _indexed in (False, True):
            assert list(store.ids(Query("ранок» 7999"))) == [large]
            assert list(store.ids(parse_query("type:cartUpdated ранок status:2xx"))) == [large]
            assert list(store.ids(Query("small"))) == [small]
            assert list(store.ids(Query("ранкове"))) == []
            assert store.wait_until_indexed(PATIENCE_S)
    health = check(path)
    assert (health.faults, health.unindexed) == ((), 0)


def test_it_is_read_in_another_process_and_the_index_is_told_little(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[int] = []
    tell = indexing._tell

    def noted(connection: sqlite3.Connection, number: int, old: str | None, new: str) -> None:
        told.append(len(new))
        tell(connection, number, old, new)

    def never(document: str) -> str:
        raise AssertionError("read in the process of the window")

    monkeypatch.setattr(indexing, "_tell", noted)
    monkeypatch.setattr(index_terms, "condensed", never)
    body = large_cart()
    with HistoryStore.open(path) as store:
        record(store, body)
        assert store.wait_until_indexed(PATIENCE_S)
    assert len(told) == 1
    assert 0 < told[0] < len(body) / 50


@pytest.mark.parametrize("step", ["prepare", "write"])
def test_it_is_indexed_after_the_disk_was_full_for_a_while(
    path: Path, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    real, failures = getattr(long_rows, step), []

    def refused_twice(*words: object, **named: object) -> object:
        if len(failures) < 2:
            failures.append(sqlite3.OperationalError("database or disk is full"))
            failures[-1].sqlite_errorcode = sqlite3.SQLITE_FULL
            raise failures[-1]
        return real(*words, **named)

    monkeypatch.setattr(long_rows, step, refused_twice)
    monkeypatch.setattr(writer, "call_in_process", lambda call, *words, **_cancelled: call(*words))
    monkeypatch.setattr(writer, "_INDEX_PAUSE_SECONDS", 0.05)
    with HistoryStore.open(path) as store:
        large = record(store, large_cart())
        assert store.wait_until_indexed(PATIENCE_S)
        assert list(store.ids(Query("ранок» 7999"))) == [large]
    assert len(failures) == 2
    assert check(path).unindexed == 0


def test_a_block_with_long_exchanges_has_its_letters(path: Path) -> None:
    with HistoryStore.open(path) as store:
        first = record(store, large_cart(20_000))
        for number in range(1 << index_terms.BLOCK_SHIFT):
            record(store, b'{"keyValue": "%d"}' % number)
        assert store.wait_until_indexed(PATIENCE_S)
        assert check(path).next_pair_block == 1
        assert list(store.ids(Query("«р"))) == [first]


def test_nothing_of_it_is_left_in_the_index_when_it_is_removed(path: Path) -> None:
    with HistoryStore.open(path) as store:
        number = record(store, large_cart())
        assert store.wait_until_indexed(PATIENCE_S)
        assert remove(store, [number]).removed == 1
        assert store.wait_until_indexed(PATIENCE_S)
    assert known_by_the_index(path) == 0


def test_one_that_an_earlier_version_indexed_whole_is_forgotten_whole(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as earlier:
        earlier.setattr(indexing, "_DUE", indexing._DUE.replace("<= 300000", "<= 300000000"))
        with HistoryStore.open(path) as store:
            number = record(store, large_cart())
            assert store.wait_until_indexed(PATIENCE_S)
    with HistoryStore.open(path) as store:
        assert list(store.ids(Query("чашка"))) == [number]
        assert remove(store, [number]).removed == 1
        assert store.wait_until_indexed(PATIENCE_S)
    assert known_by_the_index(path) == 0


def test_what_came_back_meanwhile_makes_what_was_read_void(path: Path) -> None:
    with HistoryStore.open(path) as store:
        number = begin(store, large_cart())
        job = long_rows.LongRow(number, 0, 0)
        prepared = long_rows.prepare(path, job)
        assert prepared is not None
        store.complete(number, Answer(status=202, body=b'{"late": 1}')).result(PATIENCE_S)
        store.between_writes(lambda connection, _has_time: long_rows.write(connection, prepared)).result(PATIENCE_S)
        assert store.wait_until_indexed(PATIENCE_S)
        assert list(store.ids(parse_query("status:202 late"))) == [number]
    assert long_rows.prepare(path, job) is None
    assert check(path).is_sound


def test_an_answer_that_came_while_a_block_was_read_is_found(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "PATIENCE", indexing.PATIENCE * 0)
    monkeypatch.setattr(Writer, "_index_long", lambda _writer: False)  # the block is read here, between two steps
    with HistoryStore.open(path) as store:
        for _large in range(8):
            record(store, large_cart(1_500))
        waiting = begin(store, b"{}")
        for _number in range(1 << index_terms.BLOCK_SHIFT):
            record(store, b"{}")
        assert store.wait_until_indexed(PATIENCE_S)
        job = store.read(long_rows.due)
        assert isinstance(job, long_rows.LongBlock)
        prepared = long_rows.prepare(path, job)
        assert prepared is not None
        store.complete(waiting, Answer(status=202, body=b"~@")).result(PATIENCE_S)
        assert store.wait_until_indexed(PATIENCE_S)
        store.between_writes(lambda connection, _has_time: long_rows.write(connection, prepared)).result(PATIENCE_S)
        assert list(store.ids(Query("~@"))) == [waiting]


def test_a_long_one_indexed_without_its_answer_is_told_anew(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(indexing, "PATIENCE", indexing.PATIENCE * 0)
    with HistoryStore.open(path) as store:
        number = begin(store, large_cart())
        assert store.wait_until_indexed(PATIENCE_S)
        store.complete(number, Answer(status=202, body=b'{"late": 1}')).result(PATIENCE_S)
        assert store.wait_until_indexed(PATIENCE_S)
        assert list(store.ids(parse_query("status:202 late"))) == [number]
        assert remove(store, [number]).removed == 1
        assert store.wait_until_indexed(PATIENCE_S)
    assert known_by_the_index(path) == 0
