"""Words that stand in quotes where a value belongs: which are placeholders, by the name of the value and its type.

``string`` is the type of a value and no address, number, id or currency; but somebody may search for it, and a product
may be called ``Phone``. So where any word can be a value, only what the documentation prints for just this name counts,
or the name of a type in an event that has other placeholders.
"""

import re
from functools import cache, lru_cache
from typing import Any, Final

from yespo_console.events.catalog import load_catalog
from yespo_console.events.locators import locator_named, locators

#: The schema of a value; empty where the documentation has none for it.
Part = dict[str, Any]

#: What the documentation prints in place of a value, by its name, whatever the event type.
_PRINTED: Final = {
    "phone": "Phone",
    "productId": "string",
    "price": "decimal",
    "isInStock": "int",
    "someProductProperty": "string",
    "currencyCode": "CurrencyCode",
    "recomVariantId": "string",
    "isFound": "int",
}
#: What it prints where any word can be the value, in its own event type only.
_PRINTED_FOR_ITS_TYPE: Final = {"search": "string"}
#: What stands for any text.
_ANY_TEXT: Final = ("string", "...", "…")
#: The types that documentation names, and the dots that it prints for more of the same.
_TYPES: Final = frozenset(
    (*_ANY_TEXT, "int", "integer", "decimal", "double", "float", "number", "boolean", "array", "object")
)
#: What the schema of a value says where not every word can be the value.
_NARROWING: Final = frozenset(("x-widget", "enum", "pattern", "format", "x-also-accepts"))
#: What joins the words of a name.
_JOINING: Final = re.compile(r"[\W_]+")
#: No placeholder is longer.
_LONGEST: Final = 24


@lru_cache(maxsize=64)
def params_of(event_type: str) -> dict[str, Part]:
    """The schema of each param that Yespo's documentation gives this event type."""
    known = load_catalog().get(event_type)
    return {} if known is None or known.source == "user" else known.params


def part_of_param(name: str, params: dict[str, Part]) -> Part:
    """The schema of a param; that of one which names the contact says nothing but its names."""
    if name in params:
        return params[name]
    locator = locator_named(name)
    return {} if locator is None else {"x-widget": "id", "x-aliases": (locator.name, *locator.aliases)}


def is_placeholder(word: str, name: str, part: Part, *, others: bool) -> bool:
    """Whether ``word`` stands for a value called ``name`` that is still to be filled in.

    Args:
        word: the whole of a text.
        name: of the param or property, as the documentation spells it.
        part: its schema.
        others: the event holds other placeholders.
    """
    if len(word) > _LONGEST or not word:
        return False
    if _PRINTED.get(name) == word:
        return True
    if not part or word in part.get("enum", ()):
        return False
    if part.get("type") == "string" and part.keys().isdisjoint(_NARROWING):
        return _PRINTED_FOR_ITS_TYPE.get(name) == word or (others and _is_type(word))
    return _is_type(word) or _folded(word) in map(_folded, (name, *part.get("x-aliases", ())))


@lru_cache(maxsize=4096)
def may_be_placeholder(word: str) -> bool:
    """Whether ``word`` is a placeholder of any member or param at all; what costs least to know.

    A value of a param can be one only as a whole, whatever the param: JSON in a text is another matter.
    """
    return len(word) <= _LONGEST and _folded(word) in _all_words()


@cache
def _all_words() -> frozenset[str]:
    """Whatever stands for a value in some event, without what joins its words."""
    words = {*_TYPES, *_ANY_TEXT, *_PRINTED.values(), *_PRINTED_FOR_ITS_TYPE.values(), *_names_for_the_key()}
    for event_type in load_catalog().types:
        words |= params_of(event_type.key).keys()
        words.update(alias for part in event_type.params.values() for alias in part.get("x-aliases", ()))
    words.update(name for locator in locators() for name in (locator.name, *locator.aliases))
    return frozenset(map(_folded, words))


def is_placeholder_of_a_member(word: str, member: str) -> bool:
    """Whether ``word`` stands for the type or the key of an event.

    A key takes its value from a param that names the contact, so the name of one, with a capital letter as the
    documentation prints ``Phone``, is none.
    """
    if member == "keyValue" and word in _names_for_the_key():
        return True
    return member in ("eventTypeKey", "keyValue") and word.casefold() in _ANY_TEXT


@cache
def _names_for_the_key() -> frozenset[str]:
    return frozenset(locator.name[0].upper() + locator.name[1:] for locator in locators() if locator.is_key)


def _is_type(word: str) -> bool:
    return word.casefold() in _TYPES


@lru_cache(maxsize=1024)  # many events have the same names
def _folded(word: str) -> str:
    """``word`` without case and without what joins its words: ``Product ID`` is ``productid``."""
    return _JOINING.sub("", word.casefold())
