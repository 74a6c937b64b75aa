"""A new draft begins with the sample of its type, and with ids of its own."""

import pytest

from yespo_console.events import wire
from yespo_console.events.catalog import load_catalog
from yespo_console.events.event import ApiVersion, Encoding
from yespo_console.events.fresh_sample import fresh_sample, is_fresh_sample

TYPES = load_catalog().types
ENCODINGS = (Encoding(), Encoding(native=True), Encoding(ApiVersion.V3, native=True))


@pytest.mark.parametrize("known", TYPES, ids=lambda known: known.key)
@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_fresh_sample_differs_from_the_documented_one_in_its_ids_only(known, encoding):
    event = fresh_sample(known)
    differing = {new.name for new, old in zip(event.params, known.sample.params, strict=True) if new != old}
    assert differing == set(known.generated)
    text = wire.write(event, encoding)
    assert is_fresh_sample(text, event, known, encoding)
    assert not is_fresh_sample(text + " ", event, known, encoding)


def test_each_cart_is_another_one():
    known = next(known for known in TYPES if known.key == "cartUpdated")
    assert len({fresh_sample(known).param("recycleStateId") for _draft in range(20)}) == 20


@pytest.mark.parametrize("mine", ["cart-of-mine", "", "5F0C2B9E-6A57-4F0D-9D0E-3B1F6C2A7D48"])
def test_an_id_that_somebody_typed_is_no_part_of_a_fresh_sample(mine):
    known = next(known for known in TYPES if known.key == "cartUpdated")
    made = fresh_sample(known)
    text = wire.write(made, Encoding()).replace(str(made.param("recycleStateId")), mine)
    assert not is_fresh_sample(text, wire.read(text), known, Encoding())
