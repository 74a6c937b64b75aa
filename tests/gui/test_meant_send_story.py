"""Ctrl+Enter sends what the person has in front of them, and nothing else comes there by itself."""

import json

import pytest
from patience import PATIENCE_S
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QInputMethodEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QFileDialog, QLineEdit, QTabBar
from test_send_under_way_story import Held
from vocabulary import CTRL, turn_wheel, type_letters

from yespo_console.gui.compose.handover import OpenFiles, ShowExchange
from yespo_console.history.exchange import NewExchange

SHIFT = Qt.KeyboardModifier.ShiftModifier
SENT = json.dumps({"eventTypeKey": "sent", "keyValue": "1", "params": []})
DRAFT = json.dumps({"eventTypeKey": "draft", "keyValue": "2", "params": []})
SEVERAL = json.dumps([json.loads(SENT), json.loads(DRAFT)])


@pytest.fixture
def picked(user):
    """An exchange picked in the history, while another event stands in the composer."""
    user.write_text(SENT)
    number = user.send().id
    user.write_text(DRAFT)
    user.open_history()
    user.pick(number)
    return number


def _is_where_it_was(user, number):
    assert user.window.page is user.history
    assert user.window.focusWidget() is user.history.table
    assert user.history.shown.id == number


def _active(user):
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)


def _send_is_asked_about_and_given_up(user):
    user.press_send()
    user.wait(lambda: user.question() is not None)
    assert "the draft that was there before" in user.question().text()
    QTest.keyClick(user.question(), Qt.Key.Key_Escape)
    user.wait(lambda: user.question() is None)
    assert user.count_sent() == 0


def test_after_a_comparison_with_the_draft_the_exchange_is_sent_again_and_not_the_draft(user, picked):
    dialog = user.open_dialog(Qt.Key.Key_D, CTRL | SHIFT)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    user.wait_closed(dialog)
    _is_where_it_was(user, picked)
    user.press_send()
    user.wait(lambda: user.count_sent() == 2)
    assert user.newest().request_text == SENT


def test_a_comparison_with_the_draft_counts_what_was_just_typed(user, picked):
    user.open_compose()
    user.fill("keyValue", "typed")
    user.open_history()
    dialog = user.open_dialog(Qt.Key.Key_D, CTRL | SHIFT)
    user.wait(lambda: dialog.part is not None)
    assert "typed" in " ".join(dialog.list.item(at).text() for at in range(dialog.list.count()))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    user.wait_closed(dialog)


@pytest.mark.parametrize("command", ["open", "import", "forget", "environments", "settings", "commands", "export"])
def test_a_dialog_that_is_closed_again_leads_back_to_the_history(user, picked, command):
    user.window.actions_by_id[command].trigger()
    dialog = user.find_dialog()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    user.wait_closed(dialog)
    _is_where_it_was(user, picked)


@pytest.mark.parametrize("command", ["import", "forget"])
def test_and_one_that_is_opened_from_the_composer_leads_back_there(user, picked, command):
    user.open_compose()
    field = user.window.focusWidget()
    user.window.actions_by_id[command].trigger()
    dialog = user.find_dialog()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    user.wait_closed(dialog)
    assert user.window.page is user.compose
    assert user.window.focusWidget() is field


def test_a_file_that_is_picked_from_the_history_opens_in_the_composer(user, picked, tmp_path):
    path = tmp_path / "event.json"
    path.write_text(SENT)
    user.window.actions_by_id["open"].trigger()
    assert isinstance(user.find_dialog(), QFileDialog)
    user.name_file(path)
    user.wait(lambda: user.window.page is user.compose)
    assert user.compose.draft.path == path


class Answered(Held):
    """A send of the history that waits for its answer."""

    def answer(self, exchange):
        self._user.wait(lambda: self._waits is not None)
        (loop, end), self._waits = self._waits, None
        loop.call_soon_threadsafe(end.set_result, exchange)
        self._user.wait(lambda: not self._user.compose._sends.is_busy)

    async def send(self, *arguments, **more):
        await super().send(*arguments, **more)
        return self.exchange


@pytest.fixture
def held(user, picked, monkeypatch):
    """The exchange is sent again, and its answer, another one of the history, is still to come."""
    held = Answered(user)
    held.exchange = user.store.get(picked)
    monkeypatch.setattr(type(user.console.backend.services.sender), "send", held.send)
    user.press_send()
    user.wait(lambda: user.compose._sends.is_busy)
    return held


def test_who_went_to_the_composer_meanwhile_stays_there_when_the_answer_comes(user, picked, held):
    user.open_compose()
    held.answer(None)
    assert user.window.page is user.compose
    assert f"Exchange {picked} was sent again." in user.notice()
    user.find(QAbstractButton, "Show it", user.window.notices).click()
    assert user.window.page is user.history


def test_who_went_to_another_exchange_meanwhile_stays_there(user, picked, held):
    other = user.store.begin(NewExchange(**user.store.get(picked).model_dump(exclude={"id", "answer"}))).result(
        PATIENCE_S
    )
    user.pick(other)
    held.answer(None)
    _is_where_it_was(user, other)
    assert f"Exchange {picked} was sent again." in user.notice()


def test_who_stayed_at_the_exchange_sees_what_came_of_it(user, picked, held):
    held.answer(None)
    _is_where_it_was(user, picked)
    assert "was sent again" not in user.notice()


@pytest.fixture
def became(user, held):
    """What comes of it is another exchange of the history, which a search for the first one may not find."""
    before = held.exchange.model_dump(exclude={"id", "answer"})
    number = user.store.begin(NewExchange(**before)).result(PATIENCE_S)
    held.exchange = user.store.get(number)
    return number


def test_a_note_that_is_written_when_the_answer_comes_stays_whole_and_where_it_was_begun(user, picked, held, became):
    note = user.history.view.annotations.note
    note.setFocus()
    type_letters(note, "call ")
    held.answer(None)
    type_letters(user.window.focusWidget(), "back")
    note.end()
    user.wait(lambda: user.store.get(picked).note == "call back")
    assert user.store.get(became).note == ""
    assert f"Exchange {picked} was sent again." in user.notice()


def test_a_search_that_is_written_when_the_answer_comes_stays(user, picked, held, became):
    box = user.search_field()
    box.setFocus()
    type_letters(box, "nothing")
    held.answer(None)
    type_letters(user.window.focusWidget(), " like it")
    user.wait(lambda: not user.history.found.searching.running and user.history.found.model.rowCount() == 0)
    assert box.text() == "nothing like it"


def test_a_search_that_is_begun_just_after_an_exchange_came_into_sight_stays(user, picked):
    kept = user.store.get(picked).model_dump(exclude={"id", "answer"})
    other = user.store.begin(NewExchange(**kept)).result(PATIENCE_S)
    user.window.hand_over("history", ShowExchange(other, keeps_search=True))  # it is still to be listed
    type_letters(user.search_field(), "nothing")
    found = user.history.found
    user.wait(lambda: found.searching.query.text == "nothing" and not found.searching.running)
    assert user.search_field().text() == "nothing"
    assert found.model.rowCount() == 0


def test_while_a_paste_is_read_the_draft_from_before_is_asked_about(user, monkeypatch):
    user.write_text(DRAFT)
    monkeypatch.setattr("yespo_console.gui.reading.job.ReadingJob.start", lambda _job: None)
    user.paste(SENT)
    _send_is_asked_about_and_given_up(user)


def test_after_a_list_of_several_is_closed_the_draft_from_before_is_asked_about(user):
    user.write_text(DRAFT)
    user.paste(SEVERAL)
    dialog = user.find_dialog()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    user.wait_closed(dialog)
    user.press_send()
    user.wait(lambda: user.question() is not None)
    assert user.count_sent() == 0
    QTest.keyClick(user.question(), Qt.Key.Key_Escape)


def test_a_draft_that_came_late_and_by_itself_is_asked_about(user):
    user.write_text(DRAFT)
    user.copy(SENT)
    user.console.desk.paste()
    user.console.desk._say_reading()  # it takes long
    user.wait(lambda: not user.console.desk.is_reading)
    assert '"sent"' in user.text
    user.press_send()
    user.wait(lambda: user.question() is not None)
    assert "came into sight by itself" in user.question().text()
    QTest.keyClick(user.question(), Qt.Key.Key_Return)
    user.wait(lambda: user.question() is None)
    assert user.count_sent() == 0
    user.press_send()
    user.wait(lambda: user.question() is not None)
    user.press("Send this draft", user.question())
    user.wait(lambda: user.count_sent() == 1)


def _read_late(user, text, meanwhile):
    """Paste what takes long to read, and do something else meanwhile."""
    user.copy(text)
    user.console.desk.paste()
    user.console.desk._say_reading()  # it takes long
    meanwhile()
    user.wait(lambda: not user.console.desk.is_reading)


def test_a_draft_that_comes_late_leaves_who_types_in_the_history_there(user, picked):
    box = user.search_field()
    box.setFocus()
    _read_late(user, SENT, lambda: type_letters(box, "find "))
    type_letters(user.window.focusWidget(), "me")
    assert user.window.page is user.history
    assert box.text() == "find me"
    assert "in a new tab of the composer" in user.notice()
    user.find(QAbstractButton, "Show it", user.window.notices).click()
    assert user.window.page is user.compose
    assert user.text == SENT


def test_a_draft_that_comes_late_opens_behind_the_one_that_is_typed_in(user):
    user.write_text(DRAFT)
    user.compose.editor.view.setFocus()
    field = user.window.focusWidget()
    _read_late(user, SENT, lambda: type_letters(field, " "))
    type_letters(user.window.focusWidget(), " ")
    assert user.window.focusWidget() is field
    assert json.loads(user.text)["eventTypeKey"] == "draft"
    user.find(QAbstractButton, "Show it", user.window.notices).click()
    assert user.text == SENT


def test_of_a_draft_that_opened_behind_it_is_not_said_that_it_is_not_open(user):
    user.write_text(DRAFT)
    user.compose.editor.view.setFocus()
    _read_late(user, SENT, lambda: user.find(QLineEdit, "keyValue", user.compose.form).setFocus())
    assert user.text == DRAFT
    assert "in a new tab of the composer" in user.notice()
    user.press_send()
    user.wait(lambda: user.question() is not None)
    assert "in a tab of its own, behind" in user.question().text()
    assert "not open" not in user.question().text()
    QTest.keyClick(user.question(), Qt.Key.Key_Escape)
    user.wait(lambda: user.question() is None)
    assert user.count_sent() == 0
    user.fill("keyValue", "theirs")
    user.send()
    assert user.question() is None


def test_letters_typed_as_a_late_draft_comes_into_sight_do_not_make_it_the_one_that_is_meant(user):
    user.write_text(DRAFT)
    _read_late(user, SENT, lambda: None)
    user.fill("keyValue", "typed")
    user.press_send()
    user.wait(lambda: user.question() is not None)
    assert user.count_sent() == 0
    QTest.keyClick(user.question(), Qt.Key.Key_Escape)


def _type_at_the_window(user, letters):
    """As a keyboard does: it is the window that finds out which field gets a key."""
    _active(user)
    for letter in letters:
        QTest.keyClick(user.window.windowHandle(), letter)


def test_what_is_typed_just_as_a_late_draft_comes_goes_where_it_was_meant_to_go(user):
    user.write_text(DRAFT)
    field = user.find(QLineEdit, "keyValue", user.compose.form)
    field.setFocus()
    field.end(False)
    _read_late(user, SENT, lambda: None)
    assert user.text == SENT
    _type_at_the_window(user, "abc")
    assert json.loads(user.text) == {"eventTypeKey": "draft", "keyValue": "2abc", "params": []}
    assert user.window.focusWidget() is field
    assert "in a new tab of the composer" in user.notice()
    user.find(QAbstractButton, "Show it", user.window.notices).click()
    assert user.text == SENT


def test_what_is_typed_in_the_history_just_as_a_late_draft_comes_stays_there(user, picked):
    box = user.search_field()
    box.setFocus()
    _read_late(user, SENT, lambda: None)
    assert user.window.page is user.compose
    _type_at_the_window(user, "find")
    assert user.window.page is user.history
    assert box.text() == "find"
    user.find(QAbstractButton, "Show it", user.window.notices).click()
    assert user.text == SENT


def test_what_an_input_method_writes_just_as_a_late_draft_comes_goes_there_too(user):
    user.write_text(DRAFT)
    field = user.find(QLineEdit, "keyValue", user.compose.form)
    field.setFocus()
    field.end(False)
    _read_late(user, SENT, lambda: None)
    written = QInputMethodEvent()
    written.setCommitString("ї")
    QApplication.sendEvent(user.window.focusWidget(), written)
    assert json.loads(user.text)["keyValue"] == "2ї"


def test_what_is_typed_just_as_two_late_drafts_come_goes_to_the_one_that_was_seen(user):
    user.write_text(DRAFT)
    field = user.find(QLineEdit, "keyValue", user.compose.form)
    field.setFocus()
    field.end(False)
    _read_late(user, SENT, lambda: None)
    other = json.dumps({"eventTypeKey": "other", "keyValue": "3", "params": []})
    user.window.late.unseen.start()  # however slowly this runs
    _read_late(user, other, lambda: None)
    assert user.text == other
    _type_at_the_window(user, "abc")
    assert json.loads(user.text) == {"eventTypeKey": "draft", "keyValue": "2abc", "params": []}


def test_what_is_pasted_just_as_a_late_draft_comes_goes_where_it_was_meant_to_go(user):
    user.write_text(DRAFT)
    field = user.find(QLineEdit, "keyValue", user.compose.form)
    field.setFocus()
    field.end(False)
    _read_late(user, SENT, lambda: None)
    user.compose.tabs.setFocus()
    user.copy("pasted")
    _active(user)
    QTest.keyClick(user.window.windowHandle(), Qt.Key.Key_V, CTRL)
    assert json.loads(user.text) == {"eventTypeKey": "draft", "keyValue": "2pasted", "params": []}


def test_what_is_typed_by_alt_gr_on_windows_just_as_a_late_draft_comes_is_typing_too(user):
    user.write_text(DRAFT)
    field = user.find(QLineEdit, "keyValue", user.compose.form)
    field.setFocus()
    _read_late(user, SENT, lambda: None)
    _active(user)
    alt_gr = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
    pressed = QKeyEvent(QEvent.Type.KeyPress, Qt.Key.Key_At, alt_gr, "@")
    QApplication.sendEvent(user.window.windowHandle(), pressed)
    assert json.loads(user.text)["eventTypeKey"] == "draft"
    assert user.window.focusWidget() is field


def test_once_a_late_draft_was_seen_it_is_the_one_that_is_typed_in(user):
    user.write_text(DRAFT)
    _read_late(user, SENT, lambda: None)
    user.window.late.unseen.timeout.emit()
    user.find(QLineEdit, "keyValue", user.compose.form).setFocus()
    _type_at_the_window(user, "x")
    assert json.loads(user.text)["eventTypeKey"] == "sent"
    assert "x" in json.loads(user.text)["keyValue"]


def test_a_command_key_is_no_typing_and_is_for_the_draft_that_came(user):
    user.write_text(DRAFT)
    _read_late(user, SENT, lambda: None)
    _active(user)
    QTest.keyClick(user.window.windowHandle(), Qt.Key.Key_Return, CTRL)
    user.wait(lambda: user.question() is not None)
    assert user.text == SENT
    QTest.keyClick(user.question(), Qt.Key.Key_Escape)


def test_what_is_typed_while_a_paste_is_read_quickly_stays_with_its_draft_too(user):
    user.write_text(DRAFT)
    view = user.compose.editor.view
    view.setFocus()
    user.copy(SENT)
    user.console.desk.paste()
    type_letters(view, " ")
    user.wait(lambda: not user.console.desk.is_reading)
    assert json.loads(user.text)["eventTypeKey"] == "draft"
    assert "in a new tab of the composer" in user.notice()


def test_a_list_of_several_that_comes_late_waits_for_who_types(user, picked):
    box = user.search_field()
    box.setFocus()
    _read_late(user, SEVERAL, lambda: type_letters(box, "find "))
    assert not user._dialogs()
    assert "The list of several events" in user.notice()
    user.key(Qt.Key.Key_Escape)
    user.console.desk.lists.back()
    dialog = user.find_dialog()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    user.wait_closed(dialog)


def test_while_a_large_file_is_read_from_the_disk_the_draft_from_before_is_asked_about(user, tmp_path, monkeypatch):
    user.write_text(DRAFT)
    path = tmp_path / "event.json"
    path.write_text(json.dumps({"eventTypeKey": "m" * 60_000, "params": []}))
    monkeypatch.setattr(user.console.runner, "start_in_thread", lambda *_job: None)  # the disk gives nothing yet
    user.compose.receive(OpenFiles((path,)))
    monkeypatch.undo()
    _send_is_asked_about_and_given_up(user)


def test_the_wheel_over_the_tabs_changes_no_draft(user):
    user.write_text(DRAFT)
    user.open_text(SENT)
    bar = user.find(QTabBar, "Drafts")
    for by in (120, -120):
        turn_wheel(bar, by)
    turn_wheel(bar, 120)
    assert user.text == SENT


def test_the_wheel_over_the_format_changes_no_text(user):
    user.write_text(DRAFT)
    box = user.find(QComboBox, "API version and encoding")
    for focused in (False, True):
        if focused:
            box.setFocus()
        turn_wheel(box)
    assert user.text == DRAFT
    assert box.currentIndex() == 0


@pytest.fixture
def imported(user, picked):
    """An exchange that went to an account of somebody else's."""
    kept = user.store.get(picked).model_dump(exclude={"id", "answer"})
    elsewhere = NewExchange(**{**kept, "environment": "yespo.io", "is_real": True, "source": "import"})
    number = user.store.begin(elsewhere).result(PATIENCE_S)
    user.pick(number)
    return number


def test_what_went_to_an_environment_that_is_not_there_is_sent_again_to_another_one(user, imported):
    user.find(QAbstractButton, "Send again to another environment… (Ctrl+Enter)")
    user.window.activateWindow()
    dialog = user.open_dialog(Qt.Key.Key_Return, CTRL)
    assert user.sees("went to yespo.io, which is none of your environments")
    assert dialog.list.count() == len(user.console.selection.environments)
    user.press("Send again", dialog)
    user.wait(lambda: user.count_sent() == 3)
    assert user.newest().environment == "Sandbox"


def test_the_button_names_the_environment_as_soon_as_there_is_one(user, imported):
    from yespo_console.delivery.environments import Environment

    environments = user.console.selection.environments
    user.console.selection.take((*environments, Environment(name="yespo.io", base_url="https://yespo.io")))
    user.find(QAbstractButton, "Send again to yespo.io (Ctrl+Enter)")
    user.console.selection.take(environments)
    user.find(QAbstractButton, "Send again to another environment… (Ctrl+Enter)")
