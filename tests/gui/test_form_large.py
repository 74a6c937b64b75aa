"""A person works in the form of an event with values that no field can show."""

import json

import pytest
from patience import PATIENCE_MS
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from yespo_console.events import wire
from yespo_console.events.catalog import load_catalog
from yespo_console.events.checking import check
from yespo_console.events.text_edit import TextEdit
from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.forms import catching_up
from yespo_console.gui.forms.event_form import EventForm
from yespo_console.gui.forms.value_edit import MOST_SHOWN
from yespo_console.gui.text_sizes import LARGE_TEXT

pytestmark = pytest.mark.usefixtures("own_collection")


def cart(length):
    items = json.dumps([{"productId": "WS01", "price": 45.5}] * (length // 30))
    params = [{"name": "email", "value": "anna@example.com"}, {"name": "products", "value": items}]
    return json.dumps({"eventTypeKey": "cartUpdated", "params": params})


def _form_of(qtbot, value):
    draft = Draft(json.dumps({"eventTypeKey": "mine", "params": [{"name": "note", "value": value}]}))
    form = EventForm(draft, load_catalog())
    qtbot.addWidget(form)
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
    qtbot.waitUntil(lambda: edit.text() == "short", timeout=PATIENCE_MS)
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


def _reading(monkeypatch):
    """The texts that the window's thread reads from now on."""
    read = []

    def noting(text, api):
        read.append(text)
        return wire_read(text, api)

    wire_read = wire.read
    monkeypatch.setattr(wire, "read", noting)
    return read


def test_the_form_waits_for_the_check_rather_than_read_a_large_text_itself(qtbot, monkeypatch):
    checker = SlowChecker()
    draft = Draft(cart(2 * LARGE_TEXT), checker=checker)
    checker.answer()
    form = EventForm(draft, load_catalog())
    qtbot.addWidget(form)
    read = _reading(monkeypatch)
    start = draft.text.index("anna")
    draft.replace(TextEdit(start, start + 4, "olha"), object())
    qtbot.wait(400)
    assert form._binding.shown.params[0].value == "anna@example.com"
    checker.answer()
    qtbot.waitUntil(lambda: form._binding.shown.params[0].value == "olha@example.com", timeout=PATIENCE_MS)
    assert read == []


def test_a_form_that_is_seen_again_waits_for_the_check_of_a_large_text_too(qtbot, monkeypatch):
    checker = SlowChecker()
    draft = Draft(cart(2 * LARGE_TEXT), checker=checker)
    checker.answer()
    form = EventForm(draft, load_catalog())
    qtbot.addWidget(form)
    read = _reading(monkeypatch)
    form.rest()
    start = draft.text.index("anna")
    draft.replace(TextEdit(start, start + 4, "olha"), object())
    form.go_on()
    assert form._binding.shown.params[0].value == "anna@example.com"
    form.rest()
    checker.answer()
    qtbot.wait(400)
    assert form._binding.shown.params[0].value == "anna@example.com"
    form.go_on()
    assert form._binding.shown.params[0].value == "olha@example.com"
    assert read == []


def test_the_form_reads_a_large_text_itself_when_the_check_does_not_come(qtbot, monkeypatch):
    monkeypatch.setattr(catching_up, "MOST_WAITS", 2)
    draft = Draft(cart(2 * LARGE_TEXT), checker=SlowChecker())
    form = EventForm(draft, load_catalog())
    qtbot.addWidget(form)
    start = draft.text.index("anna")
    draft.replace(TextEdit(start, start + 4, "olha"), object())
    qtbot.waitUntil(lambda: form._binding.shown.params[0].value == "olha@example.com", timeout=PATIENCE_MS)


def test_a_long_text_that_is_pasted_into_a_field_becomes_the_value_and_is_not_cut(qtbot):
    _form, draft, field = _form_of(qtbot, "🧦 ab")
    (edit,) = field.editors()
    edit.setSelection(3, 1)
    QGuiApplication.clipboard().setText("x" * 40_000)
    QTest.keySequence(edit, QKeySequence(QKeySequence.StandardKey.Paste))
    assert draft.reading.params[0].value == "🧦 " + "x" * 40_000 + "b"
    assert len(edit.text()) == MOST_SHOWN
    assert "characters" in field.hint.text()


def test_a_long_list_that_is_pasted_into_a_field_of_lines_becomes_the_value(qtbot):
    _form, draft, field = _form_of(qtbot, ["🧦", "b"])
    (edit,) = field.editors()
    edit.selectAll()
    data = QMimeData()
    data.setText("\n".join(["line"] * 10_000))
    edit.insertFromMimeData(data)
    assert len(json.loads(json.loads(draft.text)["params"][0]["value"])) == 10_000
