"""Values that the code computes: empty with a repair and a problem at their place, or no event at all."""

import json

import pytest

from yespo_console.events.json_text import parse, resolve
from yespo_console.reading.reader import read_payload


def _emptied(code):
    """The event's text, and for each value that became empty the pointer and how it was spelled."""
    reading = read_payload(code)
    assert reading.error is None
    [event] = reading.events
    body = parse(event.body().text)
    problems = event.problems()
    assert [problem.code for problem in problems] == ["computed_emptied"] * len(problems)
    assert len(problems) == len([repair for repair in event.repairs if repair.code == "computed_value"])
    for problem in problems:
        assert resolve(body, problem.pointer) == ""
        assert dict(problem.args)["value"] in problem.message
    return event.text, [(problem.pointer, dict(problem.args)["value"]) for problem in problems]


@pytest.mark.parametrize(
    ("code", "spelled"),
    [
        ("axios.post(u, {eventTypeKey: 'a', keyValue: 'k', params: [{name: 'p', value: user.email}]})", "user.email"),
        ("axios.post(u, {eventTypeKey: 'a', keyValue: 'k', params: [{name: 'p', value: a + '!'}]})", "a + '!'"),
        ("axios.post(u, {eventTypeKey: 'a', keyValue: 'k', params: [{name: 'p', value: `№ ${id}`}]})", "`№ ${id}`"),
        ("requests.post(u, json={'eventTypeKey': 'a', 'keyValue': 'k', 'params': [{'name': 'p', 'value': f'{x} y'}]})",
         "f'{x} y'"),
        ("<?php f(['eventTypeKey' => 'a', 'keyValue' => 'k', 'params' => [['name' => 'p', 'value' => $o->sum()]]]);",
         "$o->sum()"),
        ("<?php f(['eventTypeKey' => 'a', 'keyValue' => 'k', 'params' => [['name' => 'p', 'value' => \"№ $id\"]]]);",
         '"№ $id"'),
        ("Faraday.post(u, {eventTypeKey: 'a', keyValue: 'k', params: [{name: 'p', value: o.sum.to_s}]}.to_json)",
         "o.sum.to_s"),
    ],
)  # fmt: skip
def test_a_computed_value_is_empty_and_named_as_it_is_spelled(code, spelled):
    text, emptied = _emptied(code)
    assert text == '{"eventTypeKey":"a","keyValue":"k","params":[{"name":"p","value":""}]}'
    assert emptied == [("/params/0/value", spelled)]


def test_a_value_deep_in_json_that_code_makes_is_empty_at_its_place():
    code = "{eventTypeKey: 'a', params: [{name: 'products', value: JSON.stringify([{id: 7, price: priceOf(7)}])}]}"
    text, emptied = _emptied(f"axios.post(u, {code})")
    assert text.endswith(r'"value":"[{\"id\":7,\"price\":\"\"}]"}]}')
    assert emptied == [("/params/0/value/0/price", "priceOf(7)")]


def test_a_list_that_code_makes_is_empty_as_a_whole():
    code = "{eventTypeKey: 'a', params: [{name: 'products', value: JSON.stringify(cart.map(f))}]}"
    text, emptied = _emptied(f"axios.post(u, {code})")
    assert text.endswith('"value":""}]}')
    assert emptied == [("/params/0/value", "cart.map(f)")]


def test_values_of_version_3_and_members_with_slips_are_pointed_at_where_yespo_has_them():
    _text, emptied = _emptied("axios.post(u, {eventTypeKey: 'a', params: {email: user.email}})")
    assert emptied == [("/params/0/value", "user.email")]
    _text, emptied = _emptied("axios.post(u, {eventKey: type(), keyValue: 'k', parameters: [{name: 'p', value: v}]})")
    assert emptied == [("/eventTypeKey", "type()"), ("/params/0/value", "v")]


@pytest.mark.parametrize(
    "event",
    [
        "{eventTypeKey: 'a', params: made()}",
        "{eventTypeKey: 'a', params: [made()]}",
        "{eventTypeKey: 'a', params: [x && {name: 'p', value: 'v'}]}",
        "{eventTypeKey: 'a', params: [{name: 'p', value: 'v'}, ...more]}",
        "{eventTypeKey: 'a', params: [{name: 'p', value: 'v', ...more}]}",
        "{eventTypeKey: 'a', params: [{name: 'p', [what]: 'v'}]}",
        "{...more, eventTypeKey: 'a', params: []}",
        "{eventTypeKey: 'a', [what]: 'v', params: []}",
        "{eventTypeKey: kind, keyValue: key, params: [{name: 'p', value: v}]}",
        "{eventTypeKey: 'a', params: [{name: 'p', value: 010}]}",
        "{eventTypeKey: 'a', params: [{name: 'p', value: f(}]}",
    ],
)
def test_what_is_more_than_a_value_is_a_refusal(event):
    reading = read_payload(f"axios.post(u, {event})")
    assert reading.events == ()
    assert reading.error


@pytest.mark.parametrize(
    ("code", "spelled"),
    [
        ("xhr.open(m, u); xhr.send('{\"eventTypeKey\":\"a\",\"keyValue\":\"' + email + '\"}')", "email"),
        ("axios.post(u, `{\"eventTypeKey\":\"a\",\"keyValue\":\"№ ${id}\"}`)", '"№ ${id}"'),
        ("axios.post(u, `{\"eventTypeKey\":\"a\",\"keyValue\":${JSON.stringify(key)}}`)", "JSON.stringify(key)"),
        ("import requests\nrequests.post(u, data=f'{{\"eventTypeKey\":\"a\",\"keyValue\":\"{email}\"}}')", "email"),
        ("<?php $j = '{\"eventTypeKey\":\"a\",\"keyValue\":\"' . $o->email . '\"}';", "$o->email"),
        ("puts <<~X\n{\"eventTypeKey\":\"a\",\"keyValue\":\"#{user.email}\"}\nX\n", "user.email"),
    ],
)  # fmt: skip
def test_json_that_code_puts_together_has_empty_texts_for_what_is_put_in(code, spelled):
    text, emptied = _emptied(code)
    assert text.strip() == '{"eventTypeKey":"a","keyValue":""}'
    assert emptied == [("/keyValue", spelled)]


@pytest.mark.parametrize(
    "pieces",
    [
        '\'{"eventTypeKey":"a","params":\' + params + \'}\'',
        '\'{"eventTypeKey":"a","params":[\' + params + \']}\'',
        '\'{"eventTypeKey":"a","\' + name + \'":"v"}\'',
        '\'{"eventTypeKey":"a","n":1\' + digits + \'}\'',
        '\'{"eventTypeKey":"\' + type + \'","keyValue":"\' + key + \'"}\'',
        '\'{"eventTypeKey":"a","keyValue":"\' + rest',
    ],
)
def test_json_that_code_puts_together_without_its_shape_is_a_refusal(pieces):
    reading = read_payload(f"axios.post(u, {pieces})")
    assert reading.events == ()
    assert reading.error


def test_json_that_code_puts_together_holds_what_the_code_makes_of_known_values():
    text, emptied = _emptied('axios.post(u, `{"eventTypeKey":"a","params":${JSON.stringify([])}}`)')
    assert text == '{"eventTypeKey":"a","params":[]}'
    assert emptied == []


def test_a_computed_value_that_is_refused_is_no_event():
    code = "axios.post(u, {eventTypeKey: 'a', params: [{name: 'p', value: v}]})"
    [event] = read_payload(code).events
    reading = read_payload(code, refused={event.repairs[0].identity})
    assert reading.events == ()
    assert event.repairs[0].message in reading.error


def test_a_key_in_an_expression_is_not_shown():
    code = "axios.post(u, {eventTypeKey: 'a', params: [{name: 'p', value: sign('api_key=9f8e7d6c5b4a39281706')}]})"
    [event] = read_payload(code).events
    shown = event.repairs[0].message + event.repairs[0].before + event.problems()[0].message
    assert "9f8e7d" not in shown


@pytest.mark.parametrize(
    "code",
    [
        "const p = {eventTypeKey: 'a', params: []};\nx && (p.keyValue = 'k');\naxios.post(u, p);",
        "$p = ['eventTypeKey' => 'a', 'params' => []];\n$x && ($p['keyValue'] = 'k');\njson_encode($p);",
        "l = []\nl << {name: 'p', value: 1} << {name: 'q', value: 2}\nputs({eventTypeKey: 'a', params: l}.to_json)",
    ],
)
def test_a_change_behind_a_condition_or_in_a_row_is_not_taken_for_a_plain_one(code):
    reading = read_payload(code)
    assert reading.events == ()
    assert reading.error


@pytest.mark.parametrize(
    "code",
    [
        'val body = "{\\"eventTypeKey\\":\\"a\\",\\"keyValue\\":\\"$email\\"}"',
        'let body = "{\\"eventTypeKey\\":\\"a\\",\\"keyValue\\":\\"\\(user.email)\\"}"',
        'body := fmt.Sprintf("{\\"eventTypeKey\\":\\"a\\",\\"keyValue\\":\\"%s\\"}", email)',
        'var body = $"{{\\"eventTypeKey\\":\\"a\\",\\"keyValue\\":\\"{email}\\"}}";',
    ],
)
def test_what_another_language_puts_into_a_text_is_not_taken_for_data(code):
    reading = read_payload(code)
    assert reading.events == ()
    assert reading.error


def test_json_in_a_text_of_a_language_that_is_not_known_is_read_when_nothing_is_put_in():
    text, emptied = _emptied('String body = "{\\"eventTypeKey\\":\\"a\\",\\"keyValue\\":\\"" + email + "\\"}";')
    assert text == '{"eventTypeKey":"a","keyValue":""}'
    assert emptied == [("/keyValue", "email")]


@pytest.mark.parametrize(
    ("setting", "key"),
    [("[string]$email = 'x@e.ua'", "x@e.ua"), ("[int]$email = '007'", ""), ("[string]$email = Get-It", "")],
)
def test_a_variable_of_powershell_with_the_type_of_its_text_is_followed(setting, key):
    code = f"{setting}\n$d = @{{ eventTypeKey = 'x'; keyValue = $email; params = @(@{{ name = 'a'; value = 'y' }}) }}"
    [event] = read_payload(f"{code}\nirm $u -Method Post -Body ($d | ConvertTo-Json)").events
    assert json.loads(event.text)["keyValue"] == key


@pytest.mark.parametrize(
    ("expression", "shown"),
    [
        ("hash('sha256', 'saltOfTheShop')", "hash('sha256', '***')"),
        ("hash_hmac('sha1', $email, 'pepperAndSalt')", "hash_hmac('sha1', $email, '***')"),
        ("md5($email . 'saltOfTheShop')", "md5($email . '***')"),
        ("strtolower($user['email'])", "strtolower($user['email'])"),
    ],
)
def test_what_a_value_is_salted_with_is_not_told(expression, shown):
    payload = (
        f"<?php $e = ['eventTypeKey'=>'clubJoined','keyValue'=>{expression},'params'=>[['name'=>'n','value'=>'v']]];"
    )
    [event] = read_payload(payload).events
    [repair] = event.repairs
    assert repair.args == (("value", shown),)
    assert "salt" not in repair.before.lower()
