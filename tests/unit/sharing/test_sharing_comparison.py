"""What changed between two events, handed on without anybody's data."""

import json

from yespo_console.events.comparison import compare_bodies
from yespo_console.sharing.comparison_ticket import ComparedPart, comparison_ticket


def _event(**params):
    items = [{"name": name, "value": value} for name, value in params.items()]
    return json.dumps({"eventTypeKey": "orderCreated", "params": items})


def _ticket(before, after):
    compared = compare_bodies(before, after)
    part = ComparedPart("Request", compared.differences, compared.remarks, compared.left_out)
    return comparison_ticket(("Exchange 1, anna@example.com", "Exchange 2"), (before, after), (part,))


def test_nobody_is_named_and_what_changed_is_still_told():
    before = _event(email="anna@example.com", phone="380501234567", firstName="Anna", totalCost=45.5)
    after = _event(email="olha@example.com", phone="+38 050 123 45 67", firstName="Anna", totalCost="45.5", note="Anna")
    told = _ticket(before, after)
    for personal in ("anna", "olha", "Anna", "380501234567", "050 123"):
        assert personal not in told
    assert '- totalCost 45.5 became "45.5"' in told
    assert "email email-1@example.invalid became email-2@example.invalid" in told
    assert "phone phone-1 became phone-1 (another value, hidden alike)" in told
    assert 'note "name-1" was added' in told
    assert "replaced by placeholders" in told


def test_what_only_its_name_tells_is_hidden_in_what_changed():
    goods = [{"productId": "A12", "name": "Cup", "quantity": 44}]
    before = _event(house="44", session="abc", client={"id": 44, "name": "Ян"}, products=goods)
    goods = [{"productId": "A12", "name": "Mug", "quantity": 45}]
    after = _event(house="45", session="abd", client={"id": 45, "name": "Ія"}, products=goods)
    told = _ticket(before, after)
    assert "house address-1 became address-2" in told
    assert 'session "***" became "***" (another value, hidden alike)' in told
    assert "client: id userId-1 became userId-2" in told
    assert "client: name name-1 became name-2" in told
    assert "product 1 (A12): name Cup became Mug" in told
    assert "product 1 (A12): quantity 44 became 45" in told


def test_a_person_in_what_was_cut_is_hidden_before_it_is_cut():
    before, after = _event(note="x" * 300 + " a"), _event(note="x" * 300 + " anna.long-name@example.com")
    assert "anna" not in _ticket(before, after)


def test_lines_of_what_is_no_json_are_counted_only():
    told = _ticket("anna@example.com", "olha@example.com")
    assert "olha" not in told
    assert "1 place differs in a text that is no JSON" in told


def test_the_same_is_said():
    assert "Nothing is different." in _ticket(_event(a=1), _event(a=1))
