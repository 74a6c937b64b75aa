"""A param that holds an object: its fields in a section, with further properties when the schema leaves it open."""

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from yespo_console.events.event import ABSENT, Event, Object, Value
from yespo_console.events.fields import FieldSpec, Kind
from yespo_console.events.problems import Problem
from yespo_console.gui.forms.binding import Binding
from yespo_console.gui.forms.field import Field
from yespo_console.gui.forms.line_field import LineField, ZeroOneField
from yespo_console.gui.forms.own_fields import OwnFields
from yespo_console.gui.forms.places import Place, value_at
from yespo_console.gui.forms.problem_lines import ProblemLines, worst_first
from yespo_console.gui.forms.section import Section
from yespo_console.gui.forms.text_fields import JsonField, TextListField
from yespo_console.gui.forms.values import state_hint, type_name
from yespo_console.platform.i18n import _

_UNSEEN = object()
_EMPTY: Final = (ABSENT, None, "")


def make_field(spec: FieldSpec, place: Place, binding: Binding, parent: QWidget | None = None) -> Field:
    """The field for ``spec``. Objects and tables inside other values are entered as JSON."""
    if spec.kind is Kind.ZERO_ONE:
        return ZeroOneField(spec, place, binding, parent)
    if spec.kind is Kind.TEXT_LIST:
        return TextListField(spec, place, binding, parent)
    if spec.kind in (Kind.OBJECT, Kind.TABLE, Kind.JSON):
        return JsonField(spec, place, binding, parent)
    return LineField(spec, place, binding, parent)


class ObjectSection(Section):
    """The fields of one object. A value that is no object is shown as JSON in their place.

    Signals:
        field_focused(Place): the user is in one of the fields.
        chain_changed(): the order of Tab has to be set again.
    """

    field_focused = Signal(object)
    chain_changed = Signal()

    def __init__(self, spec: FieldSpec, binding: Binding, parent: QWidget | None = None) -> None:
        help_text = f"{_('Required.')} {spec.help}" if spec.required else spec.help
        super().__init__(spec.label, help_text, parent)
        self.spec = spec
        self.place = Place(spec.name)
        self._binding = binding
        self._value: object = _UNSEEN
        self.problem_lines = ProblemLines(self.body)
        self.layout_.addWidget(self.problem_lines)
        self._inside = QWidget(self.body)
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._known = [
            make_field(child, self.place.child(child.name), binding, self._inside) for child in spec.children
        ]
        for field in self._known:
            field.focused.connect(self.field_focused)
            column.addWidget(field)
        prompt = _("name of the property")
        self._own = OwnFields(binding, self.place.child, _("+ property"), prompt, self._inside)
        self._own.field_focused.connect(self.field_focused)
        self._own.chain_changed.connect(self.chain_changed)
        self._own.adder.setVisible(spec.open)
        column.addWidget(self._own)
        self.layout_.addWidget(self._inside)
        self._whole: JsonField | None = None

    def sync(self, event: Event) -> None:
        """Show what ``event`` holds here, when that changed."""
        value = value_at(event, self.place)
        if self._value is not _UNSEEN and (value is self._value or value == self._value):
            return
        self._value = value
        as_fields = isinstance(value, Object) or value is ABSENT
        if not as_fields and self._whole is None:
            self._whole = self._json_field()
        # While someone types JSON here it stays JSON, even when it just became an object.
        if self._whole is None or self._binding.writer is not self._whole:
            self._inside.setVisible(as_fields)
            if self._whole is not None:
                self._whole.setVisible(not as_fields)
        self.note.setText(
            "" if isinstance(value, Object) else state_hint(value) if value in _EMPTY else type_name(value)
        )
        if as_fields:
            for field in self._known:
                field.sync(event)
            self._own.show_values(self._own_values(value))
        if self._whole is not None:
            self._whole.take(value)

    def _json_field(self) -> JsonField:
        """The field that stands in for the others while the value is no object."""
        field = JsonField(self.spec, self.place, self._binding, self.body)
        field.help.setVisible(False)
        field.focused.connect(self.field_focused)
        self.layout_.addWidget(field)
        self.chain_changed.emit()
        return field

    def _own_values(self, value: object) -> Sequence[tuple[Place, Value]]:
        if not isinstance(value, Object):
            return ()
        known = {child.name for child in self.spec.children}
        # Of a name that stands twice most readers take the last; the text shows both.
        return [(self.place.child(name), member) for name, member in dict(value.pairs).items() if name not in known]

    def fields(self) -> tuple[Field, ...]:
        """The fields that are shown."""
        if self._whole is not None and not self._whole.isHidden():
            return (self._whole,)
        return (*self._known, *self._own.fields())

    def focus_chain(self) -> tuple[QWidget, ...]:
        known = (widget for field in self._known for widget in field.focus_chain())
        whole = self._whole.focus_chain() if self._whole is not None else ()
        return (self.fold, *known, *self._own.focus_chain(), *whole)

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Problems of the object itself; those of its fields are shown there."""
        self.problem_lines.show_lines([(one.severity, one.message) for one in worst_first(problems)])

    def focus_editor(self, place: Place) -> bool:
        """Move the focus to the field at ``place``, unfolding the section."""
        self.open()
        fields = self.fields()
        field = next((one for one in fields if place.inside(one.place)), fields[0] if fields else None)
        if field is None:
            self.fold.setFocus()
            return True
        return field.focus_editor(place)
