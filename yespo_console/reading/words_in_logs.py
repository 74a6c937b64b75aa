"""Words that somebody wrote before a line of a log, or in a cell, beside an event: they are told with that."""

import re
from dataclasses import replace
from typing import Final

from yespo_console.reading.finder import FoundRequest
from yespo_console.reading.origin import Traced, index_of
from yespo_console.reading.reading import excerpt_around, repair_at
from yespo_console.reading.spans import Span
from yespo_console.reading.wrappings.prose import is_surely_said

#: A letter that the name of no host, container or program is written in.
_OTHER_LETTER: Final = re.compile(r"[^\W\d_a-zA-Z]")
_FOUND: Final = 60


def with_words_told(entry: Traced, before: Span, requests: list[FoundRequest]) -> list[FoundRequest]:
    """What was found in an entry, with what stands ``before`` its time told if a person wrote it.

    What a log itself has there is the name of a container or a host, or a number.
    """
    words = entry.slice(*before).strip()
    if not words.text:
        return requests
    if _OTHER_LETTER.search(words.text) is None and not is_surely_said(words.text, "log"):
        return requests
    told = repair_at(words, 0, len(words), "text_around", "", None, found=excerpt_around(words.text, _FOUND))
    first = next((number for number, each in enumerate(requests) if each.error is None), None)
    if first is None:
        return requests
    told_at = replace(requests[first], repairs=(told, *requests[first].repairs))
    return [*requests[:first], told_at, *requests[first + 1 :]]


def with_words_of_cell(cell: Traced, requests: list[FoundRequest]) -> list[FoundRequest]:
    """What was found in a cell, with what a person wrote before and behind it there told."""
    edges = [each.body.edges() for each in requests if each.error is None]
    if not edges:
        return requests
    behind = index_of(cell, edges[-1][1]), len(cell)
    return with_words_told(cell, (0, index_of(cell, edges[0][0])), with_words_told(cell, behind, requests))
