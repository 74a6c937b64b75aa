"""What a person does with the window, and what they see in it."""

from patience import PATIENCE_MS
from PySide6.QtCore import QCoreApplication, QEvent, QItemSelectionModel, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import (
    QAccessible,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
)
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDateEdit,
    QDialog,
    QFileDialog,
    QLabel,
    QLineEdit,
    QMessageBox,
    QPlainTextEdit,
    QTableView,
    QWidget,
)
from shiboken6 import isValid

from yespo_console.events.event import Encoding
from yespo_console.gui.compose.draft import Draft

CTRL = Qt.KeyboardModifier.ControlModifier
#: What a file manager offers to do, the button that is held, the key that is held.
_DRAG = (
    Qt.DropAction.CopyAction | Qt.DropAction.MoveAction,
    Qt.MouseButton.LeftButton,
    Qt.KeyboardModifier.ShiftModifier,
)


def type_letters(widget, words):
    """Type ``words`` key by key; QTest's own typing knows Latin letters only."""
    for letter in words:
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            QApplication.sendEvent(widget, QKeyEvent(kind, 0, Qt.KeyboardModifier.NoModifier, letter))


def name_of(widget):
    """What a screen reader calls a widget. Of a list to choose from Qt tells its line as the name where it has none."""
    if isinstance(widget, QComboBox) or widget.accessibleName():
        return widget.accessibleName()
    told = QAccessible.queryAccessibleInterface(widget)
    return told.text(QAccessible.Text.Name) if told is not None else ""


def reachable(window):
    """All in sight that takes the focus from the Tab key; parts of a composed widget count as the whole."""
    found = []
    for one in window.findChildren(QWidget):
        tab = one.focusPolicy().value & Qt.FocusPolicy.TabFocus.value
        if tab and one.isVisible() and one.isEnabled() and one.window() is window and one.focusProxy() is None:
            found.append(one)
    return found


def walk(window, most=400):
    """Press Tab until the focus is where it was before; returns the widgets it went through, in that order.

    In a table Tab goes from cell to cell, in a date from part to part, before it leads on.
    """
    QTest.qWait(50)  # what was just put into a layout is shown in one of the next turns
    first = window.focusWidget()
    assert first is not None, "nothing has the focus"
    seen = [first]
    for _key in range(most):
        at = window.focusWidget()
        QTest.keyClick(at, Qt.Key.Key_Tab)
        now = window.focusWidget()
        if now is at:
            assert isinstance(at, QTableView | QDateEdit), f"Tab does not lead out of {name_of(at)!r}"
        elif now in seen:
            assert now is first, f"Tab leads round from {name_of(now)!r}, past {name_of(first)!r}"
            return seen
        else:
            seen.append(now)
    raise AssertionError(f"Tab never leads out of {name_of(window.focusWidget())!r}")


def turn_wheel(widget, by=-120):
    """Turn the wheel one step with the pointer over the middle of a widget, without a click."""
    window = widget.window()
    place = widget.mapTo(window, widget.rect().center())
    QTest.wheelEvent(window.windowHandle(), QPointF(place), QPoint(0, by))


class User:
    """Works with one window.

    Attributes:
        console: the window and what is behind it.
    """

    def __init__(self, qtbot, console):
        self._qtbot = qtbot
        self.console = console

    @property
    def window(self):
        return self.console.window

    @property
    def compose(self):
        return self.window.page_of("compose")

    @property
    def history(self):
        return self.window.page_of("history")

    @property
    def store(self):
        return self.console.backend.services.history

    def wait(self, condition):
        self._qtbot.waitUntil(condition, timeout=PATIENCE_MS)

    # -- finding

    def find(self, kind, name, within=None):
        """The visible widget of that accessible name."""
        found = [
            one
            for one in (within or self.window).findChildren(kind)
            if one.accessibleName() == name and one.isVisible()
        ]
        assert found, f"nothing called {name!r} is in sight"
        return found[0]

    def press(self, name, within=None):
        QTest.mouseClick(self.find(QAbstractButton, name, within), Qt.MouseButton.LeftButton)

    def key(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        """Press a key where the focus is, as the window's shortcuts see it."""
        QTest.keyClick(self.window.focusWidget() or self.window, key, modifiers)

    # -- dialogs

    def open_dialog(self, key, modifiers=Qt.KeyboardModifier.NoModifier):
        """Press a key that opens a dialog; returns the dialog."""
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)
        self.key(key, modifiers)
        return self.find_dialog()

    def find_dialog(self):
        self.wait(lambda: bool(self._dialogs()))
        return self._dialogs()[0]

    def _dialogs(self):
        return [one for one in self.window.findChildren(QDialog) if one.isVisible()]

    def press_button(self, dialog, words):
        """Press the button of a dialog that says so."""
        (button,) = [one for one in dialog.findChildren(QAbstractButton) if one.text() == words and one.isVisible()]
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)

    def wait_closed(self, dialog):
        self.wait(lambda: not isValid(dialog) or not dialog.isVisible())

    def type_into(self, field, words):
        """Replace what stands in a field."""
        field.setFocus()
        field.selectAll()
        QTest.keyClick(field, Qt.Key.Key_Delete)
        type_letters(field, words)

    def choose(self, picker, words):
        """Take the line of a list that begins so."""
        picker.setFocus()
        picker.setCurrentIndex(picker.findText(words, Qt.MatchFlag.MatchStartsWith))

    # -- composing

    def choose_type(self, key):
        """Type an event type into its field and take exactly that line of the list."""
        field = self.find_type_field()
        field.setFocus()
        field.selectAll()
        type_letters(field, key)
        QTest.keyClick(field, Qt.Key.Key_Return)
        self.wait(lambda: f'"{key}"' in self.text)
        self.window.activateWindow()  # without a screen nobody gives the window its turn back when the list closes
        self.wait(self.window.isActiveWindow)

    def find_type_field(self):
        return self.find(QLineEdit, "eventTypeKey", self.compose.form)

    def fill(self, name, value):
        """Type into a field of the form."""
        field = self.find(QLineEdit, name, self.compose.form)
        field.setFocus()
        field.selectAll()
        type_letters(field, value)

    def write_text(self, text):
        """Replace the whole text by pasting over it."""
        view = self.compose.editor.view
        view.setFocus()
        QTest.keyClick(view, Qt.Key.Key_A, CTRL)
        QGuiApplication.clipboard().setText(text)
        QTest.keyClick(view, Qt.Key.Key_V, CTRL)
        self.wait(lambda: self.text == text)

    def open_text(self, text, title=""):
        """Have ``text`` in a new tab."""
        page = self.compose
        return page.open_draft(Draft(text, Encoding(), title=title, checker=page._checker, parent=page))

    @property
    def text(self):
        return self.compose.draft.text

    # -- files

    def open_file(self, path):
        self.compose.files.open([path])
        assert self.compose.draft.path == path

    def save(self):
        self.compose.editor.view.setFocus()
        self.key(Qt.Key.Key_S, CTRL)

    def save_as(self, path):
        self.compose.editor.view.setFocus()
        self.key(Qt.Key.Key_S, CTRL | Qt.KeyboardModifier.ShiftModifier)
        self.name_file(path)

    def name_file(self, path):
        """Type a path into the dialog that asks for it, and press Enter."""
        self.wait(lambda: bool(self._file_dialogs()))
        (dialog,) = self._file_dialogs()
        field = dialog.findChild(QLineEdit)
        field.setText(str(path))
        QTest.keyClick(field, Qt.Key.Key_Return)
        self.wait(lambda: not self._file_dialogs())

    def _file_dialogs(self):
        return [one for one in self.window.findChildren(QFileDialog) if one.isVisible()]

    def drop_files(self, widget, *paths):
        """Let go of files over a widget, as a file manager does: it offers their names as text too. See ``drop``."""
        return self.drop(widget, self.dragged_files(*paths))

    def dragged_files(self, *paths):
        """What a file manager drags."""
        data = QMimeData()
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        data.setText("\n".join(map(str, paths)))
        return data

    def drop(self, widget, data):
        """Drag something over a widget and let go of it. Returns what whoever dragged it is told to do with it."""
        assert self.drag(widget, data), "nobody takes it"
        let_go = QDropEvent(self._place_in(widget), *_DRAG[:1], data, *_DRAG[1:])
        QCoreApplication.sendEvent(self.window.windowHandle(), let_go)
        return let_go.dropAction()

    def drag(self, widget, data):
        """Drag something over a widget, as the system tells the window of it. Returns whether it would be taken.

        A file manager offers to move it as well, and proposes that on the same disk.
        """
        place = self._place_in(widget)
        for kind in (QDragEnterEvent, QDragMoveEvent):
            event = kind(place, _DRAG[0], data, *_DRAG[1:])
            event.ignore()
            QCoreApplication.sendEvent(self.window.windowHandle(), event)
        return event.isAccepted()

    def drag_away(self):
        """Leave the window with what is dragged."""
        QCoreApplication.sendEvent(self.window.windowHandle(), QDragLeaveEvent())

    def _place_in(self, widget):
        return widget.mapTo(self.window, QPoint(20, 10))

    def drop_sign(self):
        """What is said while something is dragged; "" while nothing is."""
        sign = self.window.drag.sign
        return sign.words.text() if sign.isVisible() else ""

    def notice(self):
        """The sentences in the bars over the page; "" while there is none."""
        bars = (self.window.notices.standing, self.window.notices.passing)
        return " ".join(bar.words.text() for bar in bars if bar.isVisible())

    @property
    def headline(self):
        return self.compose.verdict.headline.text()

    def wait_until_checked(self):
        self.wait(lambda: self.compose.draft.check is not None and self.compose.draft.check.text == self.text)

    def problems(self):
        self.wait_until_checked()
        return [one.message for one in self.compose.draft.check.problems]

    # -- sending

    def press_send(self):
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)
        self.wait(self.window.actions_by_id["send"].isEnabled)
        self.key(Qt.Key.Key_Return, CTRL)

    def send(self):
        """Send with Ctrl+Enter and wait for the answer, whoever else sends; returns the exchange."""
        before = self.answer()
        self.press_send()
        self.wait(lambda: self.answer() is not None and (before is None or self.answer().id != before.id))
        return self.answer()

    def answer(self):
        """The exchange shown under the composer once it has ended, or None while there is none."""
        pane = self.compose.response
        return pane.view.exchange if pane is not None and pane.currentWidget() is pane.view else None

    def question(self):
        """The question that stands open, or None."""
        boxes = [one for one in self.window.findChildren(QMessageBox) if one.isVisible()]
        return boxes[0] if boxes else None

    # -- history

    def count_sent(self):
        from yespo_console.history.query import Query

        return self.store.count(Query())

    def newest(self):
        from yespo_console.history.query import Query

        ids = self.store.ids(Query())
        return self.store.get(ids[0]) if ids else None

    def open_history(self):
        self.key(Qt.Key.Key_2, CTRL)
        self.wait(lambda: self.window.page is self.history)

    def open_compose(self):
        self.key(Qt.Key.Key_1, CTRL)
        self.wait(lambda: self.window.page is self.compose)

    def search(self, words):
        box = self.search_field()
        box.setFocus()
        box.selectAll()
        QTest.keyClick(box, Qt.Key.Key_Delete)
        type_letters(box, words)

    def search_field(self):
        return self.find(QLineEdit, "Search the history")

    def filter(self, *words):
        """Go through the menu of Add filter by these words, as in ``filter("Answer", "Refused (4xx)")``."""
        actions = self.filter_menu(*words[:-1])
        actions[words[-1]].trigger()

    def filter_menu(self, *words):
        """What the menu of Add filter, or a menu in it, offers now: words -> action."""
        menu = self.find(QAbstractButton, "Add filter").menu()
        menu.aboutToShow.emit()
        for one in words:
            menu = next(action.menu() for action in menu.actions() if action.text() == one)
        return {action.text(): action for action in menu.actions() if not action.isSeparator()}

    def offered(self):
        """The lines of the list under the search box; none while it is closed."""
        return list(self.search_field().offered)

    def chips(self):
        """What the filters under the search box say."""
        return [chip.text() for chip in self.history.filters.chips.chips if chip.isVisible()]

    def listed(self):
        """The history ids in the list, newest first."""
        model = self.history.found.model
        return list(model.ids) if model is not None else []

    def wait_listed(self, *ids):
        self.wait(lambda: self.listed() == list(ids))

    def pick(self, number):
        """Go to the exchange with that id in the list."""
        self.wait(lambda: number in self.listed())
        self.history.table.setFocus()
        table = self.history.table
        flags = QItemSelectionModel.SelectionFlag  # said plainly: QTest leaves Ctrl pressed for whoever asks
        index = table.model().index(self.listed().index(number), 0)
        table.selectionModel().setCurrentIndex(index, flags.ClearAndSelect | flags.Rows)

    # -- words on the screen

    def sees(self, words):
        texts = [one.text() for one in self.window.findChildren(QLabel) if one.isVisible()]
        texts += [one.toPlainText() for one in self.window.findChildren(QPlainTextEdit) if one.isVisible()]
        return any(words in text for text in texts)

    # -- what was pasted

    @property
    def bar(self):
        """The bar over a draft that was read."""
        return self.compose.readings.bar

    def copy(self, text):
        """Have ``text`` on the clipboard, as another program puts it there."""
        QGuiApplication.clipboard().setText(text)

    def paste(self, text):
        """Copy ``text`` elsewhere and press Ctrl+Shift+V here."""
        self.copy(text)
        self.window.activateWindow()
        self.wait(self.window.isActiveWindow)
        self.key(Qt.Key.Key_V, CTRL | Qt.KeyboardModifier.ShiftModifier)

    def come_back(self):
        """Come back to the window from another program."""
        QGuiApplication.instance().applicationStateChanged.emit(Qt.ApplicationState.ApplicationInactive)
        self.window.activated.emit()

    def wait_for_bar(self):
        self.wait(lambda: not self.console.desk.is_reading)
        self.wait(lambda: self.bar.isVisible())
