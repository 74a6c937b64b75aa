"""An event in a line with a number sign: a heading of Markdown, or a comment of a program. Nobody can tell."""

import pytest

from yespo_console.reading.reader import read_payload

A = '{"eventTypeKey":"a","params":[]}'
B = '{"eventTypeKey":"b","params":[]}'
IN_LINES = '{\n  "eventTypeKey": "b",\n  "params": []\n}'


@pytest.mark.parametrize(
    ("payload", "place"),
    [
        (f"{A}\n# Cart: {B}", "Line 2, column 9: "),
        (f"{A}\n\n### Подія 2: {B}\n", "Line 3, column 14: "),
        (f"{A}\n  # Cart: {B}\n", "Line 2, column 11: "),
        (f"{A}\n# data = {B}", "Line 2, column 10: "),
        (f"# Cart: {A}\n# Order: {B}", "Line 2, column 10: "),
        (f"> {A}\n> # Order: {B}", "Line 2, column 12: "),
        (f"{A}\n# Order: {B}\n{A}", "Line 2, column 10: "),
    ],
)
def test_an_event_behind_words_in_such_a_line_is_told_and_not_read(payload: str, place: str) -> None:
    reading = read_payload(payload)

    assert reading.events
    assert all('"b"' not in event.text for event in reading.events)
    assert reading.error is not None
    assert reading.error.startswith(f"{place}an event begins here in a line that begins with “#”.")


@pytest.mark.parametrize("payload", [f"{A}\n# {B}", f"{A}\n// Cart: {B}", f"{A} # was: {B}", f"{A}\n# Cart: {{id}}"])
def test_what_is_surely_a_comment_is_left_out_as_one(payload: str) -> None:
    reading = read_payload(payload)

    [event] = reading.events
    assert [repair.code for repair in event.repairs] == ["comment"]
    assert reading.error is None


def test_an_event_that_begins_in_such_a_line_and_goes_on_below_has_a_heading() -> None:
    [_first, second] = read_payload(f"{A}\n# Cart: {IN_LINES}").events

    assert [repair.before for repair in second.repairs] == ["# Cart:"]
