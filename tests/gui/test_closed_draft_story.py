"""A tab that was closed by mistake."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from vocabulary import CTRL

from yespo_console.gui.compose.drafts import SavedDraft


@pytest.fixture
def closed_text() -> str:
    return '{"eventTypeKey": "mine", "params": [], "keyValue": "Ця чернетка"}'


def test_ctrl_shift_t_brings_a_closed_draft_back_as_it_was(user, closed_text):
    user.open_text(closed_text, "Cart of a customer")
    user.window.actions_by_id["close"].trigger()
    assert user.compose.draft.text != closed_text
    user.window.actions_by_id["reopen"].trigger()
    assert user.compose.draft.text == closed_text
    assert user.compose.draft.title == "Cart of a customer"


def test_ctrl_shift_t_says_so_when_there_is_no_closed_draft(user):
    user.key(Qt.Key.Key_T, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert user.notice().startswith("There is no closed draft to bring back.")
    assert len(user.compose.drafts) == 1


def _what_comes_late(user):
    """The drafts of an earlier window, which were read while the user has done something already."""
    user.compose._restore([SavedDraft("[]", "[]")], ())
    assert user.compose.draft.text == "[]"


def test_a_draft_that_was_closed_before_those_of_an_earlier_window_came_comes_back_all_the_same(user, closed_text):
    user.open_text(closed_text)
    user.window.actions_by_id["close"].trigger()
    _what_comes_late(user)
    assert len(user.compose.drafts) == 1
    user.window.actions_by_id["reopen"].trigger()
    assert user.compose.draft.text == closed_text


def test_drafts_of_an_earlier_window_take_the_place_of_no_draft_that_was_opened_meanwhile(user, closed_text):
    user.open_text(closed_text)
    user.compose.close_draft(0)  # the sample
    _what_comes_late(user)
    assert [draft.text for draft in user.compose.drafts] == [closed_text, "[]"]


def test_a_file_that_was_changed_and_closed_comes_back_changed(user, tmp_path: Path, closed_text):
    file = tmp_path / "event.json"
    file.write_text('{"eventTypeKey": "mine"}', "utf-8")
    user.open_file(file)
    user.write_text(closed_text)
    user.window.actions_by_id["close"].trigger()
    user.window.actions_by_id["reopen"].trigger()
    assert user.compose.draft.text == closed_text
    assert user.compose.draft.path == file
    assert user.compose.draft.modified


BROKEN = """{"eventKey": "mine", "params": [{"name": "email", "value": "olha@example.com",},]}"""


def _changes(user):
    return [row.words.text() for row in user.bar.rows()]


def test_a_closed_draft_comes_back_with_the_list_of_what_was_changed_to_read_it(user):
    user.paste(BROKEN)
    user.wait_for_bar()
    changes, text = _changes(user), user.text
    user.key(Qt.Key.Key_W, CTRL)
    assert not user.bar.isVisible()
    user.key(Qt.Key.Key_T, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert user.text == text
    assert user.bar.isVisible()
    assert _changes(user) == changes != []
    if not user.bar.list_area.isVisible():
        user.press("Show the changes")
    row = next(row for row in user.bar.rows() if row.refuse.isVisible())
    QTest.mouseClick(row.refuse, Qt.MouseButton.LeftButton)
    user.wait(lambda: user.text != text or user.notice() != "")


def test_a_repair_in_place_comes_back_with_its_draft_too(user):
    user.write_text(BROKEN)
    user.wait_until_checked()
    user.key(Qt.Key.Key_R, CTRL)
    user.wait(user.bar.isVisible)
    changes = _changes(user)
    user.key(Qt.Key.Key_W, CTRL)
    user.key(Qt.Key.Key_T, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert user.bar.isVisible()
    assert _changes(user) == changes != []


def test_what_a_closed_draft_was_read_from_is_found_and_let_go_when_a_contact_is_forgotten(user):
    user.write_text(BROKEN)
    user.wait_until_checked()
    user.key(Qt.Key.Key_R, CTRL)
    user.wait(user.bar.isVisible)
    user.write_text('{"eventTypeKey": "mine", "params": []}')
    user.key(Qt.Key.Key_W, CTRL)
    open_drafts = user.compose._context.drafts

    def is_theirs(text):
        return "olha@example.com" in text

    assert [(one.name, one.where) for one in open_drafts.having(is_theirs)] == [("a closed draft", "as it was read")]
    open_drafts.close_having(is_theirs)
    assert open_drafts.having(is_theirs) == []
    user.key(Qt.Key.Key_T, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert user.compose.readings.of(user.compose.draft) is None
