"""Bodies that are alike share one verdict, which is the one that each has by itself."""

import itertools
import json
import random
from pathlib import Path

import pytest

from yespo_console.events import checking
from yespo_console.events.catalog import Catalog, load_catalog
from yespo_console.events.checking import Check, Judge, check
from yespo_console.events.event import ApiVersion
from yespo_console.events.event_type import EventType
from yespo_console.events.json_text import parse

#: Texts that say something to some rule, and texts that say nothing.
TEXTS = (
    *(
        "1",
        "7",
        "a",
        "b-1",
        "a@b.co",
        "c@d.ua",
        "12.50",
        "12,50",
        "754 USD",
        "1e3",
        "-1",
        "two words",
        "Тарас",
        "Ð¡ÑƒÐ¿",
    ),
    *("", " ", " a", "null", "Null", "Phone", "string", "...", "decimal", "int", "CurrencyCode", "{{uid}}", "<email>"),
    *("{email}", "%email%", "$EMAIL", "[EMAIL]", "__EMAIL__", "YOUR_EMAIL", "your-email@b.co", "*|EMAIL|*"),
    *("undefined", "NaN", "[object Object]"),
    *("{", '{"a":"1"}', '[{"a":"{}"}]', '"{\\"a\\":1}"', '"a"', "Bearer abcdefghijkl", "basic QWxhZGRpbjpvcGVu", "a|b"),
    *(
        "380501234567",
        "380671234567",
        "+38 050 123-45-67",
        "0501234567",
        "2026-01-02T10:00:00",
        "2026-01-02",
        "1700000000",
    ),
    *(
        "1700000000123",
        "UAH",
        "uah",
        "XXX",
        "https://a.b/c",
        "a.b/c",
        "true",
        "a@b",
        "mailto:a@b.co",
        "\ud83d",
        "x" * 301,
    ),
)
OTHERS = (1, 1.5, True, None, [], {}, {"a": "1"}, [{"productId": "1", "price": "2", "quantity": "1"}])
NAMES = (
    *("email", "Email", "EmailAddress", "phone", "contactId", "externalCustomerId", "ContactKey", "search", "isFound"),
    *(
        "products",
        "product",
        "currencyCode",
        "recycleStateId",
        "externalOrderId",
        "totalCost",
        "date",
        "status",
        "items",
    ),
    *(
        "productKey",
        "GUID",
        "token",
        "contactJson",
        "color",
        "Color",
        " color",
        "",
        "name",
        "value",
        "params",
        "size~/1",
    ),
)
TYPES = (
    *(
        "cartUpdated",
        "searchRequest",
        "orderCreated",
        "orderDelivered",
        "productImpressions",
        "StatusCart",
        "MainPage",
        "cartUpdatd",
    ),
    *("ownType", "anotherType", "third.type", "a/b", "a+b", "x" * 101, "Bearer", "stringy"),
    *("other type", "Phone", "", "with<", "describedByUser"),
)


@pytest.fixture(scope="module")
def catalog() -> Catalog:
    schema = {
        "type": "object",
        "required": ["color"],
        "properties": {
            "color": {"type": "string", "enum": ["1", "a"]},
            "size": {"type": "number"},
            "email": {"type": "string", "maxLength": 6},
        },
    }
    return Catalog((*load_catalog().types, EventType("describedByUser", schema, "user", Path("describedByUser.json"))))


def body(chance: random.Random) -> str:
    def value() -> object:
        return chance.choice(TEXTS) if chance.random() < 0.9 else chance.choice(OTHERS)

    made: dict[str, object] = {}
    if chance.random() < 0.95:
        made["eventTypeKey"] = chance.choice(TYPES) if chance.random() < 0.95 else value()
    if chance.random() < 0.6:
        made["keyValue"] = value()
    if chance.random() < 0.95:
        names = [chance.choice(NAMES) for _param in range(chance.choice((0, 1, 1, 2, 3)))]
        items: list[object] = [{"name": name, "value": value()} for name in names]
        if chance.random() < 0.05:
            items.append(chance.choice(({"value": "1", "name": "a"}, {"name": "a"}, {"name": 1, "value": "1"}, "a")))
        made["params"] = items if chance.random() < 0.95 else dict.fromkeys(names, value())
    if chance.random() < 0.05:
        made[chance.choice(("parameters", "eventKey", "other"))] = value()
    return json.dumps(made, ensure_ascii=chance.random() < 0.5)


@pytest.mark.parametrize("seed", range(6))
def test_a_body_like_another_has_the_verdict_that_it_has_by_itself(catalog: Catalog, seed: int) -> None:
    chance = random.Random(seed)
    judge = Judge(catalog)
    for _body in range(700):
        text = body(chance)
        assert judge.verdict(text, parse(text)).problems == check(text, catalog).problems, text


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("event_type", ["cartUpdated", "searchRequest", "orderCreated", "ownType", "describedByUser"])
def test_each_value_is_judged_beside_one_that_says_nothing(catalog: Catalog, event_type: str, name: str) -> None:
    judge = Judge(catalog)
    for key, value in itertools.product(("k1", "a@b.co", None), ("1", "a", "a@b.co", "380501234567", *TEXTS)):
        params = [{"name": name, "value": value}, {"name": "note", "value": value}]
        text = json.dumps({"eventTypeKey": event_type, "keyValue": key or value, "params": params})
        assert judge.verdict(text, parse(text)).problems == check(text, catalog).problems, text


def test_thousands_of_events_of_one_kind_are_judged_once(catalog: Catalog, monkeypatch: pytest.MonkeyPatch) -> None:
    judged: list[str] = []

    def counted(text: str, catalog: Catalog, api: ApiVersion = ApiVersion.V2) -> Check:
        judged.append(text)
        return check(text, catalog, api)

    monkeypatch.setattr(checking, "check", counted)
    judge = Judge(catalog)

    for number in range(2_000):
        params = [{"name": "email", "value": f"user{number}@example.com"}, {"name": "price", "value": f"{number}.50"}]
        text = json.dumps({"eventTypeKey": "productPage", "keyValue": f"key-{number}", "params": params})
        verdict = judge.verdict(text, parse(text))
        assert [problem.code for problem in verdict.problems] == ["event_type_unknown"]

    assert len(judged) == 1


def test_events_of_thousands_of_unknown_types_are_judged_once_and_each_type_is_named(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged: list[str] = []

    def counted(text: str, catalog: Catalog, api: ApiVersion = ApiVersion.V2) -> Check:
        judged.append(text)
        return check(text, catalog, api)

    monkeypatch.setattr(checking, "check", counted)
    judge = Judge(catalog)

    for number in range(2_000):
        params = [{"name": "email", "value": f"user{number}@example.com"}]
        text = json.dumps({"eventTypeKey": f"own-{number}", "keyValue": f"key-{number}", "params": params})
        [problem] = judge.verdict(text, parse(text)).problems
        assert (problem.code, dict(problem.args)) == ("event_type_unknown", {"key": f"own-{number}"})

    assert len(judged) == 1
