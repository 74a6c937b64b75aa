"""JSON beside a line that looks like code is JSON, unless the code takes it; what stands around it is told."""

import json

import pytest

from yespo_console.reading.budget import Budget
from yespo_console.reading.finder import Found
from yespo_console.reading.json_alone import json_alone
from yespo_console.reading.origin import Traced
from yespo_console.reading.reader import read_payload

#: Spelled as no language but JSON reads it: PHP writes ``\/``, Python would have no ``null`` and half characters.
JSON = (
    r'{"eventTypeKey": "pageViewed", "keyValue": "a@example.com", "params": [{"name": "url", "value": "http:\/\/y.ua"},'
    r' {"name": "vip", "value": true}, {"name": "ref", "value": null}, {"name": "t", "value": "\ud83d\ude00 #{e} $x"}]}'
)
#: The same in every language.
PLAIN = '{"eventTypeKey": "clubJoined", "keyValue": "a@example.com", "params": [{"name": "n", "value": "1"}]}'
#: Python reads it too, but with backslashes in the address.
SLASHES = r'{"eventTypeKey": "pageViewed", "keyValue": "k", "params": [{"name": "url", "value": "https:\/\/y.ua\/"}]}'
URL = "https://yespo.io/api/v2/event"

ABOVE = [
    "email = a@example.com",
    "order_id=15",
    "order_id = 15;",
    "Status=400\nretries = 3",
    "YESPO_USER=api\nDEBUG=1",
    "export MODE=test",
    "$order = 15;",
    "puts x",
    "irb(main):001:0> puts p.to_json",
    ">>> print(json.dumps(p))",
    "console.log(JSON.stringify(p));",
    "fetch() returns 400:",
    "axios.post failed with 400",
    "const x = 5;",
    "let x = await fetch(url);",
    "import requests\nr = requests.post(url)",
    "require 'json'",
    "from x import y",
    "echo json_encode($e);",
    "$e | ConvertTo-Json",
    "requests.exceptions.HTTPError: 400",
    "aGVsbG8gd29ybGQgMTI=",
    "p.to_json",
    'print(e["eventTypeKey"])',
    'meta = {"a": 1}',
    "it does not work :(\nx = 5",
    "x = 5 :(",
    "order_id=15<br>",
]


@pytest.mark.parametrize("text", [JSON, PLAIN, json.dumps(json.loads(PLAIN), indent=2)], ids=["json", "plain", "lines"])
@pytest.mark.parametrize("above", ABOVE)
def test_json_below_a_line_that_looks_like_code_is_read_as_json_and_the_line_told(above, text):
    reading = read_payload(f"{above}\n{text}\n")

    assert [event.text for event in reading.events] == [text]
    assert reading.source == "json"
    assert [repair.code for repair in reading.events[0].repairs] == ["text_around"]


@pytest.mark.parametrize(
    "before",
    [
        "payload = ",
        "payload=",
        "Body=",
        "result => ",
        "status=400 body=",
        "In [1]: ",
        "order_id=15 ",
        "payload =\n",
        "irb> ",
        "x = 5\n- ",
        "x = 5\n1) ",
        "order_id=15;email=b;",
        'order_id=15\n"event": ',
        'response = {"status": 400}\nevent = ',
    ],
)
def test_json_behind_a_name_is_json_where_nothing_else_reads_it_so(before):
    reading = read_payload(before + SLASHES)

    assert [json.loads(event.text) for event in reading.events] == [json.loads(SLASHES)]
    assert [repair.code for repair in reading.events[0].repairs] == ["text_around"]


@pytest.mark.parametrize("before", ["Status=400\nBody=", "result => ", "data <- "])
def test_a_name_before_json_is_told_where_no_language_is_certain(before):
    reading = read_payload(before + PLAIN)

    assert reading.source == "json"
    assert [repair.code for repair in reading.events[0].repairs] == ["text_around"]


TAKEN = {
    "a name that is sent": f"payload = {SLASHES}\nrequests.post('{URL}', json=payload)",
    "a name with its type": f"payload: dict = {SLASHES}\nrequests.post('{URL}', json=payload)",
    "a name that is changed": f"payload = {SLASHES}\npayload['keyValue'] = 'c3'",
    "a call over several lines": f"requests.post('{URL}',\n    json=\n{SLASHES}\n)",
    "what a function gives back": f"def make():\n    return {SLASHES}\nrequests.post('{URL}', json=make())",
}


@pytest.mark.parametrize("taken", TAKEN)
def test_json_that_code_takes_is_read_by_the_rules_of_the_code(taken):
    (event,) = read_payload(TAKEN[taken]).events

    assert json.loads(event.text)["params"] == [{"name": "url", "value": r"https:\/\/y.ua\/"}]


def test_json_that_may_as_well_be_code_which_reads_it_otherwise_is_refused():
    reading = read_payload(f"import requests\npayload = {SLASHES}\n")

    assert reading.events == ()
    assert "Line 2, column 11: this may be JSON, or an object of the code around it" in reading.error


@pytest.mark.parametrize("behind", ["pay", "payload[", "send("])
def test_json_that_is_given_to_a_name_is_refused_where_the_code_behind_it_is_cut_off(behind):
    assert read_payload(f"payload = {SLASHES}\n{behind}").events == ()


WITHIN = {
    "a text over several lines": f'body = """Header\n{JSON}\nFooter"""\n',
    "a comment over several lines": f"/* example:\n{JSON}\n*/\nfetch('{URL}')",
    "a comment": f"# {JSON}\nimport requests",
    "a here-document": f"body = <<~JSON\n  header\n{JSON}\n  footer\nJSON\nputs body",
    "a list": f"const all = [\n{PLAIN},\n{PLAIN}\n];\nall.forEach(send)",
    "a function of Ruby": f"def body\n  {PLAIN}\nend\nHTTParty.post('{URL}', body: body.to_json)",
    "a chain of calls": f"e = {PLAIN}\n  .merge(keyValue: 'c3')\n",
}


@pytest.mark.parametrize("within", WITHIN)
def test_json_within_something_of_the_code_does_not_stand_by_itself(within):
    text = WITHIN[within]
    assert json_alone(Traced.of(text), Found("python"), Budget(len(text))) is None


def test_broken_json_below_a_line_that_looks_like_code_is_mended_as_json():
    reading = read_payload(
        'x = 1\n{\n  "eventTypeKey": "a",\n  "keyValue": Phone,\n  "params": [\n    {"name": "u",'
        ' "value": "https:\\/\\/y.ua"},\n  ]\n}\ny = 2\n'
    )

    assert [json.loads(event.text)["params"] for event in reading.events] == [[{"name": "u", "value": "https://y.ua"}]]
    codes = [repair.code for repair in reading.events[0].repairs]
    assert codes == ["text_around", "placeholder", "trailing_comma", "text_around"]


def test_a_dict_with_words_of_python_stays_one():
    reading = read_payload(f"print(e)\n{PLAIN[:-4].replace('1', '')}, {{'name': 'vip', 'value': True}}]}}")

    assert reading.source == "python"


@pytest.mark.parametrize(
    "code",
    [
        f"const e = {{eventTypeKey: 'b', keyValue: 'c', params: []}};\nfetch('{URL}', {{body: JSON.stringify(e)}})",
        f"e = {{'eventTypeKey': 'b', 'keyValue': 'c', 'params': []}}\nrequests.post('{URL}', json=e)",
    ],
)
def test_json_above_code_with_another_event_is_json_too(code):
    reading = read_payload(f"order_id=15\n{JSON}\n\n{code}\n")

    assert [json.loads(event.text)["keyValue"] for event in reading.events] == ["a@example.com", "c"]
    assert reading.events[0].text == JSON
    assert reading.events[0].repairs == ()
    assert reading.error is None


@pytest.mark.parametrize("text", [JSON, SLASHES, PLAIN], ids=["json", "slashes", "plain"])
def test_json_above_an_event_that_is_cut_off_is_json_and_the_other_an_error(text):
    reading = read_payload(f"order_id=15\n{text}\n{text[:-9]}")

    assert [event.text for event in reading.events] == [text]
    assert "cut off" in reading.error


def test_refusing_to_leave_the_line_out_leaves_no_event():
    text = f"order_id=15\n{JSON}\n"
    (repair,) = read_payload(text).events[0].repairs

    assert read_payload(text, refused={repair.identity}).events == ()


@pytest.mark.parametrize(
    "line",
    [
        'x = {"eventTypeKey": [\n',
        '{"eventTypeKey": "a", "b": [\n',
        f"x=1\n{PLAIN}\n",
        'def send():\n    event = {\n        "eventTypeKey": "a",\n        "keyValue": "b",\n    }\n    post(event)\n',
    ],
)
def test_a_text_of_very_many_such_lines_costs_steps_in_proportion_to_its_length(line):
    def steps(count):
        text = line * count
        budget = Budget(10 * len(text))
        json_alone(Traced.of(text), Found("python"), budget)
        return budget.used

    assert steps(800) < 2.2 * steps(400)
