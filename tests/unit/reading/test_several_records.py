"""Records that are not quite JSON, each with its event in a member: all are read, and what stands beside is told."""

import pytest

from yespo_console.reading.reader import read_payload

EVENT = "{'eventTypeKey': 'note', 'keyValue': '%s', 'params': [{'name': 'email', 'value': 'a@example.com'}]}"
RECORD = "{'level': 'info', 'event': %s}"
FIRST, SECOND = RECORD % (EVENT % "u1"), RECORD % (EVENT % "u2")
INSPECTED = "{ level: 'info', event: { eventTypeKey: 'note', keyValue: '%s', params: [] } }"
ALMOST = '{"event": {"eventTypeKey": "note", "keyValue": "%s", "params": []},}'


@pytest.mark.parametrize(
    "payload",
    [
        f"{FIRST}\n{SECOND}",
        f"{FIRST}\n\n{SECOND};",
        f"{ALMOST % 'u1'}\n{ALMOST % 'u2'}",
        f"{INSPECTED % 'u1'}\n{INSPECTED % 'u2'}",
    ],
)
def test_each_of_several_records_gives_its_event(payload):
    reading = read_payload(payload)

    assert reading.error is None
    assert ['"u1"' in event.text for event in reading.events] == [True, False]
    assert ['"u2"' in event.text for event in reading.events] == [False, True]
    assert "text_around" not in {repair.code for event in reading.events for repair in event.repairs}


def test_a_record_without_an_event_between_others_is_told():
    first, second = read_payload(f"{FIRST}\n{{'status': 'ok'}}\n{SECOND}").events

    assert "text_around" not in {repair.code for repair in first.repairs}
    [told] = [repair for repair in second.repairs if repair.code == "text_around"]
    assert (told.line, "'status': 'ok'" in told.message) == (2, True)
