"""Ctrl+Q ends the program from wherever the keys are; what would be lost is asked about first."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from vocabulary import CTRL

Key = Qt.Key
TWO = '{"eventTypeKey": "mine", "params": []}\n{"eventTypeKey": "other", "params": []}'


@pytest.fixture
def user(user):
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    return user


def _press_ctrl_q(user, dialog):
    dialog.activateWindow()
    user.wait(dialog.isActiveWindow)
    QTest.keyClick(dialog.focusWidget() or dialog, Key.Key_Q, CTRL)


@pytest.mark.parametrize("command", ["environments", "settings", "commands", "about", "open", "forget"])
def test_ctrl_q_in_a_dialog_closes_it_and_the_window(user, command):
    user.window.actions_by_id[command].trigger()
    dialog = user.find_dialog()
    _press_ctrl_q(user, dialog)
    user.wait_closed(dialog)
    user.wait(lambda: not user.window.isVisible())


def test_ctrl_q_in_a_dialog_over_another_closes_both(user):
    user.paste(TWO)
    several = user.find_dialog()
    several.list.events.choose({0, 1})
    several.activateWindow()
    user.wait(several.isActiveWindow)
    QTest.keyClick(several.list, Key.Key_F1)
    user.wait(lambda: len(user._dialogs()) == 2)
    (keys,) = [one for one in user._dialogs() if one is not several]
    _press_ctrl_q(user, keys)
    user.wait_closed(keys)
    user.wait(lambda: user.question() is not None)  # about the list
    assert user.question().windowTitle() == "Quit and lose the lists?"
    _press_ctrl_q(user, user.question())
    assert user.question() is not None, "it is asked already"
    user.press("Keep the window", user.question())
    assert user.window.isVisible()
    user.console.desk.lists.back()
    assert several.list.events.chosen == (0, 1)


def test_ctrl_q_with_changes_that_are_not_saved_says_so_and_stays(user):
    user.window.actions_by_id["environments"].trigger()
    dialog = user.find_dialog()
    QTest.mouseClick(user.find(QAbstractButton, "New environment", dialog), Qt.MouseButton.LeftButton)
    user.type_into(dialog.form.name, "Shop")
    _press_ctrl_q(user, dialog)
    assert dialog.isVisible()
    assert user.window.isVisible()
    assert dialog.notice.words.text() == "There are changes that are not saved."
    user.press("Drop them", dialog)
    user.wait_closed(dialog)
    assert user.window.isVisible()


def test_ctrl_q_in_a_question_before_a_send_sends_nothing(user):
    from yespo_console.delivery.credentials import checked_key

    user.console.backend.services.credentials.set("Yespo", checked_key("never-used-key"))
    user.console.selection.choose("Yespo")
    user.press_send()
    user.wait(lambda: user.question() is not None)
    _press_ctrl_q(user, user.question())
    user.wait(lambda: not user.window.isVisible())
    assert user.count_sent() == 0
