"""Large texts are compared in a process of their own."""

import json

import pytest

from yespo_console.events.comparison import ComparisonCancelledError
from yespo_console.gui.comparing import in_process
from yespo_console.gui.comparing.in_process import compare_any
from yespo_console.gui.comparing.sides import Side, compare_sides


def _side(count: int, price: object) -> Side:
    products = [{"productId": f"A{at}", "price": price if at == 3 else 1} for at in range(count)]
    params = [{"name": "products", "value": json.dumps(products)}]
    return Side("one", json.dumps({"eventTypeKey": "cartUpdated", "params": params}))


def test_a_process_finds_what_a_thread_finds(monkeypatch):
    monkeypatch.setattr(in_process, "LARGE", 1)
    before, after = _side(50, 45.5), _side(51, "45.5")
    found = compare_any(before, after, lambda: False)
    assert found == compare_sides(before, after, lambda: False)
    assert [one.message for one in found[0].differences] == [
        'product 4 (A3): price 45.5 became "45.5"',
        "product 51 (A50) was added",
    ]
    assert found[0].texts == (before.request, after.request)


def test_a_process_nobody_waits_for_is_ended(monkeypatch):
    monkeypatch.setattr(in_process, "LARGE", 1)
    with pytest.raises(ComparisonCancelledError):
        compare_any(_side(50_000, 1), _side(50_000, 2), lambda: True)
