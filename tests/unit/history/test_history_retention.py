"""Old exchanges go by age, number or size, once the user wants it; pinned ones stay."""

from concurrent.futures import wait
from datetime import UTC, datetime, timedelta
from itertools import cycle, islice
from pathlib import Path

import pytest
from patience import PATIENCE_S
from store_words import record

from yespo_console.events.event import ApiVersion
from yespo_console.history import checking, retention, space
from yespo_console.history.exchange import Answer, NewExchange
from yespo_console.history.query import Query
from yespo_console.history.retention import Rule
from yespo_console.history.store import Cancellation, HistoryStore

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def store(tmp_path: Path):
    """100 exchanges, one for each day until now; every tenth is pinned."""
    with HistoryStore.open(tmp_path / "history.sqlite3") as opened:
        begun = [
            opened.begin(
                NewExchange(
                    sent_at=NOW - timedelta(days=99 - day),
                    environment="Sandbox",
                    is_real=False,
                    url="http://127.0.0.1/",
                    api=ApiVersion.V2,
                    request_body=f'{{"day":{day},"long":"{"x" * 20_000}"}}'.encode(),
                    source="test",
                    pinned=day % 10 == 0,
                )
            )
            for day in range(100)
        ]
        wait([opened.complete(one.result(), Answer(status=200)) for one in begun])
        yield opened


def test_without_a_rule_nothing_goes(store: HistoryStore) -> None:
    assert Rule().is_off
    assert retention.plan(store, Rule(), NOW).sentence() == "Nothing would be removed now."
    assert retention.carry_out(store, Rule(), NOW).removed == 0
    assert store.count(Query()) == 100


def test_what_would_go_is_said_before_and_then_goes(store: HistoryStore) -> None:
    rule = Rule(days=30)
    planned = retention.plan(store, rule, NOW)
    assert planned.sentence() == "62 of 100 exchanges would be removed now. 10 are pinned and stay."
    assert planned.span == (NOW - timedelta(days=98), NOW - timedelta(days=31))
    assert store.count(Query()) == 100
    done = retention.carry_out(store, rule, NOW)
    assert (done.removed, done.kept) == (62, 7)
    left = [store.get(number) for number in store.ids(Query())]
    assert all(one is not None and (one.pinned or one.sent_at >= NOW - timedelta(days=30)) for one in left)
    assert retention.plan(store, rule, NOW).sentence().startswith("Nothing")
    assert store.wait_until_indexed(PATIENCE_S)
    assert checking.check(store.path).faults == ()


def test_the_newest_are_kept_when_there_are_too_many(store: HistoryStore) -> None:
    retention.carry_out(store, Rule(exchanges=25), NOW)
    ids = sorted(store.ids(Query()))
    assert ids[-25:] == list(range(76, 101))
    assert [store.get(number).pinned for number in ids[:-25]] == [True] * 8  # type: ignore[union-attr]


def test_pins_beyond_the_limit_are_counted_as_they_are(store: HistoryStore) -> None:
    store.annotate(range(41, 101), pinned=True).result(PATIENCE_S)  # 4 others are
    planned = retention.plan(store, Rule(exchanges=30), NOW)
    went = "36 of 100 exchanges would be removed now."
    assert planned.sentence() == f"{went} 64 are pinned and stay: 64 remain, more than the limit."
    retention.carry_out(store, Rule(exchanges=30), NOW)
    assert store.count(Query()) == 64
    left = retention.plan(store, Rule(exchanges=30), NOW).sentence()
    assert left == "Nothing would be removed now. 64 are pinned and stay: 64 remain, more than the limit."


def test_a_file_that_is_too_large_shrinks(store: HistoryStore) -> None:
    before = store.path.stat().st_size + store.path.with_name(store.path.name + "-wal").stat().st_size
    assert before > 2_000_000
    retention.carry_out(store, Rule(megabytes=1), NOW)
    assert store.path.stat().st_size < 1_400_000
    assert store.get(100) is not None


def _sent(store: HistoryStore, sizes: list[int]) -> None:
    """Exchanges with request bodies of so many letters, each sent a minute after the one before; all indexed."""
    words = cycle(["cart", "price", "Олена", "quantity", "45.50", "recycleStateId"])
    for at, size in enumerate(sizes):
        body = "".join(f"{word}{at} " for word in islice(words, size // 8))
        record(store, body, sent_at=NOW + timedelta(minutes=at - len(sizes)))
    assert store.wait_until_indexed(PATIENCE_S)


def test_large_old_exchanges_make_room_for_small_new_ones(tmp_path: Path) -> None:
    with HistoryStore.open(tmp_path / "history.sqlite3") as store:
        _sent(store, [150_000] * 10 + [500] * 150)
        retention.carry_out(store, Rule(megabytes=1), NOW)
        assert store.path.stat().st_size < 1_100_000
        assert set(range(11, 161)) < set(store.ids(Query()))  # all small ones, and some of the large


def test_a_limit_by_size_holds_at_once_where_the_new_exchanges_are_large(tmp_path: Path) -> None:
    with HistoryStore.open(tmp_path / "history.sqlite3") as store:
        _sent(store, [500] * 150 + [150_000] * 10)
        retention.carry_out(store, Rule(megabytes=1), NOW)
        assert store.path.stat().st_size < 1_100_000
        assert 160 in store.ids(Query())


def test_a_limit_that_is_given_up_waits_for_nothing_more(store: HistoryStore, monkeypatch: pytest.MonkeyPatch) -> None:
    """The window closes: what is not removed yet stays until the next time."""
    monkeypatch.setattr("yespo_console.history.writer.PART_SECONDS", 0.0)
    monkeypatch.setattr(space, "give_back", lambda *_arguments, **_named: pytest.fail("the room is given back"))
    cancel = Cancellation()
    done = retention.carry_out(store, Rule(exchanges=5), NOW, lambda *_progress: cancel.cancel(), cancel)
    assert not done.complete
    assert done.removed == 1
    assert store.count(Query()) > 5


def test_several_limits_count_together(store: HistoryStore) -> None:
    strict, mild = Rule(days=10), Rule(exchanges=90)
    both = Rule(days=10, exchanges=90)
    assert retention.plan(store, both, NOW).going == retention.plan(store, strict, NOW).going
    assert len(retention.plan(store, mild, NOW).going) == 9
