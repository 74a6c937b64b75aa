"""What a person pasted, dropped or opened, before anybody knows what it is."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Payload:
    """A text or the bytes of a file. It may hold a key, so it shows itself nowhere.

    Attributes:
        content: exactly as it came.
        path: the file it came from; None for the clipboard.
        title: what it is called when it came neither from a file nor from the clipboard.
        is_unread: ``content`` is still on the disk, and empty here until it is read.
    """

    content: str | bytes = field(repr=False)
    path: Path | None = None
    is_unread: bool = False
    title: str = ""

    @property
    def name(self) -> str:
        """What it is called on the screen; empty for the clipboard."""
        return self.path.name if self.path is not None else self.title
