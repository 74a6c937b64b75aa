"""A page turned every space into a no-break space: those inside texts come back where they surely were plain."""

import json

import pytest

from yespo_console.reading.reader import read_payload


def pasted(value: str) -> str:
    event = {"eventTypeKey": "x", "keyValue": "a@example.com", "params": [{"name": "product name", "value": value}]}
    return json.dumps(event, indent=2, ensure_ascii=False).replace(" ", "\u00a0")


@pytest.mark.parametrize(
    "value", ["iPhone 15 Pro", "Galaxy S21 128", "Чашка 27 синя", "вул. Київська 12, кв. 5", "розмір 44 Slim"]
)
def test_a_number_in_a_name_is_followed_by_a_plain_space(value: str) -> None:
    [event] = read_payload(pasted(value)).events
    assert json.loads(event.body().text)["params"][0]["value"] == value
    assert [repair.code for repair in event.repairs] == ["spaces_lost"]


@pytest.mark.parametrize("value", ["ціна 1 299", "від 45,50 грн", "100 % бавовна", "Чашка № 5", "екран 27 см"])
def test_where_a_no_break_space_is_written_by_itself_it_is_not_told_what_was_there(value: str) -> None:
    reading = read_payload(pasted(value))
    assert reading.events == ()
    assert "no-break space" in str(reading.error)
