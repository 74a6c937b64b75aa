"""Near misses of every pattern: an answer or a clear reason, in steps that grow with the text and no faster."""

import pytest
from patience import assert_cost_grows_as_length

from yespo_console.reading import budget
from yespo_console.reading.budget import Budget, ReadingStoppedError
from yespo_console.reading.commands.left_around import left_before
from yespo_console.reading.finders import CODE_FINDERS, FINDERS
from yespo_console.reading.log_lines import find_log
from yespo_console.reading.origin import Original, Traced
from yespo_console.reading.reader import read_payload
from yespo_console.reading.source_code.languages.javascript import JavaScriptReader
from yespo_console.reading.source_code.languages.php import PhpReader
from yespo_console.reading.source_code.languages.python import PythonReader
from yespo_console.reading.source_code.languages.ruby import RubyReader

EVENT = '{"eventTypeKey":"a","params":[]}'


def _doubled(times):
    """Shell variables, each of which is twice the one before."""
    return 'B0="$A$A"\n' + "".join(f'B{i}="$B{i - 1}$B{i - 1}"\n' for i in range(1, times))


def _nested(times):
    """JavaScript variables, each of which holds the one before twice."""
    return "const a0 = 1;\n" + "".join(f"const a{i} = [a{i - 1}, a{i - 1}];\n" for i in range(1, times))


_OBJECT = "{eventTypeKey: 'x', keyValue: 'o', params: [{name: 'a', value: 'y'}]}"
_MAP = 'Map.of("eventTypeKey", "x", "keyValue", "o", "params", List.of(Map.of("name", "a", "value", "y")))'

TEXTS = {
    "open double quotes": lambda n: 'curl x -d "' + "$A" * n,
    "open commands": lambda n: 'curl x -d "' + "$(" * n,
    "here-documents": lambda n: "curl x -d @- " + "<<EOF " * n,
    "here-documents in quotes": lambda n: 'curl x -d "' + "$(cat <<EOF\n" * n,
    "commands in a text": lambda n: 'curl x -d "' + "$(date) " * n + '"',
    "commands in commands": lambda n: "R=$(curl x -d y)\n" * n,
    "commands behind words": lambda n: "docker exec app curl -d x\n" * n,
    "commands in comments": lambda n: "# docker exec app curl -d x " * n,
    "commands within words": lambda n: "ssh a 'curl -d x' " * n,
    "typographic quotes": lambda n: "curl x -d " + "“a " * n,
    "typographic quotes that close": lambda n: "curl x -d “" + "“a” " * n,
    "typographic dashes": lambda n: "curl x " + "–d " * n,
    "marks of a waiting shell": lambda n: "$ curl x -d '\n" + "> a\n" * n,
    "variables of the prompt": lambda n: "C:\\>set A_=" + "a" * n + '\ncurl x -d "' + "%A_%" * n + '"',
    "backslashes": lambda n: "curl x -d $'" + "\\" * n,
    "continued lines": lambda n: "curl " + "\\\n" * n,
    "variables that double": lambda n: "A=" + "a" * n + "\n" + _doubled(40) + 'curl x -d "$B39"',
    "spaces that part no words": lambda n: "curl x " + "\u2028" * n,
    "carets": lambda n: 'curl ^"' + "^" * n,
    "carets and backslashes": lambda n: 'curl ^"' + "^\\" * n,
    "quotes of the prompt": lambda n: 'curl ^"x^" ' + '"' * n,
    "PowerShell words": lambda n: "curl.exe `\n" + "'a" * n,
    "HTTPie items": lambda n: "http POST yespo.io/api " + "a[0]=b " * n,
    "HTTPie brackets": lambda n: "http POST yespo.io/api a" + "[x]" * n + "=1",
    "request lines": lambda n: "POST /x HTTP/1.1\n" * n,
    "requests with arrows": lambda n: "> POST /x HTTP/1.1\n> a: b\n" * n,
    "parts of request lines": lambda n: ":path: /x\n" * n,
    "settings of an editor": lambda n: "@token = a\n" * n + "POST /x\n\n{}",
    "events that others hold": lambda n: f"const e = {_OBJECT};\n" + "window.a = e; fill(); axios.post(u, e);\n" * n,
    "functions that call each other": lambda n: (
        f"const e = {_OBJECT};\n" + "function f() { post(u, e); g(e); f(); }\n" * n
    ),
    "functions called in turn": lambda n: f"const e = {_OBJECT};\n" + "for (const f of all) f(e);\n" * n,
    "objects of a class": lambda n: (
        f"class C {{ constructor() {{ this.e = {_OBJECT}; }} }}\n" + "const c = new C(); post(u, c.e);\n" * n
    ),
    "methods that give events": lambda n: "class A {" + f"Object f() {{ return {_MAP}; }}\n" * n,
    "events in open brackets": lambda n: "(" * n + f"String x = {_MAP};" * (n // 20),
    "variables of typed code": lambda n: f"body = {_MAP};\nfoo(body);\n" * n,
    "texts that are added to": lambda n: 'string json = "{\\"eventTypeKey\\": \\"x\\"}"' + " + a(b" * n,
    "values put into a text": lambda n: f'var body = {_MAP}; var s = $"' + "{((((" * n + '";',
    "calls behind a call": lambda n: f"String json = gson.toJson({_MAP})" + "()" * n,
    "chunks": lambda n: "POST /x HTTP/1.1\ntransfer-encoding: chunked\n\n" + "1\na\n" * n,
    "log keys": lambda n: "2026-11-01 10:00:00 " + "{eventTypeKey: " * n,
    "log keys in a text": lambda n: '2026-11-01 10:00:00 "' + '\\"eventTypeKey\\": ' * n + '"',
    "log names": lambda n: "2026-11-01 10:00:00 eventTypeKey: " + "api_key=" * n,
    "log lines in pieces": lambda n: "2026-11-01T10:00:00.000Z stdout P eventTypeKey\n" * n,
    "records": lambda n: '{"a":[' + ",".join(['{"b":"eventTypeKey"}'] * n) + "]}",
    "records in records": lambda n: '{"a":' * 90 + "[" + ",".join([f'{{"b":{EVENT}}}'] * n) + "]" + "}" * 90,
    "cells": lambda n: 'a,"{""eventTypeKey"":""a""}"\n' * n,
    "quotes of cells": lambda n: '{""eventTypeKey"":' + '"' * n,
    "log brackets": lambda n: "2026-11-01 10:00:00 " + "{" * n + '"eventTypeKey": 1',
    "log events": lambda n: "2026-11-01 10:00:00 " + f"{EVENT} " * n,
    "pieces of Docker": lambda n: '{"log":"eventTypeKey","stream":"x"}\n' * n,
    "prints of PHP": lambda n: "Array\n(\n" + "[eventTypeKey] => Array\n(\n" * n,
    "dumps of PHP": lambda n: 'array(1) {\n["eventTypeKey"]=>\n' * n,
    "dumps of PHP with false lengths": lambda n: "array(1) {\n[0]=>\n" + 'string(9) "eventTypeKey"\n[1]=>\n' * n,
    "JavaScript brackets": lambda n: "fetch(" + "{eventTypeKey:" * n,
    "JavaScript templates": lambda n: "fetch(" + "`${" * n + "eventTypeKey",
    "JavaScript changes": lambda n: "const a = {eventTypeKey: 'a'};\n" + "".join(f"a.k{i} = 1;\n" for i in range(n)),
    "JavaScript variables": lambda n: _nested(n) + f"const e = {{eventTypeKey: a{n - 1}}}",
    "JavaScript sums": lambda n: "const a = {eventTypeKey: 'a' " + "+ 'b'" * n + "}",
    "JavaScript bytes": lambda n: "fetch( eventTypeKey" + "\x00\xff\x12'\"`" * n,
    "JavaScript names in many functions": lambda n: "fetch(); const e = {eventTypeKey: 'a'};\n"
    + "function f(a) { const x = a + b; if (x) { return {c: x}; } }\n" * n,
    "JavaScript holes in JSON": lambda n: 'fetch(`{"eventTypeKey":"a"' + ',"k":${v}' * n + "}`)",
    "JavaScript tags": lambda n: "fetch({eventTypeKey: " + "a: {{b}}, " * n,
    "TypeScript types": lambda n: "fetch({eventTypeKey: 'a'} as X); type A = " + "B<" * n,
    "JavaScript boxes in boxes": lambda n: "const e = {eventTypeKey: 'a'};\nconst b0 = [e];\n"
    + "".join(f"const b{i} = [b{i - 1}, e];\n" for i in range(1, n)) + f"b{n - 1}[0][1].k = 1;",
    "JavaScript names of each other": lambda n: "const e = {eventTypeKey: 'a'};" + "a = b.x;b = a.x;\n" * n + "a.k=1",
    "JavaScript settings in settings": lambda n: "const e = {eventTypeKey: 'a'};\n" + "a = f(" * n + "e" + ")" * n,
    "JavaScript functions in a call": lambda n: "const e = {eventTypeKey: 'a'};\nf(" + "x => 1, " * n + "e);",
    "JavaScript events through functions": lambda n: "".join(
        f"const e{i} = {{eventTypeKey: 'a'}};\ns = f(e{i});\n" for i in range(n)
    )
    + "post(s);",
    "JavaScript events in one variable": lambda n: "function f() { const b = {eventTypeKey: 'a'}; post(b); }\n" * n,
    "JavaScript events in branches": lambda n: "if (x) { b = {eventTypeKey: 'a'}; }\n" * n + "post(b);\n" * n,
    "JavaScript events held in branches": lambda n: "b = {eventTypeKey: 'a'};\n" * n + "if (x) { c = b; }\n" * n
    + "post(c);",
    "JavaScript JSON of JSON": lambda n: "a = JSON.stringify(" * n + "{eventTypeKey: 'a'}" + ")" * n + ";post(a)",
    "JavaScript branches in branches": lambda n: "if (x) { a = 1; " * n + "post({eventTypeKey: a})" + "}" * n,
    "JavaScript functions in functions": lambda n: "function f() { const a = {eventTypeKey: 'a'}; " * n + "post(a)"
    + "}" * n,
    "Python no-break spaces": lambda n: "import requests\nx = 1\n" + "\u00a0 \u00a0x = {'eventTypeKey': 'a'}\n" * n,
    "Python no-break spaces and texts": lambda n: "import requests\nx = 'eventTypeKey'\n\u00a0" + "\"\"\"'''" * n,
    "Python classes": lambda n: "import requests\n"
    + "class A:\n e = {'eventTypeKey': 'a'}\n def f(self): post(self.e)\n" * n,
    "PHP calls by reference": lambda n: "<?php function f(&$x) {}\n$e = ['eventTypeKey' => 1];\n" + "f($e);g($e);" * n,
    "Ruby returns": lambda n: "require 'json'\ndef e\n" + "return 1 if x\n" * n + "{eventTypeKey: 'a'}\nend\npost(e)",
    "Python settings and changes": lambda n: "import requests\ndef f():\n  return {'eventTypeKey': 'a'}\n"
    + "x = f()\nx['k'] = 1\n" * n,
    "PHP members of nothing": lambda n: "<?php\n" + "".join(f'$d{i}["eventTypeKey"] = "a";\n' for i in range(n)),
    "PowerShell typographic quotes": lambda n: "irm eventTypeKey " + "‘“" * n,
    "PowerShell here-strings": lambda n: "irm eventTypeKey " + "@‘\n" * n,
    "objects of C#": lambda n: "eventTypeKey " + "new { a = " * n,
    "types of Go": lambda n: "eventTypeKey " + "type A struct { " * n,
    "classes of C#": lambda n: "eventTypeKey { get;" + "class A { public int a { get; } " * n + "}" * n,
    "records of C#": lambda n: "eventTypeKey " + "record A(int a, " * n,
    "members of one object": lambda n: "const o = {};\n" + "o.a = {eventTypeKey: 'a'};\n" * n + "post(o);",
    "events given to one function": lambda n: "function s(d) { post(d); }\n" + "s({eventTypeKey: 'a'});\n" * n,
    "functions that give an event": lambda n: "function f() { return {eventTypeKey: 'a'}; }\n" * n + "g(f());" * n,
    "functions that hand an event on": lambda n: "".join(f"function s{i}(d) {{ s{i + 1}(d); }}\n" for i in range(n))
    + "s0({eventTypeKey: 'a'});",
    "an object that is handed over": lambda n: "class A { e = {eventTypeKey: 'a'}; f() { post(this.e) } }\n" * n
    + "f(this);" * n,
    "functions that are only named": lambda n: "function f(d) { post(d) }\n" * n
    + "[{eventTypeKey: 'a'}].forEach(f);" * n,
    "events of C#": lambda n: 'var x = new { eventTypeKey = "a" };\nPost(x);\n' * n,
    "comments of C#": lambda n: "eventTypeKey new {" + "/*" * n,
    "texts of C#": lambda n: "eventTypeKey new {" + '@"' * n,
    "maps of Go": lambda n: "eventTypeKey " + 'map[string]any{"a":' * n,
    "maps of Java": lambda n: "eventTypeKey " + "Map.of(" * n,
    "texts that echo prints": lambda n: "echo '{\"eventTypeKey\":\"O" + "'a" * n,
    "places that printf fills": lambda n: "printf '{\"eventTypeKey\":" + "%s" * n + "}' " + "a " * n,
    "apostrophes in a body": lambda n: "curl https://yespo.io -d '{" + "a'a" * n,
    "Python brackets": lambda n: "requests.post(" + "[" * n + "eventTypeKey",
    "Python signs": lambda n: "import requests\nx = {'eventTypeKey': " + "-" * n + "1}",
    "Python lambdas": lambda n: "import requests\nx = {'eventTypeKey': " + "lambda:" * n,
    "Python calls": lambda n: "import requests\nx=" + "dict(eventTypeKey=" * n + "1" + ")" * n,
    "PHP brackets": lambda n: "<?php $x = ['eventTypeKey' => " + "[" * n,
    "PHP texts": lambda n: "<?php $x = ['eventTypeKey' => " + '"{$a["' * n,
    "Ruby brackets": lambda n: "require 'json'\nx = {eventTypeKey: " + "[" * n,
    "Ruby words": lambda n: "require 'json'\neventTypeKey\n" + "%w(" * n,
    "Ruby heredocs": lambda n: "require 'json'\neventTypeKey\n" + "x = <<A\nb\nA\n" * n,
    "PowerShell tables": lambda n: "Invoke-WebRequest " + "@{eventTypeKey=" * n,
    "PowerShell texts": lambda n: "Invoke-WebRequest eventTypeKey " + '"$(' * n,
    "folders in folders": lambda n: '{"info":{"schema":"getpostman.com/"},"item":[' + '{"item":[' * n,
    "names of an environment": lambda n: (
        '{"_type":"export","resources":[{"_type":"environment","data":{'
        + ",".join(f'"token{i}":"a{i}"' for i in range(n))
        + "}}]}"
    ),
    "Bruno blocks": lambda n: "meta {\npost {\n" + "a {\n" * n,
    "YAML brackets": lambda n: "type: collection.insomnia.rest/5.0\ncollection: " + "[" * n,
    "YAML mappings": lambda n: "type: collection.insomnia.rest/5.0\ncollection: " + "{? " * n,
    "YAML indents": lambda n: "type: collection.insomnia.rest/5.0\n" + "- " * n,
    "YAML aliases": lambda n: "type: collection.insomnia.rest/5.0\na: &a [b]\nc: [" + "*a," * n + "]",
    "YAML quotes": lambda n: "type: collection.insomnia.rest/5.0\nname: '" + "''" * n,
    "YAML entries": lambda n: "type: collection.insomnia.rest/5.0\ncollection:\n" + "  - url: x\n" * n,
    "addresses": lambda n: "fetch( eventTypeKey, '" + "https://a@" * n + "'",
    "names of secrets": lambda n: "const a={eventTypeKey:1}; x={'" + "auth-" * n + "': 'a'}",
}  # fmt: skip


def _steps(text):
    """Steps until one finder knows the text, gives up or all have declined."""
    used = 0
    for finder in (*FINDERS, *CODE_FINDERS):
        left = Budget(len(text))
        try:
            found = finder(Traced.of(text), left)
        except ReadingStoppedError:
            return None
        used += left.used
        if found is not None:
            assert found.requests or found.error
            break
    return used


@pytest.mark.parametrize("name", TEXTS)
def test_twice_the_text_takes_about_twice_the_steps(name):
    short, long = _steps(TEXTS[name](300)), _steps(TEXTS[name](1200))
    if short is not None and long is not None:
        assert long <= 4.6 * short + 2000


@pytest.mark.parametrize("name", TEXTS)
def test_an_answer_or_a_reason_and_no_crash(name):
    reading = read_payload(TEXTS[name](3000))
    assert reading.events or reading.error


@pytest.mark.parametrize(
    "opening", ["fetch(", "import requests\nx = ", "<?php $x = ", "require 'json'\nx = ", "irm x ", "curl x -d "]
)
@pytest.mark.parametrize("bracket", ["[", "{", "("])
def test_a_hundred_thousand_brackets_are_no_recursion(opening, bracket):
    reading = read_payload(f"{opening}eventTypeKey {bracket * 100_000}")
    assert reading.events == ()
    assert reading.error


def test_reading_can_be_cancelled_while_a_language_is_parsed():
    asked = []

    def cancelled():
        asked.append(True)
        return len(asked) > 3

    text = "fetch('x', {eventTypeKey: 'a', params: []});\n" * 5000
    assert "cancelled" in read_payload(text, cancelled=cancelled).error


def test_a_reading_ends_when_its_time_is_up(monkeypatch):
    text = "x = f({a: 1, b: 'c'});\n" * 5000 + "fetch('x', {eventTypeKey: 'a', params: []});\n"
    assert read_payload(text).events
    monkeypatch.setattr(budget, "SECONDS_AT_LEAST", 0.0)
    monkeypatch.setattr(budget, "SECONDS_PER_CHARACTER", 1e-7)
    reading = read_payload(text)
    assert reading.events == ()
    assert "too long or too tangled" in reading.error


def test_more_source_than_anybody_reads_is_refused_at_once():
    reading = read_payload("x = 1\n" * 100_000 + "import requests\nrequests.post(u, json={'eventTypeKey': 'a'})")
    assert (reading.source, reading.events) == ("python", ())
    assert "too much source code" in reading.error


def test_escaped_quotes_that_never_end_are_each_looked_at_once():
    def work(count):
        text = "2026-11-01 10:00:00 " + '{\\"eventTypeKey\\":' * count + "\\"
        find_log(Traced.of(text), Budget(len(text)))

    assert_cost_grows_as_length(work, 2_500)


def test_the_texts_of_one_long_command_of_powershell_are_each_looked_at_once():
    assert_cost_grows_as_length(lambda n: read_payload(f"irm https://x -Body '{EVENT}' " + "-a ' " * n), 2000)


def test_which_shell_many_commands_are_for_is_asked_once():
    def work(count):
        event = '{"eventTypeKey":"a","params":[{"name":"b","value":"c"}]}'
        reading = read_payload(f"curl https://yespo.io/api/v2/event -d '{event}'\n" * count)
        assert (len(reading.events), reading.error) == (count, None)

    assert_cost_grows_as_length(work, 250)


@pytest.mark.parametrize(
    ("code", "texts"),
    [
        (
            "import requests\nrequests.post('https://yespo.io/', json={'eventTypeKey': 'a', 'keyValue': 'b'})",
            5,
        ),
        ("fetch('https://yespo.io/api/v2/event', {body: JSON.stringify({'eventTypeKey': 'a', 'keyValue': 'b'})})", 5),
        ("<?php send('https://yespo.io/api/v2/event', ['eventTypeKey' => 'a', 'keyValue' => 'b']);", 5),
        ("send('https://yespo.io/api/v2/event', { 'eventTypeKey' => 'a', 'keyValue' => 'b' })", 5),
    ],
    ids=["python", "javascript", "php", "ruby"],
)
def test_a_text_of_source_code_is_decoded_once(code, texts, monkeypatch):
    decoded = []
    for language, method in (
        (PythonReader, "_string"),
        (JavaScriptReader, "_quoted"),
        (PhpReader, "quoted"),
        (RubyReader, "_string"),
    ):
        decode = getattr(language, method)

        def noted(reader, node, *rest, decode=decode):
            decoded.append(node.start_byte)
            return decode(reader, node, *rest)

        monkeypatch.setattr(language, method, noted)
    [event] = read_payload(code).events
    assert '"keyValue":"b"' in event.text
    assert sorted(decoded) == sorted(set(decoded))
    assert len(decoded) == texts


class _Watched(str):
    """A text that notes how much of it is searched."""

    searched: list[int]

    def rfind(self, *what):
        self.searched.append(len(range(len(self))[slice(*what[1:])]))
        return super().rfind(*what)


def test_what_stands_before_a_command_is_looked_for_near_it():
    watched = _Watched("curl https://yespo.io -d 1\n" * 1000)
    watched.searched = []
    text = Traced(watched, Original(watched), ((0,), (0,), (1,)), len(watched))
    assert left_before(text, 27 * 999) == ()
    assert watched.searched
    assert max(watched.searched) <= 300
