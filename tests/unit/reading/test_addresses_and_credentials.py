"""What an address tells, and which texts are keys."""

import base64

import pytest

from yespo_console.reading.addresses import is_event_call, is_yespo_event_call, split_user
from yespo_console.reading.credentials import Credentials, is_secret_name
from yespo_console.reading.origin import Original


@pytest.mark.parametrize(
    ("address", "event", "yespo"),
    [
        ("https://yespo.io/api/v2/event", True, True),
        ("https://YESPO.io/api/v1/event/", True, True),
        ("https://api.yespo.io/api/v3/event?x=1", True, True),
        ("https://esputnik.com/api/v2/event", True, True),
        ("http://127.0.0.1:8377/api/v2/event", True, True),
        ("https://shop.example/v2/event", True, False),
        ("https://yespo.io.evil.example/api/v2/event", True, False),
        ("https://yespo.io@evil.example/api/v2/event", True, False),
        ("{{base}}/v2/event", True, False),
        ("https://yespo.io/api/v1/account/info", False, False),
        ("https://yespo.io/api/v2/events", False, False),
        ("https://yespo.io/api/v4/event", False, False),
        ("", False, False),
        ("not an address", False, False),
    ],
)
def test_which_addresses_are_event_calls(address, event, yespo):
    assert is_event_call(address) is event
    assert is_yespo_event_call(address) is yespo


def test_a_user_in_an_address_is_taken_off():
    assert split_user("https://api:key@yespo.io/x") == ("https://yespo.io/x", "api:key")
    assert split_user("https://yespo.io/x@y") == ("https://yespo.io/x@y", None)


@pytest.mark.parametrize(
    ("before", "login", "after"),
    [
        ("", "api:key-1", "yespo.io/api/v2/event"),
        ("//", "api:key-1", "yespo.io/api/v2/event"),
        ("https:/", "api:key-1", "yespo.io/api/v2/event"),
        ("https//", "api:key-1", "yespo.io/api/v2/event"),
        ("https:\\\\", "api:key-1", "yespo.io\\api\\v2\\event"),
        ("https:", "api:key-1", "yespo.io/api/v2/event"),
        ("", "api%3Akey-1", "yespo.io/api/v2/event"),
        ("https://", "api:key@1", "yespo.io/api/v2/event"),
        ("https://", "api:k/y?1#2", "yespo.io/api/v2/event"),
        ("", "olena@shop.ua:k/y", "yespo.io/api/v2/event"),
        ("https://https://", "api:key-1", "yespo.io/api/v2/event"),
        ("https:///", "key-1:", "yespo.io:{{port}}/api/v2/event"),
        ("", "key-1", "yespo.io/api/v2/event"),
    ],
)
def test_a_login_is_taken_off_an_address_with_a_slip_or_without_a_scheme(before, login, after):
    assert split_user(f"{before}{login}@{after}") == (before + after, login)


@pytest.mark.parametrize(
    "address",
    [
        "/contact/olena@shop.ua",
        "yespo.io/contact/olena@shop.ua",
        "http://localhost:8377/contact/olena@shop.ua",
        "http://shop/contact/olena@shop.ua/events",
        "olena@shop.ua",
        "{{host}}:{{port}}/contact/olena@shop.ua",
        "https://yespo.io/api/v2/event?email=olena@shop.ua&time=12:30",
    ],
)
def test_an_address_without_a_login_keeps_its_at_sign(address):
    assert split_user(address) == (address, None)


@pytest.mark.parametrize(
    "name", ["Authorization", "X-Api-Key", "apiKey", "API_TOKEN", "password", "yespo_api_key", "auth"]
)
def test_names_of_keys(name):
    assert is_secret_name(name)


@pytest.mark.parametrize("name", ["eventTypeKey", "keyValue", "pushToken", "productKey", "name", "value", "keyboard"])
def test_names_of_other_things(name):
    assert not is_secret_name(name)


def test_an_authorization_is_taken_apart_and_each_key_counts_once():
    credentials = Credentials(Original("x"))
    pair = base64.b64encode(b"api:key-1").decode()
    credentials.authorization(f"Basic {pair}", 0)
    credentials.authorization(f"basic {pair}", 0)
    credentials.authorization("Bearer key-2", 0)
    credentials.authorization("Basic not-base64", 0)
    credentials.authorization("key-3", 0)
    assert [(found.kind, found.user, found.secret.reveal()) for found in credentials.found] == [
        ("user", "api", "key-1"),
        ("token", None, "key-2"),
        ("authorization", None, "not-base64"),
        ("authorization", None, "key-3"),
    ]


def test_keys_in_an_address_are_masked():
    credentials = Credentials(Original("x"))
    shown = credentials.address("https://api:key-1@yespo.io/api/v2/event?token=key-2&x=1", 0)
    assert shown == "https://yespo.io/api/v2/event?token=***&x=1"
    assert [found.secret.reveal() for found in credentials.found] == ["key-1", "key-2"]


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        ("https://yespo.io/api/v2/event/K3y9f2Qw7Lm4Zx8T", "https://yespo.io/api/v2/event/***"),
        ("https://yespo.io/api/v2/event/key/K3y9f2Qw7Lm4Zx8T/?x=1", "https://yespo.io/api/v2/event/***?x=1"),
        ("https://yespo.io/api/v2/event#K3y9f2Qw7Lm4Zx8T", "https://yespo.io/api/v2/event#***"),
        ("https://yespo.io/api/v2/event?K3y9f2Qw7Lm4Zx8T", "https://yespo.io/api/v2/event?***"),
        ("https://yespo.io/api/v2/event?x=1&K3y9f2Qw7Lm4Zx8T#a", "https://yespo.io/api/v2/event?x=1&***#a"),
        ("https://yespo.io/api/v2/event;K3y9f2Qw7Lm4Zx8T", "https://yespo.io/api/v2/event;***"),
        ("https://yespo.io/api/v2/event;token=K3y9f2Qw7Lm4Zx8T?x=1", "https://yespo.io/api/v2/event;token=***?x=1"),
        ("https://yespo.io/api/v2/event?token:K3y9f2Qw7Lm4Zx8T", "https://yespo.io/api/v2/event?token:***"),
        ("https://yespo.io/api/v2/event?auth[token]=K3y9f2Qw7Lm4Zx8T", "https://yespo.io/api/v2/event?auth[token]=***"),
        ("https://yespo.io/api/v2/event:K3y9f2Qw7Lm4Zx8T", "https://yespo.io/api/v2/event:***"),
        ("https://K3y9f2Qw7Lm4Zx8T@yespo.io/api/v2/event", "https://yespo.io/api/v2/event"),
        ("https://api:K3y9f2Qw7Lm4Zx8T", "https://api:***"),
        ("api:K3y9f2Qw7Lm4Zx8T@", "api:***"),
        ("https://a.b/?to=//api:K3y9f2Qw7Lm4Zx8T@yespo.io", "https://a.b/?to=//api:***@yespo.io"),
    ],
)
def test_a_key_in_an_address_is_masked_without_a_name_too(address, shown):
    credentials = Credentials(Original("x"))
    assert credentials.address(address, 0) == shown
    assert [found.secret.reveal() for found in credentials.found] == ["K3y9f2Qw7Lm4Zx8T"]


@pytest.mark.parametrize(
    "address",
    [
        "https://yespo.io/api/v2/event",
        "https://yespo.io/api/v2/event/",
        "https://yespo.io/api/v2/event/?x=1#part-2",
        "https://yespo.io/api/v2/events/7",
        "{{base}}/v2/event?draft",
    ],
)
def test_an_address_without_a_key_stays(address):
    credentials = Credentials(Original("x"))
    assert (credentials.address(address, 0), credentials.found) == (address, ())


@pytest.mark.parametrize(
    ("address", "shown", "keys"),
    [
        ("https://hooks.example/catch/123456/Zx9Kq7Lm2Pw4Rt6Y/", "https://hooks.example/catch/123456/***/", 1),
        ("https://hooks.example/Zx9Kq7Lm2Pw4Rt6Y/event?a=b", "https://hooks.example/***/event?a=b", 1),
        ("https://hooks.example/3f0c2b1a-1234-4abc-9def-0123456789ab", "https://hooks.example/***", 1),
        ("https://api.example/bot123456789:AAHdqTcvCH1vGWJxfSeofSAs/send", "https://api.example/***:***/send", 2),
        ("https://shop.example/2024-05-01/order-confirmation-2024/event", None, 0),
        ("http://a1b2c3d4e5f6:8080/api/v2/event", None, 0),
        ("https://yespo.io/api/v2/event", None, 0),
    ],
)
def test_a_key_in_the_path_of_an_address_is_a_secret(address, shown, keys):
    credentials = Credentials(Original(address))
    assert credentials.address(address, 0) == (shown or address)
    assert len(credentials.found) == keys
