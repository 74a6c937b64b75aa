"""A person types, pastes, undoes and looks around in the text of an event."""

import json

import pytest
from patience import PATIENCE_MS
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QFont, QGuiApplication, QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QToolTip

from yespo_console.events.problems import Problem, Severity
from yespo_console.events.text_edit import TextEdit
from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.json_editor.editor import AS_SENT, READABLE, JsonEditor
from yespo_console.gui.json_editor.projecting import FOLD_AT, LONG_LINE
from yespo_console.gui.theme import theme

CART = """{
  "eventTypeKey": "cartUpdated",
  "params": [
    {"name": "email", "value": "anna@example.com"},
    {"name": "note", "value": "\U0001f600 hat"},
    {"name": "products", "value": "[{\\"productId\\":\\"WS01\\",\\"price\\":45.50}]"}
  ]
}"""


class Desk:
    """An editor on the screen, and what a person does with it."""

    def __init__(self, qtbot, text):
        self.editor = JsonEditor()
        qtbot.addWidget(self.editor)
        self.editor.resize(800, 600)
        self.draft = Draft(text, parent=self.editor)
        self.editor.set_draft(self.draft)
        self.editor.show()
        qtbot.waitExposed(self.editor, timeout=PATIENCE_MS)
        self.editor.activateWindow()
        self.editor.view.setFocus()
        self.outside = object()
        self.qtbot = qtbot
        self.wait_until_shown()

    @property
    def view(self):
        return self.editor.view

    def wait_until_shown(self):
        self.qtbot.waitUntil(lambda: not self.view.is_behind, timeout=PATIENCE_MS)

    @property
    def shown(self):
        """What stands on the screen."""
        return self.view.document().toRawText().replace("\u2029", "\n")

    def stand_behind(self, words):
        place = self.view.projection.shown.index(words) + len(words)
        self.view.select(place, place)

    def select(self, words):
        start = self.view.projection.shown.index(words)
        self.view.select(start, start + len(words))

    def type(self, letters):
        QTest.keyClicks(self.view, letters)

    def press(self, key, *modifiers):
        held = Qt.KeyboardModifier.NoModifier
        for modifier in modifiers:
            held |= modifier
        QTest.keyClick(QApplication.focusWidget() or self.view, key, held)

    def paste(self, text):
        data = QMimeData()
        data.setText(text)
        self.view.insertFromMimeData(data)

    def in_step(self):
        return self.view.projection.text == self.draft.text and self.shown == self.view.projection.shown


CTRL, SHIFT, ALT = (
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.AltModifier,
)


@pytest.fixture
def desk(qtbot):
    return Desk(qtbot, CART)


def test_what_i_type_is_what_will_be_sent(desk):
    desk.stand_behind("\U0001f600 h")
    desk.type("ello")
    assert desk.draft.text == CART.replace("\U0001f600 hat", "\U0001f600 helloat")
    assert desk.in_step()


def test_typing_into_readable_changes_the_text_inside_the_string(desk):
    desk.editor.set_view(READABLE)
    desk.stand_behind('"productId": "WS')
    desk.type("9")
    assert desk.draft.text == CART.replace("WS01", "WS901")
    assert desk.in_step()


def test_ctrl_z_takes_back_a_word_and_ctrl_y_brings_it_again(desk):
    desk.stand_behind("anna")
    desk.type(" maria")
    desk.press(Qt.Key.Key_Z, CTRL)
    assert desk.draft.text == CART.replace("anna", "anna ")
    desk.press(Qt.Key.Key_Z, CTRL)
    assert desk.draft.text == CART
    desk.press(Qt.Key.Key_Y, CTRL)
    desk.press(Qt.Key.Key_Z, CTRL, SHIFT)
    assert desk.draft.text == CART.replace("anna", "anna maria")
    assert desk.in_step()


def test_undo_puts_the_cursor_back_where_i_typed(desk):
    desk.stand_behind("anna")
    place = desk.view.selection()
    desk.type("x")
    desk.view.select(0, 0)
    desk.press(Qt.Key.Key_Z, CTRL)
    assert desk.view.selection() == place


def test_moving_the_cursor_ends_an_undo_step(desk):
    desk.stand_behind("anna")
    desk.type("a")
    desk.press(Qt.Key.Key_Left)
    desk.press(Qt.Key.Key_Right)
    desk.type("b")
    desk.press(Qt.Key.Key_Z, CTRL)
    assert desk.draft.text == CART.replace("anna", "annaa")


def test_a_change_from_the_form_leaves_my_cursor_where_it_is(desk):
    desk.stand_behind("\U0001f600 h")
    place = desk.view.selection()[0]
    start = CART.index("anna")
    desk.draft.replace(TextEdit(start, start + 4, "b"), desk.outside)
    assert desk.view.selection() == (place - 3, place - 3)
    assert desk.in_step()


def test_undo_in_the_text_takes_back_what_the_form_did(desk):
    start = CART.index("anna")
    desk.draft.replace(TextEdit(start, start + 4, "b"), desk.outside)
    desk.press(Qt.Key.Key_Z, CTRL)
    assert desk.draft.text == CART
    assert desk.in_step()


def test_readable_follows_the_form_while_it_is_shown(desk):
    desk.editor.set_view(READABLE)
    start = CART.index("45.50")
    desk.draft.replace(TextEdit(start, start + 5, "7"), desk.outside)
    assert '"price": 7' in desk.shown
    assert desk.in_step()


def test_a_hidden_view_shows_what_happened_meanwhile(desk):
    desk.editor.set_view(READABLE)
    desk.editor.set_view(AS_SENT)
    desk.stand_behind("anna")
    desk.type("b")
    desk.press(Qt.Key.Key_R, CTRL, SHIFT)
    assert desk.editor.mode == READABLE
    assert "annab" in desk.shown
    assert desk.in_step()


def test_half_written_readable_json_stays_as_i_wrote_it(desk):
    desk.editor.set_view(READABLE)
    desk.select("45.50")
    desk.press(Qt.Key.Key_Delete)
    before = desk.shown
    assert "\\n" in desk.draft.text
    desk.type("1")
    assert desk.shown == before.replace('"price": ', '"price": 1')
    assert desk.draft.text == CART.replace("45.50", "1")


def test_a_paste_is_literal_and_one_step(desk):
    desk.stand_behind("anna")
    desk.paste('"<b>\u00a0\r\nx\u2028')
    assert desk.draft.text == CART.replace("anna", 'anna"<b>\u00a0\nx\u2028')
    desk.press(Qt.Key.Key_Z, CTRL)
    assert desk.draft.text == CART


def test_characters_that_cannot_be_shown_stay_what_they_are(qtbot):
    text = '{"a": "\r\x00\u2029\u2028\u00a0\ufffc"}'
    desk = Desk(qtbot, text)
    assert len(desk.shown) == len(text)
    desk.stand_behind('{"a')
    desk.type("b")
    assert desk.draft.text == text.replace("a", "ab")
    desk.view.selectAll()
    desk.press(Qt.Key.Key_C, CTRL)
    assert desk.view.true_text(*desk.view.selection()) == desk.draft.text


def test_letters_of_an_input_method_arrive(desk):
    desk.stand_behind("anna")
    event = QInputMethodEvent()
    event.setCommitString("漢\U00020000")
    QApplication.sendEvent(desk.view, event)
    assert desk.draft.text == CART.replace("anna", "anna漢\U00020000")


def test_enter_indents_and_opens_brackets(qtbot):
    desk = Desk(qtbot, "  {}")
    desk.stand_behind("{")
    desk.press(Qt.Key.Key_Return)
    desk.type('"a": 1')
    assert desk.draft.text == '  {\n    "a": 1\n  }'
    desk.press(Qt.Key.Key_Return)
    desk.type("}")
    assert desk.draft.text == '  {\n    "a": 1\n  }\n  }'


def test_format_lays_out_without_changing_a_value(qtbot):
    desk = Desk(qtbot, '{"a":[1.0,1e2],"b":"{\\"c\\":1}"}')
    desk.press(Qt.Key.Key_F, CTRL, SHIFT)
    assert desk.draft.text == '{\n  "a": [\n    1.0,\n    1e2\n  ],\n  "b": "{\\"c\\":1}"\n}'
    desk.press(Qt.Key.Key_Z, CTRL)
    assert desk.draft.text == '{"a":[1.0,1e2],"b":"{\\"c\\":1}"}'


def test_a_text_that_is_no_json_is_not_formatted(qtbot):
    desk = Desk(qtbot, "{not json")
    desk.editor.format_text()
    assert desk.draft.text == "{not json"
    assert not desk.draft.can_undo


def test_find_counts_and_goes_round(desk):
    desk.press(Qt.Key.Key_F, CTRL)
    bar = desk.editor.find_bar
    assert bar.isVisible()
    QTest.keyClicks(bar.field, "NAME")
    assert bar.count.text() == "1 of 3"
    first = desk.view.selection()
    for _nth in range(3):
        QTest.keyClick(bar.field, Qt.Key.Key_Return)
    assert desk.view.selection() == first
    QTest.keyClick(bar.field, Qt.Key.Key_Return, SHIFT)
    assert bar.count.text() == "3 of 3"
    QTest.keyClicks(bar.field, "x")
    assert bar.count.text() == "Not found"
    QTest.keyClick(bar.field, Qt.Key.Key_Escape)
    assert not bar.isVisible()


def marked_as_found(desk):
    """The places that a search found, but for the present one."""
    every = desk.view.extraSelections()
    return [one.cursor.selectedText() for one in every if one.format.background().color() == theme().colour("match")]


@pytest.mark.parametrize("becomes", ["another draft", "nothing", "shorter by the form"])
def test_what_was_found_is_marked_in_the_text_in_which_it_was_found_alone(desk, qtlog, becomes):
    desk.press(Qt.Key.Key_F, CTRL)
    QTest.keyClicks(desk.editor.find_bar.field, "name")
    assert marked_as_found(desk) == ["name"] * 2
    if becomes == "shorter by the form":
        desk.draft.replace(TextEdit(0, len(CART) - 1, "{"), desk.outside)
    else:
        desk.editor.set_draft(Draft("[]", parent=desk.editor) if becomes == "another draft" else None)
    assert marked_as_found(desk) == []
    assert not [one for one in qtlog.records if "out of range" in one.message]


def test_the_selection_grows_to_the_value_around(desk):
    desk.stand_behind("anna")
    for expected in ('"anna@example.com"', '{"name": "email", "value": "anna@example.com"}'):
        desk.press(Qt.Key.Key_Up, ALT, SHIFT)
        start, end = desk.view.selection()
        assert desk.view.projection.shown[start:end] == expected


def test_letters_grow_in_both_views_and_are_remembered(desk, qtbot):
    usual = desk.view.letter_size()
    desk.press(Qt.Key.Key_Plus, CTRL)
    desk.press(Qt.Key.Key_Equal, CTRL)
    desk.editor.set_view(READABLE)
    assert desk.view.letter_size() == usual + 2
    other = JsonEditor()
    qtbot.addWidget(other)
    other.restore(desk.editor.state())
    assert (other.mode, other.view.letter_size()) == (READABLE, usual + 2)
    other.restore({"view": "nonsense", "letters": "large"})
    assert other.mode == READABLE
    desk.press(Qt.Key.Key_0, CTRL)
    assert desk.view.letter_size() == usual


def test_ctrl_c_without_a_selection_copies_the_line(desk):
    desk.stand_behind("anna")
    desk.press(Qt.Key.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == '    {"name": "email", "value": "anna@example.com"},\n'


def test_tab_leaves_the_text(desk):
    desk.press(Qt.Key.Key_Tab)
    assert not desk.view.hasFocus()
    assert desk.draft.text == CART


# -- folds


@pytest.fixture
def folded(qtbot):
    return Desk(qtbot, json.dumps({"a": json.dumps(["x" * FOLD_AT]), "b": 1}))


def test_a_long_value_is_folded_and_copied_in_full(folded):
    assert "characters folded" in folded.shown
    folded.view.selectAll()
    assert folded.view.createMimeDataFromSelection().text() == folded.draft.text


def test_backspace_behind_a_fold_selects_it_first(folded):
    text = folded.draft.text
    fold = folded.view.projection.pieces[0]
    folded.view.select(fold.shown_end, fold.shown_end)
    folded.press(Qt.Key.Key_Backspace)
    assert folded.draft.text == text
    folded.press(Qt.Key.Key_Backspace)
    assert folded.draft.text == '{"a": , "b": 1}'
    folded.press(Qt.Key.Key_Z, CTRL)
    assert folded.draft.text == text
    assert folded.in_step()


def test_the_cursor_steps_over_a_fold(folded):
    fold = folded.view.projection.pieces[0]
    folded.view.select(fold.shown_start, fold.shown_start)
    folded.press(Qt.Key.Key_Right)
    assert folded.view.selection() == (fold.shown_end, fold.shown_end)
    folded.press(Qt.Key.Key_Left)
    assert folded.view.selection() == (fold.shown_start, fold.shown_start)
    folded.press(Qt.Key.Key_Right, SHIFT)
    assert folded.view.selection() == (fold.shown_start, fold.shown_end)


def test_enter_on_a_fold_opens_it_in_readable(folded):
    fold = folded.view.projection.pieces[0]
    folded.view.select(fold.shown_start, fold.shown_start)
    folded.press(Qt.Key.Key_Return)
    assert folded.editor.mode == READABLE
    assert "x" * FOLD_AT in folded.shown
    assert folded.view.pointer().startswith("/a")


def test_something_dropped_into_a_fold_does_not_change_it(folded, qtbot):
    text = folded.draft.text
    cursor = folded.view.textCursor()
    cursor.setPosition(folded.view.projection.pieces[0].shown_start + 20)
    cursor.insertText("dropped")
    qtbot.waitUntil(folded.in_step, timeout=PATIENCE_MS)
    assert folded.draft.text == text


# -- problems and places


def problem(pointer, severity=Severity.ERROR):
    return Problem("number_wanted", severity, pointer)


def underlined(desk):
    """The words that are underlined on the screen, with the shape."""
    return {
        (one.cursor.selectedText(), one.format.underlineStyle().name)
        for one in desk.view.extraSelections()
        if one.format.underlineStyle().value
    }


def test_problems_are_underlined_in_both_views_each_severity_in_its_shape(desk, qtbot):
    desk.editor.show_problems(
        [
            problem("/params/2/value/0/price"),
            problem("/params/0/value", Severity.WARNING),
            problem("/params", Severity.INFO),
        ]
    )
    expected = {("45.50", "WaveUnderline"), ('"anna@example.com"', "DashUnderline"), ("[", "DotLine")}
    # The places are looked up in slices, so that the window never waits for many of them.
    qtbot.waitUntil(lambda: underlined(desk) == expected, timeout=PATIENCE_MS)
    desk.editor.set_view(READABLE)
    qtbot.waitUntil(lambda: underlined(desk) == expected, timeout=PATIENCE_MS)


def test_an_underline_stays_at_its_word_while_i_type_before_it(desk):
    desk.editor.show_problems([problem("/params/2/value/0/price")])
    line = next(nth for nth in range(9) if desk.view.worst_of_line(nth))
    desk.stand_behind("{")
    desk.press(Qt.Key.Key_Return)
    assert underlined(desk) == {("45.50", "WaveUnderline")}
    assert desk.view.worst_of_line(line + 1) is Severity.ERROR
    assert desk.view.worst_of_line(line) is None


def test_a_text_that_is_no_json_is_underlined_where_it_breaks(qtbot):
    desk = Desk(qtbot, '{"a": 1,, "b": 2}')
    desk.editor.show_problems([Problem("not_json", Severity.ERROR, "", offset=8)])
    assert underlined(desk) == {(",", "WaveUnderline")}


def test_a_problem_in_a_folded_value_underlines_the_fold(folded):
    folded.editor.show_problems([problem("/a/0")])
    assert any("characters folded" in words for words, _shape in underlined(folded))


def test_go_to_selects_the_value_in_either_view(desk):
    for mode in (AS_SENT, READABLE):
        desk.editor.set_view(mode)
        desk.editor.go_to("/params/2/value/0/price")
        assert desk.view.textCursor().selectedText() == "45.50"
        assert desk.view.pointer() == "/params/2/value/0/price"


def test_go_to_something_missing_goes_where_it_belongs(desk):
    desk.editor.go_to("/params/0/value/nothing")
    assert desk.view.textCursor().selectedText() == '"anna@example.com"'


def test_switching_the_view_stays_at_the_same_value(desk):
    desk.editor.go_to("/params/2/value/0/productId")
    desk.press(Qt.Key.Key_R, CTRL, SHIFT)
    assert desk.view.textCursor().selectedText() == '"WS01"'
    assert desk.view.hasFocus()


def test_the_place_of_the_cursor_is_told_when_it_rests(desk, qtbot):
    with qtbot.waitSignal(desk.editor.pointer_changed, timeout=PATIENCE_MS) as told:
        desk.stand_behind("anna")
    assert told.args == ["/params/0/value"]


def test_what_travels_as_text_is_marked_beside_the_lines(desk):
    desk.editor.set_view(READABLE)
    marked = [line for line, words in enumerate(desk.shown.split("\n")) if desk.view.is_inside_text_value(line)]
    assert desk.shown.split("\n")[marked[0]].endswith('"value": [')
    assert len(marked) == 6


def test_another_draft_takes_the_place_of_the_first(desk):
    other = Draft("[]", parent=desk.editor)
    desk.editor.set_draft(other)
    assert desk.shown == "[]"
    desk.stand_behind("[")
    desk.type("1")
    assert (other.text, desk.draft.text) == ("[1]", CART)
    desk.draft.replace(TextEdit(0, 1, "("), desk.outside)
    assert desk.shown == "[1]"
    desk.editor.set_draft(None)
    assert desk.shown == ""


def test_a_fold_that_no_view_opens_says_so(qtbot):
    desk = Desk(qtbot, "[" + "1, " * LONG_LINE + "1]")
    fold = desk.view.projection.pieces[0]
    desk.view.select(fold.shown_start, fold.shown_start)
    desk.press(Qt.Key.Key_Return)
    assert desk.editor.mode == AS_SENT
    assert QToolTip.text().startswith("Too long to be shown.")
    assert "Format breaks" in desk.editor._note.text()
    desk.editor.format_text()
    desk.wait_until_shown()
    assert desk.editor._note.text() == ""
    assert "1,\n" in desk.shown


# -- colours


def coloured_lines(desk):
    block, count = desk.view.document().begin(), 0
    while block.isValid():
        count += bool(block.layout().formats())
        block = block.next()
    return count


def test_only_lines_that_are_seen_get_colours(qtbot):
    desk = Desk(qtbot, json.dumps({"a": list(range(5_000))}, indent=1))
    qtbot.waitUntil(lambda: coloured_lines(desk) > 0, timeout=PATIENCE_MS)
    assert coloured_lines(desk) < 200
    desk.view.verticalScrollBar().setValue(2_500)
    desk.view.repaint()
    block = desk.view.document().findBlockByNumber(2_505)
    assert block.layout().formats()
    assert coloured_lines(desk) < 400


def test_a_line_that_is_typed_in_is_coloured_anew(desk):
    desk.view.repaint()
    desk.stand_behind('"price\\":45.50')
    line = desk.view.textCursor().block()
    before = len(line.layout().formats())
    assert before
    desk.stand_behind('"eventTypeKey"')
    desk.type(": 7 ")
    desk.view.repaint()
    line = desk.view.textCursor().block()
    seven = line.text().index("7")
    assert any(part.start <= seven < part.start + part.length for part in line.layout().formats())


def _bold(view):
    """The letters that are marked as a bracket with its partner."""
    marked = [one for one in view.extraSelections() if one.format.fontWeight() == QFont.Weight.Bold]
    return [one.cursor.selectedText() for one in marked]


def test_only_brackets_are_marked_as_such_after_the_form_changed_the_text(qtbot):
    desk = Desk(qtbot, CART)
    desk.view.select(0, 0)
    qtbot.waitUntil(lambda: _bold(desk.view) == ["{", "}"], timeout=PATIENCE_MS)
    at = CART.index("anna")
    desk.draft.replace([TextEdit(at, at + len("anna"), "somebody-with-a-long-name")], desk.outside)
    desk.view.clearFocus()  # what is drawn over the text is drawn anew
    assert set("".join(_bold(desk.view))) <= set("{}")
    qtbot.waitUntil(lambda: _bold(desk.view) == ["{", "}"], timeout=PATIENCE_MS)


def test_a_bracket_whose_partner_went_is_not_marked_any_more(qtbot):
    desk = Desk(qtbot, CART)
    desk.view.select(0, 0)
    qtbot.waitUntil(lambda: _bold(desk.view) == ["{", "}"], timeout=PATIENCE_MS)
    desk.draft.replace([TextEdit(len(CART) - 1, len(CART), "")], desk.outside)
    qtbot.waitUntil(lambda: _bold(desk.view) == [], timeout=PATIENCE_MS)
