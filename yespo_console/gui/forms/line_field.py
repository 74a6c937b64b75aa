"""Fields with one line of text: names, numbers, ids, addresses, codes with a list, times, 0 or 1."""

from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache, partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QIcon, QKeyEvent
from PySide6.QtWidgets import QButtonGroup, QMenu, QPushButton, QToolButton, QWidget

from yespo_console.events import json_text
from yespo_console.events.currencies import CURRENCIES
from yespo_console.events.event import ABSENT, Number, Value
from yespo_console.events.fields import FieldSpec, Kind
from yespo_console.events.json_text import JsonTextError
from yespo_console.gui import icons
from yespo_console.gui.forms.binding import Binding
from yespo_console.gui.forms.field import Field, tool_button
from yespo_console.gui.forms.places import Place
from yespo_console.gui.forms.segments import Segments
from yespo_console.gui.forms.suggestions import Suggestion, Suggestions
from yespo_console.gui.forms.value_edit import ValueEdit, cut_words
from yespo_console.gui.forms.values import fits, shows_as_text, spelled, state_hint, type_name, typed
from yespo_console.gui.presses import on_press
from yespo_console.gui.theme import theme
from yespo_console.platform.i18n import _
from yespo_console.platform.local_time import local


@cache
def currency_suggestions() -> tuple[Suggestion, ...]:
    """Every currency of ISO 4217 with its name."""
    return tuple(Suggestion(currency.code, currency.name) for currency in CURRENCIES)


class LineField(Field):
    """A scalar in one line. What is not a scalar is shown, and edited, as JSON."""

    def __init__(
        self, spec: FieldSpec, place: Place, binding: Binding, parent: QWidget | None = None, *, own_name: bool = False
    ) -> None:
        super().__init__(spec, place, binding, parent, own_name=own_name)
        self._as_json = False
        self.edit = ValueEdit(self)
        self.edit.setAccessibleDescription(self.help.text())
        if spec.generator:
            self.edit.setFont(theme().fixed_font())
        self.edit.textEdited.connect(self._typed)
        self.tag = self.add_editor(self.edit)
        self._buttons: list[QToolButton] = []
        self.suggestions = self._suggestions()
        self._add_buttons()

    def _suggestions(self) -> Suggestions | None:
        if self.spec.kind is Kind.CURRENCY:
            entries: Sequence[Suggestion] = currency_suggestions()
        elif self.spec.kind is Kind.CHOICE:
            entries = tuple(map(Suggestion, self.spec.choices, self.spec.choice_texts))
        else:
            return None
        suggestions = Suggestions(self.edit, lambda: entries)
        suggestions.chosen.connect(self._take_text)
        self.edit.textEdited.connect(suggestions.show_matching)
        self.edit.list_pressed.connect(suggestions.show_all)
        return suggestions

    def _add_buttons(self) -> None:
        if self.suggestions is not None:
            label = _("Show the list for {name} (Alt+Down)").format(name=self.spec.label)
            self._button("chevron-down", label).clicked.connect(self._open_list)
        if self.spec.generator:
            label = _("Make a new {name}").format(name=self.spec.label)
            self._button("generate", label).clicked.connect(self.generate)
        if self.spec.kind is Kind.DATE_TIME:
            label = _("Put in the time now for {name}").format(name=self.spec.label)
            self._button("clock", label).clicked.connect(self.put_now)

    def _button(self, icon: str, name: str) -> QToolButton:
        button = tool_button(icon, name, self)
        self._buttons.append(button)
        self.row.addWidget(button)
        return button

    def buttons(self) -> tuple[QWidget, ...]:
        return tuple(self._buttons)

    def editors(self) -> tuple[QWidget, ...]:
        return (self.edit,)

    # -- showing

    def show_value(self, value: Value, *, keep_text: bool) -> None:
        self.edit.setPlaceholderText(state_hint(value, spelled(self.spec.default)))
        text = spelled(value)
        if not keep_text:
            self._as_json = not shows_as_text(value)
            self.edit.show_text(text)
        if not keep_text or self.edit.isReadOnly():
            self.hint.setText(cut_words(text))
            self.hint.setVisible(bool(self.hint.text()))
        wrong = not self._fits(value) or self._as_json
        self.tag.setText(type_name(value) if wrong else "")
        self.tag.setVisible(wrong)
        self.edit.setAccessibleDescription(
            " ".join(part for part in (self.tag.text() or self.edit.placeholderText(), self.help.text()) if part)
        )

    def _fits(self, value: Value) -> bool:
        if self.binding.scalars_are_text(self.place) and isinstance(value, str):
            return True
        # A field whose name the user chose expects nothing, so a text needs no word and everything else gets one.
        return fits(self.spec.node_type or "string", value)

    # -- typing

    def _typed(self, text: str) -> None:
        if self._as_json:
            self._typed_json(text)
            return
        self.write(typed(text, self.spec.node_type, self.value), typing=True)

    def _typed_json(self, text: str) -> None:
        try:
            value: Value = json_text.parse(text) if text else ABSENT
        except JsonTextError as error:
            self.hint.setText(_("Not JSON yet, so the event keeps what it had. {reason}").format(reason=error))
            self.hint.setVisible(True)
            return
        self.hint.setVisible(False)
        self.write(value, typing=True)

    def _take_text(self, text: str) -> None:
        self.choose(typed(text, self.spec.node_type, ABSENT))
        self.edit.setFocus()

    def _open_list(self) -> None:
        if self.suggestions is not None:
            self.edit.setFocus()
            self.suggestions.show_all()

    def generate(self) -> None:
        """Put in a new random id."""
        import uuid

        self.choose(str(uuid.uuid4()))

    def put_now(self) -> None:
        """Put in the time of this moment, as the user's clock shows it."""
        self.choose(local(datetime.now(UTC)).strftime("%Y-%m-%dT%H:%M:%S"))

    def add_states(self, menu: QMenu) -> None:
        super().add_states(menu)
        if not self._as_json:
            menu.addAction(_("Edit as JSON")).triggered.connect(self._edit_as_json)
        if self.spec.kind in (Kind.TEXT_LIST, Kind.JSON) and isinstance(self.value, str):
            menu.addAction(_("Make it a list")).triggered.connect(self._make_list)

    def _edit_as_json(self) -> None:
        self._as_json = True
        value = self.value
        self.edit.show_text("" if value is ABSENT else json_text.dump(value))
        self.tag.setText("JSON")
        self.tag.setVisible(True)
        self.edit.setFocus()

    def _make_list(self) -> None:
        value = self.value
        if isinstance(value, str):
            self.write((value,))


class ZeroOneField(LineField):
    """Not sent, 0 or 1, as three buttons; any other value that stands there is shown, and typed, in a line."""

    def __init__(self, spec: FieldSpec, place: Place, binding: Binding, parent: QWidget | None = None) -> None:
        super().__init__(spec, place, binding, parent)
        self._group = QButtonGroup(self)
        self._segments = Segments(self)
        self._states: dict[QPushButton, Value] = {}
        texts = dict(zip(spec.choices, spec.choice_texts, strict=False))
        self.row.removeWidget(self.edit)
        unsent = _("not sent (0)") if spec.default == Number("0") else _("not sent")
        for value, text in ((ABSENT, unsent), (Number("0"), _said("0", texts)), (Number("1"), _said("1", texts))):
            button = QPushButton(text, self._segments)
            button.setCheckable(True)
            button.setAutoDefault(False)
            button.setProperty("segment", "true")
            button.setAccessibleName(f"{spec.label}: {text}")
            button.setAccessibleDescription(self.help.text())
            button.clicked.connect(on_press(partial(self.choose, value)))
            button.installEventFilter(self)
            self._group.addButton(button)
            self._states[button] = value
            self._segments.add(button)
        self.row.addWidget(self._segments, 1)
        self.row.addWidget(self.edit, 1)
        self.row.addWidget(self.tag)
        self._other(False)

    def _other(self, shown: bool) -> None:
        self._segments.setVisible(not shown)
        self.edit.setVisible(shown)

    def show_value(self, value: Value, *, keep_text: bool) -> None:
        super().show_value(value, keep_text=keep_text)
        same = Number(value) if isinstance(value, str) and self.binding.scalars_are_text(self.place) else value
        pressed = next((button for button, state in self._states.items() if state == same), None)
        if pressed is not None:
            pressed.setChecked(True)
        for button in self._states:
            # A tick says which one is chosen to those who do not see the colour.
            button.setIcon(icons.icon("check", "accent") if button is pressed else QIcon())
        if not keep_text:
            self._other(pressed is None)

    def editors(self) -> tuple[QWidget, ...]:
        if not self.edit.isHidden():
            return (self.edit, *self._states)
        chosen = self._group.checkedButton()
        return (*((chosen,) if chosen else ()), *(one for one in self._states if one is not chosen), self.edit)

    def focus_chain(self) -> tuple[QWidget, ...]:
        return (*self._states, self.edit)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.FocusIn:
            self._focus_moved(True)
        elif event.type() == QEvent.Type.ContextMenu:
            self._menu(watched)
            return True
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Backspace and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self.press_state()
                return True
            if event.key() == Qt.Key.Key_Menu:
                self._menu(watched)
                return True
        return super().eventFilter(watched, event)

    def _menu(self, watched: QObject) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.add_states(menu)
        menu.addAction(_("Other value…")).triggered.connect(self.type_other)
        if isinstance(watched, QWidget):
            menu.popup(watched.mapToGlobal(watched.rect().bottomLeft()))

    def type_other(self) -> None:
        """Offer the line, for a value that is neither 0 nor 1."""
        self._other(True)
        self.edit.setFocus()


def _said(choice: str, texts: dict[str, str]) -> str:
    """``1 (in stock)``, or ``1`` when the schema says nothing about it."""
    meaning = texts.get(choice)
    return f"{choice}  {meaning}" if meaning else choice
