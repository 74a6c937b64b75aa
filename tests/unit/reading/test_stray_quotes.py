"""A quote too many behind a value: it may belong to the value, so nobody guesses."""

import pytest

from yespo_console.events.wire import read
from yespo_console.reading.reader import read_payload


def _param(value):
    return f'{{"eventTypeKey":"a","keyValue":"k","params":[{{"name":"x","value":{value}}}]}}'


@pytest.mark.parametrize(
    "value",
    [
        '"y""',
        '"y" "',
        '"y",","z":"w"',
        '"y"","z":"w"',
        '{"id":"WS-01"","price":5}',
        '{"price":"27"","id":"7"}',
        '{"price":"1 000"","id":"7"}',
        '{"id":""","price":5}',
        '"{"id":"7"","price":5}"',
        '{"name":"Nike" shoes"","price":5}',
        '["y"","z"]',
        "{'id':'y'','price':5}",
        "{“id”:“y””,“price”:5}",
    ],
)
def test_a_quote_that_may_belong_to_the_value_or_be_one_too_many_is_refused(value):
    reading = read_payload(_param(value))
    assert reading.events == ()
    assert reading.error


def test_the_refusal_says_where_the_quote_stands_and_what_to_do():
    reading = read_payload(_param('"y"","z":"w"'))
    assert reading.error == (
        "Line 1, column 68: the quote here may belong to the text before it, or be one too many. "
        'Write \\" if it belongs to it; else take it out.'
    )


@pytest.mark.parametrize(
    "value",
    [
        '{"name":"Чашка 27", ""price":5,"q":1}',
        '{"name":"sku/9", ""price":5}',
        '{"name":"Кава 1" ; ""price":5}',
        '{"name":"Зріст 5\'10", ""price":5}',
        '{"name":"Чашка 27" ""price":5}',
        '{"name":"Чашка 27", ","price":5}',
        '{"name":"ТОВ "Ромашка", ""price":5}',
        "{'name':'Чашка 27', ''price':5}",
        '"{"name":"Чашка 27", ""price":5}"',
    ],
)
def test_a_doubled_quote_before_a_name_makes_no_text_that_ends_with_a_comma(value):
    reading = read_payload(_param(value))
    assert reading.events == ()
    assert "one too many" in reading.error


def test_the_doubled_quote_before_a_name_is_the_place_of_the_refusal():
    text = _param('{"name":"Чашка 27", ""price":5}')
    column = text.index('""price') + 1
    assert read_payload(text).error.startswith(f"Line 1, column {column}: the quote here")


def test_a_quote_too_many_in_the_type_or_the_key_of_an_event_is_refused():
    for text in ('{"eventTypeKey":"a"","params":[]}', '{"eventTypeKey":"a","keyValue":"k"","params":[]}'):
        reading = read_payload(text)
        assert reading.events == ()
        assert "one too many" in reading.error


@pytest.mark.parametrize(
    ("value", "meant"),
    [
        ('"Monitor 27""', 'Monitor 27"'),
        ('"Труба 1/2""', 'Труба 1/2"'),
        ('"Стіл 24x36""', 'Стіл 24x36"'),
        ('"Монітор 27" "Pro""', 'Монітор 27" "Pro"'),
        ('"TV 27" Pro"', 'TV 27" Pro'),
        ('"5\'11""', "5'11\""),
        ('"ТОВ "Ромашка""', 'ТОВ "Ромашка"'),
        ('""Nike""', '"Nike"'),
        ('"https://x.y/?q="d""', 'https://x.y/?q="d"'),
    ],
)
def test_a_quote_that_has_its_other_half_or_is_a_size_belongs_to_the_value(value, meant):
    [event] = read_payload(_param(value)).events
    assert [param.value for param in read(event.body().text).params] == [meant]
    assert {repair.code for repair in event.repairs} == {"inner_quote"}
