"""Where values stand in a text, also inside a string that holds JSON."""

import json

import pytest
from event_strategies import containers, layouts, nodes
from hypothesis import given
from hypothesis import strategies as st

from yespo_console.events.event import Object
from yespo_console.events.json_places import Span, locate, locate_nearest, pointer_at
from yespo_console.events.json_text import join, parse, resolve


def _shown(text, pointer, *, key=False):
    span = locate(text, pointer, key=key)
    return None if span is None else text[span.start : span.end]


def _pointers(node, tokens=()):
    """Every pointer of a tree that leads to one value only."""
    yield join(*tokens)
    if isinstance(node, Object):
        for name, value in node:
            if node.names.count(name) == 1:
                yield from _pointers(value, (*tokens, name))
    elif isinstance(node, tuple):
        for position, value in enumerate(node):
            yield from _pointers(value, (*tokens, position))


@given(nodes.flatmap(lambda node: st.tuples(st.just(node), layouts(node))))
def test_every_value_is_found_at_its_place(case):
    node, text = case
    for pointer in _pointers(node):
        assert parse(_shown(text, pointer)) == resolve(node, pointer)


@given(containers.flatmap(lambda node: st.tuples(st.just(node), layouts(node))), st.booleans(), st.booleans())
def test_every_value_in_a_string_is_found_in_the_text_around_it(case, ascii_only, twice):
    node, inner_text = case
    held = json.dumps(inner_text, ensure_ascii=ascii_only)
    outer = f'{{"😀": [ 1, {held} ]}}'
    if twice:
        outer = f'{{"again":{json.dumps(outer, ensure_ascii=ascii_only)}}}'
    prefix = ("again", "😀", 1) if twice else ("😀", 1)
    try:
        outer.encode()
    except UnicodeEncodeError:
        return  # half of a character in the open cannot be sent
    for pointer in _pointers(node):
        if pointer:
            piece = _shown(outer, join(*prefix) + pointer)
            for _ in range(1 + twice):
                piece = json.loads(f'"{piece}"')
            assert parse(piece) == resolve(node, pointer)


@given(nodes.flatmap(lambda node: st.tuples(st.just(node), layouts(node))))
def test_the_place_of_a_value_leads_back_to_it(case):
    node, text = case
    for pointer in _pointers(node):
        span = locate(text, pointer)
        if isinstance(resolve(node, pointer), (Object, tuple)):
            continue  # just inside a container its first item may begin
        assert pointer_at(text, span.start) == pointer
        assert pointer_at(text, span.end) == pointer


TEXT = (
    '{ "eventTypeKey": "x", "params": [ {"name":"p/1", "value":"[{\\"a\\":\\"\\\\u0427\\\\n\\",'
    '\\"b\\":\\"\\ud83d\\ude00 \\\\\\" \\/z\\", \\"c\\" : 45.50, \\"d\\":\\"{\\\\\\"q\\\\\\":[1,2]}\\"}]"} ] }'
)


@pytest.mark.parametrize(
    ("pointer", "shown"),
    [
        ("", TEXT),
        ("/eventTypeKey", '"x"'),
        ("/params/0/name", '"p/1"'),
        ("/params/0/value/0/a", r"\"\\u0427\\n\""),
        ("/params/0/value/0/b", r"\"\ud83d\ude00 \\\" \/z\""),
        ("/params/0/value/0/c", "45.50"),
        ("/params/0/value/0/d", r"\"{\\\"q\\\":[1,2]}\""),
        ("/params/0/value/0/d/q/1", "2"),
        ("/params/0/value/1", None),
        ("/params/00", None),
        ("/params/-", None),
        ("/eventTypeKey/0", None),
        ("/nope", None),
    ],
)
def test_spans_cover_what_is_meant(pointer, shown):
    assert _shown(TEXT, pointer) == shown


def test_names_have_places_too():
    assert _shown(TEXT, "/params", key=True) == '"params"'
    assert _shown(TEXT, "/params/0/value/0/c", key=True) == '\\"c\\"'
    assert _shown(TEXT, "/params/0", key=True) is None
    assert _shown(TEXT, "", key=True) is None


def test_of_a_name_that_stands_twice_the_last_is_meant():
    assert _shown('{"a":1,"a":2}', "/a") == "2"


def test_something_missing_is_shown_where_it_belongs():
    def nearest(text, pointer):
        span = locate_nearest(text, pointer)
        return text[span.start : span.end]

    assert nearest(TEXT, "/params/0/value/0/price") == _shown(TEXT, "/params/0/value/0")
    assert nearest(TEXT, "/params/0/name/x/y") == '"p/1"'
    assert nearest(TEXT, "/keyValue") == TEXT
    assert locate_nearest("not json", "/a") == Span(0, 0)


def test_a_text_that_is_no_json_has_no_places():
    assert locate('{"a":1', "/a") is None
    assert pointer_at('{"a":1', 3) == ""


@pytest.mark.parametrize(
    ("marked", "pointer"),
    [
        ('|{"a":1}', ""),
        ('{|"a":1}', "/a"),
        ('{"a|":1}', "/a"),
        ('{"a":1|}', "/a"),
        ('{"a":1  |  ,"b":2}', ""),
        ('{"a":[1,|2]}', "/a/1"),
        ('{"a":[|]}', "/a"),
        ('{"a":[1]|}', "/a"),
        ('  | {"a":1}', ""),
        ('{"a":1} | ', ""),
        ('{"a":"{\\"b\\":|1}"}', "/a/b"),
        ('{"a":"{\\"|b\\":1}"}', "/a/b"),
        ('{"a":"{\\|"b\\":1}"}', "/a/b"),
        ('{"a":|"{\\"b\\":1}"}', "/a"),
        ('{"a":"{\\"b\\":\\"{\\\\\\"c\\\\\\":|1}\\"}"}', "/a/b/c"),
        ('{"a":"x|"}', "/a"),
        ('"te|xt"', ""),
    ],
)
def test_the_cursor_knows_which_value_it_stands_in(marked, pointer):
    assert pointer_at(marked.replace("|", ""), marked.index("|")) == pointer


def test_two_thousand_products_in_a_string_are_all_found():
    text = json.dumps({"p": json.dumps([{"productId": f"№{n}", "price": n} for n in range(2000)])})
    for n in range(2000):
        assert _shown(text, f"/p/{n}/price") == str(n)
