"""The text by which an exchange is found: decoded, so that it reads as people do, and folded, without case.

A wire body holds ``\\"productId\\"`` and perhaps ``\\u0427``; nobody searches for that. Here every string is what it
stands for, JSON inside strings is opened, and no quote is escaped: ``{"name":"Чашка "27""}``. SQLite folds ASCII only,
so folding is done here, for the texts and for the words that are looked for.
"""

import json
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from yespo_console.events.locators import locator_named, locators

_UNSTORABLE: Final = re.compile("[\x00\ud800-\udfff]")
#: What stands in quotes, up to one with room behind it; a quote in it is written twice.
IN_QUOTES: Final = r'"(?:[^"]|"")*"(?=\s|$)'
_TERM: Final = re.compile(rf"({IN_QUOTES})|(\S+)")
_NO_DIGIT: Final = re.compile(r"\D+")
_PART_OF_PHONE: Final = re.compile(r"[+(]?\d[\d\s().\-\u00a0/]*")
_SPELLED_PHONE: Final = re.compile(r"[+(]?(?:\d[\s().\-\u00a0/]*){9,15}")
_ESCAPED_LETTERS: Final = re.compile(r"(?:\\u[0-9A-Fa-f]{4})+")
#: The params and members that name a product, in Yespo's API and in its web script.
_PRODUCT_IDS: Final = frozenset(
    {"productId", "productKey", "product_key", "product_id", "externalItemId", "recomVariantId"}
)
_CART_ID: Final = "recycleStateId"


class _Bare(str):
    """What stands in a JSON text without quotes: a number."""

    __slots__ = ()


class _Pairs(tuple[tuple[str, Any], ...]):
    """The members of an object; a name may stand twice."""

    __slots__ = ()


_decoder: Final = json.JSONDecoder(
    object_pairs_hook=_Pairs, parse_int=_Bare, parse_float=_Bare, parse_constant=_Bare, strict=False
)


@dataclass(frozen=True, slots=True)
class Searched:
    """What of an exchange is searched, as it is stored.

    Attributes:
        key_value: the key of the event, or None.
        locators: JSON: a list of name and value of what finds the contact.
        answer_body: None when there was none.
        note: what the user wrote about it.
    """

    environment: str
    key_value: str | None
    locators: str
    request_body: bytes
    answer_body: bytes | None
    note: str = ""

    def text(self, *, as_version_2: bool = False) -> str:
        """The folded text: environment, request, answer, a phone number without its punctuation, note; a line each.

        ``as_version_2``: as the index of a file of that version was told it.
        """
        parts = [self.environment, decoded(self.request_body, as_version_2=as_version_2)]
        if self.answer_body:
            parts.append(decoded(self.answer_body, as_version_2=as_version_2))
        parts += self.plain_phones(any_name=not as_version_2)
        if self.note:
            parts.append(self.note)
        return fold("\n".join(parts))

    def plain_phones(self, *, any_name: bool = True) -> list[str]:
        """The digits of phone numbers that were written with more than digits; unless ``any_name``, of ``phone``."""
        if not _spelled_phone_locator().search(self.locators):
            return []
        pairs = json.loads(self.locators)
        values = [value for name, value in pairs if (_documented(name) if any_name else name) == "phone"]
        return [plain_phone(value) for value in values if plain_phone(value) != value]

    def facts(self, field: str) -> Iterator[str]:
        """What the event says about ``field``: ``key``, ``email``, ``phone``, ``contact``, ``product`` or ``cart``."""
        if field == "key":
            if self.key_value:
                yield self.key_value
        elif field in ("email", "phone", "contact"):
            for spelled, value in json.loads(self.locators):
                name = _documented(spelled)
                if field in (name, "contact"):
                    yield value
                    if name == "phone" and plain_phone(value) != value:
                        yield plain_phone(value)
        else:
            yield from _named(_parsed(self.request_body), _PRODUCT_IDS if field == "product" else {_CART_ID})


def fold(text: str) -> str:
    """``text`` as it is compared: without case, and without what SQLite cannot keep (NUL, lone surrogates)."""
    return _UNSTORABLE.sub("\ufffd", text.casefold())


def spellings(term: str) -> tuple[str, ...]:
    """Folded text in each way in which it may have been written: with marks as part of their letters, or behind them.

    What was sent is not brought into one form, for it is found by the very bytes of it; so all of these are looked for.
    """
    if term.isascii():
        return (term,)
    return tuple(dict.fromkeys((term, unicodedata.normalize("NFC", term), unicodedata.normalize("NFD", term))))


def plain_phone(text: str) -> str:
    """The digits of a phone number, however it is written; any other text as it is."""
    return _NO_DIGIT.sub("", text) if _SPELLED_PHONE.fullmatch(text) else text


def plain_part_of_phone(text: str) -> str:
    """The digits of what is written as any part of a phone number is; any other text as it is."""
    return _NO_DIGIT.sub("", text) if _PART_OF_PHONE.fullmatch(text) else text


def decoded(content: bytes, *, as_version_2: bool = False) -> str:
    """A body for the eye: JSON with all strings decoded and none escaped; anything else with its letters decoded."""
    text = content.decode("utf-8", "replace")
    pieces: list[str] = []
    try:
        _write(_decoder.decode(text), pieces)
    except (ValueError, RecursionError):
        return text if as_version_2 else _ESCAPED_LETTERS.sub(_letters, text)
    return "".join(pieces)


def terms(text: str) -> tuple[str, ...]:
    """What must all be found for ``text``, folded: words, and phrases in double quotes.

    A quote that does not open or close a whole term is a character like any other: ``"sku":"A1`` is one term.
    """
    found = (fold(unquoted(phrase) if phrase else word) for phrase, word in _TERM.findall(text))
    return tuple(dict.fromkeys(term for term in found if term))


def unquoted(phrase: str) -> str:
    """What is meant by something in quotes."""
    return phrase[1:-1].replace('""', '"')


def _documented(name: str) -> str:
    """The documented name of a locator, which may be written in any case or by another name; any other as it is."""
    locator = locator_named(name)
    return name if locator is None else locator.name


@cache
def _spelled_phone_locator() -> re.Pattern[str]:
    """In the JSON of locators: a phone number that is more than digits. Most rows have none and are not read."""
    names = (name for one in locators() if one.name == "phone" for name in (one.name, *one.aliases))
    return re.compile(rf'"(?:{"|".join(map(re.escape, names))})", "(?!\d*"\])', re.IGNORECASE)


def _letters(escaped: re.Match[str]) -> str:
    """What a run of escapes stands for; two may be one letter."""
    units = bytes.fromhex(escaped[0].replace("\\u", ""))
    return units.decode("utf-16-be", "surrogatepass")


def _parsed(content: bytes) -> object:
    try:
        return _decoder.decode(content.decode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None


def _inner(text: str) -> object:
    """The JSON that a string holds, or None."""
    if text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        return _decoder.decode(text)
    except ValueError:
        return None


def _named(node: object, names: frozenset[str] | set[str]) -> Iterator[str]:
    """The single values under any of ``names``, as members or as params with a name and a value."""
    waiting: list[object] = [node]
    while waiting:
        node = waiting.pop()
        if isinstance(node, _Pairs):
            members = dict(node)
            if members.get("name") in names and isinstance(members.get("value"), str):
                yield members["value"]
            for name, value in node:
                if name in names and isinstance(value, str):
                    yield value
                else:
                    waiting.append(value)
        elif isinstance(node, list):
            waiting += node
        elif isinstance(node, str) and not isinstance(node, _Bare):
            inner = _inner(node)
            if inner is not None:
                waiting.append(inner)


def _write(node: Any, pieces: list[str]) -> None:
    if isinstance(node, _Bare):
        pieces.append(node)
    elif isinstance(node, str):
        inner = _inner(node)
        if inner is None:
            pieces.append(f'"{node}"')
        else:
            _write(inner, pieces)
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
