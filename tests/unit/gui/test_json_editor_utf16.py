"""Offsets survive emoji, which Qt counts as two."""

from hypothesis import given
from hypothesis import strategies as st

from yespo_console.gui.json_editor.utf16 import Utf16Map, units


def test_an_emoji_counts_as_two():
    places = Utf16Map("a\U0001f600b")
    assert [places.to_units(offset) for offset in range(4)] == [0, 1, 3, 4]
    assert [places.to_points(position) for position in range(5)] == [0, 1, 1, 2, 3]


@given(st.text(st.sampled_from("aЧ\u2029\U0001f600\U00010000"), max_size=20))
def test_every_offset_comes_back(text):
    places = Utf16Map(text)
    assert places.total_units == units(text)
    for offset in range(len(text) + 1):
        assert places.to_units(offset) == units(text[:offset])
        assert places.to_points(places.to_units(offset)) == offset
    for position in range(places.total_units + 1):
        assert places.to_units(places.to_points(position)) in (position, position - 1)


def test_places_outside_the_text_are_brought_to_its_ends():
    places = Utf16Map("a\U0001f600")
    assert (places.to_units(9), places.to_units(-1), places.to_points(9), places.to_points(-3)) == (3, 0, 2, 0)
