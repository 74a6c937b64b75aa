"""Environments: added, changed, checked and taken away in their dialog."""

import threading

import pytest
from patience import PATIENCE_S
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QListWidget, QPushButton
from vocabulary import CTRL, name_of, reachable, walk

from yespo_console.delivery.config_file import ConfigError
from yespo_console.delivery.environments import Environment

SHIFT = Qt.KeyboardModifier.ShiftModifier
KEY = "a-key-that-nobody-may-see"


@pytest.fixture
def dialog(user):
    return user.open_dialog(Qt.Key.Key_E, CTRL | SHIFT)


def _names(dialog):
    return [dialog.list.item(at).text() for at in range(dialog.list.count())]


def _go_to(user, dialog, name):
    dialog.list.setFocus()
    dialog.list.setCurrentRow(_names(dialog).index(name))
    user.wait(lambda: dialog.form.name.text() == name)


def _add(user, dialog, name="Shop", base_url="https://shop.invalid/api"):
    user.press("New environment", dialog)
    user.type_into(dialog.form.name, name)
    user.type_into(dialog.form.base_url, base_url)


def _save(user, dialog):
    user.press("Save", dialog)
    user.wait(lambda: not dialog.save.isEnabled() and dialog.list.isEnabled())


def _stored(user, name):
    return user.console.backend.services.environments.get(name)


def test_a_new_account_has_a_colour_that_warns_until_its_user_chooses_another(user, dialog):
    _add(user, dialog)
    assert dialog.form.colour.currentText() == "Orange"
    _save(user, dialog)
    assert _stored(user, "Shop").colour == "#c2410c"


def test_an_environment_is_added_and_can_be_sent_to(user, dialog):
    address = user.console.backend.services.sandbox.address.base_url
    _add(user, dialog, "Test server", address)
    user.choose(dialog.form.colour, "Violet")
    user.choose(dialog.form.api, "v2")
    user.choose(dialog.form.native, "As JSON")
    user.type_into(dialog.form.key, KEY)
    _save(user, dialog)
    assert _names(dialog) == ["Sandbox", "Yespo", "Test server"]
    stored = _stored(user, "Test server")
    assert (stored.base_url, stored.colour, stored.native) == (address, "#7c4ddb", True)
    user.press("Close", dialog)
    user.wait_closed(dialog)
    user.console.selection.choose("Test server")
    exchange = user.send()
    assert (exchange.environment, exchange.answer.status) == ("Test server", 200)
    user.compose.verdict.why.click()
    assert "this program does not know" in user.compose.verdict.story.text()


def test_a_saved_key_is_not_shown_and_is_in_no_file(user, dialog, profile):
    _add(user, dialog)
    user.type_into(dialog.form.key, KEY)
    assert dialog.form.key.displayText() != KEY
    _save(user, dialog)
    user.wait(lambda: "kept" in dialog.form.key.placeholderText())
    assert dialog.form.key.text() == ""
    assert user.console.backend.services.credentials.get("Shop") is not None
    _go_to(user, dialog, "Sandbox")
    _go_to(user, dialog, "Shop")
    assert dialog.form.key.text() == ""
    files = [one for folder in (profile.config, profile.data, profile.state) for one in folder.rglob("*")]
    assert not [one for one in files if one.is_file() and KEY.encode() in one.read_bytes()]


def test_a_key_is_removed_on_demand(user, dialog):
    _add(user, dialog)
    user.type_into(dialog.form.key, KEY)
    _save(user, dialog)
    user.wait(dialog.form.remove_key.isEnabled)
    user.press("Remove key", dialog)
    user.wait(lambda: user.console.backend.services.credentials.get("Shop") is None)
    user.wait(lambda: not dialog.form.remove_key.isEnabled())


def test_the_chosen_environment_is_renamed_and_stays_chosen_with_its_key(user, dialog):
    _add(user, dialog)
    user.type_into(dialog.form.key, KEY)
    _save(user, dialog)
    user.console.selection.choose("Shop")
    user.type_into(dialog.form.name, "Big shop")
    _save(user, dialog)
    assert _names(dialog) == ["Sandbox", "Yespo", "Big shop"]
    assert user.console.selection.marking.name == "Big shop"
    assert user.console.selection.environment.name == "Big shop"
    assert user.console.backend.services.credentials.get("Big shop") is not None
    assert user.console.backend.services.credentials.get("Shop") is None
    assert user.notice() == ""


def test_a_name_that_is_taken_is_refused_at_its_field_and_nothing_changes(user, dialog):
    _add(user, dialog)
    _save(user, dialog)
    user.console.selection.choose("Shop")
    user.type_into(dialog.form.name, "yespo")
    user.press("Save", dialog)
    user.wait(lambda: dialog.form.rows["name"].wrong.isVisible())
    assert "already" in dialog.form.rows["name"].wrong.text()
    assert dialog.form.name.hasFocus()
    assert user.console.selection.marking.name == "Shop"
    user.press("Revert", dialog)
    assert dialog.form.name.text() == "Shop"
    assert _names(dialog) == ["Sandbox", "Yespo", "Shop"]


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("shop.example.com", "does not start with https://"),
        ("http://shop.example.com/api", "Use https://"),
        ("https://shop.example.com/api/v2/event", "Leave out /v2/event"),
        ("https://api:secret@shop.example.com", "must not contain a user name"),
        ("", "is empty"),
    ],
)
def test_a_wrong_base_url_is_explained_at_its_field_and_not_saved(user, dialog, address, words):
    _add(user, dialog, "Shop", address)
    user.press("Save", dialog)
    wrong = dialog.form.rows["base_url"].wrong
    assert wrong.isVisible()
    assert words in wrong.text()
    assert dialog.form.base_url.hasFocus()
    assert "secret" not in wrong.text()
    assert [one.name for one in user.console.backend.services.environments.all()] == ["Sandbox", "Yespo"]


def test_a_key_with_a_line_break_inside_or_letters_of_another_alphabet_is_refused(user, dialog):
    _add(user, dialog)
    user.type_into(dialog.form.key, "ключ")
    user.press("Save", dialog)
    assert dialog.form.rows["key"].wrong.isVisible()
    assert "ключ" not in dialog.form.rows["key"].wrong.text()


def test_a_check_of_the_key_names_the_organisation_which_stays_until_the_key_is_another(user, dialog):
    address = user.console.backend.services.sandbox.address.base_url
    _add(user, dialog, "Test server", address)
    user.type_into(dialog.form.key, KEY)
    user.press("Save and check key", dialog)
    user.wait(lambda: dialog.form.checked.text().startswith("The key is good and belongs to"))
    user.wait(lambda: bool(_stored(user, "Test server").organisation))
    organisation = _stored(user, "Test server").organisation
    assert organisation in dialog.form.checked.text()
    user.choose(dialog.form.colour, "Pink")
    _save(user, dialog)
    assert _stored(user, "Test server").organisation == organisation
    # Another key may belong to somebody else.
    user.type_into(dialog.form.key, "another-key")
    _save(user, dialog)
    assert _stored(user, "Test server").organisation is None


def test_the_button_says_that_a_check_saves_first_and_no_longer_once_it_is_saved(user, dialog):
    _go_to(user, dialog, "Yespo")
    assert dialog.form.check.text() == "Check key"
    _add(user, dialog, "Nobody", "http://127.0.0.1:9/api")
    user.type_into(dialog.form.key, KEY)
    assert dialog.form.check.text() == "Save and check key"
    user.press("Save and check key", dialog)
    user.wait(lambda: dialog.form.checked.text().startswith("Not good."))
    assert _stored(user, "Nobody") is not None
    assert dialog.form.check.text() == "Check key"
    user.press("Check key", dialog)
    user.wait(lambda: dialog.form.checked.text().startswith("Not good."))


def test_the_list_marks_the_environment_that_is_being_made(user, dialog):
    _go_to(user, dialog, "Yespo")
    user.press("New environment", dialog)
    assert dialog.list.currentItem().text() == "New environment"
    user.type_into(dialog.form.name, "Shop")
    user.press("Revert", dialog)
    assert _names(dialog) == ["Sandbox", "Yespo"]
    assert dialog.list.currentItem().text() == "Yespo"
    assert dialog.form.name.text() == "Yespo"
    _add(user, dialog)
    _save(user, dialog)
    assert _names(dialog) == ["Sandbox", "Yespo", "Shop"]
    assert dialog.list.currentItem().text() == "Shop"


def test_a_check_that_reaches_nobody_says_so(user, dialog):
    _add(user, dialog, "Nobody", "http://127.0.0.1:9/api")
    user.type_into(dialog.form.key, KEY)
    user.press("Save and check key", dialog)
    user.wait(lambda: dialog.form.checked.text().startswith("Not good."))
    assert KEY not in dialog.form.checked.text()


def test_a_check_without_a_key_says_what_is_missing(user, dialog):
    _add(user, dialog)
    user.press("Save and check key", dialog)
    user.wait(lambda: dialog.form.checked.text().startswith("Not good."))
    assert "key" in dialog.form.checked.text()
    assert _names(dialog) == ["Sandbox", "Yespo", "Shop"]


def test_test_contacts_are_one_per_line(user, dialog):
    _go_to(user, dialog, "Yespo")
    dialog.form.contacts.setFocus()
    dialog.form.contacts.setPlainText("qa@example.com\n\n  380501234567  \nqa@example.com")
    _save(user, dialog)
    assert _stored(user, "Yespo").test_contacts == ("qa@example.com", "380501234567")


def test_the_built_in_ones_keep_name_and_address_and_stay(user, dialog):
    for name in ("Sandbox", "Yespo"):
        _go_to(user, dialog, name)
        assert dialog.form.name.isReadOnly()
        assert dialog.form.base_url.isReadOnly()
        assert not dialog.remove.isEnabled()
    words = [one.text() for one in dialog.form.findChildren(QLabel) if one.isVisible()]
    assert any("real people" in one for one in words)


def test_taking_one_away_asks_and_can_be_declined(user, dialog):
    _add(user, dialog)
    _save(user, dialog)
    user.press("Remove the environment and its key", dialog)
    assert "Shop" in dialog.notice.words.text()
    user.press("Keep", dialog)
    assert _names(dialog) == ["Sandbox", "Yespo", "Shop"]
    assert not dialog.notice.isVisible()


def test_the_chosen_one_is_taken_away_with_its_key_and_sends_go_to_the_sandbox(user, dialog):
    _add(user, dialog)
    user.type_into(dialog.form.key, KEY)
    _save(user, dialog)
    user.console.selection.choose("Shop")
    user.press("Remove the environment and its key", dialog)
    user.press("Remove", dialog)
    user.wait(lambda: _names(dialog) == ["Sandbox", "Yespo"])
    user.wait(lambda: user.console.selection.marking.name == "Sandbox")
    assert user.console.backend.services.credentials.get("Shop") is None
    assert dialog.form.name.text() == "Sandbox"
    assert dialog.list.isEnabled()
    assert "Sandbox" in user.notice()


@pytest.mark.parametrize("goes_on", ["to another", "to a new one"])
def test_the_question_before_one_is_taken_away_ends_when_the_user_goes_on(user, dialog, goes_on):
    _add(user, dialog)
    _save(user, dialog)
    user.press("Remove the environment and its key", dialog)
    assert "Shop" in dialog.notice.words.text()
    if goes_on == "to another":
        _go_to(user, dialog, "Yespo")
    else:
        user.press("New environment", dialog)
    assert not dialog.notice.isVisible()
    assert "Shop" in _names(dialog)


def test_a_key_that_a_locked_keychain_may_still_have_is_said_to_be_there(keychain, user, dialog):
    _add(user, dialog)
    user.type_into(dialog.form.key, KEY)
    _save(user, dialog)
    user.wait(dialog.form.remove_key.isEnabled)
    keychain.is_locked = True
    user.press("Remove key", dialog)
    user.wait(lambda: "may still be in the system's keychain" in dialog.form.rows["key"].help.text())
    assert keychain.holds("Shop")
    keychain.is_locked = False
    user.press("Remove key", dialog)
    user.wait(lambda: not dialog.form.remove_key.isEnabled())
    assert not keychain.holds("Shop")


def test_an_environment_whose_key_a_locked_keychain_may_still_have_goes_with_a_warning(keychain, user, dialog):
    _add(user, dialog)
    user.type_into(dialog.form.key, KEY)
    _save(user, dialog)
    user.press("Remove the environment and its key", dialog)
    keychain.is_locked = True
    user.press("Remove", dialog)
    user.wait(lambda: _names(dialog) == ["Sandbox", "Yespo"])
    assert "Shop was removed" in dialog.notice.words.text()
    assert "may still be in the system's keychain" in dialog.notice.words.text()


def test_closing_with_changes_asks_and_loses_nothing_by_itself(user, dialog):
    _go_to(user, dialog, "Yespo")
    user.type_into(dialog.form.user, "somebody")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.isVisible()
    assert "not saved" in dialog.notice.words.text()
    user.press("Drop them", dialog)
    user.wait_closed(dialog)
    assert _stored(user, "Yespo").user == "api"


def test_the_question_about_changes_takes_the_keys_and_gives_them_back_to_who_keeps_editing(user, dialog):
    _go_to(user, dialog, "Yespo")
    user.type_into(dialog.form.user, "somebody")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert dialog.focusWidget().text() == "Save them"
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.notice.isVisible()
    assert dialog.focusWidget() is dialog.form.user
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    user.wait(lambda: _stored(user, "Yespo").user == "somebody")


@pytest.mark.parametrize("how", [(Qt.Key.Key_Return,), (Qt.Key.Key_S, CTRL)])
def test_changes_are_saved_by_a_key_in_a_field(user, dialog, how):
    _go_to(user, dialog, "Yespo")
    user.type_into(dialog.form.user, "somebody")
    QTest.keyClick(dialog.form.user, *how)
    user.wait(lambda: _stored(user, "Yespo").user == "somebody")
    assert dialog.isVisible()


def test_tab_goes_through_the_buttons_as_they_stand_and_enter_presses_them(user, dialog):
    _go_to(user, dialog, "Yespo")
    user.type_into(dialog.form.user, "somebody")
    seen = walk(dialog)
    order = [seen.index(one) for one in (dialog.close_button, dialog.revert, dialog.save)]
    assert order == sorted(order)
    dialog.revert.setFocus()
    QTest.keyClick(dialog.revert, Qt.Key.Key_Return)
    assert dialog.form.user.text() == "api"
    dialog.add.setFocus()
    QTest.keyClick(dialog.add, Qt.Key.Key_Return)
    assert _names(dialog)[-1] == "New environment"


def test_changes_are_saved_from_the_question_and_escape_closes(user, dialog):
    _go_to(user, dialog, "Yespo")
    user.type_into(dialog.form.user, "somebody")
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    user.press("Save them", dialog)
    user.wait(lambda: _stored(user, "Yespo").user == "somebody")
    user.wait(lambda: not dialog.save.isEnabled())
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    user.wait_closed(dialog)


def test_a_slow_reading_of_the_environments_does_not_undo_a_later_one(user):
    selection, store = user.console.selection, user.console.backend.services.environments
    going, before = threading.Event(), store.all()

    class Slow:
        def all(self):
            going.wait(PATIENCE_S)
            return before

    selection._store = Slow()
    selection.reload()
    selection._store = store
    store.save(Environment(name="Shop", base_url="https://shop.invalid/api"))
    selection.take(store.all())
    selection.choose("Shop")
    going.set()
    QTest.qWait(300)
    assert selection.marking.name == "Shop"
    assert user.notice() == ""


def test_a_slow_reading_of_the_environments_does_not_say_that_they_can_be_read_after_a_later_one_failed(user):
    selection, store = user.console.selection, user.console.backend.services.environments
    asked, going, ended, before = threading.Event(), threading.Event(), threading.Event(), store.all()

    class Slow:
        def all(self):
            asked.set()
            going.wait(PATIENCE_S)
            ended.set()
            return before

    class Damaged:
        def all(self):
            raise ConfigError("The environments cannot be read.")

    selection._store = Slow()
    selection.reload()
    user.wait(asked.is_set)
    selection._store = Damaged()
    selection.reload()
    user.wait(lambda: user.notice() == "The environments cannot be read.")
    going.set()
    user.wait(ended.is_set)
    QTest.qWait(300)
    assert user.notice() == "The environments cannot be read."


def test_a_slow_reading_of_the_environments_that_fails_is_not_complained_of_after_they_were_saved(user):
    selection, store = user.console.selection, user.console.backend.services.environments
    asked, going = threading.Event(), threading.Event()

    class Slow:
        def all(self):
            asked.set()
            going.wait(PATIENCE_S)
            raise ConfigError("The environments cannot be read.")

    selection._store = Slow()
    selection.reload()
    user.wait(asked.is_set)
    selection._store = store
    store.save(Environment(name="Shop", base_url="https://shop.invalid/api"))
    selection.take(store.all())
    going.set()
    QTest.qWait(300)
    assert user.notice() == ""


def test_every_control_is_reached_by_tab_and_has_a_name(user, dialog):
    for name in ("Sandbox", "Yespo"):
        _go_to(user, dialog, name)
        dialog.list.setFocus()
        seen = walk(dialog)
        assert set(reachable(dialog)) <= set(seen), [name_of(one) for one in set(reachable(dialog)) - set(seen)]
        assert [type(one) for one in seen if not name_of(one)] == []
        assert isinstance(seen[0], QListWidget)


def test_a_whole_environment_is_added_by_keys_alone(user, dialog):
    dialog.list.setFocus()
    _tab_to(dialog, "New environment")
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Space)
    assert dialog.form.name.hasFocus()
    for words in ("Shop", None, "https://shop.invalid/api"):
        if words:
            QTest.keyClicks(dialog.focusWidget(), words)
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    _tab_to(dialog, "Save")
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Space)
    user.wait(lambda: _names(dialog) == ["Sandbox", "Yespo", "Shop"])


def _tab_to(dialog, name):
    for _key in range(40):
        if name_of(dialog.focusWidget()) == name:
            return
        QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Tab)
    names = [name_of(one) for one in dialog.findChildren(QPushButton)]
    raise AssertionError(f"Tab never came to {name!r}; there are {names}")
