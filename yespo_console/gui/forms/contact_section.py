"""Who the event is about, and what makes it one of its own: the five locators and keyValue."""

from collections.abc import Sequence
from functools import partial
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from yespo_console.events.event import ABSENT, Event, Value
from yespo_console.events.fields import FieldSpec, Kind, locator_fields
from yespo_console.events.problems import Problem
from yespo_console.gui.forms.binding import Binding
from yespo_console.gui.forms.field import Field
from yespo_console.gui.forms.key_hint import key_hint
from yespo_console.gui.forms.line_field import LineField
from yespo_console.gui.forms.places import KEY_VALUE, Place
from yespo_console.gui.forms.problem_lines import ProblemLines, worst_first
from yespo_console.gui.forms.section import Section
from yespo_console.gui.presses import on_press
from yespo_console.platform.i18n import _

#: Problems without a place of their own that are about the contact as a whole.
CONTACT_CODES: Final = frozenset({"no_key_no_locator", "locator_only_in_key", "order_contact_missing"})
_ALWAYS: Final = ("email", "phone")


class KeyValueField(LineField):
    """keyValue: while it is empty it says what Yespo would take, and from which param."""

    def __init__(self, binding: Binding, parent: QWidget | None = None) -> None:
        help_text = _("Makes this event one of its own among all of its type. Leave it empty to have Yespo take it.")
        super().__init__(FieldSpec("keyValue", Kind.TEXT, "keyValue", help_text), KEY_VALUE, binding, parent)
        self._key_hint = ""

    def show_key_hint(self, event: Event) -> None:
        """Say what would be taken from ``event``."""
        self._key_hint = key_hint(event)
        if self.value is ABSENT:
            self._tell_hint()

    def show_value(self, value: Value, *, keep_text: bool) -> None:
        super().show_value(value, keep_text=keep_text)
        if value is ABSENT:
            self._tell_hint()

    def _tell_hint(self) -> None:
        self.edit.setPlaceholderText(self._key_hint)
        self.edit.setAccessibleDescription(f"{self._key_hint} {self.help.text()}")


class ContactSection(Section):
    """keyValue, e-mail and phone; the other three locators when they are filled or asked for.

    Signals:
        field_focused(Place): the user is in one of the fields.
        chain_changed(): the order of Tab has to be set again.
    """

    field_focused = Signal(object)
    chain_changed = Signal()

    def __init__(self, binding: Binding, parent: QWidget | None = None) -> None:
        super().__init__(_("Contact"), "", parent)
        self._binding = binding
        self._specs = {spec.name: spec for spec in locator_fields()}
        self._key = KeyValueField(binding, self.body)
        self._key.focused.connect(self.field_focused)
        #: Those that are shown, in the order of the form.
        self._fields: list[Field] = [self._key]
        self._reveals: dict[str, QPushButton] = {}
        self.layout_.addWidget(self._key)
        row = QHBoxLayout()
        row.setSpacing(4)
        for name in self._specs:
            if name in _ALWAYS:
                self._add_field(name)
            else:
                row.addWidget(self._reveal_button(name))
        row.addStretch(1)
        self.layout_.addLayout(row)
        self._lines = ProblemLines(self.body)
        self.layout_.addWidget(self._lines)

    def _reveal_button(self, name: str) -> QPushButton:
        button = QPushButton(f"+ {name}", self.body)
        button.setProperty("link", "true")
        button.setAutoDefault(False)
        button.setAccessibleName(_("Show the field {name}").format(name=name))
        button.clicked.connect(on_press(partial(self._asked, name)))
        self._reveals[name] = button
        return button

    def _asked(self, name: str) -> None:
        self.reveal(name)
        self.focus_editor(Place(name))

    def reveal(self, name: str) -> None:
        """Show the field of a locator that is seldom used."""
        button = self._reveals.get(name)
        if button is not None and not button.isHidden():
            button.setVisible(False)
            self._add_field(name)
            self.chain_changed.emit()

    def _add_field(self, name: str) -> None:
        """Make the field of a locator, at its place among those that are there."""
        order = [KEY_VALUE.name, *self._specs]
        at = sum(order.index(field.place.name) < order.index(name) for field in self._fields)
        field = LineField(self._specs[name], Place(name), self._binding, self.body)
        field.focused.connect(self.field_focused)
        self._fields.insert(at, field)
        self.layout_.insertWidget(self.layout_.indexOf(self._fields[at - 1]) + 1, field)
        field.show()  # now, and not with the next event: it may be about to get the focus
        if self._binding.shown is not None:
            field.sync(self._binding.shown)

    @property
    def names(self) -> frozenset[str]:
        """The params that have their field here, shown or not."""
        return frozenset(self._specs)

    def sync(self, event: Event) -> None:
        """Show what ``event`` holds here, when that changed."""
        for name in self._reveals:
            if event.param(name) is not ABSENT:
                self.reveal(name)
        for field in self._fields:
            field.sync(event)
        self._key.show_key_hint(event)

    def fields(self) -> tuple[Field, ...]:
        return tuple(self._fields)

    def focus_chain(self) -> tuple[QWidget, ...]:
        inside = (widget for field in self._fields for widget in field.focus_chain())
        return (self.fold, *inside, *self._reveals.values())

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Problems of the contact as a whole; those of its fields are shown there."""
        self._lines.show_lines([(one.severity, one.message) for one in worst_first(problems)])

    def focus_editor(self, place: Place) -> bool:
        """Move the focus to the field at ``place``, showing it first."""
        self.open()
        self.reveal(place.name)
        field = next((one for one in self._fields if place.inside(one.place)), self._fields[1])
        return field.focus_editor(place)
