"""A new draft begins with the sample of its type, and with ids of its own."""

import pytest

from yespo_console.events import wire
from yespo_console.events.catalog import load_catalog
from yespo_console.events.event import ApiVersion, Encoding
from yespo_console.events.fresh_sample import fresh_sample, is_fresh_sample
from yespo_console.events.locators import locators

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


# -- whom it names

LOCATORS = {name for locator in locators() for name in (locator.name, *locator.aliases)}
TESTER = "tester@example.com"


def _named(event):
    return {param.name: param.value for param in event.params if param.name in LOCATORS}


@pytest.mark.parametrize("known", TYPES, ids=lambda known: known.key)
@pytest.mark.parametrize("contact", [{"email": TESTER}, {"phone": "380671112233"}], ids=["email", "phone"])
def test_a_fresh_sample_names_the_given_contact_alone(known, contact):
    event = fresh_sample(known, contact)
    assert _named(event) == contact
    rest = [param.name for param in known.sample.params if param.name not in LOCATORS]
    assert [param.name for param in event.params if param.name not in LOCATORS] == rest
    text = wire.write(event, Encoding())
    assert is_fresh_sample(text, event, known, Encoding(), (None, contact))
    assert not is_fresh_sample(text, event, known, Encoding())


@pytest.mark.parametrize("known", TYPES, ids=lambda known: known.key)
def test_with_nobody_to_name_the_places_are_left_empty(known):
    assert _named(fresh_sample(known, {})) == {"email": "", "phone": ""}
