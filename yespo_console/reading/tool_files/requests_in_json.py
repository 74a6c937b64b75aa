"""What the readers of files share: values with their places, and the choice of what is an event call."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from yespo_console.events.event import ABSENT, Absent, Node, Object
from yespo_console.events.json_places import Document, follow
from yespo_console.reading import escapes
from yespo_console.reading.credentials import Credentials
from yespo_console.reading.escapes import unescape
from yespo_console.reading.origin import Traced


class ToolFile(Protocol):
    """A file of another tool, in whatever language it is written: what it says, and where."""

    @property
    def text(self) -> Traced:
        """The whole of it."""

    @property
    def node(self) -> Object:
        """What it says."""

    def string(self, path: Sequence[str | int]) -> Traced | None:
        """The decoded text that ``path`` leads to; None when it is none."""

    def offset(self, path: Sequence[str | int]) -> int:
        """Where in the original the value stands that ``path`` leads to, or the nearest around it."""


@dataclass(frozen=True, slots=True)
class JsonFile:
    """A file of another tool that is sound JSON.

    Attributes:
        text: the text.
        node: what it says.
    """

    text: Traced
    node: Object
    document: Document

    def string(self, path: Sequence[str | int]) -> Traced | None:
        """The decoded text of the string that ``path`` leads to; None when it is none."""
        found = follow(self.document, [str(step) for step in path])
        start, end = found.place.start, found.place.end
        if found.steps != len(path) or found.document is not self.document or self.text.text[start] != '"':
            return None
        return unescape(self.text, escapes.JSON, start + 1, end - 1)

    def offset(self, path: Sequence[str | int]) -> int:
        """Where in the original the value stands that ``path`` leads to, or the nearest around it."""
        found = follow(self.document, [str(step) for step in path])
        return self.text.offset(found.place.start if found.document is self.document else 0)


def get(node: object, *names: str) -> Node | Absent:
    """The member that the names lead to, through objects only."""
    value: object = node
    for name in names:
        if not isinstance(value, Object):
            return ABSENT
        value = value.get(name)
    return value  # type: ignore[return-value]  # a node, or ABSENT: members of objects are nothing else


def text_of(node: object, *names: str) -> str:
    """The text that the names lead to; empty when there is none."""
    value = get(node, *names)
    return value if isinstance(value, str) else ""


def list_of(node: object, *names: str) -> tuple[Node, ...]:
    """The list that the names lead to; empty when there is none."""
    value = get(node, *names)
    return value if isinstance(value, tuple) else ()


def note_headers(headers: Iterable[Node], credentials: Credentials, offset: Callable[[], int]) -> None:
    """Look for credentials in headers given as objects with a name (or key) and a value."""
    for header in headers:
        name = text_of(header, "name") or text_of(header, "key")
        if name:
            credentials.header(name, text_of(header, "value"), offset())
