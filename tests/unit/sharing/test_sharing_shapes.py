"""Personal data told by its shape or its name: cards, accounts, addresses of computers, messengers, queries, base64."""

import json
from base64 import b64decode, b64encode

import pytest

from yespo_console.events.json_text import dump, parse
from yespo_console.sharing.redaction import Redactor
from yespo_console.sharing.ticket import ticket


def redacted(name, value):
    body = {"eventTypeKey": "mine", "params": [{"name": name, "value": value}]}
    told = json.loads(dump(Redactor().body(parse(json.dumps(body)))))
    return told["params"][0]["value"]


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("addr", "Lesi 7", "address-1"),
        ("birthday", "1990-03-04", "birthday-1"),
        ("birthDate", "04.03.1990", "birthday-1"),
        ("passport", "АВ123456", "passport-1"),
        ("ip", "93.75.12.8", "ip-1"),
        ("userIp", "2a02:2378::8", "ip-1"),
        ("telegram", "@oksana_t", "messenger-1"),
        ("viber", "oksana", "messenger-1"),
        ("instagram", "oksana.t", "messenger-1"),
        ("card", "4111 1111 1111 1111", "card-1"),
        ("card", 4111111111111111, "card-1"),
        ("iban", "UA213223130000026007233566001", "iban-1"),
        ("note", "paid by 4111-1111-1111-1111, thanks", "paid by card-1, thanks"),
        ("note", "to UA21 3223 1300 0002 6007 2335 6600 1.", "to iban-1."),
        ("note", "came from 193.175.112.138.", "came from ip-1."),
        ("note", "came from 2a02:2378::8, twice", "came from ip-1, twice"),
        ("page", "https://shop.ua/u?id=7&name=Oksana+T&x=1", "https://shop.ua/u?id=7&name=name-1&x=1"),
        ("page", "https://shop.ua/u?lastName=%D0%9E%D0%BA", "https://shop.ua/u?lastName=name-1"),
    ],
)
def test_it_is_replaced(name, value, told):
    assert redacted(name, value) == told


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("orderRef", "4111111111111112"),  # the sum is wrong
        ("orderRef", "UA213223130000026007233566002"),
        ("card", "gift"),
        ("version", "999.1.2.3"),
        ("note", "from 10:00:00 to 11:30:00"),
        ("note", "served by 127.0.0.1 and ::1"),
        ("page", "https://shop.ua/goods?category=cups&sort=price"),
        ("hash", "c2hvcnQgd29yZHMgb25seQ=="),
        ("products", '[{"name":"Blue cup","price":1}]'),
    ],
)
def test_what_only_looks_a_little_like_it_stays(name, value):
    assert redacted(name, value) == value


def test_a_name_that_was_searched_for_is_replaced_where_it_stands_only():
    redactor = Redactor()
    redactor.learn_text("https://shop.ua/search?name=Monitor&sort=price")
    assert (
        redactor.text("https://shop.ua/search?name=Monitor&sort=price")
        == "https://shop.ua/search?name=name-1&sort=price"
    )
    assert redactor.text("Monitor 27, a monitor") == "Monitor 27, a monitor"


def test_a_name_beside_an_address_is_somebodys_and_is_replaced_everywhere():
    redactor = Redactor()
    redactor.learn_text("https://shop.ua/u?name=Oksana&email=o@shop.ua")
    assert redactor.text("from Oksana, name=Oksana") == "from name-1, name=name-1"
    assert redactor.text("https://shop.ua/u?name=Oksana") == "https://shop.ua/u?name=name-1"


def test_one_account_is_one_in_every_spelling():
    assert redacted("note", "UA213223130000026007233566001 = UA21 3223 1300 0002 6007 2335 6600 1") == "iban-1 = iban-1"


def test_an_address_in_base64_is_replaced_inside_it():
    secret = b64encode(b"user=oksana@shop.ua;v=1").decode()
    told = redacted("state", f"s:{secret}!")
    assert b64decode(told[2:-1]) == b"user=email-1@example.invalid;v=1"


def test_an_address_in_base64_in_a_path_is_replaced():
    told = redacted("page", "https://shop.ua/unsubscribe/b2tzYW5hLnNlY3JldEBzaG9wLnVh/now")
    assert told == f"https://shop.ua/unsubscribe/{b64encode(b'email-1@example.invalid').decode()}/now"


def test_the_same_person_in_base64_and_in_the_open_has_one_placeholder():
    secret = b64encode(b"oksana@shop.ua").decode()
    body = {
        "eventTypeKey": "mine",
        "params": [{"name": "b", "value": secret}, {"name": "email", "value": "OKSANA@shop.ua"}],
    }
    told = json.loads(dump(Redactor().body(parse(json.dumps(body)))))
    assert told["params"][1]["value"] == b64decode(told["params"][0]["value"]).decode() == "email-1@example.invalid"


def test_a_ticket_says_that_texts_of_people_are_to_be_looked_through():
    text = json.dumps({"eventTypeKey": "mine", "params": [{"name": "comment", "value": "Ask for Oksana"}]})
    assert ticket(text, ()).endswith("such as comments, may hold more: look through them before you pass this on.\n")


@pytest.mark.parametrize(
    ("value", "told"),
    [
        ("for anna&#64;client.ua.", "for email-1@example.invalid."),
        ("for anna&amp;#64;client.ua, twice", "for email-1@example.invalid, twice"),
        ("https://s.ua/?e=anna%252540client.ua&x=1", "https://s.ua/?e=email-1@example.invalid&x=1"),
        ("anna\\u0040client.ua", "email-1@example.invalid"),
        ("anna＠client.ua", "email-1@example.invalid"),
        ("anna\u200b@cli\u00adent.ua", "email-1@example.invalid"),
        ('to "anna b"@client.ua', "to email-1@example.invalid"),
        ("to anna@[10.0.0.1]", "to email-1@example.invalid"),
        ("anna@localhost", "anna@localhost"),
        ("tel:%2B38%20050%20999%2088%2077;x", "tel:phone-1;x"),
        ("+٣٨٠٥٠٩٩٩٨٨٧٧", "phone-1"),
        ("0 50 999 88 77 or +380509998877", "phone-1 or phone-1"),
        ("anna@client.ua!", "email-1@example.invalid!"),
    ],
)
def test_an_address_and_a_number_are_replaced_in_every_spelling(value, told):
    assert redacted("note", value) == told


def test_a_number_in_base64_stays_base64_without_it():
    word = redacted("link", "https://s.ua/" + b64encode(b'{"to":"+380509998877"}').decode()).rpartition("/")[2]
    assert b64decode(word) == b'{"to":"phone-1"}'
