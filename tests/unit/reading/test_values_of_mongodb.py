"""Documents as the shell of MongoDB prints them: its values that JSON has no kind for are written as JSON, and told."""

import json

import pytest

from yespo_console.reading.reader import read_payload

EVENT = '{ "_id" : 1, "eventTypeKey" : "a", "params" : [ { "name" : "n", "value" : VALUE } ] }'


@pytest.mark.parametrize(
    ("printed", "value"),
    [
        ('ObjectId("507f1f77bcf86cd799439011")', "507f1f77bcf86cd799439011"),
        ("ObjectId('507f1f77bcf86cd799439011')", "507f1f77bcf86cd799439011"),
        ('ISODate("2024-01-01T00:00:00.000Z")', "2024-01-01T00:00:00.000Z"),
        ("NumberLong(12)", 12),
        ('NumberLong("9007199254740993")', 9007199254740993),
        ('NumberDecimal("1.5")', 1.5),
        ("Int32(-3)", -3),
    ],
)
def test_a_value_is_written_as_json_and_told(printed, value):
    [event] = read_payload(EVENT.replace("VALUE", printed)).events

    [param] = json.loads(event.text)["params"]
    assert param["value"] == value
    [repair] = event.repairs
    assert repair.code == "mongodb_value"
    assert printed in repair.message


def test_the_id_of_a_document_is_no_hindrance():
    [event] = read_payload(EVENT.replace("1", 'ObjectId("507f1f77bcf86cd799439011")').replace("VALUE", "2")).events

    assert '"_id" : "507f1f77bcf86cd799439011"' in event.text


@pytest.mark.parametrize(
    "printed", ['NumberLong("x")', "ObjectId(id)", 'Date("2024-01-01")', 'ISODate("2024-01-01" + t)']
)
def test_what_is_computed_is_refused(printed):
    assert read_payload(EVENT.replace("VALUE", printed)).events == ()
