"""What stands in a field is what the draft says, however the field is left."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFrame, QLabel, QLineEdit, QTableView
from vocabulary import CTRL, type_letters

SHIFT = Qt.KeyboardModifier.ShiftModifier


@pytest.fixture
def field(user):
    """The field of the event type, its list open: somebody types another type over the one that stood there."""
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    user.key(Qt.Key.Key_T, CTRL)
    field = user.find_type_field()
    assert field.hasFocus()
    type_letters(field, "cartUpdated")
    assert open_lists(user)
    return field


def open_lists(user):
    """The lists that are in sight under a field."""
    return [one for one in user.window.findChildren(QFrame) if one.property("role") == "offers" and one.isVisible()]


def press(user, key, modifiers=Qt.KeyboardModifier.NoModifier):
    """Press a key as the platform hands it over: to the window, which finds out whom it is for."""
    QTest.keyClick(user.window.windowHandle(), key, modifiers)


def is_taken(user, key="cartUpdated"):
    return f'"eventTypeKey": "{key}"' in user.text and user.find_type_field().text() == key


@pytest.mark.parametrize(
    ("key", "modifiers"), [(Qt.Key.Key_Tab, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Backtab, SHIFT)]
)
def test_tab_takes_the_event_type_that_was_typed(user, field, key, modifiers):
    press(user, key, modifiers)
    assert not field.hasFocus()
    assert is_taken(user)
    user.wait(lambda: "recycleStateId" in [one.text() for one in user.compose.form.findChildren(QLabel)])
    assert user.compose.tabs.tabText(user.compose.tabs.currentIndex()).startswith("cartUpdated")


def test_ctrl_enter_sends_the_event_type_that_stands_in_the_field(user, field):
    press(user, Qt.Key.Key_Return, CTRL)
    user.wait(lambda: user.count_sent() == 1)
    assert user.newest().event_type == "cartUpdated"
    assert is_taken(user)


def test_a_key_of_ones_own_is_sent_as_it_was_typed(user, field):
    type_letters(field, "Again")
    press(user, Qt.Key.Key_Return, CTRL)
    user.wait(lambda: user.count_sent() == 1)
    assert user.newest().event_type == "cartUpdatedAgain"


def test_an_event_type_that_is_half_typed_when_the_window_is_quit_is_in_the_next_one(start, user, field):
    user.wait(lambda: user.compose._keeper._store is not None)
    press(user, Qt.Key.Key_Q, CTRL)
    user.wait(lambda: not user.window.isVisible())
    start.end(user)
    again = start()
    again.wait(lambda: is_taken(again))


def test_a_click_outside_the_list_takes_the_event_type_that_was_typed(user, field):
    beside = user.window.header.geometry().center()
    QTest.mouseClick(user.window.windowHandle(), Qt.MouseButton.LeftButton, pos=beside)
    assert is_taken(user)
    assert not open_lists(user)


def test_another_tab_takes_it_into_the_draft_where_it_was_typed(user, field):
    draft = user.compose.draft
    user.compose.tabs.setCurrentIndex(0)
    assert user.compose.draft is not draft
    assert '"eventTypeKey": "cartUpdated"' in draft.text
    assert '"eventTypeKey": "pageViewed"' in user.text


@pytest.mark.parametrize(
    ("key", "modifiers"),
    [(Qt.Key.Key_PageUp, CTRL), (Qt.Key.Key_F6, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_2, CTRL)],
)
def test_a_shortcut_takes_it_before_it_does_its_work(user, field, key, modifiers):
    draft = user.compose.draft
    press(user, key, modifiers)
    user.wait(lambda: '"eventTypeKey": "cartUpdated"' in draft.text)


def test_closing_the_tab_and_reopening_it_keeps_it(user, field):
    press(user, Qt.Key.Key_W, CTRL)
    user.wait(lambda: user.compose.tabs.count() == 1)
    user.key(Qt.Key.Key_T, CTRL | SHIFT)
    assert is_taken(user)


def test_closing_the_window_keeps_it(user, start, field):
    start.end(user)
    again = start()
    again.wait(lambda: any('"cartUpdated"' in draft.text for draft in again.compose.drafts))


def test_what_was_copied_elsewhere_and_is_opened_keeps_it(user, field):
    draft = user.compose.draft
    user.open_text('{"eventTypeKey": "mine"}')
    assert '"eventTypeKey": "cartUpdated"' in draft.text


def test_esc_goes_back_to_what_the_draft_says(user, field):
    before = user.text
    press(user, Qt.Key.Key_Escape)
    assert field.text() == "pageViewed"
    press(user, Qt.Key.Key_Tab)
    assert user.text == before
    assert not open_lists(user)


def test_enter_takes_the_marked_line_of_the_list(user, field):
    field.selectAll()
    type_letters(field, "cartUpd")
    press(user, Qt.Key.Key_Return)
    assert is_taken(user)


def test_undo_takes_back_what_was_typed_and_not_yet_taken(user, field):
    before = user.text
    press(user, Qt.Key.Key_Z, CTRL)
    user.wait(lambda: field.text() == "pageViewed")
    assert user.text == before


def test_an_emptied_event_type_is_not_sent(user, field):
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    press(user, Qt.Key.Key_Tab)
    assert "eventTypeKey" not in user.text


def test_ctrl_enter_sends_the_name_that_stands_in_a_further_param(user):
    user.write_text('{"eventTypeKey": "mine", "params": [{"name": "colour", "value": "red"}]}')
    user.wait(lambda: bool(user.compose.form.findChildren(QLineEdit)))
    name = user.find(QLineEdit, "Name of the param colour")
    name.setFocus()
    name.selectAll()
    type_letters(name, "size")
    user.press_send()
    user.wait(lambda: user.count_sent() == 1)
    assert '"size"' in user.newest().request_text
    assert '"colour"' not in user.newest().request_text


def test_ctrl_enter_sends_what_stands_in_a_cell_that_is_being_edited(user):
    user.choose_type("cartUpdated")
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    table = find_table(user)
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 0))
    QTest.keyClick(table, Qt.Key.Key_F2)
    editor = QApplication.focusWidget()
    assert table.isAncestorOf(editor)
    editor.selectAll()
    type_letters(editor, "Q-77")
    user.press_send()
    user.wait(lambda: user.count_sent() == 1)
    assert "Q-77" in user.newest().request_text


def find_table(user):
    """The table of the form, once it is laid out."""
    user.wait(lambda: any(one.isVisible() for one in user.compose.form.findChildren(QTableView)))
    return next(one for one in user.compose.form.findChildren(QTableView) if one.isVisible())
