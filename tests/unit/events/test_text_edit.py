"""Changes of a text that leave everything else in it as it stands."""

import json

import pytest
from event_strategies import bodies, layouts, nodes, texts
from hypothesis import given
from hypothesis import strategies as st

from yespo_console.events.event import Number, Object
from yespo_console.events.json_places import locate
from yespo_console.events.json_text import from_plain, inner, join, parse, resolve
from yespo_console.events.problems import Fix, Operation
from yespo_console.events.text_difference import edits_to
from yespo_console.events.text_edit import (
    EDIT_TEXTS,
    EditError,
    TextEdit,
    append_members,
    apply,
    apply_fix,
    insert_item,
    insert_items,
    remove_children,
    remove_value,
    rename_member,
    set_value,
)


def _set(text, pointer, value, **options):
    return apply(text, [set_value(text, pointer, from_plain(value), **options)])


def _removed(text, pointer):
    return apply(text, [remove_value(text, pointer)])


def test_edits_refer_to_the_text_as_given():
    assert apply("abcdef", [TextEdit(4, 5, "E"), TextEdit(0, 1, ""), TextEdit(2, 2, "+")]) == "b+cdEf"
    with pytest.raises(ValueError, match="overlap"):
        apply("abc", [TextEdit(0, 2, ""), TextEdit(1, 3, "")])


@st.composite
def _places(draw, in_string):
    """A text in some layout, a pointer to a value of it, and the value put there; perhaps all within a string."""
    node = draw(nodes)
    text = draw(layouts(node))
    tokens = []
    value = node
    while isinstance(value, (tuple, Object)) and len(value) and draw(st.booleans()):
        if isinstance(value, tuple):
            position = draw(st.integers(0, len(value) - 1))
            tokens.append(position)
            value = value[position]
        else:
            name = draw(st.sampled_from(value.names))
            tokens.append(name)
            value = value.get(name)
    if in_string:
        if not isinstance(node, (tuple, Object)) or not tokens:
            text, tokens = draw(layouts((node,))), [0, *tokens]
        text, tokens = f'{{ "held":{json.dumps(text)}\n}}', ["held", *tokens]
    return text, tuple(tokens), draw(nodes)


def _replaced(node, tokens, new):
    """The tree with one value replaced, string JSON taken as decoded."""
    if not tokens:
        return new
    held = inner(node)
    if isinstance(held, tuple):
        return tuple(_replaced(each, tokens[1:], new) if n == tokens[0] else each for n, each in enumerate(held))
    last = max(n for n, name in enumerate(held.names) if name == tokens[0])
    return Object(
        tuple((name, _replaced(each, tokens[1:], new) if n == last else each) for n, (name, each) in enumerate(held))
    )


@given(_places(False))
def test_a_value_set_is_there_and_all_else_is_as_it_was(case):
    text, tokens, new = case
    edit = set_value(text, join(*tokens), new, keep_string=False)
    span = locate(text, join(*tokens))
    assert (edit.start, edit.end) == (span.start, span.end)
    changed = apply(text, [edit])
    assert changed.startswith(text[: span.start])
    assert changed.endswith(text[span.end :])
    assert parse(changed) == _replaced(parse(text), tokens, new)


@given(_places(True))
def test_a_value_set_inside_a_string_leaves_the_rest_of_the_string_alone(case):
    text, tokens, new = case
    edit = set_value(text, join(*tokens), new, keep_string=False)
    span = locate(text, join(*tokens))
    assert (edit.start, edit.end) == (span.start, span.end)
    before, after = parse(text).get("held"), parse(apply(text, [edit])).get("held")
    assert isinstance(after, str)
    assert inner(after) == _replaced(inner(before), tokens[1:], new)


@given(nodes.filter(lambda node: isinstance(node, Object)).flatmap(layouts), texts, nodes, st.booleans())
def test_a_new_member_comes_to_the_end_in_any_layout(text, name, new, in_string):
    old = parse(text)
    prefix = "/0" if in_string else ""
    outer = f"[{json.dumps(text)}]" if in_string else text
    edit = append_members(outer, prefix, ((name, new), (name, None)))
    changed = apply(outer, [edit])
    held = inner(parse(changed)[0]) if in_string else parse(changed)
    assert held == Object((*old.pairs, (name, new), (name, None)))
    if name not in old:
        assert apply(outer, [set_value(outer, prefix + join(name), new)]).startswith(outer[: edit.start])


@given(nodes.filter(lambda node: isinstance(node, tuple)).flatmap(layouts), st.data(), st.lists(nodes, max_size=3))
def test_items_come_and_go_at_any_position_in_any_layout(text, data, new):
    old = parse(text)
    index = data.draw(st.integers(0, len(old)))
    changed = apply(text, [insert_items(text, "", index, new)])
    assert parse(changed) == (*old[:index], *new, *old[index:])
    if new:
        back = apply(changed, [remove_children(changed, "", index, index + len(new))])
        assert parse(back) == old


@given(_places(False), texts)
def test_a_value_removed_or_renamed_leaves_its_neighbours_alone(case, name):
    text, tokens, _new = case
    if not tokens:
        return
    pointer = join(*tokens)
    around = resolve(parse(text), join(*tokens[:-1]))
    left = resolve(parse(_removed(text, pointer)), join(*tokens[:-1]))
    if isinstance(around, tuple):
        assert left == around[: tokens[-1]] + around[tokens[-1] + 1 :]
        with pytest.raises(EditError, match="no name"):
            rename_member(text, pointer, name)
        return
    last = max(n for n, each in enumerate(around.names) if each == tokens[-1])
    assert left == Object(around.pairs[:last] + around.pairs[last + 1 :])
    renamed = apply(text, [rename_member(text, pointer, name)])
    pairs = list(around.pairs)
    pairs[last] = (name, pairs[last][1])
    assert resolve(parse(renamed), join(*tokens[:-1])) == Object(tuple(pairs))


@given(bodies().flatmap(layouts), bodies())
def test_the_difference_of_two_trees_leads_from_one_to_the_other(text, new):
    changed = apply(text, edits_to(text, new))
    assert edits_to(changed, new) == ()


@given(nodes.flatmap(layouts), nodes)
def test_the_difference_of_trees_without_strings_of_json_is_exact(text, new):
    assert parse(apply(text, edits_to(text, new))) == new


@given(nodes.flatmap(layouts))
def test_the_same_tree_takes_no_edit(text):
    assert edits_to(text, parse(text)) == ()


PRETTY = """{
  "eventTypeKey": "cartUpdated",
  "params": [
    {"name": "email", "value": "a@example.com"},
    {
      "name": "products",
      "value": "[{\\"productId\\": \\"Чай\\", \\"price\\": 45.50}]"
    }
  ]
}
"""


@pytest.mark.parametrize(
    ("pointer", "value", "old", "new"),
    [
        ("/keyValue", "k", '"cartUpdated",', '"cartUpdated",\n  "keyValue": "k",'),
        ("/extra", {"a": [1]}, "\n  ]\n}", '\n  ],\n  "extra": {\n    "a": [\n      1\n    ]\n  }\n}'),
        ("/params/0/value", "b", '"a@example.com"', '"b"'),
        ("/params/0/value", {"a": 1}, '"a@example.com"', '{"a": 1}'),
        ("/params/0/more", [1, {}], '.com"}', '.com", "more": [1, {}]}'),
        ("/params/1/value/0/price", 46, "45.50", "46"),
        ("/params/1/value/0/name", 'q"\n', "45.50", '45.50, \\"name\\": \\"q\\\\\\"\\\\n\\"'),
        ("/params/1/value/1", {"price": 1}, "}]", '}, {\\"price\\": 1}]'),
        ("/params/1/value", [], '"[{\\"productId\\": \\"Чай\\", \\"price\\": 45.50}]"', '"[]"'),
        ("/params/2", {"name": "x"}, '"\n    }\n', '"\n    },\n    {\n      "name": "x"\n    }\n'),
        ("/params/-", 5, '"\n    }\n', '"\n    },\n    5\n'),
    ],
)
def test_what_is_set_looks_like_its_neighbours(pointer, value, old, new):
    assert PRETTY.count(old) == 1
    assert _set(PRETTY, pointer, value) == PRETTY.replace(old, new)


@pytest.mark.parametrize(
    ("text", "pointer", "value", "result"),
    [
        ("{}", "/a", {"b": 1}, '{\n  "a": {\n    "b": 1\n  }\n}'),
        ("[]", "/0", 1, "[\n  1\n]"),
        ('{"a":1}', "/b", [1, 2], '{"a":1,"b":[1,2]}'),
        ('{"a": 1}', "/b", [1, 2], '{"a": 1, "b": [1, 2]}'),
        ('{"a":{}}', "/a/b", 1, '{"a":{"b":1}}'),
        ("[1]", "/1", 2, "[1,2]"),
        ("[[1, 2]]", "/0/2", 3, "[[1, 2, 3]]"),
        ('[\r\n\t{"a":1}\r\n]', "/1", {"a": [2]}, '[\r\n\t{"a":1},\r\n\t{"a":[2]}\r\n]'),
        ('{\r\n\t"a": {}\r\n}', "/a/b", [1], '{\r\n\t"a": {\r\n\t\t"b": [\r\n\t\t\t1\r\n\t\t]\r\n\t}\r\n}'),
        ('{\n    "a": 1\n}', "/a", {"b": 1}, '{\n    "a": {\n        "b": 1\n    }\n}'),
        ('{"a":"{}"}', "/a/b", "c", '{"a":"{\\"b\\":\\"c\\"}"}'),
        ('{"a":"{\\n \\"b\\": 1\\n}"}', "/a/c", 2, '{"a":"{\\n \\"b\\": 1,\\n \\"c\\": 2\\n}"}'),
        ('{"a":"{\\n \\"b\\": 1\\n}"}', "/a", {"c": 2}, '{"a":"{\\n \\"c\\": 2\\n}"}'),
        ("1", "", {"a": 1}, '{\n  "a": 1\n}'),
        (' {"a":1} ', "", {"b": 2}, ' {"b":2} '),
        ('[\n1,\n{"a":\n1}\n]', "/2", [1], '[\n1,\n{"a":\n1},\n[\n  1\n]\n]'),
    ],
)
def test_every_layout_is_followed(text, pointer, value, result):
    assert _set(text, pointer, value) == result


def test_a_container_takes_the_place_of_string_json_natively_when_asked():
    assert _set('{"a":"[1]"}', "/a", [2], keep_string=False) == '{"a":[2]}'
    assert _set('{"a":"[1]"}', "/a", "x") == '{"a":"x"}'


def test_a_string_within_a_string_is_edited_too():
    inner_text = json.dumps({"b": 1})
    text = json.dumps({"a": json.dumps({"held": inner_text})})
    changed = parse(_set(text, "/a/held/b", 'x"'))
    assert resolve(changed, "/a/held/b") == 'x"'
    assert isinstance(resolve(changed, "/a/held"), str)


def test_half_a_character_is_written_so_that_it_can_be_sent():
    for text in ('{"a":1}', '{"a":"[1]"}'):
        changed = _set(text, "/b", "\ud83d")
        changed.encode()
        assert resolve(parse(changed), "/b") == "\ud83d"


@pytest.mark.parametrize(
    ("text", "pointer", "result"),
    [
        ('{"a":1, "b" :2 ,"c":3}', "/a", '{"b" :2 ,"c":3}'),
        ('{"a":1, "b" :2 ,"c":3}', "/b", '{"a":1 ,"c":3}'),
        ('{"a":1, "b" :2 ,"c":3}', "/c", '{"a":1, "b" :2}'),
        ("{ \n }", "/a", None),
        ('{\n "a":1\n}', "/a", "{}"),
        ('{"s":"[1, {\\"a\\":2}]"}', "/s/1", '{"s":"[1]"}'),
        (PRETTY, "/params/1", PRETTY[: PRETTY.index(",\n    {\n")] + "\n  ]\n}\n"),
    ],
)
def test_a_value_goes_with_its_comma(text, pointer, result):
    if result is None:
        with pytest.raises(EditError):
            _removed(text, pointer)
    else:
        assert _removed(text, pointer) == result


def test_fixes_are_edits():
    text = '{"eventTypeKey":"x","params":[{"name":"p","value":"[1]"}]}'

    def mended(operation, pointer, value=None):
        return apply(text, [apply_fix(text, Fix("any", operation, pointer, value))])

    assert mended(Operation.SET, "/keyValue", "k") == text.replace('"x",', '"x","keyValue":"k",')
    assert mended(Operation.SET, "/params/0/value", Object()) == text.replace('"[1]"', '"{}"')
    assert mended(Operation.SET, "/params/0/value", (Number("1"),)) == text.replace('"[1]"', "[1]")
    assert mended(Operation.REMOVE, "/params/0") == '{"eventTypeKey":"x","params":[]}'
    assert mended(Operation.RENAME, "/params/0/value", "val") == text.replace('"value"', '"val"')


EXPECTED_ERRORS = [
    (lambda: set_value('{"a":', "/a", None), "not_json"),
    (lambda: set_value('{"a":1}', "/b/c", None), "not_there"),
    (lambda: set_value('{"a":1}', "/a/c", None), "no_container"),
    (lambda: set_value("[1]", "/2", None), "no_position"),
    (lambda: set_value("[1]", "/01", None), "no_position"),
    (lambda: insert_item("[1]", "", 2, None), "no_position"),
    (lambda: insert_item("{}", "", 0, None), "no_position"),
    (lambda: append_members("[]", "", (("a", None),)), "no_container"),
    (lambda: remove_children("[1]", "", 1, 2), "no_position"),
    (lambda: remove_value("[1]", "/1"), "not_there"),
    (lambda: remove_value("[1]", ""), "whole"),
    (lambda: remove_value("[1]", "/0/a/b"), "not_there"),
    (lambda: rename_member("[1]", "/0", "a"), "no_name"),
]


@pytest.mark.parametrize(("edit", "code"), EXPECTED_ERRORS)
def test_an_edit_without_a_place_says_why(edit, code):
    with pytest.raises(EditError) as caught:
        edit()
    assert caught.value.code == code
    assert str(caught.value).endswith(".")
    assert "{" not in str(caught.value).replace("{ and", "")


def test_every_sentence_of_an_edit_is_reached():
    assert {code for _, code in EXPECTED_ERRORS} == set(EDIT_TEXTS)
