"""What `dump()` of Laravel prints is read to the letter, or refused where something of it is missing."""

import json

import pytest

from yespo_console.reading.reader import read_payload

DUMP = """array:3 [
  "eventTypeKey" => "note"
  "keyValue" => "1"
  "params" => array:1 [
    0 => array:2 [
      "name" => "a"
      "value" => "b"
    ]
  ]
]"""


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ('"b"', "b"),
        ('"{"page":"ТОВ "Ромашка""}"', '{"page":"ТОВ "Ромашка""}'),
        ("45.5", 45.5),
        ("true", True),
        ("null", None),
        ("[]", []),
        ('array:1 [\n  "page" => 1\n]', {"page": 1}),
    ],
)
@pytest.mark.parametrize("around", ["{}", "^ {}", "Ось:\n{}\n", "{}\nне працює"])
def test_every_kind_of_value_is_read_as_it_was_printed(around, printed, value):
    reading = read_payload(around.replace("{}", DUMP.replace('"b"', printed)))
    assert (reading.source, reading.error) == ("php", None)
    [event] = reading.events
    assert json.loads(event.text)["params"] == [{"name": "a", "value": value}]


def test_arrays_as_a_browser_shows_them_are_read():
    dump = DUMP.replace("array:3 [", "array:3 [▼ // app/Http/Events.php:12").replace("array:1 [", "array:1 [▼")
    [event] = read_payload(dump).events
    assert json.loads(event.text)["keyValue"] == "1"


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        ('      "name" => "a"\n', ""),
        ("  ]\n]", "  ]"),
        ('"b"', '"b"…12'),
        ('"b"', '"a\\nb"'),
        ("array:1 [", "array:1 [▶"),
        ('"b"', "{#12}"),
    ],
)
def test_what_is_cut_off_folded_or_has_two_readings_is_refused(there, instead):
    reading = read_payload(DUMP.replace(there, instead))
    assert reading.events == ()
    assert reading.error
