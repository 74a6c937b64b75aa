"""What people and their programs put around events: greetings, numbers, bullets, blocks in blocks, tables of psql."""

import json

import pytest

from yespo_console.reading.reader import read_payload

EVENT = '{"eventTypeKey":"a","keyValue":"k","params":[{"name":"email","value":"a@b.co"}]}'
OTHER = EVENT.replace('"k"', '"other"')
FENCE = "```"


def _read(payload):
    reading = read_payload(payload)
    assert reading.error is None
    return [json.loads(event.text) for event in reading.events], [
        {repair.code for repair in event.repairs} for event in reading.events
    ]


CODE = {
    "PHP": "$d = ['eventTypeKey' => 'a', 'keyValue' => 'k', 'params' => [['name' => 'email', 'value' => 'a@b.co']]];",
    "JavaScript": "const body = {eventTypeKey: 'a', keyValue: 'k', params: [{name: 'email', value: 'a@b.co'}]};",
    "Python": "data = {'eventTypeKey': 'a', 'keyValue': 'k', 'params': [{'name': 'email', 'value': 'a@b.co'}]}",
    "Ruby": "d = {'eventTypeKey' => 'a', 'keyValue' => 'k', 'params' => [{'name' => 'email', 'value' => 'a@b.co'}]}",
    "curl": f"curl https://yespo.io/api/v2/event -d '{EVENT}'",
}


@pytest.mark.parametrize("code", CODE.values(), ids=CODE)
@pytest.mark.parametrize("gap", ["\n", "\n\n"], ids=["right below", "below an empty line"])
@pytest.mark.parametrize(
    "words",
    [
        "thanks!",
        "дякую",
        "з повагою,\nОлена",
        "best regards,\nIvan",
        "it doesn't work",
        "не працює, чому?",
        "-- \nIvan",
    ],
)
def test_what_is_said_below_code_in_small_letters_is_left_out_and_told(code, gap, words):
    if code == CODE["curl"] and words.startswith("--"):
        words = "Ivan"
    events, repairs = _read(code + gap + words)
    assert events == [json.loads(EVENT)]
    assert repairs == [{"text_around"}]


def test_a_word_below_code_that_may_do_something_to_it_is_still_code():
    assert read_payload(CODE["JavaScript"] + "\n\nbody changes here\n").events == ()


def test_blocks_within_a_block_are_opened():
    for payload in (
        f"{FENCE}\n{FENCE}json\n{EVENT}\n{FENCE}\n{FENCE}",
        f"````\n{FENCE}json\n{EVENT}\n{FENCE}\n````",
        f"~~~\n{FENCE}\n{EVENT}\n{FENCE}\n~~~",
        f"- {FENCE}json\n  {EVENT}\n  {FENCE}",
        f"1. {FENCE}json\n   {EVENT}\n   {FENCE}",
    ):
        assert _read(payload) == ([json.loads(EVENT)], [{"code_fence"}])


def test_words_around_a_block_are_told():
    reading = read_payload(f"Hello\n{FENCE}json\n{EVENT}\n{FENCE}\nbye")
    [event] = reading.events
    assert [repair.identity for repair in event.repairs] == ["text_around@1:1", "code_fence@2:1", "text_around@5:1"]


def test_an_event_beside_a_block_is_not_lost():
    events, _repairs = _read(f"{EVENT}\n\n{FENCE}json\n{OTHER}\n{FENCE}\n")
    assert events == [json.loads(EVENT), json.loads(OTHER)]


@pytest.mark.parametrize(
    "mark", ["1. {}\n2. {}", "1) {}\n2) {}", "#1 {}\n#2 {}", "№1 {}\n№2 {}", "- {}\n- {}", "* {}\n* {}", "• {}\n• {}"]
)
def test_numbered_events_and_those_behind_bullets_are_all_read(mark):
    events, repairs = _read(mark.format(EVENT, OTHER))
    assert events == [json.loads(EVENT), json.loads(OTHER)]
    assert all(repairs)


def _psql(events, *, before="", after="", aligned=True):
    rows = []
    for number, event in enumerate(events, 1):
        lines = json.dumps(json.loads(event), indent=2).splitlines()
        width = max(map(len, lines)) if aligned else 0
        for at, line in enumerate(lines):
            beside = before.format(number) if at == 0 else before and " " * (len(before.format(number)) - 2) + "| "
            rows.append(f" {beside}{line.ljust(width)}{'+' if at < len(lines) - 1 else ''}{after}")
    return "\n".join(rows)


@pytest.mark.parametrize(
    "table",
    [
        f"   body\n----------\n{_psql([EVENT, OTHER])}\n(2 rows)\n",
        f" id | body\n----+------\n{_psql([EVENT, OTHER], before='{}  | ')}\n(2 rows)\n",
        f" id | body\r\n----+------\r\n{_psql([EVENT, OTHER], before='{}  | ')}\n(2 rows)\r\n",
        _psql([EVENT, OTHER]),
    ],
    ids=["one column", "two columns", "of Windows", "rows alone"],
)
def test_cells_over_several_lines_of_psql_are_read(table):
    events, repairs = _read(table)
    assert events == [json.loads(EVENT), json.loads(OTHER)]
    assert repairs == [{"psql_rows"}, {"psql_rows"}]


def test_a_record_of_psql_is_read():
    record = "-[ RECORD 1 ]---\n" + _psql([EVENT], before="body | ", aligned=False)
    assert _read(record) == ([json.loads(EVENT)], [{"psql_rows"}])


def test_a_line_of_psql_that_breaks_within_a_text_is_refused():
    table = f" body\n------\n {EVENT[:30]}+\n {EVENT[30:75]}+\n {EVENT[75:]}\n(1 row)\n"
    reading = read_payload(table)
    assert reading.events == ()
    assert "this line break stands inside a text" in reading.error


def test_a_plus_at_the_end_of_a_line_of_code_is_no_table():
    payload = 'eventBody = {eventTypeKey: "a",\n keyValue: "b" +\n "c", params: []}'
    reading = read_payload(payload)
    assert [json.loads(event.text)["keyValue"] for event in reading.events] == ["bc"]


def test_what_was_left_out_is_told_as_it_was_written():
    [ticket] = read_payload("{code:json}\n" + EVENT + "\n{code}").events
    [dotted] = read_payload(EVENT.replace('"params":[', '"params":[…, ')).events
    [fence], [dots] = ticket.repairs, dotted.repairs
    assert (fence.code, fence.message[-7:]) == ("code_fence", " {code}")
    assert (dots.code, dots.message[:3]) == ("ellipsis", "“…”")
