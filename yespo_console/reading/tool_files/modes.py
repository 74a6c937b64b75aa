"""Bodies that a file keeps for a mode which its request is not set to: a tool keeps them all and sends one."""

from typing import Final

from yespo_console.platform.i18n import _
from yespo_console.reading.origin import Original
from yespo_console.reading.reading import excerpt_around

_FOUND: Final = 40


def kept_unsent(original: Original, offset: int, mode: str) -> str:
    """Why the body at an offset of the original is not read: its request is set to ``mode``."""
    line, column = original.line_column(offset)
    return _(
        "Line {line}, column {column}: the body of this request is set to “{mode}”, so this text, which the file only "
        "keeps, is not sent. Copy the event from what was sent, or choose the mode of this text and export it again."
    ).format(line=line, column=column, mode=excerpt_around(mode, _FOUND))
