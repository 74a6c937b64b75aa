"""What the window says over its page: the newest is seen, no error is lost, and nothing outstays its truth."""

import json

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QLineEdit, QPlainTextEdit, QWidget

from yespo_console.delivery.config_file import ConfigError
from yespo_console.delivery.credentials import checked_key
from yespo_console.delivery.environments import Environment

Key = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier
LARGE = (
    "[" + ",".join(json.dumps({"eventTypeKey": "mine", "keyValue": str(n), "params": []}) for n in range(40_000)) + "]"
)


@pytest.fixture
def user(start):
    return start()


def _active(user):
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    return user


def test_an_old_message_hides_neither_a_running_paste_nor_its_end(user):
    user.window.notify("error", "An old error.")
    user.console.desk._patience.setInterval(1)
    user.paste(LARGE)
    user.wait(lambda: "Reading what was pasted" in user.notice())
    user.find(QAbstractButton, "1 more", user.window.notices)
    user.key(Key.Key_Escape)
    user.wait(lambda: "The reading was cancelled" in user.notice())
    assert not user.console.desk.is_reading
    assert "An old error." in user.notice()


def test_a_running_paste_is_cancelled_from_the_list_of_commands(user):
    assert not user.window.actions_by_id["cancel-job"].isEnabled()
    user.console.desk._patience.setInterval(1)
    user.paste(LARGE)
    user.wait(user.window.actions_by_id["cancel-job"].isEnabled)
    user.window.actions_by_id["cancel-job"].trigger()
    user.wait(lambda: "The reading was cancelled" in user.notice())
    assert not user.window.actions_by_id["cancel-job"].isEnabled()


def test_every_error_behind_the_newest_can_be_read(user):
    for words in ("First.", "Second.", "Third."):
        user.window.notify("error", words)
    user.window.notify("error", "Third.")
    read = []
    for _error in range(3):
        read.append(user.notice())
        user.press("2 more", user.window.notices)
    assert read == ["Third.", "Second.", "First."]
    assert user.notice() == "Third."
    user.press("Close this message", user.window.notices)
    assert user.notice() == "Second."


def test_a_confirmation_hides_no_error_and_leaves_by_itself(user):
    user.window.notify("error", "It went wrong.")
    user.window.notify("success", "It was copied.")
    assert user.notice() == "It went wrong. It was copied."
    user.window.notices._leaving.timeout.emit()
    assert user.notice() == "It went wrong."


def test_a_confirmation_leaves_with_the_next_command(user):
    _active(user).window.notify("success", "It was saved as cust3@shop.ua.")
    user.open_history()
    assert user.notice() == ""


def test_what_is_said_about_a_draft_is_said_with_that_draft_only(user):
    user.compose.remarked.emit("warning", "About the first draft.")
    assert user.notice() == "About the first draft."
    _active(user).open_history()
    assert user.notice() == ""
    user.open_compose()
    assert user.notice() == "About the first draft."
    user.compose.new_draft()
    assert user.notice() == ""
    user.key(Key.Key_PageUp, CTRL)
    assert user.notice() == "About the first draft."
    user.compose.close_draft(user.compose.tabs.currentIndex())
    user.compose.new_draft()
    assert user.notice() == ""


def test_what_ends_while_another_section_is_shown_is_said_there(user):
    _active(user).open_history()
    user.compose.remarked.emit("success", "Copied for the ticket.")
    user.compose.remarked.emit("error", "It could not be sent.")
    assert user.notice() == "It could not be sent. Copied for the ticket."


def test_esc_closes_messages_where_nothing_else_takes_it(user):
    _active(user).window.notify("error", "It went wrong.")
    user.window.notify("success", "It was copied.")
    user.compose.editor.view.setFocus()
    user.key(Key.Key_Escape)
    assert user.notice() == "It went wrong."
    user.key(Key.Key_Escape)
    assert user.notice() == ""


def test_the_list_of_keys_tells_how_a_message_is_closed_and_a_reading_cancelled(user):
    dialog = user.open_dialog(Key.Key_F1)
    rows = {}
    for at in range(dialog._tree.topLevelItemCount()):
        group = dialog._tree.topLevelItem(at)
        for child in range(group.childCount()):
            rows[group.child(child).text(0)] = group.child(child).text(1)
    assert rows["Close the message, where nothing else takes the key"] == "Esc"
    assert rows["Cancel the reading, or the making of a ticket"] == "Esc"


def test_what_was_lost_by_another_format_is_not_said_any_more_once_it_is_taken_back(user):
    text = '{"eventTypeKey": "mine", "params": [{"name": "totalCost", "value": 45.5}]}'
    user.write_text(text)
    box = user.find(QComboBox, "API version and encoding")
    box.setFocus()
    box.setCurrentIndex(2)
    box.activated.emit(2)
    assert "totalCost was the number 45.5 and is now text" in user.notice()
    user.key(Key.Key_Z, CTRL)
    user.wait(lambda: user.text == text)
    assert user.notice() == ""


# -- what it tells of is over


def test_what_the_form_could_not_write_is_not_said_any_more_once_the_text_went_on(user):
    user.compose.form.current.refused.emit("This cannot be written.")
    assert user.notice() == "This cannot be written."
    user.fill("email", "other@example.com")
    assert user.notice() == ""


def test_that_a_draft_was_not_saved_is_not_said_any_more_once_it_is(user, tmp_path):
    user.save_as(tmp_path / "missing" / "event.json")
    assert "writes it to another place" in user.notice()
    user.compose.new_draft()
    assert user.notice() == "", "it is about the other draft"
    user.key(Key.Key_PageUp, CTRL)
    user.save_as(tmp_path / "event.json")
    assert user.notice() == ""


def test_that_a_file_holds_no_event_is_not_said_any_more_once_the_same_file_opens(user, tmp_path):
    file, other = tmp_path / "event.json", tmp_path / "other.json"
    for path in (file, other):
        path.write_text("nothing of the kind")
    user.compose.files.open([file, other])
    user.wait(lambda: "other.json: " in user.notice())
    file.write_text('{"eventTypeKey": "mine", "params": [],}')
    user.compose.files.open([file])
    user.wait(lambda: '"mine"' in user.text)
    assert "other.json: " in user.notice()
    assert not [one for one in user.window.notices.findChildren(QAbstractButton) if one.text() == "1 more"]


def test_of_two_files_the_one_that_did_not_open_is_not_said_to_be_all(user, tmp_path):
    file, picture = tmp_path / "event.json", tmp_path / "bin.png"
    file.write_text('{"eventTypeKey": "mine", "params": [],}')
    picture.write_bytes(bytes(range(256)) * 9)
    user.compose.files.open([picture, file])
    user.wait(lambda: '"mine"' in user.text)
    user.wait(lambda: "Nothing was opened from this file." in user.notice())
    assert user.notice().startswith("bin.png: ")


def test_the_environments_that_could_not_be_read_are_not_complained_of_once_they_can_be(user, monkeypatch):
    def unreadable():
        raise ConfigError("The environments cannot be read.")

    monkeypatch.setattr(user.console.backend.services.environments, "all", unreadable)
    user.console.selection.reload()
    user.wait(lambda: user.notice() == "The environments cannot be read.")
    monkeypatch.undo()
    user.console.selection.reload()
    user.wait(lambda: user.notice() == "")


def test_that_an_environment_is_gone_is_not_said_any_more_once_another_one_was_chosen(user):
    services = user.console.backend.services
    services.environments.save(Environment(name="Shop", base_url="http://127.0.0.1:9/api"))
    user.console.selection.take(services.environments.all())
    user.console.selection.choose("Shop")
    services.environments.remove("Shop")
    user.console.selection.take(services.environments.all())
    assert "The environment Shop is not there any more." in user.notice()
    user.console.selection.choose("Yespo")
    assert user.notice() == ""


def test_that_a_key_is_missing_is_not_said_any_more_once_it_was_entered(user):
    user.console.selection.choose("Yespo")
    _active(user).press_send()
    user.wait(lambda: "has no API key" in user.notice())
    dialog = user.open_dialog(Key.Key_E, CTRL | Qt.KeyboardModifier.ShiftModifier)
    user.console.backend.services.credentials.set("Yespo", checked_key("never-used-key"))
    dialog.close()
    _active(user)
    user.wait(lambda: user.notice() == "")
    assert user.compose.response.words.startswith("Nothing was sent.")


def test_the_clipboard_is_not_said_to_hold_an_event_once_something_else_was_copied(user):
    user.console._offer._words = "The clipboard holds an event."
    user.window.notify("info", "The clipboard holds an event.", (("Open it", lambda: None),))
    user.copy("something else")
    user.wait(lambda: user.notice() == "")


def test_the_way_back_to_a_list_is_not_offered_once_the_list_is_closed(user):
    user.paste("\n".join(['{"eventTypeKey": "mine", "params": []}'] * 2))
    dialog = user.find_dialog()
    QTest.keyClick(dialog.list, Key.Key_Return)
    user.wait(lambda: "Event 1 of 2 is open." in user.notice())
    _active(user).press("Back to the list (Ctrl+L)", user.window.notices)
    user.wait(dialog.isVisible)
    QTest.keyClick(dialog.list, Key.Key_Return)
    user.wait(lambda: "Event 1 of 2 is open." in user.notice())
    user.console.desk.lists.back()
    user.press("Close", dialog)
    user.wait_closed(dialog)
    assert user.notice() == ""


def test_that_the_history_cannot_be_listed_is_not_said_any_more_once_it_can_be(user):
    user.send()
    _active(user).open_history()
    user.wait(lambda: len(user.listed()) == 1)
    user.history.found.failed.emit("The history is locked.")
    assert user.notice() == "The history is locked."
    user.search("pageViewed")
    user.wait(lambda: user.notice() == "")


# -- where it lies


def _places(user):
    """Where everything in sight stands, beside the messages."""
    notices = user.window.notices
    return {
        one: one.mapTo(user.window, one.rect().topLeft())
        for one in user.window.findChildren(QWidget)
        if one.isVisible() and one.window() is user.window and one is not notices and not notices.isAncestorOf(one)
    }


def _covered(user):
    """The place of the messages, once it is found."""
    notices = user.window.notices
    user.wait(lambda: notices.height() > 0)
    return QRect(notices.mapTo(user.window, notices.rect().topLeft()), notices.size())


def _place_of(user, widget):
    return QRect(widget.mapTo(user.window, widget.rect().topLeft()), widget.size())


@pytest.mark.parametrize("section", ["compose", "history"])
def test_nothing_moves_when_a_message_comes_and_when_it_goes(user, section):
    _active(user)
    user.window.show_section(section)
    QTest.qWait(50)
    before = _places(user)
    assert len(before) > 20
    user.window.notify("error", "It went wrong.")
    user.window.notify("success", "It was copied.")
    _covered(user)
    assert _places(user) == before
    for _message in range(2):
        user.window.notices.dismiss()
    QTest.qWait(50)
    assert _places(user) == before
    assert user.window.notices.height() == 0, "nothing is left that takes a click"


def test_a_message_does_not_lie_on_the_field_that_has_the_keys(user):
    _active(user)
    user.window.resize(800, 600)
    user.window.notify("error", "It went wrong. " * 8)
    at = _covered(user)
    field = QLineEdit(user.compose)
    field.setGeometry(QRect(user.compose.mapFrom(user.window, at.topLeft()), at.size()))
    field.show()
    field.setFocus()
    user.wait(lambda: not _covered(user).intersects(_place_of(user, field)))


def test_a_message_gives_way_to_who_moves_below_it_by_the_keys(user):
    _active(user)
    user.window.resize(800, 600)
    worked_in = QPlainTextEdit(user.compose)
    worked_in.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
    worked_in.setPlainText("\n".join(["x" * 300] * 200))
    worked_in.setGeometry(user.compose.rect())
    worked_in.show()
    worked_in.setFocus()
    user.window.notify("error", "It went wrong. " * 8)
    at = _covered(user)
    QTest.qWait(50)  # until nothing else has it placed
    assert at == _covered(user)
    assert at.top() > user.window.height() / 2
    place = worked_in.viewport().mapFrom(user.window, at.center())
    worked_in.setTextCursor(worked_in.cursorForPosition(place))
    user.wait(lambda: _covered(user).top() < user.window.height() / 2)


def test_a_message_does_not_come_under_the_pointer(user):
    _active(user).window.notify("error", "It went wrong.")
    at = _covered(user)
    user.window.notices.dismiss()
    user.wait(lambda: user.window.notices.height() == 0)
    place = user.window.mapToGlobal(at.center())
    QCursor.setPos(place)
    user.window.notify("error", "It went wrong.")
    assert not _covered(user).contains(at.center())


@pytest.mark.parametrize("keys_in", ["eventTypeKey", "the text"])
def test_what_stands_does_not_move_when_a_confirmation_beside_it_comes_and_goes(user, keys_in):
    _active(user).window.resize(1024, 700)
    user.window.notify("error", "It went wrong.", (("Try again", lambda: None),))
    if keys_in == "the text":
        user.compose.editor.view.setFocus()
        user.key(Key.Key_End, CTRL)
    QTest.qWait(50)
    buttons = [user.find(QAbstractButton, name, user.window.notices) for name in ("Try again", "Close this message")]
    before = [_place_of(user, one) for one in buttons]
    user.window.notify("success", "It was copied.")
    user.wait(lambda: user.window.notices.passing.height() > 0)
    QTest.qWait(50)
    assert [_place_of(user, one) for one in buttons] == before
    user.window.notices._leaving.timeout.emit()
    QTest.qWait(50)
    assert [_place_of(user, one) for one in buttons] == before


@pytest.fixture
def slow_hand(qapp):
    """Clicks follow what is seen by a moment that lasts as long as a test wants."""
    qapp.setDoubleClickInterval(60_000)
    yield
    qapp.setDoubleClickInterval(0)


def _click(user, place):
    """Click there, on whatever is there now."""
    hit = user.window.childAt(place)
    QTest.mouseClick(hit, Qt.MouseButton.LeftButton, pos=hit.mapFrom(user.window, place))


def test_a_click_meant_for_one_message_does_not_press_the_button_of_another_that_took_its_place(user, slow_hand, qapp):
    pressed = []
    user.window.notify("error", "First.", (("Try again", lambda: pressed.append("first")),))
    _covered(user)
    aimed_at = _place_of(user, user.find(QAbstractButton, "Try again", user.window.notices)).center()
    user.window.withdraw("First.")
    user.window.notify("error", "Other.", (("Try again", lambda: pressed.append("other")),))
    _click(user, aimed_at)
    QTest.qWait(50)
    _click(user, aimed_at)
    assert (pressed, user.notice()) == ([], "Other.")
    qapp.setDoubleClickInterval(0)  # by now it is seen what stands there
    _click(user, aimed_at)
    assert (pressed, user.notice()) == (["other"], "")


def test_two_clicks_in_a_row_close_one_message(user, slow_hand, qapp):
    for words in ("First.", "Second."):
        user.window.notify("error", words)
    _covered(user)
    close = user.find(QAbstractButton, "Close this message", user.window.notices)
    qapp.setDoubleClickInterval(0)
    _click(user, _place_of(user, close).center())
    qapp.setDoubleClickInterval(60_000)
    _click(user, _place_of(user, close).center())
    assert user.notice() == "First."


@pytest.mark.parametrize("pointed_at", [False, True])
def test_cancel_stays_where_it_is_while_a_job_tells_how_far_it_is(user, pointed_at):
    notices = user.window.notices
    if pointed_at:  # where messages are else, so that they are at another place
        QCursor.setPos(user.window.mapToGlobal(user.compose.verdict.mapTo(user.window, QPoint(0, -40))))
    notices.say_running("Reading.", lambda: None)
    places = set()
    for count in (7, 80, 900):
        notices.say_so_far("Reading.", f"Reading: {count} of 1,000 lines.", count / 1_000)
        QTest.qWait(50)
        places.add(_place_of(user, user.find(QAbstractButton, "Cancel", notices)).getRect())
    assert len(places) == 1


@pytest.mark.parametrize("size", [(800, 560), (1280, 800)])
def test_a_message_is_seen_as_a_whole_with_all_that_can_be_done_about_it(user, size):
    _active(user).window.resize(*size)
    words = "The history could not be read: the disk reports an error. What was sent is kept in memory until it can be."
    user.window.notify("error", words, (("Try again", lambda: None), ("Open the folder", lambda: None)))
    at = _covered(user)
    assert user.window.rect().contains(at)
    label = user.window.notices.standing.words
    user.wait(lambda: label.height() >= label.heightForWidth(label.width()))
    for name in ("Try again", "Open the folder", "Close this message"):
        assert _covered(user).contains(_place_of(user, user.find(QAbstractButton, name, user.window.notices)))


@pytest.mark.parametrize("size", [(800, 560), (1024, 700), (1280, 800)])
def test_no_message_lies_on_the_answer_of_a_send_or_on_the_tabs(user, size):
    _active(user).window.resize(*size)
    user.send()
    answer = user.compose.response
    user.window.notify("error", "Nothing was opened from what you pasted. " * 3, (("Open it as it is", lambda: None),))
    user.window.notify("success", "It was copied.")
    for place in (user.compose.form.focusWidget(), answer.view):
        place.setFocus()
        QTest.qWait(50)
        for kept in (answer, user.compose.tabs):
            assert not _covered(user).intersects(_place_of(user, kept))


WRONG = '{"eventTypeKey": "pageVeiwed", "keyValue": 1, "params": [{"name": "phone", "value": "+38 (050) 1"}]}'


@pytest.mark.parametrize("sent", [False, True])
@pytest.mark.parametrize("text", ["", WRONG])
@pytest.mark.parametrize("size", [(800, 560), (800, 600), (1024, 700), (1280, 800)])
def test_no_message_lies_on_the_line_that_tells_whether_the_event_is_well(user, size, text, sent):
    _active(user).window.resize(*size)
    if text:
        user.write_text(text)
    user.wait_until_checked()
    if sent:
        user.send()
    verdict = user.compose.verdict
    user.window.notify("error", "Nothing was opened from what you pasted. " * 3, (("Open it as it is", lambda: None),))
    user.window.notify("success", "It was copied.")
    for place in (user.compose.form.focusWidget(), verdict.why):
        place.setFocus()
        QTest.qWait(50)
        for kept in (verdict.headline, verdict.why, user.compose.response):
            assert not _covered(user).intersects(_place_of(user, kept))


def test_where_there_is_no_room_beside_the_whole_story_the_line_that_begins_it_stays_in_sight(user):
    _active(user).window.resize(800, 560)
    user.write_text(WRONG)
    user.send()
    user.press("Why?", user.compose.verdict)
    QTest.qWait(50)
    user.window.notify("error", "Nothing was opened from what you pasted. " * 3)
    user.window.notify("success", "It was copied.")
    for kept in (user.compose.verdict.headline, user.compose.response):
        assert not _covered(user).intersects(_place_of(user, kept))


def test_what_is_said_while_an_answer_is_awaited_leaves_cancel_the_send_in_sight(user):
    user.window.notices.say_running("The window closes as soon as the sending has ended.", lambda: None)
    _covered(user)
    user.compose.response.show_waiting()
    user.wait(user.compose.response.cancel.isVisible)
    user.wait(lambda: not _covered(user).intersects(_place_of(user, user.compose.response)))


def test_in_the_history_no_message_lies_on_the_search_or_on_what_is_done_with_an_exchange(user):
    sent = user.send()
    _active(user).window.resize(1024, 700)
    user.open_history()
    user.pick(sent.id)
    user.window.notify("error", "It went wrong. " * 12)
    for place in (user.history.table, user.search_field(), user.history.view.annotations.note):
        place.setFocus()
        QTest.qWait(50)
        for kept in (user.history.filters, user.history.buttons):
            assert not _covered(user).intersects(_place_of(user, kept))
