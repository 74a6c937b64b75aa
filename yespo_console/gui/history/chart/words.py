"""What a chart of sends says in words: its bars, its classes, its whole; and its bars as a search. No Qt in here."""

from datetime import datetime
from typing import Final

from yespo_console.history.series import Bar, Became, Series, Unit
from yespo_console.platform.i18n import N_, _, ngettext
from yespo_console.platform.local_time import at_clock, local

CLASS_WORDS: Final[dict[Became, str]] = {
    Became.ACCEPTED: N_("accepted"),
    Became.REFUSED: N_("refused"),
    Became.SERVER_FAILED: N_("server failed"),
    Became.NETWORK_FAILED: N_("network failed"),
    Became.UNANSWERED: N_("no answer recorded"),
    Became.OTHER: N_("other answers"),
}
_WITHIN_A_DAY: Final = (Unit.MINUTE, Unit.TEN_MINUTES, Unit.HOUR)
_UNITS: Final[dict[Unit, str]] = {
    Unit.MINUTE: N_("a bar for each minute"),
    Unit.TEN_MINUTES: N_("a bar for every ten minutes"),
    Unit.HOUR: N_("a bar for each hour"),
    Unit.DAY: N_("a bar for each day"),
    Unit.WEEK: N_("a bar for each week"),
    Unit.MONTH: N_("a bar for each month"),
    Unit.YEAR: N_("a bar for each year"),
}


def unit_words(unit: Unit) -> str:
    """``a bar for each day``."""
    return _(_UNITS[unit])


def span_words(bar: Bar, unit: Unit) -> str:
    """The time of a bar: ``2026-11-20``, ``2026-11-20 14:00 to 15:00``, ``the week from 2026-11-16``."""
    start, end = local(bar.start), local(bar.end)
    if unit in _WITHIN_A_DAY:
        return _("{start} to {end}").format(start=start.strftime("%Y-%m-%d %H:%M"), end=end.strftime("%H:%M"))
    if unit is Unit.WEEK:
        return _("the week from {day}").format(day=start.strftime("%Y-%m-%d"))
    return start.strftime({Unit.MONTH: "%Y-%m", Unit.YEAR: "%Y"}.get(unit, "%Y-%m-%d"))


def bar_words(bar: Bar, unit: Unit) -> str:
    """``2026-11-20: 12 sends: 10 accepted, 2 refused``."""
    return _("{time}: {sends}").format(time=span_words(bar, unit), sends=count_words(bar.counts))


def short_words(bar: Bar, unit: Unit) -> str:
    """``2026-11-20: 12 sends``."""
    return _("{time}: {sends}").format(time=span_words(bar, unit), sends=_sends(bar.total))


def count_words(counts: tuple[int, ...]) -> str:
    """``12 sends: 10 accepted, 2 refused``."""
    sends = _sends(sum(counts))
    parts = [f"{count:,} {_(CLASS_WORDS[became])}" for became, count in zip(Became, counts, strict=True) if count]
    return f"{sends}: {', '.join(parts)}" if parts else sends


def _sends(total: int) -> str:
    return ngettext("{count} send", "{count} sends", total).format(count=f"{total:,}")


def series_words(series: Series) -> str:
    """The whole chart, for who cannot see it."""
    if not series.bars:
        return _("Nothing was found, so there is nothing to draw.")
    most = max(series.bars, key=lambda bar: bar.total)
    return _("{sends}. {unit}, from {first} to {last}. Most: {most}.").format(
        sends=count_words(series.totals),
        unit=unit_words(series.unit).capitalize(),
        first=span_words(series.bars[0], series.unit),
        last=span_words(series.bars[-1], series.unit),
        most=bar_words(most, series.unit),
    )


def tick_words(bar: Bar, before: Bar | None, unit: Unit) -> str:
    """What stands under a bar: only as much as is not plain from the label ``before``."""
    start = local(bar.start)
    earlier = local(before.start) if before is not None else None
    if unit in _WITHIN_A_DAY:
        same_day = earlier is not None and earlier.date() == start.date()
        return start.strftime("%H:%M" if same_day else "%m-%d %H:%M")
    if unit in (Unit.DAY, Unit.WEEK):
        same_year = earlier is not None and earlier.year == start.year
        return start.strftime("%m-%d" if same_year else "%Y-%m-%d")
    return start.strftime("%Y-%m" if unit is Unit.MONTH else "%Y")


def search_words(bar: Bar, unit: Unit) -> tuple[str, str]:
    """The filters that find what is in ``bar``: ``since:2026-11-20``, ``before:2026-11-21``."""
    return f"since:{_moment(bar.start, unit)}", f"before:{_moment(bar.end, unit)}"


def _moment(moment: datetime, unit: Unit) -> str:
    there = local(moment)
    clock = there.replace(tzinfo=None)
    if unit not in _WITHIN_A_DAY:
        return clock.date().isoformat()
    if at_clock(clock) == moment:
        return clock.isoformat(timespec="minutes")
    return there.isoformat(timespec="minutes")  # an hour that comes twice, when clocks are put back
