"""An event inside other JSON is found although that JSON is damaged, and is the one that the whole has when mended."""

import pytest

from yespo_console.events.json_text import parse
from yespo_console.reading.reader import read_payload

URL = "https://yespo.io/api/v2/event"
EVENT = '{"eventTypeKey":"x","keyValue":"o@e.ua","params":[{"name":"a","value":"y"}]}'


@pytest.mark.parametrize(
    "text",
    [
        f'{{"body": {EVENT[:-2]},]}}}}',
        f'{{"body": {EVENT},}}',
        f'{{"body": {EVENT}}} // sent',
        f'{{/* sent */ "body": {EVENT}}}',
        f"{{body: {EVENT}}}",
        f'{{"method":"POST" "body": {EVENT}}}',
        f"{{“body”: {EVENT}}}",
        f'- {{"body": {EVENT}}}',
        f'[{{"body": {EVENT},}}]',
        f'{{"data":{{"headers":{{"A":"b",}},"body": {EVENT}}}}}',
    ],
)
def test_the_event_is_taken_out_and_that_is_told(text):
    reading = read_payload(text)
    assert (reading.source, reading.error) == ("json", None)
    [event] = reading.events
    assert parse(event.text) == parse(EVENT)
    assert "taken_out" in [repair.code for repair in event.repairs]


def test_a_placeholder_in_it_stands_at_its_place_in_the_event():
    reading = read_payload(f'{{"url":"{URL}","body":{EVENT.replace(chr(34) + "y" + chr(34), "Phone")}}}')
    [event] = reading.events
    assert (event.url, reading.error) == (URL, None)
    assert [repair.pointer for repair in event.repairs if repair.code == "placeholder"] == ["/params/0/value"]


@pytest.mark.parametrize(
    "text",
    [
        '{"type":"object","properties":{"eventTypeKey":{"type":"string"},}}',
        f'{{"body": {EVENT[:-3]}',
        '{"a":1,}',
    ],
)
def test_a_description_a_cut_off_envelope_and_other_json_are_refused(text):
    reading = read_payload(text)
    assert reading.events == ()
    assert reading.error
