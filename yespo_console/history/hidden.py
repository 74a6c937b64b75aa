"""Finding a value in bytes where its spelling hides it: a quick look says where it may be, reading says whether it is.

What the spellings are is said in ``sharing.spellings``, which also does the reading. The quick look costs microseconds
for an exchange and some ten seconds for a gigabyte: it looks for the escapes of signs that the value has, and for what
base64 makes of its longest word.

Not seen: an address in base64 whose longest word has escapes of its own there, and a number in base64 with anything but
spaces and hyphens between its last seven digits.
"""

import re
from base64 import b64encode, urlsafe_b64decode
from collections.abc import Iterator
from html.entities import html5
from typing import Final

from yespo_console.sharing.spellings import inside, layers

#: Bytes of an escaped sign at most: a number of HTML with a few zeros, its ``&`` escaped once more.
_LONGEST_SIGN: Final = 16
#: Bytes around a value that are read with it.
_AROUND: Final = 64
#: What people put between the digits of a number.
_BETWEEN: Final = "+()-./ \u00a0\u2002\u2003\u2007\u2009\u2011\u202f"

_BASE64: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
#: The bits of a sign of base64 on which the case of no letter of ASCII depends, wherever the letter begins.
_WITHOUT_CASE: Final = 0b010101
#: Each sign of base64 by those bits, all others as 255: in what it makes of bytes, letters are found in any case.
_FOLDED: Final = bytes(
    _BASE64.index(sign) & _WITHOUT_CASE if sign in _BASE64 else 255
    for sign in (b"+/"[b"-_".index(byte)] if byte in b"-_" else byte for byte in range(256))
)
_NO_BASE64: Final = b"\xff"
_TO_URL: Final = bytes.maketrans(b"+/", b"-_")
#: Fewer signs of base64 stand in every text by chance.
_FEWEST_SIGNS: Final = 4
#: What people put between the last seven digits of a number; each more is looked for in base64 six times.
_SEPARATORS: Final = (" ", "-", "%20")
#: UTF-8 of signs of another form or script, and of what nobody sees.
_OTHER_FORMS: Final = (
    rb"\xef(?:\xb9[\x90-\xab]|\xbc[\x81-\xbf]|\xbd[\x80-\x9e]|\xbb\xbf)",
    rb"\xe2(?:\x80[\x8b-\x8f]|\x81\xa0)",
    rb"\xc2\xad",
    rb"\xf0\x9d[\x90-\x9f]",
)
#: What digits may stand as besides, and what may stand between them.
_OF_DIGITS: Final = (rb"\xd9[\xa0-\xa9]", rb"\xdb[\xb0-\xb9]", rb"\\(?<=\d\\)(?=\\*[bfnrt])")
#: The same behind ``u``, and the first bytes of them behind a ``%``.
_OTHER_UNITS: Final = rb"fe[56]|ff[0-5]|d835|066|06f|00ad|200[b-f]|2060|feff"
_OTHER_BYTES: Final = rb"c2%ad|d9|db|e2%8[01]|ef|f0%9d"


class Hidden:
    """Looks for one value.

    Args:
        value: without space around it.
        part: finds it, in any case, in a text without escapes, even as a part of a longer word.
        digits: when it is a phone number: its digits, as they stand in every spelling of it.
    """

    def __init__(self, value: str, part: re.Pattern[str], digits: str = "") -> None:
        self._part = part
        self._escapes = _escapes_of(digits + _BETWEEN if digits else "".join(filter(str.isascii, value)))
        self._reach = _LONGEST_SIGN * (2 * len(digits) if digits else len(value)) + _AROUND
        words = _last_seven(digits) if digits else _longest_word(value)
        self._cores = tuple({core for word in words for core in _cores(word)})

    def spans(self, content: bytes) -> Iterator[tuple[int, int]]:
        """Where the value stands with escapes or in base64, in no order; a place may come twice."""
        near: list[int] = []
        for at in sorted(match.start() for escapes in self._escapes for match in escapes.finditer(content)):
            if near and at - near[-1] > self._reach:
                yield from self._read(content, near)
                near.clear()
            near.append(at)
        if near:
            yield from self._read(content, near)
        yield from self._in_base64(content)

    def _read(self, content: bytes, near: list[int]) -> Iterator[tuple[int, int]]:
        """Read what stands around these escapes, which follow one another closely."""
        start = max(0, near[0] - self._reach)
        text = content[start : near[-1] + self._reach].decode("utf-8", "surrogateescape")
        for reading in layers(text):
            for match in self._part.finditer(reading.text):
                begin, behind = reading.span(*match.span())
                yield start + _size(text[:begin]), start + _size(text[:behind])

    def _in_base64(self, content: bytes) -> Iterator[tuple[int, int]]:
        if not self._cores:
            return
        folded = content.translate(_FOLDED)
        for core, skipped in self._cores:
            at = folded.find(core)
            while at >= 0:
                if self._is_in_word(content, folded, at - skipped, at + len(core)):
                    yield at, at + len(core)
                at = folded.find(core, at + 1)

    def _is_in_word(self, content: bytes, folded: bytes, first: int, behind: int) -> bool:
        """Whether the value is in what base64 says around here; ``first`` begins a group of four signs."""
        reach = self._reach // 4 * 4
        if first < 0 or _NO_BASE64 in folded[first:behind]:
            return False
        start = max(first - reach, folded.rfind(_NO_BASE64, 0, first) + 1)
        after = folded.find(_NO_BASE64, behind, behind + reach)
        word = content[first - (first - start) // 4 * 4 : after if after >= 0 else behind + reach]
        word = word[: len(word) - (len(word) % 4 == 1)].translate(_TO_URL)
        decoded = urlsafe_b64decode(word + b"=" * (-len(word) % 4)).decode("utf-8", "replace")
        return any(self._part.search(text) for text in inside(decoded))


def _size(text: str) -> int:
    return len(text.encode("utf-8", "surrogateescape"))


def _escapes_of(signs: str) -> tuple[re.Pattern[bytes], ...]:
    """What finds the escapes of these signs in any case, and what may be one of any sign.

    Each pattern begins with one byte, so that the rest is passed over at once; one pattern for all of them takes thirty
    times as long.
    """
    cased = {case for sign in signs for case in (sign.lower(), sign.upper()) if len(case) == 1}
    units = "|".join(sorted(f"{ord(sign):04x}" for sign in cased)).encode() or rb"(?!)"
    bytes_of = "|".join(sorted({f"{sign.encode()[0]:02x}" for sign in cased})).encode() or rb"(?!)"
    names = "|".join(sorted({name for name, sign in html5.items() if sign in {*cased, *"\\%"}})).encode()
    return tuple(
        re.compile(pattern)
        for pattern in (
            rb"\\u(?i:0025|005c|0026(?:amp;)*(?:#|" + names + rb")|" + units + rb"|" + _OTHER_UNITS + rb")",
            rb"%(?i:(?:25)*(?:5c|26(?:amp(?:;|%(?:25)*3b))*(?:#|%(?:25)*23|"
            + names
            + rb")|"
            + bytes_of
            + rb"|"
            + _OTHER_BYTES
            + rb"))",
            rb"&(?:amp;)*(?:#|(?:" + names + rb"))",
            *_OTHER_FORMS,
            *(_OF_DIGITS if re.search(r"\d", signs) else ()),
        )
    )


def _longest_word(value: str) -> list[str]:
    """What of a value is escaped nowhere, in every case that base64 cannot be read without."""
    words = re.findall(r"[^\W_]+", value)
    word = max((value, *words), key=lambda one: (one.isalnum() and len(one) >= _FEWEST_SIGNS, len(one)))
    return [word] if word.isascii() else [word, word.lower(), word.upper(), word.title(), word.casefold()]


def _last_seven(digits: str) -> list[str]:
    head, middle, tail = digits[-7:-4], digits[-4:-2], digits[-2:]
    return [
        head + middle + tail,
        *(separator.join((head, middle, tail)) for separator in _SEPARATORS),
        *(separator.join((head, middle + tail)) for separator in _SEPARATORS),
    ]


def _cores(word: str) -> Iterator[tuple[bytes, int]]:
    """What base64 makes of a word whatever stands around it, folded, and how many signs of its first group it lacks."""
    content = word.encode()
    for before in range(3):
        first, behind = -(-8 * before // 6), 8 * (before + len(content)) // 6
        signs = b64encode(b"\0" * before + content + b"\0" * 3)[first:behind]
        if len(signs) >= _FEWEST_SIGNS:
            yield signs.translate(_FOLDED), first
