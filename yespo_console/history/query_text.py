"""From what is typed into the search box to a Query, with every part and every mistake at its place."""

import difflib
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from yespo_console.history.query import Condition, Query, QueryError
from yespo_console.history.search_fields import BY_NAME, Holds
from yespo_console.platform.i18n import N_

_PART: Final = re.compile(
    r"(?P<minus>-(?=[^\s\d-]))?"
    r'(?:(?P<field>[A-Za-z]+):(?:"(?P<phrase>[^"]*)"(?=\s|$)|(?P<value>\S*))|"[^"]*"(?=\s|$)|(?P<open>"[^"\s][^"]*$)|\S+)'
)
_SPAN: Final = re.compile(r"(\d{1,5})([mhdw])")
_SPANS: Final = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_MONTH: Final = re.compile(r"\d{4}-\d{2}")
#: So like the name of a filter that it is a slip and no word with a colon.
_A_SLIP: Final = 0.75


@dataclass(frozen=True, slots=True)
class Part:
    """One word, phrase or filter of a search.

    Attributes:
        start, end: its place in the text, in characters.
        field: the name of the filter; empty for a word or a phrase.
        value: what stands behind the colon, or the word, without the quotes around it.
        negated: a minus stands before it.
        fault: what is wrong with it, or None.
    """

    start: int
    end: int
    field: str
    value: str
    negated: bool = False
    fault: QueryError | None = None


@dataclass(frozen=True, slots=True)
class ReadQuery:
    """A search as it was understood.

    Attributes:
        query: all parts without a fault.
        parts: all of them, in order.
    """

    query: Query
    parts: tuple[Part, ...]

    @property
    def faults(self) -> tuple[QueryError, ...]:
        return tuple(part.fault for part in self.parts if part.fault is not None)


def parse_query(text: str) -> Query:
    """The query that ``text`` means. Raises the QueryError of its first part that cannot be understood."""
    read = read_query(text)
    for fault in read.faults:
        raise fault
    return read.query


def read_query(text: str, now: datetime | None = None) -> ReadQuery:
    """Read ``words "a phrase" type:cartUpdated -env:Yespo status:4xx since:2d on:2026-11-20``.

    A filter may stand several times: any of its values fits, and none that stands behind a minus. Times are local
    times. A word with a colon that is no filter is looked for as it stands, unless it is nearly the name of one.

    Args:
        now: what ``2d`` is counted back from (aware); None: the present.
    """
    reading = _Reading(now or datetime.now(UTC))
    parts = tuple(reading.part(match) for match in _PART.finditer(text))
    return ReadQuery(reading.query(), parts)


def quoted(value: str) -> str:
    """``value`` as it may stand behind the colon of a filter."""
    return f'"{value}"' if not value or re.search(r'\s|^"', value) else value


class _Reading:
    def __init__(self, now: datetime) -> None:
        self._now = now
        self._words: dict[bool, list[str]] = {False: [], True: []}
        self._conditions: dict[tuple[str, bool], list[str]] = {}
        self._since: list[datetime] = []
        self._until: list[datetime] = []

    def query(self) -> Query:
        return Query(
            " ".join(self._words[False]),
            tuple(Condition(field, tuple(values), negated) for (field, negated), values in self._conditions.items()),
            " ".join(self._words[True]),
            max(self._since, default=None),
            min(self._until, default=None),
        )

    def part(self, match: re.Match[str]) -> Part:
        negated = match["minus"] is not None
        word = match[0][1:] if negated else match[0]
        name = (match["field"] or "").lower()
        field = BY_NAME.get(name)
        if field is None:
            slip = _meant(name) if name and not (match["value"] or "").startswith("/") else None
            if slip:
                message = N_("“{word}” is no filter. Write {meant}: or put it in quotes to look for it as it stands.")
                return Part(*match.span(), "", word, negated, QueryError(message, word, meant=slip))
            if match["open"]:  # a phrase that is still being typed
                word += '"'
            self._words[negated].append(word)
            return Part(*match.span(), "", _without_quotes(word), negated)
        value = match["phrase"] if match["phrase"] is not None else match["value"]
        fault = None
        try:
            if not value:
                message = N_("“{word}” needs a value, as in {field}:{example}.")
                raise QueryError(message, word, field=name, example=field.example)
            if match["phrase"] is None and value.startswith('"'):
                raise QueryError(N_("“{word}”: the quote is not closed."), word)
            if field.holds is Holds.TIME:
                self._take_time(name, value, match[0], negated=negated)
            else:
                if field.holds in (Holds.STATUS, Holds.STATE):
                    value = value.lower()
                Condition(name, (value,))  # says whether the field can have this value
                self._conditions.setdefault((name, negated), []).append(value)
        except QueryError as error:
            fault = error
        return Part(*match.span(), name, value or "", negated, fault)

    def _take_time(self, name: str, value: str, word: str, *, negated: bool) -> None:
        if negated:
            raise QueryError(N_("“{word}”: a time cannot be excluded. Write since: and before: instead."), word)
        try:
            first, end = self._times(value.lower())
        except (ValueError, OverflowError):
            message = N_("“{word}” is no time: write 2026-11-20, 2026-11-20T14:30, today, yesterday or 2d.")
            raise QueryError(message, word) from None
        if name in ("since", "on"):
            self._since.append(first)
        if name == "before":
            self._until.append(first)
        elif name in ("until", "on"):
            self._until.append(end)

    def _times(self, value: str) -> tuple[datetime, datetime]:
        """The moment at which ``value`` begins and the one at which it is over, in UTC. Raises ValueError."""
        span = _SPAN.fullmatch(value)
        if span:
            moment = self._now - timedelta(**{_SPANS[span[2]]: int(span[1])})
            return moment, moment
        today = self._now.astimezone().date()
        if value in ("today", "yesterday"):
            day = today if value == "today" else today - timedelta(days=1)
            return _midnight(day), _midnight(day + timedelta(days=1))
        if _MONTH.fullmatch(value):
            day = date.fromisoformat(f"{value}-01")
            return _midnight(day), _midnight((day + timedelta(days=31)).replace(day=1))
        if len(value) <= len("2026-11-20"):
            day = date.fromisoformat(value)
            return _midnight(day), _midnight(day + timedelta(days=1))
        moment = datetime.fromisoformat(value.upper()).astimezone(UTC)  # without a zone it is one of local time
        return moment, moment


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min).astimezone(UTC)


def _meant(name: str) -> str | None:
    return next(iter(difflib.get_close_matches(name, BY_NAME, 1, _A_SLIP)), None)


def _without_quotes(word: str) -> str:
    return word[1:-1] if len(word) > 1 and word[0] == word[-1] == '"' else word
