"""What is known of one draft that was read out of a payload: what was changed, and what became of the keys in it."""

from dataclasses import dataclass, field
from typing import Final

from yespo_console.events import wire
from yespo_console.events.event import ABSENT
from yespo_console.events.problems import Problem
from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.compose.identity import ReadFrom
from yespo_console.gui.forms.places import Place, has_params_by_name, place_of, pointer_of, value_at
from yespo_console.gui.reading.as_it_is import raw_text
from yespo_console.gui.reading.payload import Payload
from yespo_console.gui.text_sizes import LONGEST_TEXT
from yespo_console.reading.reading import FoundSecret, ReadEvent, Reading, Repair

#: Kinds of credentials that may be a key of Yespo's API; a cookie is none.
_KEYS: Final = ("user", "token", "password", "authorization")

#: The place of a value that was made empty, and the repair that did it.
_Emptied = tuple[Place, Repair]


@dataclass(frozen=True, slots=True)
class Version:
    """One way in which the payload was read.

    Attributes:
        reading: what came out.
        refused: identities of the changes that were refused.
    """

    reading: Reading
    refused: frozenset[str] = frozenset()


@dataclass(slots=True, eq=False)
class DraftReading:
    """The reading behind one draft.

    Attributes:
        payload: what was read.
        at: which of the events it is.
        shown: the version that the bar shows.
        versions: the text that each gave the draft, and it, so that undo brings its list back. Texts are compared, not
            hashed: nearly all differ in length, and to hash an endless one at each key takes two frames.
        dropped: the keys of the payload are dealt with; they are held no longer.
        unfolded: the list of changes is open.
        needed: identities of changes that were refused in vain: without them the event cannot be read.
        original: the payload as a text that may be opened as it is; None when it may not.
        kept: the payload as a text that may be kept with the draft, keys hidden; None when it may not.
    """

    payload: Payload
    at: int
    shown: Version
    versions: list[tuple[str, Version]] = field(default_factory=list)
    dropped: bool = False
    unfolded: bool = False
    needed: frozenset[str] = frozenset()
    original: str | None = field(init=False)
    kept: str | None = field(init=False)
    _found_in: ReadEvent | None = field(init=False, default=None)
    _found: tuple[_Emptied, ...] = field(init=False, default=())

    def __post_init__(self) -> None:
        raw = raw_text(self.payload, self.shown.reading)
        self.original = raw.text if raw is not None and not raw.hidden else None
        self.kept = raw.text if raw is not None else None
        self.versions.append((self.event.text, self.shown))

    @property
    def event(self) -> ReadEvent:
        return self.shown.reading.events[self.at]

    @property
    def keys(self) -> tuple[FoundSecret, ...]:
        """What may be a key of Yespo's API and was neither kept nor dropped yet."""
        return () if self.dropped else tuple(one for one in self.shown.reading.secrets if one.kind in _KEYS)

    @property
    def has_secrets(self) -> bool:
        return bool(self.shown.reading.secrets)

    @property
    def read_from(self) -> ReadFrom | None:
        """What the version that is shown can be made from again; None where nothing was changed."""
        if self.kept is None or not self.event.repairs:
            return None
        return ReadFrom(self.kept, self.at, tuple(sorted(self.shown.refused)))

    def needs(self, repair: Repair) -> bool:
        """Whether it is known that the event cannot be read without ``repair``."""
        return repair.is_needed or repair.identity in self.needed

    def is_edited(self, draft: Draft) -> bool:
        """Whether the user has changed the text since it was read."""
        return self._version_of(draft.text) is None

    def is_undone(self, draft: Draft) -> bool:
        """Whether the draft has the broken text again that was read."""
        return bool(self.event.repairs) and draft.text == self.payload.content

    def follow(self, draft: Draft) -> bool:
        """Show the version that gave the draft the text it has now (undo, redo); whether that is another one."""
        version = self._version_of(draft.text) or self.shown
        changed, self.shown = version is not self.shown, version
        return changed

    def take(self, version: Version) -> None:
        """The payload was read another way, and the draft has that text now."""
        self.shown = version
        self.versions.append((self.event.text, version))

    def _version_of(self, text: str) -> Version | None:
        return next((version for given, version in reversed(self.versions) if given == text), None)

    def empty_placeholders(self, draft: Draft) -> tuple[Problem, ...]:
        """The values made empty (placeholders, computed values) that still are in ``draft``, each at its place there.

        The params may have been moved, and written for another version of the call, since the payload was read: each
        is looked for by the name of its param. One whose param was taken away is not empty any more. In
        a text that is too long for the form none is looked for; the list of changes names them.
        """
        if len(draft.text) > LONGEST_TEXT:
            return ()
        if self._found_in is not self.event:
            self._found_in, self._found = self.event, _emptied(self.event)
        now = draft.reading if self._found else None
        if now is None:
            return ()
        by_name = has_params_by_name(draft.text)
        found = []
        for place, repair in self._found:
            value = value_at(now, place)
            pointer = pointer_of(now, place, by_name=by_name)
            if _is_nameless(place) and not by_name:
                pointer = pointer.removesuffix("/value") + "/name"
            if value == "" or (_is_nameless(place) and value is not ABSENT):
                found.append(repair.emptied(pointer))
        return tuple(found)


def _is_nameless(place: Place) -> bool:
    """Whether it is the name of a param that was the placeholder."""
    return not (place.name or place.member or place.path)


def _emptied(event: ReadEvent) -> tuple[_Emptied, ...]:
    """Where each value of ``event`` that was made empty is, and the repair that did it."""
    emptied = [repair for repair in event.repairs if repair.pointer is not None]
    if not emptied:
        return ()
    try:
        read = wire.read(event.text)
    except wire.WireError:
        return ()
    by_name = has_params_by_name(event.text)
    found = []
    for repair in emptied:
        place = place_of(read, repair.pointer or "", by_name=by_name)
        if place is not None:
            found.append((place, repair))
    return tuple(found)
