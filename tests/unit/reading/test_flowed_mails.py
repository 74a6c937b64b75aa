"""A mail whose lines end with a space where they go on: no break inside a text is known to be meant."""

import json

import pytest

from yespo_console.reading.reader import read_payload

EVENT = (
    '{"eventTypeKey":"searchRequest","keyValue":"k","params":[{"name":"email","value":"a@b.co"}, \n'
    '{"name":"search","value":"червона сукня з довгим рукавом та поясом розмір \nM"}]}'
)


@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "Content-Type: text/plain; charset=utf-8; format=flowed\n\n{}",
        "Привіт,\n\n{}\n\n-- \nІван",
    ],
)
def test_a_break_behind_a_space_is_refused_in_a_full_line(around):
    reading = read_payload(around.replace("{}", EVENT))
    assert reading.events == ()
    assert "this line break stands inside a text" in reading.error


@pytest.mark.parametrize("value", ["сукня \nM", "сукня  \nрозмір M"])
def test_a_break_in_a_short_line_is_kept(value):
    said = {"eventTypeKey": "x", "keyValue": "k", "params": [{"name": "q", "value": value}]}
    text = json.dumps(said, ensure_ascii=False, indent=1).replace("\\n", "\n")
    assert [json.loads(event.text) for event in read_payload(text).events] == [said]
