"""Lines that a program broke, so that no break inside a text of an event is known to belong there.

They show by the one width that all of them have, or by an address that goes on in the next line.
"""

import re
from collections.abc import Iterable
from typing import Final

from yespo_console.platform.i18n import _
from yespo_console.reading.mending.refusal import REFUSALS
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import ReadEvent

#: Nothing wraps lines at less.
_NARROWEST: Final = 40
#: So many line breaks are looked at one by one.
_MOST: Final = 500
#: No address is longer.
_LONGEST: Final = 2000
#: A text that is an address up to the end of a line, and how it goes on.
_ADDRESS: Final = re.compile(r"[\"']https?://[^\s\"'<>]{1,2000}\Z")
_GOES_ON: Final = re.compile(r"\s{1,9}(?!https?://)[^\s\"'<>\\]{1,2000}\\{0,7}[\"']")


def wrapped_line(text: Traced, events: Iterable[ReadEvent]) -> str | None:
    """Why a line break inside a text is none to keep: it is in an address, or all lines are full.

    Of those of full lines the first is named.
    """
    breaks = [repair for event in events for repair in event.repairs if repair.code == "line_break"]
    found = next((each for each in breaks[:_MOST] if _is_in_address(text.original.text, each.offset)), None)
    if found is None:
        found = next((repair for repair in breaks if repair.before in "\r\n"), None)
        if found is None or not _is_wrapped(text.text.strip().splitlines()):
            return None
    return _("Line {line}, column {column}: {reason}").format(
        line=found.line, column=found.column, reason=_(REFUSALS["wrapped"])
    )


def _is_in_address(original: str, offset: int) -> bool:
    return (
        _ADDRESS.search(original, max(0, offset - _LONGEST), offset) is not None
        and _GOES_ON.match(original, offset) is not None
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
