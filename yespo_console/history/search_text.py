"""The text by which an exchange is found: decoded, so that it reads as people do, and folded, without case.

A wire body holds ``\\"productId\\"`` and perhaps ``\\u0427``; nobody searches for that. Here every string is what it
stands for, JSON inside strings is opened, and no quote is escaped: ``{"name":"Чашка "27""}``. SQLite folds ASCII only,
so folding is done here, for the texts and for the words that are looked for.
"""

import json
import re
from typing import Any, Final

_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
_TERM: Final = re.compile(r'"([^"]*)"(?=\s|$)|(\S+)')


class _Bare(str):
    """What stands in a JSON text without quotes: a number."""

    __slots__ = ()


class _Pairs(tuple[tuple[str, Any], ...]):
    """The members of an object; a name may stand twice."""

    __slots__ = ()


_decoder: Final = json.JSONDecoder(
    object_pairs_hook=_Pairs, parse_int=_Bare, parse_float=_Bare, parse_constant=_Bare, strict=False
)


def fold(text: str) -> str:
    """``text`` as it is compared: without case, and without what SQLite cannot keep (NUL, lone surrogates)."""
    return _UNSTORABLE.sub("\ufffd", text.casefold())


def decoded(content: bytes) -> str:
    """A body for the eye: JSON with all strings decoded and none escaped; anything else as it is."""
    text = content.decode("utf-8", "replace")
    pieces: list[str] = []
    try:
        _write(_decoder.decode(text), pieces)
    except (ValueError, RecursionError):
        return text
    return "".join(pieces)


def search_text(environment: str, request_body: bytes, answer_body: bytes | None) -> str:
    """The folded text of one exchange: environment, request and answer, a line each."""
    parts = [environment, decoded(request_body)]
    if answer_body:
        parts.append(decoded(answer_body))
    return fold("\n".join(parts))


def terms(text: str) -> tuple[str, ...]:
    """What must all be found for ``text``, folded: words, and phrases in double quotes.

    A quote that does not open or close a whole term is a character like any other: ``"sku":"A1`` is one term.
    """
    found = (fold(phrase or word) for phrase, word in _TERM.findall(text))
    return tuple(dict.fromkeys(term for term in found if term))


def _write(node: Any, pieces: list[str]) -> None:
    if isinstance(node, _Bare):
        pieces.append(node)
    elif isinstance(node, str):
        _write_string(node, pieces)
    elif isinstance(node, _Pairs):
        opening = "{"
        for name, value in node:
            pieces.append(f'{opening}"{name}":')
            _write(value, pieces)
            opening = ","
        pieces.append("}" if node else "{}")
    elif isinstance(node, list):
        opening = "["
        for item in node:
            pieces.append(opening)
            _write(item, pieces)
            opening = ","
        pieces.append("]" if node else "[]")
    else:
        pieces.append({None: "null", True: "true", False: "false"}[node])


def _write_string(text: str, pieces: list[str]) -> None:
    if text.lstrip()[:1] in ("{", "["):
        try:
            inner = _decoder.decode(text)
        except ValueError:
            pass
        else:
            _write(inner, pieces)
            return
    pieces.append(f'"{text}"')
