"""Rules over order events as a whole: a contact, and a total that adds up."""

from collections.abc import Iterator
from decimal import Decimal, localcontext

from yespo_console.events.event import Number, Object, Value
from yespo_console.events.problems import Effect, Problem
from yespo_console.events.rules.body import Body
from yespo_console.events.rules.contact import key_of
from yespo_console.events.rules.findings import error, warning
from yespo_console.events.rules.schema_problems import as_number


def contact(body: Body) -> Iterator[Problem]:
    """An order names its customer by one of three params; without one Yespo ignores it."""
    wanted = body.event_type.requires_one_of if body.event_type is not None else ()
    if not wanted or key_of(body) is None:
        return  # without any key the rule over keys and locators speaks
    if any(found.locator.name in wanted and found.text is not None for found in body.located):
        return
    names = ", ".join(wanted)
    yield error("order_contact_missing", body.params_pointer, effect=Effect.IGNORED, names=names)


def total(body: Body) -> Iterator[Problem]:
    """``totalCost`` should be what the items come to."""
    if body.event_type is None or not body.event_type.is_order:
        return
    param, items = body.param("totalCost"), body.param("items")
    if param is None or items is None or not isinstance(items.value, tuple) or not items.value:
        return
    given = _amount(param.raw)
    try:
        with localcontext() as context:
            context.prec = 60
            added = _sum(items.value)
            differs = given is not None and added is not None and given != added
    except ArithmeticError:  # numbers of hundreds of digits
        return
    if differs:
        yield warning("order_total", param.pointer, total=given, sum=added)


def _sum(items: tuple[Value, ...]) -> Decimal | None:
    """Quantity times cost over all items; None when one of them has no readable number."""
    added = Decimal(0)
    for item in items:
        quantity = _amount(item.get("quantity")) if isinstance(item, Object) else None
        cost = _amount(item.get("cost")) if isinstance(item, Object) else None
        if quantity is None or cost is None:
            return None
        added += quantity * cost
    return added


def _amount(value: Value) -> Decimal | None:
    number = as_number(value) if isinstance(value, str) else value
    return number.value if isinstance(number, Number) else None


RULES = (contact, total)
