"""A small window, or a usual one under a large scale: everything stays in reach."""

import json

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QPushButton, QToolButton
from vocabulary import CTRL, reachable, walk

from yespo_console.delivery.environments import Environment
from yespo_console.events import wire
from yespo_console.events.event import Encoding

LONG_NAME = "Green Linen of Lviv and Odesa"


@pytest.fixture
def user(start):
    user = start()
    user.window.resize(800, 600)
    user.wait(lambda: user.window.height() == 600)
    return user


def _in_sight(user, widget):
    place = widget.mapTo(user.window, widget.rect().bottomRight())
    return widget.isVisible() and place.x() <= user.window.width() and place.y() <= user.window.height()


def test_the_form_has_the_room_alone_and_a_button_shows_the_text(user):
    assert user.compose.form.isVisible()
    assert not user.compose.editor.isVisible()
    assert user.compose.form.height() >= 300
    user.press("Show the text that travels")
    assert user.compose.editor.isVisible()
    assert not user.compose.form.isVisible()
    user.press("Show the form")
    assert user.compose.form.isVisible()


def test_the_keys_lead_to_the_part_that_is_not_shown(user):
    user.key(Qt.Key.Key_F6)
    assert user.window.focusWidget() is user.compose.editor.view
    assert user.compose.editor.isVisible()
    user.key(Qt.Key.Key_F6, Qt.KeyboardModifier.ShiftModifier)
    assert user.compose.form.isVisible()
    assert user.compose.form.isAncestorOf(user.window.focusWidget())
    user.key(Qt.Key.Key_F, CTRL)
    assert user.compose.editor.isVisible()
    user.key(Qt.Key.Key_T, CTRL)
    assert user.compose.form.isAncestorOf(user.window.focusWidget())


def test_a_problem_is_gone_to_where_the_user_is(user):
    user.press("Show the text that travels")
    user.write_text('{"eventTypeKey": "mine", "params": [{"name": "email", "value": "not an address"}]}')
    user.wait_until_checked()
    user.key(Qt.Key.Key_F8)
    assert user.compose.editor.isVisible()
    assert user.window.focusWidget() is user.compose.editor.view
    user.press("Show the form")
    assert user.compose.form.isAncestorOf(user.window.focusWidget())
    user.key(Qt.Key.Key_F8)
    user.key(Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert user.window.focusWidget().accessibleName() == "email"


def test_a_larger_window_shows_both_again_and_so_does_the_next_start(user, start):
    user.window.resize(1280, 760)
    user.wait(lambda: user.compose.editor.isVisible() and user.compose.form.isVisible())
    assert not user.compose.panes.switch.isVisible()
    form, text = user.compose.panes.sizes()
    assert abs(form - text) < 100
    user.window.resize(800, 600)
    user.wait(lambda: not user.compose.editor.isVisible())
    start.end(user)
    again = start()
    again.window.resize(1280, 760)
    again.wait(lambda: again.compose.editor.isVisible() and again.compose.form.isVisible())
    form, text = again.compose.panes.sizes()
    assert abs(form - text) < 100


@pytest.mark.parametrize("size", [(1280, 800), (1440, 900), (1100, 700), (1024, 700)])
def test_no_form_is_scrolled_sideways(user, size):
    user.window.resize(*size)
    user.wait(lambda: user.window.size().toTuple() == size)
    for known in user.console.catalog.types:
        user.open_text(wire.write(known.sample, Encoding()))
        QTest.qWait(50)
        assert user.compose.form.current._scroll.horizontalScrollBar().maximum() == 0, known.key


def test_the_answers_of_a_search_stand_below_one_another_where_the_row_is_too_wide(user):
    user.window.resize(1280, 800)
    user.open_text(wire.write(user.console.catalog.get("searchRequest").sample, Encoding()))
    QTest.qWait(50)
    answers = user.compose.form.findChildren(QAbstractButton)
    answers = [one for one in answers if one.accessibleName().startswith("isFound: ")]
    assert len({one.y() for one in answers}) == 3
    for one in answers:
        assert one.mapTo(user.compose.form, one.rect().topRight()).x() < user.compose.form.width()
    user.window.resize(1800, 800)
    user.wait(lambda: len({one.y() for one in answers}) == 1)


def test_send_and_the_menu_are_whole_for_a_real_account_with_a_long_name(user):
    shop = Environment(name=LONG_NAME, base_url="https://shop.invalid/api", organisation="Green Linen Ltd")
    user.console.backend.services.environments.save(shop)
    user.console.selection.take(user.console.backend.services.environments.all())
    user.console.selection.choose(LONG_NAME)
    QTest.qWait(50)
    header = user.window.header
    for one in (header.send, header.menu_button, header.environment):
        assert _in_sight(user, one)
        assert one.width() >= one.sizeHint().width()
    assert header._organisation.width() >= 90
    assert header.send.accessibleName() == f"Send to {LONG_NAME}"
    assert "Ctrl+Enter" in header.send.toolTip()
    user.window.resize(1600, 900)
    user.wait(lambda: "Ctrl+Enter" in header.send.text())
    assert user.find(QToolButton, "History").text().strip() == "History"


def test_what_was_read_leaves_the_form_its_room(user):
    user.paste('{"eventKey": "mine", "params": [{"name": "email", "value": Phone,},],}')
    user.wait_for_bar()
    user.press("Show the changes")
    QTest.qWait(50)
    assert user.compose.form.height() >= 120
    for button in user.bar.findChildren(QAbstractButton):
        if button.isVisible() and not user.bar.list_area.isAncestorOf(button):
            assert _in_sight(user, button)


def _tabs_are_whole(view):
    bar = view.tabs.tabBar()
    last = bar.mapTo(view.tabs, bar.tabRect(bar.count() - 1).bottomRight()).x()
    return bar.tabRect(0).left() >= 0 and last <= view.tabs.width() - view.tabs.cornerWidget().width()


@pytest.mark.parametrize("width", [800, 1024, 1600])
def test_no_part_of_an_exchange_is_cut(user, width):
    user.window.resize(width, 600)
    user.write_text(user.text.replace("pageViewed", "pageVeiwed"))
    exchange = user.send()
    user.wait(lambda: _tabs_are_whole(user.compose.response.view))
    user.open_history()
    user.pick(exchange.id)
    user.wait(user.history.view.isVisible)
    user.wait(lambda: _tabs_are_whole(user.history.view))
    bar = user.history.view.tabs.tabBar()
    assert [bar.accessibleTabName(at) for at in range(bar.count())] == [
        "Event",
        "Answer",
        "Answer headers",
        "Request",
        "Request headers",
        "Problems",
        "Effect",
    ]


def _heads(user):
    """The columns that are in sight, from left to right."""
    header, model = user.history.table.horizontalHeader(), user.history.table.model()
    shown = [at for at in range(header.count()) if not header.isSectionHidden(at)]
    return [model.headerData(at, Qt.Orientation.Horizontal) for at in shown]


@pytest.fixture
def sent(user):
    """An event that Yespo refuses, open in the history of a small window."""
    user.write_text('{"eventTypeKey": "orderDelivered", "params": []}')
    exchange = user.send()
    user.open_history()
    user.pick(exchange.id)
    user.wait(user.history.view.isVisible)
    return exchange


ALL = [None, "Sent", "Environment", "Event", "Key", "Answer", "Time, ms", "Problems", "Tags"]


def test_the_history_is_not_scrolled_sideways_and_shows_what_happened_whole(user, sent):
    table = user.history.table
    user.wait(lambda: table.model().index(0, 7).data() != "")
    user.wait(lambda: table.horizontalScrollBar().maximum() == 0)
    assert [one for one in ALL if one not in _heads(user)] == ["Time, ms"]
    for column in (1, 2, 3, 5, 7):
        index = table.model().index(0, column)
        assert table.columnWidth(column) >= table.sizeHintForIndex(index).width(), index.data()
    assert table.horizontalHeader().length() == table.viewport().width()


def test_columns_that_went_come_back_with_the_room_and_so_do_they_at_the_next_start(user, sent, start):
    user.wait(lambda: len(_heads(user)) < len(ALL))
    user.window.resize(1280, 800)
    user.wait(lambda: _heads(user) == ALL)
    user.window.resize(800, 600)
    user.wait(lambda: len(_heads(user)) < len(ALL))
    start.end(user)
    again = start()
    again.open_history()
    again.wait(lambda: again.history.table.model().rowCount() == 1)
    again.window.resize(1280, 800)
    again.wait(lambda: _heads(again) == ALL)
    again.window.resize(800, 600)
    again.wait(lambda: len(_heads(again)) < len(ALL))
    again.wait(lambda: again.history.table.horizontalScrollBar().maximum() == 0)


def test_who_sizes_a_column_has_all_of_them_from_then_on(user, sent):
    user.wait(lambda: len(_heads(user)) < len(ALL))
    user.history.table.setColumnWidth(3, 240)
    user.window.resize(810, 600)
    user.wait(lambda: _heads(user) == ALL)
    assert user.history.table.columnWidth(3) == 240


def test_everything_is_reached_by_tab(user):
    user.wait_until_checked()
    seen = walk(user.window)
    assert set(reachable(user.window)) <= set(seen)


_FIVE_PROBLEMS = json.dumps(
    {
        "eventTypeKey": "StatusCart",
        "params": [
            {"name": "phone", "value": "+38 (050) 123-45-67"},
            {"name": "products", "value": json.dumps([{"productKey": "WS01-L-Green", "quantity": 1, "price": 45.5}])},
            {"name": "GUID", "value": "d59c6e6d-4123-4b0e-8c32-15f0656a8c60"},
            {"name": "forced", "value": "cartUpdate"},
        ],
    }
)


def test_no_sentence_of_a_problem_is_cut_however_many_there_are(user):
    user.window.resize(800, 600)
    user.open_text(_FIVE_PROBLEMS)
    user.wait_until_checked()
    verdict = user.compose.verdict
    sentences = [one for one in verdict.list_area.findChildren(QPushButton) if one.text().startswith("Warning")]
    user.wait(lambda: any("\n" in one.text() for one in sentences))
    user.wait(lambda: all(one.height() >= one.sizeHint().height() for one in sentences if one.isVisible()))


def test_why_leaves_the_form_more_than_a_field_in_a_small_window(user):
    user.window.resize(800, 600)
    user.open_text(_FIVE_PROBLEMS)
    user.wait_until_checked()
    user.compose.verdict.why.click()
    QTest.qWait(200)
    assert user.compose.verdict.height() < 600 / 2.5
    area = user.compose.verdict.list_area
    assert area.widget().height() > area.height()  # it scrolls
    area.setFocus()
    QTest.keyClick(area, Qt.Key.Key_Down)
    assert area.verticalScrollBar().value() > 0


def test_the_room_of_the_problems_goes_with_their_draft(user):
    user.open_text(_FIVE_PROBLEMS)
    user.wait_until_checked()
    high = user.compose.verdict.list_area.minimumHeight()
    user.open_text('{"eventTypeKey": "searchRequest", "params": [{"name": "email", "value": "a@example.com"}]}')
    user.wait_until_checked()
    assert not user.compose.verdict._room.is_held
    assert user.compose.verdict.list_area.minimumHeight() < high


def test_no_problems_take_the_room_of_one_line(user):
    user.wait_until_checked()
    verdict = user.compose.verdict
    user.wait(lambda: not verdict._room.is_held)
    assert verdict.summary.text() == ""
    assert verdict.list_area.height() < 50


def test_a_message_that_stands_leaves_pin_tags_and_note_to_be_reached(user):
    user.write_text('{"eventTypeKey": "mine", "params": []}')
    number = user.send().id
    user.open_history()
    user.pick(number)
    annotations = user.history.view.annotations
    notices = user.window.notices
    user.wait(annotations.isVisible)
    QTest.qWait(50)  # until all is in its place
    corner = user.window.rect().bottomRight() - QPoint(100, 30)
    QCursor.setPos(user.window.mapToGlobal(corner))  # where a message is else
    user.window.notify("error", "The history cannot be written. " * 12, (("Open it again", lambda: None),))
    user.wait(lambda: notices.height() > 0)
    QTest.qWait(50)
    covered = notices.rect().translated(notices.mapTo(user.window, QPoint()))
    for part in (annotations, user.history.buttons, user.history.filters):
        assert not covered.intersects(part.rect().translated(part.mapTo(user.window, QPoint())))
