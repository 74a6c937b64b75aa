"""Broken events in the lines of Monolog, ended with a context and what it adds: ``[]`` where there is none."""

import json

import pytest

from yespo_console.reading.reader import read_payload

BEFORE = "[2026-11-30 10:15:00] local.INFO: send "
START = '{"eventTypeKey":"productViewed","keyValue":"a@b.ua","params":[{"name":"product","value":'
#: Broken in one way each, and the value of the param.
BROKEN = {
    "a quote in JSON in a text": (
        START + '"{"productId":"007","name":"TV 27" Pro"}"}]}',
        '{"productId":"007","name":"TV 27\\" Pro"}',
    ),
    "escaped quotes in JSON in a text": (
        START + '"{"productId":"007","name":"ТОВ \\"Рік\\""}"}]}',
        '{"productId":"007","name":"ТОВ \\"Рік\\""}',
    ),
    "a quote in a value": (
        START + '{"productId":"007","name":"TV 27" Pro"}}]}',
        {"productId": "007", "name": 'TV 27" Pro'},
    ),
    "an apostrophe": (START.replace('"', "'") + "'Дем'яненко'}]}", "Дем'яненко"),
}
SUFFIXES = ["", " []", ' {"uid":"a1"}', " [] []", ' {"a":{"b":[1,2]}} []', ' [] {"uid":"a1"}', '  {"a":"it\'s }"}  ']


@pytest.mark.parametrize("suffix", SUFFIXES)
@pytest.mark.parametrize("below", ["", "\n", "\r\n[2026-11-30 10:15:01] local.INFO: done []", "\nat Foo.php(12)"])
@pytest.mark.parametrize("broken", BROKEN)
def test_a_broken_event_ends_before_the_context_of_its_line(broken, below, suffix):
    spelled, value = BROKEN[broken]
    reading = read_payload(BEFORE + spelled + suffix + below)
    assert reading.error is None
    [event] = reading.events
    params = [{"name": "product", "value": value}]
    assert json.loads(event.text) == {"eventTypeKey": "productViewed", "keyValue": "a@b.ua", "params": params}
    sound = read_payload(BEFORE + START + '"x"}]}' + suffix + below)
    told = [[each.message for each in one.repairs if each.code == "text_around"] for one in (event, *sound.events)]
    assert told[0] == told[1]  # no more and no less than beside a sound event


@pytest.mark.parametrize("broken", BROKEN)
def test_each_line_has_its_own(broken):
    line = BEFORE + BROKEN[broken][0] + ' [] {"uid":"a1"}\n'
    assert len(read_payload(line * 3).events) == 3


def test_words_in_a_context_are_told():
    spelled, _value = BROKEN["a quote in a value"]
    [event] = read_payload(BEFORE + spelled + ' {"note":"Дякую за покупку"}').events
    assert any("Дякую за покупку" in repair.message for repair in event.repairs)


@pytest.mark.parametrize(
    "suffix",
    [
        " []]", " [}", " [x]", " [] [] []", ' {"x":{"eventTypeKey":"q"}}', ' [{"name":"a","value":"b"}]',
        ' {"name":"a","value":"b"}', ' "}]}', f' {{"x":"{"y" * 3000}"}}',
    ],
)  # fmt: skip
def test_what_may_be_more_of_the_event_is_no_context(suffix):
    spelled, _value = BROKEN["a quote in JSON in a text"]
    assert read_payload(BEFORE + spelled + suffix).error is not None


@pytest.mark.parametrize("before", ["", "send "])
def test_a_line_of_no_log_has_no_context(before):
    spelled, _value = BROKEN["a quote in JSON in a text"]
    assert read_payload(f"{before}{spelled} []").error is not None


def test_an_event_that_lacks_a_bracket_does_not_end_with_one_of_the_context():
    spelled, _value = BROKEN["a quote in a value"]
    for lacking in (spelled[:-1], spelled[:-2], spelled.replace("}}]", "}]")):
        for suffix in SUFFIXES[1:]:
            assert read_payload(BEFORE + lacking + suffix).events == ()
