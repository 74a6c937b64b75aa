"""Events that a program printed over several lines, each of which its container put into a line of its log."""

import json

import pytest

from yespo_console.reading.reader import read_payload

EVENT = {"eventTypeKey": "searchRequest", "keyValue": "k", "params": [{"name": "search", "value": "сукня {27}"}]}
OTHER = EVENT | {"keyValue": "other"}


def _logged(*printed):
    """What Docker writes for a program that prints these."""
    lines = [line for text in printed for line in text.splitlines(keepends=True)]
    return "\n".join(
        json.dumps({"log": line, "stream": "stdout", "time": f"2026-03-12T14:22:{number:02}Z"}, ensure_ascii=False)
        for number, line in enumerate(lines)
    )


def _pretty(event):
    return json.dumps(event, indent=2, ensure_ascii=False) + "\n"


@pytest.mark.parametrize(
    "printed",
    [
        (_pretty(EVENT),),
        ("Sending:\n", _pretty(EVENT), "done\n"),
        ("Sending: " + _pretty(EVENT), "done\n"),
        (json.dumps(EVENT) + "\n",),
        ("main() {\n", json.dumps(EVENT) + "\n"),
    ],
)
def test_an_event_of_several_lines_is_read(printed):
    reading = read_payload(_logged(*printed))
    assert [json.loads(event.text) for event in reading.events] == [EVENT], reading.error
    assert reading.source == "log"


def test_events_of_several_lines_are_told_apart():
    reading = read_payload(_logged(_pretty(EVENT), "sent\n", _pretty(OTHER), json.dumps(EVENT) + "\n"))
    assert [json.loads(event.text) for event in reading.events] == [EVENT, OTHER, EVENT], reading.error


def test_one_that_is_cut_off_is_told_and_takes_no_other_with_it():
    cut = "".join(_pretty(OTHER).splitlines(keepends=True)[:-4])
    reading = read_payload(_logged(json.dumps(EVENT) + "\n", cut))
    assert [json.loads(event.text) for event in reading.events] == [EVENT]
    assert "text_around" in [repair.code for repair in reading.events[0].repairs]
