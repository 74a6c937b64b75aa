"""History: it opens in steps, each on the screen before the next is worked on, and the window never stands still."""

from datetime import UTC, datetime
from functools import partial

from patience import PATIENCE_MS, PATIENCE_S
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QWidget

from yespo_console.events.event import ApiVersion
from yespo_console.gui.painted import Painted
from yespo_console.history.exchange import NewExchange

#: More than are listed at first.
MANY = 300


class _Paints(QObject):
    """Notes when a widget is painted."""

    def __init__(self, widget, note):
        super().__init__(widget)
        self._note = note
        widget.installEventFilter(self)

    def eventFilter(self, watched, event):
        if event.type() is QEvent.Type.Paint:
            self._note()
        return super().eventFilter(watched, event)


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

    for asked in ("data_version", "page", "ids", "over_time"):
        monkeypatch.setattr(user.store, asked, partial(note, asked, getattr(user.store, asked)))
    _Paints(page, lambda: happened.append("screen"))
    _Paints(page.table.viewport(), lambda: happened.append(f"{len(user.listed())} rows"))
    user.open_history()
    user.wait(lambda: "over_time" in happened)
    assert user.listed() == ids[::-1]
    first = {what: happened.index(what) for what in ("screen", "data_version", "page", "128 rows", "ids", "over_time")}
    assert sorted(first, key=first.__getitem__) == list(first)
    assert first["ids"] < happened.index(f"{MANY} rows") < first["over_time"]


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
