"""What is looked for in the history, and the light row that a list shows. Imports nothing heavy."""

import re
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from yespo_console.history.search_text import terms
from yespo_console.platform.i18n import N_, _

_STATUS: Final = re.compile(r"[1-5]xx|[1-5]\d\d|none|error")
_WORD: Final = re.compile(r'(?P<field>[a-z]+):(?:"(?P<phrase>[^"]*)"(?=\s|$)|(?P<value>\S+))|"[^"]*"(?=\s|$)|\S+')


class QueryError(ValueError):
    """A filter that cannot be understood. ``str()`` says which and what is expected.

    Attributes:
        word: the filter as it was typed.
    """

    def __init__(self, message: str, word: str) -> None:
        super().__init__(message, word)
        self._message = message
        self.word = word

    def __str__(self) -> str:
        return _(self._message).format(word=self.word)


@dataclass(frozen=True, slots=True)
class Query:
    """All of it must hold; an empty part asks for nothing.

    Attributes:
        text: words and ``"phrases"``; each must stand somewhere in the decoded exchange, in any case.
        event_types: any of these, exactly.
        environments: any of these names, exactly.
        statuses: any of ``2xx`` (or another class), ``404`` (or another status), ``none`` (no answer was recorded),
            ``error`` (the network failed, no status came). Raises QueryError for anything else.
        since: sent at this moment or later (aware).
        until: sent before this moment (aware).
    """

    text: str = ""
    event_types: tuple[str, ...] = ()
    environments: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    since: datetime | None = None
    until: datetime | None = None

    def __post_init__(self) -> None:
        for status in self.statuses:
            if not _STATUS.fullmatch(status):
                raise QueryError(N_("“{word}” is no status: write 2xx, 404, none or error."), status)

    @property
    def terms(self) -> tuple[str, ...]:
        """The folded words and phrases of ``text``, each once."""
        return terms(self.text)

    @property
    def is_everything(self) -> bool:
        return self == Query() or (not self.terms and replace(self, text="") == Query())


@dataclass(frozen=True, slots=True)
class ExchangeRow:
    """What a list shows of an exchange.

    Attributes:
        sent_at: in UTC.
        status: the HTTP status, or None.
        error_kind: why there is no (whole) response, or None; see ``exchange.ExchangeError``.
        answered: False: no answer was recorded.
        total_ms: milliseconds from the start to the end of the response, or None.
        errors, warnings: how many problems the body had when it was sent.
    """

    id: int
    sent_at: datetime
    environment: str
    is_real: bool
    method: str
    url: str
    event_type: str | None
    key_value: str | None
    status: int | None
    error_kind: str | None
    answered: bool
    total_ms: float | None
    errors: int
    warnings: int
    source: str


@dataclass(frozen=True, slots=True)
class Position:
    """A place in the list, newest first: the next page begins after it."""

    sent_at: datetime
    id: int


@dataclass(frozen=True, slots=True)
class Facets:
    """What there is to filter by, in order.

    Attributes:
        statuses: the HTTP statuses that occur.
    """

    event_types: tuple[str, ...]
    environments: tuple[str, ...]
    statuses: tuple[int, ...]


def parse_query(text: str) -> Query:
    """Read ``words "a phrase" type:cartUpdated env:Yespo status:4xx since:2026-11-01 until:2026-11-20``.

    A filter may stand several times: any of its values fits. Days are days of local time, and ``until`` includes its
    day. A word with a colon that is no filter is looked for as it stands. Raises QueryError.
    """
    words: list[str] = []
    filters: dict[str, list[str]] = {"type": [], "env": [], "status": []}
    since = until = None
    for match in _WORD.finditer(text):
        field, value = match["field"], match["phrase"] or match["value"]
        if field in filters and value:
            filters[field].append(value.lower() if field == "status" else value)
        elif field == "since" and value:
            since = _moment(value, match[0])
        elif field == "until" and value:
            until = _moment(value, match[0], end_of_day=True)
        else:
            words.append(match[0])
    return Query(" ".join(words), tuple(filters["type"]), tuple(filters["env"]), tuple(filters["status"]), since, until)


def _moment(value: str, word: str, *, end_of_day: bool = False) -> datetime:
    try:
        if len(value) <= len("2026-11-20"):
            day = date.fromisoformat(value)
            moment = datetime.combine(day, time.min) + timedelta(days=1 if end_of_day else 0)
        else:
            moment = datetime.fromisoformat(value)
        return moment.astimezone(UTC)  # a moment without a zone is one of local time
    except (ValueError, OverflowError):
        raise QueryError(N_("“{word}” is no date: write 2026-11-20 or 2026-11-20T14:30."), word) from None
