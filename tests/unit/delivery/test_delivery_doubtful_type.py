"""An event type that a real account may not have is noticed before the account makes a new one of it."""

import json

import pytest

from yespo_console.delivery.doubtful_type import DoubtfulType, doubtful_type
from yespo_console.delivery.environments import Environment
from yespo_console.events.catalog import load_catalog
from yespo_console.events.event import ApiVersion

REAL = Environment(name="Shop", base_url="https://yespo.io/api")
LOCAL = Environment(name="Local", base_url="http://127.0.0.1:8377/api")


def body(key):
    return json.dumps({"eventTypeKey": key, "params": []})


@pytest.mark.parametrize(
    ("text", "environment", "found"),
    [
        (body("PageViewed"), REAL, DoubtfulType("PageViewed", "pageViewed")),
        (body("PageViewed"), LOCAL, None),
        (body("pageViewed"), REAL, None),
        (body("somethingOfOurs"), REAL, DoubtfulType("somethingOfOurs", may_be_there=True)),
        (body("somethingOfOurs"), LOCAL, None),
        (body("somethingDescribed"), REAL, None),
        (body(""), REAL, None),
        (body("anna@client.ua"), REAL, DoubtfulType("anna@client.ua")),
        (body("anna@client.ua"), LOCAL, None),
        (body("order 0671234567"), REAL, DoubtfulType("order 0671234567")),
        (body(7), REAL, None),
        ("no JSON", REAL, None),
    ],
)
def test_only_what_an_account_may_not_have_and_would_get_is_asked_about(text, environment, found, tmp_path):
    (tmp_path / "somethingDescribed.json").write_text('{"title": "Ours", "type": "object"}', encoding="utf-8")
    assert doubtful_type(text, environment, load_catalog(tmp_path), ApiVersion.V2) == found


def test_what_would_come_of_it_is_said_by_how_sure_that_is():
    slip, address, own = DoubtfulType("PageViewed", "pageViewed"), DoubtfulType("a@b.ua"), DoubtfulType("x", "", True)
    assert "would probably get a new event type “PageViewed”. Did you mean pageViewed?" in slip.in_words()
    assert "would probably get a new event type “a@b.ua”, which cannot be taken back" in address.in_words()
    assert "“x” is not known here" in own.in_words()
    assert "probably" not in own.in_words()
