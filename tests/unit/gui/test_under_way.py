"""What is told to who quits while several things are under way."""

from yespo_console.gui.under_way import UnderWay, nobody_waits


def test_what_is_true_of_an_event_and_of_a_list_is_said_once():
    event = UnderWay("An event is being sent.", (nobody_waits(),), left=True)
    several = UnderWay("Of 3 events 1 was sent.", (nobody_waits(), "The rest is not sent."), left=True)
    both = event + several
    assert both.words == "An event is being sent. Of 3 events 1 was sent."
    assert both.if_quit == (nobody_waits(), "The rest is not sent.")
    assert both.left
