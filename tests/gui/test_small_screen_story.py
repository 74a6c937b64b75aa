"""A screen of 800 x 600, and one of 1280 x 800 at 150 %: every dialog fits on it, with its buttons in sight."""

import json
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest

#: What 800 x 600 and 853 x 533 have in common.
SCREEN = QSize(800, 533)
#: 800 x 600 at 150 %, without the frame.
SMALLEST = QSize(533, 400)
#: The frame and the title around a dialog.
FRAME = QSize(16, 40)


@pytest.fixture
def picked(user):
    """An exchange with a contact and a cart, picked in the history, on a small screen."""
    email = {"name": "email", "value": "anna@example.com"}
    params = [email, {"name": "recycleStateId", "value": "d59"}, {"name": "products", "value": "[]"}]
    user.write_text(json.dumps({"eventTypeKey": "cartUpdated", "params": params}))
    number = user.send().id
    user.open_history()
    user.pick(number)
    screen = SimpleNamespace(availableSize=lambda: SCREEN)
    for one in (user.window, user.history):
        one.screen = lambda: screen
    return number


@pytest.mark.parametrize(
    "command",
    [
        *("settings", "environments", "commands", "about", "forget", "export", "compare"),
        *("timeline-contact", "timeline-cart", "send-elsewhere", "save-search"),
    ],
)
def test_every_dialog_fits_on_a_small_screen(user, picked, command):
    user.history.search.setText("anna")
    user.window.actions_by_id[command].trigger()
    dialog = user.find_dialog()
    room = SCREEN - FRAME
    for needed in (dialog.minimumSizeHint(), dialog.size()):
        assert needed.width() <= room.width()
        assert needed.height() <= room.height()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    user.wait_closed(dialog)


@pytest.fixture
def listed(user):
    """A list of three sound events on a screen of 800 x 600 at 150 %."""
    body = '{"eventTypeKey": "cartUpdated", "params": [{"name": "email", "value": "test%d@example.com"}]}'
    user.paste("\n".join(body % at for at in range(3)))
    dialog = user.find_dialog()
    dialog.resize(SMALLEST)
    user.wait(lambda: dialog.size() == SMALLEST)
    return dialog.list


def test_in_a_narrow_list_of_several_events_the_keys_and_what_came_of_them_are_read(user, listed):
    heads = [listed.events.headerData(at, Qt.Orientation.Horizontal) for at in range(listed.events.columnCount())]
    user.wait(lambda: sum(map(listed.columnWidth, range(len(heads)))) <= listed.viewport().width())
    key, sent = heads.index("Key"), heads.index("Sent")
    assert listed.columnWidth(key) >= listed.sizeHintForColumn(key)
    assert listed.isColumnHidden(heads.index("Changes"))
    assert listed.isColumnHidden(sent)
    listed.events.take_result(0, "cancelled", arrived=True)
    assert listed.columnWidth(sent) >= listed.sizeHintForColumn(sent)
    assert sum(map(listed.columnWidth, range(len(heads)))) <= listed.viewport().width()
    listed.horizontalHeader().resizeSection(heads.index("Key"), 100)
    listed.window().resize(SCREEN)
    user.wait(lambda: listed.window().size() == SCREEN)
    assert listed.columnWidth(heads.index("Key")) == 100


@pytest.mark.parametrize("width", [SMALLEST.width() - FRAME.width(), 700, 900])
def test_the_fields_of_an_environment_have_the_whole_width_of_a_narrow_dialog(user, width):
    user.window.actions_by_id["environments"].trigger()
    dialog = user.find_dialog()
    dialog.add.click()  # the longest button stands beside the key
    dialog.resize(width, 500)
    user.wait(lambda: dialog.width() == width)
    area = dialog.form.parentWidget().parentWidget()
    user.wait(lambda: (dialog.list.geometry().right() < area.geometry().left()) is (width == 900))
    user.wait(lambda: area.horizontalScrollBar().maximum() == 0)
    QTest.keyClick(dialog, Qt.Key.Key_Escape)


def test_the_menu_is_one_column_however_low_the_screen_is(user):
    menu = user.window.header.menu
    menu.popup(user.window.pos())
    user.wait(menu.isVisible)
    lefts = {menu.actionGeometry(action).left() for action in menu.actions() if not action.isSeparator()}
    menu.hide()
    assert len(lefts) == 1


def test_the_first_window_is_no_taller_than_the_screen_with_its_frame(user, monkeypatch):
    window = user.window
    window.resize(1280, 800)
    monkeypatch.setattr(window, "screen", lambda: SimpleNamespace(availableSize=lambda: QSize(1280, 800)))
    monkeypatch.setattr(window, "frameGeometry", lambda: QRect(QPoint(), window.size() + QSize(2, 30)))
    window._sizes._proposed = window.size()
    window.first_painted.disconnect()  # else the services begin a second time
    window._painted = False
    window.repaint()
    user.wait(lambda: window.size() == QSize(1278, 770))
