"""The inside of a text in quotes as JSON has it: escapes that are none, quotes and line breaks that stand bare."""

import json
import re
from dataclasses import dataclass
from json.encoder import encode_basestring
from typing import Final

from yespo_console.events.json_text import escape_surrogates
from yespo_console.reading.bodies import is_json
from yespo_console.reading.mending.quoting import SHELL_QUOTES
from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.mending.tokens import LINE_BREAK
from yespo_console.reading.origin import Traced, TracedBuilder

#: What is not simply itself inside a JSON string. Python prints a no-break space and a soft hyphen with two digits.
_SPECIAL: Final = re.compile(r'\\u[0-9a-fA-F]{4}|\\x[aA][0dD]|\\.|\\|"|[\x00-\x1f]', re.DOTALL)
_SOUND: Final = re.compile(r'[^"\\\x00-\x1f]*(?:\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})[^"\\\x00-\x1f]*)*')
_SIMPLE: Final = frozenset('\\"\\\\\\/\\b\\f\\n\\r\\t'[index : index + 2] for index in range(0, 16, 2))
_CONTROL: Final = {"\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
#: Quotes other than JSON's, behind a backslash, and what they stood for: “\”” was \" before a word processor saw it.
_QUOTE_ESCAPES: Final = {"'": "'", "`": "`", **dict.fromkeys("“”„‟‘’‚‛«»", '"')}
_DECODED: Final = _QUOTE_ESCAPES | {
    '"': '"',
    "\\": "\\",
    "/": "/",
    "b": "\b",
    "f": "\f",
    "n": "\n",
    "r": "\r",
    "t": "\t",
}
#: A backslash before these is one of a path or the like; before others it may be an escape of some language.
_MAY_BE_ITSELF: Final = re.compile(r"\\[^\W\d_abefnrtuvx]")
_BACKSLASHES: Final = re.compile(r"\\+")
_ESCAPE: Final = re.compile(r"""\\(?:u([0-9a-fA-F]{4})|(["\\/bfnrt'`“”„‟‘’‚‛«»]))""")


@dataclass(frozen=True, slots=True)
class Content:
    """The inside of a text in quotes, mended.

    Attributes:
        json: what stands between the quotes in JSON.
        repairs: each as (code, start, end, after): where something was changed, and into what.
    """

    json: str
    repairs: tuple[tuple[str, int, int, str], ...]


def mended_content(text: Traced, start: int, end: int, opener: str) -> Content:
    """The content from ``start`` up to ``end``, between quotes that ``opener`` opened.

    Raises:
        RefusedError: a backslash has two readings, or the quotes in it are those of a shell.
    """
    raw = text.text
    sound = _SOUND.match(raw, start, end)
    if sound and sound.end() == end:
        return Content(raw[start:end], ())
    if opener == '"' and (quoting := SHELL_QUOTES.search(raw, start, end)) is not None:
        raise RefusedError(text, quoting.start(), "quoting", final=True)
    out: list[str] = []
    repairs: list[tuple[str, int, int, str]] = []
    position = start
    known_escape = unknown_escape = None
    for match in _SPECIAL.finditer(raw, start, end):
        found = match[0]
        out.append(raw[position : match.start()])
        position = match.end()
        if found == '"':
            out.append('\\"')
            if opener == '"':
                repairs.append(("inner_quote", match.start(), match.end(), '\\"'))
        elif found in _SIMPLE or (found[:2] == "\\u" and len(found) == 6):
            out.append(found)
            if found not in ('\\"', "\\\\", "\\/"):
                known_escape = match.start()
        elif found[0] != "\\":
            after = _CONTROL.get(found) or f"\\u{ord(found):04x}"
            out.append(after)
            code = "line_break" if LINE_BREAK.match(found) else "control_character"
            if not (repairs and repairs[-1][0] == code):
                repairs.append((code, match.start(), match.end(), after))
        elif found[1] == "x" and len(found) == 4:
            after = f"\\u00{found[2:]}"
            out.append(after)
            known_escape = match.start()
            if opener == '"':
                repairs.append(("escape", match.start(), match.end(), after))
        elif found[1:] in _QUOTE_ESCAPES:
            if found == "\\'" and opener == '"' and raw[match.start() - 1 : match.end() + 1] == "'\\''":
                raise RefusedError(text, match.start() - 1, "shell_apostrophe", final=True)
            quote = _QUOTE_ESCAPES[found[1:]].replace('"', '\\"')
            out.append(quote)
            if opener == '"':
                repairs.append(("escape", match.start(), match.end(), quote))
        elif not _MAY_BE_ITSELF.match(found):
            raise RefusedError(text, match.start(), "backslash", final=True)
        else:
            unknown_escape = match.start()
            out.append("\\\\" + found[1:])
            position = match.start() + 2
            repairs.append(("backslash", match.start(), match.start() + 1, "\\\\"))
    if unknown_escape is not None and known_escape is not None:
        raise RefusedError(text, known_escape, "backslash", final=True)
    out.append(raw[position:end])
    return Content("".join(out), tuple(repairs))


def json_as_it_stands(inside: str, content: Content) -> str | None:
    """The JSON between other quotes than its own, of whose backslashes none is meant for those: else it would be none.

    As a JSON string.
    """
    if "\\" not in inside or inside.lstrip()[:1] not in ("{", "[") or not is_json(inside):
        return None
    return None if is_json(json.loads(f'"{content.json}"')) else escape_surrogates(encode_basestring(inside))


def halved(content: str) -> str | None:
    """The content with every pair of backslashes as one; None when a backslash stands alone."""
    if any(len(match[0]) % 2 for match in _BACKSLASHES.finditer(content)):
        return None
    return content.replace("\\\\", "\\")


def decoded(text: Traced, start: int, end: int) -> Traced | None:
    """What a JSON string says with its inside from ``start`` up to ``end``; None where a backslash escapes nothing.

    Any quote may be escaped. Bare quotes and control characters are taken as they are, so that a text which is broken
    in other ways can be read.
    """
    raw = text.text
    builder = TracedBuilder(text.original)
    position = start
    half = ""
    while (found := raw.find("\\", position, end)) >= 0:
        builder.copy(text, position, found)
        match = _ESCAPE.match(raw, found, end)
        if match is None:
            return None
        position = match.end()
        letter = _DECODED[match[2]] if match[2] else chr(int(match[1], 16))
        if "\ud800" <= letter <= "\udbff" and raw.startswith("\\u", position):
            half = letter
            low = _ESCAPE.match(raw, position, end)
            if low and low[1] and "\udc00" <= chr(int(low[1], 16)) <= "\udfff":
                letter = chr(0x10000 + (ord(half) - 0xD800) * 0x400 + int(low[1], 16) - 0xDC00)
                position = low.end()
        builder.put(letter, text.offset(found), text.offset(position) - text.offset(found))
    builder.copy(text, position, end)
    return builder.build()
