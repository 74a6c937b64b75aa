"""Settings of the program: network and looks."""

from types import SimpleNamespace

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QComboBox, QScrollArea
from vocabulary import CTRL, name_of, reachable, turn_wheel, walk

from yespo_console.gui.theme import theme


@pytest.fixture
def dialog(user):
    yield user.open_dialog(Qt.Key.Key_Comma, CTRL)
    theme().set_motion(QApplication.instance(), True)
    theme().apply(QApplication.instance(), "system")


def _stored(user):
    return user.console.backend.services.settings_store.load()


def _save(user, dialog):
    QTest.keyClick(dialog.focusWidget(), Qt.Key.Key_Return)
    user.wait_closed(dialog)


def _refused(user, dialog, name):
    user.press("Save", dialog)
    row = dialog._rows[name]
    assert row.wrong.isVisible()
    assert row.field.hasFocus()
    assert dialog.isVisible()
    return row.wrong.text()


def test_everything_that_is_set_is_kept_and_shown_again(user, dialog, tmp_path):
    authority = tmp_path / "company.pem"
    authority.write_text("certificates", "utf-8")
    user.choose(dialog.theme, "Dark")
    dialog.motion.setChecked(False)
    user.choose(dialog.proxy, "This proxy")
    user.type_into(dialog.proxy_url, "http://proxy.invalid:3128/")
    user.type_into(dialog.ca_file, str(authority))
    dialog.connect_timeout.setValue(2.5)
    dialog.read_timeout.setValue(45)
    user.press("Save", dialog)
    user.wait_closed(dialog)
    stored = _stored(user)
    assert (stored.theme, stored.motion, stored.proxy) == ("dark", False, "own")
    assert (stored.proxy_url, stored.ca_file) == ("http://proxy.invalid:3128", authority)
    assert (stored.connect_timeout, stored.read_timeout) == (2.5, 45)
    assert theme().tokens.dark
    assert theme().motion_ms == 0
    again = user.open_dialog(Qt.Key.Key_Comma, CTRL)
    assert again.theme.currentText() == "Dark"
    assert not again.motion.isChecked()
    assert again.proxy_url.isVisible()
    assert again.proxy_url.text() == "http://proxy.invalid:3128"
    assert again.ca_file.text() == str(authority)
    assert (again.connect_timeout.value(), again.read_timeout.value()) == (2.5, 45)
    QTest.keyClick(again, Qt.Key.Key_Escape)


def test_the_window_starts_in_the_colours_that_were_saved(start, user, dialog):
    user.choose(dialog.theme, "Dark")
    dialog.motion.setChecked(False)
    user.press("Save", dialog)
    user.wait_closed(dialog)
    start.end(user)
    theme().set_motion(QApplication.instance(), True)
    theme().apply(QApplication.instance(), "light")
    start()
    assert theme().choice == "dark"
    assert not theme().motion


def test_colours_are_tried_at_once_and_taken_back_by_escape(user, dialog):
    before = theme().tokens.dark
    user.choose(dialog.theme, "Light" if before else "Dark")
    assert theme().tokens.dark is not before
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    user.wait_closed(dialog)
    assert theme().tokens.dark is before
    assert _stored(user).theme == "system"


def test_the_address_of_a_proxy_is_asked_for_only_where_it_is_used(user, dialog):
    assert not dialog.proxy_url.isVisible()
    user.choose(dialog.proxy, "This proxy")
    user.wait(dialog.proxy_url.isVisible)
    assert "Enter the address" in _refused(user, dialog, "proxy_url")
    user.type_into(dialog.proxy_url, "proxy.invalid")
    assert "http://host:port" in _refused(user, dialog, "proxy_url")
    user.type_into(dialog.proxy_url, "http://me:secret@proxy.invalid:3128")
    words = _refused(user, dialog, "proxy_url")
    assert "not kept in a file" in words
    assert "secret" not in words
    user.choose(dialog.proxy, "No proxy")
    user.press("Save", dialog)
    user.wait_closed(dialog)
    assert (_stored(user).proxy, _stored(user).proxy_url) == ("none", "")


@pytest.mark.parametrize("name", ["nothing.pem", f"{'long' * 100}.pem"])
def test_a_file_of_authorities_that_is_not_there_is_said(user, dialog, tmp_path, name):
    user.type_into(dialog.ca_file, str(tmp_path / name))
    assert "no such file" in _refused(user, dialog, "ca_file")
    assert _stored(user).ca_file is None


def test_the_file_of_authorities_can_be_picked(user, dialog, tmp_path):
    authority = tmp_path / "company.pem"
    authority.write_text("certificates", "utf-8")
    user.press("Choose the file with certificate authorities", dialog)
    user.name_file(authority)
    assert dialog.ca_file.text() == str(authority)


def test_settings_that_cannot_be_written_are_said_and_the_dialog_stays(user, dialog, profile):
    profile.settings_file.unlink(missing_ok=True)
    profile.settings_file.mkdir()
    dialog.read_timeout.setValue(7)
    user.press("Save", dialog)
    user.wait(lambda: dialog._wrong.isVisible())
    assert str(profile.settings_file) in dialog._wrong.text()
    assert dialog.isVisible()


def test_every_control_is_reached_by_tab_and_has_a_name(user, dialog):
    user.choose(dialog.proxy, "This proxy")
    user.wait(dialog.proxy_url.isVisible)
    dialog.theme.setFocus()
    seen = walk(dialog)
    assert set(reachable(dialog)) <= set(seen), [name_of(one) for one in set(reachable(dialog)) - set(seen)]
    assert [type(one) for one in seen if not name_of(one)] == []
    names = [name_of(one) for one in seen]
    assert names.index("Colours") < names.index("Proxy") < names.index("Address of the proxy") < names.index("Save")


def test_enter_saves_from_any_field(user, dialog):
    user.type_into(dialog.ca_file, "")
    dialog.read_timeout.setValue(12)
    dialog.ca_file.setFocus()
    _save(user, dialog)
    assert _stored(user).read_timeout == 12


def test_the_wheel_scrolls_the_page_and_changes_no_field(user, dialog):
    dialog.resize(dialog.width(), 420)
    fields = [*dialog.findChildren(QComboBox), *dialog.findChildren(QAbstractSpinBox)]
    area = dialog.findChild(QScrollArea)
    assert len(fields) == 7
    for field in fields:
        before = field.currentText() if isinstance(field, QComboBox) else field.text()
        field.setFocus()
        area.ensureWidgetVisible(field)
        at = area.verticalScrollBar().value()
        moved = []
        for by in (-120, 120):
            turn_wheel(field, by)
            moved.append(area.verticalScrollBar().value())
        assert (field.currentText() if isinstance(field, QComboBox) else field.text()) == before
        assert moved != [at, at], "the page is scrolled"


def test_save_and_cancel_are_in_sight_on_the_smallest_screen(user, dialog):
    dialog.close()
    user.wait_closed(dialog)
    user.window.screen = lambda: SimpleNamespace(availableSize=lambda: QSize(800, 600))
    again = user.open_dialog(Qt.Key.Key_Comma, CTRL)
    assert again.height() <= 560
    assert again.save.mapTo(again, again.save.rect().bottomLeft()).y() <= again.height()
    again.close()
    user.wait_closed(again)
