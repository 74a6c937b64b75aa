"""JSON in quotes: as a program prints a text, as a spreadsheet writes a cell."""

import re
from typing import Final

from yespo_console.reading import escapes
from yespo_console.reading.bodies import is_json
from yespo_console.reading.budget import Budget
from yespo_console.reading.escapes import UndecodableError, unescape
from yespo_console.reading.mending.strings import decoded
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import repair_at
from yespo_console.reading.wrappings.unwrapped import Unwrapped

_OPENING: Final = re.compile(r"[{\[]")
_ESCAPED_START: Final = re.compile(r"\"?[{\[]\s*(?:[{\[]\s*)?\\+(?:[\"nrt]|u0022|x22)")
_HEX_QUOTE: Final = "\\x22"
_DOUBLED_START: Final = re.compile(r"\"?[{\[]\s*(?:[{\[]\s*)?\"\"[\w$]")
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


def doubled_quotes(text: Traced, _budget: Budget) -> Unwrapped | None:
    """The text of a spreadsheet's cell, in which each quote stands twice: ``"{""eventTypeKey"": ...}"``."""
    whole = text.strip()
    if not _DOUBLED_START.match(whole.text):
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
    return Unwrapped((inner,), (repair_at(text, literal.start(), literal.start(1), "doubled_quotes"),))


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
    """The first brackets of a text as a program printed them in quotes: ``body="{\\"a\\": 1}"``.

    Only where what stands in the quotes is no JSON as it is, and JSON without its escapes.
    """
    raw = text.text
    first = _OPENING.search(raw)
    if first is None or raw[first.start() - 1 : first.start()] not in _LITERALS:
        return None
    start = first.start()
    literal = _LITERALS[raw[start - 1]].match(raw, start)
    is_bytes = raw[start - 2 : start - 1] == "b"
    if literal is None or "\\" not in literal[0] or _OPENING.search(raw, literal.end()):
        return None
    if not is_bytes and is_json(literal[0]):
        return None
    try:
        inner = unescape(text, _DIALECTS[raw[start - 1], is_bytes], start, literal.end())
    except UndecodableError:
        return None
    if not is_json(inner.text):
        return None
    return Unwrapped((inner,), (repair_at(text, start - 1, start, "escaped_text"),))
