"""What the window says under its header: the newest is seen, no error is lost, and nothing outstays its truth."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QComboBox

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
LARGE = (
    "[" + ",".join(json.dumps({"eventTypeKey": "mine", "keyValue": str(n), "params": []}) for n in range(40_000)) + "]"
)


@pytest.fixture
def user(start):
    return start()


def _active(user):
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    return user


def test_an_old_message_hides_neither_a_running_paste_nor_its_end(user):
    user.window.notify("error", "An old error.")
    user.console.desk._patience.setInterval(1)
    user.paste(LARGE)
    user.wait(lambda: "Reading what was pasted" in user.notice())
    user.find(QAbstractButton, "1 more", user.window.notices)
    user.key(Key.Key_Escape)
    user.wait(lambda: "The reading was cancelled" in user.notice())
    assert not user.console.desk.is_reading
    assert "An old error." in user.notice()


def test_a_running_paste_is_cancelled_from_the_list_of_commands(user):
    assert not user.window.actions_by_id["cancel-job"].isEnabled()
    user.console.desk._patience.setInterval(1)
    user.paste(LARGE)
    user.wait(user.window.actions_by_id["cancel-job"].isEnabled)
    user.window.actions_by_id["cancel-job"].trigger()
    user.wait(lambda: "The reading was cancelled" in user.notice())
    assert not user.window.actions_by_id["cancel-job"].isEnabled()


def test_every_error_behind_the_newest_can_be_read(user):
    for words in ("First.", "Second.", "Third."):
        user.window.notify("error", words)
    user.window.notify("error", "Third.")
    read = []
    for _error in range(3):
        read.append(user.notice())
        user.press("2 more", user.window.notices)
    assert read == ["Third.", "Second.", "First."]
    assert user.notice() == "Third."
    user.press("Close this message", user.window.notices)
    assert user.notice() == "Second."


def test_a_confirmation_hides_no_error_and_leaves_by_itself(user):
    user.window.notify("error", "It went wrong.")
    user.window.notify("success", "It was copied.")
    assert user.notice() == "It went wrong. It was copied."
    user.window.notices._leaving.timeout.emit()
    assert user.notice() == "It went wrong."


def test_a_confirmation_leaves_with_the_next_command(user):
    _active(user).window.notify("success", "It was saved as cust3@shop.ua.")
    user.open_history()
    assert user.notice() == ""


def test_what_is_said_about_a_draft_is_said_with_that_draft_only(user):
    user.compose.remarked.emit("warning", "About the first draft.")
    assert user.notice() == "About the first draft."
    _active(user).open_history()
    assert user.notice() == ""
    user.open_compose()
    assert user.notice() == "About the first draft."
    user.compose.new_draft()
    assert user.notice() == ""
    user.key(Key.Key_PageUp, CTRL)
    assert user.notice() == "About the first draft."
    user.compose.close_draft(user.compose.tabs.currentIndex())
    user.compose.new_draft()
    assert user.notice() == ""


def test_what_ends_while_another_section_is_shown_is_said_there(user):
    _active(user).open_history()
    user.compose.remarked.emit("success", "Copied for the ticket.")
    user.compose.remarked.emit("error", "It could not be sent.")
    assert user.notice() == "It could not be sent. Copied for the ticket."


def test_esc_closes_messages_where_nothing_else_takes_it(user):
    _active(user).window.notify("error", "It went wrong.")
    user.window.notify("success", "It was copied.")
    user.compose.editor.view.setFocus()
    user.key(Key.Key_Escape)
    assert user.notice() == "It went wrong."
    user.key(Key.Key_Escape)
    assert user.notice() == ""


def test_the_list_of_keys_tells_how_a_message_is_closed_and_a_reading_cancelled(user):
    dialog = user.open_dialog(Key.Key_F1)
    rows = {}
    for at in range(dialog._tree.topLevelItemCount()):
        group = dialog._tree.topLevelItem(at)
        for child in range(group.childCount()):
            rows[group.child(child).text(0)] = group.child(child).text(1)
    assert rows["Close the message, where nothing else takes the key"] == "Esc"
    assert rows["Cancel the reading, or the making of a ticket"] == "Esc"


def test_what_was_lost_by_another_format_is_not_said_any_more_once_it_is_taken_back(user):
    text = '{"eventTypeKey": "mine", "params": [{"name": "totalCost", "value": 45.5}]}'
    user.write_text(text)
    box = user.find(QComboBox, "API version and encoding")
    box.setFocus()
    box.setCurrentIndex(2)
    box.activated.emit(2)
    assert "totalCost was the number 45.5 and is now text" in user.notice()
    user.key(Key.Key_Z, CTRL)
    user.wait(lambda: user.text == text)
    assert user.notice() == ""
