"""What Yespo allows in an event type key and in ``keyValue`` (v2 reference): lengths and forbidden characters."""

from collections.abc import Iterable
from typing import Final

MAX_EVENT_TYPE_KEY: Final = 100
MAX_KEY_VALUE: Final = 300
MAX_PARAM_NAME: Final = 100

#: May stand neither in ``eventTypeKey`` nor in ``keyValue``. The last ones: backtick and the typographic apostrophe.
FORBIDDEN_CHARACTERS: Final = frozenset("<>;'\\/|\"^?!,`\u2019")


def quoted(characters: Iterable[str]) -> str:
    """``characters`` as a sentence lists them; unquoted, a comma would read as a part of the sentence."""
    return " ".join(f"“{character}”" for character in characters)


def forbidden_in(key: str) -> tuple[str, ...]:
    """The forbidden characters of ``key``, each once, in the order they stand there."""
    if FORBIDDEN_CHARACTERS.isdisjoint(key):
        return ()
    return tuple(dict.fromkeys(character for character in key if character in FORBIDDEN_CHARACTERS))
