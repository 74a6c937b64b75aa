"""A history that does not open: damaged, older, newer, or of another program. Each has a way on; nothing is lost."""

import shutil
import sqlite3
import threading
import time
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from patience import PATIENCE_S
from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QProgressBar
from vocabulary import CTRL, User

from yespo_console.app import Console
from yespo_console.events.event import ApiVersion
from yespo_console.history import reading_copy, recovery
from yespo_console.history.errors import HistoryBusyError, HistoryFullError
from yespo_console.history.exchange import NewExchange
from yespo_console.history.query import Query
from yespo_console.history.reached import Reached, Stage
from yespo_console.history.store import HistoryStore
from yespo_console.history.upgrading import Upgrade

RELEASED = Path(__file__).parents[1] / "data" / "history"
COUNT = 4


@pytest.fixture
def filled(profile):
    """The ids of some exchanges in the history."""
    with HistoryStore.open(profile.history_file) as store:
        request = NewExchange(
            sent_at=datetime.now(UTC),
            environment="Sandbox",
            is_real=False,
            url="http://127.0.0.1/",
            api=ApiVersion.V2,
            request_body=b"{}",
            source="test",
        )
        return [store.begin(request).result(PATIENCE_S) for _ in range(COUNT)]


@pytest.fixture
def begin(own_collection, profile, qtbot, qapp):
    """Begins a window, whatever comes of it."""
    begun = []
    qapp.setDoubleClickInterval(0)  # as for ``start``

    def run():
        console = Console(qapp, profile)
        begun.append(console)
        console.show()
        return User(qtbot, console)

    yield run
    for console in begun:
        if console.backend.services is not None:
            wait_until_begun(User(qtbot, console))
            QTest.qWait(50)
        console.window.close()
        console.stop()
        for gone in (console.window, console):
            gone.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def wait_until_begun(user):
    """All that a window begins with has ended."""
    backend, selection = user.console.backend, user.console.selection
    user.wait(lambda: backend.services is not None)
    user.wait(lambda: backend.services.sandbox.address is not None and selection.environment is not None)


def bar(within):
    """The progress bar in sight; None where there is none."""
    seen = [one for one in within.findChildren(QProgressBar) if one.isVisible()]
    return seen[0] if seen else None


def names(profile):
    return {one.name for one in profile.data.iterdir() if one.name.startswith("history.")}


def damage(profile):
    """Destroy the page with the list of tables, so that the history cannot be opened."""
    with closing(sqlite3.connect(profile.history_file)) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = bytearray(profile.history_file.read_bytes())
    content[100:120] = b"\xff" * 20
    profile.history_file.write_bytes(content)


@pytest.fixture
def damaged_window(filled, profile, begin):
    """A window on a damaged history."""
    damage(profile)
    user = begin()
    user.find_dialog()
    return user


def test_a_damaged_history_is_recovered_by_one_press(filled, damaged_window):
    user = damaged_window
    dialog = user.find_dialog()
    assert "damaged" in dialog.words.text()
    user.press("Recover what can be read", dialog)
    user.wait(lambda: user.console.backend.services is not None)
    assert user.sees("4 exchanges were recovered; no other is known to be lost.")
    assert all(user.store.get(number) is not None for number in filled)
    assert list(user.store.path.parent.glob("history.damaged.*.sqlite3"))


def test_what_could_not_be_recovered_is_no_success(filled, damaged_window, monkeypatch):
    user = damaged_window
    found = recovery.repair

    def repair_half(*given, **more):
        return replace(found(*given, **more), lost=12)

    monkeypatch.setattr(recovery, "repair", repair_half)
    user.press("Recover what can be read", user.find_dialog())
    user.wait(lambda: user.sees("at least 12 others are lost"))
    assert user.window.notices.standing.words.accessibleName().startswith("Warning: 4 exchanges were recovered")


def test_or_a_new_one_is_begun_and_the_damaged_file_kept(filled, damaged_window):
    user = damaged_window
    user.press("Begin an empty history", user.find_dialog())
    user.wait(lambda: user.console.backend.services is not None)
    assert user.store.get(filled[0]) is None
    (aside,) = user.store.path.parent.glob("history.damaged.*.sqlite3")
    assert b"127.0.0.1" in aside.read_bytes()


def test_esc_while_the_file_is_set_aside_does_not_keep_from_saying_where_it_lies(damaged_window, monkeypatch):
    user = damaged_window
    go, put_aside = threading.Event(), recovery.put_aside

    def slowly(*given):
        assert go.wait(PATIENCE_S)
        return put_aside(*given)

    monkeypatch.setattr(recovery, "put_aside", slowly)
    dialog = user.find_dialog()
    user.press("Begin an empty history", dialog)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    go.set()
    user.wait(lambda: user.sees("A new history was begun. The damaged file is kept as"))
    user.wait(lambda: user.console.backend.services is not None)


@pytest.mark.parametrize(
    ("pressed", "job"), [("Begin an empty history", "put_aside"), ("Recover what can be read", "repair")]
)
def test_behind_a_fault_of_the_program_another_way_can_be_tried(damaged_window, qtbot, monkeypatch, pressed, job):
    user = damaged_window
    dialog = user.find_dialog()

    def broken(*_given, **_more):
        raise ValueError("a fault")

    with monkeypatch.context() as faulty, qtbot.capture_exceptions() as raised:
        faulty.setattr(recovery, job, broken)
        user.press(pressed, dialog)
        user.wait(lambda: bool(raised))
    assert user.sees("It did not come to its end, because of a fault of the program.")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    user.wait_closed(dialog)
    user.press("What can be done…")
    user.press("Begin an empty history", user.find_dialog())
    user.wait(lambda: user.console.backend.services is not None)


def test_or_it_is_left_for_later_and_the_bar_leads_back(damaged_window):
    user = damaged_window
    dialog = user.find_dialog()
    user.press("Not now", dialog)
    user.wait_closed(dialog)
    assert user.console.backend.services is None
    user.press("What can be done…")
    user.press("Begin an empty history", user.find_dialog())
    user.wait(lambda: user.console.backend.services is not None)


@pytest.fixture
def held(monkeypatch):
    """A recovery that waits in the middle until it is let go, or given up."""
    repair, go = recovery.repair, threading.Event()

    def once_it_may(path, progress, cancel, **more):
        def tell(reached):
            progress(reached)
            while reached.stage is Stage.RECOVERING and not go.is_set() and not cancel.is_cancelled:
                progress(Reached(Stage.RECOVERING, 1, COUNT))
                time.sleep(0.01)

        return repair(path, tell, cancel, **more)

    monkeypatch.setattr(recovery, "repair", once_it_may)
    return go


def test_while_it_is_recovered_a_bar_and_words_tell_how_far_it_is(damaged_window, held):
    user = damaged_window
    dialog = user.find_dialog()
    user.press("Recover what can be read", dialog)
    user.wait(lambda: dialog.words.text() == "Recovered 1 of 4 exchanges …")
    assert bar(dialog).value() == bar(dialog).maximum() / 4
    assert bar(dialog).accessibleName() == "How far it is"
    held.set()
    wait_until_begun(user)
    assert user.sees("4 exchanges were recovered")


@pytest.mark.parametrize("by", ["button", "esc"])
def test_a_recovery_that_is_cancelled_leaves_the_damaged_file_and_can_be_begun_again(damaged_window, held, profile, by):
    user = damaged_window
    before = profile.history_file.read_bytes()
    dialog = user.find_dialog()
    user.press("Recover what can be read", dialog)
    user.wait(lambda: user.sees("Recovered 1 of 4 exchanges"))
    if by == "button":
        user.press("Cancel", dialog)
    else:
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    user.wait(lambda: user.sees("That was given up. The file is in its place, as it was."))
    assert bar(dialog) is None
    assert profile.history_file.read_bytes() == before
    assert names(profile) == {"history.sqlite3", "history.sqlite3.suspect"}
    held.set()
    user.press("Recover what can be read", dialog)
    wait_until_begun(user)
    assert user.store.count(Query()) == COUNT


def test_closing_the_program_meanwhile_gives_the_recovery_up(damaged_window, held, profile):
    user = damaged_window
    before = profile.history_file.read_bytes()
    user.press("Recover what can be read", user.find_dialog())
    user.wait(lambda: user.sees("Recovered 1 of 4 exchanges"))
    user.console.stop()
    assert profile.history_file.read_bytes() == before
    assert names(profile) == {"history.sqlite3", "history.sqlite3.suspect"}


@pytest.fixture
def upgrading_window(profile, begin, monkeypatch):
    """A window on a history of an older version, half of which is copied until one lets it go on."""
    shutil.copy(RELEASED / "schema-1.sqlite3", profile.history_file)
    go_on = threading.Event()
    reach = Upgrade.reach

    def slowly(upgrade, share):
        reach(upgrade, 0.45 if share else share)
        while share and not go_on.is_set() and not upgrade._cancelled.is_set():
            time.sleep(0.01)
        reach(upgrade, share)

    monkeypatch.setattr(Upgrade, "reach", slowly)
    monkeypatch.setattr("yespo_console.gui.backend._TOLD_AFTER_MS", 20)
    user = begin()
    user.go_on = go_on
    user.wait(lambda: user.sees("Copying the history of an older version: 45%."))
    return user


def test_a_large_older_history_says_what_is_going_on_until_it_is_done(upgrading_window):
    user = upgrading_window
    assert user.console.backend.services is None
    assert "Nothing can be sent before that" in user.notice()
    shown = bar(user.window.notices)
    assert shown.value() == 0.45 * shown.maximum()
    user.go_on.set()
    wait_until_begun(user)
    user.wait(lambda: not user.sees("Copying the history"))
    assert bar(user.window.notices) is None
    assert user.store.count(Query()) == 5


@pytest.mark.parametrize("by", ["button", "esc"])
def test_cancelling_it_leaves_the_older_history_whole_and_it_can_be_tried_again(upgrading_window, profile, by):
    user = upgrading_window
    if by == "button":
        user.press("Cancel", user.window.notices)
    else:
        user.window.activateWindow()
        user.wait(user.window.isActiveWindow)
        user.key(Qt.Key.Key_Escape)
    user.wait(lambda: user.sees("was not opened: that was given up. Nothing of it is lost."))
    assert profile.history_file.read_bytes() == (RELEASED / "schema-1.sqlite3").read_bytes()
    assert names(profile) - {"history.sqlite3.upgrade.lock"} == {"history.sqlite3"}, "no half copy"
    assert bar(user.window.notices) is None
    user.go_on.set()
    user.press("Try again")
    wait_until_begun(user)
    assert not user.sees("was not opened")
    assert user.store.count(Query()) == 5


def test_closing_the_window_meanwhile_leaves_the_older_history_as_it_was(upgrading_window, profile):
    user = upgrading_window
    before = (RELEASED / "schema-1.sqlite3").read_bytes()
    user.window.close()
    user.console.stop()
    assert profile.history_file.read_bytes() == before
    assert list(profile.data.glob("history.version-1.*")) == []


@pytest.mark.parametrize("error", [HistoryFullError, HistoryBusyError])
def test_a_history_for_which_there_is_no_room_opens_by_itself_once_there_is_some(begin, filled, monkeypatch, error):
    monkeypatch.setattr("yespo_console.gui.opening._AGAIN_MS", 50)
    has_room, tried = threading.Event(), []
    opens = reading_copy.open_or_copy

    def open_once_there_is_room(path, *given, **more):
        if not has_room.is_set():
            tried.append(path)
            raise error(path)
        return opens(path, *given, **more)

    monkeypatch.setattr(reading_copy, "open_or_copy", open_once_there_is_room)
    user = begin()
    user.wait(lambda: len(tried) > 2)
    user.wait(lambda: user.notice().startswith(("There is no room left on the disk", "The history ")))
    has_room.set()
    wait_until_begun(user)
    assert user.notice() == ""
    assert user.store.count(Query()) == COUNT


@pytest.fixture
def newer(filled, profile):
    """A history that a newer version has changed, and what is in the file."""
    with closing(sqlite3.connect(profile.history_file)) as connection:
        connection.execute("ALTER TABLE exchange ADD COLUMN mood TEXT")
        connection.execute("UPDATE exchange SET mood = 'good'")
        connection.execute("PRAGMA user_version = 99")
        connection.commit()
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return profile.history_file.read_bytes()


def set_aside(profile):
    (aside,) = profile.data.glob("history.sqlite3.set-aside.*")
    return aside


def test_beside_a_history_of_a_newer_version_another_one_is_begun_and_it_is_said_where_it_lies(newer, begin, profile):
    user = begin()
    dialog = user.find_dialog()
    assert "was written by a newer version of Yespo Console (99)" in dialog.words.text()
    assert "Install the newer version" in dialog.words.text()
    assert profile.history_file.read_bytes() == newer
    user.press("Begin an empty history", dialog)
    wait_until_begun(user)
    assert user.store.count(Query()) == 0
    aside = set_aside(profile)
    assert aside.read_bytes() == newer
    assert str(aside) in user.notice()


def test_what_this_version_can_read_of_a_newer_history_is_taken_along(newer, begin, profile, filled):
    user = begin()
    user.press("Take along what can be read", user.find_dialog())
    wait_until_begun(user)
    assert all(user.store.get(number) is not None for number in filled)
    aside = set_aside(profile)
    assert aside.read_bytes() == newer
    assert "4 exchanges were recovered" in user.notice()
    assert str(aside) in user.notice()


def test_a_newer_history_can_be_left_as_it_is_and_the_bar_leads_back(newer, begin, profile):
    user = begin()
    dialog = user.find_dialog()
    user.press("Not now", dialog)
    user.wait_closed(dialog)
    assert profile.history_file.read_bytes() == newer
    assert names(profile) == {"history.sqlite3"}
    user.press("What can be done…")
    user.find_dialog()


def test_without_a_history_what_needs_one_says_so_and_leads_to_what_can_be_done(newer, begin):
    user = begin()
    dialog = user.find_dialog()
    user.press("Not now", dialog)
    user.wait_closed(dialog)
    user.window.notices.dismiss()
    assert user.notice() == ""
    user.press_send()
    assert "newer version" in user.notice()
    assert "Nothing can be sent without a history." in user.notice()
    user.window.notices.dismiss()
    user.key(Qt.Key.Key_Comma, CTRL)
    assert "Nothing can be sent without a history." in user.notice()
    user.open_history()
    empty = user.history.found.empty
    assert empty.title.text() == "The history cannot be read"
    assert "newer version" in empty.words.text()
    user.press("What can be done…", empty)
    user.press("Begin an empty history", user.find_dialog())
    wait_until_begun(user)
    user.wait(lambda: empty.title.text() == "Nothing was sent yet")
    assert not empty.way_on.isVisible()


def test_a_file_without_a_byte_is_told_once_and_used(begin, profile):
    profile.history_file.touch()
    user = begin()
    wait_until_begun(user)
    user.wait(lambda: "was empty: nothing at all was in it" in user.notice())
    user.open_history()
    user.wait(lambda: user.history.found.empty.title.text() == "Nothing was sent yet")


def test_the_file_of_another_program_is_set_aside_whole_with_its_journal(begin, profile):
    theirs = sqlite3.connect(profile.history_file)
    theirs.execute("PRAGMA journal_mode = WAL")
    theirs.execute("CREATE TABLE bookmarks (url TEXT)")
    theirs.execute("INSERT INTO bookmarks VALUES ('https://example.com/')")
    theirs.commit()
    user = begin()
    dialog = user.find_dialog()
    assert "is a database of another program" in dialog.words.text()
    user.press("Begin an empty history", dialog)
    user.wait(lambda: user.sees("is being written by another program"))
    theirs.close()
    user.press("Begin an empty history", dialog)
    wait_until_begun(user)
    aside = set_aside(profile)
    assert str(aside) in user.notice()
    with closing(sqlite3.connect(aside)) as connection:
        assert connection.execute("SELECT url FROM bookmarks").fetchall() == [("https://example.com/",)]
