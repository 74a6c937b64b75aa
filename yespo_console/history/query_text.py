"""From what is typed into the search box to a Query, with every part and every mistake at its place."""

import difflib
import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from yespo_console.history.query import Condition, Query, QueryError
from yespo_console.history.search_fields import BY_NAME, Holds
from yespo_console.history.search_text import IN_QUOTES, unquoted
from yespo_console.platform.i18n import N_
from yespo_console.platform.local_time import at_clock, local

#: What is typed behind a quote that is not closed yet.
_BEHIND_QUOTE: Final = r'(?:[^"]|"")*$'
#: What stands before a colon names a filter when it is made of letters: ``10:30`` and ``A1:b`` are words.
_PART: Final = re.compile(
    r"(?P<minus>-(?=[^\s\d-]))?"
    r"(?:(?P<field>[^\W\d_](?:[^\W\d]|-)*):"
    rf'(?:(?P<phrase>{IN_QUOTES})|(?P<value>"{_BEHIND_QUOTE}|\([^()"]*\)(?=\s|$)|\S*))'
    rf'|{IN_QUOTES}|(?P<open>"[^"\s]{_BEHIND_QUOTE})|\S+)'
)
#: Several values behind one colon, as other searches take them.
_SEVERAL: Final = r"^\(|[,|]"
_SPAN: Final = re.compile(r"(\d{1,5})([mhdw])")
_SPANS: Final = {"m": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_YEAR: Final = re.compile(r"\d{4}")
_MONTH: Final = re.compile(r"\d{4}-\d{2}")
#: A day with an hour, a minute, a second or a fraction of one, perhaps with a zone.
_MOMENT: Final = re.compile(
    r"[\dw-]{8,10}[t ]\d\d(?::?(?P<minutes>\d\d)(?::?(?P<seconds>\d\d)(?P<microseconds>[.,]\d+)?)?)?(?:z|[+-][\d:.]+)?",
    re.ASCII,
)
#: So like the name of a filter that this one is meant.
_A_SLIP: Final = 0.75
#: What begins an address and no filter.
_SCHEMES: Final = ("http", "https")
#: What people call a filter who have not learnt its name.
_CALLED: Final = {
    "event": "type",
    "eventtype": "type",
    "eventtypekey": "type",
    "answer": "status",
    "environment": "env",
    "keyvalue": "key",
    "mail": "email",
    "sku": "product",
    "after": "since",
    "date": "on",
    "day": "on",
}
_OTHER: Final = "OR"
#: Words by which other searches join what stands beside them, and what is written here.
_JOINING: Final = {
    _OTHER: N_(
        "“{word}”: every word must be found. A filter that stands twice takes either, as in status:4xx status:5xx."
        " Put {word} in quotes to look for it."
    ),
    "AND": N_("“{word}”: leave it out, for every word must be found anyway. Put {word} in quotes to look for it."),
    "NOT": N_("“{word}”: put a minus before what is to be left out, as in -lamp. Put {word} in quotes to look for it."),
}


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
        query: all parts without a fault, and the phrase whose quote is not closed. That goes on to the end of the text,
            as the value of a filter does whose quote is not closed, which is left out.
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
    times. A word before a colon that names no filter is a mistake, and so is ``OR``; in quotes anything is looked for.

    Args:
        now: what ``2d`` is counted back from (aware); None: the present.
    """
    reading = _Reading(now or datetime.now(UTC))
    found = list(_PART.finditer(text))
    parts = tuple(reading.part(match, alone=len(found) == 1) for match in found)
    return ReadQuery(reading.query(), parts)


def quoted(value: str) -> str:
    """``value`` as it may stand behind the colon of a filter."""
    if value and not re.search(rf'\s|^"|{_SEVERAL}', value):
        return value
    doubled = value.replace('"', '""')
    return f'"{doubled}"'


class _Reading:
    def __init__(self, now: datetime) -> None:
        self._now = now
        self._words: dict[bool, list[str]] = {False: [], True: []}
        self._conditions: dict[tuple[str, bool], list[str]] = {}
        self._since: list[datetime] = []
        self._until: list[datetime] = []
        self._is_other = False  # an OR stood before

    def query(self) -> Query:
        return Query(
            " ".join(self._words[False]),
            tuple(Condition(field, tuple(values), negated) for (field, negated), values in self._conditions.items()),
            " ".join(self._words[True]),
            max(self._since, default=None),
            min(self._until, default=None),
        )

    def part(self, match: re.Match[str], *, alone: bool) -> Part:
        negated = match["minus"] is not None
        word = match[0][1:] if negated else match[0]
        name = (match["field"] or "").lower()
        field = BY_NAME.get(name)
        is_other, self._is_other = self._is_other, False
        if field is None:
            fault = _of_filter(name, word, match["value"] or "") if name else _of_joining(word, alone=alone)
            if fault is not None:
                self._is_other = word == _OTHER
                return Part(*match.span(), "", word, negated, fault)
            if match["open"]:  # perhaps a phrase that is still being typed
                fault = _of_open(word)
                word += '"'
            if not is_other:  # what may be found instead must not be asked for as well
                self._words[negated].append(word)
            return Part(*match.span(), "", _without_quotes(word), negated, fault)
        value = unquoted(match["phrase"]) if match["phrase"] is not None else match["value"]
        fault = None
        if field.holds is Holds.FACT and match["phrase"] is None:
            value = value.rstrip("*")  # a part is looked for, so any rest is found as it is
        try:
            if not value:
                message = N_("“{word}” needs a value, as in {field}:{example}.")
                raise QueryError(message, word, field=name, example=field.example)
            if match["phrase"] is None and value.startswith('"'):
                raise _of_open(word)
            if match["phrase"] is None and field.holds in (Holds.COLUMN, Holds.TAG) and re.search(_SEVERAL, value):
                message = N_(
                    "“{word}”: a filter takes one value. For either of two write it twice, as in {field}:… {field}:…"
                    " Put the value in quotes to look for it as it stands."
                )
                raise QueryError(message, word, field=name)
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
            message = N_(
                "“{word}” is no time: write 2026, 2026-11, 2026-11-20, 2026-11-20T14, 2026-11-20T14:30, today or 2d."
            )
            raise QueryError(message, word) from None
        if name == "on" and end <= first:
            message = N_("“{word}”: no time passes then. Write since:{value} or the day, as in on:2026-11-20.")
            raise QueryError(message, word, value=value)
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
        today = local(self._now).date()
        if value in ("today", "yesterday"):
            day = today if value == "today" else today - timedelta(days=1)
            return _midnight(day), _midnight(day + timedelta(days=1))
        if _YEAR.fullmatch(value):
            return _midnight(date(int(value), 1, 1)), _midnight(date(int(value) + 1, 1, 1))
        if _MONTH.fullmatch(value):
            day = date.fromisoformat(f"{value}-01")
            return _midnight(day), _midnight((day + timedelta(days=31)).replace(day=1))
        if len(value) <= len("2026-11-20"):
            day = date.fromisoformat(value)
            return _midnight(day), _midnight(day + timedelta(days=1))
        return _unit(value)


def _unit(value: str) -> tuple[datetime, datetime]:
    """The hour, minute, second or microsecond that ``value`` names, whichever is written last. Raises ValueError."""
    written = _MOMENT.fullmatch(value)
    if written is None:
        raise ValueError(value)
    smallest = next((unit for unit in ("microseconds", "seconds", "minutes") if written[unit]), "hours")
    moment = datetime.fromisoformat(value.upper())  # without a zone it is one of local time
    length = timedelta(**{smallest: 1})
    if moment.tzinfo is not None:
        moment = moment.astimezone(UTC)
        return moment, moment + length
    # An hour that the clocks go through twice is both of them, and one that they pass over is none.
    return at_clock(moment), at_clock(moment.replace(fold=1)) + length


def _midnight(day: date) -> datetime:
    return at_clock(datetime.combine(day, time.min))


def _of_filter(name: str, word: str, value: str) -> QueryError | None:
    """What is wrong with ``name:value``, which no filter is called; None for an address."""
    if name in _SCHEMES or value.startswith("/"):
        return None
    meant = _CALLED.get(name) or next(iter(difflib.get_close_matches(name, BY_NAME, 1, _A_SLIP)), None)
    if meant is not None:
        message = N_("“{word}” is no filter. Write {meant}: or put it in quotes to look for it as it stands.")
        return QueryError(message, word, meant=meant)
    message = N_("“{word}” is no filter. Filters are {known}. Put it in quotes to look for it as it stands.")
    return QueryError(message, word, known=", ".join(BY_NAME))


def _of_joining(word: str, *, alone: bool) -> QueryError | None:
    """What is wrong with a word that is meant to join its neighbours; None for any other, and where there are none."""
    message = None if alone else _JOINING.get(word)
    return QueryError(message, word) if message is not None else None


def _of_open(word: str) -> QueryError:
    """What is wrong with a phrase, or a filter's value, that only begins with a quote."""
    message = N_("“{word}”: the quote is not closed. A phrase ends with a quote, as in {closed}.")
    return QueryError(message, word, closed=f'{word}"')


def _without_quotes(word: str) -> str:
    return unquoted(word) if len(word) > 1 and word[0] == word[-1] == '"' else word
