"""Line ends of Windows: kept in the text, no letter on the screen."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yespo_console.events import text_edit
from yespo_console.events.text_edit import TextEdit
from yespo_console.gui.json_editor.following import followed
from yespo_console.gui.json_editor.line_ends import keeping_line_ends, with_line_ends_of
from yespo_console.gui.json_editor.projecting import FOLD_AT, as_sent, readable
from yespo_console.gui.json_editor.projection import Projection

CART = '{\r\n  "params": [\r\n    {"name": "products", "value": "[{\\"price\\":45.50}]"}\r\n  ]\r\n}\r\n'

shown_as_sent = keeping_line_ends(as_sent)
shown_readable = keeping_line_ends(readable)


def typed(projection: Projection, place: str, text: str, instead_of: str = "") -> Projection:
    """The projection after a person typed ``text`` behind ``place`` (over ``instead_of``) in the shown text."""
    start = projection.shown.index(place + instead_of) + len(place)
    edited = projection.edit(start, start + len(instead_of), text)
    assert edited is not None
    assert text_edit.apply(projection.text, edited.edits) == edited.projection.text
    return edited.projection


def test_no_letter_stands_for_a_return_before_a_line_feed():
    assert shown_as_sent(CART).shown == CART.replace("\r\n", "\n")
    assert "\r" not in shown_readable(CART).shown


def test_a_return_that_ends_no_line_is_still_shown():
    assert shown_as_sent('{\r\n"a":\r1}').shown == '{\n"a":\r1}'


def test_a_text_without_such_lines_is_projected_as_ever():
    assert shown_as_sent("{\n}") == as_sent("{\n}")


def test_typing_leaves_the_line_ends_and_a_new_line_ends_like_its_neighbours():
    after = typed(shown_as_sent(CART), "{", "\n  ")
    assert after.text == CART.replace("{\r\n", "{\r\n  \r\n", 1)
    assert typed(after, "  ]", ",").text == after.text.replace("  ]", "  ],")


def test_joining_two_lines_takes_both_letters_of_the_line_end():
    assert typed(shown_as_sent(CART), "  ]", "", "\n").text == CART.replace("  ]\r\n", "  ]")


def test_a_decoded_value_can_be_edited_between_them():
    after = typed(shown_readable(CART), '"price": ', "7", "45.50")
    assert after.text == CART.replace("45.50", "7")


def test_in_a_mixed_text_each_line_keeps_its_own_end():
    mixed = '{\r\n"a": 1,\n"b": 2,\r\n"c": 3}'
    whole = shown_as_sent(mixed)
    edited = whole.edit(0, len(whole.shown), whole.shown.replace("2", "20"))
    assert edited is not None
    assert edited.projection.text == mixed.replace("2", "20")


@pytest.mark.parametrize("place", range(len(CART)))
def test_every_place_leads_to_the_same_letter_and_back(place):
    projection = shown_as_sent(CART)
    shown = projection.to_shown(place)
    if CART[place] == "\n":
        assert projection.to_text(shown) == place - 1
    else:
        assert projection.shown[shown] == CART[place].replace("\r", "\n")
        assert projection.to_text(shown) == place


def test_a_long_value_is_folded_and_its_place_is_true():
    text = '{\r\n"a": "' + "x" * (FOLD_AT + 1) + '",\r\n"b": 1}'
    projection = shown_as_sent(text)
    (fold,) = projection.pieces
    assert text[projection.to_text(fold.shown_start) : projection.to_text(fold.shown_end)].startswith('"xx')
    assert typed(projection, '"b": ', "2", "1").text == text[:-2] + "2}"


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.sampled_from(['"a"', "{", "\r\n", "\n", "\r\n", '"[{\\"b\\":1}]"', ":", "1"]), max_size=14),
    st.lists(st.tuples(st.floats(0, 1), st.floats(0, 0.4), st.sampled_from(["", "x", "\n", '{"a": 1}', "1\n\n2"]))),
    st.sampled_from([shown_as_sent, shown_readable]),
)
def test_whatever_is_typed_the_two_texts_differ_by_the_returns_alone(parts, edits, project):
    projection = project("".join(parts))
    for at, length, inserted in edits[:5]:
        start = int(at * len(projection.shown))
        end = min(len(projection.shown), start + int(length * len(projection.shown)))
        edited = projection.edit(start, end, inserted)
        assert edited is not None
        after = edited.projection
        assert after.text == text_edit.apply(projection.text, edited.edits)
        assert after.shown == projection.shown[:start] + inserted + projection.shown[end:]
        if project is shown_as_sent:
            assert after.text.replace("\r\n", "\n") == after.shown
        for place in range(len(after.text) + 1):
            assert 0 <= after.to_shown(place) <= len(after.shown)
        projection = after


def test_a_change_in_the_text_is_followed_without_laying_it_out_anew():
    projection = shown_readable(CART)
    start = CART.index("45.50")
    after = followed(projection, TextEdit(start, start + 5, "7"))
    assert after is not None
    assert after.text == CART.replace("45.50", "7")
    assert after.shown == shown_readable(after.text).shown
    assert followed(after, TextEdit(1, 3, "")) is None


def test_a_text_laid_out_anew_keeps_its_kind_of_line_end():
    assert with_line_ends_of(CART, "{\n}") == "{\r\n}"
    assert with_line_ends_of("{\n}", "[\n]") == "[\n]"
