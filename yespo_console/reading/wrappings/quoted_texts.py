"""JSON in quotes: as a program prints a text, as a spreadsheet writes a cell."""

import re
from collections.abc import Iterator
from typing import Final

from yespo_console.events.event import Node
from yespo_console.events.json_text import JsonTextError, parse
from yespo_console.reading import escapes
from yespo_console.reading.budget import Budget
from yespo_console.reading.escapes import UndecodableError, unescape
from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.mending.strings import decoded
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import Repair, repair_at
from yespo_console.reading.wrappings.sentences import told
from yespo_console.reading.wrappings.unwrapped import Unwrapped

_OPENING: Final = re.compile(r"[{\[]")
_ESCAPED_START: Final = re.compile(r"\"?[{\[]\s*(?:[{\[]\s*)?\\+(?:[\"nrt]|u0022|x22)")
_HEX_QUOTE: Final = "\\x22"
_DOUBLED: Final = r"[{\[]\s*(?:[{\[]\s*)?(?:\"\"[\w$]|[A-Za-z_$][\w$]{0,60}\s{0,9}:\s{0,9}\"\"[^\"\s,}\]])"
_DOUBLED_START: Final = re.compile(rf"\"?{_DOUBLED}")
_DOUBLED_JSON: Final = re.compile(_DOUBLED)
#: A single cell, perhaps with words beside the JSON in it.
_CELL: Final = re.compile(r"\"(?!\")[^\"]*(?:\"\"[^\"]*)*\"")
_QUOTES: Final = re.compile(r"\"+")
_VERBATIM: Final = re.compile(r'"((?:[^"]|"")*+)"')
#: A line in quotes, or any other line that is not empty.
_QUOTED_LINE: Final = re.compile(r"""^[ \t]*(?:"((?:[^"\\\r\n]|\\.)*+)"[ \t]*,?[ \t]*\r?$|[^\s])""", re.MULTILINE)
#: Texts in quotes of a program, from behind the opening quote on, and how their escapes are read.
_LITERALS: Final = {
    '"': re.compile(r'(?:[^"\\\r\n]|\\.)*+(?=")'),
    "'": re.compile(r"(?:[^'\\\r\n]|\\.)*+(?=')"),
}
_DIALECTS: Final = {
    ('"', False): escapes.JSON,
    ("'", False): escapes.PYTHON,
    ('"', True): escapes.PYTHON_BYTES,
    ("'", True): escapes.PYTHON_BYTES,
}


def escaped(text: Traced, _budget: Budget) -> Unwrapped | None:
    """The text that stands escaped, as if inside quotes: ``{\\"eventTypeKey\\": ...}``."""
    whole = text.strip()
    if not _ESCAPED_START.match(whole.text):
        return None
    inner = whole
    if whole.text.startswith('"'):
        if not whole.text.endswith('"') or len(whole) < 2:
            return None
        inner = whole.slice(1, len(whole) - 1)
    try:
        result = decoded(inner, 0, len(inner)) if _HEX_QUOTE not in inner.text else unescape(inner, escapes.ACCESS_LOG)
    except UndecodableError:  # bytes that are no text: the reader of log lines says so
        return None
    if result is None:
        return None
    return Unwrapped((result,), (repair_at(whole, 0, 1, "escaped_text"),))


def json_in_json(text: Traced) -> Unwrapped | None:
    """The text of a JSON string; None when the text is any other JSON."""
    whole = text.strip()
    if not whole.text.startswith('"'):
        return None
    inner = decoded(whole, 1, len(whole) - 1)
    if inner is None or not _OPENING.search(inner.text):
        return None
    return Unwrapped((inner,), (repair_at(whole, 0, 1, "encoded_twice"),))


def doubled_quotes(text: Traced, _budget: Budget) -> Unwrapped | None:
    """The text of a spreadsheet's cell, in which each quote stands twice: ``"{""eventTypeKey"": ...}"``."""
    whole = text.strip()
    is_cell = _DOUBLED_JSON.search(whole.text) is not None and _CELL.fullmatch(whole.text) is not None
    if not (is_cell or _DOUBLED_START.match(whole.text)):
        return None
    inner = whole
    if whole.text.startswith('"'):
        if not whole.text.endswith('"'):
            return None
        inner = whole.slice(1, len(whole) - 1)
    halved = _halved_quotes(inner)
    return None if halved is None else Unwrapped((halved,), (repair_at(whole, 0, 1, "doubled_quotes"),))


def verbatim_text(text: Traced) -> Unwrapped | None:
    """The text in a program of C# or Visual Basic, in which each quote stands twice: ``@"{""eventTypeKey"": ...}"``."""
    first = _OPENING.search(text.text)
    literal = None if first is None else _VERBATIM.match(text.text, first.start() - 1)
    if literal is None or not _DOUBLED_START.match(literal[1]) or _OPENING.search(text.text, literal.end()):
        return None
    inner = _halved_quotes(text.slice(*literal.span(1)))
    if inner is None:
        return None
    undone = repair_at(text, literal.start(), literal.start(1), "doubled_quotes")
    before = len(text.text[: literal.start()].rstrip("@$"))
    return Unwrapped((inner,), (*_around(text, 0, before), undone, *_around(text, literal.end(), len(text))))


def _halved_quotes(cell: Traced) -> Traced | None:
    """The cell with one quote for every two; None when an odd number of them stand together."""
    builder = TracedBuilder(cell.original)
    position = 0
    for match in _QUOTES.finditer(cell.text):
        if len(match[0]) % 2:
            return None
        middle = match.start() + len(match[0]) // 2
        builder.copy(cell, position, middle)
        position = match.end()
    builder.copy(cell, position)
    return builder.build()


def quoted_lines(text: Traced, budget: Budget) -> Unwrapped | None:
    """Several JSON texts, each on a line of its own and in quotes as a JSON string."""
    parts: list[Traced] = []
    for line in _QUOTED_LINE.finditer(text.text):
        budget.spend(200)
        inner = decoded(text, line.start(1), line.end(1)) if line[1] is not None else None
        if inner is None or not inner.text.lstrip().startswith(("{", "[")):
            return None
        parts.append(inner)
    if len(parts) < 2:
        return None
    start = text.text.index('"')
    return Unwrapped(parts, (repair_at(text, start, start + 1, "encoded_twice"),))


def quoted_in_code(text: Traced) -> Unwrapped | None:
    """The first brackets of a text as a program printed them in quotes: ``body="{\\"a\\": 1}"``; the rest is told.

    Raises:
        RefusedError: as ``printed_in_quotes``.
    """
    first = _OPENING.search(text.text)
    if first is None:
        return None
    try:
        printed = printed_in_quotes(text, first.start())
    except UndecodableError:
        return None
    if printed is None or _OPENING.search(text.text, printed[1]):
        return None
    quote = first.start() - 1
    undone = repair_at(text, quote, quote + 1, "escaped_text")
    begin = quote - _is_of_bytes(text.text, quote)
    return Unwrapped((printed[0],), (*_around(text, 0, begin), undone, *_around(text, printed[1] + 1, len(text))))


def _is_of_bytes(raw: str, quote: int) -> bool:
    return raw[max(0, quote - 1) : quote] == "b"


def _around(text: Traced, begin: int, end: int) -> Iterator[Repair]:
    if any(map(str.isalnum, text.text[begin:end])):
        yield told(text, (begin, end))


def printed_in_quotes(text: Traced, start: int) -> tuple[Traced, int] | None:
    """The JSON that a program printed in quotes, with escapes of its own, from ``start`` on, and where it ends.

    None where nothing shows that it did so: what stands in the quotes is no JSON without those escapes, or the same
    with them. JSON that is escaped from its first bracket on may be broken.

    Raises:
        RefusedError: it is JSON with and without them, and not the same.
        UndecodableError: a byte in it stands for no character.
    """
    raw = text.text
    quote = raw[max(0, start - 1) : start]
    literal = _LITERALS[quote].match(raw, start) if quote in _LITERALS else None
    if literal is None or "\\" not in literal[0]:
        return None
    is_bytes = _is_of_bytes(raw, start - 1)
    inner = unescape(text, _DIALECTS[quote, is_bytes], start, literal.end())
    without = _parsed(inner.text)
    if without is None:  # whoever reads it says what is wrong with it, if it is escaped beyond doubt
        return (inner, literal.end()) if quote == '"' and _ESCAPED_START.match(literal[0]) else None
    as_it_stands = None if is_bytes else _parsed(literal[0])
    if as_it_stands is None:
        return inner, literal.end()
    if as_it_stands == without:
        return None
    doubled = literal[0].find("\\\\")
    raise RefusedError(
        text, start + (doubled if doubled >= 0 else literal[0].index("\\")), "printed_backslashes", final=True
    )


def _parsed(text: str) -> Node | None:
    """What JSON of an object or a list says; None for any other text."""
    try:
        return parse(text)
    except JsonTextError:
        return None
