"""A command that fits bash and the Windows prompt: backslashes are read by the rules of the one that it is for."""

import pytest

from yespo_console.events.json_text import parse
from yespo_console.reading.reader import read_payload

URL = "https://yespo.io/api/v2/event"
#: JSON reads a tab in it, and a backslash if there are two.
FOLDER = r"C:\\temp"


def _body(value):
    return rf'''"{{\"eventTypeKey\":\"x\",\"params\":[{{\"name\":\"a\",\"value\":\"{value}\"}}]}}"'''


def _value(command):
    reading = read_payload(command)
    assert (reading.source, reading.error) == ("curl", None)
    [event] = reading.events
    [param] = parse(event.text).get("params")
    return param.get("value")


@pytest.mark.parametrize("program", ["curl.exe", r"C:\>curl", r"C:\Users\me> curl.exe"])
def test_the_windows_prompt_keeps_both_backslashes(program):
    assert _value(rf"{program} {URL} -d {_body(FOLDER)}") == r"C:\temp"


@pytest.mark.parametrize(
    "command",
    [f"$ curl {URL} -d BODY", f"curl {URL} -H 'A: b' -d BODY", f"curl {URL} \\\n  -d BODY"],
)
def test_bash_makes_one_of_them(command):
    assert _value(command.replace("BODY", _body(FOLDER))) == "C:\temp"


def test_a_command_that_fits_both_is_refused_where_they_differ():
    reading = read_payload(f"curl {URL} -d {_body(FOLDER)}")
    assert reading.events == ()
    assert "line 1, column 40" in reading.error


@pytest.mark.parametrize("value", ["plain", "50% off", "м'яч", r"line\nnext", r"C:\temp"])
def test_a_command_that_fits_both_is_read_where_they_do_not_differ(value):
    assert _value(f"curl {URL} -d {_body(value)}") == parse(f'"{value}"')


def test_single_quotes_are_none_of_the_windows_prompt_whatever_the_program_is_called():
    body = '{"eventTypeKey":"x","params":[{"name":"a","value":"C:\\\\temp"}]}'
    assert _value(f"""curl.exe "{URL}" -d '{body}'""") == r"C:\temp"


_DOUBLED = '{"eventTypeKey":"x","params":[{"name":"a","value":"Об\'\'єм"}]}'


def test_a_doubled_apostrophe_is_one_to_powershell_and_none_to_bash_so_the_command_is_refused():
    reading = read_payload(f"curl {URL} -d '{_DOUBLED}'")
    assert reading.events == ()
    assert "line 1, column 40" in reading.error
    assert "PowerShell" in reading.error


@pytest.mark.parametrize("prompt", ["PS C:\\>", "PS C:\\Users\\me> "])
def test_it_is_one_behind_the_prompt_of_powershell(prompt):
    assert _value(f"{prompt}curl.exe {URL} -d '{_DOUBLED}'") == "Об'єм"


def test_it_is_one_where_the_quotes_are_marked_for_a_program_of_windows():
    marked = _DOUBLED.replace('"', '\\"')
    assert _value(f"curl.exe {URL} -d '{marked}'") == "Об'єм"


@pytest.mark.parametrize("command", [f"$ curl {URL} -d BODY", f"curl {URL} \\\n  -d BODY"])
def test_two_quotations_of_bash_meet_there(command):
    assert _value(command.replace("BODY", f"'{_DOUBLED}'")) == "Обєм"


def test_an_empty_word_of_bash_is_no_apostrophe():
    assert _value(f"curl {URL} -A '' -d '{_DOUBLED}'".replace("''є", "є")) == "Обєм"
