"""JSON of several lines in a line of rsyslog, which writes ``#012`` for a line end and ``#011`` for a tab."""

import json

import pytest
from patience import assert_cost_grows_as_length

from yespo_console.reading.budget import Budget
from yespo_console.reading.origin import Traced
from yespo_console.reading.reader import read_payload
from yespo_console.reading.wrappings.log_line_ends import log_line_ends

BEFORE = "Nov 30 10:15:00 web1 app[123]: "
EVENT = {"eventTypeKey": "x", "keyValue": "a@b.ua", "params": [{"name": "n", "value": {"order": "№ #0123"}}]}
SPELLED = json.dumps(EVENT, ensure_ascii=False)
SHORT = '{"eventTypeKey":"x",#012"keyValue":"a@b.ua",#012"params":[]}'


def printed(indent):
    text = json.dumps(EVENT, indent=indent, ensure_ascii=False)
    return text.replace("\n", "#012").replace("\t", "#011")


@pytest.mark.parametrize("before", ["", BEFORE, BEFORE + "send [api] ", "<13>1 2026-11-30T10:15:00Z web1 app 1 - - "])
@pytest.mark.parametrize("indent", [0, 2, "\t"])
@pytest.mark.parametrize("behind", ["", "\n", f"\n{BEFORE}done\n"])
def test_line_ends_between_the_parts_are_white_space_and_told(before, indent, behind):
    reading = read_payload(before + printed(indent) + behind)
    assert reading.error is None
    [event] = reading.events
    assert json.loads(event.text) == EVENT
    [told] = [repair for repair in event.repairs if repair.code == "log_line_ends"]
    assert (told.line, told.column, told.before) == (1, len(before) + 2, "#012")
    assert "#012" in told.message
    assert str(printed(indent).count("#01") - 1) in told.message


def test_each_line_of_a_log_has_its_event():
    reading = read_payload(f"{BEFORE}{SHORT}\n{BEFORE}ok\n{BEFORE}{SPELLED}\n{BEFORE}{printed(1)} [] ok#012\n")
    assert [json.loads(event.text)["params"] for event in reading.events] == [[], EVENT["params"], EVENT["params"]]


def test_without_this_change_it_cannot_be_read():
    [event] = read_payload(BEFORE + SHORT).events
    refused = read_payload(BEFORE + SHORT, refused={event.repairs[0].identity})
    assert refused.events == ()
    assert "refused" in refused.error


@pytest.mark.parametrize("text", ["№ #012", "#012", "a #011 b"])
def test_in_a_text_it_is_text(text):
    event = json.dumps({**EVENT, "keyValue": text}, ensure_ascii=False)
    [read] = read_payload(BEFORE + event).events
    assert (read.text, read.repairs) == (event, ())


def test_a_comment_stays_one():
    text = '{"eventTypeKey":"x", #012 {"a":1}\n"keyValue":"k","params":[]}'
    [event] = read_payload(text).events
    assert [repair.code for repair in event.repairs] == ["comment"]


@pytest.mark.parametrize(
    "event",
    [
        SHORT.replace("a@b.ua", 'a"b'),
        SHORT.replace("a@b.ua", "a#012b"),
        '{#012"eventTypeKey":"x","keyValue":"a #012","params":[]}',
    ],
)
def test_what_may_be_a_line_end_within_a_text_is_refused_and_not_called_cut_off(event):
    reading = read_payload(BEFORE + event)
    assert reading.events == ()
    assert "#012" in reading.error
    assert "cut off" not in reading.error


def test_what_is_cut_off_is_called_so():
    assert "cut off" in read_payload(BEFORE + SHORT[:-2]).error


@pytest.mark.parametrize(
    "part",
    ['{"#012', "{#012{", '[#012"', '{"a":1}#012', "#012", '{#012"eventTypeKey":1}', '\\"', 'a\\"b,', '"#012'],
)
@pytest.mark.parametrize("before", ["", '#012 {"'])
def test_it_costs_as_much_as_the_text_is_long(before, part):
    def look(count):
        text = Traced.of(f"{BEFORE}eventTypeKey {before}{part * count}")
        log_line_ends(text, Budget(len(text)))

    assert_cost_grows_as_length(look, 4_000)
