"""Values without quotes: what they mean, where that is certain.

What the documentation prints for a value (``Phone``, ``string``) and marks of templates (``<email>``, ``{{phone}}``)
are placeholders: whoever copied them has not filled them in. Another word may be one too, or a value that lost its
quotes. Neither is ever taken for the value. Only texts that can be nothing else (an address, a URL, an id)
are read as if they had quotes.
"""

import re
from dataclasses import dataclass
from typing import Final, Literal

_NUMBER: Final = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?")
#: Numbers as JavaScript has them and JSON has not: a point at one end, a plus, hexadecimal digits.
_LOOSE_NUMBER: Final = re.compile(
    r"(?P<sign>[+-]?)(?:0[xX](?P<hex>[0-9a-fA-F]{1,16})"
    r"|(?P<whole>0|[1-9][0-9]{0,6}|)(?:\.(?P<part>[0-9]{0,20}))?(?P<power>[eE][+-]?[0-9]{1,3})?)"
)
_WORDS: Final = {
    "true": "true",
    "false": "false",
    "null": "null",
    "True": "true",
    "False": "false",
    "None": "null",
    "TRUE": "true",
    "FALSE": "false",
    "Null": "null",
    "NULL": "null",
    "nil": "null",
}
_LITERALS: Final = ("true", "false", "null")
#: Not values of JSON, and no placeholders either: a program computed them, or left out what they stand for.
COMPUTED: Final = frozenset(
    ("NaN", "Infinity", "undefined", "nan", "inf", "Object", "Array", "Circular", "Function", "Map", "Set")
)
_PLACEHOLDER: Final = re.compile(
    r"<[^<>\"\r\n]{1,80}>|\{\{[^{}\"\r\n]{1,80}\}\}|\$\{[^{}\"\r\n]{1,80}\}|%[^\W\d]\w{0,80}%|\$?[^\W\d][\w.]{0,80}"
)
_WORD: Final = re.compile(r"\$?[^\W\d][\w.]{0,80}")
#: The words that the documentation prints for values.
_PRINTED: Final = frozenset(("Phone", "string", "decimal", "int", "CurrencyCode"))
_PLAIN_TEXT: Final = re.compile(
    r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}"  # an e-mail address
    r"|https?://[^\s\"'<>{}\[\],]{1,2000}"
    r"|[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
    r"|[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]{5,15}(?:Z|[+-][0-9]{2}:?[0-9]{2})?)?"
    r"|\+[0-9]{8,14}"  # a phone number
)
#: What MongoDB prints around an id, a time and a number that JSON has no kind for; an id and a time are texts.
_OF_MONGODB: Final = re.compile(
    r"(?:(?:ObjectId|ISODate|UUID)\(\s?(?:\"(?P<double>[\w:.+-]{1,60})\"|'(?P<single>[\w:.+-]{1,60})')"
    r"|(?:NumberLong|NumberInt|NumberDecimal|Long|Int32|Double|Decimal128)\(\s?"
    r"(?P<quote>[\"']?)(?P<number>-?(?:0|[1-9][0-9]{0,40})(?:\.[0-9]{1,40})?)(?P=quote))\s?\)"
)
_ENDS: Final = re.compile(r"(?=[\s,;\]}\"]|//|/\*|#|<br|\Z)")
_TOKEN: Final = re.compile(r"[^\s,\]}\[{\"]{1,40}")
_GLUED: Final = re.compile(r"(?:true|false|null)\w|\w+(?:true|false|null)\b")

Kind = Literal[
    "number",
    "literal",
    "other_literal",
    "loose_number",
    "mongodb_value",
    "placeholder",
    "word",
    "plain_text",
    "bad_number",
    "bad",
    "nothing",
]


@dataclass(frozen=True, slots=True)
class BareValue:
    """A value without quotes.

    Attributes:
        kind: what it is; ``other_literal`` is the ``True`` of another language, ``loose_number`` a number of it,
            ``mongodb_value`` what MongoDB prints like a call; the last three have no certain meaning.
        end: where it ends.
        text: as JSON; for what has no certain meaning, the beginning of it to name in a sentence.
    """

    kind: Kind
    end: int
    text: str


def bare_value(text: str, start: int) -> BareValue:
    """What stands at ``start``; the caller looks at what follows."""
    number = _NUMBER.match(text, start)
    if number and _ENDS.match(text, number.end()):
        return BareValue("number", number.end(), number[0])
    loose = _LOOSE_NUMBER.match(text, start)
    if loose and loose.end() > start and _ENDS.match(text, loose.end()) and (spelled := _spelled(loose)) is not None:
        return BareValue("loose_number", loose.end(), spelled)
    called = _OF_MONGODB.match(text, start)
    if called and _ENDS.match(text, called.end()):
        return BareValue("mongodb_value", called.end(), called["number"] or f'"{called["double"] or called["single"]}"')
    plain = _PLAIN_TEXT.match(text, start)
    if plain and _ENDS.match(text, plain.end()):
        return BareValue("plain_text", plain.end(), plain[0])
    word = _PLACEHOLDER.match(text, start)
    if word and _ENDS.match(text, word.end()):
        if word[0] in _WORDS:
            return BareValue("literal" if word[0] in _LITERALS else "other_literal", word.end(), _WORDS[word[0]])
        if word[0] not in COMPUTED and not _GLUED.match(word[0]):
            is_word = _WORD.fullmatch(word[0]) is not None and word[0] not in _PRINTED
            return BareValue("word" if is_word else "placeholder", word.end(), word[0])
    token = _TOKEN.match(text, start)
    if token is None:
        return BareValue("nothing", start, "")
    looks_like_number = number is not None or token[0][0] in "+-.0123456789"
    return BareValue("bad_number" if looks_like_number else "bad", token.end(), token[0])


def _spelled(loose: re.Match[str]) -> str | None:
    """A number of JavaScript as JSON writes it; None when it has no digits."""
    sign = loose["sign"].replace("+", "")
    if loose["hex"]:
        return f"{sign}{int(loose['hex'], 16)}"
    if not loose["whole"] and not loose["part"]:
        return None
    part = "" if loose["part"] is None else f".{loose['part'] or '0'}"
    return f"{sign}{loose['whole'] or '0'}{part}{loose['power'] or ''}"
