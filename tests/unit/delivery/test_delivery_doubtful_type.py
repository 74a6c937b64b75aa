"""A slip of the event type is noticed before a real account makes a new type of it."""

import json

import pytest

from yespo_console.delivery.doubtful_type import probably_meant
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
        (body("PageViewed"), REAL, ("PageViewed", "pageViewed")),
        (body("PageViewed"), LOCAL, None),
        (body("pageViewed"), REAL, None),
        (body("somethingOfOurs"), REAL, None),
        (body(7), REAL, None),
        ("no JSON", REAL, None),
    ],
)
def test_only_a_slip_that_would_reach_an_account_is_asked_about(text, environment, found):
    assert probably_meant(text, environment, load_catalog(), ApiVersion.V2) == found
