"""Whatever is taken off, left out or decoded on the way to an event is told, with its place."""

import base64
import json
import re
from pathlib import Path
from urllib.parse import quote

import pytest

from yespo_console.reading.decoding import decode_payload
from yespo_console.reading.reader import read_payload

CORPUS = Path(__file__).parents[2] / "data" / "reading"
CASES = sorted(path.relative_to(CORPUS).with_suffix("").as_posix() for path in CORPUS.rglob("*.in"))
EVENT = '{"eventTypeKey":"a","keyValue":"k","params":[]}'
CURL = f"curl -X POST https://yespo.io/api/v2/event -d '{EVENT}'"


@pytest.mark.parametrize("name", CASES)
def test_an_event_without_a_repair_is_the_sound_form_of_its_source(name):
    payload = (CORPUS / f"{name}.in").read_bytes()
    reading = read_payload(payload)
    text = decode_payload(payload).text.original.text
    silent = [event for event in reading.events if not event.repairs]
    if silent:
        assert reading.source not in ("base64", "form"), "both are told"
    if silent and reading.source == "json":
        assert all(event.text in text for event in silent)
        around = text
        for event in reading.events:
            around = around.replace(event.text, "", 1)
        told = reading.error is not None or len(silent) < len(reading.events)
        assert told or not around.strip(" \t\r\n,[]"), "nothing stands around the events"
    if len(silent) == 1 and reading.source in ("curl", "wget", "httpie"):
        assert re.match(
            r"\s*(?:sudo |[\w./]*(?:curl|wget|https?|xhs?)\b|[^\W\d]\w*(?:[ =]|\(\) ?\{)|#!|@|<<|\(|\[|\$\w+ ?=)", text
        )


def _told(payload):
    [event] = read_payload(payload).events
    assert json.loads(event.text) == json.loads(EVENT)
    return [(repair.identity, repair.before) for repair in event.repairs]


@pytest.mark.parametrize(
    "before",
    [
        "- ",
        "* ",
        "1. ",
        "2) ",
        "[10:00] ",
        "10:00:01 ",
        "REM ",
        "$ ",
        "C:\\> ",
        "PS C:\\> ",
        "root@host:/# ",
        "❯ ",
        "!",
        "Ivan: ",
        "• ",
        "Please run ",
        "  501  ",
    ],
)
def test_what_stands_before_a_command_is_told(before):
    [(identity, shown)] = _told(before + CURL)
    assert identity == f"text_around@1:{1 + len(before) - len(before.lstrip())}"
    assert shown == before.strip()


@pytest.mark.parametrize("before", ["sudo ", "time ", "cd /tmp && ", "NAME=olha ", "  "])
def test_what_belongs_to_a_command_is_not_told(before):
    assert _told(before + CURL) == []


@pytest.mark.parametrize(
    "request_",
    [
        CURL,
        f"wget --post-data '{EVENT}' https://yespo.io/api/v2/event",
        "http POST https://yespo.io/api/v2/event eventTypeKey=a keyValue=k params:='[]'",
        f"Invoke-RestMethod -Method Post -Uri https://yespo.io/api/v2/event -Body '{EVENT}'",
        f"POST /api/v2/event HTTP/1.1\nHost: yespo.io\n\n{EVENT}",
        f"fetch('https://yespo.io/api/v2/event', {{method: 'POST', body: JSON.stringify({EVENT})}})",
        f"2026-11-01 10:00:00 INFO body={EVENT}",
    ],
    ids=["curl", "wget", "httpie", "powershell", "http", "fetch", "log"],
)
@pytest.mark.parametrize("words", ["Hello, this is what we send:\n", "Hello, this is what we send:\n\n"])
def test_sentences_above_a_request_are_told(words, request_):
    assert _told(words + request_) == [("text_around@1:1", "Hello, this is what we send:")]


def test_sentences_around_a_command_in_a_quoted_mail_are_told_at_their_places():
    told = _told(f"> Hello\n> {CURL}\n> Thanks\n")
    assert told == [("text_around@1:3", "Hello"), ("mail_quoting@2:1", "> "), ("text_around@3:3", "Thanks")]


def test_the_end_of_what_a_command_reads_is_no_sentence():
    assert _told(f"curl https://yespo.io/api/v2/event -d @- <<EOF\n{EVENT}\nEOF\n") == []


def test_a_text_around_a_command_that_is_refused_leaves_no_event():
    reading = read_payload("[10:00] " + CURL, refused={"text_around@1:1"})
    assert reading.events == ()
    assert "Text around the event was left out" in reading.error


@pytest.mark.parametrize(
    ("payload", "told"),
    [
        (base64.b64encode(EVENT.encode()).decode(), ["base64_encoded@1:1"]),
        (quote(EVENT), ["form_encoded@1:1"]),
        (f"body={quote(EVENT)}", ["form_encoded@1:1"]),
        (quote(quote(EVENT)), ["form_encoded@1:1", "form_encoded@1:1"]),
        ("eventTypeKey=a&keyValue=k&params=%5B%5D", ["form_encoded@1:1"]),
        (f"curl https://yespo.io/api/v2/event -d 'body={quote(EVENT)}'", ["form_encoded@1:40"]),
    ],
    ids=["Base64", "percent", "form", "percent twice", "fields", "in a command"],
)
def test_what_was_decoded_is_told(payload, told):
    assert [identity for identity, _before in _told(payload)] == told
    assert all(len(before) <= 3 for _identity, before in _told(payload)), "an encoded address is not shown to others"
    refused = read_payload(payload, refused=frozenset(told))
    assert refused.events == ()
    assert "without the change that you refused" in refused.error


def test_a_field_beside_the_event_is_told_and_a_key_in_it_hidden():
    reading = read_payload(f"body={quote(EVENT)}&page=7&token=tok_0123456789abcdef")
    [event] = reading.events
    assert [repair.message for repair in event.repairs[1:]] == [
        "Text around the event was left out: “page=7”.",
        "Text around the event was left out: “token=***”.",
    ]
    assert [secret.kind for secret in reading.secrets] == ["token"]


HASH = '"eventTypeKey" => "a", "keyValue" => "k", "params" => []'


@pytest.mark.parametrize("word", ["payload", "x", "Payload", "подія", "тіло"])
@pytest.mark.parametrize("brackets", ["{}", "  "], ids=("in brackets", "bare"))
def test_a_word_before_a_hash_of_ruby_is_told(word, brackets):
    [event] = read_payload(f"require 'json'\n{word} {brackets[0]}{HASH}{brackets[1]}").events
    assert [repair.before for repair in event.repairs] == [word]


@pytest.mark.parametrize("call", ["puts", "return", "client.track", "@client.track"])
def test_what_ruby_calls_with_a_hash_is_not_told(call):
    [event] = read_payload(f"require 'json'\n{call} {HASH}").events
    assert event.repairs == ()


LINE = f"2026-11-01 10:00:00 INFO body={EVENT} status=200"


@pytest.mark.parametrize(
    ("before", "told"),
    [
        ("Ось рядок: ", "Ось рядок:"),
        ("this one fails ", "this one fails"),
        ("- перший: ", "- перший:"),
        ("Помилка тут -> ", "Помилка тут ->"),
        ("Олена ", "Олена"),
    ],
)
@pytest.mark.parametrize("line", [LINE, LINE.replace("2026-11-01 10:00:00", "[2026-11-01 10:00:00] production.")])
def test_words_before_a_line_of_a_log_are_told(line, before, told):
    reading = read_payload(f"{before}{line}\n{line}")
    assert [[repair.before for repair in event.repairs] for event in reading.events] == [[told], []]


@pytest.mark.parametrize("before", ["api-1  | ", "myhost app[12]: ", "node server ", "12: ", ""])
def test_a_name_that_the_log_itself_puts_before_a_line_is_not_told(before):
    [event] = read_payload(f"{before}{LINE}").events
    assert event.repairs == ()
