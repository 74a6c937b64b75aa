"""Exchanges counted over time: the values a chart is drawn from. Imports nothing heavy; ``statistics`` counts."""

import enum
from dataclasses import dataclass
from datetime import datetime


class Became(enum.StrEnum):
    """What became of an exchange; the value is what the filter ``status:`` calls it, empty where it has no one name."""

    ACCEPTED = "2xx"
    REFUSED = "4xx"
    SERVER_FAILED = "5xx"
    NETWORK_FAILED = "error"
    UNANSWERED = "none"
    OTHER = ""


#: How many, in the order of ``Became``.
Counts = tuple[int, ...]


class Unit(enum.Enum):
    """How much time a bar stands for, in local time."""

    MINUTE = "minute"
    TEN_MINUTES = "ten minutes"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Bar:
    """The exchanges of a stretch of time.

    Attributes:
        start, end: from this moment on, until before that one; in UTC.
        counts: in the order of ``Became``.
    """

    start: datetime
    end: datetime
    counts: Counts

    @property
    def total(self) -> int:
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Series:
    """Bars without a gap, the oldest first; none when nothing was found.

    Attributes:
        unit: what each stands for.
    """

    unit: Unit = Unit.DAY
    bars: tuple[Bar, ...] = ()

    @property
    def totals(self) -> Counts:
        """All exchanges, in the order of ``Became``."""
        return tuple(map(sum, zip(*(bar.counts for bar in self.bars), strict=True)))
