"""Events that somebody took back: commented out, or struck out in HTML or a chat. They are left out, and told.

What is taken back within an event is left out where that is mended. An event in a comment of code counts only where no
other stands: who copies nothing else means that.
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
from yespo_console.reading.wrappings.unwrapped import Unwrapped

#: What else than JSON stands in a comment of HTML may be the code of the page.
_JSON: Final = re.compile(r"\s{0,200}[{\[]")
#: How an event begins.
_BEGINS: Final = re.compile(r"\{[\s/#*]{0,99}[\"'“]{0,2}\w{0,30}[\"'”]{0,2}\s{0,9}:")
_MARK: Final = re.compile(
    rf"{TAKEN_BACK.pattern}|(?<![~\w])(?P<tildes>~~(?=[^\s~]| [{{\[])|~(?=`{{0,3}}[{{\[]))"
    r"|(?P<code>(?<!\*)/\*|^[ \t]*(?P<line>//|#(?=[ \t]*[{\[])))",
    re.IGNORECASE | re.MULTILINE,
)
#: What stands in every text with a mark. Few have it, and to look for it costs a tenth of the pattern.
_SIGNS: Final = ("<", "~~", "~{", "~[", "~`", "/*")
_LINE: Final = re.compile(r"^[ \t]*(?://|#)", re.MULTILINE)
_ENDS: Final = {
    "~": re.compile(r"(?<=[}\]`])~(?![~\w])"),
    "~~": re.compile(r"(?:(?<=[}\]`])|(?<=[}\]] ))~~(?![~\w])"),
    "/*": re.compile(r"\*/"),
    # the last of the lines that all begin so
    "//": re.compile(r"$(?!\n[ \t]*//)", re.MULTILINE),
    "#": re.compile(r"$(?!\n[ \t]*#)", re.MULTILINE),
}
#: An event right behind a mark; else words are struck out with it, and all of that stands in one line.
_EVENT_BEHIND: Final = re.compile(r"(?:`{1,3}| )?[{\[]")
_END_IN_LINE: Final = re.compile(r"(?<=[^\s~])~~(?![~\w])|$", re.MULTILINE)
#: Right before and behind what fills a cell of a table: in quotes, or whatever quotes stand in the cells before it.
_BEFORE_CELL: Final = re.compile(r"(?:(?:\A|[,;|\s])\"|[\t|] ?)\Z")
_BEHIND_CELL: Final = re.compile(r"\"(?:[,;|\s]|\Z)| ?(?:[\t|\r\n]|\Z)")
#: What text in quotes begins and ends with in a line.
_QUOTE: Final = re.compile(r"\\.|(?P<double>\")|(?<!\w)['`]|['`](?!\w)")


def without_struck_out(text: Traced, budget: Budget) -> Unwrapped | None:
    """The text without the events that are commented out or struck out; None when none is.

    Raises:
        RefusedError: no other event stands in the text.
    """
    raw = text.text
    if not mentions_event(raw) or not (any(sign in raw for sign in _SIGNS) or _LINE.search(raw)):
        return None
    builder = TracedBuilder(text.original)
    told: list[Repair] = []
    done = 0
    final: re.Match[str] | None = None
    for mark, end in _taken_back(raw, budget):
        begin = mark.start() + (len(mark[0]) - len(mark[0].lstrip()))
        told.append(repair_at(text, begin, end, "struck_out" if mark["tag"] or mark["tildes"] else "comment"))
        builder.copy(text, done, begin)
        done = end
        is_code = mark["code"] or not (mark["tag"] or mark["tildes"] or _JSON.match(raw, mark.end()))
        final = final or (None if is_code else mark)
    if not told:
        return None
    builder.copy(text, done)
    rest = builder.build()
    if mentions_event(rest.text):
        return Unwrapped((rest.strip(),), tuple(told))
    if final is None:
        return None
    raise RefusedError(text, final.start(), "struck_out", final=True)


def _taken_back(raw: str, budget: Budget) -> Iterator[tuple[re.Match[str], int]]:
    """By what events are taken back outside of quotes in their line, or as a whole cell, and where that ends."""
    position = looked = line_end = 0
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
        is_cell = any(is_quoted.values())
        if is_cell and _BEFORE_CELL.search(raw[max(0, begin.start() - 2) : begin.start()]) is None:
            continue
        is_in_line = begin[0] == "~~" and _EVENT_BEHIND.match(raw, position) is None
        if begin[0] in never_closed or (is_in_line and position <= line_end):
            continue
        end = _end_in_line(raw, begin) if is_in_line else _end(raw, begin)
        if is_in_line and not raw.endswith("~~", position, end):
            line_end = end
            continue
        if end < 0:
            never_closed.add(begin[0])
            continue
        if is_cell and _BEHIND_CELL.match(raw, end) is None:
            continue
        budget.spend(20 + (end - position) // 8)
        if mentions_event(raw[position:end]) and _BEGINS.search(raw, position, end):
            budget.spend(1500 + end - position)  # so much costs what is told
            yield begin, end
            looked = end
        position = end


def _end_in_line(raw: str, begin: re.Match[str]) -> int:
    """Where that ends which begins with tildes and words; the end of the line where none are behind it."""
    ending = _END_IN_LINE.search(raw, begin.end())
    return len(raw) if ending is None else ending.end()


def _end(raw: str, begin: re.Match[str]) -> int:
    """Where that ends which begins with a mark; -1 when it does not."""
    mark = begin["tildes"] or begin["line"] or begin["code"]
    if mark is None:
        return end_of_taken_back(raw, begin)
    ending = _ENDS[mark].search(raw, begin.end())
    return -1 if ending is None else ending.end()
