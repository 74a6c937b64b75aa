"""Personal data told by its shape, whatever name it stands under.

Tokens of a session (JWT), coordinates, bank accounts, cards, addresses of computers, phone numbers.

A number is a card or an account only when its check digits are right; so an order number is seldom taken for one.
"""

import ipaddress
import re
from collections.abc import Callable, Iterator
from typing import Final

from yespo_console.sharing.personal_kinds import ReplacedKind

_PHONE: Final = re.compile(r"(?<![\w+])\+?\(?\d[\d\s().\-\u00a0/]{6,22}\d(?![\w])")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
#: Every one begins as JSON does in base64.
_TOKEN: Final = re.compile(r"eyJ(?<![\w-]eyJ)[\w-]{8,2000}\.[\w-]{8,4000}(?:\.[\w-]{0,2000})?")
_DIGITS: Final = re.compile(r"\d")
_CARD: Final = re.compile(r"(?<![\w.])[2-6](?:[ \u00a0-]?\d){14,18}(?!\w)")
_IBAN: Final = re.compile(
    r"(?<!\w)[A-Za-z]{2}\d{2}"
    r"(?:[A-Za-z0-9]{11,30}|(?:[ \u00a0][A-Za-z0-9]{4}){2,7}(?:[ \u00a0][A-Za-z0-9]{1,4})?)(?!\w)"
)
_IP: Final = re.compile(
    r"(?<![\w.:])(?:(?:\d{1,3}\.){3}\d{1,3}(?!\w|\.\d)|(?=[A-Fa-f:]{0,9}\d)(?:[0-9A-Fa-f]{0,4}:){2,7}[0-9A-Fa-f]{0,4}(?![\w:]))"
)
#: Both of a pair, with as many decimals as a place on a street has.
_PAIR_OF_COORDINATES: Final = re.compile(r"(?<![\w.])-?\d{1,3}\.\d{4,15},[ +]?-?\d{1,3}\.\d{4,15}(?![\w]|\.\d)")


def pieces(text: str) -> Iterator[tuple[str, ReplacedKind | None]]:
    """``text`` in pieces, each with the kind of data that it is, or None. Joined they are the text."""
    if any(pattern.search(text) for pattern, _is_one in _SHAPES.values()):
        return _pieces(text, tuple(_SHAPES.items()))
    return iter(((text, None),))  # as most texts are, and sooner told


def shape_of(text: str) -> ReplacedKind | None:
    """The kind of a text that as a whole has one of these shapes."""
    found = [(piece, kind) for piece, kind in pieces(text) if piece]
    return found[0][1] if len(found) == 1 else None


def _pieces(
    text: str, shapes: tuple[tuple[ReplacedKind, tuple[re.Pattern[str], Callable[[str], bool]]], ...]
) -> Iterator[tuple[str, ReplacedKind | None]]:
    if not shapes:
        yield text, None
        return
    (kind, (pattern, is_one)), *others = shapes
    done = 0
    for match in pattern.finditer(text):
        if is_one(match[0]):
            yield from _pieces(text[done : match.start()], tuple(others))
            yield match[0], kind
            done = match.end()
    yield from _pieces(text[done:], tuple(others))


def _is_iban(text: str) -> bool:
    signs = re.sub(r"\s", "", text).upper()
    return int("".join(str(int(sign, 36)) for sign in signs[4:] + signs[:4])) % 97 == 1


def _is_card(text: str) -> bool:
    """By Luhn's sum."""
    digits = [int(digit) for digit in reversed(_DIGITS.findall(text))]
    return sum(digits[::2] + [sum(divmod(2 * digit, 10)) for digit in digits[1::2]]) % 10 == 0


def _is_ip(text: str) -> bool:
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return False
    # Those are nobody's, as are networks; what looks like one is the version of a browser.
    return not (address.is_loopback or address.is_unspecified or text.endswith(".0.0"))


def _is_phone(text: str) -> bool:
    return 9 <= len(_DIGITS.findall(text)) <= 15 and not _DATE.search(text)


#: In this order: the digits of an account or a card would be taken for a phone number.
_SHAPES: Final[dict[ReplacedKind, tuple[re.Pattern[str], Callable[[str], bool]]]] = {
    "secret": (_TOKEN, bool),
    "coordinates": (_PAIR_OF_COORDINATES, bool),
    "iban": (_IBAN, _is_iban),
    "card": (_CARD, _is_card),
    "ip": (_IP, _is_ip),
    "phone": (_PHONE, _is_phone),
}
