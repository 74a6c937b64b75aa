"""Variables in source code: one that may hold something else by the time it is used is not read as what it was."""

import pytest
from tree_sitter import Language

from yespo_console.reading.reader import read_payload
from yespo_console.reading.source_code.languages.javascript import JavaScriptReader
from yespo_console.reading.source_code.languages.php import PhpReader
from yespo_console.reading.source_code.languages.powershell import PowerShellReader
from yespo_console.reading.source_code.languages.python import PythonReader
from yespo_console.reading.source_code.languages.ruby import RubyReader
from yespo_console.reading.source_code.languages.typescript import TypeScriptReader
from yespo_console.reading.source_code.uses import use_kinds


@pytest.mark.parametrize("reader", [JavaScriptReader, PhpReader, PowerShellReader, PythonReader, RubyReader])
def test_every_type_of_node_that_a_reader_names_is_one_of_its_grammar(reader):
    language = Language(reader.grammar())
    known = {language.node_kind_for_id(number) for number in range(language.node_kind_count)}
    for named in (reader.MAPS, reader.TEXTS, reader.CALLS, reader.VISITED, reader.BLOCKS):
        assert named - known == set()


def test_every_type_of_node_whose_use_is_understood_is_one_of_some_grammar():
    known = {"ERROR"}
    for reader in (JavaScriptReader, TypeScriptReader, PhpReader, PowerShellReader, PythonReader, RubyReader):
        language = Language(reader.grammar())
        known |= {language.node_kind_for_id(number) for number in range(language.node_kind_count)}
    for named in (use_kinds.HOLDS, use_kinds.OPERATIONS, use_kinds.STATEMENTS, use_kinds.RETURNS, use_kinds.ENDS):
        assert named - known == set()
    for named in (use_kinds.TEXT_PARTS, use_kinds.LOOPS, use_kinds.TAKES_APART):
        assert named - known == set()


#: Sets ``n``, and then makes it something else in a way that cannot be followed.
_JAVASCRIPT = ["let n = 1;\nn++;", "let n = 'x';\nfor (n of l) { f(); }"]
_PYTHON = ["n = 'x'\nn, m = f()", "n = {'a': 1}\ndel n['a']"]


def test_a_variable_that_is_counted_up_taken_apart_or_deleted_is_not_known():
    event = "{'eventTypeKey': 'a', 'keyValue': 'k', 'params': [{'name': 'n', 'value': n}]}"
    codes = [f"{code}\naxios.post(u, {event});" for code in _JAVASCRIPT]
    codes += [f"import requests\n{code}\nrequests.post(u, json={event})" for code in _PYTHON]
    for code in codes:
        reading = read_payload(code)
        assert [event for event in reading.events if '"value":""' not in event.text] == []
        assert reading.error or reading.events[0].problems()


#: An event in a variable, something that may change it, and its sending: once for each language.
_SENT = {
    "JavaScript": "const e = {eventTypeKey: 'a', params: [{name: 'p', value: '1'}]};\n%s\naxios.post(u, e);",
    "Python": "import requests\ne = {'eventTypeKey': 'a', 'params': [{'name': 'p', 'value': '1'}]}\n%s\n"
    "requests.post(u, json=e)",
    "PHP": "<?php\n$e = ['eventTypeKey' => 'a', 'params' => [['name' => 'p', 'value' => '1']]];\n%s\njson_encode($e);",
    "Ruby": "e = { eventTypeKey: 'a', params: [{ name: 'p', value: '1' }] }\n%s\nHTTParty.post(u, body: e.to_json)",
    "PowerShell": "$e = @{eventTypeKey='a'; params=@(@{name='p'; value='1'})}\n%s\n"
    "irm $u -Method Post -Body ($e | ConvertTo-Json)",
}


@pytest.mark.parametrize(
    ("language", "change"),
    [
        ("JavaScript", "e.params.find(p => p.name === 'p').value = '2';"),
        ("JavaScript", "e.params.forEach(p => { p.value = f(p.value); });"),
        ("JavaScript", "e.params.forEach(function (p) { p.value = f(p.value); });"),
        ("JavaScript", "for (const p of e.params) { p.value = 'x'; }"),
        ("JavaScript", "const { params } = e; params.push({name: 'q', value: '2'});"),
        ("JavaScript", "const [first] = e.params; first.value = '9';"),
        ("JavaScript", "[e.keyValue, x] = pair;"),
        ("JavaScript", "Object.defineProperty(e, 'keyValue', {value: 'z'});"),
        ("JavaScript", "mutate(e.params);"),
        ("JavaScript", "sign.call(null, e);"),
        ("JavaScript", "sign.apply(null, [e]);"),
        ("JavaScript", "sign.bind(null, e)();"),
        ("JavaScript", "(function () { this.keyValue = 'z'; }).call(e);"),
        ("JavaScript", "Reflect.set(e, 'keyValue', 'z');"),
        ("JavaScript", "Reflect.apply(sign, null, [e]);"),
        ("JavaScript", "Object.assign(e, {keyValue: 'z'});"),
        ("JavaScript", "e |> sign;"),
        ("JavaScript", "with (e) { keyValue = 'z'; }"),
        ("JavaScript", "[e].forEach(sign);"),
        ("JavaScript", "e.params.forEach(sign);"),
        ("JavaScript", "sign({event: e});"),
        ("JavaScript", "ready && sign(e);"),
        ("JavaScript", "Promise.resolve(e).then(sign);"),
        ("JavaScript", "sign`${e}`;"),
        ("Python", "for p in e['params']:\n    p['value'] = 'x'"),
        ("Python", "sign(event=e)"),
        ("Python", "sign([e])"),
        ("Python", "[p.update(value='z') for p in e['params']]"),
        ("Python", "e.get('params').append({'name': 'q', 'value': '2'})"),
        ("Python", "next(iter(e['params']))['value'] = 'z'"),
        ("Python", "(first, *rest) = e['params']\nfirst['value'] = 'z'"),
        ("Python", "clean(e['params'])"),
        ("PHP", "foreach ($e['params'] as &$p) { $p['value'] = 'x'; }"),
        ("PHP", "array_walk_recursive($e, $f);"),
        ("Ruby", "e[:params].each { |p| p[:value] = 'x' }"),
        ("Ruby", "e[:params].each do |p|\n  p[:value] = 'x'\nend"),
        ("Ruby", "e.dig(:params, 0)[:value] = 'z'"),
        ("Ruby", "e[:params].push(1).push(2)"),
        ("Ruby", "e[:eventTypeKey].upcase!"),
        ("PowerShell", "foreach ($p in $e.params) { $p.value = 'z' }"),
        ("PowerShell", "$e.params | % { $_.value = 'z' }"),
        ("PowerShell", "$e.params | Where-Object { $_.name -eq 'p' } | ForEach-Object { $_.value = 'z' }"),
        ("PowerShell", "$all = $e.params; foreach ($p in $all) { $p.value = 'z' }"),
        ("PowerShell", "$e.params.ForEach({ $_.value = 'z' })"),
        ("PowerShell", "($e.params)[0].value = 'z'"),
        ("PowerShell", "Update-Event -Event $e"),
        ("PowerShell", "$null = Update-Event $e.params"),
        ("PowerShell", "[Shop]::Change($e)"),
        ("PowerShell", "$e | Add-Member keyValue z -Force"),
        ("PowerShell", "$e.psobject.Properties['params'].Value = 'z'"),
    ],
)
def test_an_event_that_is_changed_by_way_of_its_parts_is_refused(language, change):
    reading = read_payload(_SENT[language] % change)
    assert reading.events == ()
    assert reading.error


@pytest.mark.parametrize(
    ("language", "look"),
    [
        ("JavaScript", "e.params.forEach(p => { console.log(p.name); });"),
        ("JavaScript", "for (const p of e.params) { console.log(p); }"),
        ("JavaScript", "const { eventTypeKey } = e; console.log(eventTypeKey);"),
        ("JavaScript", "console.log.call(console, e, {event: e});"),
        ("JavaScript", "expect(e).toEqual(wanted);"),
        ("JavaScript", "axios.post(u, e).then(done);"),
        ("JavaScript", "Object.freeze(e);"),
        ("Python", "for p in e['params']:\n    print(p['name'])"),
        ("PHP", "foreach ($e['params'] as $p) { echo $p['name']; }"),
        ("Ruby", "e[:params].each { |p| puts p[:name] }"),
        ("PowerShell", "foreach ($p in $e.params) { Write-Host $p.name }"),
        ("PowerShell", "$e.params | % { Write-Host $_.name }"),
        ("PowerShell", "Write-Host $e.eventTypeKey"),
    ],
)
def test_an_event_that_is_only_looked_at_is_read(language, look):
    [event] = read_payload(_SENT[language] % look).events
    assert event.text == '{"eventTypeKey":"a","params":[{"name":"p","value":"1"}]}'


@pytest.mark.parametrize(
    "change", ["$E.KEYVALUE = 'z'", '$e["keyvalue"] = "z"', "$e.Set_Item('KeyValue', 'z')", "$global:e.keyValue = 'z'"]
)
def test_powershell_knows_a_variable_and_a_member_in_any_case(change):
    code = _SENT["PowerShell"].replace("params", "keyValue='k'; params", 1) % change
    [event] = read_payload(code).events
    assert event.text == '{"eventTypeKey":"a","keyValue":"z","params":[{"name":"p","value":"1"}]}'


def test_what_powershell_makes_of_an_event_in_a_pipe_is_another_one():
    code = _SENT["PowerShell"].replace("$e |", "$e | Select-Object * -ExcludeProperty params |") % ""
    reading = read_payload(code)
    assert reading.events == ()
    assert reading.error


def test_a_raw_template_of_javascript_keeps_its_backslashes():
    code = (
        r'fetch(u, {body: String.raw`{"eventTypeKey":"a","keyValue":"k","params":[{"name":"p","value":"C:\\new"}]}`})'
    )
    [event] = read_payload(code).events
    assert event.text == r'{"eventTypeKey":"a","keyValue":"k","params":[{"name":"p","value":"C:\\new"}]}'


def test_what_an_unknown_tag_makes_of_a_template_is_not_known():
    code = r'fetch(u, {body: signed`{"eventTypeKey":"a","keyValue":"k","params":[{"name":"p","value":"1"}]}`})'
    reading = read_payload(code)
    assert reading.events == ()
    assert reading.error
