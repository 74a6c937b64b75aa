"""keyValue, locators, phones and addresses."""

import pytest
from event_words import EMAIL, PAGE, V1, V2, V3, body, checked, codes, mended, only, page, params_of, raw

from yespo_console.events.problems import Effect, Severity


def viewed(*params, **options):
    """A page view with nobody in it but who is said."""
    return body("pageViewed", PAGE, *params, **options)


@pytest.mark.parametrize(
    ("key", "code"),
    [
        (5, "key_value_not_text"),
        (True, "key_value_not_text"),
        (["a"], "key_value_not_text"),
        ({"a": "b"}, "key_value_not_text"),
        ("k" * 301, "key_value_too_long"),
        *((f"order{char}5", "key_value_forbidden") for char in "<>;'\\/|\"^?!,`’"),
    ],
)
def test_a_key_value_that_breaks_the_rules_is_an_error(key, code):
    problem = only(page(key=key), code)
    assert (problem.severity, problem.effect, problem.pointer) == (Severity.ERROR, Effect.UNKNOWN, "/keyValue")


def test_a_key_value_of_300_characters_is_fine():
    assert checked(page(key="k" * 300)).problems == ()


@pytest.mark.parametrize("key", [5, "order,5", "", " ", "null"])
def test_what_is_mechanical_about_a_key_value_is_mended(key):
    text = page(key=key)
    (problem,) = checked(text).problems
    assert checked(mended(text, problem)).problems == ()


@pytest.mark.parametrize(
    ("key", "code"), [('""', "key_value_blank"), ("null", "key_value_blank"), ('"null"', "key_value_null")]
)
def test_a_key_value_that_says_nothing_is_doubtful(key, code):
    text = page(key="KEY").replace('"KEY"', key)
    assert only(text, code).severity is Severity.WARNING


@pytest.mark.parametrize(
    "key", ["1763640000", "1763640000123", "2026-11-20", "2026-11-20T14:30:00", "2026-11-20 14:30:00.123Z"]
)
def test_a_timestamp_as_key_is_doubtful(key):
    problem = only(page(key=key), "key_value_timestamp")
    assert (problem.severity, problem.pointer) == (Severity.WARNING, "/keyValue")


@pytest.mark.parametrize("key", ["380501234567", "12345", "9999999999", "A-2026-11-20", "test@example.com"])
def test_an_ordinary_key_is_no_timestamp(key):
    assert checked(page(key=key)).problems == ()


def test_a_number_that_is_also_the_contact_is_no_timestamp():
    assert checked(page({"contactId": "1763640000"}, key="1763640000")).problems == ()


@pytest.mark.parametrize("api", [V1, V2])
def test_neither_key_nor_contact_is_refused(api):
    problem = only(viewed(api=api), "no_key_no_locator", api)
    assert (problem.severity, problem.effect, problem.pointer) == (Severity.ERROR, Effect.REFUSED, "/params")


def test_what_v3_does_without_a_contact_is_not_documented():
    assert only(viewed(api=V3), "no_key_no_locator", V3).effect is Effect.UNKNOWN


@pytest.mark.parametrize("name", ["contactId", "externalCustomerId", "email", "phone", "pushToken"])
def test_one_of_the_five_is_enough(name):
    value = {"email": "a@example.com", "phone": "380501234567"}.get(name, "id-1")
    assert checked(viewed({name: value})).problems == ()


@pytest.mark.parametrize("value", ["", "  ", None, "null", "NULL"])
def test_an_empty_locator_is_none(value):
    assert codes(viewed({"email": value})) == {"no_key_no_locator", "locator_empty"}
    assert codes(viewed({"externalCustomerId": value})) == {"no_key_no_locator", "external_id_ignored"}


@pytest.mark.parametrize("value", ["", "  ", None, "null"])
def test_an_empty_locator_beside_a_good_one_is_a_warning_that_a_click_removes(value):
    for name, code in [("externalCustomerId", "external_id_ignored"), ("pushToken", "locator_empty")]:
        text = page({name: value})
        problem = only(text, code)
        assert (problem.severity, problem.pointer) == (Severity.WARNING, "/params/2/value")
        assert name not in params_of(mended(text, problem))


@pytest.mark.parametrize(
    ("alias", "value", "name"),
    [
        ("EmailAddress", "a@example.com", "email"),
        ("UserEmail", "a@example.com", "email"),
        ("ContactEmail", "a@example.com", "email"),
        ("EMAIL", "a@example.com", "email"),
        ("SMS", "380501234567", "phone"),
        ("PhoneNumber", "380501234567", "phone"),
        ("contact_id", "17", "contactId"),
    ],
)
def test_an_alias_finds_the_contact_but_is_no_key(alias, value, name):
    text = viewed({alias: value})
    problem = only(text, "key_only_alias")
    assert (problem.severity, problem.pointer) == (Severity.WARNING, "/params/1/value")
    after = mended(text, problem)
    assert params_of(after)[name] == value
    assert checked(after).problems == ()
    assert checked(viewed({alias: value}, key="k")).problems == ()


def test_the_accounts_own_field_has_no_better_name():
    assert only(viewed({"ContactKey": "17"}), "key_only_alias").fix is None


def test_a_locator_only_in_the_key_is_accepted_but_hardly_linked():
    problem = only(viewed(key="order-5"), "locator_only_in_key")
    assert (problem.severity, problem.pointer, problem.fix) == (Severity.WARNING, "/params", None)


@pytest.mark.parametrize("api", [V2, V3])
def test_an_address_in_the_key_is_added_as_a_param(api):
    text = viewed(key="a@example.com", api=api)
    problem = next(p for p in checked(text, api).problems if p.code == "locator_only_in_key")
    assert "locator_only_in_key" not in codes(mended(text, problem), api)


def test_an_address_in_the_key_fills_an_empty_email():
    text = viewed({"email": ""}, key="a@example.com")
    problem = next(p for p in checked(text).problems if p.code == "locator_only_in_key")
    assert checked(mended(text, problem)).problems == ()


def test_a_locator_without_a_value_is_one_mistake():
    text = raw({"eventTypeKey": "bonus", "params": [{"name": "email"}]})
    assert codes(text) == {"item_without_value", "event_type_unknown"}


@pytest.mark.parametrize(
    ("number", "code", "digits"),
    [
        ("+380501234567", "phone_decorated", "380501234567"),
        ("380 50 123 45 67", "phone_decorated", "380501234567"),
        ("+38 (050) 123-45-67", "phone_decorated", "380501234567"),
        ("00380501234567", "phone_decorated", "380501234567"),
        ("0501234567", "phone_without_country", None),
        ("411786452", "phone_impossible", None),
        ("73456712", "phone_impossible", None),
        ("7411324763", "phone_impossible", None),
        ("380501234567890", "phone_impossible", None),
        ("+7 345 67 12", "phone_impossible", None),
        ("phone", "phone_not_number", None),
        ("test@example.com", "phone_not_number", None),
        ("٣٨٠٥٠١٢٣٤٥٦٧", "phone_not_number", None),
        ("1" * 400, "phone_impossible", None),
    ],
)
def test_a_phone_that_is_not_digits_with_a_country_code_is_a_warning(number, code, digits):
    text = page({"phone": number})
    problem = only(text, code)
    assert (problem.severity, problem.pointer) == (Severity.WARNING, "/params/2/value")
    if digits is None:
        assert problem.fix is None
    else:
        assert params_of(mended(text, problem))["phone"] == digits


@pytest.mark.parametrize("number", ["380501234567", "14155552671", "48512345678", "442079460958"])
def test_digits_with_the_country_code_are_safe(number):
    assert checked(page({"phone": number})).problems == ()


@pytest.mark.parametrize("address", ["test", "a@b", "a@@example.com", "a b@example.com", "@example.com", "a@.com"])
def test_what_is_no_address_is_a_warning(address):
    problem = only(viewed({"email": address}), "email_shape")
    assert (problem.severity, problem.pointer, problem.fix) == (Severity.WARNING, "/params/1/value", None)


@pytest.mark.parametrize("address", [" a@example.com", "a@example.com\n", "mailto:a@example.com"])
def test_spaces_around_an_address_are_removed(address):
    text = viewed({"email": address})
    assert params_of(mended(text, only(text, "email_shape")))["email"] == "a@example.com"


@pytest.mark.parametrize("address", ["a@example.com", "a.b+c@mail.example.com.ua", "тест@приклад.укр"])
def test_an_address_is_an_address(address):
    assert checked(viewed({"email": address})).problems == ()


@pytest.mark.parametrize(("name", "value"), [("contactId", 17), ("phone", 380501234567), ("externalCustomerId", 5)])
def test_a_numeric_id_is_safer_as_text(name, value):
    text = page({name: value})
    problem = only(text, "locator_number")
    assert (problem.severity, problem.pointer) == (Severity.WARNING, "/params/2/value")
    assert checked(mended(text, problem)).problems == ()


@pytest.mark.parametrize("value", [True, ["a@example.com"], {"email": "a@example.com"}])
def test_a_locator_that_is_no_text_finds_nobody(value):
    assert "locator_not_text" in codes(viewed({"contactId": "1"}, {"email": value}, native=True))


def test_two_spellings_of_one_locator_have_to_agree():
    problem = only(page({"EmailAddress": "other@example.com"}), "locators_disagree")
    assert (problem.severity, problem.pointer) == (Severity.WARNING, "/params/2/value")
    assert checked(page({"EmailAddress": "TEST@example.com"})).problems == ()
    assert checked(page({"phone": "380501234567", "SMS": "380501234567"})).problems == ()


def test_two_cases_of_one_name_are_told_once():
    assert codes(page({"Email": "other@example.com"})) == {"name_twice_case"}


def test_sentences_name_what_they_are_about():
    assert "“0501234567”" in only(page({"phone": "0501234567"}), "phone_without_country").message
    assert EMAIL["email"] not in only(viewed(), "no_key_no_locator").message


def test_forbidden_characters_are_quoted_so_that_a_comma_is_seen():
    assert "not allowed: “,” “!”. Remove them." in only(page(key="a,b!"), "key_value_forbidden").message
