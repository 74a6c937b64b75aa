"""The answer under the composer: its parts, its looks, copying, and the ways on from it."""

from datetime import UTC, datetime

import pytest
from patience import PATIENCE_S
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QToolButton

from yespo_console.events.event import ApiVersion
from yespo_console.gui.json_editor.editor import AS_SENT
from yespo_console.history.exchange import Answer, NewExchange

LOOKS = ["Copy: Request", "As sent", "Readable"]


@pytest.fixture
def view(user):
    """An event that the sandbox refuses, with its answer shown."""
    user.write_text(user.text.replace("location", "place"))
    assert user.send().answer.status == 400
    return user.compose.response.view


def _show(view, part):
    view.tabs.setCurrentWidget(part)
    QGuiApplication.clipboard().clear()


def _copied(user, view):
    user.press(view.tabs.copy.accessibleName(), view)
    return QGuiApplication.clipboard().text()


def test_each_part_is_copied_as_it_is(user, view):
    _show(view, view.request)
    assert _copied(user, view) == user.text
    _show(view, view.answer)
    assert _copied(user, view) == view.exchange.answer.body.decode()
    _show(view, view.answer_headers)
    assert "X-Sandbox-Assumption".lower() in _copied(user, view).lower()
    _show(view, view.problems)
    assert _copied(user, view).startswith("Error: ")


def test_the_request_is_shown_as_sent_or_readable(user, view):
    _show(view, view.request)
    looks = view.tabs.cornerWidget()
    user.wait(lambda: [one.accessibleName() for one in looks.findChildren(QToolButton) if one.isVisible()] == LOOKS)
    user.press("Readable", looks)
    user.wait(lambda: '"place": "https' in view.request.currentWidget().toPlainText())
    user.press("As sent", looks)
    user.wait(lambda: '\\"place\\":' in view.request.currentWidget().toPlainText())


def test_a_problem_leads_to_its_place_in_the_request(user, view):
    _show(view, view.problems)
    view.problems.list.setFocus()
    view.problems.list.setCurrentRow(0)
    QTest.keyClick(view.problems.list, Qt.Key.Key_Return)
    user.wait(lambda: view.tabs.part is view.request)
    assert view.request.currentWidget().textCursor().hasSelection()


def test_a_text_to_read_takes_no_letter_and_moves_by_keys(user, view):
    _show(view, view.request)
    text = view.request.currentWidget()
    before = text.toPlainText()
    text.setFocus()
    for key in (Qt.Key.Key_X, Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Return):
        QTest.keyClick(text, key)
    assert text.toPlainText() == before


def test_the_exchange_is_shown_in_the_history_with_one_press(user, view):
    number = view.exchange.id
    user.press("Show in History", view)
    user.wait(lambda: user.window.page is user.history)
    user.wait(lambda: user.history.view.exchange is not None and user.history.view.exchange.id == number)


def accepted_by_a_real_account(user):
    """The exchange of an event that a real account accepted with an empty body, as its answer is recorded."""
    sent = NewExchange(
        sent_at=datetime.now(UTC),
        environment="Shop live",
        is_real=True,
        url="https://shop.invalid/api/v2/event",
        api=ApiVersion.V2,
        request_body=user.text.encode(),
        source="test",
    )
    number = user.store.begin(sent).result(PATIENCE_S)
    user.store.complete(number, Answer(status=200)).result(PATIENCE_S)
    return user.store.get(number)


@pytest.mark.parametrize("size", [(1024, 720), (1280, 800), (1600, 1000)])
def test_what_is_not_known_after_a_send_to_a_real_account_is_read_without_scrolling(user, size):
    user.window.resize(*size)
    view = user.compose.response.view
    user.compose.response.show_exchange(accepted_by_a_real_account(user))
    user.wait(view.isVisible)
    QTest.qWait(50)  # what was just put into a layout has its place in one of the next turns
    words = view.story.meaning.text() + view.story.steps.text()
    assert "Accepted does not mean linked" in words
    assert "Look in the account" in words
    assert view.story._area.verticalScrollBar().maximum() == 0


def test_each_draft_keeps_its_own_answer(user, view):
    number = view.exchange.id
    user.open_text('{"eventTypeKey": "mine"}', "other")
    assert user.answer() is None
    assert "Not sent yet" in user.compose.response.words
    user.compose.tabs.setCurrentIndex(0)
    assert user.answer().id == number
    user.compose.editor.set_view(AS_SENT)


def test_an_answer_says_when_the_text_is_not_any_more_the_one_it_belongs_to(user, view):
    words = "this is the answer to the text as it was sent"
    assert not user.sees(words)
    user.fill("email", "somebody@example.com")
    assert user.sees(words)
    while user.text != view.exchange.request_text:
        user.compose.draft.undo()
    assert not user.sees(words)
    user.fill("email", "somebody@example.com")
    user.open_text("{}")
    assert not user.sees(words)
    user.compose.close_draft(user.compose.tabs.currentIndex())
    assert user.sees(words)
    user.send()
    assert not user.sees(words)


def test_the_field_that_one_was_in_stays_in_sight_when_the_answer_comes(user):
    user.window.resize(1024, 700)
    user.choose_type("cartUpdated")

    def fields():
        lines = user.compose.form.findChildren(QLineEdit)
        return [one for one in lines if one.accessibleName() == "recycleStateId" and one.isVisible()]

    user.wait(lambda: bool(fields()))
    (field,) = fields()
    field.setFocus()
    user.wait(lambda: not field.visibleRegion().isEmpty())
    user.send()
    user.wait(lambda: field.visibleRegion().boundingRect().height() == field.height())
