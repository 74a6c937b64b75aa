"""History: pins and tags for many exchanges at once. It is told how far that is, and it can be given up."""

import threading
from datetime import UTC, datetime

import pytest
from patience import PATIENCE_S
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QProgressBar
from vocabulary import CTRL, type_letters

from yespo_console.events.event import ApiVersion
from yespo_console.history import annotations
from yespo_console.history.exchange import NewExchange

MANY = 6


class Steps(threading.Semaphore):
    """How many may be taken; ``begun``: so many were."""

    begun = 0

    def __init__(self):
        super().__init__(0)


@pytest.fixture
def steps(monkeypatch):
    """Exchanges are changed one by one; each waits until it is let go. What takes a moment is told of at once."""
    carry_out, go = annotations.carry_out, Steps()

    def once_it_may(store, edits):
        go.begun += 1
        assert go.acquire(timeout=PATIENCE_S)
        return carry_out(store, edits)

    monkeypatch.setattr(annotations, "_AT_ONCE", 1)
    monkeypatch.setattr(annotations, "carry_out", once_it_may)
    monkeypatch.setattr("yespo_console.gui.history.annotating._TOLD_AFTER_MS", 0)
    monkeypatch.setattr("yespo_console.gui.job_notice._LOOK_MS", 10)
    return go


@pytest.fixture
def chosen(user):
    """All exchanges of the history are selected; their ids, newest first."""
    request = NewExchange(
        sent_at=datetime.now(UTC),
        environment="Sandbox",
        is_real=False,
        url="http://127.0.0.1/",
        api=ApiVersion.V2,
        request_body=b"{}",
        source="test",
    )
    ids = [user.store.begin(request).result(PATIENCE_S) for _ in range(MANY)][::-1]
    user.open_history()
    user.wait_listed(*ids)
    user.pick(ids[0])
    user.history.table.setFocus()
    user.key(Qt.Key.Key_A, CTRL)
    assert user.sees(f"{MANY} exchanges are selected")
    return ids


def let_go(steps, count=MANY):
    for _ in range(count):
        steps.release()


def press_esc(user):
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    user.key(Qt.Key.Key_Escape)


def pinned(user, ids):
    return [user.store.get(number).pinned for number in ids]


def bar(user):
    seen = [one for one in user.window.notices.findChildren(QProgressBar) if one.isVisible()]
    return seen[0] if seen else None


def test_a_bar_and_words_tell_how_far_it_is_and_leave_when_it_is_done(user, chosen, steps):
    user.key(Qt.Key.Key_D, CTRL)
    let_go(steps, 2)
    user.wait(lambda: user.notice() == "The chosen exchanges are being pinned. Changed 2 of 6 exchanges.")
    assert bar(user).value() == bar(user).maximum() // 3
    let_go(steps)
    user.wait(lambda: all(pinned(user, chosen)))
    user.wait(lambda: user.notice() == "")
    assert bar(user) is None


@pytest.mark.parametrize("by", ["button", "esc"])
def test_a_cancel_says_how_many_are_done_and_undo_takes_those_back(user, chosen, steps, by):
    user.key(Qt.Key.Key_D, CTRL)
    let_go(steps, 2)
    user.wait(lambda: "Changed 2 of 6 exchanges" in user.notice() and steps.begun == 3)
    if by == "button":
        user.press("Cancel", user.window.notices)
    else:
        press_esc(user)
    let_go(steps)  # the one that was under way is done whole
    user.wait(lambda: "That was given up: 3 of 6 exchanges are changed, the others are as they were." in user.notice())
    assert pinned(user, chosen) == [True] * 3 + [False] * 3
    user.history.table.setFocus()
    user.key(Qt.Key.Key_Z, CTRL)
    user.wait(lambda: not any(pinned(user, chosen)))
    user.wait(lambda: not user.history.annotating.can_undo)


def test_tags_are_given_and_taken_in_steps_too(user, chosen, steps):
    field = user.history.view.annotations.tags.edit
    field.setFocus()
    type_letters(field, "seen")
    user.key(Qt.Key.Key_Return)
    user.wait(lambda: user.notice().startswith("The chosen exchanges are being tagged."))
    let_go(steps)
    user.wait(lambda: all(user.store.get(number).tags == ("seen",) for number in chosen))
    user.wait(lambda: user.history.view.annotations.tags.tags == ("seen",))
    field.setFocus()
    user.key(Qt.Key.Key_Backspace)
    user.wait(lambda: user.notice().startswith("The tag “seen” is being taken from the chosen exchanges."))
    user.wait(lambda: steps.begun == MANY + 1)
    user.history.table.setFocus()  # in the field Esc would end the typing first
    press_esc(user)
    let_go(steps)
    user.wait(lambda: "That was given up: 1 of 6 exchanges are changed" in user.notice())
    assert sum(not user.store.get(number).tags for number in chosen) == 1


def test_undo_of_many_can_be_cancelled_and_goes_on_where_it_was(user, chosen, steps):
    user.key(Qt.Key.Key_D, CTRL)
    let_go(steps)
    user.wait(lambda: all(pinned(user, chosen)))
    user.wait(lambda: user.history.annotating.can_undo and user.notice() == "")
    user.key(Qt.Key.Key_Z, CTRL)
    user.wait(lambda: user.notice().startswith("What was done to the exchanges is being taken back."))
    user.wait(lambda: steps.begun == MANY + 1)
    user.history.table.setFocus()  # in the field Esc would end the typing first
    press_esc(user)
    let_go(steps, 1)
    user.wait(lambda: "That was given up: 1 of 6 exchanges are changed" in user.notice())
    assert sum(pinned(user, chosen)) == 5
    assert user.history.annotating.can_redo
    let_go(steps, 2 * MANY)
    user.history.table.setFocus()
    user.key(Qt.Key.Key_Z, CTRL)
    user.wait(lambda: not any(pinned(user, chosen)))
    user.wait(lambda: not user.history.annotating.can_undo)
    user.key(Qt.Key.Key_Y, CTRL)
    user.key(Qt.Key.Key_Y, CTRL)
    user.wait(lambda: all(pinned(user, chosen)))


def test_what_is_asked_for_meanwhile_is_done_afterwards(user, chosen, steps):
    user.key(Qt.Key.Key_D, CTRL)
    user.history.annotating.add_tags(user.history._selected_ids(), ("later",))
    let_go(steps, MANY)
    user.wait(lambda: all(pinned(user, chosen)))
    assert not any(user.store.get(number).tags for number in chosen)
    let_go(steps, MANY)
    user.wait(lambda: all(user.store.get(number).tags for number in chosen))


def test_a_fault_of_the_program_holds_up_nothing_that_is_asked_for_later(user, chosen, monkeypatch, qtbot):
    carry_out = annotations.carry_out

    def fail(*_arguments):
        raise ZeroDivisionError

    monkeypatch.setattr(annotations, "carry_out", fail)
    with qtbot.capture_exceptions() as raised:
        user.key(Qt.Key.Key_D, CTRL)
        user.wait(lambda: bool(raised))
    assert raised[0][0] is ZeroDivisionError
    monkeypatch.setattr(annotations, "carry_out", carry_out)
    user.wait(lambda: not user.history.view.annotations.pin.isChecked())
    assert not user.history.annotating.can_undo
    user.key(Qt.Key.Key_D, CTRL)
    user.wait(lambda: all(pinned(user, chosen)))


def test_what_stayed_selected_while_the_list_was_read_anew_stays_one_piece(user, chosen):
    user.key(Qt.Key.Key_D, CTRL)
    user.wait(lambda: all(pinned(user, chosen)))
    user.wait(lambda: user.history.found.model.row(MANY - 1).pinned)
    assert len(user.history.table.selectionModel().selection()) == 1
    assert list(user.history._selected_ids()) == chosen


def test_quitting_asks_while_exchanges_are_still_being_changed_and_what_is_done_by_then_stays(
    user, chosen, steps, monkeypatch
):
    monkeypatch.setattr("yespo_console.gui.history.annotating._WRITTEN_WITHIN_S", 0.01)
    user.key(Qt.Key.Key_D, CTRL)
    let_go(steps, 2)
    user.wait(lambda: steps.begun == 3)
    user.window.close()
    question = user.question()
    assert "What you did last is not on the disk" in question.text()
    assert question.informativeText() == (
        "The chosen exchanges are being pinned. Changed 2 of 6 exchanges. Wait a moment, then close the window."
    )
    user.press_button(question, "Keep the window")
    user.wait_closed(question)
    let_go(steps)
    user.wait(lambda: all(pinned(user, chosen)))
    user.wait(lambda: user.notice() == "")
    user.window.close()
    assert user.question() is None
    assert not user.window.isVisible()
