"""A number as a name of JavaScript is called as JavaScript prints it."""

import json

import pytest

from yespo_console.reading.reader import read_payload


def _read(name):
    return read_payload(f"const b={{eventTypeKey:'x',keyValue:'k',params:[{{name:'o',value:{{{name}:'c'}}}}]}}")


@pytest.mark.parametrize(
    ("spelled", "name"), [("1", "1"), ("0x10", "16"), ("1_000", "1000"), ("0b11", "3"), ("0o7", "7")]
)
def test_whole_numbers(spelled, name):
    [event] = _read(spelled).events
    assert json.loads(event.text)["params"][0]["value"] == {name: "c"}


@pytest.mark.parametrize("spelled", ["1.0", "1e3", ".5", "010", "1n"])
def test_others_are_not_kept_as_they_are_spelled(spelled):
    assert all(spelled not in event.text for event in _read(spelled).events)
