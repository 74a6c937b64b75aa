"""A person works with the text of a cart of a thousand products: the window never waits for all of it."""

import json
import threading

import pytest
from patience import PATIENCE_MS
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from yespo_console.events.problems import Effect, Problem, Severity
from yespo_console.events.text_edit import TextEdit
from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.json_editor.editor import READABLE, JsonEditor
from yespo_console.gui.json_editor.projecting import readable
from yespo_console.gui.json_editor.view import JsonView
from yespo_console.gui.text_sizes import LARGE_TEXT, LONGEST_TEXT

pytestmark = pytest.mark.usefixtures("own_collection")


def cart(length):
    item = {"productId": "WS01", "name": "Сорочка \U0001f9e6", "price": 45.5}
    items = json.dumps([item] * (length // len(json.dumps(item, ensure_ascii=False)) + 1), ensure_ascii=False)
    params = [{"name": "email", "value": "anna@example.com"}, {"name": "products", "value": items}]
    return json.dumps({"eventTypeKey": "cartUpdated", "params": params}, indent=1, ensure_ascii=False)


class LargeDesk:
    def __init__(self, qtbot, text, project):
        self.qtbot = qtbot
        self.threads = []

        def noting(shown_text):
            self.threads.append(threading.current_thread())
            return project(shown_text)

        self.view = JsonView(noting)
        qtbot.addWidget(self.view)
        self.draft = Draft(text, parent=self.view)
        self.view.resize(800, 600)
        self.view.show()
        self.view.set_draft(self.draft)

    def wait(self):
        self.qtbot.waitUntil(lambda: not self.view.is_behind, timeout=PATIENCE_MS)

    @property
    def shown(self):
        return self.view.document().toRawText().replace("\u2029", "\n")

    def in_step(self):
        return self.view.projection.text == self.draft.text and self.shown == self.view.projection.shown


@pytest.fixture
def desk(qtbot):
    return LargeDesk(qtbot, cart(4 * LARGE_TEXT), readable)


def test_a_large_text_is_laid_out_in_a_thread_and_shown_in_slices(desk):
    assert desk.view.is_behind
    desk.wait()
    assert threading.main_thread() not in desk.threads
    assert desk.view._filling.slices > 1
    assert desk.in_step()
    assert desk.view.textCursor().position() == 0


def test_what_is_typed_meanwhile_comes_as_soon_as_the_text_is_there(desk):
    QTest.keyClicks(desk.view, "  ")
    QTest.keyClick(desk.view, Qt.Key.Key_Backspace)
    assert desk.view.is_behind
    desk.qtbot.waitUntil(lambda: desk.draft.text.startswith(" {"), timeout=PATIENCE_MS)
    desk.wait()
    assert desk.in_step()


def test_what_others_change_meanwhile_is_what_is_shown_in_the_end(desk):
    for number in range(5):
        at = desk.draft.text.index("anna")
        desk.draft.replace(TextEdit(at, at, f"{number}"), object())
        desk.qtbot.wait(7)
    desk.wait()
    assert desk.in_step()
    assert "01234anna" in desk.shown


def test_undo_puts_the_cursor_where_the_change_was(desk):
    desk.wait()
    place = desk.view.projection.shown.index('"anna@')
    desk.view.select(place, place)
    desk.view.setFocus()
    QTest.keyClicks(desk.view, "[")
    broken = desk.draft.text
    desk.draft.undo()
    desk.wait()
    assert desk.in_step()
    assert desk.view.selection() == (place, place)
    desk.draft.redo()
    desk.wait()
    assert desk.draft.text == broken
    assert desk.in_step()


def test_a_problem_in_it_is_marked_and_found_in_a_thread(desk, monkeypatch):
    from yespo_console.gui.json_editor import marks

    desk.wait()
    where = []
    found = marks.pointer_span

    def noting(*arguments):
        where.append(threading.current_thread())
        return found(*arguments)

    monkeypatch.setattr(marks, "pointer_span", noting)
    problem = Problem("field_type", Severity.ERROR, "/params/1/value/7/price", (), Effect.UNKNOWN)
    desk.view.show_problems([problem])
    desk.qtbot.waitUntil(lambda: bool(desk.view._marks.all), timeout=PATIENCE_MS)
    mark = desk.view._marks.all[0]
    assert desk.view.projection.shown[mark.start : mark.end] == "45.5"
    assert threading.main_thread() not in where


def test_of_an_endless_text_the_ends_are_shown_at_once_and_can_be_edited(qtbot):
    desk = LargeDesk(qtbot, cart(LONGEST_TEXT), readable)
    assert not desk.view.is_behind
    assert desk.view.document().characterCount() < LARGE_TEXT
    cursor = desk.view.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.Start)
    desk.view.setTextCursor(cursor)
    QTest.keyClicks(desk.view, " ")
    assert desk.draft.text.startswith(" {")
    desk.draft.undo()
    assert desk.in_step()


@pytest.mark.parametrize("length", [2 * LARGE_TEXT, LONGEST_TEXT])
def test_a_large_text_that_is_pasted_goes_into_the_draft_and_not_line_by_line_into_the_field(qtbot, length):
    desk = LargeDesk(qtbot, '{"eventTypeKey": "mine"}', readable)
    data = QMimeData()
    data.setText(cart(length))
    desk.view.selectAll()
    desk.view.insertFromMimeData(data)
    assert desk.shown == '{"eventTypeKey": "mine"}'
    qtbot.waitUntil(lambda: desk.draft.text == cart(length), timeout=PATIENCE_MS)
    desk.wait()
    assert desk.in_step()
    assert desk.view.document().characterCount() < 3 * length
    desk.draft.undo()
    desk.wait()
    assert desk.draft.text == desk.shown == '{"eventTypeKey": "mine"}'


def test_what_is_pasted_while_another_changes_the_text_is_not_lost(qtbot):
    desk = LargeDesk(qtbot, '{"eventTypeKey": "mine"}', readable)
    data = QMimeData()
    data.setText(" " * (2 * LARGE_TEXT))
    desk.view.insertFromMimeData(data)
    desk.draft.replace(TextEdit(18, 22, "other"), object())
    expected = " " * (2 * LARGE_TEXT) + '{"eventTypeKey": "other"}'
    qtbot.waitUntil(lambda: desk.draft.text == expected, timeout=PATIENCE_MS)


def _paste(desk, text):
    data = QMimeData()
    data.setText(text)
    desk.view.insertFromMimeData(data)


def test_what_is_typed_or_pasted_right_after_a_long_paste_stands_behind_it(qtbot):
    desk = LargeDesk(qtbot, "{}", readable)
    long, longer = "\t" * (2 * LARGE_TEXT), " " * (3 * LARGE_TEXT)
    _paste(desk, long)
    QTest.keyClicks(desk.view, "[")
    _paste(desk, longer)
    QTest.keyClicks(desk.view, "]")
    expected = f"{long}[{longer}]{{}}"
    qtbot.waitUntil(lambda: desk.draft.text == expected, timeout=PATIENCE_MS)
    desk.wait()
    assert desk.in_step()


def test_many_lines_without_a_bracket_are_pasted_in_slices_too(qtbot):
    desk = LargeDesk(qtbot, '{"keyValue": 1}', readable)
    lines = "a line of a log\n" * (LARGE_TEXT // 8)
    desk.view.select(13, 14)
    _paste(desk, lines)
    qtbot.waitUntil(lambda: desk.draft.text == f'{{"keyValue": {lines}}}', timeout=PATIENCE_MS)
    desk.wait()
    assert desk.view._filling.slices > 1
    assert desk.in_step()
    assert desk.view.selection() == (13 + len(lines), 13 + len(lines))


def test_a_long_paste_into_a_view_that_is_left_keeps_what_is_changed_elsewhere_meanwhile(qtbot):
    desk = LargeDesk(qtbot, '{"eventTypeKey": "mine"}', readable)
    _paste(desk, " " * (2 * LARGE_TEXT))
    desk.view.hide()
    desk.draft.replace(TextEdit(18, 22, "other"), object())
    expected = " " * (2 * LARGE_TEXT) + '{"eventTypeKey": "other"}'
    qtbot.waitUntil(lambda: desk.draft.text == expected, timeout=PATIENCE_MS)


def test_what_was_typed_into_a_view_that_is_left_keeps_what_is_changed_elsewhere_meanwhile(desk):
    QTest.keyClicks(desk.view, " ")
    assert desk.view.is_behind
    desk.view.hide()
    at = desk.draft.text.index("anna")
    expected = " " + desk.draft.text.replace("anna", "new.anna")
    desk.draft.replace(TextEdit(at, at, "new."), object())
    desk.qtbot.waitUntil(lambda: desk.draft.text == expected, timeout=PATIENCE_MS)
    desk.view.show()
    desk.wait()
    assert desk.in_step()


def test_it_is_said_when_only_the_ends_of_a_text_are_shown(qtbot):
    editor = JsonEditor()
    qtbot.addWidget(editor)
    editor.set_draft(Draft(cart(LONGEST_TEXT), parent=editor))
    editor.show()
    assert "only its two ends" in editor._note.text()
    before = editor._draft.text
    editor.format_text()
    assert editor._draft.text == before
    editor.set_view(READABLE)
    assert "only its two ends" in editor._note.text()
    editor.set_draft(Draft("{}", parent=editor))
    assert editor._note.text() == ""


def test_a_large_text_keeps_its_place_when_the_view_is_switched(qtbot):
    editor = JsonEditor()
    qtbot.addWidget(editor)
    editor.resize(800, 600)
    editor.set_draft(Draft(cart(4 * LARGE_TEXT), parent=editor))
    editor.show()
    qtbot.waitUntil(lambda: not editor.view.is_behind, timeout=PATIENCE_MS)
    with qtbot.waitSignal(editor.pointer_changed, timeout=PATIENCE_MS):
        editor.view.go_to("/params/0/value")
    editor.set_view(READABLE)
    qtbot.waitUntil(lambda: editor.view.textCursor().selectedText() == '"anna@example.com"', timeout=PATIENCE_MS)
