"""Exports of Insomnia 5: every style of YAML with its places, and files that mean no good."""

import pytest
import yaml

from yespo_console.reading.budget import Budget
from yespo_console.reading.origin import Traced
from yespo_console.reading.reader import read_payload
from yespo_console.reading.tool_files import yaml_file
from yespo_console.reading.tool_files.yaml_file import LONGEST, YamlError, open_yaml
from yespo_console.reading.tool_files.yaml_scalars import traced_scalar

BEGINNING = "type: collection.insomnia.rest/5.0\n"


@pytest.fixture(params=[True, False], ids=["parser in C", "parser in Python"], autouse=True)
def _parser(request, monkeypatch):
    if request.param and not yaml.__with_libyaml__:
        pytest.skip("this PyYAML has no parser in C")
    monkeypatch.setattr(yaml, "__with_libyaml__", request.param)


def _open(text):
    return open_yaml(Traced.of(text), Budget(len(text)))


@pytest.mark.parametrize(
    "spelled",
    [
        "|-\n    {\n      @\n\n    }\n",
        "|+  # kept\n    {\n      @\n\n\n",
        "|2\n      {\n    @\n",
        "|-\r\n    {\r\n      @\r\n    }\r\n",
        ">-\n    {one two\n    three @\n\n    four}\n",
        "plain words @ and\n    more\n",
        "'it''s\n    folded\n\n    twice @ '\n",
        '"\\"a\\" \\u0456\\x41\\U0001F600 \\\n    \\ joined\n    folded @\\n"\n',
        '"\\\n\n    @"\n',
        "'їжак 😀 @'\n",
    ],
)
def test_a_scalar_means_what_the_parser_says_and_keeps_its_places(spelled):
    text = f"a:\n  b: {spelled}c: d\n"
    file = _open(text)
    found = file.string(("a", "b"))
    assert found.text == yaml.safe_load(text)["a"]["b"]
    assert found.offset(found.text.index("@")) == text.index("@")


def test_a_spelling_that_does_not_fit_stands_at_its_beginning():
    traced = traced_scalar(Traced.of("a: 'bc'"), 3, 7, "other", "'")
    assert traced.text == "other"
    assert {traced.offset(index) for index in range(len(traced))} == {3}


def test_places_lead_to_the_nearest_around_what_is_not_there():
    file = _open("a:\n  - b: 1\n")
    assert file.string(("a", 0)) is None
    assert file.string(("a", 1)) is None
    assert file.offset(("a", 0, "z")) == file.offset(("a", 0)) == 7


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("a: &x b\n", "Line 1, column 4: anchors and aliases"),
        ("a: *x\n", "Line 1, column 4: anchors and aliases"),
        ("a: 'b\n", "here the file is no sound YAML"),
        ("a: b\n c: d\n", "Line 2, column 3: here the file is no sound YAML"),
        ("ї: \x07\n", "Line 1, column 4: here stands a character"),
        ("😀: \ud83d\n", "Line 1, column 4: here stands a character"),
        ("a: b\n---\nc: d\n", "a second document begins here"),
        ("- a\n", "no mapping"),
        ("# nothing\n", "no mapping"),
        ("a: " + "[" * 500, "too many in one another"),
        ("a: " + "[" * 100_000, "Line 1"),
        ("".join(" " * depth + "a:\n" for depth in range(400)), "too many in one another"),
        ("a" * (LONGEST + 1), "more than 1000000 characters"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(text, words):
    with pytest.raises(YamlError, match=words.replace("(", r"\(")):
        _open(text)


def test_a_file_of_very_many_parts_is_refused(monkeypatch):
    monkeypatch.setattr(yaml_file, "_MOST_NODES", 100)
    assert _open("a: [" + "b," * 97 + "]").node.get("a")
    with pytest.raises(YamlError, match="Line 1, column 199: the file has too many parts"):
        _open("a: [" + "b," * 99 + "]")


def test_a_tag_calls_for_nothing():
    reading = read_payload(
        BEGINNING + "collection:\n  - url: https://yespo.io/api/v2/event\n    body:\n"
        '      text: !!python/object/apply:os.getcwd [\'{"eventTypeKey": "a", "params": []}\']\n'
    )
    assert reading.events == ()
    assert reading.error == "This collection holds no event call with a body of text. Form fields are not read."


def test_a_refusal_shows_no_part_of_the_file():
    reading = read_payload(BEGINNING + "collection:\n  - authentication: {password: PLANTED-key-019, %x}\n")
    assert reading.source == "insomnia"
    assert "PLANTED" not in reading.error
    assert "Line 3, column 49" in reading.error


def test_names_that_are_no_texts_and_lists_in_place_of_them_are_passed_over():
    reading = read_payload(BEGINNING + "? [a, b]\n: c\ncollection:\n  - text\n  - url: [x]\n    body: {text: 1}\n")
    assert reading.events == ()
    assert {left.code: left.count for left in reading.left_out} == {"request_elsewhere": 2}
