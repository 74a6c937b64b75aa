"""What came out of a text while it is read, and what is made of that in the end."""

from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from typing import Final

from yespo_console.events.event import ApiVersion, Object
from yespo_console.events.json_text import parse
from yespo_console.platform.i18n import _, ngettext
from yespo_console.reading.budget import EVENTS_AT_LEAST, ReadingStoppedError
from yespo_console.reading.documents import Document
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.mending.refusal import REFUSALS
from yespo_console.reading.numbered_params import has_numbered_params
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import (
    FoundSecret,
    LeftOut,
    ReadEvent,
    Reading,
    Repair,
    Source,
    excerpt_around,
    repair_at,
)
from yespo_console.reading.spans import Span, without
from yespo_console.reading.unread_kinds import unread_kind

#: No line break of such a text is one of the event, which they encode.
_ENCODED_BREAKS: Final = ("base64", "form", "log")
#: So many errors are told in full.
_MOST_ERRORS: Final = 5
#: Nobody puts a longer text together by hand, so what lies beside its events is not looked for.
LONGEST_BY_HAND: Final = 300_000
#: So much of what was left out is shown.
_FOUND: Final = 60


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came out of a text so far.

    Attributes:
        source: None as long as nothing knew the text.
        events: the events in it.
        errors: why it, or a part of it, is no event.
        secrets: credentials that stood beside the events.
        left_out: what was passed over.
        final: the text has two readings, so that it is not looked at in another way.
        places: where in the original that stands which was read; not told where that is too long to be looked through
            again.
    """

    source: Source | None = None
    events: tuple[ReadEvent, ...] = ()
    errors: tuple[str, ...] = ()
    secrets: tuple[FoundSecret, ...] = ()
    left_out: tuple[LeftOut, ...] = ()
    final: bool = False
    places: tuple[Span, ...] = ()

    def behind(self, repairs: tuple[Repair, ...], source: Source | None = None, url: str | None = None) -> "Outcome":
        """The same, inside a wrapping that took these repairs, and of the source and URL that the wrapping says."""
        if not repairs and url is None:
            return replace(self, source=source or self.source)
        events = tuple(
            replace(
                event,
                url=event.url if url is None else url,
                repairs=tuple(sorted((*repairs, *event.repairs), key=lambda repair: repair.offset)),
            )
            for event in self.events
        )
        return replace(self, events=events, source=source or self.source)

    def read_from(self, text: Traced) -> "Outcome":
        """The same, which is all that ``text`` holds but for what is told as words around it."""
        if len(text.original.text) > LONGEST_BY_HAND:
            return self
        repairs = (each for event in self.events for each in event.repairs if each.code == "text_around")
        told = {(each.offset, each.offset + each.length) for each in repairs}
        return replace(self, places=(*self.places, *without(text.origins(), told)))

    def reading(self, repairs: tuple[Repair, ...], text: str) -> Reading:
        """The answer for the whole payload, whose text took these repairs to get."""
        whole = self.behind(repairs)
        doubts = [_doubt(event) for event in whole.events]
        certain = tuple(event for event, doubt in zip(whole.events, doubts, strict=True) if doubt is None)
        whole = replace(whole, events=certain, errors=(*whole.errors, *dict.fromkeys(filter(None, doubts))))
        error = _together(whole.errors)
        if not whole.events:
            error = unread_kind(text) or error or _nothing_found(text)
        return Reading(whole.source or "json", whole.events, error, whole.secrets, whole.left_out)


def together(counting: Sequence[Outcome], outcomes: Sequence[Outcome] = ()) -> Outcome:
    """What the parts of a text hold; of ``outcomes`` that do not count only the secrets."""
    return Outcome(
        next((outcome.source for outcome in counting), "json"),
        tuple(event for outcome in counting for event in outcome.events),
        tuple(error for outcome in counting for error in outcome.errors),
        tuple(secret for outcome in outcomes or counting for secret in outcome.secrets),
        tuple(left for outcome in counting for left in outcome.left_out),
        any(outcome.final for outcome in counting),
        tuple(place for outcome in counting for place in outcome.places),
    )


def of_parts(parts: Sequence[Traced], outcomes: Sequence[Outcome], refused: Set[str]) -> Outcome:
    """What the parts of a text hold, read one by one; one that speaks of no event is told at the event before it."""
    counts = [
        bool(outcome.events or (outcome.errors and mentions_event(part.text)))
        for part, outcome in zip(parts, outcomes, strict=True)
    ]
    if not any(outcome.events for outcome in outcomes):
        counting = [outcome for counted, outcome in zip(counts, outcomes, strict=True) if counted]
        return together(counting or outcomes[:1], outcomes)
    read: list[Outcome] = []
    before: list[Repair] = []  # of the parts above the first event
    for counted, part, outcome in zip(counts, parts, outcomes, strict=True):
        if counted:
            read.append(outcome)
            if before and outcome.events:
                read[-1] = _with_told(outcome, before, 0)
                before = []
            continue
        whole = part.strip()
        told = repair_at(whole, 0, len(whole), "text_around", found=excerpt_around(whole.text, _FOUND))
        if told.identity in refused:
            return Outcome(errors=(without_repair(told),))
        last = next((at for at in range(len(read) - 1, -1, -1) if read[at].events), None)
        if last is None:
            before.append(told)
        else:
            read[last] = _with_told(read[last], [told], -1)
    return together(read, outcomes)


def _with_told(outcome: Outcome, told: Sequence[Repair], number: int) -> Outcome:
    """``outcome`` with what was left out beside one of its events told there."""
    events = [*outcome.events]
    repairs = sorted((*events[number].repairs, *told), key=lambda repair: repair.offset)
    events[number] = replace(events[number], repairs=tuple(repairs))
    return replace(outcome, events=tuple(events))


def without_wrapped_lines(outcome: Outcome, text: Traced) -> Outcome:
    """Without the events of marked lines that have a line break inside a text: a mail program may have put it there."""
    encoded = any(repair.code == "base64_encoded" for event in outcome.events for repair in event.repairs)
    is_told = encoded or outcome.source in _ENCODED_BREAKS or "\\n" in text.text
    reasons = [_wrapped(event, is_told=is_told) for event in outcome.events]
    certain = tuple(event for event, reason in zip(outcome.events, reasons, strict=True) if reason is None)
    return replace(outcome, events=certain, errors=(*outcome.errors, *filter(None, reasons)))


def _wrapped(event: ReadEvent, *, is_told: bool) -> str | None:
    """Why a line break inside a text of an event may be none of it; None without one, or where the paste writes it."""
    for repair in event.repairs:
        if repair.code == "line_break":
            return at_place(repair.line, repair.column, _(REFUSALS["wrapped"]))
    if is_told or "\\n" not in event.text:
        return None
    return _(
        "A line break stands inside a text of this event, and whether it belongs there or a program "
        "wrapped the line cannot be told. Join the lines by hand, or write the text with \\n."
    )


def without_repair(repair: Repair) -> str:
    """Why there is no event when a person refuses a change that it needs."""
    reason = _("without the change that you refused the text cannot be read: {repair}").format(repair=repair.message)
    return at_place(repair.line, repair.column, reason)


def at_place(line: int, column: int, reason: str) -> str:
    """A reason behind the place that it is about."""
    return _("Line {line}, column {column}: {reason}").format(line=line, column=column, reason=reason)


def reason_of_stopping(stopped: ReadingStoppedError) -> str:
    """Why a reading came to no end."""
    if stopped.cancelled:
        return _("The reading was cancelled.")
    if stopped.most_events is not None:
        return _(
            "The text holds more than {count:,} events, and so many cannot be read at once. Split it into parts of at "
            "most {part:,} events, and read these one after the other."
        ).format(count=stopped.most_events, part=EVENTS_AT_LEAST)
    return _(
        "The text is too long or too tangled to be read safely. Copy the event alone and paste it again; split a list "
        "of many events into shorter ones."
    )


def event_beside(block: Traced) -> str:
    """Why ``block`` is not read: something else was, and both together make no sense."""
    reason = _("another event begins here, beside what was read. Copy it alone and paste it again.")
    return at_place(*block.line_column(0), reason)


def no_body(body: Traced) -> str:
    """Why the request that sends ``body`` gives no event."""
    return at_place(*body.line_column(0), _("the body of this request holds no event."))


def of_document(document: Document, text: Traced) -> Outcome:
    """What ``text`` holds, which has nothing around it."""
    return Outcome("json", document.events, document.errors, final=document.final).read_from(text)


def _together(errors: tuple[str, ...]) -> str | None:
    """The first errors as one text, and how many there are beside them."""
    shown = " ".join(errors[:_MOST_ERRORS])
    more = len(errors) - _MOST_ERRORS
    if more > 0:
        rest = ngettext("{count} more part cannot be read.", "{count} more parts cannot be read.", more)
        shown = f"{shown} {rest.format(count=more)}"
    return shown or None


def _nothing_found(text: str) -> str:
    if any(name in text for name in ("eventTypeKey", "eventKey")):
        return _(
            "The text speaks of an event, but no whole one stands in it. Copy it with its outermost brackets, or the "
            "whole command or log line."
        )
    return _("No event was found in this text. Copy the JSON of the event, the whole command or the whole log line.")


def _doubt(event: ReadEvent) -> str | None:
    """Why ``params`` as an object has two readings: it may be one param, or a list; None when it has one."""
    if event.encoding.api is not ApiVersion.V3:
        return None
    body = parse(event.text)
    params = body.get("params") if isinstance(body, Object) else None
    if isinstance(params, Object) and set(params.names) == {"name", "value"}:
        return _(
            "“params” holds one “name” and one “value”. That is either one param without its square brackets, or two "
            "params of these names for API v3. Put square brackets around the param."
        )
    if has_numbered_params(body):
        return _(
            "“params” is an object with numbers for names, and a list of params seems to be meant. Write the params as "
            "a list in square brackets, each with its name and value."
        )
    return None
