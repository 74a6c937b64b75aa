"""One event as a literal of each language that is read, and what a text of that language begins with."""

import json

from yespo_console.reading.reader import read_payload
from yespo_console.reading.reading import Reading

AS_WRITTEN = {"eventTypeKey": "x", "keyValue": "o@e.ua", "params": [{"name": "a", "value": "y"}]}
LITERALS = {
    "JavaScript": "{eventTypeKey: 'x', keyValue: 'o@e.ua', params: [{name: 'a', value: 'y'}]}",
    "Python": "{'eventTypeKey': 'x', 'keyValue': 'o@e.ua', 'params': [{'name': 'a', 'value': 'y'}]}",
    "PHP": "['eventTypeKey' => 'x', 'keyValue' => 'o@e.ua', 'params' => [['name' => 'a', 'value' => 'y']]]",
    "Ruby": "{ eventTypeKey: 'x', keyValue: 'o@e.ua', params: [{ name: 'a', value: 'y' }] }",
    "PowerShell": "@{ eventTypeKey = 'x'; keyValue = 'o@e.ua'; params = @(@{ name = 'a'; value = 'y' }) }",
    "CSharp": (
        'new Dictionary<string, object> { ["eventTypeKey"] = "x", ["keyValue"] = "o@e.ua", '
        '["params"] = new[] { new { name = "a", value = "y" } } }'
    ),
    "Go": (
        'map[string]interface{}{"eventTypeKey": "x", "keyValue": "o@e.ua", '
        '"params": []map[string]string{{"name": "a", "value": "y"}}}'
    ),
    "Java": 'Map.of("eventTypeKey", "x", "keyValue", "o@e.ua", "params", List.of(Map.of("name", "a", "value", "y")))',
    "Kotlin": (
        'mapOf("eventTypeKey" to "x", "keyValue" to "o@e.ua", "params" to listOf(mapOf("name" to "a", "value" to "y")))'
    ),
}
_JSON = json.dumps(AS_WRITTEN)
#: The same event as a text that holds its JSON, where scripts have one.
TEXTS = {
    "CSharp": json.dumps(_JSON),
    "Go": f"`{_JSON}`",
    "Java": json.dumps(_JSON),
    "Kotlin": f'"""{_JSON}"""',
    "PowerShell": f"@'\n{_JSON}\n'@",
}
_BEFORE = {"Python": "import requests, json\n", "PHP": "<?php\n", "Ruby": "require 'json'\n"}


def read(language: str, source: str) -> Reading:
    """Read a text of that language in which D stands for the event, and D2 for another one."""
    literal = LITERALS[language]
    source = source.replace("D2", literal.replace("o@", "n@")).replace(" D", f" {literal}", 1)
    for before in "([":
        source = source.replace(f"{before}D", before + literal, 1)
    return read_whole(language, source)


def read_whole(language: str, source: str) -> Reading:
    """Read a text of that language."""
    return read_payload(_BEFORE.get(language, "") + source)


def repair_codes(payload: str, key_value: str) -> list[str]:
    """The codes of all repairs of the one event of a payload, which holds that key value."""
    reading = read_payload(payload)
    assert reading.error is None
    [event] = reading.events
    assert json.loads(event.text)["keyValue"] == key_value
    return [repair.code for repair in event.repairs]
