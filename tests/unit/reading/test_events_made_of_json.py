"""Code makes an object of JSON that it spells out: read as that JSON where nothing but looking and sending follows."""

import json
from pathlib import Path

import pytest
from event_literals import AS_WRITTEN, read_whole

_TEXT = json.dumps(AS_WRITTEN)
_PARSED = {
    "JavaScript": f"JSON.parse('{_TEXT}')",
    "Python": f"json.loads('{_TEXT}')",
    "PHP": f"json_decode('{_TEXT}', true)",
    "Ruby": f"JSON.parse('{_TEXT}')",
    "PowerShell": f"('{_TEXT}' | ConvertFrom-Json)",
}
_SCRIPTS = Path(__file__).parents[2] / "data" / "reading_changed"
_CHANGED = [
    (path.stem, script.strip())
    for path in sorted(_SCRIPTS.glob("*.txt"))
    for script in path.read_text(encoding="utf-8").split("====\n")
    if path.stem in _PARSED and "OTHER" not in script
]
_LOOKED_AT = [
    ("JavaScript", "const e = EVENT;\nfor (const p of e.params) console.log(p.name);\naxios.post(u, e);"),
    (
        "Python",
        "e = EVENT\nfor p in e['params']:\n    print(p['name'])\nassert e['keyValue']\nrequests.post(u, json=e)",
    ),
    ("Python", "e = EVENT\nprint(len(e['params']), json.dumps(e, indent=2))\nrequests.post(u, json=e)"),
    ("PHP", "$e = EVENT;\necho $e['eventTypeKey'], count($e['params']);\npost(json_encode($e));"),
    ("Ruby", "e = EVENT\nputs e['eventTypeKey'], e['params'].size\nHTTParty.post(u, body: e.to_json)"),
    ("Ruby", "e = EVENT\ne['params'].each { |p| puts p['name'] }\nHTTParty.post(u, body: e.to_json)"),
    ("PowerShell", "$e = EVENT\nWrite-Host $e.params.Count\nirm $u -Method Post -Body ($e | ConvertTo-Json -Depth 5)"),
]


@pytest.mark.parametrize(("language", "script"), _CHANGED)
def test_json_is_not_shown_when_what_is_made_of_it_may_be_another_event(language, script):
    reading = read_whole(language, script.replace("EVENT", _PARSED[language]))

    assert AS_WRITTEN not in [json.loads(event.text) for event in reading.events]


@pytest.mark.parametrize(("language", "script"), _LOOKED_AT)
def test_json_is_read_when_what_is_made_of_it_is_only_looked_at_and_sent(language, script):
    reading = read_whole(language, script.replace("EVENT", _PARSED[language]))

    assert [json.loads(event.text) for event in reading.events] == [AS_WRITTEN], reading.error


@pytest.mark.parametrize("sent", ["e['params']", "[p for p in e['params']]", "e['params'][0]"])
def test_json_of_which_only_a_part_is_sent_is_not_the_event(sent):
    reading = read_whole("Python", f"e = {_PARSED['Python']}\nrequests.post(u, json={sent})")

    assert reading.events == ()
