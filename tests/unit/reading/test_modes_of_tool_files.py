"""What a file of a tool keeps for another mode than the one its request is set to is not sent, and not read."""

import json

import pytest

from yespo_console.reading.reader import read_payload

URL = "https://yespo.io/api/v2/event"
EVENT = '{"eventTypeKey":"a","keyValue":"k","params":[]}'
OTHER = '{"eventTypeKey":"b","keyValue":"k","params":[]}'
POSTMAN = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"


def bruno(mode, blocks):
    set_to = "" if mode is None else f"  body: {mode}\n"
    written = "".join(f"\n{name} {{\n  {body}\n}}\n" for name, body in blocks.items())
    return f"meta {{\n  name: x\n}}\n\npost {{\n  url: {URL}\n{set_to}}}\n{written}"


def postman(*bodies):
    items = [{"name": "r", "request": {"method": "POST", "url": URL, "body": body}} for body in bodies]
    return json.dumps({"info": {"schema": POSTMAN}, "item": items}, indent=1)


def insomnia(mime_type):
    request = {"_id": "req_1", "_type": "request", "url": URL, "body": {"mimeType": mime_type, "text": EVENT}}
    return json.dumps({"_type": "export", "__export_format": 4, "resources": [request]}, indent=1)


@pytest.mark.parametrize(
    ("payload", "read"),
    [
        (bruno("json", {"body:json": EVENT, "body:text": OTHER}), EVENT),
        (bruno("json", {"body:text": OTHER, "body:json": EVENT}), EVENT),
        (bruno("text", {"body:json": OTHER, "body:text": EVENT}), EVENT),
        (bruno("json", {"body": EVENT}), EVENT),
        (bruno(None, {"body:json": EVENT}), EVENT),
        (postman({"mode": "raw", "raw": EVENT, "urlencoded": [{"key": "x", "value": "y"}]}), EVENT),
        (postman({"raw": EVENT}), EVENT),
        (postman({"mode": "raw", "raw": EVENT, "disabled": False}), EVENT),
        (insomnia("application/json"), EVENT),
        (insomnia("text/plain"), EVENT),
    ],
)
def test_the_body_is_read_that_the_mode_names(payload, read):
    reading = read_payload(payload)
    assert ([event.text.strip() for event in reading.events], reading.error) == ([read], None)


@pytest.mark.parametrize("mode", ["text", "xml", "none", "formUrlEncoded", "file", "graphql"])
def test_what_bruno_keeps_for_another_mode_is_not_read(mode):
    reading = read_payload(bruno(mode, {"body:json": EVENT, "body:xml": "<a/>"}))
    assert (reading.source, reading.events) == ("bruno", ())
    assert reading.error.startswith(f"Line 11, column 1: the body of this request is set to “{mode}”")


@pytest.mark.parametrize(
    ("body", "mode"),
    [
        ({"mode": "urlencoded", "raw": EVENT, "urlencoded": [{"key": "eventTypeKey", "value": "b"}]}, "urlencoded"),
        ({"mode": "file", "raw": EVENT, "file": {"src": "x.json"}}, "file"),
        ({"mode": "graphql", "raw": EVENT, "graphql": {"query": ""}}, "graphql"),
        ({"mode": "raw", "raw": EVENT, "disabled": True}, "disabled"),
    ],
)
def test_what_postman_keeps_for_another_mode_is_not_read(body, mode):
    reading = read_payload(postman(body, {"mode": "raw", "raw": OTHER}))
    assert [event.text for event in reading.events] == [OTHER]
    assert f"is set to “{mode}”" in reading.error


@pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data"])
def test_what_insomnia_keeps_beside_its_fields_is_not_read(kind):
    reading = read_payload(insomnia(kind))
    assert reading.events == ()
    assert f"is set to “{kind}”" in reading.error


def test_a_request_of_fields_without_an_event_in_its_text_is_passed_over():
    reading = read_payload(postman({"mode": "urlencoded", "raw": "", "urlencoded": []}, {"mode": "raw", "raw": EVENT}))
    assert ([event.text for event in reading.events], reading.error) == ([EVENT], None)
    assert [(each.code, each.count) for each in reading.left_out] == [("request_elsewhere", 1)]
