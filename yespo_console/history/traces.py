"""What is left of a contact in a text or a file, however it is written.

An e-mail address, a phone number or an id stands in any case and in any of the spellings that ``sharing.spellings``
knows, a phone number with any punctuation, one of Ukraine also as it is written there. What is a part of a longer word
is somebody else: ``anna@example.com`` is not found in ``joanna@example.com``.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import BinaryIO, Final
from urllib.parse import quote

from yespo_console.history.errors import SearchCancelledError
from yespo_console.history.hidden import Hidden
from yespo_console.sharing.addresses import digits, from_abroad
from yespo_console.sharing.spellings import inside

_PHONE: Final = re.compile(r"[+(]?\d[\d\s().\-\u00a0]{5,}\d")
#: A number of Ukraine with the code of the country, which it is written without there.
_OF_UKRAINE: Final = re.compile(r"38(0[3-9]\d{8})")
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
        #: Finds it in a text without escapes, in any case: as a word, and as a part of one too.
        self._whole, self._part = self._patterns()
        number = self._number()
        if number:
            self._bytes = re.compile(_BETWEEN_BYTES.join(digit.encode() for digit in number))
            self._digits = re.compile(rb"(?:[^0-9A-Za-z]|\\[tnr]){0,9}".join(digit.encode() for digit in number))
        else:
            if self._is_ascii and not _WRITTEN_IN_MANY_WAYS.search(self.value):
                self._needle = self.value.lower().encode()
            forms = _byte_forms(self.value)
            self._bytes = re.compile(b"|".join(map(re.escape, forms)), re.IGNORECASE)
            self._forms = tuple(dict.fromkeys(form.lower() for form in forms))
        self._hidden = Hidden(self.value, self._part, number)

    def _number(self) -> str:
        """The digits that stand in every spelling of a phone number; empty when the value is none."""
        if _PHONE.fullmatch(self.value) is None:
            return ""
        number = from_abroad(digits(self.value))
        of_ukraine = _OF_UKRAINE.fullmatch(number)
        return of_ukraine[1] if of_ukraine else number

    def _patterns(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        if number := self._number():
            part = _BETWEEN.join(number)
            abroad, inland = (_BETWEEN.join((*code, "")) for code in ("38", "8"))
            whole = rf"(?<!\d){part}(?!\d)"
            if number != digits(self.value):
                whole = rf"(?:(?<!\d)(?:(?:00)?{abroad})|(?<!\d)(?<!\d[.,])(?:{inland})?){part}(?!\d)"
        else:
            part = r"[\s+\u00a0]+".join(map(re.escape, self.value.casefold().split()))
            before = r"(?<![\w.+\-])" if "@" in self.value else r"(?<!\w)(?<!\w[.\-])"
            whole = before + part + r"(?!\w)(?![.\-]\w)"
        return re.compile(whole, re.IGNORECASE), re.compile(part, re.IGNORECASE)

    def may_stand_in(self, content: bytes) -> bool:
        """False: the value stands nowhere in ``content``, neither whole nor in a longer word; told in microseconds."""
        if self._needle:
            stands = self._needle in content.lower()
        elif self._digits is not None:
            stands = self._digits.search(content) is not None
        else:
            stands = not self._is_ascii or b"\\" in content or self._bytes.search(content) is not None
        return stands or any(True for _span in self._hidden.spans(content))

    def in_text(self, text: str) -> bool:
        """Whether the value stands in ``text``, however it is written."""
        return any(self._whole.search(reading.casefold()) for reading in inside(text))

    def in_content(self, content: bytes) -> bool:
        """Whether the value stands in a body."""
        return self.in_text(content.decode("utf-8", "replace"))

    def is_part_of(self, text: str) -> bool:
        """Whether the value stands in ``text``, or a longer word that holds it."""
        return any(self._part.search(reading.casefold()) for reading in inside(text))

    def spans(self, file: BinaryIO, is_unwanted: Callable[[], bool] = lambda: False) -> Iterator[tuple[int, int]]:
        """Where in a file the value, or a longer word that holds it, stands byte for byte: beginnings and ends.

        In UTF-8 and in UTF-16, in any case, and in UTF-8 in every other spelling. A place across two pages of a
        database is not seen. ``is_unwanted`` is asked every few megabytes.

        Raises OSError, and SearchCancelledError once ``is_unwanted`` says yes.
        """
        seen = 0
        at = 0
        file.seek(0)
        while chunk := file.read(_CHUNK):
            if is_unwanted():
                raise SearchCancelledError
            # whether anything is there at all is told far faster without a pattern
            lower = chunk.lower() if self._forms else b""
            is_there = any(form in lower for form in self._forms) if self._forms else True
            plain = (found.span() for found in self._bytes.finditer(chunk)) if is_there else ()
            for start, end in sorted((*plain, *self._hidden.spans(chunk))):
                if at + start >= seen:
                    seen = at + end
                    yield at + start, seen
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


def _byte_forms(value: str) -> list[bytes]:
    """The value in UTF-8 and UTF-16, and what ``Hidden`` does not look for: escapes of letters beyond ASCII."""
    forms: list[bytes] = []
    for text in dict.fromkeys((value, value.lower(), value.upper(), value.casefold(), value.title())):
        forms += [text.encode(), text.encode("utf-16-le"), text.encode("utf-16-be")]
        if text.isascii():
            continue
        escaped = "".join(
            letter if letter.isascii() else "".join(f"\\u{unit:04x}" for unit in _units(letter)) for letter in text
        )
        forms += [escaped.encode(), escaped.replace("\\", "\\\\").encode(), escaped.replace("/", "\\/").encode()]
        forms += [quote(text, safe="").encode(), quote(text, safe="@").encode()]
        forms.append("".join(f"\\u{unit:04x}" for letter in text for unit in _units(letter)).encode())
    return list(dict.fromkeys(forms))


def _units(letter: str) -> Iterator[int]:
    """The UTF-16 units of a letter."""
    encoded = letter.encode("utf-16-be", "surrogatepass")
    for at in range(0, len(encoded), 2):
        yield int.from_bytes(encoded[at : at + 2], "big")
