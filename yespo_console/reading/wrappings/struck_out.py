"""Events that somebody took back: commented out in HTML, or struck out there or in a chat. They are left out, and told.

What is taken back within an event is left out where that is mended.
"""

import re
from collections.abc import Iterator
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.mending.tokens import TAKEN_BACK, end_of_taken_back
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import Repair, repair_at
from yespo_console.reading.spans import Span
from yespo_console.reading.wrappings.unwrapped import Unwrapped

#: Right behind a comment's beginning stands JSON: code stands in comments, too.
_JSON: Final = re.compile(r"\s{0,200}[{\[]")
_MARK: Final = re.compile(rf"{TAKEN_BACK.pattern}|(?<![~\w])(?P<tildes>~{{1,2}})(?=[{{\[])", re.IGNORECASE)
_BEHIND_TILDES: Final = {tildes: re.compile(rf"(?<=[}}\]]){tildes}(?![~\w])") for tildes in ("~", "~~")}
#: What text in quotes begins and ends with in a line.
_QUOTE: Final = re.compile(r"\\.|(?P<double>\")|(?<!\w)['`]|['`](?!\w)")


def without_struck_out(text: Traced, budget: Budget) -> Unwrapped | None:
    """The text without the events that are commented out or struck out; None when none is.

    Raises:
        RefusedError: no other event stands in the text.
    """
    raw = text.text
    if "<" not in raw and "~" not in raw:
        return None
    builder = TracedBuilder(text.original)
    told: list[Repair] = []
    first = done = 0
    for begin, end in _taken_back(raw, budget):
        first = first if told else begin
        told.append(repair_at(text, begin, end, "comment" if raw.startswith("<!--", begin) else "struck_out"))
        builder.copy(text, done, begin)
        done = end
    if not told:
        return None
    builder.copy(text, done)
    rest = builder.build()
    if not mentions_event(rest.text):
        raise RefusedError(text, first, "struck_out", final=True)
    return Unwrapped((rest,), tuple(told))


def _taken_back(raw: str, budget: Budget) -> Iterator[Span]:
    """Where events stand that were taken back, outside of quotes in their line."""
    position = looked = 0
    is_quoted = {"double": False, None: False}
    never_closed: set[str] = set()
    while (begin := _MARK.search(raw, position)) is not None:
        position = begin.end()
        if (line := raw.rfind("\n", looked, begin.start()) + 1) > 0:
            looked = line
            is_quoted = dict.fromkeys(is_quoted, False)
        for quote in _QUOTE.finditer(raw, looked, begin.start()):
            budget.spend(10)
            if quote[0][0] != "\\":
                is_quoted[quote.lastgroup] ^= True
        looked = begin.start()
        if any(is_quoted.values()) or begin[0] in never_closed or not (begin["tag"] or _JSON.match(raw, position)):
            continue
        ending = _BEHIND_TILDES[begin["tildes"]].search(raw, position) if begin["tildes"] else None
        end = end_of_taken_back(raw, begin) if not begin["tildes"] else -1 if ending is None else ending.end()
        if end < 0:
            never_closed.add(begin[0])
            continue
        budget.spend(1500 + end - position)  # so much costs what is told
        if mentions_event(raw[position:end]):
            yield begin.start(), end
            looked = end
        position = end
