"""The blanks before the lines of a text: a margin, and no-break spaces that a mail or a ticket made of plain ones."""

import re
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import Repair, repair_at

_FIRST_LINE: Final = re.compile(r"(?:[^\S\r\n]*[\r\n]+)*+([ \t\u00a0]+)(?=\S)")
#: The blanks before a line that is not empty.
_BLANKS: Final = re.compile(r"(?<![^\r\n])[ \t\u00a0]*+(?=\S)")
#: A plain space that is not before a line.
_SPACE_BETWEEN: Final = re.compile(r"[^\s] ")


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


def plain_indentation(text: Traced, budget: Budget) -> tuple[Traced, tuple[Repair, ...]]:
    """The text with plain spaces for the no-break spaces before its lines, and what was changed.

    Where no plain space is left behind the beginning of a line, those in the texts have become such ones too, and it
    stays as it is.
    """
    if "\u00a0" not in text.text:
        return text, ()
    budget.spend(len(text))
    odd = [line for line in _BLANKS.finditer(text.text) if "\u00a0" in line[0]]
    if not odd or _SPACE_BETWEEN.search(text.text) is None:
        return text, ()
    count = sum(line[0].count("\u00a0") for line in odd)
    plain = text.respelled(_BLANKS.sub(lambda line: line[0].replace("\u00a0", " "), text.text))
    return plain, (repair_at(text, odd[0].start(), odd[0].end(), "odd_space", count=str(count)),)
