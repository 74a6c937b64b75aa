"""A page turned every space into a no-break space: those inside texts come back where they surely were plain."""

import json

import pytest

from yespo_console.reading.reader import read_payload


def pasted(value: str) -> str:
    event = {"eventTypeKey": "x", "keyValue": "a@example.com", "params": [{"name": "product name", "value": value}]}
    return json.dumps(event, indent=2, ensure_ascii=False).replace(" ", "\u00a0")


@pytest.mark.parametrize(
    "value",
    [
        "iPhone 15 Pro",
        "Galaxy S21 128",
        "Чашка 27 синя",
        "вул. Київська 12, кв. 5",
        "розмір 44 Slim",
        "топ 5 TOPS",
        "12 all stars",
    ],
)
def test_a_number_in_a_name_is_followed_by_a_plain_space(value: str) -> None:
    [event] = read_payload(pasted(value)).events
    assert json.loads(event.body().text)["params"][0]["value"] == value
    assert [repair.code for repair in event.repairs] == ["spaces_lost"]


@pytest.mark.parametrize(
    ("value", "doubted"),
    [
        ("100 % бавовна", ["100 %"]),
        ("Чашка № 5", ["№ 5"]),
        ("екран 27 см", ["27 см"]),
        ("Size: 42/44; 100 % cotton", ["100 %"]),
        ("пакет № 7, вага 2 кг, 15 % знижки", ["№ 7,", "2 кг,", "15 %"]),
    ],
)
def test_between_words_a_space_beside_a_number_became_a_plain_one_too_and_is_told(
    value: str, doubted: list[str]
) -> None:
    payload = pasted(value)
    [event] = read_payload(payload).events
    assert json.loads(event.body().text)["params"][0]["value"] == value
    told = [repair for repair in event.repairs if repair.code == "space_doubted"]
    assert [repair.after for repair in told] == doubted
    assert [repair.before for repair in told] == [each.replace(" ", "\u00a0") for each in doubted]
    assert [repair.code for repair in event.repairs if repair not in told] == ["spaces_lost"]


def test_a_no_break_space_that_a_person_keeps_stays_and_all_others_become_plain() -> None:
    payload = pasted("пакет № 7, вага 2 кг")
    [event] = read_payload(payload).events
    kept = next(repair.identity for repair in event.repairs if repair.before.startswith("№"))
    [event] = read_payload(payload, refused={kept}).events
    assert json.loads(event.body().text)["params"][0]["value"] == "пакет №\u00a07, вага 2 кг"
    assert [repair.code for repair in event.repairs] == ["spaces_lost", "space_doubted"]


@pytest.mark.parametrize(
    "value",
    [
        "ціна 1 299",
        "від 45,50 грн",
        "1 299,50 ₴",
        "сума 12 500 UAH",
        "разом UAH 45",
        "усього € 45",
        "разом 500 CZK за пару",
        "Rs 500 for two cups",
        "дві чашки, ₹ 500",
        "дві чашки, 500 Kč",
        "CHF 20 for two cups",
        "27 см",
        "№ 5",
        "100 %",
        "5 кг",
    ],
)
def test_where_a_no_break_space_is_written_by_itself_it_is_not_told_what_was_there(value: str) -> None:
    reading = read_payload(pasted(value))
    assert reading.events == ()
    assert "no-break space" in str(reading.error)


def test_one_value_of_which_it_is_not_known_leaves_the_event_refused() -> None:
    event = {"eventTypeKey": "x", "params": [{"name": "a", "value": "Чашка синя"}, {"name": "b", "value": "№ 5"}]}
    reading = read_payload(json.dumps(event, indent=2, ensure_ascii=False).replace(" ", "\u00a0"))
    assert reading.events == ()
