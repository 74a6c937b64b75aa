"""The whole window by the keyboard alone: Tab reaches everything, and everything says what it is."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from vocabulary import name_of, reachable, walk

from yespo_console.events.catalog import load_catalog


def _check(window):
    seen = walk(window)
    left_out = [one for one in reachable(window) if one not in seen]
    assert [(type(one).__name__, name_of(one)) for one in left_out] == []
    assert [type(one).__name__ for one in seen if not name_of(one)] == []
    return seen


@pytest.mark.parametrize("key", [known.key for known in load_catalog().types] + ["shopVisited"])
def test_tab_reaches_all_of_the_composer(user, key):
    user.choose_type(key)
    user.wait_until_checked()
    user.find_type_field().setFocus()
    names = [name_of(one) for one in _check(user.window)]
    for name in ("eventTypeKey", "keyValue", "email", "JSON, As sent", "Why?", "API version and encoding", "Drafts"):
        assert name in names
    assert names.index("keyValue") < names.index("JSON, As sent") < names.index("Why?")


def test_tab_reaches_problems_their_mends_and_the_answer(user):
    user.write_text(user.text.replace("pageViewed", "pageVeiwed"))
    user.send()
    user.wait_until_checked()
    user.compose.verdict.why.click()
    user.find_type_field().setFocus()
    names = [name_of(one) for one in _check(user.window)]
    assert any("pageViewed" in name for name in names)


def test_tab_reaches_a_form_that_waits_for_its_text(user):
    user.write_text("{ no JSON")
    user.wait_until_checked()
    _check(user.window)


def test_tab_reaches_all_of_an_empty_history(user):
    user.open_history()
    user.wait(lambda: user.sees("Nothing was sent yet"))
    names = [name_of(one) for one in _check(user.window)]
    for name in ("Search the history", "Add filter"):
        assert name in names


def test_tab_goes_through_a_history_from_top_to_bottom(user):
    exchange = user.send()
    user.open_history()
    user.pick(exchange.id)
    tags = user.history.view.annotations.tags
    user.history.view.annotations.tags.added.emit("asked")
    user.wait(lambda: tags.tags == ("asked",))
    user.wait(user.history.chart.isVisible)
    user.search_field().setFocus()
    names = [name_of(one) for one in _check(user.window)]
    in_order = [
        "Search the history",
        "Add filter",
        user.history.chart.toggle.accessibleName(),
        "Exchanges, newest first",
        "Send again to Sandbox (Ctrl+Enter)",
        "Pin",
        "Tag asked",
        "Add a tag",
        "Note",
        "Parts of the exchange",
    ]
    assert [name for name in names if name in in_order] == in_order


def test_tab_reaches_all_of_a_history_and_its_exchange(user):
    exchange = user.send()
    user.open_history()
    user.filter("Time", "Today")
    user.wait(lambda: user.chips() == ["Today"])
    user.pick(exchange.id)
    user.search_field().setFocus()
    names = [name_of(one) for one in _check(user.window)]
    assert names.index("Search the history") < names.index("Exchanges, newest first")
    for name in (
        "Copy from this exchange",
        "Open in composer (Enter)",
        "Saved searches",
        "Add filter",
        "Filter: Today",
    ):
        assert name in names


def test_f6_goes_round_the_parts_of_the_composer_and_back(user):
    user.send()
    parts = [user.window.focusWidget()]
    for _part in range(4):
        user.key(Qt.Key.Key_F6)
        parts.append(user.window.focusWidget())
    assert user.compose.form.isAncestorOf(parts[0])
    assert parts[1] is user.compose.editor.view
    assert parts[2] is user.compose.verdict.why
    assert user.compose.response.isAncestorOf(parts[3])
    assert user.compose.form.isAncestorOf(parts[4])
    user.key(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert user.compose.response.isAncestorOf(user.window.focusWidget())


def test_a_question_before_a_send_is_worked_by_keys_alone(user):
    from yespo_console.delivery.environments import Environment
    from yespo_console.gui.compose.sending import question_before

    shop = Environment(name="Shop", base_url="https://shop.invalid/api")
    box = question_before(shop, ("somebody@example.com",), True, user.window)
    box.open()
    seen = _check(box)
    assert name_of(seen[0]).replace("&", "") == "Cancel"
    QTest.keyClick(box, Qt.Key.Key_Escape)
    user.wait(lambda: not box.isVisible())
