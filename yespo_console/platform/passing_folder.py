"""A folder of the user's alone for the life of this process: nothing in it is meant to last."""

import contextlib
import os
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

    A process that is killed leaves its folder behind; see ``remove_left_behind``.

    Attributes:
        path: the folder.
    """

    def __init__(self) -> None:
        """Raises OSError."""
        remove_left_behind()
        self.path, self._lock = _made()

    def remove(self) -> None:
        """Remove the folder with all that is in it. Twice is fine."""
        self._lock.release()
        shutil.rmtree(self.path, ignore_errors=True)


def remove_left_behind() -> None:
    """Remove the folders of this user whose processes are gone."""
    with contextlib.suppress(OSError):
        for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
            with contextlib.suppress(OSError, Timeout):
                _remove_unless_used(left)


def _remove_unless_used(folder: Path) -> None:
    """Raises Timeout when it is in use, and OSError."""
    user = getattr(os, "geteuid", int)()  # on Windows every file has the owner 0, and the folder is the user's alone
    if folder.lstat().st_uid == user and not folder.is_symlink() and (folder / _LOCK).is_file():
        # locked until all is gone, so that nobody who is just making it takes it for its own meanwhile
        with FileLock(folder / _LOCK, thread_local=False, timeout=0):
            shutil.rmtree(folder, ignore_errors=True)


def _made() -> tuple[Path, FileLock]:
    while True:
        path = Path(tempfile.mkdtemp(prefix=_PREFIX))
        lock = FileLock(path / _LOCK, thread_local=False)
        with contextlib.suppress(Timeout):
            lock.acquire(timeout=0)
            if (path / _LOCK).exists():
                return path, lock
        # somebody took it for one that was left behind, before it was locked
