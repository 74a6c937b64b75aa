"""The members of an event that were copied without the curly brackets around them."""

import pytest

from yespo_console.reading.reader import read_payload

EVENT = '{"eventTypeKey":"a","keyValue":"k","params":[{"name":"n","value":"x"}]}'
MEMBERS = EVENT[1:-1]


@pytest.mark.parametrize(
    ("around", "line"),
    [
        ("MEMBERS", 1),
        ("\n  MEMBERS\n", 2),
        ("Добрий день!\n\nMEMBERS\n\nДякую", 3),
        ("```\nMEMBERS\n```", 2),
        ("> MEMBERS", 1),
    ],
)
def test_they_are_put_in_and_told(around, line):
    reading = read_payload(around.replace("MEMBERS", MEMBERS))
    [event] = reading.events
    assert (event.text, reading.error) == (EVENT, None)
    [repair] = [each for each in event.repairs if each.code == "lost_braces"]
    assert repair.line == line


def test_whoever_refuses_them_gets_no_event():
    [repair] = read_payload(MEMBERS).events[0].repairs
    assert repair.is_needed
    assert read_payload(MEMBERS, refused={repair.identity}).events == ()


@pytest.mark.parametrize(
    "text",
    [
        f"{MEMBERS},",
        f"{MEMBERS}}}",
        f"{{{MEMBERS}",
        f"{MEMBERS},{MEMBERS}",
        f"{MEMBERS}\n{MEMBERS}",
        '"eventTypeKey":"a","keyValue":"k"',
        '"keyValue":"k","params":[]',
        MEMBERS[:-1],
    ],
)
def test_a_part_of_an_event_or_of_more_gets_none(text):
    reading = read_payload(text)
    assert reading.events == ()
    assert reading.error
