"""The headers that a part of a mail has in its source."""

import re
from typing import Final

_EMPTY_LINE: Final = re.compile(r"^[ \t]*\r?\n", re.MULTILINE)
#: What stands above the first header of a part: an empty line or the boundary of the part before.
_ABOVE: Final = re.compile(r"^(?:[ \t]*|--[^\r\n]*)\r?\n", re.MULTILINE)
_CHARSET: Final = re.compile(r"charset=\"?([\w-]{1,40})", re.IGNORECASE)
#: Headers of a part stand so near each other.
_NEAR: Final = 1000


def behind_headers(raw: str, header: re.Match[str]) -> int:
    """Where the part begins that has this header; right behind it where no empty line follows."""
    empty = _EMPTY_LINE.search(raw, header.end() + 1, header.end() + _NEAR)
    return header.end() if empty is None else empty.end()


def headers_around(raw: str, header: re.Match[str]) -> str:
    """All headers of the part that has this one."""
    near = raw[max(0, header.start() - _NEAR) : header.start()]
    above = [match.end() for match in _ABOVE.finditer(near)]
    return near[above[-1] if above else 0 :] + raw[header.start() : behind_headers(raw, header)]


def charset_of(headers: str) -> str | None:
    """The encoding of its text that the headers of a part name."""
    found = _CHARSET.search(headers)
    return None if found is None else found[1]
