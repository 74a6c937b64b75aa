"""A whole event that is not sent as JSON once: made JSON text twice, or a form; read, and never without saying so."""

import base64
import json

import pytest

from yespo_console.reading.reader import read_payload

EVENT = {
    "eventTypeKey": "clubJoined",
    "keyValue": "a@example.com",
    "params": [{"name": "email", "value": "a@example.com"}],
}
ONCE = json.dumps(EVENT)
TWICE = json.dumps(ONCE)
URL = "https://yespo.io/api/v2/event"
PY = (
    "{'eventTypeKey': 'clubJoined', 'keyValue': 'a@example.com', "
    "'params': [{'name': 'email', 'value': 'a@example.com'}]}"
)
JS = "{eventTypeKey: 'clubJoined', keyValue: 'a@example.com', params: [{name: 'email', value: 'a@example.com'}]}"
PHP = (
    "['eventTypeKey' => 'clubJoined', 'keyValue' => 'a@example.com', "
    "'params' => [['name' => 'email', 'value' => 'a@example.com']]]"
)
PS = (
    "@{ eventTypeKey = 'clubJoined'; keyValue = 'a@example.com'; "
    "params = @(@{ name = 'email'; value = 'a@example.com' }) } | ConvertTo-Json -Depth 5"
)
POSTMAN = {
    "info": {"name": "x", "schema": "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"},
    "item": [{"name": "e", "request": {"method": "POST", "url": URL, "body": {"mode": "raw", "raw": TWICE}}}],
}

#: Each with what stands where that is told.
TOLD = {
    "alone": (TWICE, TWICE),
    "curl": (f"curl -X POST {URL} -d '{TWICE}'", TWICE),
    "a here-document": (f"curl -X POST {URL} --data-binary @- <<'EOF'\n{TWICE}\nEOF\n", TWICE),
    "wget": (f"wget --post-data='{TWICE}' {URL}", TWICE),
    "HTTPie": (f"http POST {URL} --raw='{TWICE}'", TWICE),
    "an HTTP message": (f"POST /api/v2/event HTTP/1.1\nHost: yespo.io\n\n{TWICE}", TWICE),
    "Base64": (base64.b64encode(TWICE.encode()).decode(), ""),
    "a Postman collection": (json.dumps(POSTMAN), json.dumps(TWICE)[1:]),
    "a log whose body is in quotes of its own": (f"2026-11-20 10:00:00 INFO body={json.dumps(TWICE)}\n", '\\"{'),
    "a body in a JSON log": (json.dumps({"level": "info", "msg": "sent", "body": TWICE}), '\\"{'),
    "a literal of a browser": (f'fetch("{URL}", {{\n  "body": {json.dumps(TWICE)},\n  "method": "POST"\n}});', '\\"{'),
    "json= of requests": (f"requests.post('{URL}', json=json.dumps({PY}))", "json=json.dumps"),
    "json= of a variable": (f"data = json.dumps({PY})\nrequests.post('{URL}', json=data)", "json=data"),
    "json= of a text": (f"payload = '{ONCE}'\nrequests.post('{URL}', json=payload)", "json=payload"),
    "json= in a function": (
        f"def send(b):\n    requests.post('{URL}', json=b)\n\nsend(json.dumps({PY}))",
        "json=b",
    ),
    "json= of what a function gives": (
        f"def body():\n    return json.dumps({PY})\n\nrequests.post('{URL}', json=body())",
        "json=body()",
    ),
    "stringify within stringify": (
        f"fetch('{URL}', {{method: 'POST', body: JSON.stringify(JSON.stringify({JS}))}});",
        "JSON.stringify(JSON",
    ),
    "stringify of a variable": (
        f"const p = JSON.stringify({JS});\nfetch('{URL}', {{method: 'POST', body: JSON.stringify(p)}});",
        "JSON.stringify(p)",
    ),
    "stringify in a function": (
        f"function send(p) {{ fetch('{URL}', {{body: JSON.stringify(p)}}); }}\nsend(JSON.stringify({JS}));",
        "JSON.stringify(p)",
    ),
    "json: of got": (f"got.post('{URL}', {{json: JSON.stringify({JS})}});", "json: JSON"),
    "json_encode within json_encode": (
        f"curl_setopt($ch, CURLOPT_POSTFIELDS, json_encode(json_encode({PHP})));",
        "json_encode(json_encode",
    ),
    "json of Guzzle": (
        f"<?php\n$body = json_encode({PHP});\n$client->request('POST', '{URL}', ['json' => $body]);",
        "'json' => $body",
    ),
    "to_json of to_json": (f"req.body = {JS}.to_json.to_json", "{eventTypeKey"),
    "ConvertTo-Json behind ConvertTo-Json": (
        f"$b = {PS} | ConvertTo-Json -Compress\nInvoke-RestMethod -Uri {URL} -Method Post -Body $b",
        "ConvertTo-Json -Compress",
    ),
    "ConvertTo-Json of a variable": (
        f"$b = {PS}\nInvoke-RestMethod -Uri {URL} -Method Post -Body ($b | ConvertTo-Json)",
        "ConvertTo-Json)",
    ),
}

ONLY_ONCE = {
    "a log in JSON": json.dumps({"level": "info", "msg": "sent", "body": ONCE}),
    "json= of a dict": f"payload = {PY}\nprint(json.dumps(payload))\nrequests.post('{URL}', json=payload)",
    "json= of what a text holds": f"payload = json.loads('{ONCE}')\nrequests.post('{URL}', json=payload)",
    "bytes of JSON": f"requests.post('{URL}', data=json.dumps({PY}).encode('utf-8'))",
    "JSON that is shown as JSON": f"p = json.dumps({PY})\nprint(json.dumps(p))\nrequests.post('{URL}', data=p)",
    "JSON that is kept as JSON": (
        f"const p = JSON.stringify({JS});\nlocalStorage.setItem('last', JSON.stringify(p));\n"
        f"fetch('{URL}', {{method: 'POST', body: p}});"
    ),
    "parse and stringify": (
        f"const p = JSON.parse('{ONCE}');\nfetch('{URL}', {{method: 'POST', body: JSON.stringify(p)}});"
    ),
    "json of Guzzle": f"<?php\n$client->request('POST', '{URL}', ['json' => {PHP}]);",
    "a shown body of PowerShell": (
        f"$b = {PS}\nWrite-Host ($b | ConvertTo-Json)\nInvoke-RestMethod -Uri {URL} -Method Post -Body $b"
    ),
}


@pytest.mark.parametrize("name", TOLD)
def test_an_event_that_was_encoded_twice_is_read_and_told(name):
    payload, spelled = TOLD[name]
    reading = read_payload(payload)
    assert [json.loads(event.text) for event in reading.events] == [EVENT], reading.error
    [told] = [each for each in reading.events[0].repairs if each.code == "encoded_twice"]
    assert payload.splitlines()[told.line - 1][told.column - 1 :].startswith(spelled)


@pytest.mark.parametrize("name", ONLY_ONCE)
def test_an_event_that_was_encoded_once_is_not_told(name):
    reading = read_payload(ONLY_ONCE[name])
    assert [json.loads(event.text) for event in reading.events] == [EVENT], reading.error
    assert [each.code for each in reading.events[0].repairs if each.code == "encoded_twice"] == []


def test_three_times_is_told_twice():
    [event] = read_payload(f"curl -X POST {URL} -d '{json.dumps(TWICE)}'").events
    assert json.loads(event.text) == EVENT
    assert [each.code for each in event.repairs] == ["encoded_twice", "encoded_twice"]


def test_an_event_encoded_twice_is_needed_as_it_is():
    payload = f"requests.post('{URL}', json=json.dumps({PY}))"
    [event] = read_payload(payload).events
    refused = read_payload(payload, refused=frozenset(each.identity for each in event.repairs))
    assert refused.events == ()
    assert refused.error is not None


FORMS = {
    "data= of requests": (f"requests.post('{URL}', data={PY})", "data="),
    "data= of a variable": (f"payload = {PY}\nrequests.post('{URL}', data=payload)", "data=payload"),
    "an array for curl": (f"<?php\ncurl_setopt($ch, CURLOPT_POSTFIELDS, {PHP});", "curl_setopt"),
    "http_build_query": (f"<?php\ncurl_setopt($ch, CURLOPT_POSTFIELDS, http_build_query({PHP}));", "http_build_query"),
    "form_params of Guzzle": (f"<?php\n$client->post('{URL}', ['form_params' => {PHP}]);", "'form_params'"),
    "URLSearchParams": (f"fetch('{URL}', {{method: 'POST', body: new URLSearchParams({JS})}});", "new URLSearchParams"),
    "qs.stringify": (f"axios.post('{URL}', qs.stringify({JS}));", "qs.stringify"),
}


@pytest.mark.parametrize("name", FORMS)
def test_an_event_that_code_sends_as_a_form_is_told(name):
    payload, spelled = FORMS[name]
    [event] = read_payload(payload).events
    assert json.loads(event.text) == EVENT
    [told] = event.repairs
    assert told.code == "sent_as_form"
    assert payload.splitlines()[told.line - 1][told.column - 1 :].startswith(spelled)


@pytest.mark.parametrize(
    "payload",
    [
        f"requests.post('{URL}', data=json.dumps({PY}))",
        f"requests.post('{URL}', json={PY})",
        f"axios.post('{URL}', {JS});",
        f"axios({{method: 'post', url: '{URL}', data: {JS}}});",
        f"<?php\n$d = {PHP};\ncurl_setopt_array($ch, [CURLOPT_POSTFIELDS => json_encode($d)]);",
    ],
)
def test_an_event_that_code_sends_as_json_has_no_repair(payload):
    [event] = read_payload(payload).events
    assert json.loads(event.text) == EVENT
    assert event.repairs == ()


def test_a_text_that_csharp_sends_as_json_is_told():
    payload = f'var json = {TWICE};\nawait client.PostAsJsonAsync("{URL}", json);'
    [event] = read_payload(payload).events
    assert json.loads(event.text) == EVENT
    assert [(each.code, each.line) for each in event.repairs] == [("encoded_twice", 2)]
