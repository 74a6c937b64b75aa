"""JSON that stands on lines of its own beside something else: a command, a log, a request, code.

Each finder looks for its own kind, and what it passes over would be lost. Where JSON of an event begins a line, nothing
takes it (no quote, bracket or operator before it, no here-document, no headers of a request) and nothing of it is left
when it is closed, it is read by itself, and the rest as if it had been pasted without it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.literals import may_hold_event, mentions_event
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.outcome import Outcome, event_beside, together
from yespo_console.reading.reading import Source
from yespo_console.reading.standing_apart import is_event_json, sound_value

#: What finders of source code, and those of commands, call it; PowerShell is either.
LANGUAGES: Final[tuple[Source, ...]] = ("fetch", "javascript", "python", "php", "ruby", "powershell")
_COMMANDS: Final[tuple[Source, ...]] = ("curl", "wget", "httpie", "powershell")
#: Longer texts are not looked at: nobody writes them by hand.
_LONGEST: Final = 300_000
_LINE: Final = re.compile(r"^[ \t]{0,8}(?=[{\[])", re.MULTILINE)
_EMPTY_LINE: Final = re.compile(r"\n[ \t]*\r?(?=\n)|\Z")
#: What ends a line that goes on in the JSON below it.
_TAKES: Final = re.compile(
    r"[\\=,{\[^|&+<]\Z|(?<!\s[:;])(?<!\s[:;]-)\(\Z|(?<![\w/\"'])>\Z|<<[<~-]?[ \t]?['\"]?\w{1,60}['\"]?|\bHTTP/\d"
)
_QUOTES: Final = ("'", '"', "`")
#: What begins a line that goes on behind the JSON above it.
_GOES_ON: Final = re.compile(
    r"['\"`‘’“”„)\]},;:.+|\\]|(?:end|else|elsif|ensure|rescue|when)\b|[A-Z_]{2,20}[ \t]*(?:\r?\n|\Z)"
    r"|[A-Za-z]{1,20};?[ \t]*\Z"
)
#: The lines above a body in a request.
_HEADERS: Final = re.compile(
    r"^(?:[A-Z]{3,7}[ \t]+\S{1,300}(?:[ \t]+HTTP/[\d.]{1,3})?|HTTP/[\d.]{1,3}[^\n]{0,80})[ \t]*\r?\n"
    r"(?>(?:[\w-]{1,60}:[^\n]{0,2000}\n)*)(?:[\w-]{1,60}:[^\n]{0,2000})?\Z",
    re.MULTILINE,
)
#: How the last of them begins.
_HEADER: Final = re.compile(r"[\w-]{1,60}:")
_LINE_END: Final = re.compile(r"[ \t]*(?:\r?\n|\Z)")
#: A line that is a comment or a heading: no program runs what stands in it.
_NUMBER_SIGN: Final = re.compile(r"^[ \t]*#[^\n]*", re.MULTILINE)
#: So far above a line is looked for what takes it, and for the request whose body it is.
_NEAR: Final = 300
_FAR: Final = 6000


@dataclass(frozen=True, slots=True)
class JsonBeside:
    """A text of which parts are JSON that stands by itself.

    Attributes:
        blocks: these parts, in order; several events below each other are one part.
        rest: everything else, without them.
        before: how many of the blocks stand before the first place where the rest speaks of an event.
    """

    blocks: tuple[Traced, ...]
    rest: Traced
    before: int

    def is_within(self, whole: Outcome) -> bool:
        """Whether what was made of the whole text holds these parts for certain."""
        is_more = len(whole.events) > len(self.blocks) and not whole.errors
        return is_more and whole.source not in (*_COMMANDS, *LANGUAGES, "json")

    def with_parts(self, whole: Outcome, parts: Sequence[Outcome]) -> Outcome:
        """What counts of the whole and of its parts, in order: the blocks, and the rest ``before`` some of them."""
        rest, blocks = parts[self.before], [*parts[: self.before], *parts[self.before + 1 :]]
        count = sum(len(part.events) for part in blocks)
        if all(part.events and not part.errors for part in blocks):
            is_read = rest.source != "json" and bool(rest.events) and not rest.errors
            if is_read and count + len(rest.events) >= len(whole.events):
                return replace(together(parts), source=rest.source)
            if whole.source in LANGUAGES and count >= len(whole.events):
                return replace(together(parts), source="json")  # no code takes them, so it has no say in them
        if whole.source in _COMMANDS and not whole.errors:
            return replace(whole, errors=(*whole.errors, *map(event_beside, self.blocks)))
        return whole


def json_beside(text: Traced, budget: Budget) -> JsonBeside | None:
    """The JSON beside something else that speaks of an event; None when there is none, or nothing else."""
    raw = text.text
    if len(raw) > _LONGEST or not mentions_event(raw):
        return None
    budget.spend(len(raw) // 2)
    blocks: list[tuple[int, int]] = []
    builder = TracedBuilder(text.original)
    done = before = 0
    is_known = False
    for line in _LINE.finditer(raw):
        if line.end() < done:
            continue
        budget.spend(200)
        end = 0 if is_taken(raw, line.start()) else _end(raw, line.end(), budget)
        if not end or _GOES_ON.match(raw[end : end + 40].lstrip()):
            continue
        between = raw[done : line.start()]
        is_known = is_known or may_hold_event(between)
        if blocks and not between.strip():
            blocks[-1] = blocks[-1][0], end
        else:
            builder.copy(text, done, line.start())
            blocks.append((line.end(), end))
            before += not is_known
        done = end
    if not blocks:
        return None
    builder.copy(text, done)
    rest = builder.build()
    if not may_hold_event(_NUMBER_SIGN.sub("", rest.text)):
        return None
    return JsonBeside(tuple(text.slice(*block) for block in blocks), rest, before)


def _end(raw: str, start: int, budget: Budget) -> int:
    """Where JSON of an event ends that begins at ``start``, sound, or broken up to an empty line; 0 when it is none."""
    budget.spend(200)
    node, end = sound_value(raw, start, budget)
    if end:
        return end if node is not None and is_event_json(node) and _LINE_END.match(raw, end) else 0
    return broken_value(raw, start, budget)


def broken_value(raw: str, start: int, budget: Budget) -> int:
    """Where broken JSON of an event ends that begins at ``start`` and goes on to an empty line; 0 when it is none."""
    stop = _EMPTY_LINE.search(raw, start)
    end = start + len(raw[start : stop.start() if stop else len(raw)].rstrip())
    budget.spend(2 * (end - start))
    return end if raw[end - 1] in "}]" and mentions_event(raw[start:end]) else 0


def is_taken(raw: str, start: int) -> bool:
    """Whether what stands above a line goes on in it."""
    near = raw[max(0, start - _NEAR) : start].rstrip()
    line = near[near.rfind("\n") + 1 :]
    is_in_quotes = line[-1:] in _QUOTES and line.count(line[-1]) % 2 == 1 if line else False
    if is_in_quotes or _TAKES.search(line):
        return True
    is_cut = line == near and start > _NEAR
    return bool(is_cut or _HEADER.match(line)) and is_body_of_request(raw, start)


def is_body_of_request(raw: str, start: int) -> bool:
    """Whether the lines above a place are the headers of a request, below its first line."""
    return _HEADERS.search(raw[max(0, start - _FAR) : start].rstrip()) is not None
