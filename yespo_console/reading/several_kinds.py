"""A paste that holds events of several kinds: each is read as if it had been pasted alone, or told."""

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice
from typing import Final

from yespo_console.events.event import ABSENT, Object
from yespo_console.events.json_text import parse
from yespo_console.platform.i18n import _
from yespo_console.reading.budget import Budget
from yespo_console.reading.finder import Found
from yespo_console.reading.further_events import further_events
from yespo_console.reading.json_beside import LANGUAGES, json_beside
from yespo_console.reading.marks_of_events import is_in_comment, marks_of_events, says_nothing_new, words_of
from yespo_console.reading.mending.refusal import REFUSALS
from yespo_console.reading.origin import Original, Traced
from yespo_console.reading.outcome import LONGEST_BY_HAND, Outcome, at_place, event_beside, together
from yespo_console.reading.passed_over import edges_of
from yespo_console.reading.reading import ReadEvent, Repair, Source
from yespo_console.reading.sections import BEGINS, unread_events
from yespo_console.reading.spans import Span, Spans
from yespo_console.reading.standing_apart import end_of_brackets
from yespo_console.reading.tool_files.bruno import blocks_of

#: What stands in them beside an event and speaks of one need not be another.
_CODE: Final = (*LANGUAGES, "log")
#: What may stand before the first member of an event, and how much of it is looked at.
_BEFORE_A_MEMBER: Final = " \t\r\n>{["
_NEAR: Final = 100
_COMMANDS: Final = ("curl", "wget", "httpie")
#: What a patch takes away.
_TAKEN_AWAY: Final = re.compile(r"^[ \t>]*-", re.MULTILINE)
_FILES_OF_TOOLS: Final = ("har", "postman", "insomnia")
#: More events are not compared, or told.
_MOST: Final = 20
_MOST_LOOKED_AT: Final = 200
#: A longer part is no event that somebody put beside code.
_LONGEST: Final = 20_000

#: Reads a part of a text.
_Read = Callable[[Traced], Outcome]


def with_json_beside(whole: Outcome, text: Traced, budget: Budget, read: _Read) -> Outcome:
    """``whole``, which was read from ``text``, with the JSON that stands by itself beside it.

    Beside a command, JSON that cannot be read is an error.
    """
    found = json_beside(text, budget)
    if found is None or found.is_within(whole):
        return whole
    parts = [read(block) for block in found.blocks]
    parts.insert(found.before, read(found.rest))
    return found.with_parts(whole, parts)


def with_events_told(outcome: Outcome, original: Original, budget: Budget) -> Outcome:
    """``outcome`` with an error for each event in ``original`` that was neither read nor told."""
    return _with_unread_events(_with_events_in_words(outcome, original, budget), original, budget)


def _with_unread_events(outcome: Outcome, original: Original, budget: Budget) -> Outcome:
    """``outcome``, which was read without an error, with one for each event that lies in nothing it was read from.

    Words around others are told by their first and last, so an event in them is not. What is a comment, or was struck
    out, is told to be that. In the files of tools each request is read or counted.
    """
    if not outcome.events or outcome.errors or outcome.source in _FILES_OF_TOOLS:
        return outcome
    if len(original.text) > LONGEST_BY_HAND:
        return outcome
    known = {
        (each.offset, each.offset + each.length)
        for event in outcome.events
        for each in event.repairs
        if each.leaves_out_words and each.code != "text_around"
    }
    budget.spend(20 * (len(known) + len(outcome.places)))
    if outcome.source == "bruno":
        known.update(blocks_of(Traced.of_part(original, 0, len(original.text)), budget))
    read = Spans((*outcome.places, *known))
    marks = marks_of_events(original, budget)
    unread = [*islice((begin for begin, end in marks if not read.touch(begin, end)), _MOST_LOOKED_AT)]
    if not unread:  # nearly always
        return outcome
    budget.spend(1000 * len(unread))
    said = [words_of(event.text) for event in outcome.events[:_MOST]]
    is_code = outcome.source in (*LANGUAGES, *_COMMANDS)
    is_patch = any(each.code == "patch" for event in outcome.events for each in event.repairs)
    unread = [
        at
        for at in unread
        if not (is_code and is_in_comment(original.text, at))
        and not (is_patch and _TAKEN_AWAY.search(original.text, original.text.rfind("\n", 0, at) + 1, at))
        and not says_nothing_new(original.text, at, said)
    ]
    errors = tuple(event_beside(Traced.of_part(original, begin, begin)) for begin in unread[:_MOST])
    return replace(outcome, errors=errors) if errors else outcome


def _with_events_in_words(outcome: Outcome, original: Original, budget: Budget) -> Outcome:
    """``outcome`` with an error for each event that is left open in what was left out as words around others."""
    left = {
        (each.offset, each.offset + each.length)
        for event in outcome.events
        for each in event.repairs
        if each.leaves_out_words
    }
    reason = _(REFUSALS["no_whole_event"])
    starts = islice(_left_open(original.text, sorted(left), budget), _MOST)
    places = map(original.line_column, dict.fromkeys(starts))
    errors = [at_place(*place, reason) for place in places if not any(map(_is_about(place), outcome.errors))]
    return replace(outcome, errors=(*outcome.errors, *errors)) if errors else outcome


def _is_about(place: tuple[int, int]) -> Callable[[str], bool]:
    """Tells whether an error is about this place."""
    before = at_place(*place, "")
    return lambda error: error.startswith(before)


def _left_open(raw: str, places: Iterable[Span], budget: Budget) -> Iterator[int]:
    """Where events begin in these places and are not closed in them."""
    for begin, end in places:
        near = raw[max(0, begin - _NEAR) : begin]
        begin -= len(near) - len(near.rstrip(_BEFORE_A_MEMBER))  # words may be told without the bracket before them
        for match in BEGINS.finditer(raw, begin, end):
            closed = end_of_brackets(raw, match.start())
            budget.spend((closed or len(raw)) - match.start())
            if not 0 < closed <= end:
                yield match.start()


def with_further_events(outcome: Outcome, found: Found, text: Traced, budget: Budget, read: _Read) -> Outcome:
    """``outcome``, which is what was ``found`` in ``text``, with the events in paragraphs of which nothing was read.

    What speaks of an event in code, a log or a file of another program may be no event, and is left where it is not
    surely one; beside anything else it is an error. JSON on lines of its own beside code is one, broken or not.
    """
    further = _with_further_paragraphs(outcome, found, text, budget, read)
    if further is not outcome or not outcome.events or outcome.errors or found.source in (*_FILES_OF_TOOLS, "csv"):
        return further
    is_code = found.source in LANGUAGES
    known = Spans(span for each in found.requests for span in each.body.origins())
    unreadable = [
        part
        for part, is_left_open in unread_events(text, known, budget)
        if is_left_open or (is_code and (len(part) > _LONGEST or not read(part).events))
    ]
    return replace(outcome, errors=tuple(map(event_beside, unreadable)))


def _with_further_paragraphs(outcome: Outcome, found: Found, text: Traced, budget: Budget, read: _Read) -> Outcome:
    if not outcome.events or outcome.errors or found.source in _FILES_OF_TOOLS:
        return outcome
    bodies = [each.body for each in found.requests]
    left = [
        (each.offset, each.offset + each.length)
        for event in outcome.events
        for each in event.repairs
        if each.leaves_out_words
    ]
    # Nearly always an event stands from its first character to its last; only else it is looked at whole.
    if further_events(text, ((body.offset(0), body.offset(len(body))) for body in bodies), left, budget) is None:
        return outcome
    blocks = blocks_of(text, budget) if found.source == "bruno" else ()  # a script in it may make events, too
    rest = further_events(text, (*map(edges_of, found.requests), *blocks), left, budget)
    if rest is None:
        return outcome
    other = Outcome() if rest.text is None else read(rest.text)
    known = [parse(event.text) for event in outcome.events] if len(outcome.events) <= _MOST else []
    if other.events and all(parse(event.text) in known for event in other.events[:_MOST]):
        return outcome  # a program shows what it sends
    is_code = found.source in _CODE
    is_alike = found.source != "log" and other.source in ("json", *_alike(found.source))
    if other.events and not other.errors and not (is_code and is_alike):
        outcome = _not_told(outcome, rest.text)
        both = (other, outcome) if rest.is_first else (outcome, other)
        return replace(together(both), source=outcome.source)
    if is_code and (other.errors or not any(map(_has_type, other.events))):
        return outcome
    return replace(outcome, errors=other.errors or (event_beside(rest.place),))


def _not_told(outcome: Outcome, rest: Traced | None) -> Outcome:
    """``outcome`` without its telling that what stands in ``rest`` was left out: it was read after all."""
    read = Spans(rest.origins() if rest is not None else ())

    def is_true(repair: Repair) -> bool:
        return not repair.leaves_out_words or not read.touch(repair.offset, repair.offset + repair.length)

    events = [replace(event, repairs=tuple(filter(is_true, event.repairs))) for event in outcome.events]
    return replace(outcome, events=tuple(events))


def _alike(source: Source) -> tuple[Source, ...]:
    return ("javascript", "fetch") if source in ("javascript", "fetch") else (source,)


def _has_type(event: ReadEvent) -> bool:
    body = parse(event.text)
    return isinstance(body, Object) and body.get("eventTypeKey") not in ("", ABSENT)
