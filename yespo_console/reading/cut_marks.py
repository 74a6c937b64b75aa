"""Marks by which a program says that it left out the rest of a text: ``[truncated]``, ``... (1234 more bytes)``.

A log, a monitoring tool or a console writes them into a value and closes the quotes behind it, so that what is left is
sound JSON and another event. Dots alone are a part of many texts. They count only where they end the paste and its kind
has no bracket that would have to follow (a table, a form, the items of a command), and where they end a text that
begins as JSON and is none.
"""

import re
from collections.abc import Iterator
from dataclasses import replace
from json import JSONDecodeError, JSONDecoder
from typing import Final, NamedTuple

from yespo_console.events.event import Node, Object
from yespo_console.events.json_text import inner
from yespo_console.platform.i18n import _
from yespo_console.reading.budget import Budget
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
#: How these end a text in JSON: as they are, as a code, within JSON in a text.
_ENDS_WITH_DOTS: Final = re.compile(r"(?:\.\.\.|…|\\u2026)\\*\"")
#: The names or the texts of JSON begin, behind its first brackets.
_BEGINS_AS_JSON: Final = re.compile(r"\s{0,20}(?:(?:\[\s{0,20}){0,4}\{\s{0,20}[\"']|(?:\[\s{0,20}){1,4}\")")
_scan: Final = JSONDecoder(
    strict=False, object_pairs_hook=lambda _pairs: None, parse_float=str, parse_int=str
).raw_decode
#: JSON that is cut off is sound up to a text that is still open, or up to its last few signs: ``[1, tru...``.
_OPEN_TEXT: Final = "Unterminated string"
_LAST_SIGNS: Final = 7
#: What stands before the dots as it is written, to find them by.
_LAST_WORDS: Final = re.compile(r"[^\"\\\r\n]{0,40}(?:\.\.\.|…)\Z")
#: White space behind them is not longer.
_NEAR: Final = 200


class _Mark(NamedTuple):
    """A mark of cutting, and what stands right before it as far as it helps to find its place."""

    shown: str
    before: str = ""


def without_cut_values(outcome: Outcome, original: Original, budget: Budget) -> Outcome:
    """``outcome`` without the events in which a program left out a part of a text, each with the reason."""
    errors: list[str] = []
    certain: list[ReadEvent] = []
    marks = [_mark(event.text, budget) for event in outcome.events]
    if outcome.events and marks[-1] is None and outcome.source in _OPEN_ENDED:
        marks[-1] = _mark_at_end(outcome.events[-1], original)
    place = 0
    for event, mark in zip(outcome.events, marks, strict=True):
        if mark is None:
            certain.append(event)
            continue
        reason = _("“{mark}” says that the text before it was cut off. Copy all of it from where it is whole.").format(
            mark=excerpt_around(mark.shown)
        )
        budget.spend(len(original.text) // 40)
        found = _place(mark, original.text, place)
        place = found + 1 if found >= 0 else place
        errors.append(at_place(*original.line_column(found), reason) if found >= 0 else reason)
    return outcome if not errors else replace(outcome, events=tuple(certain), errors=(*outcome.errors, *errors))


def _place(mark: _Mark, text: str, start: int) -> int:
    """Where a mark stands from ``start`` on, or its last place where nothing before it is known.

    -1 if nowhere, or if the words of a text that is whole may be the same.
    """
    if not mark.before and mark.shown in _DOTS:
        return text.rfind(mark.shown)
    for shown in (mark.shown, mark.shown.replace("…", "\\u2026")):
        found = text.find(mark.before + shown, start)
        if found >= 0:
            is_dots = mark.shown in _DOTS and text.find(mark.before + shown, found + 1) >= 0
            return -1 if is_dots else found + len(mark.before)
    return -1


def _mark(json: str, budget: Budget) -> _Mark | None:
    if any(map(json.__contains__, _STEMS)) and (found := _MARK.search(json)) is not None:
        return _Mark(found[0])
    if _ENDS_WITH_DOTS.search(json) is None:
        return None
    budget.spend(100 + len(json) // 16)
    return next((mark for text in _texts(json) if (mark := _mark_of_json(text)) is not None), None)


def _texts(json: str) -> Iterator[str]:
    """The texts of JSON, also those in JSON that is a text; in order."""
    pending: list[Node] = [json]
    while pending:
        each = pending.pop()
        held = inner(each)
        if isinstance(held, Object):
            pending += [value for _name, value in held][::-1]
        elif held is not None:
            pending += reversed(held)
        elif isinstance(each, str):
            yield each


def _mark_of_json(text: str) -> _Mark | None:
    """The dots with which a text ends that begins as JSON and is none up to them."""
    dots = next(filter(text.endswith, _DOTS), None)
    if dots is None or _BEGINS_AS_JSON.match(text) is None:
        return None
    json = text.strip()
    try:
        _scan(json)
    except RecursionError:
        return None
    except JSONDecodeError as fault:
        is_cut_off = fault.msg.startswith(_OPEN_TEXT) or fault.pos >= len(json) - _LAST_SIGNS
        if not is_cut_off and not (json[fault.pos] == "'" and _is_open(json)):
            return None  # it is no JSON anyway, or whole JSON that is spelled otherwise, and words behind it
        words = _LAST_WORDS.search(text[-_NEAR:])
        return _Mark(dots, words[0].removesuffix(dots) if words else "")
    return None  # behind JSON that is whole they are words


def _is_open(json: str) -> bool:
    """Whether brackets of JSON in single quotes are open at its end."""
    return any(json.count(opening) > json.count(closing) for opening, closing in ("{}", "[]"))


def _mark_at_end(event: ReadEvent, original: Original) -> _Mark | None:
    """The mark that ends the paste; dots only where they end a value of its last event."""
    end = original.text[-_NEAR:].rstrip()
    for found in _MARK.finditer(end):
        if found.end() == len(end):
            return _Mark(found[0])
    dots = next((dots for dots in _DOTS if end.endswith(dots) and f'{dots}"' in event.text), None)
    return _Mark(dots) if dots else None
