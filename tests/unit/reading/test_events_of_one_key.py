"""Events in a list of something with a ``keyValue`` and no event type: none can be sent as it stands."""

import json

import pytest

from yespo_console.reading.reader import read_payload

EVENT = {"eventTypeKey": "x", "params": []}


@pytest.mark.parametrize("events", [[EVENT], [EVENT, {"eventTypeKey": "y", "params": []}]])
@pytest.mark.parametrize("around", ["{}", "```\n{}\n```"])
def test_they_are_refused(around, events):
    reading = read_payload(around.replace("{}", json.dumps({"keyValue": "k", "events": events})))
    assert reading.events == ()
    assert "holds events in “events”" in reading.error


def test_an_event_without_its_type_is_still_one():
    said = '{"keyValue":"k","events":[{"name":"x","value":"1"}]}'
    assert [event.text for event in read_payload(said).events] == [said]
