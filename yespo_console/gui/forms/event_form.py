"""The form of one event: made from its type's schema, filled from the draft's text, writing back the smallest edits."""

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from yespo_console.events.catalog import Catalog
from yespo_console.events.event import ABSENT, Event, Value
from yespo_console.events.fresh_sample import Contact
from yespo_console.events.problems import Problem
from yespo_console.gui.compose.draft import Change, Draft
from yespo_console.gui.forms.banner import Banner
from yespo_console.gui.forms.binding import Binding
from yespo_console.gui.forms.catching_up import CatchingUp
from yespo_console.gui.forms.contact_section import CONTACT_CODES, ContactSection
from yespo_console.gui.forms.field import Field
from yespo_console.gui.forms.leftovers import Leftovers
from yespo_console.gui.forms.object_section import ObjectSection
from yespo_console.gui.forms.own_fields import OwnFields
from yespo_console.gui.forms.places import EVENT_TYPE, Place, param_places
from yespo_console.gui.forms.placing import placed
from yespo_console.gui.forms.problem_lines import ProblemLines, worst_first
from yespo_console.gui.forms.section import Section
from yespo_console.gui.forms.type_parts import Part, TypeParts
from yespo_console.gui.forms.type_picker import TypePicker
from yespo_console.gui.text_sizes import LARGE_TEXT
from yespo_console.gui.tokens import GRID
from yespo_console.gui.wrapped import Wrapped
from yespo_console.platform.i18n import _

#: By then the problems of a draft that is shown again have taken their room below its form.
_COMING_BACK_MS: Final = 250


class EventForm(QWidget):
    """The form of one draft. It owns no value: what it shows stands in the draft's text.

    Attributes:
        catalog: the types it was made from.
    Signals:
        focus_changed(str): the pointer of the field or cell that the user is in.
        refused(str): a value could not be put into the text; the sentence says why.
        chain_changed(): ``focus_chain`` answers something else now.
    """

    focus_changed = Signal(str)
    refused = Signal(str)
    chain_changed = Signal()

    def __init__(
        self,
        draft: Draft,
        catalog: Catalog,
        parent: QWidget | None = None,
        *,
        contacts: Callable[[], Sequence[Contact]] = lambda: (None,),
    ) -> None:
        """``contacts`` tells whom a sample may name; first whom a new one names."""
        super().__init__(parent)
        self.catalog = catalog
        self._contacts = contacts
        self._type_key: object = object()  # of no event yet
        self._problems: tuple[Problem, ...] = ()
        self._scrolled_to = 0  # while it rests
        self._coming_back = QTimer(self)
        self._coming_back.setSingleShot(True)
        self._coming_back.setInterval(_COMING_BACK_MS)
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
        self._scroll.verticalScrollBar().rangeChanged.connect(self._scroll_on)
        outer.addWidget(self._scroll)
        self._chain = QTimer(self)
        self._chain.setSingleShot(True)
        self._chain.setInterval(0)
        self._chain.timeout.connect(self._fields_made)
        self._draft = draft
        self._binding = Binding(draft, self)
        self._binding.about_to_write.connect(self._catch_up)
        self._binding.refused.connect(self._refuse)
        self._late = CatchingUp(draft, self)
        self._late.due.connect(self._sync)
        draft.changed.connect(self._draft_changed)
        draft.encoding_changed.connect(self._encoding_changed)
        self._build()
        self._sync()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The field in which somebody is stays in sight when the answer of a send takes room from the form."""
        super().resizeEvent(event)
        if event.size().height() < event.oldSize().height() and not self._coming_back.isActive():
            QTimer.singleShot(0, self, self._show_focused)  # by then the fields have their places

    def focusNextPrevChild(self, forwards: bool) -> bool:
        """Asked of each field with Tab: fields made in this same turn have their place in the order by then."""
        if self._chain.isActive():
            self._chain.stop()
            self._fields_made()
        return super().focusNextPrevChild(forwards)

    # -- the draft

    @property
    def takes_keys(self) -> bool:
        """It has fields to type into: while the text cannot be read as an event, the form waits."""
        return self._page.isEnabled()

    def take_typed(self) -> None:
        """Put into the draft what is typed and not there yet: an event type, the name of a param."""
        for field in [part for part in self._all_parts() if isinstance(part, Field)]:
            field.take_typed()

    def rest(self) -> None:
        """Nobody sees it from now on: do nothing when the draft changes."""
        self.take_typed()
        for section in [part for part in self._typed.parts if isinstance(part, Section)]:
            section.rest()
        self._scrolled_to = self._scroll.verticalScrollBar().value()
        self._late.hold()

    def go_on(self) -> None:
        """It is about to be seen again: show what the draft says by now."""
        self._late.release()

    def scroll_back(self) -> None:
        """Be where the user left it before it rested; the focus scrolls to itself as it comes back."""
        self._scroll.verticalScrollBar().setValue(self._scrolled_to)
        if self._scrolled_to:
            self._coming_back.start()

    def _scroll_on(self) -> None:
        """What stands below it takes its room: the form is lower, and can be scrolled further."""
        if self._coming_back.isActive():
            self._scroll.verticalScrollBar().setValue(self._scrolled_to)

    def _draft_changed(self, _change: Change) -> None:
        writing, large = self._binding.writing, len(self._draft.text) > LARGE_TEXT
        if writing:
            self._show_focused()  # the wheel may have moved what is typed in out of sight
        if not writing and (large or self._late.is_held):
            self._late.later(behind=True)
            return
        self._sync()
        if writing and large:
            self._late.later(behind=False)  # what was foreseen is compared with what the text really says

    def _encoding_changed(self) -> None:
        self._late.later(behind=True)

    def _catch_up(self) -> None:
        """Read what somebody else changed, before the form writes into it."""
        if self._late.behind:
            self._sync()

    def _sync(self) -> None:
        """Show what the text says now; only what changed is touched."""
        self._late.done()
        event = self._binding.refresh()
        if event is None:
            self._page.setEnabled(False)
            self.banner.say(self._why_waiting(), "info")
            return
        if not self._page.isEnabled():
            self._page.setEnabled(True)
        self.banner.hide()
        if event.event_type_key != self._type_key:
            self._type_changed(event)
        self._picker.sync(event)
        self._contact.sync(event)
        for part in self._typed.parts:
            part.sync(event)
        own = self._own_values(event)
        self._own.show_values(own)
        self._leftovers.sync(self._type_key, own)

    def _why_waiting(self) -> str:
        if self._binding.is_too_long:
            return _("The event is too long for the form. It can be edited as text, checked, sent and saved.")
        return _("The text is not JSON yet; the form waits.")

    def _refuse(self, reason: str) -> None:
        self.banner.say(reason, "warning")
        self.refused.emit(reason)

    # -- building

    def _build(self) -> None:
        """Everything that does not depend on the type."""
        page = QWidget(self._scroll)
        self._scroll.setWidget(page)  # while it is empty: what is in it would be dressed again
        # Of an opaque widget that comes into sight Qt paints all that is in it twice: with it, and each part by itself.
        page.setAutoFillBackground(False)
        column = QVBoxLayout(page)
        column.setContentsMargins(2 * GRID, GRID + 4, 2 * GRID, 2 * GRID)
        column.setSpacing(2 * GRID)
        self._picker = TypePicker(self._binding, self.catalog, self._contacts, page)
        self._picker.focused.connect(self._tell)
        self._picker.edit.textEdited.connect(self._show_focused)
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
        self._typed = TypeParts(self._binding, page)
        self._typed.field_focused.connect(self._tell)
        self._typed.chain_changed.connect(self._chain.start)
        column.addWidget(self._typed)
        self._further = Section(_("Further params"), "", page)
        prompt = _("name of the param")
        self._own = OwnFields(self._binding, Place, _("+ param"), prompt, self._further.body)
        self._own.field_focused.connect(self._tell)
        self._own.chain_changed.connect(self._chain.start)
        self._further.layout_.addWidget(self._own)
        column.addWidget(self._further)
        column.addStretch(1)
        self._page = page

    def _type_changed(self, event: Event) -> None:
        """Make the fields of another type. Params of the old one stay in the event, as further params."""
        key = event.event_type_key
        known = self.catalog.get(key) if isinstance(key, str) else None
        before = self.catalog.get(self._type_key) if isinstance(self._type_key, str) else None
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
        self._typed.make(known)
        self.setUpdatesEnabled(True)
        self._place_problems()
        self._chain.start()

    @staticmethod
    def _about_unknown(key: Value) -> str:
        if isinstance(key, str) and key:
            return _("Not a type that Yespo documents. Its params are free.")
        return _("Pick what happened.")

    def _own_values(self, event: Event) -> list[tuple[Place, Value]]:
        known = {part.place.name for part in self._typed.parts} | self._contact.names
        return [(place, value) for place, value in param_places(event) if place.nth or place.name not in known]

    def _remove_leftovers(self) -> None:
        if self._binding.shown is not None:
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
        inside = [field for part in self._typed.parts if not isinstance(part, Field) for field in part.fields()]
        return [self._picker, *self._contact.fields(), *self._typed.parts, *inside, *self._own.fields()]

    def focus_pointer(self, pointer: str) -> bool:
        """Move the focus to the field or cell that ``pointer`` means, or belongs to; False when there is none."""
        place = self._binding.place(pointer)
        return place is not None and self.focus_place(place)

    def focus_place(self, place: Place) -> bool:
        """Move the focus to ``place``, unfolding and scrolling as needed; False when the form does not show it."""
        if not self._page.isEnabled():
            return False
        if place == EVENT_TYPE:
            return self._picker.focus_editor(place)
        if place.member or (place.name in self._contact.names and not place.nth):
            return self._contact.focus_editor(place)
        candidates = [*self._typed.parts, *self._own.fields()]
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
        self._coming_back.stop()
        self.focus_changed.emit(self._binding.pointer(place))
        self._show_focused()

    def _show_focused(self) -> None:
        widget = self.focusWidget()
        if widget is not None:
            self._scroll.ensureWidgetVisible(widget, 0, 48)

    def focus_chain(self) -> list[QWidget]:
        """What Tab goes through, in the order of reading."""
        typed = [self._leftovers, *self._contact.focus_chain(), *self._typed.focus_chain()]
        return [*self._picker.focus_chain(), *typed, self._further.fold, *self._own.focus_chain()]

    def _fields_made(self) -> None:
        self._place_problems()
        self.chain_changed.emit()
