"""What a function of PHP keeps for its next call (``static``): changed in one call, it is another event in the next."""

import json

import pytest

from yespo_console.reading.reader import read_payload

URL = "https://yespo.io/api/v2/event"
EVENT = "['eventTypeKey' => 'note', 'keyValue' => 'u1', 'params' => [['name' => 'v', 'value' => 'x']]]"
BODY = """'{"eventTypeKey":"note","keyValue":"u1","params":[]}'"""
SEND = f"$client->post('{URL}', ['json' => $event]);"
SEND_BODY = f"$client->post('{URL}', ['body' => $body]);"


def _in_function(statements):
    return read_payload(f"<?php\nfunction send($client) {{\n{statements}\n}}\nsend($client);\nsend($client);\n")


@pytest.mark.parametrize(
    "statements",
    [
        f"static $event = {EVENT};\n{SEND}\n$event['keyValue'] = 'u2';",
        f"static $event = {EVENT};\n$event['params'][] = ['name' => 'w', 'value' => 'y'];\n{SEND}",
        f"static $n = 0, $event = {EVENT};\n{SEND}\n$event['keyValue'] = 'u' . $n++;",
        f"static $body = {BODY};\n{SEND_BODY}\n$body = str_replace('u1', 'u2', $body);",
        f"static $body = {BODY};\n{SEND_BODY}\n$body .= ' ';",
        f"static $all = [{EVENT}];\nforeach ($all as $event) {SEND}\n$all = [];",
        f"static $event;\n$event ??= {EVENT};\n{SEND}\n$event['keyValue'] = 'u2';",
    ],
)
def test_an_event_that_a_later_call_changes_is_refused(statements):
    reading = _in_function(statements)

    assert reading.events == ()
    assert "put together by the code" in reading.error


def test_a_value_that_a_later_call_changes_is_computed():
    event = EVENT.replace("'u1'", "$key")

    [event] = _in_function(f"static $key = 'u1';\n$event = {event};\n{SEND}\n$key = 'u2';").events

    assert json.loads(event.text)["keyValue"] == ""
    assert [repair.code for repair in event.repairs] == ["computed_value"]


@pytest.mark.parametrize("statements", [f"static $event = {EVENT};\n{SEND}", f"static $body = {BODY};\n{SEND_BODY}"])
def test_an_event_that_no_call_changes_is_read(statements):
    [event] = _in_function(statements).events

    assert json.loads(event.text)["keyValue"] == "u1"
    assert event.repairs == ()
