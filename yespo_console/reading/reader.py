"""A pasted, dropped or opened payload as events: the one entrance to everything this room can read.

The order is by certainty. JSON that is sound is taken as it stands. Then come texts that say what they are (a code
block, a quoted mail, a form, Base64), then JSON that is broken, then the finders of commands, source code, files and
logs, and last an event somewhere in a text of words.
"""

import re
from collections.abc import Callable, Iterable, Set
from dataclasses import replace
from functools import partial
from typing import Final

from yespo_console.events.json_text import parse
from yespo_console.platform.i18n import _
from yespo_console.reading.address_version import as_addressed
from yespo_console.reading.bodies import encoding_of as encoding_of
from yespo_console.reading.budget import Budget, ReadingStoppedError
from yespo_console.reading.cut_marks import without_cut_values
from yespo_console.reading.decoding import decode_payload
from yespo_console.reading.descriptions import is_description, without_descriptions
from yespo_console.reading.documents import Document, read_broken, read_sound
from yespo_console.reading.encoded import base64_body, form_bodies
from yespo_console.reading.escapes import UNDECODABLE, UndecodableError
from yespo_console.reading.finder import Found
from yespo_console.reading.finders import CODE_FINDERS, FINDERS
from yespo_console.reading.further_events import behind_first_paragraphs
from yespo_console.reading.json_alone import json_alone
from yespo_console.reading.last_look import with_keys_beside, without_keys
from yespo_console.reading.log_lines import find_record
from yespo_console.reading.marked_conditions import with_marked_conditions
from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.origin import Traced
from yespo_console.reading.outcome import (
    Outcome,
    no_body,
    of_document,
    of_parts,
    reason_of_stopping,
    together,
    without_repair,
    without_wrapped_lines,
)
from yespo_console.reading.passed_over import with_words_told
from yespo_console.reading.reading import ReadEvent, Reading, Repair, Source, excerpt_around, repair_at
from yespo_console.reading.sections import with_each_by_itself
from yespo_console.reading.several_kinds import with_events_told, with_further_events, with_json_beside
from yespo_console.reading.source_code.plain_backslashes import as_backslashes_are_meant
from yespo_console.reading.spans import Span
from yespo_console.reading.standing_apart import standing_apart
from yespo_console.reading.table import read_table, row_event
from yespo_console.reading.unwrappers import without_marks_of_programs, without_wrapping
from yespo_console.reading.wrappings.command_marks import refuse_unread_command, unread_here_document, unread_option
from yespo_console.reading.wrappings.margins import plain_indentation, with_line_feeds, without_margin
from yespo_console.reading.wrappings.quoted_literals import quoted_literal
from yespo_console.reading.wrappings.quoted_texts import json_in_json, quoted_in_code, verbatim_text
from yespo_console.reading.wrappings.shell_apostrophes import apostrophes_of_shell
from yespo_console.reading.wrappings.unwrapped import Unwrapped
from yespo_console.reading.wrappings.words import without_words

#: Wrappings inside wrappings (a form in a code block in a mail) are taken off down to this depth.
_DEEPEST: Final = 6
_EVENT_START: Final = re.compile(r"\{|\[\s{0,200}\{")
#: A list that may hold events; what follows the bracket of ``[12:30]`` or ``[Ticket 5]`` is none, and nor does a list
#: hold what has a name, as ``['name' => 'value']`` of PHP.
_LIST_START: Final = re.compile(
    r"\[(?!\s{0,200}(?P<quote>[\"'])\w{1,60}(?P=quote)\s{0,20}=>)(?:\s|[\[{\"'“„«,.]|/[/*]|#|\Z)"
)
#: An object that is given to a name.
_ASSIGNED: Final = re.compile(r"\s*+(?:(?:const|let|var)\s{1,9})?[A-Za-z_$][\w$]{0,60}\s{0,9}=\s{0,9}(?=\{\s{0,200}\")")
_COMMAS: Final = ("missing_comma", "trailing_comma", "extra_comma")
#: A member of an event.
_MEMBER: Final = re.compile(r"(?:eventTypeKey|eventKey|keyValue|params)[\"'”]\s{0,9}:")
_FOUND: Final = 60
#: What is left out around events is told at each: so often for nothing, and then for so many steps.
_TOLD_FREELY, _STEPS_OF_TOLD = 200_000, 20
#: A program that wrote these around the lines may have broken the lines too.
_LINES_OF_OTHERS: Final = ("mail_quoting", "line_marks", "psql_rows", "layout_tag")


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
            return Reading("json", error=without_repair(repair))
    if not payload_text.text.text.strip():
        return Reading("json", error=_("There is nothing to read: the text is empty."))
    try:
        budget = Budget(len(payload_text.text), cancelled)
        outcome = _Reader(budget, refused).read(payload_text.text, 0)
        budget.hold(len(outcome.events))
        outcome = with_events_told(outcome, payload_text.text.original, budget)
        outcome = with_marked_conditions(outcome, payload_text.text.original, budget)
        outcome = without_cut_values(outcome, payload_text.text.original, budget)
        outcome = without_descriptions(outcome, payload_text.text.original)
    except ReadingStoppedError as stopped:
        return Reading("json", error=reason_of_stopping(stopped))
    except UndecodableError as error:  # met where nobody had another reading for it
        line, column = payload_text.text.original.line_column(error.offset)
        return Reading("json", error=_(UNDECODABLE).format(line=line, column=column))
    return without_keys(outcome.reading(payload_text.repairs, payload_text.text.text), payload_text.text.original)


class _Reader:
    """Reads one payload: the steps left and the refused repairs go everywhere."""

    def __init__(self, budget: Budget, refused: Set[str]) -> None:
        self._budget = budget
        self._refused = refused
        self._is_between_words = False
        self._is_part = False

    def read(self, text: Traced, depth: int, *, inside: bool = False) -> Outcome:
        """The events of a text.

        Args:
            text: the whole of what is to be read.
            depth: wrappings around it.
            inside: True for a body that a finder took out: it is JSON in some form, and no finder is asked again.
        """
        marked = () if inside or depth > _DEEPEST else without_marks_of_programs(text, self._budget)
        if (outcome := self._first_of(marked, depth, inside)) is not None:
            return outcome
        outcome = self._as_it_stands(text, depth, inside)
        if not inside and not self._is_part and depth <= _DEEPEST:
            read = partial(self._read_part, depth=depth + 1)
            outcome = with_json_beside(outcome, text, self._budget, read)
            outcome = with_each_by_itself(outcome, text, self._budget, self._refused, read)
        if outcome.events or outcome.final or inside or self._is_between_words:
            return outcome
        unwrapped = without_words(text, self._budget)
        if unwrapped is None or self._are_refused(unwrapped.repairs):
            return outcome
        self._is_between_words = True  # there are no words around what stands between words
        between = self._unwrapped(unwrapped, depth, inside)
        is_known_by_now = between.source not in (None, "json") and outcome.source in (None, "json")
        return between if between.events or is_known_by_now else outcome

    def _read_part(self, text: Traced, depth: int) -> Outcome:
        """What a part of a text holds, in which nothing stands beside it."""
        self._is_part, is_part = True, self._is_part
        try:
            return self.read(text, depth)
        finally:
            self._is_part = is_part

    def _as_it_stands(self, text: Traced, depth: int, inside: bool) -> Outcome:
        self._budget.spend(1000 if inside else 2500)  # no wrapping is looked for inside
        if depth > _DEEPEST:
            return Outcome(errors=(_("The event is wrapped too many times. Copy it alone."),))
        document = read_sound(text, self._budget, self._refused)
        if document is not None:
            if not document.events and (unwrapped := json_in_json(text)) is not None:
                return self._unwrapped(unwrapped, depth, inside)
            if document.events or document.final or inside:
                return of_document(document, text)
        written = text
        if not inside:
            text = without_margin(text, self._budget)
        if document is None:
            if (outcome := self._first_of(without_wrapping(text, self._budget), depth, inside)) is not None:
                return outcome
            if (outcome := self._encoded(text, depth)) is not None:
                return outcome
            document = self._broken(text, anywhere=False)
            if document is not None and (document.final or (document.events and not document.foreign)):
                apart = self._apart(text, depth, sound=True) if document.errors and document.events else None
                return apart or of_document(document, text)
        found = None if inside else self._find(text, written, depth)
        if found is not None:
            return found if found.events else self._assigned(text) or found
        if document is not None and document.sound:
            return of_document(document, text)
        if document is None:
            try:
                unwrapped = self._apostrophes(text)
                if unwrapped is None:
                    refuse_unread_command(text)
                    unwrapped = quoted_literal(text, self._budget) or quoted_in_code(text) or verbatim_text(text)
            except RefusedError as refusal:
                return Outcome("json", errors=(str(refusal),), final=True)
            if unwrapped is not None:
                return with_keys_beside(self._unwrapped(unwrapped, depth, inside), text, unwrapped.parts)
            document = self._broken(text, anywhere=True)
        apart = None if document is not None and document.final else self._apart(text, depth)
        if apart is not None and (document is None or document.errors or any(each.url for each in apart.events)):
            return apart
        if document is None:
            return Outcome()
        return self._within(text, document, depth) or of_document(document, text)

    def _apostrophes(self, text: Traced) -> Unwrapped | None:
        unwrapped = apostrophes_of_shell(text, self._budget)
        return None if unwrapped is None or self._are_refused(unwrapped.repairs) else unwrapped

    def _apart(self, text: Traced, depth: int, *, sound: bool = False) -> Outcome | None:
        """The events that stand apart in words which hold brackets or quotes; None unless all can be read."""
        found = standing_apart(text, self._budget, sound=sound)
        if found is None:
            return None
        outcome = self._of_found(found, depth)
        is_refused = any(self._are_refused(request.repairs) for request in found.requests)
        return None if outcome.errors and not is_refused else outcome

    def _alone(self, text: Traced, found: Found, depth: int) -> Outcome | None:
        """The JSON that stands by itself in what a finder took for code; None unless all of it can be read as JSON."""
        alone = json_alone(text, found, self._budget)
        if alone is None:
            return None
        outcome = self._of_found(alone, depth)
        is_refused = any(self._are_refused(request.repairs) for request in alone.requests)
        if any(each.code == "other_literal" for event in outcome.events for each in event.repairs):
            return None
        return None if outcome.errors and not is_refused and alone.error is None else outcome

    def _within(self, text: Traced, document: Document, depth: int) -> Outcome | None:
        """The events inside broken JSON that is none itself; None unless all come out as they do with the whole."""
        if document.events or document.final or not document.within or depth > _DEEPEST:
            return None
        if without_words(text, self._budget) is not None:  # they are taken off first, and told
            return None
        if (found := find_record(text, self._budget)) is None:
            return None
        outcome = self._of_found(found, depth)
        is_same = [parse(event.text) for event in outcome.events] == list(document.within)
        if not is_same or outcome.errors or any(is_description(event.text) for event in outcome.events):
            return None
        return outcome

    def _assigned(self, text: Traced) -> Outcome | None:
        """JSON alone that is given to a name and is faulty to the language: ``const d = {..}`` without a comma.

        Only where a comma is all that is wrong, so that whatever is no JSON is left to the language.
        """
        name = _ASSIGNED.match(text.text)
        if name is None:
            return None
        end = len(text.text.rstrip().removesuffix(";"))
        document = read_broken(text.slice(0, end), name.end(), self._budget, self._refused)
        if not document.events or any(each.code not in _COMMAS for event in document.events for each in event.repairs):
            return None
        repair = repair_at(text, 0, name.end(), "text_around", found=excerpt_around(name[0], _FOUND))
        return None if self._are_refused((repair,)) else of_document(document, text).behind((repair,))

    def _first_of(self, found: Iterable[Unwrapped], depth: int, inside: bool) -> Outcome | None:
        """What the first of these texts holds whose change nobody refused, or without which nothing can be read."""
        try:
            unwrapped = next(filter(self._may_be_taken, found), None)
        except RefusedError as refusal:
            return Outcome("json", errors=(str(refusal),), final=True)
        return None if unwrapped is None else self._unwrapped(unwrapped, depth, inside)

    def _may_be_taken(self, unwrapped: Unwrapped) -> bool:
        return any(repair.is_needed for repair in unwrapped.repairs) or not self._are_refused(unwrapped.repairs)

    def _unwrapped(self, unwrapped: Unwrapped, depth: int, inside: bool) -> Outcome:
        if (refusal := self._refusal(unwrapped.repairs)) is not None:
            return Outcome("json", errors=(refusal,))
        parts = [part for part in unwrapped.parts if part.text.strip()]
        outcomes = [self.read(part, depth + 1, inside=inside) for part in parts]
        if any(repair.code in _LINES_OF_OTHERS for repair in unwrapped.repairs):
            outcomes = [without_wrapped_lines(outcome, part) for outcome, part in zip(outcomes, parts, strict=True)]
        outcome = of_parts(parts, outcomes, self._refused)
        self._budget.spend(_steps_of_telling(outcome, unwrapped.repairs))
        return outcome.behind(unwrapped.repairs)

    def _encoded(self, text: Traced, depth: int) -> Outcome | None:
        source: Source = "form"
        if (found := form_bodies(text, self._budget)) is None:
            source = "base64"
            found = base64_body(text, self._budget)
        if found is None:
            return self._table(text, depth)
        if found.error is not None:
            return Outcome(source, errors=(found.error,))
        if (refusal := self._refusal(found.repairs)) is not None:
            return Outcome(source, errors=(refusal,))
        outcomes = [self.read(body, depth + 1, inside=True).behind(found.repairs) for body in found.bodies]
        events = tuple(event for outcome in outcomes for event in outcome.events)
        errors = tuple(error for outcome in outcomes for error in outcome.errors)
        return Outcome(source, events, errors).read_from(text)

    def _table(self, text: Traced, depth: int) -> Outcome | None:
        behind = behind_first_paragraphs(text.text)
        if behind and depth <= _DEEPEST and (first := self._table(text.slice(0, behind), depth)) is not None:
            return together((first, self.read(text.slice(behind), depth + 1)))
        table = read_table(text, self._budget)
        if table is None:
            return None
        if (refusal := self._refusal(table.repairs)) is not None:
            return Outcome("csv", errors=(refusal,))
        events = tuple(row_event(row, self._budget, self._refused) for row in table.rows)
        return Outcome("csv", events, table.errors).behind(table.repairs).read_from(text)

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
            found = excerpt_around(before, _FOUND)
            repair = repair_at(text, start, start + len(before), "text_around", "", None, found=found)
        if repair.identity in self._refused:
            return Document(errors=(without_repair(repair),))
        document = read_broken(text, begin, self._budget, self._refused)
        if not document.events and _MEMBER.search(before):
            return None  # what is read is a part of an event whose first bracket is not there
        return replace(document, events=of_document(document, text).behind((repair,)).events)

    def _find(self, text: Traced, written: Traced, depth: int) -> Outcome | None:
        """What the first finder makes of a text that knows it; ``written`` is the same with its margin."""
        written, text = with_line_feeds(written, self._budget), with_line_feeds(text, self._budget)
        plain, repairs = plain_indentation(written, self._budget)
        if self._are_refused(repairs):
            repairs = ()
        elif repairs:
            written, text = plain, plain_indentation(text, self._budget)[0]
        words = without_words(written, self._budget)
        if words is None or self._are_refused(words.repairs):
            words = Unwrapped((written,), ())
        for finders, part, taken_off in ((FINDERS, text, ()), (CODE_FINDERS, words.parts[0], words.repairs)):
            refusal = unread_option(part) if finders is CODE_FINDERS else None
            if finders is CODE_FINDERS and (halved := unread_here_document(part, of_shell=True)) is not None:
                return Outcome("json", errors=(str(halved),), final=True)
            if refusal is not None:
                if self._apostrophes(part) is None:
                    return Outcome("json", errors=(str(refusal),), final=True)
                break  # its quotes are those of a shell, and of no program
            for finder in finders:
                found = finder(part, self._budget)
                if found is not None:
                    if finders is CODE_FINDERS and (apart := self._apart(text, depth, sound=True)) is not None:
                        return apart
                    if (alone := self._alone(text, found, depth)) is not None:
                        return alone
                    told = partial(with_words_told, finder, taken_off, self._budget)
                    of = partial(self._of_found, depth=depth)
                    try:
                        found = as_backslashes_are_meant(told(part, found), finder, part, self._budget, told, of)
                    except RefusedError as refusal:
                        return Outcome("json", errors=(str(refusal),), final=True)
                    outcome = self._of_found(found, depth)
                    if depth <= _DEEPEST:
                        read = partial(self.read, depth=depth + 1)
                        outcome = with_further_events(outcome, found, part, self._budget, read)
                    return outcome.behind(repairs)
        return None

    def _are_refused(self, repairs: tuple[Repair, ...]) -> bool:
        """Whether a person refused one of these."""
        return self._refusal(repairs) is not None

    def _refusal(self, repairs: tuple[Repair, ...]) -> str | None:
        """Why nothing is read where a person refused one of these; None when nobody did."""
        return next((without_repair(repair) for repair in repairs if repair.identity in self._refused), None)

    def _of_found(self, found: Found, depth: int) -> Outcome:
        events: list[ReadEvent] = []
        errors: list[str] = [found.error] if found.error else []
        places: list[Span] = []
        for request in found.requests:
            if request.error is not None:
                errors.append(request.error)
                continue
            if (refusal := self._refusal(request.repairs)) is not None:
                errors.append(refusal)
                continue
            outcome = self.read(request.body, depth + 1, inside=True)
            self._budget.spend(_steps_of_telling(outcome, request.repairs))
            outcome = outcome.behind(request.repairs, None, request.url)
            places += outcome.read_from(request.body).places
            events += (as_addressed(event, request.body, self._refused) for event in outcome.events)
            errors += outcome.errors or () if outcome.events else outcome.errors or (no_body(request.body),)
        return Outcome(found.source, tuple(events), tuple(errors), found.secrets, found.left_out, places=tuple(places))


def _steps_of_telling(outcome: Outcome, repairs: tuple[Repair, ...]) -> int:
    return _STEPS_OF_TOLD * max(0, len(outcome.events) * len(repairs) - _TOLD_FREELY)


def _is_comment(before: str) -> bool:
    return all(line.lstrip().startswith(("//", "#")) for line in before.splitlines() if line.strip()) or (
        before.startswith("/*") and before.endswith("*/") and before.count("*/") == 1
    )
