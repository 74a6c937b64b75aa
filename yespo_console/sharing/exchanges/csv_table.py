"""CSV (RFC 4180) for spreadsheets: a row for each exchange, the event decoded.

A spreadsheet takes a cell that begins with ``= + - @``, a tab or a line break for a formula and may run it, also when
that came from a customer's data. Such a cell gets an apostrophe in front, which spreadsheets read as "this is text";
whoever reads the file with a program takes it off again. Where lists are parted by semicolons, as in most of Europe, a
semicolon or a line break within a cell begins another one, so what begins a formula there gets an apostrophe too. A
byte order mark lets Excel see that it is UTF-8.
"""

import csv
import re
from collections.abc import Iterable
from datetime import UTC
from typing import Final, TextIO

from yespo_console.events.event import Object
from yespo_console.events.json_text import dump
from yespo_console.events.locators import locator_named, locators
from yespo_console.sharing.exchanges.decoded_event import body_of, params
from yespo_console.sharing.exchanges.shape import SharedExchange

_MARK: Final = "\ufeff"
_APOSTROPHE: Final = "'"
#: What may begin a formula, wide forms of East Asian scripts included; a NUL is left out of sight by some.
_FORMULA: Final = frozenset("=+-@\t\r\n\0＝＋－＠")
#: The same behind what may begin a cell of a list that is parted otherwise.
_FORMULA_WITHIN: Final = re.compile("(?<=[;\t\r\n])(?=[=+@\0＝＋－＠-])")
_BEFORE: Final = (
    "id",
    "sent_at",
    "environment",
    "method",
    "url",
    "event_type",
    "key_value",
    "status",
    "error",
    "duration_ms",
    "source",
)
_AFTER: Final = ("params", "request", "response", "problems", "tags", "note", "pinned")


def write(exchanges: Iterable[SharedExchange], out: TextIO) -> None:
    """A heading and a row for each exchange, comma between, CR LF behind. Times are UTC, durations milliseconds."""
    out.write(_MARK)
    rows = csv.writer(out, lineterminator="\r\n")
    contacts = [locator.name for locator in locators()]
    rows.writerow((*_BEFORE, *contacts, *_AFTER))
    for exchange in exchanges:
        answer = exchange.answer
        error = answer.error if answer is not None else None
        total = answer.timing.total_ms if answer is not None else None
        known = _by_locator(exchange)
        cells = (
            str(exchange.id),
            exchange.sent_at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")[:-3],
            exchange.environment,
            exchange.method,
            exchange.url,
            exchange.event_type or "",
            exchange.key_value or "",
            "" if answer is None or answer.status is None else str(answer.status),
            error.kind if error is not None else "",
            "" if total is None else f"{total:.1f}",
            exchange.source,
            *(known.get(name, "") for name in contacts),
            _params(exchange.request_body),
            exchange.request_text,
            answer.text if answer is not None else "",
            " | ".join(f"{problem.pointer} {problem.message}".strip() for problem in exchange.problems),
            ", ".join(exchange.tags),
            exchange.note,
            "yes" if exchange.pinned else "",
        )
        rows.writerow(tuple(map(cell, cells)))


def cell(text: str) -> str:
    """``text`` so that no spreadsheet runs it."""
    text = _FORMULA_WITHIN.sub(_APOSTROPHE, text)
    return _APOSTROPHE + text if text[:1] in _FORMULA else text


def _by_locator(exchange: SharedExchange) -> dict[str, str]:
    known: dict[str, str] = {}
    for name, value in exchange.locators:
        locator = locator_named(name)
        if locator is not None:
            known.setdefault(locator.name, value)
    return known


def _params(content: bytes) -> str:
    """The params as one object of decoded values; empty when the body has none that can be read."""
    body = body_of(content)
    named = tuple(params(body)) if body is not None else ()
    return dump(Object(named)) if named else ""
