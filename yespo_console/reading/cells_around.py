"""The cells beside the events of a table that somebody exported: a password or a token may stand in any of them.

So what a row holds beside its event is told without what it says; the names of the columns stay. It is a table where a
line names columns, one of them by a word for a secret, and where a delimiter parts an event from what stands beside it.
Every pattern is linear.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Final

from yespo_console.reading.origin import Original
from yespo_console.reading.reading import Reading, Repair, excerpt_around
from yespo_console.reading.secret_words import (
    ACCOUNTS,
    CODES,
    KEYS,
    LOGINS,
    PASSWORDS,
    SHORT_PASSWORDS,
    TOKENS,
    one_of,
)

_DELIMITERS: Final = ("\t", "|", "│", ";", ",", "  ")
#: These part words of a sentence too, so a header with them has words for columns alone.
_OF_SENTENCES: Final = (" ", "/")
_SECRET: Final = re.compile(
    rf"(?i)(?<![^\W_])(?:{one_of(PASSWORDS, SHORT_PASSWORDS, CODES, TOKENS, KEYS, LOGINS, ACCOUNTS)}"
    r"|(?:api|access|private|secret|auth)(?:key|token)|hash|salt|cookies?|session|jwt|otp|signature|bearer)s?(?![^\W_])"
)
#: Where a new word begins in ``apiKey``.
_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")
_USUAL: Final = re.compile(
    r"(?i)(?<![^\W_])(?:id|no|time(?:stamp)?|date|created|updated|at|body|payload|json|data|events?|message|log|status|code"
    r"|request|response|queue|topic|level|note|name|e?mail|type)(?![^\W_])"
)
_COLUMN: Final = re.compile(r"[^\w\r\n{}]{0,6}[^\W\d]\w{0,40}(?:[ .-]\w{1,40}){0,3}[^\w\r\n{}]{0,6}")
_OF_A_NAME: Final = re.compile(r"[^\W_]+")
#: A header of a database, whose rows follow with tabs.
_COPY: Final = re.compile(r"(?i)COPY\s[^\n;]{1,1000}\sFROM\s+stdin\b")
_LONGEST_HEADER: Final = 1000
_LINE: Final = re.compile(r"[^\r\n]++")
_BLANK: Final = re.compile(r"(?:\r\n|\r|\n)[ \t]*+(?:[\r\n]|\Z)")
#: A delimiter between a cell and an event behind or before it; a comma of a sentence has a blank behind it.
_BEFORE_EVENT: Final = re.compile(r"(?:(?P<close>[,;](?: (?=[\"']))?)|(?<=[^\s])[ ]?(?P<open>[\t|│]) ?)[\"']?[{\[]")
_BEHIND_EVENT: Final = re.compile(r"[}\]][\"']?(?:(?P<close>(?<=[\"'])[,;] ?|[,;])(?=\S)| ?(?P<open>[\t|│]))")
#: The same of cells that hold more than the event, such as a line of a log.
_BEFORE_CELL: Final = re.compile(r"(?P<close>[,;\t])(?P<open>)\"[^\"\r\n]{1,400}\"\"")
_BEHIND_CELL: Final = re.compile(r"\"(?P<close>[,;])(?P<open>)(?=\S)")
_QUOTED: Final = re.compile(r"(?:^|[,;\t])\"", re.MULTILINE)
_HTML_CELL: Final = re.compile(r"(?i)(<t[dh](?:\s[^<>]{0,200})?>)([^<>]++)")
_NEAR: Final = 6
_FAR: Final = 410
#: What a cell may surely say: when it was, and how grave.
_HARMLESS: Final = re.compile(
    r"[\s\"']*+(?:\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:[.,]\d{1,9})?)?)?(?:Z|[+-]\d\d:?\d\d)?|\d\d:\d\d(?::\d\d)?"
    r"|[A-Z][a-z]{2} \d{1,2}, \d{4} @ \d\d:\d\d:\d\d(?:\.\d{3})?"
    r"|(?i:trace|debug|info|notice|warn(?:ing)?|error|fatal|critical)|[-+=]*+)[\s\"']*+"
)
_HIDDEN: Final = "***"
_FOUND: Final = 60


@dataclass(frozen=True, slots=True)
class _Table:
    """Rows with a delimiter between their cells.

    Attributes:
        start: where the first may stand.
        block, end_of_block: between these each line is of a row, whatever it holds: cells may have several lines.
        is_secret: whether a column is named by a word for a secret.
    """

    delimiter: str
    start: int
    block: int
    end_of_block: int
    is_secret: bool = False


def without_cells(reading: Reading, original: Original) -> Reading:
    """The reading with nothing told of what the cells beside its events hold."""
    told = {
        (repair.offset, repair.offset + repair.length)
        for event in reading.events
        for repair in event.repairs
        if repair.code == "text_around" and repair.length
    }
    tables = tuple(_tables(original.text, sorted(told)))
    if not tables and not any(_HTML_CELL.search(original.text, *place) for place in told):
        return reading
    events = tuple(
        replace(event, repairs=tuple(_repair(repair, original.text, tables) for repair in event.repairs))
        for event in reading.events
    )
    return replace(reading, events=events)


def _tables(text: str, told: Iterable[tuple[int, int]]) -> Iterator[_Table]:
    """The tables to which what is told belongs; the first of each kind."""
    known: set[tuple[str, bool]] = set()
    for start, end in told:
        for table in (*_named(text, start, end), *_beside(text, start, end)):
            if (kind := (table.delimiter, table.is_secret)) not in known:
                known.add(kind)
                yield _with_block(table, text)


def _named(text: str, start: int, end: int) -> Iterator[_Table]:
    """The tables of which a line names the columns."""
    for line in _LINE.finditer(text, start, end):
        if len(line[0]) > _LONGEST_HEADER or not _is_secret(line[0]):
            continue
        for delimiter in (*_DELIMITERS, *_OF_SENTENCES):
            if _is_header(line[0], delimiter) and (delimiter in _DELIMITERS or _names_columns(line[0])):
                yield _Table(delimiter, line.end(), line.end(), line.end(), is_secret=True)


def _beside(text: str, start: int, end: int) -> Iterator[_Table]:
    """The tables in which this stands beside an event."""
    from_end, from_start = max(start, end - _NEAR), max(0, start - _NEAR)
    matches = (
        _BEFORE_EVENT.search(text, from_end, end + _NEAR),
        _BEFORE_CELL.search(text, from_end, end + _FAR),
        _BEHIND_EVENT.search(text, from_start, start + _NEAR),
        _BEHIND_CELL.search(text, from_start, start + _NEAR),
    )
    for at, match in enumerate(matches):
        if match is None or match.start() > (end + 1 if at < len(matches) // 2 else start - 1):
            continue
        yield _Table((match["close"] or match["open"]).strip(" "), 0, start, end if match["close"] else 0)


def _with_block(table: _Table, text: str) -> _Table:
    """The same, where its lines begin and end that may be of a cell with several."""
    if not table.end_of_block:
        return table
    quoted = None if table.is_secret else _QUOTED.search(text, 0, table.block)
    block = table.block if quoted is None else quoted.start()
    return replace(table, block=block, end_of_block=_end_of_block(text, table.end_of_block))


def _end_of_block(text: str, start: int) -> int:
    blank = _BLANK.search(text, start)
    return len(text) if blank is None else blank.start()


def _is_header(line: str, delimiter: str) -> bool:
    if len(line) > _LONGEST_HEADER:
        return False
    if _COPY.match(line) is not None:
        return delimiter == "\t"
    cells = [cell for cell in line.split(delimiter) if cell.strip()]
    return (
        len(cells) > 1
        and all(_COLUMN.fullmatch(cell) for cell in cells)
        and any(_USUAL.search(cell) or _is_secret(cell) for cell in cells)
    )


def _is_secret(names: str) -> bool:
    return _SECRET.search(_HUMP.sub("_", names)) is not None


def _repair(repair: Repair, text: str, tables: tuple[_Table, ...]) -> Repair:
    if repair.code != "text_around":
        return repair
    start, end = repair.offset, repair.offset + repair.length
    shown = _LINE.sub(lambda line: _line(text, start + line.start(), start + line.end(), tables), text[start:end])
    shown = _HTML_CELL.sub(_html_cell, shown)
    are_names = len(shown) <= _FOUND and all(map(_names_columns, shown.splitlines()))
    if shown == text[start:end] and not are_names:
        return repair
    found = shown if are_names else excerpt_around(shown, _FOUND)
    args = tuple((name, found if name == "found" else value) for name, value in repair.args)
    return replace(repair, args=args, before=shown if are_names else excerpt_around(shown))


def _is_parted(table: _Table, line: str) -> bool:
    return table.delimiter in line and table.delimiter not in _OF_SENTENCES


def _html_cell(cell: re.Match[str]) -> str:
    is_name = all(map(_is_known, _OF_A_NAME.findall(_HUMP.sub("_", cell[2]))))
    return cell[0] if is_name or _HARMLESS.fullmatch(cell[2]) else cell[1] + _HIDDEN


def _names_columns(line: str) -> bool:
    """Whether nothing but names of columns stands in a line, or what was hidden."""
    is_header = any(_is_header(line, delimiter) for delimiter in (*_DELIMITERS, *_OF_SENTENCES))
    return line == _HIDDEN or (is_header and all(map(_is_known, _OF_A_NAME.findall(_HUMP.sub("_", line)))))


def _is_known(word: str) -> bool:
    """Whether a word is one for a column, and so no secret itself."""
    return (_USUAL.fullmatch(word) or _SECRET.fullmatch(word)) is not None


def _line(text: str, start: int, end: int, tables: tuple[_Table, ...]) -> str:
    """What may be told of a part of a line."""
    told = text[start:end]
    near = max(0, start - _LONGEST_HEADER)
    first = max(near, text.rfind("\n", near, start) + 1, text.rfind("\r", near, start) + 1)
    last = _LINE.match(text, end, end + _LONGEST_HEADER)
    whole = text[first : end if last is None else last.end()]
    for table in tables:
        if start < table.start or not (_is_parted(table, whole) or table.block <= start < table.end_of_block):
            continue
        if table.is_secret:
            return _HIDDEN
        if _is_header(whole, table.delimiter) or _HARMLESS.fullmatch(told):
            continue
        told = table.delimiter.join(
            cell if _HARMLESS.fullmatch(cell) or cell == _HIDDEN else _HIDDEN for cell in told.split(table.delimiter)
        )
    return told
