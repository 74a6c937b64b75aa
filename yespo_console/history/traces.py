"""What is left of a contact in a text or a file, however it is written.

An e-mail address, a phone number or an id stands in any case and in any of the spellings that ``sharing.spellings``
knows, a phone number with any punctuation, one of Ukraine also as it is written there. What is a part of a longer word
is somebody else: ``anna@example.com`` is not found in ``joanna@example.com``.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import cached_property
from io import BytesIO
from typing import BinaryIO, Final
from unicodedata import normalize

from yespo_console.history.errors import SearchCancelledError
from yespo_console.history.glance import Glance
from yespo_console.history.hidden import BETWEEN_DIGITS, DASHES, Hidden
from yespo_console.history.spelled_out import SpelledOut
from yespo_console.sharing.addresses import digits, from_abroad
from yespo_console.sharing.spellings import UNSEEN, inside, layers, undone

_PHONE: Final = re.compile(rf"[+(]?\d[\d\s().\-/{DASHES}]{{5,}}\d")
#: What a number from abroad begins with that is written with all that is to be dialled.
_FROM_ABROAD: Final = re.compile(r"00(?=[1-9]\d{7})")
#: So many digits have the code of a country, too. Shorter ones may be a date or an amount where punctuation is among
#: them; so without a plus they are an id, which has none.
_ABROAD: Final = range(11, 16)
#: A number of Ukraine with the code of the country, which it is written without there.
_OF_UKRAINE: Final = re.compile(r"38(0[3-9]\d{8})")
#: What may stand between the digits of a phone number, in a text and in the bytes of one.
_BETWEEN: Final = rf"[\s().+\-/,{DASHES}]{{0,3}}"
_SIGN_BETWEEN: Final = rb"[\s\x1c-\x1f().+\-/,]|%b|\\+[bfnrt]" % b"|".join(
    sign.encode() for sign in BETWEEN_DIGITS if not sign.isascii()
)
#: In UTF-8, and in UTF-16, where a zero byte stands between all signs: one between two texts makes no number of them.
_BETWEEN_BYTES: Final = tuple(rb"%b(?:(?:%b)%b){0,3}" % (zero, _SIGN_BETWEEN, zero) for zero in (b"", rb"\x00"))
_NO_DIGITS: Final = bytes(byte for byte in range(256) if byte not in b"0123456789")
#: In a value: what is escaped in every other text, or may stand as another kind of space.
_WRITTEN_IN_MANY_WAYS: Final = re.compile(r"[^A-Za-z0-9@._+-]")
_WORD: Final = re.compile(r"[^\W_]+")
#: Among values that were typed together: what is one of them where all are, and an address.
_TOLD_BY_ITSELF: Final = re.compile(rf"{_PHONE.pattern}|\S*[@\d]\S*")
_ADDRESS: Final = re.compile(r"\S+@\S+")
#: A date has fewer digits than a phone number.
_DIGITS_OF_DATE: Final = 8
_UNSEEN: Final = re.compile(f"[{UNSEEN}]")
#: What belongs to the letter before it, as the breve of a decomposed ``й`` does.
_MARKS: Final = "\u0300-\u036f"
#: So much of a text decides whether what stands beside it is a whole word.
_BESIDE: Final = 64
#: A value this short stands in many places by chance.
_SHORT: Final = 4
#: Bytes of a file that are looked through at a time, so few that they stay in the processor's cache while one pattern
#: after the other is searched, and how far they reach into each other.
_CHUNK: Final = 1_000_000
_OVERLAP: Final = 2_000


class TooShortError(ValueError):
    """A value that stands in too many places by chance to be looked for everywhere."""


class Traces:
    """How one value may be written.

    Attributes:
        value: as it was given, but for what ``looked_for`` takes out. Raises TooShortError.
    """

    def __init__(self, value: str) -> None:
        self.value = looked_for(value)
        #: With its letters composed, and decomposed.
        self._written = tuple(dict.fromkeys(normalize(form, self.value) for form in ("NFC", "NFD")))
        self._digits = self._number()
        #: Finds it in a text without escapes, in any case: as a word, and as a part of one too.
        self._whole, self._part = self._patterns()
        #: All its forms in bytes, without the case of ASCII; none for a phone number.
        self._forms: tuple[bytes, ...] = ()
        #: Of a value whose words may stand in other ways than in these forms: the longest word of each way to write it.
        self._words: tuple[str, ...] = ()
        #: Finds one of the forms of an address by its sign, sooner than they are found.
        self._around_at: re.Pattern[bytes] | None = None
        self._in_many_ways = not self._digits and _WRITTEN_IN_MANY_WAYS.search(self.value) is not None
        #: Whether it reads as an escape itself, so that undoing those of a text may undo its own.
        self._is_escape = not self._digits and ("\\" in self.value or undone(self.value).text != self.value)
        if self._digits:
            self._bytes = re.compile(b"|".join(one.join(map(str.encode, self._digits)) for one in _BETWEEN_BYTES))
        else:
            forms = _byte_forms(self.value)
            self._bytes = re.compile(b"|".join(map(re.escape, forms)), re.IGNORECASE)
            self._forms = tuple(dict.fromkeys(form.lower() for form in forms))
            if self._in_many_ways:
                every = (_WORD.findall(form.casefold()) for form in self._written)
                self._words = tuple(dict.fromkeys(max(words, key=len) for words in every if words))
            elif self.value.count("@") == 1:
                self._around_at = _around_at(self._forms)
        self._glance = Glance(self._digits or "".join(self._words) or self.value, is_number=bool(self._digits))

    @cached_property
    def _spelled_out(self) -> SpelledOut:
        return SpelledOut(*self._written)

    @cached_property
    def _hidden(self) -> Hidden:
        return Hidden(self._written, self._places, self._digits)

    def _number(self) -> str:
        """The digits that stand in every spelling of a phone number; empty when the value is none."""
        if _PHONE.fullmatch(self.value) is None:
            return ""
        number = from_abroad(_FROM_ABROAD.sub("", digits(self.value)))
        of_ukraine = _OF_UKRAINE.fullmatch(number)
        if of_ukraine:
            return of_ukraine[1]
        return number if self.value.startswith(("+", "00")) or len(number) in _ABROAD else ""

    def _patterns(self) -> tuple[re.Pattern[str], re.Pattern[str]]:
        if number := self._digits:
            part = _BETWEEN.join(number)
            dialled, abroad, inland = (_BETWEEN.join((*code, "")) for code in ("00", "38", "8"))
            whole = rf"(?<!\d)(?:{dialled})?{part}(?!\d)"
            if _OF_UKRAINE.fullmatch(f"38{number}"):
                whole = rf"(?:(?<!\d)(?:{dialled})?{abroad}|(?<!\d)(?<!\d[.,])(?:{inland})?){part}(?!\d)"
        else:
            every = (r"[\s+\u00a0]+".join(map(re.escape, form.casefold().split())) for form in self._written)
            part = f"(?:{'|'.join(every)})"
            before = r"(?<![\w.+\-])" if "@" in self.value else r"(?<!\w)(?<!\w[.\-])"
            whole = rf"{before}{part}(?![\w{_MARKS}])(?![.\-]\w)"
        return re.compile(whole, re.IGNORECASE), re.compile(part, re.IGNORECASE)

    def may_stand_in(self, content: bytes) -> bool:
        """False: the value stands nowhere in ``content``, neither whole nor in a longer word; told in microseconds.

        What is between two zero bytes is a text of its own. A text that may hide the value is read.
        """
        if self._word_stands_in(content):
            return True
        return any(self.is_part_of(text.decode("utf-8", "replace")) for text in self._glance.hiding(content))

    def is_to_be_read(self, content: bytes) -> bool:
        """False: the value stands nowhere in ``content``; True: nobody knows until it is read, a second a megabyte."""
        return self._word_stands_in(content) or next(self._glance.hiding(content), None) is not None

    def _word_stands_in(self, content: bytes) -> bool:
        """Whether what no unescaped spelling of the value can be without stands in ``content``.

        Of a value without a letter or digit that is nothing, for its signs may stand as any escape.
        """
        if _WORD.search(self.value) is None:
            return True
        if self._words:
            text = content.decode("utf-8", "replace").casefold()
            return any(word in text for word in self._words)
        return self._may_stand_plainly_in(content)

    def _may_stand_plainly_in(self, content: bytes) -> bool:
        """False: none of the forms in bytes stands in ``content``, which is told far sooner without their pattern."""
        if self._digits:
            return self._digits.encode() in content.translate(None, _NO_DIGITS)
        if self._around_at is not None:
            return self._around_at.search(content) is not None
        lower = content.lower()
        return any(form in lower for form in self._forms)

    def in_text(self, text: str) -> bool:
        """Whether the value stands in ``text``, however it is written."""
        return any(self._is_whole_in(reading) for reading in inside(text))

    def _is_whole_in(self, text: str) -> bool:
        folded = text.casefold()
        if any(self._is_whole(folded, match[0], match.span()) for match in self._whole.finditer(folded)):
            return True
        return any(self._is_whole(text, self.value, span) for span in self._spelled_out_in(text))

    def _is_whole(self, text: str, found: str, span: tuple[int, int]) -> bool:
        """Whether what was found is no part of a longer word of which more is escaped: ``\u006ao``, ``%2Eua``."""
        begin, behind = span
        before = undone(text[max(0, begin - _BESIDE) : begin]).text.casefold()
        until = before + found.casefold()
        after = undone(text[behind : behind + _BESIDE]).text.casefold()
        # what ends before it may be the end of a longer word of which the rest is too far away
        words = self._whole.finditer(until + after)
        return any(word.end() > len(before) and word.start() < len(until) for word in words)

    def _spelled_out_in(self, text: str) -> Iterator[tuple[int, int]]:
        """Where a value stands there that itself reads as an escape."""
        if self._is_escape:
            content = text.encode("utf-8", "replace")
            for span in self._spelled_out.spans(content):
                begin, behind = (len(content[:at].decode("utf-8")) for at in span)
                yield begin, behind

    def in_content(self, content: bytes) -> bool:
        """Whether the value stands in a body; also in UTF-16, and in base64 so short that no text is read for it."""
        if self.in_text(content.decode("utf-8", "replace")):
            return True
        return self.stands_in_bytes(content) and (
            any(self.in_text(content.decode(encoding, "replace")) for encoding in ("utf-16-le", "utf-16-be"))
            or next(self._hidden.encoded.spans(content, self._whole_places), None) is not None
        )

    def stands_in_bytes(self, content: bytes) -> bool:
        """Whether ``spans`` finds the value, or a longer word that holds it; told in microseconds."""
        return next(self.spans(BytesIO(content)), None) is not None

    def is_part_of(self, text: str) -> bool:
        """Whether the value stands in ``text``, or a longer word that holds it."""
        return any(
            self._part.search(reading.casefold()) or next(self._spelled_out_in(reading), None)
            for reading in inside(text)
        )

    def _places(self, text: str) -> Iterator[tuple[int, int]]:
        """Where in a text, but for its base64, the value stands, or a longer word that holds it."""
        for reading in layers(text):
            for match in self._part.finditer(_folded(reading.text)):
                yield reading.span(*match.span())
        yield from self._spelled_out_in(text)

    def _whole_places(self, text: str) -> Iterator[tuple[int, int]]:
        """Those of them that are no part of a longer word."""
        return (span for span in self._places(text) if self._is_whole(text, self._digits or self.value, span))

    def spans(self, file: BinaryIO, is_unwanted: Callable[[], bool] = lambda: False) -> Iterator[tuple[int, int]]:
        """Where in a file the value, or a longer word that holds it, stands byte for byte: beginnings and ends.

        In UTF-8 and in UTF-16, in any case, and in UTF-8 in every other spelling. A place across two pages of a
        database is not seen. ``is_unwanted`` is asked every megabyte.

        Raises OSError, and SearchCancelledError once ``is_unwanted`` says yes.
        """
        seen = 0
        at = 0
        file.seek(0)
        while chunk := file.read(_CHUNK):
            if is_unwanted():
                raise SearchCancelledError
            for start, end in sorted((*self._plain(chunk), *self._hidden.spans(chunk))):
                if at + start >= seen:
                    seen = at + end
                    yield at + start, seen
            if len(chunk) < _CHUNK:
                return
            at += _CHUNK - _OVERLAP
            file.seek(at)

    def _plain(self, content: bytes) -> Iterator[tuple[int, int]]:
        """Where the value stands as it is; where its signs are escaped by themselves, too, if there are such signs."""
        if self._in_many_ways:
            yield from self._spelled_out.spans(content)
        elif self._may_stand_plainly_in(content):
            yield from (found.span() for found in self._bytes.finditer(content))


def looked_for(value: str) -> str:
    """A value without space around it and signs that nobody sees, its letters composed.

    Raises TooShortError for one of fewer than four characters.
    """
    value = normalize("NFC", " ".join(_UNSEEN.sub("", value).split()))
    if len(value) < _SHORT:
        raise TooShortError(value)
    return value


def of_all(values: Iterable[str]) -> tuple[Traces, ...]:
    """The traces of several values of one contact. Raises TooShortError."""
    return tuple(Traces(value) for value in dict.fromkeys(values))


def values_in(text: str) -> list[str]:
    """The values that were typed with semicolons or commas between them.

    A name may have a comma of its own, and each word of it is somebody else's, too. So commas part only what is told by
    itself: addresses and phone numbers, and where nothing else is there, single words with a digit.
    """
    values: list[str] = []
    for part in re.split(r"[;\n]", text):
        pieces = part.split(",")
        are_told = all(_TOLD_BY_ITSELF.fullmatch(piece.strip()) for piece in pieces if piece.strip())
        for number, piece in enumerate(pieces):
            if number == 0 or are_told or any(map(_is_address_or_number, pieces[number - 1 : number + 1])):
                values.append(piece)
            else:
                values[-1] += f",{piece}"
    return [value for one in values if (value := one.strip(", \t"))]


def _is_address_or_number(typed: str) -> bool:
    value = typed.strip()
    if _ADDRESS.fullmatch(value):
        return True
    return _PHONE.fullmatch(value) is not None and len(digits(value)) > _DIGITS_OF_DATE


def _folded(text: str) -> str:
    """In small letters, unless that moves any."""
    folded = text.casefold()
    return folded if len(folded) == len(text) else text


def _byte_forms(value: str) -> list[bytes]:
    """The value in UTF-8 and UTF-16."""
    return [value.encode(encoding, "surrogatepass") for encoding in ("utf-8", "utf-16-le", "utf-16-be")]


def _around_at(forms: Iterable[bytes]) -> re.Pattern[bytes]:
    """Finds these forms of an address by what stands before its sign and behind it."""
    sides = (form.split(b"@") for form in forms)
    around = (rb"(?<=%b@)%b" % (re.escape(before), re.escape(behind)) for before, behind in sides)
    return re.compile(rb"@(?:%b)" % b"|".join(around), re.IGNORECASE)
