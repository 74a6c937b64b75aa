"""The keys that a file of our JSON Lines tells, found before its first exchange is read."""

import json
import re
from collections.abc import Callable, Iterable
from contextlib import suppress
from typing import Final

from yespo_console.reading.credentials import Credentials
from yespo_console.reading.origin import Original

#: Where keys are told in a line: in the headers of either side, in the address, and perhaps in the note.
_TEXT: Final = rb'"[^"\\]*(?:\\.[^"\\]*)*"'
_HEADER: Final = re.compile(rb"\[\s*%b\s*,\s*%b\s*\]" % (_TEXT, _TEXT))
_HEADERS: Final = re.compile(rb'"headers"\s*:\s*\[\s*%b(?:\s*,\s*%b)*' % (_HEADER.pattern, _HEADER.pattern))
_OTHERS: Final = re.compile(rb'"(?:url|note)"\s*:\s*%b' % _TEXT)
#: So many spellings are known again: what all lines have is among the first.
_MOST_SEEN: Final = 10_000


def keys_in(lines: Iterable[bytes], hopeless_after: int, reached: Callable[[], object]) -> Credentials:
    """The keys in headers, addresses and notes of all lines: one of the last line is masked in the first.

    Nothing else of the lines is read here, and of that each spelling once: most lines have the headers of all others.
    Of another kind of file, in which so many lines at the beginning are none of ours, no more is read.
    """
    found = Credentials(Original(""))
    seen: set[int] = set()
    is_ours = False
    for number, line in enumerate(lines, start=1):
        is_ours = is_ours or b'"sent_at"' in line
        if number >= hopeless_after and not is_ours:
            break
        reached()
        headers = (header for list_ in _HEADERS.findall(line) for header in _HEADER.findall(list_))
        for spelled in (*headers, *_OTHERS.findall(line)):
            if hash(spelled) in seen:
                continue
            if len(seen) < _MOST_SEEN:
                seen.add(hash(spelled))
            with suppress(ValueError):
                _note(found, spelled)
    return found


def _note(found: Credentials, spelled: bytes) -> None:
    """Find the keys in a header, or in a member with its name, as they are spelled in a line. Raises ValueError."""
    if spelled.startswith(b"["):
        name, value = json.loads(spelled)
        found.header(name, value, 0)
        found.within(value, 0)
        return
    ((name, value),) = json.loads(b"{%b}" % spelled).items()
    if name == "url":
        found.address(value, 0)
    else:
        found.said(value, 0)
