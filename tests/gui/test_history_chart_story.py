"""History: seeing when much was sent and what became of it."""

import time
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton
from vocabulary import CTRL, type_letters

from yespo_console.events.event import ApiVersion
from yespo_console.gui import theme
from yespo_console.gui.history.chart import canvas as canvas_module
from yespo_console.gui.history.chart.canvas import heights
from yespo_console.gui.history.exchange_table import ROW_PX
from yespo_console.history.exchange import Answer, NewExchange
from yespo_console.history.series import Bar, Unit

SHIFT = Qt.KeyboardModifier.ShiftModifier
NOON = datetime(2026, 3, 12, 10, 0, tzinfo=UTC)


def _record(user, days, status, words="umbrella"):
    new = NewExchange(
        sent_at=NOON + (days if isinstance(days, timedelta) else timedelta(days=days)),
        environment="Sandbox",
        is_real=False,
        url="http://127.0.0.1:8377/api/v2/event",
        api=ApiVersion.V2,
        event_type="shopVisited",
        request_body=f'{{"eventTypeKey": "shopVisited", "keyValue": "{words}"}}'.encode(),
        source="window",
    )
    number = user.store.begin(new).result()
    user.store.complete(number, Answer(status=status)).result()
    return number


@pytest.fixture
def week(user):
    """Five days of sends, with the chart opened by the user: it stays open beside an exchange, too."""
    numbers = [_record(user, days, 400 if days == 3 else 200, f"day{days}") for days in range(5)]
    numbers.append(_record(user, 3, 200, "day3"))
    user.open_history()
    while user.history.chart.folded is not False:
        user.key(Qt.Key.Key_H, CTRL | SHIFT)
    user.wait(lambda: len(user.history.chart.canvas.series.bars) == 5)
    return numbers


def test_a_bar_for_each_day_tells_how_many_were_sent_and_what_became_of_them(user, week):
    chart = user.history.chart
    assert chart.canvas.series.unit is Unit.DAY
    assert [bar.total for bar in chart.canvas.series.bars] == [1, 1, 1, 2, 1]
    assert chart.words.text() == "a bar for each day"
    assert chart.legend.accessibleDescription() == "6 sends: 5 accepted, 1 refused"
    told = chart.canvas.accessibleDescription()
    assert "6 sends" in told
    assert "Most: 2026-03-15: 2 sends: 1 accepted, 1 refused." in told


def test_the_keys_walk_the_bars_and_enter_searches_only_that_day(user, week):
    canvas = user.history.chart.canvas
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    user.key(Qt.Key.Key_End)
    user.key(Qt.Key.Key_Left)
    assert user.history.chart.words.text() == "2026-03-15: 2 sends"
    assert user.history.chart.legend.accessibleDescription() == "2 sends: 1 accepted, 1 refused"
    assert canvas.accessibleDescription() == "2026-03-15: 2 sends: 1 accepted, 1 refused"
    user.key(Qt.Key.Key_Return)
    assert user.search_field().text() == "since:2026-03-15 before:2026-03-16"
    user.wait(lambda: sorted(user.listed()) == [week[3], week[5]])
    user.wait(lambda: canvas.series.unit is Unit.MINUTE)
    user.key(Qt.Key.Key_Backspace)
    assert user.search_field().text() == ""
    user.wait(lambda: len(user.listed()) == 6)


def test_a_click_on_a_bar_keeps_the_words_that_were_searched_for(user, week):
    user.search("day3")
    user.wait(lambda: sorted(user.listed()) == [week[3], week[5]])
    user.search("")
    user.wait(lambda: len(user.listed()) == 6)
    user.search("shopVisited")
    user.wait(lambda: len(user.listed()) == 6)
    canvas = user.history.chart.canvas
    user.wait(lambda: len(canvas.series.bars) == 5)
    place = canvas._slot(canvas._plot(), 0).center().toPoint()
    QTest.mouseMove(canvas, place)
    QTest.mouseClick(canvas, Qt.MouseButton.LeftButton, pos=QPoint(place))
    assert user.search_field().text() == "shopVisited since:2026-03-12 before:2026-03-13"
    user.wait_listed(week[0])


def test_the_chart_follows_the_search_and_says_when_nothing_was_found(user, week):
    user.filter("Answer", "Refused (4xx)")
    user.wait(lambda: user.history.chart.canvas.series.totals == (0, 1, 0, 0, 0, 0))
    user.search("nowhere to be found")
    user.wait_listed()
    user.wait(lambda: user.sees("Nothing was found, so there is nothing to draw."))
    assert user.history.chart.canvas.series.bars == ()


def test_after_a_fault_of_the_program_the_next_search_is_counted_again(user, qtbot, week, monkeypatch):
    def broken(*_asked):
        raise RuntimeError("nobody expected it")

    chart = user.history.chart
    with monkeypatch.context() as other, qtbot.capture_exceptions() as raised:
        other.setattr(user.store, "over_time", broken)
        user.search("day3")
        user.wait(lambda: "because of a fault of the program" in user.notice())
        user.wait(lambda: bool(raised))
    user.search("day1")
    user.wait(lambda: [bar.total for bar in chart.canvas.series.bars] == [1])
    user.wait(lambda: user.notice() == "")


def test_a_paint_of_the_chart_adds_up_no_bar_more_than_once(user, week, monkeypatch):
    canvas = user.history.chart.canvas
    added = []
    monkeypatch.setattr(Bar, "total", property(lambda bar: added.append(bar) or sum(bar.counts)))
    canvas.repaint()
    assert len(added) <= len(canvas.series.bars)
    canvas.show_series(canvas.series)
    assert added, "what is counted here is what is asked"


def test_bars_are_painted_again_only_when_they_are_others(user, week, monkeypatch, qapp):
    canvas = user.history.chart.canvas
    user.wait(canvas.isVisible)
    canvas.repaint()
    bars, drawn = canvas.grab().toImage(), []
    monkeypatch.setattr(canvas_module, "heights", lambda *given: drawn.append(given) or heights(*given))
    user.window.show_section("compose")
    user.open_history()
    canvas.repaint()
    assert drawn == []
    assert canvas.grab().toImage() == bars
    theme.apply(qapp, "dark")
    assert canvas.grab().toImage() != bars
    theme.apply(qapp, "light")
    assert canvas.grab().toImage() == bars
    user.window.resize(user.window.width() + 100, user.window.height())
    user.wait(lambda: canvas.width() > bars.width())
    canvas.repaint()
    assert drawn, "what is counted here is what is drawn"


def test_a_chart_is_not_shown_before_anything_was_sent(user):
    user.open_history()
    user.wait(lambda: user.sees("Nothing was sent yet"))
    assert user.history.chart.isHidden()


def test_a_message_that_comes_and_goes_leaves_the_chart_as_it_is(user):
    user.window.resize(1280, 790)
    user.wait(lambda: user.window.height() == 790)
    _record(user, 0, 200)
    user.open_history()
    user.wait(user.history.chart.canvas.isVisible)
    high = user.history.chart.canvas.height()
    user.window.notify("error", "Something went wrong.")
    user.wait(lambda: user.window.notices.standing.isVisible())
    QTest.qWait(50)
    assert user.history.chart.canvas.isVisible()
    assert user.history.chart.canvas.height() == high
    user.window.notices.dismiss()
    QTest.qWait(50)
    assert user.history.chart.canvas.isVisible()


def test_the_chart_gives_way_to_the_list_when_an_exchange_is_opened_and_stays_folded(user):
    user.window.resize(1440, 900)
    user.wait(lambda: user.window.height() == 900)
    number = _record(user, 0, 200)
    user.open_history()
    user.wait(user.history.chart.canvas.isVisible)
    user.pick(number)
    user.wait(lambda: not user.history.chart.canvas.isVisible())
    user.wait(lambda: user.history.table.viewport().height() >= 6 * ROW_PX)
    user.search("nothing like that")
    user.wait(lambda: not user.history.view.isVisible())
    QTest.qWait(50)
    assert not user.history.chart.canvas.isVisible()
    user.search("")
    user.pick(number)
    user.key(Qt.Key.Key_H, CTRL | SHIFT)
    assert user.history.chart.canvas.isVisible()
    user.window.resize(1440, 880)
    QTest.qWait(50)
    assert user.history.chart.canvas.isVisible()


def test_folded_or_open_is_remembered(start):
    user = start()
    _record(user, 0, 200)
    user.open_history()
    user.wait(user.history.chart.isVisible)
    was_open = user.history.chart.is_open
    user.press("Fold the chart of sends" if was_open else "Show the chart of sends")
    assert user.history.chart.is_open is not was_open
    start.end(user)
    again = start()
    again.open_history()
    again.wait(again.history.chart.isVisible)
    assert again.history.chart.is_open is not was_open
    assert again.history.chart.canvas.isVisible() is not was_open
    name = "Show the chart of sends" if was_open else "Fold the chart of sends"
    assert again.find(QAbstractButton, name) is again.history.chart.toggle


def test_what_is_sent_meanwhile_is_drawn_too(user, week):
    _record(user, 4, 500)
    user.wait(lambda: user.history.chart.canvas.series.totals == (5, 1, 1, 0, 0, 0))


def test_the_keys_lead_on_to_the_list(user, week):
    canvas = user.history.chart.canvas
    canvas.setFocus(Qt.FocusReason.TabFocusReason)
    user.key(Qt.Key.Key_Down)
    assert user.history.table.hasFocus()
    user.history.search.setFocus()
    user.key(Qt.Key.Key_F6)
    assert canvas.hasFocus()
    type_letters(canvas, "x")
    assert user.search_field().text() == ""


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the time zone of a process cannot be set here")
@pytest.mark.parametrize("zone", ["America/New_York", "Europe/Kyiv"])
def test_a_moment_at_the_edge_of_all_dates_is_shown_like_any_other(user, monkeypatch, zone):
    monkeypatch.setenv("TZ", zone)
    time.tzset()
    edges = datetime(1, 1, 1, tzinfo=UTC), datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
    try:
        first, last = (_record(user, edge - NOON, 200) for edge in edges)
        user.open_history()
        user.wait(lambda: user.listed() == [last, first])
        while user.history.chart.folded is not False:
            user.key(Qt.Key.Key_H, CTRL | SHIFT)
        canvas = user.history.chart.canvas
        for filtered, year in (("", 1), ("since:2000", 9999), ("before:2000", 1)):
            user.search(filtered)
            user.wait(lambda year=year: [bar.start.year for bar in canvas.series.bars[:1]] == [year])
            canvas.setFocus(Qt.FocusReason.TabFocusReason)
            for key in (Qt.Key.Key_Home, Qt.Key.Key_End):
                user.key(key)
                assert "1 send" in user.history.chart.words.text()
            canvas.repaint()
        user.key(Qt.Key.Key_Return)
        user.wait_listed(first)
        assert user.history.fault.isHidden()
    finally:
        monkeypatch.undo()
        time.tzset()
