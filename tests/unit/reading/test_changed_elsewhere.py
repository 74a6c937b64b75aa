"""An event is given to a function or a loop that changes it: never read as what it was before."""

import json

import pytest
from event_literals import AS_WRITTEN, read

_CHANGED = [
    ("JavaScript", "const send = (d) => axios.post(u, {...d, keyValue: 'b@e.ua'}); send(D)"),
    ("JavaScript", "function send(d) { d.keyValue = 'b@e.ua'; axios.post(u, d); }\nsend(D);"),
    ("JavaScript", "const e = D; function send(d) { d.keyValue = 'b@e.ua'; axios.post(u, d); }\nsend(e);"),
    ("JavaScript", "function send(d) { axios.post(u, Object.assign({}, d, {keyValue: 'b'})); }\nsend(D);"),
    ("JavaScript", "function send(d) { fetch(u, {body: JSON.stringify(d).replace('o', 'b')}); }\nsend(D);"),
    ("JavaScript", "const set = d => { d.keyValue = 'b'; }; const send = d => { set(d); post(u, d); }; send(D)"),
    ("JavaScript", "[D].forEach(d => { d.keyValue = 'b@e.ua'; axios.post(u, d); })"),
    ("JavaScript", "for (const d of [D]) { d.keyValue = 'b@e.ua'; axios.post(u, d); }"),
    ("JavaScript", "const all = [D]; for (const d of all) { axios.post(u, {...d, keyValue: 'b'}); }"),
    ("Python", "for ev in [D]:\n    ev['keyValue'] = 'b@e.ua'\n    requests.post(u, json=ev)"),
    ("Python", "def send(d):\n    d['keyValue'] = 'b@e.ua'\n    requests.post(u, json=d)\nsend(D)"),
    ("Python", "def send(h, d):\n    requests.post(u, json={**d, 'keyValue': 'b'})\nsend(h, D)"),
    ("Python", "def send(h, d=None):\n    d['keyValue'] = 'b'\n    requests.post(u, json=d)\ne = D\nsend(h, d=e)"),
    ("PHP", "function send($d) { $d['keyValue'] = 'b'; post(json_encode($d)); }\nsend(D);"),
    ("PHP", "foreach ([D] as $d) { $d['keyValue'] = 'b'; post(json_encode($d)); }"),
    ("Ruby", "[D].each do |d|\n  d[:keyValue] = 'b@e.ua'\n  HTTParty.post(u, body: d.to_json)\nend"),
    ("Ruby", "def send_it(d)\n  HTTParty.post(u, body: d.merge(keyValue: 'b').to_json)\nend\nsend_it(D)"),
    ("PowerShell", "foreach ($d in @(D)) { $d.keyValue = 'b'; irm $u -Method Post -Body ($d | ConvertTo-Json) }"),
]
_KEPT = [
    ("JavaScript", "const send = (d) => axios.post(u, d); send(D)"),
    ("JavaScript", "function send(d) { const r = {}; r.body = JSON.stringify(d); fetch(u, r); }\nsend(D);"),
    ("JavaScript", "function send(d, o) { o.retries = 3; axios.post(u, d, {...o, x: 1}); }\nsend(D, {});"),
    ("JavaScript", "[D].forEach(d => { axios.post(u, d); })"),
    ("JavaScript", "function other(d) { d.keyValue = 'b'; }\nfunction send(d) { axios.post(u, d); }\nsend(D);"),
    ("Python", "for ev in [D]:\n    requests.post(u, json=ev)"),
    ("Python", "def send(d):\n    h = {}\n    h['a'] = 'b'\n    requests.post(u, json=d, headers=h)\nsend(D)"),
    ("PHP", "function send($d) { post(json_encode($d)); }\nsend(D);"),
    ("Ruby", "def send_it(d)\n  HTTParty.post(u, body: d.to_json)\nend\nsend_it(D)"),
    ("PowerShell", "foreach ($d in @(D)) { irm $u -Method Post -Body ($d | ConvertTo-Json) }"),
]


@pytest.mark.parametrize(("language", "source"), _CHANGED)
def test_an_event_that_a_function_or_a_loop_changes_is_refused_with_its_place(language, source):
    reading = read(language, source)

    assert reading.events == ()
    assert "put together by the code" in (reading.error or "")


@pytest.mark.parametrize(("language", "source"), _KEPT)
def test_an_event_that_is_only_sent_by_a_function_or_in_a_loop_is_read(language, source):
    reading = read(language, source)

    assert [json.loads(event.text) for event in reading.events] == [AS_WRITTEN], reading.error


_FIELDS = [
    "class T { key = 'o@e.ua'; send() { axios.post(u, EVENT) } }\nconst t = new T(); CHANGE; t.send()",
    "class T { constructor() { this.key = 'o@e.ua'; } send() { post(u, EVENT) } }\nfunction f(t) { CHANGE; t.send() }",
]


@pytest.mark.parametrize("source", _FIELDS)
@pytest.mark.parametrize(("change", "key"), [("t.key = 'b@e.ua'", ""), ("t.other = 'b@e.ua'", "o@e.ua")])
def test_what_an_object_knows_as_its_own_is_empty_where_it_is_set_from_outside(source, change, key):
    event = "{eventTypeKey: 'x', keyValue: this.key, params: [{name: 'a', value: 'y'}]}"
    reading = read("JavaScript", source.replace("EVENT", event).replace("CHANGE", change))

    assert [json.loads(each.text)["keyValue"] for each in reading.events] == [key], reading.error


def test_a_field_in_python_and_in_php_is_empty_where_it_is_set_from_outside():
    python = "class T:\n    key = 'o'\n    def send(self):\n        requests.post(u, json=EVENT)\nt = T()\nt.key = 'b'"
    php = "class T { public $key = 'o'; function send() { post(EVENT); } }\n$t = new T(); $t->key = 'b'; $t->send();"
    literals = (
        ("Python", python, "{'eventTypeKey': 'x', 'keyValue': self.key, 'params': [{'name': 'a', 'value': 'y'}]}"),
        (
            "PHP",
            php,
            "['eventTypeKey' => 'x', 'keyValue' => $this->key, 'params' => [['name' => 'a', 'value' => 'y']]]",
        ),
    )
    for language, source, event in literals:
        reading = read(language, source.replace("EVENT", event))

        assert [json.loads(each.text)["keyValue"] for each in reading.events] == [""], reading.error


def test_a_member_of_an_object_that_is_spelled_out_is_not_taken_for_one_of_a_class():
    source = (
        "class T { constructor() { this.keyValue = 'o@e.ua'; } send() { const d = {eventTypeKey: 'x', keyValue: '', "
        "params: [{name: 'a', value: 'y'}]}; d.keyValue = this.keyValue; axios.post(u, d); } }"
    )

    assert [json.loads(each.text)["keyValue"] for each in read("JavaScript", source).events] == ["o@e.ua"]


@pytest.mark.parametrize(
    ("language", "source", "read_as"),
    [
        ("JavaScript", "const e = D; console.log(e); const d = {...e}; d.keyValue = 'z'; axios.post(u, d)", ["z"]),
        ("JavaScript", "const e = D; const d = {...e}; d.keyValue = 'z'; d.params = f(e.params); axios.post(u, d)", []),
        ("Python", "e = D\nprint(e['params'])\nd = {**e}\nd['keyValue'] = 'z'\nrequests.post(u, json=d)", ["z"]),
    ],
)
def test_an_event_that_is_only_spread_into_another_is_not_read_beside_that(language, source, read_as):
    reading = read(language, source)

    assert [json.loads(event.text)["keyValue"] for event in reading.events] == read_as, reading.error


def test_an_event_that_is_sent_and_spread_into_another_is_read_with_that():
    reading = read("JavaScript", "const e = D; axios.post(u, e); const d = {...e}; d.keyValue = 'z'; axios.post(u, d)")

    assert [json.loads(event.text)["keyValue"] for event in reading.events] == ["o@e.ua", "z"]
