"""Numbers of programming languages as JSON spells them."""

import re
from decimal import Decimal
from math import isinf
from typing import Final

from yespo_console.reading.literals import Scalar, Text, Value
from yespo_console.reading.origin import Original, TracedBuilder
from yespo_console.reading.reading import Repair, excerpt

#: A whole number that every language spells alike when it becomes a text.
WHOLE: Final = re.compile(r"-?[1-9]\d{0,14}|0")
_JSON: Final = re.compile(r"-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?")
_DECIMAL: Final = re.compile(r"(?P<sign>[+-]?)(?P<whole>\d*)(?:\.(?P<part>\d*))?(?P<exponent>[eE][+-]?\d+)?")
_STARTS_A_NUMBER: Final = re.compile(r"[+-]?\s{0,9}\.?\d")
#: What gives a number as it is spelled: a call of Python, a cast of PowerShell.
_EXACT: Final = re.compile(r"(?:\w{1,60}\.)?Decimal\(|\[\w{1,20}\]", re.IGNORECASE)
_PLAIN: Final = re.compile(r"-?\d{1,40}(?:\.\d{1,40})?")
_OF_WHOLE_NUMBERS: Final = ("int", "long", "int32", "int64")
#: An item that is not there, and what minifiers make of true and false.
_SIGNS: Final = {",": "empty_item", "!0": "other_literal", "!1": "other_literal"}
#: Shorter numbers are kept exactly, smaller ones written without an exponent.
_DIGITS_KEPT: Final = 16
_WRITTEN_OUT: Final = 1e21
_BASES: Final = {"x": 16, "o": 8, "b": 2}


def json_number(spelled: str) -> str | None:
    """The same number in JSON, spelled the same wherever JSON allows it; None when it is no finite number.

    ``1_000``, ``0x1F``, ``.5`` and ``5.`` are written out. A leading zero means octal in some languages and nothing in
    others, so such a number is none.
    """
    spelled = spelled.replace("_", "").rstrip("Ll").replace(" ", "")
    if _JSON.fullmatch(spelled):
        return spelled
    digits = spelled.lstrip("+-")
    if len(digits) > 2 and digits[0] == "0" and digits[1].lower() in _BASES:
        try:
            number = int(digits[2:], _BASES[digits[1].lower()])
        except ValueError:
            return None
        return str(-number if spelled.startswith("-") else number) if len(digits) < 1000 else None
    match = _DECIMAL.fullmatch(spelled)
    if match is None or not (match["whole"] or match["part"]) or re.match(r"0\d", match["whole"]):
        return None
    part = f".{match['part']}" if match["part"] else ""
    return f"{'-' if match['sign'] == '-' else ''}{match['whole'] or '0'}{part}{match['exponent'] or ''}"


def double_precision(json: str) -> str | None:
    """The number as JavaScript writes it, which keeps some 16 digits; None when it is too large for that.

    Spelled the same wherever that is the same number.
    """
    if len(json) < _DIGITS_KEPT:
        return json
    kept = float(json)
    if isinf(kept):
        return None
    written = repr(kept).removesuffix(".0")
    if Decimal(written) == Decimal(json):
        return json
    return f"{Decimal(written):f}" if abs(kept) < _WRITTEN_OUT and "e+" in written else written


def exact(kind: str, value: Value, offset: int, length: int) -> Scalar | None:
    """The number that ``Decimal("10.50")`` or ``[decimal]45.50`` gives, digit for digit; None for any other.

    Args:
        kind: the type, in small letters.
        value: what it is made of; a text with digits only where the type keeps them all.
        offset, length: where the whole of it stands.
    """
    spelled = value.json if isinstance(value, Scalar) else ""
    if kind == "decimal" and isinstance(value, Text):
        spelled = value.traced.text
    pattern = WHOLE if kind in _OF_WHOLE_NUMBERS else _PLAIN if kind in ("decimal", "double") else None
    json = json_number(spelled) if pattern is not None and pattern.fullmatch(spelled) else None
    return None if json is None else Scalar(json, offset, length)


def respelled(scalar: Scalar, original: Original) -> Repair | None:
    """What is told of a number, a minified word or an item that is not there, which is sent otherwise than spelled."""
    spelled = original.text[scalar.offset : scalar.offset + scalar.length]
    if spelled == scalar.json or not (spelled in _SIGNS or _STARTS_A_NUMBER.match(spelled) or _EXACT.match(spelled)):
        return None
    code = _SIGNS.get(spelled, "rounded_number" if _JSON.fullmatch(spelled) else "loose_number")
    args = () if spelled == "," else (("found", excerpt(spelled)), ("json", excerpt(scalar.json)))
    line, column = original.line_column(scalar.offset)
    return Repair(code, line, column, args, excerpt(spelled), excerpt(scalar.json), scalar.offset, None, scalar.length)


def spelled_out(number: Scalar, original: Original) -> Text:
    """The digits of a number as a text."""
    builder = TracedBuilder(original)
    builder.put(number.json, number.offset, number.length)
    return Text(builder.build())
