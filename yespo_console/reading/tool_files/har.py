"""HAR: what a browser or a proxy recorded. Of many requests only event calls to Yespo are taken."""

from collections.abc import Sequence
from urllib.parse import quote_plus

from yespo_console.events.event import Node
from yespo_console.platform.i18n import _
from yespo_console.reading.addresses import is_yespo_event_call
from yespo_console.reading.credentials import Credentials
from yespo_console.reading.escapes import from_base_64
from yespo_console.reading.finder import Found, FoundRequest
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import LeftOut
from yespo_console.reading.tool_files.recorded_calls import BASE64, ENCODINGS
from yespo_console.reading.tool_files.requests_in_json import JsonFile, get, list_of, note_headers, text_of


def is_har(file: JsonFile) -> bool:
    """Whether a file is a recording, or one entry of it."""
    return isinstance(get(file.node, "log", "entries"), tuple) or _is_entry(file.node)


def _is_entry(node: Node) -> bool:
    request = get(node, "request")
    return bool(text_of(node, "startedDateTime") and text_of(request, "method") and text_of(request, "url"))


def read_har(file: JsonFile) -> Found:
    """The event calls of a recording, in its order; everything else is counted."""
    credentials = Credentials(file.text.original)
    found: list[FoundRequest] = []
    others = without = 0
    alone = _is_entry(file.node)
    for number, entry in enumerate((file.node,) if alone else list_of(file.node, "log", "entries")):
        url = text_of(entry, "request", "url")
        if not is_yespo_event_call(url):
            others += 1
            continue
        path = ("request",) if alone else ("log", "entries", number, "request")
        request = _request(file, entry, path, url, credentials)
        if request is None:
            without += 1
        else:
            found.append(request)
    left_out = tuple(
        [
            LeftOut(code, count)
            for code, count in (("request_elsewhere", others), ("request_without_body", without))
            if count
        ]
    )
    error = None
    if not found:
        error = _(
            "This recording holds no event call to Yespo with a body. Record again while the event is sent, and save "
            "the recording with its content."
        )
    return Found("har", tuple(found), credentials.found, left_out, error)


def _request(
    file: JsonFile, entry: Node, path: tuple[str | int, ...], url: str, credentials: Credentials
) -> FoundRequest | None:
    note_headers(list_of(entry, "request", "headers"), credentials, lambda: file.offset((*path, "headers")))
    for cookie in list_of(entry, "request", "cookies"):
        credentials.add("cookie", text_of(cookie, "value"), file.offset((*path, "cookies")))
    body = file.string((*path, "postData", "text"))
    if body is None or not body.text.strip():
        body = _form(file, list_of(entry, "request", "postData", "params"), (*path, "postData", "params"))
    if not body.text:
        return None
    if any(text_of(entry, "request", "postData", name) == BASE64 for name in ENCODINGS):
        body = from_base_64(body) or body
    return FoundRequest(body, credentials.address(url, file.offset((*path, "url"))))


def _form(file: JsonFile, fields: Sequence[Node], path: tuple[str | int, ...]) -> Traced:
    """A form of which only the fields were recorded, as it travels; browsers write their values encoded or not."""
    form = TracedBuilder(file.text.original)
    for number, field in enumerate(fields):
        value = text_of(field, "value")
        spelled = value if value[:3].upper() in ("%7B", "%5B") else quote_plus(value)
        name = quote_plus(text_of(field, "name"))
        form.put(f"{'&' if number else ''}{name}={spelled}", file.offset((*path, number)))
    return form.build()
