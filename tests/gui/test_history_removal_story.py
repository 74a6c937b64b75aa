"""What is removed from the history is gone from the disk: by a limit of size, and on the request of a contact."""

import shutil

import pytest
from patience import PATIENCE_S
from PySide6.QtCore import Qt
from test_history_care_story import MAIL, forget_dialog, request, save_and_remove
from vocabulary import CTRL

from yespo_console.history.store import HistoryStore


def _bytes_of(folder):
    """All files in it: path -> content."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def _size(profile):
    return sum(path.stat().st_size for path in profile.data.glob("history.sqlite3*"))


def test_the_file_becomes_smaller_by_a_limit_of_its_size_and_the_newest_stay(user, profile):
    sent = [
        request("ivan@example.com", age).model_copy(update={"request_body": b"x" * 50_000}) for age in range(120, 0, -1)
    ]
    numbers = [one.result(PATIENCE_S) for one in map(user.store.begin, sent)]
    assert user.store.wait_until_indexed(PATIENCE_S)
    assert _size(profile) > 6_000_000
    dialog = user.open_dialog(Qt.Key.Key_Comma, CTRL)
    assert dialog.retention.would_go.text() == "Everything is kept.", "there is no limit until one sets it"
    dialog.retention.megabytes.setValue(3)
    save_and_remove(user, dialog)
    user.wait(lambda: "beyond the limits were removed from the history." in user.notice())
    left = [number for number in numbers if user.store.get(number) is not None]
    assert 0 < len(left) < 60
    assert left == numbers[-len(left) :], "the newest"
    user.wait(lambda: _size(profile) < 3_500_000)


@pytest.fixture
def copies(profile):
    """What an upgrade and a recovery left beside the history: a copy of the version before, and the damaged file.

    Each has an exchange of Taras and two of Olena.
    """
    with HistoryStore.open(profile.history_file) as store:
        for address in ("taras@example.com", MAIL, MAIL):
            store.begin(request(address)).result(PATIENCE_S)
    name = profile.history_file.name.replace(".sqlite3", ".{}.20260101T000000000000Z.sqlite3")
    older, aside = (profile.data / name.format(what) for what in ("version-2", "damaged"))
    for path in (older, aside):
        shutil.copy(profile.history_file, path)
    return older, aside


def test_a_contact_is_deleted_from_the_history_its_copies_and_what_was_set_aside(copies, start, profile):
    user = start()
    root = profile.config.parent
    holding = [path.name for path, content in _bytes_of(root).items() if MAIL.encode() in content]
    assert sorted(holding) == sorted(["history.sqlite3", *(path.name for path in copies)])
    user.open_history()
    dialog = forget_dialog(user)
    user.type_into(dialog.value, MAIL)
    user.press("Look", dialog)
    user.wait(lambda: "2 exchanges of the history are about this contact." in dialog.found.toPlainText())
    told = dialog.found.toPlainText()
    for path in copies:
        assert path.name in told
    dialog.sure.setChecked(True)
    user.press("Delete", dialog)
    user.wait(lambda: "2 exchanges were deleted." in dialog.found.toPlainText())
    assert "byte for byte" in dialog.found.toPlainText()
    user.press("Close", dialog)
    user.wait_closed(dialog)
    for path, content in _bytes_of(root).items():
        assert MAIL.encode() not in content.lower(), path
        assert b"olena" not in content.lower(), path
    user.search("olena")
    user.wait_listed()
    user.search("taras")
    user.wait(lambda: len(user.listed()) == 1)
    for path in copies:
        with HistoryStore.open(path) as store:
            kept = [store.get(number) for number in (1, 2, 3)]
        assert [one is not None for one in kept] == [True, False, False]
        assert kept[0].locators == (("email", "taras@example.com"),)
