"""JSON that was copied out of a command without the command has its apostrophes again, or is refused."""

import json

import pytest

from yespo_console.reading.reader import read_payload

URL = "https://yespo.io/api/v2/event"
EVENT = {
    "eventTypeKey": "a",
    "keyValue": "О'Ніл",
    "params": [
        {"name": "name", "value": "Здоров'я і м'ята"},
        {"name": "product", "value": json.dumps({"productId": "1", "price": 5, "title": 'Л\'Орeаль 27" "Pro"'})},
    ],
}
LINE = json.dumps(EVENT, ensure_ascii=False)
PRETTY = json.dumps(EVENT, ensure_ascii=False, indent=2)
#: ``EV`` is the event as it stands between single quotes of a shell.
PIECES = (
    "'EV'",
    "EV",
    "'EV",
    "EV'",
    "  'EV' \\",
    "Ось тіло:\n'EV'\nДякую",
    "Ось тіло:\nEV\nДякую",
    "```\n'EV'\n```",
    "> 'EV'",
)


@pytest.mark.parametrize("apostrophe", ["'\\''", "'\"'\"'"], ids=("backslash", "double quotes"))
@pytest.mark.parametrize("event", [LINE, PRETTY], ids=("line", "layout"))
@pytest.mark.parametrize("piece", PIECES)
def test_apostrophes_of_a_shell_are_read_and_told(piece, event, apostrophe):
    written = event.replace("'", apostrophe)
    if piece.startswith(">"):
        written = written.replace("\n", "\n> ")
    payload = piece.replace("EV", written)
    reading = read_payload(payload)
    assert reading.error is None
    assert [json.loads(each.text) for each in reading.events] == [EVENT] * piece.count("EV")
    told = [repair for repair in reading.events[0].repairs if repair.code == "shell_apostrophe"]
    assert [repair.before for repair in told] == [apostrophe]
    assert told[0].offset == payload.index(apostrophe)


@pytest.mark.parametrize(
    "command",
    ["curl -X POST URL -d 'EV'", "echo 'EV' | curl URL -d @-", "wget --post-data='EV' URL", "http POST URL --raw 'EV'"],
)
def test_a_whole_command_is_read_as_the_shell_reads_it(command):
    reading = read_payload(command.replace("URL", URL).replace("EV", LINE.replace("'", "'\\''")))
    assert reading.error is None
    [event] = reading.events
    assert json.loads(event.text) == EVENT
    assert event.repairs == ()


@pytest.mark.parametrize("apostrophe", ["'\\''", "'\"'\"'"], ids=("backslash", "double quotes"))
@pytest.mark.parametrize("event", [LINE, PRETTY], ids=("line", "layout"))
@pytest.mark.parametrize("rest", ["-d 'EV'", "--data-raw 'EV'", "ontent-Type: application/json' \\\n  -d 'EV'"])
def test_the_rest_of_a_command_is_read_as_the_shell_reads_it(rest, event, apostrophe):
    reading = read_payload(rest.replace("EV", event.replace("'", apostrophe)))
    assert (reading.source, reading.error) == ("curl", None)
    [read] = reading.events
    assert json.loads(read.text) == EVENT
    assert read.repairs[-1].code == "command_cut_off"


@pytest.mark.parametrize(
    "value",
    ["Здоров'\\''я, м'ята", "'\\''так'", "а ' б, Здоров'\\''я", "Здоров'\\''я '{код}'"],
)
@pytest.mark.parametrize("around", ["", "'"])
def test_other_single_quotes_beside_them_leave_two_readings(value, around):
    reading = read_payload(
        f'{around}{{"eventTypeKey":"a","keyValue":"k","params":[]}}{around}'.replace('"k"', f'"{value}"')
    )
    assert reading.events == ()
    assert reading.error


def test_sound_json_keeps_what_looks_like_an_apostrophe_of_a_shell():
    text = json.dumps({"eventTypeKey": "a", "keyValue": "'\\''", "params": []})
    [event] = read_payload(text).events
    assert json.loads(event.text)["keyValue"] == "'\\''"
    assert event.repairs == ()


@pytest.mark.parametrize("before", ["http POST a.example <<< ", "send --raw ", "body="])
def test_a_log_that_quotes_json_as_a_shell_does_is_read_with_plain_apostrophes(before):
    said = """{"eventTypeKey":"a","keyValue":"k","params":[{"name":"n","value":"об'єкт п'ять"}]}"""
    quoted = said.replace("'", "'\\''")
    reading = read_payload(f"2024-05-01 10:00:00 {before}'{quoted}'")
    [event] = reading.events
    assert (event.text, reading.error) == (said, None)
    assert [repair.args for repair in event.repairs if repair.code == "shell_apostrophe"] == [(("count", "2"),)]


def test_a_log_with_other_apostrophes_beside_those_of_a_shell_is_refused():
    reading = read_payload("""2024-05-01 10:00:00 body='{"eventTypeKey":"a","n":"it'\\''s o'neil"}'""")
    assert reading.events == ()
    assert "as a shell wants it" in reading.error


def test_a_broken_body_is_not_read_when_a_quotation_behind_it_never_ends():
    body = '{"eventTypeKey":"x","keyValue":"k","params":[{"name":"page","value":"{"location": "\'"}"}]}'
    reading = read_payload(f"curl {URL} -d '{body};'")
    assert reading.events == ()
    assert "never ends" in reading.error


@pytest.mark.parametrize("behind", ["; echo it's done", "\n\nце м'яч"])
def test_an_apostrophe_behind_a_sound_body_is_none_of_it(behind):
    body = '{"eventTypeKey":"x","keyValue":"k","params":[]}'
    assert [event.text for event in read_payload(f"curl {URL} -d '{body}'{behind}").events] == [body]
