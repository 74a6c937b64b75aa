"""How values are encoded, and what stands out in any of them."""

import json

import pytest
from event_words import (
    CART_ITEM,
    EMAIL,
    PRODUCT,
    V1,
    V2,
    V3,
    body,
    cart,
    checked,
    codes,
    mended,
    only,
    page,
    params_of,
    raw,
)

from yespo_console.events.problems import Effect, Severity


def custom(*params, **options):
    """A custom event; its type is a hint of its own."""
    return body("bonusGranted", EMAIL, *params, **options)


def stands_out(text, code, api=V2):
    """The one problem besides the hint about the custom type."""
    problems = [problem for problem in checked(text, api).problems if problem.code != "event_type_unknown"]
    assert [problem.code for problem in problems] == [code]
    assert problems[0].message
    return problems[0]


def test_native_json_is_fine_for_v2():
    assert checked(page(native=True)).problems == ()


def test_native_json_in_v1_is_made_text():
    text = page(native=True)
    problem = only(text, "native_in_v1", V1)
    assert (problem.severity, problem.effect, problem.pointer) == (Severity.ERROR, Effect.UNKNOWN, "/params/1/value")
    assert checked(mended(text, problem), V1).problems == ()


@pytest.mark.parametrize("value", [5, True, False])
def test_v1_takes_text_only(value):
    text = custom({"points": value})
    problem = stands_out(text, "not_text_in_v1", V1)
    assert problem.severity is Severity.ERROR
    assert params_of(mended(text, problem))["points"] == json.dumps(value)


def test_null_in_v1_has_no_obvious_text():
    assert stands_out(custom({"points": None}), "not_text_in_v1", V1).fix is None
    assert codes(page({"contactId": None}), V1) == {"not_text_in_v1"}


def test_a_number_that_v1_can_only_write_as_text_is_a_number():
    assert checked(body("searchRequest", EMAIL, {"search": "x", "isFound": "0"}), V1).problems == ()


def test_json_as_text_in_v3_is_doubtful():
    text = raw(
        {"eventTypeKey": "pageViewed", "params": {"email": "a@example.com", "page": '{"location":"https://a.com"}'}}
    )
    problem = only(text, "text_in_v3", V3)
    assert (problem.severity, problem.pointer) == (Severity.WARNING, "/params/page")
    assert checked(mended(text, problem), V3).problems == ()


@pytest.mark.parametrize("times", [2, 3])
@pytest.mark.parametrize("api", [V1, V2])
def test_a_container_made_text_more_than_once_is_decoded_once(times, api):
    value = {"location": "https://example.com"}
    for _time in range(times):
        value = json.dumps(value)
    text = body("pageViewed", EMAIL, {"page": value})
    problem = only(text, "encoded_twice", api)
    assert (problem.severity, problem.effect, problem.pointer) == (Severity.ERROR, Effect.UNKNOWN, "/params/1/value")
    assert checked(mended(text, problem), api).problems == ()


def test_a_free_value_made_text_twice_is_a_warning():
    problem = stands_out(custom({"data": json.dumps(json.dumps({"a": 1}))}), "encoded_twice")
    assert problem.severity is Severity.WARNING


def test_quotes_in_a_text_are_just_quotes():
    assert codes(custom({"title": '"Кобзар"'})) == {"event_type_unknown"}
    assert codes(custom({"title": '"Кобзар'})) == {"event_type_unknown"}


def test_data_as_text_within_data_is_a_hint():
    text = custom({"data": {"size": '{"height":5}'}})
    problem = stands_out(text, "text_holds_json")
    assert (problem.severity, problem.pointer) == (Severity.INFO, "/params/1/value/size")
    assert codes(mended(text, problem)) == {"event_type_unknown"}


def test_what_is_deeper_than_the_second_level_stays_text():
    assert codes(custom({"data": {"size": {"height": 5}}})) == {"event_type_unknown"}
    problem = stands_out(custom({"data": {"size": {"height": {"cm": 5}}}}), "too_deep")
    assert (problem.severity, problem.pointer) == (Severity.INFO, "/params/1/value/size/height")
    assert "data: size.height" in problem.message
    in_list = stands_out(custom({"data": [{"size": {"height": {"cm": 5}}}]}), "too_deep")
    assert in_list.pointer == "/params/1/value/0/size/height"


@pytest.mark.parametrize("placeholder", ["Phone", "string", "decimal", "int", "CurrencyCode", "..."])
def test_a_placeholder_that_was_left_is_told(placeholder):
    problem = stands_out(custom({"note": placeholder}), "placeholder_left")
    assert (problem.severity, problem.pointer) == (Severity.WARNING, "/params/1/value")
    assert only(page(key=placeholder), "placeholder_left").pointer == "/keyValue"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{{uid}}@example.com", "{{uid}}"),
        ("order ${id}", "${id}"),
        ("Dear <%= user.name %>, hello", "<%= user.name %>"),
        ("Dear <?= $name ?>, hello", "<?= $name ?>"),
        ("<e-mail>", "<e-mail>"),
        ("{email}", "{email}"),
        ("%email%", "%email%"),
        ("$EMAIL", "$EMAIL"),
        ("$user_email", "$user_email"),
        ("#{user.email}", "#{user.email}"),
        ("[EMAIL]", "[EMAIL]"),
        ("[USER_NAME]", "[USER_NAME]"),
        ("__EMAIL__", "__EMAIL__"),
        ("YOUR_EMAIL", "YOUR_EMAIL"),
        ("your_api_key", "your_api_key"),
        ("your-email@example.com", "your-email@example.com"),
        ("Hello, *|FNAME|*!", "*|FNAME|*"),
    ],
)
def test_a_value_that_was_to_be_filled_in_is_told(text, named):
    problem = stands_out(custom({"note": text}), "placeholder_left")
    assert problem.severity is Severity.WARNING
    assert f"“{named}”" in problem.message


@pytest.mark.parametrize(
    "text",
    [
        *("{ a }", "a < b > c", "<b>sale</b>", "$5 {net}", "{a: {b: 1}}", "100%", "50% off 20%", "%D0%B0", "$5.00"),
        *(
            "A$AP",
            "[NEW]",
            "[1]",
            "__",
            "_a_",
            "your choice",
            "your-name",
            "Yours",
            "youremail",
            "* | *",
            "a|b",
            "@you",
        ),
        *(
            "object",
            "[object]",
            "NaNa",
            "#SALE!",
            "#1",
            "N/A",
            "see #N/A",
            "[redacted] by us",
            "Undefined behaviour",
            "undefined index",
        ),
    ],
)
def test_signs_in_ordinary_texts_are_no_placeholders(text):
    assert codes(custom({"note": text})) == {"event_type_unknown"}


@pytest.mark.parametrize(
    "text",
    [
        *("undefined", "NaN", "[object Object]", "[object Object],[object Object]"),
        *("#N/A", "#REF!", "#VALUE!", "#DIV/0!", "#NAME?", "#Н/Д", "#ПОСИЛАННЯ!"),
        *("[REDACTED]", "[Filtered]", '[object] (App\\Models\\Product: {"id":5})'),
    ],
)
def test_what_a_program_writes_for_no_value_is_told(text):
    problem = stands_out(custom({"note": text}), "written_for_nothing")
    assert (problem.severity, problem.pointer) == (Severity.WARNING, "/params/1/value")


def test_what_a_program_writes_for_no_key_is_told():
    assert only(page(key="undefined"), "written_for_nothing").pointer == "/keyValue"


def test_what_a_program_writes_for_no_value_is_one_problem_of_a_number():
    text = body("productViewed", EMAIL, {"product": {**PRODUCT, "price": "NaN"}})
    assert only(text, "written_for_nothing").severity is Severity.ERROR


@pytest.mark.parametrize(
    ("text", "severity"),
    [
        (page({"phone": "Phone"}), Severity.WARNING),
        (body("productViewed", EMAIL, {"product": {**PRODUCT, "price": "decimal"}}), Severity.ERROR),
        (body("productViewed", EMAIL, {"product": PRODUCT, "currencyCode": "CurrencyCode"}), Severity.WARNING),
        (body("pageViewed", EMAIL, {"page": "string"}), Severity.ERROR),
        (body("searchRequest", EMAIL, {"search": "string"}), Severity.WARNING),
    ],
)
def test_a_placeholder_is_one_problem_as_severe_as_what_it_stands_for(text, severity):
    assert only(text, "placeholder_left").severity is severity


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("apiKey", "A1B2C3D4"),
        ("api_key", "A1B2C3D4"),
        ("Authorization", "x"),
        ("token", "abc"),
        ("password", "hunter2"),
        ("note", "Basic YXBpOnNlY3JldA=="),
        ("note", "Bearer abcdef0123456789"),
    ],
)
def test_what_looks_like_a_key_is_pointed_at_and_never_repeated(name, value):
    problem = stands_out(custom({name: value}), "looks_like_secret")
    assert (problem.severity, problem.pointer) == (Severity.WARNING, "/params/1/value")
    assert value not in problem.message
    assert value not in str(problem.args)


def test_a_key_is_found_in_the_body_and_within_values():
    inside = stands_out(custom({"data": {"login": {"password": "hunter2"}}}), "looks_like_secret")
    assert inside.pointer == "/params/1/value/login/password"
    text = raw({"eventTypeKey": "pageViewed", "apiKey": "abc", "params": []})
    assert "/apiKey" in {p.pointer for p in checked(text).problems if p.code == "looks_like_secret"}


@pytest.mark.parametrize("name", ["pushToken", "tokens", "secretary", "passwordless"])
def test_other_names_are_no_keys(name):
    assert "looks_like_secret" not in codes(custom({name: "abc"}))


def test_an_empty_password_is_no_key():
    assert "looks_like_secret" not in codes(custom({"password": ""}))


@pytest.mark.parametrize(
    ("value", "broken"), [("{broken", True), ("", True), ("hello", True), ('{"firstName":"Olena"}', False)]
)
def test_contactjson_that_is_no_json_is_a_documented_400(value, broken):
    text = custom({"contactJson": value})
    if broken:
        problem = stands_out(text, "contact_json_invalid")
        assert (problem.severity, problem.effect) == (Severity.ERROR, Effect.REFUSED)
    else:
        assert codes(text) == {"event_type_unknown"}


def test_contactjson_should_be_an_object():
    for value in ([1], "5", '"Olena"', "null", 5, None):
        assert stands_out(custom({"contactJson": value}), "contact_json_not_object").severity is Severity.WARNING
    assert stands_out(custom({"contactJson": json.dumps(json.dumps({"a": "b"}))}), "encoded_twice")
    assert codes(custom({"contactJson": {"firstName": "Olena"}}, native=True)) == {"event_type_unknown"}


@pytest.mark.parametrize(
    ("text", "pointer", "meant"),
    [
        (cart({**CART_ITEM, "tag_colour": "green"}), "/params/1/value/0/tag_colour", "colour"),
        (cart({**CART_ITEM, "productKey": "WS01"}), "/params/1/value/0/productKey", "productId"),
        (
            body("cartUpdated", EMAIL, {"products": [], "recycleStateId": "c", "GUID": "c"}),
            "/params/3/value",
            "recycleStateId",
        ),
    ],
)
def test_names_of_the_web_script_are_reported_with_what_they_probably_mean(text, pointer, meant):
    problem = only(text, "script_name")
    assert (problem.severity, problem.pointer, problem.fix) == (Severity.WARNING, pointer, None)
    assert meant in problem.message


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (
            body("cartUpdated", EMAIL, {"products": [], "GUID": "c"}),
            body("cartUpdated", EMAIL, {"products": [], "recycleStateId": "c"}),
        ),
        (page({"container_type": "r1v1"}), page({"recomVariantId": "r1v1"})),
    ],
)
def test_a_param_named_as_in_the_web_script_can_be_given_the_name_that_it_stands_for(text, wanted):
    problem = next(one for one in checked(text).problems if one.code == "script_name")
    assert problem.severity is Severity.WARNING
    assert json.loads(mended(text, problem)) == json.loads(wanted)


def test_an_event_of_the_web_script_among_the_params_is_told_as_an_event():
    problem = only(page({"StatusCart": []}), "script_event_as_name")
    assert (problem.severity, problem.pointer, problem.fix) == (Severity.WARNING, "/params/2/value", None)
    assert "the event type cartUpdated" in problem.message


def test_an_event_of_the_web_script_hides_none_of_its_other_names():
    text = body("StatusCart", EMAIL, {"GUID": "c", "products": [{"productKey": "WS01"}]})
    assert codes(text) == {"event_type_of_script", "script_name"}
    places = [problem.pointer for problem in checked(text).problems if problem.code == "script_name"]
    assert places == ["/params/1/value", "/params/2/value/0/productKey"]


def test_names_of_the_web_script_mean_nothing_in_a_custom_event():
    assert codes(custom({"GUID": "5"}, {"data": {"tag_a": "b"}})) == {"event_type_unknown"}


def test_a_name_that_only_the_web_script_has_is_a_hint_in_a_custom_event():
    text = custom({"productKey": "5"}, {"items": [{"productKey": "5"}]})
    found = [problem for problem in checked(text).problems if problem.code == "script_name"]
    assert [problem.pointer for problem in found] == ["/params/1/value", "/params/2/value/0/productKey"]
    assert {(problem.severity, problem.fix) for problem in found} == {(Severity.INFO, None)}
    assert "productId" in found[0].message


@pytest.mark.parametrize(
    ("text", "pointer", "member"),
    [
        (cart({**CART_ITEM, "eventKey": "a"}), "/params/1/value/0/eventKey", "eventTypeKey"),
        (cart({**CART_ITEM, "parameters": [{"size": "L"}]}), "/params/1/value/0/parameters", "params"),
        (page({"parameters": [{"name": "colour", "value": "green"}]}), "/params/2/value", "params"),
        (page({"keyValue": "olha"}), "/params/2/value", "keyValue"),
    ],
)
def test_members_of_the_event_inside_its_params_are_reported_with_what_they_probably_mean(text, pointer, member):
    problem = only(text, "member_of_the_event")
    assert (problem.severity, problem.pointer, problem.fix) == (Severity.WARNING, pointer, None)
    assert f"means its {member}." in problem.message


def test_params_in_params_of_version_3_are_reported():
    text = '{"eventTypeKey": "searchRequest", "params": {"email": "a@b.co", "search": "x", "params": {"a": "x"}}}'
    problem = only(text, "member_of_the_event", V3)
    assert problem.pointer == "/params/params"


def test_names_of_the_event_are_data_in_a_custom_event():
    assert codes(custom({"params": "5"}, {"data": {"keyValue": "b"}})) == {"event_type_unknown"}


def test_a_search_that_found_something_starts_nothing():
    for found in (1, "1"):
        problems = checked(body("searchRequest", EMAIL, {"search": "teapot", "isFound": found})).problems
        assert "search_found" in {problem.code for problem in problems}
        assert {problem.severity for problem in problems} == {Severity.INFO}
    assert checked(body("searchRequest", EMAIL, {"search": "teapot", "isFound": 0})).problems == ()


def test_a_list_in_v1_where_a_text_is_wanted_is_one_mistake():
    assert codes(body("searchRequest", EMAIL, {"search": ["x"]}, native=True), V1) == {"text_expected"}
