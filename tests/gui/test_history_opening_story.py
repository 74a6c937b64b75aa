"""History: it opens in steps, each on the screen before the next is worked on, and the window never stands still."""

from datetime import UTC, datetime
from functools import partial

from patience import PATIENCE_MS, PATIENCE_S
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from yespo_console.events.event import ApiVersion
from yespo_console.gui.cells import CellPainter
from yespo_console.gui.history.searching import FIRST
from yespo_console.gui.painted import Painted
from yespo_console.history.exchange import NewExchange

#: More than are listed at first.
MANY = 300


class _Events(QObject):
    """Notes the events of a kind that a widget gets."""

    def __init__(self, widget, kind, note):
        super().__init__(widget)
        self._kind, self._note = kind, note
        widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() is self._kind:
            self._note(event)
        return super().eventFilter(watched, event)


_Paints = partial(_Events, kind=QEvent.Type.Paint)


def _bring(store, count):
    request = NewExchange(
        sent_at=datetime.now(UTC),
        environment="Sandbox",
        is_real=False,
        url="http://127.0.0.1/",
        api=ApiVersion.V2,
        request_body=b"{}",
        source="test",
    )
    return [one.result(PATIENCE_S) for one in [store.begin(request) for _ in range(count)]]


def test_the_screen_is_there_before_the_history_is_read_and_the_newest_rows_before_all_others(user, monkeypatch):
    ids = _bring(user.store, MANY)
    user.window.resize(1280, 790)  # high enough for the chart
    user.wait(lambda: user.window.height() == 790)
    happened = []
    page = user.history

    def note(asked, method, *given):
        happened.append(asked)
        return method(*given)

    for asked in ("data_version", "page", "extent", "ids", "over_time"):
        monkeypatch.setattr(user.store, asked, partial(note, asked, getattr(user.store, asked)))
    _Paints(page, note=lambda _paint: happened.append("screen"))
    _Paints(page.table.viewport(), note=lambda _paint: happened.append(f"{len(user.listed())} rows"))
    user.open_history()
    user.wait(lambda: "over_time" in happened)
    assert user.listed() == ids[::-1]
    steps = ("screen", "data_version", "page", f"{FIRST} rows", "extent", "ids", "over_time")
    first = {what: happened.index(what) for what in steps}
    assert sorted(first, key=first.__getitem__) == list(first)
    assert first["ids"] < happened.index(f"{MANY} rows") < first["over_time"]


def _opened(user, count):
    """The history with ``count`` exchanges is opened in a window that is high enough for the chart.

    How many rows there were at each paint of the whole list and where it stood, and how often it was listed anew.
    """
    ids = _bring(user.store, count)
    user.wait(lambda: user.console.garbage.active)  # all pages are built
    user.window.resize(1280, 790)
    user.wait(lambda: user.window.height() == 790)
    table = user.history.table
    paints, listings = [], []
    user.history.found.listed.connect(lambda: listings.append(len(user.listed())))

    def note(event):
        if event.rect().height() >= table.viewport().height():
            paints.append((len(user.listed()), table.geometry().getRect()))

    _Paints(table.viewport(), note=note)
    user.open_history()
    user.wait(lambda: bool(user.history.chart.canvas.series.bars))
    assert user.listed() == ids[::-1]
    return paints, listings


def test_the_list_is_painted_once_for_the_newest_rows_and_once_for_all_of_them(user):
    paints, listings = _opened(user, MANY)
    assert [rows for rows, _place in paints] == listings
    assert listings[:2] == [FIRST, MANY]


def test_a_search_lists_first_what_is_in_sight_of_its_hits_and_then_all_of_them(user):
    _paints, listings = _opened(user, MANY)
    table = user.history.table
    in_sight = table.rowAt(table.viewport().height() - 1) - table.rowAt(0)
    listings.clear()
    user.search("env:Sandbox")
    user.wait(lambda: listings[-1:] == [MANY])
    assert in_sight < listings[0] <= in_sight + 4


def test_the_list_stays_where_it_was_first_seen_when_the_chart_is_drawn(user):
    paints, _listings = _opened(user, MANY)
    assert len({place for _rows, place in paints}) == 1


def test_the_chart_does_not_say_that_nothing_was_found_before_it_has_counted(user):
    said = []
    told = user.history.chart.words.setText
    user.history.chart.words.setText = lambda words: said.append(words) or told(words)
    _opened(user, MANY)
    assert said
    assert not any("Nothing was found" in words for words in said)


def test_what_the_newest_rows_need_is_measured_once(user, monkeypatch):
    measured = []
    size = CellPainter.size
    monkeypatch.setattr(CellPainter, "size", lambda self, *given: measured.append(1) or size(self, *given))
    _opened(user, MANY)
    assert len(measured) <= 24 * user.history.table.model().columnCount()


def test_the_parts_of_the_page_have_their_places_before_it_is_shown(user):
    user.wait(lambda: user.console.garbage.active)
    page = user.history
    places = {one: one.geometry().getRect() for one in (page, *page.findChildren(QWidget))}
    user.open_history()
    seen = [one for one in places if one.isVisible()]
    assert len(seen) > 10
    assert [one for one in seen if one.geometry().getRect() != places[one]] == []


def test_what_waits_for_a_widget_that_nobody_sees_does_not_wait(qtbot):
    happened = []
    hidden = QWidget()
    qtbot.addWidget(hidden)
    Painted(hidden).then(lambda: happened.append("went on"))
    assert happened == ["went on"]


def test_what_waits_for_a_widget_that_is_not_painted_goes_on_all_the_same_and_only_what_was_asked_last(qtbot):
    happened = []
    shown = QWidget()
    qtbot.addWidget(shown)
    shown.setUpdatesEnabled(False)
    shown.show()
    painted = Painted(shown)
    painted.then(lambda: happened.append("earlier"))
    painted.then(lambda: happened.append("later"))
    assert happened == []
    qtbot.waitUntil(lambda: bool(happened), timeout=PATIENCE_MS)
    assert happened == ["later"]
