"""Keeping the history in order: forgetting a contact, and limits."""

import os
import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from patience import PATIENCE_S
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QLineEdit, QPlainTextEdit
from vocabulary import CTRL, name_of, reachable, walk

from yespo_console.cli import main
from yespo_console.delivery.config_file import ConfigError
from yespo_console.delivery.settings import SettingsStore
from yespo_console.events.event import ApiVersion
from yespo_console.gui.compose.drafts import DraftStore
from yespo_console.gui.history.finding.saved_searches import SavedSearches
from yespo_console.history import forgetting, removing, retention, space
from yespo_console.history.exchange import NewExchange
from yespo_console.history.forgetting import Forgotten
from yespo_console.history.reached import Reached, Stage
from yespo_console.history.removing import Removal
from yespo_console.history.store import HistoryStore
from yespo_console.history.traces import Traces

RELEASED = Path(__file__).parents[1] / "data" / "history"
MAIL = "olena@example.com"


def request(address, days=0, pinned=False):
    return NewExchange(
        sent_at=datetime.now(UTC) - timedelta(days=days),
        environment="Sandbox",
        is_real=False,
        url="http://127.0.0.1/",
        api=ApiVersion.V2,
        locators=(("email", address),),
        request_body=f'{{"email":"{address}"}}'.encode(),
        source="test",
        pinned=pinned,
    )


@pytest.fixture
def filled(profile):
    """A history with three exchanges of Olena, one of them pinned, and one of somebody else."""
    with HistoryStore.open(profile.history_file) as store:
        return [
            store.begin(request(address, days, pinned)).result(PATIENCE_S)
            for address, days, pinned in (
                ("taras@example.com", 300, False),
                (MAIL, 200, True),
                (MAIL, 100, False),
                (MAIL, 0, False),
            )
        ]


def forget_dialog(user):
    user.window.actions_by_id["forget"].trigger()
    return user.find_dialog()


def test_everything_about_the_contact_of_an_exchange_is_deleted_with_a_proof(filled, start):
    user = start()
    user.open_history()
    user.wait_listed(*reversed(filled))
    user.pick(filled[3])
    dialog = forget_dialog(user)
    assert dialog.value.text() == MAIL
    assert not dialog.delete.isEnabled()
    user.press("Look", dialog)
    user.wait(lambda: "3 exchanges of the history are about this contact." in dialog.found.toPlainText())
    assert not dialog.delete.isEnabled(), "it takes a second step"
    assert user.store.get(filled[1]) is not None
    dialog.sure.setChecked(True)
    dialog.value.setFocus()
    seen = walk(dialog)
    assert (
        seen.index(dialog.sure) < seen.index(dialog.copy) < seen.index(dialog.delete) < seen.index(dialog.close_button)
    )
    user.press("Delete", dialog)
    user.wait(lambda: "3 exchanges were deleted." in dialog.found.toPlainText())
    # its draft may be open in this window, so only the file itself is looked at here
    assert str(user.store.path) not in dialog.found.toPlainText()
    user.press("Copy the result", dialog)
    assert "searched byte for byte" in QGuiApplication.clipboard().text()
    user.press("Close", dialog)
    user.wait_closed(dialog)
    user.wait_listed(filled[0])
    assert MAIL.encode() not in user.store.path.read_bytes()


def test_the_dialog_tells_how_far_the_deleting_is_to_its_end(filled, start, monkeypatch):
    user = start()
    steps = [Reached(Stage.REMOVING, 2, 3), Reached(Stage.GIVING_BACK, 41, 100), Reached(Stage.SEARCHING, 9, 10**11)]
    going_on = [threading.Event() for _step in steps]

    def slowly(*_arguments, progress, cancel):
        for step, seen in zip(steps, going_on, strict=True):
            progress(step)
            assert seen.wait(PATIENCE_S)
        return Forgotten(2)

    monkeypatch.setattr(forgetting, "forget", slowly)
    dialog = forget_dialog(user)
    user.type_into(dialog.value, MAIL)
    user.press("Look", dialog)
    user.wait(dialog.sure.isVisible)
    dialog.sure.click()
    user.press("Delete", dialog)
    told = ["Removed 2 of 3 exchanges …", "Giving room back: 41% …", "Searching every file: 0% …"]
    for words, share, seen in zip(told, (2 / 3, 0.41, 0), going_on, strict=True):
        user.wait(lambda words=words: dialog.found.toPlainText() == words)
        assert dialog.bar.value() / dialog.bar.maximum() == pytest.approx(share, abs=0.001)
        seen.set()
    user.wait(lambda: "It was given up before the end." in dialog.found.toPlainText())


def test_another_value_asks_for_another_look_and_a_short_one_is_refused(filled, start):
    user = start()
    user.open_history()
    dialog = forget_dialog(user)
    user.type_into(dialog.value, "ol")
    user.press("Look", dialog)
    assert "at least 4 characters" in dialog.found.toPlainText()
    user.type_into(dialog.value, "nobody@example.com")
    user.press("Look", dialog)
    user.wait(lambda: "Nothing about this contact was found." in dialog.found.toPlainText())
    assert not dialog.sure.isVisible()
    assert dialog.focusWidget() is dialog.value, "another one can be typed"
    assert dialog.value.selectedText() == "nobody@example.com"
    user.type_into(dialog.value, f"{MAIL}, taras@example.com")
    user.press("Look", dialog)
    user.wait(lambda: "4 exchanges" in dialog.found.toPlainText())
    dialog.sure.setChecked(True)
    user.type_into(dialog.value, "taras@example.com")
    assert not dialog.delete.isEnabled(), "what was counted is not what stands in the field now"
    user.press("Close", dialog)
    user.wait_closed(dialog)
    assert user.store.get(filled[0]) is not None


def test_a_name_with_a_comma_is_one_value_and_its_words_are_nobody(filled, start):
    user = start()
    user.store.begin(request("Коваленко, Олена")).result(PATIENCE_S)
    user.store.begin(request("Петренко, Олена")).result(PATIENCE_S)
    dialog = forget_dialog(user)
    user.type_into(dialog.value, "Коваленко, Олена")
    user.press("Look", dialog)
    user.wait(lambda: "1 exchange of the history is about this contact." in dialog.found.toPlainText())
    assert "“Коваленко, Олена” was looked for as one name with a comma." in dialog.found.toPlainText()
    user.press("Close", dialog)
    user.wait_closed(dialog)


def look_for(user, dialog, value):
    user.type_into(dialog.value, value)
    user.press("Look", dialog)
    user.wait(lambda: not dialog.bar.isVisible())


def test_the_window_does_not_wait_while_its_drafts_are_looked_through(filled, start, monkeypatch):
    user = start()
    user.open_text(f'{{"email":"{MAIL}"}}', title="Olena's cart")
    user.open_text('{"email":"taras@example.com"}', title="Taras's cart")
    dialog = forget_dialog(user)
    threads = []
    may_stand_in = Traces.may_stand_in

    def noted(traces, content):
        threads.append(threading.current_thread())
        return may_stand_in(traces, content)

    monkeypatch.setattr(Traces, "may_stand_in", noted)
    look_for(user, dialog, MAIL)
    assert "Olena's cart" in dialog.found.toPlainText()
    assert "Taras's cart" not in dialog.found.toPlainText()
    assert threads
    assert threading.main_thread() not in threads


def _nothing_can_be_brought_back(user):
    drafts = len(user.compose.drafts)
    user.window.show_section("compose")
    user.window.actions_by_id["reopen"].trigger()
    assert user.notice().startswith("There is no closed draft to bring back.")
    assert len(user.compose.drafts) == drafts


def test_drafts_of_this_window_are_named_and_closed_only_when_one_says_so(filled, start, profile):
    user = start()
    user.open_text(f'{{"email":"{MAIL}"}}', title="Olena's cart")
    user.open_text('{"email":"taras@example.com"}', title="Taras's cart")
    user.wait(lambda: MAIL in "".join(file.read_text() for file in profile.drafts_dir.rglob("*.json")))
    user.open_history()
    dialog = forget_dialog(user)
    look_for(user, dialog, MAIL)
    assert "In this window: the draft “Olena's cart”." in dialog.found.toPlainText()
    assert "stays as it is" not in dialog.found.toPlainText(), "whether it stays is what the box below asks"
    assert "Close the 1 draft of this window" in dialog.drafts.text()
    assert not dialog.drafts.isChecked()
    user.wait(dialog.drafts.hasFocus)  # which stands before what deletes
    dialog.sure.setChecked(True)
    user.press("Delete", dialog)
    user.wait(lambda: "3 exchanges were deleted." in dialog.found.toPlainText())
    assert "The contact is still in" in dialog.found.toPlainText()
    assert "The draft “Olena's cart” of this window was kept, and holds the contact." in dialog.found.toPlainText()
    assert MAIL in "".join(draft.text for draft in user.compose.drafts), "nobody said that it may go"
    look_for(user, dialog, MAIL)
    dialog.drafts.setChecked(True)
    dialog.sure.setChecked(True)
    user.press("Delete", dialog)
    user.wait(lambda: "the contact is in none of them" in dialog.found.toPlainText())
    assert "The draft “Olena's cart” was closed." in dialog.found.toPlainText()
    texts = [draft.text for draft in user.compose.drafts]
    assert any("taras@example.com" in text for text in texts)
    assert not any(MAIL in text for text in texts)
    user.press("Close", dialog)
    user.wait_closed(dialog)
    _nothing_can_be_brought_back(user)


@pytest.mark.parametrize("undone", [False, True])
def test_a_draft_that_brings_the_contact_back_by_undo_is_named_and_closed_too(filled, start, undone):
    user = start()
    before = user.text
    user.write_text(f'{{"email": "{MAIL}"}}')
    if undone:
        user.compose.draft.undo()  # what redo brings back
        assert user.text == before
    else:
        user.write_text(f'{{"email": "{MAIL.replace("olena", "anna")}"}}')
    assert MAIL not in user.text
    user.open_history()
    dialog = forget_dialog(user)
    look_for(user, dialog, MAIL)
    assert "”, in what undo brings back." in dialog.found.toPlainText()
    dialog.drafts.setChecked(True)
    dialog.sure.setChecked(True)
    user.press("Delete", dialog)
    user.wait(lambda: "were deleted." in dialog.found.toPlainText())
    user.compose.commands()["reopen"]()
    assert not any(MAIL in piece for draft in user.compose.drafts for piece in (draft.text, *draft.brought_back()))
    user.press("Close", dialog)
    user.wait_closed(dialog)


def test_a_closed_draft_that_could_be_brought_back_is_named_too(filled, start):
    user = start()
    user.open_text(f'{{"email":"{MAIL}"}}', title="Olena's cart")
    user.compose.close_draft(len(user.compose.drafts) - 1)
    user.open_history()
    dialog = forget_dialog(user)
    look_for(user, dialog, MAIL)
    assert "Olena's cart" in dialog.found.toPlainText()
    dialog.drafts.setChecked(True)
    dialog.sure.setChecked(True)
    user.press("Delete", dialog)
    user.wait(lambda: "the contact is in none of them" in dialog.found.toPlainText())
    user.press("Close", dialog)
    user.wait_closed(dialog)
    _nothing_can_be_brought_back(user)


def test_a_list_that_waits_and_what_a_draft_was_read_from_are_named_and_closed_too(filled, start):
    user = start()
    user.paste(f'{{"eventTypeKey": "taras", "keyValue": "1"}}\n{{"eventTypeKey": "olena", "keyValue": "{MAIL}"}}')
    several = user.find_dialog()
    QTest.keyClick(several.list, Qt.Key.Key_Return)
    user.wait(lambda: not several.isVisible())
    assert "taras" in user.text
    dialog = forget_dialog(user)
    look_for(user, dialog, MAIL)
    assert "In this window: the list “Pasted at " in dialog.found.toPlainText()
    assert ": 2 events”." in dialog.found.toPlainText()
    assert "In this window: the draft “taras”, as it was read." in dialog.found.toPlainText()
    assert "stays, without what it was read from" in dialog.drafts.text()
    dialog.drafts.setChecked(True)
    dialog.sure.setChecked(True)
    user.press("Delete", dialog)
    user.wait(lambda: "were deleted." in dialog.found.toPlainText())
    assert "The list “Pasted at " in dialog.found.toPlainText()
    assert ": 2 events” was closed." in dialog.found.toPlainText()
    user.press("Close", dialog)
    user.wait_closed(dialog)
    user.window.actions_by_id["several"].trigger()
    assert "There is no list to go back to." in user.notice()
    user.window.actions_by_id["section-compose"].trigger()
    assert "taras" in user.text
    assert not user.bar.isVisible(), "nothing shows the text again in which the contact stood"


def test_of_a_list_that_nobody_said_may_go_the_result_says_that_it_holds_the_contact(filled, start):
    user = start()
    user.paste(f'{{"eventTypeKey": "taras", "keyValue": "1"}}\n{{"eventTypeKey": "olena", "keyValue": "{MAIL}"}}')
    several = user.find_dialog()
    QTest.keyClick(several.list, Qt.Key.Key_Escape)
    user.wait(lambda: not several.isVisible())
    dialog = forget_dialog(user)
    look_for(user, dialog, MAIL)
    assert dialog.drafts.text() == "Close these drafts and lists of this window, too. They cannot be brought back."
    dialog.sure.setChecked(True)
    user.press("Delete", dialog)
    user.wait(lambda: "were deleted." in dialog.found.toPlainText())
    assert ": 2 events” of this window was kept, and holds the contact." in dialog.found.toPlainText()
    user.press("Close", dialog)
    user.wait_closed(dialog)
    user.window.activateWindow()
    user.window.actions_by_id["several"].trigger()
    assert several.isVisible()


def test_the_command_line_says_that_an_open_window_may_bring_the_contact_back(filled, start, capsys):
    user = start()
    user.open_text(f'{{"email":"{MAIL}"}}', title="Olena's cart")
    user.compose.close_draft(len(user.compose.drafts) - 1)
    assert user.compose.is_enabled("reopen")
    main(("history", "forget", "--contact", MAIL, "--yes"))
    told = capsys.readouterr().out
    assert "1 window of this program is open. What it has in its memory was not looked at" in told
    assert user.compose.is_enabled("reopen")


def held_by_widgets(window, words):
    """The widgets of the window, those out of sight too, in which these words stand."""
    shown = [(one, one.text()) for one in (*window.findChildren(QLabel), *window.findChildren(QLineEdit))]
    shown += [(one, one.toPlainText()) for one in window.findChildren(QPlainTextEdit)]
    return [one for one, text in shown if words in text]


@pytest.mark.parametrize("in_sight", [True, False])
def test_an_answer_that_was_forgotten_elsewhere_is_in_this_window_no_more(start, in_sight):
    user = start()
    user.write_text(f'{{"eventTypeKey": "shopVisited", "params": [{{"name": "email", "value": "{MAIL}"}}]}}')
    user.send()
    user.write_text('{"eventTypeKey": "shopVisited"}')
    user.compose.response.view.tabs.setCurrentWidget(user.compose.response.view.request)
    assert held_by_widgets(user.compose.response, MAIL)
    draft = user.compose.draft
    if not in_sight:
        user.compose.new_draft()
        assert user.answer() is None
    main(("history", "forget", "--contact", MAIL, "--yes"))
    user.wait(lambda: user.compose.response.view.exchange is None)
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert held_by_widgets(user.window, MAIL) == []
    assert user.sees("Not sent yet") is not in_sight
    user.compose.tabs.setCurrentIndex(user.compose.drafts.index(draft))
    assert user.sees("The exchange that was shown here was removed from the history.")
    user.send()
    user.wait(lambda: user.answer() is not None)


def test_another_open_window_is_told_of_and_this_one_is_not(filled, start, profile):
    user = start()
    user.open_history()
    dialog = forget_dialog(user)
    look_for(user, dialog, MAIL)
    assert "is open" not in dialog.found.toPlainText()
    other = DraftStore(profile)
    look_for(user, dialog, MAIL)
    assert "1 other window of this program is open" in dialog.found.toPlainText()
    other.close()
    user.press("Close", dialog)
    user.wait_closed(dialog)


def test_saved_searches_and_those_made_lately_that_name_the_contact_are_offered_no_more(filled, start, profile):
    SavedSearches(profile).save("Olena", f"email:{MAIL}")
    SavedSearches(profile).save("Taras", "email:taras@example.com")
    user = start()
    user.open_history()
    saved = user.history.filters.saved
    user.wait(lambda: len(user.history.filters._shelf.saved) == 2)
    for query in (MAIL, MAIL.split("@")[0]):
        user.history.filters._shelf.remember(query)
    dialog = forget_dialog(user)
    look_for(user, dialog, MAIL)
    assert "1 saved search names the contact and will be removed." in dialog.found.toPlainText()
    dialog.sure.setChecked(True)
    user.press("Delete", dialog)
    user.wait(lambda: "1 saved search was removed." in dialog.found.toPlainText())
    user.press("Close", dialog)
    user.wait_closed(dialog)
    user.wait(lambda: [one.name for one in user.history.filters._shelf.saved] == ["Taras"])
    saved.fill()
    assert not any(MAIL.split("@")[0] in action.text() for action in saved.searches.actions())
    assert [one.name for one in SavedSearches(profile).all()] == ["Taras"]


def test_the_dialog_can_be_used_by_keys_and_everything_in_it_has_a_name(filled, start):
    user = start()
    user.open_history()
    dialog = forget_dialog(user)
    assert set(reachable(dialog)) == set(walk(dialog))
    assert all(name_of(one) for one in reachable(dialog))
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    user.wait_closed(dialog)


def save_and_remove(user, dialog):
    user.press("Save and remove", dialog)
    user.wait(lambda: user.question() is not None)
    user.press("Save and remove", user.question())
    user.wait_closed(dialog)


@pytest.mark.parametrize(
    ("limit", "typed", "going"), [("exchanges", "3", "1 of 4"), ("days", "150", "1 of 4"), ("megabytes", "1", "")]
)
def test_enter_in_a_limit_removes_nothing_before_the_count_was_seen_and_agreed_to(filled, start, limit, typed, going):
    user = start()
    if not going:  # a file that is larger than the smallest limit
        long = b'{"long":"' + os.urandom(2_000_000).hex().encode() + b'"}'
        large = request("ivan@example.com", 50).model_copy(update={"request_body": long})
        filled.append(user.store.begin(large).result(PATIENCE_S))
    dialog = user.open_dialog(Qt.Key.Key_Comma, CTRL)
    field = getattr(dialog.retention, limit)
    user.type_into(field.lineEdit(), "")
    QTest.keyClicks(field, typed)
    QTest.keyClick(field, Qt.Key.Key_Return)
    assert dialog.retention.would_go.text() == "Counting …", "Enter came before the count"
    user.wait(lambda: user.question() is not None)
    question = user.question()
    assert f"{going} " in question.text()
    assert "exchanges would be removed now." in question.text()
    first = user.store.get(filled[0]).sent_at.astimezone().strftime("%Y-%m-%d %H:%M")
    assert first in question.informativeText()
    assert "cannot be brought back" in question.informativeText()
    assert question.defaultButton().text().replace("&", "") == "Cancel"
    QTest.keyClick(question, Qt.Key.Key_Return)
    user.wait(lambda: user.question() is None)
    assert dialog.isVisible()
    assert user.console.backend.services.settings_store.load().history_exchanges is None
    assert all(user.store.get(number) is not None for number in filled)
    QTest.keyClick(field, Qt.Key.Key_Return)
    user.wait(lambda: user.question() is not None)
    user.press("Save and remove", user.question())
    user.wait_closed(dialog)
    user.wait(lambda: user.store.get(filled[0]) is None)


def test_a_limit_that_is_changed_while_it_is_counted_is_not_saved(filled, start):
    user = start()
    dialog = user.open_dialog(Qt.Key.Key_Comma, CTRL)
    dialog.retention.exchanges.setValue(1)
    user.press("Save and remove", dialog)
    assert not dialog.save.isEnabled(), "it waits for the count"
    dialog.retention.exchanges.setValue(10)
    user.wait(lambda: dialog.retention.would_go.text() == "Nothing would be removed now.")
    assert user.question() is None
    assert dialog.isVisible()
    user.press("Save", dialog)
    user.wait(lambda: user.question() is not None)
    user.press("Save the limits", user.question())
    user.wait_closed(dialog)
    assert user.console.backend.services.settings_store.load().history_exchanges == 10


@pytest.mark.parametrize(("limit", "before", "now"), [("days", 0, 9_000), ("days", 9_000, 8_000), ("exchanges", 90, 9)])
def test_a_lower_limit_is_agreed_to_even_when_it_removes_nothing_yet(filled, start, limit, before, now):
    user = start()
    store = user.console.backend.services.settings_store
    store.save(store.load().model_copy(update={f"history_{limit}": before or None}))
    dialog = user.open_dialog(Qt.Key.Key_Comma, CTRL)
    getattr(dialog.retention, limit).setValue(now)
    user.wait(lambda: dialog.retention.would_go.text() == "Nothing would be removed now.")
    user.press("Save", dialog)
    user.wait(lambda: user.question() is not None)
    assert "removed without another question" in user.question().informativeText()
    assert f"{now:,}" in user.question().informativeText()
    assert user.question().defaultButton().text().replace("&", "") == "Cancel"
    QTest.keyClick(user.question(), Qt.Key.Key_Return)
    user.wait(lambda: user.question() is None)
    assert getattr(store.load(), f"history_{limit}") == (before or None)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    user.wait_closed(dialog)


def test_a_higher_limit_is_saved_without_a_question(filled, start):
    user = start()
    store = user.console.backend.services.settings_store
    store.save(store.load().model_copy(update={"history_exchanges": 50}))
    dialog = user.open_dialog(Qt.Key.Key_Comma, CTRL)
    dialog.retention.exchanges.setValue(60)
    user.wait(lambda: dialog.retention.would_go.text() == "Nothing would be removed now.")
    user.press("Save", dialog)
    user.wait_closed(dialog)
    assert store.load().history_exchanges == 60


def test_limits_say_what_they_would_remove_before_they_are_saved(filled, start):
    user = start()
    dialog = user.open_dialog(Qt.Key.Key_Comma, CTRL)
    part = dialog.retention
    assert part.would_go.text() == "Everything is kept."
    part.days.setValue(150)
    user.wait(lambda: part.would_go.text().startswith("1 of 4 exchanges would be removed now."))
    assert "1 is pinned and stays." in part.would_go.text()
    save_and_remove(user, dialog)
    user.wait(lambda: user.notice() == "1 exchange beyond the limits was removed from the history.")
    assert user.store.get(filled[0]) is None
    assert user.store.get(filled[1]) is not None
    again = user.open_dialog(Qt.Key.Key_Comma, CTRL)
    assert again.retention.days.value() == 150
    user.wait(lambda: again.retention.would_go.text() == "Nothing would be removed now.")
    assert again.save.text() == "Save"
    again.retention.days.setValue(10_000)
    assert again.save.text() == "Save and remove", "nobody knows yet that nothing would go"
    user.wait(lambda: again.save.text() == "Save")
    QTest.keyClick(again, Qt.Key.Key_Escape)
    user.wait_closed(again)


RUNNING = "The exchanges beyond the limits are being removed from the history."


@pytest.fixture
def held(monkeypatch):
    """A removal that waits before its first step, until it is let go; it is said at once that it runs."""
    carry_out, go = retention.carry_out, threading.Event()

    def once_it_may(store, rule, *, progress, cancel):
        progress(Reached(Stage.REMOVING, 0, 2))
        go.wait(PATIENCE_S)
        progress(Reached(Stage.REMOVING, 0, 2))
        return carry_out(store, rule, progress=progress, cancel=cancel)

    monkeypatch.setattr(retention, "carry_out", once_it_may)
    monkeypatch.setattr("yespo_console.gui.history.tidying._SAID_AFTER_MS", 0)
    return go


def save_limit_of_one(user):
    dialog = user.open_dialog(Qt.Key.Key_Comma, CTRL)
    dialog.retention.exchanges.setValue(1)
    save_and_remove(user, dialog)
    user.wait(lambda: user.notice().startswith(RUNNING))


def press_esc(user):
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    user.key(Qt.Key.Key_Escape)


def look_an_hour_later(user):
    tidying = user.console._tidying
    tidying.look()
    user.wait(lambda: not tidying.runs)


@pytest.mark.parametrize("by", ["button", "esc"])
def test_after_a_removal_was_cancelled_nothing_more_is_removed_until_new_limits_are_saved(filled, start, held, by):
    user = start()
    save_limit_of_one(user)
    if by == "button":
        user.press("Cancel", user.window.notices)
    else:
        press_esc(user)
    held.set()
    told = (
        "0 of 2 exchanges beyond the limits were removed from the history. "
        "The limits are off now, so the others stay. They can be set again in Settings."
    )
    user.wait(lambda: user.notice() == told)
    look_an_hour_later(user)
    start.end(user)
    user = start()
    look_an_hour_later(user)
    assert all(user.store.get(number) is not None for number in filled)
    dialog = user.open_dialog(Qt.Key.Key_Comma, CTRL)
    assert dialog.retention.would_go.text() == "Everything is kept."
    dialog.retention.exchanges.setValue(1)
    save_and_remove(user, dialog)
    user.wait(lambda: user.store.get(filled[0]) is None)


@pytest.mark.parametrize("words", ["", "shirt"])
def test_esc_in_the_search_ends_the_search_and_no_removal(filled, start, held, words):
    user = start()
    save_limit_of_one(user)
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    user.open_history()
    user.search(words)
    user.wait(lambda: not user.search_field().is_open and bool(words or user.listed()))
    press_esc(user)
    assert user.search_field().text() == ""
    assert words or user.window.focusWidget() is user.history.table
    assert user.notice().startswith(RUNNING)
    assert user.console.backend.services.settings_store.load().history_exchanges == 1
    held.set()
    user.wait(lambda: "2 exchanges beyond the limits were removed" in user.notice())


def test_esc_closes_the_message_in_sight_before_it_cancels_a_removal_behind_it(filled, start, held):
    user = start()
    save_limit_of_one(user)
    user.window.notify("error", "It went wrong.")
    press_esc(user)
    assert user.notice().startswith(RUNNING)
    assert user.console.backend.services.settings_store.load().history_exchanges == 1
    press_esc(user)
    assert user.console.backend.services.settings_store.load().history_exchanges is None
    held.set()
    user.wait(lambda: "The limits are off now" in user.notice())


def test_what_says_that_the_limits_are_off_leads_to_them_and_is_gone_when_they_are_set_again(filled, start, held):
    user = start()
    save_limit_of_one(user)
    user.press("Cancel", user.window.notices)
    held.set()
    user.wait(lambda: "The limits are off now" in user.notice())
    dialog = user.open_dialog(Qt.Key.Key_Comma, CTRL)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    user.wait_closed(dialog)
    user.press("Open Settings", user.window.notices)
    dialog = user.find_dialog()
    assert dialog.retention.exchanges.value() == 0
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    user.wait_closed(dialog)


def test_who_cancels_and_closes_the_window_at_once_keeps_what_was_not_removed_yet(filled, start, held):
    user = start()
    save_limit_of_one(user)
    user.press("Cancel", user.window.notices)
    held.set()
    start.end(user)
    user = start()
    look_an_hour_later(user)
    assert all(user.store.get(number) is not None for number in filled)


def test_limits_that_could_not_be_put_off_remove_nothing_more_in_this_window_and_that_is_said(
    filled, start, held, monkeypatch
):
    user = start()
    save_limit_of_one(user)
    store = user.console.backend.services.settings_store

    def refuse(**_members):
        raise ConfigError("settings.json could not be written: the disk is full.")

    monkeypatch.setattr(store, "change", refuse)
    user.press("Cancel", user.window.notices)
    held.set()
    user.wait(lambda: "settings.json could not be written: the disk is full." in user.notice())
    assert "This window removes nothing more." in user.notice()
    look_an_hour_later(user)
    assert all(user.store.get(number) is not None for number in filled)


def test_a_removal_ends_when_its_limits_are_taken_out_in_another_window(filled, start, held, profile):
    user = start()
    save_limit_of_one(user)
    SettingsStore(profile).change(history_exchanges=None)
    held.set()
    told = "0 of 2 exchanges beyond the limits were removed from the history. The limits were changed."
    user.wait(lambda: user.notice() == told)
    look_an_hour_later(user)
    assert all(user.store.get(number) is not None for number in filled)


def test_a_removal_that_goes_on_after_a_start_tells_how_far_it_is_and_can_be_cancelled(filled, start, held, profile):
    SettingsStore(profile).change(history_exchanges=1)
    user = start()
    user.console._tidying.look()  # as it does a minute after the start
    user.wait(lambda: user.notice() == f"{RUNNING} Removed 0 of 2 exchanges.")
    press_esc(user)
    held.set()
    user.wait(lambda: "The limits are off now" in user.notice())
    assert all(user.store.get(number) is not None for number in filled)
    assert SettingsStore(profile).load().history_exchanges is None


def test_quitting_during_a_removal_is_no_cancel(filled, start, held, profile):
    user = start()
    save_limit_of_one(user)
    held.set()
    start.end(user)
    assert SettingsStore(profile).load().history_exchanges == 1
    user = start()
    look_an_hour_later(user)
    assert [number for number in filled if user.store.get(number) is not None] == [filled[1], filled[3]]


def test_a_settings_dialog_that_was_open_meanwhile_does_not_bring_cancelled_limits_back(filled, start, profile):
    elsewhere = SettingsStore(profile)
    elsewhere.change(history_exchanges=4)
    user = start()
    dialog = user.open_dialog(Qt.Key.Key_Comma, CTRL)
    dialog.motion.setChecked(False)
    elsewhere.change(history_exchanges=None)
    user.press("Save", dialog)
    user.wait_closed(dialog)
    assert elsewhere.load().history_exchanges is None
    assert not elsewhere.load().motion


def test_a_removal_that_takes_a_while_tells_how_far_it_is(filled, start, monkeypatch):
    user = start()
    steps = [
        Reached(Stage.REMOVING, 12_000, 500_000),
        Reached(Stage.GIVING_BACK),
        Reached(Stage.GIVING_BACK, 1_230_000_000, 3_000_000_000),
    ]
    going_on = [threading.Event() for _step in steps]

    def slowly(_store, _rule, *, progress, cancel):
        for step, seen in zip(steps, going_on, strict=True):
            progress(step)
            assert seen.wait(PATIENCE_S)
        return Removal(500_000)

    monkeypatch.setattr(retention, "carry_out", slowly)
    monkeypatch.setattr("yespo_console.gui.history.tidying._SAID_AFTER_MS", 0)
    dialog = user.open_dialog(Qt.Key.Key_Comma, CTRL)
    dialog.retention.exchanges.setValue(1)
    save_and_remove(user, dialog)
    bar = user.window.notices.standing._bar
    words = "The exchanges beyond the limits are being removed from the history."
    user.wait(lambda: user.notice() == f"{words} Removed 12,000 of 500,000 exchanges.")
    assert bar.isVisible()
    assert bar.value() / bar.maximum() == 0.024
    user.window.notify("error", "Something else.")
    going_on[0].set()
    user.press("1 more", user.window.notices)
    user.wait(lambda: user.notice() == f"{words} Giving room back.")
    assert bar.maximum() == 0, "it moves without a measure"
    going_on[1].set()
    user.wait(lambda: user.notice() == f"{words} Giving room back: 41%.")
    assert bar.value() / bar.maximum() == 0.41
    going_on[2].set()
    user.wait(lambda: user.notice() == "Something else.")
    assert not bar.isVisible()


def test_limits_that_are_saved_while_older_ones_are_being_kept_count_as_well(filled, start):
    user = start()
    tidying = user.console._tidying
    dialog = user.open_dialog(Qt.Key.Key_Comma, CTRL)
    tidying.look()  # there is no limit yet
    dialog.retention.exchanges.setValue(1)
    save_and_remove(user, dialog)
    user.wait(lambda: user.notice() == "2 exchanges beyond the limits were removed from the history.")
    assert [number for number in filled if user.store.get(number) is not None] == [filled[1], filled[3]]


def test_the_room_of_a_removal_that_was_given_up_is_given_back_though_the_limits_are_off_since(filled, start):
    user = start()
    assert removing.remove(user.store, filled, pinned_too=True).removed == len(filled)
    assert space.is_held_by_the_index(user.store)
    tidying = user.console._tidying
    tidying.look()
    user.wait(lambda: not tidying.runs)
    assert not space.is_held_by_the_index(user.store)


def test_without_limits_nothing_is_ever_removed(filled, start):
    user = start()
    tidying = user.console._tidying
    tidying.look()
    user.wait(lambda: not tidying.runs)
    assert all(user.store.get(number) is not None for number in filled)
