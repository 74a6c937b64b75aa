"""Why a text is not JSON, in plain words, with the place.

The C scanner of the standard library finds the place; the words are chosen here by what stands there.
"""

import json
import re
from typing import Final

from yespo_console.platform.i18n import N_, _

#: Sentences by code. Arguments: ``line`` and ``column`` (1-based), and ``found`` where the sentence names it.
JSON_TEXTS: Final[dict[str, str]] = {
    "not_json_empty": N_("There is no text. Write a JSON object that begins with {{ and ends with }}."),
    "not_json_bom": N_(
        "The text begins with an invisible mark (byte order mark), and JSON may not. "
        "Delete the first character of line {line}."
    ),
    "not_json_end": N_(
        "The text ends too early, at line {line}, column {column}. "
        "Something that was opened is not closed: add the missing }} or ]."
    ),
    "not_json_open_string": N_(
        "The text in quotes that begins at line {line}, column {column} has no closing quote. Add the missing quote."
    ),
    "not_json_control_character": N_(
        "A line break, a tab or another control character stands inside quotes at line {line}, column {column}. "
        "Write \\n for a line break and \\t for a tab."
    ),
    "not_json_escape": N_(
        "The backslash at line {line}, column {column} begins no known escape. "
        "Write two backslashes for one backslash, and \\u with four hexadecimal digits for a code."
    ),
    "not_json_number": N_(
        "The number at line {line}, column {column} is not written as JSON wants it. Write it without a leading zero "
        "or plus sign, and with digits on both sides of the decimal point, like 0.5 or 12."
    ),
    "not_json_constant": N_(
        "{found} at line {line}, column {column} is not a JSON value. Write a number, or null when there is none."
    ),
    "not_json_comment": N_("A comment stands at line {line}, column {column}, and JSON has none. Remove it."),
    "not_json_quotes": N_(
        "The quote {found} at line {line}, column {column} does not count in JSON. Write a straight double quote."
    ),
    "not_json_inner_quotes": N_(
        "The quotes end before “{found}” at line {line}, column {column}, but the text goes on. Write a comma between "
        'two values, and \\" for a quote that belongs to the text.'
    ),
    "not_json_name": N_(
        "A name in double quotes is missing at line {line}, column {column}; “{found}” stands there. "
        'Write every name like this: "name".'
    ),
    "not_json_colon": N_(
        "A colon is missing at line {line}, column {column}; “{found}” stands there. "
        "Write a colon between a name and its value."
    ),
    "not_json_comma": N_(
        "A comma is missing at line {line}, column {column}; “{found}” stands there. Write a comma between two values."
    ),
    "not_json_bracket": N_(
        "The bracket {found} at line {line}, column {column} does not match the one that was opened before."
    ),
    "not_json_trailing_comma": N_(
        "The comma at line {line}, column {column} is one too many: nothing follows it. Remove it."
    ),
    "not_json_value": N_(
        "A value is missing at line {line}, column {column}; “{found}” stands there. Put text in double quotes, "
        "or write a number, true, false, null, an object or a list."
    ),
    "not_json_extra": N_(
        "The JSON is complete, but more text follows at line {line}, column {column}, from “{found}” on. "
        "Remove what follows."
    ),
    "not_json_too_deep": N_(
        "At line {line}, column {column} brackets are nested more than {limit} levels deep. Use fewer levels."
    ),
}

_STRING: Final = r'"[^"\\]*(?:\\.[^"\\]*)*"'
_CONSTANT: Final = re.compile(_STRING + r"|(NaN|-?Infinity)", re.DOTALL)
_BRACKET: Final = re.compile(_STRING + r"|([\[{])|([\]}])", re.DOTALL)
_SPACE: Final = re.compile(r"[ \t\n\r]*")
_WORD: Final = re.compile(r"[\w$.+-]{1,24}|\S|\Z")
_QUOTES: Final = "'`‘’‚‛“”„‟«»"


class JsonTextError(ValueError):
    """A text that is not JSON as RFC 8259 has it.

    Attributes:
        code: stable; a key of ``JSON_TEXTS``.
        args_: named arguments of the sentence, as text: ``line``, ``column`` and perhaps ``found`` or ``limit``.
        offset: the place, in code points from the start of the text.
        line: 1-based.
        column: 1-based, in code points.
    """

    def __init__(self, code: str, text: str, offset: int, **args: str) -> None:
        self.code = code
        self.offset = offset
        self.line, self.column = line_column(text, offset)
        self.args_ = (("line", str(self.line)), ("column", str(self.column)), *args.items())
        super().__init__(code, offset)

    def __str__(self) -> str:
        return _(JSON_TEXTS[self.code]).format(**dict(self.args_))


def line_column(text: str, offset: int) -> tuple[int, int]:
    """Line and column of a place, both 1-based, in code points. Lines end with LF, CR LF or a lone CR."""
    offset = max(0, min(offset, len(text)))
    breaks = text.count("\n", 0, offset)
    carriage_returns = text.count("\r", 0, offset)
    if carriage_returns:
        breaks += carriage_returns - text.count("\r\n", 0, offset)
    start = max(text.rfind("\n", 0, offset), text.rfind("\r", 0, offset)) + 1
    return breaks + 1, offset - start + 1


def too_deep(text: str, limit: int) -> JsonTextError | None:
    """The error at the first bracket below ``limit`` levels, or None when the text has none."""
    depth = 0
    for match in _BRACKET.finditer(text):
        if match[1]:
            depth += 1
            if depth > limit:
                return JsonTextError("not_json_too_deep", text, match.start(), limit=str(limit))
        elif match[2]:
            depth -= 1
    return None


def constant(text: str) -> JsonTextError:
    """The error for the first ``NaN`` or ``Infinity`` outside quotes; the text must have one."""
    for match in _CONSTANT.finditer(text):
        if match[1]:
            return JsonTextError("not_json_constant", text, match.start(), found=match[1])
    raise ValueError("the text holds no such constant")


def explain(text: str, error: json.JSONDecodeError) -> JsonTextError:
    """The same error in plain words. The place may move to what a person would mend."""
    if text.startswith("\ufeff"):
        return JsonTextError("not_json_bom", text, 0)
    if error.msg.startswith("Unterminated string"):
        return JsonTextError("not_json_open_string", text, error.pos)
    if error.msg.startswith("Invalid control character"):
        return JsonTextError("not_json_control_character", text, error.pos)
    if error.msg.startswith("Invalid \\"):
        offset = text.rfind("\\", 0, error.pos + 1)
        return JsonTextError("not_json_escape", text, offset if offset >= 0 else error.pos)

    offset = _after_space(text, error.pos)
    if error.msg.startswith("Illegal trailing comma"):  # Python 3.13 points at the comma itself
        offset = _after_space(text, error.pos + 1)
    before = text[:offset].rstrip(" \t\n\r")
    here = text[offset : offset + 1]
    found = {"found": _word(text, offset)}
    if not here:
        return JsonTextError("not_json_end" if before else "not_json_empty", text, offset)
    if here in _QUOTES:
        return JsonTextError("not_json_quotes", text, offset, found=here)
    if here == "#" or text.startswith(("//", "/*", "<!--"), offset):
        return JsonTextError("not_json_comment", text, offset)
    if before.endswith(",") and here in "]}":
        return JsonTextError("not_json_trailing_comma", text, len(before) - 1)
    if before.endswith(",") and here == ",":
        return JsonTextError("not_json_trailing_comma", text, offset)
    if _in_number(text, offset):
        return JsonTextError("not_json_number", text, offset)
    return JsonTextError(_expected(error.msg, before, here, offset), text, offset, **found)


def _expected(message: str, before: str, here: str, offset: int) -> str:
    if message.startswith("Extra data"):
        return "not_json_extra"
    if message.startswith("Expecting property name"):
        return "not_json_name"
    if message.startswith("Expecting ':'"):
        return "not_json_colon"
    if message.startswith("Expecting ','"):
        if here in "]}":
            return "not_json_bracket"
        if before.endswith('"') and len(before) == offset:
            return "not_json_inner_quotes"
        return "not_json_comma"
    return "not_json_value"


def _in_number(text: str, offset: int) -> bool:
    """True when a number begins or goes on here in a way JSON does not allow: ``+1``, ``.5``, ``01``, ``1.``, ``-``."""
    here, after = text[offset], text[offset + 1 : offset + 2]
    if offset and text[offset - 1].isdigit():
        return here.isdigit() or here in ".eE"
    return here == "-" or (here in "+." and after.isdigit())


def _after_space(text: str, offset: int) -> int:
    match = _SPACE.match(text, offset)
    return match.end() if match else offset


def _word(text: str, offset: int) -> str:
    match = _WORD.match(text, offset)
    return match[0] if match else ""
