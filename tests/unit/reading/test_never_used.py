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
