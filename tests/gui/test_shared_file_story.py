"""One history, and others at it: a newer version, a program that locks it, a second window, the command line."""

import json
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from locking import ALL_OF_IT, WRITING, locked
from patience import PATIENCE_S
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from test_history_care_story import MAIL, request
from vocabulary import CTRL, type_letters

from yespo_console.history import schema
from yespo_console.history.query import Query
from yespo_console.history.store import HistoryStore


@pytest.fixture
def kept(profile):
    """A history with an exchange of Taras and one of Olena."""
    with HistoryStore.open(profile.history_file) as store:
        return [store.begin(request(address)).result(PATIENCE_S) for address in ("taras@example.com", MAIL)]


# -- a newer version


def _set_version(path, version):
    with closing(sqlite3.connect(path)) as connection:
        before = connection.execute("PRAGMA user_version").fetchone()[0]
        connection.execute(f"PRAGMA user_version = {version}")
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return before


def test_a_history_of_a_newer_version_is_said_to_be_one_and_nothing_is_lost(kept, start, profile):
    version = _set_version(profile.history_file, 99)
    before = profile.history_file.read_bytes()
    user = start.at_once()
    user.wait(lambda: user.sees("was written by a newer version of Yespo Console"))
    assert user.sees(str(profile.history_file))
    user.write_text('{"eventTypeKey": "typedMeanwhile"}')
    start.end(user)
    assert profile.history_file.read_bytes() == before
    _set_version(profile.history_file, version)  # as the newer program has it
    user = start()
    assert user.store.count(Query()) == 2
    assert "typedMeanwhile" in user.text


# -- a file that another program has locked


@pytest.fixture
def impatient(monkeypatch):
    """Nobody waits ten seconds for the other program."""
    monkeypatch.setattr(schema, "BUSY_SECONDS", 0.2)


WORDS = "is being written by another program and did not become free."


WAITS = "Another program has locked it, and it opens as soon as that is done or closed."


def test_a_history_that_is_locked_at_the_start_is_said_to_be_at_once_and_opens_by_itself_once_it_is_free(
    kept, start, profile
):
    with locked(profile.history_file, ALL_OF_IT):
        user = start.at_once()
        user.wait(lambda: WAITS in user.notice())
        assert "Nothing can be sent before that" in user.notice()
        assert user.console.backend.services is None
    start.ready(user)
    user.wait(lambda: user.notice() == "")
    user.open_history()
    user.wait_listed(*reversed(kept))
    user.open_compose()
    assert user.send().answer.status == 200


def test_who_does_not_want_to_wait_for_a_locked_history_cancels_and_can_try_again(kept, start, profile):
    with locked(profile.history_file, ALL_OF_IT):
        user = start.at_once()
        user.wait(lambda: WAITS in user.notice())
        user.press("Cancel", user.window.notices)
        user.wait(lambda: "was not opened: that was given up. Nothing of it is lost." in user.notice())
        user.press("Try again")
        user.wait(lambda: WAITS in user.notice())
    start.ready(user)
    user.wait(lambda: user.notice() == "")
    assert user.store.count(Query()) == len(kept)


def test_what_is_sent_while_another_program_has_the_history_does_not_leave_and_goes_once_it_is_free(
    kept, start, profile, impatient
):
    user = start()
    with locked(profile.history_file, WRITING):
        user.press_send()
        user.wait(lambda: user.notice().startswith("Nothing was sent"))
        assert "could not be written to history" in user.notice()
        assert WORDS in user.notice()
        assert user.console.backend.services.sandbox.state.received == ()
        user.open_history()
        user.search("olena")
        user.wait_listed(kept[1])
        user.pick(kept[1])
        user.window.actions_by_id["pin"].trigger()
        user.wait(lambda: not user.notice().startswith("Nothing") and WORDS in user.notice())
        user.wait(lambda: not user.history.view.annotations.pin.isChecked())
    user.window.actions_by_id["pin"].trigger()
    user.wait(lambda: user.store.get(kept[1]).pinned)
    user.open_compose()
    assert user.send().answer.status == 200
    assert not user.notice().startswith("Nothing was sent")
    assert user.store.count(Query()) == 3


@pytest.mark.parametrize("what", ["pin", "note"])
def test_that_a_pin_or_a_note_could_not_be_written_is_said_no_longer_than_another_program_has_the_history(
    kept, start, profile, impatient, what
):
    user = start()
    user.open_history()
    user.wait_listed(*reversed(kept))
    user.pick(kept[1])
    with locked(profile.history_file, WRITING):
        if what == "pin":
            user.window.actions_by_id["pin"].trigger()
        else:
            user.key(Qt.Key.Key_N, CTRL | Qt.KeyboardModifier.ShiftModifier)
            type_letters(user.history.view.annotations.note, "asked by phone")
            user.key(Qt.Key.Key_Return, CTRL)
        user.wait(lambda: WORDS in user.notice())
        QTest.qWait(1_500)
        assert WORDS in user.notice(), "it is as true as before"
    user.wait(lambda: user.notice() == "")


# -- a second window and the command line


class _Beside:
    """A person at a second window, which is a program of its own."""

    def __init__(self, window):
        self._window = window

    def begin(self, *words):
        """Ask for something without waiting until it is done."""
        self._window.stdin.write(json.dumps(words) + "\n")
        self._window.stdin.flush()

    def answer(self):
        line = self._window.stdout.readline()
        assert line, "the second window has ended"
        return json.loads(line)

    def ask(self, *words):
        self.begin(*words)
        return self.answer()


@pytest.fixture
def beside(user):
    """Opened after the first window, whose sandbox it joins."""
    program = Path(__file__).with_name("window_beside.py")
    with subprocess.Popen(
        [sys.executable, program], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as window:
        person = _Beside(window)
        assert person.answer() == "ready"
        yield person
        window.stdin.close()
        assert window.wait(PATIENCE_S) == 0


def _command(*words):
    return subprocess.Popen(
        [sys.executable, "-m", "yespo_console", *map(str, words)], stdout=subprocess.PIPE, stderr=subprocess.PIPE
    )


def _output_of(command):
    output, complaint = command.communicate(timeout=PATIENCE_S)
    assert (command.returncode, complaint) == (0, b"")
    return output.decode()


def test_two_windows_and_a_command_write_to_one_history_and_each_sees_all_of_it(user, beside, tmp_path):
    file = tmp_path / "event.json"
    file.write_text(json.dumps({"eventTypeKey": "byCommand", "params": [{"name": "email", "value": MAIL}]}))
    user.open_history()
    assert beside.ask("send", "byWindow", 1) == [1]
    user.wait_listed(1)
    user.open_compose()
    assert user.send().id == 2
    assert beside.ask("listed", "", 2) == [2, 1]
    beside.begin("send", "byWindow", 5)  # and at the same time
    command = _command("send", *[file] * 5, "--env", "sandbox", "--format", "json")
    for _time in range(5):
        assert user.send().answer.status == 200
    by_window = beside.answer()
    by_command = [json.loads(line)["history_id"] for line in _output_of(command).splitlines()]
    assert len({*by_window, *by_command}) == 10
    user.open_history()
    user.wait(lambda: len(user.listed()) == 17)
    assert beside.ask("listed", "", 17) == user.listed()
    kept = [user.store.get(number) for number in user.listed()]
    assert all(one.answer.status == 200 for one in kept)
    assert [one.sent_at for one in kept] == sorted((one.sent_at for one in kept), reverse=True)
    user.search("type:byCommand")
    user.wait_listed(*reversed(by_command))
    user.pick(by_command[0])
    user.key(Qt.Key.Key_D, CTRL)
    assert beside.ask("listed", "is:pinned", 1) == by_command[:1]
    assert "5 exchanges were deleted." in _output_of(_command("history", "forget", "--contact", MAIL, "--yes"))
    user.wait_listed()
    assert beside.ask("listed", "type:byCommand", 0) == []
    assert user.store.count(Query()) == 12
    assert (user.notice(), beside.ask("notice")) == ("", "")
