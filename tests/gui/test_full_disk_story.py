"""The disk is full while somebody works: nothing is lost unasked, and what is said goes when it is no longer true."""

import json
import os
import subprocess
import sys

import pytest
from patience import PATIENCE_MS
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton

from yespo_console.platform.profile import Profile

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.getuid() != 0, reason="needs root on Linux, to mount a small disk"
)
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def profile(tmp_path, monkeypatch):
    folder = tmp_path / "disk"
    folder.mkdir()
    monkeypatch.setenv("YESPO_CONSOLE_HOME", str(tmp_path / "none"))
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(folder)], check=True)
    yield Profile.at(folder).ensure()
    subprocess.run(["umount", "--lazy", str(folder)], check=True)


@pytest.fixture
def full(user, profile):
    """Fills the disk; ``full.unlink()`` makes room again."""
    filler = profile.data / "filler"

    class Filler:
        def fill(self):
            with filler.open("wb", buffering=0) as file:
                try:
                    while file.write(bytes(4096)):
                        pass
                except OSError:
                    return

        def make_room(self):
            filler.unlink(missing_ok=True)

    yield Filler()
    filler.unlink(missing_ok=True)


def kept(profile):
    """The texts of all drafts on the disk."""
    return [json.loads(file.read_bytes())["text"] for file in profile.drafts_dir.glob("*/*.json")]


def edit(user, profile, address, *, written=True):
    user.fill("email", address)
    if written:
        user.wait(lambda: any(address in text for text in kept(profile)))


def quit_window(user):
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    user.key(Qt.Key.Key_Q, CTRL)


def test_quitting_asks_before_an_edit_is_lost_and_loses_nothing_once_there_is_room(user, profile, full):
    edit(user, profile, "olena@example.com")
    full.fill()
    edit(user, profile, "taras@example.com", written=False)
    quit_window(user)
    question = user.question()
    assert user.window.isVisible()
    assert "What you did last is not on the disk" in question.text()
    assert f"no room left on the disk for the drafts in {profile.drafts_dir}" in question.informativeText()
    assert "Save as another file" in question.informativeText()
    user.press_button(question, "Keep the window")
    user.wait_closed(question)
    assert user.window.isVisible()
    assert "taras@example.com" in user.text
    full.make_room()
    quit_window(user)
    assert user.question() is None
    assert not user.window.isVisible()
    assert any("taras@example.com" in text for text in kept(profile))


def test_quitting_does_not_ask_once_the_edit_is_in_another_file_as_was_advised(user, profile, full, tmp_path):
    full.fill()
    edit(user, profile, "taras@example.com", written=False)
    user.wait(lambda: "“Save as another file”" in user.notice())
    user.save_as(tmp_path / "elsewhere.json")
    assert "taras@example.com" in (tmp_path / "elsewhere.json").read_text()
    quit_window(user)
    assert user.question() is None
    assert not user.window.isVisible()


def test_choosing_another_tab_is_nothing_that_quitting_asks_about(user, profile, full):
    edit(user, profile, "olena@example.com")
    user.compose.new_draft()
    user.wait(lambda: len(kept(profile)) == 2)
    full.fill()
    user.compose.commands()["next-draft"]()
    user.wait(lambda: "no room left" in user.notice())
    assert "What you did last" not in user.notice()
    quit_window(user)
    assert user.question() is None
    assert not user.window.isVisible()
    assert any("olena@example.com" in text for text in kept(profile))


def test_who_wants_to_quit_all_the_same_can(user, profile, full):
    full.fill()
    edit(user, profile, "taras@example.com", written=False)
    quit_window(user)
    user.press_button(user.question(), "Quit and lose it")
    user.wait(lambda: not user.window.isVisible())


def test_the_bar_about_the_drafts_tells_a_way_on_and_goes_by_itself_when_there_is_room(user, profile, full):
    full.fill()
    edit(user, profile, "taras@example.com", written=False)
    user.wait(lambda: "There is no room left on the disk for the drafts" in user.notice())
    assert "Errno" not in user.notice()
    assert "Free some space there." in user.notice()
    full.make_room()
    user.wait(lambda: user.notice() == "")
    assert any("taras@example.com" in text for text in kept(profile))


def test_what_the_send_key_did_is_seen_and_is_taken_back_when_it_works_again(qtbot, user, profile, full):
    full.fill()
    edit(user, profile, "taras@example.com", written=False)
    user.wait(lambda: "There is no room left on the disk for the drafts" in user.notice())
    user.press_send()
    user.wait(lambda: user.notice().startswith("Nothing was sent"))
    user.find(QAbstractButton, "1 more", user.window.notices)
    assert user.compose.response.words.startswith("Nothing was sent.")
    for _try in range(2):  # the drafts are tried again and again, and that hides nothing
        qtbot.waitSignal(user.compose._keeper.wanted, timeout=PATIENCE_MS).wait()
        user.wait(lambda: not user.compose._keeper._writing)
    assert user.notice().startswith("Nothing was sent")
    full.make_room()
    user.send()
    user.wait(lambda: user.notice() == "")
    assert "200" in user.compose.response.view.title.text()


def test_a_pin_for_which_there_is_no_room_is_said_until_there_is_some(user, profile, full):
    number = user.send().id
    user.open_history()
    user.pick(number)
    full.fill()
    told = f"There is no room left on the disk for the history {user.store.path}."

    def is_told():  # in front, or behind what is said of the drafts
        return any(told in said.words for said in user.window.notices._stand)

    while not is_told():  # the journal has some room of its own
        user.window.actions_by_id["pin"].trigger()
        user.wait(lambda: not user.history.annotating._jobs)
    QTest.qWait(1_500)
    assert is_told(), "it is as full as before"
    full.make_room()
    user.wait(lambda: user.notice() == "")
    before = user.store.get(number).pinned
    user.window.actions_by_id["pin"].trigger()
    user.wait(lambda: user.store.get(number).pinned != before)
