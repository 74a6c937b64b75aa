"""Here-documents and escapes in code: a value is what the language makes of them, or the event is refused."""

import json

import pytest

from yespo_console.reading.reader import read_payload

PHP = (
    "<?php\n$x = 'ікс';\n$event = ['eventTypeKey' => 'note', 'keyValue' => 'u1', 'params' => [['name' => 'v', "
    "'value' => VALUE]]];\n$client->post('https://yespo.io/api/v2/event', ['json' => $event]);\n"
)
RUBY = (
    "require 'httparty'\nx = 'ікс'\nHTTParty.post('https://yespo.io/api/v2/event', body: { eventTypeKey: 'note', "
    "keyValue: 'u1', params: [{ name: 'v', value: VALUE }] }.to_json)\nREST"
)
JAVASCRIPT = (
    "fetch('https://yespo.io/api/v2/event', {method: 'POST', body: JSON.stringify({eventTypeKey: 'note', "
    "keyValue: 'u1', params: [{name: 'v', value: VALUE}]})})"
)
PYTHON = (
    "import requests\nrequests.post('https://yespo.io/api/v2/event', json={'eventTypeKey': 'note', 'keyValue': 'u1', "
    "'params': [{'name': 'v', 'value': VALUE}]})"
)
POWERSHELL = (
    "$b = @{eventTypeKey='note'; keyValue='u1'; params=@(@{name='v'; value=VALUE}, @{name='w'; value='x'})}\n"
    "Invoke-RestMethod -Uri https://yespo.io/api/v2/event -Method Post -Body ($b | ConvertTo-Json -Depth 9)"
)


def _value(payload):
    reading = read_payload(payload)
    assert reading.error is None
    [event] = reading.events
    assert event.repairs == ()
    return json.loads(event.text)["params"][0]["value"]


@pytest.mark.parametrize(
    ("spelled", "value"),
    [
        ("<<<'T'\nдва слова\nT", "два слова"),
        ("<<<'T'\nперший\nдругий\nT", "перший\nдругий"),
        ("<<<'T'\nціна $5 {$x}\nT", "ціна $5 {$x}"),
        ("<<<'T'\n\nдва\n\nT", "\nдва\n"),
        ("<<<'T'\n    перший\n      другий\n    T", "перший\n  другий"),
        ("<<<T\n    перший\n\n      другий\n    T", "перший\n\n  другий"),
        ("<<<T\n\tперший {$x}\n\t$x\n\t{$x}{$x}\n\t{$x}\n\tT", "перший ікс\nікс\nіксікс\nікс"),
        ("<<<T\n  \\x41\\t\\\\\n  T", "A\t\\"),
        ("<<<T\n{\\\"a\\\": \"b\"}\nT", '{\\"a\\": "b"}'),
        ("<<<T\nT", ""),
        ("<<<'T'\n  T", ""),
        ('"{$x}\nдругий"', "ікс\nдругий"),
    ],
)  # fmt: skip
def test_a_text_of_php_is_what_php_makes_of_it(spelled, value):
    assert _value(PHP.replace("VALUE", spelled)) == value


def test_a_text_of_php_with_less_of_a_margin_than_its_last_line_is_refused():
    assert read_payload(PHP.replace("VALUE", "<<<T\n  перший\n    T")).events == ()


@pytest.mark.parametrize(
    ("begin", "rest", "value"),
    [
        ("<<~T", "  перший\n    другий\nT\n", "перший\n  другий\n"),
        ("<<~T", "перший\n  другий\nT\n", "перший\n  другий\n"),
        ("<<~T", "    перший #{x}\n  #{x}\n\n      \n  T\n", "  перший ікс\nікс\n\n    \n"),
        ("<<~T", "\tперший\n        другий\n\t  третій\nT\n", "перший\nдругий\n  третій\n"),
        ("<<-T", "  перший\n  T\n", "  перший\n"),
        ("<<T", "  a \\u0447\nT\n", "  a ч\n"),
        ("<<~'T'", "  a\\n#{x}\nT\n", "a\\n#{x}\n"),
        ("<<~T.chomp", "  a\n\nT\n", "a\n"),
        ("<<~T.strip", "  a\n\nT\n", "a"),
        ("<<~T", "T\n", ""),
    ],
)
def test_a_here_document_of_ruby_is_what_ruby_makes_of_it(begin, rest, value):
    assert _value(RUBY.replace("VALUE", begin).replace("REST", rest)) == value


def test_lines_joined_in_a_here_document_of_ruby_are_refused():
    assert read_payload(RUBY.replace("VALUE", "<<~T").replace("REST", "  a \\\n  b\nT\n")).events == ()


@pytest.mark.parametrize(
    ("spelled", "value"),
    [
        ('"\\u{447 430  439}"', "чай"),
        ('"\\u{447}"', "ч"),
        ('"\\C-a\\cB\\x41"', "\x01\x02A"),
        ('"ча\\tй"', "ча\tй"),
        ("'  a '.strip", "a"),
        ('"\\u00a0a".strip', "\u00a0a"),
    ],
)
def test_escapes_of_ruby_are_what_ruby_makes_of_them(spelled, value):
    assert _value(RUBY.replace("VALUE", spelled).replace("REST", "")) == value


@pytest.mark.parametrize(
    ("spelled", "value"),
    [('r"\\""', '\\"'), ('r"""\\\n"""', "\\\n"), ('rf"{{a}}\\d"', "{a}\\d"), ("'\\u0447\\\nа'", "ча")],
)
def test_texts_of_python_are_what_python_makes_of_them(spelled, value):
    assert _value(PYTHON.replace("VALUE", spelled)) == value


@pytest.mark.parametrize(
    "payload",
    [
        RUBY.replace("VALUE", '"\\M-a"').replace("REST", ""),
        RUBY.replace("VALUE", '"\\u04"').replace("REST", ""),
        PYTHON.replace("VALUE", "'\\u04'"),
        PYTHON.replace("VALUE", "'\\x4'"),
        PYTHON.replace("VALUE", "'\\N'"),
        PYTHON.replace("VALUE", "b'x'"),
        PYTHON.replace("VALUE", "rb'x'"),
        PYTHON.replace("VALUE", "'x'.encode()"),
        JAVASCRIPT.replace("VALUE", "'\\u04'"),
        JAVASCRIPT.replace("VALUE", "10n"),
        POWERSHELL.replace("VALUE", "@{A=1; a=2}"),
    ],
)
def test_what_the_program_itself_would_stop_at_is_refused(payload):
    assert read_payload(payload).events == ()


def test_bytes_that_are_the_whole_body_are_read():
    payload = 'requests.post(\'https://yespo.io/api/v2/event\', data=b\'{"eventTypeKey": "note", "params": []}\')'
    [event] = read_payload(payload).events
    assert json.loads(event.text) == {"eventTypeKey": "note", "params": []}


def test_the_prototype_of_an_object_is_no_member_of_it():
    assert _value(JAVASCRIPT.replace("VALUE", "{__proto__: {a: 1}, b: 2}")) == {"b": 2}


@pytest.mark.parametrize(
    ("spelled", "value"),
    [
        ("(@{a=1} | ConvertTo-Json -AsArray -Compress)", [{"a": 1}]),
        ("(@(@{a=1}) | ConvertTo-Json -Compress -AsArray)", [{"a": 1}]),
        ("(@(@{a=1}, @{a=2}) | ConvertTo-Json -AsArray)", [{"a": 1}, {"a": 2}]),
        ("(ConvertTo-Json -InputObject @{a=1} -AsArray)", [{"a": 1}]),
        ("(ConvertTo-Json -AsArray @{a=1})", [{"a": 1}]),
        ("(@(@{a=1}) | ConvertTo-Json -Compress)", {"a": 1}),
        ("(@{a=1} | ConvertTo-Json -AsArray:$false)", {"a": 1}),
    ],
)
def test_one_object_that_powershell_makes_a_list_of_is_a_list(spelled, value):
    assert json.loads(_value(POWERSHELL.replace("VALUE", spelled))) == value


NESTED = (
    r'{"eventTypeKey": "cartUpdated", "keyValue": "u1", "params": '
    r'[{"name": "products", "value": "[{\"name\": \"say \\\"hi\\\"\"}]"}]}'
)
ONCE = r'{"eventTypeKey": "note", "keyValue": "u1", "params": [{"name": "v", "value": "say \"hi\""}]}'
AROUND = (
    "BODY=$(cat <<EOF\nEVENT\nEOF\n)",
    'BODY="$(cat << EOF\nEVENT\nEOF\n)"',
    "export BODY=$(cat <<-EOF\n\tEVENT\n\tEOF\n)",
    "read -r -d '' BODY <<EOF\nEVENT\nEOF",
    "IFS= read -r -d '' BODY <<-EOF\n\tEVENT\n\tEOF",
    "#!/bin/bash\nset -e\ntee body.json <<EOF\nEVENT\nEOF",
    "body = <<EOF\nEVENT\nEOF",
)


@pytest.mark.parametrize("around", AROUND)
def test_backslashes_that_a_shell_would_halve_are_refused_where_nothing_tells_who_reads_them(around):
    reading = read_payload(around.replace("EVENT", NESTED))
    assert reading.events == ()
    assert "this backslash has two readings" in reading.error
    assert f"Line {around.split('EVENT')[0].count(chr(10)) + 1}, " in reading.error


@pytest.mark.parametrize("around", AROUND)
def test_backslashes_that_a_shell_keeps_are_read(around):
    [event] = read_payload(around.replace("EVENT", ONCE)).events
    assert json.loads(event.text) == json.loads(ONCE)


def test_a_here_document_whose_word_is_in_quotes_keeps_its_backslashes():
    [event] = read_payload(AROUND[0].replace("<<EOF", "<<'EOF'").replace("EVENT", NESTED)).events
    assert json.loads(event.text) == json.loads(NESTED)


@pytest.mark.parametrize(
    "before", ["Подія <<Order>>\n", "<<Sale>> event:\n", "std::cout << body << std::endl;\n\n", "if (a <<b) see:\n"]
)
def test_what_only_looks_like_a_here_document_changes_no_backslash(before):
    [event] = read_payload(before + NESTED).events
    assert json.loads(event.text) == json.loads(NESTED)
