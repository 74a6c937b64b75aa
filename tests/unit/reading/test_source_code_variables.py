"""Variables in source code: one that may hold something else by the time it is used is not read as what it was."""

import pytest
from tree_sitter import Language

from yespo_console.reading.reader import read_payload
from yespo_console.reading.source_code.javascript import JavaScriptReader
from yespo_console.reading.source_code.php import PhpReader
from yespo_console.reading.source_code.powershell import PowerShellReader
from yespo_console.reading.source_code.python import PythonReader
from yespo_console.reading.source_code.ruby import RubyReader


@pytest.mark.parametrize("reader", [JavaScriptReader, PhpReader, PowerShellReader, PythonReader, RubyReader])
def test_every_type_of_node_that_a_reader_names_is_one_of_its_grammar(reader):
    language = Language(reader.grammar())
    known = {language.node_kind_for_id(number) for number in range(language.node_kind_count)}
    for named in (reader.MAPS, reader.TEXTS, reader.CALLS, reader.VISITED, reader.BLOCKS):
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
