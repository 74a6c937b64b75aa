"""Exchanges written for others: every format is what its readers expect, and none of them runs what it holds."""

import csv
import html
import io
import json
import re
import subprocess
from html.parser import HTMLParser

import pytest
from exchange_words import BODY, exchange, exchanges
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from patience import PATIENCE_S

from yespo_console.events.problems import Effect, Severity
from yespo_console.history.exchange import Answer, ExchangeError, StoredProblem, Timing
from yespo_console.reading.reader import read_payload
from yespo_console.sharing.exchanges.csv_table import cell
from yespo_console.sharing.exchanges.formats import FORMATS, format_of

#: What HAR 1.2 asks for, as far as this program writes it.
NUMBER = {"type": "number", "minimum": -1}
NAMED = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["name", "value"],
        "properties": {"name": {"type": "string"}, "value": {"type": "string"}},
        "additionalProperties": False,
    },
}
MESSAGE = {
    "httpVersion": {"type": "string"},
    "cookies": {"type": "array", "maxItems": 0},
    "headers": NAMED,
    "headersSize": {"const": -1},
    "bodySize": {"type": "integer", "minimum": -1},
}
OURS = {"^_": {}}


def strict(required, properties):
    return {
        "type": "object",
        "required": required,
        "properties": properties,
        "patternProperties": OURS,
        "additionalProperties": False,
    }


HAR = strict(
    ["log"],
    {
        "log": strict(
            ["version", "creator", "entries"],
            {
                "version": {"const": "1.2"},
                "creator": strict(["name", "version"], {"name": {"type": "string"}, "version": {"type": "string"}}),
                "pages": {"type": "array", "maxItems": 0},
                "entries": {
                    "type": "array",
                    "items": strict(
                        ["startedDateTime", "time", "request", "response", "cache", "timings"],
                        {
                            "startedDateTime": {
                                "type": "string",
                                "pattern": r"^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$",
                            },
                            "time": {"type": "number", "minimum": 0},
                            "request": strict(
                                ["method", "url", "queryString", *MESSAGE],
                                {
                                    "method": {"type": "string"},
                                    "url": {"type": "string"},
                                    "queryString": NAMED,
                                    "postData": strict(
                                        ["mimeType", "text"],
                                        {"mimeType": {"type": "string"}, "text": {"type": "string"}},
                                    ),
                                    **MESSAGE,
                                },
                            ),
                            "response": strict(
                                ["status", "statusText", "content", "redirectURL", *MESSAGE],
                                {
                                    "status": {"type": "integer"},
                                    "statusText": {"type": "string"},
                                    "redirectURL": {"type": "string"},
                                    "content": strict(
                                        ["size", "mimeType"],
                                        {
                                            "size": {"type": "integer"},
                                            "mimeType": {"type": "string"},
                                            "text": {"type": "string"},
                                            "encoding": {"type": "string"},
                                        },
                                    ),
                                    **MESSAGE,
                                },
                            ),
                            "cache": {"type": "object", "maxProperties": 0},
                            "timings": strict(
                                ["send", "wait", "receive"],
                                {
                                    "send": {"type": "number", "minimum": 0},
                                    "wait": {"type": "number", "minimum": 0},
                                    "receive": {"type": "number", "minimum": 0},
                                    **dict.fromkeys(("blocked", "dns", "connect", "ssl"), NUMBER),
                                },
                            ),
                            "comment": {"type": "string"},
                        },
                    ),
                },
            },
        )
    },
)

NO_ANSWER = exchange(answer=None)
FAILED = exchange(answer=Answer(timing=Timing(connect_ms=3, total_ms=9), error=ExchangeError(kind="timeout")))


def written(format_id, *given):
    out = io.StringIO(newline="")
    FORMATS[format_id].write(given, out)
    return out.getvalue()


@given(st.lists(exchanges, max_size=3))
@settings(max_examples=30, deadline=None)
def test_har_is_valid_whatever_was_sent(given):
    Draft202012Validator(HAR).validate(json.loads(written("har", *given)))


def test_har_tells_times_as_browsers_do():
    (entry,) = json.loads(written("har", exchange()))["log"]["entries"]
    assert entry["startedDateTime"] == "2026-11-20T12:00:00.123456Z"
    assert entry["timings"] == {
        "blocked": -1,
        "dns": -1,
        "connect": 15,
        "ssl": 5,
        "send": 0,
        "wait": 20,
        "receive": 5,
    }
    assert entry["time"] == 40
    assert entry["request"]["postData"]["text"] == json.dumps(BODY, ensure_ascii=False)


def test_har_of_a_request_without_an_answer_has_the_status_0():
    entries = json.loads(written("har", NO_ANSWER, FAILED))["log"]["entries"]
    assert [entry["response"]["status"] for entry in entries] == [0, 0]
    assert entries[1]["response"]["_error"] == "timeout"
    assert entries[1]["timings"]["wait"] == 6


@pytest.mark.parametrize("format_id", ["har", "postman"])
def test_what_is_written_is_read_again_as_the_same_event(format_id):
    body = json.dumps(BODY, ensure_ascii=False)
    reading = read_payload(written(format_id, exchange(), exchange(b'{"eventTypeKey": "x", "params": []}')))
    assert [event.url for event in reading.events] == ["https://yespo.io/api/v2/event"] * 2
    assert json.loads(reading.events[0].body().text) == json.loads(body)
    assert not reading.secrets


def test_a_body_that_is_no_text_travels_in_base64():
    (entry,) = json.loads(written("har", exchange(b"\xff\x00{}")))["log"]["entries"]
    assert entry["request"]["postData"]["text"] == "/wB7fQ=="
    assert entry["request"]["postData"]["_encoding"] == "base64"
    assert entry["request"]["bodySize"] == 4


FORMULAS = ["=1+1", "+380501234567", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\0=1", "＝1+1", "＋1", "－1", "＠x"]


def test_no_cell_of_a_table_begins_a_formula():
    for formula in (*FORMULAS, *(f"a;{each};b\n{each}" for each in FORMULAS)):
        given = exchange(
            {"eventTypeKey": formula, "params": [{"name": formula, "value": formula}]},
            event_type=formula,
            key_value=formula,
            environment=formula,
            note=formula,
            tags=(formula,),
            locators=(("email", formula),),
            answer=Answer(status=400, body=formula.encode()),
        )
        text = written("csv", given).removeprefix("\ufeff")
        for row in csv.reader(io.StringIO(text, newline="")):
            for one in row:
                assert one[:1] not in set("=+-@\t\r\n\0＝＋－＠"), (formula, one)
        for delimiter in ";\t":  # as the list separator of some computers is
            for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
                for one in row:
                    assert one.lstrip("\t\r\n")[:1] not in set("=+-@\0＝＋－＠"), (delimiter, formula, one)
    assert cell("=1+1") == "'=1+1"
    assert cell("1=1") == "1=1"


@given(st.lists(exchanges, max_size=3))
@settings(max_examples=30, deadline=None)
def test_a_table_has_a_row_for_each_exchange_whatever_is_in_it(given):
    text = written("csv", *given)
    assert text.startswith("\ufeff")
    rows = list(csv.reader(io.StringIO(text[1:], newline=""), strict=True))
    assert len(rows) == len(given) + 1
    assert len({len(row) for row in rows}) == 1
    for row, each in zip(rows[1:], given, strict=True):
        note = dict(zip(rows[0], row, strict=True))["note"]
        assert note.replace("'", "") == each.note.replace("'", "")  # but for those that keep a formula from being run


def test_a_table_shows_values_decoded():
    heading, row = csv.reader(io.StringIO(written("csv", exchange()).removeprefix("\ufeff"), newline=""))
    cells = dict(zip(heading, row, strict=True))
    assert cells["email"] == "olha@example.com"
    assert cells["params"] == '{"email":"olha@example.com","products":[{"productId":"Чашка-1","price":45.5}]}'
    assert cells["sent_at"] == "2026-11-20 12:00:00.123"
    assert (cells["status"], cells["duration_ms"]) == ("200", "40.0")


def test_a_curl_script_is_sound_bash_and_its_comments_run_nothing(tmp_path):
    hostile = exchange(event_type="x\ntouch hacked\n", environment="a\r\ntouch hacked", note="$(touch hacked)")
    script = written("curl", exchange(), hostile, exchange(b"\xff'\"$(touch hacked)`touch hacked`\n!"))
    path = tmp_path / "send.sh"
    path.write_text(script, encoding="utf-8")
    fake = tmp_path / "curl"
    fake.write_text("#!/bin/sh\nfor word; do printf '<%s>' \"$word\"; done; echo\n")
    fake.chmod(0o700)
    ran = subprocess.run(
        ["bash", str(path)],
        cwd=tmp_path,
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        timeout=PATIENCE_S,
    )
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.count(b"<https://yespo.io/api/v2/event>") == 3
    assert ran.stdout.count(b"<api:YOUR_API_KEY>") == 3
    assert "Чашка-1".encode() in ran.stdout
    assert not (tmp_path / "hacked").exists()


def test_a_postman_collection_has_the_answer_and_no_key():
    collection = json.loads(written("postman", exchange(answer=Answer(status=400, reason="Bad", body=b"why")), FAILED))
    assert collection["info"]["schema"].endswith("/v2.1.0/collection.json")
    first, second = collection["item"]
    assert first["request"]["url"] == first["response"][0]["originalRequest"]["url"] == "https://yespo.io/api/v2/event"
    assert first["response"][0]["code"] == 400
    assert first["response"][0]["body"] == "why"
    assert first["request"]["body"]["raw"] == json.dumps(BODY, ensure_ascii=False)
    assert [header["key"] for header in first["request"]["header"]] == ["Content-Type"]
    assert second["response"] == []
    assert collection["variable"][0]["value"] == ""


PROBLEM = StoredProblem(
    code="placeholder_emptied",
    severity=Severity.WARNING,
    effect=Effect.NONE,
    pointer="/params/0/value",
    args=(("value", "<b>Phone</b>"),),
)
HOSTILE = "<script>alert(1)</script>\n```\n# heading | [x](javascript:alert(1)) ![y](http://tracker.invalid/z.png)"
HOSTILE_EXCHANGE = exchange(
    {"eventTypeKey": HOSTILE, "params": [{"name": HOSTILE, "value": HOSTILE}]},
    event_type=HOSTILE,
    environment=HOSTILE,
    url=f"https://yespo.io/{HOSTILE}",
    note=HOSTILE,
    tags=(HOSTILE,),
    problems=(PROBLEM,),
    answer=Answer(status=400, reason=HOSTILE, body=HOSTILE.encode()),
)


def test_a_page_shows_event_problem_answer_and_note():
    given = exchange(
        note="Ask the customer.", tags=("VIP",), problems=(PROBLEM,), answer=Answer(status=400, body=b"why")
    )
    for format_id in ("markdown", "html"):
        page = written(format_id, given)
        for told in ("products[0].productId", "Чашка-1", "Ask the customer.", "VIP", "Warning", "400", "why"):
            assert told in page, (format_id, told)


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen = []

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))


def test_an_html_page_loads_and_runs_nothing():
    page = written("html", HOSTILE_EXCHANGE)
    parser = Tags()
    parser.feed(page)
    tags = "html head meta title style body h1 h2 h3 p article table tr th td ul li strong code pre"
    assert {tag for tag, _ in parser.seen} <= set(tags.split(" "))
    assert not any(name.startswith("on") or name in ("src", "href") for _, attrs in parser.seen for name in attrs)
    assert "default-src &#x27;none&#x27;" in page
    assert "prefers-color-scheme: dark" in page


def test_a_markdown_page_keeps_what_it_shows_in_its_place():
    page = written("markdown", HOSTILE_EXCHANGE)
    outside, fence = [], None
    for line in page.split("\n"):
        ticks = re.match("`{3,}", line)
        if fence is None and ticks:
            fence = ticks[0]
        elif fence is not None and line == fence:
            fence = None
        elif fence is None:
            line = re.sub(r"<code>[^<]*</code>", "", line)
            outside.append(re.sub(r"(`+)(?!`).*?(?<!`)\1(?!`)", "", line))
    assert fence is None
    for line in outside:
        assert not re.search(r"(?<!\\)<", line), line
        assert not re.search(r"(?<!\\)\[", line), line
    assert [line for line in outside if line.startswith("#")] == [outside[0]]
    tables = [line for line in page.split("\n") if line.startswith("| ")]
    assert all(len(re.findall(r"(?<!\\)\|", line)) == 3 for line in tables)


@pytest.mark.parametrize(
    "value", ["a|b", r"\|<img src=x onerror=alert(1)>", "|", "``|``", r"\\|**b** [x](y) &amp; ~z~"]
)
def test_a_bar_in_a_value_ends_no_cell_for_any_reader_of_markdown(value):
    page = written("markdown", exchange({"eventTypeKey": "x", "params": [{"name": "note", "value": value}]}))
    (row,) = (line for line in page.split("\n") if line.startswith("| ") and "note" in line)
    field, told = row.removeprefix("| ").removesuffix(" |").split(" | ")
    assert field == "`note`"
    inside = told.removeprefix("<code>").removesuffix("</code>")
    assert not re.search(r"[\\`*_\[\]<>|~]", inside)
    assert html.unescape(inside) == value


@given(exchanges)
@settings(max_examples=30, deadline=None)
def test_every_format_takes_every_exchange_and_none_holds_on_to_it(given):
    for each in FORMATS:
        assert written(each, given)


@pytest.mark.parametrize("format_id", FORMATS)
def test_exchanges_are_written_as_they_come(format_id):
    """A million of them must take the memory of one: the writer asks for the next only when the last is written."""
    out = io.StringIO(newline="")
    sizes = []

    def coming():
        for number in range(4):
            sizes.append(out.tell())
            yield exchange(id=number)

    FORMATS[format_id].write(coming(), out)
    assert sizes == sorted(set(sizes))


def test_the_ending_of_a_file_tells_its_format():
    told = {"a.jsonl": "jsonl", "b.HAR": "har", "c.csv": "csv", "d.sh": "curl", "e.md": "markdown", "f.htm": "html"}
    told |= {"g.json": "postman", "h.postman_collection.json": "postman"}
    assert {name: format_of(name).id for name in told} == told
    assert format_of("a.txt") is None
