"""A value that a variable holds: emptied and named where something may have changed it, kept where it is looked at."""

import json

import pytest

from yespo_console.reading.reader import read_payload

_EVENT = "{eventTypeKey: 'x', params: [{name: 'email', value: VALUE}, {name: 'a', value: 'b'}]}"
_SENDING = {
    "JavaScript": "const c = {email: 'o@e.ua'};\nCODE\naxios.post(u, " + _EVENT.replace("VALUE", "c") + ");",
    "Python": "import requests\nc = {'email': 'o@e.ua'}\nCODE\nrequests.post(u, json={'eventTypeKey': 'x', "
    "'params': [{'name': 'email', 'value': c}, {'name': 'a', 'value': 'b'}]})",
    "PHP": "<?php\n$email = 'o@e.ua';\nCODE\npost(json_encode(['eventTypeKey' => 'x', 'params' => "
    "[['name' => 'email', 'value' => $email], ['name' => 'a', 'value' => 'b']]]));",
    "Ruby": "require 'json'\nemail = 'o@e.ua'\nCODE\nHTTParty.post(u, body: "
    + _EVENT.replace("VALUE", "email")
    + ".to_json)",
    "PowerShell": "$c = @{ email = 'o@e.ua' }\nCODE\nirm $u -Method Post -Body (@{ eventTypeKey = 'x'; params = "
    "@(@{ name = 'email'; value = $c }, @{ name = 'a'; value = 'b' }) } | ConvertTo-Json -Depth 5)",
}
_MAY_CHANGE = {
    "JavaScript": [
        "if (load(c)) {}",
        "const ok = load(c);",
        "load(c);",
        "throw c;",
        "try { throw c } catch (e) { e.email = 'b' }",
        "load.call(c);",
        "const d = c; load(d);",
        "const o = {c}; load(o);",
        "for (c.email of l) {}",
    ],
    "Python": [
        "load(c)",
        "if load(c):\n    pass",
        "ok = load(c)",
        "[load(x) for x in [c]]",
        "list(map(load, [c]))",
        "raise E(c)",
        "for c['email'] in l:\n    pass",
        "assert load(c)",
    ],
    "PHP": [
        "if (load($email)) {}",
        "$ok = load($email);",
        "if (!load($email)) return;",
        "load($email) or die();",
        "while (next_one($email)) {}",
        "$svc->load($email);",
        "if ($svc->load($email)) {}",
        "Svc::load($email);",
        "switch (load($email)) {}",
    ],
    "Ruby": ["load(email)", "if load(email)\nend", "email << 'x'", "email.upcase!"],
    "PowerShell": ["Load $c", "if (Load $c) {}", "$ok = Load $c", "$c | Update-It"],
}
_LOOKS = {
    "JavaScript": ["console.log(c);", "if (!isValid(c)) throw new Error('x');", "const n = c.email.length;"],
    "Python": ["print(c)", "n = len(c)", "assert c['email']", "x = c['email'].upper()", "print(json.dumps(c))"],
    "PHP": [
        "if (empty($email)) { return; }",
        "if (!filter_var($email, FILTER_VALIDATE_EMAIL)) { die('bad'); }",
        "assert(preg_match('/@/', $email));",
        "$key = md5(strtolower(trim($email)));",
        "function load($e) { return strlen($e); }\nif (load($email)) {}",
    ],
    "Ruby": ["puts email", "raise 'x' if email.nil? || email.empty?", "x = email.upcase", 'puts "a #{email}"'],
    "PowerShell": ["Write-Host $c", "$n = $c.Count", "$c | Format-Table", "if (-not $c) { throw 'x' }"],
}


@pytest.mark.parametrize(("language", "code"), [(each, code) for each in _MAY_CHANGE for code in _MAY_CHANGE[each]])
def test_a_value_that_something_may_have_changed_is_emptied_and_named_or_the_event_is_refused(language, code):
    reading = read_payload(_SENDING[language].replace("CODE", code))

    assert [event for event in reading.events if "o@e.ua" in event.text] == []
    told = ["sent_on_condition"] if "return;" in code else []
    assert reading.error or [repair.code for repair in reading.events[0].repairs] == [*told, "computed_value"]


@pytest.mark.parametrize(("language", "code"), [(each, code) for each in _LOOKS for code in _LOOKS[each]])
def test_a_value_that_is_only_looked_at_stays(language, code):
    [event] = read_payload(_SENDING[language].replace("CODE", code)).events

    assert "o@e.ua" in json.dumps(json.loads(event.text)["params"][0])
    assert [repair.code for repair in event.repairs] == ["sent_on_condition"] * ("return;" in code)
