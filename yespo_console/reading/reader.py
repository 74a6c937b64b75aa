"""A pasted, dropped or opened payload as events: the one entrance to everything this room can read.

The order is by certainty. JSON that is sound is taken as it stands. Then come texts that say what they are (a code
block, a quoted mail, a form, Base64), then JSON that is broken, then the finders of commands, source code, files and
logs, and last an event somewhere in a text of words.
"""

import re
from collections.abc import Callable, Set
from dataclasses import dataclass, replace
from typing import Final

from yespo_console.events.event import ApiVersion, Object
from yespo_console.events.json_text import parse
from yespo_console.platform.i18n import _, ngettext
from yespo_console.reading.bodies import encoding_of as encoding_of
from yespo_console.reading.budget import Budget, ReadingStoppedError
from yespo_console.reading.decoding import decode_payload
from yespo_console.reading.documents import Document, read_broken, read_sound
from yespo_console.reading.encoded import EncodedBody, base64_body, form_bodies
from yespo_console.reading.escapes import UNDECODABLE, UndecodableError
from yespo_console.reading.finder import Found
from yespo_console.reading.finders import FINDERS
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.masking import word_without_secrets
from yespo_console.reading.mending.refusal import REFUSALS, RefusedError
from yespo_console.reading.mending.strings import decoded
from yespo_console.reading.numbered_params import has_numbered_params
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import (
    FoundSecret,
    LeftOut,
    ReadEvent,
    Reading,
    Repair,
    Source,
    excerpt,
    repair_at,
)
from yespo_console.reading.table import read_table
from yespo_console.reading.wrappings.code_blocks import fenced
from yespo_console.reading.wrappings.html_text import attributes, between_tags, with_entities
from yespo_console.reading.wrappings.line_marks import marked_lines, quoted_mail
from yespo_console.reading.wrappings.markdown_escapes import markdown_escapes
from yespo_console.reading.wrappings.patches import new_side
from yespo_console.reading.wrappings.quoted_texts import (
    doubled_quotes,
    escaped,
    quoted_in_code,
    quoted_lines,
    verbatim_text,
)
from yespo_console.reading.wrappings.unwrapped import Unwrapped

#: Wrappings inside wrappings (a form in a code block in a mail) are taken off down to this depth.
_DEEPEST: Final = 6
_OPENING: Final = re.compile(r"[{\[]")
_EVENT_START: Final = re.compile(r"\{|\[\s{0,200}\{")
#: A list that may hold events; what follows the bracket of ``[12:30]`` or ``[Ticket 5]`` is none.
_LIST_START: Final = re.compile(r"\[(?:\s|[\[{\"'“„«,.]|/[/*]|#|\Z)")
#: A member of an event.
_MEMBER: Final = re.compile(r"(?:eventTypeKey|eventKey|keyValue|params)[\"'”]\s{0,9}:")
_FOUND: Final = 60
#: What takes a wrapping off, in the order in which it is tried.
_WRAPPINGS: Final[tuple[Callable[[Traced, Budget], Unwrapped | None], ...]] = (
    fenced,
    quoted_mail,
    new_side,
    marked_lines,
    with_entities,
    attributes,
    between_tags,
    quoted_lines,
    escaped,
    doubled_quotes,
    markdown_escapes,
)
#: So many errors are told in full.
_MOST_ERRORS: Final = 5


def read_payload(
    payload: str | bytes,
    *,
    refused: Set[str] = frozenset(),
    cancelled: Callable[[], bool] | None = None,
) -> Reading:
    """The events that ``payload`` holds, or a sentence that says why none could be read. Never raises.

    A body may be of any API version and is kept as it is spelled; a body that breaks the rules is an event too: what is
    wrong with it is for the rules to say.

    Args:
        payload: what was pasted, or the bytes of a file.
        refused: identities of repairs that a person does not want; the text is read without them.
        cancelled: asked now and then; True ends the reading with an error that says so.
    """
    payload_text = decode_payload(payload)
    if payload_text.error is not None:
        return Reading("json", error=payload_text.error)
    for repair in payload_text.repairs:
        if repair.identity in refused:
            return Reading("json", error=_without(repair))
    if not payload_text.text.text.strip():
        return Reading("json", error=_("There is nothing to read: the text is empty."))
    try:
        outcome = _Reader(Budget(len(payload_text.text), cancelled), refused).read(payload_text.text, 0)
    except ReadingStoppedError as stopped:
        return Reading("json", error=_stopped(stopped))
    except UndecodableError as error:  # met where nobody had another reading for it
        line, column = payload_text.text.original.line_column(error.offset)
        return Reading("json", error=_(UNDECODABLE).format(line=line, column=column))
    return outcome.reading(payload_text.repairs, payload_text.text.text)


def _stopped(stopped: ReadingStoppedError) -> str:
    if stopped.cancelled:
        return _("The reading was cancelled.")
    return _("The text is too long or too tangled to be read safely. Copy the event alone and paste it again.")


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


def _without(repair: Repair) -> str:
    reason = _("without the change that you refused the text cannot be read: {repair}").format(repair=repair.message)
    return _at(repair.line, repair.column, reason)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What came out of a text so far; ``source`` is None as long as nothing knew the text."""

    source: Source | None = None
    events: tuple[ReadEvent, ...] = ()
    errors: tuple[str, ...] = ()
    secrets: tuple[FoundSecret, ...] = ()
    left_out: tuple[LeftOut, ...] = ()

    def behind(self, repairs: tuple[Repair, ...], source: Source | None = None, url: str | None = None) -> "_Outcome":
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

    def reading(self, repairs: tuple[Repair, ...], text: str) -> Reading:
        whole = self.behind(repairs)
        doubts = [_doubt(event) for event in whole.events]
        certain = tuple(event for event, doubt in zip(whole.events, doubts, strict=True) if doubt is None)
        whole = replace(whole, events=certain, errors=(*whole.errors, *dict.fromkeys(filter(None, doubts))))
        error = _together(whole.errors)
        if error is None and not whole.events:
            error = _nothing_found(text)
        return Reading(whole.source or "json", whole.events, error, whole.secrets, whole.left_out)


class _Reader:
    """Reads one payload: the steps left and the refused repairs go everywhere."""

    def __init__(self, budget: Budget, refused: Set[str]) -> None:
        self._budget = budget
        self._refused = refused

    def read(self, text: Traced, depth: int, *, inside: bool = False) -> _Outcome:
        """The events of a text.

        Args:
            text: the whole of what is to be read.
            depth: wrappings around it.
            inside: True for a body that a finder took out: it is JSON in some form, and no finder is asked again.
        """
        self._budget.spend(2500)
        if depth > _DEEPEST:
            return _Outcome(errors=(_("The event is wrapped too many times. Copy it alone."),))
        document = read_sound(text, self._budget, self._refused)
        if document is not None and (document.events or inside):
            return _of(document)
        if document is not None and (unwrapped := self._json_in_json(text)) is not None:
            return self._unwrapped(unwrapped, depth, inside)
        if document is None:
            try:
                unwrapped = self._wrapping(text)
            except RefusedError as refusal:
                return _Outcome("json", errors=(str(refusal),))
            if unwrapped is not None:
                return self._unwrapped(unwrapped, depth, inside)
            if (outcome := self._encoded(text, depth)) is not None:
                return outcome
            document = self._broken(text, anywhere=False)
            if document is not None and (document.final or (document.events and not document.foreign)):
                return _of(document)
        found = None if inside else self._find(text, depth)
        if found is not None:
            return found
        if document is not None and document.sound:
            return _of(document)
        if document is None:
            unwrapped = quoted_in_code(text) or verbatim_text(text)
            if unwrapped is not None:
                return self._unwrapped(unwrapped, depth, inside)
            document = self._broken(text, anywhere=True)
        return _Outcome() if document is None else _of(document)

    def _json_in_json(self, text: Traced) -> Unwrapped | None:
        """The text of a JSON string; None when the text is any other JSON."""
        whole = text.strip()
        if not whole.text.startswith('"'):
            return None
        inner = decoded(whole, 1, len(whole) - 1)
        if inner is None or not _OPENING.search(inner.text):
            return None
        return Unwrapped((inner,), (repair_at(whole, 0, 1, "encoded_twice"),))

    def _wrapping(self, text: Traced) -> Unwrapped | None:
        for take_off in _WRAPPINGS:
            self._budget.spend(len(text) // 4)
            unwrapped = take_off(text, self._budget)
            if unwrapped is not None and not any(repair.identity in self._refused for repair in unwrapped.repairs):
                return unwrapped
        return None

    def _unwrapped(self, unwrapped: Unwrapped, depth: int, inside: bool) -> _Outcome:
        for repair in unwrapped.repairs:
            if repair.identity in self._refused:
                return _Outcome("json", errors=(_without(repair),))
        parts = [part for part in unwrapped.parts if part.text.strip()]
        outcomes = [self.read(part, depth + 1, inside=inside) for part in parts]
        if any(repair.code in ("mail_quoting", "line_marks") for repair in unwrapped.repairs):
            outcomes = [_without_wrapped_lines(outcome) for outcome in outcomes]
        counting = [
            outcome
            for part, outcome in zip(parts, outcomes, strict=True)
            if outcome.events or (outcome.errors and mentions_event(part.text))
        ] or outcomes[:1]
        return _Outcome(
            next((outcome.source for outcome in counting), "json"),
            tuple(event for outcome in counting for event in outcome.events),
            tuple(error for outcome in counting for error in outcome.errors),
            tuple(secret for outcome in outcomes for secret in outcome.secrets),
            tuple(left for outcome in counting for left in outcome.left_out),
        ).behind(unwrapped.repairs)

    def _encoded(self, text: Traced, depth: int) -> _Outcome | None:
        found: EncodedBody | None = None
        source: Source = "form"
        if (found := form_bodies(text, self._budget)) is None:
            source = "base64"
            found = base64_body(text, self._budget)
        if found is None:
            return self._table(text)
        if found.error is not None:
            return _Outcome(source, errors=(found.error,))
        unwanted = next((repair for repair in found.repairs if repair.identity in self._refused), None)
        if unwanted is not None:
            return _Outcome(source, errors=(_without(unwanted),))
        outcomes = [self.read(body, depth + 1, inside=True).behind(found.repairs) for body in found.bodies]
        events = tuple(event for outcome in outcomes for event in outcome.events)
        errors = tuple(error for outcome in outcomes for error in outcome.errors)
        return _Outcome(source, events, errors)

    def _table(self, text: Traced) -> _Outcome | None:
        table = read_table(text, self._budget)
        if table is None:
            return None
        unwanted = next((repair for repair in table.repairs if repair.identity in self._refused), None)
        if unwanted is not None:
            return _Outcome("csv", errors=(_without(unwanted),))
        events = tuple(ReadEvent(None, row.json, encoding_of(parse(row.json))) for row in table.rows)
        return _Outcome("csv", events, table.errors).behind(table.repairs)

    def _broken(self, text: Traced, *, anywhere: bool) -> Document | None:
        """The events of broken JSON that the text begins with, or that stands ``anywhere`` in it; None without any."""
        raw = text.text
        stripped = raw.lstrip()
        if stripped[:1] == "{" or _LIST_START.match(stripped):
            return read_broken(text, len(raw) - len(stripped), self._budget, self._refused)
        opening = _EVENT_START.search(raw)
        if opening is None:
            return None
        begin = opening.start()
        before = raw[:begin].strip()
        gap = raw[len(raw[:begin].rstrip()) : begin]
        is_comment = _is_comment(before) and (before.endswith("*/") or "\n" in gap)  # else it goes on to the bracket
        if not is_comment and not anywhere:
            return None
        start = raw.index(before[0])
        if is_comment:
            repair = repair_at(text, start, start + len(before), "comment")
        else:
            found = word_without_secrets(excerpt(before, _FOUND))
            repair = repair_at(text, start, start + len(before), "text_around", "", None, found=found)
        if repair.identity in self._refused:
            return Document(errors=(_without(repair),))
        document = read_broken(text, begin, self._budget, self._refused)
        if not document.events and _MEMBER.search(before):
            return None  # what is read is a part of an event whose first bracket is not there
        return replace(document, events=_of(document).behind((repair,)).events)

    def _find(self, text: Traced, depth: int) -> _Outcome | None:
        for finder in FINDERS:
            found = finder(text, self._budget)
            if found is not None:
                return self._of_found(found, depth)
        return None

    def _of_found(self, found: Found, depth: int) -> _Outcome:
        events: list[ReadEvent] = []
        errors: list[str] = [found.error] if found.error else []
        for request in found.requests:
            if request.error is not None:
                errors.append(request.error)
                continue
            unwanted = next((repair for repair in request.repairs if repair.identity in self._refused), None)
            if unwanted is not None:
                errors.append(_without(unwanted))
                continue
            outcome = self.read(request.body, depth + 1, inside=True).behind(request.repairs, None, request.url)
            events += outcome.events
            errors += outcome.errors or () if outcome.events else outcome.errors or (_no_body(request.body),)
        return _Outcome(found.source, tuple(events), tuple(errors), found.secrets, found.left_out)


def _without_wrapped_lines(outcome: _Outcome) -> _Outcome:
    """Refuse events of a mail with a line break inside a text: the mail program may have put it there."""
    for event in outcome.events:
        for repair in event.repairs:
            if repair.code == "line_break":
                reason = _(REFUSALS["wrapped"])
                return _Outcome(outcome.source, errors=(*outcome.errors, _at(repair.line, repair.column, reason)))
    return outcome


def _no_body(body: Traced) -> str:
    return _at(*body.line_column(0), _("the body of this request holds no event."))


def _at(line: int, column: int, reason: str) -> str:
    return _("Line {line}, column {column}: {reason}").format(line=line, column=column, reason=reason)


def _is_comment(before: str) -> bool:
    return all(line.lstrip().startswith(("//", "#")) for line in before.splitlines() if line.strip()) or (
        before.startswith("/*") and before.endswith("*/") and before.count("*/") == 1
    )


def _of(document: Document) -> _Outcome:
    return _Outcome("json", document.events, document.errors)
