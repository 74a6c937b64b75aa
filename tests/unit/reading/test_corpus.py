"""What customers send, case by case: `tests/data/reading/NAME.in` is the payload, `NAME.json` what must come of it.

`NAME.json` is one of

    {"source": "json", "events": [{"body": {...}, "repairs": [...], "url": "...", "problems": [...]}], "error": "words"}
    {"source": "json", "refused": "words of the error"}

`body` is the event in any encoding; both sides are compared decoded, numbers as spelled. `repairs` are all repairs in
order, each a code (`comment`) or a code with its place in the original (`comment@3:7`). `url` and `error` are compared
when they are given (`error`: why some of several events are missing); `left_out` counts by code, `secrets` by kind.
"""

import json
from pathlib import Path

import pytest

from yespo_console.events import wire
from yespo_console.events.json_text import dump, parse
from yespo_console.reading.reader import read_payload
from yespo_console.reading.repair_texts import NEEDED

CORPUS = Path(__file__).parents[2] / "data" / "reading"
CASES = sorted(path.relative_to(CORPUS).with_suffix("").as_posix() for path in CORPUS.rglob("*.in"))


def _names_a_needed_change(name):
    expected = (CORPUS / f"{name}.json").read_text(encoding="utf-8")
    return any(f'"{code}' in expected for code in NEEDED)


@pytest.mark.parametrize("name", CASES)
def test_a_payload_becomes_its_events_or_is_refused(name):
    payload = (CORPUS / f"{name}.in").read_bytes()
    expected_text = (CORPUS / f"{name}.json").read_text(encoding="utf-8")
    expected = json.loads(expected_text)
    reading = read_payload(payload)
    assert reading.source == expected["source"]
    if "refused" in expected:
        assert reading.events == ()
        assert expected["refused"] in reading.error
        return
    assert [wire.read(event.body().text) for event in reading.events] == _events(expected_text), reading.error
    for event, wanted in zip(reading.events, expected["events"], strict=True):
        assert len(wanted["repairs"]) == len(event.repairs), [repair.identity for repair in event.repairs]
        for repair, name_of in zip(event.repairs, wanted["repairs"], strict=True):
            assert name_of in (repair.code, repair.identity), [repair.identity for repair in event.repairs]
            assert repair.message
        assert event.url == wanted.get("url", event.url)
    if "error" in expected:
        assert expected["error"] in reading.error
    else:
        assert reading.error is None
    assert {left.code: left.count for left in reading.left_out} == expected.get("left_out", {})
    assert [secret.kind for secret in reading.secrets] == expected.get("secrets", [])


@pytest.mark.parametrize("name", [name for name in CASES if _names_a_needed_change(name)])
def test_without_a_change_that_is_needed_the_event_cannot_be_read(name):
    payload = (CORPUS / f"{name}.in").read_bytes()
    events = read_payload(payload).events
    needed = {repair.code: repair for event in events for repair in event.repairs if repair.is_needed}
    for repair in needed.values():
        assert len(read_payload(payload, refused={repair.identity}).events) != len(events), repair.identity


def _events(expected_text):
    """The expected events, with the spelling of their numbers."""
    return [wire.read(_as_v2(event.get("body"))) for event in parse(expected_text).get("events")]


def _as_v2(body):
    from yespo_console.events.event import Encoding
    from yespo_console.reading.reader import encoding_of

    return wire.convert(dump(body), encoding_of(body), Encoding()).text


def test_every_payload_has_an_expectation_and_the_other_way_round():
    expectations = {path.relative_to(CORPUS).with_suffix("").as_posix() for path in CORPUS.rglob("*.json")}
    assert expectations == set(CASES)
