"""What a customer sent is pasted, dropped or opened, and becomes an event with every change shown."""

import json
import re
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QComboBox, QDialog, QPushButton
from vocabulary import CTRL, reachable, walk

from yespo_console.events.catalog import load_catalog
from yespo_console.events.text_edit import TextEdit
from yespo_console.gui.clipboard import is_own_copy
from yespo_console.gui.compose.copies import CopyTicket
from yespo_console.platform.logs import masked

CORPUS = Path(__file__).parents[1] / "data" / "reading"
PRINTED = sorted((CORPUS / "printed").glob("*.in"))
KEY = "k3yThatNobodyMaySee77AQ"
CURL = (
    "curl 'https://yespo.io/api/v2/event' -H 'content-type: application/json' -u 'marketing:"
    + KEY
    + """' --data-raw '{"eventTypeKey":"pageViewed","params":[{"name":"email","value":"olha@example.com"},"""
    + """{"name":"page","value":"{\\"location\\":\\"https://example.com\\"}"}]}'"""
)
DAMAGED = '{"eventKey": "mine", "params": [{"name": "email", "value": "a@example.com"},]}'
SHIFT = Qt.KeyboardModifier.ShiftModifier


def event(number):
    return f'{{"eventTypeKey": "mine", "params": [{{"name": "email", "value": "a{number}@example.com"}}]}}'


@pytest.mark.parametrize("path", PRINTED, ids=lambda path: path.stem)
def test_a_printed_example_is_pasted_and_its_changes_are_listed(user, path):
    user.paste(path.read_text("utf-8"))
    user.wait_for_bar()
    assert "made to read it" in user.bar.headline.text()
    user.press("Show the changes")
    rows = user.bar.rows()
    assert rows
    assert rows[0].words.text().startswith("Line ")
    for problem in user.compose.readings.of(user.compose.draft).empty_placeholders(user.compose.draft):
        assert user.find(QPushButton, f"Fill in {dict(problem.args)['value']}").isVisible()


def test_a_fault_of_the_program_is_said_and_the_next_text_is_read(user, monkeypatch, qtbot):
    def fail(*_arguments, **_more):
        raise ZeroDivisionError

    with monkeypatch.context() as broken, qtbot.capture_exceptions() as raised:
        broken.setattr("yespo_console.reading.reader.read_payload", fail)
        user.paste(event(1))
        user.wait(lambda: bool(raised))
        user.wait(lambda: "could not be read, because of a fault of the program" in user.notice())
    assert raised[0][0] is ZeroDivisionError
    assert not user.console.desk.is_reading
    user.paste(event(2))
    user.wait(lambda: user.text == event(2))


def test_a_key_in_a_pasted_command_is_found_nowhere(user, profile):
    user.paste(CURL)
    user.wait_for_bar()
    assert "pageViewed" in user.text
    assert user.sees("A key stood beside the event")
    assert not user.sees(KEY)
    user.send()
    QTest.qWait(400)
    held = [path for path in profile.data.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]
    held += [path for path in profile.log_dir.rglob("*") if path.is_file() and KEY.encode() in path.read_bytes()]
    assert held == []
    assert KEY not in masked(f"it was read: {KEY}"), "a log line that quotes the key hides it"


def test_a_change_is_refused_and_undo_brings_it_back(user):
    user.paste(DAMAGED)
    user.wait_for_bar()
    mended = user.text
    assert '"eventTypeKey"' in mended
    user.press("Show the changes")
    (renamed,) = [row for row in user.bar.rows() if "renamed" in row.words.text()]
    assert (renamed.before.text(), renamed.after.text()) == ('"eventKey"', '"eventTypeKey"')
    QTest.mouseClick(renamed.refuse, Qt.MouseButton.LeftButton)
    user.wait(lambda: '"eventKey"' in user.text)
    assert [row.words.text() for row in user.bar.rows() if "renamed" in row.words.text()] == []
    user.compose.editor.view.setFocus()
    user.key(Qt.Key.Key_Z, CTRL)
    assert user.text == mended
    user.wait(lambda: any("renamed" in row.words.text() for row in user.bar.rows()))


def test_a_change_that_is_needed_stays_and_the_reason_is_said(user):
    user.paste(DAMAGED)
    user.wait_for_bar()
    mended = user.text
    user.press("Show the changes")
    (comma,) = [row for row in user.bar.rows() if "comma with nothing after it" in row.words.text()]
    QTest.mouseClick(comma.refuse, Qt.MouseButton.LeftButton)
    user.wait(lambda: "The change stays" in user.notice())
    assert user.text == mended
    assert not comma.refuse.isVisible(), "it is known now that this comes to nothing"
    assert comma.needed.isVisible()
    assert [row.refuse.isVisible() for row in user.bar.rows() if "renamed" in row.words.text()] == [True]


def test_a_change_that_nothing_can_be_read_without_is_not_offered_to_be_refused(user):
    user.paste("""fetch("https://yespo.io/api/v2/event", {method: "POST", body: JSON.stringify(
        {eventTypeKey: "mine", params: [{name: "email", value: user.email}]})})""")
    user.wait_for_bar()
    user.press("Show the changes")
    (computed,) = [row for row in user.bar.rows() if "computes this value" in row.words.text()]
    assert not computed.refuse.isVisible()
    assert computed.needed.text() == "Needed"
    assert computed.needed.isVisible()


def test_a_change_that_one_of_several_needs_never_puts_another_event_into_its_draft(user):
    user.paste("\n".join([event(0), event(1)[:-1] + ",}", event(2)]))
    dialog = user.find_dialog()
    dialog.list.selectRow(1)
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    user.wait_closed(dialog)
    assert user.text == event(1)
    user.press("Show the changes")
    (row,) = user.bar.rows()
    QTest.mouseClick(row.refuse, Qt.MouseButton.LeftButton)
    user.wait(lambda: "The change stays" in user.notice())
    assert user.text == event(1)


def test_refusing_after_an_edit_opens_another_tab(user):
    user.paste(DAMAGED)
    user.wait_for_bar()
    user.fill("email", "edited@example.com")
    edited, tabs = user.text, user.compose.tabs.count()
    user.press("Show the changes")
    (renamed,) = [row for row in user.bar.rows() if "renamed" in row.words.text()]
    QTest.mouseClick(renamed.refuse, Qt.MouseButton.LeftButton)
    user.wait(lambda: user.compose.tabs.count() == tabs + 1)
    assert '"eventKey"' in user.text
    assert "in a new tab" in user.notice()
    assert user.compose.drafts[tabs - 1].text == edited


def test_the_bar_belongs_to_its_tab_and_done_hides_it(user):
    user.paste(DAMAGED)
    user.wait_for_bar()
    user.key(Qt.Key.Key_T, CTRL)
    assert not user.bar.isVisible()
    user.key(Qt.Key.Key_PageUp, CTRL)
    assert user.bar.isVisible()
    user.press("Done")
    assert not user.bar.isVisible()


def test_ctrl_v_pastes_an_event_only_where_nothing_takes_text(user):
    user.copy(event(1))
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    tabs = user.compose.tabs.count()
    field = user.find_type_field()
    field.setFocus()
    field.selectAll()
    user.key(Qt.Key.Key_V, CTRL)
    assert field.text() == event(1)
    assert user.compose.tabs.count() == tabs
    user.compose.tabs.setFocus()
    user.key(Qt.Key.Key_V, CTRL)
    user.wait(lambda: user.text == event(1))
    assert user.compose.tabs.count() == tabs + 1


def test_ctrl_v_works_from_the_history_too(user):
    number = user.send().id
    user.open_history()
    user.pick(number)
    user.copy(event(1))
    user.key(Qt.Key.Key_V, CTRL)
    user.wait(lambda: user.window.page is user.compose)
    assert user.text == event(1)


def test_an_empty_clipboard_is_said(user):
    user.paste("")
    assert "The clipboard holds no text" in user.notice()


def test_a_click_on_an_empty_value_leads_to_its_field_and_filling_it_takes_it_off_the_list(user):
    user.paste('{"eventTypeKey": "mine", "params": [{"name": "email", "value": Phone}]}')
    user.wait_for_bar()
    assert user.sees("1 value is still empty")
    user.press("Fill in Phone")
    assert user.window.focusWidget().accessibleName() == "email"
    user.fill("email", "olha@example.com")
    user.wait(lambda: not user.sees("still empty"))


def test_the_link_to_an_empty_value_holds_in_another_version_of_the_call(user):
    user.paste(
        '{"eventTypeKey": "mine", "params": [{"name": "city", "value": "Lviv"}, {"name": "email", "value": Phone}]}'
    )
    user.wait_for_bar()
    picker = user.find(QComboBox, "API version and encoding")
    user.choose(picker, "v3")
    picker.activated.emit(picker.currentIndex())
    assert '"params": {' in user.text
    user.press("Fill in Phone")
    assert user.window.focusWidget().accessibleName() == "email"
    user.fill("email", "olha@example.com")
    user.wait(lambda: not user.sees("still empty"))


def test_the_link_to_an_empty_value_holds_after_the_params_were_moved(user):
    user.paste(
        '{"eventTypeKey": "mine", "params": [{"name": "city", "value": "Lviv"}, {"name": "email", "value": Phone}]}'
    )
    user.wait_for_bar()
    user.write_text(user.text.replace('{"name": "city", "value": "Lviv"}, ', ""))
    user.wait_until_checked()
    user.press("Fill in Phone")
    assert user.window.focusWidget().accessibleName() == "email"


def test_a_param_whose_name_was_a_placeholder_stays_on_the_list_until_it_has_a_name(user):
    user.paste('{"eventTypeKey": "mine", "keyValue": "7", "params": [{"name": string, "value": "Lviv"}]}')
    user.wait_for_bar()
    assert user.sees("1 value is still empty")
    user.write_text(user.text.replace('"name": ""', '"name": "city"'))
    user.wait(lambda: not user.sees("still empty"))


def test_a_har_file_is_dropped(user, tmp_path):
    har = next(path for path in sorted((CORPUS / "har").glob("*.in")) if _events_in(path) == 1)
    file = tmp_path / "recording.har"
    file.write_bytes(har.read_bytes())
    user.drop_files(user.compose.form, file)
    user.wait_for_bar()
    assert "HAR" in user.bar.headline.text()
    assert user.compose.draft.path is None


def _events_in(path):
    from yespo_console.reading.reader import read_payload

    return len(read_payload(path.read_bytes()).events)


def test_a_file_is_opened_from_the_history_too(user, tmp_path):
    file = tmp_path / "mail.txt"
    file.write_text(DAMAGED, "utf-8")
    user.open_history()
    user.key(Qt.Key.Key_O, CTRL)
    user.name_file(file)
    user.wait_for_bar()
    assert user.window.page is user.compose
    assert '"eventTypeKey": "mine"' in user.text


def test_a_file_is_dropped_on_the_history_too(user, tmp_path):
    file = tmp_path / "mail.txt"
    file.write_text(DAMAGED, "utf-8")
    user.open_history()
    assert user.drop_files(user.history, file) is Qt.DropAction.CopyAction
    user.wait_for_bar()
    assert user.window.page is user.compose


def test_what_cannot_be_read_is_explained_and_opened_as_it_is_on_request(user):
    user.paste("dear colleagues, it does not work")
    user.wait(lambda: "No event was found" in user.notice())
    user.press("Open it as it is")
    assert user.text == "dear colleagues, it does not work"


CUT_OFF = 'hello,\ncurl https://yespo.io/api/v2/event \\\n -d \'{"eventTypeKey": "mine", "keyValue": "1}\''


def test_a_paste_that_held_no_event_is_told_as_such_until_the_next_one_is_read(user):
    user.paste(CUT_OFF)
    user.wait(lambda: user.notice().startswith("Nothing was opened from what you pasted."))
    user.paste("dear colleagues, it does not work")
    user.wait(lambda: "No event was found" in user.notice())
    assert not [one for one in user.window.notices.findChildren(QAbstractButton) if one.text() == "1 more"]
    user.paste(DAMAGED)
    user.wait_for_bar()
    assert user.notice() == ""


def test_after_a_refused_paste_the_draft_from_before_is_asked_about_before_it_is_sent(user):
    user.send()
    before = user.text
    user.paste(CUT_OFF)
    user.wait(lambda: "No draft in the composer comes from it" in user.notice())
    user.press_send()
    user.wait(lambda: user.question() is not None)
    assert "the draft that was there before" in user.question().text()
    assert user.question().defaultButton().text().replace("&", "") == "Cancel"
    QTest.keyClick(user.question(), Qt.Key.Key_Return)
    user.wait(lambda: user.question() is None)
    assert user.count_sent() == 1
    user.press_send()
    user.wait(lambda: user.question() is not None)
    user.press("Send the earlier draft", user.question())
    user.wait(lambda: user.count_sent() == 2)
    assert user.newest().request_text == before
    user.wait(lambda: user.question() is None)
    user.send()
    assert user.count_sent() == 3, "it was agreed to"


def test_a_draft_that_was_changed_or_opened_after_a_refused_paste_is_the_one_that_is_meant(user):
    user.paste(CUT_OFF)
    user.wait(lambda: "No draft in the composer comes from it" in user.notice())
    user.fill("email", "somebody@example.com")
    user.send()
    user.paste("  ")
    user.wait(lambda: "The clipboard holds no text" in user.notice())
    user.press_send()
    user.wait(lambda: user.question() is not None)
    user.question().reject()
    user.wait(lambda: user.question() is None)
    user.paste(DAMAGED)
    user.wait_for_bar()
    user.send()
    assert user.count_sent() == 2


def test_the_cursor_stands_where_the_reader_stopped_in_a_text_that_is_opened_as_it_is(user):
    user.paste(CUT_OFF)
    user.wait(lambda: "never closed" in user.notice())
    place = re.search(r"Line (\d+), column (\d+)", user.notice())
    user.press("Open it as it is")
    assert user.text == CUT_OFF
    cursor = user.compose.editor.view.textCursor()
    assert (cursor.blockNumber() + 1, cursor.positionInBlock() + 1) == tuple(map(int, place.groups()))
    assert user.compose.editor.view.hasFocus()
    assert user.notice().startswith(place[0])


def test_a_text_with_a_key_is_never_opened_as_it_is(user):
    user.paste(f"curl https://yespo.io/api/v2/event -u marketing:{KEY} -d @body.json")
    user.wait(lambda: bool(user.notice()) and not user.console.desk.is_reading)
    assert "looks like a key" in user.notice()
    assert not user.sees(KEY)
    user.press("Open it with the keys hidden")
    assert "-d @body.json" in user.text
    assert KEY not in user.text


# -- the key


def test_a_key_is_kept_for_a_new_environment_with_its_user_name(user):
    user.paste(CURL)
    user.wait_for_bar()
    user.press("Keep it in the keychain for an environment…")
    dialog = user.find_dialog()
    user.choose(dialog.environment, "A new environment")
    user.type_into(dialog.name, "Shop")
    user.press("Keep the key", dialog)
    user.wait_closed(dialog)
    services = user.console.backend.services
    assert services.credentials.get("Shop").reveal() == KEY
    assert services.environments.get("Shop").user == "marketing"
    assert services.environments.get("Shop").base_url == "https://yespo.io/api"
    assert "until the program ends" in user.notice()
    assert user.window.notices.standing.words.accessibleName().startswith("Warning: There is no keychain")
    assert not user.sees("A key stood beside the event")


def test_a_key_is_dropped(user):
    user.paste(CURL)
    user.wait_for_bar()
    user.press("Drop it")
    assert not user.sees("A key stood beside the event")
    assert user.console.backend.services.credentials.get("Yespo") is None


# -- where it was meant for


def test_the_environment_of_the_address_is_offered_and_never_chosen_by_itself(user):
    user.paste(CURL)
    user.wait_for_bar()
    assert user.console.selection.marking.name == "Sandbox"
    user.press("Switch to Yespo")
    assert user.console.selection.marking.name == "Yespo"
    assert not user.sees("It was meant for")


def test_a_foreign_host_is_shown_and_cannot_be_switched_to(user):
    user.paste(CURL.replace("yespo.io", "yesp0.example"))
    user.wait_for_bar()
    assert user.sees("https://yesp0.example/api/v2/event, which is not an address of Yespo")
    assert [one for one in user.bar.findChildren(QPushButton) if "Switch" in one.text() and one.isVisible()] == []


# -- several events


@pytest.fixture
def ten(user):
    user.paste("\n".join(map(event, range(10))))
    user.wait(lambda: bool(user.window.findChildren(QDialog)))
    return user.find_dialog()


def test_several_events_are_listed_and_enter_opens_the_current_one(user, ten):
    model = ten.list.events
    assert [model.data(model.index(3, column)) for column in range(5)] == ["4", "mine", "a3@example.com", "1 note", ""]
    assert ten.list.isColumnHidden(headings(ten).index("Meant for"))
    assert ten.where.text() == "They do not say where they were meant to go. Sends go to Sandbox."
    QTest.keyClick(ten.list, Qt.Key.Key_Down)
    QTest.keyClick(ten.list, Qt.Key.Key_Return)
    user.wait_closed(ten)
    assert user.text == event(1)
    assert user.bar.isVisible()


@pytest.mark.parametrize("count", [10, 1200])
def test_the_number_of_every_event_has_its_room(user, count):
    user.paste("\n".join(map(event, range(count))))
    dialog = user.find_dialog()
    last = dialog.list.events.index(count - 1, 0)
    assert dialog.list.columnWidth(0) >= dialog.list.sizeHintForIndex(last).width()


def test_the_names_of_the_event_types_are_whole_in_the_list(user):
    user.paste(
        "\n".join(event(at).replace("mine", key) for at, key in enumerate(known.key for known in load_catalog().types))
    )
    dialog = user.find_dialog()
    at = headings(dialog).index("Event type")
    assert dialog.list.columnWidth(at) >= dialog.list.sizeHintForColumn(at)


def headings(dialog):
    model = dialog.list.events
    return [model.headerData(column, Qt.Orientation.Horizontal) for column in range(model.columnCount())]


def meant_for(dialog, row, role=Qt.ItemDataRole.DisplayRole):
    model = dialog.list.events
    return model.data(model.index(row, headings(dialog).index("Meant for")), role)


def test_the_list_shows_the_foreign_address_and_where_they_really_go(user):
    user.paste("\n".join([CURL.replace("yespo.io", "yesp0.example")] * 2))
    dialog = user.find_dialog()
    assert not dialog.list.isColumnHidden(headings(dialog).index("Meant for"))
    assert meant_for(dialog, 0) == "yesp0.example/api/v2/event"
    assert "not an address of Yespo" in meant_for(dialog, 0, Qt.ItemDataRole.AccessibleTextRole)
    assert meant_for(dialog, 0, Qt.ItemDataRole.DecorationRole) is not None
    assert "which is not an address of Yespo. Sends go to Sandbox." in dialog.where.text()
    assert user.console.selection.marking.name == "Sandbox"


def test_the_list_says_when_they_were_meant_for_several_addresses_and_when_sends_go_elsewhere(user):
    user.paste("\n".join([CURL, CURL.replace("yespo.io", "yesp0.example")]))
    dialog = user.find_dialog()
    assert meant_for(dialog, 0) == "yespo.io/api"
    assert meant_for(dialog, 0, Qt.ItemDataRole.DecorationRole) is None
    assert "not all meant for the same address" in dialog.where.text()
    user.console.selection.choose("Yespo")
    assert dialog.where.text().endswith("All of them go to Yespo.")
    assert meant_for(dialog, 0, Qt.ItemDataRole.ToolTipRole) == "https://yespo.io/api"


def test_space_and_ctrl_a_choose(user, ten):
    QTest.keyClick(ten.list, Qt.Key.Key_Space)
    assert ten.list.events.chosen == (0,)
    QTest.keyClick(ten.list, Qt.Key.Key_A, CTRL)
    assert ten.list.events.chosen == tuple(range(10))
    QTest.keyClick(ten.list, Qt.Key.Key_A, CTRL)
    assert ten.list.events.chosen == ()
    assert not ten.send_button.isEnabled()


def test_ten_are_sent_in_a_row_and_lead_to_history(user, ten):
    QTest.keyClick(ten.list, Qt.Key.Key_A, CTRL)
    QTest.mouseClick(ten.send_button, Qt.MouseButton.LeftButton)
    user.wait(lambda: ten.told.text() == "10 events were sent: 10 accepted.")
    assert user.count_sent() == 10
    assert ten.list.events.chosen == ()
    QTest.mouseClick(ten.history_button, Qt.MouseButton.LeftButton)
    user.wait(lambda: user.window.page is user.history)
    user.wait(lambda: len(user.listed()) == 10)


def active(user, dialog):
    dialog.activateWindow()
    user.wait(dialog.isActiveWindow)
    return dialog


def test_ctrl_enter_sends_those_chosen_and_the_list_stays(user, ten):
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Space):
        QTest.keyClick(ten.list, key)
    QTest.keyClick(active(user, ten).list, Qt.Key.Key_Return, CTRL)
    user.wait(lambda: ten.told.text() == "2 events were sent: 2 accepted.")
    assert user.count_sent() == 2
    assert ten.isVisible()


def test_ctrl_enter_with_nothing_chosen_says_so_until_something_is(user, ten):
    QTest.keyClick(active(user, ten).list, Qt.Key.Key_Return, CTRL)
    assert ten.told.isVisible()
    assert ten.told.text().startswith("Nothing is chosen to be sent.")
    QTest.keyClick(ten.list, Qt.Key.Key_Space)
    assert not ten.told.isVisible()
    assert user.count_sent() == 0


def test_a_list_of_which_events_are_about_to_be_sent_stays_until_it_can_tell_what_came_of_it(user, ten):
    QTest.keyClick(ten.list, Qt.Key.Key_A, CTRL)
    QTest.keyClick(active(user, ten).list, Qt.Key.Key_Return, CTRL)
    QTest.keyClick(ten.list, Qt.Key.Key_Return)
    assert ten.isVisible()
    user.wait(lambda: ten.told.text() == "10 events were sent: 10 accepted.")
    QTest.keyClick(ten.list, Qt.Key.Key_Return)
    assert not ten.isVisible()


def test_one_opened_from_the_list_leads_back_to_it_with_what_was_chosen(user, ten):
    for key in (Qt.Key.Key_Space, Qt.Key.Key_Down, Qt.Key.Key_Space, Qt.Key.Key_Return):
        QTest.keyClick(ten.list, key)
    user.wait(lambda: not ten.isVisible())
    assert user.text == event(1)
    assert "Event 2 of 10 is open." in user.notice()
    user.press("Back to the list (Ctrl+L)")
    assert ten.isVisible()
    assert ten.list.events.chosen == (0, 1)
    QTest.keyClick(ten.list, Qt.Key.Key_Up)
    QTest.keyClick(ten.list, Qt.Key.Key_Return)
    user.wait(lambda: not ten.isVisible())
    assert user.text == event(0)
    assert user.open_dialog(Qt.Key.Key_L, CTRL) is ten
    assert ten.list.events.chosen == (0, 1)
    user.press("Close", ten)
    user.wait_closed(ten)
    user.key(Qt.Key.Key_L, CTRL)
    assert "There is no list to go back to." in user.notice()


def test_the_list_tells_what_is_wrong_with_the_event_the_keys_are_on(user):
    user.paste('{"eventTypeKey": "mine", "params": []}\n' + event(1))
    dialog = user.find_dialog()
    problem = dialog.list.events.index(0, headings(dialog).index("Problems"))
    words = dialog.problem.text()
    assert words.startswith("Error: Yespo does not accept this event")
    assert problem.data().startswith("1 error")
    assert problem.data(Qt.ItemDataRole.ToolTipRole) == f"{problem.data()}\n{words}"
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    assert dialog.problem.text().startswith("Note: ")


def test_ten_are_sent_and_cancelled_after_three(user, ten):
    QTest.keyClick(ten.list, Qt.Key.Key_A, CTRL)
    ten.list.events.dataChanged.connect(lambda *_cells: _cancel_after(ten, 3))
    QTest.mouseClick(ten.send_button, Qt.MouseButton.LeftButton)
    user.wait(lambda: "The rest was cancelled" in ten.told.text())
    assert 3 <= user.count_sent() <= 4
    assert len(ten.list.events.chosen) >= 6
    assert ten.told.text().startswith(f"{user.count_sent()} of 10 events were sent")


def _cancel_after(dialog, count):
    model = dialog.list.events
    sent = [model.data(model.index(row, headings(dialog).index("Sent"))) for row in range(model.rowCount())]
    if len(list(filter(None, sent))) == count:
        dialog.cancel_button.click()


# -- the offer


def _offered(user):
    user.copy(event(7))
    user.come_back()
    user.wait(lambda: "The clipboard holds an event" in user.notice())


def test_an_event_that_was_copied_elsewhere_is_offered_once(user):
    _offered(user)
    assert user.count_sent() == 0
    user.press("Open it")
    assert user.text == event(7)
    user.copy(event(7))
    user.come_back()
    QTest.qWait(300)
    assert user.notice() == ""


@pytest.mark.parametrize("laid_out", [False, True])
def test_an_event_that_is_open_in_a_tab_is_not_offered_but_another_is(user, laid_out):
    text = event(7)
    user.open_text(json.dumps(json.loads(text), indent=4) if laid_out else text)
    user.wait_until_checked()
    user.open_text(event(8))
    user.wait_until_checked()
    user.copy(text)
    user.come_back()
    user.wait(lambda: user.console._offer._job is None)
    assert user.notice() == ""
    user.copy(event(9))
    user.come_back()
    user.wait(lambda: "The clipboard holds an event" in user.notice())


def test_several_events_are_offered_while_one_of_them_is_not_open(user):
    user.open_text(event(7))
    user.wait_until_checked()
    user.copy(event(7) + "\n" + event(8))
    user.come_back()
    user.wait(lambda: "The clipboard holds 2 events" in user.notice())


def test_an_event_that_was_opened_by_hand_is_not_offered_any_more(user):
    _offered(user)
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    user.key(Qt.Key.Key_V, CTRL | SHIFT)
    user.wait(lambda: user.text == event(7))
    assert user.notice() == ""


def test_other_texts_are_not_offered(user):
    user.copy("a shopping list: eggs, bread, the eventful butter")
    user.come_back()
    QTest.qWait(300)
    assert user.notice() == ""


def test_an_endless_text_on_the_clipboard_is_not_even_made_a_text(user):
    asked = []

    class Copied(QMimeData):
        def text(self):
            asked.append(len(self.data("text/plain")))
            return super().text()

    for text in (event(7) + " " * 900_000, event(7)):
        copied = Copied()
        copied.setText(text)
        QGuiApplication.clipboard().setMimeData(copied)
        user.come_back()
    user.wait(lambda: "The clipboard holds an event" in user.notice())
    QGuiApplication.clipboard().clear()  # what is there is an object of Python's, and must not outlive it
    assert asked == [len(event(7).encode())]


def test_what_another_window_copied_itself_is_not_offered(start):
    user, other = start(), start()
    user.write_text(event(7))
    user.compose.copy_ticket()
    assert '"eventTypeKey"' in QGuiApplication.clipboard().text()
    other.come_back()
    QTest.qWait(300)
    assert other.notice() == ""


def test_the_offer_is_switched_off_from_itself_and_on_again_in_the_settings(user):
    _offered(user)
    user.press("Do not offer this again")
    user.wait(lambda: "not offered any more" in user.notice())
    user.window.notices.dismiss()
    user.copy(event(8))
    user.come_back()
    QTest.qWait(300)
    assert user.notice() == ""
    dialog = user.open_dialog(Qt.Key.Key_Comma, CTRL)
    dialog.offer_clipboard.click()
    dialog.save.click()
    user.wait_closed(dialog)
    user.come_back()
    user.wait(lambda: "The clipboard holds an event" in user.notice())


# -- for a ticket


def test_the_event_is_copied_for_a_ticket_without_personal_data(user):
    user.paste(DAMAGED.replace("a@example.com", "olha.koval@example.com"))
    user.wait_for_bar()
    user.window.activateWindow()
    user.key(Qt.Key.Key_M, CTRL | SHIFT)
    copied = QGuiApplication.clipboard().text()
    assert "email-1@example.invalid" in copied
    assert "olha" not in copied
    assert '"eventTypeKey": "mine"' in copied
    assert "Line 1, column 2" in copied
    assert "renamed" in copied


QUOTED_MAIL = """On Fri, 27 Nov 2026 at 10:00, Ivan Petrenko <ivan@shop.ua> wrote:
> {"eventTypeKey": "mine",
> "params": [{"name": "email", "value": "a@example.com"}],} // Petrenko said so
>
> Regards, Ivan, +380 50 123 45 67
"""


def test_what_people_wrote_around_the_event_is_in_the_ticket_without_its_words(user):
    user.paste(QUOTED_MAIL)
    user.wait_for_bar()
    user.compose.copy_ticket()
    copied = QGuiApplication.clipboard().text()
    assert '"eventTypeKey": "mine"' in copied
    for word in ("Ivan", "Petrenko", "ivan@", "Regards", "phone-"):
        assert word not in copied
    first_line = QUOTED_MAIL.index("\n")
    assert f"Line 1, column 1: {first_line} characters that are no part of the event were left out." in copied
    assert "Line 3, column 61: 19 characters that are no part of the event" in copied
    assert "quoted mail" in copied


def test_a_name_that_stood_without_quotes_is_not_in_the_ticket(user):
    user.paste(event(1).replace('"params": [', '"params": [{"name": "firstName", "value": Ivan}, '))
    user.wait_for_bar()
    user.compose.copy_ticket()
    copied = QGuiApplication.clipboard().text()
    assert "without quotes" in copied
    assert "Ivan" not in copied
    assert "name-1" in copied


def test_the_ticket_says_what_would_happen_and_that_a_key_stood_beside_the_event(user):
    user.paste(CURL)
    user.wait_for_bar()
    user.wait_until_checked()
    user.compose.copy_ticket()
    copied = QGuiApplication.clipboard().text()
    assert user.headline in copied
    assert "1 key or password stood beside the event. It is not in this text." in copied
    assert KEY not in copied


def test_any_draft_is_copied_for_a_ticket(user):
    user.write_text(event(1))
    user.compose.copy_ticket()
    copied = QGuiApplication.clipboard().text()
    assert "email-1@example.invalid" in copied
    assert "a1@" not in copied


def test_the_ticket_of_an_event_that_was_sent_tells_what_came_of_it_and_whether_it_was_changed_since(user):
    user.write_text(event(1).replace('"mine"', '"mine", "keyValue": 7'))
    user.wait_until_checked()
    user.compose.copy_ticket()
    assert "Answer" not in QGuiApplication.clipboard().text()
    answer = user.send().answer
    user.compose.copy_ticket()
    copied = QGuiApplication.clipboard().text()
    assert "Sent to Sandbox on " in copied
    assert f": {answer.status} {answer.reason}" in copied
    assert "keyValue is 7" in answer.text
    assert answer.text in copied
    assert "changed since" not in copied
    assert "a1@" not in copied
    user.write_text(event(2))
    user.compose.copy_ticket()
    copied = QGuiApplication.clipboard().text()
    assert "The event was changed since: this is the answer to the text as it was sent." in copied
    assert "a1@" not in copied
    assert "a2@" not in copied


LONG_NOTE = event(1).replace('"params": [', '"params": [{"name": "note", "value": "' + "a note " * 40_000 + '"}, ')


def test_the_ticket_of_a_long_event_is_made_beside_the_window(user):
    user.open_text(LONG_NOTE)
    user.compose.copy_ticket()
    assert "Making the text for the ticket" in user.notice()
    user.wait(lambda: "Copied for the ticket" in user.notice())
    assert "email-1@example.invalid" in QGuiApplication.clipboard().text()


def test_the_ticket_of_a_long_event_can_be_given_up(user):
    user.copy("what was there before")
    user.open_text(LONG_NOTE)
    user.compose.copy_ticket()
    user.press("Cancel", user.window.notices)
    user.wait(lambda: not user.compose.findChildren(CopyTicket))
    assert QGuiApplication.clipboard().text() == "what was there before"
    assert user.notice() == ""


# -- large and slow


def test_a_large_paste_is_read_beside_the_window_and_can_be_cancelled(user):
    user.console.desk._patience.setInterval(1)
    text = "[" + ",".join(map(event, range(40_000))) + "]"
    tabs = user.compose.tabs.count()
    user.paste(text)
    user.wait(lambda: "Reading what was pasted" in user.notice())
    user.press("Cancel", user.window.notices)
    user.wait(lambda: "The reading was cancelled" in user.notice())
    assert user.compose.tabs.count() == tabs
    assert not user.console.desk.is_reading


def test_an_event_too_long_for_the_form_is_a_text_and_the_form_says_so(user):
    text = event(1).replace('"params": [', '"params": [{"name": "note", "value": "' + "ab c" * 600_000 + '"}, ')
    user.paste(text)
    user.wait_for_bar()
    assert user.text == text
    assert user.sees("The event is too long for the form")
    assert not user.find_type_field().isEnabled()
    user.compose.draft.replace(TextEdit(0, len(text), event(1)), None)
    user.wait(user.find_type_field().isEnabled)
    assert not user.sees("too long for the form")


@pytest.fixture
def long_refusal(user):
    """A large payload whose one change was refused a moment ago; reading it again takes a while."""
    user.paste(DAMAGED + " " * 3_000_000)
    user.wait_for_bar()
    user.bar.waiting.patience.setInterval(1)
    user.press("Show the changes")
    (row,) = [row for row in user.bar.rows() if "renamed" in row.words.text()]
    mended = user.text
    QTest.mouseClick(row.refuse, Qt.MouseButton.LeftButton)
    user.wait(lambda: user.sees("Reading again without this change"))
    return mended


def test_refusing_a_change_of_a_large_text_shows_that_it_is_read_and_can_be_cancelled(user, long_refusal):
    assert not user.bar.done.isEnabled()
    cancel = user.find(QPushButton, "Cancel the reading; the change stays")
    assert user.window.focusWidget() is cancel
    QTest.keyClick(cancel, Qt.Key.Key_Space)
    user.wait(lambda: "The reading was cancelled" in user.notice())
    assert user.text == long_refusal
    assert user.bar.done.isEnabled()
    assert not user.sees("Reading again")
    assert user.bar.isAncestorOf(user.window.focusWidget())


def test_refusing_a_change_of_a_large_text_ends_with_its_draft(user, long_refusal):
    tabs = user.compose.tabs.count()
    user.compose.close_draft(user.compose.tabs.currentIndex())
    user.wait(lambda: user.compose.readings._job is None)
    assert user.compose.tabs.count() == tabs - 1
    assert user.notice() == ""


def test_the_window_closes_while_something_is_read(start):
    import multiprocessing

    user = start()
    user.paste("[" + ",".join(map(event, range(40_000))) + "]")
    user.wait(lambda: bool(multiprocessing.active_children()))
    start.end(user)
    assert multiprocessing.active_children() == []


# -- by keyboard alone


def test_everything_in_the_bar_is_reached_by_the_keyboard(user):
    user.paste(CURL.replace('"eventTypeKey"', '"eventKey"'))
    user.wait_for_bar()
    user.key(Qt.Key.Key_F6, SHIFT)
    assert user.bar.isAncestorOf(user.window.focusWidget())
    user.press("Show the changes")
    user.bar.done.setFocus()
    seen = walk(user.window)
    assert set(reachable(user.window)) <= set(seen)
    assert {"Hide the changes", "Copy for the ticket", "Done", "Drop it", "Switch to Yespo"} <= {
        one.accessibleName() for one in seen
    }


def test_the_list_of_several_is_worked_by_keys_alone(user, ten):
    seen = walk(ten)
    assert set(reachable(ten)) <= set(seen)


@pytest.mark.parametrize("selected", [True, False])
def test_what_the_text_editor_copies_is_known_as_its_own_in_other_windows(user, selected):
    user.compose.editor.view.setFocus()
    if selected:
        user.key(Qt.Key.Key_A, CTRL)
    user.key(Qt.Key.Key_C, CTRL)
    copied = QGuiApplication.clipboard()
    assert copied.text() == (user.text if selected else user.text.splitlines(keepends=True)[0])
    assert is_own_copy(copied.mimeData())
