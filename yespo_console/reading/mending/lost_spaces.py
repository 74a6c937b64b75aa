"""Texts in which every space became a no-break space, as a page or a word processor hands them on.

Those between values say that this happened, so those inside texts became so too. Behind a digit it cannot be told:
``1 000,50`` is written with a no-break space by itself.
"""

import re
from collections.abc import Set
from typing import Final

from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import Repair, repair_at

_NO_BREAK: Final = "\u00a0"
#: Where only layout can stand: behind a bracket or a line break, and between a quote and what follows it.
_LAYOUT: Final = re.compile("(?:[{\\[\\n\\r]|[\"'][:,])\u00a0")
#: Behind a word, behind the comma of a sentence, and between the names and values of JSON that is a text.
_IN_A_TEXT: Final = re.compile(
    '(?<=[^\\W\\d_])\u00a0+(?=\\S)|(?<=[^\\W\\d_][,.;:!?])\u00a0+(?=[^\\W\\d_])|(?<=\\\\"[:,])\u00a0+(?=\\S)'
)
_MAY_BELONG: Final = re.compile("[\\d№§]\u00a0")


def plain_spaces_again(text: Traced, start: int, refused: Set[str]) -> tuple[Traced, Repair] | None:
    """The text with plain spaces, and what is said about it; None where that did not happen, or is not certain.

    Raises:
        RefusedError: it happened, and a person refused to undo it.
    """
    raw = text.text
    if _NO_BREAK not in raw or raw.find(" ", start) >= 0 or not _LAYOUT.search(raw, start):
        return None
    inside = _IN_A_TEXT.search(raw, start)
    if inside is None or _MAY_BELONG.search(raw, start):
        return None
    count = raw.count(_NO_BREAK, start)
    repair = repair_at(text, inside.start(), inside.end(), "spaces_lost", " ", None, count=str(count))
    if repair.identity in refused:
        raise RefusedError(text, inside.start(), "without_repair", final=True, repair=repair.message)
    return text.respelled(raw[:start] + raw[start:].replace(_NO_BREAK, " ")), repair
