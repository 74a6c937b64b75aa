"""Codes of HTML within a page's tags are characters, whatever else stands in the element, and are read once."""

import pytest

from yespo_console.events.json_text import parse
from yespo_console.reading.reader import read_payload

URL = "https://yespo.io/api/v2/event"


def _event(value):
    return f'{{"eventTypeKey":"x","keyValue":"o@e.ua","params":[{{"name":"a","value":"{value}"}}]}}'


def _value(text):
    reading = read_payload(text)
    assert reading.error is None
    [event] = reading.events
    [param] = parse(event.text).get("params")
    return param.get("value")


@pytest.mark.parametrize(
    ("before", "behind"),
    [
        ("<pre>", "</pre>"),
        ("<pre>", ";</pre>"),
        ("<pre>data = ", "</pre>"),
        ("<pre>POST /event\n", "</pre>"),
        ("<pre>\n- ", "</pre>"),
        ("<p>Подія: ", "</p>"),
        ("<p><b>Event</b>: ", "</p>"),
        ('<div class="a"><br>', "<br></div>"),
        ("<li>", "</li>"),
        ("<html><body>", "</body></html>"),
        ("<div>", ""),
        (f"<pre>curl {URL} -d '", "'</pre>"),
    ],
)
def test_codes_beside_something_else_in_an_element_are_characters(before, behind):
    assert _value(f"{before}{_event('Tom &amp; Co')}{behind}") == "Tom & Co"


def test_codes_between_tags_for_line_ends_are_characters():
    assert _value(_event("м&#039;яч").replace("{", "{<br>", 1).replace(",", ",<br>")) == "м'яч"


@pytest.mark.parametrize(
    ("before", "behind", "bracket"),
    [
        ("<pre>", "</pre>", "{"),
        ("<pre>data = ", "</pre>", "{"),
        ("", "", "{"),
        ("<pre>", "</pre>", "{<br>"),
        ("", "", "{<br>"),
    ],
)
def test_codes_are_read_once(before, behind, bracket):
    event = _event("a &amp;amp; b").replace('"', "&quot;").replace("{", bracket, 1)
    assert _value(before + event + behind) == "a &amp; b"


def test_an_element_with_codes_and_a_bare_sign_is_refused():
    reading = read_payload(f"<pre>curl '{URL}?a=1&b=2' -d '{_event('Tom &amp; Co')}'</pre>")
    assert reading.events == ()
    assert "such as &amp;" in reading.error


@pytest.mark.parametrize(
    "text",
    [
        f"const h = '<pre>'; const d = {_event('Tom &amp; Co')}; const e = '</pre>'; send(d)",
        f"<script>const d = {_event('Tom &amp; Co')};</script>",
        f"curl '{URL}/<id>' -d '{_event('Tom &amp; Co')}'",
        _event("Tom &amp; Co"),
        _event("x,<br>y Tom &amp; Co").replace("]", ",]"),
    ],
)
def test_codes_outside_a_page_are_what_they_are(text):
    assert _value(text).endswith("Tom &amp; Co")


@pytest.mark.parametrize(
    "page",
    [
        "<html><head><style>p{margin:0}</style></head><body>EVENT</body></html>",
        '<style type="text/css">\nbody { color: red }\n</style>\n<p>Send this:</p>\n<pre>EVENT</pre>',
        "<STYLE>a{b:c}</STYLE><style>d{e:f}</style><p>EVENT</p>",
    ],
)
@pytest.mark.parametrize("quote", ['"', "&quot;"])
def test_the_style_of_a_page_is_left_out_and_told(page, quote):
    event = '{"eventTypeKey":"a","params":[{"name":"b","value":"c"}]}'
    [read] = read_payload(page.replace("EVENT", event.replace('"', quote))).events

    assert read.text.strip() == event
    assert any(repair.before.lower().startswith("<style") for repair in read.repairs)


def test_a_style_in_a_value_stays():
    [read] = read_payload('{"eventTypeKey":"a","params":[{"name":"b","value":"<style>p{}</style>",}]}').events

    assert "<style>p{}</style>" in read.text


def test_codes_of_typographic_quotes_are_quotes():
    text = "{&ldquo;eventTypeKey&rdquo;:&ldquo;x&rdquo;,&ldquo;keyValue&rdquo;:&ldquo;A &amp; B&rdquo;}"
    [event] = read_payload(text).events
    assert event.text == '{"eventTypeKey":"x","keyValue":"A & B"}'
    assert {"html_entities", "typographic_quotes"} <= {repair.code for repair in event.repairs}
