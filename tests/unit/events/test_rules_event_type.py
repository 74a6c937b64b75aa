"""The event type key: the commonest trap."""

import pytest
from event_words import CATALOG, EMAIL, body, checked, codes, mended, only, page, raw

from yespo_console.events.problems import Effect, Severity


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (None, "event_type_not_text"),
        (5, "event_type_not_text"),
        (["pageViewed"], "event_type_not_text"),
        ("", "event_type_empty"),
        ("   ", "event_type_empty"),
        ("k" * 101, "event_type_too_long"),
        *((f"order{char}created", "event_type_forbidden") for char in "<>;'\\/|\"^?!,`’"),
    ],
)
def test_a_key_that_breaks_the_rules_is_an_error(key, code):
    problem = only(body(key, EMAIL), code)
    assert (problem.severity, problem.effect, problem.pointer) == (Severity.ERROR, Effect.UNKNOWN, "/eventTypeKey")


def test_a_missing_key_is_pointed_at_where_it_belongs():
    problem = only(raw({"params": [{"name": "email", "value": "a@example.com"}]}), "event_type_missing")
    assert problem.pointer == "/eventTypeKey"


def test_a_key_of_a_hundred_characters_is_allowed():
    assert only(body("k" * 100, EMAIL), "event_type_unknown").severity is Severity.INFO


@pytest.mark.parametrize(
    ("slip", "meant"),
    [
        ("PageViewed", "pageViewed"),
        ("PAGEVIEWED", "pageViewed"),
        ("page_viewed", "pageViewed"),
        ("pageView", "pageViewed"),
        ("productVeiwed", "productViewed"),
        ("cartUpdate", "cartUpdated"),
        ("searchRequests", "searchRequest"),
        ("orderCanceled", "orderCancelled"),
        (" pageViewed", "pageViewed"),
        ("pageViewed\n", "pageViewed"),
        ("page Viewed", "pageViewed"),
    ],
)
def test_a_near_miss_asks_did_you_mean(slip, meant):
    text = body(slip, EMAIL)
    problem = only(text, "event_type_near")
    assert (problem.severity, problem.pointer) == (Severity.WARNING, "/eventTypeKey")
    assert meant in problem.message
    assert f'"eventTypeKey":"{meant}"' in mended(text, problem)


def test_a_forbidden_character_in_a_known_key_leads_to_that_key():
    text = page().replace('"pageViewed"', '"pageViewed!"')
    assert checked(mended(text, only(text, "event_type_forbidden"))).problems == ()
    assert "use_event_type" in {p.fix.code for p in checked(body("page, viewed", EMAIL)).problems if p.fix}


def test_a_key_of_forbidden_characters_alone_has_no_fix():
    assert only(body("?!", EMAIL), "event_type_forbidden").fix is None


@pytest.mark.parametrize(
    ("key", "code", "severity"),
    [
        ("bonusGranted", "event_type_unknown", Severity.INFO),
        ("bonusGranted ", "event_type_spaces", Severity.WARNING),
        ("bonus granted", "event_type_space_inside", Severity.WARNING),
        ("StatusCart", "event_type_of_script", Severity.WARNING),
        ("ProductPage", "event_type_of_script", Severity.WARNING),
        ("CategoryPage", "event_type_of_script", Severity.WARNING),
        ("MainPage", "event_type_of_script_alone", Severity.WARNING),
        ("PurchasedItems", "event_type_of_script_alone", Severity.WARNING),
    ],
)
def test_an_unknown_key_probably_creates_an_event_type(key, code, severity):
    problem = only(body(key, EMAIL), code)
    assert (problem.severity, problem.pointer) == (severity, "/eventTypeKey")


def test_spaces_around_an_unknown_key_are_removed():
    text = body("bonusGranted ", EMAIL)
    assert codes(mended(text, only(text, "event_type_spaces"))) == {"event_type_unknown"}


def test_a_number_as_key_is_made_text():
    text = body(5, EMAIL)
    assert codes(mended(text, only(text, "event_type_not_text"))) == {"event_type_unknown"}


def test_names_of_the_web_script_are_not_replaced_by_themselves():
    assert only(body("StatusCart", EMAIL), "event_type_of_script").fix is None


@pytest.mark.parametrize("event_type", CATALOG.types, ids=lambda each: each.key)
def test_every_documented_key_is_known(event_type):
    assert not {code for code in codes(body(event_type.key, EMAIL)) if code.startswith("event_type")}


def test_shown_recommendations_need_not_be_sent():
    text = body("productImpressions", EMAIL, {"recomVariantId": "r1v2", "products": [{"productId": "A"}]})
    assert only(text, "impressions_by_script").severity is Severity.INFO


def test_the_rules_of_a_type_wait_until_the_type_is_known():
    assert codes(body("pageviewed", EMAIL, {"page": 5})) == {"event_type_near"}
    assert "object_expected" in codes(body("pageViewed", EMAIL, {"page": 5}))
