"""Timelines: the events of one contact or one cart, in order, with the time between and what changed."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from patience import PATIENCE_S

from yespo_console.delivery.test_contacts import touched
from yespo_console.events.event import ApiVersion
from yespo_console.events.wire import WireError, read
from yespo_console.history import timeline as timeline_module
from yespo_console.history.errors import SearchCancelledError
from yespo_console.history.exchange import Answer, NewExchange
from yespo_console.history.store import Cancellation, HistoryStore
from yespo_console.history.timeline import Timeline, cart_subject, gap_words
from yespo_console.history.timeline_subject import Cart, CartsOf, Contact, cart_of, contact_of, title_of

NOON = datetime(2026, 11, 20, 12, 0, tzinfo=UTC)
MUG = {"productId": "A12", "quantity": 1, "price": 45.5}


@pytest.fixture
def store(tmp_path: Path) -> Iterator[HistoryStore]:
    with HistoryStore.open(tmp_path / "history.sqlite3") as opened:
        yield opened


def request(type_key: str = "pageViewed", minutes: float = 0, key_value: str | None = None, **params) -> NewExchange:
    items = [
        {"name": name, "value": json.dumps(value) if isinstance(value, (dict, list)) else value}
        for name, value in params.items()
    ]
    body = {"eventTypeKey": type_key, **({"keyValue": key_value} if key_value else {}), "params": items}
    text = json.dumps(body)
    return NewExchange(
        sent_at=NOON + timedelta(minutes=minutes),
        environment="Sandbox",
        is_real=False,
        url="http://127.0.0.1:8377/api/v2/event",
        api=ApiVersion.V2,
        event_type=type_key,
        key_value=key_value,
        locators=touched(read(text)),
        request_body=text.encode(),
        source="window",
    )


def send(store: HistoryStore, *words, **params) -> int:
    number = store.begin(request(*words, **params)).result(PATIENCE_S)
    store.complete(number, Answer(status=200)).result(PATIENCE_S)
    return number


def ids(store: HistoryStore, subject) -> list[int]:
    timeline = Timeline(store, subject)
    while not timeline.complete:
        timeline.read_earlier(50)
    return [step.row.id for step in timeline.steps()]


class Counting(Cancellation):
    """Somebody who never gives up, and counts how often that was asked."""

    looks = 0

    @property
    def is_cancelled(self) -> bool:
        self.looks += 1
        return False


def anybody(value: str) -> Contact:
    return Contact((("", value),))


class TestContact:
    def test_events_stand_in_order_whatever_order_they_were_kept_in(self, store):
        late = send(store, minutes=9, email="anna@example.com")
        early = send(store, minutes=1, email="anna@example.com")
        send(store, minutes=5, email="olha@example.com")
        assert ids(store, anybody("anna@example.com")) == [early, late]

    def test_an_email_in_any_capitals_is_the_same(self, store):
        one = send(store, email="Anna@Example.com")
        other = send(store, minutes=1, UserEmail="ANNA@example.com")
        send(store, minutes=2, email="joanna@example.com")
        assert ids(store, anybody("anna@example.com")) == [one, other]

    @pytest.mark.parametrize(
        "spelled",
        ["380501234567", "+380501234567", "+38 (050) 123-45-67", "38050 123 4567", "00380501234567", 380501234567],
    )
    def test_a_phone_in_any_spelling_is_the_same(self, store, spelled):
        number = send(store, phone=spelled)
        send(store, minutes=1, phone="380501234568")
        assert ids(store, anybody("+380 50 123 45 67")) == [number]

    def test_a_number_as_at_home_and_as_from_abroad_is_the_same(self, store):
        one = send(store, phone="0501234567")
        other = send(store, minutes=1, SMS="+38 (050) 123-45-67")
        by_key = send(store, minutes=2, key_value="8 050 123 45 67")
        send(store, minutes=3, phone="0671234567")
        for asked in ("380501234567", "050 123-45-67", "8(050)1234567"):
            assert ids(store, anybody(asked)) == [one, other, by_key]
        assert ids(store, contact_of(store.get(one))) == [one, other, by_key]

    def test_any_locator_of_an_exchange_finds_the_others(self, store):
        both = send(store, email="anna@example.com", phone="380501234567")
        by_phone = send(store, minutes=1, SMS="+380501234567")
        by_email = send(store, minutes=2, email="anna@example.com")
        contact = contact_of(store.get(both))
        assert ids(store, contact) == [both, by_phone, by_email]

    def test_the_value_elsewhere_is_not_the_contact(self, store):
        send(store, search="anna@example.com", email="olha@example.com")
        assert ids(store, anybody("anna@example.com")) == []

    def test_a_key_counts_where_it_names_the_contact(self, store):
        by_key = send(store, key_value="anna@example.com")
        by_id = send(store, minutes=1, externalCustomerId="c-17")
        by_id_as_key = send(store, minutes=2, key_value="c-17")
        assert ids(store, anybody("anna@example.com")) == [by_key]
        assert ids(store, anybody("c-17")) == [by_id, by_id_as_key]
        assert ids(store, contact_of(store.get(by_id))) == [by_id, by_id_as_key]

    def test_ids_are_letter_for_letter(self, store):
        send(store, contactId="AB1")
        assert ids(store, anybody("ab1")) == []

    def test_a_quote_in_a_value_does_no_harm(self, store):
        number = send(store, externalCustomerId='say "hello" twice')
        assert ids(store, anybody('say "hello" twice')) == [number]

    def test_nobody(self, store):
        assert contact_of(request()) is None
        assert title_of(anybody("anna@example.com")) == "Timeline of the contact anna@example.com"


class TestCart:
    def test_what_happened_in_a_cart_is_told(self, store):
        send(store, "cartUpdated", recycleStateId="d59", products=[MUG])
        send(store, "cartUpdated", 3, recycleStateId="d59", products=[{**MUG, "quantity": 2}])
        tea = {"productId": "T1", "quantity": 1, "price": 7}
        send(store, "cartUpdated", 63, recycleStateId="d59", products=[tea, {**MUG, "quantity": 2, "price": 40}])
        send(store, "cartUpdated", 63 + 48 * 60, recycleStateId="d59", products=[])
        send(store, "cartUpdated", 5, recycleStateId="D59", products=[])
        timeline = Timeline(store, Cart("d59"))
        timeline.read_earlier(50)
        assert [(gap_words(step.gap) if step.gap else "", step.sentences) for step in timeline.steps()] == [
            ("", ()),
            ("3 min later", ("product 1 (A12): quantity 1 became 2",)),
            ("1 hour later", ("product 2 (A12): price 45.5 became 40", "product 1 (T1) was added: 1 at 7")),
            ("2 days later", ("product 1 (T1) was removed: 1 at 7", "product 2 (A12) was removed: 2 at 40")),
        ]

    def test_a_second_send_of_the_same(self, store):
        for minutes in (0, 1):
            send(store, "cartUpdated", minutes, recycleStateId="d59", products=[MUG])
        timeline = Timeline(store, Cart("d59"))
        timeline.read_earlier(50)
        assert timeline.steps()[1].sentences == ("nothing changed since the one before",)

    def test_where_the_id_changes_each_time_the_contact_is_followed(self, store):
        first, second = (
            send(store, "cartUpdated", at, recycleStateId=f"id-{at}", email="anna@example.com", products=[MUG])
            for at in (0, 1)
        )
        send(store, "pageViewed", 2, email="anna@example.com")
        exchange = store.get(second)
        subject = cart_subject(store, cart_of(exchange), contact_of(exchange))
        assert isinstance(subject, CartsOf)
        assert ids(store, subject) == [first, second]
        assert title_of(subject) == "Timeline of the carts of anna@example.com"

    def test_where_the_id_stays_it_is_followed(self, store):
        for minutes in (0, 1):
            send(store, "cartUpdated", minutes, recycleStateId="d59", email="anna@example.com", products=[MUG])
        exchange = store.get(2)
        assert cart_subject(store, cart_of(exchange), contact_of(exchange)) == Cart("d59")
        assert cart_subject(store, Cart("other"), None) == Cart("other")

    def test_no_cart(self):
        assert cart_of(request()) is None
        assert cart_of(request(recycleStateId="")) is None


class TestReading:
    def test_pieces_are_read_from_the_newest_back_and_join(self, store):
        numbers = [send(store, minutes=at, email="anna@example.com", page={"location": str(at)}) for at in range(7)]
        timeline = Timeline(store, anybody("anna@example.com"))
        assert timeline.read_earlier(3) == 3
        assert [step.row.id for step in timeline.steps()] == numbers[4:]
        assert timeline.steps()[0].changes is None
        while not timeline.complete:
            timeline.read_earlier(3)
        steps = timeline.steps()
        assert [step.row.id for step in steps] == numbers
        assert steps[4].sentences == ('page: location "3" became "4"',)
        assert steps[4].gap == timedelta(minutes=1)

    def test_events_are_compared_with_the_last_of_their_type(self, store):
        send(store, "pageViewed", 0, email="a@example.com", page={"location": "x"})
        send(store, "searchRequest", 1, email="a@example.com", search="mug")
        send(store, "pageViewed", 2, email="a@example.com", page={"location": "y"})
        timeline = Timeline(store, anybody("a@example.com"))
        timeline.read_earlier(9)
        assert [step.sentences for step in timeline.steps()] == [(), (), ("page: location x became y",)]

    def test_a_piece_that_finds_nothing_ends_in_bounded_time(self, store, monkeypatch):
        monkeypatch.setattr(timeline_module, "_MOST_LOOKED_INTO", 3)
        for at in range(8):
            send(store, minutes=at, contactId="717")
        timeline = Timeline(store, anybody("17"))
        assert timeline.read_earlier(5) == 0
        assert not timeline.complete
        for _piece in range(3):
            timeline.read_earlier(5)
        assert timeline.complete

    def test_many_changes_are_counted(self, store):
        for at in (0, 1):
            send(store, "x", at, email="a@example.com", **{f"p{n}": n + at for n in range(10)})
        timeline = Timeline(store, anybody("a@example.com"))
        timeline.read_earlier(9)
        assert timeline.steps()[1].sentences[-1] == "and 4 more changes"

    def test_a_reading_nobody_waits_for_ends(self, store):
        send(store, email="a@example.com")
        cancel = Cancellation()
        cancel.cancel()
        with pytest.raises(SearchCancelledError):
            Timeline(store, anybody("a@example.com")).read_earlier(5, cancel)

    def test_a_contact_with_very_many_events_costs_no_more_than_one_with_few(self, store):
        def looks(address: str, events: int) -> int:
            """How often it was asked whether to go on, which the database does after so many steps of its work."""
            waiting = [store.begin(request(minutes=at, email=address)) for at in range(events)]
            for future in waiting:
                future.result(PATIENCE_S)
            assert store.wait_until_indexed(PATIENCE_S)
            timeline, cancel = Timeline(store, anybody(address)), Counting()
            assert timeline.read_earlier(50, cancel) == 50
            assert not timeline.complete
            return cancel.looks

        assert looks("often@example.com", 3000) < 4 * looks("seldom@example.com", 60)


@pytest.mark.parametrize(
    ("gap", "words"),
    [
        (timedelta(0), "at the same moment"),
        (timedelta(milliseconds=700), "less than a second later"),
        (timedelta(seconds=12), "12 s later"),
        (timedelta(seconds=59.9), "1 min later"),
        (timedelta(minutes=3, seconds=10), "3 min later"),
        (timedelta(minutes=59, seconds=50), "1 hour later"),
        (timedelta(hours=47), "47 hours later"),
        (timedelta(hours=49), "2 days later"),
    ],
)
def test_gaps_in_words(gap: timedelta, words: str) -> None:
    assert gap_words(gap) == words


def test_what_cannot_be_read_belongs_to_no_cart() -> None:
    with pytest.raises(WireError):
        read("no json")
    broken = request().model_copy(update={"request_body": b"no json"})
    assert cart_of(broken) is None
    assert not Cart("d59").holds(broken)
