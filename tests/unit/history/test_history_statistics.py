"""How many exchanges there were over time: every way of counting tells the same as looking at each row."""

import time
from array import array
from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import islice

import pytest

from yespo_console.events.event import ApiVersion
from yespo_console.history import statistics
from yespo_console.history.errors import SearchCancelledError
from yespo_console.history.exchange import Answer, ExchangeError, NewExchange
from yespo_console.history.query_text import parse_query
from yespo_console.history.series import Became, Series, Unit
from yespo_console.history.statistics import edges_of, unit_for
from yespo_console.history.store import Cancellation, HistoryStore
from yespo_console.platform.local_time import local

START = datetime(2026, 3, 10, 9, 30, tzinfo=UTC)
ANSWERS = (
    Answer(status=200),
    Answer(status=200),
    Answer(status=400),
    Answer(status=503),
    Answer(error=ExchangeError(kind="timeout")),
    Answer(status=302),
    None,
)


@pytest.fixture
def set_zone(monkeypatch):
    if not hasattr(time, "tzset"):
        pytest.skip("this system cannot change its time zone for one process")

    def set_to(zone):
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield set_to
    monkeypatch.undo()
    time.tzset()


@pytest.fixture(params=["UTC", "Europe/Kyiv", "America/New_York", "Asia/Kathmandu"])
def zone(request, set_zone):
    set_zone(request.param)


@pytest.fixture(scope="module")
def store(tmp_path_factory):
    with HistoryStore.open(tmp_path_factory.mktemp("statistics") / "history.sqlite3") as opened:
        for step in range(140):
            new = NewExchange(
                sent_at=START + timedelta(hours=7 * step, minutes=step),
                environment="Sandbox" if step % 3 else "Shop",
                is_real=step % 3 == 0,
                url="https://example.com/api/v2/event",
                api=ApiVersion.V2,
                event_type="cartUpdated" if step % 2 else "orderCreated",
                request_body=f'{{"n": "piece{step % 5}"}}'.encode(),
                source="window",
            )
            number = opened.begin(new).result()
            answer = ANSWERS[step % len(ANSWERS)]
            if answer is not None:
                opened.complete(number, answer).result()
        opened.annotate([3, 4, 50], pinned=True).result()
        yield opened


def _counted(store, text):
    query = parse_query(text)
    return store.over_time(query, store.ids(query))


def _one_by_one(store, text, series):
    """The same, from whole exchanges."""
    told = Counter()
    for number in store.ids(parse_query(text)):
        exchange = store.get(number)
        (at,) = [at for at, bar in enumerate(series.bars) if bar.start <= exchange.sent_at < bar.end]
        answer = exchange.answer
        if answer is None:
            became = Became.UNANSWERED
        elif answer.status is None:
            became = Became.NETWORK_FAILED
        else:
            became = {2: Became.ACCEPTED, 4: Became.REFUSED, 5: Became.SERVER_FAILED}.get(
                answer.status // 100, Became.OTHER
            )
        told[at, became] += 1
    return tuple(tuple(told[at, became] for became in Became) for at in range(len(series.bars)))


@pytest.mark.parametrize("few", [0, 2_000])
@pytest.mark.parametrize(
    "text",
    [
        "",
        "type:cartUpdated",
        "env:Shop status:2xx",
        "-type:cartUpdated",
        "status:error",
        "since:2026-03-20 before:2026-03-27",
        "piece3",
        "piece",
        "is:pinned",
        "is:real piece1",
        "source:window",
    ],
)
def test_every_way_counts_what_looking_at_each_exchange_counts(store, text, few, monkeypatch):
    monkeypatch.setattr(statistics, "_FEW", few)
    series = _counted(store, text)
    assert series.bars
    assert tuple(bar.counts for bar in series.bars) == _one_by_one(store, text, series)
    assert sum(series.totals) == store.count(parse_query(text))


def test_nothing_found_has_no_bars(store):
    assert _counted(store, "nowhere") == Series()
    assert _counted(store, "nowhere").totals == ()


def test_hits_that_were_removed_meanwhile_do_no_harm(store):
    query = parse_query("piece")
    ids = array("q", [9_999, *store.ids(query), 0])
    assert sum(store.over_time(query, ids).totals) == 140


def test_a_cancelled_count_ends(store):
    cancel = Cancellation()
    cancel.cancel()
    with pytest.raises(SearchCancelledError):
        store.over_time(parse_query(""), array("q", [1]), cancel)


@pytest.mark.parametrize(
    ("span", "unit"),
    [
        (timedelta(0), Unit.MINUTE),
        (timedelta(minutes=50), Unit.MINUTE),
        (timedelta(hours=3), Unit.TEN_MINUTES),
        (timedelta(hours=40), Unit.HOUR),
        (timedelta(days=30), Unit.DAY),
        (timedelta(days=300), Unit.WEEK),
        (timedelta(days=900), Unit.MONTH),
        (timedelta(days=9_000), Unit.YEAR),
    ],
)
def test_bars_are_as_fine_as_there_is_room(zone, span, unit):
    assert unit_for(START, START + span) is unit


@pytest.mark.parametrize("unit", list(Unit))
def test_bars_have_no_gap_and_hold_both_ends(zone, unit):
    last = START + timedelta(days=3 if unit in (Unit.MINUTE, Unit.TEN_MINUTES, Unit.HOUR) else 800)
    edges = list(edges_of(unit, START, last))
    assert edges[0] <= START
    assert edges[-2] <= last < edges[-1]
    assert edges == sorted(set(edges))
    if unit in (Unit.DAY, Unit.WEEK, Unit.MONTH, Unit.YEAR):
        assert all(edge.astimezone().strftime("%H:%M") == "00:00" for edge in edges)
    if unit is Unit.WEEK:
        assert all(edge.astimezone().weekday() == 0 for edge in edges)


@pytest.mark.parametrize(
    ("zone", "day"),
    [
        ("Africa/Cairo", "2026-04-24"),
        ("America/Santiago", "2026-09-06"),
        ("Asia/Beirut", "2026-03-29"),
        ("America/Havana", "2026-03-08"),
        ("America/Asuncion", "2024-10-06"),
        ("Pacific/Apia", "2011-12-30"),
        ("Australia/Lord_Howe", "2026-10-04"),
    ],
)
@pytest.mark.parametrize("unit", list(Unit))
def test_bars_end_where_clocks_are_put_forward_over_midnight(set_zone, zone, day, unit):
    set_zone(zone)
    noon = datetime.fromisoformat(f"{day}T12:00:00Z")
    first, last = noon - timedelta(days=4), noon + timedelta(days=4)
    edges = list(islice(edges_of(unit, first, last), 12_000))
    assert edges[0] <= first
    assert edges[-2] <= last < edges[-1]
    assert edges == sorted(set(edges))
    if unit is Unit.DAY:
        days = [local(edge).date() for edge in edges]
        assert len(set(days)) == len(days)


@pytest.mark.parametrize("moment", [datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)])
@pytest.mark.parametrize("unit", list(Unit))
def test_bars_end_where_all_dates_end(zone, moment, unit):
    edges = list(islice(edges_of(unit, moment, moment), 10))
    assert edges[0] <= moment < edges[-1]
    assert edges == sorted(set(edges))
    assert unit_for(moment, moment) is Unit.MINUTE
    assert unit_for(*sorted((moment, START))) is Unit.YEAR
