"""What a text in a condition may be, if it is surely no key: a condition is quoted without all its other texts."""

import re
from typing import Final

from yespo_console.reading.word_set import word_set

HIDDEN: Final = "***"
#: What conditions compare with that is a key of nobody: kinds of values and of servers, and methods.
_USUAL: Final = word_set(
    "true false null none nil undefined string object function number boolean live prod production stage staging dev "
    "development test testing local post get put patch delete dry-run /dev/null"
)
#: Too short for a key.
_SHORT: Final = re.compile(r"[\w.:/+-]{0,2}|\d{3}")
#: Where one of these is asked for, what it is compared with may be it, whatever it looks like.
_OF_SECRETS: Final = re.compile(
    r"(?i)key|token|secret|passw|pwd|\bp(?:ass|in|w)\b|auth|credential|login|sign|парол|ключ"
)


def is_harmless(word: str, condition: str) -> bool:
    """Whether a text, a number or the like may be shown as a part of ``condition``."""
    if _OF_SECRETS.search(condition) is not None:
        return len(word) <= 1
    return _SHORT.fullmatch(word) is not None or word.lower() in _USUAL
