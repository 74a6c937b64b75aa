"""A hash as Ruby 3.4 prints it: names of its own with a colon, those that are texts with an arrow."""

from yespo_console.reading.reader import read_payload

PRINTED = '{eventTypeKey: "x", keyValue: "k", params: [{name: "q", value: "a => b"}, {"name" => "n", "value" => "1"}]}'


def test_both_ways_stand_in_one_hash():
    reading = read_payload(PRINTED)
    [event] = reading.events
    assert reading.source == "ruby"
    assert event.text == (
        '{"eventTypeKey":"x","keyValue":"k","params":[{"name":"q","value":"a => b"},{"name":"n","value":"1"}]}'
    )
