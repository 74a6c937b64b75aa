"""A question comes over whoever types: what is typed ahead, or meant for something else, says yes to nothing."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from vocabulary import CTRL

from yespo_console.delivery.credentials import checked_key
from yespo_console.delivery.environments import Environment, EnvironmentStore
from yespo_console.gui.meant_question import MeantQuestion

Key = Qt.Key
YES = "Send to the real account"


@pytest.fixture
def user(start, profile):
    """In front of a real account that nothing was sent to yet. The address can never be reached (RFC 2606)."""
    EnvironmentStore(profile).save(Environment(name="Shop", base_url="https://shop.invalid/api"))
    user = start()
    user.console.backend.services.credentials.set("Shop", checked_key("never-used-key"))
    user.console.selection.choose("Shop")
    return user


def asked(user):
    user.press_send()
    user.wait(lambda: user.question() is not None)
    box = user.question()
    box.activateWindow()
    user.wait(box.isActiveWindow)
    assert label(box.focusWidget()) == "Cancel"
    return box


def label(button):
    return button.text().replace("&", "")


def press(box, key, modifiers=Qt.KeyboardModifier.NoModifier):
    """As a keyboard does: the window finds out which button gets the key, and who else wants it."""
    QTest.keyClick(box.windowHandle(), key, modifiers)


def nothing_was_sent(user):
    QTest.qWait(50)
    return user.count_sent() == 0 and not user.compose._sends.is_busy


def test_keys_typed_before_the_question_could_be_read_answer_nothing(user, monkeypatch):
    monkeypatch.setattr(MeantQuestion, "unread_ms", 3_600_000)
    box = asked(user)
    for key, modifiers in ((Key.Key_2, CTRL), (Key.Key_Tab, Qt.KeyboardModifier.NoModifier), (Key.Key_Q, CTRL)):
        press(box, key, modifiers)
    for key in (Key.Key_Left, Key.Key_Right, Key.Key_Down, Key.Key_Return, Key.Key_Space, Key.Key_Escape):
        press(box, key)
    assert box.isVisible()
    assert user.window.isVisible()
    assert label(box.focusWidget()) == "Cancel"
    assert nothing_was_sent(user)
    monkeypatch.setattr(MeantQuestion, "unread_ms", 0)
    press(box, Key.Key_Escape)
    user.wait(lambda: user.question() is None)


def test_down_and_enter_send_nothing(user):
    box = asked(user)
    for key in (Key.Key_Down, Key.Key_Up):
        press(box, key)
        assert label(box.focusWidget()) == "Cancel"
    press(box, Key.Key_Return)
    user.wait(lambda: user.question() is None)
    assert nothing_was_sent(user)


@pytest.mark.parametrize("way", [Key.Key_Tab, Key.Key_Left, Key.Key_Right])
def test_enter_on_the_yes_sends_and_ctrl_enter_does_not(user, way):
    box = asked(user)
    press(box, way)
    if label(box.focusWidget()) != YES:
        press(box, Key.Key_Left if way is Key.Key_Right else Key.Key_Right)
    assert label(box.focusWidget()) == YES
    for key in (Key.Key_Return, Key.Key_Enter, Key.Key_Space):
        press(box, key, CTRL)
    assert box.isVisible()
    assert nothing_was_sent(user)
    press(box, Key.Key_Return)
    user.wait(lambda: user.count_sent() == 1)
    user.wait(lambda: not user.compose._sends.is_busy)


def test_what_is_typed_ahead_does_not_quit(user, monkeypatch):
    user.paste('{"eventTypeKey": "one", "params": []}\n{"eventTypeKey": "two", "params": []}')
    dialog = user.find_dialog()
    QTest.keyClick(dialog, Key.Key_Escape)
    user.wait_closed(dialog)
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    user.key(Key.Key_Q, CTRL)
    user.wait(lambda: user.question() is not None)
    box = user.question()
    assert box.windowTitle() == "Quit and lose the lists?"
    monkeypatch.setattr(MeantQuestion, "unread_ms", 3_600_000)
    box.activateWindow()
    user.wait(box.isActiveWindow)
    for key in (Key.Key_Left, Key.Key_Right, Key.Key_Down):
        press(box, key)
        assert label(box.focusWidget()) == "Keep the window"
    assert QApplication.activeModalWidget() is box
    monkeypatch.setattr(MeantQuestion, "unread_ms", 0)
    press(box, Key.Key_Return)
    user.wait(lambda: user.question() is None)
    assert user.window.isVisible()
