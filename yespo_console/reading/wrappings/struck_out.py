"""Events that somebody took back in HTML: commented out, or struck out. They are left out, and told."""

import re
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import Repair, excerpt_around, repair_at
from yespo_console.reading.wrappings.unwrapped import Unwrapped

#: At the beginning of a line, where no text in quotes is, and right before JSON: code stands in comments, too.
_BEGIN: Final = re.compile(r"(?<![^\r\n])[ \t]{0,40}(?:<!--|<(?P<tag>del|s|strike)>)(?=\s{0,200}[{\[])", re.IGNORECASE)
_FOUND: Final = 60


def without_struck_out(text: Traced, budget: Budget) -> Unwrapped | None:
    """The text without the events that are commented out or struck out; None when none is.

    Raises:
        RefusedError: no other event stands in the text.
    """
    raw = text.text
    if "<" not in raw:
        return None
    builder = TracedBuilder(text.original)
    told: list[Repair] = []
    done = 0
    while (begin := _BEGIN.search(raw, done)) is not None:
        mark = f"</{begin['tag']}>" if begin["tag"] else "-->"
        end = raw.find(mark, begin.end())
        if end < 0:
            break
        budget.spend(1500 + end - done)  # so much costs what is told
        builder.copy(text, done, begin.start())
        done = end + len(mark)
        if not mentions_event(raw[begin.end() : end]):
            builder.copy(text, begin.start(), done)
            continue
        found = excerpt_around(raw[begin.start() : done], _FOUND)
        told.append(repair_at(text, begin.start(), done, "text_around", "", None, found=found))
    if not told:
        return None
    builder.copy(text, done)
    rest = builder.build()
    if not mentions_event(rest.text):
        raise RefusedError(text, raw.index("<"), "struck_out", final=True)
    return Unwrapped((rest,), tuple(told))
