"""Events in the cells of a table that somebody exported, a log or a queue as CSV: ``1,"{""eventTypeKey"":…}",400``."""

import re
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.escapes import CELL, unescape
from yespo_console.reading.finder import Found
from yespo_console.reading.log_lines import read_entries
from yespo_console.reading.origin import Traced

_DOUBLED: Final = re.compile(r"\{\s{0,20}\"\"(?:eventTypeKey|keyValue|params)\"\"\s{0,20}:")
_CELL: Final = re.compile(r"(?<![^,;\t\r\n])\"((?:[^\"]|\"\")*+)\"(?![^,;\t\r\n])")


def find_cells(text: Traced, budget: Budget) -> Found | None:
    """The events in the cells of a table, whatever its columns are called."""
    if _DOUBLED.search(text.text) is None:
        return None
    budget.spend(len(text))
    cells = [cell for cell in _CELL.finditer(text.text) if '""' in cell[1]]
    return read_entries("csv", text, (unescape(text, CELL, cell.start(1), cell.end(1)) for cell in cells), budget)
