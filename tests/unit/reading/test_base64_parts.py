"""An event copied out of the source of a mail, in a part that is in Base64."""

import base64
import json

import pytest

from yespo_console.reading.reader import read_payload

EVENT = {
    "eventTypeKey": "searchRequest",
    "keyValue": "a@example.com",
    "params": [
        {"name": "search", "value": 'Київський стіл 27"'},
        {"name": "page", "value": '{"location":"https://example.com/?a=1&b=2"}'},
    ],
}
TEXT = json.dumps(EVENT, ensure_ascii=False)
OTHER = TEXT.replace("a@example.com", "b@example.com")
ENCODED = "Content-Transfer-Encoding: base64\n\n"


def part(text: str, kind: str = 'text/plain; charset="utf-8"', charset: str = "utf-8") -> str:
    return f"Content-Type: {kind}\n{ENCODED}{base64.encodebytes(text.encode(charset)).decode()}"


def several(*parts: str) -> str:
    top = 'From: Ivan <ivan@example.com>\nContent-Type: multipart/mixed; boundary="0000b5"\n\n'
    return top + "".join(f"--0000b5\n{each}\n" for each in parts) + "--0000b5--\n"


def read(payload: str) -> list[object]:
    reading = read_payload(payload)
    assert reading.error is None
    assert reading.secrets == ()
    return [json.loads(event.text) for event in reading.events]


@pytest.mark.parametrize(
    "payload",
    [
        part(TEXT),
        part(TEXT).replace("\n", "\r\n"),
        part(f"Добрий день!\n\nОсь подія:\n{TEXT}\n\nДякую, Олена\n"),
        part(TEXT, "text/plain; charset=windows-1251", "windows-1251"),
        part(TEXT, "application/json"),
        part(TEXT).replace(ENCODED, f"Content-Disposition: inline\n{ENCODED}"),
        several(part(TEXT), part(f"<pre>{TEXT}</pre>".replace('"', "&quot;"), "text/html; charset=utf-8")),
        several(part("PNG", "image/png"), part(TEXT)),
        several("Content-Type: text/plain\n\nSee the file.\n", part(TEXT, 'application/json; name="event.json"')),
        part(f"<p>Hello</p><pre>{TEXT}</pre>".replace('"', "&quot;"), "text/html; charset=utf-8"),
    ],
    ids=[
        "alone",
        "line ends of mail",
        "among words",
        "in Windows-1251",
        "a file",
        "another header",
        "of several parts",
        "behind a picture",
        "attached",
        "of a page",
    ],
)
def test_a_part_of_a_mail_is_decoded_and_told(payload):
    assert read(payload) == [EVENT]
    [event] = read_payload(payload).events
    codes = [repair.code for repair in event.repairs]
    assert codes.count("base64_encoded") == 1
    assert codes[0] == "text_around"


def test_every_event_of_the_parts_is_read():
    payload = several(f"Content-Type: text/plain\n\n{TEXT}\n", part(OTHER, "application/json"), part(TEXT))
    assert read(payload) == [EVENT, json.loads(OTHER), EVENT]


def test_a_command_in_a_part_is_read():
    command = f"curl https://yespo.io/api/v2/event -H 'Content-Type: application/json' -d '{TEXT}'\n"
    reading = read_payload(part(command))
    [event] = reading.events
    assert event.url == "https://yespo.io/api/v2/event"
    assert json.loads(event.text) == EVENT


@pytest.mark.parametrize("end", [-9, -6], ids=["within four", "within a letter"])
def test_a_part_that_is_cut_off_is_refused(end):
    payload = part(f"{TEXT}\nДякую за допомогу").strip()[:end]
    reading = read_payload(payload)
    assert reading.events == ()
    assert "it is cut off or changed" in (reading.error or "")


def test_parts_of_a_request_are_read_as_those():
    body = f"--0000b5\n{part(TEXT)}--0000b5--\n"
    payload = (
        "POST /api/v2/event HTTP/1.1\nHost: yespo.io\nContent-Type: multipart/form-data; boundary=0000b5\n"
        f"Content-Length: {len(body)}\n\n{body}"
    )
    reading = read_payload(payload)
    assert (reading.source, [json.loads(event.text) for event in reading.events]) == ("http", [EVENT])


def test_a_part_that_says_the_same_in_html_holds_no_login():
    compact = json.dumps(EVENT | {"params": []}, separators=(",", ":"))
    assert read(several(part(compact), part(f"<pre>{compact}</pre>", "text/html"))) == [EVENT | {"params": []}]
