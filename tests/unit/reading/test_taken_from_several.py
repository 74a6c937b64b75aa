"""Of several events in a list or an object the code may take one: only that is read, and the others are named."""

import json

import pytest
from event_literals import LITERALS, read_whole

_FIRST, _SECOND = "o@e.ua", "n@e.ua"


def _read(language, script):
    literal = LITERALS[language]
    source = script.replace("ONE", literal).replace("TWO", literal.replace("o@", "n@"))
    reading = read_whole(language, source)
    return reading, [json.loads(event.text)["keyValue"] for event in reading.events]


_JS, _PY, _PHP, _RB, _PS = "JavaScript", "Python", "PHP", "Ruby", "PowerShell"


@pytest.mark.parametrize(
    ("language", "script", "taken"),
    [
        (_JS, "const list = [ONE, TWO];\naxios.post(u, list[0]);", _FIRST),
        (_JS, "const list = [ONE, TWO];\naxios.post(u, list.at(-1));", _SECOND),
        (_JS, "const list = [ONE, TWO];\nconst [first] = list;\naxios.post(u, first);", _FIRST),
        (_JS, "const list = [ONE, TWO];\nconst [, second] = list;\naxios.post(u, second);", _SECOND),
        (_JS, "const list = [ONE, TWO];\nconst [, /* the last */ e = null] = list;\naxios.post(u, e);", _SECOND),
        (_JS, "const list = {a: ONE, b: TWO};\naxios.post(u, list.b);", _SECOND),
        (_JS, "const list = {a: ONE, b: TWO};\nconst e = list['a'];\naxios.post(u, e);", _FIRST),
        (_JS, "const a = ONE;\nconst b = TWO;\nconst list = [a, b];\naxios.post(u, list[1]);", _SECOND),
        (_JS, "const list = [ONE, TWO];\nconsole.log(list.length, list[1]);\naxios.post(u, list[0]);", _FIRST),
        (_JS, "const list = [ONE, TWO];\nconst [a, b] = list;\naxios.post(u, a);", _FIRST),
        (_JS, "const a = ONE;\nconst b = TWO;\nconst [x, y] = [a, b];\naxios.post(u, y);", _SECOND),
        (_PY, "events = [ONE, TWO]\nrequests.post(u, json=events[0])", _FIRST),
        (_PY, "events = [ONE, TWO]\nevent = events[-1]\nrequests.post(u, json=event)", _SECOND),
        (_PY, "events = [ONE, TWO]\nrequests.post(u, json=next(iter(events)))", _FIRST),
        (_PY, "events = {'a': ONE, 'b': TWO}\nrequests.post(u, json=events.get('b'))", _SECOND),
        (_PY, "def events():\n    return [ONE, TWO]\n\nrequests.post(u, json=events()[0])", _FIRST),
        (_PY, "def events():\n    x = [ONE, TWO]\n    return x[1]\n\nrequests.post(u, json=events())", _SECOND),
        (_PHP, "$events = [ONE, TWO];\n$client->post($u, ['json' => $events[1]]);", _SECOND),
        (_PHP, "$events = [ONE, TWO];\n$client->post($u, ['json' => reset($events)]);", _FIRST),
        (_PHP, "$events = [ONE, TWO];\nHttp::post($u, collect($events)->first());", _FIRST),
        (_PHP, "$events = ['a' => ONE, 'b' => TWO];\nHttp::post($u, $events['b']);", _SECOND),
        (_RB, "events = [ONE, TWO]\nHTTParty.post(u, body: events.last.to_json)", _SECOND),
        (_RB, "events = { a: ONE, b: TWO }\nHTTParty.post(u, body: events[:a].to_json)", _FIRST),
        (_PS, "$e = @{ a = ONE; b = TWO }\nirm $u -Method Post -Body ($e.b | ConvertTo-Json -Depth 5)", _SECOND),
        (_PS, "$events = @(ONE, TWO)\nirm $u -Method Post -Body ($events[0] | ConvertTo-Json -Depth 5)", _FIRST),
        (
            _PS,
            "$all = @(ONE, TWO)\n$e = $all | select -Last 1\nirm $u -Method Post -Body ($e | ConvertTo-Json)",
            _SECOND,
        ),
    ],
)
def test_of_several_events_the_one_that_the_code_takes_is_read_and_the_other_is_named(language, script, taken):
    reading, shown = _read(language, script)

    assert shown == [taken]
    assert "is one of several, of which the code takes another one" in reading.error


@pytest.mark.parametrize(
    ("language", "script"),
    [
        (_JS, "const list = [ONE, TWO];\naxios.post(u, list.find(e => e.keyValue === k));"),
        (_JS, "const list = [ONE, TWO];\naxios.post(u, list[Math.floor(Math.random() * list.length)]);"),
        (_JS, "const list = {a: ONE, b: TWO};\nconst send = kind => axios.post(u, list[kind]);\nsend('a');"),
        (
            _PY,
            "events = [ONE, TWO]\nevent = next(e for e in events if e['keyValue'] == k)\nrequests.post(u, json=event)",
        ),
        (_PY, "events = [ONE, TWO]\nrequests.post(u, json=events[i])"),
        (_PY, "events = [ONE, TWO]\nrequests.post(u, json=random.choice(events))"),
        (_PY, "events = {'a': ONE, 'b': TWO}\nrequests.post(u, json=events[kind])"),
        (_PY, "a = ONE\nb = TWO\nevents = {'a': a, 'b': b}\nrequests.post(u, json=events[sys.argv[1]])"),
        (_JS, "const list = [ONE, TWO];\nconst [, ...rest] = list;\nrest.forEach(e => axios.post(u, e));"),
        (_JS, "const list = [ONE, TWO];\nlist.forEach((e, i) => { if (i > 0) axios.post(u, e) });"),
        (_JS, "const list = [ONE, TWO];\nlist.forEach((e, i) => { if (i === 0) return; axios.post(u, e) });"),
        (_JS, "const list = [ONE, TWO];\nlist.map((e, i) => i && axios.post(u, e));"),
        (_JS, "const list = [ONE, TWO];\nfor (const e of list) { if (e.keyValue === k) axios.post(u, e); }"),
        (_JS, "const list = [ONE, TWO];\nfor (const e of list) { axios.post(u, e); break; }"),
        (_JS, "const list = [ONE, TWO];\nfor (let i = 0; i < list.length; i++) { if (i % 2) axios.post(u, list[i]); }"),
        (_JS, "const list = [ONE, TWO];\nfor (let i = 0; i < list.length; i += 2) axios.post(u, list[i]);"),
        (_JS, "const list = [ONE, TWO];\nfor (let i = 0; i < 1; i++) axios.post(u, list[i]);"),
        (_PY, "events = [ONE, TWO]\nfor i, e in enumerate(events):\n    if i:\n        requests.post(u, json=e)"),
        (
            _PY,
            "events = [ONE, TWO]\nfor i, e in enumerate(events):\n    if not i: continue\n    requests.post(u, json=e)",
        ),
        (_PY, "events = [ONE, TWO]\nfor e in events:\n    requests.post(u, json=e)\n    break"),
        (_PY, "events = [ONE, TWO]\nfor e, go in zip(events, flags):\n    if go:\n        requests.post(u, json=e)"),
        (_PY, "events = [ONE, TWO]\nfor i in range(1):\n    requests.post(u, json=events[i])"),
        (_PHP, "$all = [ONE, TWO];\nforeach ($all as $i => $e) { if ($i === 0) continue; Http::post($u, $e); }"),
        (_PHP, "$all = [ONE, TWO];\nforeach ($all as $e) { if ($e['keyValue'] === $k) { Http::post($u, $e); } }"),
        (
            _RB,
            "all = [ONE, TWO]\nall.each do |e|\n  next if e[:keyValue] == k\n  HTTParty.post(u, body: e.to_json)\nend",
        ),
        (_RB, "events = [ONE, TWO]\nevents.each { |e| HTTParty.post(u, body: e.to_json) if e[:keyValue] == k }"),
        (
            _RB,
            "all = [ONE, TWO]\nall.select { |e| e[:keyValue] == k }.each { |e| HTTParty.post(u, body: e.to_json) }",
        ),
        (_RB, "events = [ONE, TWO]\nevents.each do |e|\n  HTTParty.post(u, body: e.to_json)\n  break\nend"),
        (
            _PS,
            "$all = @(ONE, TWO)\nforeach ($e in $all) { if ($e.x) { irm $u -Method Post -Body (ConvertTo-Json $e) } }",
        ),
        (_PS, "$all = @(ONE, TWO)\n$all | % { if ($_.x) { irm $u -Method Post -Body ($_ | ConvertTo-Json) } }"),
        (_PS, "$all = @(ONE, TWO)\n$all | ? { $_.x } | % { irm $u -Method Post -Body ($_ | ConvertTo-Json) }"),
        (_JS, "const list = [ONE, TWO];\nfor (const e of list.slice(1)) axios.post(u, e);"),
        (_JS, "const list = [ONE, TWO];\nlist.slice(0, 1).map(e => axios.post(u, e));"),
        (_JS, "const list = [ONE, TWO];\naxios.post(u, list.slice(-1)[0]);"),
        (_PY, "events = [ONE, TWO]\nfor e in events[1:]:\n    requests.post(u, json=e)"),
        (_PY, "events = [ONE, TWO]\n[requests.post(u, json=e) for e in events[1:]]"),
        (_PY, "events = [ONE, TWO]\nfor e in reversed(events[1:]):\n    requests.post(u, json=e)"),
        (_PY, "events = [ONE, TWO]\nfor e in itertools.islice(events, 1):\n    requests.post(u, json=e)"),
        (_PY, "events = [ONE, TWO]\nfor e in filter(wanted, events):\n    requests.post(u, json=e)"),
        (_PHP, "$events = [ONE, TWO];\nforeach (array_slice($events, 1) as $e) { Http::post($u, $e); }"),
        (_RB, "events = [ONE, TWO]\nevents[1..].each { |e| HTTParty.post(u, body: e.to_json) }"),
        (_RB, "events = [ONE, TWO]\nevents.drop(1).each { |e| HTTParty.post(u, body: e.to_json) }"),
        (_PS, "$all = @(ONE, TWO)\nforeach ($e in $all[1..1]) { irm $u -Method Post -Body ($e | ConvertTo-Json) }"),
        (_JS, "const list = [ONE, TWO];\nfor (const e of list) { if (e.keyValue === k) continue; axios.post(u, e); }"),
        (
            _PY,
            "events = [ONE, TWO]\nfor e in events:\n    if e['keyValue'] == k: continue\n    requests.post(u, json=e)",
        ),
        (_PY, "events = [ONE, TWO]\n[requests.post(u, json=e) for e in events if e['keyValue'] == k]"),
        (_PY, "events = [ONE, TWO]\nfor e in [x for x in events if x['keyValue'] == k]:\n    requests.post(u, json=e)"),
        (_PHP, "$all = [ONE, TWO];\nforeach ($all as $e) { if ($e['keyValue'] === $k) continue; Http::post($u, $e); }"),
        (_JS, "const list = [ONE, TWO];\nfor (let i = 1; i < list.length; i++) await axios.post(u, list[i]);"),
        (_PY, "events = [ONE, TWO]\nfor i in range(1, len(events)):\n    requests.post(u, json=events[i])"),
        (_JS, "const list = [ONE, TWO];\naxios.post(u, list.toSorted((a, b) => b.at - a.at)[0]);"),
        (_PY, "events = [ONE, TWO]\nrequests.post(u, json=sorted(events, key=str)[0])"),
        (_PY, "events = [ONE, TWO]\nrequests.post(u, json=list(reversed(events))[0])"),
        (_PHP, "$events = [ONE, TWO];\nHttp::post($u, array_reverse($events)[0]);"),
        (_JS, "const state = {events: [ONE, TWO], at: 0};\naxios.post(u, state.events[state.at]);"),
        (_JS, "axios.post(u, {a: ONE, b: TWO}[kind]);"),
        (_PHP, "$events = ['a' => ONE, 'b' => TWO];\nHttp::post($u, $events[$type]);"),
        (_PHP, "$events = [ONE, TWO];\nHttp::post($u, collect($events)->first(fn ($e) => $e['keyValue'] === $k));"),
        (_RB, "events = [ONE, TWO]\nHTTParty.post(u, body: events.find { |e| e[:keyValue] == k }.to_json)"),
        (_RB, "events = [ONE, TWO]\nHTTParty.post(u, body: events.sample.to_json)"),
        (_PS, "$events = @(ONE, TWO)\n$e = $events | Get-Random\nirm $u -Method Post -Body ($e | ConvertTo-Json)"),
    ],
)
def test_which_of_several_events_is_sent_is_not_guessed(language, script):
    reading, shown = _read(language, script)

    assert shown == []
    assert reading.error


@pytest.mark.parametrize(
    ("language", "script"),
    [
        (_JS, "const list = [ONE, TWO];\nfor (let i = 0; i < list.length; i++) await axios.post(u, list[i]);"),
        (_JS, "const list = [ONE, TWO];\nconsole.log(list[0]);\nfor (const e of list) await axios.post(u, e);"),
        (_JS, "const list = {a: ONE, b: TWO};\nfor (const k of Object.keys(list)) await axios.post(u, list[k]);"),
        (_JS, "const list = {a: ONE, b: TWO};\nawait axios.post(u, list.a);\nawait axios.post(u, list.b);"),
        (_JS, "const [a, b] = [ONE, TWO];\naxios.post(u, a);\naxios.post(u, b);"),
        (_JS, "module.exports = {a: ONE, b: TWO};"),
        (_JS, "const list = [ONE, TWO];\nlist.reduce((p, e) => p.then(() => axios.post(u, e)), Promise.resolve());"),
        (_JS, "const list = [ONE, TWO];\nfor (const e of list.slice()) await axios.post(u, e);"),
        (_PY, "events = [ONE, TWO]\nfor e in events[:]:\n    requests.post(u, json=e)"),
        (_PY, "l = [ONE, TWO]\nfor e in l:\n    r = requests.post(u, json=e)\n    if not r.ok:\n        break"),
        (_PY, "events = [ONE, TWO]\nfor e in reversed(events):\n    requests.post(u, json=e)"),
        (_JS, "const list = [ONE, TWO];\nfor (const e of list.toReversed()) await axios.post(u, e);"),
        (_PY, "events = [ONE, TWO]\nfor i in range(len(events)):\n    requests.post(u, json=events[i])"),
        (_PY, "events = [ONE, TWO]\nprint(events[0])\nfor e in events:\n    requests.post(u, json=e)"),
        (_PY, "c = {'u': u, 'all': [ONE, TWO]}\nfor e in c['all']:\n    requests.post(c['u'], json=e)"),
        (_PHP, "$all = [ONE, TWO];\nfor ($i = 0; $i < count($all); $i++) { Http::post($u, $all[$i]); }"),
        (_RB, "events = [ONE, TWO]\nputs events.size\nevents.each { |e| HTTParty.post(u, body: e.to_json) }"),
        (_PS, "$all = @(ONE, TWO)\nforeach ($e in $all) { irm $u -Method Post -Body ($e | ConvertTo-Json -Depth 5) }"),
    ],
)
def test_several_events_that_are_all_taken_are_all_read(language, script):
    reading, shown = _read(language, script)

    assert shown == [_FIRST, _SECOND]
    assert reading.error is None


@pytest.mark.parametrize(
    ("language", "script"),
    [
        (_JS, "const list = [ONE, other];\nfor (const e of list.slice(1)) axios.post(u, e);"),
        (_JS, "const list = [ONE, load()];\naxios.post(u, list[list.length - 1]);"),
        (_JS, "const list = [ONE, other];\naxios.post(u, list.at(-1));"),
        (_PY, "events = [ONE, load()]\nrequests.post(u, json=events[-1])"),
        (_PY, "events = [ONE, other]\nrequests.post(u, json=random.choice(events))"),
        (_PHP, "$events = [ONE, $other];\n$client->post($u, ['json' => end($events)]);"),
        (_RB, "events = [ONE, load()]\nHTTParty.post(u, body: events.last.to_json)"),
    ],
)
def test_an_event_beside_which_the_code_may_take_an_unknown_one_is_refused(language, script):
    reading, shown = _read(language, script)

    assert shown == []
    assert reading.error


@pytest.mark.parametrize(
    ("language", "script"),
    [
        (_JS, "const list = [ONE, other];\naxios.post(u, list[0]);"),
        (_JS, "const list = [ONE, load()];\nfor (const e of list) axios.post(u, e);"),
        (_PY, "events = [ONE, other]\nfor e in events:\n    requests.post(u, json=e)"),
        (_PHP, "$events = [ONE, $other];\n$client->post($u, ['json' => $events[0]]);"),
    ],
)
def test_an_event_that_the_code_surely_takes_is_read_beside_an_unknown_one(language, script):
    _reading, shown = _read(language, script)

    assert shown == [_FIRST]
