"""Input a command cannot work with at all, and reading the files it is given."""

import sys
from pathlib import Path

from yespo_console.platform.i18n import _
from yespo_console.platform.profile import unusable_words


class UnusableInputError(Exception):
    """What was given cannot be used; the text says what, why and what to do. Ends the command with exit code 2."""


def unusable_profile(error: OSError) -> UnusableInputError:
    """The sentence for a profile folder that cannot be made or used.

    Raises BrokenPipeError as it is: nobody reads any more what a command prints while the profile is open.
    """
    if isinstance(error, BrokenPipeError):
        raise error
    return UnusableInputError(unusable_words(error))


def read_bytes(name: str) -> bytes:
    """The content of the file ``name``, or of standard input for ``-``. Raises UnusableInputError."""
    try:
        return sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as error:
        raise UnusableInputError(
            _("{file} cannot be read: {reason}.").format(file=name, reason=error.strerror)
        ) from None


def read_text(name: str) -> str:
    """The same as text. A request travels as UTF-8, so nothing else is taken. Raises UnusableInputError."""
    content = read_bytes(name)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise UnusableInputError(
            _("{file} is not UTF-8 text (byte {place} is {byte}). Save it as UTF-8, or read it with “import”.").format(
                file=name, place=error.start + 1, byte=f"0x{content[error.start]:02X}"
            )
        ) from None
