"""What a careful eye sees: colours that belong together, lines that are whole, things that stand level."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from vocabulary import CTRL

from yespo_console.gui.picture import Picture
from yespo_console.gui.theme import theme
from yespo_console.gui.tokens import DARK, contrast

CART = '{"eventTypeKey": "cartUpdated", "keyValue": "1", "params": []}'


@pytest.fixture(autouse=True)
def own_colours(qapp):
    """What one test chooses is not what the next begins with."""
    yield
    theme().apply(qapp, "system")


def colours(widget, places):
    """What is seen of a widget at these places of its own."""
    window = widget.window()
    picture = window.grab().toImage()
    return [picture.pixelColor(widget.mapTo(window, place)).name() for place in places]


def sent(user):
    """Send a cart and open it in the history; returns the view of it there."""
    user.write_text(CART)
    exchange = user.send()
    user.open_history()
    user.pick(exchange.id)
    user.wait(lambda: user.history.view.exchange is not None)
    QTest.qWait(100)  # all of it has its place
    return user.history.view


def test_the_frame_that_shows_where_the_keys_go_is_whole_around_the_text(user):
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    view = user.compose.editor.view
    view.setFocus()
    user.wait(view.hasFocus)
    over_the_numbers, under_them = QPoint(20, 1), QPoint(20, view.height() - 2)
    beside_them = QPoint(1, view.height() // 2)
    accent = theme().colour("accent").name()
    assert colours(view, (over_the_numbers, under_them, beside_them)) == [accent] * 3


def test_a_text_that_is_only_read_has_its_line_numbers_on_its_own_ground(user):
    view = sent(user)
    view.tabs.setCurrentWidget(view.request)
    text = view.request.currentWidget()
    user.wait(text.isVisible)
    below = text.height() - 8
    assert colours(text, [QPoint(x, below) for x in (6, text.width() // 2)]) == [theme().colour("ground").name()] * 2


def test_the_only_line_at_the_tabs_of_an_exchange_is_the_one_under_them(user):
    view = sent(user)
    tabs = view.tabs
    ground, line = theme().colour("ground").name(), theme().colour("line").name()
    right = tabs.width() - 2  # no tab, and no button, stands there
    seen = colours(tabs, [QPoint(right, y) for y in range(tabs.currentWidget().mapTo(tabs, QPoint(0, 0)).y())])
    assert [colour for colour in seen if colour != ground] == [line]
    assert seen[-1] == line


def test_a_tag_stands_level_with_the_pin_and_the_line_for_another(user):
    annotations = sent(user).annotations
    annotations.tags.added.emit(("vip",))
    user.wait(lambda: annotations.tags.tags == ("vip",))
    level = [annotations.pin, *annotations.tags.chips, annotations.tags.edit]
    user.wait(lambda: all(one.isVisible() for one in level))
    QTest.qWait(50)
    middles = [one.mapTo(annotations, one.rect().center()).y() for one in level]
    assert max(middles) - min(middles) <= 1


def test_which_exchange_it_is_stands_whole_under_the_answer_in_a_small_window(user):
    user.window.resize(800, 560)
    user.write_text(CART)
    real = {"is_real": True, "environment": "Shop live", "url": "https://yespo.io/api/v2/event"}
    exchange = user.send().model_copy(update=real)
    user.compose.response.show_exchange(exchange)
    facts = user.compose.response.view.story.facts
    user.wait(lambda: "cartUpdated to Shop live" in facts.text())
    QTest.qWait(50)
    assert facts.visibleRegion().boundingRect() == facts.rect()
    assert facts.height() >= facts.heightForWidth(facts.width())


def test_a_message_is_copied_with_mouse_and_keys_and_shows_no_caret(user):
    user.window.notify("error", "It went wrong.")
    words = user.window.notices.standing.words
    QTest.mouseClick(words, Qt.MouseButton.LeftButton)
    assert not words.textInteractionFlags() & Qt.TextInteractionFlag.TextSelectableByKeyboard
    QTest.keyClick(words, Qt.Key.Key_A, CTRL)
    QTest.keyClick(words, Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "It went wrong."


def painted(widget):
    """The strongest colours of a widget's picture, without those between them and the ground."""
    picture = widget.grab().toImage()
    places = [(x, y) for x in range(picture.width()) for y in range(picture.height())]
    return {picture.pixelColor(x, y).name() for x, y in places}


def test_signs_that_are_in_sight_take_the_colours_of_a_theme_that_is_chosen_now(user, qapp):
    theme().apply(qapp, "light")
    user.write_text('{"eventTypeKey": "cartUpdated", "params": [{"name": "email", "value": "nobody"}]}')
    user.send()
    user.wait_until_checked()
    user.window.notify("error", "It went wrong.")
    user.wait(lambda: user.window.notices.standing.isVisible())
    QTest.qWait(100)
    shown = [one for one in user.window.findChildren(Picture) if one.isVisible() and one._name]
    assert len(shown) >= 4, "over the page, at the verdict, at a problem and at the answer"
    for choice in ("dark", "light"):
        theme().apply(qapp, choice)
        QTest.qWait(50)
        for one in shown:
            assert theme().colour(one._role).name() in painted(one), (choice, one._name, one._role)


def test_the_sign_of_a_real_account_on_send_again_is_seen_on_a_dark_ground(user, qapp):
    theme().apply(qapp, "dark")
    sent(user)
    row = user.history.buttons
    row.show_exchange(user.history.view.exchange.model_copy(update={"is_real": True}))
    picture = row.again.icon().pixmap(16, 16).toImage()
    inked = [
        picture.pixelColor(x, y).name() for x in range(16) for y in range(16) if picture.pixelColor(x, y).alpha() == 255
    ]
    assert inked
    assert min(contrast(colour, DARK.ground) for colour in inked) >= 3


def test_a_theme_that_comes_back_looks_as_it_did(user, qapp):
    user.window.resize(1280, 800)
    sent(user)
    first = theme().choice
    for section in ("compose", "history"):
        user.window.show_section(section)
        user.window.setFocus()
        QTest.qWait(200)
        before = user.window.grab().toImage()
        theme().apply(qapp, "light" if theme().tokens.dark else "dark")
        QTest.qWait(100)
        assert user.window.grab().toImage() != before
        theme().apply(qapp, first)
        QTest.qWait(200)
        assert user.window.grab().toImage() == before
