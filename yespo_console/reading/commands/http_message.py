"""The text of an HTTP request itself: request line, headers, an empty line, the body."""

import json
import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from yespo_console.platform.i18n import _
from yespo_console.reading.budget import Budget
from yespo_console.reading.commands.request import in_a_file
from yespo_console.reading.credentials import Credentials, is_secret_name
from yespo_console.reading.finder import Found, FoundRequest
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import LeftOut, Repair, repair_at
from yespo_console.reading.spans import Span, Spans
from yespo_console.reading.tool_files.scripts import set_by_script, sets_body
from yespo_console.reading.tool_files.variables import Variables

#: In a stream the next message follows a body in its last line.
_RIGHT_BEHIND: Final = r"(?<=[}\]])"
_REQUEST_LINE: Final = r"[A-Z]{3,7} [^\s\"]{1,2000} HTTP/[\d.]{1,3}"
#: A request line, perhaps behind the arrow with which a client marks what it sends (``> POST /`` of ``curl -v``,
#: ``--> POST https://`` of OkHttp); or the first of the headers into which HTTP/2 takes it apart.
_START: Final = re.compile(
    rf"(?:^|{_RIGHT_BEHIND}(?={_REQUEST_LINE}\r?$))(?:(?P<arrow>(?:--)?>[ \t])?"
    r"(?P<method>POST|PUT|PATCH|GET|OPTIONS|HEAD|DELETE)[ \t]+(?P<target>(?:https?://|/|\{\{)[^\s]*)"
    r"(?:[ \t]+(?:HTTP/[\d.]{1,3}|http/1\.1|h2|undefined))?[ \t]*\r?$"
    r"|(?=:(?:method|path|authority|scheme)[ \t]*:[ \t]*[^\s]))",
    re.MULTILINE,
)
#: What every one of these has in it: to look for this costs little in a long text.
_IN_START: Final = re.compile(
    r"POST[ \t]|PUT[ \t]|PATCH[ \t]|GET[ \t]|OPTIONS[ \t]|HEAD[ \t]|DELETE[ \t]|:method|:path|:authority|:scheme"
)
_HEADER: Final = re.compile(
    r"(?:>[ \t])?(?P<name>:?[A-Za-z][A-Za-z0-9-]{0,80})[ \t]*:[ \t]*(?P<value>[^\r\n]*)\r?(?:\n|\Z)"
)
_ARROW_ALONE: Final = re.compile(r">[ \t]*\r?\n")
#: What ends a body: the next request, the answer, or a script or an answer in a file of an editor.
_END: Final = re.compile(
    rf"{_RIGHT_BEHIND}(?:HTTP/[\d.]{{1,3}} \d{{3}}\b[^\"\r\n]{{0,200}}|{_REQUEST_LINE})\r?$"
    r"|^(?:###.*|HTTP/[\d.]{1,3} \d{3}\b.*|[<>] ?\{%.*|<> .*|>>!? .*)$",
    re.MULTILINE,
)
#: A script of an editor that runs before the request below it.
_SCRIPT: Final = re.compile(r"^<[ \t]?\{%", re.MULTILINE)
_END_OF_ARROWS: Final = re.compile(r"^(?:<[ \t]*\r?$|<[ \t]+[A-Za-z].*|--> END .*|<-- .*|\*[ \t]+\w.*)$", re.MULTILINE)
#: ``< ./event.json``: an editor would send that file.
_FILE: Final = re.compile(r"<(?:@[\w-]{0,20})?[ \t]+([^\s{\"<>]{1,300})\s*\Z")
#: ``@host = https://yespo.io/api`` in a file of an editor.
_SETTING: Final = re.compile(r"^@(?P<name>[\w.-]{1,80})[ \t]*=[ \t]*(?P<value>[^\r\n]*)", re.MULTILINE)
#: ``# @name page``, notes, and what ``curl -v`` tells about the connection.
_NO_MATTER: Final = ("#", "//", "@", "*", "{ [", "} [")
_CODE: Final = re.compile(r"[{}\[\]\"=;<$]|\bcurl\b|\A[>|]")
#: The length of a longer body is not compared.
_LONGEST: Final = 100_000
#: Lines of words before a request.
_MOST_WORDS: Final = 20
#: The query of an address with an event in it.
_QUERY: Final = re.compile(r"[^\s?]*\?(?P<query>[^\s]*%22(?:eventTypeKey|eventKey)%22[^\s]*)")
_CHUNK: Final = re.compile(r"[ \t\r\n]*([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r?\n")


def find_http_message(text: Traced, budget: Budget) -> Found | None:
    """Requests as a proxy, a debugger or a ``.http`` file writes them: one, or several after each other."""
    string = text.text
    if _IN_START.search(string) is None:
        return None
    scripts = list(_scripts(string))
    first = next(_starts(string, scripts), None)
    if first is None or not _only_words(_without_scripts(string[: first.start()], scripts)):
        return None
    credentials = Credentials(text.original)
    variables = _variables(text, credentials, budget)
    found: list[FoundRequest] = []
    taken: list[Span] = []
    without = 0
    end = 0
    for start in _starts(string, scripts):
        budget.spend()
        if start.start() < end:
            continue
        before = scripts[bisect_left(scripts, (end,)) : bisect_left(scripts, (start.start(),))]
        end = _end_of(string, start)
        request = _request(text, start, end, variables, credentials, budget, taken)
        if request is None:
            without += 1
        else:
            setting = next((begin for begin, stop in before if sets_body(string[begin:stop], budget)), None)
            if setting is not None:
                request = replace(request, error=set_by_script(text.original, text.offset(setting)))
            found.append(request)
    if not found:
        return Found(
            "http", secrets=credentials.found, error=_("This request has no body, so there is no event in it.")
        )
    left_out = (LeftOut("request_without_body", without),) if without else ()
    return Found("http", tuple(found), credentials.found, (*left_out, *variables.left_out), taken=tuple(taken))


def _scripts(string: str) -> Iterator[Span]:
    """Where scripts stand that run before a request."""
    end = 0
    for match in _SCRIPT.finditer(string):
        if match.start() < end:
            continue
        end = string.find("%}", match.end()) + 2
        if end < 2:
            return
        yield match.start(), end


def _starts(string: str, scripts: Sequence[Span]) -> Iterator[re.Match[str]]:
    """Where requests begin, but for what looks like one in a script."""
    within = Spans(scripts)
    return (start for start in _START.finditer(string) if not within.touch(start.start(), start.start() + 1))


def _without_scripts(before: str, scripts: Sequence[Span]) -> str:
    edges = [0, *(edge for script in scripts for edge in script if edge <= len(before)), len(before)]
    return "".join(before[begin:end] for begin, end in zip(edges[::2], edges[1::2], strict=True))


def _is_labelled_body(value: str) -> bool:
    """Whether people wrote ``Body:`` before a body, which looks like a header."""
    return mentions_event(value) or value.strip() in ("{", "[")


def _only_words(before: str) -> bool:
    """Comments, settings, and a sentence or two may stand before the request line, but no code and no other body."""
    lines = [line.strip() for line in before.splitlines()]
    said = [line for line in lines if line and not line.startswith(_NO_MATTER)]
    return len(said) <= _MOST_WORDS and not any(_CODE.search(line) for line in said)


def _variables(text: Traced, credentials: Credentials, budget: Budget) -> Variables:
    """What a file of an editor sets for itself."""
    variables = Variables(budget)
    variables.script(text.text)
    for match in _SETTING.finditer(text.text):
        value = match["value"].strip()
        if is_secret_name(match["name"]):
            credentials.add("token", value, text.offset(match.start("value")))
            variables.secret(value)
        else:
            variables.set(match["name"], value)
    return variables


def _end_of(string: str, start: re.Match[str]) -> int:
    ends = [_END.search(string, start.end())]
    if start["arrow"] is not None:
        ends.append(_END_OF_ARROWS.search(string, start.end()))
    return min([match.start() for match in ends if match is not None], default=len(string))


def _request(
    text: Traced,
    start: re.Match[str],
    end: int,
    variables: Variables,
    credentials: Credentials,
    budget: Budget,
    taken: list[Span],
) -> FoundRequest | None:
    """The request that begins at ``start``; where its headers stand is added to what is ``taken``."""
    string = text.text
    at = start.end() if start["target"] is None else min(len(string), start.end() + 1)
    headers: dict[str, str] = {}
    while (header := _HEADER.match(string, at, end)) is not None and not _is_labelled_body(header["value"]):
        budget.spend()
        name, value = header["name"].lower(), header["value"]
        credentials.header(name, value, text.offset(header.start("value")))
        headers[name] = value.strip()
        at = header.end()
    if (alone := _ARROW_ALONE.match(string, at, end)) is not None:
        at = alone.end()
    taken.append((text.offset(start.start()), text.offset(at)))
    body = text.slice(at, end)
    if not body.text.strip():
        query = None if start["target"] is None else _QUERY.match(string, *start.span("target"))
        return None if query is None else FoundRequest(text.slice(*query.span("query")), None)
    target = variables.in_address(start["target"] or headers.get(":path", ""))
    at_target = text.offset(start.start("target") if start["target"] else start.start())
    url = credentials.address(target, at_target)
    host = headers.get("host") or headers.get(":authority", "")
    if url.startswith("/") and host:
        scheme = "http" if host.startswith(("127.", "localhost")) else "https"
        url = credentials.address(f"{scheme}://{host}{url}", at_target)
    if (file := _FILE.match(body.text.strip())) is not None:
        return FoundRequest(body.slice(0, 0), url, error=in_a_file(file[1]))
    if "chunked" in headers.get("transfer-encoding", "").lower() and _CHUNK.match(body.text):
        whole = _unchunked(body, budget)
        if whole is None:
            return FoundRequest(body.slice(0, 0), url, error=_bad_chunks(body))
        taken.append((body.offset(0), body.offset(whole[1])))
        body = whole[0]
    body, repairs = variables.put_in(body.strip())
    told = () if repairs else _other_length(body, headers.get("content-length", ""))
    return FoundRequest(body, url, (*repairs, *told))


def _other_length(body: Traced, said: str) -> tuple[Repair, ...]:
    """What is told of a body that is not as long as its request says, however its JSON may have been laid out since."""
    if not said.isdecimal() or len(said) > len(str(_LONGEST)) or not 0 < len(body) <= _LONGEST:
        return ()
    length = len(body.text.encode("utf-8", "replace"))
    ends = body.text.count("\n") - body.text.count("\r\n")
    if length <= int(said) <= length + ends + len("\r\n") or int(said) in _lengths_of_json(body.text):
        return ()
    return (repair_at(body, 0, 0, "content_length", said=said, found=str(length)),)


def _lengths_of_json(text: str) -> Iterator[int]:
    """How many bytes JSON may have had before somebody laid it out."""
    try:
        node = json.loads(text)
    except (ValueError, RecursionError):
        return
    for separators in ((",", ":"), (", ", ": ")):
        for ascii_only in (False, True):
            laid_out = json.dumps(node, ensure_ascii=ascii_only, separators=separators)
            yield len(laid_out.encode("utf-8", "replace"))


def _bad_chunks(body: Traced) -> str:
    line, column = body.line_column(0)
    return _(
        "Line {line}, column {column}: this body is sent in chunks, and their lengths do not fit what stands here. "
        "Copy the body without them."
    ).format(line=line, column=column)


def _unchunked(body: Traced, budget: Budget) -> tuple[Traced, int] | None:
    """The body without the lengths of its chunks, which count bytes, and where they end; None when they do not fit."""
    string = body.text
    builder = TracedBuilder(body.original)
    at = 0
    while True:
        match = _CHUNK.match(string, at)
        if match is None:
            return None
        length = int(match[1], 16)
        if length == 0:
            return builder.build(), match.end()
        begin = at = match.end()
        while length > 0 and at < len(string):
            budget.spend()
            length -= len(string[at].encode("utf-8", "replace"))
            at += 1
        if length != 0:
            return None
        builder.copy(body, begin, at)
