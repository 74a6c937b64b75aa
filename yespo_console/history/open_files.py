"""Whether the files of a history that is open are still those of their names.

A system that lets go of a name while the file is open, or puts another file under it, has whoever writes go on as if
nothing were: SQLite writes what nobody will find, and tells of no error.
"""

from pathlib import Path
from typing import Final

from yespo_console.history.errors import HistoryLostError, HistoryUnreachableError

#: The file and its journal, with the index of that. As long as a connection stands none of them goes by itself.
_ENDINGS: Final = ("", "-wal", "-shm")


class OpenFiles:
    """The files as they are now, while a connection has them open."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._opened = _identities(path)

    def check(self) -> None:
        """Raises HistoryLostError once one of them is not there or another, HistoryUnreachableError if that is hid."""
        try:
            now = _identities(self._path)
        except OSError as error:
            raise HistoryUnreachableError(self._path, error.strerror or str(error)) from error
        if not self._opened.items() <= now.items():
            raise HistoryLostError(self._path)


def _identities(path: Path) -> dict[str, tuple[int, int]]:
    """What tells each file from any other, as far as they are there. Raises OSError."""
    found = {}
    for ending in _ENDINGS:
        try:
            status = path.with_name(path.name + ending).stat()
        except (FileNotFoundError, NotADirectoryError):
            continue
        found[ending] = (status.st_dev, status.st_ino)
    return found
