"""What Yespo will do with an event, in plain words."""

from datetime import UTC, datetime

import pytest
from event_words import CATALOG, EMAIL, ORDER, PAGE, V3, body, cart, checked, order, page, without

from yespo_console.events.outlook import EarlierSend, Verdict, outlook


def prospects(text, api=None, *, goes_to="sandbox", earlier=None, catalog=CATALOG):
    result = checked(text, api, catalog) if api else checked(text, catalog=catalog)
    return outlook(result, catalog, goes_to=goes_to, earlier=earlier)


def story(text, api=None, **options):
    return " ".join(prospects(text, api, **options).sentences)


def test_a_right_event_would_be_accepted():
    result = prospects(page({"phone": "380501234567"}))
    assert (result.verdict, result.headline) == (Verdict.ACCEPTED, "Yespo would accept this.")
    assert (result.key_value, result.key_source) == ("test@example.com", "email")
    assert result.locators == (("email", "test@example.com"), ("phone", "380501234567"))
    assert (result.type_known, result.suggestion) == (True, None)


@pytest.mark.parametrize(
    ("text", "verdict", "headline"),
    [
        (body("pageViewed", PAGE), Verdict.REFUSED, "neither a key nor a contact"),
        (page({"contactJson": "{"}), Verdict.REFUSED, "contactJson is not JSON"),
        (order(leave_out=("status",)), Verdict.IGNORED, "ignore this order"),
        (cart({"productId": "A"}), Verdict.UNKNOWN, "is not known"),
        (body("pageViewed", EMAIL), Verdict.UNKNOWN, "is not known"),
        ("{", Verdict.UNKNOWN, "not an event that can be read"),
        ("[]", Verdict.UNKNOWN, "not an event that can be read"),
        (body("PageViewed", EMAIL), Verdict.ACCEPTED, "Did you mean pageViewed?"),
        (body("bonus", EMAIL), Verdict.ACCEPTED, "it would create one"),
        (page(key="bonus"), Verdict.ACCEPTED, "Yespo would accept this."),
    ],
)
def test_the_verdict_says_as_much_as_is_documented(text, verdict, headline):
    result = prospects(text)
    assert result.verdict is verdict
    assert headline in result.headline


def test_a_refusal_weighs_more_than_being_ignored():
    assert prospects(body("orderCreated", without(ORDER, "status"))).verdict is Verdict.REFUSED


def test_the_reasons_are_named_and_the_rest_counted():
    text = cart({"productId": "A"}, {"productId": "B"})
    told = story(text)
    assert "products #1: price is missing" in told
    assert "And 1 more error," in told
    assert "And 3 more errors," in story(cart(*[{"productId": "A"}] * 3))


@pytest.mark.parametrize(
    ("params", "key", "value", "source"),
    [
        ({"phone": "380501234567", "contactId": "7"}, None, "7", "contactId"),
        ({"phone": "380501234567", "externalCustomerId": "8"}, None, "8", "externalCustomerId"),
        ({"externalCustomerId": "null", "phone": "380501234567"}, None, "380501234567", "phone"),
        ({"email": "", "pushToken": "t"}, None, "t", "pushToken"),
        ({"contactId": "7"}, "order-5", "order-5", "keyValue"),
        ({"contactId": "7"}, "", "7", "contactId"),
        ({"contactId": 7}, None, "7", "contactId"),
        ({"EmailAddress": "a@example.com"}, None, None, None),
        ({}, None, None, None),
    ],
)
def test_which_key_counts_and_where_it_comes_from(params, key, value, source):
    result = prospects(body("pageViewed", PAGE, params, key=key))
    assert (result.key_value, result.key_source) == (value, source)


def test_the_key_is_told_in_words():
    assert "Yespo takes its key from email: “test@example.com”." in story(page())
    assert "Its key is “k”, from keyValue." in story(page(key="k"))
    assert "perhaps take the key from email" in story(page(key=" "))
    assert "none from EmailAddress" in story(body("pageViewed", PAGE, {"EmailAddress": "a@example.com"}))
    assert "no key" in story(body("pageViewed", PAGE))


def test_v3_has_no_known_place_for_the_key():
    text = page(key="k", api=V3)
    assert prospects(text, V3).key_source == "email"
    assert "no known place for keyValue" in story(text, V3)


def test_who_can_be_found_is_told_aliases_included():
    result = prospects(body("pageViewed", PAGE, {"SMS": "380501234567", "ContactKey": "9", "email": " "}, key="k"))
    assert result.locators == (("SMS", "380501234567"), ("ContactKey", "9"))
    told = " ".join(result.sentences)
    assert "by SMS, ContactKey" in told
    assert "different contacts is not known" in told
    assert "phone numbers that are written differently is not known" in told
    assert "hardly linked" in story(body("pageViewed", PAGE, key="k"))


@pytest.mark.parametrize(
    ("key", "suggestion", "known"),
    [
        ("pageViewed", None, True),
        ("pageviewed", "pageViewed", False),
        ("StatusCart", "cartUpdated", False),
        ("page|Viewed", "pageViewed", False),
        ("bonus", None, False),
    ],
)
def test_what_was_probably_meant(key, suggestion, known):
    result = prospects(body(key, EMAIL))
    assert (result.suggestion, result.type_known) == (suggestion, known)


def test_a_type_is_known_or_would_be_created():
    assert "an event type that Yespo documents" in story(page())
    assert "probably creates it" in story(body("bonus", EMAIL))
    assert "capital letters" in story(body("PAGEVIEWED", EMAIL))
    assert "capital letters" not in story(body("pageView", EMAIL))


def test_a_type_that_the_user_described_is_known(tmp_path):
    from yespo_console.events.catalog import load_catalog

    (tmp_path / "bonus.json").write_text('{"type": "object"}')
    catalog = load_catalog(tmp_path)
    assert prospects(body("bonus", EMAIL), catalog=catalog).type_known
    assert "you described yourself" in story(body("bonus", EMAIL), catalog=catalog)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (page(), "Whether Yespo checks the fields"),
        (cart(), "recycleStateId ties"),
        (body("searchRequest", EMAIL, {"search": "x"}), "without a result"),
        (body("productImpressions", EMAIL), "sends it by itself"),
        (order(), "learns of the order"),
        (order(event_type="orderUpdated"), "this event creates it"),
        (order(event_type="orderDelivered"), "ignores it for an order that it does not know"),
        (order(event_type="orderCancelled"), "ignores it for an order that it does not know"),
    ],
)
def test_what_is_special_about_a_type_is_told(text, words):
    assert words in story(text)


def test_a_repeated_key_may_count_as_one():
    once = EarlierSend(datetime(2026, 11, 20, 12, 0, tzinfo=UTC), "Sandbox", 1)
    told = story(page(), earlier=once)
    assert "was sent before: to Sandbox on 2026-11-" in told
    assert "documents disagree" in told
    often = EarlierSend(once.sent_at, "Shop", 17)
    assert "The two may count as one" in told
    told = story(page(), earlier=often)
    assert "17 times before, the latest to Shop" in told
    assert "All of them may count as one" in told
    assert "before" not in story(page())


def test_the_sandbox_does_nothing_for_real():
    told = story(page())
    assert "stays on this computer" in told
    assert "real people" not in told
    assert len(prospects(page()).after) == 1


@pytest.mark.parametrize("text", [page(), "{"])
def test_of_another_server_on_this_computer_nothing_is_promised(text):
    told = story(text, goes_to="local")
    assert "this program does not know" in told
    for promise in ("sandbox", "stays on this computer", "no message", "real people"):
        assert promise not in told
    assert "Sandbox" not in " ".join(prospects(text, goes_to="local").after)


def test_a_real_account_can_do_real_things():
    told = story(page(), goes_to="account")
    assert "send messages to real people" in told
    assert "cannot be taken back" not in told
    assert "cannot be taken back" in story(body("bonus", EMAIL), goes_to="account")
    assert "for real" in story("{", goes_to="account")
    after = " ".join(prospects(page(), goes_to="account").after)
    for place in ("Event history", "With errors", "Contact not found", "Parameters errors"):
        assert place in after


def test_the_story_of_a_real_account_says_what_this_program_cannot_see_and_where_to_look():
    story = " ".join(prospects(page(), goes_to="account").story)
    assert "cannot see whether the account has a workflow" in story
    assert "Event history" in story
    for elsewhere in ("sandbox", "local"):
        told = prospects(page(), goes_to=elsewhere)
        assert told.story == told.sentences


def test_what_cannot_be_read_has_no_key_and_nothing_after():
    result = prospects("nonsense")
    assert (result.key_value, result.locators, result.after, result.type_known) == (None, (), (), False)
    assert any("line 1" in sentence for sentence in result.sentences)


def test_wrong_kinds_of_keys_have_an_outlook_too():
    for key in (5, None, ["a"], ""):
        assert prospects(body(key, EMAIL)).verdict is Verdict.UNKNOWN
        assert prospects(page(key=key)).sentences


def test_a_body_over_the_limit_is_not_simply_accepted():
    result = prospects(page({"note": "x" * 21_000}))
    assert result.verdict is Verdict.ACCEPTED
    assert result.is_doubtful
    assert "20 KB" in result.headline
