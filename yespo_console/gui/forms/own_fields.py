"""Fields whose names the user chose: further params of an event, further properties of an object."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from yespo_console.events.event import ABSENT, Object, Value
from yespo_console.events.fields import FieldSpec, Kind
from yespo_console.gui.forms.binding import Binding
from yespo_console.gui.forms.field import Field, tool_button
from yespo_console.gui.forms.line_field import LineField
from yespo_console.gui.forms.places import Place
from yespo_console.gui.forms.section import NameAdder
from yespo_console.gui.forms.text_fields import JsonField, TextListField, is_text_list
from yespo_console.platform.i18n import _


class OwnFields(QWidget):
    """A list of fields that follows what stands in the event, with "+ param" (or "+ property") under it.

    Signals:
        field_focused(Place): the user is in one of the fields.
        chain_changed(): fields came or went, so the order of Tab has to be set again.
    """

    field_focused = Signal(object)
    chain_changed = Signal()

    def __init__(
        self,
        binding: Binding,
        place_of_name: Callable[[str], Place],
        add_text: str,
        prompt: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._binding = binding
        self._place_of_name = place_of_name
        self._fields: dict[Place, Field] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(12)
        column.addLayout(self._rows)
        self.adder = NameAdder(add_text, prompt, self)
        self.adder.named.connect(self._add)
        column.addWidget(self.adder)

    def fields(self) -> tuple[Field, ...]:
        return tuple(self._fields.values())

    def focus_chain(self) -> tuple[QWidget, ...]:
        return (*(widget for field in self.fields() for widget in field.focus_chain()), *self.adder.focus_chain())

    def show_values(self, values: Sequence[tuple[Place, Value]]) -> None:
        """Show exactly these; a field whose kind still fits is kept."""
        wanted = [place for place, _value in values]
        changed = wanted != list(self._fields)
        kept: dict[Place, Field] = {}
        for place, value in values:
            field = self._fields.pop(place, None)
            if field is not None and self._binding.writer is not field and not isinstance(field, _field_class(value)):
                self._drop(field)
                field = None
            if field is None:
                field = self._make(place, value)
                changed = True
            kept[place] = field
        for field in self._fields.values():
            self._drop(field)
        self._fields = kept
        if changed:
            for index, field in enumerate(kept.values()):
                self._rows.insertWidget(index, field)
            self.chain_changed.emit()
        for place, value in values:
            kept[place].take(value)

    def _make(self, place: Place, value: Value) -> Field:
        name = place.path[-1] if place.path else place.name
        spec = FieldSpec(str(name), Kind.TEXT_LIST, str(name), node_type="")
        field = _field_class(value)(spec, place, self._binding, self, own_name=True)
        field.name_typed.connect(lambda new, field=field: self._rename(field, new))
        button = tool_button("delete", _("Remove {name}").format(name=name), field)
        button.clicked.connect(lambda _checked=False, field=field: self._remove(field))
        field.row.addWidget(button)
        field.extra_buttons = (button,)
        field.focused.connect(self.field_focused)
        field.show()
        return field

    def _drop(self, field: Field) -> None:
        self._rows.removeWidget(field)
        field.hide()
        field.deleteLater()

    def _remove(self, field: Field) -> None:
        self._binding.write(field.place, ABSENT, self)
        self.adder.button.setFocus()

    def _rename(self, field: Field, name: str) -> None:
        if not self._binding.rename(field.place, name, self) and field.name_edit is not None:
            field.name_edit.show_text(field.spec.name)

    def _add(self, name: str) -> None:
        place = self._place_of_name(name)
        if self._binding.value(place) is not ABSENT:
            self.adder.refuse(_("There is one of this name already."))
            return
        self.adder.end()
        self._binding.write(place, "", self)
        field = self._fields.get(place)
        if field is not None:
            field.focus_editor(place)


def _field_class(value: Value) -> type[LineField] | type[JsonField] | type[TextListField]:
    if is_text_list(value) and value != ():
        return TextListField
    return JsonField if isinstance(value, tuple | Object) else LineField
