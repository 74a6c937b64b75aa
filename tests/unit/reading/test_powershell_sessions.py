"""Commands of PowerShell with the prompts before them, as they are copied out of a window."""

import json

import pytest

from yespo_console.reading.reader import read_payload

_EVENT = "@{ eventTypeKey = 'x'; keyValue = 'o@e.ua'; params = @(@{ name = 'a'; value = 'y' }) }"
_SEND = "Invoke-RestMethod -Uri https://yespo.io/api/v2/event -Method Post -Body ($event | ConvertTo-Json -Depth 5)"


def _key(reading):
    return [json.loads(event.text)["keyValue"] for event in reading.events]


def _told(reading):
    return [repair.before for event in reading.events for repair in event.repairs]


@pytest.mark.parametrize("prompt", ["PS C:\\>", "PS C:\\Users\\shop>", "PS>", "PS /home/shop>", "PS D:\\Мої файли>"])
def test_the_commands_behind_a_prompt_are_read_and_not_told_as_if_they_were_none(prompt):
    reading = read_payload(
        f"{prompt} $headers = @{{ Accept = 'application/json' }}\n{prompt} $event = {_EVENT}\n"
        f"{prompt} Get-Date\n{prompt} {_SEND}\n{prompt}"
    )

    assert _key(reading) == ["o@e.ua"], reading.error
    assert _told(reading) == []


def test_a_member_that_is_changed_at_a_prompt_is_changed():
    reading = read_payload(f"PS C:\\> $event = {_EVENT}\nPS C:\\> $event.keyValue = 'b@e.ua'\nPS C:\\> {_SEND}\n")

    assert _key(reading) == ["b@e.ua"]


@pytest.mark.parametrize("mark", [">> ", ""])
def test_a_command_over_several_lines_is_read_with_the_prompts_of_its_lines_or_without(mark):
    lines = ["$event = @{", "  eventTypeKey = 'x'", "  keyValue = 'o@e.ua'", "  params = @(", "  )", "}"]
    typed = f"\n{mark}".join(lines)
    reading = read_payload(f"PS C:\\> {typed}\nPS C:\\> {_SEND}\n")

    assert _key(reading) == ["o@e.ua"], reading.error
    assert _told(reading) == []


def test_what_the_session_printed_is_told_and_is_no_code():
    reading = read_payload(
        f"PS C:\\> $event = {_EVENT}\nPS C:\\> {_SEND}\n\nStatusCode        : 200\nStatusDescription : OK\n\nPS C:\\>"
    )

    assert _key(reading) == ["o@e.ua"], reading.error
    assert _told(reading) == ["StatusCode        : 200\nStatusDescription : OK"]


def test_the_marks_below_the_line_of_an_error_begin_no_code_block():
    error = (
        "Invoke-RestMethod : The remote server returned an error: (401) Unauthorized.\nAt line:1 char:1\n"
        "+ Invoke-RestMethod -Uri https://yespo.io/api/v2/event ...\n+ ~~~~~~~~~~~~~~~~~\n"
        "    + CategoryInfo          : InvalidOperation: [Invoke-RestMethod], WebException"
    )
    reading = read_payload(f"PS C:\\> $event = {_EVENT}\nPS C:\\> {_SEND}\n{error}\nPS C:\\>")

    assert _key(reading) == ["o@e.ua"], reading.error
    assert "code_fence" not in {repair.code for repair in reading.events[0].repairs}
    assert "(401) Unauthorized" in " ".join(_told(reading))
