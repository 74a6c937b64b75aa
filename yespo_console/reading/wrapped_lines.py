"""Lines that a program broke at one width, so that no break inside a text of an event is known to belong there."""

from collections.abc import Iterable
from typing import Final

from yespo_console.platform.i18n import _
from yespo_console.reading.mending.refusal import REFUSALS
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import ReadEvent

#: Nothing wraps lines at less.
_NARROWEST: Final = 40


def wrapped_line(text: Traced, events: Iterable[ReadEvent]) -> str | None:
    """Why the first line break inside a text is none to keep: every line is as full as a program makes it."""
    repairs = (repair for event in events for repair in event.repairs)
    found = next((repair for repair in repairs if repair.code == "line_break" and repair.before in "\r\n"), None)
    if found is None or not _is_wrapped(text.text.strip().splitlines()):
        return None
    return _("Line {line}, column {column}: {reason}").format(
        line=found.line, column=found.column, reason=_(REFUSALS["wrapped"])
    )


def _is_wrapped(lines: list[str]) -> bool:
    """Whether lines were cut at one width, or filled with words up to one."""
    full = lines[:-1]
    width = max(map(len, full), default=0)
    if width < _NARROWEST or len(full) < 2:
        return False
    if min(map(len, full)) == width:
        return True
    firsts = (line.split(maxsplit=1)[:1] for line in lines[1:])
    return len(full) > 2 and all(
        len(line) + 1 + sum(map(len, first)) > width for line, first in zip(full, firsts, strict=True)
    )
