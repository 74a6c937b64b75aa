"""Data in a text that a page or a plugin wrote with codes of HTML: ``"{&quot;location&quot;:&quot;..&quot;}"``.

Nobody means those codes: what begins with a bracket, has codes for its quotes and not one plain quote, and is an object
or a list with the characters in their place, is that. Any other text with codes stays.
"""

import re
from collections.abc import Set
from typing import Final

from yespo_console.events.json_text import inner
from yespo_console.reading.budget import Budget
from yespo_console.reading.literals import Text, as_json
from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.mending.strings import decoded
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import Repair
from yespo_console.reading.wrappings.html_text import decoded_entities

#: A quote of JSON as a code, which may have become codes itself.
_QUOTE: Final = r"&(?:amp;){0,4}(?:quot|#0{0,9}34|#[xX]0{0,9}22);"
_CODED: Final = re.compile(rf"\s*+[\[{{][^\"&]*+{_QUOTE}[^\"]*+\Z")
#: The same in a JSON string, where some programs spell the & as an escape.
_CODED_LITERAL: Final = re.compile(
    rf".(?:\s|\\[nrt])*+[\[{{](?:[^\"“”&\\]|\\[nrt])*+(?:&|\\u0026){_QUOTE[1:]}",
)
#: Codes of codes of codes.
_ROUNDS: Final = 5


def may_be_coded(text: str) -> bool:
    """Whether a text may hold such data; what costs least to know."""
    return "&" in text and _CODED.match(text) is not None


def may_be_coded_literal(raw: str, start: int, end: int) -> bool:
    """The same of a text with the quotes around it, which stands from ``start`` up to ``end``."""
    return _CODED_LITERAL.match(raw, start, end) is not None


def without_codes(literal: Traced, budget: Budget, refused: Set[str]) -> tuple[Traced, Repair] | None:
    """The JSON string of the data in such a text, and what is said about it; None where the text stays.

    Args:
        literal: the text with the quotes around it.
        budget: the steps left.
        refused: identities of repairs that a person does not want.
    """
    budget.spend(len(literal))
    text = decoded(literal, 1, len(literal) - 1)
    made: Repair | None = None
    for _round in range(_ROUNDS):
        if text is None or not may_be_coded(text.text):
            return None
        try:
            unwrapped = decoded_entities(text, 0, budget)
        except RefusedError:
            return None
        text = unwrapped.parts[0]
        made = made or unwrapped.repairs[0]
        if inner(text.text) is not None:
            return None if made.identity in refused else (as_json(Text(text), literal.original, budget), made)
    return None
