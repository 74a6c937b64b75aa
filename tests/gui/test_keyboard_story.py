"""The whole window by the keyboard alone: Tab reaches everything, and everything says what it is."""

import json

import pytest
from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QTabBar,
    QTableView,
    QWidget,
)
from vocabulary import CTRL, name_of, reachable, walk

from yespo_console.events.catalog import load_catalog
from yespo_console.gui.actions import ACTIONS

SHIFT = Qt.KeyboardModifier.ShiftModifier


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


_READ_FROM_TOP = ["Drafts", "Show the form", "eventTypeKey", "email", "JSON, As sent", "Why?", "Parts of the exchange"]


@pytest.mark.parametrize("size", [(800, 600), (1280, 800), (1600, 1000)])
def test_tab_goes_through_the_composer_as_it_is_read_whatever_came_when(user, size):
    user.window.resize(*size)
    user.paste('{"eventKey": "mine", "params": [{"name": "email", "value": Phone,},],}')
    user.wait_for_bar()
    user.key(Qt.Key.Key_T, CTRL)
    user.send()
    user.find(QTabBar, "Drafts").setFocus()
    names = [name_of(one) for one in _check(user.window)]
    there = [name for name in _READ_FROM_TOP if name in names]
    assert [name for name in names if name in there] == there
    assert {"Drafts", "eventTypeKey", "email", "Why?", "Parts of the exchange"} <= set(there)


def test_tab_goes_from_what_was_read_to_the_form_and_on_to_the_text(user):
    user.paste('{"eventKey": "mine", "params": [{"name": "email", "value": Phone,},],}')
    user.wait_for_bar()
    user.bar.unfold.click()
    user.wait_until_checked()
    user.find(QTabBar, "Drafts").setFocus()
    names = [name_of(one) for one in _check(user.window)]
    in_order = ["Drafts", "Hide the changes", "Fill in Phone", "eventTypeKey", "email", "JSON, As sent", "Why?"]
    assert [name for name in names if name in in_order] == in_order


@pytest.mark.parametrize("key", ["pageViewed", "productViewed"])
def test_shift_tab_goes_the_same_way_back(user, key):
    user.choose_type(key)
    user.wait_until_checked()
    user.find_type_field().setFocus()
    forth = walk(user.window)
    back = []
    for _widget in forth:
        user.key(Qt.Key.Key_Backtab, SHIFT)
        back.append(user.window.focusWidget())
    assert list(map(name_of, reversed(back))) == list(map(name_of, forth))


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
    user.history.view.annotations.tags.added.emit(("asked",))
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


def test_f6_reaches_the_list_of_changes_and_leads_on_from_it(user):
    user.paste('{"eventKey": "mine", "params": [{"name": "email", "value": Phone,},],}')
    user.wait_for_bar()
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    user.key(Qt.Key.Key_F6, SHIFT)
    assert name_of(user.window.focusWidget()) == "Show the changes"
    user.key(Qt.Key.Key_Space)
    QTest.keyClick(user.window.focusWidget(), Qt.Key.Key_F6)
    assert user.compose.form.isAncestorOf(user.window.focusWidget())
    user.key(Qt.Key.Key_F6, SHIFT)
    assert name_of(user.window.focusWidget()) == "Hide the changes"


def test_the_problem_one_is_on_is_mended_by_a_key(user):
    user.open_text(
        '{"eventTypeKey": "pageVeiwed", "params": [{"name": "email", "value": "a@example.com"},'
        ' {"name": "phone", "value": "+38 (050) 123-45-67"}]}'
    )
    user.wait_until_checked()
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    user.find(QLineEdit, "email", user.compose.form).setFocus()
    user.key(Qt.Key.Key_Period, CTRL)
    assert "F8 goes to the next problem" in user.notice()
    user.find(QLineEdit, "phone", user.compose.form).setFocus()
    user.key(Qt.Key.Key_Period, CTRL)
    assert '"380501234567"' in user.text
    assert "pageVeiwed" in user.text
    user.wait_until_checked()
    user.key(Qt.Key.Key_F8)
    assert name_of(user.window.focusWidget()) == "eventTypeKey"
    user.key(Qt.Key.Key_Period, CTRL)
    assert '"pageViewed"' in user.text
    user.key(Qt.Key.Key_Z, CTRL)
    assert "pageVeiwed" in user.text


def test_in_the_text_the_problem_at_the_cursor_is_mended_by_a_key(user):
    user.open_text(
        '{"eventTypeKey": "pageVeiwed", "params": [{"name": "email", "value": "a@example.com"},'
        ' {"name": "phone", "value": "+38 (050) 123-45-67"}]}'
    )
    user.wait_until_checked()
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    user.key(Qt.Key.Key_F8)  # goes to the name of the event type
    view = user.compose.editor.view
    view.setFocus()
    _put_cursor(view, "a@example")
    user.key(Qt.Key.Key_Period, CTRL)
    assert "F8 goes to the next problem" in user.notice()
    _put_cursor(view, "(050)")
    user.key(Qt.Key.Key_Period, CTRL)
    assert '"380501234567"' in user.text
    assert "pageVeiwed" in user.text
    _put_cursor(view, "Veiwed")
    user.wait_until_checked()
    user.key(Qt.Key.Key_Period, CTRL)
    assert '"pageViewed"' in user.text


def test_the_list_of_commands_mends_the_problem_at_the_cursor_in_the_text(user):
    user.open_text(
        '{"eventTypeKey": "mine", "params": [{"name": "email", "value": " a@example.com "},'
        ' {"name": "phone", "value": "+38 (050) 123-45-67"}]}'
    )
    user.wait_until_checked()
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    user.find(QLineEdit, "email", user.compose.form).setFocus()
    view = user.compose.editor.view
    view.setFocus()
    _put_cursor(view, "(050)")
    commands = user.open_dialog(Qt.Key.Key_F1)
    user.wait(commands.search.hasFocus)
    QTest.keyClicks(commands.search, "ctrl+.")
    QTest.keyClick(commands.search, Qt.Key.Key_Return)
    assert '"380501234567"' in user.text
    assert '" a@example.com "' in user.text


def test_in_a_text_that_is_no_json_the_key_repairs_it_wherever_the_cursor_is(user):
    user.write_text('{"eventTypeKey": "mine", "params": [{"name": "email", "value": "olha@example.com"},]}')
    user.wait_until_checked()
    view = user.compose.editor.view
    view.setFocus()
    _put_cursor(view, "mine")
    user.key(Qt.Key.Key_Period, CTRL)
    user.wait(lambda: user.compose.draft.unreadable is None)


def _put_cursor(view, words):
    cursor = view.document().find(words)
    cursor.setPosition(cursor.position())
    view.setTextCursor(cursor)


def test_the_button_beside_a_problem_names_its_key(user):
    user.open_text('{"eventTypeKey": "pageVeiwed", "params": [{"name": "email", "value": "a@example.com"}]}')
    user.wait_until_checked()
    (button,) = [row.fix for row in user.compose.verdict._rows if row.fix.isVisible()]
    assert "Ctrl+." in button.toolTip()


#: What these keys do in a field is its own: they undo, paste and close what is open there.
_FIELDS_OWN = {"undo", "redo", "paste-outside", "cancel"}
_PLACES = ("line", "lines", "table", "text")


class _WantsKeys(QObject):
    """Has a field want every key but Enter, as those of Linux want Ctrl+E for the end of the line."""

    def eventFilter(self, _watched, event):
        enter = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        wants = event.type() == QEvent.Type.ShortcutOverride and event.key() not in enter
        if wants:
            event.accept()
        return wants


def _go_to(user, place):
    products = [{"productId": "P1"}]
    params = [{"name": "products", "value": json.dumps(products)}, {"name": "note", "value": '["a", "b"]'}]
    user.open_text(json.dumps({"eventTypeKey": "cartUpdated", "params": params}))
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    user.wait(lambda: any(one.isVisible() for one in user.compose.form.findChildren(QTableView)))
    kinds = {"lines": QPlainTextEdit, "table": QTableView}
    if place == "line":
        widget = user.find(QLineEdit, "email", user.compose.form)
    elif place == "text":
        widget = user.compose.editor.view
    else:
        widget = next(one for one in user.compose.form.findChildren(kinds[place]) if one.isVisible())
    user.compose.verdict.why.setFocus()
    widget.installEventFilter(_WantsKeys(widget))
    widget.setFocus()
    assert QApplication.focusWidget() is widget
    return widget


@pytest.mark.parametrize("place", _PLACES)
def test_every_key_of_the_window_works_wherever_the_cursor_is(user, place):
    widget = _go_to(user, place)
    done = []
    for name, action in user.window.actions_by_id.items():
        action.triggered.disconnect()
        action.triggered.connect(lambda _checked=False, name=name: done.append(name))
    missed = []
    for row in ACTIONS:
        if row.id in _FIELDS_OWN or not user.window.actions_by_id[row.id].isEnabled():
            continue
        for keys in row.keys:
            pressed = QKeySequence(keys)[0]
            done.clear()
            QTest.keyClick(widget, pressed.key(), pressed.keyboardModifiers())
            if done != [row.id]:
                missed.append((row.id, keys, list(done)))
    assert missed == []


def test_the_environment_is_chosen_by_its_key_from_the_first_field(user):
    field = _go_to(user, "line")
    field.setText("somebody@example.com")
    menu = user.window.header.environment_menu
    QTimer.singleShot(200, menu.close)
    opened = []
    menu.aboutToShow.connect(lambda: opened.append(True))
    user.key(Qt.Key.Key_E, CTRL)
    assert opened == [True]


@pytest.mark.parametrize("place", ["line", "lines", "table"])
def test_the_text_is_formatted_and_decoded_from_the_form(user, place):
    _go_to(user, place)
    before = user.text
    user.key(Qt.Key.Key_F, CTRL | SHIFT)
    assert user.text != before
    assert "\n" in user.text
    user.compose.form.focus_first()
    user.key(Qt.Key.Key_R, CTRL | SHIFT)
    assert user.compose.editor.mode == "readable"
    assert user.compose.editor.view.hasFocus()


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


def test_f6_reaches_a_message_over_the_composer_and_leads_on_from_it(user):
    user.window.notify("error", "The disk is full.")
    user.compose.verdict.why.setFocus()
    user.key(Qt.Key.Key_F6)
    if user.window.focusWidget() in user.compose.response.findChildren(QWidget):
        user.key(Qt.Key.Key_F6)
    assert name_of(user.window.focusWidget()) == "Close this message"
    user.key(Qt.Key.Key_F6)
    assert user.compose.form.isAncestorOf(user.window.focusWidget())


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter])
def test_enter_presses_the_button_that_has_the_focus(user, key):
    why = user.compose.verdict.why
    why.setFocus()
    user.key(key)
    assert why.isChecked()
    assert user.compose.verdict.story.isVisible()
    user.key(key)
    assert not why.isChecked()


@pytest.mark.parametrize("how", [(Qt.Key.Key_Return,), (Qt.Key.Key_Period, CTRL)])
def test_a_problem_is_mended_from_its_button(user, how):
    user.open_text('{"eventTypeKey": "cartUpdate", "params": [{"name": "email", "value": "a@example.com"}]}')
    user.find_type_field().setFocus()
    user.fill("email", "b@example.com")  # the place one was at last is not that of the problem
    user.wait(lambda: any(one.text() == "Use cartUpdated" for one in user.compose.verdict.findChildren(QPushButton)))
    button = user.find(QPushButton, "Use cartUpdated")
    button.setFocus()
    user.key(*how)
    user.wait(lambda: '"cartUpdated"' in user.text)


@pytest.mark.parametrize("key", [Qt.Key.Key_Down, Qt.Key.Key_Up])
def test_an_arrow_in_the_event_type_opens_the_list_of_types(user, key):
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    field = user.find_type_field()
    field.setFocus()
    user.key(key)
    suggestions = user.compose.form.current._picker.suggestions
    assert suggestions.is_open
    user.key(Qt.Key.Key_Escape)
    assert not suggestions.is_open


def test_what_is_typed_in_is_brought_into_sight(user):
    user.window.resize(800, 600)
    field = user.find(QLineEdit, "email", user.compose.form)
    field.setFocus()
    bar = next(one for one in user.compose.form.findChildren(QScrollArea) if one.isVisible()).verticalScrollBar()
    bar.setValue(bar.maximum())
    assert field.visibleRegion().isEmpty()
    user.fill("email", "b@example.com")
    assert not field.visibleRegion().isEmpty()
