"""Source code that changes an event by way of something else that holds it: never read as what it was before."""

import json
import re

import pytest

from yespo_console.reading.reader import read_payload

#: An event in a variable, something that is done, and its sending: once for each language.
_SENT = {
    "JavaScript": "const e = {eventTypeKey: 'a', keyValue: 'k', params: [{name: 'p', value: '1'}]};\n%s\n"
    "axios.post(u, e);",
    "Python": "import requests\ne = {'eventTypeKey': 'a', 'keyValue': 'k', 'params': [{'name': 'p', 'value': '1'}]}\n"
    "%s\nrequests.post(u, json=e)",
    "PHP": "<?php\n$e = ['eventTypeKey' => 'a', 'keyValue' => 'k', 'params' => [['name' => 'p', 'value' => '1']]];\n"
    "%s\ncurl_setopt($c, CURLOPT_POSTFIELDS, json_encode($e));",
    "Ruby": "require 'json'\ne = { eventTypeKey: 'a', keyValue: 'k', params: [{ name: 'p', value: '1' }] }\n%s\n"
    "HTTParty.post(u, body: e.to_json)",
    "PowerShell": "$e = @{ eventTypeKey = 'a'; keyValue = 'k'; params = @(@{ name = 'p'; value = '1' }) }\n%s\n"
    "irm $u -Method Post -Body ($e | ConvertTo-Json -Depth 5)",
}
_AS_WRITTEN = {"eventTypeKey": "a", "keyValue": "k", "params": [{"name": "p", "value": "1"}]}

_CHANGED = {
    "JavaScript": [
        "const box = {e}; box.e.keyValue = 'z';",
        "const box = {a: e}; box.a.keyValue = 'z';",
        "const box = [e]; box[0].keyValue = 'z';",
        "const box = {x: {y: [e]}}; box.x.y[0].keyValue = 'z';",
        "const box = {}; box.e = e; box.e.keyValue = 'z';",
        "const list = []; list.push(e); list[0].keyValue = 'z';",
        "const c = {...e}; c.params[0].value = '9';",
        "const c = x ? e : null; c.keyValue = 'z';",
        "const c = e || {}; c.keyValue = 'z';",
        "const c = (0, e); c.keyValue = 'z';",
        "const c = await e; c.keyValue = 'z';",
        "let c; let d; c = d = e; c.keyValue = 'z';",
        "const list = [e]; for (const o of list) { o.keyValue = 'z'; }",
        "const all = new Set([e]); all.forEach(o => { o.keyValue = 'z'; });",
        "const c = new Proxy(e, {}); c.keyValue = 'z';",
        "(function (o = e) { o.keyValue = 'z'; })();",
        "const get = () => e; get().keyValue = 'z';",
        "function get() { return e; } get().keyValue = 'z';",
        "const o = {e, set() { this.e.keyValue = 'z'; }}; o.set();",
        "window.e = e; window.e.keyValue = 'z';",
        "const p = e.params; const all = {p}; all.p.push({name: 'q', value: '2'});",
        "eval(\"e.keyValue = 'z'\");",
        "let c; c ??= e; c.keyValue = 'z';",
        "const o = {}; o.a = o.b = e; o.a.keyValue = 'z';",
        "function* each() { yield e; } for (const x of each()) { x.keyValue = 'z'; }",
        "const c = [e].filter(Boolean); c[0].keyValue = 'z';",
    ],
    "Python": [
        "box = [e]\nbox[0]['keyValue'] = 'z'",
        "box = {'a': e}\nbox['a']['keyValue'] = 'z'",
        "box = dict(a=e)\nbox['a']['keyValue'] = 'z'",
        "box = (e, 1)\nbox[0].update(keyValue='z')",
        "globals().update(e=None)",
        "exec(\"e['keyValue'] = 'z'\")",
        "e |= {'keyValue': 'z'}",
        "c = list(filter(None, [e]))[0]\nc['keyValue'] = 'z'",
        "c = [o for o in [e]]\nc[0]['keyValue'] = 'z'",
        "a, (b, c) = 1, (e, 2)\nb['keyValue'] = 'z'",
        "setattr(e, 'keyValue', 'z')",
        "if (c := e):\n    c['keyValue'] = 'z'",
        "with context(e) as c:\n    c['keyValue'] = 'z'",
        "items = [e]\nfor i, o in enumerate(items):\n    o['keyValue'] = 'z'",
        "list(map(lambda o: o.update(keyValue='z'), [e]))",
        "def fix(o=e):\n    o['keyValue'] = 'z'\nfix()",
        "def get():\n    return e\nget()['keyValue'] = 'z'",
        "c = e if x else {}\nc['keyValue'] = 'z'",
        "c = {**e}\nc['params'][0]['value'] = '9'",
        "match e:\n    case {'params': found}:\n        found[0]['value'] = '9'",
        "class Holder:\n    def __init__(self, x):\n        self.x = x\nh = Holder(e)\nh.x['keyValue'] = 'z'",
    ],
    "PHP": [
        "$r = &$e; $r['keyValue'] = 'z';",
        "$box = [&$e]; $box[0]['keyValue'] = 'z';",
        "foreach ($e as $k => &$v) { $v = 'z'; }",
        "foreach ($e['params'] as &$p) { $p['value'] = '9'; }",
        "[&$a] = $e['params']; $a['value'] = '9';",
        "function f() { $GLOBALS['e']['keyValue'] = 'z'; } f();",
        "$n = 'e'; $$n['keyValue'] = 'z';",
        "${'e'}['keyValue'] = 'z';",
        "extract(['e' => []]);",
        "$e = $e + ['keyValue' => 'z'];",
        "$e += ['keyValue' => 'z'];",
    ],
    "Ruby": [
        "box = [e]\nbox[0][:keyValue] = 'z'",
        "box = [e]\nbox.first[:keyValue] = 'z'",
        "box = { a: e }\nbox[:a][:keyValue] = 'z'",
        "box = { e: }\nbox[:e][:keyValue] = 'z'",
        "box = [e]\nbox.each { |o| o[:keyValue] = 'z' }",
        "[e].each { it[:keyValue] = 'z' }",
        "[e].each { _1[:keyValue] = 'z' }",
        "for o in [e]\n  o[:keyValue] = 'z'\nend",
        "a, b = e, 1\na[:keyValue] = 'z'",
        "c = x ? e : nil\nc[:keyValue] = 'z'",
        "list = []\nlist << e\nlist.last[:keyValue] = 'z'",
        "e.send(:[]=, :keyValue, 'z')",
        "e.[]=(:keyValue, 'z')",
        "binding.local_variable_get(:e)[:keyValue] = 'z'",
        "def get\n  e\nend\nget[:keyValue] = 'z'",
        "e.tap { |o| o[:keyValue] = 'z' }",
        "e.store(:keyValue, 'z')",
        "def fix(o)\n  o[:keyValue] = 'z'\nend\nfix e",
    ],
}

_CHANGED["PowerShell"] = [
    "Set-Variable -Name e -Value 5",
    "Set-Variable e $null",
    "sv e 5",
    "(Get-Variable e).Value.keyValue = 'z'",
    "(Get-Variable e -ValueOnly).keyValue = 'z'",
    "Invoke-Expression '$e.keyValue = 1'",
    "$e | Add-Member -NotePropertyName keyValue -NotePropertyValue z -Force",
    "Add-Member -InputObject $e -MemberType NoteProperty -Name keyValue -Value z -Force",
    "$box = @($e)\n$box[0].keyValue = 'z'",
    "$box = @($e, 1)\n$box[0].keyValue = 'z'",
    "$box = @{ a = $e }\n$box.a.keyValue = 'z'",
    "$box = [pscustomobject]@{ a = $e }\n$box.a.keyValue = 'z'",
    "$list = [System.Collections.ArrayList]@()\n[void]$list.Add($e)\n$list[0].keyValue = 'z'",
    "function Get-It { return $e }\n(Get-It).keyValue = 'z'",
    "$e.psobject.Properties['keyValue'].Value = 'z'",
]


@pytest.mark.parametrize(("language", "change"), [(each, change) for each in _CHANGED for change in _CHANGED[each]])
def test_an_event_that_is_changed_by_way_of_what_holds_it_is_refused(language, change):
    reading = read_payload(_SENT[language] % change)
    assert reading.events == ()
    assert reading.error


#: What changes something else that holds the event, or comes from it, and leaves the event as it is.
_BESIDE = {
    "JavaScript": [
        "const options = {data: e, timeout: 5}; options.timeout = 9; options.headers = {A: 'b'};",
        "const options = {data: e}; delete options.headers; options.retries += 1;",
        "const queue = []; queue.push(e); queue.push({other: 1});",
        "const s = sign(e); headers['X-Sign'] = s;",
        "const answer = await client.send(e); answer.value = 1;",
        "const input = document.querySelector('#p'); input.value = e.keyValue;",
        "const names = e.params.map(p => p.name); names.push('x');",
        "const queue = [e]; queue.sort();",
        "let text = 'Type ' + e.eventTypeKey; text += '!';",
    ],
    "Python": [
        "options = {'json': e, 'timeout': 5}\noptions['timeout'] = 9\noptions['headers'] = {}",
        "answer = client.post(u, json=e)\nanswer['value'] = 1",
        "signed = hmac.new(key, json.dumps(e).encode(), 'sha256').hexdigest()\nsigned += '='",
        "log = []\nlog.append(e)\nlog.append(1)\nlog.sort()",
        "options = {'json': e}\noptions.update(timeout=5)",
        "names = [p['name'] for p in e['params']]\nnames.append('x')",
    ],
    "PHP": [
        "$options = ['json' => $e, 'timeout' => 5]; $options['timeout'] = 9; unset($options['debug']);",
        "$n = count($e['params']); $n++;",
    ],
    "Ruby": [
        "options = { body: e }\noptions[:timeout] = 5",
        "queue = []\nqueue << e\nqueue << 1",
        "names = e[:params].map { |p| p[:name] }\nnames << 'x'",
    ],
    "PowerShell": [
        "$call = @{ Uri = $u; Body = $e }\n$call.TimeoutSec = 5\n$call.Headers = @{ A = 'b' }",
        "Set-Variable -Name other -Value 5",
    ],
}


@pytest.mark.parametrize(("language", "beside"), [(each, beside) for each in _BESIDE for beside in _BESIDE[each]])
def test_an_event_beside_which_something_else_is_changed_is_read(language, beside):
    reading = read_payload(_SENT[language] % beside)
    assert [json.loads(event.text) for event in reading.events] == [_AS_WRITTEN], reading.error


def test_an_event_within_an_object_of_which_a_part_gets_a_second_name_is_refused():
    held = (
        "const call = {data: {eventTypeKey: 'a', keyValue: 'k', params: []}};\nconst d = call.data; d.keyValue = 'z';"
    )
    assert read_payload(f"{held}\naxios.post(u, call.data);").events == ()


@pytest.mark.parametrize(
    ("language", "change"),
    [
        ("Python", "globals()['e']['keyValue'] = 'z'"),
        ("Python", "vars()['e']['keyValue'] = 'z'"),
        ("PHP", "$GLOBALS['e']['keyValue'] = 'z';"),
        ("PowerShell", "$script:e.keyValue = 'z'"),
        ("PowerShell", "${variable:e}.keyValue = 'z'"),
    ],
)
def test_a_variable_that_is_changed_by_its_name_among_all_is_followed(language, change):
    (event,) = read_payload(_SENT[language] % change).events
    assert json.loads(event.text) == {**_AS_WRITTEN, "keyValue": "z"}


#: A function that makes an event; what its caller changes in it stands between the marks.
_MADE = {
    "JavaScript": """function build() { return {eventTypeKey: 'a', keyValue: 'k'}; }
        const e = build();<< e.keyValue = 'z';>>
        send(e);""",
    "Python": """def build():
    return {'eventTypeKey': 'a', 'keyValue': 'k'}
e = build()
<<e['keyValue'] = 'z'>>
requests.post(u, json=e)""",
    "Ruby": """require 'json'
        def build
          { eventTypeKey: 'a', keyValue: 'k' }
        end
        e = build
        <<e[:keyValue] = 'z'>>
        post(e.to_json)""",
    "PHP": """<?php function build() { return ['eventTypeKey' => 'a', 'keyValue' => 'k']; }
        $e = build();<< $e['keyValue'] = 'z';>>
        send(json_encode($e));""",
    "PowerShell": """function New-Body { return @{ eventTypeKey = 'a'; keyValue = 'k' } }
        $e = New-Body
        <<$e.keyValue = 'z'>>
        irm $u -Method Post -Body ($e | ConvertTo-Json)""",
}


@pytest.mark.parametrize("code", _MADE.values(), ids=_MADE.keys())
def test_an_event_that_a_function_makes_is_refused_when_its_caller_changes_it(code):
    before, change, behind = re.split("<<|>>", code)
    assert read_payload(before + change + behind).events == ()
    assert len(read_payload(before + behind).events) == 1


def test_a_list_of_params_that_is_filled_by_way_of_its_event_is_followed():
    code = (
        "const params = [{name: 'p', value: '1'}];\nconst e = {eventTypeKey: 'a', keyValue: 'k', params};\n"
        "e.params.push({name: 'q', value: '2'});\naxios.post(u, e);"
    )
    (event,) = read_payload(code).events
    assert json.loads(event.text)["params"] == [{"name": "p", "value": "1"}, {"name": "q", "value": "2"}]


#: What a function of unknown doing makes of an event is sent.
_SENT_INSTEAD = {
    "JavaScript": [
        "fetch(u, {method: 'POST', body: JSON.stringify(sealed(e))});",
        "const s = sealed(e); fetch(u, {method: 'POST', body: JSON.stringify(s)});",
        "const s = await sealed(e); axios.post(u, s);",
        "axios({url: u, data: sealed(e)});",
    ],
    "Python": [
        "requests.post(u, json=sealed(e))",
        "requests.post(u, data=json.dumps(sealed(e)))",
        "s = sealed(e)\nrequests.post(u, json=s)",
    ],
    "PHP": [
        "curl_setopt($c, CURLOPT_POSTFIELDS, json_encode(sealed($e)));",
        "$s = sealed($e); curl_setopt($c, CURLOPT_POSTFIELDS, json_encode($s));",
        "$client->post($u, ['json' => sealed($e)]);",
    ],
    "Ruby": [
        "HTTParty.post(u, body: sealed(e).to_json)",
        "HTTParty.post(u, body: JSON.generate(sealed(e)))",
    ],
    "PowerShell": ["irm $u -Method Post -Body ((sealed $e) | ConvertTo-Json -Depth 5)"],
}


@pytest.mark.parametrize(
    ("language", "sending"), [(each, way) for each in _SENT_INSTEAD for way in _SENT_INSTEAD[each]]
)
def test_what_a_function_makes_of_an_event_is_not_read_as_the_event(language, sending):
    code = _SENT[language].split("%s")[0] + sending
    assert read_payload(code).events == ()
    assert len(read_payload(code.replace("sealed", "")).events) == 1


def test_a_signature_of_an_event_beside_its_sending_makes_nothing_else_of_it():
    for sending in (
        "const s = sign(e); fetch(u, {headers: {'X-Sign': s}, body: JSON.stringify(e)});",
        "fetch(u, {headers: {'X-Sign': sign(e)}, body: JSON.stringify(e)});",
        "const answer = await client.event(e); console.log(answer.status);",
        "axios.post(u, new Event(e));",
        "axios.post(u, Buffer.from(JSON.stringify(e)));",
    ):
        (event,) = read_payload(_SENT["JavaScript"].split("%s")[0] + sending).events
        assert json.loads(event.text) == _AS_WRITTEN
