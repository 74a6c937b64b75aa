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
#: What closes the quotes and brackets that an event stands in, and the rest of the line.
_BEHIND: Final = re.compile(r"[ \t\\\"'\]})]*(?P<words>[^\r\n]*)")
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


def with_words_within(entry: Traced, requests: list[FoundRequest], *, is_cell: bool) -> list[FoundRequest]:
    """What was found in a line of a log, with what a person wrote behind it there told; in a cell also before it."""
    edges = [each.body.edges() for each in requests if each.error is None]
    if not edges:
        return requests
    line = _BEHIND.match(entry.text, index_of(entry, edges[-1][1]))
    assert line is not None  # it matches nothing, too
    end = len(entry) if is_cell else line.end()
    requests = with_words_told(entry, (line.start("words"), end), requests)
    return with_words_told(entry, (0, index_of(entry, edges[0][0])), requests) if is_cell else requests
