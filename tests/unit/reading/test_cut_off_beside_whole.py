"""An event that is cut off, with a whole one on the next line: neither takes the other, and the cut is said."""

import json
import re

import pytest

from yespo_console.events import wire
from yespo_console.reading.reader import read_payload

URL = "https://yespo.io/api/v2/event"


def body(key):
    product = {"productId": "A-1", "quantity": 2, "price": 45.5, "name": 'Монітор 27" Pro'}
    return {
        "eventTypeKey": key,
        "keyValue": "u@example.com",
        "params": [
            {"name": "email", "value": "u@example.com"},
            {"name": "note", "value": "two words"},
            {"name": "products", "value": json.dumps([product], ensure_ascii=False)},
        ],
    }


CUT = json.dumps(body("cut"), ensure_ascii=False)
WHOLE = json.dumps(body("whole"), ensure_ascii=False)
PRINTED = (
    "Array\n(\n    [eventTypeKey] => whole\n    [keyValue] => 1\n    [params] => Array\n        (\n        )\n\n)\n"
)
DUMPED = (
    'array(3) {\n  ["eventTypeKey"]=>\n  string(5) "whole"\n  ["keyValue"]=>\n  string(1) "1"\n'
    '  ["params"]=>\n  array(0) {\n  }\n}\n'
)
KINDS = {
    "JSON": (CUT, WHOLE),
    "JSON over several lines": (json.dumps(body("cut"), indent=2), json.dumps(body("whole"), indent=2)),
    "JSON in single quotes": (repr(body("cut")), WHOLE),
    "JSON above a print of PHP": (CUT, PRINTED),
    "JSON above a dump of PHP": (CUT, DUMPED),
    "JSON in single quotes above fetch": (repr(body("cut")), f"fetch('{URL}', {{body: JSON.stringify({WHOLE})}});"),
    "JSON in single quotes above Python": (repr(body("cut")), f"import requests\nrequests.post('{URL}', json={WHOLE})"),
    "fetch": (f"fetch('{URL}', {{method: 'POST', body: JSON.stringify({CUT})}});", WHOLE),
    "axios": (f"const event = {CUT};\naxios.post('{URL}', event);", WHOLE),
    "Python": (f"import requests\nrequests.post('{URL}', json={body('cut')!r})", WHOLE),
    "Ruby": (json.dumps(body("cut"), separators=(", ", "=>"), ensure_ascii=False), WHOLE),
    "curl": (f"curl -X POST {URL} -d '{CUT}'", WHOLE),
    "a log": (f"2026-11-01 10:00:00 INFO sending {CUT}", WHOLE),
}


@pytest.mark.parametrize("kind", KINDS)
def test_an_event_that_is_cut_off_above_a_whole_one_is_not_read_and_said(kind):
    cut, whole = KINDS[kind]
    known = [wire.read(event.body().text) for event in read_payload(whole).events]
    begin = cut.index("eventTypeKey") + 16
    for end in range(begin, cut.index("Pro") + 3, 3):
        reading = read_payload(f"{cut[:end]}\n{whole}")
        for event in reading.events:
            assert wire.read(event.body().text) in known, cut[:end]
        assert reading.error, cut[:end]


@pytest.mark.parametrize("layout", [None, 2])
def test_an_event_that_is_cut_off_between_two_commands_is_said_with_its_place(layout):
    cut = json.dumps(body("cut"), indent=layout)
    above = f"Invoke-RestMethod -Uri '{URL}' -Method Post -Body '{json.dumps(body('first'))}'"
    below = f"curl -X POST '{URL}' \\\n -H 'Content-Type: application/json' \\\n -d '{WHOLE}'"
    for end in range(cut.index("cut") + 5, len(cut) - 1, 3):
        reading = read_payload(f"{above}\n\nА це:\n{cut[:end]}\n\n{below}")
        assert {json.loads(event.text)["eventTypeKey"] for event in reading.events} <= {"first", "whole"}
        place = int(re.search(r"(?i)line (\d+)", reading.error)[1])
        assert 4 <= place <= 4 + cut[:end].count("\n"), cut[:end]


BEGUN = {
    "curl": f"curl -X POST {URL} -d '{WHOLE}'",
    "HTTPie": f"http POST {URL} eventTypeKey=whole keyValue=1",
    "Docker": json.dumps({"log": f"sending {WHOLE}\\n", "stream": "stdout", "time": "2026-11-01T10:00:00Z"}),
    "Bruno": f"meta {{\n  name: a\n}}\n\npost {{\n  url: {URL}\n  body: json\n}}\n\nbody:json {{\n  {WHOLE}\n}}",
}


@pytest.mark.parametrize("text", BEGUN.values(), ids=BEGUN)
def test_an_event_that_is_cut_off_below_a_whole_one_is_said_once_with_its_place(text):
    cut = json.dumps(body("cut"), indent=2)
    for end in range(20, cut.index("Pro"), 9):
        reading = read_payload(f"{text}\n\n{cut[:end]}")
        assert [json.loads(event.text)["eventTypeKey"] for event in reading.events] == ["whole"], cut[:end]
        assert reading.error.count("Line ") == 1, cut[:end]
        first = text.count("\n") + 3
        place = int(re.search(r"Line (\d+)", reading.error)[1])
        assert first <= place <= first + cut[:end].count("\n"), cut[:end]


@pytest.mark.parametrize("between", [",", ",\n", "\n"])
def test_events_that_a_broken_one_took_for_its_params_are_read_for_themselves(between):
    broken = '{"eventTypeKey":"broken","params":[{"name":"email","value":"u@example.com"}'
    events = between.join(json.dumps(body(key)) for key in ("b", "c"))
    reading = read_payload(f"{broken}{between}{events}]}}")
    assert [json.loads(event.text) for event in reading.events] == [body("b"), body("c")]
    assert "Line 1, column" in reading.error


def test_an_event_among_the_params_of_one_in_a_list_is_read_for_itself():
    inner, last = json.dumps(body("b")), json.dumps(body("c"))
    reading = read_payload(f'[\n{{"eventTypeKey":"broken","params":[{inner}]}},\n{last}\n]')
    assert [json.loads(event.text) for event in reading.events] == [body("b"), body("c")]
    assert "Line 2, column 1: whole events stand among the params" in reading.error


#: Calls that are cut off: what stands below them goes to another address.
CALLS_CUT_OFF = [
    "fetch('https://example.com/track', {\n  method: 'POST',\n  body: JSON.stringify(\n",
    "fetch('https://example.com/track', {\n  method: 'POST',\n",
    "fetch('https://example.com/track',\n",
    'await fetch("https://example.com/track", {\n    "headers": {\n        "accept": "*/*"\n    },\n',
    "axios.post('https://example.com/track', {\n  a: 1,\n",
]
WHOLE = "{eventTypeKey: 'note', keyValue: 'u1', params: [{name: 'v', value: 'x'}]}"


@pytest.mark.parametrize("between", ["\n", "\nAnd the event:\n\n", ""])
@pytest.mark.parametrize("call", CALLS_CUT_OFF)
def test_an_event_below_a_call_that_is_cut_off_does_not_go_to_its_address(call, between):
    reading = read_payload(f"{call}{between}send({WHOLE});")

    [event] = reading.events
    assert event.url is None


def test_an_event_below_a_call_of_python_that_is_cut_off_does_not_go_to_its_address():
    body = '{"eventTypeKey": "note", "keyValue": "u1", "params": []}'

    [event] = read_payload(f"import requests\nrequests.post('https://example.com/track', json={{\n\n{body}").events

    assert event.url is None


def test_a_call_that_is_cut_off_behind_its_event_keeps_its_address():
    [event] = read_payload(f"fetch('https://example.com/a', {{method: 'POST', body: JSON.stringify({WHOLE}").events

    assert event.url == "https://example.com/a"


def test_a_call_below_one_that_is_cut_off_keeps_its_address():
    call = f"fetch('https://example.com/a', {{method: 'POST', body: JSON.stringify({WHOLE})}});"

    [event] = read_payload(f"{CALLS_CUT_OFF[2]}\n{call}").events

    assert event.url == "https://example.com/a"
