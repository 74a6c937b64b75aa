"""Laying JSON text out anew without changing a single value's spelling: only the white space between tokens changes.

Every function takes text that ``is_json`` accepts, except where it says otherwise. No per-character Python: a cart of a
thousand products is laid out in some milliseconds.
"""

import json
import re
from collections.abc import Iterator
from json.encoder import encode_basestring
from typing import Any, Final, NoReturn

#: A complete string literal; a JSON string never runs over a line end.
STRING: Final = re.compile(r'"[^"\\\n]*(?:\\.[^"\\\n]*)*"')
_TOKEN: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"|[\[\]{},:]|[^\s\[\]{},:"]+')
_STRING_OR_SPACE: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*"?|[ \t\r\n]+')
_ESCAPE: Final = re.compile(r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\.")
_LONE_SURROGATE: Final = re.compile("[\ud800-\udfff]")


def _refuse(name: str) -> NoReturn:
    raise ValueError(name)


_DECODER: Final = json.JSONDecoder(parse_int=str, parse_float=str, parse_constant=_refuse)


def decoded(text: str) -> Any:
    """``text`` as plain Python, numbers as their spelling. Raises ValueError when it is not JSON or far too deep."""
    try:
        return _DECODER.decode(text)
    except RecursionError as error:
        raise ValueError("nested too deeply") from error


def is_json(text: str) -> bool:
    try:
        decoded(text)
    except ValueError:
        return False
    return True


def container_end(text: str, start: int) -> int | None:
    """Where the JSON value that begins at ``start`` ends, in any text; None when none does."""
    try:
        return _DECODER.raw_decode(text, start)[1]
    except (ValueError, RecursionError):
        return None


def literal(text: str) -> str:
    """``text`` as a JSON string literal, with nothing escaped that need not be."""
    quoted = encode_basestring(text)
    if _LONE_SURROGATE.search(quoted):
        quoted = _LONE_SURROGATE.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)
    return quoted


def minified(text: str) -> str:
    """``text`` without white space between its tokens."""
    return "".join(_TOKEN.findall(text))


def pretty(text: str, base: str = "", step: str = "  ") -> str:
    """``text`` with one member or item on a line, each line after the first beginning with ``base``."""
    out: list[str] = []
    add = out.append
    breaks = ["\n" + base]
    depth = 0
    just_opened = False
    for match in _TOKEN.finditer(text):  # one by one: in a thread, others have their turn in between
        token = match[0]
        if token == "{" or token == "[":
            if just_opened:
                add(breaks[depth])
            add(token)
            depth += 1
            if depth == len(breaks):
                breaks.append(breaks[-1] + step)
            just_opened = True
            continue
        if token == "}" or token == "]":
            depth -= 1
            if not just_opened:
                add(breaks[depth])
            add(token)
        elif token == ",":
            add(",")
            add(breaks[depth])
        elif token == ":":
            add(": ")
        else:
            if just_opened:
                add(breaks[depth])
            add(token)
        just_opened = False
    return "".join(out)


def significant(text: str) -> int:
    """How many characters of ``text`` (any beginning of a JSON text) are not white space between tokens."""
    noise = sum(len(piece) for piece in _STRING_OR_SPACE.findall(text) if not piece.startswith('"'))
    return len(text) - noise


def place_of(text: str, count: int) -> int:
    """The offset in ``text`` of the significant character that has ``count`` others before it; its end for none."""
    seen = at = 0  # significant characters, and characters, gone through
    for match in _STRING_OR_SPACE.finditer(text):
        ahead = match.start() - at
        if count < seen + ahead:
            return at + count - seen
        seen, at = seen + ahead, match.end()
        if match[0].startswith('"'):
            if count < seen + len(match[0]):
                return match.start() + count - seen
            seen += len(match[0])
    return min(len(text), at + count - seen)


def _escapes(quoted: str) -> Iterator[tuple[int, int]]:
    for match in _ESCAPE.finditer(quoted):
        yield match.start(), match.end()


def decoded_offset(quoted: str, offset: int) -> int:
    """The offset in the decoded text of ``offset`` in the literal ``quoted`` (its quotes included)."""
    length = max(0, offset - 1)
    for start, end in _escapes(quoted):
        if end <= offset:
            length -= end - start - 1
        elif start < offset:
            length -= offset - start
            break
        else:
            break
    return length if offset < len(quoted) else min(length, quoted_length(quoted))


def quoted_length(quoted: str) -> int:
    """How many characters the literal ``quoted`` stands for."""
    return len(quoted) - 2 - sum(end - start - 1 for start, end in _escapes(quoted))


def quoted_offset(quoted: str, offset: int) -> int:
    """The offset in the literal ``quoted`` at which the decoded character number ``offset`` begins."""
    at = offset + 1
    for start, end in _escapes(quoted):
        if start >= at:
            break
        at += end - start - 1
    return min(at, len(quoted) - 1)
