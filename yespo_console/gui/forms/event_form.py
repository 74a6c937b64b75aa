"""The form of one event: made from its type's schema, filled from the draft's text, writing back the smallest edits."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Union

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from yespo_console.events.catalog import Catalog
from yespo_console.events.event import ABSENT, Event, Value
from yespo_console.events.event_type import EventType
from yespo_console.events.fields import FieldSpec, Kind, fields
from yespo_console.events.problems import Problem
from yespo_console.gui.compose.draft import Change, Draft
from yespo_console.gui.forms.banner import Banner
from yespo_console.gui.forms.binding import Binding
from yespo_console.gui.forms.catching_up import CatchingUp
from yespo_console.gui.forms.contact_section import CONTACT_CODES, ContactSection
from yespo_console.gui.forms.field import Field, Wrapped
from yespo_console.gui.forms.leftovers import Leftovers
from yespo_console.gui.forms.object_section import ObjectSection, make_field
from yespo_console.gui.forms.own_fields import OwnFields
from yespo_console.gui.forms.places import EVENT_TYPE, Place, param_places
from yespo_console.gui.forms.placing import placed
from yespo_console.gui.forms.problem_lines import ProblemLines, worst_first
from yespo_console.gui.forms.section import Section
from yespo_console.gui.forms.type_picker import TypePicker
from yespo_console.gui.text_sizes import LARGE_TEXT
from yespo_console.gui.tokens import GRID
from yespo_console.platform.i18n import _

if TYPE_CHECKING:
    from yespo_console.gui.forms.items_section import ItemsSection

Part = Union[ObjectSection, "ItemsSection", Field]


class EventForm(QWidget):
    """The form. It owns no value: what it shows stands in the draft's text.

    Signals:
        focus_changed(str): the pointer of the field or cell that the user is in.
        refused(str): a value could not be put into the text; the sentence says why.
        chain_changed(): ``focus_chain`` answers something else now.
    """

    focus_changed = Signal(str)
    refused = Signal(str)
    chain_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._binding: Binding | None = None
        self._catalog: Catalog | None = None
        self._type_key: object = None
        self._problems: tuple[Problem, ...] = ()
        self._parts: list[Part] = []
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        self.banner = Banner(self)
        outer.addWidget(self.banner)
        self._scroll = QScrollArea(self)
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setAccessibleName(_("Form of the event"))
        outer.addWidget(self._scroll)
        self._page = QWidget()
        self._late = CatchingUp(self)
        self._late.due.connect(self._sync)
        self._chain = QTimer(self)
        self._chain.setSingleShot(True)
        self._chain.setInterval(0)
        self._chain.timeout.connect(self._fields_made)

    # -- the draft

    def take_typed(self) -> None:
        """Put into the draft what is typed and not there yet: an event type, the name of a param."""
        if self._binding is not None:
            for field in [part for part in self._all_parts() if isinstance(part, Field)]:
                field.take_typed()

    def set_draft(self, draft: Draft, catalog: Catalog) -> None:
        """Show ``draft`` from now on."""
        self.take_typed()
        if self._binding is not None:
            old = self._binding
            old.draft.changed.disconnect(self._draft_changed)
            old.draft.encoding_changed.disconnect(self._encoding_changed)
            old.deleteLater()
        self._late.done()
        self._problems = ()
        self._catalog = catalog
        self._binding = Binding(draft, self)
        self._binding.about_to_write.connect(self._catch_up)
        self._binding.refused.connect(self._refuse)
        draft.changed.connect(self._draft_changed)
        draft.encoding_changed.connect(self._encoding_changed)
        self._build()
        self._sync()

    def _draft_changed(self, _change: Change) -> None:
        if self._binding is None:
            return
        draft = self._binding.draft
        if not self._binding.writing and len(draft.text) > LARGE_TEXT:
            self._late.later(draft, behind=True)
            return
        self._sync()
        if self._binding.writing and len(draft.text) > LARGE_TEXT:
            self._late.later(draft, behind=False)  # what was foreseen is compared with what the text really says

    def _encoding_changed(self) -> None:
        if self._binding is not None:
            self._late.later(self._binding.draft, behind=True)

    def _catch_up(self) -> None:
        """Read what somebody else changed, before the form writes into it."""
        if self._late.behind:
            self._sync()

    def _sync(self) -> None:
        """Show what the text says now; only what changed is touched."""
        if self._binding is None:
            return
        self._late.done()
        event = self._binding.refresh()
        if event is None:
            self._page.setEnabled(False)
            self.banner.say(self._why_waiting(self._binding), "info")
            return
        if not self._page.isEnabled():
            self._page.setEnabled(True)
        self.banner.hide()
        if event.event_type_key != self._type_key:
            self._type_changed(event)
        self._picker.sync(event)
        self._contact.sync(event)
        for part in self._parts:
            part.sync(event)
        own = self._own_values(event)
        self._own.show_values(own)
        self._leftovers.sync(self._type_key, own)

    @staticmethod
    def _why_waiting(binding: Binding) -> str:
        if binding.is_too_long:
            return _("The event is too long for the form. It can be edited as text, checked, sent and saved.")
        return _("The text is not JSON yet; the form waits.")

    def _refuse(self, reason: str) -> None:
        self.banner.say(reason, "warning")
        self.refused.emit(reason)

    # -- building

    def _build(self) -> None:
        """Everything that does not depend on the type."""
        assert self._binding is not None
        assert self._catalog is not None
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        self._picker = TypePicker(self._binding, self._catalog, page)
        self._picker.focused.connect(self._tell)
        column.addWidget(self._picker)
        self._about = Wrapped("", "", page)
        self._about.setVisible(False)
        self._note = Wrapped("", "caption", page)
        about = QVBoxLayout()
        about.setSpacing(4)
        about.addWidget(self._about)
        about.addWidget(self._note)
        self._leftovers = Leftovers(page)
        self._leftovers.clicked.connect(self._remove_leftovers)
        about.addWidget(self._leftovers)
        self._general = ProblemLines(page)
        about.addWidget(self._general)
        column.addLayout(about)
        self._contact = ContactSection(self._binding, page)
        self._contact.field_focused.connect(self._tell)
        self._contact.chain_changed.connect(self._chain.start)
        column.addWidget(self._contact)
        self._typed = QWidget(page)
        typed = QVBoxLayout(self._typed)
        typed.setContentsMargins(0, 0, 0, 0)
        typed.setSpacing(2 * GRID)
        column.addWidget(self._typed)
        self._further = Section(_("Further params"), "", page)
        prompt = _("name of the param")
        self._own = OwnFields(self._binding, Place, _("+ param"), prompt, self._further.body)
        self._own.field_focused.connect(self._tell)
        self._own.chain_changed.connect(self._chain.start)
        self._further.layout_.addWidget(self._own)
        column.addWidget(self._further)
        column.addStretch(1)
        self._parts = []
        self._type_key = object()
        self._page = page
        self._scroll.setWidget(page)

    def _type_changed(self, event: Event) -> None:
        """Make the fields of another type. Params of the old one stay in the event, as further params."""
        assert self._catalog is not None
        key = event.event_type_key
        known = self._catalog.get(key) if isinstance(key, str) else None
        before = self._catalog.get(self._type_key) if isinstance(self._type_key, str) else None
        first = not isinstance(self._type_key, str) and self._type_key is not ABSENT and self._type_key is not None
        self._type_key = key
        if before is not None:
            self._leftovers.type_before = before
        if first:
            self._leftovers.type_before = None
        self._about.setText(known.summary if known is not None else self._about_unknown(key))
        self._about.setVisible(True)
        self._note.setText(known.note if known is not None else "")
        self._note.setVisible(bool(self._note.text()))
        if known is before and not first:
            return
        self.setUpdatesEnabled(False)
        self._make_parts(known)
        self.setUpdatesEnabled(True)
        self._place_problems()
        self._chain.start()

    @staticmethod
    def _about_unknown(key: Value) -> str:
        if isinstance(key, str) and key:
            return _("Not a type that Yespo documents. Its params are free.")
        return _("Pick what happened.")

    def _make_parts(self, known: EventType | None) -> None:
        assert self._binding is not None
        column = self._typed.layout()
        assert isinstance(column, QVBoxLayout)
        while (item := column.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._parts = []
        self._typed.setVisible(known is not None)
        if known is None:
            return
        plain: Section | None = None
        for spec in fields(known):
            if spec.kind in (Kind.OBJECT, Kind.TABLE):
                column.addWidget(self._add_part(self._section(spec)))
                continue
            if plain is None:
                plain = Section(known.title, "", self._typed)
                column.addWidget(plain)
            plain.layout_.addWidget(self._add_part(make_field(spec, Place(spec.name), self._binding, plain.body)))

    def _section(self, spec: FieldSpec) -> "ObjectSection | ItemsSection":
        assert self._binding is not None
        section = (ObjectSection if spec.kind is Kind.OBJECT else _table)(spec, self._binding, self._typed)
        section.chain_changed.connect(self._chain.start)
        return section

    def _add_part(self, part: Part) -> Part:
        if isinstance(part, Field):
            part.focused.connect(self._tell)
        else:
            part.field_focused.connect(self._tell)
        self._parts.append(part)
        return part

    def _own_values(self, event: Event) -> list[tuple[Place, Value]]:
        known = {part.place.name for part in self._parts} | self._contact.names
        return [(place, value) for place, value in param_places(event) if place.nth or place.name not in known]

    def _remove_leftovers(self) -> None:
        if self._binding is not None and self._binding.shown is not None:
            self._binding.write_event(self._leftovers.without(self._binding.shown), self)
            self._picker.edit.setFocus()

    # -- problems and focus

    def show_problems(self, problems: Sequence[Problem]) -> None:
        """Show each problem at the field or the cell it is about; what is about no field stands at the top."""
        new = tuple(problems)
        if new != self._problems:
            self._problems = new
            self._place_problems()

    def _place_problems(self) -> None:
        assert self._binding is not None
        parts = self._all_parts()
        found = placed(self._problems, parts, self._binding)
        for part in parts:
            here = found.at.get(part, [])
            if isinstance(part, Field | ObjectSection):
                part.show_problems([problem for _place, problem in here])
            else:
                part.show_problems(here)
        self._contact.show_problems(found.contact)
        self._general.show_lines([(one.severity, one.message) for one in worst_first(found.general)])

    def _all_parts(self) -> list[Part]:
        inside = [field for part in self._parts if not isinstance(part, Field) for field in part.fields()]
        return [self._picker, *self._contact.fields(), *self._parts, *inside, *self._own.fields()]

    def focus_pointer(self, pointer: str) -> bool:
        """Move the focus to the field or cell that ``pointer`` means, or belongs to; False when there is none."""
        place = None if self._binding is None else self._binding.place(pointer)
        return place is not None and self.focus_place(place)

    def focus_place(self, place: Place) -> bool:
        """Move the focus to ``place``, unfolding and scrolling as needed; False when the form does not show it."""
        if not self._page.isEnabled():
            return False
        if place == EVENT_TYPE:
            return self._picker.focus_editor(place)
        if place.member or (place.name in self._contact.names and not place.nth):
            return self._contact.focus_editor(place)
        candidates = [*self._parts, *self._own.fields()]
        part = next((one for one in candidates if place.inside(one.place)), None)
        if part is None:
            return False
        self._unfold(part)
        return part.focus_editor(place)

    def focus_problem(self, problem: Problem) -> bool:
        """Move the focus to where ``problem`` is shown; False when it is about no field."""
        if self.focus_pointer(problem.pointer):
            return True
        named = Place(dict(problem.args).get("name", ""))
        if self.focus_place(named):
            return True
        return problem.code in CONTACT_CODES and self._contact.focus_editor(Place("email"))

    def focus_first(self) -> None:
        """Move the focus to the event type, selected, so that typing picks another."""
        self._picker.edit.setFocus()
        self._picker.edit.selectAll()

    @staticmethod
    def _unfold(widget: QWidget) -> None:
        above = widget.parentWidget()
        while above is not None:
            if isinstance(above, Section):
                above.open()
            above = above.parentWidget()

    def _tell(self, place: Place) -> None:
        if self._binding is not None:
            self.focus_changed.emit(self._binding.pointer(place))
        widget = self.focusWidget()
        if widget is not None:
            self._scroll.ensureWidgetVisible(widget, 0, 48)

    def focus_chain(self) -> list[QWidget]:
        """What Tab goes through, in the order of reading."""
        chain = [*self._picker.focus_chain(), self._leftovers, *self._contact.focus_chain()]
        sections: list[QWidget] = []
        for part in self._parts:
            above = part.parentWidget()
            section = above.parentWidget() if isinstance(part, Field) and above is not None else None
            if isinstance(section, Section) and section not in sections:
                sections.append(section)
                chain.append(section.fold)
            chain += part.focus_chain()
        return [*chain, self._further.fold, *self._own.focus_chain()]

    def _fields_made(self) -> None:
        self._place_problems()
        self.chain_changed.emit()


def _table(spec: FieldSpec, binding: Binding, parent: QWidget) -> "ItemsSection":
    # Tables import much, and the first form painted has none.
    from yespo_console.gui.forms.items_section import ItemsSection

    return ItemsSection(spec, binding, parent)
