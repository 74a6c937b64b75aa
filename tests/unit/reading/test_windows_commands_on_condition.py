"""Commands that the Windows prompt carries out only sometimes: the event is read, and on what that depends is told."""

import json

import pytest

from yespo_console.reading.reader import read_payload

BODY = '{"eventTypeKey":"note","keyValue":"u1","params":[{"name":"v","value":"x"}]}'
CURL = f"curl -X POST https://yespo.io/api/v2/event -d {json.dumps(BODY)}"
OFF = "@echo off\n"

#: Each with what it depends on.
SOMETIMES = {
    "if": (f'{OFF}if "%LIVE%"=="1" (\n  {CURL}\n)', '"%LIVE%"=="1"'),
    "else": (f"{OFF}if exist dry.txt (\n  echo dry\n) else (\n  {CURL}\n)", "exist dry.txt"),
    "else in one line": (f"{OFF}if exist dry.txt (echo dry) else {CURL}", "exist dry.txt"),
    "if in one line": (f"{OFF}if defined LIVE {CURL}", "defined LIVE"),
    "whatever the case": (f'{OFF}IF /i NOT "%MODE%"=="dry-run" {CURL}', 'NOT "%MODE%"=="dry-run"'),
    "a number": (f"{OFF}if %COUNT% GTR 3 (\n  {CURL}\n)", "%COUNT% GTR 3"),
    "within another": (f"{OFF}if exist a.txt (\n  for %%i in (1 2) do (\n    {CURL}\n  )\n)", "exist a.txt"),
    "and": (f"{OFF}ping yespo.io && {CURL}", "ping ***"),
    "or": (f"{OFF}make || {CURL}", "make"),
    "goto before": (f'{OFF}if "%LIVE%"=="" goto :eof\n{CURL}', '"%LIVE%"==""'),
    "exit before": (f"{OFF}if not defined LIVE exit /b 0\n{CURL}", "not defined LIVE"),
    "exit in a block before": (f"{OFF}if exist dry.txt (\n  echo dry\n  exit /b\n)\n{CURL}", "exist dry.txt"),
    "goto the command": (f"{OFF}if defined LIVE goto send\ngoto :eof\n:send\n{CURL}", "defined LIVE"),
    "at the prompt": (f"C:\\Users\\me>if exist live.txt {CURL}", "exist live.txt"),
    "a key": (f'{OFF}if "%KEY%"=="sonechko" (\n  {CURL}\n)', '"%KEY%"==***'),
}
IN_ANY_CASE = {
    "alone": f"{OFF}{CURL}",
    "behind another folder": f"{OFF}cd shop && {CURL}",
    "behind an error": f'{OFF}if "%1"=="" (\n  echo usage\n  exit /b 1\n)\n{CURL}',
    "behind an error at a label": f"{OFF}if not exist key.txt goto error\n{CURL}",
    "before an if": f"{OFF}{CURL}\nif errorlevel 1 (\n  echo bad\n)",
    "behind an if": f"{OFF}if exist a.txt (\n  echo x\n)\n{CURL}",
    "behind an if in one line": f"{OFF}if exist a.txt del a.txt\n{CURL}",
    "for": f"{OFF}for %%i in (1 2 3) do (\n  {CURL}\n)",
    "in a comment": f"{OFF}rem if exist a.txt (\n{CURL}",
    "before another": f"{OFF}{CURL} && echo ok",
}


def _told(payload):
    [event] = read_payload(payload).events
    assert json.loads(event.text) == json.loads(BODY)
    return [repair.message for repair in event.repairs if repair.code == "sent_on_condition"]


@pytest.mark.parametrize("name", SOMETIMES)
def test_on_what_it_depends_whether_a_command_is_carried_out_is_told(name):
    payload, condition = SOMETIMES[name]

    [message] = _told(payload)

    assert f"depends on “{condition}”" in message


@pytest.mark.parametrize("name", IN_ANY_CASE)
def test_nothing_is_told_of_a_command_that_is_carried_out_in_any_case(name):
    assert _told(IN_ANY_CASE[name]) == []


@pytest.mark.parametrize(
    ("payload", "found"),
    [
        (f"{OFF}for /L %%i in (1,1,3) do {CURL}", "for /L %%i in (1,1,3) do"),
        (f"{OFF}for %%u in (a sonechko) do (\n  echo %%u\n  {CURL}\n)", "for %%u in (***) do"),
        (f"{OFF}for /F %%u in (users.txt) do (\n  if exist a (\n  {CURL}\n)\n)", "for /F %%u in (***) do"),
    ],
)
def test_a_loop_that_carries_out_a_command_is_told(payload, found):
    [event] = read_payload(payload).events

    [told] = [repair.message for repair in event.repairs if repair.code == "sent_in_loop"]
    assert f"“{found}”" in told


@pytest.mark.parametrize(
    "payload", [f"{OFF}for /L %%i in (1,1,3) do echo %%i\n{CURL}", f"{OFF}for %%u in (a) do (\n  echo %%u\n)\n{CURL}"]
)
def test_a_loop_beside_a_command_is_not_told(payload):
    [event] = read_payload(payload).events

    assert "sent_in_loop" not in [repair.code for repair in event.repairs]
