"""A call in code that sends another event, which is not in the paste, is told with its line."""

import pytest

from yespo_console.reading.reader import read_payload

URL = "https://yespo.io/api/v2/event"
PYTHON = f"requests.post('{URL}', json={{'eventTypeKey': 'one', 'keyValue': 'k', 'params': []}})"
JAVASCRIPT = f"axios.post('{URL}', {{eventTypeKey: 'one', keyValue: 'k', params: []}});"
PHP = f"$client->post('{URL}', ['json' => ['eventTypeKey' => 'one', 'keyValue' => 'k', 'params' => []]]);"
RUBY = f"HTTParty.post('{URL}', body: {{ eventTypeKey: 'one', keyValue: 'k', params: [] }}.to_json)"
POWERSHELL = (
    f"Invoke-RestMethod -Uri {URL} -Method Post -Body "
    "(@{eventTypeKey='one'; keyValue='k'; params=@()} | ConvertTo-Json -Depth 5)"
)


@pytest.mark.parametrize(
    ("payload", "line"),
    [
        (f"{PYTHON}\nrequests.post('{URL}', json=cart)", 2),
        (f"requests.post('{URL}', json=cart)\n{PYTHON}", 1),
        (f"{PYTHON}\nrequests.post('{URL}', data=open('cart.json').read())", 2),
        (f"import requests\n{PYTHON}\ncart = make_cart()\nrequests.post('{URL}', data=json.dumps(cart))", 4),
        (f"{PYTHON.replace(repr(URL), 'event_url')}\nrequests.post(event_url, json=cart)", 2),
        (f"{PYTHON}\nsend_event('{URL}', cart)", 2),
        (f"{JAVASCRIPT}\naxios.post('{URL}', cart);", 2),
        (f"{JAVASCRIPT}\nfetch('{URL}', {{method: 'POST', body: JSON.stringify(makeCart(user))}});", 2),
        (f"{JAVASCRIPT}\naxios({{method: 'post', url: '{URL}', data: cart}});", 2),
        (f"{JAVASCRIPT}\nxhr.open('POST', '{URL}'); xhr.send(JSON.stringify(cart));", 2),
        (f"{PHP}\n$client->post('{URL}', ['json' => $cart->toArray()]);", 2),
        (f"{PHP}\nHttp::post('{URL}', array_merge($base, ['keyValue' => 'k']));", 2),
        (f"{PHP}\ncurl_setopt($ch, CURLOPT_URL, '{URL}');\ncurl_setopt($ch, CURLOPT_POSTFIELDS, $json);", 3),
        (f"{RUBY}\nHTTParty.post('{URL}', body: cart.to_json)", 2),
        (f"{RUBY}\nreq = Net::HTTP::Post.new('{URL}')\nreq.body = cart.to_json", 3),
        (f"{POWERSHELL}\nInvoke-RestMethod -Uri {URL} -Method Post -Body $cart", 2),
        (f"{POWERSHELL}\nInvoke-RestMethod -Uri {URL} -Method Post -InFile cart.json", 2),
    ],
)
def test_a_call_whose_body_is_not_in_the_text_is_told(payload, line):
    reading = read_payload(payload)
    assert len(reading.events) == 1
    assert f"The body of the call in line {line} cannot be read" in reading.error


EVENT = "{'eventTypeKey': 'one', 'keyValue': 'k', 'params': []}"
OBJECT = "{eventTypeKey: 'one', keyValue: 'k', params: []}"
ARRAY = "['eventTypeKey' => 'one', 'keyValue' => 'k', 'params' => []]"


@pytest.mark.parametrize(
    "payload",
    [
        f"def send(e):\n    requests.post('{URL}', json=e)\n\nsend({EVENT})",
        f"event = {EVENT}\nbody = json.dumps(event)\nrequests.post('{URL}', data=body)",
        f"def build(kind):\n    return {EVENT}\n\nrequests.post('{URL}', json=build('one'))",
        f"import requests; e = {EVENT}\nrequests.post('{URL}', json=e)",
        f"e = {EVENT}\nrequests.post('{URL}', data=f'{{e}}')",
        f"const req = https.request('{URL}', o);\nreq.write(JSON.stringify({OBJECT}));\nreq.end();",
        f"events = [{EVENT}]\nfor e in events:\n    requests.post('{URL}', json=e)",
        f"events = [{EVENT}]\n[requests.post('{URL}', json=e) for e in events]",
        f"event = dict(eventTypeKey='one', keyValue='k', params=[])\nrequests.post('{URL}', json=event)",
        f"class Client:\n    def send(self):\n        requests.post('{URL}', json=self.e)\n\nClient({EVENT}).send()",
        f"{PYTHON}\nrequests.get('{URL}', headers=headers)",
        f"{PYTHON}\nrequests.post('https://example.com/hook', json=cart)",
        f"const send = e => axios.post('{URL}', e);\nsend({OBJECT});",
        f"const event = {OBJECT};\nfetch('{URL}', {{method: 'POST', body: JSON.stringify(event)}});",
        f"const event = {OBJECT};\nconst how = {{method: 'POST', body: JSON.stringify(event)}};\nfetch('{URL}', how);",
        f"const event = {OBJECT};\nxhr.open('POST', '{URL}');\nxhr.send(JSON.stringify(event));",
        f"[{OBJECT}].forEach(async (e) => {{ await axios.post('{URL}', e); }});",
        f"function send($e) {{ Http::post('{URL}', $e); }}\nsend({ARRAY});",
        (
            f"$data = {ARRAY};\n$json = json_encode($data);\ncurl_setopt($ch, CURLOPT_URL, '{URL}');\n"
            "curl_setopt($ch, CURLOPT_POSTFIELDS, $json);"
        ),
        f"event = {{ eventTypeKey: 'one', keyValue: 'k', params: [] }}\nHTTParty.post('{URL}', body: event.to_json)",
        (
            f"$e = @{{eventTypeKey='one'; keyValue='k'; params=@()}}\n$json = $e | ConvertTo-Json -Depth 5\n"
            f"Invoke-RestMethod -Uri {URL} -Method Post -Body $json"
        ),
        (
            f"function Send-Event($Body) {{ irm -Uri {URL} -Method Post -Body ($Body | ConvertTo-Json) }}\n"
            "Send-Event @{eventTypeKey='one'; keyValue='k'; params=@()}"
        ),
        f"const json = JSON.stringify({OBJECT});\nfetch('{URL}', {{method: 'POST', body: gzip(json)}});",
        # the text says what is in the file
        (
            f'\'{{"eventTypeKey":"one","keyValue":"k","params":[]}}\' | Set-Content event.json\n'
            f"Invoke-RestMethod -Uri {URL} -Method Post -InFile event.json"
        ),
        (
            f"event = {{'eventTypeKey': 'one', 'keyValue': 'k', 'params': []}}\njson.dump(event, open('e.json', 'w'))\n"
            f"requests.post('{URL}', data=open('e.json').read())"
        ),
    ],
)
def test_a_call_that_may_send_an_event_of_the_text_is_not(payload):
    reading = read_payload(payload)
    assert "The body of the call" not in (reading.error or "")


def test_thousands_of_such_calls_are_told_and_take_the_event_from_nobody():
    calls = "".join(f"requests.post('{URL}', json=cart_{number})\n" for number in range(2000))
    reading = read_payload(f"{PYTHON}\n{calls}")
    assert len(reading.events) == 1
    assert "The body of the call in line 2 cannot be read" in reading.error
