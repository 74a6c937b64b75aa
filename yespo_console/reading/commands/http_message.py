"""The text of an HTTP request itself: request line, headers, an empty line, the body."""

import re
from typing import Final

from yespo_console.platform.i18n import _
from yespo_console.reading.budget import Budget
from yespo_console.reading.credentials import Credentials
from yespo_console.reading.finder import Found, FoundRequest
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import LeftOut

_REQUEST_LINE: Final = re.compile(
    r"^(?P<method>POST|PUT|PATCH|GET|OPTIONS|HEAD|DELETE)[ \t]+(?P<target>(?:https?://|/|\{\{)[^\s]*)"
    r"(?P<version>[ \t]+HTTP/[\d.]{1,3})?[ \t]*\r?$",
    re.MULTILINE,
)
_HEADER: Final = re.compile(r"(?P<name>[A-Za-z][A-Za-z0-9-]{0,80})[ \t]*:[ \t]*(?P<value>[^\r\n]*)\r?(?:\n|\Z)")
_END: Final = re.compile(r"^(?:###.*|HTTP/[\d.]{1,3} \d{3}\b.*)$", re.MULTILINE)
_CHUNK: Final = re.compile(r"[ \t\r\n]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r?\n")


def find_http_message(text: Traced, budget: Budget) -> Found | None:
    """Requests as a proxy, a debugger or a ``.http`` file writes them: one, or several after each other."""
    string = text.text
    first = _REQUEST_LINE.search(string)
    if first is None or not _only_comments(string[: first.start()]):
        return None
    credentials = Credentials(text.original)
    found: list[FoundRequest] = []
    without = 0
    starts = [match.start() for match in _REQUEST_LINE.finditer(string)]
    at = 0
    while at < len(starts):
        budget.spend()
        line = _REQUEST_LINE.match(string, starts[at])
        end = _end_of(string, line.end() if line else starts[at])
        request = None if line is None else _request(text, line, end, credentials, budget)
        if request is None:
            without += 1
        else:
            found.append(request)
        at += 1
        while at < len(starts) and starts[at] < end:
            at += 1
    if not found:
        return Found(
            "http", secrets=credentials.found, error=_("This request has no body, so there is no event in it.")
        )
    left_out = (LeftOut("request_without_body", without),) if without else ()
    return Found("http", tuple(found), credentials.found, left_out)


def _only_comments(before: str) -> bool:
    """Comments, separators and settings may stand before the request line, nothing else."""
    lines = [line.strip() for line in before.splitlines()]
    return all(not line or line.startswith(("#", "//", "@")) for line in lines)


def _end_of(string: str, start: int) -> int:
    match = _END.search(string, start)
    return len(string) if match is None else match.start()


def _request(
    text: Traced, line: re.Match[str], end: int, credentials: Credentials, budget: Budget
) -> FoundRequest | None:
    string = text.text
    at = min(len(string), line.end() + 1)
    host = ""
    chunked = False
    while (header := _HEADER.match(string, at, end)) is not None:
        budget.spend()
        name, value = header["name"].lower(), header["value"]
        credentials.header(name, value, text.offset(header.start("value")))
        host = value.strip() if name == "host" else host
        chunked = chunked or (name == "transfer-encoding" and "chunked" in value.lower())
        at = header.end()
    body = text.slice(at, end)
    if not body.text.strip():
        return None
    if chunked and (unchunked := _unchunked(body, budget)) is not None:
        body = unchunked
    address = line["target"]
    if address.startswith("/") and host:
        address = f"{'http' if host.startswith(('127.', 'localhost')) else 'https'}://{host}{address}"
    return FoundRequest(body.strip(), credentials.address(address, text.offset(line.start("target"))))


def _unchunked(body: Traced, budget: Budget) -> Traced | None:
    """The body without the lengths of its chunks, which count bytes; None when they do not fit."""
    string = body.text
    builder = TracedBuilder(body.original)
    at = 0
    while True:
        match = _CHUNK.match(string, at)
        if match is None:
            return None
        length = int(match[1], 16)
        if length == 0:
            return builder.build()
        begin = at = match.end()
        while length > 0 and at < len(string):
            budget.spend()
            length -= len(string[at].encode("utf-8", "replace"))
            at += 1
        if length != 0:
            return None
        builder.copy(body, begin, at)
