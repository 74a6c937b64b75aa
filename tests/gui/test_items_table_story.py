"""A person works in a long table of products: what is framed is what a command acts on, and it is in sight."""

import json

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QTableView
from vocabulary import CTRL, type_letters

from yespo_console.gui.cells import CellPainter
from yespo_console.gui.forms.items_model import PROBLEMS_ROLE, ItemsModel
from yespo_console.gui.forms.items_view import MARK_PX
from yespo_console.gui.tokens import GRID

SHIFT = Qt.KeyboardModifier.ShiftModifier
ROWS = 300


@pytest.fixture
def table(user):
    """The table of three hundred products; the cursor was in its fourth row."""
    products = [{"productId": f"P{number}", "name": f"Product {number}"} for number in range(1, ROWS + 1)]
    params = [{"name": "products", "value": json.dumps(products)}]
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    user.open_text(json.dumps({"eventTypeKey": "cartUpdated", "params": params}))
    user.wait(lambda: any(one.isVisible() for one in user.compose.form.findChildren(QTableView)))
    table = next(one for one in user.compose.form.findChildren(QTableView) if one.isVisible())
    table.setFocus()
    QTest.mouseClick(
        table.viewport(), Qt.MouseButton.LeftButton, pos=table.visualRect(table.model().index(3, 0)).center()
    )
    QTest.keyClick(table, Qt.Key.Key_Escape)
    assert selected(table) == [(3, 0)]
    return table


def selected(table):
    return sorted((index.row(), index.column()) for index in table.selectedIndexes())


def products(user):
    (param,) = user.compose.draft.reading.params
    return [item.get("productId") for item in param.value]


def is_in_sight(table, row):
    return table.viewport().rect().contains(table.visualRect(table.model().index(row, 0)).center())


def test_ctrl_end_and_ctrl_home_take_the_selection_with_them(table):
    QTest.keyClick(table, Qt.Key.Key_End, CTRL)
    at = table.currentIndex()
    assert at.row() == ROWS - 1
    assert selected(table) == [(at.row(), at.column())]
    QTest.keyClick(table, Qt.Key.Key_Home, CTRL)
    assert selected(table) == [(0, 0)]


def test_what_is_removed_after_ctrl_end_is_the_last_row(user, table):
    QTest.keyClick(table, Qt.Key.Key_End, CTRL)
    QTest.keyClick(table, Qt.Key.Key_Delete, CTRL)
    assert products(user) == [f"P{number}" for number in range(1, ROWS)]
    QTest.keyClick(table, Qt.Key.Key_Delete, CTRL)
    assert products(user) == [f"P{number}" for number in range(1, ROWS - 1)]
    assert {row for row, _column in selected(table)} == {table.currentIndex().row()} == {ROWS - 3}


def test_what_is_duplicated_after_ctrl_end_is_the_last_row_and_the_copy_is_framed(user, table):
    QTest.keyClick(table, Qt.Key.Key_End, CTRL)
    QTest.keyClick(table, Qt.Key.Key_D, CTRL)
    assert products(user)[-2:] == [f"P{ROWS}", f"P{ROWS}"]
    assert {row for row, _column in selected(table)} == {table.currentIndex().row()} == {ROWS}
    assert is_in_sight(table, ROWS)


def test_ctrl_shift_end_selects_as_far_as_it_goes(table):
    QTest.keyClick(table, Qt.Key.Key_End, CTRL | SHIFT)
    assert {row for row, _column in selected(table)} == set(range(3, ROWS))


@pytest.mark.parametrize(
    ("key", "modifiers"), [(Qt.Key.Key_Delete, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Delete, CTRL)]
)
def test_what_a_key_changes_comes_into_sight_when_the_wheel_had_moved_it_away(table, key, modifiers):
    table.verticalScrollBar().setValue(table.verticalScrollBar().maximum())
    assert not is_in_sight(table, 3)
    QTest.keyClick(table, key, modifiers)
    assert is_in_sight(table, 3)


def test_ctrl_and_a_click_select_one_row_more(table):
    there = table.visualRect(table.model().index(5, 0)).center()
    QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, CTRL, there)
    assert selected(table) == [(3, 0), (5, 0)]


def test_one_undo_takes_back_all_that_was_typed_over_a_cell(user, table):
    before = user.text
    table.setCurrentIndex(table.model().index(3, table.model().column_of("name")))
    type_letters(table, "a")
    assert '"P4\\", \\"name\\": \\"a\\"' in user.text
    type_letters(QApplication.focusWidget(), "bcdefghijklmnop")
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert "abcdefghijklmnop" in user.text
    user.key(Qt.Key.Key_Z, CTRL)
    assert user.text == before


LONG_NAME = "Linen shirt with long sleeves, hand-dyed in Lviv, moss green, size L, second edition"


def _cart(user, names, **more):
    products = [{"productId": "P1", "name": name, **more} for name in names]
    params = [{"name": "products", "value": json.dumps(products)}]
    user.open_text(json.dumps({"eventTypeKey": "cartUpdated", "params": params}))
    user.wait(lambda: any(one.isVisible() for one in user.compose.form.findChildren(QTableView)))
    return next(one for one in user.compose.form.findChildren(QTableView) if one.isVisible())


def _column(table, name):
    headers = [table.model().headerData(at, Qt.Orientation.Horizontal) for at in range(table.model().columnCount())]
    return headers.index(name)


def _is_whole(table, name):
    """Whether the longest cell of a column is seen to its end."""
    at = _column(table, name)
    return table.columnWidth(at) >= table.sizeHintForColumn(at)


def _all_in_sight(table):
    return sum(map(table.columnWidth, range(table.model().columnCount()))) <= table.viewport().width()


def test_a_long_name_is_seen_whole_where_the_table_has_the_room(user):
    user.window.resize(2400, 1000)
    table = _cart(user, [LONG_NAME])
    user.wait(lambda: _is_whole(table, "name"))
    assert _all_in_sight(table)
    user.window.resize(1280, 800)
    user.wait(lambda: not _is_whole(table, "name"))
    assert table.columnWidth(_column(table, "name")) >= 240
    user.window.resize(2400, 1000)
    user.wait(lambda: _is_whole(table, "name"))


def test_a_long_name_that_is_typed_gets_the_room_there_is(user):
    user.window.resize(2400, 1000)
    table = _cart(user, ["Mug"])
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, _column(table, "name")))
    type_letters(table, LONG_NAME)
    user.wait(lambda: _is_whole(table, "name"))


def test_a_bad_value_is_seen_beside_its_mark_in_a_narrow_column_too(user, monkeypatch):
    user.window.resize(2400, 1000)
    table = _cart(user, ["Mug"], price="12,50")
    at = _column(table, "price")
    user.wait(lambda: bool(table.model().index(0, at).data(PROBLEMS_ROLE)))
    painted = []
    monkeypatch.setattr(CellPainter, "paint", lambda _painter, _on, rect, look: painted.append((look, rect.width())))
    for width in (72, 300):
        table.horizontalHeader().resizeSection(at, width)
        painted.clear()
        table.grab()
        (room,) = [room for look, room in painted if look.words == "12,50"]
        assert room >= table.fontMetrics().horizontalAdvance("12,50") + 2 * GRID
    assert room < width - MARK_PX - table.fontMetrics().height()  # the word about its type is there, where it has room


def test_each_cell_in_sight_is_asked_for_once_in_a_paint(table, monkeypatch):
    asked, painted = [], ItemsModel.painted
    monkeypatch.setattr(ItemsModel, "painted", lambda self, *at: asked.append(at) or painted(self, *at))
    table.viewport().repaint()
    assert asked
    assert len(asked) == len(set(asked))


def test_a_column_stays_as_wide_as_the_user_made_it(user):
    user.window.resize(2400, 1000)
    table = _cart(user, [LONG_NAME])
    user.wait(lambda: _is_whole(table, "name"))
    at = _column(table, "name")
    table.horizontalHeader().resizeSection(at, 100)
    user.window.resize(2000, 1000)
    QTest.qWait(50)
    assert table.columnWidth(at) == 100
    assert _is_whole(table, "productId")


def test_rows_of_a_spreadsheet_are_pasted_by_their_header_and_copied_back(user):
    table = _cart(user, ["Mug"])
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 0))
    QGuiApplication.clipboard().setText('productId\tcolour\nP7\t"light\ngreen"\nP8\t\n')
    QTest.keyClick(table, Qt.Key.Key_V, CTRL)
    (param,) = user.compose.draft.reading.params
    assert [dict(item.pairs) for item in param.value] == [
        {"productId": "P7", "name": "Mug", "colour": "light\ngreen"},
        {"productId": "P8"},
    ]
    table.selectAll()
    QGuiApplication.clipboard().clear()
    QTest.keyClick(table, Qt.Key.Key_C, CTRL)
    copied = QGuiApplication.clipboard().text()
    assert '"light\ngreen"' in copied
    assert [line.split("\t")[0] for line in copied.replace("\ngreen", "").split("\n")] == ["P7", "P8"]


def test_cells_without_a_header_are_pasted_from_the_current_cell_on(user):
    table = _cart(user, ["Mug", "Cup"])
    table.setFocus()
    table.setCurrentIndex(table.model().index(1, 0))
    QGuiApplication.clipboard().setText("P7\t3\nP8\t4")
    QTest.keyClick(table, Qt.Key.Key_V, CTRL)
    assert products(user) == ["P1", "P7", "P8"]
    (param,) = user.compose.draft.reading.params
    assert param.value[1].get("name") == "Cup"


def test_one_undo_takes_back_a_cell_however_many_words_were_typed_into_it(user, table):
    before = user.text
    table.setCurrentIndex(table.model().index(3, 1))
    type_letters(table, "7")
    editor = table.focusWidget()
    type_letters(editor, "54 USD for two")
    assert "754 USD for two" in user.text
    QTest.keyClick(editor, Qt.Key.Key_Return)
    QTest.keyClick(table, Qt.Key.Key_Z, CTRL)
    assert user.text == before
    user.compose.draft.redo()
    assert "754 USD for two" in user.text


def test_a_cell_that_was_given_up_leaves_nothing_to_undo(user, table):
    before = user.text
    steps = user.compose.draft.last_step
    table.setCurrentIndex(table.model().index(3, 1))
    type_letters(table, "7")
    QTest.keyClick(table.focusWidget(), Qt.Key.Key_Escape)
    assert user.text == before
    assert user.compose.draft.last_step is steps
