"""Code that sends something else than the event beside it: the event is read, and it is told what is sent."""

import json

import pytest
from event_literals import repair_codes

from yespo_console.reading.reader import read_payload

URL = "https://yespo.io/api/v2/event"
JS = "const ev = {eventTypeKey: 'note', keyValue: 'u1', params: [{name: 'v', value: 'x'}]};\n"
PY = "import requests, json\nev = {'eventTypeKey': 'note', 'keyValue': 'u1', 'params': [{'name': 'v', 'value': 'x'}]}\n"
PHP = "<?php\n$ev = ['eventTypeKey' => 'note', 'keyValue' => 'u1', 'params' => [['name' => 'v', 'value' => 'x']]];\n"
RUBY = "require 'json'\nev = { eventTypeKey: 'note', keyValue: 'u1', params: [{ name: 'v', value: 'x' }] }\n"
PS = "$ev = @{eventTypeKey='note'; keyValue='u1'; params=@(@{name='v'; value='x'}, @{name='w'; value='y'})}\n"

#: Each with what is told to be sent.
ANOTHER = [
    (f"{JS}fetch('{URL}', {{method: 'POST', body: JSON.stringify(other)}})", "JSON.stringify(other)"),
    (f"{JS}const opts = {{method: 'POST', body: other}};\nfetch('{URL}', opts)", "other"),
    (f"{JS}const body = load();\nfetch('{URL}', {{method: 'POST', body}})", "body"),
    (f"{JS}axios.post('{URL}', other)", "other"),
    (f"{JS}console.log(ev);\naxios.post('{URL}', other)", "other"),
    (f"{JS}xhr.open('POST', '{URL}');\nxhr.send(other)", "other"),
    (f"{JS}navigator.sendBeacon('{URL}', other)", "other"),
    (f"{JS}$.ajax({{url: '{URL}', type: 'POST', data: JSON.stringify(other)}})", "JSON.stringify(other)"),
    (f"{PY}requests.post('{URL}', json=other)", "other"),
    (f"{PY}requests.post('{URL}', data=json.dumps(other))", "json.dumps(other)"),
    (f"{PY}requests.post('{URL}', other)", "other"),
    (f"{PY}print(ev)\nrequests.post('{URL}', json=load())", "load()"),
    (f"{PY.replace('ev = ', '')}requests.post('{URL}', json=other)", "other"),
    (f"{PHP}$client->post('{URL}', ['json' => $other]);", "$other"),
    (f"{PHP}curl_setopt($ch, CURLOPT_POSTFIELDS, json_encode($other));", "json_encode($other)"),
    (f"{PHP}curl_setopt_array($ch, [CURLOPT_POSTFIELDS => $other]);", "$other"),
    (f"{PHP}Http::post('{URL}', $other);", "$other"),
    (f"{RUBY}HTTParty.post('{URL}', body: other.to_json)", "other.to_json"),
    (f"{RUBY}req = Net::HTTP::Post.new(uri)\nreq.body = other\nhttp.request(req)", "other"),
    (f"{PS}irm {URL} -Method Post -Body $other", "$other"),
    (f"{PS}$p = @{{ Uri = '{URL}'; Method = 'Post'; Body = $other }}\nirm @p", "$other"),
]
BODY = '{"eventTypeKey":"note","keyValue":"u1","params":[{"name":"v","value":"x"}]}'
CS = f"var json = {json.dumps(BODY)};\n"
GO = f"payload := []byte(`{BODY}`)\n"
RUST = f'let client = reqwest::Client::new();\nlet body = r#"{BODY}"#;\n'
#: The same in languages whose grammar is not known.
ANOTHER += [
    (f'{CS}await client.PostAsync("{URL}", new StringContent(other, Encoding.UTF8));', "other"),
    (f'{CS}Console.WriteLine(json);\nawait client.PostAsync("{URL}", new StringContent(other));', "other"),
    (f'{CS}await client.PostAsJsonAsync("{URL}", other);', "other"),
    (f'val json = """{BODY}"""\nclient.post("{URL}") {{ setBody(other) }}', "other"),
    (f'{GO}http.Post("{URL}", "application/json", bytes.NewBuffer(other))', "other"),
    (f'{RUST}client.post("{URL}").body(other).send().await?;', "other"),
    (f"use strict;\nuse LWP::UserAgent;\nmy $json = '{BODY}';\n$ua->post('{URL}', Content => $other);", "other"),
    (f"final json = jsonEncode({BODY});\nawait http.post(Uri.parse('{URL}'), body: other);", "other"),
]
THE_SAME = [
    f"{JS}fetch('{URL}', {{method: 'POST', body: JSON.stringify(ev)}})",
    f"{JS}axios.post('https://example.com/login', other);\naxios.post('{URL}', ev)",
    f"{JS}const send = (data) => axios.post('{URL}', data);\nsend(ev)",
    f"{JS}const send = (data) => axios.post('{URL}', data);",
    f"{JS}const all = {{ev}};\naxios.post('{URL}', all['ev'])",
    f"{JS.replace('const ev = ', 'queue.push(')[:-2]});\nconst item = queue.shift();\naxios.post('{URL}', item)",
    f"export {JS}axios.post('https://example.com/login', other)",
    f"{PY}requests.post('https://example.com/login', json=other)\nrequests.post('{URL}', json=ev)",
    f"{PY}print(ev)",
    f"{PY}print(ev['keyValue'])\nrequests.post('{URL}', json=ev)",
    f"{PY}requests.get('{URL}', params=other)",
    f'{CS}await client.PostAsync("{URL}", new StringContent(json));\nawait Send(new StringContent(other));',
    f'async Task Send(string body)\n{{\n  await client.PostAsync("{URL}", new StringContent(body));\n}}\n{CS}',
    f'{GO}body := bytes.NewBuffer(payload)\nhttp.Post("{URL}", "application/json", body)',
    f"public static String JSON = {json.dumps(BODY)};\nclient.send(HttpRequest.BodyPublishers.ofString(other));",
    f"{PHP}curl_setopt($ch);\ncurl_setopt();",
    f"{PHP}$o = ['json' => $ev];\n$client->request('POST', '{URL}', $o);",
    f"{RUBY}req = Net::HTTP::Post.new(uri)\nreq.body = ev.to_json\nhttp.request(req)",
    f"{PS}irm {URL} -Method Post -Headers $headers -Body ($ev | ConvertTo-Json -Depth 6)",
]


@pytest.mark.parametrize(("payload", "sent"), ANOTHER)
def test_that_code_sends_something_else_is_told(payload, sent):
    [event] = read_payload(payload).events

    [repair] = event.repairs

    assert repair.code == "sent_another"
    assert f"“{sent}”" in repair.message


@pytest.mark.parametrize("payload", THE_SAME)
def test_nothing_is_told_where_the_event_may_be_what_is_sent(payload):
    assert repair_codes(payload, "u1") == []


def test_a_key_in_what_is_sent_is_not_shown():
    [event] = read_payload(f"{PY}requests.post('{URL}', json=load('q8ZkT0vXw2LmN4rB6yD9'))").events

    [repair] = event.repairs

    assert "q8ZkT0vXw2LmN4rB6yD9" not in f"{repair.message} {repair.before}"
