"""Code that sends an event as a part of something else: it is read, and it is told that it was taken out of that.

JSON that holds an event tells the same.
"""

import pytest
from event_literals import repair_codes

from yespo_console.reading.reader import read_payload

URL = "https://yespo.io/api/v2/event"
JS = "{eventTypeKey: 'note', keyValue: 'u1', params: [{name: 'v', value: 'x'}]}"
PY = "{'eventTypeKey': 'note', 'keyValue': 'u1', 'params': [{'name': 'v', 'value': 'x'}]}"
PHP = "['eventTypeKey' => 'note', 'keyValue' => 'u1', 'params' => [['name' => 'v', 'value' => 'x']]]"
PS = "@{eventTypeKey='note'; keyValue='u1'; params=@(@{name='v'; value='x'}, @{name='w'; value='y'})}"
RUBY = "{ eventTypeKey: 'note', keyValue: 'u1', params: [{ name: 'v', value: 'x' }] }"
E_JS, E_PY, E_PHP = f"const ev = {JS};\n", f"import requests, json\nev = {PY}\n", f"<?php\n$ev = {PHP};\n"
E_RUBY, E_PS = f"require 'http'\nrequire 'json'\nev = {RUBY}\n", f"$ev = {PS}\n"

WITHIN = [
    f"{E_JS}fetch('{URL}', {{method: 'POST', body: JSON.stringify({{event: ev}})}})",
    f"{E_JS}const body = JSON.stringify({{payload: ev, ts: 1}});\nfetch('{URL}', {{method: 'POST', body}})",
    f"const event = {JS};\nfetch('{URL}', {{method: 'POST', body: JSON.stringify({{event}})}})",
    f"fetch('{URL}', {{method: 'POST', body: JSON.stringify({{events: [{JS}]}})}})",
    f"{E_JS}const p = {{}};\np.event = ev;\naxios.post('{URL}', p)",
    f"{E_JS}const p = {{id: 1, ...{{event: ev}}}};\naxios.post('{URL}', p)",
    f"{E_JS}const m = new Map();\nm.set('event', ev);\naxios.post('{URL}', Object.fromEntries(m))",
    f"axios.post('{URL}', {{event: {JS}}})",
    f"axios({{url: '{URL}', method: 'post', data: {{event: {JS}}}}})",
    f"{E_JS}got.post('{URL}', {{json: {{event: ev}}}})",
    f"{E_JS}await $fetch('{URL}', {{method: 'POST', body: {{event: ev}}}})",
    f"request.post('{URL}').send({{event: {JS}}})",
    f"{E_JS}xhr.open('POST', '{URL}');\nxhr.send(JSON.stringify({{event: ev}}));",
    f"function send(e) {{ axios.post('{URL}', {{event: e}}) }}\nsend({JS})",
    f"{E_JS}[ev].forEach(e => axios.post('{URL}', {{event: e}}))",
    f"{E_JS}const all = [ev].map(e => ({{event: e}}));\nfor (const b of all) axios.post('{URL}', b)",
    f"{E_JS}fetch('{URL}', {{body: JSON.stringify({{event: JSON.stringify(ev)}})}})",
    f"$.ajax({{url: '{URL}', data: JSON.stringify({{event: {JS}}})}});",
    f"{E_PY}requests.post('{URL}', json={{'event': ev}})",
    f"{E_PY}requests.post('{URL}', json=dict(event=ev))",
    f"{E_PY}requests.post('{URL}', data=json.dumps({{'event': ev}}))",
    f"{E_PY}p = {{}}\np['event'] = ev\nrequests.post('{URL}', json=p)",
    f"{E_PY}p = {{}}\np.update(event=ev)\nrequests.post('{URL}', json=p)",
    f"{E_PY}args = {{'url': '{URL}', 'json': {{'event': ev}}}}\nrequests.post(**args)",
    f"{E_PY}for e in [ev]:\n    requests.post('{URL}', json={{'event': e}})",
    f"{E_PY}requests.post('{URL}', json=[{{'event': e}} for e in [ev]])",
    f"{E_PY}print(json.dumps({{'event': ev}}))",
    f"{E_PHP}curl_setopt($ch, CURLOPT_POSTFIELDS, json_encode(['event' => $ev]));",
    f"<?php\ncurl_setopt_array($ch, [CURLOPT_POSTFIELDS => json_encode(['event' => {PHP}])]);",
    f"{E_PHP}$client->post('{URL}', ['json' => ['event' => $ev]]);",
    f"{E_PHP}$p = new stdClass;\n$p->event = $ev;\ncurl_setopt($ch, CURLOPT_POSTFIELDS, json_encode($p));",
    f"{E_PHP}wp_remote_post('{URL}', ['body' => wp_json_encode(['event' => $ev])]);",
    f"<?php\nHttp::post('{URL}', ['body' => {PHP}]);",
    f"{E_PHP}foreach ([$ev] as $e) {{ $client->post('{URL}', ['json' => ['event' => $e]]); }}",
    f"{E_RUBY}HTTP.post('{URL}', json: {{ event: ev }})",
    f"{E_RUBY}req = Net::HTTP::Post.new(uri)\nreq.body = JSON.generate(event: ev)\nhttp.request(req)",
    f"{E_RUBY}body = JSON.dump('event' => ev)\nHTTParty.post('{URL}', body: body)",
    f"{E_RUBY}[ev].each {{ |e| HTTP.post('{URL}', json: {{ event: e }}) }}",
    f"Invoke-RestMethod -Uri {URL} -Method Post -Body (@{{event={PS}}} | ConvertTo-Json -Depth 6)",
    f"{E_PS}$b = ConvertTo-Json @{{ event = $ev }} -Depth 8\nirm {URL} -Method Post -Body $b",
    f"{E_PS}@{{ event = $ev }} | ConvertTo-Json -Depth 8 | irm {URL} -Method Post",
]
AS_IT_IS = [
    f"{E_JS}const o = {{method: 'POST'}};\no.body = JSON.stringify(ev);\nfetch('{URL}', o)",
    f"{E_JS}const cfg = {{event: ev, url: '{URL}'}};\naxios.post(cfg.url, cfg.event)",
    f"{E_JS}console.log(JSON.stringify({{event: ev}}));\naxios.post('{URL}', ev)",
    f"{E_JS}cache.put('k', JSON.stringify({{event: ev}}));\naxios.post('{URL}', ev)",
    f"{E_JS}axios.post('{URL}', ev, {{headers: {{'X-Sig': sign(JSON.stringify({{event: ev}}))}}}})",
    f"{E_JS}const store = {{events: [ev]}};\nstore.events.forEach(e => axios.post('{URL}', e))",
    f"fetch('{URL}', {{method: 'POST', body: JSON.stringify([{JS}])}})",
    f"{E_PY}args = {{'url': '{URL}', 'json': ev}}\nrequests.post(**args)",
    f"{E_PY}logging.info('x', extra={{'event': ev}})\nrequests.post('{URL}', json=ev)",
    f"{E_PHP}$c = stream_context_create(['http' => ['content' => json_encode($ev)]]);",
    f"{E_PHP}$o = [CURLOPT_POSTFIELDS => json_encode($ev)];\ncurl_setopt_array($ch, $o);",
    f"{E_RUBY}opts = {{ body: ev.to_json, headers: {{}} }}\nHTTParty.post('{URL}', opts)",
    f"{E_PS}$ev | ConvertTo-Json -Depth 8 | irm {URL} -Method Post",
]
JSON_PUT_IN_TEXTS = [
    f"{E_JS}fetch('{URL}', {{method: 'POST', body: `{{\"event\": ${{JSON.stringify(ev)}}}}`}})",
    f"{E_JS}const xhr = new XMLHttpRequest();\nxhr.send(`data=${{JSON.stringify(ev)}}`)",
    f"{E_PY}requests.post('{URL}', data=f'data={{json.dumps(ev)}}')",
    f'{E_PHP}$j = json_encode($ev);\ncurl_setopt($ch, CURLOPT_POSTFIELDS, "data=$j");',
    f'{E_RUBY}req.body = "data=#{{ev.to_json}}"\nhttp.request(req)',
]


def _codes(payload):
    return repair_codes(payload, "u1")


@pytest.mark.parametrize("payload", WITHIN)
def test_an_event_that_is_sent_as_a_part_of_something_else_is_told_to_be_taken_out(payload):
    assert _codes(payload) == ["taken_out"]


@pytest.mark.parametrize("payload", AS_IT_IS)
def test_an_event_that_is_kept_in_something_else_and_sent_as_it_is_has_no_repair(payload):
    assert _codes(payload) == []


@pytest.mark.parametrize("payload", JSON_PUT_IN_TEXTS)
def test_an_event_whose_json_is_put_in_another_text_is_refused_as_one_to_which_something_is_added(payload):
    reading = read_payload(payload)

    assert reading.events == ()
    assert "put together by the code" in reading.error
