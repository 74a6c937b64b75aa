"""What a phone number looks like, judged by a well-kept library that is imported at the first number."""

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

#: What people put between digits. Nothing of it belongs into a number as Yespo surely reads it.
_DECORATION = re.compile(r"[\s+()./\u2010-\u2015\u00a0-]+")

PhoneFault = Literal["phone_not_number", "phone_without_country", "phone_impossible", "phone_decorated"]


@dataclass(frozen=True, slots=True)
class PhoneFinding:
    """What is doubtful about a number, and its safe spelling (digits, country code first) when it has one."""

    fault: PhoneFault
    digits: str | None = None


@lru_cache(maxsize=1024)
def look_at_phone(text: str) -> PhoneFinding | None:
    """What is doubtful about ``text`` as a phone number; None for digits with a country code and a possible length."""
    digits = _DECORATION.sub("", text)
    if not digits.isascii() or not digits.isdigit():
        return PhoneFinding("phone_not_number")
    if digits.startswith("00") and is_possible(digits[2:]):
        return PhoneFinding("phone_decorated", digits[2:])
    if digits.startswith("0"):
        return PhoneFinding("phone_without_country")
    if not is_possible(digits):
        return PhoneFinding("phone_impossible")
    return PhoneFinding("phone_decorated", digits) if digits != text else None


@lru_cache(maxsize=1024)
def is_possible(digits: str) -> bool:
    """Whether ``digits`` begin with a country code and have a length that its numbers have."""
    from phonenumbers import NumberParseException, ValidationResult, is_possible_number_with_reason, parse

    try:
        number = parse("+" + digits, None)
    except NumberParseException:
        return False
    return bool(is_possible_number_with_reason(number) == ValidationResult.IS_POSSIBLE)
