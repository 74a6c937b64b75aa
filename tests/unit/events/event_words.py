"""A small vocabulary for tests over rules: write an event as a person thinks of it, ask what is wrong with it."""

import json
from decimal import Decimal
from typing import Any

from yespo_console.events.catalog import Catalog, load_catalog
from yespo_console.events.checking import Check, check
from yespo_console.events.event import ApiVersion
from yespo_console.events.json_text import dumps_plain
from yespo_console.events.problems import Problem
from yespo_console.events.text_edit import apply, apply_fix

CATALOG = load_catalog()
V1, V2, V3 = ApiVersion.V1, ApiVersion.V2, ApiVersion.V3

EMAIL = {"email": "test@example.com"}
PAGE = {"page": {"location": "https://example.com/sale"}}
PRODUCT = {"productId": "WS01", "price": Decimal("45.5"), "isInStock": 1}
CART_ITEM = {"productId": "WS01", "quantity": 1, "price": Decimal("45.5")}
ORDER_ITEM = {
    "externalItemId": "WS01",
    "name": "Shirt",
    "quantity": 2,
    "cost": 10,
    "url": "https://example.com/ws01",
    "imageUrl": "https://example.com/ws01.jpg",
    "category": "Shirts",
}
ORDER = {
    "externalOrderId": "A-1",
    "totalCost": 20,
    "status": "INITIALIZED",
    "date": "2026-11-20T14:30:00",
    "items": [ORDER_ITEM],
}


def without(container: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in container.items() if name not in names}


def body(
    event_type: Any,
    *params: dict[str, Any],
    key: Any = None,
    api: ApiVersion = V2,
    native: bool = False,
) -> str:
    """The text of an event; containers as text in v1 and (unless ``native``) in v2, as JSON in v3."""
    values = {name: value for part in params for name, value in part.items()}
    members: dict[str, Any] = {"eventTypeKey": event_type}
    if key is not None:
        members["keyValue"] = key
    if api is V3:
        members["params"] = values
    else:
        members["params"] = [
            {"name": name, "value": dumps_plain(value) if isinstance(value, dict | list) and not native else value}
            for name, value in values.items()
        ]
    return dumps_plain(members)


def page(*params: dict[str, Any], **options: Any) -> str:
    """A page view, right but for what is said."""
    return body("pageViewed", EMAIL, PAGE, *params, **options)


def cart(*items: Any, **options: Any) -> str:
    """A cart with these products."""
    return body("cartUpdated", EMAIL, {"products": list(items), "recycleStateId": "c-1"}, **options)


def order(*changes: dict[str, Any], leave_out: tuple[str, ...] = (), event_type: str = "orderCreated") -> str:
    """An order, right but for what is said."""
    values: dict[str, Any] = {**EMAIL, **ORDER}
    for change in changes:
        values |= change
    return body(event_type, without(values, *leave_out))


def raw(text: dict[str, Any]) -> str:
    """A body exactly as these members say."""
    return json.dumps(text)


def checked(text: str, api: ApiVersion = V2, catalog: Catalog = CATALOG) -> Check:
    return check(text, catalog, api)


def only(text: str, code: str, api: ApiVersion = V2, catalog: Catalog = CATALOG) -> Problem:
    """The one problem of ``text``, which has to be ``code`` and to have a sentence."""
    problems = checked(text, api, catalog).problems
    assert [problem.code for problem in problems] == [code], [problem.message for problem in problems]
    assert problems[0].message
    return problems[0]


def codes(text: str, api: ApiVersion = V2, catalog: Catalog = CATALOG) -> set[str]:
    return {problem.code for problem in checked(text, api, catalog).problems}


def mended(text: str, problem: Problem) -> str:
    """The text after a click on the problem's fix."""
    assert problem.fix is not None
    assert problem.fix.label
    return apply(text, [apply_fix(text, problem.fix)])


def params_of(text: str) -> dict[str, Any]:
    """The params of a text with a list of them, as sent."""
    return {item["name"]: item["value"] for item in json.loads(text)["params"]}
