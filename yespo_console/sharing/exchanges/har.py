"""HAR 1.2: what browsers and proxies record and their tools open.

An entry a line. What HAR has no place for stands under ``_yespoConsole`` (see ``details``), so that an entry can be
read back exactly; a name that begins with an underscore is every program's own. A request without an answer has the
status 0, as browsers write it, and the reason under ``_error``.
"""

import base64
import json
from collections.abc import Iterable
from typing import Any, Final, TextIO
from urllib.parse import parse_qsl, urlsplit

from yespo_console import __version__
from yespo_console.sharing.exchanges.details import details, moment
from yespo_console.sharing.exchanges.shape import Pairs, SharedAnswer, SharedExchange, SharedTiming

VERSION: Final = "1.2"
CREATOR: Final = "Yespo Console"
#: Members of our own.
EXTRAS: Final = "_yespoConsole"
ENCODING: Final = "_encoding"
BASE64: Final = "base64"

_NOT_MEASURED: Final = -1
_HTTP: Final = "HTTP/1.1"
_NO_TYPE: Final = "x-unknown"


def write(exchanges: Iterable[SharedExchange], out: TextIO) -> None:
    """One recording of all exchanges."""
    creator = _json({"name": CREATOR, "version": __version__})
    out.write(f'{{"log":{{"version":"{VERSION}","creator":{creator},"pages":[],"entries":[')
    separator = "\n"
    for exchange in exchanges:
        out.write(separator + _json(entry(exchange)))
        separator = ",\n"
    out.write("\n]}}\n")


def entry(exchange: SharedExchange) -> dict[str, Any]:
    """One exchange as an entry of a recording."""
    answer = exchange.answer
    timings = _timings(answer.timing if answer is not None else None)
    written: dict[str, Any] = {
        "startedDateTime": moment(exchange),
        "time": round(sum(spent for name, spent in timings.items() if spent > 0 and name != "ssl"), 3),
        "request": _request(exchange),
        "response": _response(answer),
        "cache": {},
        "timings": timings,
        EXTRAS: details(exchange),
    }
    if exchange.note:
        written["comment"] = exchange.note
    return written


def _request(exchange: SharedExchange) -> dict[str, Any]:
    written: dict[str, Any] = {
        "method": exchange.method,
        "url": exchange.url,
        "httpVersion": _HTTP,
        "cookies": [],
        "headers": _named(exchange.request_headers),
        "queryString": _query(exchange.url),
        "headersSize": _NOT_MEASURED,
        "bodySize": len(exchange.request_body),
    }
    if exchange.request_body:
        written["postData"] = {"mimeType": _type(exchange.request_headers), **_content(exchange.request_body, ENCODING)}
    return written


def _response(answer: SharedAnswer | None) -> dict[str, Any]:
    written: dict[str, Any] = {
        "status": 0,
        "statusText": "",
        "httpVersion": _HTTP,
        "cookies": [],
        "headers": [],
        "content": {"size": 0, "mimeType": _NO_TYPE},
        "redirectURL": "",
        "headersSize": _NOT_MEASURED,
        "bodySize": _NOT_MEASURED,
    }
    if answer is None:
        return written
    if answer.status is not None:
        written["status"] = answer.status
        written["statusText"] = answer.reason
        written["headers"] = _named(answer.headers)
        written["redirectURL"] = _header(answer.headers, "location")
        content = {"size": len(answer.body), "mimeType": _type(answer.headers)}
        written["content"] = {**content, **(_content(answer.body, "encoding") if answer.body else {})}
        written["bodySize"] = len(answer.body)
    if answer.error is not None:
        written["_error"] = answer.error.kind
    return written


def _timings(timing: SharedTiming | None) -> dict[str, float]:
    """Milliseconds; -1 for what did not happen or was not measured. ``ssl`` is part of ``connect``, as HAR has it.

    Finding the host's address and connecting are measured as one, and so are sending and waiting.
    """
    parts = {"blocked": -1.0, "dns": -1.0, "connect": -1.0, "ssl": -1.0, "send": 0.0, "wait": 0.0, "receive": 0.0}
    if timing is None:
        return parts
    tls = timing.tls_ms or 0.0
    if timing.connect_ms is not None:
        parts["connect"] = round(timing.connect_ms + tls, 3)
    if timing.tls_ms is not None:
        parts["ssl"] = timing.tls_ms
    parts["wait"] = timing.first_byte_ms or 0.0
    if timing.total_ms is not None:
        rest = timing.total_ms - parts["wait"] - max(parts["connect"], 0.0)
        # Without a first byte all the rest was waiting for one.
        parts["wait" if timing.first_byte_ms is None else "receive"] += round(max(rest, 0.0), 3)
    return parts


def _content(body: bytes, encoding: str) -> dict[str, str]:
    """Bytes as text; those that are none in base64, which the member ``encoding`` says."""
    try:
        return {"text": body.decode("utf-8")}
    except UnicodeDecodeError:
        return {"text": base64.b64encode(body).decode("ascii"), encoding: BASE64}


def _named(headers: Pairs) -> list[dict[str, str]]:
    return [{"name": name, "value": value} for name, value in headers]


def _query(url: str) -> list[dict[str, str]]:
    try:
        pairs = parse_qsl(urlsplit(url).query, keep_blank_values=True)
    except ValueError:  # an address that is none stays what it is in ``url``
        return []
    return [{"name": name, "value": value} for name, value in pairs]


def _header(headers: Pairs, name: str) -> str:
    return next((value for key, value in headers if key.lower() == name), "")


def _type(headers: Pairs) -> str:
    return _header(headers, "content-type") or _NO_TYPE


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
