"""What is known of one draft that was read out of a payload: what was changed, and what became of the keys in it."""

from dataclasses import dataclass, field
from typing import Final

from yespo_console.events.event import ABSENT, ApiVersion
from yespo_console.events.json_text import JsonTextError, parse, resolve
from yespo_console.events.problems import Problem
from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.reading.as_it_is import raw_text
from yespo_console.gui.reading.payload import Payload
from yespo_console.reading.reading import FoundSecret, ReadEvent, Reading

#: Kinds of credentials that may be a key of Yespo's API; a cookie is none.
_KEYS: Final = ("user", "token", "password", "authorization")


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
        versions: by the text that each gave the draft, so that undo brings its list back.
        dropped: the keys of the payload are dealt with; they are held no longer.
        unfolded: the list of changes is open.
        original: the payload as a text that may be opened as it is; None when it may not.
    """

    payload: Payload
    at: int
    shown: Version
    versions: dict[str, Version] = field(default_factory=dict)
    dropped: bool = False
    unfolded: bool = False
    original: str | None = field(init=False)

    def __post_init__(self) -> None:
        raw = raw_text(self.payload, self.shown.reading)
        self.original = raw.text if raw is not None and not raw.hidden else None
        self.versions[self.event.text] = self.shown

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

    def is_edited(self, draft: Draft) -> bool:
        """Whether the user has changed the text since it was read."""
        return draft.text not in self.versions

    def follow(self, draft: Draft) -> bool:
        """Show the version that gave the draft the text it has now (undo, redo); whether that is another one."""
        version = self.versions.get(draft.text, self.shown)
        changed, self.shown = version is not self.shown, version
        return changed

    def take(self, version: Version) -> None:
        """The payload was read another way, and the draft has that text now."""
        self.shown = version
        self.versions[self.event.text] = version

    def empty_placeholders(self, draft: Draft) -> tuple[Problem, ...]:
        """The values made empty that are still the empty text in ``draft``, each at its place there."""
        if draft.encoding.api is ApiVersion.V3 and self.event.encoding.api is ApiVersion.V3:
            problems = tuple(
                repair.emptied(repair.pointer) for repair in self.event.repairs if repair.pointer is not None
            )
        else:
            problems = self.event.problems()
        try:
            body = parse(draft.text) if problems else None
        except JsonTextError:
            return ()
        return tuple(problem for problem in problems if resolve(body, problem.pointer) in ("", ABSENT))
