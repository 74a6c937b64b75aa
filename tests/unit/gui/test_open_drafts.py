"""The drafts of a window that hold what is asked for."""

from yespo_console.gui.open_drafts import Held, OpenDrafts


class Knows:
    def __init__(self, *held):
        self._held = list(held)

    def having(self, _is_held):
        return self._held


def test_a_draft_that_two_places_know_is_named_once():
    repaired, read = object(), object()
    drafts = OpenDrafts()
    drafts.add(Knows(Held(repaired, "cart", "in what undo brings back")))
    drafts.add(Knows(Held(repaired, "cart", "as it was read", stays=True), Held(read, "cart", stays=True)))
    assert [(held.of, held.stays) for held in drafts.having(bool)] == [(repaired, False), (read, True)]
