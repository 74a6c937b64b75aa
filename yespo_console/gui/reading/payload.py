"""What a person pasted, dropped or opened, before anybody knows what it is."""

from dataclasses import dataclass, field
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Payload:
    """A text or the bytes of a file. It may hold a key, so it shows itself nowhere.

    Attributes:
        content: exactly as it came.
        path: the file it came from; None for the clipboard.
    """

    content: str | bytes = field(repr=False)
    path: Path | None = None

    @property
    def name(self) -> str:
        """What it is called on the screen; empty for the clipboard."""
        return self.path.name if self.path is not None else ""
