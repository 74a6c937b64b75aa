"""An exchange from what ``sharing.exchanges`` wrote of it; whatever else stands in a file is refused with a reason."""

import base64
import binascii
import json
import math
from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final, NoReturn

from pydantic import ValidationError

from yespo_console.history.exchange import Answer, Exchange, Pairs
from yespo_console.platform.i18n import N_, _
from yespo_console.sharing.exchanges.details import VERSION
from yespo_console.sharing.exchanges.json_lines import BODY, BODY_BASE64

#: The id of an exchange that is in no history yet.
NO_ID: Final = 0
#: Who brought an exchange whose file does not say who sent it.
SOURCE: Final = "import"

#: How the kinds of errors of pydantic begin, and what they mean for whoever has the file.
_WRONG: Final = {
    "missing": N_("“{field}” is missing."),
    "datetime": N_("“{field}” is no moment. Write day, time and time zone: 2026-11-20T09:30:00Z."),
    "timezone": N_("“{field}” has no time zone. Write day, time and time zone: 2026-11-20T09:30:00Z."),
    "string": N_("“{field}” is no text. Put it in double quotes."),
    "bool": N_("“{field}” is neither true nor false. Write one of them, without quotes."),
    "int": N_("“{field}” is no whole number. Write one, without quotes."),
    "float": N_("“{field}” is no number. Write one, without quotes."),
    "literal": N_("“{field}” is none of the values that it can have. Write {expected}."),
    "enum": N_("“{field}” is none of the values that it can have. Write {expected}."),
    "tuple": N_("“{field}” is no list. Put it in square brackets."),
    "extra": N_("“{field}” is nothing that an exchange has. Take it out."),
    "moment": N_("“{field}” is before 1970 or after 9998, and nothing was sent then."),
}
_WRONG_SOMEHOW: Final = N_(
    "“{field}” does not hold what an exchange has there. Export the exchange again, or take the line out."
)

#: Every line of ours has these; a request stands in other files as well.
_OF_A_LINE: Final = ("version", "sent_at")
#: What an exchange has and a line has elsewhere, or not at all.
_OF_THE_MESSAGES: Final = ("id", "request_headers", "request_body", "answer")
_OF_THE_ANSWER: Final = ("status", "reason", "timing", "error")


class UnreadableError(ValueError):
    """Something that is no exchange; ``str()`` says why in the user's language."""


class NoExchangeError(UnreadableError):
    """A line of another kind of file."""


def from_line(content: bytes) -> Exchange:
    """The exchange of one line of our JSON Lines. Raises UnreadableError."""
    try:
        line = json.loads(content, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise NoExchangeError(_("This is no JSON.")) from None
    if not isinstance(line, dict):
        raise NoExchangeError(_("This is no object."))
    if line.keys().isdisjoint(_OF_A_LINE):
        raise NoExchangeError(_("This is no exchange."))
    request = line.pop("request", None)
    if not isinstance(request, dict):
        raise UnreadableError(_("“request” is missing."))
    response = line.get("response")
    content_of_answer = (_pairs(response), _bytes(response)) if isinstance(response, dict) else ((), b"")
    return from_details(line, _pairs(request), _bytes(request), *content_of_answer)


def from_details(
    details: Mapping[str, Any],
    request_headers: Pairs,
    request_body: bytes,
    answer_headers: Pairs = (),
    answer_body: bytes = b"",
) -> Exchange:
    """The exchange of ``details`` and its messages. Raises UnreadableError."""
    version = details.get("version")
    if not isinstance(version, int) or isinstance(version, bool) or version < 1:
        raise UnreadableError(_("“version” is missing: this was not written by Yespo Console."))
    if version > VERSION:
        raise UnreadableError(_("This was written by a newer Yespo Console. Install that one to import it."))
    rest = {name: value for name, value in details.items() if name not in ("version", "response")}
    for name in _OF_THE_MESSAGES:
        if name in rest:
            raise UnreadableError(_(_WRONG["extra"]).format(field=name))
    rest.setdefault("source", SOURCE)
    response = details.get("response")
    try:
        exchange = Exchange(
            **rest,
            id=NO_ID,
            request_headers=request_headers,
            request_body=request_body,
            answer=None if response is None else _answer(response, answer_headers, answer_body),
        )
    except ValidationError as error:
        raise UnreadableError(_invalid(error)) from None
    except UnicodeEncodeError:  # half a character
        raise UnreadableError(_("This does not hold what an exchange holds.")) from None
    if not may_be_sent_at(exchange.sent_at):
        raise UnreadableError(_(_WRONG["moment"]).format(field="sent_at"))
    return exchange


def may_be_sent_at(moment: datetime) -> bool:
    """Whether it is from a clock, right or wrong. What is at the edge of all dates has no local time in every zone."""
    return 1970 <= moment.year < 9999


def _answer(response: object, headers: Pairs, body: bytes) -> Answer:
    if not isinstance(response, Mapping):
        raise UnreadableError(_("“response” is neither an object nor null."))
    parts = {name: response[name] for name in _OF_THE_ANSWER if name in response}
    answer = Answer(**parts, headers=headers, body=body)
    if answer.status is not None and not 100 <= answer.status <= 999:
        raise UnreadableError(_("“status” is no HTTP status."))
    timing = answer.timing
    spent = (timing.connect_ms, timing.tls_ms, timing.first_byte_ms, timing.total_ms)
    if not all(each is None or math.isfinite(each) for each in spent):
        raise UnreadableError(_("A time in “timing” is beyond all measure."))
    return answer


def _pairs(message: Mapping[str, Any]) -> Pairs:
    headers = message.get("headers", [])
    if not isinstance(headers, list) or not all(_is_pair(each) for each in headers):
        raise UnreadableError(_("“headers” is no list of names and values."))
    return tuple((name, value) for name, value in headers)


def _is_pair(value: object) -> bool:
    return isinstance(value, list) and len(value) == 2 and all(isinstance(each, str) for each in value)


def _bytes(message: Mapping[str, Any]) -> bytes:
    body, encoded = message.get(BODY), message.get(BODY_BASE64)
    try:
        if isinstance(body, str) and encoded is None:
            return body.encode("utf-8")
        if isinstance(encoded, str) and body is None:
            return base64.b64decode(encoded, validate=True)
    except UnicodeEncodeError:
        raise UnreadableError(_("“body” holds half a character, which never travels.")) from None
    except (binascii.Error, ValueError):
        raise UnreadableError(_("“body_base64” is no base64.")) from None
    raise UnreadableError(_("Neither “body” nor “body_base64” is there."))


def _invalid(error: ValidationError) -> str:
    """What is wrong with the first field that is wrong, and what belongs there."""
    first = error.errors()[0]
    field = ".".join(map(str, first["loc"])) or "response"
    kind = next((words for kind, words in _WRONG.items() if first["type"].startswith(kind)), _WRONG_SOMEHOW)
    return _(kind).format(field=field, expected=first.get("ctx", {}).get("expected", ""))


def _no_number(spelling: str) -> NoReturn:
    raise ValueError(spelling)
