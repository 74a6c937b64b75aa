"""A text that is no JSON any more is repaired where it stands, by one key; undo brings it back."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from vocabulary import CTRL

from yespo_console.events.event import ApiVersion, Encoding
from yespo_console.gui.slow_room import SlowRoom
from yespo_console.gui.text_sizes import LONGEST_TEXT

TRAILING = '{"eventTypeKey": "mine", "params": [{"name": "email", "value": "olha@example.com"},]}'


def _repair(user, text):
    user.write_text(text)
    user.wait_until_checked()
    user.key(Qt.Key.Key_R, CTRL)


def _is_offered(user):
    buttons = user.compose.verdict.findChildren(QAbstractButton)
    return any(one.text() == "Repair this" and one.isVisible() for one in buttons)


def test_ctrl_r_repairs_the_text_and_lists_what_it_changed(user):
    _repair(user, TRAILING)
    user.wait(lambda: user.text != TRAILING)
    assert user.compose.draft.reading.event_type_key == "mine"
    assert user.bar.isVisible()
    assert [row.words.text() for row in user.bar.rows()] != []
    assert len(user.compose.drafts) == 1, "in its place, not in another tab"
    assert user.compose.editor.view.hasFocus()


def test_undo_brings_the_broken_text_back_and_redo_the_event(user):
    _repair(user, TRAILING)
    user.wait(lambda: user.text != TRAILING)
    repaired = user.text
    user.key(Qt.Key.Key_Z, CTRL)
    assert user.text == TRAILING
    user.wait(lambda: not user.bar.isVisible())  # nothing is changed any more
    user.key(Qt.Key.Key_Y, CTRL)
    assert user.text == repaired
    user.wait(user.bar.isVisible)


def test_the_button_beside_the_mistake_does_the_same(user):
    user.write_text(TRAILING)
    user.wait_until_checked()
    button = user.find(QAbstractButton, "Repair this")
    assert "Ctrl+R" in button.toolTip()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    user.wait(lambda: user.text != TRAILING)
    user.wait_until_checked()
    assert not _is_offered(user)


def test_a_change_of_the_repair_is_refused(user):
    text = TRAILING.replace('"eventTypeKey"', '"eventKey"')
    _repair(user, text)
    user.wait(lambda: user.text != text)
    row = next(row for row in user.bar.rows() if "renamed" in row.words.text())
    QTest.mouseClick(row.refuse, Qt.MouseButton.LeftButton)
    user.wait(lambda: '"eventKey"' in user.text)
    assert len(user.compose.drafts) == 1


def test_a_text_that_ends_too_early_stays_and_the_reason_is_said(user):
    text = '{"eventTypeKey": "mine", "params": [{"name": "email", "val'
    _repair(user, text)
    user.wait(lambda: "cannot be repaired" in user.notice())
    assert user.text == text
    assert not user.compose.draft.can_redo


def test_the_reason_is_not_said_any_more_once_the_text_is_another(user):
    _repair(user, TRAILING[:60])
    user.wait(lambda: "cannot be repaired" in user.notice())
    user.write_text(TRAILING)
    assert user.notice() == ""
    user.wait_until_checked()
    user.key(Qt.Key.Key_R, CTRL)
    user.wait(lambda: user.text != TRAILING)
    assert user.notice() == ""


def test_the_reason_is_not_said_any_more_once_the_text_is_undone(user):
    before = user.text
    _repair(user, TRAILING[:60])
    user.wait(lambda: "cannot be repaired" in user.notice())
    while user.text != before:
        user.key(Qt.Key.Key_Z, CTRL)
    assert user.notice() == ""


def test_the_same_reason_stays_at_the_other_draft_that_has_it_too(user):
    _repair(user, TRAILING[:60])
    user.wait(lambda: "cannot be repaired" in user.notice())
    user.compose.new_draft()
    _repair(user, TRAILING[:60])
    user.wait(lambda: "cannot be repaired" in user.notice())
    user.write_text(TRAILING)
    assert user.notice() == ""
    user.key(Qt.Key.Key_Tab, CTRL)
    assert user.text == TRAILING[:60]
    assert "cannot be repaired" in user.notice()


def test_a_reason_that_comes_late_is_said_where_it_belongs(user):
    told = []
    user.compose.readings.repairing.stays.connect(lambda *reason: told.append(reason))
    _repair(user, TRAILING[:60])
    first = user.compose.draft
    user.compose.new_draft()
    user.wait(lambda: bool(told))
    assert "cannot be repaired" not in user.notice()
    user.key(Qt.Key.Key_Tab, CTRL)
    assert user.compose.draft is first
    assert "cannot be repaired" in user.notice()


def test_a_reason_that_comes_in_the_history_is_seen_there_and_over_no_other_draft(user):
    _repair(user, TRAILING[:60])
    user.open_history()
    user.wait(lambda: "cannot be repaired" in user.notice())
    user.open_compose()
    assert "cannot be repaired" in user.notice()
    user.compose.new_draft()
    assert user.notice() == ""
    user.key(Qt.Key.Key_Tab, CTRL)
    assert user.text == TRAILING[:60]
    assert "cannot be repaired" in user.notice()


def test_sound_json_is_left_alone(user):
    before = user.text
    user.wait_until_checked()
    user.key(Qt.Key.Key_R, CTRL)
    assert "nothing to repair" in user.notice()
    assert user.text == before
    assert not _is_offered(user)


@pytest.mark.parametrize("broken", [False, True])
def test_a_very_long_text_is_looked_at_beside_the_window(user, broken):
    params = [{"name": "email", "value": "olha@example.com"}, {"name": "note", "value": "long " * (LONGEST_TEXT // 5)}]
    text = json.dumps({"eventTypeKey": "mine", "params": params})
    if broken:
        text = text.replace("}]}", "},]}")
    user.open_text(text)
    user.key(Qt.Key.Key_R, CTRL)
    user.wait(lambda: user.text != text if broken else "nothing to repair" in user.notice())
    if broken:
        assert json.loads(user.text)["params"] == params
        user.key(Qt.Key.Key_Z, CTRL)
        assert user.text == text


def test_an_empty_text_offers_no_repair(user):
    _repair(user, "")
    user.wait(lambda: "no text to repair" in user.notice())
    assert not _is_offered(user)


def test_a_command_that_was_pasted_into_the_text_becomes_its_event_and_its_key_is_nowhere(user):
    text = "curl https://yespo.io/api/v2/event -u 'api:0123456789abcdef0123' -d '" + TRAILING + "'"
    _repair(user, text)
    user.wait(lambda: user.text != text)
    assert user.compose.draft.reading.event_type_key == "mine"
    assert "0123456789abcdef0123" not in user.text
    assert user.sees("A key stood beside the event")


def test_a_key_that_was_pasted_before_is_still_offered_after_a_repair(user):
    user.paste("curl https://yespo.io/api/v2/event -u 'api:0123456789abcdef0123' -d '" + TRAILING + "'")
    user.wait_for_bar()
    _repair(user, TRAILING)
    user.wait(lambda: user.text != TRAILING)
    assert user.sees("A key stood beside the event")


def test_several_events_in_the_text_are_listed_to_choose_from(user):
    _repair(user, TRAILING + "\n" + TRAILING)
    dialog = user.find_dialog()
    assert user.text == TRAILING + "\n" + TRAILING
    dialog.close()
    user.wait_closed(dialog)


def test_a_draft_that_is_closed_while_it_is_repaired_stays_closed(user):
    user.open_text("{}", title="other")
    draft = user.compose.new_draft()
    _repair(user, TRAILING)
    job = user.compose.readings.repairing._job
    with user._qtbot.waitSignal(job.ended):
        user.compose.close_draft(user.compose.drafts.index(draft))
    assert "other" in [one.title for one in user.compose.drafts]
    assert user.notice() == "", "there is nothing to say about it any more"
    _repair(user, TRAILING)
    user.wait(lambda: user.text != TRAILING)


@pytest.mark.parametrize("encoding", [Encoding(ApiVersion.V1, False), Encoding(ApiVersion.V2, False)])
def test_the_version_of_the_call_stays_when_the_text_does_not_say_it(user, encoding):
    user.compose.draft.set_encoding(encoding)
    _repair(user, TRAILING)
    user.wait(lambda: user.text != TRAILING)
    assert user.compose.draft.encoding == encoding


def test_the_list_of_changes_takes_no_more_room_than_it_needs(user):
    user.window.resize(1600, 1000)
    text = TRAILING.replace('"params"', '// ours\n"params"').replace('.com"}', '.com",}')
    _repair(user, text)
    user.wait(lambda: user.text != text)
    user.wait(lambda: user.bar.list_area.isVisible())
    QTest.qWait(50)
    rows = user.bar.rows()
    assert len(rows) == 3
    end = rows[-1].mapTo(user.bar.list_area, rows[-1].rect().bottomLeft()).y()
    assert end <= user.bar.list_area.height() <= end + 32


def test_after_a_repair_no_room_is_left_where_the_mistake_stood(user):
    user.write_text(TRAILING)
    user.wait_until_checked()
    user.wait(lambda: _is_offered(user))
    user.key(Qt.Key.Key_R, CTRL)
    user.wait(lambda: user.text != TRAILING)
    user.wait_until_checked()
    assert _rooms_held(user) == []


def test_after_a_mend_no_room_is_left_where_the_problem_stood(user):
    user.open_text('{"eventTypeKey": "pageVeiwed", "params": [{"name": "email", "value": "a@example.com"}]}')
    user.wait_until_checked()
    user.key(Qt.Key.Key_F8)
    user.key(Qt.Key.Key_Period, CTRL)
    user.wait(lambda: "pageViewed" in user.text)
    user.wait_until_checked()
    assert _rooms_held(user) == []


def test_while_one_types_the_room_of_a_problem_stays(user):
    user.open_text('{"eventTypeKey": "pageVeiwed", "params": [{"name": "email", "value": "a@example.com"}]}')
    user.wait_until_checked()
    user.write_text('{"eventTypeKey": "pageViewed", "params": [{"name": "email", "value": "a@example.com"}]}')
    user.wait_until_checked()
    assert _rooms_held(user) != []


def _rooms_held(user):
    return [room for room in user.compose.findChildren(SlowRoom) if room.is_held]
