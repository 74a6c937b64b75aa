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
    if not _is_said(words.text):
        return requests
    told = repair_at(words, 0, len(words), "text_around", "", None, found=excerpt_around(words.text, _FOUND))
    first = next((number for number, each in enumerate(requests) if each.error is None), None)
    if first is None:
        return requests
    told_at = replace(requests[first], repairs=(told, *requests[first].repairs))
    return [*requests[:first], told_at, *requests[first + 1 :]]


def words_within(entry: Traced, requests: list[FoundRequest], *, is_cell: bool) -> list[Span]:
    """Where in a line of a log a person wrote something behind what was found; in a cell also before that."""
    edges = [each.body.edges() for each in requests if each.error is None]
    if not edges:
        return []
    line = _BEHIND.match(entry.text, index_of(entry, edges[-1][1]))
    assert line is not None  # it matches nothing, too
    before = (0, index_of(entry, edges[0][0])) if is_cell else (0, 0)
    behind = (line.start("words"), len(entry) if is_cell else line.end())
    return [span for span in (before, behind) if _is_said(entry.text[slice(*span)].strip())]


def _is_said(words: str) -> bool:
    return bool(words) and (_OTHER_LETTER.search(words) is not None or is_surely_said(words, "log"))
