"""What is said about where a payload was meant for, and what of it may become a draft that was not read."""

import pytest

from yespo_console.delivery.environments import Environment
from yespo_console.gui.reading.as_it_is import raw_text
from yespo_console.gui.reading.destination import destination, destination_of_several
from yespo_console.gui.reading.payload import Payload
from yespo_console.reading.reader import read_payload

KEY = "k3yThatNobodyMaySee77AQ"
SANDBOX = Environment(name="Sandbox", base_url="http://127.0.0.1:8377/api", kind="sandbox")
YESPO = Environment(name="Yespo", base_url="https://yespo.io/api")
SHOP = Environment(name="Shop", base_url="https://yespo.io/api")
ALL = (SANDBOX, YESPO, SHOP)


def test_nothing_is_said_without_an_address_or_when_the_chosen_one_has_it():
    assert destination(None, ALL, "Sandbox").words == ""
    assert destination("https://yespo.io/api/v2/event", ALL, "Shop").words == ""


@pytest.mark.parametrize(
    "url", ["https://yespo.io/api/v2/event", "https://YESPO.io/api/v1/event/", "yespo.io/api/v3/event"]
)
def test_every_environment_of_the_address_is_named(url):
    found = destination(url, ALL, "Sandbox")
    assert found.environments == ("Yespo", "Shop")
    assert found.words == "It was meant for https://yespo.io/api. Sends go to Sandbox now."


def test_an_address_of_yespo_without_an_environment_is_said():
    found = destination("https://esputnik.com/api/v1/event", ALL, "Sandbox")
    assert found.environments == ()
    assert found.base_url == "https://esputnik.com/api"
    assert "No environment has this address" in found.words


@pytest.mark.parametrize(
    "url",
    [
        "https://yespo.io.evil.example/api/v2/event",
        "https://evil.example/yespo.io/api/v2/event",
        "https://yespo.io@evil.example/api/v2/event",
        "https://[bad/api/v2/event",
        "{{base}}/v2/event",
    ],
)
def test_a_host_that_only_looks_like_yespos_is_shown_as_it_stands(url):
    found = destination(url, ALL, "Sandbox")
    assert (found.environments, found.base_url) == ((), "")
    assert "is not an address of Yespo" in found.words
    assert url in found.words


def _raw(content):
    payload = Payload(content)
    return raw_text(payload, read_payload(content))


def test_a_broken_body_is_itself():
    text = '{"eventTypeKey": "mine", "recycleStateId": "d59c6e6d-4123-4b0e-8c32-15f0656a8c60", "params": ['
    raw = _raw(text)
    assert (raw.text, raw.hidden) == (text, False)


@pytest.mark.parametrize(
    "text",
    [
        f"curl https://yespo.io/api/v2/event -u marketing:{KEY} -d @body.json",
        f"curl -umarketing:{KEY} https://yespo.io/api/v2/event",
        f"please use the key {KEY} for it",
        f"POST /api/v2/event HTTP/1.1\nAuthorization: Basic {KEY}\n\nnothing",
        f'{{"eventTypeKey": "mine", "apiKey": "{KEY}", "params": [',
    ],
)
def test_what_looks_like_a_key_is_hidden(text):
    raw = _raw(text)
    assert raw is None or raw.hidden
    assert raw is None or KEY not in raw.text


def test_what_is_no_text_or_too_long_becomes_no_draft():
    assert _raw(b"\x00\x01\x02 binary \xff") is None
    assert _raw("word " * 50_000) is None


def test_a_payload_shows_itself_nowhere():
    assert KEY not in repr(Payload(KEY))


@pytest.mark.parametrize(
    ("urls", "words"),
    [
        ((None, None), "They do not say where they were meant to go. Sends go to Shop."),
        (
            ("https://yespo.io/api/v2/event",) * 2,
            "They were meant for https://yespo.io/api, and sends go there: to Shop.",
        ),
        (("https://esputnik.com/api/v1/event",), "They were meant for https://esputnik.com/api. Sends go to Shop."),
        (
            ("https://x.example/v2/event",),
            "They were meant for https://x.example/v2/event, which is not an address of Yespo. Sends go to Shop.",
        ),
        (
            ("https://yespo.io/api/v2/event", None),
            "They were not all meant for the same address; the list shows it for each. All of them go to Shop.",
        ),
    ],
)
def test_what_is_said_about_the_addresses_of_several(urls, words):
    assert destination_of_several(urls, ALL, "Shop") == words
