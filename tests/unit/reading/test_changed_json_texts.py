"""An event is made JSON, and that text is changed before it is sent: never read as what it was before."""

import json

import pytest
from event_literals import AS_WRITTEN, read

from yespo_console.reading.reader import read_payload

_CHANGED = [
    ("JavaScript", "fetch(u, {method: 'POST', body: JSON.stringify(D).replace('o@', 'b@')})"),
    ("JavaScript", "const d = D; const b = JSON.stringify(d).replace(/o@/, 'b@'); fetch(u, {method: 'POST', body: b})"),
    ("JavaScript", "const d = D; const b = JSON.stringify(d); fetch(u, {body: b.replace('o@', 'b@')})"),
    ("JavaScript", "fetch(u, {method: 'POST', body: JSON.stringify(D).slice(0, -1) + ',\"extra\":1}'})"),
    ("JavaScript", "const d = D; fetch(u, {body: Buffer.from(JSON.stringify(d)).toString('base64')})"),
    ("JavaScript", "fetch(u, {body: sealed(JSON.stringify(D))})"),
    ("JavaScript", "fetch(u, {body: JSON.stringify(D)" + ".trim()" * 300 + ".replace('o@', 'b@')})"),
    ("Python", "requests.post(u, data=json.dumps(D).replace('o@e.ua', 'b@e.ua'))"),
    ("Python", "d = D\nb = json.dumps(d).replace('o@e.ua', 'b@e.ua').encode()\nrequests.post(u, data=b)"),
    ("Python", "d = D\nrequests.post(u, data=json.dumps(d).lower())"),
    ("Python", "d = D\nrequests.post(u, data=json.dumps(d)[:-1] + ',\"extra\":1}')"),
    ("Python", "d = D\nrequests.post(u, data=base64.b64encode(json.dumps(d).encode()))"),
    ("Python", "d = D\nrequests.post(u, data=re.sub('o@', 'b@', json.dumps(d)))"),
    ("PHP", "$d = D; curl_setopt($c, CURLOPT_POSTFIELDS, str_replace('o@e.ua', 'b@e.ua', json_encode($d)));"),
    ("PHP", "$d = D; $b = json_encode($d); curl_setopt($c, CURLOPT_POSTFIELDS, strtolower($b));"),
    ("Ruby", "p = D\nHTTParty.post(u, body: p.to_json.gsub('o@', 'b@'))"),
    ("Ruby", "p = D\nreq.body = JSON.generate(p).sub('o@', 'b@')\nhttp.request(req)"),
    ("Ruby", "p = D\nb = p.to_json\nb.gsub!('o@', 'b@')\nHTTParty.post(u, body: b)"),
    ("Ruby", "p = D\nHTTParty.post(u, body: Base64.strict_encode64(p.to_json))"),
    ("PowerShell", "$d = D\nirm $u -Method Post -Body (($d | ConvertTo-Json) -replace 'o@', 'b@')"),
    ("PowerShell", "$d = D\n$b = ($d | ConvertTo-Json) -replace 'o@', 'b@'\nirm $u -Method Post -Body $b"),
    ("PowerShell", "irm $u -Method Post -Body (D | ConvertTo-Json).Replace('o@', 'b@')"),
    ("PowerShell", "$d = D\nirm $u -Method Post -Body ($d | ConvertTo-Json | % { $_ -replace 'o@', 'b@' })"),
]
_KEPT = [
    ("JavaScript", "fetch(u, {method: 'POST', body: Buffer.from(JSON.stringify(D))})"),
    ("JavaScript", "fetch(u, {method: 'POST', body: new Blob([JSON.stringify(D)], {type: 'application/json'})})"),
    ("JavaScript", "const b = JSON.stringify(D); console.log(b.slice(0, 50)); fetch(u, {body: b})"),
    ("JavaScript", "const b = JSON.stringify(D); const s = hmac(b.toLowerCase()); fetch(u, {body: b})"),
    ("JavaScript", "const d = D; console.log('sent ' + JSON.stringify(d).slice(0, 9)); axios.post(u, d)"),
    ("JavaScript", "const d = D; const c = JSON.parse(JSON.stringify(d)); axios.post(u, c)"),
    ("JavaScript", "fetch(u, {body: JSON.stringify(D)}).then(r => r.text()).then(t => t.replace('a', 'b'))"),
    ("Python", "d = D\nrequests.post(u, data=json.dumps(d).encode('utf-8'))"),
    ("Python", "d = D\nb = json.dumps(d).strip()\nrequests.post(u, data=b)"),
    ("Python", "b = json.dumps(D).encode()\nrequests.post(u, data=b, headers={'Content-Length': str(len(b))})"),
    ("Python", "d = D\nrequests.post(u, data=gzip.compress(json.dumps(d).encode()))"),
    ("PHP", "$d = D; curl_setopt($c, CURLOPT_POSTFIELDS, trim(json_encode($d)));"),
    ("PHP", "$b = json_encode(D); $h = ['Content-Length: ' . strlen($b)]; curl_setopt($c, CURLOPT_POSTFIELDS, $b);"),
    ("Ruby", "p = D\nreq.body = p.to_json.force_encoding('UTF-8')\nhttp.request(req)"),
    ("PowerShell", "irm $u -Method Post -Body ([Text.Encoding]::UTF8.GetBytes((D | ConvertTo-Json)))"),
    ("PowerShell", "$d = D\n$b = ($d | ConvertTo-Json).Trim()\nirm $u -Method Post -Body $b"),
]


@pytest.mark.parametrize(("language", "source"), _CHANGED)
def test_an_event_whose_json_is_changed_before_it_is_sent_is_refused_with_its_place(language, source):
    reading = read(language, source)

    assert reading.events == ()
    assert "put together by the code" in (reading.error or "")


@pytest.mark.parametrize(("language", "source"), _KEPT)
def test_an_event_whose_json_only_takes_another_form_isread(language, source):
    reading = read(language, source)

    assert [json.loads(event.text) for event in reading.events] == [AS_WRITTEN], reading.error


def test_a_text_of_json_that_is_changed_by_way_of_its_variable_is_refused():
    event = json.dumps(AS_WRITTEN)

    assert read_payload(f"import requests\ns = '{event}'\nrequests.post(u, data=s.lower())").events == ()
    assert len(read_payload(f"import requests\ns = '{event}'\nrequests.post(u, data=s.encode())").events) == 1


_EVENT = json.dumps(AS_WRITTEN)
_PARSED = [
    ("Python", "body = json.loads('EVENT')\nrequests.post(u, json=body)"),
    ("Python", "requests.post(u, json=json.loads('EVENT'))"),
    ("Python", "def send(d):\n    requests.post(u, json=d)\nsend(json.loads('EVENT'))"),
    ("JavaScript", "const b = JSON.parse('EVENT'); axios.post(u, b)"),
    ("PHP", "$d = json_decode('EVENT', true); curl_setopt($c, CURLOPT_POSTFIELDS, json_encode($d));"),
    ("Ruby", "d = JSON.parse('EVENT')\nHTTParty.post(u, body: d.to_json)"),
]
_PARSED_AND_CHANGED = [
    ("Python", "body = json.loads('EVENT')\nbody['keyValue'] = 'b'\nrequests.post(u, json=body)"),
    ("Python", "body = json.loads('EVENT')\nrequests.post(u, json={**body, 'keyValue': 'b'})"),
    ("Python", "body = json.loads('EVENT', object_hook=f)\nrequests.post(u, json=body)"),
    ("Python", "body = json.loads('EVENT')['params']\nrequests.post(u, json=body)"),
    ("Python", "body = json.loads('EVENT')\nrequests.post(u, data=json.dumps(body).lower())"),
    ("Python", "body = json.loads('EVENT')\nrequests.post(u, json=sealed(body))"),
    ("Python", "if test:\n    body = json.loads('EVENT')\nrequests.post(u, json=body)"),
    ("Python", "def send(d):\n    d['keyValue'] = 'b'\n    requests.post(u, json=d)\nsend(json.loads('EVENT'))"),
    ("JavaScript", "const {keyValue, ...rest} = JSON.parse('EVENT'); axios.post(u, rest)"),
    ("JavaScript", "const b = JSON.parse('EVENT', revive); axios.post(u, b)"),
    ("PHP", "$d = json_decode('EVENT', true); $d['keyValue'] = 'b'; post(json_encode($d));"),
    ("Ruby", "d = JSON.parse('EVENT')\nHTTParty.post(u, body: d.merge(keyValue: 'b').to_json)"),
]


@pytest.mark.parametrize(("language", "source"), _PARSED)
def test_an_event_that_is_made_an_object_and_sent_as_that_is_read(language, source):
    reading = read(language, source.replace("EVENT", _EVENT))

    assert [json.loads(event.text) for event in reading.events] == [AS_WRITTEN], reading.error


@pytest.mark.parametrize(("language", "source"), _PARSED_AND_CHANGED)
def test_an_event_that_is_made_an_object_and_changed_is_refused(language, source):
    reading = read(language, source.replace("EVENT", _EVENT))

    assert reading.events == ()
    assert "put together by the code" in (reading.error or "")


@pytest.mark.parametrize("look", ["len(payload)", "pprint(payload)", "print(len(payload))"])
def test_an_event_that_is_only_looked_at_before_it_is_sent_is_read(look):
    reading = read("Python", f"payload = D\n{look}\nrequests.post(u, json=payload)")

    assert [json.loads(event.text) for event in reading.events] == [AS_WRITTEN], reading.error
