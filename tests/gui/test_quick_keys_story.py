"""Keys come quicker than the window follows: each goes where it would go if the window were infinitely quick."""

import asyncio
import json

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from test_send_under_way_story import FULL, Held
from vocabulary import CTRL, type_letters

from yespo_console.delivery.send import AnswerNotRecordedError, NotSentError
from yespo_console.gui.actions import ONCE_KEYS
from yespo_console.gui.held_keys import HeldKeys
from yespo_console.history.query import Query

NONE = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def user(user):
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    return user


def press(user, key, modifiers=NONE):
    """Press a key of the window, and let nothing else happen meanwhile."""
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        QApplication.sendEvent(user.window.windowHandle(), QKeyEvent(kind, key, modifiers))


def type_type(user, words):
    field = user.find_type_field()
    field.setFocus()
    field.selectAll()
    type_letters(field, words)
    return field


# -- the list of event types


def test_the_list_of_event_types_takes_the_keyboard_from_nobody(user):
    type_type(user, "cartUpd")
    assert "cartUpdated" in user.compose.form.current._picker.suggestions.values()
    assert user.compose.form.current._picker.suggestions._list.list.verticalScrollBar().maximum() == 0
    assert QApplication.activePopupWidget() is None
    assert QGuiApplication.focusWindow() is user.window.windowHandle()


def test_what_is_typed_right_after_enter_has_taken_a_type_is_a_search_of_its_own(user):
    field = type_type(user, "cartUpd")
    press(user, Qt.Key.Key_Return)
    type_letters(field, "o")
    QTest.qWait(0)
    type_letters(field, "wn")
    assert field.text() == "own"


def test_arrows_and_enter_take_a_line_and_the_page_keys_go_through_the_list(user):
    field = type_type(user, "cart")
    suggestions = user.compose.form.current._picker.suggestions
    second = suggestions.values()[1]
    for key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return):
        press(user, key)
    assert field.text() == second
    assert f'"{second}"' in user.text


def test_tab_goes_on_to_the_same_field_however_soon_it_comes_after_another_type(user):
    def walked(turns_between):
        user.key(Qt.Key.Key_T, CTRL)
        user.wait(lambda: user.find_type_field().hasFocus())
        type_type(user, "cartUpdated")
        seen = []
        for _key in range(12):
            press(user, Qt.Key.Key_Tab)
            if turns_between:
                QTest.qWait(20)
            at = user.window.focusWidget()
            seen.append((type(at).__name__, at.accessibleName()))
        return seen

    assert walked(turns_between=False) == walked(turns_between=True)


# -- sending while a send is under way


@pytest.fixture
def sent(user):
    """An exchange of before."""
    return user.send()


@pytest.fixture
def held(user, monkeypatch):
    held = Held(user)
    held.texts = []
    held.recorded_as = None  # a number in the history, where a send is recorded before it waits

    async def send(text, *arguments, **more):
        held.texts.append(text)
        if held.recorded_as is not None:
            more["on_recorded"](held.recorded_as)
        loop = asyncio.get_running_loop()
        held._waits = loop, loop.create_future()
        return await held._waits[1]

    monkeypatch.setattr(user.console.backend.services.sender, "send", send)
    return held


def test_ctrl_enter_while_a_send_is_under_way_is_a_send_of_what_stood_there_in_its_turn(user):
    for at in range(5):
        type_type(user, f"quick{at}")
        press(user, Qt.Key.Key_Return, CTRL)
    type_type(user, "typedLater")
    user.wait(lambda: user.count_sent() == 5)
    user.wait(lambda: not user.compose._sends.is_busy)
    sent = [user.store.get(number).event_type for number in user.store.ids(Query())]
    assert sent == [f"quick{at}" for at in reversed(range(5))]


def test_the_same_event_twice_in_a_row_is_sent_twice(user):
    press(user, Qt.Key.Key_Return, CTRL)
    press(user, Qt.Key.Key_Return, CTRL)
    user.wait(lambda: user.count_sent() == 2)


def test_it_is_seen_that_an_event_waits_for_its_turn(user, held):
    press(user, Qt.Key.Key_Return, CTRL)
    press(user, Qt.Key.Key_Return, CTRL)
    assert "1 more waits for its turn." in user.compose.response.words
    user.compose.new_draft()
    assert user.compose.response.words.startswith("Not sent yet")
    press(user, Qt.Key.Key_Return, CTRL)
    assert user.compose.response.words.startswith("Waits for its turn")
    assert user.compose.response.cancel.isVisible()
    assert "2 more wait for their turn." in user.compose.under_way().words
    press(user, Qt.Key.Key_Escape)
    user.wait(lambda: not user.compose._sends.is_busy)


def test_who_quits_when_the_sending_has_ended_waits_for_those_too_that_wait_for_their_turn(user, sent, held):
    def answer():
        user.wait(lambda: held._waits is not None)
        (loop, end), held._waits = held._waits, None
        loop.call_soon_threadsafe(end.set_result, sent)

    press(user, Qt.Key.Key_Return, CTRL)
    press(user, Qt.Key.Key_Return, CTRL)
    user.key(Qt.Key.Key_Q, CTRL)
    user.wait(lambda: user.question() is not None)
    assert "1 more waits for its turn." in user.question().text()
    user.press_button(user.question(), "Quit when the sending has ended")
    answer()
    user.wait(lambda: len(held.texts) == 2)
    assert user.window.isVisible()
    answer()
    user.wait(lambda: not user.window.isVisible())


def test_esc_gives_up_what_waits_too_and_says_so(user, held):
    for _press in range(3):
        press(user, Qt.Key.Key_Return, CTRL)
    user.wait(lambda: bool(held.texts))
    press(user, Qt.Key.Key_Escape)
    user.wait(lambda: not user.compose._sends.is_busy)
    assert user.notice() == "2 events that waited for their turn were not sent. Nothing was sent."
    assert len(held.texts) == 1


def queue(user, *types):
    """Send an event of each type after another; the first is under way, the others wait."""
    for event_type in types:
        type_type(user, event_type)
        press(user, Qt.Key.Key_Return, CTRL)


def types_of(texts):
    return [json.loads(text)["eventTypeKey"] for text in texts]


def test_those_that_esc_gave_up_are_shown_as_a_list(user, held):
    queue(user, "goes", "waits1", "waits2")
    user.wait(lambda: bool(held.texts))
    press(user, Qt.Key.Key_Escape)
    user.wait(lambda: not user.compose._sends.is_busy)
    user.console.selection.choose("Yespo")
    user.press("Show them")
    assert "meant for http://127.0.0.1" in user.find_dialog().where.text(), (
        "not for the real account that is chosen now"
    )
    events = user.find_dialog().list.events
    assert [events.index(row, 1).data() for row in range(events.rowCount())] == ["waits1", "waits2"]


def test_the_one_that_esc_gave_up_is_opened_as_a_draft(user, held):
    queue(user, "goes", "waits")
    type_type(user, "typedLater")
    user.wait(lambda: bool(held.texts))
    user.window.actions_by_id["cancel"].trigger()
    user.wait(lambda: not user.compose._sends.is_busy)
    user.press("Open it")
    assert types_of(draft.text for draft in user.compose.drafts) == ["typedLater", "waits"]
    assert types_of([user.text]) == ["waits"]


def test_the_question_before_quitting_follows_what_waits(user, sent, held):
    queue(user, "goes", "waits1", "waits2")
    user.key(Qt.Key.Key_Q, CTRL)
    user.wait(lambda: user.question() is not None)
    assert "2 more wait for their turn." in user.question().text()
    assert "what was written here is kept as drafts" in user.question().informativeText()
    user.wait(lambda: held._waits is not None)
    (loop, end), held._waits = held._waits, None
    loop.call_soon_threadsafe(end.set_result, sent)
    user.wait(lambda: "1 more waits for its turn." in user.question().text())
    user.press("Keep the window", user.question())
    press(user, Qt.Key.Key_Escape)
    user.wait(lambda: not user.compose._sends.is_busy)


def test_the_window_stays_open_when_what_it_waits_for_is_given_up(user, held):
    queue(user, "goes", "waits1", "waits2")
    user.key(Qt.Key.Key_Q, CTRL)
    user.wait(lambda: user.question() is not None)
    user.press("Quit when the sending has ended", user.question())
    user.window.actions_by_id["cancel"].trigger()
    user.wait(lambda: not user.compose._sends.is_busy)
    QTest.qWait(50)
    assert user.window.isVisible()
    assert user.sees("2 events that waited for their turn were not sent.")


def test_what_waits_is_kept_as_drafts_by_who_quits_now(user, held):
    held.recorded_as = 1
    queue(user, "goes", "waits1", "waits2", "waits3")
    user.wait(lambda: user.compose.under_way().left)
    user.key(Qt.Key.Key_Q, CTRL)
    user.wait(lambda: user.question() is not None)
    user.press("Quit now", user.question())
    user.wait(lambda: not user.window.isVisible())
    kept = [json.loads(file.read_bytes())["text"] for file in user.console.profile.drafts_dir.glob("*/*.json")]
    assert sorted(types_of(kept)) == ["waits1", "waits2", "waits3"]
    assert len(held.texts) == 1


@pytest.mark.parametrize("recorded", [True, False])
def test_what_waits_is_given_up_when_the_disk_does_not_take_the_one_before(user, sent, held, recorded):
    press(user, Qt.Key.Key_Return, CTRL)
    press(user, Qt.Key.Key_Return, CTRL)
    held.fail(AnswerNotRecordedError(sent, "There is no room.") if recorded else NotSentError(FULL))
    assert "1 event that waited for its turn was not sent." in user.notice()
    assert len(held.texts) == 1


def test_an_event_that_waits_is_sent_though_its_draft_was_closed(user):
    press(user, Qt.Key.Key_Return, CTRL)
    user.compose.new_draft()
    type_type(user, "closedSoon")
    press(user, Qt.Key.Key_Return, CTRL)
    press(user, Qt.Key.Key_W, CTRL)
    user.wait(lambda: user.count_sent() == 2)
    user.wait(lambda: not user.compose._sends.is_busy)
    assert user.newest().event_type == "closedSoon"


def test_an_exchange_is_sent_again_in_its_turn(user):
    number = user.send().id
    user.open_history()
    user.pick(number)
    user.wait(lambda: user.history.shown is not None and user.history.shown.id == number)
    press(user, Qt.Key.Key_Return, CTRL)
    press(user, Qt.Key.Key_Return, CTRL)
    user.wait(lambda: user.count_sent() == 3)
    user.wait(lambda: not user.compose._sends.is_busy)


def test_ctrl_enter_before_anything_can_be_sent_says_so(start):
    user = start.at_once()
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    assert user.console.backend.services is None
    press(user, Qt.Key.Key_Return, CTRL)
    assert user.notice() == "Still starting: try again in a moment."
    start.ready(user)


# -- keys that are typed by a program


def test_ctrl_enter_pressed_anew_in_the_same_millisecond_is_no_repeat(user, monkeypatch):
    monkeypatch.setattr(QGuiApplication, "platformName", lambda: "xcb")
    HeldKeys(ONCE_KEYS, user.window)
    user.window.hide()
    user.window.show()
    ctrl, enter = (Qt.Key.Key_Control, NONE), (Qt.Key.Key_Return, CTRL)
    swallowed = []
    for _press in range(2):
        for kind, key in (("down", ctrl), ("down", enter), ("up", ctrl), ("up", enter)):
            event = QKeyEvent(QEvent.Type.KeyRelease if kind == "up" else QEvent.Type.ShortcutOverride, *key)
            event.setTimestamp(1_000)
            event.ignore()
            QApplication.sendEvent(user.window.windowHandle(), event)
            swallowed.append(kind == "down" and event.isAccepted())
    assert not any(swallowed)
