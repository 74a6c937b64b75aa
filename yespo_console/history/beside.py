"""Reading the bytes of a history file in a process that has it open through SQLite.

POSIX gives up all locks of a process on a file as soon as it closes any descriptor of it, SQLite's too; another program
could then take the journal away under it. So a descriptor of an open history is made once and kept for good.
"""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Final

_kept: Final[dict[tuple[int, int], BinaryIO]] = {}
_lock: Final = threading.RLock()


@contextmanager
def open_beside(path: Path) -> Iterator[BinaryIO]:
    """The file, for reading; one user at a time. It is not closed afterwards. Raises OSError."""
    with _lock:
        status = path.stat()
        key = (status.st_dev, status.st_ino)
        if key not in _kept:
            _kept[key] = path.open("rb", buffering=0)
        file = _kept[key]
        file.seek(0)
        yield file
