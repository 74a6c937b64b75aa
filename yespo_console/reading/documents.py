"""One text without anything around it as events: sound JSON exactly as it stands, other JSON mended.

Several events may stand in a list, one a line, or one behind the other.
"""

import json
import re
from collections.abc import Iterator, Set
from dataclasses import dataclass, replace
from typing import Final

from yespo_console.events.event import Node
from yespo_console.events.json_text import JsonTextError, parse
from yespo_console.platform.i18n import _
from yespo_console.reading.around_values import Around
from yespo_console.reading.bodies import bodies_within, encoding_of, is_body, is_param, not_a_body
from yespo_console.reading.budget import Budget
from yespo_console.reading.encoded_values import with_decoded_params
from yespo_console.reading.events_among_params import has_events_among_params, holding_others, sound_events
from yespo_console.reading.mending.lost_spaces import plain_spaces_again
from yespo_console.reading.mending.mend import Mended, mend
from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.mending.single_quotes import double_quotes_again
from yespo_console.reading.mending.stray import without_stray_bracket
from yespo_console.reading.numbered_params import with_listed_params
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import ReadEvent, Repair
from yespo_console.reading.wrapped_lines import wrapped_line

_SPACE: Final = re.compile(r"[ \t\r\n]*")
_LINE: Final = re.compile(r"[^\r\n]+")
#: Where a sound value ends; what it says is of no interest.
_scan: Final = json.JSONDecoder(object_pairs_hook=lambda _pairs: None, parse_float=str, parse_int=str).raw_decode
#: When so many lines are no events, and none is one, the text is something else.
_MOST_LINES: Final = 50
#: Refusals that leaving out one bracket may answer.
_STRAY: Final = ("stray_bracket", "no_event_behind")


@dataclass(frozen=True, slots=True)
class Document:
    """What a text holds.

    Attributes:
        events: the events in it.
        errors: why the text, or a part of it, is no event; each a sentence with its place.
        sound: the text is JSON as it stands (though perhaps not of an event).
        foreign: mending took words of another language (``True``, ``None``).
        final: the text has two readings, so that nothing else may try its luck.
        within: the events inside what was mended and is none itself.
    """

    events: tuple[ReadEvent, ...] = ()
    errors: tuple[str, ...] = ()
    sound: bool = False
    foreign: bool = False
    final: bool = False
    within: tuple[Node, ...] = ()


def read_sound(text: Traced, budget: Budget, refused: Set[str]) -> Document | None:
    """The events of a text that is JSON as it stands, or several such texts in a row; None when it is not."""
    try:
        node = parse(text.text)
    except JsonTextError:
        return _sound_sequence(text, budget, refused)
    if is_body(node):
        found, why_not = sound_events(text, 0, len(text), node, budget, refused)
        return Document(tuple(found), tuple(why_not), sound=True, final=not found)
    if isinstance(node, tuple) and any(is_body(item) for item in node):
        return _sound_list(text, node, budget, refused)
    return Document(errors=(not_a_body(node),), sound=True)


def _event(
    text: Traced, start: int, json: str, node: Node, refused: Set[str], repairs: tuple[Repair, ...] = ()
) -> ReadEvent:
    """The event that begins at ``start``: its JSON, and the same parsed."""
    event = ReadEvent(None, json, encoding_of(node), repairs, text.offset(start))
    event = with_decoded_params(event, node, text, start, refused)
    return with_listed_params(event, parse(event.text) if event.text != json else node, text, start, refused)


def _sound_list(text: Traced, items: tuple[Node, ...], budget: Budget, refused: Set[str]) -> Document | None:
    if any(map(is_param, items)):
        return None
    events: list[ReadEvent] = []
    errors: list[str] = []
    start = text.text.index("[") + 1
    for number, ((begin, end), item) in enumerate(zip(_spans(text.text, start, budget), items, strict=True), 1):
        if is_body(item):
            found, why_not = sound_events(text, begin, end, item, budget, refused)
            events += found
            errors += why_not
        else:
            errors.append(_("Item {number} of the list: {reason}").format(number=number, reason=not_a_body(item)))
    return Document(tuple(events), tuple(errors), sound=True)


def _spans(raw: str, start: int, budget: Budget) -> Iterator[tuple[int, int]]:
    """Where each item of a sound list stands; ``start`` is behind its bracket."""
    while True:
        begin = _after_space(raw, start)
        _value, end = _scan(raw, begin)
        budget.spend(100 + end - start)
        yield begin, end
        start = _after_space(raw, end) + 1
        if raw[start - 1] == "]":
            return


def _sound_sequence(text: Traced, budget: Budget, refused: Set[str]) -> Document | None:
    """Sound JSON values one behind the other, with only white space between them."""
    raw = text.text
    spans: list[tuple[int, int]] = []
    position = _after_space(raw, 0)
    while position < len(raw):
        if raw[position] != "{":
            return None
        try:
            _value, end = _scan(raw, position)
        except (ValueError, RecursionError):
            return None
        budget.spend(100 + end - position)
        spans.append((position, end))
        budget.hold(len(spans))
        position = _after_space(raw, end)
    nodes: list[Node] = []
    try:
        nodes = [parse(raw[begin:end]) for begin, end in spans]
    except JsonTextError:
        return None
    events: list[ReadEvent] = []
    errors: list[str] = []
    for (begin, end), node in zip(spans, nodes, strict=True):
        if is_body(node):
            found, why_not = sound_events(text, begin, end, node, budget, refused)
            events += found
            errors += why_not
        else:
            errors.append(_at(text, begin, not_a_body(node)))
    return Document(tuple(events), tuple(errors), sound=True)


def _after_space(raw: str, start: int) -> int:
    match = _SPACE.match(raw, start)
    return match.end() if match else start


def _at(text: Traced, index: int, reason: str) -> str:
    line, column = text.line_column(index)
    return _("Line {line}, column {column}: {reason}").format(line=line, column=column, reason=reason)


def read_broken(text: Traced, start: int, budget: Budget, refused: Set[str]) -> Document:
    """The events of a text that is almost JSON, from the bracket at ``start`` on; what stands behind them is left out.

    When each line begins with a bracket and the whole is no sequence of events, each line is tried by itself.
    """
    try:
        spaces = plain_spaces_again(text, start, refused)
    except RefusedError as refusal:
        return Document(errors=(str(refusal),), final=True)
    if spaces is not None:
        document = read_sound(spaces[0], budget, refused) or read_broken(spaces[0], start, budget, refused)
        events = tuple(_behind(spaces[1], event) for event in document.events)
        return replace(document, events=events, sound=False)
    failure: RefusedError | None = None
    document = Document()
    try:
        text = double_quotes_again(text, start)
        document = _broken_sequence(text, start, budget, refused)
    except RefusedError as refusal:
        failure = refusal
    try:
        if failure is not None and failure.final and failure.code not in _STRAY:
            raise failure
        if failure is not None or _has_repair(document, "stray_bracket"):
            better = without_stray_bracket(text, budget, refused)
            if better is not None and (sound := read_sound(better[0], budget, refused)) is not None:
                events = tuple(replace(event, repairs=(better[1], *event.repairs)) for event in sound.events)
                return replace(sound, events=events, sound=False)
        if failure is not None:
            raise failure
    except RefusedError as refusal:
        if not refusal.final and (lines := _lines(text, start)) is not None:
            return _line_by_line(text, lines, budget, refused)
        return Document(errors=(str(refusal),), final=refusal.final)
    wrapped = wrapped_line(text, document.events)
    return document if wrapped is None else Document(errors=(wrapped,), final=True)


def _behind(repairs: tuple[Repair, ...], event: ReadEvent) -> ReadEvent:
    both = sorted((*repairs, *event.repairs), key=lambda repair: repair.offset)
    return replace(event, repairs=tuple(both))


def _has_repair(document: Document, code: str) -> bool:
    return any(repair.code == code for event in document.events for repair in event.repairs)


def _lines(text: Traced, start: int) -> list[tuple[int, int]] | None:
    """Where the lines of a text stand, each of which begins with a curly bracket; None when not all do, or only one."""
    spans = [(match.start(), match.end()) for match in _LINE.finditer(text.text, start) if not match[0].isspace()]
    if len(spans) < 2 or any(not text.text[begin:end].lstrip().startswith("{") for begin, end in spans):
        return None
    return spans


def _line_by_line(text: Traced, lines: list[tuple[int, int]], budget: Budget, refused: Set[str]) -> Document:
    events: list[ReadEvent] = []
    errors: list[str] = []
    within: list[Node] = []
    left_open: int | None = None  # the margin of the line before if that could not be read and may go on in this one
    curly = square = 0  # how many brackets are open in the lines since the last event that was read
    waits = False  # whether the last of these lines ends where a value comes next
    before = Document()  # the line before
    for begin, end in lines:
        budget.spend(2000)
        line = text.slice(begin, end)
        document = read_sound(line, budget, refused)
        if document is None:
            try:
                document = _broken_sequence(line, _after_space(line.text, 0), budget, refused)
            except RefusedError as refusal:
                document = Document(errors=(str(refusal),))
        margin = _after_space(line.text, 0)
        is_stray = _has_repair(document, "stray_bracket")
        if document.events and left_open is not None and (is_stray or margin > left_open or waits):
            document = Document(errors=(str(RefusedError(line, margin, "part_of_another")),))
        left_open = margin if not document.events else None
        curly = 0 if document.events else curly + line.text.count("{") - line.text.count("}")
        square = 0 if document.events else square + line.text.count("[") - line.text.count("]")
        waits = max(curly, square) > 0 and line.text.rstrip().endswith((":", ",", "[", "{"))
        if not document.events and _has_repair(before, "missing_bracket"):  # this may be the rest of that list
            del events[-len(before.events) :]
            errors.append(str(RefusedError(line, margin, "no_event_behind")))
        before = document
        events += document.events
        errors += document.errors
        within += document.within
        if len(errors) > _MOST_LINES and not events:
            break
    return Document(tuple(events), tuple(errors), within=tuple(within))


def _broken_sequence(text: Traced, start: int, budget: Budget, refused: Set[str]) -> Document:
    around = Around(text, budget, refused)
    values = [mend(text, start, budget, refused)]
    behind: list[tuple[Repair, ...]] = []
    end = values[0].end
    while (position := around.next_value(end)) is not None:
        budget.spend(500)
        value = mend(text, position, budget, refused)
        if around.after_words and "\n" in text.text[end:position] and _is_other_json(text, value):
            around.pass_over(value)
        else:
            behind.append(around.taken())
            values.append(value)
        end = value.end
    around.behind(end, values[-1].shiftable)
    behind.append(around.taken())
    events: list[ReadEvent] = []
    errors = around.not_read
    within: list[Node] = []
    for value, repairs in zip(values, behind, strict=True):
        parts = value.items or (value,)
        for part in parts:
            node = parse(part.json)
            if is_body(node):
                if has_events_among_params(node):
                    raise holding_others(text, part.start)
                further = repairs if part is parts[-1] else ()
                events.append(_event(text, part.start, part.json, node, refused, (*part.repairs, *further)))
            elif len(values) > 1 or (len(parts) > 1 and is_param(node)):
                # More likely the rest of an event that a bracket closed too soon; behind a comma it is nothing else.
                final = is_param(node) or any(repair.code == "extra_comma" for each in behind for repair in each)
                raise RefusedError(text, part.start, "no_event_behind", final=final)
            else:
                errors.append(_at(text, part.start, not_a_body(node)))
                within += bodies_within(node)
    foreign = any(repair.code == "other_literal" for value in values for repair in value.repairs)
    return Document(tuple(events), tuple(errors), foreign=foreign, within=tuple(within))


def _is_other_json(text: Traced, value: Mended) -> bool:
    """Whether a value behind words is sound JSON of another kind, such as the answer to the request before."""
    if value.items or text.text[value.start : value.end] != value.json:
        return False
    node = parse(value.json)
    return not is_body(node) and not is_param(node)
