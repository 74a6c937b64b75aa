"""Fields with several lines: a list of texts, one in each line, and JSON for what no other field can show."""

from PySide6.QtCore import QEvent, QMimeData, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QFontMetrics, QKeyEvent, QKeySequence, Qt
from PySide6.QtWidgets import QPlainTextEdit, QWidget

from yespo_console.events import json_text
from yespo_console.events.event import ABSENT, Value
from yespo_console.events.fields import FieldSpec
from yespo_console.events.json_text import JsonTextError
from yespo_console.gui.forms.binding import Binding
from yespo_console.gui.forms.field import Field
from yespo_console.gui.forms.places import Place
from yespo_console.gui.forms.value_edit import MOST_SHOWN, STATE_KEY, belongs_to_window, cut_words
from yespo_console.gui.forms.values import fits, shows_as_text, state_hint, type_name
from yespo_console.gui.json_editor.utf16 import Utf16Map
from yespo_console.gui.theme import theme
from yespo_console.platform.i18n import _

_MOST_ROWS = 8


class LinesEdit(QPlainTextEdit):
    """A small text of several lines; Tab leaves it, undo belongs to the draft.

    Signals:
        text_typed(str): the user changed the text.
    """

    text_typed = Signal(str)
    state_pressed = Signal()
    undo_pressed = Signal()
    redo_pressed = Signal()
    menu_opening = Signal(object)
    focused = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)
        self.document().setDocumentMargin(7)
        self._showing = False
        self.textChanged.connect(self._changed)
        self._fit()

    def show_text(self, text: str) -> None:
        """Show ``text`` unless it stands there already; of one above ``MOST_SHOWN`` the beginning, not to be edited."""
        self.setReadOnly(len(text) > MOST_SHOWN)
        text = text[:MOST_SHOWN]
        if text != self.toPlainText():
            self._showing = True
            self.setPlainText(text)
            self._showing = False
            self._fit()

    def _changed(self) -> None:
        self._fit()
        if not self._showing:
            self.text_typed.emit(self.toPlainText())

    def _fit(self) -> None:
        rows = min(max(self.blockCount(), 2), _MOST_ROWS)
        height = rows * QFontMetrics(self.font()).lineSpacing() + 18
        if height != self.height():
            self.setFixedHeight(height)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and belongs_to_window(event):
            event.ignore()
            return False
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Undo):
            self.undo_pressed.emit()
        elif event.matches(QKeySequence.StandardKey.Redo):
            self.redo_pressed.emit()
        elif QKeySequence(event.keyCombination()) == STATE_KEY:
            self.state_pressed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (
            event.modifiers() & Qt.KeyboardModifier.ControlModifier
        ):
            event.ignore()  # Ctrl+Enter sends
        else:
            super().keyPressEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste and drop; what is too long to be shown becomes the value all the same."""
        text, before = source.text(), self.toPlainText()
        if len(text) + len(before) <= MOST_SHOWN or self.isReadOnly():
            super().insertFromMimeData(source)
            return
        cursor = self.textCursor()
        places = Utf16Map(before)
        start, end = places.to_points(cursor.selectionStart()), places.to_points(cursor.selectionEnd())
        whole = before[:start] + text + before[end:]
        self.show_text(whole)
        self.text_typed.emit(whole)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        menu = self.createStandardContextMenu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.menu_opening.emit(menu)
        menu.popup(event.globalPos())

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.focused.emit(True)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.focused.emit(False)


class _LinesField(Field):
    """What both kinds share: the editor, its states and its signals."""

    def __init__(
        self, spec: FieldSpec, place: Place, binding: Binding, parent: QWidget | None = None, *, own_name: bool = False
    ) -> None:
        super().__init__(spec, place, binding, parent, own_name=own_name)
        self.edit = LinesEdit(self)
        self.edit.text_typed.connect(self._typed)
        self.tag = self.add_editor(self.edit)

    def editors(self) -> tuple[QWidget, ...]:
        return (self.edit,)

    def _typed(self, text: str) -> None:
        raise NotImplementedError

    def _say(self, hint: str) -> None:
        self.hint.setText(hint)
        self.hint.setVisible(bool(hint))

    def _show_state(self, value: Value) -> None:
        self.edit.setPlaceholderText(state_hint(value))
        self.edit.setAccessibleDescription(self.help.text() or self.edit.placeholderText())


class JsonField(_LinesField):
    """Any value as JSON. While the text is not JSON the event keeps what it had, and the field says so."""

    def __init__(
        self, spec: FieldSpec, place: Place, binding: Binding, parent: QWidget | None = None, *, own_name: bool = False
    ) -> None:
        super().__init__(spec, place, binding, parent, own_name=own_name)
        self.edit.setFont(theme().fixed_font())

    def show_value(self, value: Value, *, keep_text: bool) -> None:
        self._show_state(value)
        self.tag.setText("JSON" if fits(self.spec.node_type, value) else type_name(value))
        self.tag.setVisible(True)
        if not keep_text:
            text = "" if value is ABSENT or value is None or value == "" else json_text.dump(value)
            self.edit.show_text(text)
            self._say(cut_words(text))

    def _typed(self, text: str) -> None:
        try:
            value: Value = json_text.parse(text) if text.strip() else ABSENT
        except JsonTextError as error:
            self._say(_("Not JSON yet, so the event keeps what it had. {reason}").format(reason=error))
            return
        self._say("")
        self.write(value, typing=True)


class TextListField(JsonField):
    """A list of texts, one in each line. Anything else that stands there is shown, and edited, as JSON."""

    def __init__(
        self, spec: FieldSpec, place: Place, binding: Binding, parent: QWidget | None = None, *, own_name: bool = False
    ) -> None:
        super().__init__(spec, place, binding, parent, own_name=own_name)
        self._as_json = False

    def show_value(self, value: Value, *, keep_text: bool) -> None:
        if not keep_text:
            self._as_json = value not in (ABSENT, None, "") and not is_text_list(value)
            self.edit.setFont(theme().fixed_font() if self._as_json else theme().font())
        if self._as_json:
            super().show_value(value, keep_text=keep_text)
            return
        self._show_state(value)
        self.tag.setVisible(False)
        text = "\n".join(_texts(value))
        if not keep_text:
            self.edit.show_text(text)
        self._say(cut_words(text) or (_("empty list") if value == () else _("One in each line.")))

    def _typed(self, text: str) -> None:
        if self._as_json:
            super()._typed(text)
            return
        items = tuple(text.split("\n")) if text else ()
        old = _texts(self.value)
        changed = [index for index, (mine, theirs) in enumerate(zip(items, old, strict=False)) if mine != theirs]
        if not items:
            self.write(ABSENT, typing=True)
        elif len(items) == len(old) and len(changed) == 1:
            # The others keep their spelling: only the one that was typed into is written.
            index = changed[0]
            self.binding.write(self.place.child(index), items[index], self, typing=True)
        else:
            self.write(items, typing=True)


def is_text_list(value: Value) -> bool:
    """True for a list that lines of text can show: texts without line breaks, and nothing else."""
    return isinstance(value, tuple) and all(
        isinstance(item, str) and shows_as_text(item) and "\n" not in item and "\r" not in item for item in value
    )


def _texts(value: Value) -> tuple[str, ...]:
    return tuple(item for item in value if isinstance(item, str)) if isinstance(value, tuple) else ()
