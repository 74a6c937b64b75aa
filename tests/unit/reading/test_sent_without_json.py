"""Code that makes no JSON of the event: the event is read, and it is told that it is not sent so."""

import pytest
from event_literals import repair_codes

URL = "https://yespo.io/api/v2/event"
JS = "{eventTypeKey: 'note', keyValue: 'u1', params: [{name: 'v', value: 'x'}]}"
PY = "{'eventTypeKey': 'note', 'keyValue': 'u1', 'params': [{'name': 'v', 'value': 'x'}]}"
PHP = "['eventTypeKey' => 'note', 'keyValue' => 'u1', 'params' => [['name' => 'v', 'value' => 'x']]]"
PS = "@{eventTypeKey='note'; keyValue='u1'; params=@(@{name='v'; value='x'}, @{name='w'; value='y'})}"
RUBY = "{ eventTypeKey: 'note', keyValue: 'u1', params: [{ name: 'v', value: 'x' }] }"

WITHOUT_JSON = {
    "an object as the body of fetch": f"fetch('{URL}', {{method: 'POST', body: {JS}}})",
    "a variable as the body of fetch": f"const e = {JS};\nfetch('{URL}', {{method: 'POST', body: e}})",
    "the options of fetch in a variable": f"const o = {{method: 'POST', body: {JS}}};\nfetch('{URL}', o)",
    "a request of a browser": f"const x = new XMLHttpRequest();\nx.open('POST', '{URL}');\nx.send({JS});",
    "a request that is named so": f"xhr.open('POST', '{URL}');\nxhr.send({JS});",
    "a beacon": f"navigator.sendBeacon('{URL}', {JS});",
    "a request of Node.js": f"const req = https.request('{URL}', o);\nconst e = {JS};\nreq.write(e);\nreq.end();",
    "params of axios": f"axios.get('{URL}', {{params: {JS}}})",
    "an address of jQuery": f"$.get('{URL}', {JS})",
    "an object put in a text": f"const e = {JS};\nfetch('{URL}', {{method: 'POST', body: `${{e}}`}})",
    "String of an object": f"const e = {JS};\nfetch('{URL}', {{method: 'POST', body: String(e)}})",
    "a dict put in a text": f"import requests\ne = {PY}\nrequests.post('{URL}', data=f'{{e}}')",
    "params= of requests": f"import requests\nrequests.post('{URL}', params={PY})",
    "an array as the body of Guzzle": f"<?php\n$client->request('POST', '{URL}', ['body' => {PHP}]);",
    "an array in a variable as the body": f"<?php\n$e = {PHP};\n$client->post('{URL}', ['body' => $e]);",
    "serialize": f"<?php\ncurl_setopt($ch, CURLOPT_POSTFIELDS, serialize({PHP}));",
    "print_r": f"<?php\n$e = {PHP};\ncurl_setopt($ch, CURLOPT_POSTFIELDS, print_r($e, true));",
    "a body of PowerShell": f"Invoke-RestMethod -Uri {URL} -Method Post -Body {PS}",
    "a variable as a body of PowerShell": f"$b = {PS}\nirm {URL} -Method Post -Body $b -ContentType 'application/json'",
    "a variable in a text of PowerShell": f'$b = {PS}\nInvoke-RestMethod -Uri {URL} -Method Post -Body "$b"',
    "options of PowerShell": f"$o = @{{Uri='{URL}'; Method='Post'; Body={PS}}}\nInvoke-RestMethod @o",
    "an object and a text": f"const e = {JS};\nfetch('{URL}', {{method: 'POST', body: e + ''}})",
    "a text and an object": f"const e = {JS};\nfetch('{URL}', {{method: 'POST', body: 'e=' + e}})",
    "an object in a longer text": f"const e = {JS};\nfetch('{URL}', {{method: 'POST', body: `e=${{e}}`}})",
    "to_s as the body": f"require 'net/http'\ne = {RUBY}\nreq.body = e.to_s\nhttp.request(req)",
    "a hash as the body": f"e = {RUBY}\nreq = Net::HTTP::Post.new(uri)\nreq.body = e\nhttp.request(req)",
    "inspect of Ruby": f"require 'httparty'\ne = {RUBY}\nHTTParty.post('{URL}', body: e.inspect)",
}  # fmt: skip
FORMS = {
    "$.post": f"$.post('{URL}', {JS});",
    "$.ajax": f"$.ajax({{url: '{URL}', type: 'POST', data: {JS}}});",
    "axios.postForm": f"axios.postForm('{URL}', {JS});",
    "the second argument of requests": f"import requests\nrequests.post('{URL}', {PY})",
    "wp_remote_post": f"<?php\nwp_remote_post('{URL}', ['body' => {PHP}]);",
    "post_form": f"require 'net/http'\nNet::HTTP.post_form(URI('{URL}'), {RUBY})",
    "post_form without brackets": f"require 'net/http'\nNet::HTTP.post_form(URI('{URL}'), {RUBY[2:-2]})",
    "set_form": f"require 'net/http'\ne = {RUBY}\nreq.set_form(e, 'multipart/form-data')",
    "files= of requests": f"import requests\ne = {PY}\nrequests.post('{URL}', files=e)",
    "data= of requests": f"import requests\ne = {PY}\nrequests.post('{URL}', data=e)",
    "items() as data=": f"import requests\ne = {PY}\nrequests.post('{URL}', data=list(e.items()))",
    "entries": f"const e = {JS};\nfetch('{URL}', {{body: new URLSearchParams(Object.entries(e))}})",
    "a form of its members": (
        f"const e = {JS};\nconst f = new FormData();\n"
        f"for (const [k, v] of Object.entries(e)) f.append(k, v);\nfetch('{URL}', {{method: 'POST', body: f}})"
    ),
    "a form by their names": (
        f"const e = {JS};\nconst f = new FormData();\n"
        f"Object.keys(e).forEach(k => f.append(k, e[k]));\nfetch('{URL}', {{method: 'POST', body: f}})"
    ),
    "JSON in a form of a browser": (
        f"const e = {JS};\nconst f = new FormData();\n"
        f"f.append('event', JSON.stringify(e));\nfetch('{URL}', {{method: 'POST', body: f}})"
    ),
    "HTTParty": f"require 'httparty'\nHTTParty.post('{URL}', body: {RUBY})",
    "RestClient": f"require 'rest-client'\nRestClient.post('{URL}', {RUBY})",
    "Faraday": f"require 'faraday'\nFaraday.post('{URL}', {RUBY})",
    "a form of Laravel": f"<?php\nHttp::withToken($t)->asForm()->post('{URL}', {PHP});",
    "JSON in a form of requests": f"import requests, json\nrequests.post('{URL}', data={{'event': json.dumps({PY})}})",
    "JSON in a form of curl": f"<?php\n$j = json_encode({PHP});\ncurl_setopt($ch, CURLOPT_POSTFIELDS, ['data' => $j]);",
    "JSON in a form in a variable": f"const f = {{event: JSON.stringify({JS})}};\n$.post('{URL}', f);",
    "JSON with percent signs": f"const j = encodeURIComponent(JSON.stringify({JS}));\nfetch('{URL}', {{body: j}})",
    "urlencode": f"<?php\ncurl_setopt($ch, CURLOPT_POSTFIELDS, urlencode(json_encode({PHP})));",
    "--data-urlencode": f"""curl {URL} --data-urlencode '{{"eventTypeKey": "note", "keyValue": "u1", "params": []}}'""",
}
AS_JSON = [
    f"fetch('{URL}', {{method: 'POST', body: JSON.stringify({JS})}})",
    f"const e = {JS};\nconsole.log(String(e), `${{e}}`);\nfetch('{URL}', {{method: 'POST', body: JSON.stringify(e)}})",
    f"$fetch('{URL}', {{method: 'POST', body: {JS}}})",
    f"$.ajax({{url: '{URL}', type: 'POST', data: JSON.stringify({JS})}});",
    f"$http.post('{URL}', {JS});",
    f"axios.post('{URL}', {JS}, {{params: {{a: 1}}}});",
    f"request.post('{URL}').send({JS})",
    f"xhr.open('POST', '{URL}');\nxhr.send(JSON.stringify({JS}));",
    f"import requests\nrequests.post('{URL}', json.dumps({PY}))",
    f"import requests\ne = {PY}\nprint(str(e))\nrequests.post('{URL}', json=e)",
    f"<?php\n$client->request('POST', '{URL}', ['body' => json_encode({PHP})]);",
    f"<?php\n$e = {PHP};\nerror_log(print_r($e, true));\n$client->post('{URL}', ['json' => $e]);",
    f"<?php\n$response = Http::withToken($t)->post('{URL}', {PHP});",
    f"<?php\nwp_remote_post('{URL}', ['body' => wp_json_encode({PHP})]);",
    f"$b = {PS} | ConvertTo-Json -Depth 5\nInvoke-RestMethod -Uri {URL} -Method Post -Body $b",
    f'$b = {PS} | ConvertTo-Json -Depth 5\nInvoke-RestMethod -Uri {URL} -Method Post -Body "$b"',
    f"$b = {PS}\nInvoke-RestMethod -Uri {URL} -Method Post -Body ($b | ConvertTo-Json -Depth 5)",
    f"$o = @{{Uri='{URL}'; Method='Post'; Body=({PS} | ConvertTo-Json -Depth 5)}}\nInvoke-RestMethod @o",
    f"require 'httparty'\nHTTParty.post('{URL}', body: {RUBY}.to_json)",
    f"require 'faraday'\nconn.post('{URL}', {RUBY})",
    f"require 'http'\nHTTP.post('{URL}', json: {RUBY})",
]


def _codes(payload):
    return repair_codes(payload, "u1")


@pytest.mark.parametrize("name", WITHOUT_JSON)
def test_an_event_of_which_no_json_is_made_is_told(name):
    assert _codes(WITHOUT_JSON[name]) == ["sent_without_json"]


@pytest.mark.parametrize("name", FORMS)
def test_an_event_that_a_library_makes_a_form_of_is_told(name):
    assert _codes(FORMS[name]) == ["sent_as_form"]


@pytest.mark.parametrize("payload", AS_JSON)
def test_an_event_that_is_sent_as_json_has_no_repair(payload):
    assert _codes(payload) == []
