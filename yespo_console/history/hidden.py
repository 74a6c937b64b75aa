"""Finding a value in bytes where its spelling hides it: a quick look says where it may be, reading says whether it is.

What the spellings are is said in ``sharing.spellings``; ``traces`` does the reading. The quick look is for the escapes
of signs that the value has, each of which begins with a sign that is found as fast as memory is read; for base64 see
``encoded``.
"""

import html
import json
import re
from collections.abc import Iterator, Sequence
from html.entities import html5
from typing import Final

from yespo_console.history.encoded import Encoded, Find, rare_matches

#: Bytes of an escaped sign at most: a number of HTML with a few zeros, its ``&`` escaped once more.
_LONGEST_SIGN: Final = 16
#: Bytes around a value that are read with it.
_AROUND: Final = 64
#: What people put between the digits of a number; the dashes beside the one of ASCII as they stand in a class.
DASHES: Final = "\u2010-\u2015\u2212"
BETWEEN_DIGITS: Final = "+()-./, " + "".join(filter(re.compile(rf"[\s{DASHES}]").match, map(chr, range(0x80, 0x3001))))
#: What begins escapes and stands in ordinary texts, too.
_FREQUENT: Final = b"\\%"
#: A shorter word stands in every text by chance.
_FEWEST_LETTERS: Final = 3
#: So often JSON may stand in JSON where base64 hides both.
_JSON_IN_JSON: Final = 3
#: UTF-8 of signs of another form or script, and of what nobody sees: the first byte, and what follows it.
_OTHER_FORMS: Final = (
    (b"\xef", rb"(?:\xb9[\x90-\xab]|\xbc[\x81-\xbf]|\xbd[\x80-\x9e]|\xbb\xbf)"),
    (b"\xe2", rb"(?:\x80[\x8b-\x8f]|\x81\xa0)"),
    (b"\xc2", rb"\xad"),
    (b"\xf0", rb"\x9d[\x90-\x9f]"),
)
#: What digits may stand as besides.
_OF_DIGITS: Final = ((b"\xd9", rb"[\xa0-\xa9]"), (b"\xdb", rb"[\xb0-\xb9]"))
#: The same behind ``u``, and the first bytes of them behind a ``%``.
_OTHER_UNITS: Final = rb"fe[56]|ff[0-5]|d835|066|06f|00ad|200[b-f]|2060|feff"
_OTHER_BYTES: Final = rb"c2%ad|d9|db|e2%8[01]|ef|f0%9d"


class Hidden:
    """Looks for one value.

    Args:
        forms: a value without space around it, with its letters composed and decomposed.
        find: it in a text, even as a part of a longer word.
        digits: when it is a phone number: its digits, as they stand in every spelling of it.

    Attributes:
        encoded: looks for it in base64 alone.
    """

    def __init__(self, forms: Sequence[str], find: Find, digits: str = "") -> None:
        self._find = find
        value = forms[-1]
        self._escapes = _escapes_of(digits + BETWEEN_DIGITS if digits else "".join(filter(str.isascii, value)))
        self._reach = _LONGEST_SIGN * (2 * len(digits) if digits else len(value)) + _AROUND
        parts = _threes(digits) if digits else [part for form in forms for part in _longest_word(form)]
        self.encoded = Encoded(dict.fromkeys(parts), self._reach)

    def spans(self, content: bytes) -> Iterator[tuple[int, int]]:
        """Where the value stands with escapes or in base64, in no order; a place may come twice."""
        near: list[int] = []
        for at in sorted(self._places_of_escapes(content)):
            if near and at - near[-1] > self._reach:
                yield from self._read(content, near)
                near.clear()
            near.append(at)
        if near:
            yield from self._read(content, near)
        yield from self.encoded.spans(content, self._find)

    def _places_of_escapes(self, content: bytes) -> Iterator[int]:
        for first, pattern in self._escapes:
            is_rare = first not in _FREQUENT
            for match in rare_matches(content, first, pattern) if is_rare else pattern.finditer(content):
                yield match.start()

    def _read(self, content: bytes, near: list[int]) -> Iterator[tuple[int, int]]:
        """Read what stands around these escapes, which follow one another closely."""
        start = max(0, near[0] - self._reach)
        text = content[start : near[-1] + self._reach].decode("utf-8", "surrogateescape")
        for begin, behind in self._find(text):
            yield start + _size(text[:begin]), start + _size(text[:behind])


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogateescape"))


def _escapes_of(signs: str) -> tuple[tuple[bytes, re.Pattern[bytes]], ...]:
    """What finds the escapes of these signs in any case, and what may be one of any sign; each with its first byte.

    A pattern that begins with one byte passes over all others at once; one pattern for all of them takes thirty times
    as long. Escapes of Cyrillic letters are the most frequent ones, and are passed over before anything else is tried.
    """
    cased = {case for sign in signs for case in (sign.lower(), sign.upper()) if len(case) == 1}
    units = "|".join(sorted(f"{ord(sign):04x}" for sign in cased)).encode() or rb"(?!)"
    bytes_of = "|".join(sorted({f"{sign.encode()[0]:02x}" for sign in cased})).encode() or rb"(?!)"
    names = "|".join(sorted({name for name, sign in html5.items() if sign in {*cased, *"\\%"}})).encode()
    in_json = rb"u(?!04)(?i:0025|005c|0026(?:amp;)*(?:\x23|%b)|%b|%b)" % (names, units, _OTHER_UNITS)
    in_a_link = rb"(?=[0-9A-Fa-f]{2})(?i:(?:25)*(?:5c|26(?:amp(?:;|%%(?:25)*3b))*(?:\x23|%%(?:25)*23|%b)|%b|%b))" % (
        names,
        bytes_of,
        _OTHER_BYTES,
    )
    of_digits = _OF_DIGITS if re.search(r"\d", signs) else ()
    on_a_page = rb"(?:amp;)*(?:\x23|%b)" % names
    every = ((b"\\", in_json), (b"%", in_a_link), (b"&", on_a_page), *_OTHER_FORMS, *of_digits)
    return tuple((first, re.compile(re.escape(first) + rest)) for first, rest in every)


def _longest_word(value: str) -> list[str]:
    """What of a value is escaped nowhere but as a whole."""
    words = re.findall(r"[^\W_]+", value)
    word = max(words, key=len, default="")
    if len(word) <= _FEWEST_LETTERS:
        escaped = sorted({sign for sign in value if sign.isascii() and not sign.isalnum()})
        ways = ("%{0:02x}", "u{0:04x}", "#{0}", "#x{0:x}")
        in_json = [value]
        for _layer in range(_JSON_IN_JSON):
            in_json.append(json.dumps(in_json[-1], ensure_ascii=False)[1:-1])
        by_name = {html.escape(sign)[1:] for sign in escaped} - {""}
        return [*in_json, *by_name, *(way.format(ord(sign)) for sign in escaped for way in ways)]
    return [word]


def _threes(digits: str) -> list[str]:
    """Of the last seven digits, which are written as 3-2-2, 3-4 or 2-2-3, those that stand together at either end."""
    return [digits[-7:-4], digits[-3:]]
