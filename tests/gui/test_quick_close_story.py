"""A window that is closed again before it has shown what the last one left."""

import time

from yespo_console.gui.async_runner import AsyncRunner
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
    keeper.close([SavedDraft("sample", "sample"), SavedDraft("typed at once", "sample", position=1)])
    runner.stop()
    next_one = DraftStore(profile)
    assert [draft.text for draft in next_one.take_over()] == ["Ця чернетка", "typed at once"]
    next_one.close()
