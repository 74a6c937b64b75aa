"""What happened to one contact, and what became of one cart."""

import json
import threading

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from shiboken6 import isValid
from vocabulary import CTRL, reachable, walk

from yespo_console.gui.timeline import dialog as dialog_module
from yespo_console.gui.timeline.dialog import TimelineDialog
from yespo_console.history.timeline import Timeline

SHIFT = Qt.KeyboardModifier.ShiftModifier
CONTACT, CART = Qt.Key.Key_L, Qt.Key.Key_K
MUG = {"productId": "A12", "quantity": 1, "price": 45.5}


def _send(user, type_key, **params):
    items = [
        {"name": name, "value": value if isinstance(value, str) else json.dumps(value)}
        for name, value in params.items()
    ]
    user.write_text(json.dumps({"eventTypeKey": type_key, "params": items}))
    return user.send().id


def _open(user, number, key):
    """Go to an exchange and press the key of a timeline; returns the dialog once the steps are there."""
    user.open_history()
    user.pick(number)
    dialog = user.open_dialog(key, CTRL | SHIFT)
    assert isinstance(dialog, TimelineDialog)
    user.wait(lambda: not dialog._reading)
    return dialog


def _close(user, dialog):
    if isValid(dialog):
        dialog.close()
    user.wait_closed(dialog)


def _ids(dialog):
    return [step.row.id for step in dialog.model.steps]


def _told(dialog, at):
    return dialog.model.index(at, 0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_a_contact_is_followed_by_any_locator(user):
    both = _send(user, "pageViewed", email="anna@example.com", phone="380501234567", page={"location": "x"})
    by_phone = _send(user, "pageViewed", phone="+38 (050) 123-45-67", page={"location": "y"})
    _send(user, "pageViewed", email="olha@example.com", page={"location": "y"})
    by_email = _send(user, "searchRequest", email="ANNA@example.com", search="mug")
    dialog = _open(user, both, CONTACT)
    assert _ids(dialog) == [both, by_phone, by_email]
    assert "anna@example.com" in dialog.title.text()
    assert dialog.told.text() == "3 events"
    assert "later" in _told(dialog, 1)
    assert "page: location x became y" in _told(dialog, 1)
    assert "searchRequest to Sandbox" in _told(dialog, 2)
    _close(user, dialog)


def test_the_step_it_began_at_is_chosen_and_enter_shows_another_in_the_history(user):
    first = _send(user, "pageViewed", email="anna@example.com", page={"location": "x"})
    second = _send(user, "pageViewed", email="anna@example.com", page={"location": "y"})
    dialog = _open(user, second, CONTACT)
    assert dialog.focusWidget() is dialog.list
    assert dialog.list.currentIndex().row() == 1
    QTest.keyClick(dialog.list, Qt.Key.Key_Up)
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    user.wait_closed(dialog)
    user.wait(lambda: user.history.view.exchange.id == first)
    assert user.window.page is user.history
    user.wait(lambda: user.history.table.selected_ids(9) == [first])


def test_a_contact_of_many_letters_makes_the_window_no_wider(user):
    token = "fcm:" + "tW" * 77
    dialog = _open(user, _send(user, "pageViewed", pushToken=token, page={"location": "x"}), CONTACT)
    assert dialog.minimumSizeHint().width() <= 700
    assert dialog.title.text().replace("\u200b", "").endswith(token)
    user.wait(lambda: dialog.title.height() >= 3 * dialog.title.fontMetrics().height())
    _close(user, dialog)


def test_a_cart_tells_what_was_added_taken_out_and_changed(user):
    start = _send(user, "cartUpdated", email="a@example.com", products=[MUG], recycleStateId="d59")
    more = _send(user, "cartUpdated", email="a@example.com", products=[{**MUG, "quantity": 2}], recycleStateId="d59")
    _send(user, "cartUpdated", email="a@example.com", products=[MUG], recycleStateId="other")
    empty = _send(user, "cartUpdated", email="a@example.com", products=[], recycleStateId="d59")
    dialog = _open(user, more, CART)
    assert _ids(dialog) == [start, more, empty]
    assert dialog.title.text() == "Timeline of the cart d59"
    assert "product 1 (A12): quantity 1 became 2" in _told(dialog, 1)
    assert "product 1 (A12) was removed: 2 at 45.5" in _told(dialog, 2)
    _close(user, dialog)


def test_a_cart_whose_id_changes_each_time_is_followed_by_its_contact(user):
    carts = [
        _send(user, "cartUpdated", email="a@example.com", products=[MUG], recycleStateId=state)
        for state in ("1a", "2b")
    ]
    _send(user, "pageViewed", email="a@example.com", page={"location": "x"})
    dialog = _open(user, carts[0], CART)
    assert _ids(dialog) == carts
    assert dialog.title.text() == "Timeline of the carts of a@example.com"
    _close(user, dialog)


def test_an_event_of_nobody_says_so(user):
    number = _send(user, "pageViewed", page={"location": "x"})
    user.open_history()
    user.pick(number)
    user.key(CONTACT, CTRL | SHIFT)
    user.wait(lambda: "names no contact" in user.notice())
    user.press("Close this message")
    user.key(CART, CTRL | SHIFT)
    user.wait(lambda: "belongs to no cart" in user.notice())


def test_earlier_events_are_read_when_asked(user, monkeypatch):
    monkeypatch.setattr(dialog_module, "PIECE", 2)
    numbers = [_send(user, "pageViewed", email="a@example.com", page={"location": str(at)}) for at in range(3)]
    dialog = _open(user, numbers[2], CONTACT)
    assert _ids(dialog) == numbers[1:]
    assert dialog.told.text() == "The newest 2; there are earlier ones."
    user.press("Show earlier", dialog)
    user.wait(lambda: _ids(dialog) == numbers)
    assert dialog.list.currentIndex().row() == 2
    assert dialog.earlier.isHidden()
    _close(user, dialog)


@pytest.fixture
def slow(user, monkeypatch):
    """A history that gives out an exchange only when it is let go; ``slow.release()`` lets one go."""
    monkeypatch.setattr(dialog_module, "_TOLD_AFTER_MS", 10)
    go_on = threading.Semaphore(0)
    find = Timeline._candidates

    def slowly(timeline, cancel):
        for row in find(timeline, cancel):
            while not go_on.acquire(timeout=0.01) and not cancel.is_cancelled:
                pass
            yield row

    monkeypatch.setattr(Timeline, "_candidates", slowly)
    yield go_on
    go_on.release(1000)


def test_a_timeline_that_takes_long_tells_how_far_it_is_and_can_be_stopped_and_gone_on_with(user, slow):
    numbers = [_send(user, "pageViewed", email="a@example.com", page={"location": str(at)}) for at in range(4)]
    user.open_history()
    user.pick(numbers[3])
    dialog = user.open_dialog(CONTACT, CTRL | SHIFT)
    user.wait(lambda: dialog.bar.isVisible() and dialog.stop.isVisible())
    slow.release(2)
    told = "Earlier events are being looked for. Looking through the history: 25%."
    user.wait(lambda: dialog.told.text() == told)
    assert dialog.bar.value() == dialog.bar.maximum() / 4
    user.press("Stop", dialog)
    user.wait(lambda: not dialog._reading)
    assert dialog.bar.isHidden()
    assert _ids(dialog) == numbers[1:]
    assert dialog.told.text() == "That was stopped: 3 events were found by then; there may be earlier ones."
    slow.release(100)
    user.press("Show earlier", dialog)
    user.wait(lambda: _ids(dialog) == numbers)
    assert dialog.told.text() == "4 events"
    assert dialog.stop.isHidden()
    _close(user, dialog)


def test_everything_is_reached_by_keys_and_esc_closes(user):
    number = _send(user, "pageViewed", email="a@example.com", page={"location": "x"})
    dialog = _open(user, number, CONTACT)
    seen = walk(dialog)
    assert set(reachable(dialog)) <= set(seen)
    assert all(one.accessibleName() for one in seen)
    QTest.keyClick(dialog.list, Qt.Key.Key_Escape)
    user.wait_closed(dialog)


def test_without_an_exchange_there_is_nothing_to_follow(user):
    user.open_history()
    assert not user.window.actions_by_id["timeline-contact"].isEnabled()
    assert not user.window.actions_by_id["timeline-cart"].isEnabled()
