"""Addresses as people write them for people, ``anna (at) client [dot] ua``, and the name that stands before one.

No program writes to such an address, so nothing has to be asked before an event with one is sent; but it names
somebody.
"""

import re
from collections.abc import Iterator
from typing import Final

#: The sign in brackets or as a word in brackets, or with blanks around it.
_AT: Final = re.compile(
    r"(?i)\s{0,3}[\[({<]\s?(?:at|@|ет|эт|собака)\s?[\])}>]\s{0,3}|(?<=[\w+-])(?:\s{1,3}@\s{0,3}|@\s{1,3})(?=\w)"
)
_BEFORE: Final = re.compile(r"[\w.+-]{1,64}\Z")
_DOT: Final = r"(?:\.|\s{0,3}[\[({<]\s?(?:dot|\.|крапка|точка)\s?[\])}>]\s{0,3})"
#: The host ends in letters, or a price would be one: ``3 @ 45.50``.
_HOST: Final = re.compile(rf"(?i)((?:[\w-]{{1,63}}{_DOT}){{1,8}})([^\W\d_]{{2,63}})(?!\w)")
_LONGEST_USER: Final = 64

#: A name before an address in pointed brackets.
_NAME: Final = re.compile(r"([^\W\d_][^<>@,;:|=\n\"“”«»]{0,80}?)[\"”»]?\s*<\s*(?:mailto:)?\Z")
#: In a sentence the name is the words with capitals at its end.
_CAPITALS: Final = re.compile(r"(?:[^\W\d_a-zа-яіїєґ][\w.'’-]*\s+){0,4}[^\W\d_a-zа-яіїєґ][\w.'’-]*\Z")
_LONGEST_NAME: Final = 100


def disguised(text: str) -> Iterator[tuple[int, int, str]]:
    """Each disguised address: from where to where it stands, and as a program would write it."""
    for sign in _AT.finditer(text):
        first = max(0, sign.start() - _LONGEST_USER)
        user = _BEFORE.search(text[first : sign.start()])
        host = _HOST.match(text, sign.end())
        if user is not None and host is not None:
            labels = re.sub(rf"(?i){_DOT}", ".", host[1])
            yield first + user.start(), host.end(), f"{user[0]}@{labels}{host[2]}"


def name_before(text: str) -> tuple[int, int, str] | None:
    """The name at the end of what stands before an address, and where in it; None when there is none."""
    first = max(0, len(text) - _LONGEST_NAME)
    match = _NAME.search(text[first:])
    if match is None:
        return None
    name = _CAPITALS.search(match[1]) or match
    start = first + match.start(1) + (name.start() if name is not match else 0)
    return start, first + match.end(1), text[start : first + match.end(1)]
