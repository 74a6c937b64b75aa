"""One event as a literal of each language that is read, and what a text of that language begins with."""

from yespo_console.reading.reader import read_payload
from yespo_console.reading.reading import Reading

AS_WRITTEN = {"eventTypeKey": "x", "keyValue": "o@e.ua", "params": [{"name": "a", "value": "y"}]}
LITERALS = {
    "JavaScript": "{eventTypeKey: 'x', keyValue: 'o@e.ua', params: [{name: 'a', value: 'y'}]}",
    "Python": "{'eventTypeKey': 'x', 'keyValue': 'o@e.ua', 'params': [{'name': 'a', 'value': 'y'}]}",
    "PHP": "['eventTypeKey' => 'x', 'keyValue' => 'o@e.ua', 'params' => [['name' => 'a', 'value' => 'y']]]",
    "Ruby": "{ eventTypeKey: 'x', keyValue: 'o@e.ua', params: [{ name: 'a', value: 'y' }] }",
    "PowerShell": "@{ eventTypeKey = 'x'; keyValue = 'o@e.ua'; params = @(@{ name = 'a'; value = 'y' }) }",
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
