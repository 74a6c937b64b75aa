"""A real account: nobody writes to real people by accident. The address can never be reached (RFC 2606)."""

import asyncio
import json
import shutil
import threading

import pytest
from patience import PATIENCE_S
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from vocabulary import CTRL

from yespo_console.delivery.credentials import checked_key
from yespo_console.delivery.doubtful_type import DoubtfulType
from yespo_console.delivery.environments import Environment, EnvironmentStore
from yespo_console.delivery.test_contacts import sample_contact
from yespo_console.events.event import ApiVersion, Encoding
from yespo_console.gui.compose import doubts
from yespo_console.gui.compose.doubts import doubts_about
from yespo_console.gui.compose.handover import OpenDraft, SendAgain
from yespo_console.gui.compose.sending import question_before_series
from yespo_console.gui.text_sizes import LARGE_TEXT
from yespo_console.platform import in_process

TEST_CONTACT = "tester@example.com"


def _event(email):
    return f'{{"eventTypeKey": "mine", "params": [{{"name": "email", "value": "{email}"}}]}}'


@pytest.fixture
def user(start, profile):
    shop = Environment(name="Shop", base_url="https://shop.invalid/api", test_contacts=(TEST_CONTACT,))
    EnvironmentStore(profile).save(shop)
    user = start()
    user.console.backend.services.credentials.set("Shop", checked_key("never-used-key"))
    user.console.selection.choose("Shop")
    return user


def test_the_header_says_that_it_is_a_real_account(user):
    header = user.window.header
    assert "real account" in header.words()
    assert "Shop" in header.environment.accessibleName()
    assert header.property("real") is True
    user.console.selection.choose("Sandbox")
    assert "real account" not in header.words()
    assert header.property("real") is False


def test_sending_asks_first_and_enter_sends_nothing(user):
    user.write_text(_event("somebody@example.com"))
    user.press_send()
    user.wait(lambda: user.question() is not None)
    box = user.question()
    assert "real account" in box.text()
    assert "somebody@example.com" in box.informativeText()
    assert box.defaultButton().text().replace("&", "") == "Cancel"
    QTest.keyClick(box, Qt.Key.Key_Return)
    user.wait(lambda: user.question() is None)
    QTest.qWait(200)
    assert user.count_sent() == 0
    assert user.answer() is None


def test_a_test_contact_is_asked_about_once_and_anybody_else_each_time(user):
    user.write_text(_event(TEST_CONTACT))
    user.press_send()
    user.wait(lambda: user.question() is not None)
    told = user.question().informativeText()
    assert f"The event touches only test contacts of Shop:\nemail {TEST_CONTACT}\n" in told
    user.press("Send to the real account", user.question())
    user.wait(lambda: user.answer() is not None)
    assert user.count_sent() == 1
    assert user.answer().answer.status is None
    user.send()
    assert user.count_sent() == 2
    assert user.question() is None
    user.write_text(_event("somebody@example.com"))
    user.press_send()
    user.wait(lambda: user.question() is not None)
    assert "somebody@example.com" in user.question().informativeText()
    user.question().reject()
    user.wait(lambda: user.question() is None)
    assert user.count_sent() == 2


def test_an_event_that_is_on_its_way_to_a_real_account_is_not_sent_once_more_by_a_key_pressed_twice(user, monkeypatch):
    sent = []

    async def never_answered(text, *_arguments, **_more):
        sent.append(text)
        await asyncio.Future()

    monkeypatch.setattr(user.console.backend.services.sender, "send", never_answered)
    user.write_text(_event(TEST_CONTACT))
    user.press_send()
    user.wait(lambda: user.question() is not None)
    user.press("Send to the real account", user.question())
    user.wait(lambda: len(sent) == 1)
    user.press_send()
    assert user.notice().startswith("Not sent again: this very event is on its way to Shop.")
    user.key(Qt.Key.Key_Escape)
    user.wait(lambda: not user.compose._sends.is_busy)
    assert len(sent) == 1
    user.press_send()
    user.wait(lambda: len(sent) == 2)


def test_an_address_in_a_field_that_finds_no_contact_is_asked_about_each_time(user):
    user.write_text(_event(TEST_CONTACT))
    user.press_send()
    user.wait(lambda: user.question() is not None)
    user.press("Send to the real account", user.question())
    user.wait(lambda: user.answer() is not None)
    user.write_text(_event(TEST_CONTACT).replace("}]", '}, {"name": "customerEmail", "value": "real@example.org"}]'))
    user.press_send()
    user.wait(lambda: user.question() is not None)
    asked = user.question().informativeText()
    assert "customerEmail real@example.org" in asked
    assert "a workflow may write there" in asked
    assert "touches test contacts" in asked
    user.question().reject()
    user.wait(lambda: user.question() is None)
    assert user.count_sent() == 1


def test_an_account_that_takes_over_the_name_of_another_is_asked_about_anew(user, profile):
    user.write_text(_event(TEST_CONTACT))
    user.press_send()
    user.wait(lambda: user.question() is not None)
    user.press("Send to the real account", user.question())
    user.wait(lambda: user.answer() is not None)
    other = Environment(name="Shop", base_url="https://other.invalid/api", test_contacts=(TEST_CONTACT,))
    EnvironmentStore(profile).save(other)
    user.console.selection.reload()
    user.wait(lambda: user.console.selection.environment.base_url == other.base_url)
    user.press_send()
    user.wait(lambda: user.question() is not None)
    assert user.count_sent() == 1
    user.question().reject()


def test_a_text_with_two_addresses_in_one_place_counts_as_somebody_unknown(user):
    user.write_text(
        '{"eventTypeKey": "mine", "params": [{"name": "email",'
        f' "value": "somebody@example.com", "value": "{TEST_CONTACT}"}}]}}'
    )
    user.press_send()
    user.wait(lambda: user.question() is not None)
    assert "somebody unknown" in user.question().informativeText()
    assert user.question().findChildren(QPushButton)
    user.question().reject()


def test_sending_again_to_a_real_account_asks_when_the_header_names_another(user):
    user.write_text(_event(TEST_CONTACT))
    user.press_send()
    user.wait(lambda: user.question() is not None)
    user.press("Send to the real account", user.question())
    user.wait(lambda: user.answer() is not None)
    user.console.selection.choose("Sandbox")
    user.compose.receive(SendAgain(1, _event(TEST_CONTACT).encode(), "Shop", ApiVersion.V2))
    user.wait(lambda: user.question() is not None)
    QTest.keyClick(user.question(), Qt.Key.Key_Return)
    user.wait(lambda: user.question() is None)
    assert user.count_sent() == 1


def test_a_series_asks_once_and_names_how_many_and_whom(user):
    people = [f"somebody{number}@example.com" for number in range(3)]
    user.paste("\n".join(map(_event, [TEST_CONTACT, *people])))
    dialog = user.find_dialog()
    QTest.keyClick(dialog.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.mouseClick(dialog.send_button, Qt.MouseButton.LeftButton)
    user.wait(lambda: user.question() is not None)
    told = user.question().informativeText()
    assert "4 events are to be sent" in told
    for person in people:
        assert person in told
    assert TEST_CONTACT not in told
    QTest.keyClick(user.question(), Qt.Key.Key_Return)
    user.wait(lambda: user.question() is None)
    assert user.count_sent() == 0
    QTest.mouseClick(dialog.send_button, Qt.MouseButton.LeftButton)
    user.wait(lambda: user.question() is not None)
    user.press("Send to the real account", user.question())
    user.wait(lambda: dialog.told.text() == "4 events were sent: 4 failed.")
    assert user.question() is None
    assert user.count_sent() == 4


def test_a_series_names_addresses_in_other_fields(user):
    beside = _event(TEST_CONTACT).replace("}]", '}, {"name": "customerEmail", "value": "real@example.org"}]')
    user.paste("\n".join([_event(TEST_CONTACT), beside]))
    dialog = user.find_dialog()
    QTest.keyClick(dialog.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.mouseClick(dialog.send_button, Qt.MouseButton.LeftButton)
    user.wait(lambda: user.question() is not None)
    assert "customerEmail real@example.org" in user.question().informativeText()
    user.question().reject()


def test_a_series_names_the_event_types_that_are_probably_slips(user):
    slip = _event(TEST_CONTACT).replace('"mine"', '"PageViewed"')
    user.paste("\n".join([_event(TEST_CONTACT), slip, slip]))
    dialog = user.find_dialog()
    QTest.keyClick(dialog.list, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    QTest.mouseClick(dialog.send_button, Qt.MouseButton.LeftButton)
    user.wait(lambda: user.question() is not None)
    assert user.question().informativeText().count("new event type “PageViewed”. Did you mean pageViewed?") == 1
    user.question().reject()
    user.wait(lambda: user.question() is None)
    assert user.count_sent() == 0


def test_an_environment_is_chosen_in_the_menu_of_the_header(user):
    user.console.selection.choose("Sandbox")
    menu = user.window.header.environment_menu

    def take():
        row = next(row for row in menu.actions() if row.text().startswith("Shop"))
        menu.setActiveAction(row)
        QTest.keyClick(menu, Qt.Key.Key_Return)

    # The menu has an event loop of its own until it closes.
    QTimer.singleShot(300, take)
    QTimer.singleShot(3_000, menu, menu.close)
    user.key(Qt.Key.Key_E, CTRL)
    user.wait(lambda: user.console.selection.marking.name == "Shop")


def test_home_and_end_go_through_the_menu_of_the_environments(user):
    menu = user.window.header.environment_menu
    rows = []

    def walk_it():
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Home, Qt.Key.Key_End):
            QTest.keyClick(menu, key)
            rows.append(menu.activeAction())
        rows.append(menu.actions())
        menu.close()

    QTimer.singleShot(300, walk_it)
    user.key(Qt.Key.Key_E, CTRL)
    user.wait(lambda: len(rows) == 4)
    _down, first, last, every = rows
    assert first is every[0]
    assert first.text().startswith("Sandbox")
    assert last is every[-1]


def test_a_slip_in_the_event_type_asks_each_time(user):
    user.console.selection.choose("Shop")
    user.write_text(_event(TEST_CONTACT).replace('"mine"', '"PageViewed"'))
    for _time in range(2):
        user.press_send()
        user.wait(lambda: user.question() is not None)
        assert "pageViewed" in user.question().informativeText()
        user.question().reject()
        user.wait(lambda: user.question() is None)
    assert user.count_sent() == 0


def test_an_event_type_that_is_not_known_here_is_asked_about_once(user):
    user.console.selection.choose("Shop")
    user.write_text(_event(TEST_CONTACT).replace('"mine"', '"pageViewed"'))
    user.press_send()
    user.wait(lambda: user.question() is not None)
    assert "is not known here" not in user.question().informativeText()
    user.press("Send to the real account", user.question())
    user.wait(lambda: user.answer() is not None)
    for number, key in ((2, "loyaltyLevel"), (4, "loyaltyPoints")):
        user.write_text(_event(TEST_CONTACT).replace('"mine"', f'"{key}"'))
        user.press_send()
        user.wait(lambda: user.question() is not None)
        assert f"The event type “{key}” is not known here." in user.question().informativeText()
        user.press("Send to the real account", user.question())
        user.wait(lambda number=number: user.count_sent() == number and not user.compose._sends.is_busy)
        user.send()
        assert user.question() is None
        assert user.count_sent() == number + 1


def test_an_address_as_the_event_type_is_named_with_what_would_come_of_it(user):
    user.console.selection.choose("Shop")
    user.write_text(_event(TEST_CONTACT).replace('"mine"', '"anna@client.ua"'))
    for _time in range(2):
        user.press_send()
        user.wait(lambda: user.question() is not None)
        told = user.question().informativeText()
        assert "a new event type “anna@client.ua”, which cannot be taken back" in told
        assert "eventTypeKey anna@client.ua" in told
        user.question().reject()
        user.wait(lambda: user.question() is None)
    assert user.count_sent() == 0


def test_a_copied_command_holds_the_key_only_when_it_is_asked_for(user):
    user.write_text(_event(TEST_CONTACT))
    user.window.actions_by_id["copy-curl-bash"].trigger()
    command = QGuiApplication.clipboard().text()
    assert "YOUR_API_KEY" in command
    assert "never-used-key" not in command
    user.press("Copy it with the key")
    user.wait(lambda: "never-used-key" in QGuiApplication.clipboard().text())
    assert QGuiApplication.clipboard().text() == command.replace("YOUR_API_KEY", "never-used-key")


def test_a_keychain_that_does_not_answer_is_not_said_to_have_no_key(keychain, user):
    EnvironmentStore(user.console.profile).save(Environment(name="Mart", base_url="https://mart.invalid/api"))
    user.console.selection.reload()
    user.wait(lambda: len(user.console.selection.environments) == 4)
    user.console.selection.choose("Mart")
    keychain.is_locked = True
    user.window.actions_by_id["copy-curl-bash"].trigger()
    user.press("Copy it with the key")
    user.wait(lambda: "The keychain could not be used (KeyringLocked)" in user.notice())
    assert "no key for Mart" not in user.notice()


def _large_event(email):
    note = "x" * (2 * LARGE_TEXT)
    params = [{"name": "email", "value": email}, {"name": "note", "value": note}]
    return json.dumps({"eventTypeKey": "mine", "params": params})


def test_a_large_event_is_looked_at_beside_the_window_and_asked_about_all_the_same(user, monkeypatch):
    looked_in = []

    def noting(*arguments):
        looked_in.append(threading.current_thread())
        return doubts_about(*arguments)

    monkeypatch.setattr(doubts, "doubts_about", noting)
    user.compose.receive(OpenDraft(_large_event("somebody@example.com"), Encoding()))
    user.press_send()
    assert user.question() is None
    user.wait(lambda: user.question() is not None)
    assert "somebody@example.com" in user.question().informativeText()
    assert threading.main_thread() not in looked_in
    user.question().reject()
    assert user.count_sent() == 0


def test_a_large_event_that_is_given_up_while_it_is_looked_at_is_not_sent(user, monkeypatch):
    go_on = threading.Event()

    def slow(*arguments):
        go_on.wait(PATIENCE_S)
        return doubts_about(*arguments)

    monkeypatch.setattr(doubts, "doubts_about", slow)
    user.compose.receive(OpenDraft(_large_event(TEST_CONTACT), Encoding()))
    user.press_send()
    user.compose.commands()["cancel"]()
    go_on.set()
    QTest.qWait(300)
    assert user.question() is None
    assert user.count_sent() == 0


def test_when_nobody_can_tell_whom_an_endless_event_touches_that_is_asked(user, monkeypatch):
    monkeypatch.setattr(doubts, "LONGEST_TEXT", LARGE_TEXT)
    monkeypatch.setattr(in_process, "_serve", _die)
    user.compose.receive(OpenDraft(_large_event(TEST_CONTACT), Encoding()))
    user.press_send()
    user.wait(lambda: user.question() is not None)
    assert "somebody unknown" in user.question().informativeText()
    user.question().reject()


def _die(connection):
    connection.close()


def test_several_events_for_test_contacts_are_asked_about_once_and_it_says_whom_they_touch(user):
    user.paste("\n".join([_event(TEST_CONTACT)] * 2))
    dialog = user.find_dialog()
    dialog.activateWindow()
    user.wait(dialog.isActiveWindow)
    for key, modifiers in ((Qt.Key.Key_A, CTRL), (Qt.Key.Key_Return, CTRL)):
        QTest.keyClick(dialog.list, key, modifiers)
    user.wait(lambda: user.question() is not None)
    assert "2 events are to be sent." in user.question().informativeText()
    assert "They touch nobody but test contacts of Shop." in user.question().informativeText()
    user.question().reject()
    user.wait(lambda: user.question() is None)
    assert dialog.list.events.chosen == (0, 1)
    assert user.count_sent() == 0
    dialog.close()
    user.wait_closed(dialog)


@pytest.fixture
def stored(user):
    """An exchange that went to the sandbox, picked in the history, while another draft is being written."""
    user.console.selection.choose("Sandbox")
    user.write_text(_event(TEST_CONTACT).replace("{", '{"keyValue": "order-17", ', 1))
    exchange = user.send()
    user.write_text(_event("draft@example.com"))
    user.open_history()
    user.search("mine")
    user.wait_listed(exchange.id)
    user.pick(exchange.id)
    return exchange


def _send_to_shop(user):
    user.window.actions_by_id["send-elsewhere"].trigger()
    dialog = user.find_dialog()
    (shop,) = [row for row in range(dialog.list.count()) if dialog.list.item(row).text().startswith("Shop")]
    dialog.list.setCurrentRow(shop)
    user.press("Send again", dialog)
    user.wait(lambda: user.question() is not None)
    return user.question()


def test_the_question_before_an_exchange_goes_elsewhere_names_it_and_cancel_leads_back(user, stored):
    told = _send_to_shop(user).informativeText()
    assert f"Exchange {stored.id} of the history is to be sent again" in told
    assert "Event type: mine" in told
    assert "Key: order-17" in told
    user.question().reject()
    user.wait(lambda: user.question() is None)
    assert user.window.page is user.history
    assert user.history.shown.id == stored.id
    assert user.history.table.selected_ids(9) == [stored.id]
    assert user.search_field().text() == "mine"
    assert user.count_sent() == 1
    user.open_compose()
    assert user.text == _event("draft@example.com")


def test_an_exchange_that_goes_elsewhere_is_shown_in_the_history_when_it_has_its_answer(user, stored):
    _send_to_shop(user)
    user.press("Send to the real account", user.question())
    user.wait(lambda: user.history.shown is not None and user.history.shown.id != stored.id)
    assert user.history.shown.environment == "Shop"
    assert user.window.page is user.history
    assert user.text == _event("draft@example.com")


def test_a_send_of_the_history_can_be_given_up_from_there(user, stored, monkeypatch):
    given_up = []
    monkeypatch.setattr(user.compose._sends, "cancel", lambda: given_up.append(True))
    user.compose.busy_changed.emit(True)
    assert user.window.page is user.history
    user.window.actions_by_id["cancel"].trigger()
    user.compose.busy_changed.emit(False)
    assert given_up == [True]


def test_that_there_is_no_key_is_said_before_anything_is_asked(user, profile):
    EnvironmentStore(profile).save(Environment(name="Keyless", base_url="https://keyless.invalid/api"))
    user.console.selection.reload()
    user.wait(lambda: "Keyless" in [one.name for one in user.console.selection.environments])
    user.console.selection.choose("Keyless")
    user.write_text(_event("anna@example.com"))
    user.press_send()
    user.wait(lambda: "The environment Keyless has no API key, so nothing was sent." in user.notice())
    assert user.question() is None
    assert user.count_sent() == 0
    user.console.backend.services.credentials.set("Keyless", checked_key("never-used-key"))
    user.press_send()
    user.wait(lambda: user.question() is not None)


def test_a_keychain_that_fails_in_a_way_of_its_own_is_told_of_and_the_next_send_goes(user, monkeypatch):
    class Failing:
        def get_password(self, _service, _name):
            raise TypeError("never-used-key")

    monkeypatch.setattr(user.console.backend.services.credentials, "_session", {})
    monkeypatch.setattr(user.console.backend.services.credentials, "_keychain", Failing())
    user.write_text(_event(TEST_CONTACT))
    user.press_send()
    user.wait(lambda: user.question() is not None)
    user.press("Send to the real account", user.question())
    user.wait(lambda: "The keychain could not be used (TypeError)" in user.notice())
    assert "Nothing was sent." in user.notice()
    assert "never-used-key" not in user.notice()
    user.wait(lambda: not user.compose._sends.is_busy)
    user.console.selection.choose("Sandbox")
    user.send()


def test_a_fault_in_what_looks_before_a_send_does_not_hold_the_next_one_up(user, monkeypatch):
    from yespo_console.gui.async_runner import Outcome

    monkeypatch.setattr(user.console.backend.services.credentials, "_session", {})
    monkeypatch.setattr(user.console.runner, "start_in_thread", lambda *_job: None)
    user.write_text(_event(TEST_CONTACT))
    user.press_send()
    monkeypatch.undo()
    assert user.compose._sends.is_busy
    with pytest.raises(ZeroDivisionError):
        user.compose._sends._asking._key_looked_up(Outcome(error=ZeroDivisionError()))
    assert not user.compose._sends.is_busy


def test_what_is_not_named_of_many_doubtful_types_is_counted(user):
    types = [DoubtfulType(f"ofOurs{at}", may_be_there=True) for at in range(8)]
    box = question_before_series(user.console.selection.environment, 8, (), user.window, new_types=types)
    assert "ofOurs4" in box.informativeText()
    assert "ofOurs5" not in box.informativeText()
    assert "The same goes for 3 more event types." in box.informativeText()
    box.deleteLater()


# -- a new draft


def _new_draft(user):
    user.window.actions_by_id["new"].trigger()
    user.wait_until_checked()
    return {param.name: param.value for param in user.compose.draft.reading.params}


def test_a_new_draft_on_a_real_account_names_its_test_contact_and_nobody_else(user):
    params = _new_draft(user)
    assert params["email"] == TEST_CONTACT
    assert "phone" not in params
    assert user.problems() == []
    user.choose_type("cartUpdated")
    assert TEST_CONTACT in user.text
    assert "test@example.com" not in user.text
    assert "380501234567" not in user.text
    assert '"products"' in user.text


def test_a_new_draft_where_there_is_no_test_contact_names_nobody_and_says_so(user):
    user.console.selection.choose("Yespo")
    params = _new_draft(user)
    assert (params["email"], params["phone"]) == ("", "")
    assert any("it has neither a keyValue nor a contact" in words for words in user.problems())


def test_a_new_draft_for_the_sandbox_names_the_contact_of_the_documentation(user):
    user.console.selection.choose("Sandbox")
    assert _new_draft(user)["email"] == "test@example.com"


def test_the_first_draft_of_a_window_names_the_test_contact_as_well(start, user, profile):
    start.end(user)
    shutil.rmtree(profile.drafts_dir)
    user = start()
    assert user.console.selection.marking.name == "Shop"
    user.wait(lambda: TEST_CONTACT in user.text)
    assert "test@example.com" not in user.text
    assert not user.compose.draft.modified


@pytest.mark.parametrize(
    ("contacts", "named"),
    [
        (("1001", "+380 (67) 111-22-33", TEST_CONTACT), {"phone": "380671112233"}),
        ((TEST_CONTACT, "380671112233"), {"email": TEST_CONTACT}),
        (("1001", "1234567"), {}),
        ((), {}),
    ],
)
def test_an_id_is_not_taken_for_a_phone_number_and_two_contacts_are_not_mixed(contacts, named):
    assert (
        sample_contact(Environment(name="Shop", base_url="https://shop.invalid/api", test_contacts=contacts)) == named
    )
