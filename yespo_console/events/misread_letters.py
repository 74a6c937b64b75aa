"""Tells a text whose UTF-8 was read as Windows-1252, Latin-1 or Windows-1251: ``ÐŸÑ€Ð¸Ð²Ñ–Ñ‚`` for ``Привіт``.

It is told only when the whole text can be read back and nothing but clean Cyrillic comes out, so it is a fact about the
text and no guess. A text in which letters were lost on the way cannot be read back, and is not told.
"""

import re
from typing import Final


def _bytes_of(codec: str) -> dict[int, int]:
    """Each character of ``codec`` beyond ASCII -> its byte. Bytes it does not use stay themselves."""
    letters = ((byte, bytes((byte,)).decode(codec, "ignore")) for byte in range(0x80, 0x100))
    return {ord(letter): byte for byte, letter in letters if letter}


_WESTERN: Final = _bytes_of("cp1252")
_CYRILLIC: Final = _bytes_of("cp1251")


def _second(letters: dict[int, int]) -> str:
    """The characters that a second byte of UTF-8 was read as, and the bytes themselves where they were kept."""
    return "".join(re.escape(chr(letter)) for letter, byte in letters.items() if byte < 0xC0)


#: How it begins behind what is ASCII: the two bytes of a letter, or of a quotation mark. Ordinary texts end here.
_BEGINNING: Final = re.compile(
    rf"[\x00-\x7f]*(?:(?P<western>[ÐÑÒÂâ])[\x80-\xbf{_second(_WESTERN)}]|[РСТВв][\x80-\x9f{_second(_CYRILLIC)}])"
)
_CLEAN: Final = re.compile(r"[\t\n\r\x20-\x7e\u00a0«»·\u0400-\u052f\u02bc\u2010-\u2015\u2018-\u201e•…№₴]*")
_LETTER: Final = re.compile(r"[\u0400-\u052f]")
#: One letter read as two Cyrillic ones can be an ordinary word.
_FEWEST_LETTERS: Final = 2


def is_misread(text: str) -> bool:
    """Whether ``text`` is Cyrillic in UTF-8 that was read in another encoding."""
    beginning = None if text.isascii() else _BEGINNING.match(text)
    if beginning is None:
        return False
    try:
        read_back = text.translate(_WESTERN if beginning["western"] else _CYRILLIC).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return False
    letters = len(_LETTER.findall(read_back))
    return letters >= _FEWEST_LETTERS and _CLEAN.fullmatch(read_back) is not None
