"""The source of a mail with an event in a part that is in Base64: its text, or a file that was attached."""

import base64
import binascii
import re
from collections.abc import Iterable
from typing import Final

from yespo_console.reading.budget import Budget
from yespo_console.reading.decoding import decode_payload
from yespo_console.reading.encoded import spread
from yespo_console.reading.literals import mentions_event
from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import Repair, repair_at
from yespo_console.reading.wrappings.mail_headers import behind_headers, charset_of, headers_around
from yespo_console.reading.wrappings.sentences import told
from yespo_console.reading.wrappings.unwrapped import Unwrapped
from yespo_console.reading.wrappings.words import REQUEST

_HEADER: Final = re.compile(r"^Content-Transfer-Encoding:[ \t]*base64[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
_DIGITS: Final = re.compile(r"\s*(?P<digits>[A-Za-z0-9+/]+={0,2}[ \t]*(?:\r?\n[A-Za-z0-9+/]+={0,2}[ \t]*)*)")
_HTML: Final = re.compile(r"^Content-Type:\s*text/html", re.MULTILINE | re.IGNORECASE)


def base64_parts(text: Traced, budget: Budget) -> Unwrapped | None:
    """The parts of a mail that speak of an event, of which some are in Base64; None where none is.

    A part in HTML says what the part before it does.

    Raises:
        RefusedError: a part that speaks of an event is cut off.
    """
    raw = text.text
    if (first := _HEADER.search(raw)) is None or REQUEST.search(raw) is not None:
        return None
    parts: list[Traced] = []
    repairs: list[Repair] = []
    done = 0
    for header in _HEADER.finditer(raw, first.start()):
        digits = _DIGITS.match(raw, behind_headers(raw, header)) if header.start() >= done else None
        if digits is None:
            continue
        begin, end = digits.span("digits")
        budget.spend(500 + 2 * (end - begin))
        headers = headers_around(raw, header)
        decoded, codes = _decoded(text.slice(begin, end), charset_of(headers))
        if not mentions_event(decoded.text):
            continue
        if _HTML.search(headers) is not None and (parts or mentions_event(raw[done:begin])):
            continue
        _beside(text.slice(done, begin), parts, repairs)
        done = end
        parts.append(decoded)
        repairs += (repair_at(text, begin, begin + 1, code) for code in ("base64_encoded", *codes))
    if not done:
        return None
    _beside(text.slice(done), parts, repairs)
    return Unwrapped(parts, tuple(repairs))


def _beside(text: Traced, parts: list[Traced], repairs: list[Repair]) -> None:
    """Keep what stands beside a part as one where an event may be in it, and tell it where not."""
    if mentions_event(text.text) and not (parts and _HTML.search(text.text) is not None):
        parts.append(text)
    elif text.text.strip():
        repairs.append(told(text, (0, len(text))))


def _decoded(part: Traced, charset: str | None) -> tuple[Traced, Iterable[str]]:
    """The text of a part, which is empty for a picture and the like, and what else was done to get it.

    Raises:
        RefusedError: it speaks of an event and is cut off.
    """
    digits = "".join(part.text.split())
    try:
        payload = base64.b64decode(digits, validate=True)
        if charset is None:
            found = decode_payload(payload)
            return spread(found.text.text, part, part), (repair.code for repair in found.repairs)
        return spread(payload.decode(charset), part, part), ()
    except (binascii.Error, UnicodeError, LookupError):
        if mentions_event(base64.b64decode(digits[: len(digits) // 4 * 4]).decode("latin-1")):
            raise RefusedError(part, 0, "base64_part", final=True) from None
    return part.slice(0, 0), ()
