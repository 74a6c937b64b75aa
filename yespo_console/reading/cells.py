"""Events in the cells of a table that somebody exported, a log or a queue as CSV: ``1,"{""eventTypeKey"":…}",400``.

Or as a database writes its rows into a file: with tabs between cells, and a backslash before each backslash in them.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from yespo_console.reading.bodies import is_json
from yespo_console.reading.budget import Budget
from yespo_console.reading.escapes import CELL, Dialect, unescape
from yespo_console.reading.finder import Found
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.log_lines import read_entries
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import LeftOut, Repair, excerpt_around, repair_at
from yespo_console.reading.spans import Span

_DOUBLED: Final = re.compile(r"\{\s{0,20}\"\"(?:eventTypeKey|keyValue|params)\"\"\s{0,20}:")
_LINE: Final = re.compile(r"[^\r\n]++")
_CELL: Final = re.compile(r"\"(?<![^,;\t\r\n]\")((?:[^\"]|\"\")*+)\"(?![^,;\t\r\n])")
#: What parts the cells of a row.
_DELIMITERS: Final = (",", ";", "\t")
#: Another cell behind one; a delimiter that ends the line may end a statement.
_NEXT_CELL: Final = re.compile(r"[,;\t][ \t]*[^\s]")
_OF_CODE: Final = frozenset("(){}[]=")
_LONGEST_BEFORE: Final = 1000
#: The type of an event in source code without double quotes.
_SPELLED_OUT: Final = re.compile(r"[{(\[,]\s{0,99}'?(?:eventTypeKey|eventKey)(?:'\s{0,9}=>|['\]]?\s{0,9}(?::|=>))")
#: How a database says that its rows follow, up to a line with ``\\.`` (PostgreSQL).
_COPY: Final = re.compile(r"^COPY\s[^\n;]{1,1000}\sFROM\s+stdin\b", re.MULTILINE | re.IGNORECASE)
#: A cell that begins with a bracket, between tabs and line ends.
_TAB_CELL: Final = re.compile(r"(?<![^\t\r\n])[{\[][^\t\r\n]*+")
_CONTROLS: Final = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v", "0": "\0"}
_BATCH: Final = Dialect(re.compile(r"\\(.)"), lambda match: _CONTROLS.get(match[1], match[1]))
#: What stands around cells and is no content.
_AROUND: Final = ' \t\r\n,;"|'
_FOUND: Final = 60
#: So much of what stands in other cells is told piece by piece, and the rest counted.
_MOST: Final = 1000


def find_cells(text: Traced, budget: Budget) -> Found | None:
    """The events in the cells of a table, whatever its columns are called; what the other cells hold is told."""
    if '"' not in text.text or not mentions_event(text.text):
        return None
    budget.spend(len(text))
    cells = [cell for cell in _CELL.finditer(text.text) if _may_hold_event(cell)]
    if not any('""' in cell[1] or _is_beside_another(text.text, cell) for cell in cells):
        return None
    entries = (unescape(text, CELL, *cell.span(1)) for cell in cells)
    found = read_entries("csv", text, entries, budget)
    return None if found is None else _with_others_told(found, text, cells, budget)


def _may_hold_event(cell: re.Match[str]) -> bool:
    """Whether a cell speaks of an event; three quotes before other things than JSON are those of Python or Kotlin."""
    return _DOUBLED.search(cell[1]) is not None or (not cell[1].startswith('""') and mentions_event(cell[1]))


def _is_beside_another(raw: str, cell: re.Match[str]) -> bool:
    """Whether a cell without quotes in it holds an event that is spelled out, and is one of several in its row.

    Code that hands such a text over has brackets or a sign before it.
    """
    if _SPELLED_OUT.search(cell[1]) is None:
        return False
    start = max(0, cell.start() - _LONGEST_BEFORE - 1)
    before = raw[max(start, raw.rfind("\n", start, cell.start()) + 1) : cell.start()]
    is_among = before.endswith(_DELIMITERS) or _NEXT_CELL.match(raw, cell.end()) is not None
    return is_among and len(before) <= _LONGEST_BEFORE and _OF_CODE.isdisjoint(before)


def find_tab_cells(text: Traced, budget: Budget) -> Found | None:
    """The same where each backslash is doubled, as PostgreSQL and MySQL write rows: some cell is JSON only without.

    One event by itself may have been spelled so by hand, and is not read here.
    """
    is_copy = "\\" in text.text and _COPY.search(text.text) is not None
    if not is_copy and ('\\\\"' not in text.text or "\t" not in text.text):
        return None
    budget.spend(2 * len(text))
    cells = [cell for cell in _TAB_CELL.finditer(text.text) if mentions_event(cell[0])]
    if not is_copy and not any(_is_doubled(text, cell) for cell in cells):
        return None
    budget.spend(2 * len(text))
    entries = [unescape(text, _BATCH, *cell.span()) for cell in cells]
    found = read_entries("csv", text, entries, budget)
    if found is None:
        return None
    undone = [
        replace(each, repairs=(repair_at(each.body, 0, 0, "escaped_text"), *each.repairs))
        if each.error is None and len(each.body.text) < each.body.offset(len(each.body)) - each.body.offset(0)
        else each
        for each in found.requests
    ]
    return _with_others_told(replace(found, requests=tuple(undone)), text, cells, budget)


def _is_doubled(text: Traced, cell: re.Match[str]) -> bool:
    """Whether a cell beside a tab is JSON only when each two of its backslashes are one."""
    if "\t" not in text.text[max(0, cell.start() - 1) : cell.end() + 1] or '\\\\"' not in cell[0]:
        return False
    return not is_json(cell[0]) and is_json(unescape(text, _BATCH, *cell.span()).text)


def _with_others_told(found: Found, text: Traced, cells: list[re.Match[str]], budget: Budget) -> Found:
    """The same with each event telling what else its row holds, and the lines below that hold no event."""
    starts = [text.offset(cell.start()) for cell in cells]
    holders = [max(0, bisect_right(starts, each.body.offset(0)) - 1) for each in found.requests]
    holding = list(dict.fromkeys(holders))
    told: dict[int, list[Repair]] = {}
    count = 0
    for count, (begin, end, number) in enumerate(_pieces(text.text, [cells[at].span() for at in holding]), 1):
        if count <= _MOST:
            budget.spend(1500)
            part = text.slice(begin, end)
            repair = repair_at(part, 0, len(part), "text_around", found=excerpt_around(part.text, _FOUND))
            told.setdefault(holding[number], []).append(repair)
    requests = [
        replace(request, repairs=(*request.repairs, *told.pop(holder, ())))
        for request, holder in zip(found.requests, holders, strict=True)
    ]
    more = max(0, count - _MOST) + sum(left.count for left in found.left_out if left.code == "text_beside")
    left_out = (LeftOut("text_beside", more),) if more else ()
    return replace(found, requests=tuple(requests), left_out=left_out)


def _pieces(raw: str, cells: list[Span]) -> Iterator[tuple[int, int, int]]:
    """What stands outside these cells, line by line, each with the number of the cell at which it is told."""
    done = 0
    for number, (begin, end) in enumerate([*cells, (len(raw), len(raw))]):
        row = max(done, raw.rfind("\n", done, begin) + 1)
        before = max(0, number - 1)
        here = min(number, len(cells) - 1) if row > done or not number else before
        for line in _LINE.finditer(raw, done, begin):
            stripped = line[0].lstrip(_AROUND)
            start = line.end() - len(stripped)
            if stripped := stripped.rstrip(_AROUND):
                yield start, start + len(stripped), here if start >= row else before
        done = end
