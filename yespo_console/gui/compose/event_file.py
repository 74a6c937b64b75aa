"""A draft's text in a file of the user's: read, compared with what is there now, written.

A byte order mark before the text belongs to the file and not to the event: it is left out of what travels and stays in
the file. Everything else is the text, its line ends included.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Final

from yespo_console.platform.i18n import _
from yespo_console.platform.user_file import replace_content, what_is_at

#: A byte order mark, as UTF-8 writes it.
MARK: Final = b"\xef\xbb\xbf"


class EventFileError(Exception):
    """A file cannot be read or written; the sentence says why and what can be done."""


@dataclass(frozen=True, slots=True)
class EventFile:
    """What a file holds.

    Attributes:
        text: without the mark.
        marked: a byte order mark stands before it.
    """

    text: str
    marked: bool = False


def read(path: Path) -> EventFile:
    """The content of ``path``. Raises EventFileError."""
    try:
        content = path.read_bytes()
    except OSError as error:
        message = _("{path} cannot be read: {reason}.")
        raise EventFileError(message.format(path=path, reason=error.strerror or error)) from error
    try:
        return EventFile(content.removeprefix(MARK).decode("utf-8"), content.startswith(MARK))
    except UnicodeDecodeError as error:
        message = _("{path} is not UTF-8 text. Save it as UTF-8 and open it again.")
        raise EventFileError(message.format(path=path)) from error


def write(path: Path, text: str, *, marked: bool) -> None:
    """Put ``text`` into ``path``, which holds the old content until the new one is complete. Raises EventFileError."""
    if what_is_at(path.parent) != "folder":
        message = _("The folder {folder} is not there any more.")
        raise EventFileError(message.format(folder=path.parent))
    try:
        replace_content(path, (MARK if marked else b"") + text.encode("utf-8", "surrogatepass"))
    except OSError as error:
        message = _("{path} cannot be written: {reason}.")
        raise EventFileError(message.format(path=path, reason=error.strerror or error)) from error
