"""Code that sends an event only sometimes, or leaves off before it does."""

import json

import pytest

from yespo_console.reading.reader import read_payload

URL = "https://yespo.io/api/v2/event"
JS = "const ev = {eventTypeKey: 'note', keyValue: 'u1', params: [{name: 'v', value: 'x'}]};\n"
PY = "import requests\nev = {'eventTypeKey': 'note', 'keyValue': 'u1', 'params': [{'name': 'v', 'value': 'x'}]}\n"
PHP = "<?php\n$ev = ['eventTypeKey' => 'note', 'keyValue' => 'u1', 'params' => [['name' => 'v', 'value' => 'x']]];\n"
PS = "$ev = @{eventTypeKey='note'; keyValue='u1'; params=@(@{name='v'; value='x'}, @{name='w'; value='y'})}\n"
RUBY = "require 'http'\nev = { eventTypeKey: 'note', keyValue: 'u1', params: [{ name: 'v', value: 'x' }] }\n"
SEND_JS = f"fetch('{URL}', {{method: 'POST', body: JSON.stringify(ev)}})"
SEND_PY = f"requests.post('{URL}', json=ev)"
SEND_PHP = f"$client->post('{URL}', ['json' => $ev]);"
SEND_RUBY = f"HTTP.post('{URL}', json: ev)"
SEND_PS = f"irm {URL} -Method Post -Body ($ev | ConvertTo-Json -Depth 6)"

#: Each with what it depends on.
SOMETIMES = [
    (f"{JS}if (live) {SEND_JS}", "(live)"),
    (f"{JS}if (dry) {{ console.log(ev) }} else {{ {SEND_JS} }}", "(dry)"),
    (f"{JS}const b = JSON.stringify(ev);\nif (live) fetch('{URL}', {{method: 'POST', body: b}})", "(live)"),
    (f"{JS}live && {SEND_JS}", "live"),
    (f"{JS}dry || {SEND_JS}", "dry"),
    (f"{JS}live ? {SEND_JS} : null", "live"),
    (f"{JS}switch (env) {{ case 'prod': {SEND_JS} }}", "case 'prod'"),
    (f"{JS}try {{ init() }} catch (e) {{ {SEND_JS} }}", "catch (e"),
    (f"{JS}function go() {{ if (!live) return;\n{SEND_JS} }}\ngo()", "(!live)"),
    (f"{JS}(async () => {{ if (dry) return; await {SEND_JS} }})()", "(dry)"),
    (f"{JS}const send = () => {SEND_JS};\nif (live) send();", "(live)"),
    (f"{JS}function send(e) {{ if (!on) return false; return axios.post('{URL}', e) }}\nsend(ev)", "(!on)"),
    (f"{JS}const s = dry ? () => {{}} : (e) => axios.post('{URL}', e);\ns(ev)", "dry"),
    (f"{JS}addEventListener('scroll', () => {{ if (done) return; {SEND_JS} }})", "(done)"),
    (f"{JS}ok().catch(() => {SEND_JS})", "ok().catch"),
    (f"{JS}for (const k of keys) {{ if (!k) continue; {SEND_JS} }}", "(!k)"),
    (f"{JS}while (queue.length) {{ {SEND_JS} }}", "(queue.length)"),
    (f"{PY}if live:\n    {SEND_PY}", "live"),
    (f"{PY}if dry:\n    print(ev)\n    sys.exit(0)\n{SEND_PY}", "dry"),
    (f"{PY}ok = live and {SEND_PY}", "live"),
    (f"{PY}{SEND_PY} if live else None", "live"),
    (f"{PY}def go():\n    if not live:\n        return\n    {SEND_PY}\ngo()", "not live"),
    (f"{PY}try:\n    x()\nexcept Exception:\n    {SEND_PY}", "except Exception"),
    (f"{PY}match kind:\n    case 'a':\n        {SEND_PY}", "case 'a'"),
    (f"{PY}def main():\n    {SEND_PY}\n\nif live:\n    main()", "live"),
    (f"{PY}[requests.post('{URL}', json=ev) for x in range(3) if x > 5]", "if x > 5"),
    (f"{PHP}if ($live) {SEND_PHP}", "($live)"),
    (f"{PHP}if ($live):\n{SEND_PHP}\nendif;", "($live)"),
    (f"{PHP}if (!$live) {{ return; }}\n{SEND_PHP}", "(!$live)"),
    (f"{PHP}if ($dry) {{ print_r($ev); exit; }}\n{SEND_PHP}", "($dry)"),
    (f"{PHP}$live and {SEND_PHP}", "$live"),
    (f"{PHP}switch ($t) {{ case 'a': {SEND_PHP} break; }}", "case 'a'"),
    (f"{PHP}foreach ($users as $u) {{ if (!$u) continue; {SEND_PHP} }}", "(!$u)"),
    (f"{RUBY}{SEND_RUBY} if live", "live"),
    (f"{RUBY}unless dry\n  {SEND_RUBY}\nend", "dry"),
    (f"{RUBY}exit if dry\n{SEND_RUBY}", "dry"),
    (f"{RUBY}def go(ev)\n  return if dry?\n  {SEND_RUBY}\nend\ngo(ev)", "dry?"),
    (f"{RUBY}users.each do |u|\n  next unless u.ok?\n  {SEND_RUBY}\nend", "u.ok?"),
    (f"{RUBY}begin\n  x\nrescue IOError\n  {SEND_RUBY}\nend", "rescue IOError"),
    (f"{RUBY}case x\nwhen 1\n  {SEND_RUBY}\nend", "when 1"),
    (f"{JS}[ev].filter(e => e.ok).forEach(e => axios.post('{URL}', e))", "e => e.ok"),
    (f"{PY}for e in filter(ok, [ev]):\n    requests.post('{URL}', json=e)", "ok"),
    (f"{PHP}foreach ([$ev] as $e) {{ if ($live) $client->post('{URL}', ['json' => $e]); }}", "($live)"),
    (f"{PHP}foreach (array_filter([$ev], $ok) as $e) {{ $client->post('{URL}', ['json' => $e]); }}", "$ok"),
    (f"{RUBY}[ev].select {{ |e| ok }}.each {{ |e| HTTP.post('{URL}', json: e) }}", "{ |e| ok }"),
    (f"{PS}@($ev) | Where-Object {{ $live }} | % {{ {SEND_PS.replace('$ev', '$_')} }}", "Where-Object { $live }"),
    (f"{PS}Test-Path live && {SEND_PS}", "Test-Path live"),
    (f"{PS}if ($dry) {{ $ev }} else {{ {SEND_PS} }}", "$dry"),
    (f"{PS}if (-not $key) {{ exit }}\n{SEND_PS}", "-not $key"),
    (f"{PS}foreach ($u in $us) {{ if (-not $u) {{ continue }}\n {SEND_PS} }}", "-not $u"),
    (f"{PS}1..3 | ForEach-Object {{ if ($_ -gt 1) {{ {SEND_PS} }} }}", "$_ -gt 1"),
]
IN_ANY_CASE = [
    f"{JS}try {{ await {SEND_JS} }} catch (e) {{ console.error(e); return; }}",
    f"{JS}if (!key) throw new Error('no key');\n{SEND_JS}",
    f"{JS}if (debug) console.log(ev);\n{SEND_JS}",
    f"{JS}fetch('{URL}', {{method: debug ? 'PUT' : 'POST', body: JSON.stringify(ev)}})",
    f"{JS}const r = await {SEND_JS};\nif (!r.ok) return;",
    f"{JS}if (live) {SEND_JS};\n{SEND_JS}",
    f"{JS}document.addEventListener('DOMContentLoaded', () => {{ {SEND_JS} }})",
    f"{JS}let n = 0;\nwhile (n < 3) {{ try {{ await {SEND_JS}; break }} catch (e) {{ n++ }} }}",
    f"{PY}def main():\n    {SEND_PY}\n\nif __name__ == '__main__':\n    sys.exit(main())",
    f"{PY}if not KEY:\n    sys.exit('set KEY')\n{SEND_PY}",
    f"{PY}while True:\n    {SEND_PY}\n    break",
    f"{PY}for attempt in range(3):\n    r = {SEND_PY}\n    if r.ok:\n        break",
    f"{PHP}if (!defined('ABSPATH')) exit;\n{SEND_PHP}",
    f"{PHP}if (!$key) {{ die('no key'); }}\n{SEND_PHP}",
    f"{RUBY}if __FILE__ == $0\n  {SEND_RUBY}\nend",
    f"{PS}if (-not $key) {{ throw 'no key' }}\n{SEND_PS}",
]
NEVER = [
    f"{JS}function go() {{ return;\n{SEND_JS} }}\ngo()",
    f"{JS}process.exit(0);\n{SEND_JS}",
    f"{JS}throw new Error('no');\n{SEND_JS}",
    f"{PY}def go():\n    return\n    {SEND_PY}\ngo()",
    f"{PY}import sys\nsys.exit()\n{SEND_PY}",
    f"{PHP}exit;\n{SEND_PHP}",
    f"{RUBY}exit\n{SEND_RUBY}",
    f"{PS}exit\n{SEND_PS}",
]


def _event(payload):
    reading = read_payload(payload)
    assert reading.error is None
    [event] = reading.events
    assert json.loads(event.text)["keyValue"] == "u1"
    return event


@pytest.mark.parametrize(("payload", "condition"), SOMETIMES)
def test_on_what_it_depends_whether_an_event_is_sent_is_told(payload, condition):
    [repair] = [each for each in _event(payload).repairs if each.code not in ("sent_in_loop", "sent_when_called")]

    assert repair.code == "sent_on_condition"
    assert f"depends on “{condition}”" in repair.message


@pytest.mark.parametrize("payload", IN_ANY_CASE)
def test_an_event_that_is_sent_in_any_case_has_no_repair(payload):
    assert _event(payload).repairs == ()


@pytest.mark.parametrize("payload", NEVER)
def test_an_event_before_which_the_code_leaves_off_is_refused(payload):
    reading = read_payload(payload)

    assert reading.events == ()
    assert "leaves off before it sends the event" in reading.error


def test_a_key_in_a_condition_is_not_shown():
    payload = f"{JS}if (api_key === 'q8ZkT0vXw2LmN4rB6yD9') {SEND_JS}"

    [repair] = _event(payload).repairs

    assert "q8ZkT0vXw2LmN4rB6yD9" not in f"{repair.message} {repair.before}"
