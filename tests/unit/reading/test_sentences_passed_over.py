"""Sentences above, between and below what a finder reads are told, each once, and change no event."""

import base64
import json
from urllib.parse import quote

import pytest

from yespo_console.reading.budget import Budget
from yespo_console.reading.origin import Traced
from yespo_console.reading.reader import read_payload
from yespo_console.reading.wrappings.sentences import sentences_in

URL = "https://yespo.io/api/v2/event"


def _json(key):
    return f'{{"eventTypeKey":"a","keyValue":"{key}","params":[]}}'


def _file(content):
    return json.dumps(content, indent=1)


PAYLOADS = {
    "JSON": _json,
    "curl": lambda key: f"curl -X POST {URL} \\\n  -H 'Content-Type: application/json' \\\n  -d '{_json(key)}'",
    "curl and a here-document": lambda key: f"curl {URL} -d @- <<EOF\n{_json(key)}\nEOF",
    "curl for Windows": lambda key: 'curl.exe {} -d "{}"'.format(URL, _json(key).replace('"', '\\"')),
    "wget": lambda key: f"wget --post-data '{_json(key)}' {URL}",
    "HTTPie": lambda key: f"http POST {URL} eventTypeKey=a keyValue={key} params:='[]'",
    "PowerShell": lambda key: f"Invoke-RestMethod -Method Post -Uri {URL} -Body '{_json(key)}'",
    "HTTP": lambda key: f"POST /api/v2/event HTTP/1.1\nHost: yespo.io\n\n{_json(key)}",
    "fetch": lambda key: f"fetch('{URL}', {{method: 'POST', body: JSON.stringify({_json(key)})}});",
    "JavaScript": lambda key: f"const {key} = {{eventTypeKey: 'a', keyValue: '{key}', params: []}};",
    "Python": lambda key: f"{key} = {{'eventTypeKey': 'a', 'keyValue': '{key}', 'params': []}}",
    "a call of Python": lambda key: (
        f"requests.post('{URL}', json={{'eventTypeKey': 'a', 'keyValue': '{key}', 'params': []}})"
    ),
    "PHP": lambda key: f"${key} = ['eventTypeKey' => 'a', 'keyValue' => '{key}', 'params' => []];",
    "a call of PHP": lambda key: (
        f"$c->post('{URL}', ['json' => ['eventTypeKey' => 'a', 'keyValue' => '{key}', 'params' => []]]);"
    ),
    "print_r": lambda key: (
        f"Array\n(\n    [eventTypeKey] => a\n    [keyValue] => {key}\n    [params] => Array\n    (\n    )\n\n)"
    ),
    "Ruby": lambda key: f"{key} = {{ eventTypeKey: 'a', keyValue: '{key}', params: [] }}",
    "Go": lambda key: (
        f'{key} := map[string]interface{{}}{{"eventTypeKey": "a", "keyValue": "{key}", "params": []string{{}}}}'
    ),
    "HAR": lambda key: _file(
        {"log": {"entries": [{"request": {"method": "POST", "url": URL, "postData": {"text": _json(key)}}}]}}
    ),
    "Postman": lambda key: _file(
        {
            "info": {"schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
            "item": [{"request": {"method": "POST", "url": URL, "body": {"mode": "raw", "raw": _json(key)}}}],
        }
    ),
    "Insomnia": lambda key: _file(
        {
            "_type": "export",
            "__export_format": 4,
            "resources": [{"_id": "r", "_type": "request", "url": URL, "body": {"text": _json(key)}}],
        }
    ),
    "Bruno": lambda key: f"meta {{\n  name: x\n}}\n\npost {{\n  url: {URL}\n}}\n\nbody:json {{\n  {_json(key)}\n}}",
    "log": lambda key: f"2026-11-01 10:00:00 INFO body={_json(key)} status=200",
    "CSV": lambda key: f"eventTypeKey,keyValue,email\na,{key},x@example.com",
    "form": lambda key: f"body={quote(_json(key))}",
    "Base64": lambda key: base64.b64encode(_json(key).encode()).decode(),
}
WORDS = [
    "This is what we send to you",
    "and then this one",
    "and then this one:",
    'he said: "it fails", and more',
    "they said \"it fails\" and 'bad' here",
    'They said "it fails" here.',
    "the customer #5 is wrong (see {id}); it cost $5 & more",
    "it doesn't work, please check",
    "ось подія яку ми шлемо",
    'ось подія «a», поле "keyValue" = порожнє',
]


def _of_events(reading):
    return [json.loads(event.text) for event in reading.events]


def _read(payload):
    reading = read_payload(payload)
    return _of_events(reading), [
        (repair.identity, repair.before)
        for event in reading.events
        for repair in event.repairs
        if repair.code == "text_around"
    ]


@pytest.mark.parametrize("words", WORDS)
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["close", "apart"])
@pytest.mark.parametrize("kind", PAYLOADS)
def test_a_sentence_is_told_or_nothing_is_read(kind, gap, words):
    first, second = PAYLOADS[kind]("k1"), PAYLOADS[kind]("k2")
    expected = _of_events(read_payload(first))
    assert [event["keyValue"] for event in expected] == ["k1"]
    for payload in (words + gap + first, first + gap + words, first + gap + words + gap + second):
        reading = read_payload(payload)
        if reading.error is not None:
            continue
        assert _of_events(reading)[:1] == expected
        at = payload.index(words)
        told = [
            repair.offset
            for event in reading.events
            for repair in event.repairs
            if repair.offset <= at and at + len(words) <= repair.offset + repair.length
        ]
        assert len(set(told)) == 1


@pytest.mark.parametrize("words", ["\n\n", "\n\nand then this one comes:\n\n"], ids=["alone", "with words"])
@pytest.mark.parametrize("other", ["HAR", "Postman", "Insomnia", "Base64"])
@pytest.mark.parametrize("kind", PAYLOADS)
def test_of_two_kinds_of_paste_none_is_lost_beside_the_other(kind, other, words):
    for first, second in ((kind, other), (other, kind)):
        reading = read_payload(f"{PAYLOADS[first]('k1')}{words}{PAYLOADS[second]('k2')}\n")
        assert reading.error is not None or [event["keyValue"] for event in _of_events(reading)] == ["k1", "k2"]


@pytest.mark.parametrize(
    "kind", ["curl", "curl and a here-document", "HTTPie", "PowerShell", "JavaScript", "PHP", "log"]
)
def test_each_sentence_is_told_once_at_the_event_that_it_follows(kind):
    first, second = PAYLOADS[kind]("k1"), PAYLOADS[kind]("k2")
    payload = f"here is the first one\n{first}\nand then this one:\n{second}\nthat's all"
    reading = read_payload(payload)
    assert [event["keyValue"] for event in _of_events(reading)] == ["k1", "k2"]
    assert [[repair.before for repair in event.repairs] for event in reading.events] == [
        ["here is the first one", "and then this one:"],
        ["that's all"],
    ]


@pytest.mark.parametrize("kind", ["JavaScript", "PHP", "Python", "Ruby"])
def test_code_is_read_with_a_sentence_right_below_it(kind):
    code = PAYLOADS[kind]("k1")
    line = code.count("\n") + 2
    events, told = _read(f"{code}\nthe customer says it never arrives")
    assert [event["keyValue"] for event in events] == ["k1"]
    assert told == [(f"text_around@{line}:1", "the customer says it never arrives")]


@pytest.mark.parametrize(
    "kind", ["curl", "wget", "HTTPie", "PowerShell", "fetch", "JavaScript", "Python", "PHP", "Ruby"]
)
def test_words_in_the_line_of_the_code_are_told(kind):
    code = PAYLOADS[kind]("k1")
    assert _read(f"{code} this one fails for us")[1][0][1] == "this one fails for us"
    events, told = _read(f"this one fails: {code}")
    assert [event["keyValue"] for event in events] == ["k1"]
    assert told == [("text_around@1:1", "this one fails:")]


def test_a_sentence_that_a_person_wants_kept_refuses_its_event():
    payload = f"{PAYLOADS['curl']('k1')}\nand then this one:\n{PAYLOADS['curl']('k2')}"
    told = read_payload(payload).events[0].repairs[-1].identity
    reading = read_payload(payload, refused={told})
    assert [event["keyValue"] for event in _of_events(reading)] == ["k2"]
    assert "Text around the event was left out" in reading.error


@pytest.mark.parametrize(
    "code",
    [
        "import axios from 'axios';\nconst log = require('log');\nCODE\nconsole.log('we have sent it to you');",
        "// this is what we send to you\nCODE",
        "/*\nthis is what we send to you\n*/\nCODE",
        "CODE // and then this one",
        "CODE // (see above) and then this one",
        "log('we sent; and then this one fails for us');\nCODE",
        "const text = `\nthis is what we send to you\n`;\nCODE",
        "export default function send() {\n  return this;\n}\nCODE",
        "'use strict';\nCODE",
    ],
)
def test_what_is_code_is_not_told(code):
    events, told = _read(code.replace("CODE", PAYLOADS["JavaScript"]("k1")))
    assert [event["keyValue"] for event in events] == ["k1"]
    assert told == []


@pytest.mark.parametrize(
    ("language", "payload", "value"),
    [
        (
            "JavaScript",
            (
                "const text = `one\nthis is what we send\ntwo`;\n"
                "const e = {eventTypeKey: 'a', keyValue: text, params: []};\nwhy does it fail"
            ),
            "one\nthis is what we send\ntwo",
        ),
        (
            "PHP",
            (
                "$text = <<<EOT\nthis is what we send\nEOT;\n"
                "$e = ['eventTypeKey' => 'a', 'keyValue' => $text, 'params' => []];\nwhy does it fail"
            ),
            "this is what we send",
        ),
        (
            "Python",
            (
                "text = '''it is\nthis is what we send\n'''\n"
                "e = {'eventTypeKey': 'a', 'keyValue': text, 'params': []}\nwhy does it fail"
            ),
            "it is\nthis is what we send\n",
        ),
        (
            "bash",
            (
                'curl https://yespo.io/api/v2/event -d \'{"eventTypeKey":"a","keyValue":"\nthis is what we send\n",'
                '"params":[]}\'\nwhy does it fail'
            ),
            "\nthis is what we send\n",
        ),
    ],
)
def test_a_sentence_in_a_value_stays_there(language, payload, value):
    events, told = _read(payload)
    assert [event["keyValue"] for event in events] == [value]
    assert "this is what we send" not in [before for _identity, before in told]
    assert told[-1][1] == "why does it fail"


@pytest.mark.parametrize(
    "below",
    ["push e", "e.keyValue = 'other'; // this is what we send to you", "if the", "delete e.keyValue"],
)
def test_what_may_change_the_event_is_no_sentence(below):
    code = "const e = {eventTypeKey: 'a', keyValue: 'k', params: []};\n"
    assert all(event["keyValue"] != "k" for event in _read(code + below)[0])


@pytest.mark.parametrize(
    ("code", "block"),
    [
        ("e = {'eventTypeKey': 'a', 'keyValue': 'k', 'params': []}", "if e is not None:\n    e['keyValue'] = 'z'"),
        ("e = {eventTypeKey: 'a', keyValue: 'k', params: []}", "if paid and not sent\n  e[:keyValue] = 'z'\nend"),
        ("e = {eventTypeKey: 'a', keyValue: 'k', params: []}", "unless they were here\n  e[:keyValue] = 'z'\nend"),
    ],
    ids=["Python", "Ruby", "Ruby in words"],
)
def test_a_condition_is_no_sentence_whatever_is_said_below(code, block):
    events, _told = _read(f'{code}\n{block}\nthis one doesn\'t arrive, and they said "no"')
    assert all(event["keyValue"] != "k" for event in events)


def test_an_answer_that_a_client_printed_is_told_with_its_headers():
    payload = f"{PAYLOADS['HTTP']('k1')}\n\nHTTP/1.1 400 Bad Request\nContent-Type: text/plain\nDate: x\n\nno"
    _events, told = _read(payload)
    assert told == [("text_around@6:1", "HTTP/1.1 400 Bad Request\nContent-Type: text/plain\nDate: x\n\nno")]


def test_very_many_sentences_are_told_as_a_few_that_hold_them_all():
    words = 'this is "line" of it\ncd /tmp\n' * 500
    [event] = read_payload(f"{PAYLOADS['curl']('k1')}\n{words}").events
    assert len(event.repairs) == 101
    assert event.repairs[-1].length > 400 * len('this is "line" of it\n')


@pytest.mark.parametrize(
    "unit",
    [
        "this is it\n",
        "`\nthis is it\n",
        "it's \"this\n",
        "a << B this\n",
        "x '\nthis is it\n",
        "/*\nthis is it\n",
        "x) this is it ",
        "this: ",
    ],
)
def test_looking_for_sentences_takes_steps_in_proportion(unit):
    def steps(times):
        budget = Budget(10_000_000)
        sentences_in(Traced.of(unit * times), budget, "log")
        return budget.used

    assert steps(4000) < 5 * steps(1000)
