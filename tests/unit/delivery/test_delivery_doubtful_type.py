"""A slip of the event type, or somebody's address as one, is noticed before a real account makes a new type of it."""

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
        (body("somethingOfOurs"), REAL, None),
        (body("anna@client.ua"), REAL, DoubtfulType("anna@client.ua")),
        (body("anna@client.ua"), LOCAL, None),
        (body("order 0671234567"), REAL, DoubtfulType("order 0671234567")),
        (body(7), REAL, None),
        ("no JSON", REAL, None),
    ],
)
def test_only_a_mistake_that_would_reach_an_account_is_asked_about(text, environment, found):
    assert doubtful_type(text, environment, load_catalog(), ApiVersion.V2) == found
