"""An event copied out of the source of a mail, in quoted-printable."""

import json
import quopri

import pytest

from yespo_console.reading.reader import read_payload

EVENT = {
    "eventTypeKey": "searchRequest",
    "keyValue": "a@example.com",
    "params": [
        {"name": "search", "value": 'Київський стіл 27" = так'},
        {"name": "page", "value": '{"location":"https://example.com/?a=1&b=2"}'},
    ],
}
TEXT = json.dumps(EVENT, ensure_ascii=False)
HEADERS = (
    "From: Ivan <ivan@example.com>\nSubject: Error\n"
    'Content-Type: text/plain; charset="{charset}"\nContent-Transfer-Encoding: quoted-printable\n\n'
)


def source(text: str, charset: str = "utf-8") -> str:
    return quopri.encodestring(text.encode(charset)).decode()


@pytest.mark.parametrize(
    "payload",
    [
        source(TEXT),
        source(TEXT).replace("\n", "\r\n"),
        source(json.dumps(EVENT, ensure_ascii=False, indent=2)),
        HEADERS.format(charset="utf-8") + source(TEXT),
        HEADERS.format(charset="windows-1251") + source(TEXT, "windows-1251"),
        "--00000000000b5\n"
        + HEADERS.format(charset="utf-8")
        + source(TEXT)
        + "\n--00000000000b5\nContent-Type: text/html\nContent-Transfer-Encoding: quoted-printable\n\n<p>"
        + source(TEXT.replace('"', "&quot;"))
        + "</p>\n--00000000000b5--\n",
        "--00000000000b5\nContent-Type: text/plain; charset=us-ascii\n\nSee below.\n--00000000000b5\n"
        + HEADERS.format(charset="windows-1251")
        + source(TEXT, "windows-1251")
        + "\n--00000000000b5--\n",
    ],
    ids=[
        "alone",
        "line ends of mail",
        "indented",
        "with headers",
        "in Windows-1251",
        "of several parts",
        "below a part in another encoding",
    ],
)
def test_the_source_of_a_mail_is_decoded_and_told(payload):
    [event] = read_payload(payload).events
    assert json.loads(event.text) == EVENT
    codes = [repair.code for repair in event.repairs]
    assert codes.count("quoted_printable") == 1
    assert "line_break" not in codes
    assert ("text_around" in codes) is payload.startswith(("From", "--"))


def test_a_line_that_is_joined_is_told_where_it_was_broken():
    payload = (
        '{"eventTypeKey":"clubJoined","keyValue":"qp=40example.com","params":[{"name":"emai=\n'
        'l","value":"qp=40example.com"}]}'
    )
    [event] = read_payload(payload).events
    assert json.loads(event.text)["params"] == [{"name": "email", "value": "qp@example.com"}]
    assert [(each.code, each.line) for each in event.repairs] == [("quoted_printable", 1)]


def test_a_command_in_the_source_of_a_mail_is_read():
    command = f"curl -X POST 'https://yespo.io/api/v2/event?x=1' -H 'Content-Type: application/json' -d '{TEXT}'\n"
    reading = read_payload(source(command))
    [event] = reading.events
    assert (reading.source, event.url) == ("curl", "https://yespo.io/api/v2/event?x=1")
    assert json.loads(event.text) == EVENT


@pytest.mark.parametrize(
    "payload",
    [
        '{"eventTypeKey":"searchRequest","keyValue":"a@example.com","params":[{"name":"x","val=\nue":"?a=b"}]}',
        '{"eventTypeKey":"a","params":[\n{"name":"n","value":"https://example.com/?a=3D1&b=3D2"}]}',
        HEADERS.format(charset="utf-8") + source(TEXT, "windows-1251"),
    ],
    ids=["half of it", "codes that may be values", "another encoding than it says"],
)
def test_what_does_not_all_read_as_the_source_of_a_mail_is_refused(payload):
    reading = read_payload(payload)
    assert reading.events == ()
    assert "source of a mail" in (reading.error or "")


@pytest.mark.parametrize(
    "value",
    [
        "https://example.com/?search=3D+printer",
        "YWJjZA==",
        "a=b",
        "=",
        "x=AB",
        "https://example.com/?a=1&b=2",
        "https://example.com/catalogue/?type=3D&view=3D",
    ],
)
def test_equals_signs_of_a_value_stay(value):
    payload = json.dumps({"eventTypeKey": "a", "keyValue": "k", "params": [{"name": "n", "value": value}]})
    [event] = read_payload(payload).events
    assert event.text == payload
    assert event.repairs == ()


@pytest.mark.parametrize("key", ["YXBpOnNlY3JldDEyMzQ=", "dXNlcjpzZWNyZXQtc2VjcmV0LXNlY3JldC0xMjM0NTY3ODk="])
@pytest.mark.parametrize("more", ["", "X-Trace: a=b\n"])
def test_base64_that_ends_a_line_breaks_no_word(key, more):
    payload = (
        f"POST /api/v2/event HTTP/1.1\nHost: yespo.io\nX-Client: shop-backend Authorization: Basic {key}\n{more}"
        'Content-Type: application/json\n\n{"eventTypeKey":"a","keyValue":"k","params":[]}\n'
    )

    reading = read_payload(payload)

    assert [repair.code for event in reading.events for repair in event.repairs] == []
    assert reading.source == "http"
