"""Special spaces between the values of JSON that is the text of a param, whatever the event type is."""

import json

import pytest

from yespo_console.reading.reader import read_payload


def _read(value):
    said = {"eventTypeKey": "x", "keyValue": "k", "params": [{"name": "custom", "value": value}]}
    [event] = read_payload(json.dumps(said, ensure_ascii=False)).events
    return json.loads(event.text)["params"][0]["value"], [repair.code for repair in event.repairs]


def test_they_become_plain_and_are_told():
    value = '{"location":\u00a0"a",\u00a0"name":\u00a0"б\u00a0в"}'
    assert _read(value) == ('{"location": "a", "name": "б\u00a0в"}', ["odd_space"])


@pytest.mark.parametrize("value", ["{5\u00a0шт}", '{"a":1}\u00a0"x"', '[\u00a0"a"', '{"a":"1\u00a0000"}'])
def test_what_is_no_json_otherwise_stays(value):
    assert _read(value) == (value, [])
