"""A Postman collection (format 2.1): each exchange a request with its answer as an example; the key is a variable."""

import json
from collections.abc import Iterable
from typing import Any, Final, TextIO

from yespo_console.platform.i18n import _
from yespo_console.sharing.exchanges.headings import heading, in_a_line
from yespo_console.sharing.exchanges.request import ANY_USER, request_of
from yespo_console.sharing.exchanges.shape import Pairs, SharedAnswer, SharedExchange

SCHEMA: Final = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
KEY_VARIABLE: Final = "yespoApiKey"


def write(exchanges: Iterable[SharedExchange], out: TextIO) -> None:
    """The collection, an item a line. A body that is not UTF-8 cannot travel in one: it is spelled out and said."""
    info = {"name": _("Exchanges from Yespo Console"), "schema": SCHEMA}
    out.write(f'{{"info":{_json(info)},"auth":{_json(_authentication())},"variable":{_json(_variables())},"item":[')
    separator = "\n"
    for exchange in exchanges:
        out.write(separator + _json(item(exchange)))
        separator = ",\n"
    out.write("\n]}\n")


def item(exchange: SharedExchange) -> dict[str, Any]:
    """One exchange as a request of the collection."""
    shared = request_of(exchange)
    request: dict[str, Any] = {
        "method": exchange.method,
        "header": _headers(shared.headers),
        "url": exchange.url,  # as a text: Postman takes no ``raw`` apart, and sends to the parts
        "body": {"mode": "raw", "raw": exchange.request_text, "options": {"raw": {"language": "json"}}},
    }
    told = [exchange.note] if exchange.note else []
    if exchange.request_text.encode("utf-8", "replace") != exchange.request_body:
        told.append(_("The body held bytes that are not UTF-8; here they are spelled out, so it is not the same body."))
    if told:
        request["description"] = "\n\n".join(told)
    answers = [] if exchange.answer is None or exchange.answer.status is None else [_answer(exchange.answer, request)]
    return {"name": heading(exchange), "request": request, "response": answers}


def _answer(answer: SharedAnswer, request: dict[str, Any]) -> dict[str, Any]:
    return {
        "name": in_a_line(f"{answer.status} {answer.reason}"),
        "originalRequest": request,
        "status": answer.reason,
        "code": answer.status,
        "header": _headers(answer.headers),
        "cookie": [],
        "responseTime": answer.timing.total_ms,
        "body": answer.text,
    }


def _headers(headers: Pairs) -> list[dict[str, str]]:
    return [{"key": name, "value": value} for name, value in headers]


def _authentication() -> dict[str, Any]:
    pairs = (("username", ANY_USER), ("password", f"{{{{{KEY_VARIABLE}}}}}"))
    return {"type": "basic", "basic": [{"key": key, "value": value, "type": "string"} for key, value in pairs]}


def _variables() -> list[dict[str, str]]:
    return [{"key": KEY_VARIABLE, "value": "", "type": "string"}]


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
