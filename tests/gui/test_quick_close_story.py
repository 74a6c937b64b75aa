"""A window that is closed, or hands over newer drafts, before what was begun is where it belongs."""

import threading
import time

from patience import PATIENCE_MS

from yespo_console.events.catalog import load_catalog
from yespo_console.gui.async_runner import AsyncRunner
from yespo_console.gui.backend import Backend
from yespo_console.gui.compose.draft_keeper import DraftKeeper
from yespo_console.gui.compose.drafts import DraftStore, SavedDraft


def test_drafts_that_are_in_no_tab_yet_stay_for_the_next_window(qtbot, profile):
    gone = DraftStore(profile)
    gone.save([SavedDraft("Ця чернетка", "")])
    gone.close()
    runner = AsyncRunner()
    keeper = DraftKeeper(profile, runner)
    keeper.begin()
    while keeper._store is None:  # no event of the window is handled meanwhile, so nothing comes into a tab
        time.sleep(0.01)
    keeper.keep([SavedDraft("sample", "sample")])
    keeper.keep_now([SavedDraft("sample", "sample"), SavedDraft("typed at once", "sample", position=1)])
    keeper.close()
    runner.stop()
    next_one = DraftStore(profile)
    assert [draft.text for draft in next_one.take_over()] == ["Ця чернетка", "typed at once"]
    next_one.close()


def test_an_older_state_is_not_written_over_a_newer_one(qtbot, profile, monkeypatch):
    runner = AsyncRunner()
    keeper = DraftKeeper(profile, runner)
    with qtbot.waitSignal(keeper.restored, timeout=PATIENCE_MS):
        keeper.begin()
    started = []
    monkeypatch.setattr(runner, "start_in_thread", lambda work, _done: started.append(work))
    keeper.keep([SavedDraft("of olena@example.com", "")])
    keeper.writing([SavedDraft("of nobody", "")])()
    started[0]()  # its thread has its turn only now
    keeper._store.close()
    next_one = DraftStore(profile)
    assert [draft.text for draft in next_one.take_over()] == ["of nobody"]
    next_one.close()
    runner.stop()


def test_a_history_that_is_just_open_when_the_window_closes_is_closed_with_it(qtbot, profile):
    runner = AsyncRunner()
    backend = Backend(profile, load_catalog(), runner)
    backend.start()
    while not _writers():  # no event of the window is handled meanwhile, so the services are not there
        time.sleep(0.01)
    time.sleep(0.1)
    backend.stop()
    assert _writers() == []


def _writers():
    return [one for one in threading.enumerate() if one.name == "history writer"]
