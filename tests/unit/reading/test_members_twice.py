"""A member that stands twice in code or a command: none is dropped without a word, and the one that counts is kept."""

import json

import pytest

from yespo_console.events.json_text import parse
from yespo_console.reading.reader import read_payload

URL = "https://yespo.io/api/v2/event"


def _event(payload):
    [event] = read_payload(payload).events
    return event


@pytest.mark.parametrize(
    "payload",
    [
        "<?php\n$d = ['eventTypeKey' => 'c', 'keyValue' => 'k', 'keyValue' => 'k2', 'params' => []];",
        "array (\n  'eventTypeKey' => 'c',\n  'keyValue' => 'k',\n  'keyValue' => 'k2',\n  'params' =>\n  array (),\n)",
        f"http POST {URL} eventTypeKey=c keyValue=k keyValue=k2 params:='[]'",
    ],
)
def test_a_member_that_stands_twice_is_told(payload):
    event = _event(payload)
    assert parse(event.text).names.count("keyValue") == 2
    assert json.loads(event.text)["keyValue"] == "k2"


@pytest.mark.parametrize(
    "code",
    [
        "<?php\n$d = ['eventTypeKey' => 'c', EVENT => 'k', EVENT => 'k2'];\n$d['keyValue'] = 'z';\nf(json_encode($d));",
        "d = {'eventTypeKey': 'c', EVENT: 'k', EVENT: 'k2'}\nd['keyValue'] = 'z'\nrequests.post(URL, json=d)",
        "const d = {'eventTypeKey': 'c', EVENT: 'k', EVENT: 'k2'};\nd.keyValue = 'z';\naxios.post(URL, d);",
    ],
)
def test_a_value_that_is_set_later_is_the_one_that_counts(code):
    assert json.loads(_event(code.replace("EVENT", "'keyValue'")).text)["keyValue"] == "z"


@pytest.mark.parametrize(
    ("members", "expected"),
    [
        ("keyValue: undefined, keyValue: undefined", {}),
        ("keyValue: 'k', keyValue: undefined", {}),
        ("keyValue: undefined, keyValue: 'k'", {"keyValue": "k"}),
        ("keyValue: 'k', keyValue: void 0", {}),
    ],
)
@pytest.mark.parametrize("rest", ["", "\nd.params = [];", "\nd.flag = 'x';"])
def test_a_member_that_stands_twice_and_once_as_undefined_is_told(members, expected, rest):
    event = _event(f"const d = {{eventTypeKey: 'c', {members}}};{rest}\naxios.post('{URL}', d);")

    body = json.loads(event.text)
    assert {name: value for name, value in body.items() if name == "keyValue"} == expected
    [repair] = event.repairs
    assert repair.code == "undefined_twice"
    assert "“keyValue”" in repair.message


def test_a_member_that_stands_once_as_undefined_is_left_out_as_ever():
    assert _event(f"axios.post('{URL}', {{eventTypeKey: 'c', keyValue: undefined}});").repairs == ()
