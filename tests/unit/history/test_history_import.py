"""What others hand on comes into the history: all of it, once, and nothing that is none."""

import base64
import codecs
import json
import random
import re
import signal
import sqlite3
import stat
import subprocess
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

import pytest
from exchange_words import BODY, NOON, exchange, exchanges
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from patience import PATIENCE_S

from yespo_console.delivery.environments import Environment, hosts_of
from yespo_console.delivery.judging import judge_with
from yespo_console.events.catalog import load_catalog
from yespo_console.history.exchange import Answer
from yespo_console.history.matching import Matcher
from yespo_console.history.query import Query
from yespo_console.history.query_text import parse_query
from yespo_console.history.store import HistoryStore
from yespo_console.history.transfer import importing
from yespo_console.history.transfer.exporting import StoredExchanges, export_file
from yespo_console.history.transfer.importing import import_file
from yespo_console.history.transfer.progress import Progress, TransferCancelledError
from yespo_console.sharing.exchanges.formats import FORMATS

KEY = "k3y-planted-0123456789"


@pytest.fixture(scope="session")
def judge():
    return judge_with(load_catalog())


@pytest.fixture
def store(tmp_path):
    with HistoryStore.open(tmp_path / "history.sqlite3") as opened:
        yield opened


def all_of(store):
    return [store.get(number) for number in reversed(store.ids(Query()))]


def without_ids(kept):
    return [one.model_copy(update={"id": 0}) for one in kept]


def file_of(path, format_id, *given):
    with path.open("w", encoding="utf-8", newline="") as out:
        FORMATS[format_id].write(given, out)
    return path


@given(st.lists(exchanges, max_size=4, unique_by=lambda one: (one.sent_at, one.url, one.request_body)))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@pytest.mark.parametrize("format_id", ["jsonl", "har"])
def test_what_was_exported_comes_in_as_it_was(format_id, judge, given):
    with tempfile.TemporaryDirectory() as folder:
        first = file_of(Path(folder) / "first", format_id, *given)
        with HistoryStore.open(Path(folder) / "history.sqlite3") as store:
            done = import_file(store, first, judge)
            assert (done.added, done.unreadable, done.keys_hidden) == (len(given), (), 0)
            kept = without_ids(all_of(store))
            assert sorted(kept, key=repr) == sorted(given, key=repr)
            second = Path(folder) / "second"
            export_file(StoredExchanges(store, list(range(1, len(given) + 1))), FORMATS["jsonl"], second, redact=False)
            again = import_file(store, second, judge)
            assert (again.added, again.known) == (0, len(given))


def test_a_file_that_is_imported_twice_is_there_once(store, judge, tmp_path):
    path = file_of(tmp_path / "a.jsonl", "jsonl", exchange(), exchange(b"other"), exchange())
    first = import_file(store, path, judge)
    assert (first.added, first.known) == (2, 1)
    second = import_file(store, path, judge)
    assert (second.added, second.known) == (0, 3)
    assert store.count(Query()) == 2


def test_lines_that_cannot_be_read_are_named_and_the_rest_comes_in(store, judge, tmp_path):
    good = file_of(tmp_path / "good.jsonl", "jsonl", exchange()).read_text(encoding="utf-8")
    line = json.loads(good)
    bad = [
        "no JSON",
        "[1]",
        json.dumps({**line, "version": 2}),
        json.dumps({**line, "version": None}),
        json.dumps({**line, "sent_at": "yesterday"}),
        json.dumps({**line, "sent_at": "2026-11-20T12:00:00"}),
        json.dumps({**line, "request": None}),
        json.dumps({**line, "request": {"headers": [], "body_base64": "?"}}),
        json.dumps({**line, "request": {"headers": [["a"]], "body": ""}}),
        json.dumps({**line, "request": {"headers": [], "body": "\ud83d"}}),
        json.dumps({**line, "response": {**line["response"], "status": 0}}),
        json.dumps({**line, "response": {"status": None, "headers": [], "body": ""}}),
        json.dumps({**line, "unknown": 1}),
        json.dumps({**line, "response": {**line["response"], "timing": {"total_ms": "?"}}}).replace('"?"', "1e999"),
        json.dumps({**line, "request": {"headers": [], "body": "", "body_base64": ""}}),
    ]
    path = tmp_path / "mixed.jsonl"
    path.write_text("\ufeff" + "\n".join([good.strip(), "", *bad, good.replace("Чашка", "Кухоль")]), encoding="utf-8")
    done = import_file(store, path, judge)
    assert done.added == 2
    assert [each.place for each in done.unreadable] == list(range(3, 3 + len(bad)))
    assert all(each.reason.endswith(".") for each in done.unreadable)
    assert "newer" in done.unreadable[2].reason
    assert done.unreadable[4].reason == ("“sent_at” is no moment. Write day, time and time zone: 2026-11-20T09:30:00Z.")
    assert done.unreadable[5].reason.startswith("“sent_at” has no time zone. Write ")
    assert not any("should" in each.reason or "Input" in each.reason for each in done.unreadable)


def test_a_field_that_is_not_as_it_has_to_be_is_told_in_words(store, judge, tmp_path):
    line = json.loads(file_of(tmp_path / "good.jsonl", "jsonl", exchange()).read_text(encoding="utf-8"))
    told = {
        "“url” is missing.": {name: value for name, value in line.items() if name != "url"},
        "“environment” is no text.": {**line, "environment": 1},
        "“is_real” is neither true nor false.": {**line, "is_real": "perhaps"},
        "“api” is none of the values that it can have. Write ": {**line, "api": "v9"},
        "“colour” is nothing that an exchange has.": {**line, "colour": "red"},
        "“id” is nothing that an exchange has.": {**line, "id": 5},
        "“request_body” is nothing that an exchange has.": {**line, "request_body": "{}"},
        "“tags” is no list.": {**line, "tags": 7},
    }
    path = tmp_path / "bad.jsonl"
    path.write_text("\n".join(map(json.dumps, told.values())), encoding="utf-8")
    done = import_file(store, path, judge)
    for each, words in zip(done.unreadable, told, strict=True):
        assert each.reason.startswith(words)


def test_another_kind_of_file_is_refused_as_a_whole(store, judge, tmp_path):
    path = tmp_path / "novel.txt"
    path.write_text("Call me by another name.\n" * 500)
    done = import_file(store, path, judge)
    assert (done.added, done.unreadable_count, done.unreadable[0].place) == (0, 1, 0)
    assert "neither" in done.unreadable[0].reason


def test_a_table_is_refused_once_and_told_what_is_wanted(store, judge, tmp_path):
    path = tmp_path / "carts.csv"
    path.write_text("email,productId\nolena@example.com,A1\n17\n")
    done = import_file(store, path, judge)
    assert (done.added, done.unreadable_count, len(done.unreadable)) == (0, 1, 1)
    assert done.unreadable[0].place == 0
    assert "JSON Lines export of Yespo Console" in done.unreadable[0].reason
    assert "“import”" in done.unreadable[0].reason


@pytest.mark.parametrize("format_id", [each.id for each in FORMATS.values() if not each.can_be_imported])
def test_an_export_that_is_for_reading_is_refused_once(store, judge, tmp_path, format_id):
    given = (exchange(), exchange(answer=Answer(status=400, body=b'{"message":\n{"a": 1}}')))
    done = import_file(store, file_of(tmp_path / "export", format_id, *given), judge)
    assert [each.place for each in done.unreadable] == [0]
    assert "JSON Lines export of Yespo Console" in done.unreadable[0].reason


def test_events_in_lines_are_refused_once(store, judge, tmp_path):
    path = tmp_path / "events.jsonl"
    path.write_text('{"eventTypeKey":"mine","params":[]}\n' * 3)
    assert [each.place for each in import_file(store, path, judge).unreadable] == [0]


def test_a_line_without_an_end_takes_no_memory(store, judge, tmp_path, monkeypatch):
    monkeypatch.setattr(importing, "_LONGEST_LINE", 5_000)
    good = file_of(tmp_path / "good.jsonl", "jsonl", exchange()).read_bytes()
    path = tmp_path / "long.jsonl"
    path.write_bytes(b'{"version":1,"note":"' + b"x" * 20_000 + b'"}\n' + good)
    done = import_file(store, path, judge)
    assert (done.added, [each.place for each in done.unreadable]) == (1, [1])


def entry(url="https://yespo.io/api/v2/event", body=None, **changes):
    """What a browser records."""
    text = json.dumps(BODY if body is None else body, ensure_ascii=False)
    recorded = {
        "startedDateTime": "2026-11-20T14:00:00.123+02:00",
        "time": 120.5,
        "request": {
            "method": "POST",
            "url": url,
            "httpVersion": "h2",
            "cookies": [],
            "headers": [{"name": ":authority", "value": "yespo.io"}, {"name": "content-type", "value": "text/plain"}],
            "queryString": [],
            "headersSize": -1,
            "bodySize": len(text),
            "postData": {"mimeType": "application/json", "text": text},
        },
        "response": {
            "status": 400,
            "statusText": "Bad Request",
            "headers": [{"name": "date", "value": "today"}],
            "cookies": [],
            "content": {"size": 4, "mimeType": "text/plain", "text": "d2h5IQ==", "encoding": "base64"},
        },
        "cache": {},
        "timings": {"blocked": 3, "dns": 2, "connect": 30, "ssl": 12, "send": 0.5, "wait": 70, "receive": 1},
    }
    recorded["request"] |= changes.pop("request", {})
    return {**recorded, **changes}


def recording(path, *entries):
    path.write_text(json.dumps({"log": {"version": "1.2", "creator": {}, "entries": entries}}), encoding="utf-8")
    return path


def test_calls_to_an_environment_of_ones_own_come_in_as_those_to_yespo_do(store, judge, tmp_path):
    path = recording(
        tmp_path / "shop.har",
        entry("https://Events.Client.example:8443/yespo/v2/event"),
        entry("https://events.client.example/yespo/v2/contacts"),
        entry("http://[::1]:8765/v3/event"),
        entry("https://other.example/v2/event"),
    )
    hosts = hosts_of([Environment(name="Client", base_url="https://events.client.example:8443/yespo")])
    done = import_file(store, path, judge, hosts=hosts)
    assert (done.added, done.elsewhere) == (2, 2)
    assert {one.url: one.is_real for one in all_of(store)} == {
        "https://Events.Client.example:8443/yespo/v2/event": True,
        "http://[::1]:8765/v3/event": False,
    }


def test_of_a_browsers_recording_only_event_calls_come_in(store, judge, tmp_path):
    path = recording(
        tmp_path / "shop.har",
        entry("https://shop.example/api/v2/event"),
        entry("https://cdn.example/app.js"),
        entry(request={"method": "OPTIONS", "postData": {}}),
        entry(),
        entry(request={"postData": {}}),
        entry(startedDateTime="soon"),
    )
    done = import_file(store, path, judge)
    assert (done.added, done.elsewhere, done.is_recording) == (1, 3, True)
    assert [each.place for each in done.unreadable] == [5, 6]
    (kept,) = all_of(store)
    assert kept.sent_at == NOON.replace(microsecond=123000)
    assert (kept.environment, kept.is_real, kept.source) == ("yespo.io", True, "import")
    assert (kept.event_type, kept.key_value) == ("cartUpdated", "olha@example.com")
    assert kept.locators == (("email", "olha@example.com"), ("keyValue", "olha@example.com"))
    assert json.loads(kept.request_body) == BODY
    assert kept.request_headers == (("content-type", "text/plain"),)
    assert (kept.answer.status, kept.answer.body) == (400, b"why!")
    timing = kept.answer.timing
    assert (timing.connect_ms, timing.tls_ms, timing.first_byte_ms, timing.total_ms) == (20, 12, 70.5, 120.5)
    assert any(problem.code for problem in kept.problems)
    again = import_file(store, path, judge)
    assert (again.added, again.known) == (0, 1)


def test_a_recording_that_failed_has_no_answer(store, judge, tmp_path):
    failed = entry(response={"status": 0, "statusText": "", "headers": [], "content": {}})
    assert import_file(store, recording(tmp_path / "a.har", failed), judge).added == 1
    (kept,) = all_of(store)
    assert kept.answer.status is None
    assert kept.answer.error.may_have_been_accepted


@pytest.mark.parametrize(
    "text", ['{"log": {"entries": [', '{"log": 1}', '{"log": {"entries": [{}, 1, null, [], "x"]}}']
)
def test_a_faulty_recording_is_told(store, judge, tmp_path, text):
    path = tmp_path / "cut.har"
    path.write_text(text)
    done = import_file(store, path, judge)
    assert done.added == 0
    assert done.unreadable_count or done.elsewhere or text == '{"log": 1}'


def test_of_a_recording_that_is_cut_off_the_whole_entries_come_in(store, judge, tmp_path):
    entries = [entry(body={**BODY, "n": number, "name": "Чашка"}) for number in range(4)]
    whole = json.dumps({"log": {"version": "1.2", "entries": entries}}, ensure_ascii=False).encode()
    ends = [match.end() for match in re.finditer(rb'"receive": 1}}', whole)]
    middle_of_a_letter = whole.rindex("Ч".encode()) + 1
    for cut, count in ((middle_of_a_letter, 3), (ends[2] - 5, 2), (ends[0], 1), (len(whole) - 1, 4), (30, 0)):
        path = tmp_path / "cut.har"
        path.write_bytes(whole[:cut])
        done = import_file(store, path, judge)
        assert (done.added + done.known, done.unreadable_count) == (count, 1)
        assert done.unreadable[0].place == 0
        assert "faulty or cut off" in done.unreadable[0].reason
    assert store.count(Query()) == 4


@pytest.mark.parametrize("before", [{"comment": "of a shop"}, {"_meta": {"log": [1]}, "tags": ["a"]}, {}])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-be"])
def test_a_recording_is_known_by_its_log_wherever_that_stands_and_in_utf_16_too(
    store, judge, tmp_path, before, encoding
):
    text = json.dumps({**before, "log": {"version": "1.2", "entries": [entry()]}})
    path = tmp_path / "shop.har"
    path.write_bytes((codecs.BOM_UTF16_BE if encoding == "utf-16-be" else b"") + text.encode(encoding))
    assert importing.can_be_imported(path)
    assert import_file(store, path, judge).added == 1


@pytest.mark.parametrize("line", [{"message": "a", "log": {"file": {"path": "/var/log/a"}}}, {"log": "a", "time": "b"}])
def test_the_log_of_a_program_is_no_recording(store, judge, tmp_path, line):
    path = tmp_path / "events.log"
    path.write_text(f"{json.dumps(line)}\n" * 3)
    assert not importing.can_be_imported(path)
    assert "neither" in import_file(store, path, judge).unreadable[0].reason


def test_lines_of_ours_come_in_from_utf_16_too(store, judge, tmp_path):
    given = [exchange(f"body {number} Чашка") for number in range(300)]
    path = file_of(tmp_path / "a.jsonl", "jsonl", *given)
    path.write_bytes(path.read_text(encoding="utf-8").replace("\n", "\r\n").encode("utf-16"))
    assert importing.can_be_imported(path)
    assert import_file(store, path, judge).added == 300
    assert {one.request_text for one in all_of(store)} == {one.request_text for one in given}


def test_an_address_that_is_none_is_named_and_the_rest_comes_in(store, judge, tmp_path):
    given = (entry(), entry("https://[yespo.io/api/v2/event"), entry(startedDateTime="2026-11-21T00:00:00Z"))
    done = import_file(store, recording(tmp_path / "shop.har", *given), judge)
    assert (done.added, [each.place for each in done.unreadable]) == (2, [2])
    assert done.unreadable[0].reason == "Its address “https://[yespo.io/api/v2/event” cannot be read."


NEVER = ("0001-01-01T00:00:00Z", "0001-01-01T00:00:00+02:00", "1969-12-31T23:59:59Z", "9999-12-31T23:59:59-12:00")


def test_a_moment_at_the_edge_of_all_dates_is_named_and_the_rest_comes_in(store, judge, tmp_path):
    given = [entry(startedDateTime=each) for each in (*NEVER, "1970-01-01T00:00:00Z", "9998-12-31T23:59:59Z")]
    done = import_file(store, recording(tmp_path / "shop.har", *given), judge)
    assert (done.added, [each.place for each in done.unreadable]) == (2, [1, 2, 3, 4])
    assert done.unreadable[1].reason == "Its time “0001-01-01T00:00:00+02:00” cannot be read."
    line = json.loads(file_of(tmp_path / "a.jsonl", "jsonl", exchange()).read_text(encoding="utf-8"))
    lines = tmp_path / "b.jsonl"
    lines.write_text("\n".join(json.dumps({**line, "sent_at": each}) for each in (*NEVER, line["sent_at"])))
    done = import_file(store, lines, judge)
    assert (done.added, [each.place for each in done.unreadable]) == (1, [1, 2, 3, 4])
    told = {each.reason for each in done.unreadable}
    assert told == {"“sent_at” is before 1970 or after 9998, and nothing was sent then."}


def test_a_key_in_a_recording_does_not_come_in(store, judge, tmp_path):
    pair = base64.b64encode(f"api:{KEY}".encode()).decode()
    path = recording(
        tmp_path / "keys.har",
        entry(f"https://api:{KEY}@yespo.io/api/v2/event?api_key={KEY}"),
        entry(
            body={"eventTypeKey": "x", "apiKey": KEY, "params": [{"name": "token", "value": KEY}], "note": f"is {KEY}"},
            request={"headers": [{"name": "Authorization", "value": f"Basic {pair}"}]},
            response={"status": 401, "content": {"text": f"bad key {KEY}, {pair}"}},
        ),
    )
    done = import_file(store, path, judge)
    assert done.added == 2
    assert done.keys_hidden >= 1
    store.close()
    for file in store.path.parent.glob("history*"):
        assert KEY.encode() not in file.read_bytes()
        assert pair.encode() not in file.read_bytes()


def test_a_key_in_a_line_does_not_come_in(store, judge, tmp_path):
    line = json.loads(file_of(tmp_path / "a.jsonl", "jsonl", exchange()).read_text(encoding="utf-8"))
    line["request"]["headers"] = [["Authorization", f"Bearer {KEY}"], ["X-Note", KEY]]
    line["url"] = f"https://yespo.io/api/v2/event?token={KEY}"
    line["note"] = f"the key was {KEY}"
    line["response"]["body"] = f"you sent {KEY}"
    (tmp_path / "a.jsonl").write_text(json.dumps(line))
    assert import_file(store, tmp_path / "a.jsonl", judge).added == 1
    store.close()
    for file in store.path.parent.glob("history*"):
        assert KEY.encode() not in file.read_bytes()


def held_by(store):
    """The files of the history that hold the key."""
    store.close()
    return [file for file in store.path.parent.glob("history*") if KEY.encode() in file.read_bytes()]


def line_with(tmp_path, **changes):
    line = json.loads(file_of(tmp_path / "a.jsonl", "jsonl", exchange()).read_text(encoding="utf-8"))
    request, response = changes.pop("request", {}), changes.pop("response", {})
    return {**line, **changes, "request": line["request"] | request, "response": line["response"] | response}


def lines(path, *given):
    path.write_text("".join(json.dumps(each) + "\n" for each in given), encoding="utf-8")
    return path


def test_a_key_of_a_recording_comes_in_by_no_field(store, judge, tmp_path):
    params = [{"name": "externalCustomerId", "value": KEY}]
    mixed_up = entry(
        body={"eventTypeKey": KEY, "keyValue": KEY, "params": params},
        request={"headers": [{"name": "Authorization", "value": f"Bearer {KEY}"}, {"name": f"X-{KEY}", "value": "a"}]},
    )
    mixed_up["response"]["statusText"] = f"bad key {KEY}"
    assert import_file(store, recording(tmp_path / "shop.har", mixed_up), judge).added == 1
    (kept,) = all_of(store)
    assert (kept.event_type, kept.key_value, kept.answer.reason) == ("***", "***", "bad key ***")
    assert dict(kept.locators) == {"externalCustomerId": "***"}
    assert held_by(store) == []


def test_a_key_of_a_line_comes_in_by_no_field(store, judge, tmp_path):
    line = line_with(
        tmp_path,
        environment=f"of {KEY}",
        source=KEY,
        event_type=KEY,
        key_value=KEY,
        locators=[["email", f"{KEY}@example.com"]],
        tags=[KEY, "sale"],
        request={"headers": [["Authorization", f"Bearer {KEY}"], [f"X-{KEY}", "a"]]},
    )
    line["response"]["reason"] = KEY
    line["problems"] = [
        {"code": "x", "severity": "error", "effect": "refused", "pointer": f"/{KEY}", "args": [["value", KEY]]}
    ]
    done = import_file(store, lines(tmp_path / "b.jsonl", line), judge)
    assert done.added == 1, done
    (kept,) = all_of(store)
    assert (kept.event_type, kept.environment, kept.tags) == ("***", "of ***", ("***", "sale"))
    assert held_by(store) == []


def test_a_key_in_the_last_line_is_masked_in_the_first(store, judge, tmp_path):
    first = line_with(tmp_path, response={"body": f"bad key {KEY}"})
    last = line_with(
        tmp_path, sent_at="2026-11-20T15:00:00Z", request={"headers": [["Authorization", f"Bearer {KEY}"]]}
    )
    done = import_file(store, lines(tmp_path / "b.jsonl", first, last), judge)
    assert (done.added, done.keys_hidden) == (2, 1)
    assert held_by(store) == []


ADDRESSES = [
    ("Referer", f"https://my.shop.ua/debug?apikey={KEY}"),
    ("Location", f"https://yespo.io/x?a=1&apikey={KEY}"),
    ("Origin", f"https://api:{KEY}@shop.ua"),
    ("Origin", f"https://{KEY}@shop.ua"),
    ("X-Original-URL", f"/v2/event?apikey={KEY}"),
    ("Link", f"<https://shop.ua/x?access_token={KEY}>; rel=next"),
    ("X-Forwarded-Authorization", f"Bearer {KEY}"),
]


@pytest.mark.parametrize(("name", "value"), ADDRESSES)
def test_a_key_in_whatever_header_does_not_come_in(store, judge, tmp_path, name, value):
    path = recording(tmp_path / "a.har", entry(request={"headers": [{"name": name, "value": value}]}))
    done = import_file(store, path, judge)
    assert (done.added, done.keys_hidden) == (1, 1)
    line = line_with(tmp_path, request={"headers": [[name, value]]})
    done = import_file(store, lines(tmp_path / "b.jsonl", line), judge)
    assert (done.added, done.keys_hidden) == (1, 1)
    assert held_by(store) == []


@pytest.mark.parametrize(
    "page", [f"https://a.ua/?apikey={KEY}", f"https://api:{KEY}@a.ua/", f"see https://a.ua/?token={KEY} there"]
)
def test_a_key_in_an_address_in_the_body_of_a_recording_does_not_come_in(store, judge, tmp_path, page):
    body = {"eventTypeKey": "pageViewed", "params": [{"name": "page", "value": page}]}
    done = import_file(store, recording(tmp_path / "a.har", entry(body=body)), judge)
    assert (done.added, done.keys_hidden) == (1, 1)
    assert held_by(store) == []


@pytest.mark.parametrize(
    "page",
    [
        "https://a.ua/img/AbC123dEf456GhI789.jpg?gclid=EAIaIQobChMI7a&utm_source=mail#part-2",
        "https://a.ua/@anna?key=sale",
        "write to https://a.ua or anna@example.com; a=b",
        'Basic realm="https://a.ua"',
        "Basic plan",
    ],
)
def test_an_address_without_a_key_comes_in_as_it_is(store, judge, tmp_path, page):
    body = {"eventTypeKey": "pageViewed", "params": [{"name": "page", "value": page}]}
    given = entry(body=body, request={"headers": [{"name": "X-Note", "value": page}]})
    done = import_file(store, recording(tmp_path / "a.har", given), judge)
    assert (done.added, done.keys_hidden) == (1, 0)
    (kept,) = all_of(store)
    assert json.loads(kept.request_body) == body
    assert ("X-Note", page) in kept.request_headers


@pytest.mark.parametrize(
    "note",
    [
        f"curl -u api:{KEY} https://yespo.io/api/v2/event",
        f"sent with Authorization: Bearer {KEY}",
        f"sent with Basic {base64.b64encode(f'api:{KEY}'.encode()).decode()}",
        f"sent with X-Api-Key: {KEY}",
        f"see https://shop.ua/?apikey={KEY}",
    ],
)
def test_a_key_in_a_note_does_not_come_in(store, judge, tmp_path, note):
    line = line_with(tmp_path, note=note, response={"body": f"bad key {KEY}"})
    done = import_file(store, lines(tmp_path / "b.jsonl", line), judge)
    assert (done.added, done.keys_hidden) == (1, 1)
    (kept,) = all_of(store)
    assert kept.answer.body == b"bad key ***"
    assert base64.b64encode(f"api:{KEY}".encode()).decode()[:-2] not in kept.note
    assert held_by(store) == []


def test_a_word_in_the_place_of_a_key_is_hidden_there_alone(store, judge, tmp_path):
    line = line_with(
        tmp_path,
        request={"headers": [["Referer", "https://a.ua/?token=undefined&apikey={{apiKey}}"]]},
        response={"body": "undefined"},
    )
    import_file(store, lines(tmp_path / "b.jsonl", line), judge)
    (kept,) = all_of(store)
    assert kept.request_headers == (("Referer", "https://a.ua/?token=***&apikey={{apiKey}}"),)
    assert kept.answer.body == b"undefined"


def test_a_note_that_speaks_of_keys_comes_in_as_it_is(store, judge, tmp_path):
    note = "key: order-12345, basic check of the bearer market; the token: received 2026-11-20"
    assert import_file(store, lines(tmp_path / "b.jsonl", line_with(tmp_path, note=note)), judge).keys_hidden == 0
    assert [one.note for one in all_of(store)] == [note]


def test_a_cancel_leaves_whole_exchanges_and_the_rest_comes_later(store, judge, tmp_path):
    path = file_of(tmp_path / "many.jsonl", "jsonl", *(exchange(f"body {number}") for number in range(350)))

    class Stopped(Progress):
        def reach(self, done):
            super().reach(done)
            if done > self.total // 2 > 1:
                self.cancel()

    with pytest.raises(TransferCancelledError):
        import_file(store, path, judge, Stopped())
    assert store.count(Query()) == 100
    done = import_file(store, path, judge)
    assert (done.added, done.known) == (250, 100)


def test_a_large_recording_moves_its_bar_and_can_be_given_up_before_anything_comes_in(store, judge, tmp_path):
    path = recording(tmp_path / "shop.har", *(entry(body={**BODY, "n": number}) for number in range(30)))
    seen = []

    class Watched(Progress):
        def reach(self, done):
            super().reach(done)
            if self.total > 1:
                seen.append(done / self.total)
            if len(seen) == 10:
                self.cancel()

    with pytest.raises(TransferCancelledError):
        import_file(store, path, judge, Watched())
    assert len(seen) == 10
    assert seen == sorted(seen)
    assert 0 < seen[-1] < 0.5, "it is still being read"
    assert store.count(Query()) == 0


def test_a_key_in_the_last_entry_is_masked_in_the_first(store, judge, tmp_path):
    first = entry(body={**BODY, "comment": f"my key is {KEY}"})
    last = entry(
        request={"headers": [{"name": "Authorization", "value": f"Bearer {KEY}"}]},
        startedDateTime="2026-11-20T15:00:00Z",
    )
    assert import_file(store, recording(tmp_path / "shop.har", first, last), judge).added == 2
    assert not any(KEY in one.model_dump_json() for one in all_of(store))


IMPORT = """
import sys
from pathlib import Path
from yespo_console.delivery.judging import judge_with
from yespo_console.events.catalog import load_catalog
from yespo_console.history.store import HistoryStore
from yespo_console.history.transfer.importing import import_file
with HistoryStore.open(Path(sys.argv[1])) as store:
    print("ready", flush=True)
    import_file(store, Path(sys.argv[2]), judge_with(load_catalog()))
"""


def test_a_program_that_is_killed_while_it_imports_leaves_whole_exchanges(judge, tmp_path):
    answer = Answer(status=200, reason="OK", headers=(("a", "b"),), body=b"x" * 500)
    given = [exchange(f"body {number}", answer=answer, tags=("one",)) for number in range(3_000)]
    path = file_of(tmp_path / "many.jsonl", "jsonl", *given)
    history = tmp_path / "history.sqlite3"
    moments = random.Random(4)
    counts = []
    for _attempt in range(4):
        with subprocess.Popen(
            [sys.executable, "-c", IMPORT, str(history), str(path)], stdout=subprocess.PIPE
        ) as running:
            assert running.stdout.readline() == b"ready\n"
            time.sleep(moments.uniform(0.05, 0.6))
            running.send_signal(signal.SIGKILL)
        connection = sqlite3.connect(history)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        whole = "SELECT count(*) FROM exchange e JOIN exchange_body b USING (id) WHERE b.answer_body IS NOT NULL"
        whole += " AND e.result = 200 AND EXISTS (SELECT 1 FROM exchange_tag t WHERE t.id = e.id)"
        (count,) = connection.execute(whole).fetchone()
        assert connection.execute("SELECT count(*) FROM exchange").fetchone() == (count,)
        connection.close()
        counts.append(count)
    assert counts == sorted(counts)
    with HistoryStore.open(history) as store:
        done = import_file(store, path, judge)
        assert (done.known, done.added) == (counts[-1], len(given) - counts[-1])
        assert store.count(Query()) == len(given)


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such permissions on Windows")
@pytest.mark.parametrize("redact", [False, True])
def test_an_export_is_the_users_alone(store, judge, tmp_path, redact):
    store.bring_in([exchange()]).result(PATIENCE_S)
    path = tmp_path / "carts.jsonl"
    export_file(StoredExchanges(store, store.ids(Query())), FORMATS["jsonl"], path, redact=redact)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_an_export_that_fails_leaves_the_old_file(store, judge, tmp_path):
    import_file(store, file_of(tmp_path / "a.jsonl", "jsonl", *(exchange(str(n)) for n in range(5))), judge)
    target = tmp_path / "out.har"
    target.write_text("old")

    class Stopped(Progress):
        def reach(self, done):
            super().reach(done)
            if done == 3:
                self.cancel()

    with pytest.raises(TransferCancelledError):
        export_file(StoredExchanges(store, store.ids(Query())), FORMATS["har"], target, redact=True, progress=Stopped())
    assert target.read_text() == "old"
    assert {path.name for path in tmp_path.iterdir() if not path.name.startswith("history")} == {"a.jsonl", "out.har"}


@pytest.mark.parametrize("sent_since", [0, 3])
@pytest.mark.parametrize("words", ["umbrella", "um", "umbrella source:window"])
def test_what_is_newest_is_found_at_once_though_older_exchanges_came_in_last(store, monkeypatch, words, sent_since):
    def fill(count, days):
        moment = NOON - timedelta(days=days)
        given = [exchange(f"umbrella {n}", sent_at=moment + timedelta(seconds=n), answer=None) for n in range(count)]
        store.bring_in(given).result(PATIENCE_S)

    fill(1_100, days=0)
    fill(4_000, days=400)
    fill(sent_since, days=-1)
    assert store.wait_until_indexed(PATIENCE_S)
    looked_at = []
    holds = Matcher.holds
    monkeypatch.setattr(Matcher, "holds", lambda self, searched: looked_at.append(1) or holds(self, searched))
    rows = store.page(parse_query(words), limit=10 + sent_since)
    assert [row.sent_at for row in rows[sent_since:]] == [NOON + timedelta(seconds=1_099 - n) for n in range(10)]
    assert len(looked_at) == len(rows)
    every = [store.get(number).sent_at for number in store.ids(parse_query(words))]
    assert len(every) == 5_100 + sent_since
    assert every == sorted(every, reverse=True)


ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(-1e300, 1e300) | st.text(max_size=8) | st.just("\ud83d"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


def _changed(draw, node):
    """The same with one place in it made anything at all."""
    if isinstance(node, dict | list) and node and draw(st.integers(0, 4)):
        at = draw(st.sampled_from(sorted(node) if isinstance(node, dict) else range(len(node))))
        copy = node.copy()
        copy[at] = _changed(draw, node[at])
        return copy
    return draw(ANYTHING)


@given(st.data())
@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_a_file_holds_the_good_part_of_it_comes_in(judge, data):
    with tempfile.TemporaryDirectory() as folder:
        good = json.loads(file_of(Path(folder) / "a", "jsonl", exchange()).read_text(encoding="utf-8"))
        lines = Path(folder) / "a.jsonl"
        bad = json.dumps(_changed(data.draw, good)).replace("\n", " ")
        lines.write_text(f"{bad}\n{json.dumps(good | {'note': 'good'})}\n", encoding="utf-8")
        har = json.loads(file_of(Path(folder) / "b", "har", exchange(b"one")).read_text(encoding="utf-8"))
        entries = [_changed(data.draw, one) for one in (*har["log"]["entries"], entry())]
        recorded = recording(Path(folder) / "a.har", *entries, entry(startedDateTime="2026-11-21T00:00:00Z"))
        with HistoryStore.open(Path(folder) / "history.sqlite3") as store:
            done = import_file(store, lines, judge)
            assert done.added + done.known + done.unreadable_count == 2
            assert "good" in [one.note for one in all_of(store)] or done.known
            done = import_file(store, recorded, judge)
            assert done.added + done.known + done.unreadable_count + done.elsewhere == 3
            assert done.added
            all_of(store)
