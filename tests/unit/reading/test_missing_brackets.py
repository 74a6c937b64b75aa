"""A list that lacks its closing bracket at the end of an event: put in where nothing else can be meant."""

import json

import pytest

from yespo_console.reading.reader import read_payload

HEAD = '{"eventTypeKey":"x","keyValue":"a@b.ua","params":'


@pytest.mark.parametrize(
    ("params", "whole"),
    [
        (
            '[{"name":"email","value":"a@b.ua"},{"name":"b","value":"1"}}',
            '[{"name":"email","value":"a@b.ua"},{"name":"b","value":"1"}]}',
        ),
        ('[{"name":"b","value":"1"}}', '[{"name":"b","value":"1"}]}'),
        ('[\n {"name":"b","value":"1"}\n}\n', '[\n {"name":"b","value":"1"}]\n}'),
        ('{"tags":["a","b"}}', '{"tags":["a","b"]}}'),
        ('[{"name":"t","value":["a","b"}]}', '[{"name":"t","value":["a","b"]}]}'),
        ('[{"name":"t","value":[{"a":1},{"a":2}}]}', '[{"name":"t","value":[{"a":1},{"a":2}]}]}'),
    ],
)
@pytest.mark.parametrize("around", ["{}", "Добрий день!\n\n{}\n\nДякую", "curl https://yespo.io/api/v2/event -d '{}'"])
def test_the_bracket_of_a_list_that_is_missing_at_the_end_is_put_in_with_a_repair(params, whole, around):
    reading = read_payload(around.replace("{}", HEAD + params))
    assert [event.text for event in reading.events] == [HEAD + whole]
    [repair] = [each for each in reading.events[0].repairs if each.code == "missing_bracket"]
    assert (repair.code, repair.before, repair.after) == ("missing_bracket", "", "]")
    assert repair.message == "A bracket that was missing was put in: ]"
    assert reading.error is None


def test_a_line_whose_list_goes_on_in_the_next_one_is_no_event():
    goes_on = HEAD + '[{"name":"a","value":"1"}}\n{"name":"b","value":}]}'
    reading = read_payload(f"{goes_on}\n{HEAD}[]}}")
    assert [event.text for event in reading.events] == [HEAD + "[]}"]
    assert "Line 2, column 1: what begins here is no event by itself." in reading.error


def test_each_line_may_lack_a_bracket():
    broken = HEAD + '[{"name":"b","value":"1"}}'
    reading = read_payload(f"{broken}\n{HEAD}[]}}\n{broken}")
    assert [len(json.loads(event.text)["params"]) for event in reading.events] == [1, 0, 1]
    assert [[repair.line for repair in event.repairs] for event in reading.events] == [[1], [], [3]]


@pytest.mark.parametrize(
    "params",
    [
        '[{"name":"t","value":["a"}]}',
        '{"t":["v"}}',
        '[{"email":"x"}}',
        '[{"name":"t","value":"v"},}',
        '[{"name":"t","value":"v"}}}',
        '[{"name":"t","value":["a","b"},{"name":"b","value":"1"}]}',
        '[{"name":"t","value":["a","b"},{"name":"b","value":["1"]}]}}',
        "[}",
    ],
)
def test_a_bracket_that_may_be_missing_elsewhere_or_be_too_many_is_told_as_such(params):
    reading = read_payload(HEAD + params)
    assert reading.events == ()
    assert "Write the ] that is missing, or take out the bracket that is too many." in reading.error


def test_without_the_bracket_there_is_no_event():
    text = HEAD + '[{"name":"b","value":"1"}}'
    [event] = read_payload(text).events
    reading = read_payload(text, refused=frozenset(repair.identity for repair in event.repairs))
    assert reading.events == ()
    assert "A bracket that was missing was put in" in reading.error


def test_a_text_that_ends_within_its_brackets_is_still_cut_off():
    assert "It is cut off" in read_payload(HEAD + '[{"name":"b","value":"1"}').error


@pytest.mark.parametrize(
    "params",
    [
        '[{"name": "t", "value": "1"}], "tags": ["a", "b]"}',
        '[{"name": "a", "value": "1}]"}',
        '{"tags": ["c", "d],"}',
        '[{"name": "a", "value": "1"} // the first, {"name": "b", "value": "2"}]\n',
    ],
)
def test_no_bracket_is_put_in_where_one_stands_in_a_text_or_in_a_comment(params):
    reading = read_payload(f'{{"eventTypeKey": "x", "keyValue": "a@b.ua", "params": {params}}}')
    assert reading.events == ()
    assert "the [ that opens here is still open" in reading.error
