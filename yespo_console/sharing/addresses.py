"""What an e-mail address and a phone number of a person are, in whatever spelling they stand in a text.

The question before a real account, the redaction and the search for everything about a contact mean the same by them.
An address at the name of a computer without a dot (``anna@localhost``) reaches nobody outside, and is none.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final, Literal
from unicodedata import decimal

from yespo_console.sharing.disguised_addresses import disguised, name_before
from yespo_console.sharing.personal_shapes import pieces
from yespo_console.sharing.spellings import MOST_ENCODED, Reading, encoded_in, undone

_SIGN: Final = r"[^\s@\"'<>(),;:\\/\[\]{}|`=&?%…]"
#: A part of a host name; without dots, so that no text can be read in many ways and take long.
_LABEL: Final = r"[^\s@\"'<>(),;:\\/\[\]{}|`=&?%….!#$*+^~]"
#: The host by its number.
_LITERAL: Final = r"\[(?:IPv6:)?[0-9A-Fa-f.:]{3,45}\]"
_EMAIL: Final = re.compile(
    rf"(?:{_SIGN}{{1,64}}|\"[^\"\\\n:{{}}\[\],]{{1,64}}\")@(?:(?:{_LABEL}{{1,63}}\.){{1,8}}{_LABEL}{{2,63}}|{_LITERAL})"
)
#: The sign of an address, where one can be: something before it, and behind it a host with a dot, or its number.
_AT: Final = re.compile(rf"(?<=[^\s@'<>(),;:\\/\[\]{{}}|`=&?%…])@(?={_LABEL}{{1,63}}\.|\[)")
#: So far an address reaches: 64 characters in quotes, and up to nine labels of a host.
_BEFORE_AT: Final = 66
_BEHIND_AT: Final = 9 * 64

#: A number with fewer digits is nobody's phone.
FEWEST_DIGITS: Final = 7
#: Other numbers of as many digits are ids of products and orders as a rule.
_WRITTEN_AS_PHONE: Final = re.compile(
    r"\+\(?\d[\d\s().\-/]{6,20}\d"
    r"|(?<!\w)(?:\(?380\)?(?:[^\w\n]?\d){2}|(?:8[^\w\n]?)?\(?0[ \u00a0-]?\(?[3-9][ \u00a0-]?\d\)?)"
    r"(?:[^\w\n]{0,2}\d){7}(?!\w)"
)
_AT_HOME: Final = re.compile(r"8?0([3-9]\d{8})")


@dataclass(frozen=True, slots=True)
class Somebody:
    """An e-mail address or a phone number in a text, or the name before an address.

    Attributes:
        kind: which of them.
        value: itself, without escapes and disguise.
        start, end: where it stands, as it is spelled there.
    """

    kind: Literal["email", "phone", "name"]
    value: str
    start: int
    end: int


def somebody_in(text: str) -> Iterator[Somebody]:
    """Who is named in a text, in its order, but for what stands in base64.

    Also by an address that only people can read, which nobody can be written to.
    """
    reading = undone(text)
    return _somebody_in(reading, sorted((*_addresses(reading.text), *disguised(reading.text))))


def everybody_in(text: str, most: int = MOST_ENCODED) -> Iterator[tuple[str, str]]:
    """Each address and phone number in a text, in base64 too: which of the two, and itself."""
    reading = undone(text)
    for one in _somebody_in(reading, _addresses(reading.text)):
        if one.kind != "name":
            yield one.kind, one.value
    if most:
        for _start, _end, decoded in encoded_in(reading):
            yield from everybody_in(decoded, most - 1)


def _somebody_in(reading: Reading, addresses: Iterable[tuple[int, int, str]]) -> Iterator[Somebody]:
    done = 0
    for start, end, address in addresses:
        if start < done:
            continue
        before, behind, name = name_before(reading.text[done:start]) or (start - done, start - done, "")
        yield from _numbers_between(reading, done, done + before)
        if name:
            yield Somebody("name", name, *reading.span(done + before, done + behind))
        yield Somebody("email", address, *reading.span(start, end))
        done = end
    yield from _numbers_between(reading, done, len(reading.text))


def _numbers_between(reading: Reading, start: int, end: int) -> Iterator[Somebody]:
    for at, number in _numbers(reading.text[start:end]):
        yield Somebody("phone", number, *reading.span(start + at, start + at + len(number)))


def _addresses(text: str) -> Iterator[tuple[int, int, str]]:
    """From where to where each stands, and itself. Looked for around their signs only, for a text may be long."""
    done = 0
    at = _AT.search(text)
    while at is not None:
        match = _EMAIL.search(text, max(done, at.start() - _BEFORE_AT), at.end() + _BEHIND_AT)
        if match is not None:
            yield *match.span(), match[0]
            done = match.end()
        at = _AT.search(text, max(done, at.end()))


def _numbers(text: str) -> Iterator[tuple[int, str]]:
    if _WRITTEN_AS_PHONE.search(text) is None:  # far sooner told than what else its digits may be
        return
    at = 0
    for piece, shape in pieces(text):
        if shape in (None, "phone"):  # numbers that follow one another may be one piece
            for match in _WRITTEN_AS_PHONE.finditer(piece):
                yield at + match.start(), match[0]
        at += len(piece)


def is_address(text: str) -> bool:
    """Whether a text is an address as a whole."""
    return _EMAIL.fullmatch(text) is not None


def digits(text: str) -> str:
    """The digits of a number, in whatever script they are written."""
    found = re.sub(r"\D", "", text)
    return found if found.isascii() else "".join(str(decimal(digit)) for digit in found)


def from_abroad(digits: str) -> str:
    """The digits of a number that is written as at home, with the code of the country; any others as they are."""
    home = _AT_HOME.fullmatch(digits)
    return digits if home is None else f"380{home[1]}"
