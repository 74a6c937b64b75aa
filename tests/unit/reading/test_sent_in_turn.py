"""Code that may send an event more often than once: a loop, or something that is given the function that sends it."""

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

#: Each with what is named.
IN_LOOP = [
    (f"{JS}for (const u of users) {{ {SEND_JS} }}", "for (const u of users)"),
    (f"{JS}for (let i = 0; i < 3; i++) {SEND_JS}", "for (let i = 0; i < 3; i++)"),
    (f"for (const u of users) {{ {JS}{SEND_JS} }}", "for (const u of users)"),
    (f"{JS}do {{ {SEND_JS} }} while (more)", "while (more)"),
    (f"{JS}users.forEach(u => {{ {SEND_JS} }})", "users.forEach"),
    (f"{JS}users.filter(u => u.ok).forEach(u => {{ {SEND_JS} }})", "users.filter(u => u.ok).forEach"),
    (f"{JS}await Promise.all(users.map(u => {SEND_JS}))", "users.map"),
    (f"{JS}const send = () => {SEND_JS};\nusers.forEach(send)", "users.forEach"),
    (f"{JS}function send() {{ {SEND_JS} }}\nfor (const u of users) send()", "for (const u of users)"),
    (f"{JS}const send = (e) => axios.post('{URL}', e);\nfor (const u of users) send(ev)", "for (const u of users)"),
    (f"{JS}setInterval(() => {SEND_JS}, 1000)", "setInterval"),
    (f"{PY}for u in users:\n    {SEND_PY}", "for u in users:"),
    (f"{PY}for i in range(3):\n    {SEND_PY}", "for i in range(3):"),
    (f"{PY}while True:\n    {SEND_PY}\n    time.sleep(5)", "while True:"),
    (f"{PY}list(map(lambda u: {SEND_PY}, users))", "map"),
    (f"{PY}for u in users:\n    {SEND_PY}\n    if full(u):\n        break", "for u in users:"),
    (f"{PHP}foreach ($users as $u) {{ {SEND_PHP} }}", "foreach ($users as $u)"),
    (f"{PHP}foreach ($users as $u):\n{SEND_PHP}\nendforeach;", "foreach ($users as $u)"),
    (f"{PHP}array_map(fn($u) => {SEND_PHP[:-1]}, $users);", "array_map"),
    (f"{RUBY}3.times do\n  {SEND_RUBY}\nend", "3.times"),
    (f"{RUBY}users.each {{ |u| {SEND_RUBY} }}", "users.each"),
    (f"{RUBY}3.times.map {{ Thread.new {{ {SEND_RUBY} }} }}", "3.times.map"),
    (f"{RUBY}loop do\n  {SEND_RUBY}\nend", "loop"),
    (f"{RUBY}for u in users do\n  {SEND_RUBY}\nend", "for u in users"),
    (f"{PS}foreach ($u in $users) {{ {SEND_PS} }}", "foreach ($u in $users)"),
    (f"{PS}$users | ForEach-Object {{ {SEND_PS} }}", "$users | ForEach-Object"),
    (f"{PS}while ($true) {{ {SEND_PS}; Start-Sleep 5 }}", "while ($true)"),
    (f"{PS}do {{ {SEND_PS} }} until ($ok)", "until ($ok)"),
]
WHEN_CALLED = [
    (f"{PY}@skip_unless(live)\ndef go():\n    {SEND_PY}\ngo()", "@skip_unless(live)"),
    (f"{PY}@retry(tries)\ndef go():\n    {SEND_PY}\ngo()", "@retry(tries)"),
    (f"{JS}when(live, () => {SEND_JS})", "when(live"),
    (
        f"{PY}@pytest.mark.skipif(dry, reason='x')\ndef go():\n    {SEND_PY}\ngo()",
        "@pytest.mark.skipif(dry, reason='x')",
    ),
    (f"{JS}api.ifEnabled(() => {SEND_JS})", "api.ifEnabled"),
    (f"{JS}cron.schedule('* * * * *', () => {SEND_JS})", "cron.schedule('***'"),
    (f"{PHP}$query->when($live, fn() => {SEND_PHP[:-1]});", "$query->when($live"),
]
ONCE = [
    f"{JS}for (const e of [ev]) {{ axios.post('{URL}', e) }}",
    f"{JS}const all = [ev];\nall.forEach(e => axios.post('{URL}', e))",
    f"{JS}const all = [ev];\nfor (const e of all) {{ const b = JSON.stringify(e); axios.post('{URL}', b) }}",
    f"{JS}const all = [ev];\nfor (let i = 0; i < all.length; i++) {{ axios.post('{URL}', all[i]) }}",
    f"{PY}all = [ev]\nfor i in range(len(all)):\n    requests.post('{URL}', json=all[i])",
    f"{PHP}$all = [$ev];\nfor ($i = 0; $i < count($all); $i++) {{ $client->post('{URL}', ['json' => $all[$i]]); }}",
    f"{PY}for e in [ev]:\n    requests.post('{URL}', json=e)",
    f"{PHP}foreach ([$ev] as $e) {{ $client->post('{URL}', ['json' => $e]); }}",
    f"{RUBY}[ev].each {{ |e| HTTP.post('{URL}', json: e) }}",
    f"{PS}@($ev) | % {{ {SEND_PS.replace('$ev', '$_')} }}",
    f"{JS}for (const u of users) {{ log(u) }}\n{SEND_JS}",
    f"{JS}for (const u of users) {{ {SEND_JS} }}\n{SEND_JS}",
    f"{JS}for (let n = 0; n < 3; n++) {{ const r = await {SEND_JS}; if (r.ok) break }}",
    f"{RUBY}3.times do\n  r = {SEND_RUBY}\n  break if r.ok?\nend",
    f"{PY}for u in users:\n    {SEND_PY}\n    break",
    f"{PY}def main():\n    {SEND_PY}\n\nif __name__ == '__main__':\n    sys.exit(main())",
    f"{PY}@app.route('/x')\ndef go():\n    {SEND_PY}",
    f"{JS}const run = async () => {{ await {SEND_JS} }};\nrun()",
    f"{JS}setTimeout(() => {SEND_JS}, 1000)",
    f"{JS}ok().then(() => {SEND_JS})",
    f"{JS}$(function () {{ {SEND_JS} }})",
    f"{JS}button.addEventListener('click', () => {SEND_JS})",
    f"{JS}fs.readFile(path, () => {SEND_JS})",
    f"{JS}test.step('x', () => {SEND_JS})",
    f"{JS}limit(() => {SEND_JS})",
    f"{RUBY}conn.post(url) do |req|\n  req.body = ev.to_json\nend",
    f"{RUBY}t = Thread.new {{ {SEND_RUBY} }}",
    f"{JS}app.post('/x', (request, response) => {SEND_JS})",
]
ON_ERROR = [
    (f"{JS}const send = () => {SEND_JS};\nok().catch(send)", "ok().catch"),
    (f"{JS}const send = () => {SEND_JS};\nok().then(a, send)", "ok().then(a"),
    (f"{JS}ok().then(a, () => {SEND_JS})", "ok().then(a"),
]


def _told(payload):
    reading = read_payload(payload)
    assert reading.error is None
    [event] = reading.events
    assert json.loads(event.text)["keyValue"] == "u1"
    return event.repairs


@pytest.mark.parametrize(("payload", "found"), IN_LOOP)
def test_a_loop_that_sends_an_event_is_told(payload, found):
    [repair] = _told(payload)

    assert repair.code == "sent_in_loop"
    assert f"“{found}”" in repair.message


@pytest.mark.parametrize(("payload", "found"), WHEN_CALLED)
def test_what_is_given_the_function_that_sends_an_event_and_decides_is_told(payload, found):
    [repair] = _told(payload)

    assert repair.code == "sent_when_called"
    assert f"“{found}”" in repair.message


@pytest.mark.parametrize("payload", ONCE)
def test_an_event_that_is_sent_once_has_no_repair(payload):
    assert _told(payload) == ()


@pytest.mark.parametrize(("payload", "condition"), ON_ERROR)
def test_what_is_sent_where_something_failed_is_told(payload, condition):
    [repair] = _told(payload)

    assert repair.code == "sent_on_condition"
    assert f"“{condition}”" in repair.message


def test_a_condition_within_a_loop_is_told_beside_it():
    repairs = _told(f"{JS}for (const u of users) {{ if (u.ok) {SEND_JS} }}")

    assert [(repair.code, repair.line, repair.column) for repair in repairs] == [
        ("sent_in_loop", 2, 1),
        ("sent_on_condition", 2, 29),
    ]


def test_a_key_in_a_loop_is_not_shown():
    [repair] = _told(f"{JS}for (const u of load('q8ZkT0vXw2LmN4rB6yD9')) {SEND_JS}")

    assert "q8ZkT0vXw2LmN4rB6yD9" not in f"{repair.message} {repair.before}"
