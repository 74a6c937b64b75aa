"""Files that belong to the user and lie where the user put them, outside the profile."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO


def replace_content(path: Path, content: bytes) -> None:
    """Give ``path`` another content; see ``replacing``. Raises OSError."""
    with replacing(path) as file:
        file.write(content)


@contextlib.contextmanager
def replacing(path: Path) -> Iterator[BinaryIO]:
    """A file to write ``path``'s new content to, so that a reader, or a crash, sees the old one or the new one whole.

    A link goes on leading to its file, and a file that is there keeps its permissions; a new one gets those that the
    system gives any new file. The folder is not made: one that is gone may be a drive that is not there just now. The
    content is on disk when the block ends; when it ends by an error, the old content stays. Raises OSError.
    """
    target = path.resolve()
    mode = _mode_of(target)
    handle, name = tempfile.mkstemp(prefix=f".{target.name}.", dir=target.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        Path(name).chmod(mode)
        Path(name).replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(name).unlink()
        raise


def _mode_of(path: Path) -> int:
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        mask = os.umask(0)  # can only be read by setting it
        os.umask(mask)
        return 0o666 & ~mask
