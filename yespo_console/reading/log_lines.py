"""Logs: an event between a time stamp and whatever follows it, as nginx, Monolog, Python or Docker write it.

A log is cut into entries; in each, an event is looked for where its key stands, and what stands around it is taken off
layer by layer: bytes written as ``\\x22``, JSON strings, quoted texts of Python. An entry may hold none or several.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from yespo_console.events.event import Object
from yespo_console.events.json_text import parse
from yespo_console.platform.i18n import _
from yespo_console.reading import escapes
from yespo_console.reading.addresses import is_event_call
from yespo_console.reading.bodies import is_json
from yespo_console.reading.budget import Budget
from yespo_console.reading.container_logs import joined_lines
from yespo_console.reading.credentials import Credentials, is_secret_name
from yespo_console.reading.descriptions import is_description
from yespo_console.reading.doubled_apostrophes import first_doubled, of_two_languages
from yespo_console.reading.encoded_in_logs import encoded_in
from yespo_console.reading.escapes import UndecodableError, unescape
from yespo_console.reading.finder import Found, FoundRequest
from yespo_console.reading.literals import may_hold_event, mentions_event
from yespo_console.reading.log_contexts import end_before_context
from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.named_keys import handed_on
from yespo_console.reading.origin import Traced, index_of, join
from yespo_console.reading.printed_in_logs import closing_of, opening_of, printed_array, printed_dict
from yespo_console.reading.quoted_in_logs import (
    Quotations,
    find_command,
    is_all,
    is_quoted,
    may_quote_command,
    string_around,
    with_undoing_told,
)
from yespo_console.reading.reading import LeftOut, Source, excerpt_around, repair_at
from yespo_console.reading.source_code.texts.sql_texts import sql_text_at
from yespo_console.reading.spans import Span
from yespo_console.reading.word_set import word_set
from yespo_console.reading.words_in_logs import with_words_told, words_within
from yespo_console.reading.wrappings.quoted_texts import printed_in_quotes
from yespo_console.reading.wrappings.shell_apostrophes import apostrophes_of_shell

#: How the first line of an entry begins: a time (behind a container's name, a host or a number, perhaps), an address or
#: a level that nothing is set to, or Docker's own JSON.
_LEVEL: Final = r"(?:TRACE|DEBUG|INFO|NOTICE|WARN|WARNING|ERROR|CRITICAL|FATAL)\b(?![ \t]{0,9}=)"
_TIME: Final = (
    rf"\d{{4}}[-/]\d\d[-/]\d\d(?:[T ]\d\d:\d\d| {_LEVEL})|"
    r"\d\d:\d\d:\d\d|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d"
    r"|\d{1,2}[-/](?:[A-Z][a-z]{2}|\d\d)[-/]\d{4}|\b\d{10}(?:\.\d{1,9})? "
)
#: What a line of a log in JSON tells: when, how grave it is, and what happened.
_LOGGED: Final = (
    word_set("time timestamp ts t datetime date asctime"),
    word_set("level lvl severity loglevel levelname level_name log.level"),
    word_set("message msg log logger logger_name channel stream"),
)
#: The same by itself.
_OF_A_LOG: Final = word_set("@timestamp logger logger_name levelname level_name loglevel log.level")
_SURE: Final = "|".join(sorted(map(re.escape, _OF_A_LOG)))
_KINDS: Final = tuple("|".join(sorted(map(re.escape, kind))) for kind in _LOGGED)
_ENTRY: Final = re.compile(
    rf"^(?:(?P<before>[^\n{{}}\"'=$();]{{0,60}}?)[\[(<]?(?:{_TIME})|\d{{1,3}}\.\d{{1,3}}\.\d{{1,3}}\.\d{{1,3}} "
    rf"|\{{(?=[^\n]{{0,200}}\"(?:{_SURE}|{_KINDS[0]}|{_KINDS[1]}|{_KINDS[2]})\"\s?:)(?:"
    rf"(?=[^\n]{{0,4000}}\"(?:{_KINDS[1]}|{_KINDS[2]})\"\s?:)(?=[^\n]{{0,4000}}\"(?:{_KINDS[0]}|{_KINDS[2]})\"\s?:)"
    rf"(?=[^\n]{{0,4000}}\"(?:{_KINDS[0]}|{_KINDS[1]})\"\s?:)|(?=[^\n]{{0,200}}\"(?:{_SURE})\"))"
    rf"|[\[(<]?{_LEVEL}"
    r"|\{\s?\"log\":\s?\""
    r"|(?:trace|debug|info|notice|warn|warning|error|critical|fatal): |(?:ts|time|timestamp|level|lvl|msg|severity)=)",
    re.MULTILINE,
)
_FULL_LINE: Final = re.compile(r"[^\r\n]+")
_NAMED: Final = re.compile(
    r"(?<![\w-])(?P<name>[A-Za-z][\w-]{1,30})[\"']?\s{0,3}(?:=>|[:=])\s{0,3}\[?[\"']?(?P<value>[^\s\"',;&<>{}\[\]()\\]{8,400})"
)
_KEY: Final = re.compile(
    r"(?P<slashes>\\{0,255})(?P<quote>[\"':\[]?)(?:eventTypeKey|eventKey)(?P=slashes)[\"'\]]?\s{0,9}(?P<sign>=>|:)"
)
_ADDRESS: Final = re.compile(r"https?://[^\s\"'<>\\,]{1,300}")
_CREDENTIAL: Final = re.compile(r"\b(Basic|Bearer)\s{1,3}([A-Za-z0-9+/=._~-]{6,2000})")
_RECORD: Final = re.compile(r"\{|\[\s{0,200}\{")
_ACCESS: Final = re.compile(r"\\x22|\\x7B", re.IGNORECASE)
_DEEPEST: Final = 6
_FOUND: Final = 60
#: So much of what people wrote beside events in their lines is told, and the rest counted.
_MOST_SAID: Final = 100
_FEW: Final = 20  # more entries without an event are counted


def find_log(text: Traced, budget: Budget) -> Found | None:
    """The events of a log, entry by entry."""
    entry = _ENTRY.search(text.text)
    records = _records(text, budget) if entry is None or text.text[entry.start()] == "{" else None
    if records is not None and (entry is None or not _is_log_line(records[0].text)):
        return read_entries("json", text, records, budget)
    return None if entry is None else read_entries("log", text, _entries(text, budget), budget)


def find_log_with_commands(text: Traced, budget: Budget) -> Found | None:
    """The same where it quotes commands: they are read without its escapes, which no shell knows."""
    return find_log(text, budget) if may_quote_command(text.text) and mentions_event(text.text) else None


def read_entries(source: Source, text: Traced, entries: Iterable[Traced], budget: Budget) -> Found | None:
    """The events of the entries of a text; None when there is none in any."""
    credentials = Credentials(text.original)
    requests: list[FoundRequest] = []
    without: list[Traced] = []
    taken: list[Span] = []
    said = 0
    for entry in entries:
        try:
            found = list(_events(entry, budget, credentials, 0, is_doubled=source == "csv"))
        except UndecodableError as error:
            found = [FoundRequest(entry.slice(0, 0), error=_not_utf_8(entry, error.offset))]
        if source == "log" and not found:
            found = [replace(each, url=_address(entry, credentials)) for each in encoded_in(entry, budget)]
        if found and (line := _ENTRY.search(entry.text)) is not None and line["before"]:
            found = with_words_told(entry, line.span("before"), found)
        for words in words_within(entry, found, is_cell=source == "csv") if source != "json" else ():
            said += 1
            if said <= _MOST_SAID:
                budget.spend(1500)
                found = with_words_told(entry, words, found)
        if source == "json":
            found = [_out_of_json(request) for request in found if not is_description(request.body.text)]
        if not found:
            without += (entry,) if entry.text.strip() else ()
        elif all(each.error is not None for each in found):  # its error has a place
            taken.append((entry.offset(0), entry.offset(len(entry))))
        requests += found
    if not requests:
        return None
    if source == "log" and len(requests) > 1 and len(without) <= _FEW:
        without = []  # they may be messages of a chat: each is told where it stands
    taken += [(entry.offset(0), entry.offset(len(entry))) for entry in without]
    if source == "log" and len(requests) == 1:
        requests, without = [_with_told(requests[0], without)], []
    left_out: tuple[LeftOut, ...] = (LeftOut("log_entry_without_event", len(without)),) if without else ()
    if said > _MOST_SAID:
        left_out += (LeftOut("text_beside", said - _MOST_SAID),)
    return Found(source, tuple(requests), credentials.found, left_out, taken=tuple(taken))


def find_record(text: Traced, budget: Budget) -> Found | None:
    """The events inside broken JSON that is none itself, or in several such; what stands beside that is told.

    None where that may be an event of another kind.
    """
    found = read_entries("json", text, (text,), budget)
    if found is None or any(each.error is not None for each in found.requests):
        return found
    requests = sorted(found.requests, key=lambda each: each.body.offset(0))
    begins = [each.body.offset(0) for each in requests]
    for beside in _beside_records(text, begins):
        if may_hold_event(beside.text):
            return None
        nearest = min(bisect_left(begins, beside.offset(0)), len(requests) - 1)
        requests[nearest] = _with_told(requests[nearest], (beside,))
    return replace(found, requests=tuple(requests))


def _beside_records(text: Traced, events: Sequence[int]) -> list[Traced]:
    """What is said outside the brackets around events, of which the places in the original are known, in order."""
    between: list[Traced] = []
    done = position = 0
    while (opening := _RECORD.search(text.text, position)) is not None:
        position = closing_of(text.text, opening.start()) or len(text)
        first = bisect_left(events, text.offset(opening.start()))
        if first < len(events) and events[first] < text.offset(position):
            between.append(text.slice(done, opening.start()))
            done = position
    return [each for each in (*between, text.slice(done)) if each.text.strip(" \t\r\n,;")]


def _with_told(request: FoundRequest, entries: Iterable[Traced]) -> FoundRequest:
    """The only event of a log with the entries above and below it told; with several, such entries are counted."""
    if request.error is not None:
        return request
    start = request.body.offset(0)
    above: list[Traced] = []
    below: list[Traced] = []
    for entry in entries:
        (above if entry.offset(0) < start else below).append(entry)
    around = [join(run, request.body.original).strip() for run in (above, below) if run]
    told = (repair_at(run, 0, len(run), "text_around", found=excerpt_around(run.text, _FOUND)) for run in around)
    return replace(request, repairs=(*request.repairs, *told))


def _records(text: Traced, budget: Budget) -> Sequence[Traced] | None:
    """Sound JSON that is no event and holds some, whatever program wrote it: as a whole, or an object in each line."""
    string = text.text
    if string.lstrip()[:1] not in ("{", "[") or not mentions_event(string):
        return None
    budget.spend(len(string))
    if is_json(string):
        return (text,)
    lines = [match for match in _FULL_LINE.finditer(string) if not match[0].isspace()]
    if len(lines) < 2 or not all(line[0].lstrip().startswith("{") for line in lines) or not is_json(lines[0][0]):
        return None
    return [text.slice(line.start(), line.end()) for line in lines]


def _is_log_line(record: str) -> bool:
    """Whether an object is what a program logs: a time, a level, a message, at least two, or what only a log has.

    One alone (``{"event": {..}, "ts": 1}``) has what is kept or handed on beside an event, too.
    """
    node = parse(record)
    if isinstance(node, tuple):
        node = next((item for item in node if isinstance(item, Object)), None)
    if not isinstance(node, Object):
        return False
    stored = node.get("_source")  # as Elasticsearch gives it back
    names = set((stored if isinstance(stored, Object) else node).names)
    return not names.isdisjoint(_OF_A_LOG) or sum(not names.isdisjoint(kind) for kind in _LOGGED) > 1


def _out_of_json(request: FoundRequest) -> FoundRequest:
    """The request with a note that something stood around its body."""
    if request.error is not None:
        return request
    return replace(request, repairs=(repair_at(request.body, 0, 0, "taken_out"), *request.repairs))


def _entries(text: Traced, budget: Budget) -> Iterator[Traced]:
    """The entries of a log; what stands before the first one belongs to it, and what a container cut is joined."""
    starts = [match.start() for match in _ENTRY.finditer(text.text)]
    starts[0] = 0
    budget.spend(len(text))
    edges = zip(starts, [*starts[1:], len(text)], strict=True)
    return joined_lines((text.slice(begin, end) for begin, end in edges), budget)


def _events(
    entry: Traced, budget: Budget, credentials: Credentials, depth: int, *, is_doubled: bool = False
) -> Iterator[FoundRequest]:
    """The events of one entry, or of what it quotes, perhaps with each quote doubled.

    Raises ``UndecodableError``: bytes in it are no text.
    """
    if depth > _DEEPEST or not mentions_event(entry.text):
        return
    if not is_quoted(entry):
        yield from _by_key(entry, budget, credentials, depth)
        return
    command = find_command(entry, budget)
    if command is None:
        found = [*_by_key(entry, budget, credentials, depth)]
    else:
        credentials.take(command.secrets)
        found = [*command.requests]
        if found:  # what is said before it
            _note_names(entry, 0, index_of(entry, found[0].body.offset(0)), credentials)
        if command.error is not None:
            found.append(FoundRequest(entry.slice(0, 0), error=command.error))
    yield from with_undoing_told(found, is_doubled=is_doubled, is_command=command is not None)


def _by_key(entry: Traced, budget: Budget, credentials: Credentials, depth: int) -> Iterator[FoundRequest]:
    """The events of an entry, each found by the name of its type."""
    if _ACCESS.search(entry.text):
        entry = unescape(entry, escapes.ACCESS_LOG)
    for match in _CREDENTIAL.finditer(entry.text):
        credentials.scheme(match[0], entry.offset(match.start()))
    url = _address(entry, credentials)
    quotations = Quotations(entry)
    done = 0
    key = _KEY.search(entry.text)
    while key is not None:
        begin, end, found = _around(entry, key, quotations, done, budget, credentials, depth)
        _note_names(entry, done, begin, credentials)
        for request in found:
            yield request if request.url is not None else replace(request, url=url)
        budget.spend(max(end, key.end()) - done)
        done = max(end, key.end())
        key = _KEY.search(entry.text, done)
    _note_names(entry, done, len(entry), credentials)


def _note_names(entry: Traced, begin: int, end: int, credentials: Credentials) -> None:
    """Credentials around a body, by the names that they stand behind: ``api_key=...``."""
    for match in _NAMED.finditer(entry.text, begin, max(begin, end)):
        value = match["value"]
        if is_secret_name(match["name"]) and any(character.isdigit() for character in value):
            credentials.add("token", value, entry.offset(match.start("value")))
    for key in handed_on(entry.text, begin, max(begin, end)):
        credentials.add("user", entry.text[key.start : key.end], entry.offset(key.start), key.user)


def _address(entry: Traced, credentials: Credentials) -> str | None:
    """The one address of an event call in an entry."""
    found: dict[str, None] = {}
    for match in _ADDRESS.finditer(entry.text):
        address = match[0].rstrip(".:;)]}")
        if is_event_call(address):
            found[credentials.address(address, entry.offset(match.start()))] = None
    return next(iter(found)) if len(found) == 1 else None


def _around(
    entry: Traced,
    key: re.Match[str],
    quotations: Quotations,
    start: int,
    budget: Budget,
    credentials: Credentials,
    depth: int,
) -> tuple[int, int, list[FoundRequest]]:
    """What holds the key at ``key``: where it begins and ends, and the events in it."""
    try:
        quoted = quotations.around(key)
    except RefusedError as refusal:
        return key.end(), len(entry), [FoundRequest(entry.slice(0, 0), error=str(refusal))]
    if quoted is None and key["slashes"]:
        quoted = string_around(entry, key.start(), start)
    if quoted is not None:
        found = [*_events(quoted.inner, budget, credentials, depth + 1, is_doubled=quoted.is_doubled)]
        if key["slashes"] and is_all(entry.text, quoted.begin, quoted.end, depth):
            repair = repair_at(entry, quoted.begin, quoted.begin + 1, "encoded_twice")
            found = [replace(request, repairs=(repair, *request.repairs)) for request in found]
        return quoted.begin, quoted.end, found
    opening = opening_of(entry.text, key.start(), start)
    if opening is None:
        return key.end(), key.end(), []
    if key["sign"] == "=>" or key["quote"] == "[":
        return opening, len(entry), printed_array(entry, opening, budget)
    single = key["quote"] == "'"
    try:
        printed = None if single else printed_in_quotes(entry, opening)
    except RefusedError as refusal:
        return opening, len(entry), [FoundRequest(entry.slice(0, 0), error=str(refusal))]
    if printed is not None:
        return opening, printed[1], [FoundRequest(printed[0])]
    end = closing_of(entry.text, opening, in_single_quotes=single)
    if end is None and _begins_line(entry.text, opening):
        end = end_before_context(entry.text, opening, budget)
        if end is not None:
            return opening, end, [FoundRequest(entry.slice(opening, end))]
    if end is None:  # cut off, or faulty: whoever reads the body says what is wrong
        return opening, len(entry), [FoundRequest(entry.slice(opening).strip())]
    if (doubled := first_doubled(entry.text, opening, end, budget)) is not None:
        request = sql_text_at(entry, opening) or FoundRequest(entry.slice(0, 0), error=of_two_languages(entry, doubled))
        return opening, end, [request]
    body = entry.slice(opening, end)
    if single:
        return opening, end, printed_dict(body, budget)
    if entry.text[opening - 1 : opening] == "'" and (at := body.text.find("'\\''")) >= 0:
        undone = apostrophes_of_shell(body, budget)  # of a command that nobody else knows
        if undone is None:
            error = str(RefusedError(body, at, "shell_apostrophe"))
            return opening, end, [FoundRequest(entry.slice(0, 0), error=error)]
        return opening, end, [FoundRequest(undone.parts[0], None, undone.repairs)]
    is_bytes = opening > 1 and entry.text[opening - 2 : opening] in ("b'", 'b"')
    if is_bytes or (opening and entry.text[opening - 1] in "'`" and "\\" in body.text and not is_json(body.text)):
        body = unescape(body, escapes.PYTHON_BYTES if is_bytes else escapes.PYTHON)
    return opening, end, [FoundRequest(body)]


def _begins_line(string: str, opening: int) -> bool:
    """Whether what a log begins a line with stands before the bracket at ``opening`` in its line."""
    start = string.rfind("\n", 0, opening) + 1
    return start < opening and _ENTRY.match(string, start, opening) is not None


def _not_utf_8(entry: Traced, offset: int) -> str:
    line, column = entry.original.line_column(offset)
    return _("Line {line}, column {column}: the bytes that are written as \\x.. there are not UTF-8.").format(
        line=line, column=column
    )
