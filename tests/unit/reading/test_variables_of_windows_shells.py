"""Variables of the Windows prompt and of PowerShell in the JSON of a command: never taken for the value itself."""

import json

import pytest

from yespo_console.reading.reader import read_payload

URL = "https://yespo.io/api/v2/event"
_JSON = '{"eventTypeKey":"x","keyValue":"VALUE","params":[{"name":"a","value":"y"}]}'
_ESCAPED = _JSON.replace('"', '\\"')
_COMMANDS = [
    f'curl.exe -X POST {URL} -d "{_ESCAPED}"',
    f"curl.exe -X POST {URL} -d '{_ESCAPED}'",
    f"curl.exe {URL} --data '{_JSON}'",
    f'curl.exe {URL} --data-raw "{_JSON}"'.replace(_JSON, _JSON.replace('"', '""')),
    f'C:\\Users\\me> curl -X POST {URL} -d "{_ESCAPED}"',
    f'PS C:\\> curl.exe -X POST {URL} -d "{_ESCAPED}"',
    f"PS C:\\> curl.exe -X POST {URL} -d '{_JSON}'",
    f'curl -X POST "{URL}" ^\n -d "{_ESCAPED}"',
    f'curl.exe -X POST {URL} `\n -d "{_ESCAPED}"',
]
_VARIABLES = ["$EMAIL", "${EMAIL}", "$env:EMAIL", "$($u.email)", "$u.Mail", "%EMAIL%", "%email%", "%EMAIL:~0,3%", "%%i"]


@pytest.mark.parametrize("variable", _VARIABLES)
@pytest.mark.parametrize("command", _COMMANDS)
def test_a_variable_of_a_shell_is_emptied_and_named_or_the_event_is_refused(command, variable):
    reading = read_payload(command.replace("VALUE", variable))

    assert [event for event in reading.events if json.loads(event.text)["keyValue"]] == []
    if reading.error is None:
        [event] = reading.events
        [repair] = [repair for repair in event.repairs if repair.code != "text_around"]  # the prompt
        assert repair.code == "computed_value"
        assert variable in dict(repair.args)["value"]


@pytest.mark.parametrize(
    "value", ["US$ 5", "$5.00", "100%", "50% off, 20% more", "https://x.y/?q=%D0%B0bc%20d&r=%d0%b0bc%20", "a@b.ua"]
)
@pytest.mark.parametrize("command", [_COMMANDS[2], _COMMANDS[6]])
def test_a_sign_that_is_no_variable_is_kept(command, value):
    [event] = read_payload(command.replace("VALUE", value)).events

    assert json.loads(event.text)["keyValue"] == value
    assert {repair.before for repair in event.repairs} <= {"PS C:\\>"}


def test_a_browser_marks_what_means_something_to_the_prompt_so_what_it_copied_is_data():
    body = _JSON.replace("VALUE", "^%^EMAIL^%^ and $EMAIL").replace('"', '^\\^"')

    [event] = read_payload(f'curl ^"{URL}^" ^\n  --data-raw ^"{body}^"').events

    assert json.loads(event.text)["keyValue"] == "%EMAIL% and $EMAIL"
