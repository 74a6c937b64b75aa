"""A draft is checked while one types: small texts at once, large ones elsewhere, and the latest text always wins."""

import json
import os
import signal

import pytest
from patience import PATIENCE_MS
from PySide6.QtCore import QEventLoop, QTimer

from yespo_console.events.catalog import load_catalog
from yespo_console.events.event import ApiVersion, Encoding
from yespo_console.events.text_edit import TextEdit
from yespo_console.gui.compose.checker import LARGE, Checker
from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.text_sizes import LONGEST_TEXT

SMALL = '{"eventTypeKey": "pageViewed", "params": []}'


def cart(products, price="1"):
    items = [{"productId": f"WS{nth:06}", "quantity": 1, "price": 2, "name": "x" * 60} for nth in range(products)]
    items[0]["price"] = price
    params = [
        {"name": "email", "value": "anna@example.com"},
        {"name": "products", "value": json.dumps(items)},
        {"name": "recycleStateId", "value": "1"},
    ]
    return json.dumps({"eventTypeKey": "cartUpdated", "params": params})


@pytest.fixture(scope="module")
def catalog():
    return load_catalog()


@pytest.fixture
def checker(qapp, catalog):
    checker = Checker(lambda: catalog)
    yield checker
    checker.close()
    checker.deleteLater()


def checks_of(draft):
    """The checks that arrive, as they arrive."""
    found = []
    draft.checked.connect(found.append)
    return found


def process_id(checker):
    return checker.large.process_id


def test_a_small_text_is_checked_as_soon_as_the_window_has_nothing_else_to_do(qtbot, checker):
    draft = Draft(SMALL, checker=checker)
    found = checks_of(draft)
    assert found == []
    qtbot.waitUntil(lambda: len(found) == 1, timeout=PATIENCE_MS)
    assert not found[0].valid
    assert draft.check is found[0]
    assert draft.reading is found[0].event


def test_several_changes_in_one_go_are_checked_once(qtbot, checker):
    draft = Draft(SMALL, checker=checker)
    found = checks_of(draft)
    for letter in "abc":
        draft.replace(TextEdit(0, 0, letter), "me")
    qtbot.waitUntil(lambda: bool(found), timeout=PATIENCE_MS)
    qtbot.wait(20)
    assert [check.text for check in found] == ["cba" + SMALL]


def test_another_version_is_another_check(qtbot, checker):
    draft = Draft(SMALL, checker=checker)
    found = checks_of(draft)
    qtbot.waitUntil(lambda: len(found) == 1, timeout=PATIENCE_MS)
    draft.set_encoding(Encoding(ApiVersion.V3))
    qtbot.waitUntil(lambda: len(found) == 2, timeout=PATIENCE_MS)
    assert found[1].api is ApiVersion.V3


def test_a_large_text_is_checked_elsewhere_with_the_same_result(qtbot, checker, catalog):
    from yespo_console.events.checking import check

    text = cart(600, price="text")
    assert len(text) > LARGE
    draft = Draft(text, checker=checker)
    found = checks_of(draft)
    qtbot.waitUntil(lambda: bool(found), timeout=PATIENCE_MS)
    assert process_id(checker) != os.getpid()
    assert found[0] == check(text, catalog)
    assert any(problem.pointer == "/params/1/value/0/price" for problem in found[0].problems)


def test_of_large_texts_the_latest_wins(qtbot, checker):
    draft = Draft(cart(600), checker=checker)
    found = checks_of(draft)
    for price in ("a", "b", "c"):
        draft.replace(TextEdit(0, len(draft.text), cart(600, price)), "me")
    qtbot.waitUntil(lambda: bool(found), timeout=PATIENCE_MS)
    qtbot.wait(50)
    assert [check.text for check in found] == [cart(600, "c")]


def test_a_large_text_that_is_no_json_says_where(qtbot, checker):
    draft = Draft(cart(600) + "]", checker=checker)
    found = checks_of(draft)
    qtbot.waitUntil(lambda: bool(found), timeout=PATIENCE_MS)
    assert found[0].event is None
    assert found[0].problems[0].offset == len(draft.text) - 1


def test_the_process_can_be_killed_and_the_next_text_is_checked_all_the_same(qtbot, checker):
    draft = Draft(cart(600), checker=checker)
    found = checks_of(draft)
    qtbot.waitUntil(lambda: len(found) == 1, timeout=PATIENCE_MS)
    first = process_id(checker)
    os.kill(first, signal.SIGKILL)
    draft.replace(TextEdit(0, len(draft.text), cart(601)), "me")
    qtbot.waitUntil(lambda: len(found) == 2, timeout=PATIENCE_MS)
    assert process_id(checker) != first


def test_a_check_that_never_ends_is_ended_when_a_newer_text_waits(qtbot, checker):
    checker.large._patience.setInterval(300)
    draft = Draft(cart(600), checker=checker)
    found = checks_of(draft)
    qtbot.waitUntil(lambda: len(found) == 1, timeout=PATIENCE_MS)
    first = process_id(checker)
    os.kill(first, signal.SIGSTOP)
    draft.replace(TextEdit(0, len(draft.text), cart(601)), "me")
    draft.replace(TextEdit(0, len(draft.text), cart(602)), "me")
    qtbot.waitUntil(lambda: len(found) == 2, timeout=PATIENCE_MS)
    assert found[1].text == cart(602)
    assert process_id(checker) != first


def test_a_closed_draft_gets_no_more_checks(qtbot, checker):
    draft, large = Draft(SMALL, checker=checker), Draft(cart(600), checker=checker)
    small_checks, large_checks = checks_of(draft), checks_of(large)
    checker.forget(draft)
    checker.forget(large)
    other = Draft(cart(601), checker=checker)
    qtbot.waitUntil(lambda: other.check is not None, timeout=PATIENCE_MS)
    assert small_checks == large_checks == []


def test_closing_ends_the_process(qtbot, checker, catalog):
    draft = Draft(cart(600), checker=checker)
    process = process_id(checker)
    checker.close()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
    draft.replace(TextEdit(0, 0, " "), "me")
    qtbot.wait(30)
    assert draft.check is None


def test_the_window_stays_free_while_a_huge_text_is_checked(qtbot, checker):
    draft = Draft(cart(600), checker=checker)
    found = checks_of(draft)
    qtbot.waitUntil(lambda: bool(found), timeout=PATIENCE_MS)
    draft.replace(TextEdit(0, len(draft.text), cart(5_000)), "me")
    loop = QEventLoop()
    draft.checked.connect(loop.quit)
    turns = []
    timer = QTimer()
    timer.timeout.connect(lambda: turns.append(1))
    timer.start(5)
    loop.exec()
    timer.stop()
    assert len(turns) >= 5
    assert len(found) == 2


@pytest.mark.parametrize("shape", ["list", "text", "object"])
def test_of_an_endless_text_the_window_knows_whom_it_is_about_and_the_draft_still_reads_all(qtbot, checker, shape):
    many = [{"name": f"own{nth}", "value": "1"} for nth in range(3_000)]
    params = [*many, {"name": "email", "value": "anna@example.com"}, {"name": "note", "value": "x" * LONGEST_TEXT}]
    sent = {"list": params, "text": json.dumps(params), "object": {one["name"]: one["value"] for one in params}}[shape]
    draft = Draft(json.dumps({"eventTypeKey": "mine", "params": sent}), checker=checker)
    found = checks_of(draft)
    qtbot.waitUntil(lambda: len(found) == 1, timeout=PATIENCE_MS)
    check = found[0]
    assert check.event.event_type_key == "mine"
    assert check.body.param("email").value == "anna@example.com"
    assert check.body.param("note").value is None
    assert not draft.is_read
    if shape == "list":
        assert draft.reading.params[-1].value == "x" * LONGEST_TEXT
