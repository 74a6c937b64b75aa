"""What a terminal was told about colours: ``jq -C`` and loggers write it between the characters of a line."""

import re
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import repair_at
from yespo_console.reading.wrappings.unwrapped import Unwrapped

#: With the character that begins it; text that only looks like the rest of one may be anything.
_COLOUR: Final = re.compile(r"\x1b\[[\d;:]{0,40}[mK]")


def terminal_colours(text: Traced, budget: Budget) -> Unwrapped | None:
    """The text without colours; None where there are none."""
    if "\x1b[" not in text.text:
        return None
    colours = list(_COLOUR.finditer(text.text))
    if not colours or text.text.count('"', 0, colours[0].start()) % 2:
        return None  # the first stands within a text, so it may be a part of that
    builder = TracedBuilder(text.original)
    done = 0
    for colour in colours:
        budget.spend(40)
        builder.copy(text, done, colour.start())
        done = colour.end()
    builder.copy(text, done)
    told = repair_at(text, *colours[0].span(), "terminal_colours", count=str(len(colours)))
    return Unwrapped((builder.build(),), (told,))
