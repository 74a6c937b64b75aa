"""Conditions that stand around an event by marks of their own: a template's, a makefile's, a workflow's.

``{% if live %}``, ``@if ($live)``, ``<% if live %>``, ``<?php if ($live): ?>``, ``{{#if live}}``, ``ifdef LIVE``: what
stands between them is code, a command or JSON, whose readers do not know them.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from operator import itemgetter
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.origin import Original, Traced
from yespo_console.reading.outcome import Outcome
from yespo_console.reading.reading import ReadEvent, Source, sent_on_condition
from yespo_console.reading.source_code.texts.conditions_in_braces import shown_without_grammar
from yespo_console.reading.spans import Span
from yespo_console.reading.word_set import word_set

#: What begins a condition, and what asks for another one instead; any other word begins something without one.
_BEGINS: Final = word_set(
    "if unless ifdef ifndef ifeq ifneq isset empty auth guest production env can cannot while until switch c:if c:when"
    " cfif"
)
_INSTEAD: Final = word_set("elif elsif elseif cfelseif")
_ELSE: Final = ("else", "cfelse")
_ENDS: Final = re.compile(r"/|end|[);]+\Z")
#: A tag without such a word that begins something.
_OPENS: Final = re.compile(r"(?:\{|\bdo(?:\s{0,9}\|[^|\n]{0,60}\|)?)\Z")
_COMMANDS: Final = ("curl", "wget", "httpie")


@dataclass(frozen=True, slots=True)
class _Marks:
    """One kind of marks.

    Attributes:
        sign: stands in every text that has such marks.
        pattern: finds one of them, with its ``word`` and what is ``asked``.
        sources: the kinds of readings of which they are asked; all where it is empty.
    """

    sign: re.Pattern[str]
    pattern: re.Pattern[str]
    sources: tuple[Source, ...] = ()


_ASKED: Final = r"(?P<asked>[^\n]{0,300}?)"
_KINDS: Final = (
    _Marks(  # Jinja, Twig, Liquid
        re.compile(r"\{%"),
        re.compile(
            r"\{%[-+~]?\s{0,9}(?P<word>if|unless|elif|elsif|elseif|else|endif|endunless)\b"
            rf"\s{{0,9}}{_ASKED}\s{{0,9}}[-+~]?%\}}"
        ),
    ),
    _Marks(  # Blade
        re.compile(r"@end[a-z]"),
        re.compile(
            r"(?<![\w@.])@(?P<word>(?:else)?if|unless|isset|empty(?=[ \t]{0,9}\()|env|can(?:not)?|auth|guest"
            r"|production|else|end(?:if|unless|isset|empty|env|can(?:not)?|auth|guest|production))\b"
            r"[ \t]{0,9}(?:\((?P<asked>(?:[^()\n]|\([^()\n]{0,200}\)){0,300})\))?"
        ),
    ),
    _Marks(  # ERB, EJS, JSP, ASP, PHP
        re.compile(r"<[%?]"),
        re.compile(
            r"<(?:%[-_=]?|\?(?:php\b|=)?)\s{0,9}(?P<word>\}?\s{0,9}(?:if|unless|elsif|elseif|else\s{1,9}if|else|foreach|for"
            r"|while|case|switch|begin)\b|end\w{0,10}\b|\}[);]{0,3})?"
            rf"{_ASKED}\s{{0,9}}(?:[-_]?%>|\?>)"
        ),
    ),
    _Marks(  # Handlebars, templates of Go
        re.compile(r"\{\{"),
        re.compile(
            r"\{\{[-~]?\s{0,9}[#^]?(?P<word>(?:if|unless|range|with|define|block)(?=\s)|else\s{1,9}if|else|/if|/unless|end)\b"
            r"\s{0,9}(?P<asked>[^{}\n]{0,300}?)\s{0,9}[-~]?\}\}"
        ),
    ),
    _Marks(  # Smarty
        re.compile(r"\{/if\}"),
        re.compile(
            r"\{(?P<word>if(?=\s{1,9}[!(]{0,3}(?:\$|isset|empty|not\b))|elseif|else|/if)\b"
            r"\s{0,9}(?P<asked>[^{}\n]{0,300})\}"
        ),
    ),
    _Marks(  # JSTL, ColdFusion
        re.compile(r"</c(?::|fif)"),
        re.compile(
            r"<(?P<word>/?c:(?:if|when)|/?cfif|cfelseif|cfelse)\b(?:\s{1,9}test=)?[\s\"']{0,9}"
            r"(?P<asked>[^<>\n]{0,300}?)[\s\"']{0,9}>"
        ),
    ),
    _Marks(  # make, the preprocessor of C, the C shell, PHP
        re.compile(r"\n[ \t]{0,40}#?[ \t]{0,9}endif\b"),
        re.compile(
            r"^[ \t]{0,40}#?[ \t]{0,9}(?P<word>ifn?def|ifn?eq"
            r"|(?:else)?if(?=[ \t]{0,9}\([^\n]{0,300}(?:then|:)[ \t\r]{0,9}$)"
            rf"|else|endif)\b[ \t]{{0,9}}{_ASKED}(?:[ \t]{{1,9}}then)?[ \t\r]{{0,9}}$",
            re.MULTILINE,
        ),
    ),
    _Marks(  # fish, Ruby, around a command
        re.compile(r"\n[ \t]{0,40}end[ \t\r]{0,9}(?:\n|\Z)"),
        re.compile(
            r"^[ \t]{0,40}(?:(?P<word>(?:else[ \t]{1,9})?if(?![^\n]{0,300}\bthen\b)|unless|while|until|elsif|else|end"
            rf"|for|function|def|begin|switch|class|module)\b[ \t]{{0,9}}{_ASKED}"
            r"|[^\n]{0,300}\bdo(?:[ \t]{1,9}\|[^|\n]{0,60}\|)?)[ \t\r]{0,9}$",
            re.MULTILINE,
        ),
        _COMMANDS,
    ),
)
#: The lines of a workflow in YAML, and what it asks of a step or a job.
_LINE: Final = re.compile(
    r"^(?P<margin>[ ]{0,60})(?P<item>-[ ]{1,9})?(?:if:[ ]{1,9}(?P<asked>[^\n]{1,300})|(?P<rules>rules:[ \t\r]{0,9}$))?",
    re.MULTILINE,
)
_OF_STEP: Final = re.compile(r"^[ ]{0,60}(?:-[ ]{1,9})?if:[ ]", re.MULTILINE)
_IN_ANY_CASE: Final = re.compile(r"(?:\$\{\{)?\s{0,9}(?:always|success)\(\)")

_Place = tuple[int, Span | None]


def with_marked_conditions(outcome: Outcome, original: Original, budget: Budget) -> Outcome:
    """The outcome with the nearest condition told of each event that stands between such marks."""
    if all(event.at is None for event in outcome.events):
        return outcome
    text = Traced.of_part(original, 0, len(original.text))
    kinds = [list(places) for places in _places(text.text, outcome.source, budget)]
    if not kinds:
        return outcome
    return replace(outcome, events=tuple(_told(event, text, kinds) for event in outcome.events))


def _places(raw: str, source: Source | None, budget: Budget) -> Iterator[Iterator[_Place]]:
    """For each kind of marks the places from which on something else is asked, and where that stands."""
    for marks in _KINDS:
        if (not marks.sources or source in marks.sources) and marks.sign.search(raw) is not None:
            budget.spend(len(raw) // 4)
            yield _between_marks(raw, marks.pattern)
    if source in _COMMANDS and _OF_STEP.search(raw) is not None:
        budget.spend(len(raw) // 4)
        yield _in_steps(raw)


def _told(event: ReadEvent, text: Traced, kinds: list[list[_Place]]) -> ReadEvent:
    """An event with the condition told that begins last before it of those that go on there."""
    if event.at is None or any(repair.code == "sent_on_condition" for repair in event.repairs):
        return event
    numbers = (bisect_right(places, event.at, key=itemgetter(0)) - 1 for places in kinds)
    asked = [places[number][1] for places, number in zip(kinds, numbers, strict=True) if number >= 0]
    begin, end = max((span for span in asked if span is not None), default=(0, 0))
    if begin == end:
        return event
    told = sent_on_condition(text, begin, end, shown_without_grammar(text.text[begin:end]))
    return replace(event, repairs=tuple(sorted((*event.repairs, told), key=lambda each: each.offset)))


def _between_marks(raw: str, pattern: re.Pattern[str]) -> Iterator[_Place]:
    #: The nearest condition within each pair of marks that is open.
    opened: list[Span | None] = []
    for mark in _outside_texts(raw, pattern):
        word = "".join((mark["word"] or "").split()).lstrip("}")
        asked = mark["asked"]
        around = opened[-1] if opened else None
        if word in _ELSE:
            continue
        if _ENDS.match(word) or (mark["word"] and not word):
            del opened[-1:]
        elif word in _INSTEAD:
            opened[-1:] = [_span_of(mark)]
        elif mark[0].startswith("<?") and not (asked or "").endswith(("{", ":")):
            continue
        elif word in _BEGINS:
            opened.append(_span_of(mark))
        elif word or asked is None or _OPENS.search(asked):
            opened.append(around)
        else:
            continue
        yield mark.end(), opened[-1] if opened else None


def _outside_texts(raw: str, pattern: re.Pattern[str]) -> Iterator[re.Match[str]]:
    """The marks but for those in double quotes: a value of an event may be a template of its own."""
    done = 0
    is_quoted = False
    for mark in pattern.finditer(raw):
        line = raw.rfind("\n", done, mark.start()) + 1
        is_quoted = is_quoted and not line
        begin = line or done
        quotes = raw.count('"', begin, mark.start()) - raw.count('\\"', begin, mark.start())
        is_quoted ^= quotes % 2 == 1
        done = mark.start()
        if not is_quoted:
            yield mark


def _span_of(mark: re.Match[str]) -> Span:
    """Where a condition stands, or the word that asks where nothing else does."""
    begin, end = mark.span("asked" if mark["asked"] else "word")
    return begin, begin + len(mark.string[begin:end].rstrip(" \t\r{:;"))


def _in_steps(raw: str) -> Iterator[_Place]:
    #: How far in something is asked, and where that stands.
    asked: list[tuple[int, Span | None]] = []
    rules: int | None = None  # how far in those of a job stand, which ask for all of it (GitLab)
    for line in _LINE.finditer(raw):
        margin = len(line["margin"])
        if line["asked"] is None and not line["rules"] and raw[line.end() : line.end() + 1] in ("", "\r", "\n"):
            continue  # it is empty
        inner = margin + len(line["item"] or "")
        while asked and (asked[-1][0] > inner or (line["item"] and asked[-1][0] > margin)):
            asked.pop()
        if rules is not None and margin <= rules and not line["item"]:
            rules = None
        if line["rules"]:
            rules = margin
        if line["asked"] is not None and not _IN_ANY_CASE.match(line["asked"]):
            asked.append((inner if rules is None else rules, line.span("asked")))
        yield line.start(), asked[-1][1] if asked else None
