"""What is around the lines of a text: a margin, no-break spaces that a mail made of plain ones, and the line ends."""

import re
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import Repair, repair_at

_FIRST_LINE: Final = re.compile(r"(?:\s*[\r\n])?(?P<blanks>[ \t\u00a0]*+)[^\r\n]*")
_SPACES: Final = (" ", "\u00a0")
#: The spaces behind a line that is not empty. A tab there may part the last cell of a table, which is empty.
_SPACES_BEHIND: Final = re.compile(r"(?<=\S)[ \u00a0]*+(?![^\r\n])")
#: The blanks before a line that is not empty.
_BLANKS: Final = re.compile(r"(?<![^\r\n])[ \t\u00a0]*+(?=\S)")
_OTHER_END: Final = re.compile(r"\r\n?")
#: A plain space that is not before a line.
_SPACE_BETWEEN: Final = re.compile(r"[^\s] ")


def without_margin(text: Traced, budget: Budget) -> Traced:
    """The text without the blanks before all of its lines, and the spaces behind all of them; itself without such.

    This is told to nobody, as the white space between the parts of JSON is not. In source code a text of several lines
    may have such blanks in it, so whoever reads code for what it does reads it with them.
    """
    first = _FIRST_LINE.match(text.text)
    assert first is not None
    is_indented = bool(first["blanks"])
    is_padded = text.text[first.end() - 1 : first.end()] in _SPACES
    if not (is_indented or is_padded):
        return text
    budget.spend(len(text) // 2)
    starts = [line.span() for line in _BLANKS.finditer(text.text)] if is_indented else []
    ends = [line.span() for line in _SPACES_BEHIND.finditer(text.text)] if is_padded else []
    before = _shared([text.text[begin:end] for begin, end in starts])
    behind = _shared([text.text[begin:end] for begin, end in ends]) if len(ends) > 1 else 0
    cuts = sorted([(begin, begin + before) for begin, _end in starts] + [(end - behind, end) for _begin, end in ends])
    builder = TracedBuilder(text.original)
    done = 0
    for begin, end in cuts:
        budget.spend(20)
        builder.copy(text, done, begin)
        done = end
    builder.copy(text, done)
    return builder.build() if before or behind else text


def with_line_feeds(text: Traced, budget: Budget) -> Traced:
    """The text with a line feed at the end of each line, whatever a clipboard or an old program put there.

    This is told to nobody: which line ends a text of several lines had where it was written, the paste does not say.
    Where most lines of arrays of PHP end with a line feed alone it does, and all stay as they are: only there a text
    has several lines as it stands.
    """
    if "\r" not in text.text:
        return text
    if "=>" in text.text and text.text.count("\n") > 2 * text.text.count("\r"):
        return text
    if "\n" not in text.text:
        return text.respelled(text.text.replace("\r", "\n"))
    builder = TracedBuilder(text.original)
    done = 0
    for end in _OTHER_END.finditer(text.text):
        budget.spend(20)
        builder.copy(text, done, end.start())
        builder.put("\n", text.offset(end.start()), end.end() - end.start())
        done = end.end()
    builder.copy(text, done)
    return builder.build()


def _shared(blanks: list[str]) -> int:
    """How many characters all of these begin with alike."""
    if not blanks:
        return 0
    least, most = min(blanks), max(blanks)  # what these two begin with alike, all others do
    return next((at for at, pair in enumerate(zip(least, most, strict=False)) if pair[0] != pair[1]), len(least))


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
