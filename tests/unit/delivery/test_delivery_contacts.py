"""Whom a send touches: nobody outside the test contacts is written to without asking."""

import json

import pytest

from yespo_console.delivery.environments import Environment
from yespo_console.delivery.test_contacts import held_outside, outside, outside_text, touched
from yespo_console.events.wire import read

REAL = Environment(
    name="Shop",
    base_url="https://yespo.io/api",
    test_contacts=("Test@Example.com", "+38 (050) 123-45-67", "crm-17", "8"),
)


def body(*params, **members):
    items = [{"name": name, "value": value} for name, value in params]
    return json.dumps({"eventTypeKey": "pageViewed", "params": items, **members})


@pytest.mark.parametrize(
    ("param", "value"),
    [
        ("email", "test@example.COM"),
        ("EMAILADDRESS", " Test@example.com "),
        ("phone", "380501234567"),
        ("SMS", "+380501234567"),
        ("phone", 380501234567),
        ("externalCustomerId", "crm-17"),
        ("contact_id", 8),
        ("pushToken", "crm-17"),
        ("ContactKey", "test@example.com"),
    ],
)
def test_a_test_contact_is_recognised(param, value):
    assert outside_text(body((param, value)), REAL) == ()


@pytest.mark.parametrize(
    ("param", "value", "shown"),
    [
        ("email", "test@example.com.ua", "email test@example.com.ua"),
        ("UserEmail", "customer@shop.ua", "UserEmail customer@shop.ua"),
        ("phone", "380501234568", "phone 380501234568"),
        ("PhoneNumber", "", None),
        ("externalCustomerId", "CRM-17", "externalCustomerId CRM-17"),
        ("externalCustomerId", "null", None),
        ("externalCustomerId", None, None),
        ("email", [], None),
        ("email", ["a@b.c"], 'email ["a@b.c"]'),
        ("email", {"a": 1}, 'email {"a":1}'),
        ("contactId", True, "contactId true"),
        ("contactId", 80, "contactId 80"),
        ("phone", "none", "phone none"),
        ("page", "customer@shop.ua", None),
    ],
)
def test_anyone_else_is_outside(param, value, shown):
    assert outside_text(body((param, value)), REAL) == ((shown,) if shown else ())


def test_every_locator_counts_duplicates_included():
    text = body(("email", "test@example.com"), ("email", "b@x.ua"), ("phone", "380660000000"), ("EMAIL", "b@x.ua"))
    assert outside_text(text, REAL) == ("email b@x.ua", "phone 380660000000", "EMAIL b@x.ua")


def test_the_key_value_counts_when_nothing_else_names_a_contact():
    assert touched(read(body(keyValue="customer@shop.ua"))) == (("keyValue", "customer@shop.ua"),)
    assert outside_text(body(keyValue="customer@shop.ua"), REAL) == ("keyValue customer@shop.ua",)
    assert outside_text(body(keyValue="test@example.com"), REAL) == ()
    assert outside_text(body(keyValue="380501234567"), REAL) == ()
    assert outside_text(body(("email", "test@example.com"), keyValue="order-1"), REAL) == ()
    assert outside_text(body(), REAL) == ()


def test_a_v3_body_and_the_wrong_shape_are_read_too():
    v3 = '{"eventTypeKey":"x","params":{"email":"customer@shop.ua","phone":"380501234567"}}'
    assert outside_text(v3, REAL) == ("email customer@shop.ua",)


@pytest.mark.parametrize(
    "text",
    [
        "not JSON",
        "[]",
        '{"params":[],"params":[{"name":"email","value":"x@y.z"}]}',
        '{"keyValue":"test@example.com","keyValue":"x@y.z"}',
        '{"params":[{"name":"email","value":"test@example.com","value":"x@y.z"}]}',
        '{"params":{"email":"test@example.com","email":"x@y.z"}}',
    ],
)
def test_a_text_that_can_be_read_in_two_ways_or_in_none_is_asked_about(text):
    (sentence,) = outside_text(text, REAL)
    assert "somebody unknown" in sentence


def test_the_sandbox_and_this_computer_reach_nobody():
    text = body(("email", "customer@shop.ua"))
    sandbox = Environment(name="Sandbox", kind="sandbox", base_url="http://127.0.0.1:1/api")
    local = Environment(name="Local", base_url="http://localhost:1/api")
    for environment in (sandbox, local):
        assert outside_text(text, environment) == ()
        assert outside(None, environment) == ()


def test_without_test_contacts_everybody_is_outside():
    alone = REAL.model_copy(update={"test_contacts": ()})
    assert outside(read(body(("email", "test@example.com"))), alone) == ("email test@example.com",)
    assert outside(None, alone) != ()


def test_a_contact_entry_without_digits_matches_no_phone():
    blank = REAL.model_copy(update={"test_contacts": ("-", "x")})
    assert outside_text(body(("phone", "+")), blank) == ("phone +",)


@pytest.mark.parametrize(
    ("event", "who"),
    [
        (
            body(("email", "test@example.com"), ("contactJson", '{"email":"a@b.co"}')),
            ('contactJson {"email":"a@b.co"}',),
        ),
        (body(("email", "test@example.com"), (" email ", "a@b.co")), ("email a@b.co",)),
        (body(("email", "test@example.com"), keyValue="a@b.co"), ("keyValue a@b.co",)),
        (body(("email", "test@example.com"), keyValue="order-17"), ()),
    ],
    ids=["a contact that is changed", "blanks around a name", "an address as the key", "a key that is no address"],
)
def test_whoever_is_named_beside_a_test_contact_is_asked_about_too(event, who):
    assert outside_text(event, REAL) == who


@pytest.mark.parametrize(
    ("param", "value", "held"),
    [
        ("customerEmail", "real@gmail.com", ("customerEmail real@gmail.com",)),
        ("Email Address", "real@gmail.com", ("Email Address real@gmail.com",)),
        ("user", {"email": "real@gmail.com", "id": 7}, ("user.email real@gmail.com",)),
        ("user", '{"contact":{"phone":"+380 66 000 00 00"}}', ("user.contact.phone +380 66 000 00 00",)),
        ("order", {"buyer": '{"buyer_phone":380660000000}'}, ("order.buyer.buyer_phone 380660000000",)),
        ("recipients", [{"name": "email", "value": "real@gmail.com"}], ("recipients.email real@gmail.com",)),
        ("emails", ["test@example.com", "a@b.co"], ("emails a@b.co",)),
        ("customerEmail", "TEST@example.com", ()),
        ("user", {"email": "test@example.com", "mobile": "0038 050 123 45 67", "tel": "38 050 1234567"}, None),
        ("customerEmail", "", ()),
        ("mobile", True, ()),
        ("tel", "8", ()),
        ("page", {"location": "https://shop.ua/?mail=real@gmail.com"}, ("page.location real@gmail.com",)),
        ("managers", '["380677654321","z@y.com"]', ("managers 380677654321", "managers z@y.com")),
        ("product", '{"productId":"4820000000000","who":["x@y.com"]}', ("product.who x@y.com",)),
        ("copyTo", "olena@shop.ua; ivan@shop.ua", ("copyTo olena@shop.ua", "copyTo ivan@shop.ua")),
        ("copyTo", "Olena <olena@shop.ua>", ("copyTo olena@shop.ua",)),
        ("note", "write to ivan@shop.ua or test@example.com", ("note ivan@shop.ua",)),
        ("note", "call +38 (067) 765-43-21 please", ("note +38 (067) 765-43-21",)),
        ("orderNumber", "20261128000123", ()),
        ("orderNumber", "0012345678", ()),
        ("price", "0.123456789", ()),
        ("sku", "a0671112233b", ()),
        ("телефон", "0671112233", ("телефон 0671112233",)),
        ("note", "call 0501234567 or (050) 123-45-67", ()),
        ("note", "0501234567 0679876543", ("note 0679876543",)),
        ("note", "0671234567\n0679876543", ("note 0671234567", "note 0679876543")),
        ("note", "0671234567/0679876543", ("note 0671234567", "note 0679876543")),
        ("note", "2026-11-20 0671234567", ("note 0671234567",)),
        ("note", "0671234567 2 pcs", ("note 0671234567",)),
        ("note", "380 67 123 45 67 380 67 987 65 43", ("note 380 67 123 45 67", "note 380 67 987 65 43")),
        ("shipTo", "067.111.22.33", ("shipTo 067.111.22.33",)),
        ("shipTo", "067\u00a0111\u00a022\u00a033", ("shipTo 067\u00a0111\u00a022\u00a033",)),
        ("comment", "Подзвоніть (067) 111-22-33 або 8 050 123 45 00", None),
        ("chat", "viber://chat?number=%2B380671112233", ("chat +380671112233",)),
        ("link", "https://shop.ua/?to=real%2540gmail.com", ("link real@gmail.com",)),
        ("note", "real&#64;gmail.com", ("note real@gmail.com",)),
        ("note", "real\\u0040gmail.com", ("note real@gmail.com",)),
        ("note", "real＠gmail.com", ("note real@gmail.com",)),
        ("note", "real&amp;#64;gmail.com", ("note real@gmail.com",)),
        ("link", "https://shop.ua/u?e=cmVhbEBnbWFpbC5jb20=", ("link real@gmail.com",)),
        ("link", "https://shop.ua/u?e=dGVzdEBleGFtcGxlLmNvbQ==", ()),
        ("note", '"anna b"@client.ua', ('note "anna b"@client.ua',)),
        ("note", "anna@[10.0.0.1]", ("note anna@[10.0.0.1]",)),
        ("note", "anna@localhost", ()),
        ("note", "0 67 987 65 43", ("note 0 67 987 65 43",)),
        ("note", "0 50 123 45 67", ()),
        ("real@gmail.com", "1", ("real@gmail.com",)),
        ("user", {"real@gmail.com": 1}, ("user real@gmail.com",)),
    ],
)
def test_an_address_in_a_field_that_finds_no_contact_is_asked_about_too(param, value, held):
    text = body(("email", "test@example.com"), (param, value))
    assert outside_text(text, REAL) == ()
    expected = {
        "user": ("user.mobile 0038 050 123 45 67",),
        "comment": ("comment (067) 111-22-33", "comment 8 050 123 45 00"),
    }
    assert held_outside(text, REAL) == (expected[param] if held is None else held)


@pytest.mark.parametrize(
    ("member", "value", "held"),
    [
        ("orders", [{"email": "real@gmail.com"}], ("orders.email real@gmail.com",)),
        ("friendEmail", "real@gmail.com", ("friendEmail real@gmail.com",)),
        ("contact", {"email": "real@gmail.com"}, ("contact.email real@gmail.com",)),
        ("keyValue", "0671112233", ("keyValue 0671112233",)),
        ("email", "real@gmail.com", ("email real@gmail.com",)),
        ("phone", "0671112233", ("phone 0671112233",)),
        ("eventTypeKey", "real@gmail.com", ("eventTypeKey real@gmail.com",)),
    ],
)
def test_an_address_beside_the_params_is_asked_about_too(member, value, held):
    text = body(("email", "test@example.com"), **{member: value})
    assert held_outside(text, REAL) == held


def test_a_member_of_a_param_that_there_is_not_is_looked_at_too():
    text = '{"eventTypeKey":"x","params":[{"name":"email","value":"test@example.com","cc":"real@gmail.com"}]}'
    assert held_outside(text, REAL) == ("email real@gmail.com",)


def test_what_finds_a_contact_is_told_once_and_a_local_address_is_not_asked_about():
    text = body(("email", "a@b.co"), ("contactJson", '{"email":"c@d.co"}'), ("customerEmail", "e@f.co"))
    assert held_outside(text, REAL) == ("customerEmail e@f.co",)
    assert held_outside(text, Environment(name="Local", base_url="http://localhost:1/api")) == ()
    assert held_outside("not JSON", REAL) == ()
    assert held_outside('{"eventTypeKey":"x","params":{"customerEmail":"e@f.co"}}', REAL) == ("customerEmail e@f.co",)
