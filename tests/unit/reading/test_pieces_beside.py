"""Whatever stands beside what is read is told, be it a sentence or not, unless it is code that does nothing to it."""

import base64
import json

import pytest

from yespo_console.reading.budget import Budget
from yespo_console.reading.origin import Traced
from yespo_console.reading.reader import read_payload
from yespo_console.reading.spans import Spans
from yespo_console.reading.wrappings.pieces import lines_beside, pieces_beside

URL = "https://yespo.io/api/v2/event"
EVENT = '{"eventTypeKey":"a","keyValue":"k","params":[]}'
PYTHON = "{'eventTypeKey': 'a', 'keyValue': 'k', 'params': []}"
KINDS = {
    "curl": f"curl -X POST {URL} \\\n  -H 'Content-Type: application/json' \\\n  -d '{EVENT}'",
    "curl and a here-document": f"curl {URL} -d @- <<EOF\n{EVENT}\nEOF",
    "wget": f"wget --post-data '{EVENT}' {URL}",
    "HTTPie": f"http POST {URL} eventTypeKey=a keyValue=k params:='[]'",
    "PowerShell": f"Invoke-RestMethod -Method Post -Uri {URL} -Body '{EVENT}'",
    "PowerShell with a variable": (
        "$body = @{ eventTypeKey = 'a'; keyValue = 'k'; params = @() } | ConvertTo-Json\n"
        f"Invoke-RestMethod -Uri {URL} -Method Post -Body $body"
    ),
    "HTTP": f"POST /api/v2/event HTTP/1.1\nHost: yespo.io\n\n{EVENT}",
    "fetch": f"fetch('{URL}', {{method: 'POST', body: JSON.stringify({EVENT})}});",
    "XHR": f"const xhr = new XMLHttpRequest();\nxhr.open('POST', '{URL}');\nxhr.send(JSON.stringify({EVENT}));",
    "Python": f"e = {PYTHON}",
    "a call of Python": f"requests.post('{URL}', json={PYTHON})",
    "PHP": "$e = ['eventTypeKey' => 'a', 'keyValue' => 'k', 'params' => []];",
    "PHP without a name": "['eventTypeKey' => 'a', 'keyValue' => 'k', 'params' => []]",
    "print_r": "Array\n(\n    [eventTypeKey] => a\n    [keyValue] => k\n    [params] => Array\n    (\n    )\n\n)",
    "Ruby": "e = { eventTypeKey: 'a', keyValue: 'k', params: [] }",
    "Bruno": f"meta {{\n  name: x\n}}\n\npost {{\n  url: {URL}\n}}\n\nbody:json {{\n  {EVENT}\n}}",
    "log": f"2026-11-01 10:00:00 INFO body={EVENT} status=200",
    "Base64": base64.b64encode(EVENT.encode()).decode(),
}
PIECES = [
    "Hello team,",
    "Ivan",
    "OK",
    "#482913",
    "SUP-1204",
    "[SUP-1204]",
    "482913",
    "screenshot_2026-11-01.png",
    "![image](https://x.example/a.png)",
    "10:42",
    "[10:42, 01.11.2026] Olha:",
    'Why does it say "unknown event" here?',
    "Is 'keyValue' wrong?",
    "400 Bad Request",
    '"it fails"',
    "+380 44 123 45 67",
    "----------",
    "***",
    "...",
    "👍",
    ":)",
    "- one",
    "asdfgh",
    "colon:",
    "| a | b |",
    "C:\\logs\\app.log",
    "  at Foo.bar (foo.js:1:2)",
    "@olha",
    "$5",
]


def _told(payload):
    """The places in the payload that are told, or None where nothing is read."""
    reading = read_payload(payload)
    if reading.error is not None:
        return None
    assert [json.loads(event.text) for event in reading.events] == [json.loads(EVENT)]
    return [(each.offset, each.offset + each.length) for event in reading.events for each in event.repairs]


def _is_told(payload, piece):
    told = _told(payload)
    begin = payload.index(piece.strip())
    return told is None or any(start <= begin and begin + len(piece.strip()) <= end for start, end in told)


@pytest.mark.parametrize("piece", PIECES)
@pytest.mark.parametrize("kind", KINDS)
def test_what_stands_on_lines_of_its_own_is_told(kind, piece):
    for gap in ("\n", "\n\n"):
        assert _is_told(f"{piece}{gap}{KINDS[kind]}", piece)
        assert _is_told(f"{KINDS[kind]}{gap}{piece}", piece)


@pytest.mark.parametrize("piece", ["Hello team,", "SUP-1204", "482913", "10:42", "400 Bad Request", "asdfgh", "👍"])
@pytest.mark.parametrize(
    "kind", ["fetch", "XHR", "a call of Python", "PHP", "PowerShell", "PowerShell with a variable"]
)
def test_what_stands_in_the_line_of_the_code_is_told(kind, piece):
    assert _is_told(f"{piece} {KINDS[kind]}", piece)
    assert _is_told(f"{KINDS[kind]} {piece}", piece)


@pytest.mark.parametrize(
    "kind", ["fetch", "a call of Python", "PHP without a name", "PowerShell", "PowerShell with a variable"]
)
def test_a_question_with_quotes_in_the_line_of_the_code_is_told(kind):
    question = 'Why does it say "unknown event" here?'
    assert _is_told(f"{KINDS[kind]} {question}", question)
    assert _is_told(f"{question} {KINDS[kind]}", question)


@pytest.mark.parametrize("words", ["482913", "Hello team,", 'and "why"', "10:42 today", "SUP-1204"])
@pytest.mark.parametrize("kind", ["curl", "wget"])
def test_words_that_a_program_would_take_for_further_addresses_are_told(kind, words):
    reading = read_payload(f"{KINDS[kind]} {words}")
    [event] = reading.events
    assert event.url in (None, URL)
    assert [repair.code for repair in event.repairs] == ["text_around"]
    assert event.repairs[0].length >= len(words.strip('"')) - 2


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("fetch", "import axios from 'axios';\nCODE\nconsole.log(e, 1)\nconst x = 1"),
        ("fetch", "/*\n this is it\n*/\nCODE\nexport default e;"),
        ("Python", "import json, requests\nfrom settings import email\nCODE\nassert e['keyValue'] == 'k'\nprint(e)"),
        ("Python", ">>> import json\n>>> CODE"),
        ("PHP", "<?php\nuse A\\B;\nrequire 'a.php';\nCODE\necho $e['keyValue'];\n?>"),
        ("Ruby", "require 'json'\nCODE\nputs e[:keyValue]\ne[:params].each { |p| puts p }"),
        ("PowerShell", "$c = New-Object PSCredential('api', (ConvertTo-SecureString 'x' -AsPlainText -Force))\nCODE"),
        ("curl", '[ -n "$1" ] && ID=$1\nCODE'),
        ("PowerShell", "Import-Module x\nCODE | ConvertTo-Json\nWrite-Host 'sent'"),
        ("PowerShell with a variable", "$x = 1\nCODE -ContentType 'application/json'\nif ($x) { exit }"),
        ("curl", "#!/bin/bash\nset -e\ncd /tmp\nTOKEN=x\nCODE | jq .\necho done"),
        ("HTTP", "### Send\n# @name event\nCODE"),
        ("Bruno", "CODE\n\ndocs {\n  A text { with brackets }\n}"),
    ],
)
def test_what_is_code_or_belongs_to_it_is_not_told(kind, code):
    assert _told(code.replace("CODE", KINDS[kind])) == []


def test_lines_within_an_entry_of_a_log_are_told():
    trace = "#0 /var/www/a.php(1): b()\nnote: again"
    reading = read_payload(f"[2026-11-01 10:00:00] production.ERROR: {EVENT}\n{trace}\n[2026-11-01 10:00:01] x.INFO: y")
    [event] = reading.events
    assert [repair.before for repair in event.repairs] == [trace, "[2026-11-01 10:00:01] x.INFO: y"]


def test_of_a_log_with_several_events_each_tells_the_lines_of_its_entry():
    second = EVENT.replace('"k"', '"k2"')
    payload = (
        f"2026-11-01 10:00:00 ERROR {EVENT}\n  at a (b.js:1)\n2026-11-01 10:00:01 INFO ok\n"
        f"2026-11-01 10:00:02 ERROR {second}\n  at c (d.js:2)\n"
    )
    reading = read_payload(payload)
    assert [[repair.before for repair in event.repairs] for event in reading.events] == [
        ["at a (b.js:1)\n2026-11-01 10:00:01 INFO ok"],
        ["at c (d.js:2)"],
    ]
    assert reading.left_out == ()


def test_what_somebody_writes_between_two_events_of_a_chat_is_told():
    second = EVENT.replace('"k"', '"k2"')
    reading = read_payload(
        f"[20.11.26, 14:01:00] Олена: {EVENT}\n[20.11.26, 14:02:00] Олена: а ще телефон 380671112233\n"
        f"[20.11.26, 14:03:00] Олена: {second}"
    )
    assert ["380671112233" in str([repair.message for repair in event.repairs]) for event in reading.events] == [
        True,
        False,
    ]


def test_very_many_entries_of_a_log_without_an_event_are_counted():
    others = "".join(f"2026-11-01 10:00:{second} INFO ok\n" for second in range(10, 40))
    reading = read_payload(f"2026-11-01 10:00:00 ERROR {EVENT}\n{others}2026-11-01 10:01:00 ERROR {EVENT}\n")
    assert [event.repairs for event in reading.events] == [(), ()]
    assert [(left.code, left.count) for left in reading.left_out] == [("log_entry_without_event", 30)]


@pytest.mark.parametrize(
    ("beside", "told"),
    [
        ("```\nHTTP/2 400\nparams email is missing, ticket 55012\n```", "ticket 55012"),
        ('```json\n{"error":"bad key 55012"}\n```', "bad key 55012"),
    ],
)
@pytest.mark.parametrize("code", [EVENT, f"curl {URL} -d '{EVENT}'"], ids=["json", "curl"])
@pytest.mark.parametrize("is_above", [False, True])
def test_a_code_block_without_an_event_is_told(code, beside, told, is_above):
    block = f"```\n{code}\n```"
    [event] = read_payload(f"{beside}\n\n{block}" if is_above else f"{block}\n\n{beside}").events
    assert any(told in repair.message for repair in event.repairs if repair.code == "text_around")


def test_the_other_columns_and_rows_of_a_table_with_bodies_are_told_at_the_event_of_their_row():
    cell = EVENT.replace('"', '""')
    second = cell.replace('""k""', '""k2""')
    reading = read_payload(f'id,email,body\n55,o@ukr.net,"{cell}"\n2,,timeout 56\n3,,"{second}",57\nend\n')
    assert [[repair.before for repair in event.repairs] for event in reading.events] == [
        ["id,email,body", "***,***", "***,,***"],
        ["***", "***", "***"],
    ]


def test_of_a_long_table_of_bodies_the_first_cells_beside_are_told_and_the_others_counted():
    cell = EVENT.replace('"', '""')
    reading = read_payload("body,status\n" + "".join(f'"{cell}",{row}\n' for row in range(1500)))
    assert sum(len(event.repairs) for event in reading.events) == 1000
    assert [(left.code, left.count) for left in reading.left_out] == [("text_beside", 501)]


@pytest.mark.parametrize("words", ["and then this one comes:", "482913", 'he said "it fails"'])
@pytest.mark.parametrize("below", [False, True])
def test_the_file_of_another_program_is_read_among_words(words, below):
    request = {"method": "POST", "url": URL, "postData": {"text": EVENT}}
    file = json.dumps({"log": {"entries": [{"request": request}]}}, indent=1)
    reading = read_payload(f"{file}\n\n{words}\n" if below else f"{words}\n\n{file}\n")
    assert reading.source == "har"
    [event] = reading.events
    assert json.loads(event.text) == json.loads(EVENT)
    assert [repair.before for repair in event.repairs] == [words]


def test_code_and_the_file_of_another_program_behind_words_are_both_read():
    request = {"method": "POST", "url": URL, "postData": {"text": EVENT.replace('"k"', '"k2"')}}
    file = json.dumps({"log": {"entries": [{"request": request}]}}, indent=1)
    reading = read_payload(f"{KINDS['PowerShell']}\n\nand then this one comes:\n\n{file}\n")
    assert [json.loads(event.text)["keyValue"] for event in reading.events] == ["k", "k2"]


def test_base_64_below_a_request_is_read_and_no_text_around_its_body():
    other = base64.b64encode(EVENT.replace('"k"', '"k2"').encode()).decode()
    reading = read_payload(f"{KINDS['HTTP']}\n\n{other}\n")
    assert [json.loads(event.text)["keyValue"] for event in reading.events] == ["k", "k2"]


@pytest.mark.parametrize("between", ["hello", "OK", "status=400", "fails; why", "```"])
def test_a_short_line_below_base_64_is_no_part_of_it(between):
    other = base64.b64encode(EVENT.replace('"k"', '"k2"').encode()).decode()
    reading = read_payload(f"{KINDS['Base64']}\n{between}\n{other}")
    assert [json.loads(event.text)["keyValue"] for event in reading.events] == ["k", "k2"]


def test_words_below_a_table_are_no_event_of_it():
    words = "On Mon, 1 Nov 2026 at 10:42, Ivan wrote:"
    reading = read_payload(f"eventTypeKey,keyValue,email\na,k,x@example.com\n{words}")
    assert [json.loads(event.text)["keyValue"] for event in reading.events] == ["k"]
    assert "Line 3: words stand where the rows above have a type of an event." in reading.error


@pytest.mark.parametrize(
    "unit",
    [
        "it is x\n",
        "`\nthis (is it\n",
        "it's \"this\n",
        "a << B this\n",
        "x '\n\n",
        "/*\nthis is it\n",
        "[x] y | z \\\n",
        "Hello a.b.c d, ",
        "x = y = ",
        "-a -b 'c' ",
        "a, a, a := ",
        "((((",
    ],
)
@pytest.mark.parametrize("source", ["javascript", "powershell", "ruby"])
def test_looking_for_pieces_takes_steps_in_proportion(unit, source):
    def steps(times):
        budget = Budget(10_000_000)
        text = Traced.of(unit * times)
        list(lines_beside(text, Spans([]), budget))
        list(pieces_beside(text, Spans([(len(text) - 1, len(text))]), source, budget))
        return budget.used

    assert steps(4000) < 5 * steps(1000)


def test_very_many_pieces_are_counted():
    entries = "".join(
        f"2026-11-01 10:00:00 ERROR {EVENT.replace(chr(34) + 'k', chr(34) + f'k{number}')}\n  at a (b.js:1)\n"
        for number in range(1200)
    )
    reading = read_payload(entries)
    assert len(reading.events) == 1200
    assert sum(len(event.repairs) for event in reading.events) == 1000
    assert [left.message for left in reading.left_out] == ["200 more pieces of text around the events were left out."]


def test_a_long_text_of_short_lines_is_told_as_a_whole_from_some_line_on():
    [event] = read_payload(f"2026-11-01 10:00:00 ERROR {EVENT}\n" + "a\n" * 50_000).events
    assert sum(repair.length for repair in event.repairs) > 99_000
