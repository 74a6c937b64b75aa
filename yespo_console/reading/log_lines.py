"""Logs: an event between a time stamp and whatever follows it, as nginx, Monolog, Python or Docker write it.

A log is cut into entries; in each, an event is looked for where its key stands, and what stands around it is taken off
layer by layer: bytes written as ``\\x22``, JSON strings, quoted texts of Python. An entry may hold none or several.
"""

import re
from collections.abc import Iterator
from typing import Final

from yespo_console.events.json_text import JsonTextError, parse
from yespo_console.platform.i18n import _
from yespo_console.reading import escapes
from yespo_console.reading.addresses import is_event_call
from yespo_console.reading.budget import Budget
from yespo_console.reading.credentials import Credentials
from yespo_console.reading.escapes import UndecodableError, unescape
from yespo_console.reading.finder import Finder, Found, FoundRequest
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import LeftOut

#: How the first line of an entry begins: a time (behind a container's name, a host or a number, perhaps), an address or
#: a level, or Docker's own JSON.
_TIME: Final = (
    r"\d{4}[-/]\d\d[-/]\d\d[T ]\d\d:\d\d|\d\d:\d\d:\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d"
    r"|\d{1,2}[-/](?:[A-Z][a-z]{2}|\d\d)[-/]\d{4}|\b\d{10}(?:\.\d{1,9})? "
)
_ENTRY: Final = re.compile(
    rf"^(?:[^\n{{}}\"'=$();]{{0,60}}?[\[(<]?(?:{_TIME})|\d{{1,3}}\.\d{{1,3}}\.\d{{1,3}}\.\d{{1,3}} "
    r"|\{(?=[^\n]{0,200}\"(?:@?time|@?timestamp|ts|datetime|level|severity|msg|message|logger)\"\s?:)"
    r"|[\[(<]?(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL)\b|\{\s?\"log\":\s?\")",
    re.MULTILINE,
)
_DOCKER: Final = re.compile(r'\{\s?"log":\s?"(?P<text>(?:[^"\\]|\\.)*+)"(?P<rest>[^\r\n]*)')
_KEY: Final = re.compile(
    r"(?P<slashes>\\*)(?P<quote>[\"':\[]?)(?:eventTypeKey|eventKey)(?P=slashes)[\"'\]]?\s{0,9}(?P<sign>=>|:)"
)
_BRACKETS: Final = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}\[\]()]', re.DOTALL)
_BRACKETS_SINGLE: Final = re.compile(r'"(?:[^"\\]|\\.)*+"|\'(?:[^\'\\]|\\.)*+\'|[{}\[\]()]', re.DOTALL)
_STRING: Final = re.compile(r'(?:[^"\\]|\\.)*+', re.DOTALL)
_PAIRS: Final = {"}": "{", "]": "[", ")": "("}
_ADDRESS: Final = re.compile(r"https?://[^\s\"'<>\\,]{1,300}")
_CREDENTIAL: Final = re.compile(r"\b(Basic|Bearer)\s{1,3}([A-Za-z0-9+/=._~-]{6,2000})")
_ACCESS: Final = re.compile(r"\\x22|\\x7B", re.IGNORECASE)
_DEEPEST: Final = 6


def find_log(text: Traced, budget: Budget) -> Found | None:
    """The events of a log, entry by entry."""
    if _ENTRY.search(text.text) is None:
        return None
    credentials = Credentials(text.original)
    requests: list[FoundRequest] = []
    without = 0
    for entry in _entries(text, budget):
        try:
            found = list(_events(entry, budget, credentials, 0))
        except UndecodableError as error:
            found = [FoundRequest(entry.slice(0, 0), error=_not_utf_8(entry, error.offset))]
        requests += found
        without += not found and bool(entry.text.strip())
    if not requests:
        return None
    left_out = (LeftOut("log_entry_without_event", without),) if without else ()
    return Found("log", tuple(requests), credentials.found, left_out)


def _entries(text: Traced, budget: Budget) -> Iterator[Traced]:
    """The entries of a log; what stands before the first one belongs to it. Docker's pieces of one line are joined."""
    starts = [match.start() for match in _ENTRY.finditer(text.text)]
    starts[0] = 0
    pieces: list[Traced] = []
    for begin, end in zip(starts, [*starts[1:], len(text)], strict=True):
        budget.spend(end - begin)
        entry = text.slice(begin, end)
        docker = _DOCKER.match(entry.text.lstrip())
        if docker is None:
            yield entry
            continue
        shift = len(entry.text) - len(entry.text.lstrip())
        pieces.append(unescape(entry, escapes.JSON, docker.start("text") + shift, docker.end("text") + shift))
        if pieces[-1].text.endswith("\n") or end == len(text):
            yield _joined(pieces)
            pieces = []
    if pieces:
        yield _joined(pieces)


def _joined(pieces: list[Traced]) -> Traced:
    if len(pieces) == 1:
        return pieces[0]
    builder = TracedBuilder(pieces[0].original)
    for piece in pieces:
        builder.copy(piece)
    return builder.build()


def _events(entry: Traced, budget: Budget, credentials: Credentials, depth: int) -> Iterator[FoundRequest]:
    """The events of one entry. Raises ``UndecodableError``: bytes in it are no text."""
    if depth > _DEEPEST or not mentions_event(entry.text):
        return
    if _ACCESS.search(entry.text):
        entry = unescape(entry, escapes.ACCESS_LOG)
    for match in _CREDENTIAL.finditer(entry.text):
        credentials.scheme(match[0], entry.offset(match.start()))
    url = _address(entry, credentials)
    done = 0
    key = _KEY.search(entry.text)
    while key is not None:
        end, found = _around(entry, key, done, budget, credentials, depth)
        for request in found:
            yield (
                request if request.url is not None else FoundRequest(request.body, url, request.repairs, request.error)
            )
        budget.spend(max(end, key.end()) - done)
        done = max(end, key.end())
        key = _KEY.search(entry.text, done)


def _address(entry: Traced, credentials: Credentials) -> str | None:
    """The one address of an event call in an entry."""
    found: dict[str, None] = {}
    for match in _ADDRESS.finditer(entry.text):
        address = match[0].rstrip(".:;)]}")
        if is_event_call(address):
            found[credentials.address(address, entry.offset(match.start()))] = None
    return next(iter(found)) if len(found) == 1 else None


def _around(
    entry: Traced, key: re.Match[str], start: int, budget: Budget, credentials: Credentials, depth: int
) -> tuple[int, list[FoundRequest]]:
    """What holds the key at ``key``: where it ends, and the events in it."""
    if key["slashes"]:
        quoted = _string_around(entry, key.start(), start)
        if quoted is not None:
            end_of_text, inner = quoted
            return end_of_text, list(_events(inner, budget, credentials, depth + 1))
    opening = _opening(entry.text, key.start(), start)
    if opening is None:
        return key.end(), []
    if key["sign"] == "=>" or key["quote"] == "[":
        return _printed(entry, opening, budget)
    single = key["quote"] == "'"
    end = _closing(entry.text, opening, _BRACKETS_SINGLE if single else _BRACKETS)
    if end is None:  # cut off, or faulty: whoever reads the body says what is wrong
        return len(entry), [FoundRequest(entry.slice(opening).strip())]
    body = entry.slice(opening, end)
    if single:
        return end, _python(body, budget)
    if opening and entry.text[opening - 1] in "'`" and "\\" in body.text and _is_sound(body.text) is False:
        body = unescape(body, escapes.PYTHON_BYTES if entry.text[opening - 2 : opening - 1] == "b" else escapes.PYTHON)
    return end, [FoundRequest(body)]


def _is_sound(text: str) -> bool:
    try:
        parse(text)
    except JsonTextError:
        return False
    return True


def _string_around(entry: Traced, at: int, start: int) -> tuple[int, Traced] | None:
    """The quoted text whose escapes stand around ``at``, decoded once."""
    string = entry.text
    begin = string.rfind('"', start, at)
    while begin > start and string[begin - 1] == "\\":
        begin = string.rfind('"', start, begin)
    if begin < 0:
        return None
    match = _STRING.match(string, begin + 1)
    end = match.end() if match else begin + 1
    return end + 1, unescape(entry, escapes.JSON, begin + 1, end)


def _opening(string: str, at: int, start: int) -> int | None:
    """The bracket that opens the object in which ``at`` stands, looking back no further than ``start``."""
    depth = 0
    for number in range(at - 1, start - 1, -1):
        character = string[number]
        if character in "}])":
            depth += 1
        elif character in "{[(":
            if depth == 0:
                return number
            depth -= 1
    return None


def _closing(string: str, opening: int, pattern: re.Pattern[str]) -> int | None:
    """The end of the bracket that begins at ``opening``; None when it has none, or another closes before it."""
    stack: list[str] = []
    for match in pattern.finditer(string, opening):
        token = match[0]
        if token in "{[(":
            stack.append(token)
        elif token in _PAIRS:
            if not stack or stack.pop() != _PAIRS[token]:
                return None
            if not stack:
                return match.end()
    return None


def _printed(entry: Traced, opening: int, budget: Budget) -> tuple[int, list[FoundRequest]]:
    """An array of PHP or a hash of Ruby, as a program printed it."""
    from yespo_console.reading.source_code.finders import find_php, find_ruby
    from yespo_console.reading.source_code.php_print import find_php_print

    finders: tuple[Finder, ...] = (find_php_print,)
    part = entry
    if entry.text[opening] != "(" or "[eventTypeKey]" not in entry.text:
        word = max(entry.text.rfind("array", 0, opening), entry.text.rfind("Array", 0, opening))
        begin = word if entry.text[opening] == "(" and word >= 0 else opening
        end = _closing(entry.text, opening, _BRACKETS_SINGLE)
        part = entry.slice(begin, end)
        finders = (find_ruby,) if entry.text[opening] == "{" else (find_php,)
    for finder in finders:
        found = finder(part, budget)
        if found is not None:
            requests = list(found.requests)
            if found.error is not None:
                requests.append(FoundRequest(entry.slice(0, 0), error=found.error))
            return len(entry), requests
    return len(entry), []


def _python(body: Traced, budget: Budget) -> list[FoundRequest]:
    """The repr of a dict of Python."""
    from yespo_console.reading.source_code.python import PythonReader

    found = PythonReader(body, budget).read()
    if found.error is not None:
        return [FoundRequest(body.slice(0, 0), error=found.error)]
    return list(found.requests)


def _not_utf_8(entry: Traced, offset: int) -> str:
    line, column = entry.original.line_column(offset)
    return _("Line {line}, column {column}: the bytes that are written as \\x.. there are not UTF-8.").format(
        line=line, column=column
    )
