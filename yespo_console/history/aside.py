"""A history that cannot be used goes aside, under another name beside it, whole: nothing is deleted."""

from collections.abc import Iterator
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path

from yespo_console.history.errors import suspect_mark


class Aside(Enum):
    """Why it goes aside, which is in its name.

    Attributes:
        DAMAGED: what can be read of it may be read again; it counts as a copy of the history.
        NOT_OURS: of a newer version, or of another program. Only that one can change it without harm.
    """

    DAMAGED = "{stem}.damaged.{moment}{suffix}"
    NOT_OURS = "{stem}{suffix}.set-aside.{moment}"

    def path(self, history: Path) -> Path:
        """A new name, with the moment in it."""
        return history.with_name(self._name(history, datetime.now(UTC).strftime("%Y%m%dT%H%M%S%fZ")))

    def every(self, history: Path) -> Iterator[Path]:
        """All that went aside."""
        return history.parent.glob(self._name(history, "*"))

    def _name(self, history: Path, moment: str) -> str:
        return self.value.format(stem=history.stem, suffix=history.suffix, moment=moment)


def set_aside(path: Path, target: Path) -> Path:
    """Move a history to ``target``, with its journal files, so that a new one can begin. ``target`` again.

    No program may have it open. Raises OSError.
    """
    path.replace(target)
    move_journal(path, target)
    suspect_mark(path).unlink(missing_ok=True)
    return target


def move_journal(path: Path, target: Path) -> None:
    """Give the journal files of ``path`` to ``target``. Raises OSError."""
    for ending in ("-wal", "-shm", "-journal"):
        journal = path.with_name(path.name + ending)
        if journal.exists():
            journal.replace(target.with_name(target.name + ending))
