"""What the event types say about their params."""

import json
from decimal import Decimal

import pytest
from event_words import CART_ITEM, EMAIL, PRODUCT, V1, V3, body, cart, checked, codes, mended, only, params_of, without

from yespo_console.events.catalog import load_catalog
from yespo_console.events.problems import Effect, Severity

ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


SEARCH = {"search": "x"}
NO_ITEMS = {"products": [], "recycleStateId": "c"}


def product(changes=None, leave_out=(), currency=None):
    """A product view, right but for what is said."""
    params = {"product": without({**PRODUCT, **(changes or {})}, *leave_out)}
    return body("productViewed", EMAIL, params, {"currencyCode": currency} if currency else {})


def wish(value, **options):
    return body("productAddedToWishlist", EMAIL, {"product": value}, **options)


@pytest.mark.parametrize(
    ("event_type", "params", "name"),
    [
        ("pageViewed", {}, "page"),
        ("productViewed", {}, "product"),
        ("productCategoryViewed", {}, "category"),
        ("cartUpdated", {"products": []}, "recycleStateId"),
        ("productAddedToWishlist", {}, "product"),
        ("searchRequest", {"isFound": 0}, "search"),
    ],
)
def test_a_missing_param_is_pointed_at_among_the_params(event_type, params, name):
    problem = only(body(event_type, EMAIL, params), "param_missing")
    assert (problem.severity, problem.effect, problem.pointer, problem.fix) == (ERROR, Effect.UNKNOWN, "/params", None)
    assert problem.message.startswith(name)


def test_a_cart_without_products_leaves_open_what_was_meant():
    problem = only(body("cartUpdated", EMAIL, {"recycleStateId": "c"}), "param_absent_unclear")
    assert (problem.severity, problem.pointer) == (WARNING, "/params")


def test_an_empty_cart_is_fine():
    assert checked(cart()).problems == ()
    assert checked(cart(native=True)).problems == ()


@pytest.mark.parametrize(
    ("text", "pointer", "place"),
    [
        (body("pageViewed", EMAIL, {"page": {}}), "/params/1/value/location", "page: location"),
        (product(leave_out=["productId"]), "/params/1/value/productId", "product: productId"),
        (product(leave_out=["price"]), "/params/1/value/price", "product: price"),
        (body("productCategoryViewed", EMAIL, {"category": {}}), "/params/1/value/productCategoryId", "category: "),
        (cart(CART_ITEM, without(CART_ITEM, "price")), "/params/1/value/1/price", "products #2: price"),
        (cart(without(CART_ITEM, "quantity")), "/params/1/value/0/quantity", "products #1: quantity"),
        (cart(without(CART_ITEM, "productId")), "/params/1/value/0/productId", "products #1: productId"),
        (wish({"productId": "A"}), "/params/1/value/price", "product: price"),
    ],
)
def test_what_is_missing_inside_is_pointed_at_where_it_belongs(text, pointer, place):
    problem = only(text, "required_missing")
    assert (problem.severity, problem.effect, problem.pointer) == (ERROR, Effect.UNKNOWN, pointer)
    assert problem.message.startswith(place)


def test_v3_points_at_params_by_name():
    text = body("cartUpdated", EMAIL, {"products": [without(CART_ITEM, "price")], "recycleStateId": "c"}, api=V3)
    assert only(text, "required_missing", V3).pointer == "/params/products/0/price"


@pytest.mark.parametrize(
    ("text", "pointer"),
    [
        (body("searchRequest", EMAIL, {"search": " "}), "/params/1/value"),
        (body("cartUpdated", EMAIL, {"products": [], "recycleStateId": ""}), "/params/2/value"),
        (product({"productId": ""}), "/params/1/value/productId"),
        (product({"price": ""}), "/params/1/value/price"),
        (cart({**CART_ITEM, "quantity": " "}), "/params/1/value/0/quantity"),
    ],
)
def test_a_required_value_that_is_empty_is_one_error(text, pointer):
    problem = only(text, "required_empty")
    assert (problem.severity, problem.pointer) == (ERROR, pointer)


@pytest.mark.parametrize(
    ("text", "code", "severity", "pointer"),
    [
        (product({"price": "45.5"}), "number_as_text", ERROR, "/params/1/value/price"),
        (product({"price": " 45.50 "}), "number_as_text", ERROR, "/params/1/value/price"),
        (product({"productId": 12}), "number_for_text", ERROR, "/params/1/value/productId"),
        (cart({**CART_ITEM, "name": 5}), "number_for_text", WARNING, "/params/1/value/0/name"),
        (product({"isInStock": True}), "boolean_for_zero_one", WARNING, "/params/1/value/isInStock"),
        (product({"isInStock": False}), "boolean_for_zero_one", WARNING, "/params/1/value/isInStock"),
        (body("searchRequest", EMAIL, SEARCH, {"isFound": False}), "boolean_for_zero_one", WARNING, "/params/2/value"),
        (body("searchRequest", EMAIL, {"search": 5}), "number_for_text", ERROR, "/params/1/value"),
        (product({"price": "754 USD"}), "price_with_currency", ERROR, "/params/1/value/price"),
        (product({"price": "$754"}), "price_with_currency", ERROR, "/params/1/value/price"),
        (product({"price": "754,50 грн"}), "price_with_currency", ERROR, "/params/1/value/price"),
        (product({"price": "45,5"}), "number_expected", ERROR, "/params/1/value/price"),
        (product({"isInStock": None}), "integer_expected", WARNING, "/params/1/value/isInStock"),
        (product({"weight": 5}), "extra_property_type", WARNING, "/params/1/value/weight"),
        (product({"weight": None}), "extra_property_type", WARNING, "/params/1/value/weight"),
        (cart({**CART_ITEM, "discount": 5}), "also_number", INFO, "/params/1/value/0/discount"),
        (cart({**CART_ITEM, "quantity": "2"}), "also_text", INFO, "/params/1/value/0/quantity"),
        (product({"isInStock": "1"}), "also_text", INFO, "/params/1/value/isInStock"),
        (body("searchRequest", EMAIL, {"search": "x", "isFound": "0"}), "also_text", INFO, "/params/2/value"),
        (cart(json.dumps({**CART_ITEM, "price": 2})), "text_for_container", ERROR, "/params/1/value/0"),
        (product().replace('"product"', '"Product"'), "param_misnamed", ERROR, "/params/1/name"),
        (product({"ProductID": "A"}, ["productId"]), "property_misnamed", ERROR, "/params/1/value/ProductID"),
        (product({"productKey": "A"}, ["productId"]), "script_name_for_required", ERROR, "/params/1/value/productKey"),
        (cart({**CART_ITEM, "price": "7.5"}), "number_as_text", ERROR, "/params/1/value/0/price"),
        (wish([PRODUCT]), "list_of_one", WARNING, "/params/1/value"),
        (body("productViewed", EMAIL, {"product": [PRODUCT]}), "object_expected", ERROR, "/params/1/value"),
        (body("cartUpdated", EMAIL, {**NO_ITEMS, "products": CART_ITEM}), "list_expected", ERROR, "/params/1/value"),
        (body("pageViewed", EMAIL, {"page": "https://example.com/"}), "object_expected", ERROR, "/params/1/value"),
        (product(currency="usd"), "currency_unknown", WARNING, "/params/2/value"),
    ],
)  # fmt: skip
def test_what_is_mechanical_about_a_value_is_mended_with_one_click(text, code, severity, pointer):
    problem = only(text, code)
    assert (problem.severity, problem.pointer) == (severity, pointer)
    assert problem.effect is (Effect.UNKNOWN if severity is ERROR else Effect.NONE)
    assert checked(mended(text, problem)).problems == ()


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("45.50", "45.50"),
        ("754 USD", "754"),
        ("754,5 грн", "754.5"),
        ("45,55", "45.55"),
        ("1e2", "1e2"),
        ("€ 0,99", "0.99"),
        ("-5 USD", "-5"),
    ],
)
def test_a_mended_price_keeps_its_spelling(before, after):
    text = product({"price": before})
    assert f'\\"price\\":{after},' in mended(text, checked(text).problems[0])


@pytest.mark.parametrize(
    ("price", "code"),
    [
        ("1,234", "number_expected"),
        ("1.234,56 EUR", "price_with_currency"),
        ("1 234 грн", "price_with_currency"),
        ("free", "number_expected"),
        ("007", "number_expected"),
        (True, "number_expected"),
        ([5], "number_expected"),
        ({"amount": 5}, "number_expected"),
        (None, "number_expected"),
    ],
)
def test_a_price_that_can_be_read_in_two_ways_is_left_to_the_user(price, code):
    problem = only(product({"price": price}), code)
    assert (problem.severity, problem.fix) == (ERROR, None)


@pytest.mark.parametrize(
    ("value", "code", "severity"),
    [
        (2, "not_a_choice", WARNING),
        ("2", "not_a_choice", WARNING),
        ("yes", "integer_expected", WARNING),
        (Decimal("0.5"), "integer_expected", WARNING),
        ([1], "integer_expected", WARNING),
    ],
)
def test_in_stock_is_nothing_but_zero_or_one(value, code, severity):
    problem = only(product({"isInStock": value}), code)
    assert (problem.severity, problem.pointer) == (severity, "/params/1/value/isInStock")


def test_one_point_zero_is_one():
    assert checked(product({"isInStock": Decimal("1.0")})).problems == ()


@pytest.mark.parametrize("value", ["green", ["green", "white"], [], ""])
def test_further_properties_are_texts_or_lists_of_texts(value):
    assert checked(product({"colour": value})).problems == ()


@pytest.mark.parametrize("value", [True, {"a": "b"}, [1, 2], [["green"]], [None, "green"]])
def test_other_further_properties_are_one_warning_each(value):
    problem = only(product({"colour": value}), "extra_property_type")
    assert (problem.severity, problem.pointer) == (WARNING, "/params/1/value/colour")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (body("pageViewed", EMAIL, {"page": '{"location":"https://a.com"'}), "object_not_json"),
        (body("pageViewed", EMAIL, {"page": "[broken"}), "object_not_json"),
        (body("productViewed", EMAIL, {"product": '{"productId":"A","price":1}]}'}), "object_not_json"),
        (body("cartUpdated", EMAIL, {"products": "[{'productId':'A'}]", "recycleStateId": "c"}), "list_not_json"),
        (body("pageViewed", EMAIL, {"page": ""}), "object_expected"),
        (body("pageViewed", EMAIL, {"page": 5}), "object_expected"),
        (body("pageViewed", EMAIL, {"page": None}), "object_expected"),
        (body("pageViewed", EMAIL, {"page": []}), "object_expected"),
        (body("productViewed", EMAIL, {"product": "WS01"}), "object_expected"),
        (wish([PRODUCT, PRODUCT]), "object_expected"),
        (body("cartUpdated", EMAIL, {"products": "", "recycleStateId": "c"}), "list_expected"),
        (body("cartUpdated", EMAIL, {"products": None, "recycleStateId": "c"}), "list_expected"),
        (body("orderCreated", EMAIL, {"items": 5}), "list_expected"),
    ],
)
def test_a_container_holds_what_its_event_type_says(text, code):
    problem = next(problem for problem in checked(text).problems if problem.code == code)
    assert (problem.severity, problem.pointer, problem.fix) == (ERROR, "/params/1/value", None)
    if "order" not in text:
        assert len(checked(text).problems) == 1


@pytest.mark.parametrize("item", [None, 5, "WS01", [], True])
def test_a_product_is_an_object(item):
    problem = only(cart(CART_ITEM, item), "object_expected_inside")
    assert (problem.severity, problem.pointer) == (ERROR, "/params/1/value/1")
    assert problem.message.startswith("products #2 ")


def test_the_product_in_a_list_of_one_is_checked_too():
    assert codes(wish([{"productId": "A"}])) == {"list_of_one", "required_missing"}
    pointers = {problem.pointer for problem in checked(wish([{"productId": "A"}])).problems}
    assert pointers == {"/params/1/value", "/params/1/value/0/price"}


@pytest.mark.parametrize("value", ["r1", "1105v1480", "R1105V1480", "r1105v", "r1105v1480 ", "container-1"])
def test_a_recommendation_variant_is_written_like_r1v2(value):
    text = body("productImpressions", EMAIL, {"recomVariantId": value, "products": [{"productId": "A"}]})
    problem = next(problem for problem in checked(text).problems if problem.code != "impressions_by_script")
    assert (problem.code, problem.severity, problem.pointer) == ("recom_variant_format", ERROR, "/params/1/value")


@pytest.mark.parametrize("location", ["example.com/sale", "/sale", "sale", "https:// example"])
def test_a_location_is_a_full_address(location):
    problem = only(body("pageViewed", EMAIL, {"page": {"location": location}}), "url_shape")
    assert (problem.severity, problem.pointer) == (WARNING, "/params/1/value/location")


@pytest.mark.parametrize("location", ["https://example.com", "myapp://sale/5", "HTTP://EXAMPLE.COM/ї", "app:home"])
def test_a_deep_link_is_an_address_too(location):
    assert checked(body("pageViewed", EMAIL, {"page": {"location": location}})).problems == ()


@pytest.mark.parametrize(
    ("code", "problem", "severity"),
    [
        ("XYZ", "currency_unknown", WARNING),
        ("$", "currency_unknown", WARNING),
        ("грн", "currency_unknown", WARNING),
        ("PLN", "currency_elsewhere", INFO),
        (980, "number_for_text", WARNING),
        (None, "text_expected", WARNING),
    ],
)
def test_a_currency_is_a_code_of_iso_4217(code, problem, severity):
    found = only(body("productViewed", EMAIL, {"product": PRODUCT, "currencyCode": code}), problem)
    assert (found.severity, found.pointer) == (severity, "/params/2/value")


@pytest.mark.parametrize("code", ["USD", "EUR", "UAH"])
def test_the_three_currencies_of_the_other_page_are_fine(code):
    assert checked(body("productViewed", EMAIL, {"product": PRODUCT, "currencyCode": code})).problems == ()


def test_a_text_that_looks_like_a_list_is_a_text_where_a_text_is_wanted():
    assert checked(body("searchRequest", EMAIL, {"search": "[1]"})).problems == ()
    assert checked(body("searchRequest", EMAIL, {"search": '{"a":1}'})).problems == ()


def test_numbers_beyond_reach_are_numbers():
    for price in ("1e999999999", "1e99999999999999999999999", "9" * 5000, "-0.0"):
        text = product({"price": "PRICE"}).replace('\\"PRICE\\"', price)
        assert checked(text).problems == ()


def test_v1_is_judged_by_the_same_types():
    assert checked(cart(CART_ITEM, api=V1), V1).problems == ()
    assert only(cart(without(CART_ITEM, "price"), api=V1), "required_missing", V1)


def described(tmp_path, **schema):
    """A catalog with the user's own type ``bonusGranted``."""
    (tmp_path / "bonusGranted.json").write_text(json.dumps({"type": "object", **schema}))
    catalog = load_catalog(tmp_path)
    assert not catalog.broken
    return catalog


@pytest.mark.parametrize(
    ("params", "code", "pointer"),
    [
        ({}, "param_missing", "/params"),
        ({"points": "5"}, "number_as_text", "/params/1/value"),
        ({"points": -1}, "schema_mismatch", "/params/1/value"),
        ({"points": Decimal("5.05")}, "schema_mismatch", "/params/1/value"),
        ({"points": 5, "level": "GOLD"}, "not_a_choice", "/params/2/value"),
        ({"points": 5, "code": "x1"}, "pattern_mismatch", "/params/2/value"),
        ({"points": 5, "note": ["a", "b", "c"]}, "schema_mismatch", "/params/2/value"),
        ({"points": 5, "note": ["a", 5]}, "number_for_text", "/params/2/value/1"),
        ({"points": 5, "gift": {"id": "1", "colour": "red"}}, "property_not_described", "/params/2/value"),
        ({"points": 5, "paid": True}, "schema_mismatch", "/params"),
        ({"points": 5, "flag": "yes"}, "boolean_expected", "/params/2/value"),
        ({"points": 5, "either": True}, "wrong_type", "/params/2/value"),
    ],
)
def test_a_type_that_the_user_described_is_held_to_the_description(tmp_path, params, code, pointer):
    catalog = described(
        tmp_path,
        required=["points"],
        properties={
            "points": {"type": "number", "minimum": 0, "multipleOf": 0.1},
            "level": {"enum": ["gold", "silver"]},
            "code": {"type": "string", "pattern": "^[A-Z]"},
            "note": {"type": "array", "maxItems": 2, "items": {"type": "string"}},
            "gift": {"$ref": "#/$defs/gift"},
            "flag": {"type": "boolean"},
            "either": {"type": ["string", "number"]},
        },
        dependentRequired={"paid": ["amount"]},
        **{"$defs": {"gift": {"type": "object", "properties": {"id": {}}, "additionalProperties": False}}},
    )
    problem = only(body("bonusGranted", EMAIL, params), code, catalog=catalog)
    assert (problem.severity, problem.effect, problem.pointer) == (ERROR, Effect.UNKNOWN, pointer)
    assert checked(body("bonusGranted", EMAIL, {"points": Decimal("5.5")}), catalog=catalog).problems == ()


def test_a_closed_description_still_lets_every_locator_in(tmp_path):
    catalog = described(tmp_path, properties={"points": {"type": "number"}}, additionalProperties=False)
    assert checked(body("bonusGranted", EMAIL, {"points": 5}), catalog=catalog).problems == ()
    assert (
        only(body("bonusGranted", EMAIL, {"more": "5"}), "property_not_described", catalog=catalog).pointer == "/params"
    )


def test_a_description_that_cannot_be_used_gives_no_problems(tmp_path):
    catalog = described(tmp_path, properties={"points": {"type": "nonsense", "pattern": "("}})
    assert checked(body("bonusGranted", EMAIL, {"points": 5}), catalog=catalog).problems == ()


def test_a_value_keeps_its_other_params_untouched_when_mended():
    text = cart({**CART_ITEM, "price": "45.50"}, CART_ITEM)
    after = json.loads(params_of(mended(text, checked(text).problems[0]))["products"])
    assert after == [
        {"productId": "WS01", "quantity": 1, "price": 45.5},
        {"productId": "WS01", "quantity": 1, "price": 45.5},
    ]
