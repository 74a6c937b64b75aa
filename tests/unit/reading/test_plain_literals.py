"""Events that a program printed with nothing computed in them: a log holds thousands of these."""

import json

import pytest

from yespo_console.reading.budget import Budget
from yespo_console.reading.origin import Traced
from yespo_console.reading.reader import read_payload
from yespo_console.reading.source_code.finders import find_php, find_ruby
from yespo_console.reading.source_code.languages.python import PythonReader
from yespo_console.reading.source_code.printed import plain_literals
from yespo_console.reading.source_code.printed.plain_literals import plain_event

PLAIN = [
    (
        plain_literals.PYTHON,
        "{'eventTypeKey': 'vip', 'n': [1, -2.50, True, None], \"q\": {}, 'e': [], 'u': 'ї\\n\\u0457'}",
    ),
    (plain_literals.PYTHON, "{'eventTypeKey': 'vip', 'a': \"Об'єм\", 'b': 'Об\\'єм', 'c': '\"',}"),
    (plain_literals.PHP, "['eventTypeKey' => 'vip', 'n' => [1, -2.50, true, null], \"q\" => [], 'w' => 'a\\nb\\\\']"),
    (plain_literals.RUBY, "{'eventTypeKey' => 'vip', 'n' => [1, -2.50, true, nil], \"q\" => {}, 'w' => 'a\\nb\\\\'}"),
]


def _read_as_code(spelling, traced, budget):
    if spelling is plain_literals.PYTHON:
        return PythonReader(traced, budget).read()
    return (find_php if spelling is plain_literals.PHP else find_ruby)(traced, budget)


@pytest.mark.parametrize(("spelling", "text"), PLAIN)
def test_a_plain_event_is_what_it_is_to_the_reader_of_its_language(spelling, text):
    traced = Traced.of(text)
    budget = Budget(len(text))
    plain = plain_event(traced, spelling, budget)
    (request,) = _read_as_code(spelling, traced, budget).requests
    assert (plain.text, plain.origins()) == (request.body.text, request.body.origins())
    assert (request.url, request.repairs, request.error) == (None, (), None)


@pytest.mark.parametrize(
    ("spelling", "text"),
    [
        (plain_literals.PYTHON, "{'eventTypeKey': 'vip', 'eventTypeKey': 'vop'}"),
        (plain_literals.PYTHON, "{'eventTypeKey': name}"),
        (plain_literals.PYTHON, "{'eventTypeKey': f'{name}'}"),
        (plain_literals.PYTHON, "{'eventTypeKey': 'a' 'b'}"),
        (plain_literals.PYTHON, "{'eventTypeKey': 'a', 'n': 1_000}"),
        (plain_literals.PYTHON, "{'eventTypeKey': 'a', 'n': datetime(2026, 1, 1)}"),
        (plain_literals.PYTHON, "{'eventTypeKey': 'a', 'bad': '\\x'}"),
        (plain_literals.PYTHON, "{'eventTypeKey': 'a'"),
        (plain_literals.PYTHON, "{'eventTypeKey': 'a'} | other"),
        (plain_literals.PYTHON, "{'other': 'a'}"),
        (plain_literals.PHP, "['eventTypeKey' => \"vip $name\"]"),
        (plain_literals.PHP, "['eventTypeKey' => 'vip', '0' => 'a']"),
        (plain_literals.PHP, "['eventTypeKey' => 'vip', 'a']"),
        (plain_literals.RUBY, "{'eventTypeKey' => \"vip #{name}\"}"),
        (plain_literals.RUBY, "{'eventTypeKey' => :vip}"),
    ],
)
def test_what_is_not_plain_is_left_to_the_reader_of_its_language(spelling, text):
    assert plain_event(Traced.of(text), spelling, Budget(len(text))) is None


@pytest.mark.parametrize("line", ["2026-11-29 INFO send {}", '"Nov 29, 2026","send {}"', 'level=info msg="send {}"'])
def test_thousands_of_dicts_in_a_log_are_read_without_a_grammar(monkeypatch, line):
    def refuse(*_args):
        raise AssertionError("a grammar was asked")

    monkeypatch.setattr(PythonReader, "__init__", refuse)
    is_table = line.startswith('"')
    quote = {'"': '""' if is_table else '\\"', "\\": "\\" if is_table else "\\\\"} if '"' in line else {}
    events = [{"eventTypeKey": "vip", "keyValue": f"Об'єм {number}", "params": []} for number in range(8000)]
    lines = [line.format(repr(event).translate(str.maketrans(quote))) for event in events]
    reading = read_payload("\n".join(lines))
    assert ([json.loads(event.text) for event in reading.events], reading.error) == (events, None)
