"""Help: every command with its keys, and what goes into a ticket."""

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from vocabulary import name_of, reachable, walk

from yespo_console import __version__
from yespo_console.delivery.credentials import checked_key
from yespo_console.delivery.environments import Environment
from yespo_console.gui.actions import ACTIONS

KEY = "a-key-that-nobody-may-see"


@pytest.fixture
def commands(user):
    return user.open_dialog(Qt.Key.Key_F1)


def _about(user):
    user.window.actions_by_id["about"].trigger()
    return user.find_dialog()


def test_f1_lists_every_command_of_this_window_with_its_keys(user, commands):
    listed = dict(commands.rows())
    for row in ACTIONS:
        if row.id in user.window.actions_by_id:
            assert listed[row.title] == ", ".join(row.shortcuts)
    assert "Sandbox" not in listed, "a section that does not exist is not offered"
    assert listed["Send"].startswith("Ctrl+Enter")


@pytest.mark.parametrize("width", [560, 900])
def test_every_sentence_of_the_list_is_read_to_its_end(user, commands, width):
    commands.resize(width, 500)
    QTest.qWait(50)
    tree = commands._tree
    for item in commands._items():
        row = tree.visualItemRect(item)
        room = tree.columnWidth(0) - (row.left() + tree.iconSize().width() + 16)
        needed = tree.fontMetrics().boundingRect(QRect(0, 0, room, 0), Qt.TextFlag.TextWordWrap, item.text(0))
        assert row.height() >= needed.height(), item.text(0)


def test_the_keys_of_a_part_of_the_window_are_listed_and_explained(user, commands):
    listed = dict(commands.rows())
    assert listed["Switch between As sent and Readable"] == "Ctrl+Shift+R"
    assert listed["Format the text"] == "Ctrl+Shift+F"
    assert listed["Duplicate the row"] == "Ctrl+D"
    assert listed["Open the exchange in the composer"] == "Enter"
    QTest.keyClicks(commands.search, "duplicate")
    assert "while the cursor is in that part" in commands.hint.text()
    QTest.keyClick(commands.search, Qt.Key.Key_Return)
    assert commands.isVisible()


def test_a_command_is_found_by_its_words_or_its_key_and_run_by_enter(user, commands):
    QTest.keyClicks(commands.search, "ctrl+2")
    assert [words for words, _keys in commands.rows()] == ["History"]
    QTest.keyClick(commands.search, Qt.Key.Key_Return)
    user.wait(lambda: user.window.page is user.history)
    user.wait_closed(commands)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("several events", "Choose the event, or no longer"),
        ("series", "Send those chosen, as a series"),
        ("go to", "Next problem"),
        ("sandbox", "Choose the environment: the sandbox or an account"),
    ],
)
def test_a_command_is_found_by_the_words_of_its_heading(user, commands, words, found):
    QTest.keyClicks(commands.search, words)
    assert found in [row for row, _keys in commands.rows()]


def test_arrows_move_through_the_list_from_the_search(user, commands):
    QTest.keyClicks(commands.search, "draft")
    first = commands._tree.currentItem().text(0)
    QTest.keyClick(commands.search, Qt.Key.Key_Down)
    assert commands.search.hasFocus()
    assert commands._tree.currentItem().text(0) != first
    before = user.compose.tabs.count()
    QTest.keyClick(commands.search, Qt.Key.Key_Up)
    assert commands._tree.currentItem().text(0) == first == "New draft"
    QTest.keyClick(commands.search, Qt.Key.Key_Return)
    user.wait(lambda: user.compose.tabs.count() == before + 1)


@pytest.mark.parametrize(
    ("typed", "key", "modifier"),
    [
        ("", Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier),
        ("e", Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier),
        ("send", Qt.Key.Key_Enter, Qt.KeyboardModifier.ControlModifier),
    ],
)
def test_who_opens_the_list_to_read_it_sends_nothing_by_a_key(user, commands, typed, key, modifier):
    QTest.keyClicks(commands.search, typed)
    QTest.keyClick(commands.search, key, modifier)
    assert commands.isVisible()
    assert user.count_sent() == 0


def test_send_is_carried_out_by_who_names_or_chooses_it_and_by_no_first_letter(user, commands):
    QTest.keyClicks(commands.search, "se")
    assert commands._tree.currentItem().text(0) != "Send"
    QTest.keyClicks(commands.search, "nd")
    assert commands._tree.currentItem().text(0) == "Send"
    QTest.keyClick(commands.search, Qt.Key.Key_Return)
    user.wait(lambda: user.count_sent() == 1)


def test_an_arrow_chooses_the_first_command_before_anything_is_typed(user, commands):
    assert commands._tree.currentItem() is None
    assert "to choose a command" in commands.hint.text()
    QTest.keyClick(commands.search, Qt.Key.Key_Down)
    assert commands._tree.currentItem().text(0) == commands.rows()[0][0]
    assert "Enter carries out the command" in commands.hint.text()


def test_what_cannot_be_done_now_is_listed_and_does_nothing(user, commands):
    QTest.keyClicks(commands.search, "redo")
    assert commands.rows() == [("Redo", "Ctrl+Shift+Z, Ctrl+Y")]
    QTest.keyClick(commands.search, Qt.Key.Key_Return)
    assert commands.isVisible()
    QTest.keyClick(commands.search, Qt.Key.Key_Escape)
    user.wait_closed(commands)


def test_a_search_that_finds_nothing_says_so(user, commands):
    QTest.keyClicks(commands.search, "no such thing")
    assert commands.rows() == []
    QTest.keyClick(commands.search, Qt.Key.Key_Return)
    assert commands.isVisible()
    assert "Search for less" in commands.hint.text()


def test_diagnostics_are_copied_and_hold_no_secret_and_nothing_that_was_sent(user, profile):
    services = user.console.backend.services
    services.environments.save(Environment(name="Shop", base_url="https://shop.invalid/api"))
    services.credentials.set("Shop", checked_key(KEY))
    user.fill("email", "somebody@example.com")
    user.send()
    about = _about(user)
    user.press("Copy diagnostics", about)
    copied = QGuiApplication.clipboard().text()
    for words in (__version__, "Python", "PySide6-Essentials", "Log folder", str(profile.log_dir), "Sandbox"):
        assert words in copied
    for secret in (KEY, "somebody@example.com", "Authorization", "shop.invalid"):
        assert secret not in copied
    QTest.keyClick(about, Qt.Key.Key_Escape)
    user.wait_closed(about)


def test_a_key_in_the_log_is_masked_in_the_diagnostics(user, profile):
    from yespo_console.platform.logs import log_file

    file = log_file(profile, "window")
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"2026-11-24 request failed: Authorization: Basic {KEY}\n", "utf-8")
    about = _about(user)
    assert "request failed" in about.text.toPlainText()
    assert KEY not in about.text.toPlainText()


def test_about_is_worked_by_keys_alone(user):
    about = _about(user)
    seen = walk(about)
    assert set(reachable(about)) <= set(seen)
    assert [name_of(one) for one in seen] == ["Close", "Diagnostics", "Copy diagnostics", "Open the log folder"]
    QTest.keyClick(about.focusWidget(), Qt.Key.Key_Return)
    user.wait_closed(about)


def test_the_list_of_commands_is_worked_by_keys_alone(user, commands):
    seen = walk(commands)
    assert set(reachable(commands)) <= set(seen)
    assert [name_of(one) for one in seen] == ["Search for a command or a key", "Commands"]


def test_help_opens_wherever_the_focus_is(user):
    user.open_history()
    dialog = user.open_dialog(Qt.Key.Key_F1)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    user.wait_closed(dialog)
    user.open_compose()
    user.compose.editor.view.setFocus()
    dialog = user.open_dialog(Qt.Key.Key_F1)
    assert ("Find in the text", "Ctrl+F") in dialog.rows()


def test_every_command_of_the_table_is_one_of_the_window(user):
    assert {row.id for row in ACTIONS} == set(user.window.actions_by_id)


def test_a_command_is_found_by_what_the_command_line_calls_it(user, commands):
    QTest.keyClicks(commands.search, "forget")
    assert [words for words, _keys in commands.rows()] == ["Delete everything about a contact"]
