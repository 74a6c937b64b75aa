"""Cells over several lines as psql prints them: a ``+`` at the end of each line but the last of a cell."""

import re
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import repair_at
from yespo_console.reading.spans import Span
from yespo_console.reading.wrappings.sentences import told
from yespo_console.reading.wrappings.unwrapped import Unwrapped

_OPENING: Final = re.compile(r"[{\[]")
_LINE: Final = re.compile(r"([^\r\n]*)(\r\n|\r|\n|\Z)")
#: The columns before the cell, in the first line of a row and in the next ones.
_BEFORE: Final = re.compile(r" {0,80}|[^\r\n{}\[\]\"'=]{0,400}\| {0,9}")
#: A cell begins no further behind the start of its line.
_FAR: Final = 500
_BESIDE: Final = re.compile(r"[ \t|]*")
#: The end of a line of a cell, before the columns and the spaces behind it.
_GOES_ON: Final = re.compile(r"\+(?:\|[^\r\n\"{}\[\]+]*+)?(?= *(?:[\r\n]|\Z))")
#: What else psql prints: the line below the names of the columns, the mark of a record, the number of rows.
_FRAME: Final = re.compile(r"^[ \t]*(?:--[-+]*+|-\[ RECORD \d+ \][-+]*+|\(\d+ rows?\))[ \t]*\r?$", re.MULTILINE)
#: The name of the only column.
_NAME: Final = re.compile(r"[^\r\n]*\r?\n--+[ \t]*\r?$", re.MULTILINE)


def psql_rows(text: Traced, budget: Budget) -> Unwrapped | None:
    """The cells that begin with a bracket, each by itself; None where none goes on in the next line.

    That this is of psql is shown by what it prints around, or by a ``+`` in the same column of at least two lines.
    """
    raw = text.text
    if _GOES_ON.search(raw) is None or _OPENING.search(raw) is None:
        return None
    parts: list[Traced] = []
    columns: list[int] = []
    first = -1
    width = 0
    cell: TracedBuilder | None = None
    beside: list[Span] = []
    for line in _LINE.finditer(raw):
        budget.spend(60)
        content = line[1].rstrip(" ")
        goes_on = _GOES_ON.search(content) if "+" in content else None
        if cell is None:
            bracket = _OPENING.search(content, 0, _FAR) if goes_on else None
            if goes_on is None or bracket is None or _BEFORE.fullmatch(content, 0, bracket.start()) is None:
                is_framing = _FRAME.match(content) or _NAME.match(raw, line.start())
                if content.strip() and "|" not in content and not is_framing:
                    is_next = bool(beside) and not raw[beside[-1][1] : line.start()].strip()
                    begin = beside.pop()[0] if is_next else line.start()
                    beside.append((begin, line.end()))
                continue
            width = bracket.start()
            first = line.start() + goes_on.start() if first < 0 else first
            cell = TracedBuilder(text.original)
        elif _BESIDE.fullmatch(content, 0, min(width, len(content))) is None:
            return None  # not the next line of the cell
        written = content if goes_on is None else content[: goes_on.start()].rstrip(" ")
        cell.copy(text, line.start() + min(width, len(written)), line.start() + len(written))
        if goes_on is not None:
            columns.append(goes_on.start())
            cell.copy(text, line.start(2), line.end(2))
        else:
            parts.append(cell.build())
            cell = None
    is_aligned = len(columns) > 1 and len(set(columns)) == 1
    if cell is not None or not parts or not (is_aligned or _FRAME.search(raw)):
        return None
    budget.spend(1500 * len(beside))
    repairs = [repair_at(text, first, first + 1, "psql_rows"), *(told(text, words) for words in beside)]
    return Unwrapped(parts, tuple(sorted(repairs, key=lambda repair: repair.offset)))
