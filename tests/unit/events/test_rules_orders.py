"""Order events: what is missing makes Yespo ignore them."""

import pytest
from event_words import ORDER, ORDER_ITEM, body, checked, codes, mended, only, order, without

from yespo_console.events.problems import Effect, Severity

TYPES = ["orderCreated", "orderUpdated", "orderDelivered", "orderCancelled"]


@pytest.mark.parametrize("event_type", TYPES)
def test_a_right_order_has_no_errors(event_type):
    found = codes(order(event_type=event_type))
    assert found == ({"order_must_be_known"} if event_type in ("orderDelivered", "orderCancelled") else set())


@pytest.mark.parametrize("name", ["externalOrderId", "totalCost", "status", "date"])
def test_an_order_that_lacks_something_is_ignored(name):
    problem = only(order(leave_out=(name,)), "param_missing")
    assert (problem.severity, problem.effect, problem.pointer) == (Severity.ERROR, Effect.IGNORED, "/params")
    assert problem.message.startswith(name)


@pytest.mark.parametrize("name", list(without(ORDER_ITEM, "quantity", "cost")))
def test_an_item_that_lacks_something_is_ignored_too(name):
    problem = only(order({"items": [ORDER_ITEM, without(ORDER_ITEM, name)], "totalCost": 40}), "required_missing")
    assert (problem.effect, problem.pointer) == (Effect.IGNORED, f"/params/5/value/1/{name}")


def test_items_and_their_description_are_optional():
    assert checked(order(leave_out=("items",))).problems == ()
    assert checked(order({"items": [{**ORDER_ITEM, "description": "Linen"}]})).problems == ()


@pytest.mark.parametrize(
    ("changes", "code", "severity", "effect"),
    [
        ({"status": "SHIPPED"}, "not_a_choice", Severity.ERROR, Effect.IGNORED),
        ({"status": ""}, "required_empty", Severity.ERROR, Effect.IGNORED),
        ({"externalOrderId": 5}, "number_for_text", Severity.ERROR, Effect.IGNORED),
        ({"totalCost": "abc"}, "number_expected", Severity.ERROR, Effect.IGNORED),
        ({"totalCost": None}, "number_expected", Severity.ERROR, Effect.IGNORED),
        ({"totalCost": "20.0"}, "number_as_text_order", Severity.WARNING, Effect.NONE),
        ({"shipping": "5"}, "number_as_text_order", Severity.WARNING, Effect.NONE),
        ({"firstName": 5}, "number_for_text", Severity.WARNING, Effect.NONE),
        ({"restoreUrl": "shop/5"}, "url_shape", Severity.WARNING, Effect.NONE),
        ({"currency": "XXL"}, "currency_unknown", Severity.WARNING, Effect.NONE),
    ],
)
def test_a_wrong_value_is_judged_as_for_orders(changes, code, severity, effect):
    problem = only(order(changes), code)
    assert (problem.severity, problem.effect) == (severity, effect)


@pytest.mark.parametrize("status", ["INITIALIZED", "IN_PROGRESS", "DELIVERED", "CANCELLED", "ABANDONED_SHOPPING_CART"])
def test_the_five_statuses(status):
    assert checked(order({"status": status})).problems == ()


@pytest.mark.parametrize(("status", "better"), [("initialized", "INITIALIZED"), ("in progress", "IN_PROGRESS")])
def test_a_status_in_another_spelling_is_mended(status, better):
    text = order({"status": status})
    assert f'"value":"{better}"' in mended(text, only(text, "not_a_choice"))


@pytest.mark.parametrize(
    "date",
    [
        "2026-11-20",
        "20.11.2026 14:30",
        "2026-11-20T14:30:00Z",
        "2026-11-20T14:30:00+02:00",
        "2026-11-20T14:30",
        "soon",
        "2026-02-30T10:00:00",
        "2026-11-20T25:00:00",
        "2026-11-20T14:30:00.000",
        "２０２６-11-20T14:30:00",
    ],
)
def test_a_date_is_written_in_one_way_only(date):
    problem = only(order({"date": date}), "date_format")
    assert (problem.severity, problem.effect, problem.pointer) == (Severity.ERROR, Effect.IGNORED, "/params/4/value")
    assert problem.fix is None


def test_a_space_in_a_date_becomes_a_t():
    text = order({"date": "2026-11-20 14:30:00"})
    assert checked(mended(text, only(text, "date_format"))).problems == ()


@pytest.mark.parametrize("contact", [{"pushToken": "t"}, {"contactId": "5"}, {"email": "", "pushToken": "t"}])
def test_an_order_needs_one_of_three_locators(contact):
    text = body("orderCreated", contact, ORDER)
    problem = next(problem for problem in checked(text).problems if problem.code == "order_contact_missing")
    assert (problem.severity, problem.effect, problem.pointer) == (Severity.ERROR, Effect.IGNORED, "/params")


@pytest.mark.parametrize(
    "contact",
    [
        {"email": "a@example.com"},
        {"phone": "380501234567"},
        {"externalCustomerId": "5"},
        {"EmailAddress": "a@example.com"},
    ],
)
def test_one_of_three_is_enough_for_an_order(contact):
    assert "order_contact_missing" not in codes(body("orderCreated", contact, ORDER, key="A-1"))


def test_an_order_without_any_key_is_told_once():
    assert codes(body("orderCreated", ORDER)) == {"no_key_no_locator"}


@pytest.mark.parametrize(
    ("total", "items", "agrees"),
    [
        (20, [ORDER_ITEM], True),
        (40, [ORDER_ITEM, ORDER_ITEM], True),
        (21, [ORDER_ITEM], False),
        (0.3, [{**ORDER_ITEM, "quantity": 3, "cost": 0.1}], True),
        (5, [], True),
        (5, [{**ORDER_ITEM, "cost": "ten"}], True),
    ],
)
def test_the_total_should_be_what_the_items_come_to(total, items, agrees):
    problems = [
        problem
        for problem in checked(order({"totalCost": total, "items": items})).problems
        if problem.code == "order_total"
    ]
    assert bool(problems) is not agrees
    for problem in problems:
        assert (problem.severity, problem.pointer) == (Severity.WARNING, "/params/2/value")
        assert "20" in problem.message


def test_numbers_as_text_still_add_up():
    item = {**ORDER_ITEM, "quantity": "2", "cost": "10.0"}
    assert codes(order({"totalCost": "20.00", "items": [item]})) == {"number_as_text_order"}
    assert "order_total" in codes(order({"totalCost": "258.0", "items": [item]}))


def test_amounts_beyond_reach_are_not_added():
    text = order({"items": [{**ORDER_ITEM, "cost": "COST"}]}).replace('\\"COST\\"', "1e999999999999999999999")
    assert checked(text).valid


def test_a_delivered_order_has_to_be_known():
    assert only(order(event_type="orderDelivered"), "order_must_be_known").severity is Severity.INFO
