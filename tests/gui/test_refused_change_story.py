"""A change is refused: until the event is read without it, nothing takes the text that still has it."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from vocabulary import CTRL

from yespo_console.gui.reading.job import ReadingJob

PHP = """<?php
$event = array('eventKey' => 'mine', 'params' => array(array('name' => 'email', 'value' => 'a@example.com')));
"""
BROKEN = '{"eventKey": "mine", "params": [],}'
TOO_EARLY = "still being read without the change that you refused"
TAKES_TEXT = ("send", "save", "save-as", "copy-curl-bash", "copy-python", "copy-ticket", "compare")


class Reading:
    """What is read from now on is read when ``go_on`` is called."""

    def __init__(self, user, monkeypatch):
        self._user, self._jobs, self._start = user, [], ReadingJob.start
        monkeypatch.setattr(ReadingJob, "start", lambda job: self._jobs.append(job))

    def go_on(self):
        while self._jobs:
            self._start(self._jobs.pop(0))
        self._user.wait(lambda: self._user.compose.readings._job is self._user.compose.readings.repairing._job is None)


@pytest.fixture
def reading(user, monkeypatch):
    """A PHP array was pasted, and the user has refused that its eventKey was renamed."""
    user.paste(PHP)
    user.wait_for_bar()
    assert json.loads(user.text)["eventTypeKey"] == "mine"
    user.press("Show the changes")
    reading = Reading(user, monkeypatch)
    (renamed,) = [row for row in user.bar.rows() if "renamed" in row.words.text()]
    QTest.mouseClick(renamed.refuse, Qt.MouseButton.LeftButton)
    return reading


def test_ctrl_enter_just_after_a_refusal_sends_nothing_and_says_why(user, reading):
    user.press_send()
    assert TOO_EARLY in user.notice()
    QTest.qWait(50)
    assert user.count_sent() == 0
    assert not user.compose._sends.is_busy
    reading.go_on()
    assert TOO_EARLY not in user.notice(), "it can be sent now"
    user.send()
    assert user.question() is None
    assert '"eventKey"' in user.newest().request_text


@pytest.mark.parametrize("command", TAKES_TEXT)
def test_nothing_else_takes_the_text_that_still_has_the_change(user, reading, command):
    user.copy("what was copied before")
    user.window.actions_by_id[command].trigger()
    assert TOO_EARLY in user.notice()
    assert QGuiApplication.clipboard().text() == "what was copied before"
    assert not user._dialogs()
    assert not user._file_dialogs()
    reading.go_on()


def test_another_draft_can_be_sent_meanwhile(user, reading):
    user.compose.new_draft()
    user.send()
    assert user.notice() == ""
    reading.go_on()


def test_a_comparison_from_the_history_waits_too(user, reading):
    user.compose.new_draft()
    number = user.send().id
    user.key(Qt.Key.Key_PageUp, CTRL)
    user.open_history()
    user.pick(number)
    user.wait(lambda: user.history.shown is not None)
    user.key(Qt.Key.Key_D, CTRL | Qt.KeyboardModifier.ShiftModifier)
    user.wait(lambda: TOO_EARLY in user.notice())
    assert not user._dialogs()
    reading.go_on()


def test_a_text_that_is_being_repaired_is_not_sent_broken(user, monkeypatch):
    user.write_text(BROKEN)
    reading = Reading(user, monkeypatch)
    user.window.actions_by_id["repair"].trigger()
    user.press_send()
    assert "still being repaired" in user.notice()
    reading.go_on()
    user.wait(lambda: '"eventTypeKey"' in user.text)
    assert "still being repaired" not in user.notice()
    assert user.count_sent() == 0


def test_a_draft_that_came_late_is_not_doubted_once_one_of_its_changes_was_refused(user):
    user.copy(PHP)
    user.console.desk.paste()
    user.console.desk._say_reading()  # it takes long
    user.wait_for_bar()
    user.press("Show the changes")
    (renamed,) = [row for row in user.bar.rows() if "renamed" in row.words.text()]
    QTest.mouseClick(renamed.refuse, Qt.MouseButton.LeftButton)
    user.wait(lambda: '"eventKey"' in user.text)
    user.send()
    assert user.question() is None
