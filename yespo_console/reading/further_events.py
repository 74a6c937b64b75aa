"""What speaks of an event in a text beside the events that were read from it.

A finder takes what is of its kind, and a paste may hold two kinds: a command and the code that should do the same, a
log and a table. What stands in other paragraphs than the events that were read is a text of its own.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.escapes import from_base_64
from yespo_console.reading.literals import BASE_64, mentions_event
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.spans import Span, Spans, without

#: Of longer texts no part is read by itself: nobody puts them together by hand.
_LONGEST: Final = 300_000
#: The type of an event and its value, as each kind of text writes them, or its column in a table.
_MEMBER: Final = re.compile(
    r"(?:\b|(?<=%22)|(?<=x22))eventTypeKey(?:[\\\"'“”\]]|\\x22|%22){0,4}\s{0,9}(?::=?|=>?|%3[Aa])\s{0,9}(?:[\\\"'“„]|%22|\w)"
    r"|(?:^|[,;\t])\"?eventTypeKey\"?(?=[,;\t]|[ \t]*\r?$)",
    re.MULTILINE,
)
#: What stands in every one of these.
_NAME: Final = "eventTypeKey"
_WORD: Final = re.compile(r"\w")
#: With the break before them, since that is what the search goes from one to the next of.
_EMPTY_LINES: Final = re.compile(r"\n(?:[ \t]*\r?\n)+")


@dataclass(frozen=True, slots=True)
class Rest:
    """What of a text was not read.

    Attributes:
        place: what of it speaks of an event, from there on.
        text: the paragraphs in which nothing was read; None when ``place`` is in one of the others, and in a long text.
        is_first: it stands before the events that were read.
    """

    place: Traced
    text: Traced | None
    is_first: bool


def further_events(text: Traced, read: Iterable[Span], left: Iterable[Span], budget: Budget) -> Rest | None:
    """What of ``text`` speaks of another event than those that stand at ``read`` in the original; None: nothing.

    What was ``left`` out there was not read.
    """
    raw = text.text
    budget.spend(len(raw) // 4)
    known = Spans(without(read, left))
    places = [at for at in _places(text, budget) if not known.touch(text.offset(at), text.offset(at) + 1)]
    budget.spend(20 * len(places))
    if not places:
        return None
    is_first = text.offset(places[0]) < known.first
    if len(raw) > _LONGEST:
        return Rest(text.slice(places[0]), None, is_first)
    builder = TracedBuilder(text.original)
    rest: list[Span] = []
    is_read = False
    for begin, end in _paragraphs(raw):
        budget.spend(40)
        is_bracket = _WORD.search(raw, begin, end) is None  # which closes what stands above it
        is_read = (is_read and is_bracket) or known.touch(text.offset(begin), text.offset(end))
        if not is_read:
            builder.copy(text, begin, end)
            rest.append((begin, end))
    apart = Spans(rest)
    is_apart = all(apart.touch(at, at + 1) for at in places)
    return Rest(text.slice(places[0]), builder.build() if is_apart else None, is_first)


def behind_first_paragraphs(raw: str) -> int:
    """Where another text begins that speaks of an event, behind an empty line; 0 when none does."""
    if len(raw) > _LONGEST:
        return 0
    return next(
        (
            begin
            for begin, end in _paragraphs(raw)
            if raw.find(_NAME, begin, end) >= 0 and raw[:begin].strip() and _MEMBER.search(raw, begin, end)
        ),
        0,
    )


def _places(text: Traced, budget: Budget) -> Iterator[int]:
    """Where the text speaks of an event, in order."""
    found = list(_members(text.text))
    for match in BASE_64.finditer(text.text):
        budget.spend(match.end() - match.start())
        decoded = from_base_64(text.slice(*match.span()))
        if decoded is not None and mentions_event(decoded.text):
            found.append(match.start())
    yield from sorted(found)


def _members(raw: str) -> Iterator[int]:
    """Where the members and columns are: each begins at the name or up to two characters before it."""
    done = 0
    at = raw.find(_NAME)
    while at >= 0:
        starts = range(max(done, at - 2), at + 1)
        match = next(filter(None, (_MEMBER.match(raw, start) for start in starts)), None)
        if match is not None:
            yield match.start()
            done = match.end()
        at = raw.find(_NAME, max(done, at + 1))


def _paragraphs(raw: str) -> Iterator[Span]:
    """The lines between empty ones, with those that follow them."""
    begin = 0
    for gap in _EMPTY_LINES.finditer(f"\n{raw}"):
        end = gap.end() - 1
        yield begin, end
        begin = end
    yield begin, len(raw)
