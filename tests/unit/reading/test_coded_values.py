"""Data in a text with codes of HTML for its quotes is read; any other text with such codes is what somebody meant."""

import json

import pytest

from yespo_console.reading.reader import read_payload


def event(value):
    body = {"eventTypeKey": "promo", "keyValue": "k", "params": [{"name": "page", "value": value}, {"name": "t"}]}
    body["params"][1]["value"] = "A &amp; B"
    return json.dumps(body, ensure_ascii=False)


def read(payload, refused=frozenset()):
    [found] = read_payload(payload, refused=refused).events
    assert json.loads(found.text)["params"][1]["value"] == "A &amp; B"
    return json.loads(found.text)["params"][0]["value"], {each.identity for each in found.repairs}


@pytest.mark.parametrize(
    ("value", "data"),
    [
        ("{&quot;a&quot;:&quot;?b=1&amp;c=2&quot;}", '{"a":"?b=1&c=2"}'),
        ("[{&quot;a&quot;:1.50}]", '[{"a":1.50}]'),
        ("{&#34;a&#034;:&#x22;x&#X22;}", '{"a":"x"}'),
        ("{&amp;quot;a&amp;quot;:1}", '{"a":1}'),
        ("{&quot;a&quot;:&quot;x & y&quot;}", '{"a":"x & y"}'),
        ("\n{\n  &quot;a&quot;: 1\n}", '\n{\n  "a": 1\n}'),
        ("{&quot;a&quot;:&quot;27\\&quot;&quot;}", '{"a":"27\\""}'),
    ],
)
def test_data_is_read_and_told_and_stays_a_text_when_that_is_refused(value, data):
    [identity] = read(event(value))[1]
    assert identity.startswith("html_entities@1:")
    for payload in (event(value), event(value).replace("&", "\\u0026"), event(value)[:-1] + ",}"):
        assert read(payload.replace("A \\u0026", "A &"))[0] == data
    assert read(event(value), refused=frozenset([identity])) == (value, set())


@pytest.mark.parametrize(
    "value",
    [
        "{&quot;a",
        "{&quot;a&quot;:1",
        "{a: &quot;x&quot;}",
        '{"a":"&quot;x&quot;"}',
        "&quot;x&quot;",
        "{}&quot;",
        "{&quot;a&quot;:&quot;x & y &lt;&quot;}",
    ],
)
@pytest.mark.parametrize("end", ["}", ",}"])
def test_any_other_text_stays(value, end):
    assert read(event(value)[:-1] + end)[0] == value
