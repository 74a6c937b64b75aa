"""The value of a filter that was typed as several words, such as ``phone:050 123-45-67``, put in quotes."""

import re
from collections.abc import Sequence
from itertools import takewhile
from typing import Final

from yespo_console.history.query import Facets
from yespo_console.history.query_text import Part, quoted, read_query
from yespo_console.history.search_fields import BY_NAME, Holds
from yespo_console.history.search_text import plain_part_of_phone

_DAY_AND_TIME: Final = re.compile(r"\d{4}-\d{2}-\d{2} \d{2}(:\d{2}){0,2}")
_OF_PHONES: Final = ("phone", "contact")


def in_quotes(text: str, facets: Facets) -> str:
    """``text`` with quotes around each value that goes on in the words behind it; as it is when there is none.

    Of environments and tags only those that ``facets`` knows are put together: of others nothing would be found. Of a
    key or a product any part is found, and the words behind it, too, so that quotes would find no more.
    """
    parts = read_query(text).parts
    for index in reversed(range(len(parts))):
        part = parts[index]
        if not part.field or part.fault is not None or text[part.end - 1] == '"':
            continue
        begin = part.end - len(part.value)
        for last in reversed(_words_behind(text, parts[index + 1 :])):
            value = " ".join(text[begin : last.end].split())
            if _is_one_value(part.field, value, facets):
                text = text[:begin] + quoted(value) + text[last.end :]
                break
    return text


def _words_behind(text: str, parts: Sequence[Part]) -> list[Part]:
    """The parts up to the first that is a filter, a phrase, or not wanted."""

    def is_word(part: Part) -> bool:
        return not part.field and not part.negated and part.fault is None and '"' not in text[part.start : part.end]

    return list(takewhile(is_word, parts))


def _is_one_value(field: str, value: str, facets: Facets) -> bool:
    if field in _OF_PHONES:
        return plain_part_of_phone(value) != value
    if BY_NAME[field].holds is Holds.TIME:
        return _DAY_AND_TIME.fullmatch(value) is not None
    known = {"env": facets.environments, "tag": facets.tags}.get(field, ())
    return value.casefold() in (one.casefold() for one in known)
