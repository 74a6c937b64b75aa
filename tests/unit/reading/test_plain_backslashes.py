"""JSON in quotes that is given to a name: what its backslashes are, where the text tells, and else that it does not."""

import json

import pytest

from yespo_console.reading.reader import read_payload

EVENT = '{{"eventTypeKey":"x","keyValue":"k","params":[{{"name":"path","value":{}}}]}}'
PATH = EVENT.format(r'"C:\\temp"')
TAB = EVENT.format(r'"C:\temp"')


def _read(text):
    reading = read_payload(text)
    return [json.loads(event.text) for event in reading.events], reading.error


@pytest.mark.parametrize(
    "around",
    [
        "BODY='{}'",
        "body = '{}'",
        "body = '''{}'''",
        "# .env\nURL=https://yespo.io\nBODY='{}'\nDEBUG=1\n",
        "[yespo]\nbody = '{}'",
        "$b = '{}'",
        "body = <<-EOT\n{}\nEOT",
        "body = `{}`",
        "const body = `{}`",
        "Ось тіло:\nBODY='{}'\nДякую",
    ],
)
def test_two_readings_are_none(around):
    events, error = _read(around.format(PATH))
    assert events == []
    assert "has two readings" in error


@pytest.mark.parametrize(
    "around",
    [
        "export BODY='{}'",
        "$ BODY='{}'",
        "ivan@host:~$ BODY='{}'\nivan@host:~$ send",
        "readonly BODY='{}';",
        "local payload='{}'",
        "FROM alpine\nENV BODY='{}'\n",
        "BODY='{}'\necho \"$BODY\"",
        "#!/bin/sh\nBODY='{}'\n",
        "<input value='{}'>",
        "<div class=\"a\" data-event='{}'></div>",
    ],
)
def test_a_shell_and_html_keep_them(around):
    assert _read(around.format(PATH)) == ([json.loads(PATH)], None)


@pytest.mark.parametrize(
    "around",
    [
        "const body = '{}'",
        "const body = `{}`;",
        "let body = `{}`",
        "body = '{}'.encode()",
        "export const body = '{}'",
        "body = '{}';",
        "body = '{}'\nrequests.post('https://yespo.io/api/v2/event', data=body)",
        "body = '{}'\nsend(body)",
        "b = '{}'\nputs b",
        "local body = '{}'",
    ],
)
def test_code_takes_them_for_escapes(around):
    assert _read(around.format(PATH)) == ([json.loads(TAB)], None)


@pytest.mark.parametrize(
    "value", [r'"a\nb"', r'"https:\/\/e.co"', r'"\u0456"', r'"{\"location\":\"a\"}"', '"plain"'], ids=range(5)
)
@pytest.mark.parametrize("around", ["BODY='{}'", "body = <<EOT\n{}\nEOT\n"])
def test_the_same_event_both_ways_is_read(around, value):
    said = EVENT.format(value)
    assert _read(around.format(said)) == ([json.loads(said)], None)


def test_only_what_is_json_counts():
    said = EVENT.format(r'"{\"location\":\"a\"}"')
    code = said.replace("\\", "\\\\")
    assert _read(f"body = '{code}'") == ([json.loads(said)], None)
    regex = EVENT.format(r'"C:\\x"')
    assert _read(f"BODY='{regex}'") == ([json.loads(regex)], None)


def test_codes_in_an_attribute_in_single_quotes_are_characters():
    said = EVENT.format('"it\'s <a>"')
    coded = said.replace("'", "&#39;").replace("<", "&lt;")
    assert _read(f"<p>x</p>\n<div data-event='{coded}'></div>") == ([json.loads(said)], None)
