"""Source code and commands in messages of a log and cells of a table, whose quotes have escapes of their own."""

import json

import pytest

from yespo_console.reading.reader import read_payload

VALUES = [
    "Чайник",
    'Монітор 27" Pro',
    "Об'єм",
    "рядок\nдва",
    "a\\b",
    '{"productId":"1","name":"27\\" x"}',
    "C:\\new\\table",
    'Об\'єм 27" \\ ""',
]


def _event(value, number=1):
    return {"eventTypeKey": "vip", "keyValue": f"k{number}", "params": [{"name": "t", "value": value}]}


def _single_quoted(text):
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'"


def _python(event):
    return f"send {event!r}"


def _php(event):
    value = _single_quoted(event["params"][0]["value"])
    params = f"[['name' => 't', 'value' => {value}]]"
    return f"sent ['eventTypeKey' => 'vip', 'keyValue' => '{event['keyValue']}', 'params' => {params}]"


def _ruby(event):
    value = _single_quoted(event["params"][0]["value"])
    params = f"[{{'name' => 't', 'value' => {value}}}]"
    return f"body = {{'eventTypeKey' => 'vip', 'keyValue' => '{event['keyValue']}', 'params' => {params}}}"


def _var_export(event):
    value = _single_quoted(event["params"][0]["value"])
    return (
        f"array (\n  'eventTypeKey' => 'vip',\n  'keyValue' => '{event['keyValue']}',\n  'params' => \n  array (\n"
        f"    0 => \n    array (\n      'name' => 't',\n      'value' => {value},\n    ),\n  ),\n)"
    )


def _curl(event):
    body = json.dumps(event, ensure_ascii=False).replace("'", "'\\''")
    return f"curl -X POST https://yespo.io/api/v2/event -d '{body}'"


WRITERS = [_python, _php, _ruby, _var_export, _curl]


def _json_line(message):
    return json.dumps({"level": "info", "message": message}, ensure_ascii=False)


def _ascii_json_line(message):
    return json.dumps({"level": "info", "message": message})


def _logfmt(message):
    return f"level=info msg={json.dumps(message, ensure_ascii=False)} status=400"


def _docker(message):
    record = {"log": f"{message}\n", "stream": "stdout", "time": "2026-11-29T10:00:00Z"}
    return json.dumps(record, ensure_ascii=False)


def _monolog(message):
    return f"[2026-11-29 10:00:00] local.INFO: yespo {json.dumps({'body': message}, ensure_ascii=False)} []"


def _json_line_in_docker(message):
    return _docker(_json_line(message))


LINES = [_json_line, _ascii_json_line, _logfmt, _docker, _monolog, _json_line_in_docker]


def _table(messages):
    rows = ['"Nov 29, 2026","' + message.replace('"', '""') + '"' for message in messages]
    return "\n".join(['"@timestamp",message', *rows])


def _values(reading):
    return [json.loads(event.text)["params"][0]["value"] for event in reading.events]


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("line", LINES)
def test_a_message_is_read_without_the_escapes_of_its_log(line, write, value):
    reading = read_payload(line(write(_event(value))))
    assert (_values(reading), reading.error) == ([value], None)
    assert reading.source == "log"


@pytest.mark.parametrize("value", VALUES)
@pytest.mark.parametrize("write", WRITERS)
def test_a_cell_is_read_without_its_doubled_quotes(write, value):
    messages = [write(_event(value)), write(_event('27" x', 2))]
    reading = read_payload(_table(messages))
    assert (reading.source, _values(reading), reading.error) == ("csv", [value, '27" x'], None)


@pytest.mark.parametrize("write", [_python, _php, _ruby, _var_export])
@pytest.mark.parametrize("rows", [1, 3])
def test_a_cell_without_a_double_quote_is_a_cell_too(rows, write):
    reading = read_payload(_table([write(_event(f"рядок {number}", number)) for number in range(rows)]))
    expected = [f"рядок {number}" for number in range(rows)]
    assert (reading.source, _values(reading), reading.error) == ("csv", expected, None)


def test_a_text_that_code_hands_over_is_no_cell():
    reading = read_payload(
        "axios.post('https://yespo.io/api/v2/event',\"{'eventTypeKey':'a\\\\\\\\b','params':[]}\",{});"
    )
    assert reading.source != "csv"


@pytest.mark.parametrize("write", WRITERS)
@pytest.mark.parametrize("line", LINES)
def test_every_line_gives_its_event_and_tells_that_it_was_escaped(line, write):
    reading = read_payload("\n".join(line(write(_event(f'27" {number}', number))) for number in range(3)))
    assert _values(reading) == ['27" 0', '27" 1', '27" 2']
    assert all([repair.code for repair in event.repairs].count("escaped_text") == 1 for event in reading.events)


def test_the_place_of_what_was_undone_is_that_of_the_event_in_its_line():
    text = _json_line("start") + "\n" + _json_line(_python(_event('27" x')))
    (event,) = read_payload(text).events
    undone = next(repair for repair in event.repairs if repair.code == "escaped_text")
    assert (undone.line, undone.column) == (2, text.splitlines()[1].index("{'eventTypeKey'") + 1)


@pytest.mark.parametrize("write", [_python, _php, _curl])
def test_what_was_undone_can_be_refused(write):
    text = _json_line(write(_event('27" x')))
    undone = {repair.identity for event in read_payload(text).events for repair in event.repairs}
    assert read_payload(text, refused=undone).events == ()


@pytest.mark.parametrize("line", [_json_line, _logfmt])
def test_a_message_whose_closing_quote_is_missing_is_refused(line):
    text = line(_python(_event("рядок\nдва")))
    reading = read_payload(text[: text.index("}]}") + 3])
    assert reading.events == ()
    assert "the quote that opens here is never closed" in reading.error


def test_a_message_that_nobody_has_escaped_is_read_as_it_stands():
    reading = read_payload(
        "level=info msg=\"send {'eventTypeKey': 'vip', 'keyValue': 'Об\\'єм', 'params': []}\" status=400"
    )
    assert [json.loads(event.text)["keyValue"] for event in reading.events] == ["Об'єм"]


def test_a_message_that_is_escaped_in_two_ways_is_refused():
    reading = read_payload(
        "level=info msg=\"send {'eventTypeKey': 'vip', 'keyValue': 'Об\\'єм 27\\\"', 'params': []}\""
    )
    assert reading.events == ()
    assert "this backslash can be meant as itself" in reading.error


def test_a_quote_too_many_in_another_line_of_an_entry_opens_nothing():
    text = f'2026-11-29 10:00:00 INFO a screen of 27" was sent\n  {_json_line(_python(_event("a" + chr(9) + "b")))}'
    assert _values(read_payload(text)) == ["a\tb"]


def test_a_dict_beside_other_quotes_of_its_line_keeps_its_own_escapes():
    line = f'2026-11-29 10:00:00 INFO "a" {_event("a" + chr(10) + "b")!r} "b"'
    assert _values(read_payload(line)) == ["a\nb"]


@pytest.mark.parametrize("line", [*LINES, lambda message: _table([message])])
def test_a_key_in_a_quoted_command_is_a_secret_and_shown_nowhere(line):
    key = "Xk9fQ2mLp7Zr4TnW8sVb3Yc6"
    message = _curl(_event('27" x')).replace("curl", f"password=Qw3rty771 curl -u api:{key}")
    reading = read_payload(line(message))
    assert key in [found.secret.reveal() for found in reading.secrets]
    shown = " ".join(repair.message + repair.before for event in reading.events for repair in event.repairs)
    assert _values(reading) == ['27" x']
    assert key not in shown
    assert "Qw3rty771" not in shown


def test_three_quotes_of_python_are_no_cell():
    code = (
        "\"\"\"Sends {'eventTypeKey': 'x', 'params': []}\"\"\"\nimport requests\n"
        "requests.post('https://yespo.io/api/v2/event', json={'eventTypeKey': 'real', 'params': []})\n"
    )
    reading = read_payload(code)
    assert (reading.source, [json.loads(event.text)["eventTypeKey"] for event in reading.events]) == (
        "python",
        ["real"],
    )


@pytest.mark.parametrize(
    "line",
    ["2026-11-29 10:32:11 INFO {event} стара подія\n", '7,"стара подія: {cell}",x\n'],
    ids=["a log", "cells"],
)
def test_of_very_many_words_beside_events_some_are_told_and_the_rest_is_counted(line):
    event = '{"eventTypeKey":"vip","keyValue":"a@example.com","params":[]}'
    reading = read_payload(line.replace("{event}", event).replace("{cell}", event.replace('"', '""')) * 150)
    assert len(reading.events) == 150
    assert sum(each.length >= len("стара подія") for event in reading.events for each in event.repairs) == 100
    assert [(left.code, left.count) for left in reading.left_out] == [("text_beside", 50)]
