"""An event that a program printed as a dict of Python, an array of PHP or a hash of Ruby, with nothing computed in it.

A log holds thousands of them, each by itself. Those that are nothing but names, texts, numbers and words are read here
at a glance, and are what they are to the reader of the language; whatever is not so plain is left to that one.
"""

import re
from dataclasses import dataclass
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.escapes import PYTHON_SOURCE, SINGLE_QUOTED, Dialect, UndecodableError, unescape
from yespo_console.reading.literals import Items, Members, Scalar, Text, Value, as_json, is_event_shape
from yespo_console.reading.origin import Traced


@dataclass(frozen=True, slots=True)
class Spelling:
    """How a language spells plain values.

    Attributes:
        objects, lists: the brackets in which members stand, and items; empty ones of both kinds hold no items.
        arrow: what stands between a name and its value.
        words: what it calls true, false and null.
        escapes: how texts are escaped, by their quotes.
        computing: what makes a text in double quotes less plain.
    """

    objects: str
    lists: str
    arrow: str
    words: dict[str, str]
    escapes: dict[str, Dialect]
    computing: re.Pattern[str] | None = None


PYTHON: Final = Spelling(
    "{", "[", ":", {"True": "true", "False": "false", "None": "null"}, {"'": PYTHON_SOURCE, '"': PYTHON_SOURCE}
)
PHP: Final = Spelling(
    "[",
    "[",
    "=>",
    {"true": "true", "false": "false", "null": "null"},
    {"'": SINGLE_QUOTED, '"': SINGLE_QUOTED},
    re.compile(r"[$\\]"),
)
RUBY: Final = Spelling(
    "{",
    "[",
    "=>",
    {"true": "true", "false": "false", "nil": "null"},
    {"'": SINGLE_QUOTED, '"': SINGLE_QUOTED},
    re.compile(r"#[{$@]|\\"),
)

_TOKEN: Final = re.compile(
    r"\s*+(?:(?P<text>'(?:[^'\\\r\n]|\\.)*+'|\"(?:[^\"\\\r\n]|\\.)*+\")|(?P<sign>=>|[{}\[\],:])"
    r"|(?P<number>-?(?:0|[1-9]\d*+)(?:\.\d+)?)(?![\w.])|(?P<word>[A-Za-z]++)(?![\w.(\\]))"
)
_CLOSING: Final = {"{": "}", "[": "]"}
#: A name that is no number to any language.
_NAME: Final = re.compile(r"[^\W\d]")
#: Deeper ones are not plain.
_DEEPEST: Final = 30


class _NotPlainError(Exception):
    """There is something else in the text."""


def plain_event(text: Traced, spelling: Spelling, budget: Budget) -> Traced | None:
    """The JSON of an event that is all of a text and is spelled out plainly; None for any other text."""
    budget.spend(len(text))
    try:
        value, end = _Plain(text, spelling).value(0, _DEEPEST)
    except (_NotPlainError, UndecodableError):
        return None
    if text.text[end:].strip() or not isinstance(value, Members) or not is_event_shape({*value.names}):
        return None
    return as_json(value, text.original, budget)


class _Plain:
    """Reads the values of one text, each from a place on, and tells where it ends."""

    def __init__(self, text: Traced, spelling: Spelling) -> None:
        self._text = text
        self._spelling = spelling
        #: Where it stands in the original as it is.
        self._at = text.lies_at()

    def value(self, at: int, deepest: int) -> tuple[Value, int]:
        token = self._token(at)
        if token["text"] is not None:
            return self._string(token), token.end()
        if token["sign"] is not None:
            return self._held(token, deepest - 1)
        spelled = token["number"] or self._spelling.words.get(token["word"])
        if spelled is None:
            raise _NotPlainError
        start, end = token.span("number" if token["number"] else "word")
        return Scalar(spelled, self._text.offset(start), end - start), end

    def _held(self, opening: re.Match[str], deepest: int) -> tuple[Value, int]:
        """What stands in brackets."""
        bracket = opening["sign"]
        closing = _CLOSING.get(bracket)
        if closing is None or not deepest:
            raise _NotPlainError
        values: list[Value] = []
        names: dict[str, Text] = {}
        token = self._token(opening.end())
        while token["sign"] != closing:
            value, end = self.value(token.start(), deepest)
            token = self._token(end)
            if token["sign"] == self._spelling.arrow:
                self._name(value, names)
                value, end = self.value(token.end(), deepest)
                token = self._token(end)
            values.append(value)
            if token["sign"] == ",":
                token = self._token(token.end())
            elif token["sign"] != closing:
                raise _NotPlainError
        offset = self._text.offset(opening.start("sign"))
        if len(names) == len(values) and bracket in self._spelling.objects and (names or bracket == "{"):
            return Members(tuple(zip(names.values(), values, strict=True)), offset), token.end()
        if names or bracket not in self._spelling.lists:
            raise _NotPlainError
        return Items(tuple(values), offset), token.end()

    def _name(self, value: Value, names: dict[str, Text]) -> None:
        """Note the name of a member."""
        if not isinstance(value, Text) or value.traced.text in names or not _NAME.match(value.traced.text):
            raise _NotPlainError
        names[value.traced.text] = value

    def _string(self, token: re.Match[str]) -> Text:
        start, end = token.start("text") + 1, token.end("text") - 1
        raw, spelling = self._text.text, self._spelling
        if raw[end] == '"' and spelling.computing is not None and spelling.computing.search(raw, start, end):
            raise _NotPlainError
        if raw.find("\\", start, end) < 0:
            if self._at is not None:
                return Text(Traced.of_part(self._text.original, self._at + start, self._at + end))
            return Text(self._text.slice(start, end))
        return Text(unescape(self._text, spelling.escapes[raw[end]], start, end))

    def _token(self, at: int) -> re.Match[str]:
        token = _TOKEN.match(self._text.text, at)
        if token is None:
            raise _NotPlainError
        return token
