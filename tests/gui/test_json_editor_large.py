"""A person works with the text of a cart of a thousand products: the window never waits for all of it."""

import json
import threading

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from yespo_console.events import wire
from yespo_console.events.catalog import load_catalog
from yespo_console.events.checking import check
from yespo_console.events.problems import Effect, Problem, Severity
from yespo_console.events.text_edit import TextEdit
from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.forms import catching_up
from yespo_console.gui.forms.event_form import EventForm
from yespo_console.gui.forms.value_edit import MOST_SHOWN
from yespo_console.gui.json_editor.editor import READABLE, JsonEditor
from yespo_console.gui.json_editor.projecting import readable
from yespo_console.gui.json_editor.view import JsonView
from yespo_console.gui.text_sizes import LARGE_TEXT, LONGEST_TEXT


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
        self.qtbot.waitUntil(lambda: not self.view.is_behind, timeout=20_000)

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
    desk.qtbot.waitUntil(lambda: desk.draft.text.startswith(" {"), timeout=20_000)
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
    desk.qtbot.waitUntil(lambda: bool(desk.view._marks.all), timeout=20_000)
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
    qtbot.waitUntil(lambda: desk.draft.text == cart(length), timeout=20_000)
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
    qtbot.waitUntil(lambda: desk.draft.text == expected, timeout=20_000)


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
    qtbot.waitUntil(lambda: desk.draft.text == expected, timeout=20_000)
    desk.wait()
    assert desk.in_step()


def test_many_lines_without_a_bracket_are_pasted_in_slices_too(qtbot):
    desk = LargeDesk(qtbot, '{"keyValue": 1}', readable)
    lines = "a line of a log\n" * (LARGE_TEXT // 8)
    desk.view.select(13, 14)
    _paste(desk, lines)
    qtbot.waitUntil(lambda: desk.draft.text == f'{{"keyValue": {lines}}}', timeout=20_000)
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
    qtbot.waitUntil(lambda: desk.draft.text == expected, timeout=20_000)


def test_what_was_typed_into_a_view_that_is_left_keeps_what_is_changed_elsewhere_meanwhile(desk):
    QTest.keyClicks(desk.view, " ")
    assert desk.view.is_behind
    desk.view.hide()
    at = desk.draft.text.index("anna")
    expected = " " + desk.draft.text.replace("anna", "new.anna")
    desk.draft.replace(TextEdit(at, at, "new."), object())
    desk.qtbot.waitUntil(lambda: desk.draft.text == expected, timeout=20_000)
    desk.view.show()
    desk.wait()
    assert desk.in_step()


def test_a_large_text_keeps_its_place_when_the_view_is_switched(qtbot):
    editor = JsonEditor()
    qtbot.addWidget(editor)
    editor.resize(800, 600)
    editor.set_draft(Draft(cart(4 * LARGE_TEXT), parent=editor))
    editor.show()
    qtbot.waitUntil(lambda: not editor.view.is_behind, timeout=20_000)
    with qtbot.waitSignal(editor.pointer_changed, timeout=20_000):
        editor.view.go_to("/params/0/value")
    editor.set_view(READABLE)
    qtbot.waitUntil(lambda: editor.view.textCursor().selectedText() == '"anna@example.com"', timeout=20_000)


def _form_of(qtbot, value):
    form = EventForm()
    qtbot.addWidget(form)
    draft = Draft(json.dumps({"eventTypeKey": "mine", "params": [{"name": "note", "value": value}]}), parent=form)
    form.set_draft(draft, load_catalog())
    form.show()
    (field,) = form._own.fields()
    return form, draft, field


@pytest.mark.parametrize("value", ["x" * 40_000, [{"a": "x" * 40_000}], ["x" * 5_000] * 3])
def test_a_field_shows_the_beginning_of_an_endless_value_and_cannot_change_it(qtbot, value):
    _form, draft, field = _form_of(qtbot, value)
    before = draft.text
    (edit,) = field.editors()
    shown = edit.text() if isinstance(edit, QLineEdit) else edit.toPlainText()
    assert len(shown) == MOST_SHOWN
    assert "characters" in field.hint.text()
    QTest.keyClicks(edit, "abc")
    QTest.keyClick(edit, Qt.Key.Key_Backspace)
    assert draft.text == before


def test_a_field_can_be_typed_in_again_when_its_value_is_short(qtbot):
    _form, draft, field = _form_of(qtbot, "x" * 40_000)
    start = draft.text.index("xx")
    draft.replace(TextEdit(start, start + 40_000, "short"), object())
    (edit,) = field.editors()
    qtbot.waitUntil(lambda: edit.text() == "short")
    QTest.keyClicks(edit, "er")
    assert "er" in draft.reading.params[0].value
    assert field.hint.isHidden()


class SlowChecker:
    """Checks when it is told to."""

    def submit(self, draft):
        self.draft = draft

    def forget(self, draft):
        pass

    def answer(self):
        self.draft.take_check(check(self.draft.text, load_catalog()))


def test_the_form_waits_for_the_check_rather_than_read_a_large_text_itself(qtbot, monkeypatch):
    checker = SlowChecker()
    form = EventForm()
    qtbot.addWidget(form)
    draft = Draft(cart(2 * LARGE_TEXT), checker=checker, parent=form)
    checker.answer()
    form.set_draft(draft, load_catalog())
    read = []

    def noting(text, api):
        read.append(text)
        return wire_read(text, api)

    wire_read = wire.read
    monkeypatch.setattr(wire, "read", noting)
    start = draft.text.index("anna")
    draft.replace(TextEdit(start, start + 4, "olha"), object())
    qtbot.wait(400)
    assert form._binding.shown.params[0].value == "anna@example.com"
    checker.answer()
    qtbot.waitUntil(lambda: form._binding.shown.params[0].value == "olha@example.com")
    assert read == []


def test_the_form_reads_a_large_text_itself_when_the_check_does_not_come(qtbot, monkeypatch):
    monkeypatch.setattr(catching_up, "MOST_WAITS", 2)
    form = EventForm()
    qtbot.addWidget(form)
    draft = Draft(cart(2 * LARGE_TEXT), checker=SlowChecker(), parent=form)
    form.set_draft(draft, load_catalog())
    start = draft.text.index("anna")
    draft.replace(TextEdit(start, start + 4, "olha"), object())
    qtbot.waitUntil(lambda: form._binding.shown.params[0].value == "olha@example.com", timeout=5_000)
