"""The event calls of a recording (HAR) with all that was recorded of them: for whoever keeps exchanges, not drafts."""

import base64
import binascii
from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Final

from yespo_console.events.event import ABSENT, Node, Number, Object
from yespo_console.platform.i18n import N_, _
from yespo_console.reading.addresses import is_yespo_event_call
from yespo_console.reading.credentials import Credentials
from yespo_console.reading.origin import Original
from yespo_console.reading.tool_files.requests_in_json import get, list_of, note_headers, text_of

Pairs = tuple[tuple[str, str], ...]

BASE64: Final = "base64"
#: Where a body's encoding is said: by the proposed HAR 1.3, and by programs that keep to 1.2.
ENCODINGS: Final = ("encoding", "_encoding")


@dataclass(frozen=True, slots=True)
class RecordedMessage:
    """Headers as recorded, credentials included, and the bytes of the body."""

    headers: Pairs
    body: bytes


@dataclass(frozen=True, slots=True)
class RecordedCall:
    """One event call.

    Attributes:
        number: its place among the entries, from 1.
        started: when, as it is written.
        url: without user and password, and with ``***`` for keys in its query.
        status: 0 when there was no answer.
        timings: milliseconds by the names that HAR gives them, those that were measured.
        total_ms: the time of the whole; None when it is not told.
        extras: the member of that name that the reader was asked for, or ``ABSENT``.
    """

    number: int
    started: str
    method: str
    url: str
    request: RecordedMessage
    status: int
    reason: str
    response: RecordedMessage
    timings: dict[str, float]
    total_ms: float | None
    extras: object = ABSENT


class UnusableEntryError(ValueError):
    """An entry that cannot be taken; ``str()`` says why.

    Attributes:
        number: its place among the entries, from 1.
    """

    def __init__(self, number: int, sentence: str) -> None:
        super().__init__(number, sentence)
        self.number = number
        self._sentence = sentence

    def __str__(self) -> str:
        return _(self._sentence)


@dataclass(slots=True)
class Recording:
    """The entries of a recording, in their order: each is noted first, and when all are noted, read.

    Attributes:
        extras: the name of a member of ours; an entry that has it is taken whatever it is.
        hosts: the user's own, in small letters: calls there count as those to Yespo do.
        credentials: what was found beside the bodies.
    """

    extras: str = ""
    hosts: Collection[str] = ()
    credentials: Credentials = field(default_factory=lambda: Credentials(Original("")))

    def note(self, entry: Node) -> None:
        """Find the credentials of a call: a key in one header may stand in the body of another."""
        if self._is_call(entry):
            for side in ("request", "response"):
                headers = list_of(entry, side, "headers")
                note_headers(headers, self.credentials, lambda: 0)
                for header in headers:
                    self.credentials.within(text_of(header, "value"), 0)
                for cookie in list_of(entry, side, "cookies"):
                    self.credentials.add("cookie", text_of(cookie, "value"), 0)
            self.credentials.address(text_of(entry, "request", "url"), 0)

    def call(self, entry: Node, number: int) -> RecordedCall | None:
        """The call of an entry, the one with that number, from 1; None when it is no event call.

        Raises UnusableEntryError.
        """
        if not self._is_call(entry):
            return None
        post = get(entry, "request", "postData")
        extras = get(entry, self.extras) if self.extras else ABSENT
        if extras is ABSENT and not text_of(post, "text"):
            raise UnusableEntryError(number, N_("It was recorded without its body. Record again with the content."))
        content = get(entry, "response", "content")
        status = _number(get(entry, "response", "status"))
        return RecordedCall(
            number,
            text_of(entry, "startedDateTime"),
            text_of(entry, "request", "method") or "POST",
            self.credentials.address(text_of(entry, "request", "url"), 0),
            RecordedMessage(_headers(entry, "request"), _body(post, number)),
            int(status) if status is not None and 100 <= status <= 999 else 0,
            text_of(entry, "response", "statusText"),
            RecordedMessage(_headers(entry, "response"), _body(content, number)),
            _timings(get(entry, "timings")),
            _measured(get(entry, "time")),
            extras,
        )

    def _is_call(self, entry: Node) -> bool:
        """Posts to Yespo, a sandbox or ``hosts`` (browsers first ask whether they may post); of our own files all."""
        if self.extras and isinstance(get(entry, self.extras), Object):
            return True
        if text_of(entry, "request", "method") != "POST":
            return False
        return is_yespo_event_call(text_of(entry, "request", "url"), self.hosts)


def _headers(entry: Node, side: str) -> Pairs:
    """Without the lines that HTTP/2 writes as headers (``:method``)."""
    named = ((text_of(header, "name"), text_of(header, "value")) for header in list_of(entry, side, "headers"))
    return tuple((name, value) for name, value in named if name and not name.startswith(":"))


def _body(message: object, number: int) -> bytes:
    text = text_of(message, "text")
    if any(text_of(message, name) == BASE64 for name in ENCODINGS):
        try:
            return base64.b64decode(text, validate=True)
        except (binascii.Error, ValueError):
            raise UnusableEntryError(number, N_("A body in it is not the base64 that it says it is.")) from None
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError:
        raise UnusableEntryError(number, N_("A body in it holds half a character, which never travels.")) from None


def _timings(node: object) -> dict[str, float]:
    pairs = node.pairs if isinstance(node, Object) else ()
    return {name: spent for name, value in pairs if (spent := _measured(value)) is not None}


def _measured(value: object) -> float | None:
    """Milliseconds; None for what is no number, and for the -1 of what was not measured."""
    number = _number(value)
    return number if number is not None and number >= 0 else None


def _number(value: object) -> float | None:
    if not isinstance(value, Number):
        return None
    number = float(value.spelling)
    return number if abs(number) < 1e12 else None
