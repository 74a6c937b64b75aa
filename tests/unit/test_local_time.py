"""Moments as clocks show them here, and back, in any zone and at the ends of all dates."""

import time
from datetime import UTC, datetime, timedelta

import pytest

from yespo_console.platform.local_time import at_clock, local, local_text


@pytest.fixture(params=["UTC", "Europe/Kyiv", "America/New_York", "Africa/Cairo"])
def zone(request, monkeypatch):
    if not hasattr(time, "tzset"):
        pytest.skip("this system cannot change its time zone for one process")
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield request.param
    monkeypatch.undo()
    time.tzset()


def test_the_ends_of_all_dates_are_told_and_read(zone):
    for end in (datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, 999_999, tzinfo=UTC)):
        assert local(end) == end
        assert local_text(end).startswith(("0001-01-01 ", "9999-12-31 "))
        assert abs(at_clock(end.replace(tzinfo=None)) - end) < timedelta(days=1)


def test_what_clocks_show_is_the_moment_at_which_they_show_it(zone):
    for hours in range(0, 24 * 366, 7):
        moment = datetime(2026, 1, 1, 0, 30, 5, 999_999, tzinfo=UTC) + timedelta(hours=hours)
        shown = local(moment)
        assert shown == moment
        reading = shown.replace(tzinfo=None)
        assert moment in (at_clock(reading), at_clock(reading.replace(fold=1)))
        assert local_text(moment) == f"{reading:%Y-%m-%d %H:%M:%S}"
