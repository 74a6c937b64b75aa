"""Values within values within values, in every language: read, or refused with a reason, and never too deep for Python.

What reads them calls itself for each, and Python allows a thousand calls within each other; a window has some of its
own below them.
"""

import pytest

from yespo_console.reading.reader import read_payload

#: An event whose key is nested so many times.
NESTED = {
    "sums of JavaScript": lambda n: f'x = {{eventTypeKey: "a", keyValue: {"(a + " * n}"k"{")" * n}}}',
    "templates of JavaScript": lambda n: f'x = {{eventTypeKey: "a", keyValue: {"`${" * n}"k"{"}`" * n}}}',
    "objects of JavaScript": lambda n: f'x = {{eventTypeKey: "a", keyValue: {"{a: " * n}"k"{"}" * n}}}',
    "spread objects": lambda n: 'x = {eventTypeKey: "a", ...' * n + "{}" + "}" * n,
    "texts in texts": lambda n: "x = " + 'JSON.stringify({eventTypeKey: "a", b: ' * n + '"k"' + "})" * n,
    "variables": lambda n: (
        'v0 = {a: "b"};\n'
        + "".join(f"v{i + 1} = {{b: v{i}}};\n" for i in range(n))
        + f'x = {{eventTypeKey: "a", keyValue: v{n}}};'
    ),
    "sums of Python": lambda n: f'x = {{"eventTypeKey": "a", "keyValue": {"(a + " * n}"k"{")" * n}}}',
    "calls of Python": lambda n: f'x = {{"eventTypeKey": "a", "keyValue": {"str(" * n}"k"{")" * n}}}',
    "lists of PHP": lambda n: f'<?php $x = ["eventTypeKey" => "a", "keyValue" => {"[" * n}"k"{"]" * n}];',
    "sums of PHP": lambda n: f'<?php $x = ["eventTypeKey" => "a", "keyValue" => {"($a . " * n}"k"{")" * n}];',
    "texts of Ruby": lambda n: 'x = { "eventTypeKey" => "a", "keyValue" => ' + '"#{' * n + '"k"' + '}"' * n + " }",
    "hashes of Ruby": lambda n: f'x = {{ "eventTypeKey" => "a", "keyValue" => {"{a: " * n}"k"{"}" * n} }}',
    "hashes of PowerShell": lambda n: f'$x = @{{eventTypeKey = "a"; keyValue = {"@{a = " * n}"k"{"}" * n}}}',
    "sums of PowerShell": lambda n: f'$x = @{{eventTypeKey = "a"; keyValue = {"($a + " * n}"k"{")" * n}}}',
    "sums with a comment": lambda n: f"$x = @{{eventTypeKey = 'a'}}\n$x.b {'+#= 1' * n}\n$x | ConvertTo-Json",
    "substitutions of a shell": lambda n: f'curl https://yespo.io/api/v2/event -d "{"$(echo " * n}x{")" * n}"',
}


def _from_below(calls, payload):
    return read_payload(payload) if calls == 0 else _from_below(calls - 1, payload)


@pytest.mark.parametrize("name", NESTED)
@pytest.mark.parametrize("depth", [1, 60, 110, 150, 2000])
def test_nested_values_are_read_or_refused(name, depth):
    reading = _from_below(150, NESTED[name](depth))
    assert reading.events or reading.error
