"""History: copying out of it, its menu, and the ways between search and list."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu, QToolButton
from vocabulary import CTRL, name_of

from yespo_console.delivery.credentials import checked_key
from yespo_console.delivery.environments import Environment
from yespo_console.sharing.writers import WRITERS

KEY = "a-key-that-nobody-may-see"
NOTE = "Парасолька 'синя' \"L\" & <5>"


def _event(note):
    escaped = note.replace('"', '\\"')
    return f'{{"eventTypeKey": "mine",  "params": [{{"name": "email", "value": "a@example.com"}}], "n": "{escaped}"}}'


@pytest.fixture
def sent(user):
    """Two exchanges, the newer one picked in the history."""
    user.write_text(_event("first"))
    user.send()
    user.write_text(_event(NOTE))
    exchange = user.send()
    user.open_history()
    user.pick(exchange.id)
    QGuiApplication.clipboard().clear()
    return exchange


def _copy(user, words):
    """Choose a line of the Copy button's menu; returns what is on the clipboard then."""
    (action,) = [one for one in user.history.buttons.copy.menu().actions() if one.text() == f"Copy: {words}"]
    action.trigger()
    return QGuiApplication.clipboard().text()


def test_the_number_and_the_body_are_copied_as_they_are(user, sent):
    assert _copy(user, "History number") == str(sent.id)
    assert "history number was copied" in user.notice()
    assert _copy(user, "Request body") == _event(NOTE)


@pytest.mark.parametrize("words", [writer.title for writer in WRITERS.values()])
def test_an_exchange_is_copied_as_a_command_without_its_key(user, sent, words):
    copied = _copy(user, words)
    assert sent.url in copied
    assert "YOUR_API_KEY" in copied
    assert "Content-Length" not in copied
    assert f"Copied as {words}" in user.notice()


def test_support_copies_an_exchange_for_the_ticket_without_personal_data(user, sent):
    user.history.table.setFocus()
    user.key(Qt.Key.Key_M, CTRL | Qt.KeyboardModifier.ShiftModifier)
    user.wait(lambda: "Copied for the ticket" in user.notice())
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith(f"## {sent.id} · mine · ")
    assert "- Answer: 200 OK" in copied
    assert "email-1@example.invalid" in copied
    assert "a@example.com" not in copied
    QGuiApplication.clipboard().clear()
    _copy(user, "Page for a ticket")
    user.wait(lambda: QGuiApplication.clipboard().text() == copied)


def test_the_copy_names_the_user_of_the_environment_but_not_its_key(user):
    services = user.console.backend.services
    services.environments.save(
        Environment(name="Test server", base_url=services.sandbox.address.base_url, user="somebody")
    )
    services.credentials.set("Test server", checked_key(KEY))
    user.console.selection.take(services.environments.all())
    user.console.selection.choose("Test server")
    exchange = user.send()
    user.open_history()
    user.pick(exchange.id)
    copied = _copy(user, "curl (bash)")
    assert "somebody:" in copied
    assert KEY not in copied
    # An environment that is gone since leaves a request that can still be handed on.
    services.environments.remove("Test server")
    user.console.selection.take(services.environments.all())
    copied = _copy(user, "curl (bash)")
    assert "api:" in copied
    assert exchange.url in copied


def test_that_several_are_selected_is_not_said_any_more_in_the_composer(user, sent):
    user.history.table.setFocus()
    user.key(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    user.key(Qt.Key.Key_Return, CTRL)
    assert user.notice().startswith("2 exchanges are selected")
    user.open_compose()
    assert user.notice() == ""


def test_home_goes_to_the_newest_and_end_to_the_oldest(user, sent):
    newest, oldest = user.listed()[0], user.listed()[-1]
    user.pick(oldest)
    user.key(Qt.Key.Key_Home)
    assert list(user.history._selected_ids()) == [newest]
    user.key(Qt.Key.Key_End)
    assert list(user.history._selected_ids()) == [oldest]
    user.key(Qt.Key.Key_Home, Qt.KeyboardModifier.ShiftModifier)
    assert list(user.history._selected_ids()) == user.listed()


def test_of_several_that_are_selected_none_is_opened(user, sent):
    user.history.table.setFocus()
    user.key(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(user.history.table, Qt.Key.Key_Return)
    assert user.notice().startswith("2 exchanges are selected, but one at a time is opened. Nothing was opened")
    assert user.window.page is user.history
    assert len(user.history._selected_ids()) == 2


def test_of_several_that_are_selected_none_is_sent_and_they_stay_selected(user, sent):
    user.history.table.setFocus()
    user.key(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    selected = list(user.history._selected_ids())
    assert len(selected) == 2
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    for modifiers in (CTRL, CTRL | Qt.KeyboardModifier.ShiftModifier):
        user.key(Qt.Key.Key_Return, modifiers)
        assert user.notice().startswith("2 exchanges are selected, but one at a time is sent again. Nothing was sent")
        user.window.notices.dismiss()
    assert list(user.history._selected_ids()) == selected
    assert user.count_sent() == 2
    user.key(Qt.Key.Key_Down)
    user.key(Qt.Key.Key_Up)
    user.key(Qt.Key.Key_Return, CTRL)
    user.wait(lambda: user.count_sent() == 3)


def test_a_new_draft_is_begun_from_the_history_and_a_contact_is_forgotten_from_the_composer(user, sent):
    before = user.compose.tabs.count()
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    user.key(Qt.Key.Key_T, CTRL)
    assert user.window.page is user.compose
    assert user.compose.tabs.count() == before + 1
    assert user.compose.form.isAncestorOf(user.window.focusWidget())
    assert user.window.actions_by_id["forget"].isEnabled()
    user.window.actions_by_id["forget"].trigger()
    dialog = user.find_dialog()
    assert dialog.windowTitle() == "Delete everything about a contact"
    dialog.close()
    user.wait_closed(dialog)


def test_the_keys_of_the_window_copy_here_too(user, sent):
    user.key(Qt.Key.Key_C, CTRL | Qt.KeyboardModifier.ShiftModifier)
    assert QGuiApplication.clipboard().text().startswith("curl")


def test_the_menu_of_a_row_offers_what_the_buttons_do(user, sent):
    user.history.table.customContextMenuRequested.emit(QPoint(20, 20))
    user.wait(lambda: bool(_menus(user)))
    (menu,) = _menus(user)
    words = [one.text() for one in menu.actions() if not one.isSeparator()]
    assert words[0] == "Open in composer (Enter)"
    assert words[1].startswith("Send again to Sandbox")
    assert words[2:6] == [
        "Send again to another environment…",
        "Compare with the draft (Ctrl+Shift+D)",
        "Timeline of this contact (Ctrl+Shift+L)",
        "Timeline of this cart (Ctrl+Shift+K)",
    ]
    assert "Copy: Request body" in words
    actions = {one.text(): one for one in menu.actions()}
    actions["Copy: Request body"].trigger()
    assert QGuiApplication.clipboard().text() == _event(NOTE)
    actions["Open in composer (Enter)"].trigger()
    user.wait(lambda: user.window.page is user.compose)
    assert user.text == _event(NOTE)
    menu.close()


def _menus(user):
    return [one for one in user.history.findChildren(QMenu) if one.isVisible()]


def test_nothing_to_copy_or_send_again_while_nothing_is_picked(user):
    user.open_history()
    for button in (user.history.buttons.copy, user.history.buttons.open, user.history.buttons.again):
        assert not button.isEnabled()
    user.history.table.customContextMenuRequested.emit(QPoint(20, 20))
    assert _menus(user) == []
    assert not user.window.actions_by_id["send"].isEnabled()


def test_there_is_room_for_the_search_in_the_smallest_window(user, sent):
    user.window.resize(user.window.minimumSize())
    user.wait(lambda: user.window.width() == user.window.minimumWidth())
    assert user.search_field().width() >= 200
    for name in ("Saved searches", "Add filter"):
        assert user.find(QToolButton, name).geometry().right() < user.history.filters.width()


def test_widths_and_order_of_columns_are_remembered(start):
    first = start()
    first.open_history()
    first.history.table.setColumnWidth(2, 321)
    first.history.table.horizontalHeader().moveSection(8, 1)
    start.end(first)
    second = start()
    second.open_history()
    assert second.history.table.columnWidth(2) == 321
    assert second.history.table.horizontalHeader().visualIndex(8) == 1


def test_pins_notes_and_tags_are_seen_in_the_list(user, sent):
    user.store.annotate([sent.id], note="asked by phone", pinned=True, add_tags=["checked", "Ще"]).result()
    user.wait(lambda: _cell(user, 0, 8) == "checked, Ще")
    assert _cell(user, 0, 0) == "Pinned, Has a note"
    assert _cell(user, 1, 0) == _cell(user, 1, 8) == ""


def _cell(user, row, column):
    return user.history.table.model().index(row, column).data()


def test_arrows_and_enter_lead_from_the_search_into_the_list_and_back(user, sent):
    search, table = user.search_field(), user.history.table
    search.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Return):
        QTest.keyClick(search, key)
        assert table.hasFocus()
        assert table.currentIndex().row() == 0
        QTest.keyClick(table, Qt.Key.Key_Up)
        assert search.hasFocus()
    QTest.keyClick(search, Qt.Key.Key_Down)
    QTest.keyClick(table, Qt.Key.Key_Down)
    assert table.currentIndex().row() == 1
    QTest.keyClick(table, Qt.Key.Key_Up)
    assert table.hasFocus()


def test_letters_in_the_list_are_searched_for(user, sent):
    QTest.keyClick(user.history.table, Qt.Key.Key_F)
    assert user.search_field().hasFocus()
    assert user.search_field().text() == "f"


def test_escape_empties_the_search_then_leads_to_the_list_and_from_there_to_the_search(user, sent):
    user.search("парасолька")
    user.wait_listed(sent.id)
    search = user.search_field()
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert search.text() == ""
    assert search.hasFocus()
    user.wait(lambda: len(user.listed()) == 2)
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert user.history.table.hasFocus()
    QTest.keyClick(user.history.table, Qt.Key.Key_Escape)
    assert search.hasFocus()


def test_ctrl_f_leads_to_the_search_from_anywhere_on_the_screen(user, sent):
    user.key(Qt.Key.Key_F, CTRL)
    assert user.search_field().hasFocus()


def test_f6_goes_round_the_parts_of_the_history(user, sent):
    user.search_field().setFocus()
    seen = []
    user.history.chart.set_folded(False)
    for _part in range(6):
        user.key(Qt.Key.Key_F6)
        seen.append(user.window.focusWidget())
    assert seen[0] is user.history.chart.canvas
    assert seen[1] is user.history.table
    assert name_of(seen[2]) == "Add a tag"
    assert user.history.view.isAncestorOf(seen[3])
    assert user.history.view.isAncestorOf(seen[4])
    assert name_of(seen[5]) == "Search the history"


def test_a_search_stays_when_what_it_found_is_sent_again(user, sent):
    user.search("парасолька")
    user.wait_listed(sent.id)
    user.history.table.setFocus()
    user.key(Qt.Key.Key_Return, CTRL)
    user.wait(lambda: user.listed() == [sent.id + 1, sent.id])
    assert user.search_field().text() == "парасолька"
    user.wait(lambda: user.history.shown is not None and user.history.shown.id == sent.id + 1)


def test_a_search_that_does_not_find_what_was_sent_again_gives_way(user, sent):
    user.key(Qt.Key.Key_D, CTRL)
    user.search("is:pinned")
    user.wait_listed(sent.id)
    user.history.table.setFocus()
    user.key(Qt.Key.Key_Return, CTRL)
    user.wait(lambda: user.listed() == [sent.id + 1, sent.id, sent.id - 1])
    assert user.search_field().text() == ""
    user.wait(lambda: user.history.shown is not None and user.history.shown.id == sent.id + 1)


def test_escape_closes_a_message_before_it_leads_anywhere(user, sent):
    user.window.notify("error", "The first.")
    user.window.notify("error", "The second.")
    user.key(Qt.Key.Key_Escape)
    assert user.notice() == "The first."
    assert user.history.table.hasFocus()
    user.search_field().setFocus()
    user.key(Qt.Key.Key_Escape)
    assert user.notice() == ""
    assert user.search_field().hasFocus()


def test_f6_reaches_a_message_and_closing_it_leads_back(user, sent):
    user.window.notify("error", "The disk is full.", (("Try again", lambda: None),))
    user.search_field().setFocus()
    user.key(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert name_of(user.window.focusWidget()) == "Try again"
    user.key(Qt.Key.Key_Escape)
    assert user.notice() == ""
    assert user.search_field().hasFocus()
