"""The margin of a text: the same blanks before each of its lines, as a mail, a ticket or an editor puts them there."""

import re
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.origin import Traced, TracedBuilder

_FIRST_LINE: Final = re.compile(r"(?:[^\S\r\n]*[\r\n]+)*+([ \t\u00a0]+)(?=\S)")
#: The blanks before a line that is not empty.
_BLANKS: Final = re.compile(r"(?<![^\r\n])[ \t\u00a0]*+(?=\S)")


def without_margin(text: Traced, budget: Budget) -> Traced:
    """The text without its margin; the text itself when it has none.

    This is told to nobody, as the white space between the parts of JSON is not. In source code a text of several lines
    may have such blanks in it, so whoever reads code for what it does reads it with them.
    """
    first = _FIRST_LINE.match(text.text)
    if first is None:
        return text
    budget.spend(len(text) // 4)
    starts = list(_BLANKS.finditer(text.text))
    blanks = [line[0] for line in starts]
    least, most = min(blanks), max(blanks)  # what these two begin with alike, all others do
    width = next((at for at, pair in enumerate(zip(least, most, strict=False)) if pair[0] != pair[1]), len(least))
    if not width:
        return text
    builder = TracedBuilder(text.original)
    done = 0
    for line in starts:
        budget.spend(20)
        builder.copy(text, done, line.start())
        done = line.start() + width
    builder.copy(text, done)
    return builder.build()
