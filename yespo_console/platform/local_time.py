"""Local time, in which moments are shown and searched: the one place where they become a date and a clock, and back.

Python converts by itself, and refuses what lies beyond the years 1 to 9999 on the other side (Windows: what lies
before 1970 or after 3000), with one error or another. A moment comes from a clock that may be wrong or from a file, and
must be shown all the same. So whatever has no local time is told in UTC, and read so.
"""

from datetime import UTC, datetime
from typing import Final

_NO_LOCAL_TIME: Final = (OverflowError, ValueError, OSError)


def local(moment: datetime) -> datetime:
    """The same moment in local time; in UTC where it has none."""
    try:
        return moment.astimezone()
    except _NO_LOCAL_TIME:
        return moment.astimezone(UTC)


def local_text(moment: datetime) -> str:
    """In local time, to the second: ``2026-11-20 10:15:03``."""
    return local(moment).replace(tzinfo=None).isoformat(" ", "seconds")


def at_clock(reading: datetime) -> datetime:
    """The moment, in UTC, at which local clocks show ``reading``, a time without a zone.

    Clocks that are put back show it twice: ``fold`` says which is meant. Clocks that are put forward pass over it: it
    counts on from before. (``astimezone`` counts back from after, to a moment that is too early: a day that begins so
    would begin on the day before.)
    """
    try:
        whole = datetime.fromtimestamp(reading.replace(microsecond=0).timestamp(), UTC)
    except _NO_LOCAL_TIME:
        whole = reading.replace(tzinfo=UTC)
    return whole.replace(microsecond=reading.microsecond)
