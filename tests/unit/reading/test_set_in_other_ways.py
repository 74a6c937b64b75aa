"""Statements that set a variable or take a member away, though they look like no assignment."""

import json

import pytest

from yespo_console.reading.reader import read_payload

PYTHON = "requests.post(U, json={'eventTypeKey': 'vip', 'keyValue': email, 'params': []})"
PHP = (
    "curl_setopt($c, CURLOPT_POSTFIELDS, json_encode(['eventTypeKey' => 'vip', 'keyValue' => $email, 'params' => []]));"
)
POWERSHELL = (
    "irm https://yespo.io/api/v2/event -Method Post -Body "
    "(@{ eventTypeKey = 'vip'; keyValue = $email; params = @() } | ConvertTo-Json)"
)
BASH = (
    'curl https://yespo.io/api/v2/event -d "{\\"eventTypeKey\\":\\"vip\\",\\"keyValue\\":\\"$email\\",\\"params\\":[]}"'
)
SENDS = {"Python": PYTHON, "PHP": PHP, "PowerShell": POWERSHELL, "bash": BASH}


def _scripts(language, *scripts):
    before = {"PHP": "<?php\n", "Python": "import requests\n"}.get(language, "")
    return [pytest.param(before + script.replace("SEND", SENDS[language]), id=script[:60]) for script in scripts]


def _key_values(code):
    reading = read_payload(code)
    return [json.loads(event.text).get("keyValue") for event in reading.events] or [reading.error]


@pytest.mark.parametrize(
    "code",
    [
        *_scripts(
            "Python",
            "email = 'old@x.y'\nmatch x:\n    case {'e': email}: pass\nSEND",
            "email = 'old@x.y'\nmatch x:\n    case [_, *email]: pass\nSEND",
            "email = 'old@x.y'\nfrom conf import *\nSEND",
            "email = 'old@x.y'\ndef email(): pass\nSEND",
            "email = 'old@x.y'\nclass email: pass\nSEND",
            "email = 'old@x.y'\nsetattr(sys.modules[__name__], 'email', 'n')\nSEND",
            "email = b'old@x.y'\nSEND",
        ),
        *_scripts(
            "PHP",
            "$email = 'old@x.y';\n$st->bind_result($email);\n$st->fetch();\nSEND",
            "$email = 'old@x.y';\n$st->bindColumn(1, $email);\nSEND",
            "$email = 'old@x.y';\n$f = function () use ($c) { SEND };\n$f();",
            "$email = 'old@x.y';\n$f = function () use ($c) { $g = fn() => SEND };",
        ),
        *_scripts(
            "PowerShell",
            "$email = 'old@x.y'\nGet-Mail ([ref]$email)\nSEND",
            "$email = 'old@x.y'\n[mail]::TryParse($x, [ref]$email)\nSEND",
            "$email = 'old@x.y'\n'n' | Tee-Object -Variable email\nSEND",
            "$email = 'old@x.y'\nSet-Item variable:email n\nSEND",
            "$email = 'old@x.y'\nSet-Item -Path 'variable:\\email' -Value n\nSEND",
        ),
        *_scripts("bash", "email=~/old@x.y\nSEND", "email=~\nSEND"),
    ],
)
def test_a_variable_does_not_hold_what_it_was_set_to_before(code):
    reading = read_payload(code)
    texts = [event.text for event in reading.events]
    assert not any("old@x.y" in text or "~" in text for text in texts)
    assert reading.error or "computed_value" in [repair.code for repair in reading.events[0].repairs]


@pytest.mark.parametrize(
    "code",
    [
        *_scripts(
            "Python",
            "from conf import *\nemail = 'a@b.ua'\nSEND",
            "email = 'a@b.ua'\nmatch x:\n    case {'e': other}: pass\n    case 'email': pass\nSEND",
            "email = 'a@b.ua'\nclass Job:\n    def email(self): pass\nSEND",
        ),
        *_scripts(
            "PHP",
            "$email = 'a@b.ua';\n$st->bind_param('s', $email);\nSEND",
            "$email = 'a@b.ua';\n$f = function () use ($c, $email) { SEND };",
            "$f = function () use ($c) { $email = 'a@b.ua'; SEND };",
        ),
        *_scripts(
            "PowerShell",
            "$email = 'a@b.ua'\n$n = 0\n[int]::TryParse('1', [ref]$n)\nSEND",
            "$email = 'a@b.ua'\nGet-Item variable:email\nSEND",
            "$email = 'a@b.ua'\n'n' | Tee-Object -Variable other\nSEND",
        ),
        *_scripts("bash", "email='a@b.ua'\nSEND", "email=a@b.ua\nD=~/x\nSEND"),
    ],
)
def test_a_variable_holds_what_it_was_set_to_where_nothing_else_sets_it(code):
    assert _key_values(code) == ["a@b.ua"]


def test_code_that_jumps_does_not_show_what_is_sent():
    event = "['eventTypeKey' => 'vip', 'keyValue' => 'a@b.ua', 'params' => []]"
    code = f"<?php\n$e = {event};\ngoto send;\n$e['eventTypeKey'] = 'vap';\nsend:\n$http->post($u, ['json' => $e]);"
    reading = read_payload(code)
    assert reading.events == ()
    assert "cannot be followed" in reading.error


@pytest.mark.parametrize(
    ("members", "key_value"),
    [
        ("...a, keyValue: undefined", None),
        ("...a, keyValue: void 0", None),
        ("...a, ...{ keyValue: undefined }", None),
        ("...a, ...b", None),
        ("eventTypeKey: 'vip', keyValue: 'old@x.y', keyValue: undefined, params: []", None),
        ("...a, keyValue: undefined, keyValue: 'n@x.y'", "n@x.y"),
        ("...b, ...a", "old@x.y"),
    ],
)
def test_undefined_takes_away_the_member_that_stood_before_it(members, key_value):
    code = (
        "const a = { eventTypeKey: 'vip', keyValue: 'old@x.y', params: [] };\nconst b = { keyValue: undefined };\n"
        f"fetch('https://yespo.io/api/v2/event', {{ method: 'POST', body: JSON.stringify({{ {members} }}) }});"
    )
    assert _key_values(code) == [key_value]


@pytest.mark.parametrize(
    ("value", "repairs"),
    [
        ("f'{p=}'", ["computed_value"]),
        ("json.dumps({'b': 1}, cls=Short)", ["computed_value"]),
        ("f'{p}'", []),
        ("json.dumps({'b': 1}, cls=DateEncoder)", []),
    ],
)
def test_a_value_that_python_makes_in_its_own_way_is_computed(value, repairs):
    params = f"[{{'name': 'n', 'value': {value}}}]"
    code = f"p = 'x'\nrequests.post(U, json={{'eventTypeKey': 'vip', 'keyValue': 'a@b.ua', 'params': {params}}})"
    [event] = read_payload("import requests, json\n" + code).events
    assert [repair.code for repair in event.repairs] == repairs


@pytest.mark.parametrize(
    ("spelled", "sent"),
    [
        ("9007199254740993", "9007199254740992"),
        ("12345678901234567890", "12345678901234567000"),
        ("0.1234567890123456789", "0.12345678901234568"),
        ("9007199254740992", None),
        ("0.30000000000000004", None),
        ("1e21", None),
    ],
)
def test_a_number_that_javascript_does_not_keep_is_written_as_it_is_sent_and_told(spelled, sent):
    params = f"[{{ name: 'n', value: {spelled} }}]"
    code = f"axios.post(u, {{ eventTypeKey: 'vip', keyValue: 'a@b.ua', params: {params} }});"
    [event] = read_payload(code).events
    assert f'"value": {sent or spelled}' in event.text.replace('":', '": ').replace("  ", " ")
    assert [repair.code for repair in event.repairs] == ["rounded_number"] * (sent is not None)


def test_python_keeps_every_digit_of_a_whole_number():
    params = "[{'name': 'n', 'value': 12345678901234567890123}]"
    code = f"requests.post(U, json={{'eventTypeKey': 'vip', 'keyValue': 'a@b.ua', 'params': {params}}})"
    [event] = read_payload("import requests\n" + code).events
    assert json.loads(event.text)["params"] == [{"name": "n", "value": 12345678901234567890123}]
    assert event.repairs == ()
