"""A tab that was closed by mistake."""

from pathlib import Path

import pytest


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
    assert not user.window.actions_by_id["reopen"].isEnabled()


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
