"""Two sends side by side, and a draft beside what was sent."""

import json
import re
from datetime import UTC, datetime

import pytest
from patience import PATIENCE_S
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from shiboken6 import isValid
from vocabulary import CTRL, reachable, walk

from yespo_console.gui.comparing.compared_text import Sign
from yespo_console.gui.comparing.dialog import CompareDialog
from yespo_console.history.exchange import NewExchange

SHIFT = Qt.KeyboardModifier.ShiftModifier
MUG = {"productId": "A12", "quantity": 1, "price": 45.5}


def _cart(*products, type_key="cartUpdated", email="anna@example.com", state_id="d59"):
    params = [
        {"name": "email", "value": email},
        {"name": "products", "value": json.dumps(products)},
        {"name": "recycleStateId", "value": state_id},
    ]
    return json.dumps({"eventTypeKey": type_key, "params": params})


def _send(user, text):
    user.write_text(text)
    return user.send().id


def _rows(dialog):
    return [dialog.list.item(at).text() for at in range(dialog.list.count())]


def _compare(user):
    """Press the key that compares; returns the dialog once it has found what there is."""
    dialog = user.open_dialog(Qt.Key.Key_D, CTRL | SHIFT)
    assert isinstance(dialog, CompareDialog)
    user.wait(lambda: dialog.part is not None)
    return dialog


def _close(user, dialog):
    if isValid(dialog):
        dialog.close()
    user.wait_closed(dialog)


@pytest.fixture
def compared(user):
    """The comparison of two carts, opened from the history by keys alone."""
    first = _send(user, _cart(MUG))
    second = _send(user, _cart({**MUG, "price": "45.5"}, {"productId": "T1", "quantity": 2, "price": 7}))
    user.open_history()
    user.pick(second)
    user.wait_listed(second, first)
    user.key(Qt.Key.Key_Down, SHIFT)
    dialog = _compare(user)
    yield dialog
    _close(user, dialog)


def test_two_selected_rows_are_compared_the_older_first(user, compared):
    assert _rows(compared) == ['product 1 (A12): price 45.5 became "45.5"', "product 2 (T1) was added"]
    assert compared.summary.text() == "2 differences"
    assert "number 1" in compared.pair.first.name.text()
    assert "number 2" in compared.pair.second.name.text()


def test_the_names_of_both_texts_keep_away_from_the_handle_between_them(user, compared):
    pair = compared.pair
    handle = pair.handle(1).geometry()
    first, second = (side.name.rect().translated(side.name.mapTo(pair, QPoint())) for side in (pair.first, pair.second))
    assert handle.left() - first.right() > 1
    assert second.left() - handle.right() > 1


def test_what_differs_is_marked_in_both_texts_by_colour_and_by_sign(user, compared):
    first, second = compared.pair.first.text, compared.pair.second.text
    signs = {
        text: {line.strip(): text.sign_of_line(at) for at, line in enumerate(text.lines) if text.sign_of_line(at)}
        for text in (first, second)
    }
    assert signs[first] == {'"price": 45.5': Sign.CHANGED}
    assert signs[second]['"price": "45.5"'] is Sign.CHANGED
    assert signs[second]['"productId": "T1",'] is Sign.ADDED
    assert first.extraSelections()
    assert {sign.letter for sign in Sign} == {"−", "+", "≠"}


def test_arrows_walk_through_the_differences_and_enter_goes_to_the_place(user, compared):
    assert compared.focusWidget() is compared.list
    assert compared.pair.second.text.textCursor().selectedText() == '"price": "45.5"'
    QTest.keyClick(compared.list, Qt.Key.Key_Down)
    assert '"productId": "T1"' in compared.pair.second.text.textCursor().selectedText()
    QTest.keyClick(compared.list, Qt.Key.Key_Return)
    assert compared.isVisible()
    assert compared.focusWidget() is compared.pair.second.text


def test_everything_is_reached_by_keys_and_has_a_name(user, compared):
    seen = walk(compared)
    assert set(reachable(compared)) <= set(seen)
    assert all(one.accessibleName() for one in seen)
    compared.list.setFocus()
    places = []
    for _key in range(3):
        QTest.keyClick(compared.focusWidget(), Qt.Key.Key_F6)
        places.append(compared.focusWidget())
    assert places == [compared.pair.first.text, compared.pair.second.text, compared.list]


def test_what_became_another_kind_of_value_or_is_not_there_any_more_is_said_in_words(user):
    first = _send(user, _cart(MUG))
    without_state = json.loads(_cart({**MUG, "price": "45.5"}))
    without_state["params"] = without_state["params"][1::-1]  # in another order, which is no difference
    second = _send(user, json.dumps(without_state, indent=2).replace("anna", "\\u0061nna"))
    user.open_history()
    user.pick(second)
    user.wait_listed(second, first)
    user.key(Qt.Key.Key_Down, SHIFT)
    dialog = _compare(user)
    assert sorted(_rows(dialog)) == ['product 1 (A12): price 45.5 became "45.5"', "recycleStateId is missing"]
    _close(user, dialog)


def test_the_answers_are_a_part_of_their_own(user, compared):
    assert compared.parts.tabText(0) == "Request (2)"
    compared.parts.setCurrentIndex(1)
    assert "Time: " in compared.remarks.text()


def test_the_bodies_can_be_seen_as_they_travelled(user, compared):
    user.press("As it is", compared)
    first = compared.pair.first.text
    assert first.toPlainText() == _cart(MUG)
    assert first.sign_of_line(0) is Sign.CHANGED


def test_for_a_ticket_nobody_is_named(user, compared):
    QTest.keyClick(compared.list, Qt.Key.Key_M, CTRL | SHIFT)
    text = QGuiApplication.clipboard().text()
    assert "- product 2 (T1) was added" in text
    assert "anna" not in text
    assert compared.copied.text().startswith("Copied, with placeholders for personal data. Texts written by people")


def test_esc_closes_wherever_the_keys_are(user, compared):
    QTest.keyClick(compared.list, Qt.Key.Key_Return)
    QTest.keyClick(compared.focusWidget(), Qt.Key.Key_Escape)
    user.wait_closed(compared)


def test_the_size_comes_back(user, compared):
    compared.resize(760, 610)
    compared.close()
    user.wait_closed(compared)
    again = _compare(user)
    assert (again.width(), again.height()) == (760, 610)
    _close(user, again)


def test_one_selected_row_is_compared_with_the_draft(user):
    first = _send(user, _cart(MUG))
    user.write_text(_cart(MUG, type_key="CartUpdated"))
    user.open_history()
    user.pick(first)
    dialog = _compare(user)
    assert _rows(dialog) == ["eventTypeKey cartUpdated became CartUpdated"]
    assert dialog.parts.isHidden()
    assert "draft" in dialog.pair.second.name.text()
    QTest.keyClick(dialog.list, Qt.Key.Key_Escape)
    user.wait_closed(dialog)
    assert user.window.page is user.history


def test_a_type_of_many_letters_makes_the_window_no_wider_and_leaves_the_other_its_half(user):
    first = _send(user, _cart(MUG, type_key="k" * 200))
    user.open_history()
    user.pick(first)
    dialog = _compare(user)
    assert dialog.minimumSizeHint().width() <= 700
    one, other = dialog.pair.sizes()
    assert abs(one - other) <= 1
    _close(user, dialog)


def test_a_draft_is_compared_with_the_last_send_of_its_type(user):
    _send(user, _cart(MUG))
    last = _send(user, _cart({**MUG, "quantity": 2}))
    _send(user, _cart(MUG, type_key="cartUpdatedToo"))
    user.write_text(_cart({**MUG, "quantity": 3}))
    user.wait_until_checked()
    dialog = _compare(user)
    assert _rows(dialog) == ["product 1 (A12): quantity 2 became 3"]
    assert f"number {last}" in dialog.pair.first.name.text()
    _close(user, dialog)


def test_a_draft_of_a_type_never_sent_says_so(user):
    user.write_text(_cart(MUG, type_key="neverSent"))
    user.wait_until_checked()
    user.key(Qt.Key.Key_D, CTRL | SHIFT)
    user.wait(lambda: "neverSent" in user.notice())


def test_the_same_event_written_otherwise_is_the_same(user):
    first = _send(user, _cart(MUG))
    user.write_text(json.dumps(json.loads(_cart(MUG)), indent=2))
    user.open_history()
    user.pick(first)
    dialog = _compare(user)
    assert dialog.summary.text() == "The two events are the same."
    assert dialog.remarks.text() == "Only written otherwise: spaces and line breaks."
    assert dialog.list.isHidden()
    _close(user, dialog)


def test_what_is_no_json_is_compared_by_lines(user):
    first = _send(user, "not\njson")
    user.write_text("not\na json")
    user.open_history()
    user.pick(first)
    dialog = _compare(user)
    assert _rows(dialog) == ["line 2: “json” became “a json”"]
    assert dialog.pair.first.text.sign_of_line(1) is Sign.CHANGED
    assert dialog.pair.first.text.sign_of_line(0) is None
    _close(user, dialog)


def test_bytes_that_are_no_text_are_told_from_the_letters_in_a_draft(user):
    first = _send(user, "sent")
    sent = user.store.get(first).model_dump(exclude={"id", "answer"})
    body = b'{"eventTypeKey": "k\xff"}'
    number = user.store.begin(NewExchange(**{**sent, "sent_at": datetime.now(UTC), "request_body": body})).result(
        PATIENCE_S
    )
    user.open_history()
    user.wait_listed(number, first)
    user.pick(number)
    user.key(Qt.Key.Key_Return)
    user.wait(lambda: user.text == r'{"eventTypeKey": "k\xff"}')
    user.wait(lambda: "not all UTF-8" in user.notice())
    user.open_history()
    user.pick(number)
    dialog = _compare(user)
    assert _rows(dialog) == [r"""line 1: “{"eventTypeKey": "k⟨FF⟩"}” became “{"eventTypeKey": "k\xff"}”"""]
    _close(user, dialog)


def test_texts_scroll_together_by_what_belongs_together(user):
    many = [{"productId": f"A{at}", "quantity": 1, "price": at} for at in range(120)]
    extra = [{"productId": f"B{at}", "quantity": 1, "price": at} for at in range(20)]
    first = _send(user, _cart(*many))
    user.write_text(_cart(*extra, *many))
    user.open_history()
    user.pick(first)
    dialog = _compare(user)
    ours, theirs = dialog.pair.first.text, dialog.pair.second.text
    ours.verticalScrollBar().setValue(300)
    assert _product(ours) == _product(theirs)
    theirs.verticalScrollBar().setValue(400)
    assert _product(ours) == _product(theirs)
    _close(user, dialog)


def _product(text):
    """The first product whose id is in sight."""
    return next(re.search("A[0-9]+", line)[0] for line in text.lines[text.top_line :] if '"productId": "A' in line)


def test_a_row_chosen_with_ctrl_and_space_is_compared_too(user):
    numbers = [_send(user, _cart({**MUG, "quantity": at})) for at in range(3)]
    user.open_history()
    user.wait_listed(*reversed(numbers))
    user.pick(numbers[2])
    for _step in range(2):
        user.key(Qt.Key.Key_Down, CTRL)
    user.key(Qt.Key.Key_Space, CTRL)
    assert user.history.table.selected_ids(9) == [numbers[2], numbers[0]]
    dialog = _compare(user)
    assert _rows(dialog) == ["product 1 (A12): quantity 0 became 2"]
    _close(user, dialog)


def test_three_rows_are_too_many_and_that_is_said(user):
    numbers = [_send(user, _cart({**MUG, "quantity": at})) for at in range(3)]
    user.open_history()
    user.wait_listed(*reversed(numbers))
    user.pick(numbers[2])
    for _row in range(2):
        user.key(Qt.Key.Key_Down, SHIFT)
    user.key(Qt.Key.Key_D, CTRL | SHIFT)
    user.wait(lambda: "Select one or two" in user.notice())


def test_two_rows_stay_selected_when_another_program_sends(user):
    first, second = (_send(user, _cart({**MUG, "quantity": at})) for at in range(2))
    user.open_history()
    user.wait_listed(second, first)
    user.pick(second)
    user.key(Qt.Key.Key_Down, SHIFT)
    sent = user.store.get(second).model_dump(exclude={"id", "answer"})
    third = user.store.begin(NewExchange(**{**sent, "sent_at": datetime.now(UTC), "source": "cli"})).result(PATIENCE_S)
    user.wait_listed(third, second, first)
    assert user.history.table.selected_ids(9) == [second, first]


def test_a_comparison_closed_while_it_runs_leaves_nothing_behind(user):
    many = [{"productId": f"A{at}", "quantity": 1, "price": at} for at in range(3000)]
    first = _send(user, _cart(MUG))
    user.write_text(_cart(*many))
    user.open_history()
    user.pick(first)
    dialog = user.open_dialog(Qt.Key.Key_D, CTRL | SHIFT)
    _close(user, dialog)


def test_the_line_numbers_stand_on_the_ground_of_their_text(user, compared):
    compared.resize(1000, 900)
    QTest.qWait(50)
    picture = compared.grab().toImage()
    for pane in (compared.pair.first, compared.pair.second):
        left = pane.text.mapTo(compared, pane.text.rect().bottomLeft())
        beside, in_text = (picture.pixelColor(left.x() + right, left.y() - 20) for right in (6, pane.text.width() // 2))
        assert beside == in_text
