"""A folder of the user's alone for the life of this process: nothing in it is meant to last."""

import contextlib
import shutil
import tempfile
from pathlib import Path
from typing import Final

from filelock import FileLock, Timeout

_PREFIX: Final = "yespo-console-passing-"

#: Locked for as long as the folder is in use.
_LOCK: Final = "in-use.lock"


class PassingFolder:
    """A new folder among the system's temporary files, removed by ``remove``.

    A process that is killed leaves its folder behind; the next one to make such a folder removes it.

    Attributes:
        path: the folder.
    """

    def __init__(self) -> None:
        """Raises OSError."""
        self.path, self._lock = _made()
        for left in self.path.parent.glob(f"{_PREFIX}*"):
            with contextlib.suppress(OSError):
                if left != self.path and left.lstat().st_uid == self.path.stat().st_uid:
                    _remove_left_behind(left)

    def remove(self) -> None:
        """Remove the folder with all that is in it. Twice is fine."""
        self._lock.release()
        shutil.rmtree(self.path, ignore_errors=True)


def _made() -> tuple[Path, FileLock]:
    while True:
        path = Path(tempfile.mkdtemp(prefix=_PREFIX))
        lock = FileLock(path / _LOCK, thread_local=False)
        with contextlib.suppress(Timeout):
            lock.acquire(timeout=0)
            if (path / _LOCK).exists():
                return path, lock
        # somebody took it for one that was left behind, before it was locked


def _remove_left_behind(path: Path) -> None:
    if path.is_symlink() or not (path / _LOCK).is_file():
        return
    with contextlib.suppress(Timeout):
        lock = FileLock(path / _LOCK, thread_local=False)
        lock.acquire(timeout=0)
        lock.release()
        shutil.rmtree(path, ignore_errors=True)
