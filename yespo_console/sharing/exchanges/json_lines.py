"""JSON Lines of our own: one object for each exchange, with everything that is needed to read it back, byte for byte.

A line is ``details`` with the messages in it: ``request`` and ``response`` have ``headers`` and ``body``, or
``body_base64`` where the body is not UTF-8. Each line stands for itself: lines may be picked out, and files joined.
"""

import base64
import json
from collections.abc import Iterable
from typing import Any, Final, TextIO

from yespo_console.sharing.exchanges.details import details
from yespo_console.sharing.exchanges.shape import Pairs, SharedExchange

BODY: Final = "body"
BODY_BASE64: Final = "body_base64"


def write(exchanges: Iterable[SharedExchange], out: TextIO) -> None:
    """A line for each exchange."""
    for exchange in exchanges:
        out.write(json.dumps(_line(exchange), ensure_ascii=False, separators=(",", ":")) + "\n")


def _line(exchange: SharedExchange) -> dict[str, Any]:
    line = details(exchange)
    response = line.pop("response")
    line["request"] = _message(exchange.request_headers, exchange.request_body)
    if exchange.answer is not None:
        response |= _message(exchange.answer.headers, exchange.answer.body)
    line["response"] = response
    return line


def _message(headers: Pairs, body: bytes) -> dict[str, Any]:
    try:
        content = {BODY: body.decode("utf-8")}
    except UnicodeDecodeError:
        content = {BODY_BASE64: base64.b64encode(body).decode("ascii")}
    return {"headers": [list(pair) for pair in headers], **content}
