"""JSON that stands by itself above or below something of another kind: both are read, none is lost without a word."""

import json
from urllib.parse import quote

import pytest

from yespo_console.reading.budget import Budget
from yespo_console.reading.json_beside import json_beside
from yespo_console.reading.origin import Traced
from yespo_console.reading.reader import read_payload

URL = "https://yespo.io/api/v2/event"
JSON = '{"eventTypeKey": "cartUpdated", "keyValue": "a1", "params": [{"name": "email", "value": "anna@example.com"}]}'
SHORT = '{"eventTypeKey":"orderCreated","keyValue":"b2","params":[]}'
OTHERS = {
    "curl": f"curl -X POST {URL} -d '{SHORT}'",
    "curl of Windows": 'curl -X POST {} -d "{}"'.format(URL, SHORT.replace('"', '\\"')),
    "wget": f"wget --post-data='{SHORT}' {URL}",
    "HTTPie": f"echo '{SHORT}' | http POST {URL}",
    "PowerShell": f"Invoke-RestMethod -Uri {URL} -Method Post -Body '{SHORT}'",
    "HTTP": f"POST /api/v2/event HTTP/1.1\nHost: yespo.io\nContent-Type: application/json\n\n{SHORT}",
    "fetch": f"fetch('{URL}', {{method: 'POST', body: JSON.stringify({SHORT})}});",
    "Python": f"import requests\nrequests.post('{URL}', json={SHORT})",
    "PHP": "$e = ['eventTypeKey' => 'orderCreated', 'keyValue' => 'b2', 'params' => []];\n"
    f"$client->post('{URL}', ['json' => $e]);",
    "Ruby": "e = {eventTypeKey: 'orderCreated', keyValue: 'b2', params: []}\n"
    f"Net::HTTP.post(URI('{URL}'), e.to_json)",
    "a log": f"2026-11-20 10:00:00 INFO yespo request body={SHORT} status=200",
    "a form": "body=" + quote(SHORT),
}
PLACES = {
    "above": "{json}\n\n{other}\n",
    "below": "{other}\n\n{json}\n",
    "right below": "{other}\n{json}\n",
    "in a mail above": "Hi, we send:\n{json}\n\nand\n\n{other}\n",
}
LAYOUTS = {"one line": JSON, "several lines": json.dumps(json.loads(JSON), indent=2)}


def _keys(reading):
    return [json.loads(event.text)["keyValue"] for event in reading.events]


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("place", PLACES)
@pytest.mark.parametrize("other", OTHERS)
def test_json_beside_something_else_is_read_as_well(other, place, layout):
    reading = read_payload(PLACES[place].format(json=LAYOUTS[layout], other=OTHERS[other]))

    assert sorted(_keys(reading)) == ["a1", "b2"]
    assert reading.error is None


@pytest.mark.parametrize("other", ["curl", "wget", "HTTPie", "PowerShell"])
def test_both_come_in_the_order_of_the_paste_and_the_command_keeps_its_address(other):
    above = read_payload(PLACES["above"].format(json=JSON, other=OTHERS[other]))
    below = read_payload(PLACES["below"].format(json=JSON, other=OTHERS[other]))

    assert _keys(above) == ["a1", "b2"]
    assert _keys(below) == ["b2", "a1"]
    assert [event.url for event in above.events] == [None, URL]


def test_broken_json_beside_a_command_is_mended():
    reading = read_payload(f"{OTHERS['curl']}\n\n{JSON[:-1]},}}\n")

    assert _keys(reading) == ["b2", "a1"]
    assert [repair.code for repair in reading.events[1].repairs] == ["trailing_comma"]


def test_an_event_beside_a_command_that_cannot_be_read_is_an_error_with_its_place():
    reading = read_payload(f'{OTHERS["curl"]}\n\n{{"eventTypeKey": "x", "keyValue: "a1", "params": [}}\n')

    assert _keys(reading) == ["b2"]
    assert reading.error.startswith("Line 3, column 18: the text that opens here seems to lack its closing quote")


TAKEN = {
    "a here-document": f"curl {URL} -d @- <<EOF\n{JSON}\nEOF\n",
    "a quote over several lines": f"curl {URL} -d '\n{JSON}\n'\n",
    "a here-string": f"$body = @'\n{JSON}\n'@\nInvoke-RestMethod -Uri {URL} -Method Post -Body $body\n",
    "headers": f"POST /api/v2/event HTTP/1.1\nHost: yespo.io\nX-A: eventTypeKey\n\n{JSON}\n",
    "an assignment": f"# eventTypeKey\ne =\n{JSON}\ne['keyValue'] = 'c3'\nrequests.post('{URL}', json=e)\n",
}


@pytest.mark.parametrize("taken", TAKEN)
def test_json_that_something_takes_is_not_beside_it(taken):
    text = TAKEN[taken]
    assert json_beside(Traced.of(text), Budget(len(text))) is None


def test_a_text_of_very_many_brackets_costs_steps_in_proportion_to_its_length():
    def steps(count):
        text = '{"eventTypeKey": [\n' * count
        budget = Budget(len(text))
        json_beside(Traced.of(text), budget)
        return budget.used

    assert steps(4000) < 2.2 * steps(2000)


def _php(key):
    return f"['eventTypeKey' => 'orderCreated', 'keyValue' => '{key}', 'params' => []]"


def _bruno(key):
    return (
        f"meta {{\n  name: {key}\n  type: http\n}}\n\npost {{\n  url: {URL}\n  body: json\n}}\n\n"
        f'body:json {{\n  {{"eventTypeKey": "x", "keyValue": "{key}"}}\n}}\n'
    )


@pytest.mark.parametrize("between", ["\n", "\n\n", ";\n", ",\n"])
@pytest.mark.parametrize("kind", [_php, _bruno])
def test_two_of_one_kind_are_both_read(kind, between):
    reading = read_payload(kind("a1") + between + kind("b2"))

    assert _keys(reading) == ["a1", "b2"]
    assert reading.error is None


def test_an_event_in_a_faulty_part_of_code_is_an_error_with_its_place():
    reading = read_payload(f"{_php('a1')} {_php('b2')}")

    assert _keys(reading) == ["a1"]
    assert "line 1, column 73" in reading.error


KINDS = {**OTHERS, "Bruno": _bruno("b2"), "a table": "eventTypeKey,keyValue,price\norderCreated,b2,45.5"}


@pytest.mark.parametrize("words", ["\n\n", "\n\nAnd then this one comes:\n\n"])
@pytest.mark.parametrize("second", KINDS)
@pytest.mark.parametrize("first", KINDS)
def test_of_two_kinds_in_one_paste_neither_is_lost_without_a_word(first, second, words):
    text = f"{KINDS[first].replace('b2', 'a1')}{words}{KINDS[second]}\n"
    reading = read_payload(text)

    told = [repair for event in reading.events for repair in event.repairs if repair.code == "text_around"]
    is_told = any("orderCreated" in text[repair.offset : repair.offset + repair.length] for repair in told)
    assert sorted(_keys(reading)) == ["a1", "b2"] or reading.error or is_told


def test_a_request_that_a_client_shows_again_is_one_event():
    reading = read_payload(f"$ http -v POST {URL} <<< '{SHORT}'\n\n{OTHERS['HTTP']}\n")

    assert _keys(reading) == ["b2"]


def test_a_second_table_below_an_empty_line_is_a_table_of_its_own():
    reading = read_payload("eventTypeKey,keyValue,a\nx,a1,1\n\neventTypeKey,keyValue,b\ny,b2,2\n")

    assert [json.loads(event.text)["params"][0]["name"] for event in reading.events] == ["a", "b"]


@pytest.mark.parametrize(
    "script",
    [
        f"interface Event {{ eventTypeKey: string }}\n\nfetch('{URL}', {{body: JSON.stringify({SHORT})}});",
        f"fetch('{URL}', {{body: JSON.stringify({SHORT})}});\n\nconsole.log('eventTypeKey: \"x\" sent');",
        f"e = {SHORT}\nrequests.post('{URL}', json=e)\n\nprint('eventTypeKey=', e['eventTypeKey'])",
    ],
)
def test_code_that_only_speaks_of_an_event_is_no_further_one(script):
    reading = read_payload(script)

    assert _keys(reading) == ["b2"]
    assert reading.error is None


@pytest.mark.parametrize("words", ["Hi!\n{}", "the body:\n\n{}\n", "{}\n\nThanks, Olena", "first:\n{}\nsecond:\n{}"])
def test_percent_encoded_events_among_words_are_read_and_the_words_told(words):
    reading = read_payload(words.format(OTHERS["a form"], OTHERS["a form"].replace("b2", "a1")))

    assert set(_keys(reading)) in ({"b2"}, {"b2", "a1"})
    assert "text_around" in [repair.code for event in reading.events for repair in event.repairs]
