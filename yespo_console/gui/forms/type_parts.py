"""The fields of one event type, as its schema has them: the scalars together, each object and each table apart."""

from typing import TYPE_CHECKING, Union

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from yespo_console.events.event_type import EventType
from yespo_console.events.fields import FieldSpec, Kind, fields
from yespo_console.gui.forms.binding import Binding
from yespo_console.gui.forms.field import Field
from yespo_console.gui.forms.object_section import ObjectSection, make_field
from yespo_console.gui.forms.places import Place
from yespo_console.gui.forms.section import Section, put_in_sight
from yespo_console.gui.tokens import GRID

if TYPE_CHECKING:
    from yespo_console.gui.forms.items_section import ItemsSection

Part = Union[ObjectSection, "ItemsSection", Field]


class TypeParts(QWidget):
    """The parts of a form that are others for each event type.

    Attributes:
        parts: a field for each scalar, a section for each other param; none for a type that is not known.
    Signals:
        field_focused(Place): the user is in that field or cell.
        chain_changed(): ``focus_chain`` answers something else now.
    """

    field_focused = Signal(object)
    chain_changed = Signal()

    def __init__(self, binding: Binding, parent: QWidget) -> None:
        super().__init__(parent)
        self._binding = binding
        self.parts: list[Part] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2 * GRID)

    def make(self, known: EventType | None) -> None:
        """Make the parts of another type; None: of one that is not known."""
        while (item := self._column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.parts = []
        self.setVisible(known is not None)
        if known is None:
            return
        plain: Section | None = None
        for spec in fields(known):
            if spec.kind in (Kind.OBJECT, Kind.TABLE):
                part = self._section(spec)
                self._add(part)
                put_in_sight(part, self._column)
                continue
            if plain is None:
                plain = Section(known.title, "", self)
                put_in_sight(plain, self._column)
            put_in_sight(self._add(make_field(spec, Place(spec.name), self._binding, plain.body)), plain.layout_)

    def _section(self, spec: FieldSpec) -> "ObjectSection | ItemsSection":
        section = (ObjectSection if spec.kind is Kind.OBJECT else _table)(spec, self._binding, self)
        section.chain_changed.connect(self.chain_changed)
        return section

    def _add(self, part: Part) -> Part:
        (part.focused if isinstance(part, Field) else part.field_focused).connect(self.field_focused)
        self.parts.append(part)
        return part

    def focus_chain(self) -> list[QWidget]:
        """What Tab goes through, in the order of reading."""
        chain: list[QWidget] = []
        sections: list[QWidget] = []
        for part in self.parts:
            above = part.parentWidget()
            section = above.parentWidget() if isinstance(part, Field) and above is not None else None
            if isinstance(section, Section) and section not in sections:
                sections.append(section)
                chain.append(section.fold)
            chain += part.focus_chain()
        return chain


def _table(spec: FieldSpec, binding: Binding, parent: QWidget) -> "ItemsSection":
    # Tables import much, and the first form painted has none.
    from yespo_console.gui.forms.items_section import ItemsSection

    return ItemsSection(spec, binding, parent)
