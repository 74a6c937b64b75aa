"""JSON text, exactly: what is read, how it is written, what is said when it is no JSON."""

import sys
from collections.abc import Iterator
from decimal import Decimal

import pytest
from event_strategies import containers, layouts, nodes
from hypothesis import given
from hypothesis import strategies as st

from yespo_console.events import json_text
from yespo_console.events.event import ABSENT, Node, Number, Object
from yespo_console.events.json_errors import JSON_TEXTS
from yespo_console.events.json_text import (
    MAX_DEPTH,
    JsonTextError,
    Layout,
    Writer,
    compact,
    dump,
    dump_in_parts,
    dumps_plain,
    from_plain,
    inner,
    join,
    line_column,
    parse,
    plain,
    resolve,
    split,
)


@given(nodes.flatmap(lambda node: st.tuples(st.just(node), layouts(node))))
def test_any_layout_reads_as_the_node_it_was_made_of(case):
    node, text = case
    assert parse(text) == node


@given(nodes, st.sampled_from([None, 0, 2, 4]))
def test_what_is_written_is_read_again_the_same_and_can_be_sent_as_utf8(node, indent):
    text = dump(node, indent=indent)
    assert parse(text) == node
    text.encode()


def test_compact_and_pretty_texts_look_as_people_know_them():
    node = parse('{"a": [1.50, {"b": {}, "c": []}], "Ч": "\\ud800"}')
    assert dump(node) == '{"a":[1.50,{"b":{},"c":[]}],"Ч":"\\ud800"}'
    assert dump(node, indent=2) == (
        '{\n  "a": [\n    1.50,\n    {\n      "b": {},\n      "c": []\n    }\n  ],\n  "Ч": "\\ud800"\n}'
    )


@pytest.mark.parametrize("spelling", ["45.50", "1.0", "1e2", "1E+400", "-0", "9" * 100_000])
def test_a_number_keeps_its_spelling(spelling):
    assert parse(f'{{"n":[{spelling}]}}') == Object((("n", (Number(spelling),)),))
    assert dump(parse(spelling)) == spelling


def test_names_that_stand_twice_are_both_there():
    node = parse('{"a":1,"b":[[2]],"a":3}')
    assert isinstance(node, Object)
    assert node.names == ("a", "b", "a")
    assert node.get("a") == Number("3")
    assert node.get("b") == ((Number("2"),),)


WRONG = [
    ("", "not_json_empty", 0),
    (" \n ", "not_json_empty", 3),
    ("\ufeff{}", "not_json_bom", 0),
    ("{", "not_json_end", 1),
    ('{"a":[1', "not_json_end", 7),
    ('{"a":"b', "not_json_open_string", 5),
    ('"a\nb"', "not_json_control_character", 2),
    ('"a\tb"', "not_json_control_character", 2),
    ('"a\\x"', "not_json_escape", 2),
    ('"a\\u12"', "not_json_escape", 2),
    ("[01]", "not_json_number", 2),
    ("[1.]", "not_json_number", 2),
    ("[-]", "not_json_number", 1),
    ("+1", "not_json_number", 0),
    (".5", "not_json_number", 0),
    ('["NaN", NaN]', "not_json_constant", 8),
    ('{"a\\"Infinity":-Infinity}', "not_json_constant", 15),
    ("// x\n{}", "not_json_comment", 0),
    ('{"a":1} # x', "not_json_comment", 8),
    ("{'a':1}", "not_json_quotes", 1),
    ("{“a”:1}", "not_json_quotes", 1),
    ('{"a":"{"b":1}"}', "not_json_inner_quotes", 8),
    ("{a:1}", "not_json_name", 1),
    ('{"a" 1}', "not_json_colon", 5),
    ('{"a":1 "b":2}', "not_json_comma", 7),
    ('{"a":1]', "not_json_bracket", 6),
    ("[1,\n ]", "not_json_trailing_comma", 2),
    ('{"a":1,}', "not_json_trailing_comma", 6),
    ("[1,,2]", "not_json_trailing_comma", 3),
    ("[decimal]", "not_json_value", 1),
    ('{"a":}', "not_json_value", 5),
    ("{} ]}", "not_json_extra", 3),
]


@pytest.mark.parametrize(("text", "code", "offset"), WRONG)
def test_a_text_that_is_no_json_says_what_is_wrong_and_where(text, code, offset):
    with pytest.raises(JsonTextError) as caught:
        parse(text)
    error = caught.value
    assert (error.code, error.offset) == (code, offset)
    assert (error.line, error.column) == line_column(text, offset)
    assert dict(error.args_)["line"] == str(error.line)
    sentence = str(error)
    assert sentence[-1] == "."
    if code not in ("not_json_empty", "not_json_bom"):
        assert f"line {error.line}, column {error.column}" in sentence


def test_every_sentence_about_wrong_json_is_reached():
    assert {code for _, code, _ in WRONG} | {"not_json_too_deep"} == set(JSON_TEXTS)


@given(st.text(max_size=20) | st.text("[]{}\",:1-.eE+ \\untrfals\n'/", max_size=20))
def test_any_text_is_read_or_refused_at_a_place_within_it(text):
    refusal = None
    try:
        node = parse(text)
    except JsonTextError as error:
        refusal = error
    if refusal:
        assert 0 <= refusal.offset <= len(text)
        assert str(refusal)
    else:
        assert parse(dump(node)) == node


@pytest.mark.parametrize("opening", ["[", '{"a":', '[{"a":'])
@pytest.mark.parametrize("closed", [True, False])
@pytest.mark.parametrize("times", [MAX_DEPTH + 1, 400, 100_000])
def test_brackets_too_deep_are_refused_where_the_limit_is_passed(opening, closed, times):
    closing = {"[": "]", '{"a":': "}", '[{"a":': "}]"}[opening]
    text = opening * times + "1" + closing * (times if closed else 0)
    if not closed and times < 500:
        text = opening * times  # a text that merely ends too early is told as that
        expected = "not_json_end"
    else:
        expected = "not_json_too_deep"
    with pytest.raises(JsonTextError) as caught:
        parse(text)
    assert caught.value.code == expected
    if expected == "not_json_too_deep":
        assert text[: caught.value.offset + 1].count("[") + text[: caught.value.offset + 1].count("{") == MAX_DEPTH + 1


def test_the_deepest_allowed_text_is_read_and_written():
    text = "[" * MAX_DEPTH + "]" * MAX_DEPTH
    assert dump(parse(text)) == text
    beside = f'{{"text":"{"[" * 300}","list":[{"[]," * 300}1]}}'
    assert dump(parse(beside)) == beside


def test_a_caller_without_room_on_the_stack_hears_so_and_no_lie_about_the_text():
    def burrow(room):
        return parse(f"[{room}]") if not room else burrow(room - 1)

    with pytest.raises(RecursionError):
        burrow(sys.getrecursionlimit())


def test_the_width_of_a_text_needs_no_stack():
    wide = "[" + ",".join(["[]"] * 200_000) + "]"
    node = parse(wide)
    assert isinstance(node, tuple)
    assert len(node) == 200_000
    object_text = "{" + ",".join([f'"{n}":[{n}]' for n in range(50_000)]) + "}"
    assert dump(parse(object_text)) == object_text


def _python_calls(products):
    """How many Python functions run while a cart of so many products is read."""
    text = '{"products":[' + ",".join([f'{{"productId":"{n}","tags":["a"]}}' for n in range(products)]) + "]}"
    calls = []

    def count(frame, event, _argument):
        if event == "call" and frame.f_code.co_filename == json_text.__file__:
            calls.append(frame)

    sys.setprofile(count)
    try:
        json_text._parse(text)
    finally:
        sys.setprofile(None)
    return len(calls)


def test_twice_the_products_are_twice_the_work():
    assert _python_calls(2000) - _python_calls(1000) == 1000 * (_python_calls(101) - _python_calls(100))


def test_the_same_text_is_read_once():
    text = '{"remembered": [1, 2, 3]}'
    assert parse(text) is parse(text)
    long = f'["{"x" * 1_000_001}"]'
    assert parse(long) == parse(long)
    assert parse(long) is not parse(long)


def test_plain_values_are_exact():
    node = parse('{"a":1,"a":2,"b":[1.10,null,true,"x"],"c":1e400}')
    assert plain(node) == {"a": 2, "b": [Decimal("1.10"), None, True, "x"], "c": Decimal("1e400")}
    assert str(plain(Number("1.10"))) == "1.10"
    assert type(plain(Number("7"))) is int
    assert type(plain(Number("9" * 5000))) is Decimal


def test_a_number_beyond_decimals_is_still_written():
    monster = Number("1e" + "9" * 30)
    assert plain(monster) == monster
    assert dumps_plain({"n": plain(monster)}) == f'{{"n":{monster.spelling}}}'


def test_python_values_become_nodes():
    values = {"a": [1, 1.5, Decimal("45.50"), None, False, "x", 10**5000, (), ABSENT is None]}
    text = dumps_plain(values)
    assert text == '{"a":[1,1.5,45.50,null,false,"x",1' + "0" * 5000 + ",[],false]}"
    assert dumps_plain([1e22, 1e-7, Decimal("1E+5")], indent=1) == "[\n 1e+22,\n 1e-07,\n 1E+5\n]"


@given(nodes)
def test_plain_and_back_means_the_same(node):
    assert plain(from_plain(plain(node))) == plain(node)


@pytest.mark.parametrize("value", [float("nan"), float("-inf"), Decimal("NaN"), Decimal("Infinity")])
def test_what_json_cannot_say_is_refused(value):
    with pytest.raises(ValueError, match="JSON has no"):
        from_plain([value])


def test_python_values_without_a_json_form_are_refused():
    with pytest.raises(TypeError, match="set"):
        from_plain({"a": {1}})
    with pytest.raises(TypeError, match="int"):
        from_plain({1: "a"})
    endless: list[object] = []
    endless.append(endless)
    with pytest.raises(ValueError, match="deeper than 100"):
        from_plain(endless)


@given(containers, st.sampled_from([None, 2]))
def test_a_string_holds_what_its_json_says(node, indent):
    assert inner(dump(node, indent=indent)) == node
    assert inner(node) == node


@pytest.mark.parametrize("node", ["", "x", "1", '"a"', "[", "{x}", "[1] 2", None, True, Number("1"), ABSENT, "[" * 999])
def test_other_values_hold_nothing(node):
    assert inner(node) is None


def test_pointers_are_written_and_split_as_rfc_6901_has_it():
    assert join("params", 2, "a/b~c", "") == "/params/2/a~1b~0c/"
    assert split("/params/2/a~1b~0c/") == ("params", "2", "a/b~c", "")
    assert split("/~01") == ("~1",)
    assert join() == ""
    assert split("") == ()
    with pytest.raises(ValueError, match="pointer"):
        split("params")


def test_a_pointer_leads_through_string_json():
    body = parse('{"params":[{"value":"[{\\"price\\":45.50}]"}],"a":1,"a":2}')
    assert resolve(body, "") == body
    assert resolve(body, "/params/0/value/0/price") == Number("45.50")
    assert resolve(body, "/a") == Number("2")
    for missing in ("/params/1", "/params/00", "/params/-", "/params/x", "/a/b", "/nope", "/params/0/value/0/price/0"):
        assert resolve(body, missing) is ABSENT


@pytest.mark.parametrize(
    ("text", "offset", "place"),
    [
        ("", 0, (1, 1)),
        ("ab", 2, (1, 3)),
        ("a\nb", 2, (2, 1)),
        ("a\r\nb", 3, (2, 1)),
        ("a\rb", 2, (2, 1)),
        ("😀😀x", 2, (1, 3)),
        ("a", 99, (1, 2)),
        ("\n\n", 1, (2, 1)),
    ],
)
def test_lines_and_columns_count_characters_from_one(text, offset, place):
    assert line_column(text, offset) == place


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("items", [(), (Object((("a", Number("1.0")),)), ("b",), None)])
def test_an_object_in_parts_is_the_same_text(items: tuple[Node, ...], indent: int | None) -> None:
    members = (("before", "x"), ("items", items), ("after", Object((("c", ()),))))
    in_parts = [(name, iter(value) if name == "items" else value) for name, value in members]

    assert "".join(dump_in_parts(in_parts, indent=indent)) == dump(Object(members), indent=indent)
    assert "".join(dump_in_parts((), indent=indent)) == dump(Object(), indent=indent)


def test_a_member_is_asked_for_when_the_list_before_it_is_written() -> None:
    written: list[str] = []

    def members() -> Iterator[tuple[str, Node | Iterator[Node]]]:
        yield "items", iter(("a", "b"))
        yield "so far", "".join(written)

    written.extend(dump_in_parts(members()))

    assert "".join(written) == '{"items":["a","b"],"so far":"{\\"items\\":[\\"a\\",\\"b\\"]"}'


@pytest.mark.parametrize(
    "text",
    [
        '{"a":"b","c":[1,2.50,true,null,{}],"d":"x y"}',
        '{"a": 1}',
        ' {"a":1}',
        '{"a":1}\n',
        "[1 ,2]",
        '{"a":"b , c"}',
        '{"a":"\\u0041"}',
        '{"a":"\\/"}',
        '{"a":"\\\\/ \\\\u0041 \\" \\n \\t"}',
        '{"a":"\\ud83d"}',
        '{"a":"\ud83d"}',
        '{"a":"Тарас"}',
        '{"a":1,"a":2}',
        "1",
    ],
)
def test_a_text_that_is_compact_already_is_what_would_be_written(text: str) -> None:
    assert compact(text, parse(text)) == dump(parse(text))


@given(nodes.flatmap(lambda node: st.tuples(st.just(node), layouts(node) | st.just(dump(node)))))
def test_any_layout_is_written_compact_as_its_node_is(case):
    node, text = case
    assert compact(text, node) == dump(node)


@pytest.mark.parametrize("indent", [None, 2])
def test_an_item_may_write_itself(indent: int | None) -> None:
    item = Object((("name", "a"), ("values", (Number("1"), ())), ("none", Object())))
    members = [("items", iter([lambda layout: layout.write(item), item]))]
    by_parts: list[tuple[str, Node | Iterator[Node | Writer]]] = [
        ("items", iter([lambda layout: _by_its_parts(layout, item)])),
        ("last", None),
    ]

    assert "".join(dump_in_parts(members, indent=indent)) == dump(Object((("items", (item, item)),)), indent=indent)
    assert "".join(dump_in_parts(by_parts, indent=indent)) == dump(
        Object((("items", (item,)), ("last", None))), indent=indent
    )


def _by_its_parts(layout: Layout, item: Object) -> str:
    below = layout.below()
    values = item.get("values")
    assert isinstance(values, tuple)
    return layout.write_object(
        [
            ("name", below.write("a")),
            ("values", below.write_list([below.below().write(value) for value in values])),
            ("none", below.write_object([])),
        ]
    )
