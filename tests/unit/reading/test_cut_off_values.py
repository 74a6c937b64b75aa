"""What a program cut off within a value, at the end of a table, of a form or of a command: never another event."""

import json

import pytest

from yespo_console.events import wire
from yespo_console.reading.reader import read_payload

URL = "https://yespo.io/api/v2/event"
MARKS = (
    "[truncated]",
    "... [truncated]",
    "...(truncated)",
    "<truncated>",
    "(1234 more bytes)",
    "… (1,234 more characters)",
    "…[+1234 chars]",
    "... [обрізано]",
)


def event(value):
    return json.dumps(
        {"eventTypeKey": "a", "keyValue": "1", "params": [{"name": "note", "value": value}]}, ensure_ascii=False
    )


@pytest.mark.parametrize("mark", MARKS)
def test_an_event_in_which_a_program_cut_off_a_value_is_refused_with_the_place(mark):
    reading = read_payload(f"{event('whole')}\n{event(f'two wor{mark}')}")
    assert [each.text for each in reading.events] == [event("whole")]
    assert reading.error.startswith("Line 2, column ")
    assert "was cut off" in reading.error


@pytest.mark.parametrize("mark", MARKS)
def test_an_event_whose_middle_a_program_cut_out_is_refused(mark):
    text = event("one") + event("two")
    cut = text[: text.index("one") + 2] + mark + text[text.index("two") + 1 :]
    reading = read_payload(cut)
    assert reading.events == ()
    assert "was cut off" in reading.error


@pytest.mark.parametrize(
    "value", ["Read more...", "і так далі…", "12 more items", "SSD (512 bytes)", "truncated cone", "[Sale] shoes"]
)
def test_dots_and_words_that_people_write_are_values(value):
    reading = read_payload(event(value))
    assert [each.text for each in reading.events] == [event(value)]
    assert reading.error is None


TABLE = (
    "eventTypeKey,keyValue,page\n"
    'pageViewed,a@example.com,"{""location"":""https://example.com/a""}"\n'
    'pageViewed,b@example.com,"{""location"":""https://example.com/b""}"'
)


def test_a_table_that_is_cut_off_in_its_last_row_gives_the_rows_before_it_and_says_so():
    whole = [wire.read(each.body().text) for each in read_payload(TABLE).events]
    assert len(whole) == 2
    for end in range(TABLE.index("b@example.com"), len(TABLE)):
        reading = read_payload(TABLE[:end])
        assert [wire.read(each.body().text) for each in reading.events] == whole[:1], TABLE[:end]
        assert "ine 3" in reading.error, TABLE[:end]


@pytest.mark.parametrize("mark", ["...", "…", *MARKS])
def test_a_mark_at_the_end_of_a_table_says_that_its_last_row_is_cut_off(mark):
    reading = read_payload(f"eventTypeKey;keyValue;phone\na;1;380501234567\na;2;3805012{mark}")
    assert [json.loads(each.text)["keyValue"] for each in reading.events] == ["1"]
    assert "was cut off" in reading.error


def test_lines_of_json_below_a_header_are_no_rows_of_a_table():
    reading = read_payload('eventTypeKey,note\n{\n  "eventTypeKey": "b",\n  "keyValue": "2",\n  "params": []\n}')
    assert {json.loads(each.text)["eventTypeKey"] for each in reading.events} <= {"b"}
    assert reading.error


def test_the_params_of_a_form_that_is_cut_off_are_refused():
    fields = "eventTypeKey=a&keyValue=u%40example.com&params="
    params = "%5B%7B%22name%22%3A%22email%22%2C%22value%22%3A%22u%40example.com%22%7D%5D"
    assert read_payload(fields + params).events
    for end in range(6, len(params)):
        reading = read_payload(fields + params[:end])
        assert reading.events == (), params[:end]
        assert reading.error


@pytest.mark.parametrize("end", ["keyValue=u@exam...", "keyValue=u@exam…", "params:", "keyValue=1 (1234 more bytes)"])
def test_a_command_of_httpie_that_is_cut_off_is_refused(end):
    reading = read_payload(f"http POST {URL} eventTypeKey=a {end}")
    assert reading.events == ()
    assert "cut off" in reading.error


@pytest.mark.parametrize(
    "shown",
    [
        '{eventTypeKey: "x", keyValue: "a@b.ua", params: [{name: "email",…}, {name: "p",…}]}',
        '{eventTypeKey: "x", keyValue: "a@b.ua",…}',
        '{eventTypeKey: "x", keyValue: "a@b.ua", params: [{name: "a", value: {b: 1,…}}]}',
        '{eventTypeKey: "x", keyValue: "a@b.ua", params: [{name: "email", …}]}',
        '{"eventTypeKey": "x", "keyValue": "k", "params": [{"name": "a", "value": "{"b": 1,…}"}]}',
    ],
)
def test_an_event_of_whose_objects_a_preview_shows_a_part_is_refused_with_the_place(shown):
    reading = read_payload(f"{event('whole')}\n{shown}")
    assert [json.loads(each.text) for each in reading.events] == [json.loads(event("whole"))]
    assert reading.error.startswith(f"Line 2, column {shown.index('…') + 1}: ")
    assert "It is cut off" in reading.error


@pytest.mark.parametrize(
    "dots", ['{"name": "a", "value": "1"}, …]}', '{"name": "a", "value": "1", …}]}', '{"name": "a", "value": "1"}], …}']
)
def test_a_sign_by_which_a_person_means_more_of_the_same_is_left_out(dots):
    [read] = read_payload(f'{{"eventTypeKey": "x", "keyValue": "k", "params": [{dots}').events
    assert json.loads(read.text)["params"] == [{"name": "a", "value": "1"}]
    assert [repair.code for repair in read.repairs] == ["ellipsis"]


@pytest.mark.parametrize(
    "value",
    [
        '[{"productId":"1","price":5},{"productId":"2","pri...',
        '[{"productId":"1","price":5},{"productId":"2","pri…',
        '[{"productId":"1","price":5},{"productId":"2","price":5...',
        '{"productId":"1","name":"Cha...',
        "{'productId': '1', 'pri...",
        '["a","b...',
        [{"productId": "1", "attributes": '{"size":"4...'}],
    ],
)
def test_json_in_a_text_that_ends_in_dots_before_its_end_is_cut_off(value):
    cut = event(value)
    reading = read_payload(f"{event('whole')}\n{cut}")
    assert [each.text for each in reading.events] == [event("whole")]
    column = max(cut.rfind("..."), cut.rfind("…")) + 1
    assert reading.error.startswith(f"Line 2, column {column}: ")
    assert "was cut off" in reading.error


def test_the_place_of_the_dots_is_told_where_they_are_written_as_a_code():
    cut = json.dumps(json.loads(event('{"productId":"1","name":"Cha…')))
    reading = read_payload(cut)
    assert reading.events == ()
    assert reading.error.startswith(f"Line 1, column {cut.index('u2026')}: ")


@pytest.mark.parametrize(
    "value",
    [
        '[{"productId":"1","note":"Read more..."}]',
        '["Nike"] shoes and more...',
        "[Sale] shoes and more...",
        '{"a":1} and so on…',
        '"Nike" and more...',
        "{'size': 'M'} тощо...",
        '{"a":"x\ny"} і далі...',
        "{'name'}, ваш кошик чекає...",
        '{"total"} грн...',
        '["Nike", Adidas, Puma...',
        '["Sale" тільки сьогодні...',
    ],
)
def test_dots_behind_words_that_stand_beside_brackets_are_a_part_of_the_value(value):
    reading = read_payload(event(value))
    assert [each.text for each in reading.events] == [event(value)]
    assert reading.error is None


def test_no_place_is_told_for_dots_whose_words_stand_in_another_event_too():
    reading = read_payload("\n".join((event("Read more..."), event('["a","Read more...'))))
    assert [each.text for each in reading.events] == [event("Read more...")]
    assert reading.error.startswith("“...” says that the text before it was cut off.")


@pytest.mark.parametrize("params", ['[{name: "email", value: "a@b.ua"},…]', '[{"name":"b", ...}]', '[{"name":"b", …}]'])
def test_what_a_preview_left_out_is_cut_off(params):
    reading = read_payload(f'{{"eventTypeKey": "x", "keyValue": "a@b.ua", "params": {params}}}')
    assert reading.events == ()
    assert "was left out here" in reading.error


@pytest.mark.parametrize("params", ['[{name: "email",…}, {name: "p",…}]', '[{name: "email", value: "a@b.ua"},…]'])
def test_what_a_preview_left_out_in_code_is_no_member(params):
    body = f'{{eventTypeKey: "x", keyValue: "a@b.ua", params: {params}}}'
    reading = read_payload(f'fetch("https://yespo.io/api/v2/event", {{method: "POST", body: JSON.stringify({body})}})')
    assert reading.events == ()
    assert reading.error
