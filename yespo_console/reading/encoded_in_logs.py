"""Events that a line of a log holds encoded: ``payload=eyJldmVud..``, ``GET /pixel?data=%7B%22eventTypeKey..``."""

import re
from collections.abc import Iterator
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.encoded import EncodedBody, base64_body, form_bodies
from yespo_console.reading.finder import FoundRequest
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.origin import Traced

#: JSON in Base64; a token of the web has a dot behind such a part.
_BASE_64: Final = re.compile(r"(?<![\w+/.-])(?:eyJ|ewo|ewk|eyA|ew0|W3s)[A-Za-z0-9+/_-]{40,}+={0,2}(?![\w.+/-])")
_WORD: Final = re.compile(r"[^\s\"'<>]++")
_PERCENT: Final = "%7b%22"
#: What may stand behind a word and is no part of it.
_BEHIND: Final = ".,;)]}"


def encoded_in(entry: Traced, budget: Budget) -> Iterator[FoundRequest]:
    """The events in an entry that are Base64 or percent-encoded, in the order of these two."""
    raw = entry.text
    budget.spend(len(raw) // 4)
    for match in _BASE_64.finditer(raw):
        yield from _requests(base64_body(entry.slice(*match.span()), budget))
    if _PERCENT not in raw.lower():
        return
    for word in _WORD.finditer(raw):
        at = word[0].lower().find(_PERCENT)
        if at >= 0:
            start = word.start() + word[0].rfind("?", 0, at) + 1
            end = word.start() + len(word[0].rstrip(_BEHIND))
            yield from _requests(form_bodies(entry.slice(start, end), budget))


def _requests(encoded: EncodedBody | None) -> Iterator[FoundRequest]:
    for body in () if encoded is None else encoded.bodies:
        if mentions_event(body.text):
            yield FoundRequest(body, repairs=encoded.repairs if encoded is not None else ())
