"""Questions about long texts, asked while others are still being answered."""

import threading

import pytest
from patience import PATIENCE_MS, PATIENCE_S
from PySide6.QtCore import QObject

from yespo_console.gui.beside import Beside
from yespo_console.gui.text_sizes import LARGE_TEXT

LONG = LARGE_TEXT + 1

pytestmark = pytest.mark.usefixtures("own_collection")


@pytest.fixture
def owner(qapp):
    return QObject()


def test_a_question_about_a_short_text_is_answered_before_the_next_line(owner):
    taken = []
    Beside(owner).ask(LARGE_TEXT, threading.current_thread, taken.append)
    assert taken == [threading.main_thread()]


def test_a_question_about_a_long_text_is_answered_in_a_thread_and_told_in_the_window(owner, qtbot):
    taken = []
    beside = Beside(owner)
    beside.ask(LONG, threading.current_thread, lambda found: taken.append((found, threading.current_thread())))
    assert beside.is_waiting
    qtbot.waitUntil(lambda: bool(taken), timeout=PATIENCE_MS)
    assert taken[0][0] is not threading.main_thread()
    assert taken[0][1] is threading.main_thread()
    assert not beside.is_waiting


def test_of_several_questions_the_last_one_counts(owner, qtbot):
    go_on, asked, taken = threading.Event(), [], []

    def find(number):
        asked.append(number)
        go_on.wait(PATIENCE_S)
        return number

    beside = Beside(owner)
    for number in range(5):
        beside.ask(LONG, lambda number=number: find(number), taken.append)
    go_on.set()
    qtbot.waitUntil(lambda: bool(taken), timeout=PATIENCE_MS)
    assert taken == [4]
    assert asked == [0, 4]


def test_a_question_that_is_taken_back_is_not_answered(owner, qtbot):
    taken = []
    beside = Beside(owner)
    beside.ask(LONG, lambda: 1, taken.append)
    beside.forget()
    qtbot.wait(100)
    assert taken == []
    beside.ask(LONG, lambda: 2, taken.append)
    qtbot.waitUntil(lambda: taken == [2], timeout=PATIENCE_MS)


def test_a_bug_in_the_thread_is_told_and_the_next_question_answered(owner, qtbot):
    taken = []
    beside = Beside(owner)
    with qtbot.capture_exceptions() as raised:
        beside.ask(LONG, lambda: 1 // 0, taken.append)
        qtbot.waitUntil(lambda: bool(raised), timeout=PATIENCE_MS)
    assert raised[0][0] is ZeroDivisionError
    beside.ask(LONG, lambda: 2, taken.append)
    qtbot.waitUntil(lambda: taken == [2], timeout=PATIENCE_MS)
