"""The event types: what is built in, what the user adds, and keys that were meant to be another."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from yespo_console.events import json_text
from yespo_console.events.catalog import Catalog, check_user_types, documented_samples, load_catalog
from yespo_console.events.event import ABSENT, Number
from yespo_console.events.locators import locator_named, locators

SEVEN = [
    "pageViewed",
    "productViewed",
    "productCategoryViewed",
    "cartUpdated",
    "productImpressions",
    "productAddedToWishlist",
    "searchRequest",
]
ORDERS = ["orderCreated", "orderUpdated", "orderDelivered", "orderCancelled"]


@pytest.fixture(scope="module")
def built_in() -> Catalog:
    return load_catalog()


def plain_params(event: Any) -> dict[str, Any]:
    return {param.name: json_text.plain(param.value) for param in event.params}


def decoded(value: Any) -> Any:
    return json.loads(value) if isinstance(value, str) and value[:1] in "[{" else value


# What is built in


def test_the_eleven_types_stand_in_the_order_of_the_documentation(built_in: Catalog) -> None:
    assert [event_type.key for event_type in built_in.types] == SEVEN + ORDERS
    assert built_in.broken == ()
    assert {built_in.get(key).source for key in SEVEN} == {"documentation"}  # type: ignore[union-attr]
    assert {built_in.get(key).source for key in ORDERS} == {"yespo"}  # type: ignore[union-attr]
    assert [event_type.key for event_type in built_in.types if event_type.is_order] == ORDERS


@pytest.mark.parametrize("key", SEVEN + ORDERS)
def test_a_type_says_what_it_is(built_in: Catalog, key: str) -> None:
    event_type = built_in.get(key)
    assert event_type is not None
    assert event_type.title
    assert event_type.title != key
    assert event_type.summary.endswith(".")
    assert event_type.path.stem == key


@pytest.mark.parametrize(
    ("key", "required", "containers"),
    [
        ("pageViewed", {"page"}, {"page": "object"}),
        ("productViewed", {"product"}, {"product": "object"}),
        ("productCategoryViewed", {"category"}, {"category": "object"}),
        ("cartUpdated", {"recycleStateId"}, {"products": "list"}),
        ("productImpressions", {"recomVariantId", "products"}, {"products": "list"}),
        ("productAddedToWishlist", {"product"}, {"product": "object"}),
        ("searchRequest", {"search"}, {}),
        *[(key, {"externalOrderId", "totalCost", "status", "date"}, {"items": "list"}) for key in ORDERS],
    ],
)
def test_a_type_requires_what_its_documentation_requires(
    built_in: Catalog, key: str, required: set[str], containers: dict[str, str]
) -> None:
    event_type = built_in.get(key)
    assert event_type is not None
    assert set(event_type.required) == required
    assert event_type.containers == containers
    wanted = ("externalCustomerId", "email", "phone") if key in ORDERS else ()
    assert event_type.requires_one_of == wanted


@pytest.mark.parametrize("key", SEVEN + ORDERS)
def test_a_built_in_file_is_a_valid_schema_and_its_sample_fits_it(built_in: Catalog, key: str) -> None:
    event_type = built_in.get(key)
    assert event_type is not None
    Draft202012Validator.check_schema(event_type.schema)
    params = plain_params(event_type.sample)
    Draft202012Validator(event_type.schema).validate(params)
    assert params["email"] == "test@example.com"
    assert params["phone"] == "380501234567"
    assert event_type.sample.event_type_key == key
    assert event_type.sample.key_value is ABSENT


@pytest.mark.parametrize("key", ["pageViewed", "productViewed", "productCategoryViewed", "cartUpdated"])
def test_the_documented_examples_are_samples_that_fit_their_type(built_in: Catalog, key: str) -> None:
    body = json.loads(documented_samples()[key])
    event_type = built_in.get(key)
    assert event_type is not None
    assert body["eventTypeKey"] == key
    params = {item["name"]: decoded(item["value"]) for item in body["params"]}
    Draft202012Validator(event_type.schema).validate(params)


def test_the_four_order_types_describe_the_same_params(built_in: Catalog) -> None:
    described = [built_in.get(key) for key in ORDERS]
    first = described[0]
    assert first is not None
    for event_type in described:
        assert event_type is not None
        assert event_type.params == first.params


@pytest.mark.parametrize(
    ("key", "name", "wrong"),
    [
        ("pageViewed", "page", {}),
        ("productViewed", "product", {"productId": "A"}),
        ("productViewed", "product", {"productId": "A", "price": "754 USD"}),
        ("productViewed", "product", {"productId": "A", "price": 1, "isInStock": 2}),
        ("productViewed", "product", {"productId": "A", "price": 1, "colour": [1]}),
        ("productCategoryViewed", "category", {"productCategoryId": 5}),
        ("cartUpdated", "products", [{"productId": "A", "price": 1}]),
        ("cartUpdated", "products", {"productId": "A", "price": 1, "quantity": 1}),
        ("productImpressions", "recomVariantId", "1105v1480"),
        ("productImpressions", "products", [{}]),
        ("searchRequest", "isFound", 2),
        ("orderCreated", "status", "DONE"),
        ("orderCreated", "date", "20.11.2025"),
        ("orderCreated", "items", [{"name": "Mug"}]),
    ],
)
def test_a_value_against_the_documentation_does_not_fit(built_in: Catalog, key: str, name: str, wrong: Any) -> None:
    event_type = built_in.get(key)
    assert event_type is not None
    params = plain_params(event_type.sample) | {name: wrong}
    assert not Draft202012Validator(event_type.schema).is_valid(params)


def test_an_empty_cart_fits(built_in: Catalog) -> None:
    cart = built_in.get("cartUpdated")
    assert cart is not None
    assert Draft202012Validator(cart.schema).is_valid({"recycleStateId": "a", "products": []})
    assert Draft202012Validator(cart.schema).is_valid({"recycleStateId": "a"})
    assert cart.params["products"]["x-absent-warning"] is True


def test_a_sample_keeps_the_spelling_of_its_numbers(built_in: Catalog) -> None:
    order = built_in.get("orderCreated")
    assert order is not None
    assert order.sample.param("totalCost") == Number("69.5")


def test_loading_the_built_in_types_is_little_work_and_brings_no_validator() -> None:
    code = (
        "import sys\n"
        "from yespo_console.events.catalog import load_catalog\n"
        "calls = []\n"
        "sys.setprofile(lambda _frame, what, _about: calls.append(what))\n"
        "load_catalog()\n"
        "sys.setprofile(None)\n"
        "print(len(calls))\n"
        "print(*sorted({'jsonschema', 'pydantic', 'httpx'} & set(sys.modules)))\n"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    calls, modules = run.stdout.split("\n")[:2]
    assert modules == ""
    assert int(calls) < 5_000, "two thousand when it was written"


# Near misses


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("PageViewed", "pageViewed"),
        ("PAGEVIEWED", "pageViewed"),
        ("page_viewed", "pageViewed"),
        ("page viewed", "pageViewed"),
        ("pageView", "pageViewed"),
        ("cartUpdate", "cartUpdated"),
        ("cardUpdated", "cartUpdated"),
        ("productVeiwed", "productViewed"),
        ("productImpression", "productImpressions"),
        ("orderCanceled", "orderCancelled"),
        ("pаgeViewed", "pageViewed"),  # a Cyrillic а
    ],
)
def test_a_slip_finds_the_type_that_was_meant(built_in: Catalog, typed: str, meant: str) -> None:
    assert built_in.near(typed) == (meant,)


@pytest.mark.parametrize(
    "typed", ["newsletterOpened", "registration", "order", "", "   ", "x", "orderDeleted", "pageViewed", "я" * 20_000]
)
def test_a_key_of_its_own_is_no_slip(built_in: Catalog, typed: str) -> None:
    assert built_in.near(typed) == ()


def test_a_swap_counts_as_one_typing_error_and_the_nearest_comes_first(tmp_path: Path) -> None:
    write_type(tmp_path / "cartOpened.json")
    write_type(tmp_path / "cartOpener.json")
    found = load_catalog(tmp_path)
    assert found.near("cartOpneed") == ("cartOpened", "cartOpener")


# The user's own types


def write_type(path: Path, **schema: Any) -> None:
    path.write_text(json.dumps({"type": "object", **schema}), "utf-8")


def test_the_user_adds_a_type_with_a_file(tmp_path: Path) -> None:
    write_type(
        tmp_path / "newsletterOpened.json",
        title="Newsletter opened",
        required=["issue", "reader"],
        properties={
            "issue": {"type": "integer", "examples": [7]},
            "reader": {
                "type": "object",
                "required": ["name", "seen", "tags"],
                "properties": {"name": {"type": "string"}, "seen": {"type": "boolean"}, "tags": {"type": "array"}},
            },
            "later": {"type": "string"},
        },
    )
    found = load_catalog(tmp_path)
    own = found.get("newsletterOpened")
    assert own is not None
    assert (own.source, own.title, own.summary, own.note) == ("user", "Newsletter opened", "", "")
    assert found.types[-1] is own
    assert plain_params(own.sample) == {
        "email": "test@example.com",
        "issue": 7,
        "reader": {"name": "", "seen": False, "tags": []},
    }
    assert check_user_types(found).types == found.types


@pytest.mark.parametrize(
    ("part", "value"),
    [
        ({"type": "number", "default": 3}, 3),
        ({"const": "fixed"}, "fixed"),
        ({"enum": ["a", "b"]}, "a"),
        ({"type": ["string", "null"]}, ""),
        ({"type": "object", "required": ["x"], "properties": {"x": True}}, {}),
        ({"type": "object", "required": ["x"]}, {}),
        ({"type": "null"}, None),
    ],
)
def test_a_type_without_a_sample_gets_the_plainest_one(tmp_path: Path, part: dict[str, Any], value: Any) -> None:
    write_type(tmp_path / "own.json", required=["a"], properties={"a": part})
    own = load_catalog(tmp_path).get("own")
    assert own is not None
    assert plain_params(own.sample)["a"] == value


def test_the_key_can_be_written_in_the_file(tmp_path: Path) -> None:
    write_type(tmp_path / "one.json", **{"x-event-type-key": "Bestellung:neu"})
    assert [known.key for known in load_catalog(tmp_path).types][-1] == "Bestellung:neu"


def test_own_types_stand_after_the_built_in_ones_by_rank_and_name(tmp_path: Path) -> None:
    for key, schema in {"b": {}, "A": {}, "z": {"x-rank": 1}, "c": {"x-rank": "high"}}.items():
        write_type(tmp_path / f"{key}.json", **schema)
    assert [known.key for known in load_catalog(tmp_path).types][11:] == ["z", "A", "b", "c"]


def test_a_folder_that_is_not_there_holds_no_types(tmp_path: Path) -> None:
    found = load_catalog(tmp_path / "none")
    assert len(found.types) == 11
    assert found.broken == ()


def test_other_and_hidden_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("x")
    (tmp_path / ".half.json").write_text("x")
    assert load_catalog(tmp_path).broken == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"{", "line 1, column 2"),
        (b"\xff\xfe", "not UTF-8"),
        (b"[]", "one JSON object"),
        (b'{"type": "array"}', "“type”"),
        (b'{"properties": []}', "“properties”"),
        (b'{"properties": {"a": 1}}', "“properties”"),
        (b'{"required": "a"}', "“required”"),
        (b'{"examples": {}}', "“examples”"),
        (b'{"examples": [1]}', "“examples”"),
        (b'{"x-event-type-key": ""}', "“x-event-type-key”"),
        (b'{"x-event-type-key": 5}', "“x-event-type-key”"),
        (b'{"x-event-type-key": "what?!"}', "“?” “!”"),
        (b'{"x-event-type-key": "' + b"a" * 101 + b'"}', "101"),
        (b'{"properties": {"a": {"$ref": "https://example.com/a.json"}}}', "https://example.com/a.json"),
        (b'{"properties": {"a": {"$ref": "#/$defs/none"}}}', "#/$defs/none"),
        (b'{"properties": {"a": {"$ref": "#anchor"}}}', "#anchor"),
        (b'{"properties": {"a": {"items": [{"$ref": 5}]}}}', "5"),
        (b'{"a":' * 20_000 + b"1" + b"}" * 20_000, "deep"),
        (b'{"x-rank": ' + b"1" * 5_000 + b"}", "too long"),
        (b" " * 1_000_001, "1 MB"),
    ],
)
def test_a_broken_file_is_reported_and_the_others_count(tmp_path: Path, content: bytes, words: str) -> None:
    (tmp_path / "broken.json").write_bytes(content)
    write_type(tmp_path / "fine.json")
    found = load_catalog(tmp_path)
    assert found.get("fine") is not None
    assert [broken.path.name for broken in found.broken] == ["broken.json"]
    assert words in found.broken[0].reason


def test_a_folder_with_the_name_of_a_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "folder.json").mkdir()
    assert "not a file" in load_catalog(tmp_path).broken[0].reason


def test_a_file_instead_of_the_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "events").write_text("x")
    [broken] = load_catalog(tmp_path / "events").broken
    assert "cannot be read" in broken.reason


def test_a_file_that_cannot_be_opened_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_type(tmp_path / "locked.json")

    def refuse(self: Path, *args: object, **kwargs: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "open", refuse)
    [broken] = load_catalog(tmp_path).broken
    assert "Permission denied" in broken.reason


def test_a_file_in_the_windows_way_is_read(tmp_path: Path) -> None:
    (tmp_path / "own.json").write_bytes(b'\xef\xbb\xbf{\r\n"type": "object"}')
    assert load_catalog(tmp_path).get("own") is not None


def test_a_built_in_type_cannot_be_described_anew(tmp_path: Path) -> None:
    write_type(tmp_path / "pageViewed.json", title="Mine")
    found = load_catalog(tmp_path)
    page = found.get("pageViewed")
    assert page is not None
    assert page.source == "documentation"
    assert "already" in found.broken[0].reason


def test_the_first_of_two_files_with_one_key_counts(tmp_path: Path) -> None:
    write_type(tmp_path / "a.json", title="First", **{"x-event-type-key": "own"})
    write_type(tmp_path / "b.json", title="Second", **{"x-event-type-key": "own"})
    found = load_catalog(tmp_path)
    own = found.get("own")
    assert own is not None
    assert own.title == "First"
    assert [broken.path.name for broken in found.broken] == ["b.json"]
    assert "a.json" in found.broken[0].reason


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"properties": {"a": {"type": "text"}}}, "properties/a/type"),
        ({"properties": {"a": {"pattern": "["}}}, "properties/a/pattern"),
        ({"properties": {"a": {"minLength": -1}}}, "minLength"),
        ({"$ref": "#"}, "“$ref”"),
        ({"allOf": [{"$ref": "#/allOf/0"}]}, "“$ref”"),
        ({"$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"not": {"$ref": "#/$defs/a"}}}}, "“$ref”"),
    ],
)
def test_the_full_check_finds_schemas_that_cannot_be_checked_against(
    tmp_path: Path, schema: dict[str, Any], words: str
) -> None:
    write_type(tmp_path / "odd.json", **schema)
    write_type(
        tmp_path / "fine.json",
        properties={"tree": {"$ref": "#/$defs/tree"}},
        **{"$defs": {"tree": {"type": "object", "properties": {"branch": {"$ref": "#/$defs/tree"}}}}},
    )
    loaded = load_catalog(tmp_path)
    assert loaded.get("odd") is not None
    checked = check_user_types(loaded)
    assert checked.get("odd") is None
    assert checked.get("fine") is not None
    assert [broken.path.name for broken in checked.broken] == ["odd.json"]
    assert words in checked.broken[0].reason


def test_the_full_check_of_a_deep_schema_ends(tmp_path: Path) -> None:
    (tmp_path / "deep.json").write_text('{"not":' * 300 + "{}" + "}" * 300)
    checked = check_user_types(load_catalog(tmp_path))
    assert [broken.path.name for broken in checked.broken] == ["deep.json"]


def test_without_own_types_the_full_check_has_nothing_to_do(built_in: Catalog) -> None:
    assert check_user_types(built_in) is built_in


# Locators


@pytest.mark.parametrize(
    ("name", "locator"),
    [
        ("email", "email"),
        ("EMAILADDRESS", "email"),
        ("UserEmail", "email"),
        ("contactEmail", "email"),
        ("sms", "phone"),
        ("PhoneNumber", "phone"),
        ("contact_id", "contactId"),
        ("externalCustomerID", "externalCustomerId"),
        ("pushToken", "pushToken"),
        ("contact_key", "ContactKey"),
    ],
)
def test_a_locator_is_known_by_all_its_names_in_any_case(name: str, locator: str) -> None:
    found = locator_named(name)
    assert found is not None
    assert found.name == locator


def test_five_locators_can_be_the_key_and_other_names_find_nobody() -> None:
    assert {locator.name for locator in locators() if locator.is_key} == {
        "contactId",
        "externalCustomerId",
        "email",
        "phone",
        "pushToken",
    }
    assert locator_named("e-mail") is None
