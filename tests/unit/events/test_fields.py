"""A schema as the fields of a form."""

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from yespo_console.events.catalog import load_catalog
from yespo_console.events.event import ABSENT, Number
from yespo_console.events.event_type import EventType
from yespo_console.events.fields import FieldSpec, Kind, fields, locator_fields
from yespo_console.events.json_text import dump

ALL_TYPES = load_catalog().types


def own_type(**schema: Any) -> EventType:
    return EventType("own", schema, "user", Path("own.json"))


def one_field(part: dict[str, Any], **schema: Any) -> FieldSpec:
    [field] = fields(own_type(properties={"a": part}, **schema))
    return field


def everything(found: tuple[FieldSpec, ...]) -> Iterator[FieldSpec]:
    for field in found:
        yield field
        yield from everything(field.children)
        if field.extra is not None:
            yield field.extra


def by_name(key: str) -> dict[str, FieldSpec]:
    event_type = load_catalog().get(key)
    assert event_type is not None
    return {field.name: field for field in fields(event_type)}


@pytest.mark.parametrize("event_type", ALL_TYPES, ids=lambda known: known.key)
def test_every_field_has_help_and_a_name_for_people(event_type: EventType) -> None:
    found = list(everything(fields(event_type)))
    assert found
    for field in found:
        assert field.help.endswith("."), field.name
        assert field.title, field.name
        assert field.kind is not Kind.JSON, field.name
        if field.choices:
            assert all(field.choice_texts), field.name


@pytest.mark.parametrize("event_type", ALL_TYPES, ids=lambda known: known.key)
def test_a_form_has_a_field_for_each_param_of_the_sample(event_type: EventType) -> None:
    names = {field.name for field in fields(event_type)} | {field.name for field in locator_fields()}
    assert {param.name for param in event_type.sample.params} <= names


def test_a_cart_is_a_table_with_open_columns_and_an_id_that_can_be_made() -> None:
    cart = by_name("cartUpdated")
    assert list(cart) == ["products", "currencyCode", "recycleStateId"]
    products = cart["products"]
    assert (products.kind, products.node_type, products.required) == (Kind.TABLE, "array", False)
    assert [column.name for column in products.children if column.required] == ["productId", "quantity", "price"]
    assert [column.name for column in products.children][3:] == ["name", "category", "discount"]
    assert products.open
    assert products.extra is not None
    assert (products.extra.kind, products.extra.node_type) == (Kind.TEXT_LIST, "array")
    assert (cart["recycleStateId"].generator, cart["recycleStateId"].required) == ("uuid", True)
    assert cart["currencyCode"].kind is Kind.CURRENCY


def test_a_product_is_an_object_with_a_choice_of_zero_and_one() -> None:
    product = by_name("productViewed")["product"]
    assert (product.kind, product.required, product.open) == (Kind.OBJECT, True, True)
    in_stock = product.children[2]
    assert (in_stock.kind, in_stock.node_type) == (Kind.ZERO_ONE, "integer")
    assert in_stock.choices == ("0", "1")
    assert in_stock.choice_texts == ("out of stock", "in stock")
    assert in_stock.default is ABSENT
    price = product.children[1]
    assert (price.kind, price.node_type) == (Kind.NUMBER, "number")
    assert [dump(example) for example in price.examples] == ["45.5"]


def test_the_default_of_a_search_is_known() -> None:
    assert by_name("searchRequest")["isFound"].default == Number("0")


def test_an_order_has_its_statuses_a_date_and_items() -> None:
    order = by_name("orderUpdated")
    assert order["status"].kind is Kind.CHOICE
    assert "ABANDONED_SHOPPING_CART" in order["status"].choices
    assert order["date"].kind is Kind.DATE_TIME
    assert order["restoreUrl"].kind is Kind.URL
    assert order["items"].kind is Kind.TABLE
    assert not order["items"].open
    assert [column.name for column in order["items"].children if not column.required] == ["description"]


def test_the_five_locators() -> None:
    found = {field.name: field for field in locator_fields()}
    assert {"email", "phone", "externalCustomerId", "contactId", "pushToken"} == set(found)
    assert found["email"].kind is Kind.EMAIL
    assert found["phone"].kind is Kind.PHONE
    assert all(field.help and field.examples for field in found.values())


@pytest.mark.parametrize(
    ("part", "kind", "node_type"),
    [
        ({"type": "string"}, Kind.TEXT, "string"),
        ({"type": "string", "format": "uri"}, Kind.URL, "string"),
        ({"type": "string", "format": "email"}, Kind.EMAIL, "string"),
        ({"type": "string", "format": ["odd"]}, Kind.TEXT, "string"),
        ({"type": "string", "x-widget": "unheard-of"}, Kind.TEXT, "string"),
        ({"type": "integer"}, Kind.INTEGER, "integer"),
        ({"type": "boolean"}, Kind.CHOICE, "boolean"),
        ({"enum": ["a", "b"]}, Kind.CHOICE, "string"),
        ({"enum": [1, Decimal("2.5")]}, Kind.CHOICE, "number"),
        ({"enum": [1, 2]}, Kind.CHOICE, "number"),
        ({"enum": [0, 1]}, Kind.ZERO_ONE, "number"),
        ({"enum": [False, True]}, Kind.JSON, ""),
        ({"enum": ["a", 1]}, Kind.JSON, ""),
        ({"enum": ["a", None]}, Kind.JSON, ""),
        ({"enum": []}, Kind.JSON, ""),
        ({"type": "array", "items": {"type": "string"}}, Kind.TEXT_LIST, "array"),
        ({"type": "array"}, Kind.JSON, ""),
        ({"type": "array", "items": {"type": "number"}}, Kind.JSON, ""),
        ({"type": "array", "items": {"type": "object", "properties": {}}}, Kind.TABLE, "array"),
        ({"type": "object"}, Kind.JSON, ""),
        ({"type": ["string", "null"]}, Kind.JSON, ""),
        ({"anyOf": [{"type": "string"}]}, Kind.JSON, ""),
        ({"$ref": "#/$defs/none"}, Kind.JSON, ""),
        ({}, Kind.JSON, ""),
    ],
)
def test_any_schema_becomes_a_field(part: dict[str, Any], kind: Kind, node_type: str) -> None:
    field = one_field(part)
    assert (field.kind, field.node_type) == (kind, node_type)


def test_a_user_schema_may_say_little() -> None:
    field = one_field({"type": "string"})
    assert (field.label, field.title, field.help, field.required) == ("a", "a", "", False)
    assert fields(own_type()) == ()


def test_params_that_are_locators_are_not_shown_twice() -> None:
    assert fields(own_type(properties={"Email": {"type": "string"}, "sms": {"type": "string"}})) == ()


def test_a_reference_is_followed_and_what_stands_beside_it_counts() -> None:
    field = one_field(
        {"$ref": "#/$defs/shop~1id", "title": "Mine"},
        **{"$defs": {"shop/id": {"type": "integer", "title": "Theirs", "description": "An ID."}}},
    )
    assert (field.kind, field.title, field.help) == (Kind.INTEGER, "Mine", "An ID.")


def test_a_schema_that_refers_to_itself_ends_in_json() -> None:
    tree = {"type": "object", "properties": {"branch": {"$ref": "#/$defs/tree"}}}
    field = one_field({"$ref": "#/$defs/tree"}, **{"$defs": {"tree": tree}})
    kinds = []
    while field.children:
        kinds.append(field.kind)
        [field] = field.children
    assert set(kinds) == {Kind.OBJECT}
    assert field.kind is Kind.JSON


def test_references_in_a_circle_end_in_json() -> None:
    circle = {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}
    assert one_field({"$ref": "#/$defs/a"}, **{"$defs": circle}).kind is Kind.JSON


def test_open_objects() -> None:
    described = {"type": "object", "properties": {"x": {"type": "string"}, "y": True, "z": False}}
    closed = one_field(described)
    assert [child.name for child in closed.children] == ["x", "y"]
    assert not closed.open
    anything = one_field(described | {"additionalProperties": True})
    assert anything.extra is not None
    assert anything.extra.kind is Kind.JSON
    numbers = one_field({"type": "object", "additionalProperties": {"type": "number"}})
    assert numbers.extra is not None
    assert (numbers.kind, numbers.extra.kind) == (Kind.OBJECT, Kind.NUMBER)
    assert not one_field(described | {"additionalProperties": False}).open


def test_properties_that_are_no_object_leave_no_children() -> None:
    assert one_field({"type": "object", "properties": []}).children == ()
