"""Two events side by side: what is different, in words, and what is only written otherwise."""

import json
import random
import threading

import pytest
from event_strategies import bodies, layouts
from hypothesis import given
from patience import assert_cost_grows_as_length

from yespo_console.events.comparison import ComparisonCancelledError, Writing, compare_bodies, compare_texts
from yespo_console.events.differences import Change
from yespo_console.events.event import ApiVersion, Encoding
from yespo_console.events.json_text import dump, parse, resolve
from yespo_console.events.wire import convert

CART = [
    {"productId": "A11", "quantity": 1, "price": 45.5, "name": "Mug"},
    {"productId": "A12", "quantity": 2, "price": 12, "name": "Чашка"},
]


def event(type_key="cartUpdated", **params):
    """A v2 body with nested values as text."""
    told = {"email": "anna@example.com", "products": CART, "recycleStateId": "d59c6e6d", **params}
    items = [
        {"name": name, "value": json.dumps(value) if isinstance(value, (list, dict)) else value}
        for name, value in told.items()
        if value is not None
    ]
    return json.dumps({"eventTypeKey": type_key, "params": items})


def said(before, after):
    return [one.message for one in compare_bodies(before, after).differences]


def cart_with(**changes):
    return [{**CART[0], **changes}, CART[1]]


class TestWords:
    def test_a_number_that_became_text(self):
        assert said(event(), event(products=cart_with(price="45.5"))) == ['product 1 (A11): price 45.5 became "45.5"']

    def test_a_param_that_is_missing(self):
        assert said(event(), event(recycleStateId=None)) == ["recycleStateId is missing"]
        assert said(event(recycleStateId=None), event()) == ['recycleStateId "d59c6e6d" was added']

    def test_an_event_type_in_other_capitals(self):
        assert said(event(), event("CartUpdated")) == ["eventTypeKey cartUpdated became CartUpdated"]

    def test_products_that_come_and_go_are_known_by_their_id(self):
        other = [{"productId": "B1", "quantity": 1, "price": 3}, *CART]
        assert said(event(), event(products=other)) == ["product 1 (B1) was added"]
        assert said(event(products=other), event()) == ["product 1 (B1) was removed"]

    def test_a_product_that_changed_and_moved(self):
        moved = [{**CART[1], "quantity": 3}, CART[0]]
        assert said(event(), event(products=moved)) == [
            "product 1 (A12): quantity 2 became 3",
            "products: the items stand in another order",
        ]

    def test_the_same_number_spelled_otherwise_is_said(self):
        longer = event().replace("45.5", "45.50")
        (difference,) = compare_bodies(event(), longer).differences
        assert difference.change is Change.SPELLING
        assert difference.message == "product 1 (A11): price 45.5 is now spelled 45.50; the number is the same"

    def test_numbers_too_long_to_work_out_are_compared_by_their_digits(self):
        huge = '{"eventTypeKey":"x","params":[{"name":"n","value":%s}]}'
        (difference,) = compare_bodies(huge % "1e99999999999999999999", huge % "2").differences
        assert difference.change is Change.CHANGED

    def test_a_name_that_stands_twice(self):
        twice = event().replace(
            '{"name": "recycleStateId"', '{"name": "email", "value": "other@example.com"}, {"name": "recycleStateId"'
        )
        assert said(event(), twice) == ["email stands there 2 times instead of 1 time"]
        inside = event().replace('\\"quantity\\": 1,', '\\"quantity\\": 1, \\"quantity\\": 1,')
        assert said(event(), inside) == ["product 1 (A11): quantity stands there 2 times instead of 1 time"]

    def test_params_that_stand_twice(self):
        twice = event().replace('"params"', '"params": [], "params"')
        assert said(event(), twice) == ["params stands there 2 times instead of 1 time"]
        assert said(twice, twice.replace("[]", "[1]")) == ["param 1: 1 was added"]

    def test_a_param_whose_name_has_other_capitals(self):
        assert said(event(), event().replace('"email"', '"Email"')) == ["email is now spelled Email"]

    def test_an_id_in_other_capitals_is_no_other_product(self):
        assert said(event(), event(products=cart_with(productId="a11"))) == [
            "product 1 (a11): productId A11 became a11"
        ]

    def test_a_list_that_became_text(self):
        assert said(event(), event(products="none")) == ['products (a list of 2 items) became "none"']

    def test_a_container_that_came_or_went_is_told_by_its_size(self):
        assert said(event(products=None), event()) == ["products (a list of 2 items) was added"]

    def test_null_and_empty_and_missing_are_three_things(self):
        empty, null = (
            event(discount=""),
            event().replace('"params": [', '"params": [{"name": "discount", "value": null}, '),
        )
        assert said(empty, null) == ['discount "" became null']
        assert said(null, event()) == ["discount is missing"]
        without = null.replace(', "value": null', "")
        assert said(without, null) == ["discount (nothing) became null"]

    def test_what_cannot_be_seen_is_shown(self):
        assert said(event(city="Нова Одеса"), event(city="Нова\u00a0Одеса")) == [
            'city "Нова Одеса" became "Нова\\u00a0Одеса"'
        ]

    def test_letters_of_two_scripts_that_look_alike_are_told_apart(self):
        assert said(event("cartUpdated"), event("\u0441artUpdated")) == [
            "eventTypeKey cartUpdated became \u0441artUpdated (they look alike: c (U+0063) and \u0441 (U+0441))"
        ]
        assert said(event(), event().replace('"email"', '"\u0435mail"')) == [
            "email is now spelled \u0435mail (they look alike: e (U+0065) and \u0435 (U+0435))"
        ]

    def test_of_a_long_text_the_part_that_differs_is_shown(self):
        long = "word " * 100
        (difference,) = compare_bodies(event(text=long + "red mug"), event(text=long + "blue mug")).differences
        assert "red mug" in difference.message
        assert "blue mug" in difference.message
        assert len(difference.message) < 200

    def test_what_stands_beside_a_name_and_value_or_the_params(self):
        odd = (
            event()
            .replace('"params"', '"source": "shop", "params"')
            .replace('"value": "anna', '"type": 1, "value": "anna')
        )
        assert said(event(), odd) == ["email: type 1 was added", 'source beside the params "shop" was added']

    def test_what_is_no_param_at_all(self):
        broken = event().replace('"params": [', '"params": [17, ')
        assert said(event(), broken) == ["param 1: 17 was added"]
        assert said(broken, broken.replace("17", "18")) == ["param 1 17 became 18"]

    def test_nested_json_deeper_down_as_text_is_a_difference(self):
        native = event(products=cart_with(tags=["red"]))
        as_text = event(products=cart_with(tags='["red"]'))
        assert said(native, as_text) == ["product 1 (A11): tags was JSON and is now a text that holds JSON"]

    def test_lists_without_identity_meet_by_place(self):
        before, after = (
            event(products=cart_with(tags=["a", "b", "d"])),
            event(products=cart_with(tags=["a", "c", "x", "d"])),
        )
        assert said(before, after) == [
            "product 1 (A11): tags #2 b became c",
            'product 1 (A11): tags #3: "x" was added',
        ]

    def test_of_products_with_one_id_the_equal_ones_meet(self):
        red, blue = {"productId": "A", "color": "red"}, {"productId": "A", "color": "blue"}
        assert said(event(products=[red, blue]), event(products=[blue, {**red, "quantity": 2}])) == [
            "product 2 (A): quantity 2 was added",
            "products: the items stand in another order",
        ]


class TestPlaces:
    def test_pointers_lead_to_the_value_in_each_text(self):
        before, after = event(), event(products=[CART[1], {**CART[0], "price": 46}])
        price = compare_bodies(before, after).differences[0]
        assert dump(resolve(parse(before), price.before_pointer)) == "45.5"
        assert dump(resolve(parse(after), price.after_pointer)) == "46"

    def test_what_is_not_there_has_no_pointer(self):
        (missing,) = compare_bodies(event(), event(recycleStateId=None)).differences
        assert missing.before_pointer == "/params/2/value"
        assert missing.after_pointer is None


class TestWriting:
    def test_the_very_same_text(self):
        compared = compare_bodies(event(), event())
        assert compared.identical
        assert compared.summary == "The two events are the same."
        assert compared.remarks == ()

    @pytest.mark.parametrize(
        ("other", "ways"),
        [
            (lambda text: json.dumps(json.loads(text), indent=1), {Writing.WHITESPACE}),
            (lambda text: text.replace("anna", "\\u0061nna"), {Writing.ESCAPING}),
            (lambda text: json.dumps(dict(reversed(json.loads(text).items()))), {Writing.KEY_ORDER}),
            (lambda text: text.replace("[{\\", "[ {\\"), {Writing.INSIDE_TEXT}),
        ],
    )
    def test_what_is_only_written_otherwise_is_named(self, other, ways):
        compared = compare_bodies(event(), other(event()))
        assert compared.same
        assert not compared.identical
        assert set(compared.writing) == ways
        assert compared.remarks[0].startswith("Only written otherwise: ")

    def test_list_and_object_string_and_native_mean_the_same(self):
        string, native = Encoding(ApiVersion.V2), Encoding(ApiVersion.V2, native=True)
        text = event()
        assert compare_bodies(text, convert(text, string, native).text).writing == (Writing.NESTING, Writing.WHITESPACE)
        compared = compare_bodies(text, convert(text, string, Encoding(ApiVersion.V3)).text)
        assert compared.same
        assert {Writing.PARAMS_SHAPE, Writing.NESTING} <= set(compared.writing)

    @given(bodies().flatmap(lambda body: layouts(body).map(lambda text: (dump(body), text))))
    def test_the_layout_never_makes_a_difference(self, pair):
        assert compare_bodies(*pair).same

    @given(bodies(), bodies())
    def test_there_is_a_difference_when_the_meaning_differs(self, one, other):
        compared = compare_bodies(dump(one), dump(other))
        if compared.same and not compared.writing:
            assert dump(one) == dump(other)
        assert all(difference.message for difference in compared.differences)


class TestOtherTexts:
    def test_a_text_that_is_no_json_is_compared_by_lines_and_that_is_said(self):
        compared = compare_bodies('{\n "a": 1,\n "b" 2\n}', '{\n "a": 1,\n "b": 2\n}')
        assert compared.is_text
        assert [one.message for one in compared.differences] == ['line 3: “ "b" 2” became “ "b": 2”']
        assert compared.remarks == ("The first text is no JSON, so they were compared line by line.",)

    def test_lines_that_come_and_go(self):
        compared = compare_texts("a\nb\nc", "a\nx\ny\nb")
        assert [one.message for one in compared.differences] == [
            "after line 1, 2 lines were added",
            "line 3 was removed",
        ]

    def test_other_line_ends_are_no_difference(self):
        compared = compare_texts("not json\r\nat all", "not json\nat all")
        assert compared.same
        assert compared.writing == (Writing.WHITESPACE,)

    def test_json_that_is_no_event_is_compared_by_value(self):
        compared = compare_texts('{"error": {"code": 1}}', '{"error": {"code": 2}, "id": 7}')
        assert [one.message for one in compared.differences] == ["error: code 1 became 2", "id 7 was added"]
        assert compare_bodies("[1]", "[1, 2]").differences[0].message == "#2: 2 was added"

    def test_an_event_against_nothing(self):
        compared = compare_bodies(event(), "")
        assert not compared.same
        assert compared.not_json == (False, True)


class TestRedaction:
    def test_values_are_hidden_before_they_are_cut(self):
        (difference,) = compare_bodies(event(), event(email="olha@example.com" * 9)).differences
        hidden = difference.sentence(lambda text: "somebody" if "@" in text else text)
        assert hidden == "email somebody became somebody (another value, hidden alike)"


class TestLargeEvents:
    def test_four_times_the_products_take_four_times_the_work(self):
        many = [{"productId": f"A{at}", "quantity": 1, "price": 45.5, "name": f"Чашка {at}"} for at in range(1000)]
        others = [{**one, "quantity": at % 3} for at, one in enumerate(many)]
        for quarter in range(0, 1000, 250):
            others[quarter : quarter + 250] = random.Random(4).sample(others[quarter : quarter + 250], 250)
        assert_cost_grows_as_length(
            lambda count: compare_bodies(event(products=many[:count]), event(products=others[:count])), 250
        )

    def test_a_comparison_nobody_waits_for_ends(self):
        before, after = ([{"productId": str(at), "price": at + more} for at in range(3000)] for more in (0, 1))
        asked = threading.Event()
        asked.set()
        with pytest.raises(ComparisonCancelledError):
            compare_bodies(event(products=before), event(products=after), asked.is_set)

    def test_more_differences_than_anybody_reads_are_counted(self):
        before, after = (json.dumps(list(range(more, 6000 + more))) for more in (0, 1))
        compared = compare_texts(before.replace(" 3000,", " -1,"), after)
        assert len(compared.differences) + compared.left_out == compared.count
        assert compared.count > 5000
        assert "Only the first 5,000 are listed." in compared.remarks
