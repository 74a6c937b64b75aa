"""One row of the form: a name, an editor, a line of help, and the problems of the value under it."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QMenu, QToolButton, QVBoxLayout, QWidget

from yespo_console.events.event import ABSENT, Event, Number, Value
from yespo_console.events.fields import FieldSpec
from yespo_console.events.problems import Problem, Severity
from yespo_console.gui import icons
from yespo_console.gui.forms.binding import Binding
from yespo_console.gui.forms.places import Place, value_at
from yespo_console.gui.forms.problem_lines import ProblemLines, worst_first
from yespo_console.gui.forms.value_edit import STATE_KEY, ValueEdit
from yespo_console.gui.forms.values import as_number, as_text, is_number
from yespo_console.gui.theme import redress
from yespo_console.gui.tokens import GRID
from yespo_console.gui.wrapped import Wrapped
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.gui.forms.text_fields import LinesEdit

NAME_WIDTH: Final = 152

_UNSEEN: Final = object()


class NameLabel(QLabel):
    """The technical name; cut in the middle when it is too long, whole in the tool tip."""

    def __init__(self, text: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = text
        self.setFixedWidth(NAME_WIDTH)
        self.setMinimumHeight(30)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self._cut()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._cut()

    def _cut(self) -> None:
        shown = QFontMetrics(self.font()).elidedText(self._whole, Qt.TextElideMode.ElideMiddle, self.width() - GRID)
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


def tool_button(icon: str, name: str, parent: QWidget) -> QToolButton:
    """A button that is only an icon, with its name as tool tip and for screen readers."""
    button = QToolButton(parent)
    button.setIcon(icons.icon(icon, "muted"))
    button.setToolTip(name)
    button.setAccessibleName(name)
    return button


class Field(QWidget):
    """A value of the event and the row that shows it. Subclasses show it in ``show_value`` and write what is typed.

    Attributes:
        spec: what the value should be.
        place: where it lives.
        extra_buttons: what the owner put beside the editor.
    Signals:
        focused(Place): the user is in this field.
        name_typed(str), removal_wanted(): from fields whose name the user chose.
    """

    focused = Signal(object)
    name_typed = Signal(str)
    removal_wanted = Signal()

    def __init__(
        self, spec: FieldSpec, place: Place, binding: Binding, parent: QWidget | None = None, *, own_name: bool = False
    ) -> None:
        super().__init__(parent)
        self.spec = spec
        self.place = place
        self.binding = binding
        self.extra_buttons: tuple[QWidget, ...] = ()
        self._value: object = _UNSEEN
        self._problems: tuple[Problem, ...] = ()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(GRID)
        grid.setVerticalSpacing(0)
        grid.setColumnStretch(1, 1)
        self.name_edit = self._own_name() if own_name else None
        self._name: QWidget = self.name_edit or NameLabel(spec.label, self)
        grid.addWidget(self._name, 0, 0, Qt.AlignmentFlag.AlignTop)
        self.row = QHBoxLayout()
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.setSpacing(4)
        grid.addLayout(self.row, 0, 1)
        notes = QVBoxLayout()
        notes.setContentsMargins(2, 2, 0, 0)
        notes.setSpacing(0)
        grid.addLayout(notes, 1, 1)
        self.hint = Wrapped("", "caption", self)
        self.hint.setVisible(False)
        notes.addWidget(self.hint)
        self.help = Wrapped(self._help_text(), "caption", self)
        self.help.setVisible(bool(self.help.text()))
        notes.addWidget(self.help)
        self.problem_lines = ProblemLines(self)
        notes.addWidget(self.problem_lines)

    def _own_name(self) -> ValueEdit:
        edit = ValueEdit(self)
        edit.setText(self.spec.name)
        edit.setFixedWidth(NAME_WIDTH)
        edit.setAccessibleName(_("Name of the param {name}").format(name=self.spec.name))
        edit.editingFinished.connect(self.take_typed)
        edit.focused.connect(self._focus_moved)
        return edit

    def add_editor(self, edit: "ValueEdit | LinesEdit") -> QLabel:
        """Put what the value is typed into in the row; returns the words behind it, hidden until there are some."""
        edit.setAccessibleName(self.spec.label)
        edit.state_pressed.connect(self.press_state)
        edit.undo_pressed.connect(self.binding.undo)
        edit.redo_pressed.connect(self.binding.redo)
        edit.menu_opening.connect(self.add_states)
        edit.focused.connect(self._focus_moved)
        self.row.addWidget(edit, 1)
        tag = QLabel(self)
        tag.setProperty("role", "caption")
        tag.setVisible(False)
        self.row.addWidget(tag)
        return tag

    def take_typed(self) -> None:
        """Put into the draft what waits for the field to be left. A value does not: it goes in as it is typed."""
        if self.name_edit is not None and self.name_edit.text() != self.spec.name:
            self.name_typed.emit(self.name_edit.text())

    def _help_text(self) -> str:
        parts = [_("Required.")] if self.spec.required else []
        return " ".join([*parts, self.spec.help] if self.spec.help else parts)

    @property
    def value(self) -> Value:
        """The value as last shown."""
        return ABSENT if self._value is _UNSEEN else self._value  # type: ignore[return-value]

    def sync(self, event: Event) -> None:
        """Show what ``event`` holds here, when that changed."""
        self.take(value_at(event, self.place))

    def take(self, value: Value) -> None:
        """Show ``value``, when it changed. The field that wrote it keeps its text as typed."""
        if self._value is not _UNSEEN and (value is self._value or value == self._value):
            return
        self._value = value
        self.show_value(value, keep_text=self.binding.writer is self)

    def show_value(self, value: Value, *, keep_text: bool) -> None:
        """Show ``value``; with ``keep_text`` only what stands around the text (type, placeholder)."""
        raise NotImplementedError

    def write(self, value: Value, *, typing: bool = False) -> None:
        """Put ``value`` into the draft."""
        self.binding.write(self.place, value, self, typing=typing)

    def choose(self, value: Value) -> None:
        """Write ``value`` and show it, as when it was picked from a menu."""
        self.write(value)
        self._value = value
        self.show_value(value, keep_text=False)

    # -- problems and focus

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show the problems of this value, worst first."""
        ordered = worst_first(problems)
        if ordered == self._problems:
            return
        self._problems = ordered
        self.problem_lines.show_lines([(problem.severity, problem.message) for problem in ordered])
        self.mark_editor(ordered[0].severity if ordered else None)

    def mark_editor(self, severity: Severity | None) -> None:
        """Mark the editor itself; the icon and the sentence below say the same without colour."""
        for editor in self.editors():
            editor.setProperty("problem", severity.value if severity else None)
            redress(editor)

    def editors(self) -> tuple[QWidget, ...]:
        """The widgets that hold the value, first the one that takes the focus."""
        raise NotImplementedError

    def focus_chain(self) -> tuple[QWidget, ...]:
        """Everything of this field that takes the focus, in reading order."""
        first: tuple[QWidget, ...] = (self.name_edit,) if self.name_edit else ()
        return (*first, *self.editors(), *self.buttons(), *self.extra_buttons)

    def buttons(self) -> tuple[QWidget, ...]:
        """Buttons beside the editor, in reading order."""
        return ()

    def focus_editor(self, place: Place) -> bool:  # noqa: ARG002
        """Move the focus to ``place``, which is this value or something inside it."""
        editor = next((one for one in self.editors() if not one.isHidden()), None)
        if editor is None:
            return False
        editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return True

    def fields(self) -> tuple["Field", ...]:
        """This field and those inside it."""
        return (self,)

    def _focus_moved(self, inside: bool) -> None:
        if inside:
            self.binding.end_typing()
            self.focused.emit(self.place)

    # -- the states of a value

    def press_state(self) -> None:
        """The state key: a value is taken away; an empty field goes through not sent, empty text and null."""
        value = self.value
        self.choose("" if value is ABSENT else None if value == "" else ABSENT)

    def add_states(self, menu: QMenu) -> None:
        """Add what can be chosen but not typed to a context menu."""
        menu.addSeparator()
        value = self.value
        self._add_state(menu, _("Not sent"), ABSENT, value is ABSENT)
        self._add_state(menu, _("Empty text"), "", value == "")
        self._add_state(menu, _("null"), None, value is None)
        for number, action in enumerate(menu.actions()[-3:]):
            if number == 0:
                action.setShortcut(STATE_KEY)
                action.setShortcutVisibleInContextMenu(True)
        if isinstance(value, str) and is_number(value):
            self._add_state(menu, _("Send as number"), as_number(value), False)
        if isinstance(value, Number | bool):
            self._add_state(menu, _("Send as text"), as_text(value), False)

    def _add_state(self, menu: QMenu, text: str, value: Value, current: bool) -> None:
        action: QAction = menu.addAction(text)
        action.setCheckable(current)
        action.setChecked(current)
        action.triggered.connect(_without_arguments(partial(self.choose, value)))


def _without_arguments(call: Callable[[], None]) -> Callable[[], None]:
    """``triggered`` and ``clicked`` carry a flag that would land in the first argument."""

    def slot() -> None:
        call()

    return slot
