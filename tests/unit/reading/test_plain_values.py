"""Events of plain values alone are known at once; whatever else an event holds is still found in it."""

import itertools
import json

import pytest

from yespo_console.events.catalog import load_catalog
from yespo_console.events.json_text import dump
from yespo_console.reading import sound_bodies, table_rows
from yespo_console.reading.mending import printed_words
from yespo_console.reading.reader import read_payload

#: Values of which some are more than they seem to be, each for some name.
VALUES = (
    *("1", "a@b.co", "Anna", "", " ", "string", "Phone", "...", "…", "int", "DECIMAL", "Email", "E-mail", "Product ID"),
    *("currency code", "<email>", "{{email}}", "A-{{id}}", "${id}", "{% now %}", '{"a":1}', "[", " {", "\u00a0[1]"),
    *('"[]"', '"{\\"a\\":1}"', "{&quot;a&quot;:1}", "&quot;", "{size: XL}", "null", "a\tb", "\\", "Тарас", "\ud83d"),
)
NAMES = ("email", "Phone", "productId", "price", "search", "products", "items", "tag_price", "StatusCart", "1", "color")
TYPES = ("cartUpdated", "searchRequest", "orderCreated", "myOwnType", "string")


def test_no_documented_name_of_a_value_has_a_digit() -> None:
    """A cell with a digit is taken for a value on account of this."""
    assert not [word for word in printed_words._all_words() if any(map(str.isdigit, word))]
    assert "{1,24}" in table_rows._WORDS.pattern
    assert printed_words._LONGEST == 24


@pytest.mark.parametrize("event_type", TYPES)
@pytest.mark.parametrize("shape", ["list", "native", "members"])
def test_an_event_is_the_same_whether_it_is_known_at_once_or_not(
    event_type: str, shape: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    bodies = []
    for name, value in itertools.product((*NAMES, "keyValue", "eventKey", "parameters", "params", "value"), VALUES):
        if shape == "members":
            bodies.append({"eventTypeKey": event_type, name: value})
        elif shape == "native":
            bodies.append({"eventTypeKey": event_type, "params": {name: value, "email": "a@b.co"}})
        else:
            item = {"name": name, "value": value}
            bodies.append({"eventTypeKey": event_type, "params": [item, {"name": "email", "value": "a@b.co"}]})
    texts = ["".join(json.dumps(body, ensure_ascii=escaped)) for escaped in (True, False) for body in bodies]
    at_once = [read_payload(text) for text in texts]

    monkeypatch.setattr(sound_bodies, "_is_plain", lambda _json, _body: False)

    assert at_once == [read_payload(text) for text in texts]


@pytest.mark.parametrize("columns", list(zip(NAMES, NAMES[3:], strict=False)))
def test_a_row_is_the_same_whether_it_is_known_at_once_or_not(
    columns: tuple[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    cells = [dump(value)[1:-1].replace("\\\\", "\\").replace('\\"', '""') for value in VALUES]
    rows = [
        f'{event_type},"{cell}","{cells[number - 1]}"'
        for event_type in ("cartUpdated", "searchRequest", "own")
        for number, cell in enumerate(cells)
    ]
    table = "\n".join((f"eventTypeKey,{','.join(columns)}", *rows))
    at_once = read_payload(table)
    assert len(at_once.events) > len(rows) // 2

    monkeypatch.setattr(table_rows.Layout, "plain_json", lambda _layout, _cells: None)

    assert at_once == read_payload(table)


def test_every_word_that_the_documentation_prints_may_be_a_placeholder() -> None:
    for event_type in load_catalog().types:
        for name in event_type.params:
            assert printed_words.may_be_placeholder(name)
