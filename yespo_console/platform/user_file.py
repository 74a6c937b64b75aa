"""Files that belong to the user and lie where the user put them, outside the profile."""

import contextlib
import os
import secrets
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, Final, Literal

#: Make a file that must not be there yet; as bytes, where the system tells texts apart.
_NEW: Final = os.O_CREAT | os.O_EXCL | os.O_WRONLY | getattr(os, "O_BINARY", 0)


def what_is_at(path: Path) -> Literal["file", "folder", "other", ""]:
    """What there is; "" also where nobody can say: behind a folder that is closed to the user, or a name too long."""
    with contextlib.suppress(OSError):
        if path.is_file():
            return "file"
        if path.is_dir():
            return "folder"
        if path.exists():
            return "other"
    return ""


def replace_content(path: Path, content: bytes) -> None:
    """Give ``path`` another content; see ``replacing``. Raises OSError."""
    with replacing(path) as file:
        file.write(content)


@contextlib.contextmanager
def replacing(path: Path, *, private: bool = False) -> Iterator[BinaryIO]:
    """A file to write ``path``'s new content to, so that a reader, or a crash, sees the old one or the new one whole.

    A link goes on leading to its file, and a file that is there keeps its permissions; a new one gets those that the
    system gives any new file, or is the user's alone (``private``). The folder is not made: one that is gone may be a
    drive that is not there just now. The content is on disk when the block ends; when it ends by an error, the old
    content stays. Raises OSError.
    """
    target = path.resolve()
    mode = _mode_of(target, private=private)
    # The name is known before the file is there, so that an interrupt at any moment leaves no file behind.
    written = target.with_name(f".{target.name}.{secrets.token_hex(8)}")
    try:
        with os.fdopen(os.open(written, _NEW, 0o600), "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        written.chmod(mode)
        written.replace(target)
    except BaseException:
        with contextlib.suppress(OSError):
            written.unlink()
        raise


def _mode_of(path: Path, *, private: bool) -> int:
    try:
        return path.stat().st_mode & 0o777
    except FileNotFoundError:
        if private:
            return 0o600
        mask = os.umask(0)  # can only be read by setting it
        os.umask(mask)
        return 0o666 & ~mask
