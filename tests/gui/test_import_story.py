"""History taken in through the window: recordings of a browser, and large files that one may wait for or give up."""

import json
import threading
from concurrent.futures import Future

import pytest
from patience import PATIENCE_S
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QProgressBar, QPushButton
from test_history_care_story import request
from vocabulary import CTRL

from yespo_console.gui.history.transfer import import_dialog
from yespo_console.history.errors import HistoryFullError
from yespo_console.history.exchange import Answer, Exchange
from yespo_console.history.store import HistoryStore
from yespo_console.sharing.exchanges.formats import FORMATS

SHIFT = Qt.KeyboardModifier.ShiftModifier
KEY = "k3y-of-a-stranger-0123456789"


def _entry(url, email, **more):
    """A call as the developer tools of a browser record it."""
    body = json.dumps({"eventTypeKey": "pageViewed", "params": [{"name": "email", "value": email}]})
    request = {
        "method": "POST",
        "url": url,
        "headers": [{"name": "Authorization", "value": f"Bearer {KEY}"}],
        "postData": {"mimeType": "application/json", "text": body},
    }
    response = {"status": 400, "statusText": "Bad Request", "content": {"text": "Чому: no page"}}
    timings = {"blocked": 3, "dns": 2, "connect": 30, "ssl": 12, "send": 1, "wait": 70, "receive": 7}
    return {
        "startedDateTime": "2026-11-20T14:00:00.123+02:00",
        "time": 120,
        "request": request,
        "response": response,
        "timings": timings,
        **more,
    }


@pytest.fixture
def recording(tmp_path):
    """Two calls to Yespo and one that is none of ours."""
    entries = [
        _entry("https://yespo.io/api/v2/event", "olha@example.com"),
        _entry("https://statistics.example.com/collect", "nobody@example.com"),
        _entry("https://yespo.io/api/v2/event", "taras@example.com", startedDateTime="2026-11-20T14:05:00+02:00"),
    ]
    path = tmp_path / "shop.har"
    path.write_text(json.dumps({"log": {"version": "1.2", "creator": {}, "entries": entries}}), encoding="utf-8")
    return path


def _pick(user, path):
    """Press the key that imports, and pick the file."""
    user.window.activateWindow()
    user.wait(user.window.isActiveWindow)
    user.key(Qt.Key.Key_I, CTRL | SHIFT)
    user.name_file(path)


def test_a_recording_of_a_browser_comes_in_and_is_found_read_and_opened(user, recording):
    _pick(user, recording)
    user.wait(lambda: "shop.har: 2 exchanges came in." in user.notice())
    told = user.notice()
    assert "1 request was no event call to Yespo and was left out." in told
    assert "1 key or password stood in the file and was not taken along." in told
    user.wait(lambda: len(user.listed()) == 2)
    user.search("olha@")
    user.wait(lambda: len(user.listed()) == 1)
    user.pick(user.listed()[0])
    user.wait(lambda: user.history.view.exchange is not None)
    view = user.history.view
    assert "olha@example.com" in view.event_page.content
    assert "400" in view.title.text()
    view.tabs.setCurrentWidget(view.answer)
    assert user.sees("Чому: no page")
    view.tabs.setCurrentWidget(view.request_headers)
    assert user.sees("Authorization")
    assert KEY not in view.request_headers.content
    assert user.find(QLabel, "Time").text() == "120 ms: connect 20, TLS 12, wait 71, rest 17"
    user.history.table.setFocus()
    user.key(Qt.Key.Key_Return)
    user.wait(lambda: user.window.page is user.compose)
    assert json.loads(user.text)["params"][0]["value"] == "olha@example.com"


def test_a_recording_that_is_imported_again_is_there_once(user, recording):
    _pick(user, recording)
    user.wait(lambda: "2 exchanges came in." in user.notice())
    _pick(user, recording)
    user.wait(lambda: "2 were in the history already and were left as they are." in user.notice())
    assert user.count_sent() == 2


def test_of_a_recording_that_is_cut_off_what_is_whole_comes_in_and_the_rest_is_told(user, recording):
    recording.write_bytes(recording.read_bytes()[:-200])
    _pick(user, recording)
    dialog = user.find_dialog()
    user.wait(lambda: "The file is faulty or cut off" in _told(user, dialog))
    assert dialog.told.isVisible()
    assert dialog.focusWidget() is dialog.close_button
    assert dialog.head.text() == "Imported, but not all"
    assert "1 exchange came in." in _told(user, dialog)
    user.press("Close", dialog)
    user.wait_closed(dialog)
    assert user.count_sent() == 1


def _told(user, dialog):
    return user.find(QPlainTextEdit, "What came of the import", dialog).toPlainText()


@pytest.fixture
def large(tmp_path):
    """A file of 250 exchanges, of which 100 are written at a time."""
    answer = Answer(status=200)
    exchanges = [
        Exchange(**dict(request(f"contact-{number}@example.com", days=number)), id=0, answer=answer)
        for number in range(250)
    ]
    path = tmp_path / "large.jsonl"
    with path.open("w", encoding="utf-8", newline="") as file:
        FORMATS["jsonl"].write(exchanges, file)
    return path


@pytest.fixture
def halted(monkeypatch):
    """An import stands still when it is about to write for the second time, until this is set; ``stands`` says so."""
    go_on, bring_in = threading.Event(), HistoryStore.bring_in
    go_on.stands = threading.Event()
    written = []

    def halting(store, exchanges):
        if written:
            go_on.stands.set()
            assert go_on.wait(PATIENCE_S)
        written.append(len(exchanges))
        return bring_in(store, exchanges)

    monkeypatch.setattr(HistoryStore, "bring_in", halting)
    monkeypatch.setattr(import_dialog, "_SHOWN_AFTER_MS", 0)
    yield go_on
    go_on.set()


def _wait_until_some_is_read(user, dialog, halted):
    bar = user.find(QProgressBar, "How much was read", dialog)
    user.wait(lambda: bar.value() > 0 and halted.stands.is_set())
    assert bar.value() < bar.maximum()


def test_a_long_import_shows_how_far_it_is_and_ends_by_itself(user, large, halted):
    _pick(user, large)
    dialog = user.find_dialog()
    assert dialog.head.text() == "Importing large.jsonl …"
    _wait_until_some_is_read(user, dialog, halted)
    assert dialog.focusWidget() is user.find(QPushButton, "Cancel the import", dialog)
    assert dialog.told.isHidden(), "nothing came of it yet"
    halted.set()
    user.wait_closed(dialog)
    user.wait(lambda: "large.jsonl: 250 exchanges came in." in user.notice())
    user.wait(lambda: len(user.listed()) == 250)


def test_what_came_in_before_the_disk_was_full_is_told_too(user, large, monkeypatch):
    written, bring_in = [], HistoryStore.bring_in

    def until_full(store, exchanges):
        if written:
            refused = Future()
            refused.set_exception(HistoryFullError(store.path))
            return refused
        written.append(exchanges)
        return bring_in(store, exchanges)

    monkeypatch.setattr(HistoryStore, "bring_in", until_full)
    _pick(user, large)
    dialog = user.find_dialog()
    user.wait(lambda: "There is no room left on the disk" in _told(user, dialog))
    assert dialog.head.text() == "Imported, but not all"
    assert "100 exchanges came in." in _told(user, dialog)
    user.wait(lambda: len(user.listed()) == 100)
    user.press("Close", dialog)
    user.wait_closed(dialog)


@pytest.mark.parametrize("how", ["by the button", "by Escape"])
def test_a_long_import_can_be_cancelled_and_begun_again(user, large, halted, how):
    _pick(user, large)
    dialog = user.find_dialog()
    _wait_until_some_is_read(user, dialog, halted)
    if how == "by the button":
        user.press("Cancel the import", dialog)
    else:
        QTest.keyClick(dialog, Qt.Key.Key_Escape)
    halted.set()
    user.wait(lambda: "Cancelled. What had come in stays" in _told(user, dialog))
    assert dialog.head.text() == "Imported, but not all"
    assert "200 exchanges came in." in _told(user, dialog)
    assert user.count_sent() == 200, "what was being written when it was cancelled came in whole"
    user.wait(lambda: len(user.listed()) == 200)
    user.find(QPushButton, "Close", dialog).click()
    user.wait_closed(dialog)
    _pick(user, large)
    user.wait(lambda: "50 exchanges came in. 200 were in the history already" in user.notice())
    assert user.count_sent() == 250


def test_files_behind_the_one_that_was_cancelled_are_said_not_to_be_there(user, large, recording, halted):
    user.open_history()
    user.drop_files(user.history.table.viewport(), large, recording)
    dialog = user.find_dialog()
    _wait_until_some_is_read(user, dialog, halted)
    user.press("Cancel the import", dialog)
    halted.set()
    user.wait(lambda: "200 exchanges came in." in _told(user, dialog))
    assert "shop.har\nNothing of it came in: the import was cancelled before." in _told(user, dialog)
    assert user.count_sent() == 200
    user.press("Close", dialog)
    user.wait_closed(dialog)
