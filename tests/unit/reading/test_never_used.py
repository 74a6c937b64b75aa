"""An event in a variable that nothing names again is not sent, where the code sends another one."""

import pytest

from yespo_console.reading.reader import read_payload

JSON = '{"eventTypeKey":"vip","keyValue":"a@b.ua","params":[{"name":"t","value":"%s"}]}'
X, Y = JSON % "x", JSON % "y"
PHP_X, PHP_Y = (text.replace("{", "[").replace("}", "]").replace(":", "=>") for text in (X, Y))
SEND = "fetch('https://yespo.io/api/v2/event', {method: 'POST', body: JSON.stringify(%s)});"


@pytest.mark.parametrize(
    "code",
    [
        f"const a = {X};\nconst b = {Y};\n{SEND % 'b'}",
        f"const a = {X};\n{SEND % Y}",
        f"import requests\na = {X}\nb = {Y}\nrequests.post('https://yespo.io/api/v2/event', json=b)",
        f"<?php\n$a = {PHP_X};\n$b = {PHP_Y};\n$client->post('https://yespo.io/api/v2/event', ['json' => $b]);",
    ],
)
def test_an_event_that_nothing_names_again_is_left_out_and_told(code):
    reading = read_payload(code)
    assert ['"y"' in event.text for event in reading.events] == [True], reading.error
    assert "is one of several, of which the code takes another one" in reading.error


@pytest.mark.parametrize(
    "code",
    [
        f"const a = {X};\nconst b = {Y};",
        f"const a = {X};\nconst b = {Y};\n{SEND % 'a'}\n{SEND % 'b'}",
        f"export const a = {X};\nconst b = {Y};\n{SEND % 'b'}",
        f"const a = {X};\nconst b = {Y};\n{SEND % 'b'}\nmodule.exports = {{a}};",
    ],
)
def test_events_that_may_be_used_are_read(code):
    reading = read_payload(code)
    assert len(reading.events) == 2, reading.error
    assert reading.error is None


SENT_ELSE = [
    f"const a = {X};\n{SEND % 'other'}",
    f"const a = {X};\nfetch('https://yespo.io/api/v2/event', {{method: 'POST', body: other}});",
    f"const a = {X};\nfetch('https://yespo.io/api/v2/event', {{method: 'POST', body}});",
    f"const a = {X};\naxios.post('https://yespo.io/api/v2/event', other);",
    f"import requests\na = {X}\nrequests.post('https://yespo.io/api/v2/event', json=other)",
    f"<?php\n$a = {PHP_X};\ncurl_setopt($ch, CURLOPT_POSTFIELDS, json_encode($other));",
    f"require 'json'\na = {X}\nRestClient.post('https://yespo.io/api/v2/event', other.to_json)",
    """$a = @{ eventTypeKey = "vip"; keyValue = "a@b.ua"; params = @() }
irm https://yespo.io/api/v2/event -Method Post -Body ($other | ConvertTo-Json)""",
]


@pytest.mark.parametrize("code", SENT_ELSE)
def test_that_something_else_is_sent_than_the_event_that_nothing_names_again_is_told(code):
    [event] = read_payload(code).events
    assert [repair.code for repair in event.repairs] == ["sent_another"]


@pytest.mark.parametrize(
    "code",
    [
        f"const a = {X};",
        f"const a = {X};\nconsole.log(a);",
        f"const a = {X};\nfetch('https://example.com/login', {{method: 'POST', body: JSON.stringify(user)}});",
        f"const a = {X};\nfetch('https://yespo.io/api/v2/events');",
        f"export const a = {X};\n{SEND % 'other'}",
        f"const a = {X};\n{SEND % 'a'}\n{SEND % 'other'}",
        f"class Job:\n    event = {X}\n    def send(self, other):\n        requests.post(URL, json=other)",
        f"import requests\ndef build():\n    return {X}\ndef send(body):\n    requests.post(URL, json=body)",
    ],
)
def test_an_event_that_may_be_what_is_sent_is_read_and_nothing_is_told(code):
    [event] = read_payload(code).events
    assert event.repairs == ()
