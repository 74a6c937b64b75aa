"""What makes two bodies alike to the rules: the same names, with values in the same places that say nothing themselves.

The rules find the same in bodies that are alike, in the same words, so one is judged for all of them. What a value says
by itself (a placeholder, an address that is none, a text with data in it) is a part of the likeness, and where a rule
compares values with each other a body is like no other. Whoever writes a rule that looks at a value in a new way says
so here; a test judges many bodies by themselves and by what they are like.
"""

import enum
import re
from collections.abc import Callable, Hashable
from functools import lru_cache, partial
from typing import Any, Final, NamedTuple

from yespo_console.events.catalog import Catalog
from yespo_console.events.event import Node, Number, Object
from yespo_console.events.key_syntax import MAX_EVENT_TYPE_KEY, MAX_KEY_VALUE, forbidden_in
from yespo_console.events.locators import Locator, locator_named, usable_text
from yespo_console.events.rules.body import EVENT_TYPE_KEY, KEY_VALUE, MEMBERS, PARAMS, is_plain_item
from yespo_console.events.rules.contact import is_address, is_time
from yespo_console.events.rules.content import is_secret, text_problems
from yespo_console.events.rules.phones import look_at_phone
from yespo_console.events.rules.schema import Place, compiled
from yespo_console.events.rules.script_names import SCRIPT_EVENTS
from yespo_console.events.rules.structure import MAX_BODY_BYTES
from yespo_console.events.rules.values import CONTACT_JSON, IS_FOUND, examined

Likeness = tuple[Hashable, ...]
Single = str | Number

_MEMBERS: Final = frozenset(MEMBERS)
_SINGLE: Final = frozenset((str, Number))

#: A word, number or address that is no placeholder; of any other text it takes longer to know.
_PLAIN: Final = re.compile(
    r"(?!(?:Phone|string|decimal|int|CurrencyCode|undefined|NaN)\Z|__|[Yy](?:our|OUR))[\w@+:/-][\w@+:/.-]*", re.ASCII
)


class _Kind(enum.Enum):
    """What stands for a value of which the rules say nothing."""

    TEXT = enum.auto()
    NUMBER = enum.auto()


#: What a value is to the rules: its kind, or the value where they say something of it.
_Way = Callable[[Any], Hashable]


class _Ways(NamedTuple):
    """How the params of an event with certain names are looked at, in their order, and which of them are locators."""

    ways: tuple[_Way, ...]
    locators: tuple[int, ...]


def likeness(text: str, node: Node, catalog: Catalog) -> Likeness | None:
    """What ``node``, the tree of ``text``, has in common with the bodies of API v2 that are like it.

    None when it is like no other.
    """
    if not isinstance(node, Object) or len(node.pairs) > len(MEMBERS) or len(text) * 4 > MAX_BODY_BYTES:
        return None
    members = dict(node.pairs)
    key, params = members.get(EVENT_TYPE_KEY), members.get(PARAMS, ())
    known_key = None if type(key) is not str or catalog.get(key) is None else key
    if len(members) < len(node.pairs) or not members.keys() <= _MEMBERS or type(params) is not tuple:
        return None
    if (type(key) is not str and EVENT_TYPE_KEY in members) or not all(map(is_plain_item, params)):
        return None
    names = tuple([item.pairs[0][1] for item in params])  # type: ignore[union-attr]
    values = [item.pairs[1][1] for item in params]  # type: ignore[union-attr]
    if not {*map(type, values)} <= _SINGLE or (ways := _ways(catalog, known_key, names)) is None:
        return None
    kinds = [way(value) for way, value in zip(ways.ways, values, strict=True)]
    key_value = members.get(KEY_VALUE)
    if KEY_VALUE not in members:
        kind_of_key: Hashable = None
    elif type(key_value) is not str or is_time(key_value):
        return None
    else:
        kind_of_key = _kind_of_key(key_value, any(type(kinds[at]) is _Kind for at in ways.locators))
    return (tuple(members), key, kind_of_key, names, tuple(kinds))


def likeness_of_unknown_types(alike: Likeness, catalog: Catalog) -> Likeness | None:
    """What a body has in common with those of other types of which the rules only say that they are unknown.

    None when they say something else of its type, or nothing.
    """
    members, key, *rest = alike
    if type(key) is not str or not 0 < len(key) <= MAX_EVENT_TYPE_KEY or _PLAIN.fullmatch(key) is None:
        return None
    if forbidden_in(key) or key in SCRIPT_EVENTS or catalog.get(key) is not None or catalog.near(key):
        return None
    return (members, _Kind.TEXT, *rest)


@lru_cache(maxsize=256)
def _ways(catalog: Catalog, key: str | None, names: tuple[Node, ...]) -> _Ways | None:
    """How the params of these names are looked at; None where the rules compare their values or look inside them.

    The ``key`` is that of a known type, or None.
    """
    event_type = None if key is None else catalog.get(key)
    known = None if event_type is None else compiled(event_type)
    if len(set(names)) < len(names) or (known is not None and known.whole is not None):
        return None
    documented = event_type is not None and event_type.source != "user"
    ways: list[_Way] = []
    located: dict[Locator, int] = {}
    for at, name in enumerate(names):
        place = None if known is None or not isinstance(name, str) else known.places.get(name)
        locator = locator_named(name) if isinstance(name, str) else None
        if not isinstance(name, str) or name == CONTACT_JSON or locator in located:
            return None
        if place is not None and (place.kind is not None or locator is not None):
            return None
        if locator is not None:
            located[locator] = at
            ways.append(_BY_LOCATOR.get(locator.name, _kind_of_locator))
        elif name == IS_FOUND:
            ways.append(_as_it_is)
        else:
            ways.append(_kind if place is None else partial(_kind_at, place, documented))
    return _Ways(tuple(ways), tuple(located.values()))


def _as_it_is(value: Single) -> Hashable:
    return value


def _kind(value: Single) -> Hashable:
    if type(value) is not str:
        return _Kind.NUMBER
    if _PLAIN.fullmatch(value) is not None:
        return _Kind.TEXT
    first = value.lstrip()[:1]
    stands_out = not first or first in '"[{' or is_secret(value) or text_problems(value, ())
    return value if stands_out else _Kind.TEXT


def _kind_at(place: Place, documented: bool, value: Single) -> Hashable:
    kind = _kind(value)
    return kind if kind is value or not examined(place, value, documented, True) else value


def _kind_of_locator(value: Single) -> Hashable:
    return _kind(value) if type(value) is str and usable_text(value) is not None else value


def _kind_of_email(value: Single) -> Hashable:
    return _kind(value) if type(value) is str and is_address(value) else value


def _kind_of_phone(value: Single) -> Hashable:
    return _kind(value) if type(value) is str and usable_text(value) is not None and not look_at_phone(value) else value


_BY_LOCATOR: Final[dict[str, _Way]] = {"email": _kind_of_email, "phone": _kind_of_phone}


def _kind_of_key(value: str, is_found: bool) -> Hashable:
    """What ``keyValue`` is; an address in it says something where no param finds the contact."""
    if len(value) > MAX_KEY_VALUE or forbidden_in(value) or usable_text(value) is None:
        return value
    return value if is_address(value) and not is_found else _kind(value)
