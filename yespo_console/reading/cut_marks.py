"""Marks by which a program says that it left out the rest of a text: ``[truncated]``, ``... (1234 more bytes)``.

A log, a monitoring tool or a console writes them into a value and closes the quotes behind it, so that what is left is
sound JSON and another event. Dots alone are a part of many texts. They count only where they end the paste and its kind
has no bracket that would have to follow: a table, a form, the items of a command.
"""

import re
from dataclasses import replace
from typing import Final

from yespo_console.platform.i18n import _
from yespo_console.reading.origin import Original
from yespo_console.reading.outcome import Outcome, at_place
from yespo_console.reading.reading import ReadEvent, excerpt_around

_COUNT: Final = r"\+?[ ]?\d[\d,.]{0,12}[ ]?(?:more[ ])?(?:bytes?|characters?|chars?|symbols?|items?)"
_WORD: Final = r"(?:truncated|обр[іе]зан[оа])"
_LEFT_OUT: Final = (
    rf"(?:{_WORD}(?:[ :,-][\w ]{{1,40}})?|{_COUNT}[ ](?:{_WORD}|more|omitted)|\d[\d,.]{{0,12}}[ ]more[ ][a-z]{{1,12}}"
    r"|\+[ ]?\d[\d,.]{0,12}[ ](?:bytes?|characters?|chars?))"
)
_MARK: Final = re.compile(
    rf"[\[(<{{](?:\.{{3}}|…)?[ ]?{_LEFT_OUT}[ ]?[\])>}}]|(?:\.{{3}}|…)[ ]?(?:{_WORD}\b|\d[\d,.]{{0,12}}[ ]more\b)",
    re.IGNORECASE,
)
#: One of these stands in each of them, however it is written.
_STEMS: Final = (
    "runcated",
    "RUNCATED",
    "more",
    "MORE",
    "бр",
    "БР",
    "omitted",
    "OMITTED",
    " char",
    " CHAR",
    " byte",
    " BYTE",
)
_OPEN_ENDED: Final = ("csv", "form", "httpie")
_DOTS: Final = ("...", "…")
#: White space behind them is not longer.
_NEAR: Final = 200


def without_cut_values(outcome: Outcome, original: Original) -> Outcome:
    """``outcome`` without the events in which a program left out a part of a text, each with the reason."""
    errors: list[str] = []
    certain: list[ReadEvent] = []
    marks = [_mark(event.text) for event in outcome.events]
    if outcome.events and marks[-1] is None and outcome.source in _OPEN_ENDED:
        marks[-1] = _mark_at_end(outcome.events[-1], original)
    place = 0
    for event, mark in zip(outcome.events, marks, strict=True):
        if mark is None:
            certain.append(event)
            continue
        reason = _("“{mark}” says that the text before it was cut off. Copy all of it from where it is whole.").format(
            mark=excerpt_around(mark)
        )
        found = original.text.rfind(mark) if mark in _DOTS else original.text.find(mark, place)
        place = found + 1 if found >= 0 else place
        errors.append(at_place(*original.line_column(found), reason) if found >= 0 else reason)
    return outcome if not errors else replace(outcome, events=tuple(certain), errors=(*outcome.errors, *errors))


def _mark(json: str) -> str | None:
    if not any(map(json.__contains__, _STEMS)):
        return None
    found = _MARK.search(json)
    return None if found is None else found[0]


def _mark_at_end(event: ReadEvent, original: Original) -> str | None:
    """The mark that ends the paste; dots only where they end a value of its last event."""
    end = original.text[-_NEAR:].rstrip()
    mark = next((match[0] for match in _MARK.finditer(end) if match.end() == len(end)), None)
    return mark or next((dots for dots in _DOTS if end.endswith(dots) and f'{dots}"' in event.text), None)
