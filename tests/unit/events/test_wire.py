"""Events and the text that travels, in every encoding."""

import json

import pytest
from event_strategies import ENCODINGS, V1, V2, V2_NATIVE, V3, bodies, events, layouts
from hypothesis import given
from hypothesis import strategies as st

from yespo_console.events import wire
from yespo_console.events.event import ABSENT, ApiVersion, Encoding, Event, Number, Object, Param
from yespo_console.events.json_text import dump, from_plain, inner, parse, resolve
from yespo_console.events.text_edit import EditError, apply
from yespo_console.events.wire_texts import LOSS_TEXTS

encodings = st.sampled_from(ENCODINGS)

CART = """{
  "eventTypeKey": "cartUpdated",
  "keyValue": "example@email.com",
  "params": [
    {"name": "phone", "value": "73456712"},
    {"name": "products", "value": "[{\\"productId\\":\\"WS01-L-Green\\",\\"quantity\\":1e2,\\"price\\":45.50}]"},
    {"name": "total", "value": 1.0}
  ]
}
"""


def _carried(event, encoding):
    """What of an event the encoding can carry, as it comes back."""
    kept = []
    for param in event.params:
        value = param.value
        if encoding.api is ApiVersion.V3 and (value is ABSENT or any(each.name == param.name for each in kept)):
            continue
        if encoding.api is ApiVersion.V1 and not isinstance(value, (str, tuple, Object)) and value is not ABSENT:
            value = "" if value is None else dump(value)
        kept.append(Param(param.name, value))
    key_value = ABSENT if encoding.api is ApiVersion.V3 else event.key_value
    return Event(event.event_type_key, key_value, tuple(kept), event.extra)


@given(events, encodings, st.sampled_from([None, 2, 4]))
def test_what_is_written_is_read_as_the_same_event(event, encoding, indent):
    text = wire.write(event, encoding, indent=indent)
    assert wire.read(text, encoding.api) == _carried(event, encoding)
    text.encode()


@given(bodies().flatmap(layouts), encodings)
def test_a_text_read_and_written_again_unchanged_is_the_same_text(text, encoding):
    assert wire.rewrite(text, wire.read(text, encoding.api), encoding) == text


@given(bodies().flatmap(layouts), events, encodings)
def test_any_text_can_be_made_to_mean_any_event_that_its_encoding_carries(text, event, encoding):
    event = _carried(event, encoding)
    changed = wire.rewrite(text, event, encoding)
    assert wire.read(changed, encoding.api) == event


@given(bodies().flatmap(layouts), encodings, encodings)
def test_a_conversion_without_losses_means_the_same(text, source, target):
    conversion = wire.convert(text, source, target)
    before, after = wire.read(text, source.api), wire.read(conversion.text, target.api)
    if not conversion.losses:
        assert after == before
    if source == target:
        assert conversion.text == text
    for loss in conversion.losses:
        assert resolve(parse(text), loss.pointer) is not ABSENT
        assert loss.message.endswith(".")


@given(events, encodings, encodings)
def test_a_conversion_there_and_back_is_the_event_when_nothing_was_lost(event, source, target):
    text = wire.write(event, source)
    there = wire.convert(text, source, target)
    back = wire.convert(there.text, target, source)
    if not there.losses and not back.losses:
        assert wire.read(back.text) == wire.read(text)


@given(events, encodings)
def test_a_conversion_writes_values_as_the_encoding_demands(event, encoding):
    params = resolve(parse(wire.convert(wire.write(event, V2), V2, encoding).text), "/params")
    if encoding.api is ApiVersion.V3:
        assert isinstance(params, Object)
        values = [value for _, value in params]
    else:
        values = [item.get("value") for item in params if "value" in item]
    for value in values:
        if encoding.api is ApiVersion.V1:
            assert isinstance(value, str)
        elif encoding.native:
            assert not isinstance(value, str) or inner(value) is None
        else:
            assert not isinstance(value, (tuple, Object))


def test_a_cart_is_read_exactly():
    event = wire.read(CART)
    assert (event.event_type_key, event.key_value) == ("cartUpdated", "example@email.com")
    assert [param.name for param in event.params] == ["phone", "products", "total"]
    assert event.param("products") == (
        Object((("productId", "WS01-L-Green"), ("quantity", Number("1e2")), ("price", Number("45.50")))),
    )
    assert event.param("total") == Number("1.0")


def test_absent_null_and_empty_stay_three_things():
    text = '{"params":[{"name":"a"},{"name":"b","value":null},{"name":"c","value":""}]}'
    event = wire.read(text)
    assert event.event_type_key is ABSENT
    assert [param.value for param in event.params] == [ABSENT, None, ""]
    assert wire.write(event, V2, indent=None) == text


def test_a_string_is_decoded_once():
    text = json.dumps({"params": [{"name": "p", "value": json.dumps({"q": json.dumps([1])})}]})
    assert wire.read(text).param("p") == Object((("q", "[1]"),))


@pytest.mark.parametrize(
    ("params", "read"),
    [
        ('{"a":1,"a":"[2]"}', (Param("a", Number("1")), Param("a", (Number("2"),)))),
        ('[7,{"value":1},{"name":5,"value":2},{"name":"x"}]', None),
    ],
)
def test_odd_params_are_read_as_far_as_they_go(params, read):
    read = read or (Param("", ABSENT), Param("", Number("1")), Param("5", Number("2")), Param("x", ABSENT))
    assert wire.read(f'{{"params":{params}}}').params == read


def test_params_of_another_kind_and_other_members_are_kept():
    text = '{"params":"[1]","source":{"a":1},"source":2}'
    event = wire.read(text)
    assert event.params == ()
    assert event.extra == (("params", "[1]"), ("source", from_plain({"a": 1})), ("source", Number("2")))
    assert wire.write(event, V2, indent=None) == text


@pytest.mark.parametrize(("text", "code", "line"), [("[]", "not_an_object", 1), ("\n{", "not_json_end", 2)])
def test_a_text_that_is_no_event_says_why(text, code, line):
    for read in (wire.read, lambda each: wire.convert(each, V2, V3), lambda each: wire.rewrite(each, Event(), V2)):
        with pytest.raises(wire.WireError) as caught:
            read(text)
        assert (caught.value.code, caught.value.line) == (code, line)
        assert str(caught.value).endswith(".")


def test_the_four_encodings_look_as_documented():
    event = wire.read(CART)
    cart = '[{"productId":"WS01-L-Green","quantity":1e2,"price":45.50}]'
    head = '{"eventTypeKey":"cartUpdated","keyValue":"example@email.com","params":['
    phone = '{"name":"phone","value":"73456712"}'

    def written(encoding):
        return wire.write(event, encoding, indent=None)

    quoted = json.dumps(cart)
    assert written(V2) == (head + phone + f',{{"name":"products","value":{quoted}}},{{"name":"total","value":1.0}}]}}')
    assert written(V2_NATIVE) == written(V2).replace(quoted, cart)
    assert written(V1) == written(V2).replace("1.0", '"1.0"')
    assert written(V3) == (
        f'{{"eventTypeKey":"cartUpdated","params":{{"phone":"73456712","products":{cart},"total":1.0}}}}'
    )
    assert written(Encoding(ApiVersion.V3, native=False)) == written(V3)


def test_rewriting_touches_only_what_changed():
    event = wire.read(CART)
    product = event.params[1].value[0]
    dearer = Object((*product.pairs[:2], ("price", Number("46"))))
    changed = Event("cartUpdated", ABSENT, (*event.params[:1], Param("products", (dearer,)), *event.params[2:]))
    expected = CART.replace("45.50", "46").replace('  "keyValue": "example@email.com",\n', "")
    assert wire.rewrite(CART, changed, V2) == expected


def test_rewriting_keeps_the_spelling_and_the_native_form_of_what_stays():
    text = wire.convert(CART, V2, V2_NATIVE).text.replace('"phone"', '"ph\\u006fne", "t": 1')
    event = wire.read(text)
    more = Event(event.event_type_key, event.key_value, (*event.params, Param("page", Object((("location", "u"),)))))
    changed = wire.rewrite(text, more, V2_NATIVE)
    assert changed == text.replace("1.0}", '1.0},\n    {"name": "page", "value": {"location": "u"}}')


def test_a_thousand_rows_pasted_into_a_cart_are_one_insertion():
    event = wire.read(CART)
    rows = tuple(from_plain({"productId": str(n), "price": n}) for n in range(1000))
    cart = Param("products", (*event.param("products"), *rows))
    changed = wire.rewrite(
        CART, Event(event.event_type_key, event.key_value, (event.params[0], cart, event.params[2])), V2
    )
    assert len(wire.read(changed).param("products")) == 1001
    assert changed.startswith(CART[: CART.index("}]")])


@pytest.mark.parametrize(
    ("text", "event", "changed"),
    [
        ('{"keyValue":"a","keyValue":"b"}', Event(ABSENT, "c"), '{"keyValue":"a","keyValue":"c"}'),
        ('{"keyValue":"a","x":1,"keyValue":"b"}', Event(extra=(("x", Number("1")),)), '{"x":1}'),
        ('{"x":1,"y":[2]}', Event(extra=(("y", (Number("3"),)), ("z", None))), '{"y":[3],"z":null}'),
        (
            '{"params":[{"name":"p","value":1,"value":2,"note":3}]}',
            Event(params=(Param("p", "x"),)),
            '{"params":[{"name":"p","value":1,"value":"x","note":3}]}',
        ),
        (
            '{"params":[7,{"name":"p"}]}',
            Event(params=(Param("q", ABSENT), Param("p", ABSENT))),
            '{"params":[{"name":"q"},{"name":"p"}]}',
        ),
        (
            '{"params":{"a":1,"b":2,"c":3}}',
            Event(params=(Param("a", "x"), Param("c", Number("3")))),
            '{"params":{"a":"x","c":3}}',
        ),
        ('{"params":[{"name":"p","value":"[1]"}]}', Event(params=(Param("p", ABSENT),)), '{"params":[{"name":"p"}]}'),
        (
            '{"params":[{"name":"p","value":"[1]"}]}',
            Event(params=(Param("q", (Number("1"),)),)),
            '{"params":[{"name":"q","value":"[1]"}]}',
        ),
    ],
)
def test_odd_bodies_are_rewritten_in_place(text, event, changed):
    assert wire.rewrite(text, event, V2) == changed


def test_only_the_params_that_count_are_converted():
    text = '{"params":{"p":1},"params":[{"name":"q","value":"[1]"}]}'
    assert wire.convert(text, V2, V2_NATIVE).text == text.replace('"[1]"', "[1]")
    by_name = '{"params":{"p":"[1]","q":2}}'
    assert wire.convert(by_name, V2, V3).text == by_name.replace('"[1]"', "[1]")


EVERYTHING = (
    '{"eventTypeKey":"x","keyValue":"k","params":[{"name":"n","value":45.50},{"name":"b","value":true},'
    '{"name":"z","value":null,"note":1},{"name":"n","value":"second"},7,{"name":"none"}]}'
)


def test_a_conversion_names_what_is_lost():
    def lost(target):
        conversion = wire.convert(EVERYTHING, V2, target)
        return {(loss.code, loss.pointer) for loss in conversion.losses}

    assert lost(V2_NATIVE) == set()
    assert lost(V1) == {
        ("lost_number_type", "/params/0/value"),
        ("lost_boolean_type", "/params/1/value"),
        ("lost_null", "/params/2/value"),
    }
    assert lost(V3) == {
        ("lost_key_value", "/keyValue"),
        ("lost_item_member", "/params/2/note"),
        ("lost_duplicate_param", "/params/3"),
        ("lost_item", "/params/4"),
        ("lost_param_without_value", "/params/5"),
    }
    assert {code for target in (V1, V3) for code, _ in lost(target)} == set(LOSS_TEXTS)


def test_a_loss_is_told_in_words():
    first, *_ = wire.convert(EVERYTHING, V2, V1).losses
    assert first.message == "n was the number 45.50 and is now text: a v1 event holds nothing but text."
    long = wire.convert(json.dumps({"keyValue": "k" * 400}), V2, V3).losses[0]
    assert "k…”" in long.message
    assert len(long.message) < 250


def test_a_v3_event_becomes_a_list_again():
    text = '{"eventTypeKey":"x","params":{"n":45.50,"o":{"a":1}}}'
    assert wire.convert(text, V3, V2).text == (
        '{"eventTypeKey":"x","params":[{"name":"n","value":45.50},{"name":"o","value":"{\\"a\\":1}"}]}'
    )
    conversion = wire.convert(text, V3, V1)
    assert [loss.pointer for loss in conversion.losses] == ["/params/n"]


def test_a_conversion_leaves_the_layout_and_the_spelling_alone():
    native = wire.convert(CART, V2, V2_NATIVE)
    assert native.losses == ()
    assert '{"productId": "WS01-L-Green", "quantity": 1e2, "price": 45.50}' in native.text
    assert native.text.startswith(CART[: CART.index('"[{')])
    assert wire.read(native.text) == wire.read(CART)


def test_a_param_has_a_pointer():
    assert wire.param_pointer(CART, "products") == "/params/1/value"
    assert wire.param_pointer(parse('{"params":{"a/b":1}}'), "a/b") == "/params/a~1b"
    for text in (CART, '{"params":{}}', '{"params":5}', "[]", "{"):
        assert wire.param_pointer(text, "nope") is None


def _set(text, name, path, value, encoding=V2):
    return apply(text, [wire.set_param(text, encoding, name, path, from_plain(value))])


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_form_builds_a_whole_event_in_every_encoding(encoding):
    text = "{}"
    text = apply(text, [wire.set_member(text, "eventTypeKey", "cartUpdated")])
    text = _set(text, "email", (), "a@example.com", encoding)
    text = _set(text, "products", (0, "productId"), "1", encoding)
    text = _set(text, "products", (0, "price"), 45.5, encoding)
    text = _set(text, "products", (1, "productId"), "2", encoding)
    text = _set(text, "products", (1, "tags", 0), "green", encoding)
    text = apply(text, [wire.set_member(text, "keyValue", "k")])
    event = wire.read(text, encoding.api)
    assert event.event_type_key == "cartUpdated"
    assert event.key_value == "k"
    assert event.param("email") == "a@example.com"
    products = [{"productId": "1", "price": 45.5}, {"productId": "2", "tags": ["green"]}]
    assert event.param("products") == from_plain(products)
    raw = resolve(parse(text), wire.param_pointer(text, "products"))
    assert isinstance(raw, str) is not encoding.native
    assert parse(text).names == ("eventTypeKey", "keyValue", "params")


@pytest.mark.parametrize(
    ("name", "path", "value", "encoding", "old", "new"),
    [
        ("products", (0, "price"), 46, V2, "45.50", "46"),
        ("phone", (), "1", V2, "73456712", "1"),
        ("phone", (), 5, V2, '"73456712"', "5"),
        ("phone", (), 5, V1, '"73456712"', '"5"'),
        ("phone", ("a",), 5, V2, '"73456712"', '"{\\"a\\":5}"'),
        ("phone", ("a",), 5, V2_NATIVE, '"73456712"', '{"a": 5}'),
        ("products", (0, "price", "net"), 1, V2, "45.50", '{\\"net\\":1}'),
        ("products", (0, "price", 0), 1, V2, "45.50", "[1]"),
        ("total", (), None, V2, "1.0", "null"),
        ("new", (), "x", V2, "1.0}", '1.0},\n    {"name": "new", "value": "x"}'),
        ("new", ("a", 0), "x", V2, "1.0}", '1.0},\n    {"name": "new", "value": "{\\"a\\":[\\"x\\"]}"}'),
    ],
)
def test_a_field_changes_its_value_alone(name, path, value, encoding, old, new):
    assert CART.count(old) == 1
    assert _set(CART, name, path, value, encoding) == CART.replace(old, new)


def test_a_container_of_the_wrong_kind_gives_way():
    text = '{"params":[{"name":"p","value":"{\\"a\\":1}"},{"name":"q"}]}'
    assert wire.read(_set(text, "p", (0,), 5)).param("p") == (Number("5"),)
    assert wire.read(_set(text, "q", ("a",), 5)).param("q") == Object((("a", Number("5")),))
    assert parse(_set('{"params":5}', "p", (), 1)) == from_plain({"params": [{"name": "p", "value": 1}]})
    assert _set('{"params":{"p":1}}', "q", ("a",), 2) == '{"params":{"p":1,"q":{"a":2}}}'


def test_a_list_cannot_begin_in_its_middle():
    with pytest.raises(EditError):
        _set(CART, "new", (1,), "x")
    with pytest.raises(EditError):
        _set(CART, "products", (5, "price"), 1)


def test_params_and_members_are_removed_whole():
    changed = apply(CART, [wire.remove_param(CART, V2, "products")])
    assert [param.name for param in wire.read(changed).params] == ["phone", "total"]
    by_name = '{"params":{"a":1,"b":2}}'
    assert apply(by_name, [wire.remove_param(by_name, V3, "a")]) == '{"params":{"b":2}}'
    assert wire.read(apply(CART, [wire.remove_member(CART, "keyValue")])).key_value is ABSENT


@pytest.mark.parametrize(
    "edit",
    [
        lambda: wire.remove_param(CART, V2, "nope"),
        lambda: wire.remove_member(CART, "nope"),
        lambda: wire.set_param("{", V2, "a", (), None),
        lambda: wire.set_member("[]", "keyValue", "k"),
    ],
)
def test_an_edit_of_an_event_without_a_place_is_refused(edit):
    with pytest.raises(EditError):
        edit()
