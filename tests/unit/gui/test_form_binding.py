"""A value typed into a form reaches the text, whatever stood there and however the text is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yespo_console.events import wire
from yespo_console.events.event import ABSENT, ApiVersion, Encoding, Event, Number, Object, Param
from yespo_console.gui.compose.draft import Draft
from yespo_console.gui.forms.binding import Binding
from yespo_console.gui.forms.places import Place, value_at

ENCODINGS = [
    Encoding(ApiVersion.V2, False),
    Encoding(ApiVersion.V2, True),
    Encoding(ApiVersion.V1, False),
    Encoding(ApiVersion.V3, True),
]
PRICE = Place("products", (0, "price"))
EMAIL = Place("email")

values = st.one_of(
    st.text('ab"\\ї\U0001f600\n', max_size=4),
    st.sampled_from([Number("45.50"), Number("1e2"), True, None, ABSENT]),
)


def _cart(encoding):
    products = (Object((("productId", "WS01"), ("price", Number("45.5")))), Object((("price", Number("45.5")),)))
    event = Event("cartUpdated", params=(Param("email", "a@example.com"), Param("products", products)))
    return Draft(wire.write(event, encoding), encoding)


@pytest.mark.parametrize("encoding", ENCODINGS, ids=str)
def test_letters_typed_after_a_number_make_it_a_text(encoding):
    draft = _cart(encoding)
    binding = Binding(draft)
    binding.prepare(PRICE)
    for typed in ("45.5x", "45.5xy", Number("45.5"), "z"):
        assert binding.write(PRICE, typed, None)
        binding.refresh()
        assert draft.reading is not None, draft.text
        assert value_at(draft.reading, PRICE) == typed


@given(
    st.sampled_from(ENCODINGS), st.lists(st.tuples(st.sampled_from([PRICE, EMAIL]), values, st.booleans()), max_size=5)
)
def test_writing_where_the_place_is_remembered_is_writing_where_it_is_looked_for(encoding, writes):
    near, far = _cart(encoding), _cart(encoding)
    remembering = Binding(near)
    for place, value, prepared in writes:
        if prepared:
            remembering.prepare(place)
        remembering.write(place, value, None)
        remembering.refresh()
        Binding(far).write(place, value, None)
        assert near.text == far.text
