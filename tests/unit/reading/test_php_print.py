"""What print_r prints has neither quotes nor escapes: a value ends where the next line can be nothing of it."""

import json

import pytest

from yespo_console.reading.reader import read_payload


def printed(value, indent=0):
    """As PHP does it."""
    if not isinstance(value, dict | list):
        return str(value)
    margin = " " * indent
    items = value.items() if isinstance(value, dict) else enumerate(value)
    lines = "".join(f"{margin}    [{name}] => {printed(each, indent + 8)}\n" for name, each in items)
    return f"Array\n{margin}(\n{lines}{margin})\n"


def event(value):
    params = [{"name": "a", "value": value}, {"name": "b", "value": "z"}]
    return printed({"eventTypeKey": "promo", "keyValue": "k", "params": params})


def values_of(payload):
    reading = read_payload(payload)
    return [[param["value"] for param in json.loads(each.text)["params"]] for each in reading.events], reading.error


@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
@pytest.mark.parametrize(
    "value",
    [
        "вул. Зелена, 5\n\nпід'їзд 2",
        "a\n\n\n  b",
        "a  \n \nb",
        "\nb",
        "a\n(\nb",
        "Array",
        "Array x",
        "Foo Object",
        "Array\n\nb",
    ],
)
def test_every_line_of_a_value_is_kept(value, line_end):
    assert values_of(event(value).replace("\n", line_end)) == ([[value, "z"]], None)


@pytest.mark.parametrize(
    "value", ["a\n", "\n", "a\n)\nb", "a\n)", "a\n                )\nb", "Array\n(", "Array\n *RECURSION*"]
)
def test_a_line_that_may_belong_to_a_value_or_not_is_refused(value):
    events, error = values_of(event(value))
    assert events == []
    assert "Line 1" in error


def test_an_empty_line_in_a_value_is_refused_where_empty_lines_were_taken_out_or_put_in():
    lines = event("a\n\nb").split("\n")
    for payload in (
        "\n".join(line for number, line in enumerate(lines) if line or number == lines.index("b") - 1),
        "\n".join(lines).replace("        (\n", "        (\n\n", 1),
        "\n".join(lines).replace("b\n                )\n\n", "b\n                )\n\n\n", 1),
    ):
        assert values_of(payload)[0] == []


def test_further_lines_of_a_value_are_refused_where_all_empty_lines_were_taken_out():
    payload = "\n".join(line for line in event("a\n\nb").split("\n") if line)
    assert values_of(payload)[0] == []
    assert values_of(payload.replace("a\nb", "a"))[0] == [["a", "z"]]


def test_an_empty_line_between_two_keys_is_refused():
    assert values_of(event("a").replace("    [keyValue]", "\n    [keyValue]"))[0] == []


def test_a_list_of_events_that_is_cut_off_says_so_beside_the_events_that_are_whole():
    body = {"eventTypeKey": "promo", "keyValue": "k", "params": [{"name": "a", "value": "x"}]}
    events, error = values_of(printed([body, body])[:-60])
    assert events == [["x"]]
    assert "cut off" in error
