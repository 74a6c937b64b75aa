"""A payload as plain text, for a draft that was not read: never with a key in it."""

import re
from dataclasses import dataclass
from typing import Final

from yespo_console.gui.reading.payload import Payload
from yespo_console.platform.i18n import _
from yespo_console.reading.decoding import decode_payload
from yespo_console.reading.masking import without_secrets, word_without_secrets
from yespo_console.reading.reading import Reading
from yespo_console.sharing.http_request import Credential
from yespo_console.sharing.known_keys import KnownKeys
from yespo_console.sharing.masking import mask_text

#: A longer payload, in characters or bytes, is no single body.
_LONGEST: Final = 200_000
#: A body alone begins so: what looks like a key in it is the user's data. Everywhere else it may well be one.
_BODY_START: Final = ("{", "[")


@dataclass(frozen=True, slots=True)
class RawText:
    """A text that may become a draft.

    Attributes:
        text: what may be shown.
        hidden: what looks like a key was hidden in it, so it is not the payload exactly.
        stopped: the offset of the place that the reader names as the reason; None when it names none.
    """

    text: str
    hidden: bool
    stopped: int | None = None


def raw_text(payload: Payload, reading: Reading) -> RawText | None:
    """The text of ``payload``, keys hidden; None when it is no text or too long to be a draft.

    ``reading`` is what came of reading it: the keys found in it, and what kind of text it is.
    """
    if len(payload.content) > _LONGEST:
        return None
    decoded = decode_payload(payload.content)
    if decoded.error is not None:
        return None
    text = decoded.text.text
    keys = [Credential(found.user or "", found.secret) for found in reading.secrets]
    is_body = reading.source == "json" and text.lstrip().startswith(_BODY_START)
    mask = without_secrets if is_body and not keys else word_without_secrets
    short = sorted((key.secret.reveal() for key in keys), key=len, reverse=True)
    safe = mask(mask_text(KnownKeys(*keys).text(text), short))
    return RawText(safe, safe != text, _place_told(reading.error or "", safe))


def _place_told(reason: str, text: str) -> int | None:
    """Where in ``text`` the first place stands that ``reason`` names: a reader tells it in its sentence only."""
    named = re.escape(_("Line {line}, column {column}: {reason}").partition("{reason}")[0].rstrip(": "))
    for name in ("line", "column"):
        named = named.replace(re.escape(f"{{{name}}}"), rf"(?P<{name}>\d+)")
    told = re.search(named, reason, re.IGNORECASE)
    if told is None:
        return None
    lines = text.split("\n")
    line = int(told["line"]) - 1
    if line >= len(lines):
        return None
    return sum(len(before) + 1 for before in lines[:line]) + min(int(told["column"]) - 1, len(lines[line]))
