"""An event in a paste that nobody read is told with its line, whatever it is written in."""

import base64
import json
from urllib.parse import quote

import pytest

from yespo_console.reading.reader import read_payload

ONE = '{"eventTypeKey":"one","keyValue":"k","params":[{"name":"email","value":"one@example.com"}]}'
OTHER = ONE.replace("one", "other")
FENCED = f"```json\n{ONE}\n```\n"
PHP_ARRAY = (
    "$data = array('eventTypeKey' => 'other', 'keyValue' => 'k', "
    "'params' => array(array('name' => 'email', 'value' => 'other@example.com')));"
)
PHP_SENDS = (
    "$client->post('https://yespo.io/api/v2/event', ['json' => ['eventTypeKey' => 'other', 'keyValue' => 'k', "
    "'params' => [['name' => 'email', 'value' => 'other@example.com']]]]);"
)
PRINTED = """Array
(
    [eventTypeKey] => other
    [keyValue] => k
    [params] => Array
        (
        )

)"""
TABLE = "eventTypeKey;keyValue;email\nother;k;other@example.com"
FORM = "eventTypeKey=other&keyValue=k&params=" + quote('[{"name":"email","value":"other@example.com"}]')
PYTHON = f"requests.post('https://yespo.io/api/v2/event', json={json.loads(OTHER)!r})"
FETCH = (
    "fetch('https://yespo.io/api/v2/event', {method: 'POST', body: JSON.stringify({eventTypeKey: 'other', "
    "keyValue: 'k', params: [{name: 'email', value: 'other@example.com'}]})})"
)
ESCAPED = json.dumps(ONE)[1:-1]
IN_BASE_64 = base64.b64encode(OTHER.encode()).decode()

TRANSCRIPT = """$ http POST https://yespo.io/api/v2/event eventTypeKey=one keyValue=k params:='[]'
POST /api/v2/event HTTP/1.1
Host: yespo.io

{"eventTypeKey": "one", "keyValue": "k", "params": []}
"""

VARIABLE = """kind = 'other'
requests.post('https://yespo.io/api/v2/event', json={'eventTypeKey': kind, 'keyValue': 'k', 'params': []})
"""


def _told(payload):
    """Whether both events were read, or an error names the line of the other one."""
    reading = read_payload(payload)
    types = {json.loads(event.text)["eventTypeKey"] for event in reading.events}
    if types == {"one", "other"}:
        return True
    missing = ({"one", "other"} - types).pop()
    lines = [number for number, line in enumerate(payload.splitlines(), 1) if missing in line or "eyJ" in line]
    return reading.error is not None and any(f"{near}, " in reading.error for at in lines for near in (at, at - 1))


@pytest.mark.parametrize(
    "payload",
    [
        FENCED + PHP_ARRAY,
        FENCED + quote(OTHER, safe=""),
        FENCED + TABLE,
        FENCED + FORM,
        f"{ESCAPED}\n{FORM}",
        f"{ESCAPED}\nbase64: {IN_BASE_64}",
        f"{PHP_SENDS.replace('other', 'one')}\n\n{TABLE}\n\nThank you!",
        f"2026-03-12 14:22:01 INFO send body={ONE} status=200\n\n{TABLE}\n\nThank you!",
        f"{PHP_SENDS.replace('other', 'one')}\n{PRINTED}",
        f"{PYTHON.replace('other', 'one')}\n{PHP_SENDS}",
        f"{FETCH.replace('other', 'one')}\n{PHP_SENDS}",
        f"{PYTHON.replace('other', 'one')}\n{FORM}",
        f'{{"eventTypeKey"=>"one", "keyValue"=>"k", "params"=>[]}}\n{OTHER.replace(chr(34), "&quot;")}',
    ],
)
def test_an_event_of_another_kind_beside_one_that_was_read_is_read_or_told(payload):
    assert _told(payload)


@pytest.mark.parametrize(
    "payload",
    [
        # what is taken away, commented out, or only shown again
        f'- {{"eventTypeKey":"old","keyValue":"k","params":[]}}\n+{ONE}\n \n@@ -1 +1 @@\n',
        f"import requests\n# once it was {OTHER}\n{PYTHON}",
        f"/* was\n{PHP_SENDS.replace('other', 'old')}\n*/\n{PHP_SENDS}",
        TRANSCRIPT,
        # both are read, and the words around them told as one
        f"The first:\n\n2026-03-12 14:22:01 INFO send body={ONE} status=200\n\nThe second:\n\n{FORM}\n\nThank you!",
        # names, types and comparisons
        f"eventTypeKey = data.get('eventTypeKey')\nkeyValue = data['keyValue']\n{PYTHON}",
        f"interface Event {{\n  eventTypeKey: string\n  keyValue: string\n}}\n{FETCH}",
        f"if e['eventTypeKey'] == 'one' and e['keyValue']:\n    pass\n{PYTHON}",
        VARIABLE,
        # a type, a sentence, a list of fields, a query, what a function says of itself, the items of a line in a log
        f"type Event = {{ eventTypeKey: 'one' | 'other'; keyValue: string; params: Param[] }};\n{FETCH}",
        f"interface Event {{\n  eventTypeKey: 'one';\n  keyValue: string;\n}}\n{FETCH}",
        f'The event with eventTypeKey = "other" and keyValue "k" is not seen. We send:\n\n{ONE}\n',
        f'- eventTypeKey: "other" - the type\n- keyValue: "k" - the key\n- params: list\n\n{ONE}\n',
        f'Instead of "eventTypeKey": "other" with a keyValue write "one":\n\n{ONE}\n',
        f"SELECT * FROM events WHERE eventTypeKey = 'other' AND keyValue = 'k';\n\n{ONE}\n",
        f'def send(event):\n    """Send an event.\n\n    send({ONE})\n    """\n\n{PYTHON}',
        f"10:00:01 INFO build eventTypeKey=one keyValue=k\n10:00:02 INFO send {ONE}\n",
        "const base = {eventTypeKey: 'one', params: []};\nsend({...base, eventTypeKey: 'other', keyValue: 'k'});",
    ],
)
def test_nothing_is_told_where_no_other_event_is(payload):
    reading = read_payload(payload)
    assert "another event" not in (reading.error or "")


@pytest.mark.parametrize(
    "beside",
    [
        "dict(eventTypeKey='other', keyValue='k', params=[])",
        'eventTypeKey: "other"\nkeyValue: "k"\nparams: []',
        "$e = @{eventTypeKey='other'; keyValue='k'; params=@()}",
        "e.eventTypeKey = 'other'; e.keyValue = 'k'; e.params = []",
        '{"eventTypeKey": "other"; "keyValue": "k"; "params": []}',
        '{"eventTypeKey": "other" keyValue: "k", "params": []}',
        '<event eventTypeKey="other" keyValue="k"/>',
        "10:00:01 INFO build eventTypeKey=other keyValue=k",
    ],
)
def test_an_event_of_bare_names_is_told(beside):
    reading = read_payload(f"{beside}\n\nThe other one:\n\n{ONE}\n")
    assert len(reading.events) == 2 or reading.error is not None


@pytest.mark.parametrize("marks", ["a;eventTypeKey;keyValue\n", "'eventTypeKey' => 'x', 'keyValue' => 'k'\n"])
def test_thousands_of_marks_take_the_event_from_nobody(marks):
    reading = read_payload(FENCED + marks * 5000)
    assert len(reading.events) == 1
    assert "Line 4" in reading.error
