"""JSON over several lines as a logger, a platform or a phone prints it: the same before each line is left out."""

import json

import pytest

from yespo_console.reading.reader import read_payload

EVENT = {"eventTypeKey": "a", "keyValue": "k", "params": [{"name": "n", "value": "x\u00a0y"}]}
LINES = json.dumps(EVENT, indent=2, ensure_ascii=False).split("\n")
BEFORE = (
    "2024-05-01 10:00:0{} INFO  ",
    "2024-05-01T10:00:00.00{}000+00:00 app[web.1]: ",
    "[pod/web-1/app] ",
    "D/Shop  ( 1{}): ",
    "05-01 10:00:00.12{}  1234  1256 D Shop   : ",
    "[2024-05-01 10:00:0{}] production.DEBUG: ",
)


def printed(before, lines):
    return "\n".join(before.format(number % 10) + line for number, line in enumerate(lines))


@pytest.mark.parametrize("before", BEFORE)
@pytest.mark.parametrize("above", ["", "sending it\n", "BEFOREsending it\n"])
def test_what_a_logger_writes_before_each_line_is_left_out_and_told(before, above):
    reading = read_payload(above.replace("BEFORE", before.format(9)) + printed(before, LINES))
    [event] = reading.events
    assert (json.loads(event.text), reading.error) == (EVENT, None)
    [told] = [repair for repair in event.repairs if repair.code == "line_marks"]
    assert before.format(0).strip() in told.message


@pytest.mark.parametrize("before", BEFORE)
def test_a_line_of_another_kind_within_is_no_part_of_the_event(before):
    lines = printed(before, LINES).split("\n")
    lines.insert(3, "Killed")
    assert read_payload("\n".join(lines)).events == ()


def test_a_dash_before_each_line_is_what_a_patch_takes_away():
    assert read_payload(printed("- ", LINES)).events == ()


def test_the_entries_of_a_log_are_each_an_event():
    entry = json.dumps(EVENT, ensure_ascii=False)
    reading = read_payload(printed("2024-05-01 10:00:0{} INFO ", [entry, entry]))
    assert ([json.loads(event.text) for event in reading.events], reading.error) == ([EVENT, EVENT], None)
