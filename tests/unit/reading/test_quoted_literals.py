"""Objects of JavaScript and Python in double quotes: of a program, which escapes twice, or put there by hand."""

import json

import pytest

from yespo_console.reading.reader import read_payload

SAID = {"eventTypeKey": "x", "keyValue": "k", "params": [{"name": "path", "value": "C:\\temp\nb"}]}
#: The same with single quotes and escapes, and as a program writes that in double quotes.
LITERAL = r"{'eventTypeKey':'x','keyValue':'k','params':[{'name':'path','value':'C:\\temp\nb'}]}"
PRINTED = json.dumps(LITERAL)
BARE = LITERAL.replace("'eventTypeKey'", "eventTypeKey").replace("'keyValue'", "keyValue")
PLAIN = r"{'eventTypeKey':'x','keyValue':'k','params':[]}"


def test_a_statement_is_one_of_a_program():
    reading = read_payload(f"{PRINTED};")
    assert [json.loads(event.text) for event in reading.events] == [SAID]
    assert {"escaped_text", "single_quotes"} <= {repair.code for repair in reading.events[0].repairs}


@pytest.mark.parametrize("printed", [PRINTED, json.dumps(BARE)], ids=["quoted", "bare"])
@pytest.mark.parametrize("around", ["• {}", "Тіло: {}\nДякую", "Тіло: {}"])
def test_words_around_do_not_tell(around, printed):
    reading = read_payload(around.format(printed))
    assert reading.events == ()
    assert "JSON as it stands, and other JSON if a program printed it" in reading.error


@pytest.mark.parametrize("around", ['"{}";', '• "{}"', 'Тіло: "{}"\nДякую'])
def test_without_backslashes_there_is_one_reading_and_the_quotes_are_told(around):
    reading = read_payload(around.format(PLAIN))
    assert [json.loads(event.text)["params"] for event in reading.events] == [[]]
    assert reading.source == "json"
    assert "single_quotes" in {repair.code for repair in reading.events[0].repairs}


def test_a_cell_among_others_is_still_one():
    reading = read_payload(f'17;"{PLAIN}";200')
    assert (reading.source, len(reading.events)) == ("csv", 1)


@pytest.mark.parametrize("around", ["{}", '"{}"', "curl https://yespo.io/api/v2/event -d '\"{}\"'"])
def test_doubled_quotes_without_quotes_around_the_names(around):
    said = '{eventTypeKey: ""x"", keyValue: ""k"", params: [{name: ""q"", value: """"}]}'
    [event] = read_payload(around.format(said)).events
    assert json.loads(event.text) == {"eventTypeKey": "x", "keyValue": "k", "params": [{"name": "q", "value": ""}]}


def test_an_empty_text_is_no_doubled_quote():
    [event] = read_payload('{eventTypeKey: "x", keyValue: "", params: [{name: "q", value: ""}]}').events
    assert json.loads(event.text)["keyValue"] == ""
