"""Rows copied from a spreadsheet or a CSV file, as cells of a table of items. Free of Qt."""

import csv
import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from yespo_console.events.event import ABSENT, Number, Value
from yespo_console.gui.forms.values import NUMBER_TYPES, is_number

#: One comma with digits on both sides. Three digits behind it may be thousands, unless a lone zero stands before it.
_DECIMAL_COMMA: Final = re.compile(r"-?(0,[0-9]+|[1-9][0-9]*,([0-9]{1,2}|[0-9]{4,}))")


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was pasted.

    Attributes:
        names: the column names of the header row, in its order; None when there is no header.
        rows: the cells' texts, exactly as they were; rows may differ in length.
    """

    names: tuple[str, ...] | None
    rows: tuple[tuple[str, ...], ...]


def read_paste(text: str, known: Sequence[str]) -> Pasted:
    """Take pasted ``text`` apart. A first row that holds names of ``known`` columns (in any case) is a header."""
    rows = _cells(text)
    if rows:
        exact = {name.casefold(): name for name in known}
        first = [cell.strip() for cell in rows[0]]
        hits = sum(cell.casefold() in exact for cell in first)
        if hits and hits * 2 >= len(first) and not any(is_number(cell) for cell in first):
            return Pasted(tuple(exact.get(cell.casefold(), cell) for cell in first), tuple(rows[1:]))
    return Pasted(None, tuple(rows))


def cell_value(text: str, node_type: str) -> Value:
    """The value of a pasted cell: an empty cell is not sent; a number may have a decimal comma.

    ``45,50`` becomes ``45.50``; ``1,234`` may be either number, so it stays the text it is.
    """
    if text == "":
        return ABSENT
    if node_type in NUMBER_TYPES:
        bare = text.strip()
        if is_number(bare):
            return Number(bare)
        if _DECIMAL_COMMA.fullmatch(bare):
            return Number(bare.replace(",", "."))
    return text


def _cells(text: str) -> list[tuple[str, ...]]:
    lines = text.replace("\r\n", "\n").replace("\r", "\n").removesuffix("\n")
    if not lines:
        return []
    if "\t" in lines:
        return _split(lines, "\t")
    for separator in ";,":
        rows = _split(lines, separator)
        # A lone line with a comma is a sentence or a price; a table has the same number of columns everywhere.
        if len(rows) > 1 and len(rows[0]) > 1 and len({len(row) for row in rows}) == 1:
            return rows
    # A lone cell is taken as it is, quotes and all; among several, a spreadsheet quotes the ones with line breaks.
    return _split(lines, "\t") if "\n" in lines else [(lines,)]


def _split(text: str, separator: str) -> list[tuple[str, ...]]:
    # An odd quote is no spreadsheet's: then quotes are letters like any other.
    quoting: Literal[0, 3] = csv.QUOTE_NONE if text.count('"') % 2 else csv.QUOTE_MINIMAL
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=separator, quoting=quoting))
    except csv.Error:  # a cell longer than the module allows
        rows = [line.split(separator) for line in text.split("\n")]
    return [tuple(row) or ("",) for row in rows]
