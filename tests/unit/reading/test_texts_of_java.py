"""A text of Java between three quotes has escapes, one of Kotlin or C# has none."""

import json

import pytest

from yespo_console.reading.reader import read_payload

EVENT = '{"eventTypeKey":"x","keyValue":"k","params":[{"name":"t","value":"%s"}]}'


def _value(text):
    [event] = read_payload(text).events
    return json.loads(event.text)["params"][0]["value"]


@pytest.mark.parametrize(
    ("spelled", "value"), [(r"a\\nb", "a\nb"), (r"C:\\\\temp", "C:\\temp"), (r"\\u0456", "і"), (r"x\\\"y", 'x"y')]
)
def test_escapes_of_java(spelled, value):
    assert _value(f'String b = """\n  {EVENT % spelled}\n  """;') == value


@pytest.mark.parametrize("declared", ["string b", "val b"])
def test_elsewhere_backslashes_stay(declared):
    end = ";" if declared != "val b" else ""
    said = EVENT % r"a\\nb"
    assert _value(f'{declared} = """\n  {said}\n  """{end}') == "a\\nb"


def test_what_is_no_escape_is_refused():
    said = EVENT % r"\q"
    assert read_payload(f'String b = """\n  {said}\n  """;').events == ()
