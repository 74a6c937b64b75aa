"""Texts in which every double quote was replaced by a single one, escaped ones too.

In such a text ``\\'`` was a double quote inside a text; in one that a program wrote with single quotes it is an
apostrophe. JSON inside a value tells the two apart, because nobody writes that with apostrophes, and so does a word
with one in the middle (``O\\'Brien``); anything else is refused, and so is a text with both.
"""

import re
from typing import Final

from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.origin import Traced

_QUOTED_NAME_FIRST: Final = re.compile(r"\s*[{\[]\s*(?:\{\s*)?'")
_JSON_INSIDE: Final = re.compile(r"'\s*[{\[]\s*(?:[{\[]\s*)?\\+'")
_IN_A_WORD: Final = re.compile(r"[^\W\d_]{2}\\'[^\W\d_]|[^\W\d_]\\'[^\W\d_]{2}")
#: The same however deep in JSON within JSON; the letter before it belongs to no escape.
_IN_A_WORD_OF_JSON: Final = re.compile(r"(?<!\\)[^\W\d_]\\+'[^\W\d_]")
_ESCAPED: Final = re.compile(r"\\(?:[^'\\]|\\)|(\\')", re.DOTALL)


def double_quotes_again(text: Traced, start: int) -> Traced:
    """The text with its escaped single quotes as escaped double ones, where they were that; else the text itself.

    Raises:
        RefusedError: they may have been either.
    """
    raw = text.text
    if '"' in raw or "\\'" not in raw or not _QUOTED_NAME_FIRST.match(raw, start):
        return text
    if not _JSON_INSIDE.search(raw, start):
        places = [match.start() for match in _ESCAPED.finditer(raw, start) if match[1]]
        escaped = next((place for place in places if not _is_apostrophe(raw, place)), -1)
        if escaped < 0:
            return text
        raise RefusedError(text, escaped, "escaped_quote", final=True)
    if (apostrophe := _IN_A_WORD_OF_JSON.search(raw, start)) is not None:
        raise RefusedError(text, apostrophe.start() + 1, "escaped_quote", final=True)
    return text.respelled(_ESCAPED.sub(lambda match: '\\"' if match[1] else match[0], raw))


def _is_apostrophe(raw: str, place: int) -> bool:
    before = max(0, place - 2)
    return any(_IN_A_WORD.match(raw, start) for start in range(before, place))
