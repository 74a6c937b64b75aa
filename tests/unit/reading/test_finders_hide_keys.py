"""A key that stands beside an event is handed on as a secret and shown nowhere, whatever text it came in."""

from pathlib import Path

import pytest

from yespo_console.reading.reader import read_payload

CORPUS = Path(__file__).parents[2] / "data" / "reading"
#: What the planted keys of the corpus look like, as they are and in base64.
PLANTED = (b"PLANTED", b"YXBpOlBMQU5URUQ", b"COOKIE-planted")
CASES = sorted(
    path.relative_to(CORPUS).with_suffix("").as_posix()
    for path in CORPUS.rglob("*.in")
    if any(mark in path.read_bytes() for mark in PLANTED)
)


def _everything_shown(reading):
    repairs = [repair for event in reading.events for repair in event.repairs]
    return "\n".join(
        [
            repr(reading),
            reading.error or "",
            *(event.url or "" for event in reading.events),
            *(event.text for event in reading.events),
            *(f"{repair.message} {repair.before} {repair.after}" for repair in repairs),
            *(left.message for left in reading.left_out),
        ]
    )


def test_keys_are_planted_in_every_kind_of_text():
    kinds = {name.partition("/")[0] for name in CASES}
    assert kinds >= {
        "curl", "wget", "httpie", "powershell", "http", "fetch", "javascript", "python", "php", "ruby", "har",
        "postman", "insomnia", "bruno", "log",
    }  # fmt: skip


@pytest.mark.parametrize("name", CASES)
def test_a_planted_key_is_a_secret_and_shown_nowhere(name):
    payload = (CORPUS / f"{name}.in").read_bytes()
    reading = read_payload(payload)
    assert reading.secrets
    shown = _everything_shown(reading)
    assert not any(mark.decode() in shown for mark in PLANTED)
    for secret in reading.secrets:
        assert secret.secret.reveal() not in shown
        assert secret.line >= 1
        assert secret.column >= 1


@pytest.mark.parametrize(
    "text",
    [
        'curl -u api:PLANTED-key https://yespo.io/api/v2/event -d \'{"eventTypeKey": "a',
        "curl -H 'Authorization: Bearer PLANTED-key' https://yespo.io/api/v2/event -d @x.json",
        "requests.post(url, auth=('api', 'PLANTED-key'), json={'eventTypeKey': 'a', 'params': f(x)})",
        "axios.post(u, {eventTypeKey: 'a', params: p}, {headers: {Authorization: 'Bearer PLANTED-key'}})",
        "<?php $c->post($u, ['auth' => ['api', 'PLANTED-key'], 'json' => ['eventTypeKey' => $k, 'params' => []]]);",
        "irm https://a.b -Headers @{Authorization='Bearer PLANTED-key'} -Body (@{eventTypeKey=$k} | ConvertTo-Json)",
        '2026-11-01 10:00:00 INFO Authorization: Bearer PLANTED-key {"eventTypeKey":"a","params":[',
        "docker exec app curl -u api:PLANTED-key https://yespo.io/api/v2/event -d @x.json",
        "R=$(curl -H 'Authorization: Bearer PLANTED-key' https://yespo.io/api/v2/event -d \"$BODY\")",
        'set KEY=PLANTED-key\ncurl -u api:%KEY% https://yespo.io/api/v2/event -d "%BODY%"',
        "curl –user “api:PLANTED-key” https://yespo.io/api/v2/event –data “{“eventTypeKey”: ",
        "ssh srv \"curl -u api:PLANTED-key https://yespo.io/api/v2/event -d '{'",
        'curl -K - <<E\nuser = "api:PLANTED-key"\nurl = "https://yespo.io/api/v2/event"\ndata = "@x.json"\nE\n',
        "http -a api:PLANTED-key POST https://yespo.io/api/v2/event @event.json",
        "Sent:\nPOST https://yespo.io/api/v2/event\nAuthorization: Basic api:PLANTED-key\n\n< ./event.json",
        ":method: POST\n:path: /api/v2/event\nx-api-key: PLANTED-key\n\n[",
        '{"a": {"password": "PLANTED-key1", "body": "{\\"eventTypeKey\\":\\"a\\",\\"params\\":["}}',
        'level=info api_key=PLANTED-key1 body={"eventTypeKey":',
        '1,"{""api_key"":""PLANTED-key1"",""body"":{""eventTypeKey"":""a"",""params"":["\n',
    ],
)
def test_a_refusal_does_not_show_the_key_either(text):
    reading = read_payload(text)
    assert reading.events == ()
    assert reading.error
    assert "PLANTED" not in _everything_shown(reading)
