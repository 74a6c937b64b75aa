"""The history is taken away, held or destroyed while the window is open: nothing leaves unrecorded, and it is said."""

import asyncio
import os
import shutil
import sqlite3
from contextlib import closing

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton
from vocabulary import CTRL, name_of

from yespo_console.history.query import Query

EVERY = ("", "-wal", "-shm")
GONE = "was removed or replaced while it was open"


@pytest.fixture
def sent(user):
    """Two exchanges of before."""
    first = user.send()
    user.compose.new_draft()
    user.send()
    user.compose.new_draft()
    return first


def remove(profile):
    for ending in EVERY:
        profile.history_file.with_name(profile.history_file.name + ending).unlink()


def open_again(user):
    """Press what the bar offers."""
    buttons = user.window.notices.findChildren
    user.wait(lambda: any(one.text() == "Open it again" and one.isVisible() for one in buttons(QAbstractButton)))
    user.press("Open it again", user.window.notices)


def requests(user):
    """How many events the sandbox has got."""
    return len(user.console.backend.services.sandbox.state.received)


def test_after_the_file_was_removed_nothing_is_sent_and_there_is_a_way_on(user, profile, sent):
    came = requests(user)
    remove(profile)
    user.press_send()
    user.wait(lambda: GONE in user.notice())
    user.wait(lambda: "Nothing can be sent without a history" in user.notice())
    user.press_send()
    user.wait(lambda: not user.compose._sends.is_busy)
    assert requests(user) == came
    assert not profile.history_file.exists()
    open_again(user)
    user.wait(lambda: "An empty history was begun." in user.notice())
    assert requests(user) == came
    assert user.send().id == 1
    if os.name == "posix":
        assert profile.history_file.stat().st_mode & 0o777 == 0o600


def test_the_history_says_that_it_is_gone_and_lists_what_is_there_once_it_is_opened_again(user, profile, sent):
    user.open_history()
    user.wait(lambda: len(user.listed()) == 2)
    user.pick(sent.id)
    user.wait(lambda: user.history.shown is not None)
    remove(profile)
    user.wait(lambda: user.history.found.empty.isVisible())
    assert user.history.found.empty.title.text() == "The history cannot be read"
    assert GONE in user.history.found.empty.words.text()
    user.search("nothing")  # what is searched for is not what is in the way
    assert not user.history.found.empty.clear.isVisible()
    user.search("")
    assert user.history.shown is None
    user.press("Open it again", user.history.found.empty)
    user.wait(lambda: user.history.found.empty.title.text() == "Nothing was sent yet")
    user.open_compose()
    again = user.send()
    user.open_history()
    user.wait_listed(again.id)


def test_the_keys_that_were_in_the_list_come_to_what_opens_the_history_again(user, profile, sent):
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    user.open_history()
    user.pick(sent.id)
    user.wait(user.history.table.hasFocus)
    remove(profile)
    user.wait(lambda: user.history.found.empty.isVisible())
    user.wait(lambda: name_of(user.window.focusWidget()) == "Open it again")
    user.key(Qt.Key.Key_Space)
    user.wait(lambda: user.history.found.empty.title.text() == "Nothing was sent yet")
    assert name_of(user.window.focusWidget())


def test_a_file_that_is_put_back_is_used_on_as_if_nothing_were(user, profile, sent):
    beside = profile.data / "elsewhere"
    beside.mkdir()
    names = [profile.history_file.name + ending for ending in EVERY]
    for name in names:
        shutil.move(profile.data / name, beside)
    user.open_history()
    user.wait(lambda: GONE in user.notice())
    for name in names:
        shutil.move(beside / name, profile.data)
    user.wait(lambda: GONE not in user.notice())
    user.wait(lambda: len(user.listed()) == 2)


def test_what_was_done_to_exchanges_of_another_history_is_not_taken_back_in_this_one(user, profile, sent):
    user.open_history()
    user.pick(sent.id)
    user.wait(lambda: user.history.shown is not None)
    user.key(Qt.Key.Key_D, CTRL)
    user.wait(lambda: user.history.annotating.can_undo)
    remove(profile)
    user.wait(lambda: "Nothing can be sent without a history" in user.notice())
    open_again(user)
    user.wait(lambda: user.store.fault is None)
    assert not user.history.annotating.can_undo


def test_that_a_pin_was_not_written_is_said_no_longer_than_the_history_is_lost(user, profile, sent):
    user.open_history()
    user.pick(sent.id)
    user.wait(lambda: user.history.shown is not None)
    remove(profile)
    user.key(Qt.Key.Key_D, CTRL)
    user.wait(lambda: "Nothing can be sent without a history" in user.notice())
    open_again(user)
    user.wait(lambda: "An empty history was begun." in user.notice())
    assert GONE not in user.notice()


@pytest.fixture
def locked(profile, sent):
    """Another program that writes the history, and goes on."""
    with closing(sqlite3.connect(profile.history_file, isolation_level=None)) as another:
        another.execute("BEGIN IMMEDIATE")
        yield another


def test_a_send_says_that_it_waits_for_the_history_and_esc_ends_that_at_once(user, locked):
    came, kept = requests(user), user.store.count(Query())
    user.press_send()
    user.wait(lambda: user.compose.response.words.startswith("Waiting for the history, which another program holds"))
    user.key(Qt.Key.Key_Escape)
    user.wait(lambda: not user.compose._sends.is_busy)
    assert "Nothing was sent." in user.notice()
    assert user.compose.response.words.startswith("Not sent yet")
    locked.execute("ROLLBACK")
    user.send()
    assert requests(user) == came + 1
    assert user.store.count(Query()) == kept + 1


def test_a_send_goes_as_soon_as_the_other_program_lets_go(user, locked):
    user.press_send()
    user.wait(lambda: user.compose.response.words.startswith("Waiting for the history, which another program holds"))
    locked.execute("ROLLBACK")
    user.wait(lambda: not user.compose._sends.is_busy)
    assert "200" in user.compose.response.view.title.text()


def quit_question(user):
    user.key(Qt.Key.Key_Q, CTRL)
    user.wait(lambda: user.question() is not None)
    return user.question()


def wait_for_the_history(user):
    user.press_send()
    user.wait(lambda: user.compose.response.words.startswith("Waiting for the history, which another program holds"))


def test_who_quits_while_a_send_waits_for_the_history_is_told_that_nothing_was_sent(start, user, profile, locked):
    came = requests(user)
    wait_for_the_history(user)
    text = user.text
    box = quit_question(user)
    assert box.windowTitle() == "Quit before it is sent?"
    assert box.text() == ("An event for Sandbox waits for the history, which another program holds: it is not sent.")
    assert box.informativeText() == "If you quit now, nothing is sent; what was written here is kept as a draft."
    user.press_button(box, "Quit now")
    user.wait(lambda: not user.window.isVisible())
    assert requests(user) == came
    locked.execute("ROLLBACK")
    start.end(user)
    later = start()
    later.wait(lambda: text in [draft.text for draft in later.compose.drafts])
    error = later.newest().answer.error
    assert error is None or not error.may_have_been_accepted


def test_what_was_wanted_is_kept_as_a_draft_although_it_was_changed_meanwhile(start, user, profile, locked):
    user.write_text('{"eventTypeKey": "asItWasWanted", "params": []}')
    wait_for_the_history(user)
    user.write_text('{"eventTypeKey": "changedMeanwhile", "params": []}')
    user.press_button(quit_question(user), "Quit now")
    user.wait(lambda: not user.window.isVisible())
    locked.execute("ROLLBACK")
    start.end(user)
    later = start()
    later.wait(lambda: "asItWasWanted" in " ".join(draft.text for draft in later.compose.drafts))
    assert "changedMeanwhile" in later.text


def test_the_question_says_that_it_is_being_sent_once_it_is(user, locked, monkeypatch):
    from yespo_console.delivery.http import Prepared

    async def never_answered(_prepared, _trip):
        await asyncio.Future()

    monkeypatch.setattr(Prepared, "send", never_answered)
    wait_for_the_history(user)
    box = quit_question(user)
    locked.execute("ROLLBACK")
    user.wait(lambda: box.text() == "An event is being sent to Sandbox, and its answer is not there yet.")
    assert box.windowTitle() == "Quit while an event is being sent?"
    assert box.informativeText().startswith("If you quit now, nobody waits for the answer: the history keeps")
    user.press_button(box, "Keep the window")
    user.wait(lambda: user.question() is None)
    user.window.actions_by_id["cancel"].trigger()
    user.wait(lambda: not user.compose._sends.is_busy)


def test_a_series_says_that_it_waits_for_the_history_and_the_question_that_none_was_sent(user, locked):
    came = requests(user)
    user.paste("\n".join(f'{{"eventTypeKey": "one{at}", "params": []}}' for at in range(3)))
    dialog = user.find_dialog()
    dialog.list.events.choose({0, 1, 2})
    user.press("Send 3 chosen to Sandbox", dialog)
    waiting = "0 of 3 sent. Waiting for the history, which another program holds."
    user.wait(lambda: dialog.told.text() == waiting)
    user.window.close()
    user.wait(lambda: user.question() is not None)
    box = user.question()
    assert box.text() == f"Several events are about to be sent, one after another. {waiting}"
    assert box.informativeText() == "If you quit now, none of them is sent."
    user.press_button(box, "Keep the window")
    user.wait(lambda: user.question() is None)
    assert requests(user) == came
    locked.execute("ROLLBACK")
    user.wait(lambda: dialog.told.text().startswith("3 events were sent"))
    user.press("Close", dialog)
    user.wait_closed(dialog)


def test_a_history_that_is_damaged_meanwhile_says_so_in_its_place(user, profile, sent):
    with closing(sqlite3.connect(profile.history_file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with profile.history_file.open("r+b") as file:
        file.seek(4096)
        file.write(b"\xff" * (profile.history_file.stat().st_size - 4096))
    user.open_history()
    empty = user.history.found.empty
    user.wait(lambda: empty.isVisible() and empty.title.text() == "The history cannot be read")
    assert "is damaged" in empty.words.text()
    assert "the next one offers to recover what can be read" in empty.words.text()


@pytest.mark.parametrize("noticed", [False, True])
def test_what_came_of_an_earlier_send_does_not_stand_there_as_what_came_of_one_without_a_history(
    user, profile, noticed
):
    user.send()
    assert "200" in user.compose.response.view.title.text()
    remove(profile)
    if noticed:
        user.wait(lambda: GONE in user.notice())
    user.press_send()
    user.wait(lambda: user.compose.response.words.startswith("Nothing was sent."))
    assert user.answer() is None
    open_again(user)
    user.wait(lambda: "An empty history was begun." in user.notice())
    assert user.send().id == 1
