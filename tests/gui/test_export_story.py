"""History handed on and taken in: the person picks what, how and where to, and sees what is replaced."""

import json
import threading

import pytest
from patience import PATIENCE_S
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QRadioButton,
    QTableWidget,
)
from vocabulary import CTRL, name_of, walk

from yespo_console.delivery.settings import SettingsStore
from yespo_console.gui.history.transfer import export_dialog, import_dialog
from yespo_console.history.query import Query
from yespo_console.history.transfer import exporting

SHIFT = Qt.KeyboardModifier.ShiftModifier
REDACT = "Replace personal data by placeholders, equal values by equal ones"
KEYS = {"export": Qt.Key.Key_X, "import": Qt.Key.Key_I}


def _send(user, name, email="olha@example.com"):
    user.write_text(
        json.dumps(
            {
                "eventTypeKey": name,
                "params": [{"name": "email", "value": email}, {"name": "firstName", "value": "Ольга"}],
            }
        )
    )
    return user.send().id


def _history_of(user, *names):
    """Send events of these names and go to the history; their ids, newest first."""
    ids = [_send(user, name) for name in names][::-1]
    user.open_history()
    user.wait_listed(*ids)
    user.history.table.setFocus()
    return ids


def _open_export(user):
    dialog = user.open_dialog(KEYS["export"], CTRL | SHIFT)
    user.wait(lambda: not dialog.look_ahead.is_looking)
    return dialog


def _target(user, dialog, path):
    user.type_into(user.find(QLineEdit, "File", dialog), str(path))


def _rows(dialog):
    table = dialog.findChild(QTableWidget)
    return [[table.item(row, column).text() for column in range(4)] for row in range(table.rowCount())]


def _lines(path):
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_all_that_was_found_is_exported_without_personal_data(user, tmp_path):
    _history_of(user, "shopLeft", "shopVisited", "shopVisited")
    user.search("shopVisited")
    user.wait(lambda: len(user.listed()) == 2)
    user.history.table.setFocus()
    dialog = _open_export(user)
    assert user.find(QRadioButton, "All 2 that were found", dialog).isChecked()
    assert user.find(QCheckBox, REDACT, dialog).isChecked()
    rows = {row[0]: row for row in _rows(dialog)}
    assert rows["E-mail addresses"][1:] == ["1", "6", "o…@ex…om"]
    assert rows["Names"][1] == "1"
    told = [one.text() for one in dialog.findChildren(QLabel)]
    assert any("for another Yespo Console" in words for words in told)
    assert not any("byte for byte" in words for words in told), "it is not, with placeholders in it"
    path = tmp_path / "out.jsonl"
    _target(user, dialog, path)
    user.press("Export", dialog)
    user.wait(lambda: "out.jsonl: 2 exchanges written. Personal data was replaced." in user.notice())
    user.wait_closed(dialog)
    assert user.find(QPushButton, "Open folder")
    assert [line["event_type"] for line in _lines(path)] == ["shopVisited", "shopVisited"]
    text = path.read_text(encoding="utf-8")
    assert "olha" not in text
    assert "Ольга" not in text
    assert "email-1@example.invalid" in text
    assert "olha@example.com" in user.newest().request_text


def test_the_preview_counts_all_and_tells_meanwhile_what_it_knows(user, monkeypatch):
    monkeypatch.setattr(exporting, "FIRST_LOOKS", (1,))
    halt = threading.Event()
    look = exporting._look

    def halting(exchanges, progress):
        assert len(exchanges) == 1 or halt.wait(PATIENCE_S)
        return look(exchanges, progress)

    monkeypatch.setattr(exporting, "_look", halting)
    for name, email in (("first", "a@example.com"), ("second", "b@example.com"), ("third", "c@example.com")):
        _send(user, name, email)
    user.open_history()
    user.wait(lambda: len(user.listed()) == 3)
    user.history.table.setFocus()
    dialog = user.open_dialog(KEYS["export"], CTRL | SHIFT)
    looked = dialog.look_ahead
    user.wait(lambda: looked.words.text().startswith("Replaced in the newest 1 of 3; the others follow (25 %)"))
    assert {row[0]: row[1] for row in _rows(dialog)}["E-mail addresses"] == "1"
    looked.table.setFocus()
    QTest.keyClick(looked.table, Qt.Key.Key_Down)
    halt.set()
    user.wait(lambda: looked.words.text() == "Will be replaced:")
    assert user.sees("Texts written by people, such as comments, may hold more")
    assert {row[0]: row[1] for row in _rows(dialog)}["E-mail addresses"] == "3"
    assert looked.table.currentRow() == 1, "whoever walks through the rows stays where they are"
    dialog.reject()
    user.wait_closed(dialog)


@pytest.mark.parametrize("ends", ["it is cancelled", "it cannot be written"])
def test_the_preview_goes_on_after_an_export_that_came_to_nothing(user, tmp_path, monkeypatch, ends):
    monkeypatch.setattr(exporting, "FIRST_LOOKS", (1,))
    halt = threading.Event()
    look = exporting._look

    def halting(exchanges, progress):
        assert len(exchanges) == 1 or halt.wait(PATIENCE_S)
        return look(exchanges, progress)

    monkeypatch.setattr(exporting, "_look", halting)
    if ends == "it is cancelled":
        monkeypatch.setattr(export_dialog, "export_file", _endless)
    _history_of(user, "first", "second")
    dialog = user.open_dialog(KEYS["export"], CTRL | SHIFT)
    words = dialog.look_ahead.words
    user.wait(lambda: "the others follow" in words.text())
    _target(user, dialog, tmp_path / ("out.jsonl" if ends == "it is cancelled" else f"{'long' * 100}.jsonl"))
    user.press("Export", dialog)
    if ends == "it is cancelled":
        user.wait(dialog.cancel_button.hasFocus)
        QTest.keyClick(dialog.cancel_button, Qt.Key.Key_Escape)
    user.wait(lambda: bool(dialog._told.text()))
    halt.set()
    user.wait(lambda: words.text() == "Will be replaced:")
    dialog.reject()
    user.wait_closed(dialog)


def test_selected_rows_are_exported_as_they_are_when_one_says_so(user, tmp_path):
    newest, middle, _oldest = _history_of(user, "first", "second", "third")
    table = user.history.table
    table.selectRow(0)
    QTest.keyClick(table, Qt.Key.Key_Down, SHIFT)
    dialog = _open_export(user)
    assert user.find(QRadioButton, "The 2 selected", dialog).isChecked()
    user.choose(user.find(QComboBox, "Format", dialog), "Markdown")
    assert user.find(QLineEdit, "File", dialog).text().endswith(".md")
    box = user.find(QCheckBox, REDACT, dialog)
    QTest.keyClick(box, Qt.Key.Key_Space)
    assert dialog._plain_data.isVisible()
    assert dialog.look_ahead.isHidden()
    path = tmp_path / "case.md"
    _target(user, dialog, path)
    QTest.keyClick(user.find(QLineEdit, "File", dialog), Qt.Key.Key_Return)
    user.wait_closed(dialog)
    text = path.read_text(encoding="utf-8")
    assert f"## {middle} · second" in text
    assert f"## {newest} · third" in text
    assert "· first ·" not in text
    assert "olha@example.com" in text


@pytest.mark.parametrize("by", ["a click", "a key"])
def test_the_one_that_somebody_chose_is_proposed_and_not_all(user, by):
    _history_of(user, "first", "second", "third")
    table = user.history.table
    if by == "a click":
        place = table.visualRect(table.model().index(0, 0)).center()
        QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    else:
        QTest.keyClick(table, Qt.Key.Key_Down)
    dialog = _open_export(user)
    assert user.find(QRadioButton, "The one selected", dialog).isChecked()
    dialog.reject()
    user.wait_closed(dialog)


def test_all_are_proposed_where_the_keys_only_came_to_the_newest(user):
    _history_of(user, "first", "second", "third")
    assert len(user.history.table.selected_ids(10)) == 1
    dialog = _open_export(user)
    assert user.find(QRadioButton, "All 3 that were found", dialog).isChecked()
    dialog.reject()
    user.wait_closed(dialog)


def test_the_choice_is_remembered_but_for_the_redaction(user, profile, tmp_path):
    _history_of(user, "first")
    dialog = _open_export(user)
    user.choose(user.find(QComboBox, "Format", dialog), "CSV")
    box = user.find(QCheckBox, REDACT, dialog)
    box.click()
    _target(user, dialog, tmp_path / "table.csv")
    user.press("Export", dialog)
    user.wait_closed(dialog)
    settings = SettingsStore(profile).load()
    assert (settings.export_format, settings.export_folder) == ("csv", str(tmp_path))
    user.history.table.setFocus()
    again = _open_export(user)
    assert user.find(QComboBox, "Format", again).currentText() == "CSV table"
    assert user.find(QLineEdit, "File", again).text().startswith(str(tmp_path))
    assert user.find(QCheckBox, REDACT, again).isChecked()
    again.reject()
    user.wait_closed(again)


def test_a_file_that_is_there_is_asked_about(user, tmp_path):
    _history_of(user, "first")
    path = tmp_path / "mine.jsonl"
    path.write_text("mine")
    dialog = _open_export(user)
    _target(user, dialog, path)
    user.press("Export", dialog)
    user.wait(lambda: user.question() is not None)
    box = user.question()
    assert "mine.jsonl is there already." in box.text()
    QTest.keyClick(box, Qt.Key.Key_Escape)
    user.wait(lambda: user.question() is None)
    assert path.read_text() == "mine"
    user.press("Export", dialog)
    user.wait(lambda: user.question() is not None)
    user.press("Replace", user.question())
    user.wait_closed(dialog)
    assert len(_lines(path)) == 1


def test_what_cannot_be_written_is_said_at_the_field(user, tmp_path):
    _history_of(user, "first")
    dialog = _open_export(user)
    for target, told in (
        (tmp_path / "gone" / "a.har", "There is no folder"),
        (tmp_path, "This is a folder"),
        ("~nobody-is-called-so/a.har", "There is no folder ~nobody-is-called-so"),
        (tmp_path / f"{'long' * 100}" / "a.har", "There is no folder"),
    ):
        _target(user, dialog, target)
        user.press("Export", dialog)
        assert told in dialog._target_row.wrong.text()
        assert dialog.isVisible()
    _target(user, dialog, tmp_path / f"{'long' * 100}.har")
    user.press("Export", dialog)
    user.wait(lambda: "cannot be written: File name too long." in dialog._told.text())
    assert dialog.minimumSizeHint().width() <= 700, "who reads why still sees the buttons"
    dialog.reject()
    user.wait_closed(dialog)


def test_a_long_export_shows_how_far_it_is_and_can_be_cancelled(user, tmp_path, monkeypatch):
    _history_of(user, "first", "second")
    dialog = _open_export(user)
    monkeypatch.setattr(export_dialog, "export_file", _endless)
    dialog._bar_timer.setInterval(0)
    _target(user, dialog, tmp_path / "big.html")
    user.press("Export", dialog)
    user.wait(dialog.progress.isVisible)
    user.wait(lambda: dialog.progress.value() == 500)
    assert dialog.cancel_button.hasFocus()
    QTest.keyClick(dialog.cancel_button, Qt.Key.Key_Escape)
    user.wait(lambda: "Cancelled" in dialog._told.text())
    assert dialog.progress.isHidden()
    assert list(tmp_path.glob("big*")) == []
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    user.wait_closed(dialog)


def _endless(exchanges, format_, path, *, redact, progress):
    progress.expect(2)
    progress.step()
    while True:
        progress.reach(1)


def test_after_a_fault_of_the_program_another_export_can_be_begun(user, qtbot, tmp_path, monkeypatch):
    _history_of(user, "first", "second")
    dialog = _open_export(user)
    path = tmp_path / "out.jsonl"
    _target(user, dialog, path)
    with monkeypatch.context() as broken, qtbot.capture_exceptions() as raised:
        broken.setattr(export_dialog, "export_file", _broken)
        user.press("Export", dialog)
        user.wait(lambda: "because of a fault of the program" in dialog._told.text())
        user.wait(lambda: bool(raised))
    assert dialog.cancel_button.isHidden()
    user.press("Export", dialog)
    user.wait_closed(dialog)
    assert len(_lines(path)) == 2


def test_a_file_that_breaks_the_program_is_told_and_the_next_one_comes_in(user, qtbot, tmp_path, monkeypatch):
    path, other = tmp_path / "one.jsonl", tmp_path / "two.jsonl"
    _exported_file(user, path, "first")
    lines = path.read_text(encoding="utf-8").replace('"event_type":"first"', '"event_type":"other"')
    for file in (path, other):
        file.write_text(lines.replace("127.0.0.1", "127.0.0.2"), encoding="utf-8")
    take_in = import_dialog._take_in
    monkeypatch.setattr(
        import_dialog,
        "_take_in",
        lambda services, file, *rest: (_broken if file == path else take_in)(services, file, *rest),
    )
    with qtbot.capture_exceptions() as raised:
        user.drop_files(user.history.table.viewport(), path, other)
        dialog = user.find_dialog()
        user.wait(dialog.close_button.isVisible)
    assert [str(error) for _kind, error, _trace in raised] == ["nobody expected it"]
    assert "It was not read to its end, because of a fault of the program." in dialog.told.toPlainText()
    assert "1 exchange came in" in dialog.told.toPlainText()
    user.press_button(dialog, "Close")
    user.wait_closed(dialog)


def _broken(*_anything, **_named):
    raise RuntimeError("nobody expected it")


def test_the_keyboard_reaches_all_of_the_dialog_and_all_of_it_has_a_name(user):
    _history_of(user, "first", "second")
    dialog = _open_export(user)
    seen = walk(dialog)
    names = [name_of(one) for one in seen]
    assert all(names), names
    for name in ("Format", "What will be replaced", "File", "Choose the file to write", "Export", "Close"):
        assert name in names
    dialog.reject()
    user.wait_closed(dialog)


@pytest.mark.parametrize("which", ["The one selected", "All 2 that were found"])
def test_tab_goes_down_the_dialog_and_past_nothing_before_the_file_is_written(user, which):
    _history_of(user, "first", "second")
    dialog = _open_export(user)
    user.find(QRadioButton, which, dialog).click()
    user.find(QRadioButton, which, dialog).setFocus()
    assert [name_of(one) for one in walk(dialog)] == [
        which,
        "Format",
        REDACT,
        "What will be replaced",
        "File",
        "Choose the file to write",
        "Close",
        "Export",
    ]
    dialog.reject()
    user.wait_closed(dialog)


def _exported_file(user, path, *names):
    _history_of(user, *names)
    dialog = _open_export(user)
    user.find(QCheckBox, REDACT, dialog).click()
    _target(user, dialog, path)
    user.press("Export", dialog)
    user.wait_closed(dialog)


def test_a_dropped_export_comes_in_and_a_second_time_nothing_does(start, user, tmp_path):
    path = tmp_path / "case.jsonl"
    _exported_file(user, path, "first", "second")
    lines = path.read_text(encoding="utf-8").replace('"event_type":"first"', '"event_type":"other"')
    path.write_text(lines.replace("127.0.0.1", "127.0.0.2"), encoding="utf-8")
    user.drag(user.history.table.viewport(), user.dragged_files(path))
    assert user.drop_sign() == "Let go to take case.jsonl into the history."
    user.drag_away()
    user.drop_files(user.history.table.viewport(), path)
    user.wait(lambda: user.store.count(Query()) == 4)
    user.wait(lambda: len(user.listed()) == 4)
    user.wait(lambda: "case.jsonl: 2 exchanges came in." in user.notice())
    user.drop_files(user.history.table.viewport(), path)
    user.wait(lambda: "2 were in the history already" in user.notice())
    assert user.store.count(Query()) == 4


def test_files_are_picked_from_anywhere_and_what_cannot_be_read_is_listed(user, tmp_path):
    path = tmp_path / "case.jsonl"
    _exported_file(user, path, "first")
    good = path.read_text(encoding="utf-8").replace("127.0.0.1", "127.0.0.2")
    path.write_text(f"{good}nothing of ours\n", encoding="utf-8")
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    user.open_compose()
    user.key(KEYS["import"], CTRL | SHIFT)
    user.name_file(path)
    user.wait(lambda: user.window.page is user.history)
    user.wait(lambda: any(isinstance(one, import_dialog.ImportDialog) for one in user._dialogs()))
    dialog = user.find_dialog()
    told = user.find(QPlainTextEdit, "What came of the import", dialog).toPlainText()
    assert "1 exchange came in." in told
    assert "Line 2: This is no JSON." in told
    user.press("Close", dialog)
    user.wait_closed(dialog)


def test_other_files_dropped_on_the_history_open_in_the_composer(user, tmp_path):
    _history_of(user, "first")
    path = tmp_path / "event.json"
    path.write_text('{"eventTypeKey": "dropped", "params": []}')
    user.drop_files(user.history.table.viewport(), path)
    user.wait(lambda: user.window.page is user.compose)
    assert "dropped" in user.text
