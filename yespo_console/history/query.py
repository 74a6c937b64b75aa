"""What is looked for in the history, and the light row that a list shows. Imports nothing heavy."""

import re
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Final, NamedTuple

from yespo_console.history.search_fields import BY_NAME, Holds
from yespo_console.history.search_text import terms
from yespo_console.platform.i18n import N_, _

_STATUS: Final = re.compile(r"[1-5]xx|[1-5]\d\d|none|error")


#: What a sentence about a part quotes of it.
_TYPED: Final = ("word", "value", "closed")


class QueryError(ValueError):
    """A part of a search that cannot be understood. ``str()`` says which and what is expected.

    Attributes:
        word: the part as it was typed.
    """

    def __init__(self, message: str, word: str, **values: str) -> None:
        super().__init__(message, word)
        self._message = message
        self._values = values
        self.word = word

    def __str__(self) -> str:
        return _(self._message).format(word=self.word, **self._values)

    def without_what_was_typed(self, sign: str) -> str:
        """The same sentence with ``sign`` in the place of all that was typed."""
        return _(self._message).format(**{**self._values, **dict.fromkeys(_TYPED, sign)})


@dataclass(frozen=True, slots=True)
class Condition:
    """One filter: any of ``values`` holds, or, when ``negated``, none of them.

    Attributes:
        field: a name of ``search_fields.FIELDS`` that is no time.
        values: as typed. For ``status`` a class (``2xx``), a status, ``none`` (no answer was recorded) or ``error``
            (the network failed). Raises QueryError for a value that the field cannot have.
    """

    field: str
    values: tuple[str, ...]
    negated: bool = False

    def __post_init__(self) -> None:
        field = BY_NAME[self.field]
        for value in self.values:
            if field.holds is Holds.STATUS and not _STATUS.fullmatch(value):
                raise QueryError(N_("“{word}” is no status: write 2xx, 404, none or error."), value)
            if field.holds is Holds.STATE and value not in dict(field.choices):
                known = ", ".join(choice for choice, _meaning in field.choices)
                raise QueryError(
                    N_("“{word}” is unknown here. After {field}: write one of these: {known}."),
                    value,
                    field=field.name,
                    known=known,
                )


@dataclass(frozen=True, slots=True)
class Query:
    """All of it must hold; an empty part asks for nothing.

    Attributes:
        text: words and ``"phrases"``; each must stand somewhere in the decoded exchange or its note, in any case.
        conditions: the filters.
        without: words and phrases that must not stand in it.
        since: sent at this moment or later (aware).
        until: sent before this moment (aware).
    """

    text: str = ""
    conditions: tuple[Condition, ...] = ()
    without: str = ""
    since: datetime | None = None
    until: datetime | None = None

    @property
    def terms(self) -> tuple[str, ...]:
        """The folded words and phrases of ``text``, each once."""
        return terms(self.text)

    @property
    def is_everything(self) -> bool:
        return not self.terms and not terms(self.without) and replace(self, text="", without="") == Query()


class ExchangeRow(NamedTuple):
    """What a list shows of an exchange; a tuple, because it travels between processes by the hundred.

    Attributes:
        sent_at: in UTC.
        status: the HTTP status, or None.
        error_kind: why there is no (whole) response, or None; see ``exchange.ExchangeError``.
        answered: False: no answer was recorded.
        total_ms: milliseconds from the start to the end of the response, or None.
        errors, warnings: how many problems the body had when it was sent.
        pinned, has_note, tags: what the user made of it.
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
    pinned: bool = False
    has_note: bool = False
    tags: tuple[str, ...] = ()


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
    tags: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()
