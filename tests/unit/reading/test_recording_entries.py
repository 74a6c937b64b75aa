"""A recording is read entry by entry, and is as faulty, or as whole, as when it is read in one go."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yespo_console.events.json_text import JsonTextError, parse
from yespo_console.reading.tool_files.entries import Entries

SMALL = '{"log": {"version": "1.2", "entries": [ {"a": [1, {"b": "]"}]} , 2 ], "pages": []} , "x": {"entries": [3]} }'

nodes = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


@given(st.lists(nodes, max_size=5), st.dictionaries(st.sampled_from(["pages", "creator", "comment"]), nodes), nodes)
def test_entries_are_what_stands_in_the_list(entries, rest, beside):
    text = json.dumps({"beside": beside, "log": {**rest, "entries": entries, "after": rest}}, indent=1)
    found = Entries(text)
    pairs = list(found)
    assert [entry for entry, _end in pairs] == [parse(json.dumps(entry)) for entry in entries]
    assert [end for _entry, end in pairs] == sorted(end for _entry, end in pairs)
    assert found.are_there
    assert list(found) == pairs, "it can be gone through again"


def fault(read, text):
    """What is wrong with a text, in words, or None."""
    try:
        read(text)
    except JsonTextError as error:
        return str(error)
    return None


def one_by_one(text):
    return list(Entries(text))


@pytest.mark.parametrize("cut", range(len(SMALL)))
def test_a_recording_that_is_cut_off_says_where(cut):
    told = fault(one_by_one, SMALL[:cut])
    assert told is not None
    assert told == fault(parse, SMALL[:cut])


@pytest.mark.parametrize("letter", '?,:]}"')
def test_a_letter_too_many_is_refused_wherever_a_whole_reading_refuses_it(letter):
    for at in range(len(SMALL)):
        text = SMALL[:at] + letter + SMALL[at:]
        assert fault(one_by_one, text) == fault(parse, text), text


@pytest.mark.parametrize(
    "text", ["1", "[]", "{}", '{"log": 1}', '{"log": {"entries": {}}}', '{"entries": [1]}', '{"log": []}']
)
def test_what_has_no_list_of_entries_is_told_from_an_empty_one(text):
    found = Entries(text)
    assert list(found) == []
    assert not found.are_there
    empty = Entries('{"log": {"entries": []}}')
    assert list(empty) == []
    assert empty.are_there
