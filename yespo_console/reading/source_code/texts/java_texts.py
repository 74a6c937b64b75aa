"""Texts of Java between three quotes, in which a backslash begins an escape, as it does not in Kotlin and C#."""

import re
from typing import Final

from yespo_console.reading import escapes
from yespo_console.reading.escapes import UndecodableError, unescape
from yespo_console.reading.origin import Traced
from yespo_console.reading.spans import Span

#: A variable is declared before such a text; its type has a capital, which that of C# seldom has.
_DECLARED: Final = re.compile(r"(?:^|[^\w.:])(?:java\.lang\.)?String[ \t]{1,9}\w{1,60}\s{0,9}=\s{0,9}\Z", re.MULTILINE)
_FAR: Final = 200


def is_of_java(raw: str, quotes: int) -> bool:
    """Whether what stands before three quotes gives their text to a variable of Java."""
    return _DECLARED.search(raw, max(0, quotes - _FAR), quotes) is not None


def held_in_java(text: Traced, content: Span) -> Traced | None:
    """The characters of such a text without its quotes; None where an escape has no meaning."""
    try:
        return unescape(text, escapes.JAVA_BLOCK, *content)
    except UndecodableError:
        return None
