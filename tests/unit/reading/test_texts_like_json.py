"""A text of a param that looks like JSON and is none stays the text that it is, whatever quotes it stands in."""

import json

import pytest

from yespo_console.reading.reader import read_payload

#: How a program or a person writes a text: opening and closing quote, and its inside made of that of JSON.
QUOTES = {
    "straight": ('"', '"', lambda inside: inside),
    "single": ("'", "'", lambda inside: inside.replace('\\"', '"')),
    "typographic": ("“", "”", lambda inside: inside),
    "typographic all over": ("“", "”", lambda inside: inside.replace('\\"', "\\”")),
    "pointed": ("«", "»", lambda inside: inside),
    "backquotes": ("`", "`", lambda inside: inside.replace('\\"', '"')),
}
#: In one of these quotes, an object that some other language writes, a mark of a shop's own, or broken JSON.
TEXTS = [
    "{size: XL}",
    "{name:Іван}",
    "{discount: ten}",
    "{a: 1}",
    "{size: null}",
    "{year: 2026, model: X5}",
    "[size: M]",
    "[1,2,]",
    "{a: Phone}",
    "/* x */ {a:1}",
    '{size: "XL"}',
    '{"size": XL}',
    '{"size":"XL",}',
]


def pasted(quotes, event_type, name, value):
    opening, closing, inside = QUOTES[quotes]

    def text(of):
        return opening + inside(json.dumps(of, ensure_ascii=False)[1:-1]) + closing

    def members(*pairs):
        return "{" + ",".join(f"{text(each)}:{of}" for each, of in pairs) + "}"

    param = members(("name", text(name)), ("value", text(value)))
    body = members(("eventTypeKey", text(event_type)), ("keyValue", text("k")), ("params", f"[{param}]"))
    return body[:-1] + ",}"


def value_of(payload):
    [event] = read_payload(payload).events
    return json.loads(event.text)["params"][0]["value"]


@pytest.mark.parametrize("quotes", QUOTES)
@pytest.mark.parametrize("text", TEXTS)
def test_a_text_of_a_custom_event_is_never_opened(text, quotes):
    assert value_of(pasted(quotes, "promo", "size", text)) == text


@pytest.mark.parametrize("quotes", QUOTES)
def test_a_text_of_a_custom_event_that_is_json_stays_that_json(quotes):
    held = '{"discount": 1.50, "words": ["Іван", "X5"]}'
    assert value_of(pasted(quotes, "promo", "size", held)) == held


@pytest.mark.parametrize("quotes", QUOTES)
@pytest.mark.parametrize(
    ("text", "mended"),
    [
        ('{"productId": "A-1",}', '{"productId": "A-1"}'),
        ('{productId: "A-1"}', '{"productId": "A-1"}'),
        ('{"productId": decimal}', '{"productId": ""}'),
    ],
)
def test_what_the_event_type_wants_as_an_object_is_mended(text, mended, quotes):
    assert value_of(pasted(quotes, "productViewed", "product", text)) == mended


@pytest.mark.parametrize("quote", ['"', "'"])
def test_line_breaks_in_json_in_a_text_are_mended_as_those_in_the_text_are(quote):
    payload = "{'eventTypeKey':'promo','params':[{'name':'a','value':'{~note~:~one\ntwo~,\n~n~:1}'}]}"
    value = value_of(payload.replace("'", quote).replace("~", '"' if quote == "'" else '\\"'))
    assert json.loads(value) == {"note": "one\ntwo", "n": 1}


@pytest.mark.parametrize("quote", ['"', "'"])
def test_line_breaks_in_a_text_that_is_no_json_stay(quote):
    payload = '{"eventTypeKey":"promo","params":[{"name":"a","value":"{size: XL}\n{size: M}"}]}'
    assert value_of(payload.replace('"', quote)) == "{size: XL}\n{size: M}"


@pytest.mark.parametrize(
    "text", ['{size: "XL"}', '{name: "Іван", n: 5}', '[{a: "x"}]', '{"a": {b: "y"}}', '{a: "x", b: red}']
)
def test_with_bare_quotes_such_a_text_is_read_as_data_only_where_data_is_wanted(text):
    def payload(event_type, name):
        params = f'[{{"name":"{name}","value":"{text}"}},{{"name":"b","value":"y"}}]'
        return f'{{"eventTypeKey":"{event_type}","keyValue":"k","params":{params}}}'

    reading = read_payload(payload("promo", "size"))
    assert reading.events == ()
    assert "quotes inside it look like quotes around it" in reading.error
    assert json.loads(value_of(payload("productViewed", "product"))) is not None
