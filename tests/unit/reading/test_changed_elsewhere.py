"""An event is given to a function or a loop that changes it: never read as what it was before."""

import json

import pytest
from event_literals import AS_WRITTEN, read

_CHANGED = [
    ("JavaScript", "const send = (d) => axios.post(u, {...d, keyValue: 'b@e.ua'}); send(D)"),
    ("JavaScript", "function send(d) { d.keyValue = 'b@e.ua'; axios.post(u, d); }\nsend(D);"),
    ("JavaScript", "const e = D; function send(d) { d.keyValue = 'b@e.ua'; axios.post(u, d); }\nsend(e);"),
    ("JavaScript", "function send(d) { axios.post(u, Object.assign({}, d, {keyValue: 'b'})); }\nsend(D);"),
    ("JavaScript", "function send(d) { fetch(u, {body: JSON.stringify(d).replace('o', 'b')}); }\nsend(D);"),
    ("JavaScript", "const set = d => { d.keyValue = 'b'; }; const send = d => { set(d); post(u, d); }; send(D)"),
    ("JavaScript", "[D].forEach(d => { d.keyValue = 'b@e.ua'; axios.post(u, d); })"),
    ("JavaScript", "for (const d of [D]) { d.keyValue = 'b@e.ua'; axios.post(u, d); }"),
    ("JavaScript", "const all = [D]; for (const d of all) { axios.post(u, {...d, keyValue: 'b'}); }"),
    ("Python", "for ev in [D]:\n    ev['keyValue'] = 'b@e.ua'\n    requests.post(u, json=ev)"),
    ("Python", "def send(d):\n    d['keyValue'] = 'b@e.ua'\n    requests.post(u, json=d)\nsend(D)"),
    ("Python", "def send(h, d):\n    requests.post(u, json={**d, 'keyValue': 'b'})\nsend(h, D)"),
    ("Python", "def send(h, d=None):\n    d['keyValue'] = 'b'\n    requests.post(u, json=d)\ne = D\nsend(h, d=e)"),
    ("PHP", "function send($d) { $d['keyValue'] = 'b'; post(json_encode($d)); }\nsend(D);"),
    ("PHP", "foreach ([D] as $d) { $d['keyValue'] = 'b'; post(json_encode($d)); }"),
    ("Ruby", "[D].each do |d|\n  d[:keyValue] = 'b@e.ua'\n  HTTParty.post(u, body: d.to_json)\nend"),
    ("Ruby", "def send_it(d)\n  HTTParty.post(u, body: d.merge(keyValue: 'b').to_json)\nend\nsend_it(D)"),
    ("PowerShell", "foreach ($d in @(D)) { $d.keyValue = 'b'; irm $u -Method Post -Body ($d | ConvertTo-Json) }"),
]
_KEPT = [
    ("JavaScript", "const send = (d) => axios.post(u, d); send(D)"),
    ("JavaScript", "function send(d) { const r = {}; r.body = JSON.stringify(d); fetch(u, r); }\nsend(D);"),
    ("JavaScript", "function send(d, o) { o.retries = 3; axios.post(u, d, {...o, x: 1}); }\nsend(D, {});"),
    ("JavaScript", "[D].forEach(d => { axios.post(u, d); })"),
    ("JavaScript", "function other(d) { d.keyValue = 'b'; }\nfunction send(d) { axios.post(u, d); }\nsend(D);"),
    ("Python", "for ev in [D]:\n    requests.post(u, json=ev)"),
    ("Python", "def send(d):\n    h = {}\n    h['a'] = 'b'\n    requests.post(u, json=d, headers=h)\nsend(D)"),
    ("PHP", "function send($d) { post(json_encode($d)); }\nsend(D);"),
    ("Ruby", "def send_it(d)\n  HTTParty.post(u, body: d.to_json)\nend\nsend_it(D)"),
    ("PowerShell", "foreach ($d in @(D)) { irm $u -Method Post -Body ($d | ConvertTo-Json) }"),
]


@pytest.mark.parametrize(("language", "source"), _CHANGED)
def test_an_event_that_a_function_or_a_loop_changes_is_refused_with_its_place(language, source):
    reading = read(language, source)

    assert reading.events == ()
    assert "put together by the code" in (reading.error or "")


@pytest.mark.parametrize(("language", "source"), _KEPT)
def test_an_event_that_is_only_sent_by_a_function_or_in_a_loop_is_read(language, source):
    reading = read(language, source)

    assert [json.loads(event.text) for event in reading.events] == [AS_WRITTEN], reading.error
