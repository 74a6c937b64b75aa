"""What is shown and what travels say the same, whatever a person types where."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yespo_console.events import text_edit
from yespo_console.events.text_edit import TextEdit
from yespo_console.gui.json_editor import layout
from yespo_console.gui.json_editor.following import followed
from yespo_console.gui.json_editor.projecting import FOLD_AT, LONG_LINE, TEXT_END, as_sent, readable
from yespo_console.gui.json_editor.projection import Kind, Projection
from yespo_console.gui.text_sizes import LONGEST_TEXT

CART = """{
  "eventTypeKey": "cartUpdated",
  "params": [
    {"name": "email", "value": "anna@example.com"},
    {"name": "products", "value": "[{\\"productId\\":\\"WS01 \U0001f9e6\\",\\"price\\":45.50}]"},
    {"name": "page", "value": "{\\"location\\":\\"https://example.com\\"}"}
  ]
}"""


def typed(projection: Projection, place: str, text: str, instead_of: str = "") -> Projection:
    """The projection after a person typed ``text`` behind ``place`` (over ``instead_of``) in the shown text."""
    start = projection.shown.index(place + instead_of) + len(place)
    edited = projection.edit(start, start + len(instead_of), text)
    assert edited is not None
    assert text_edit.apply(projection.text, edited.edits) == edited.projection.text
    return edited.projection


def test_a_string_that_holds_json_is_shown_decoded_with_its_numbers_as_spelled():
    shown = json.loads(readable(CART).shown)
    assert shown["params"][1]["value"][0]["productId"] == "WS01 \U0001f9e6"
    assert '"price": 45.50' in readable(CART).shown


def test_typing_into_a_decoded_value_changes_only_that_value_in_the_text():
    after = typed(readable(CART), '"price": ', "7", "45.50")
    assert after.text == CART.replace("45.50", "7")


def test_typing_goes_on_where_the_last_letter_was():
    projection = readable(CART)
    for nth, letter in enumerate("Ab\U0001f600\n"):
        projection = typed(projection, '"location": "' + "Ab\U0001f600"[:nth], letter if letter != "\n" else "c")
    assert projection.text == CART.replace("https://", "Ab\U0001f600chttps://")


def test_half_written_json_travels_as_it_stands_and_is_compact_again_when_it_is_whole():
    projection = readable(CART)
    half = typed(projection, '"price": ', "", "45.50")
    value = json.loads(half.text)["params"][1]["value"]
    assert value.endswith('"price": \n      }\n    ]')
    assert typed(half, '"price": ', "1e2").text == CART.replace("45.50", "1e2")


def test_half_written_json_is_shown_decoded_again_when_the_view_is_shown_anew():
    half = typed(readable(CART), '"price": ', "", "45.50")
    assert readable(half.text).shown == half.shown


def test_outside_of_decoded_values_the_shown_text_and_the_text_are_one():
    assert typed(readable(CART), "anna", "-maria").text == CART.replace("anna", "anna-maria")


def test_a_param_that_is_cut_and_pasted_elsewhere_is_text_again():
    projection = readable(CART)
    start = projection.shown.index('    {"name": "page"')
    end = projection.shown.index("\n  ]")
    line = projection.shown[start:end]
    cut = projection.edit(start, end, "")
    assert cut is not None
    pasted = cut.projection.edit(
        projection.shown.index('    {"name": "email"'), projection.shown.index('    {"name": "email"'), line + ",\n"
    )
    assert pasted is not None
    comma = pasted.projection.shown.rindex(",\n\n")
    whole = pasted.projection.edit(comma, comma + 1, "")
    assert whole is not None
    assert [param["name"] for param in json.loads(whole.projection.text)["params"]] == ["page", "email", "products"]
    assert json.loads(whole.projection.text)["params"][0]["value"] == '{"location":"https://example.com"}'


def test_a_value_replaced_by_another_list_stays_text():
    projection = readable(CART)
    piece = projection.pieces[0]
    emptied = projection.edit(piece.shown_start, piece.shown_end, "")
    assert emptied is not None
    again = emptied.projection.edit(piece.shown_start, piece.shown_start, '[{"productId": "X"}]')
    assert again is not None
    assert json.loads(again.projection.text)["params"][1]["value"] == '[{"productId":"X"}]'


def test_a_value_replaced_by_a_word_is_that_word():
    projection = readable(CART)
    piece = projection.pieces[0]
    edited = projection.edit(piece.shown_start, piece.shown_end, '"none"')
    assert edited is not None
    assert json.loads(edited.projection.text)["params"][1]["value"] == "none"


def test_params_of_v3_are_decoded_too():
    text = '{"params": {"page": "{\\"a\\":1}", "email": "x"}}'
    projection = readable(text)
    assert [piece.name for piece in projection.pieces] == ["page"]


def test_an_unusual_spelling_is_kept_until_it_is_edited():
    text = '{"params":[{"name":"page","value":"{ \\"a\\" : \\"\\\\u0427\\\\/\\", \\"b\\": 1.0 }"}]}'
    projection = readable(text)
    assert projection.text == text
    edited = typed(projection, '"b": ', "2", "1.0")
    assert json.loads(edited.text)["params"][0]["value"] == '{"a":"\\u0427\\/","b":2}'


def test_a_very_long_value_is_folded_and_cannot_be_half_edited():
    text = json.dumps({"a": "x" * (FOLD_AT + 10), "b": 1})
    projection = as_sent(text)
    fold = projection.pieces[0]
    assert fold.kind is Kind.FOLD
    assert len(projection.shown) < 300
    assert projection.edit(fold.shown_start + 5, fold.shown_start + 5, "y") is None
    assert projection.edit(fold.shown_start - 3, fold.shown_end - 1, "") is None


def test_a_fold_is_deleted_as_a_whole_and_text_behind_it_stays_editable():
    text = json.dumps({"a": "x" * (FOLD_AT + 10), "b": 1})
    projection = as_sent(text)
    fold = projection.pieces[0]
    gone = projection.edit(fold.shown_start, fold.shown_end, "2")
    assert gone is not None
    assert gone.projection.text == '{"a": 2, "b": 1}'
    assert typed(projection, '"b": ', "2", "1").text == text[:-2] + "2}"


def test_a_place_is_found_from_the_line_typed_in_last_as_it_is_from_the_beginning():
    items = [{"name": f'Чашка "{number}" \\ 🧦', "price": number} for number in range(20)]
    value = json.dumps(items, ensure_ascii=False, separators=(",", ":"))
    text = json.dumps({"params": [{"name": "products", "value": value}]}, ensure_ascii=False)
    projection = typed(readable(text), '"price": 1', "7")
    piece = projection.pieces[0]
    assert piece.anchor is not None
    slow = replace(projection, pieces=(replace(piece, anchor=None),))
    places = range(piece.text_start, piece.text_end)
    assert [projection.to_shown(place) for place in places] == [slow.to_shown(place) for place in places]


def native_cart(length: int) -> str:
    """A cart without line ends, its products as JSON, at least so long."""
    item = json.dumps({"productId": "WS01", "price": 45.5})
    items = ", ".join([item] * (length // len(item) + 1))
    return f'{{"eventTypeKey": "cartUpdated", "params": [{{"name": "products", "value": [{items}]}}]}}'


@pytest.mark.parametrize("show", [as_sent, readable])
def test_no_line_is_longer_than_a_screen_can_follow(show):
    for text in (native_cart(2 * LONG_LINE), '["' + "x" * (3 * LONG_LINE) + '"]', json.dumps({"a": native_cart(10)})):
        projection = show(text)
        assert max(map(len, projection.shown.split("\n"))) <= LONG_LINE
        assert projection.to_text(len(projection.shown)) == len(text)
    lines = "[" + ",\n".join(["1" * 100] * 2_000) + "]"
    assert show(lines).shown == lines


@pytest.mark.parametrize("show", [as_sent, readable])
def test_of_an_endless_text_the_two_ends_are_shown_and_can_be_edited(show):
    text = native_cart(LONGEST_TEXT)
    projection = show(text)
    assert len(projection.shown) < 3 * TEXT_END
    assert [piece.closed for piece in projection.pieces] == [True]
    after = typed(projection, '"eventTypeKey": "', "my", "cart")
    assert after.text == text.replace("cart", "my", 1)
    fold = projection.pieces[0]
    assert projection.edit(fold.shown_start + 1, fold.shown_end, "") is None


@pytest.mark.parametrize("text", ["", "{", '"', '{"a": "[1', '"[1]""[2]"', '{"a":"{name}"}', "[1,\n2]"])
def test_any_text_can_be_shown(text):
    assert readable(text).text == text
    assert as_sent(text) == Projection(text, text)


nodes = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text('aЧ"\\/\n \U0001f600{[,:', max_size=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text('ab"\\', max_size=3), inner, max_size=3),
    max_leaves=8,
)
bodies = st.lists(
    st.tuples(st.sampled_from(["email", "page", "products"]), nodes, st.booleans(), st.booleans()), max_size=4
).map(
    lambda params: json.dumps(
        {
            "params": [
                {"name": name, "value": json.dumps(value, ensure_ascii=ascii) if inside else value}
                for name, value, inside, ascii in params
            ]
        },
        ensure_ascii=False,
        indent=len(params) % 2 or None,
    )
)
pieces_of_text = st.text('{}[],:" \n1ae\\Ч\U0001f600', max_size=4) | st.sampled_from(['{"a": 1}', '[{"b":"c"}]'])


@settings(max_examples=250, deadline=None)
@given(bodies, st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.3), pieces_of_text), max_size=6))
def test_whatever_is_typed_the_text_is_what_the_shown_text_means(text, edits):
    projection = readable(text)
    for at, length, inserted in edits:
        start = int(at * len(projection.shown))
        end = min(len(projection.shown), start + int(length * len(projection.shown)))
        edited = projection.edit(start, end, inserted)
        assert edited is not None
        after = edited.projection
        assert after.shown == projection.shown[:start] + inserted + projection.shown[end:]
        assert after.text == text_edit.apply(projection.text, edited.edits)
        place = shown_place = 0
        for piece in after.pieces:
            assert after.text[place : piece.text_start] == after.shown[shown_place : piece.shown_start]
            content = json.loads(after.text[piece.text_start : piece.text_end], strict=False)
            shown = after.shown_of(piece)
            assert piece.broken is not layout.is_json(shown)
            assert content == shown if piece.broken else layout.minified(content) == layout.minified(shown)
            place, shown_place = piece.text_end, piece.shown_end
        assert after.text[place:] == after.shown[shown_place:]
        projection = after


@settings(max_examples=150, deadline=None)
@given(bodies)
def test_every_place_leads_to_the_same_letter_of_the_other_text_and_back(text):
    projection = readable(text)
    for piece in projection.pieces:
        quoted = text[piece.text_start : piece.text_end]
        content = json.loads(quoted)
        for place in range(piece.shown_start + 1, piece.shown_end):
            if not projection.shown[place].isspace():
                offset = projection.to_text(place)
                assert content[layout.decoded_offset(quoted, offset - piece.text_start)] == projection.shown[place]
                assert projection.shown[projection.to_shown(offset) : place + 1].lstrip() == projection.shown[place]
    taken = [(piece.text_start, piece.text_end) for piece in projection.pieces]
    for offset in range(len(text)):
        if not any(start <= offset < end for start, end in taken):
            assert projection.shown[projection.to_shown(offset)] == text[offset]
            assert projection.to_text(projection.to_shown(offset)) == offset


def test_a_change_of_one_price_is_followed_without_laying_the_cart_out_anew():
    projection = readable(CART)
    for price, longer in (("45.50", "45.501"), ("45.501", "7")):
        start = projection.text.index(price)
        after = followed(projection, TextEdit(start, start + len(price), longer))
        assert after is not None
        assert after.shown == readable(after.text).shown
        projection = after
    assert '"price": 7' in projection.shown


@settings(max_examples=300, deadline=None)
@given(
    bodies, st.lists(st.tuples(st.floats(0, 1), st.integers(0, 2), st.text("ab1 ,:\U0001f600", max_size=2)), max_size=4)
)
def test_a_followed_change_shows_what_a_new_layout_would(text, edits):
    projection = readable(text)
    for at, length, inserted in edits:
        start = int(at * len(projection.text))
        edit = TextEdit(start, min(start + length, len(projection.text)), inserted)
        after = followed(projection, edit)
        if after is None:
            continue
        assert after.text == text_edit.apply(projection.text, [edit])
        anew = readable(after.text)
        if len(anew.pieces) == len(after.pieces):
            assert after.shown == anew.shown
            assert [(one.text_start, one.text_end, one.shown_end) for one in after.pieces] == [
                (one.text_start, one.text_end, one.shown_end) for one in anew.pieces
            ]
        projection = after
