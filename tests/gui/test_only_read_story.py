"""The window on a profile that may only be read: the history is there, and it is said what cannot be done."""

import json
import os
import subprocess
import sys
import tempfile

import pytest
from test_history_care_story import MAIL, forget_dialog, look_for, request

from yespo_console.history.query import Query
from yespo_console.history.store import HistoryStore
from yespo_console.platform.profile import Profile

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.getuid() != 0, reason="needs root on Linux, to mount a read-only disk"
)


@pytest.fixture
def kept(tmp_path, monkeypatch):
    """A profile with two exchanges and an environment of its own, on a disk that nobody can write to."""
    temporary = tmp_path / "temporary"
    temporary.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(temporary))
    folder = tmp_path / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", str(folder)], check=True)
    try:
        kept = Profile.at(folder).ensure()
        with HistoryStore.open(kept.history_file) as store:
            for address in ("taras@example.com", MAIL):
                store.begin(request(address)).result(10)
        kept.searches_file.write_text(json.dumps({"searches": []}))
        subprocess.run(["mount", "-o", "remount,ro", str(folder)], check=True)
        yield kept
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@pytest.fixture
def profile(kept, tmp_path, monkeypatch):
    monkeypatch.setenv("YESPO_CONSOLE_HOME", str(tmp_path / "none"))
    return kept.lent(tmp_path / "borrowed")


def test_the_history_is_searched_and_shown_and_nothing_is_sent(user, kept):
    said = user.notice()
    assert f"The history {kept.history_file} is read-only here" in said
    assert "search, compare and export it. Nothing can be sent meanwhile." in said
    user.open_history()
    user.search("olena")
    user.wait_listed(2)
    user.pick(2)
    user.wait(lambda: user.history.view.exchange is not None and MAIL in user.history.view.event_page.content)
    user.open_compose()
    user.write_text('{"eventTypeKey": "cartUpdated", "keyValue": "1", "params": []}')
    user.press_send()
    user.wait(lambda: "Nothing was sent" in user.notice() or user.sees("Nothing was sent"))
    assert user.store.count(Query()) == 2


def test_a_change_of_an_exchange_is_refused_in_words(user):
    user.open_history()
    user.wait_listed(2, 1)
    user.pick(2)
    user.window.actions_by_id["pin"].trigger()
    user.wait(lambda: "nothing can be recorded in it or changed" in user.notice())
    user.wait(lambda: not user.store.get(2).pinned)


def test_a_contact_is_looked_for_and_no_draft_is_closed_in_vain(user):
    user.open_text(f'{{"email":"{MAIL}"}}', title="Olena's cart")
    user.open_history()
    dialog = forget_dialog(user)
    look_for(user, dialog, MAIL)
    told = dialog.found.toPlainText()
    assert "1 exchange of the history is about this contact." in told
    assert "Nothing can be deleted: The history" in told
    assert not dialog.drafts.isVisible()
    assert not dialog.sure.isVisible()
    user.press("Close", dialog)
    user.wait_closed(dialog)


def test_what_was_decided_before_is_there_and_what_is_written_now_is_told_to_be_lost(user, kept, profile):
    assert profile.searches_file.read_text() == kept.searches_file.read_text()
    words = " ".join(one.words for one in user.window.notices._stand)
    assert f"The profile in {kept.config.parent} is read-only here. Drafts and settings" in words
