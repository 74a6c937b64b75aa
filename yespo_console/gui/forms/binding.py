"""What the fields of one form share: the draft, the event as they last saw it, and how a value gets into the text."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from yespo_console.events import json_text, text_edit, wire
from yespo_console.events.event import ABSENT, ApiVersion, Event, Node, Object, Value
from yespo_console.events.json_places import locate, strings_around
from yespo_console.events.json_text import JsonTextError
from yespo_console.events.text_edit import TextEdit
from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.compose.undo_step import Step
from yespo_console.gui.forms.places import Place, has_params_by_name, place_of, pointer_of, value_at, with_value
from yespo_console.gui.text_sizes import LARGE_TEXT, LONGEST_TEXT


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where a scalar stands in a text: its literal, written ``level`` strings deep."""

    text: str
    place: Place
    start: int
    end: int
    level: int

    def is_for(self, text: str, place: Place) -> bool:
        return self.place == place and self.text == text


def _literal(value: Node, level: int) -> str:
    """How a scalar is written inside ``level`` strings that hold JSON."""
    text = json_text.dump(value)
    for _string in range(level):
        text = json_text.dump(text)[1:-1]
    return text


def _spot_at(text: str, place: Place, value: Node, start: int, end: int, level: int) -> _Spot | None:
    """The spot, when what stands there is exactly how ``value`` would be written; else it has to be looked for."""
    if isinstance(value, tuple | Object) or text[start:end] != _literal(value, level):
        return None
    return _Spot(text, place, start, end, level)


class Binding(QObject):
    """A form's hold on its draft.

    Attributes:
        shown: the event as the form shows it; None while the text cannot be read, or is too long to be.
        writer: the field whose own edit is under way; it keeps its text as typed.
    Signals:
        about_to_write(): the form catches up with the text first, so that an edit never meets an old event.
        refused(str): a value could not be put into this text; the sentence says why.
    """

    about_to_write = Signal()
    refused = Signal(str)

    def __init__(self, draft: Draft, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.draft = draft
        self.shown: Event | None = None if self.is_too_long else draft.reading
        self.writer: object | None = None
        self.writing = False
        self._foreseen: Event | None = None
        self._before_piece: Step | None = None
        self._spot: _Spot | None = None
        self._shape_of = ""
        self._by_name = False

    @property
    def api(self) -> ApiVersion:
        return self.draft.encoding.api

    @property
    def is_too_long(self) -> bool:
        """The text is longer than a form is made of."""
        return len(self.draft.text) > LONGEST_TEXT

    def refresh(self) -> Event | None:
        """Take the event the text now holds. After a large edit of ours it is known without reading it again."""
        self.shown = None if self.is_too_long else self._foreseen or self.draft.reading
        self._foreseen = None
        return self.shown

    def value(self, place: Place) -> Value:
        return ABSENT if self.shown is None else value_at(self.shown, place)

    def scalars_are_text(self, place: Place) -> bool:
        """True where the wire knows only text, so that a text there says nothing about the type that was meant."""
        return self.api is ApiVersion.V1 and not place.member and not place.path

    def pointer(self, place: Place) -> str:
        """Where ``place`` is in the text, or belongs."""
        return pointer_of(self.shown, place, by_name=not place.member and self._params_by_name())

    def place(self, pointer: str) -> Place | None:
        """What ``pointer`` means in this event; None when it means the whole of it or nothing."""
        return None if self.shown is None else place_of(self.shown, pointer, by_name=self._params_by_name())

    def _params_by_name(self) -> bool:
        """The text decides, not the version: a v3 body opened as v2 is shown as it is."""
        if self._shape_of is not self.draft.text:
            self._shape_of = self.draft.text
            self._by_name = has_params_by_name(self._shape_of)
        return self._by_name

    # -- writing

    def write(self, place: Place, value: Value, writer: object, *, typing: bool = False) -> bool:
        """Put ``value`` at ``place`` (``ABSENT`` takes it away) by the smallest edit; False when nothing changed."""
        if not self._ready() or self.value(place) == value:
            return False
        spot = self._spot
        try:
            near = self._edit_on_spot(place, value)
            edit = near or self._edit(place, value)
        except (text_edit.EditError, wire.WireError, JsonTextError) as error:
            self.refused.emit(str(error))
            return False
        event = with_value(self.shown, place, value) if self.shown is not None else None
        changed = self._replace(edit, writer, event, typing=typing)
        if near is not None and spot is not None and value is not ABSENT:
            end = near.start + len(near.text)
            self._spot = _spot_at(self.draft.text, place, value, near.start, end, spot.level)
        return changed

    def prepare(self, place: Place) -> None:
        """Find ``place`` in the text now, so that the first key press there need not look for it."""
        value = self.value(place)
        if value is ABSENT or (self._spot is not None and self._spot.is_for(self.draft.text, place)):
            return
        pointer = self.pointer(place)
        span, level = locate(self.draft.text, pointer), strings_around(self.draft.text, pointer)
        self._spot = None
        if span is not None and level is not None:
            self._spot = _spot_at(self.draft.text, place, value, span.start, span.end, level)

    def write_event(self, event: Event, writer: object) -> bool:
        """Make the text hold ``event``, whatever changed, as one step; the rest keeps its spelling."""
        if not self._ready():
            return False
        text = self.draft.text
        try:
            new = wire.rewrite(text, event, self.draft.encoding)
        except (text_edit.EditError, wire.WireError, JsonTextError) as error:
            self.refused.emit(str(error))
            return False
        return self._replace(TextEdit(0, len(text), new), writer, event)

    def write_from_scratch(self, event: Event, writer: object) -> bool:
        """Make the text ``event`` as the program writes it, whatever stood there, as one step."""
        if not self._ready():
            return False
        text = self.draft.text
        return self._replace(TextEdit(0, len(text), wire.write(event, self.draft.encoding)), writer, event)

    def insert_item(self, place: Place, index: int, item: Node, writer: object) -> bool:
        """Insert ``item`` into the list at ``place``; a list that is missing is made."""
        if not self._ready() or self.shown is None:
            return False
        items = self.value(place)
        if not isinstance(items, tuple):
            return self.write(place, (item,), writer)
        try:
            edit = text_edit.insert_item(self.draft.text, self.pointer(place), index, item)
        except (text_edit.EditError, JsonTextError) as error:
            self.refused.emit(str(error))
            return False
        event = with_value(self.shown, place, (*items[:index], item, *items[index:]))
        return self._replace(edit, writer, event)

    def rename(self, place: Place, name: str, writer: object) -> bool:
        """Give the param or the member at ``place`` another name."""
        if not self._ready() or self.shown is None or self.value(place) is ABSENT:
            return False
        text = self.draft.text
        pointer = self.pointer(place)
        try:
            if place.path or self._params_by_name():
                edit = text_edit.rename_member(text, pointer, name)
            else:
                edit = text_edit.set_value(text, pointer.removesuffix("/value") + "/name", name)
        except (text_edit.EditError, JsonTextError) as error:
            self.refused.emit(str(error))
            return False
        return self._replace(edit, writer, None)

    def undo(self) -> None:
        self.draft.undo()

    def redo(self) -> None:
        self.draft.redo()

    def end_typing(self) -> None:
        self.draft.end_typing()

    def begin_piece(self) -> None:
        """What is written from now until ``end_piece`` is taken back by one undo afterwards, however it was typed."""
        self.draft.end_typing()
        self._before_piece = self.draft.last_step

    def end_piece(self) -> None:
        self.draft.join_since(self._before_piece)
        self._before_piece = None

    def _ready(self) -> bool:
        self.about_to_write.emit()
        return self.shown is not None

    def _edit_on_spot(self, place: Place, value: Value) -> TextEdit | None:
        """The edit when ``place`` is where it was a key press ago; None when it has to be looked for."""
        spot = self._spot
        if spot is None or value is ABSENT or not spot.is_for(self.draft.text, place):
            return None
        if isinstance(value, tuple | Object) or (self.scalars_are_text(place) and not isinstance(value, str)):
            return None
        return TextEdit(spot.start, spot.end, _literal(value, spot.level))

    def _edit(self, place: Place, value: Value) -> TextEdit | Sequence[TextEdit]:
        text, encoding = self.draft.text, self.draft.encoding
        there = self.value(place) is not ABSENT
        if place.member:
            if value is ABSENT:
                return wire.remove_member(text, place.name)
            return wire.set_member(text, place.name, value)
        if value is ABSENT:
            if place.path:
                return text_edit.remove_value(text, self.pointer(place))
            if not place.nth:
                return wire.remove_param(text, encoding, place.name)
            return text_edit.remove_value(text, self.pointer(place).removesuffix("/value"))
        if place.nth and there:
            return text_edit.set_value(text, self.pointer(place), value)
        if place.path and isinstance(self.value(place.parent), tuple | Object):
            # The container is there: no need to read the whole text, which may be long.
            return text_edit.set_value(text, self.pointer(place), value, keep_string=False)
        return wire.set_param(text, encoding, place.name, place.path, value)

    def _replace(
        self, edit: TextEdit | Sequence[TextEdit], writer: object, event: Event | None, *, typing: bool = False
    ) -> bool:
        self._foreseen = event if len(self.draft.text) > LARGE_TEXT else None
        self.writer, self.writing = writer, True
        try:
            return self.draft.replace(edit, self, merge=typing)
        finally:
            self.writer, self.writing = None, False
            self._foreseen = None
