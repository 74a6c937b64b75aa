r"""Passing over texts in which nobody can be hidden: told by what such a text does not have.

``sharing.spellings`` reads a text however it is escaped, which takes time. A value that does not stand in the text as
it is can only be read there where an escape stands for one of its signs or for a sign of another escape, where a sign
of another form or one that nobody sees stands, or where base64 does. So the escapes that texts are full of are listed,
of signs that are neither; a text with any other escape is read. What is not thought of here is slower, never missed.
"""

import re
from base64 import b64decode
from collections.abc import Iterator
from typing import Final

from yespo_console.sharing.spellings import FORMS, UNSEEN

#: Signs of ASCII that make up no escape, no word and no base64, in hexadecimal; no value stands in them alone.
_HARMLESS: Final = rb"0[9aAdD]|2[0-24789aAcC]|3[aAcCdDeEfF]|5[bBdD]|7[b-dB-D]"
_NAMES: Final = (
    rb"(?:quot|apos|lt|gt|nbsp|laquo|raquo|ndash|mdash|hellip|\x23(?:9|10|13|32|34|39|160|171|187|82[12]\d));"
)
#: An ``&`` that begins nothing: what follows in a link is a name with its value.
_BEGINS_NOTHING: Final = rb"(?:amp;)*(?:[\s,\"<]|[A-Za-z0-9_]{1,32}(?:%(?:25)*3[dD]|(?![A-Za-z0-9_;&%\\])))"
#: Escapes of the letters of Cyrillic, the most frequent ones.
_CYRILLIC: Final = tuple(chr(unit) for unit in range(0x400, 0x500))
_CYRILLIC_UNITS: Final = rb"04|"
_CYRILLIC_BYTES: Final = rb"[dD][01]%(?:25)*[89abAB]|"
#: What is no first byte of a letter.
_CONTINUED: Final = rb"[89abAB][0-9a-fA-F]"
_CYRILLIC_NUMBERS: Final = rb"\x231(?:0[3-9]|1\d)\d;|"

#: Signs beyond ASCII of which casefold makes one of ASCII, or that a pattern takes for one.
BECOMES_ASCII: Final = "\u00df\u0130\u0131\u0149\u017f\u01f0\u1e96-\u1e9b\u1e9e\u212a\ufb00-\ufb06"
_ODD: Final = re.compile(rf"[{UNSEEN}{FORMS}{BECOMES_ASCII}]|(?![0-9])\d")
_ASCII: Final = bytes(range(0x80))
#: Bytes of the Cyrillic letters, among which is no such sign; and what other letters are made of.
_EVEN: Final = bytes((*range(0x80, 0xC0), 0xD0, 0xD1))
_OTHERS: Final = re.compile(rb"[\xc2-\xcf\xd2-\xf4][\x80-\xbf]+")

_FEWEST: Final = 12
#: The bytes that so many signs of base64 stand for, and what they never begin with when they are a text's.
_DECODED: Final = 9
_MAY_BEGIN: Final = re.compile(
    rb"(?:[\x09-\x0d\x1c-\x7f]{9}|[\x00-\x7f]{0,8}(?:[\xc2-\xf4]\Z|[\xc2-\xf4][\x80-\xbf]))", re.DOTALL
)
_STANDARD: Final = bytes.maketrans(b"-_", b"+/")
#: All but the signs of base64 and what its escapes, or those before it, begin with.
_TO_WORDS: Final = bytes(
    byte if (chr(byte).isascii() and chr(byte).isalnum()) or byte in b"+/_-\\%" else ord(" ") for byte in range(256)
)
_SLASH: Final = re.compile(rb"\\+/|%(?:25)*2[fF]")
_PLUS: Final = re.compile(rb"%(?:25)*2[bB]")
#: Behind this a word begins.
_ESCAPE: Final = re.compile(rb"\\+(?:u[0-9a-fA-F]{4}|[bfnrt])?|%(?:(?:25)*[0-9a-fA-F]{2})?")
_BEHIND_SLASH: Final = re.compile(rb"/")

#: What stands between the digits of a number in bytes, and its escapes.
_SEPARATOR: Final = rb"[\s().+\-/,\x80-\xff]{0,9}"
_BETWEEN_DIGITS: Final = re.compile(
    rb"[0-9]%b(?:\\+(?:u(?!0022|0027|003|04)[0-9a-fA-F]{4}|[bfnrt/])|%%[0-9a-fA-F]{2}|&[\x23A-Za-z])%b[0-9\\%%&]"
    % (_SEPARATOR, _SEPARATOR)
)


class Glance:
    """Looks whether a value, which does not stand in a text as it is, may stand there in any other way.

    Args:
        word: what of the value cannot be without an escape there: letters and digits.
        is_number: whether anything may stand between them.
    """

    def __init__(self, word: str, *, is_number: bool) -> None:
        has_cyrillic = any(sign in _CYRILLIC for sign in word)
        units, codes, numbers = (
            (b"", b"", b"") if has_cyrillic else (_CYRILLIC_UNITS, _CYRILLIC_BYTES, _CYRILLIC_NUMBERS)
        )
        in_json = rb"\\u(?!%b00(?:%b|26%b))" % (units, _HARMLESS, _BEGINS_NOTHING)
        in_a_link = rb"%%(?:25)*(?!25)(?!%b%b|2[%b]|%b|26%b)(?=[0-9a-fA-F]{2})" % (
            codes,
            _CONTINUED,
            b"fF" if "+" in word else b"fFbB",
            _HARMLESS,
            _BEGINS_NOTHING,
        )
        on_a_page = rb"&(?=[\x23A-Za-z])(?!%b%b|%b)" % (numbers, _NAMES, _BEGINS_NOTHING)
        self._escapes = tuple(
            (first, re.compile(pattern)) for first, pattern in ((b"\\u", in_json), (b"%", in_a_link), (b"&", on_a_page))
        )
        self._is_number = is_number

    def hiding(self, content: bytes) -> Iterator[bytes]:
        """The texts of ``content``, with zero bytes between them, that are to be read; nothing is hidden in others.

        All are looked at together, which takes a tenth of the time that it takes one by one.
        """
        end = -1
        for at in sorted(self._places(content)):
            if at > end:
                start = content.rfind(b"\0", 0, at) + 1
                found = content.find(b"\0", at)
                end = found if found >= 0 else len(content)
                yield content[start:end]

    def _places(self, content: bytes) -> Iterator[int]:
        """Where something is that may hide the value, at least once in each text that has it."""
        for first, pattern in self._escapes:
            if first in content:
                yield from (match.start() for match in pattern.finditer(content))
        if self._is_number:
            yield from (match.start() for match in _BETWEEN_DIGITS.finditer(content))
        if _has_odd_signs(content):
            at = 0
            for text in content.split(b"\0"):
                if _has_odd_signs(text):
                    yield at
                at += len(text) + 1
        yield from _places_of_base64(content)


def _has_odd_signs(content: bytes) -> bool:
    others = content.translate(None, _ASCII)
    if not others.translate(None, _EVEN):
        return False
    return _ODD.search(b"".join(_OTHERS.findall(others)).decode("utf-8", "replace")) is not None


def _places_of_base64(content: bytes) -> Iterator[int]:
    """Where a word of ``content`` may be base64 of a text, by the beginning of it."""
    in_words = content.translate(_TO_WORDS)
    words = [word for word in set(in_words.split()) if len(word) >= _FEWEST]
    beginnings = [(part[:_FEWEST], word) for word in words for part in _parts(word)]
    # all are decoded at once: so many signs are so many whole bytes
    decoded = b64decode(b"".join(beginning for beginning, _word in beginnings).translate(_STANDARD))
    for number, (beginning, word) in enumerate(beginnings):
        at = number * _DECODED
        if _MAY_BEGIN.match(decoded, at, at + _DECODED) is not None and _begins_a_text(beginning):
            place = in_words.find(word)
            while place >= 0:
                yield place
                place = in_words.find(word, place + len(word))


def _parts(word: bytes) -> list[bytes]:
    """What of a word may be base64: all of it, and what is behind an escape or a ``/``."""
    is_escaped = b"\\" in word or b"%" in word
    if not is_escaped and b"/" not in word:
        return [word]
    if is_escaped:
        word = _PLUS.sub(b"+", _SLASH.sub(b"/", word))
    parts = _ESCAPE.split(word)
    behind_slashes = (part[match.end() :] for part in parts for match in _BEHIND_SLASH.finditer(part))
    return [one for one in (*parts, *behind_slashes) if len(one) >= _FEWEST]


def _begins_a_text(word: bytes) -> bool:
    start = b64decode(word[:_FEWEST].translate(_STANDARD))
    if start.isascii():
        return all(byte > 27 or 8 < byte < 14 for byte in start)
    try:
        start.decode("utf-8")
    except UnicodeDecodeError as error:
        return error.reason == "unexpected end of data"
    return True
