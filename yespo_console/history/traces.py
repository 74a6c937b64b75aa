r"""What is left of a contact in a text or a file, however it is written.

An e-mail address, a phone number or an id stands in a wire text as it is, or with JSON escapes (``\u0040``, once more
escaped inside string JSON), or encoded for a URL, in any case, a phone number with any punctuation. What is a part of a
longer word is somebody else: ``anna@example.com`` is not found in ``joanna@example.com``.

Not known: what was encrypted, compressed or turned into base64 before it was sent.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import quote, unquote

from yespo_console.history.errors import SearchCancelledError

_PHONE: Final = re.compile(r"[+(]?\d[\d\s().\-\u00a0]{5,}\d")
_NO_DIGIT: Final = re.compile(r"\D+")
_UNICODE: Final = re.compile(r"\\+u([0-9a-fA-F]{4})")
_ESCAPED: Final = re.compile(r"""\\+(["'/])|\\+([bfnrt])|\\\\+""")
_HIDES: Final = re.compile(rb"\\u|%[0-9A-Fa-f]|\\+[\"'/nrt]")
#: An escaped letter of ASCII, or a space that does not break.
_HIDES_ASCII: Final = re.compile(rb"\\u00[2-7aA]|%(?:25)*[2-7][0-9A-Fa-f]|%(?:25)*[cC]2")
#: What may stand between the digits of a phone number, in a text and in the bytes of one.
_BETWEEN: Final = r"[\s().+\-/\u00a0]{0,3}"
_BETWEEN_BYTES: Final = rb"[\x00\s().+\-/\x80-\xaf\xc2\xe2]{0,9}"
#: In a value: what may be escaped by a backslash, or stand as another kind of space.
_WRITTEN_IN_MANY_WAYS: Final = re.compile(r"""[\s"'/\\]""")
#: A value this short stands in many places by chance.
_SHORT: Final = 4
#: Bytes of a file that are looked through at a time, and how far they reach into each other.
_CHUNK: Final = 8_000_000
_OVERLAP: Final = 2_000


class TooShortError(ValueError):
    """A value that stands in too many places by chance to be looked for everywhere."""


class Traces:
    """How one value may be written.

    Attributes:
        value: as it was given, without space around it. Raises TooShortError for one of fewer than four characters.
    """

    def __init__(self, value: str) -> None:
        self.value = " ".join(value.split())
        if len(self.value) < _SHORT:
            raise TooShortError(value)
        self._is_ascii = self.value.isascii()
        #: Where the value stands in ASCII and unescaped, this stands in the bytes without case.
        self._needle = b""
        #: The same for a phone number.
        self._digits: re.Pattern[bytes] | None = None
        #: All its forms in bytes, without the case of ASCII; none for a phone number.
        self._forms: tuple[bytes, ...] = ()
        is_phone = _PHONE.fullmatch(self.value) is not None
        digits = _NO_DIGIT.sub("", self.value)
        if is_phone:
            self._part = re.compile(_BETWEEN.join(digits))
            self._whole = re.compile(r"(?<!\d)" + self._part.pattern + r"(?!\d)")
            self._bytes = re.compile(_BETWEEN_BYTES.join(digit.encode() for digit in digits))
            self._digits = re.compile(rb"(?:[^0-9A-Za-z]|\\[tnr]){0,9}".join(digit.encode() for digit in digits))
        else:
            if self._is_ascii and not _WRITTEN_IN_MANY_WAYS.search(self.value):
                self._needle = self.value.lower().encode()
            words = r"[\s+\u00a0]+".join(map(re.escape, self.value.casefold().split()))
            self._part = re.compile(words)
            before = r"(?<![\w.+\-])" if "@" in self.value else r"(?<!\w)(?<!\w[.\-])"
            self._whole = re.compile(before + words + r"(?!\w)(?![.\-]\w)")
            forms = _byte_forms(self.value)
            self._bytes = re.compile(b"|".join(map(re.escape, forms)), re.IGNORECASE)
            self._forms = tuple(dict.fromkeys(form.lower() for form in forms))

    def may_stand_in(self, content: bytes) -> bool:
        """False: the value stands nowhere in ``content``, neither whole nor in a longer word; told in microseconds."""
        if self._needle:
            stands = self._needle in content.lower()
        elif self._digits is not None:
            stands = self._digits.search(content) is not None
        else:
            stands = not self._is_ascii or b"\\" in content or self._bytes.search(content) is not None
        if stands:
            return True
        return (b"\\u00" in content or b"%" in content) and _HIDES_ASCII.search(content) is not None

    def in_text(self, text: str) -> bool:
        """Whether the value stands in ``text``, as it is or escaped."""
        return any(self._whole.search(view) for view in _views(text))

    def in_content(self, content: bytes) -> bool:
        """Whether the value stands in a body."""
        text = content.decode("utf-8", "replace")
        return self.in_text(text) if _HIDES.search(content) else self._whole.search(text.casefold()) is not None

    def is_part_of(self, text: str) -> bool:
        """Whether the value stands in ``text``, or a longer word that holds it."""
        return any(self._part.search(view) for view in _views(text))

    def spans(self, file: BinaryIO, is_unwanted: Callable[[], bool] = lambda: False) -> Iterator[tuple[int, int]]:
        """Where in a file the value, or a longer word that holds it, stands byte for byte: beginnings and ends.

        In UTF-8, UTF-16, with JSON escapes and encoded for a URL; in any case. A place across two pages of a database
        is not seen. ``is_unwanted`` is asked every few megabytes.

        Raises OSError, and SearchCancelledError once ``is_unwanted`` says yes.
        """
        seen = -1
        at = 0
        file.seek(0)
        while chunk := file.read(_CHUNK):
            if is_unwanted():
                raise SearchCancelledError
            # whether anything is there at all is told far faster without a pattern
            lower = chunk.lower() if self._forms else b""
            is_there = any(form in lower for form in self._forms) if self._forms else True
            for found in self._bytes.finditer(chunk) if is_there else ():
                if at + found.start() > seen:
                    seen = at + found.start()
                    yield seen, at + found.end()
            if len(chunk) < _CHUNK:
                return
            at += _CHUNK - _OVERLAP
            file.seek(at)

    def places(self, path: Path) -> int:
        """In how many places they stand in a file that is no open history. Raises OSError."""
        with path.open("rb") as file:
            return sum(1 for _ in self.spans(file))


def of_all(values: Iterable[str]) -> tuple[Traces, ...]:
    """The traces of several values of one contact. Raises TooShortError."""
    return tuple(Traces(value) for value in dict.fromkeys(values))


def _views(text: str) -> Iterator[str]:
    """``text`` without case, and with one kind of escapes after the other undone."""
    yield text.casefold()
    for _round in range(3):
        plain = _ESCAPED.sub(_unescaped, _UNICODE.sub(lambda found: chr(int(found[1], 16)), text))
        plain = plain.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
        if "%" in plain:
            plain = unquote(plain, errors="replace")
        if plain == text:
            return
        text = plain
        yield text.casefold()


def _unescaped(found: re.Match[str]) -> str:
    return found[1] or (" " if found[2] else "\\")


def _byte_forms(value: str) -> list[bytes]:
    forms: list[bytes] = []
    for text in dict.fromkeys((value, value.lower(), value.upper(), value.casefold(), value.title())):
        forms += [text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be")]
        escaped = "".join(
            letter if letter.isascii() else "".join(f"\\u{unit:04x}" for unit in _units(letter)) for letter in text
        )
        forms += [escaped.encode(), escaped.replace("\\", "\\\\").encode(), escaped.replace("/", "\\/").encode()]
        forms += [quote(text, safe="").encode(), quote(text, safe="@").encode()]
        forms.append("".join(f"\\u{unit:04x}" for letter in text for unit in _units(letter)).encode())
        forms.append(text.replace("@", "\\u0040").encode())
    return list(dict.fromkeys(forms))


def _units(letter: str) -> Iterator[int]:
    """The UTF-16 units of a letter."""
    encoded = letter.encode("utf-16-be", "surrogatepass")
    for at in range(0, len(encoded), 2):
        yield int.from_bytes(encoded[at : at + 2], "big")
