"""What only describes an event (a schema, rules of a validator, their messages) is never read as one."""

import json

import pytest

from yespo_console.reading.reader import read_payload

URL = "https://yespo.io/api/v2/event"
JSON = '{"eventTypeKey":"note","keyValue":"u1","params":[{"name":"v","value":"x"}]}'
JS = f"const ev = {JSON};\nfetch('{URL}', {{method: 'POST', body: JSON.stringify(ev)}});\n"
PYTHON = f"import requests\nev = {JSON}\nrequests.post('{URL}', json=ev)\n"
PHP_EVENT = "['eventTypeKey' => 'note', 'keyValue' => 'u1', 'params' => [['name' => 'v', 'value' => 'x']]]"
PHP = f"Http::post('{URL}', {PHP_EVENT});\n"
RUBY_EVENT = "{ eventTypeKey: 'note', keyValue: 'u1', params: [{ name: 'v', value: 'x' }] }"
RUBY = f"ev = {RUBY_EVENT}\nHTTP.post('{URL}', json: ev)\n"

#: By itself, and the event beside which it stands.
DESCRIPTIONS = {
    "Laravel": ("<?php\n$request->validate(['eventTypeKey' => 'required', 'keyValue' => 'required|string']);\n", PHP),
    "Laravel, the value": (
        "<?php\n$r->validate(['eventTypeKey' => 'in:note', 'keyValue' => 'required|max:300']);\n",
        PHP,
    ),
    "Laravel, a list": (
        "<?php\nclass A { function rules() { return ['eventTypeKey' => ['required', 'string']]; } }\n",
        PHP,
    ),
    "Laravel, parts": (
        "<?php\n$rules = ['eventTypeKey' => 'note', 'params.*.name' => 'string'];\nValidator::make($e, $rules);\n",
        PHP,
    ),
    "Laravel, messages": (
        "<?php\n$said = ['eventTypeKey.required' => 'Write it', 'eventTypeKey' => 'What is it'];\nf($said);\n",
        PHP,
    ),
    "CodeIgniter": (
        "<?php\n$v->setRules(['eventTypeKey' => 'trim|required', 'keyValue' => 'max_length[300]']);\n",
        PHP,
    ),
    "validator of JavaScript": ("new Validator(ev, {eventTypeKey: 'required', keyValue: 'required|email'});\n", JS),
    "express-validator": ("checkSchema({eventTypeKey: {isString: true, errorMessage: 'x'}});\n", JS),
    "Mongoose": ("const S = new Schema({eventTypeKey: {type: String, required: true}, keyValue: String});\n", JS),
    "JSON Schema in JavaScript": (
        "const S = {type: 'object', properties: {eventTypeKey: {const: 'note'}}};\najv.validate(S, ev);\n",
        JS,
    ),
    "types": ("check({eventTypeKey: 'string', keyValue: 'string', params: 'array'});\n", JS),
    "Cerberus": ("v = Validator({'eventTypeKey': {'type': 'string'}, 'keyValue': {'type': 'string'}})\n", PYTHON),
    "permitted params of Rails": (
        "require 'rails'\np = params.permit(eventTypeKey: [], params: [:name, :value])\n",
        RUBY,
    ),
    "JSON": ('{"eventTypeKey":{"type":"string"},"keyValue":{"type":"string"}}\n', JSON),
    "rules as JSON": ('{"eventTypeKey":"required|string","keyValue":"optional"}\n', JSON),
    "JSON without a type": ('{"keyValue":{"type":"string","required":true},"params":[]}\n', JSON),
}


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_a_description_beside_an_event_is_counted_and_no_event(name):
    description, event = DESCRIPTIONS[name]

    reading = read_payload(description + event)

    assert [json.loads(each.text)["keyValue"] for each in reading.events] == ["u1"]
    assert reading.events[0].repairs == ()
    assert reading.error is None
    assert [(left.code, left.count) for left in reading.left_out] == [("description", 1)]


@pytest.mark.parametrize("name", DESCRIPTIONS)
def test_a_description_alone_is_refused(name):
    reading = read_payload(DESCRIPTIONS[name][0])

    assert reading.events == ()
    assert "only describes an event" in reading.error


def test_a_description_beside_an_event_that_cannot_be_read_is_no_event():
    description, _event = DESCRIPTIONS["Laravel"]

    reading = read_payload(f"{description}$event = {PHP_EVENT};\nchange($event);\n{PHP.replace(PHP_EVENT, '$event')}")

    assert reading.events == ()
    assert "put together by the code" in reading.error


def test_a_description_in_a_log_is_no_event():
    reading = read_payload(f'2026-01-01 10:00:00 INFO {{"properties":{{"eventTypeKey":{{"type":"string"}}}}}} {JSON}')

    assert [json.loads(each.text)["keyValue"] for each in reading.events] == ["u1"]


def test_what_people_wrote_beside_a_description_is_told_at_the_event():
    reading = read_payload(f'Do not send this:\n{{"eventTypeKey":{{"type":"string"}}}}\n\nExample:\n{JSON}')

    [event] = reading.events
    told = [repair.message for repair in event.repairs]
    assert len(told) == 2
    assert "Do not send this" in told[0]


@pytest.mark.parametrize(
    "event",
    [
        '{"eventTypeKey":"note","keyValue":"required","params":[]}',
        '{"eventTypeKey":"note","keyValue":"email|phone","params":[]}',
        '{"eventTypeKey":"order:created","keyValue":"a:b","params":[]}',
        '{"eventTypeKey":"max","keyValue":"size","params":[]}',
        '{"eventTypeKey":"note","keyValue":{"email":"a@b.ua"},"params":[]}',
        '{"eventTypeKey":"note","params":{"type":"string","required":"1"}}',
        '{"eventTypeKey":5,"params":[]}',
        '{"eventTypeKey":"note","params":[{"name":"rules","value":"required|string"}]}',
        '{"eventTypeKey":"note","params":[{"name":"v","value":"{\\"eventTypeKey\\":{\\"type\\":\\"string\\"}}"}]}',
    ],
)
def test_an_event_whose_values_look_like_rules_stays_one(event):
    [read] = read_payload(event).events

    assert json.loads(read.text) == json.loads(event)


def test_an_array_of_a_schema_in_javascript_is_not_taken_for_php():
    schema = "z.object({eventTypeKey: z.string(), params: z.array(z.object({name: z.string(), value: z.any()}))})"

    reading = read_payload(f"const S = {schema};\n{JS}")

    assert reading.source == "fetch"
    assert [json.loads(each.text)["keyValue"] for each in reading.events] == ["u1"]
