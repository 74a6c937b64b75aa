"""An event for a ticket: how it is built stays, whom it is about does not."""

import json
import re
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from patience import assert_cost_grows_as_length

from yespo_console.events.catalog import load_catalog
from yespo_console.events.checking import check
from yespo_console.events.event import ApiVersion, Encoding, Event, Number, Object, Param
from yespo_console.events.json_text import parse, resolve
from yespo_console.events.problems import Problem, Severity
from yespo_console.events.wire import write
from yespo_console.history.exchange import Answer, Exchange
from yespo_console.sharing import addresses
from yespo_console.sharing.spellings import undone
from yespo_console.sharing.ticket import TicketChange, ticket


def body_in(markdown):
    """The event that stands in a ticket."""
    return parse(re.search(r"```+json\n(.*?)\n```", markdown, re.DOTALL)[1])


def event(*params, key_value=None):
    items = ", ".join(
        f'{{"name": {json.dumps(name)}, "value": {json.dumps(value, ensure_ascii=False)}}}' for name, value in params
    )
    key = f'"keyValue": {json.dumps(key_value)}, ' if key_value else ""
    return f'{{"eventTypeKey": "mine", {key}"params": [{items}]}}'


def test_the_same_value_has_the_same_placeholder_wherever_it_stands():
    text = event(
        ("email", "Olha@Example.com"),
        ("products", '[{"productId": "WS01", "giftFor": "olha@example.com", "price": 45.50}]'),
        key_value="olha@example.com",
    )
    body = body_in(ticket(text, ()))
    assert resolve(body, "/params/0/value") == "email-1@example.invalid"
    assert resolve(body, "/params/1/value/0/giftFor") == "email-1@example.invalid"
    assert resolve(body, "/keyValue") == "email-1@example.invalid"
    assert resolve(body, "/params/1/value/0/productId") == "WS01"
    assert resolve(body, "/params/1/value/0/price") == Number("45.50")


def test_different_values_have_different_placeholders():
    body = body_in(ticket(event(("email", "a@example.com"), ("phone", "380501234567"), ("mail", "b@example.com")), ()))
    values = [resolve(body, f"/params/{at}/value") for at in range(3)]
    assert values == ["email-1@example.invalid", "phone-1", "email-2@example.invalid"]


def test_a_phone_number_is_the_same_in_every_spelling():
    body = body_in(ticket(event(("phone", "+38 (050) 123-45-67"), ("note", "call 380501234567")), ()))
    assert resolve(body, "/params/0/value") == "phone-1"
    assert resolve(body, "/params/1/value") == "call phone-1"


def test_a_number_is_a_phone_when_its_name_says_whose_it_is():
    told = ticket(event(("buyer_phone", 4711), ("recipientMobile", "12-34"), ("model_number", "56-78")), ())
    assert "phone-1" in told
    assert "phone-2" in told
    assert "56-78" in told


def test_what_an_order_tells_of_a_person_is_replaced_and_the_goods_stay():
    items = '[{"externalItemId": "cup-1", "name": "Blue cup", "quantity": 1}]'
    text = event(
        ("firstName", "Ольга"),
        ("lastName", "Коваль"),
        ("deliveryAddress", "вул. Садова, 5"),
        ("externalCustomerId", "u-77"),
        ("date", "2026-11-24T10:00:00"),
        ("items", items),
    )
    told = ticket(text, ())
    for personal in ("Ольга", "Коваль", "Садова", "u-77"):
        assert personal not in told
    for kept in ("Blue cup", "cup-1", "2026-11-24T10:00:00", "name-1", "name-2", "address-1", "externalCustomerId-1"):
        assert kept in told


def test_a_key_in_a_body_is_hidden():
    told = ticket(event(("apiKey", "0123456789ABCDEF"), ("note", "Authorization: Basic YXBpOnNlY3JldA==")), ())
    assert "0123456789ABCDEF" not in told
    assert "YXBpOnNlY3JldA" not in told


def test_params_as_an_object_are_known_by_their_names():
    told = ticket('{"eventTypeKey": "mine", "params": {"email": "a@example.com", "contactId": 77123}}', ())
    assert resolve(body_in(told), "/params/email") == "email-1@example.invalid"
    assert resolve(body_in(told), "/params/contactId") == "contactId-1"


def test_a_plain_name_is_somebodys_among_the_params_and_in_a_person_and_a_products_elsewhere():
    told = ticket('{"eventTypeKey": "mine", "params": {"name": "Ольга", "product": {"name": "Blue cup"}}}', ())
    assert "Ольга" not in told
    assert "Blue cup" in told
    told = ticket(event(("name", "Ольга"), ("customer", '{"name": "Коваль"}'), ("product", '{"name": "Cup"}')), ())
    assert "Ольга" not in told
    assert "Коваль" not in told
    assert "Cup" in told


@pytest.mark.parametrize(
    ("begin", "repeated"), [("a@", "a."), *(("", word) for word in ("a", "@", "1 ", "%40", "+1("))]
)
def test_a_hostile_text_takes_no_longer_than_its_length(begin, repeated):
    def work(length):
        note = begin + repeated * (length // len(repeated))
        ticket(event(("email", "a@example.com"), ("note", note)), ())

    assert_cost_grows_as_length(work, 20_000)


def test_thousands_of_people_take_no_longer_than_each():
    def work(count):
        told = ticket(event(*(("email", f"somebody{number}@example.com") for number in range(count))), ())
        assert "somebody" not in told
        assert f"email-{count}@example.invalid" in told

    assert_cost_grows_as_length(work, 600)


def test_problems_and_changes_tell_no_more_than_the_event():
    problem = Problem("placeholder_emptied", Severity.WARNING, "/params/0/value", (("value", "olha@example.com"),))
    change = TicketChange(3, 7, "A text without quotes was put in quotes.", "olha@example.com", '"olha@example.com"')
    told = ticket(
        event(("email", "olha@example.com")), (problem,), (change,), "https://x.example/?e=olha%40example.com"
    )
    assert "olha" not in told
    assert "`/params/0/value`" in told
    assert (
        'Line 3, column 7: A text without quotes was put in quotes.\n   `email-1@example.invalid` → `"email-1' in told
    )


def test_a_change_tells_no_short_value_that_is_somebodys():
    changes = [
        TicketChange(1, 1, "It was emptied.", value, '""', name) for name, value in (("pwd", "abc"), ("size", "7"))
    ]
    told = ticket(event(("house", "7"), ("pwd", "")), (), [*changes, TicketChange(1, 1, "So.", "7", '""', "house")])
    assert "`***` →" in told
    assert "`7` →" in told  # a size is nobody's
    assert "`address-1` →" in told


def test_a_value_that_an_excerpt_cuts_in_two_is_not_told_by_halves():
    text = event(("email", "olha.kovalenko@example.com"), ("firstName", "Вікторія"))
    change = TicketChange(1, 1, "A comment was left out.", "olha.kovalen … example.com, Вікто … торія", "")
    told = ticket(text, (), (change,))
    for piece in ("olha", "kovalen", "Вікто", "торія"):
        assert piece not in told


def test_a_text_that_is_no_json_is_left_out_and_said():
    told = ticket('{"email": olha@example.com', (Problem("body_is_list", Severity.ERROR, ""),))
    assert "olha" not in told
    assert "left out here" in told


def test_an_event_with_backquotes_stays_one_block():
    told = ticket(event(("note", "```\n# not a heading")), ())
    assert told.startswith("````json\n") or "```" not in told.split("\n")[2]
    assert resolve(body_in(told), "/params/0/value") == "```\n# not a heading"


def words(letters, shortest=6):
    return st.text(letters, min_size=shortest, max_size=20)


#: Letters that stand in nothing else of a ticket, so that any trace is a trace of the value.
ODD = "ѣѳѵꙋꙗѫ"
EMAILS = st.builds(lambda name, host: f"{name}@{host}.example", words(ODD + "xyz"), words("qwzjk"))
PHONES = st.from_regex(r"\A\+?[1-9][0-9]{2}[ -]?[0-9]{3}[ -]?[0-9]{4,5}\Z")
NAMES = st.builds(lambda one, other, sign: f"{one}{sign}{other}", words(ODD), words(ODD), st.sampled_from("'\"\\ &/-"))
PERSONAL = st.one_of(
    st.tuples(st.sampled_from(("email", "EmailAddress", "mail")), EMAILS),
    st.tuples(st.sampled_from(("phone", "SMS", "customerPhone")), PHONES),
    st.tuples(
        st.sampled_from(
            ("contactId", "externalCustomerId", "pushToken", "firstName", "last_name", "deliveryAddress", "address")
        ),
        NAMES,
    ),
)
CATALOG = load_catalog()
PLACES = st.sampled_from(("param", "inside", "text", "key"))


@given(personal=st.lists(PERSONAL, min_size=1, max_size=5), place=PLACES, native=st.booleans(), seed=st.integers(0, 3))
def test_no_personal_value_remains_anywhere(personal, place, native, seed):
    params = [Param(name, value) for name, value in personal]
    values = [value for _name, value in personal]
    if place == "inside":
        params.append(Param("products", (Object((*personal, ("productId", "WS01"))),)))
    elif place == "text":
        params.append(Param("comment", "; ".join(f"for {value}, please" for value in values)))
    text = write(Event("cartUpdated", values[0] if place == "key" else None, tuple(params)), Encoding(native=native))
    problems = check(text, CATALOG).problems
    changes = [
        TicketChange(1, seed + 1, f"Text around the event was left out: “{value}”.", json.dumps(value), value)
        for value in values
    ]
    told = ticket(text, problems, changes, f"https://yespo.io/api/v2/event?who={values[0]}")
    for value in values:
        for form in (value, json.dumps(value)[1:-1], json.dumps(value, ensure_ascii=False)[1:-1]):
            assert form not in told


@given(personal=PERSONAL)
def test_equal_values_give_equal_placeholders(personal):
    name, value = personal
    body = body_in(ticket(event((name, value), ("again", json.dumps({name: value}))), ()))
    assert resolve(body, "/params/0/value") == resolve(body, f"/params/1/value/{name}")
    assert resolve(body, "/params/0/value") != value


@given(st.text(st.sampled_from("ab1.@%40-ї ,<"), max_size=80), st.integers(0, 70), st.integers(0, 70))
@settings(max_examples=300, deadline=None)
def test_addresses_are_found_around_their_signs_as_anywhere(text, before, behind):
    long = "x" * before + text + ".y" * behind + text
    expected = [match[0] for match in addresses._EMAIL.finditer(undone(long).text)]
    assert [one.value for one in addresses.somebody_in(long) if one.kind == "email"] == expected


def sent(request, answer=b"", status=400):
    """What came of sending a text."""
    return Exchange(
        id=7,
        sent_at=datetime(2026, 11, 29, 12, 0, tzinfo=UTC),
        environment="Shop of olha@example.com",
        is_real=True,
        url="https://yespo.io/api/v2/event",
        api=ApiVersion.V2,
        source="window",
        request_body=request.encode(),
        answer=Answer(status=status, reason="Bad Request", body=answer),
    )


def test_the_answer_is_told_with_the_same_placeholders():
    text = event(("email", "olha@example.com"), ("phone", "380501234567"))
    answer = b'{"errors": ["Contact olha@example.com with +380 50 123-45-67 is not there"], "status": 0}'
    told = ticket(text, (), sent=sent(text, answer))
    assert re.search(r"^Sent to Shop of email-1@example\.invalid on .+: 400 Bad Request$", told, re.MULTILINE)
    assert "Contact email-1@example.invalid with phone-1 is not there" in told
    assert "olha@" not in told
    assert "123-45" not in told


def test_whom_the_text_that_was_sent_named_is_not_told_when_the_event_is_about_another_now():
    before, now = event(("firstName", "Olha")), event(("firstName", "Ivan"))
    told = ticket(now, (), sent=sent(before, b"Olha is not there, says the server."), outdated=True)
    assert "The event was changed since" in told
    assert "Olha" not in told
    assert "is not there, says the server." in told


@pytest.mark.parametrize(
    ("request_text", "answer"), [("{no JSON, Olha", b"Olha is not there"), (event(), b"\xff\xfe Olha")]
)
def test_an_answer_is_left_out_when_nobody_can_tell_what_in_it_is_personal(request_text, answer):
    told = ticket(event(), (), sent=sent(request_text, answer))
    assert "Olha" not in told
    assert f"left out: {len(answer)} bytes" in told


def test_an_empty_answer_and_one_that_did_not_come_are_called_so():
    assert "(empty body)" in ticket(event(), (), sent=sent(event(), status=200))
    unanswered = sent(event()).model_copy(update={"answer": None})
    told = ticket(event(), (), sent=unanswered)
    assert "no answer recorded" in told
    assert "(empty body)" not in told
