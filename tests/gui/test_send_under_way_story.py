"""A send takes its time, and the user goes on with something else: what comes of it is told where it belongs."""

import asyncio
import socket
from types import SimpleNamespace

import pytest
from patience import PATIENCE_S
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from vocabulary import CTRL

from yespo_console.delivery.credentials import checked_key
from yespo_console.delivery.environments import Environment
from yespo_console.delivery.send import AnswerNotRecordedError, NotSentError
from yespo_console.gui.compose.draft_tabs import MOST_CLOSED
from yespo_console.gui.response import response_pane
from yespo_console.history.removing import remove

FULL = "Nothing was sent: the disk is full."


class Held:
    """A send waits until it is said what comes of it."""

    def __init__(self, user):
        self._user = user
        self._waits = None

    async def send(self, *_arguments, **_more):
        loop = asyncio.get_running_loop()
        self._waits = loop, loop.create_future()
        return await self._waits[1]

    def answer(self, exchange):
        """It comes to this exchange."""
        self._end(lambda end: end.set_result, exchange)

    def refuse(self):
        """Nothing leaves, for want of room on the disk."""
        self.fail(NotSentError(FULL))

    def fail(self, error):
        self._end(lambda end: end.set_exception, error)

    def _end(self, way, with_what):
        self._user.wait(lambda: self._waits is not None)
        (loop, end), self._waits = self._waits, None
        loop.call_soon_threadsafe(way(end), with_what)
        self._user.wait(lambda: not self._user.compose._sends.is_busy)


@pytest.fixture
def sent(user):
    """An exchange of before."""
    return user.send()


@pytest.fixture
def held(user, sent, monkeypatch):
    user.compose.new_draft()
    held = Held(user)
    monkeypatch.setattr(type(user.console.backend.services.sender), "send", held.send)
    return held


def _draft_before(user):
    user.key(Qt.Key.Key_Tab, CTRL | Qt.KeyboardModifier.ShiftModifier)


def test_why_nothing_was_sent_is_said_over_the_draft_that_was_sent(user, held):
    user.press_send()
    user.compose.new_draft()
    held.refuse()
    assert user.notice() == ""
    assert "Not sent yet" in user.compose.response.words
    _draft_before(user)
    assert user.notice() == FULL
    assert user.compose.response.words.startswith("Nothing was sent.")


def test_sending_one_draft_again_leaves_the_same_reason_over_another(user, held):
    for _draft in range(2):
        user.compose.new_draft()
        user.press_send()
        held.refuse()
        assert user.notice() == FULL
    user.press_send()
    assert user.notice() == "", "it is being tried again"
    _draft_before(user)
    assert user.notice() == FULL
    held.refuse()


def test_of_a_draft_that_was_closed_while_it_was_sent_it_is_said_and_nothing_is_kept(user, held):
    user.compose.new_draft()
    user.press_send()
    user.window.actions_by_id["close"].trigger()
    held.refuse()
    assert user.notice() == FULL
    assert not user.compose._sends._not_sent


def test_why_nothing_was_sent_is_seen_in_the_history_too_and_over_no_other_draft(user, held):
    user.press_send()
    user.open_history()
    held.refuse()
    assert user.notice() == FULL
    user.open_compose()
    user.compose.new_draft()
    assert user.notice() == ""
    _draft_before(user)
    assert user.notice() == FULL


def test_who_comes_back_to_a_draft_that_is_being_sent_sees_it_wait_on(user, held, monkeypatch):
    clock = [100.0]
    monkeypatch.setattr(response_pane, "time", SimpleNamespace(monotonic=lambda: clock[0]))
    user.press_send()
    user.wait(lambda: user.compose.response.words.startswith("Waiting for the answer, 0.0 s."))
    user.compose.new_draft()
    assert "Not sent yet" in user.compose.response.words
    clock[0] += 4
    _draft_before(user)
    assert user.compose.response.words.startswith("Waiting for the answer, 4.0 s.")
    assert user.compose.response.cancel.isVisible()
    clock[0] += 1
    user.wait(lambda: user.compose.response.words.startswith("Waiting for the answer, 5.0 s."))
    held.refuse()
    assert user.compose.response.words.startswith("Nothing was sent.")


def test_a_draft_that_is_not_the_one_being_sent_does_not_wait(user, held):
    first = user.compose.draft
    user.press_send()
    user.compose.new_draft()
    user.compose.close_draft(user.compose.drafts.index(first))
    assert "Not sent yet" in user.compose.response.words
    held.refuse()
    assert "Not sent yet" in user.compose.response.words


def test_a_fault_of_the_program_is_said_and_holds_up_no_later_send(user, sent, held, qtbot):
    user.press_send()
    with qtbot.capture_exceptions() as raised:
        held.fail(ZeroDivisionError())
    assert raised[0][0] is ZeroDivisionError
    assert "fault of the program" in user.notice()
    assert user.console.window.closing.may_close()
    user.press_send()
    held.answer(sent)
    assert user.answer() == sent


def test_that_an_answer_was_not_recorded_is_said_over_the_draft_that_was_sent(user, sent, held):
    user.press_send()
    user.compose.new_draft()
    held.fail(AnswerNotRecordedError(sent, "There is no room."))
    assert user.notice() == ""
    _draft_before(user)
    assert "Do not send the event again." in user.notice()
    assert user.answer() == sent


def test_that_an_answer_was_not_recorded_is_said_even_of_a_draft_that_was_closed(user, sent, held):
    user.press_send()
    user.window.actions_by_id["close"].trigger()
    held.fail(AnswerNotRecordedError(sent, "There is no room."))
    assert "Do not send the event again." in user.notice()


# -- a draft that was closed comes back


def _close_and_reopen(user):
    closed = user.compose.draft
    user.window.actions_by_id["close"].trigger()
    user.window.actions_by_id["reopen"].trigger()
    assert user.compose.draft is not closed


def test_a_closed_draft_comes_back_with_the_answer_to_its_last_send(user, sent):
    _close_and_reopen(user)
    assert user.answer() == sent
    user.fill("email", "other@example.com")
    user.wait(lambda: user.sees("You have changed the event since"))


def test_an_answer_that_came_while_its_draft_was_closed_is_there_when_the_draft_comes_back(user, sent, held):
    user.press_send()
    user.window.actions_by_id["close"].trigger()
    held.answer(sent)
    user.window.actions_by_id["reopen"].trigger()
    assert user.answer() == sent


def test_a_draft_that_is_still_being_sent_waits_on_when_it_comes_back(user, sent, held):
    user.press_send()
    _close_and_reopen(user)
    assert user.compose.response.words.startswith("Waiting for the answer")
    held.refuse()
    assert user.notice() == FULL
    assert user.compose.response.words.startswith("Nothing was sent.")


def test_a_closed_draft_does_not_bring_back_what_was_removed_from_the_history_meanwhile(user, sent):
    user.window.actions_by_id["close"].trigger()
    remove(user.store, [sent.id])
    user.window.actions_by_id["reopen"].trigger()
    user.wait(lambda: "was removed from the history" in user.compose.response.words)
    assert user.answer() is None


def test_nothing_is_kept_of_the_answers_of_drafts_that_cannot_come_back(user, sent):
    user.window.actions_by_id["close"].trigger()
    assert len(user.compose._sends._answers.known) == 1
    for _closed in range(MOST_CLOSED):
        user.window.actions_by_id["close"].trigger()
    assert not user.compose._sends._answers.known


# -- quitting


@pytest.fixture
def waiting(user):
    """A send to a server that takes what it is sent and does not answer; what is returned answers it."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(PATIENCE_S)
        services = user.console.backend.services
        base_url = f"http://127.0.0.1:{server.getsockname()[1]}/api"
        services.environments.save(Environment(name="Shop", base_url=base_url))
        services.credentials.set("Shop", checked_key("never-used-key"))
        user.console.selection.take(services.environments.all())
        user.console.selection.choose("Shop")
        user.press_send()
        connection, _address = server.accept()
        with connection:
            assert connection.recv(1) == b"P"
            yield lambda: connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")


def _quit(user):
    user.key(Qt.Key.Key_Q, CTRL)
    user.wait(lambda: user.question() is not None)
    assert user.window.isVisible()
    return user.question()


def test_ctrl_q_while_an_event_is_being_sent_asks_and_enter_keeps_the_window(user, waiting):
    box = _quit(user)
    assert box.text() == "An event is being sent to Shop, and its answer is not there yet."
    QTest.keyClick(box, Qt.Key.Key_Return)
    user.wait(lambda: user.question() is None)
    waiting()
    user.wait(lambda: user.answer() is not None)
    assert user.window.isVisible()
    assert user.answer().answer.status == 200


def test_one_can_quit_when_the_answer_is_there(user, waiting):
    user.press_button(_quit(user), "Quit when the sending has ended")
    user.wait(lambda: "The window closes as soon as the sending has ended." in user.notice())
    assert user.window.isVisible()
    waiting()
    user.wait(lambda: not user.window.isVisible())
    assert user.newest().answer.status == 200


def test_who_waits_to_quit_can_think_better_of_it(user, waiting):
    user.press_button(_quit(user), "Quit when the sending has ended")
    user.wait(lambda: bool(user.notice()))
    user.press("Cancel", user.window.notices)
    waiting()
    user.wait(lambda: user.answer() is not None)
    QTest.qWait(50)
    assert user.window.isVisible()


def test_who_quits_now_finds_in_the_history_that_the_event_may_have_been_accepted(start, user, waiting):
    user.press_button(_quit(user), "Quit now")
    user.wait(lambda: not user.window.isVisible())
    start.end(user)
    later = start()
    error = later.newest().answer.error
    assert (error.kind, error.may_have_been_accepted) == ("cancelled", True)


def test_the_window_stays_when_what_was_waited_for_has_to_be_read(user, sent, held):
    user.press_send()
    user.press_button(_quit(user), "Quit when the sending has ended")
    held.fail(AnswerNotRecordedError(sent, "There is no room."))
    QTest.qWait(50)
    assert user.window.isVisible()
    assert "Do not send the event again." in user.notice()
    assert "The window closes" not in user.notice()


def test_an_answer_that_comes_while_it_is_asked_is_not_waited_for(user, waiting):
    box = _quit(user)
    waiting()
    user.wait(lambda: user.answer() is not None)
    user.press_button(box, "Quit when the sending has ended")
    user.wait(lambda: not user.window.isVisible())


def test_a_question_about_quitting_does_not_say_that_it_is_being_sent_once_that_has_ended(user, waiting):
    box = _quit(user)
    waiting()
    user.wait(lambda: user.answer() is not None)
    user.wait(lambda: box.text() == "The sending has ended meanwhile.")
    assert (box.windowTitle(), box.informativeText()) == ("Quit?", "")


def test_who_is_asked_about_quitting_does_not_quit_by_waiting_once_there_is_something_to_read(user, sent, held):
    user.press_send()
    box = _quit(user)
    held.fail(AnswerNotRecordedError(sent, "There is no room."))
    user.wait(lambda: box.text() == "The sending has ended meanwhile, and the window says something about it.")
    assert not user.find(QAbstractButton, "Quit when the sending has ended", box).isEnabled()
    QTest.keyClick(box, Qt.Key.Key_Escape)
    user.wait(lambda: user.question() is None)
    assert user.window.isVisible()
    assert "Do not send the event again." in user.notice()


def test_what_was_agreed_to_is_asked_about_again_when_the_next_question_is_closed_by_its_frame(
    user, waiting, monkeypatch
):
    monkeypatch.setattr(user.compose, "save", lambda: "The disk is full.")
    user.press_button(_quit(user), "Quit now")
    user.wait(lambda: user.question() is not None and user.question().objectName() == "quit-and-lose")
    user.question().close()
    user.wait(lambda: user.question() is None)
    monkeypatch.undo()
    user.window.close()
    assert user.window.isVisible()
    assert user.question().objectName() == "quit-and-break-off"
    user.press_button(user.question(), "Quit now")
    user.wait(lambda: not user.window.isVisible())


def test_who_breaks_off_and_loses_is_asked_about_each_once(user, waiting, monkeypatch):
    monkeypatch.setattr(user.compose, "save", lambda: "The disk is full.")
    user.press_button(_quit(user), "Quit now")
    user.wait(lambda: user.question() is not None and user.question().objectName() == "quit-and-lose")
    user.press_button(user.question(), "Quit and lose it")
    user.wait(lambda: not user.window.isVisible())
