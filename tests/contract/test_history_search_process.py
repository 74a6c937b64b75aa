"""A large history is searched in a process of its own; who searches sees no difference."""

import json
import multiprocessing
import pickle
import sqlite3
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from patience import PATIENCE_S

from yespo_console.events.event import ApiVersion
from yespo_console.history import errors, precedence, store
from yespo_console.history.errors import HistoryError, SearchCancelledError
from yespo_console.history.exchange import Answer, NewExchange
from yespo_console.history.query import Position
from yespo_console.history.query_text import parse_query
from yespo_console.history.reading import Cancellation, HistoryReader
from yespo_console.history.store import HistoryStore

ROWS = 3_000
PAGE, IDS = HistoryReader.page, HistoryReader.ids


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A history of some carts, none of them in the index yet."""
    path = tmp_path_factory.mktemp("large") / "history.sqlite3"
    with HistoryStore.open(path) as history:
        began = datetime(2026, 11, 20, 12, tzinfo=UTC)
        waiting = []
        for number in range(ROWS):
            body = {
                "eventTypeKey": "cartUpdated",
                "params": [{"name": "note", "value": f"Чашка {number} \\u0427 кава"}],
            }
            new = NewExchange(
                sent_at=began + timedelta(seconds=number),
                environment="Sandbox",
                is_real=False,
                url="http://127.0.0.1:1/api/v2/event",
                api=ApiVersion.V2,
                event_type="cartUpdated" if number % 3 else "pageViewed",
                request_body=json.dumps(body).encode(),
                source="cli",
            )
            waiting.append(history.begin(new))
        for future in waiting:
            history.complete(future.result(PATIENCE_S), Answer(status=200))
    return path


@pytest.fixture
def large(file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HistoryStore]:
    """The history with a process that stands; whatever is searched in our own process fails."""
    monkeypatch.setattr(store, "_LARGE", 1)
    with HistoryStore.open(file, searches_apart=True) as history:
        wait_for_the_process(history)
        with monkeypatch.context() as patch:
            patch.setattr(HistoryReader, "page", lambda *_: pytest.fail("searched in our own process"))
            patch.setattr(HistoryReader, "ids", lambda *_: pytest.fail("searched in our own process"))
            yield history


def wait_for_the_process(history: HistoryStore) -> None:
    """Search until the process answers."""
    assert history._apart is not None
    end = time.monotonic() + PATIENCE_S
    while not history._apart._is_ready:
        assert time.monotonic() < end, "the process does not come"
        history.page(parse_query("кава"), None, 1)
        time.sleep(0.02)


def search_again_and_again(history: HistoryStore, given_up: Cancellation) -> None:
    while True:  # a search may be done before it is given up; then the next one is
        history.ids(parse_query("щ"), given_up)


def processes() -> list[str]:
    return [one.name for one in multiprocessing.active_children()]


@pytest.mark.parametrize("words", ["", "кава", "ча", "type:pageViewed кава", "nothing-like-this", "чашка 27"])
def test_the_same_is_found_as_without_the_process(large: HistoryStore, file: Path, words: str) -> None:
    query = parse_query(words)
    with HistoryReader(file) as plain:
        expected = PAGE(plain, query, None, 40)
        assert large.page(query, None, 40) == expected
        if expected:
            place = Position(expected[-1].sent_at, expected[-1].id)
            assert large.page(query, place, 40) == PAGE(plain, query, place, 40)
        assert large.ids(query) == IDS(plain, query)


def test_what_is_sent_meanwhile_is_found_at_once(large: HistoryStore) -> None:
    before = large.ids(parse_query("env:Sandbox"))
    new = large.get(before[0])
    assert new is not None
    fields = {name: getattr(new, name) for name in NewExchange.model_fields}
    number = large.begin(NewExchange(**{**fields, "request_body": b'{"eventTypeKey":"onlyJustNow"}'})).result(
        PATIENCE_S
    )
    assert list(large.ids(parse_query("onlyJustNow"))) == [number]


def test_a_search_that_nobody_wants_any_more_ends_and_the_next_one_is_answered(large: HistoryStore) -> None:
    given_up = Cancellation()
    threading.Timer(0.03, given_up.cancel).start()
    with pytest.raises(SearchCancelledError):
        search_again_and_again(large, given_up)
    assert len(large.ids(parse_query("кава"))) >= ROWS


def test_a_search_stands_still_while_something_is_written(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_LARGE", 1)
    monkeypatch.setattr(precedence, "_LONGEST", PATIENCE_S)
    with HistoryStore.open(file, searches_apart=True) as history, ThreadPoolExecutor() as threads:
        wait_for_the_process(history)
        is_written = threading.Event()
        begun = threading.Event()

        def write(_connection: sqlite3.Connection) -> None:
            begun.set()
            assert is_written.wait(PATIENCE_S)

        written = history._writer.submit(write)
        assert begun.wait(PATIENCE_S)
        found = threads.submit(history.ids, parse_query("кава"))
        try:
            with pytest.raises(TimeoutError):
                found.result(0.3)
        finally:
            is_written.set()
        written.result(PATIENCE_S)
        assert len(found.result(PATIENCE_S)) >= ROWS


def test_a_search_does_not_wait_for_ever_for_a_write_that_waits_itself(large: HistoryStore) -> None:
    is_found = threading.Event()
    written = large._writer.submit(lambda _connection: is_found.wait(PATIENCE_S))
    assert len(large.ids(parse_query("кава"))) >= ROWS
    is_found.set()
    assert written.result(PATIENCE_S)


def test_a_lost_process_costs_no_search(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_LARGE", 1)
    with HistoryStore.open(file, searches_apart=True) as history:
        wait_for_the_process(history)
        (process,) = [one for one in multiprocessing.active_children() if one.name == "history searches"]
        process.kill()
        process.join()
        for _ in range(2):
            assert len(history.ids(parse_query("кава"))) >= ROWS


def test_the_process_ends_with_the_history(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "_LARGE", 1)
    history = HistoryStore.open(file, searches_apart=True)
    wait_for_the_process(history)
    assert "history searches" in processes()
    history.close()
    assert "history searches" not in processes()


def test_a_small_history_needs_no_process(file: Path) -> None:
    with HistoryStore.open(file, searches_apart=True) as history:
        assert len(history.ids(parse_query("кава"))) >= ROWS
        assert "history searches" not in processes()


@pytest.mark.parametrize(
    "kind", [one for one in vars(errors).values() if isinstance(one, type) and issubclass(one, HistoryError)]
)
def test_an_error_says_the_same_on_the_other_side(kind: type[HistoryError]) -> None:
    error = kind(Path("history.sqlite3"), "disk I/O error")
    copy = pickle.loads(pickle.dumps(error))
    assert type(copy) is kind
    assert str(copy) == str(error)
