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


def _read_behind(lines, variable="%EMAIL%", before=""):
    """What the event of a command holds, and the codes of its repairs, where these lines stand before it."""
    [event] = read_payload(f'{lines}{before}curl {URL} -d "{_ESCAPED}"\n'.replace("VALUE", variable)).events
    return json.loads(event.text)["keyValue"], [repair.code for repair in event.repairs]


@pytest.mark.parametrize("variable", ["%EMAIL%", "%E%", "%A1%", "%AB%", "%F5%", "%ADD%", "A-%E%", "%E% %A1%"])
def test_a_variable_of_the_prompt_whose_name_looks_like_an_encoded_letter_is_no_value(variable):
    assert _read_behind("", variable)[1] == ["computed_value"]


@pytest.mark.parametrize(
    ("lines", "variable", "value"),
    [
        ("set EMAIL=x@y.ua\n", "%EMAIL%", "x@y.ua"),
        ("@set email=x@y.ua\n", "%EMAIL%", "x@y.ua"),
        ('set "EMAIL=x@y.ua"\n', "%EMAIL%", "x@y.ua"),
        ("set EMAIL=x@y.ua \n", "%EMAIL%", "x@y.ua "),
        ("set EMAIL=Іван Ко\n", "%EMAIL%", "Іван Ко"),
        ("set EMAIL=a^&b\n", "%EMAIL%", "a&b"),
        ("rem set EMAIL=old@y.ua\nset EMAIL=x@y.ua\n", "%EMAIL%", "x@y.ua"),
        ("set E=x\n", "%E%", "x"),
        ("set A1=x\nset B1=y\n", "%A1% %B1%", "x y"),
    ],
)
def test_a_value_that_set_gives_is_put_in_and_told(lines, variable, value):
    found, codes = _read_behind(lines, variable)

    assert found == value
    assert set(codes) == {"variable"}


def test_a_value_that_holds_another_variable_is_told_with_both():
    assert _read_behind("set NUM=u5\nset EMAIL=a-%NUM%\n") == ("a-u5", ["variable", "variable"])


@pytest.mark.parametrize(
    ("lines", "before"),
    [
        ('set EMAIL=x@y.ua\nif "%1"=="t" set EMAIL=z@y.ua\n', ""),
        ("if exist f.txt (\n  set EMAIL=x@y.ua\n)\n", ""),
        ("set EMAIL=x@y.ua\nset /p EMAIL=Email: \n", ""),
        ("set EMAIL=x@y.ua\nset EMAIL=\n", ""),
        ("set EMAIL=\n", ""),
        ("", "set EMAIL=x@y.ua& "),
    ],
)
def test_a_variable_of_the_prompt_that_may_have_another_value_is_empty(lines, before):
    found, codes = _read_behind(lines, before=before)

    assert found == ""
    assert "computed_value" in codes


def test_the_pattern_of_a_date_in_a_command_of_bash_is_no_variable_of_the_prompt():
    [event] = read_payload(f"echo \"$(date +%Y%m%d)\"\ncurl {URL} -d '{_JSON}'\n".replace("VALUE", "50%x")).events

    assert json.loads(event.text)["keyValue"] == "50%x"


@pytest.mark.parametrize("value", ["5 $x", "US$AB 7", "`$`", "$x and $y"])
@pytest.mark.parametrize("command", [_COMMANDS[4], _COMMANDS[7]])
def test_the_windows_prompt_puts_nothing_in_for_signs_of_other_shells_within_a_text(command, value):
    [event] = read_payload(command.replace("VALUE", value)).events

    assert json.loads(event.text)["keyValue"] == value


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("50%% off", "50% off"),
        ("100%%", "100%"),
        ("https://x.y/?q=%%D0%%B0", "https://x.y/?q=%D0%B0"),
    ],
)
def test_a_percent_sign_is_written_twice_in_a_file_of_commands_and_only_there(written, value):
    command = f'curl {URL} -d "{_ESCAPED}"\npause\n'.replace("VALUE", f"a {written}")
    [in_file] = read_payload(f"@echo off\n{command}").events
    [at_prompt] = read_payload(f"C:\\>{command}").events

    assert json.loads(in_file.text)["keyValue"] == f"a {value}"
    assert json.loads(at_prompt.text)["keyValue"] in ("", f"a {written}")


@pytest.mark.parametrize(
    ("before", "mark"),
    [
        ("xargs -I{}", "{}"),
        ("xargs -I {}", "{}"),
        ("xargs -P 4 -I % -n1", "%"),
        ("xargs -i", "{}"),
        ("parallel -j 2", "{}"),
    ],
)
def test_what_stands_for_the_items_of_a_list_is_emptied_and_named(before, mark):
    command = f"cat keys.txt | {before} curl {URL} -d '{_JSON}'".replace("VALUE", mark)
    [event] = read_payload(command).events

    assert json.loads(event.text)["keyValue"] == ""
    assert [dict(repair.args)["value"] for repair in event.repairs if repair.code == "computed_value"] == [mark]


def test_brackets_are_kept_where_no_list_is_gone_through():
    [event] = read_payload(f"cat keys.txt | xargs curl {URL} -d '{_JSON}'".replace("VALUE", "a{}")).events

    assert json.loads(event.text)["keyValue"] == "a{}"
