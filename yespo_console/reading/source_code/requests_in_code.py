"""The request that sends an event of a source text, or why it cannot be had."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from yespo_console.platform.i18n import _
from yespo_console.reading.finder import FoundRequest
from yespo_console.reading.literals import Text, Unknown, Value, refusal, unknowns
from yespo_console.reading.reading import Repair, repair_at, sent_another, sent_in_turn, sent_on_condition
from yespo_console.reading.source_code.computed import emptied, emptied_text
from yespo_console.reading.source_code.reasons import never_sent, put_together
from yespo_console.reading.source_code.shown_conditions import shown_condition
from yespo_console.reading.source_code.uses.conditions import Condition
from yespo_console.reading.source_code.uses.sent_unread import unread_sends
from yespo_console.reading.source_code.uses.turns import Turn

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader
    from yespo_console.reading.source_code.events_in_code import EventsInCode

#: The member that makes an object an event.
_MEMBER: Final = re.compile(r"['\"]?\beventTypeKey['\"]?\s{0,9}(?:=>|:)")
#: Marks the value of an event behind which the code is faulty or cut off.
CUT_OFF_BEHIND: Final = "cut off behind"
#: Marks the value of an event that a variable does not surely hold where it is sent.
MAY_BE_ANOTHER: Final = "may be another"
#: Marks the value of one of several events of which the code takes another one.
IS_ANOTHER: Final = "is another"


def request_of(
    reader: "CodeReader", node: Node, value: Value, url: str | None, looking: "EventsInCode"
) -> FoundRequest:
    """The request that sends an event, or the reason why its body cannot be had."""
    request = _request(reader, node, value, url)
    if request.error is not None:
        return request
    is_text = isinstance(value, Text) or (isinstance(value, Unknown) and bool(value.parts))
    sending = looking.sent_otherwise.at(node, is_text=is_text)
    sent = sending.best
    if sending.sent is None and sending.told is None and looking.sent_of_it.is_all(node):
        error = put_together(reader.code.text, reader.code.start(node))
        return FoundRequest(reader.code.text.slice(0, 0), url, error=error)
    if sent is not None and sent.condition is not None and sent.condition.never:
        error = never_sent(reader.code.text, reader.code.start(node))
        return FoundRequest(reader.code.text.slice(0, 0), url, error=error)
    repairs = list(request.repairs)
    if sending.told is not None:
        code, at = sending.told
        repairs.append(repair_at(reader.code.text, reader.code.start(at), reader.code.end(at), code))
    if sent is not None and sent.wrapped is not None:
        at = sent.wrapped
        repairs.append(repair_at(reader.code.text, reader.code.start(at), reader.code.end(at), "taken_out"))
    is_sent = sending.told is not None or sending.sent is not None
    if not is_sent and (other := looking.sent_besides.of(node)) is not None:
        start, end = reader.code.start(other), reader.code.end(other)
        shown = shown_condition(reader, other.start_byte, other.end_byte)
        repairs.append(sent_another(reader.code.text, start, end, shown))
    if sent is not None and sent.condition is not None:
        repairs.append(_on_condition(reader, sent.condition))
    if sent is not None and sent.turn is not None:
        repairs.append(_in_turn(reader, sent.turn))
    return replace(request, repairs=tuple(sorted(repairs, key=lambda each: each.offset)))


def _on_condition(reader: "CodeReader", condition: Condition) -> Repair:
    """What tells that an event is sent only sometimes."""
    code = reader.code
    shown = shown_condition(reader, condition.start, condition.end)
    return sent_on_condition(code.text, code.start_of(condition.start), code.start_of(condition.end), shown)


def _in_turn(reader: "CodeReader", turn: Turn) -> Repair:
    """What tells that something decides how often an event is sent."""
    code = reader.code
    shown = shown_condition(reader, turn.start, turn.end).rstrip(" ({,")
    return sent_in_turn(turn.code, code.text, code.start_of(turn.start), code.start_of(turn.end), shown)


def _request(reader: "CodeReader", node: Node, value: Value, url: str | None) -> FoundRequest:
    original = reader.code.text.original
    if isinstance(value, Text):
        return FoundRequest(value.traced, url)
    made = emptied(value, original, reader.budget)
    if made is None and isinstance(value, Unknown) and value.parts:
        made = emptied_text(value.parts, original, reader.budget)
    if made is not None and not node.has_error:
        return FoundRequest(made.body, url, made.repairs)
    empty = reader.code.text.slice(0, 0)
    whole = isinstance(value, Unknown) and value.offset == reader.code.offset(node)
    if isinstance(value, Unknown) and (node.has_error or (whole and not value.parts)):
        return FoundRequest(empty, url, error=_unread(reader, node, value))
    parts = value.parts if isinstance(value, Unknown) else ()
    missing = [("", part) for part in parts if isinstance(part, Unknown)] or unknowns(value, reader.budget)
    return FoundRequest(empty, url, error=refusal(missing, original))


def unread(reader: "CodeReader", events: Sequence[Node]) -> Iterator[FoundRequest]:
    """Why there is no event where code has another than ``events``: in a faulty part, or one that is not there."""
    starts = [event.start_byte for event in events]
    for node in reader.code.faults():
        member = _MEMBER.search(reader.code.spelled(node))
        if member is None:
            continue
        before = bisect_right(starts, node.start_byte) - 1
        is_within = before >= 0 and node.start_byte < events[before].end_byte
        if is_within or bisect_right(starts, node.end_byte) - 1 > before:
            continue
        line, column = reader.code.text.line_column(reader.code.start(node) + member.start())
        reason = _(
            "The event that is spelled out in line {line}, column {column} is faulty or cut off. Copy it from its "
            "first to its last bracket."
        ).format(line=line, column=column)
        yield FoundRequest(reader.code.text.slice(0, 0), error=reason)
    yield from unread_sends(reader, events)


def _unread(reader: "CodeReader", node: Node, value: Unknown) -> str:
    line, column = reader.code.text.original.line_column(value.offset)
    if value.shown == CUT_OFF_BEHIND:
        return _(
            "Behind the event that begins in line {line}, column {column} the code is faulty or cut off: changes of it "
            "may be missing. Copy all of the code, or the finished event alone."
        ).format(line=line, column=column)
    if value.shown == MAY_BE_ANOTHER:
        return _(
            "Whether the event that begins in line {line}, column {column} is the one that is sent depends on what the "
            "code does before. Print the finished event and paste that."
        ).format(line=line, column=column)
    if value.shown == IS_ANOTHER:
        return _(
            "The event that begins in line {line}, column {column} is one of several, of which the code takes another "
            "one. Copy it alone to read it."
        ).format(line=line, column=column)
    if node.has_error:
        return _(
            "The event that begins in line {line}, column {column} is faulty or cut off. Copy it from its first to "
            "its last bracket."
        ).format(line=line, column=column)
    return put_together(reader.code.text, reader.code.start(node))
