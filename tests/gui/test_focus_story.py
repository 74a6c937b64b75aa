"""Where the keys go after a click, and when another draft came up: nobody sends by a space, or loses their place."""

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QTabBar
from vocabulary import CTRL, name_of

from yespo_console.gui.actions import ONCE_KEYS
from yespo_console.gui.held_keys import HeldKeys

Key = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
TWO = '{"eventTypeKey": "mine", "params": []}\n{"eventTypeKey": "other", "params": []}'


@pytest.fixture
def user(user):
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    user.find_type_field().setFocus()
    return user


def in_form(user):
    focused = user.window.focusWidget()
    return focused is not None and focused.isVisible() and user.compose.form.isAncestorOf(focused)


def click(button):
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_space_typed_after_a_click_on_send_is_typed_and_sends_nothing(user):
    field = user.find(QLineEdit, "email", user.compose.form)
    field.setFocus()
    click(user.window.header.send)
    user.wait(lambda: user.answer() is not None)
    assert user.window.focusWidget() is field
    QTest.keyClick(user.window.focusWidget(), Key.Key_Space)
    user.wait(lambda: not user.compose._sends.is_busy)
    assert user.count_sent() == 1
    assert " " in field.text()


def test_a_click_on_send_again_leaves_the_keys_in_the_list_of_the_history(user):
    number = user.send().id
    user.open_history()
    user.pick(number)
    user.wait(lambda: user.find(QAbstractButton, "Send again to Sandbox (Ctrl+Enter)").isEnabled())
    user.press("Send again to Sandbox (Ctrl+Enter)")
    user.wait(lambda: user.count_sent() == 2)
    assert user.window.focusWidget() is user.history.table
    QTest.keyClick(user.history.table, Key.Key_Space)
    user.wait(lambda: not user.compose._sends.is_busy)
    assert user.count_sent() == 2


def test_a_space_typed_after_a_click_on_a_mend_presses_no_other(user):
    user.write_text(user.text.replace("pageViewed", "pageVeiwed").replace("380501234567", "+38 (050) 123-45-67"))
    user.wait_until_checked()
    field = user.find(QLineEdit, "email", user.compose.form)
    field.setFocus()
    user.press("Use pageViewed")
    user.wait(lambda: '"pageViewed"' in user.text)
    user.wait_until_checked()
    focused = user.window.focusWidget()
    assert not isinstance(focused, QAbstractButton)
    QTest.keyClick(focused, Key.Key_Space)
    assert "+38 (050) 123-45-67" in user.text


def test_send_held_down_sends_once(user):
    user.wait(user.window.actions_by_id["send"].isEnabled)
    field = user.find_type_field()
    QTest.keyPress(field, Key.Key_Return, CTRL)
    user.wait(lambda: user.answer() is not None)
    held = QKeyEvent(QEvent.Type.KeyPress, Key.Key_Return, CTRL, "\r", autorep=True)
    assert not user.window.actions_by_id["send"].autoRepeat()
    QApplication.sendEvent(field, held)
    QTest.keyRelease(field, Key.Key_Return, CTRL)
    user.wait(lambda: not user.compose._sends.is_busy)
    assert user.count_sent() == 1


def test_a_repeat_that_is_told_as_a_press_of_its_own_is_none_but_a_letter_is_typed_again(user, monkeypatch):
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")
    HeldKeys(ONCE_KEYS, user.window)
    user.window.hide()
    user.window.show()

    def is_swallowed(key, modifiers, at):
        taken = []
        for kind in (QEvent.Type.ShortcutOverride, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, modifiers)
            event.setTimestamp(at if kind is QEvent.Type.ShortcutOverride else at + 40)
            event.ignore()
            QApplication.sendEvent(user.window.windowHandle(), event)
            taken.append(event.isAccepted())
        return taken[0]

    held = [is_swallowed(Key.Key_Return, CTRL, at) for at in (1_000, 1_040, 1_080)]
    assert held == [False, True, True]
    assert not is_swallowed(Key.Key_Return, CTRL, 1_150), "pressed anew"
    assert [is_swallowed(Key.Key_Down, Qt.KeyboardModifier.NoModifier, at) for at in (2_000, 2_040)] == [False, False]


def test_no_button_that_sends_takes_the_keys_by_a_click(user):
    user.send()
    user.open_history()
    user.paste(TWO)
    buttons = [user.find_dialog().send_button, *user.window.findChildren(QAbstractButton)]
    sending = [one for one in buttons if name_of(one).startswith("Send")]
    assert len(sending) >= 3
    assert [name_of(one) for one in sending if one.focusPolicy() & Qt.FocusPolicy.ClickFocus] == []


@pytest.mark.parametrize("where", ["email", "send"])
def test_a_closed_draft_leaves_the_keys_in_the_form_of_the_one_that_is_shown(user, where):
    user.key(Key.Key_T, CTRL)
    for key, modifiers in ((Key.Key_W, CTRL), (Key.Key_T, CTRL | SHIFT), (Key.Key_W, CTRL), (Key.Key_W, CTRL)):
        place = user.find(QLineEdit, "email", user.compose.form) if where == "email" else user.window.header.send
        place.setFocus()
        user.key(key, modifiers)
        QTest.qWait(20)  # fields that are gone go in one of the next turns
        assert in_form(user), name_of(user.window.focusWidget())


def test_a_click_on_a_tab_or_on_plus_goes_to_the_form(user):
    bar = user.find(QTabBar, "Drafts")
    user.window.header.send.setFocus()
    user.press("New draft", user.compose._drafts)
    assert in_form(user)
    user.window.header.send.setFocus()
    QTest.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(0).center())
    assert bar.currentIndex() == 0
    assert in_form(user)


def test_who_is_in_the_text_or_on_the_tabs_stays_there_when_another_draft_comes(user):
    user.key(Key.Key_T, CTRL)
    view = user.compose.editor.view
    view.setFocus()
    user.key(Key.Key_W, CTRL)
    assert user.window.focusWidget() is view
    user.key(Key.Key_T, CTRL)
    bar = user.find(QTabBar, "Drafts")
    bar.setFocus()
    QTest.keyClick(bar, Key.Key_Left)
    assert bar.currentIndex() == 0
    assert user.window.focusWidget() is bar
