"""Whose events a timeline holds: one contact's, one cart's, or all carts of one contact.

A subject says what to search for, which finds too much rather than too little, and then which of the exchanges found
really belong to it.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from yespo_console.events.event import Event
from yespo_console.events.locators import locator_named, locators, usable_text
from yespo_console.events.wire import WireError, read
from yespo_console.history.exchange import NewExchange
from yespo_console.history.query import Condition, Query
from yespo_console.platform.i18n import N_, _
from yespo_console.sharing.addresses import from_abroad

#: The param that ties the events of one cart together.
CART_PARAM: Final = "recycleStateId"

_PHONE: Final = re.compile(r"\+?[\d\s().\-\u00a0/]+")
_FEWEST_DIGITS, _MOST_DIGITS = 9, 15
#: What people put between the last digits of a phone number: groups of 3-2-2 and 3-4.
_SEPARATORS: Final = (" ", "-", ".", "\u00a0")
_LAST_DIGITS: Final = 7
_KEY_VALUE: Final = "keyValue"
_CART_TYPES: Final = frozenset(("cartUpdated", "orderCreated", "orderUpdated", "orderDelivered", "orderCancelled"))

#: A locator as it is compared: its documented name, and its value in the one spelling of all equal ones.
Identity = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Contact:
    """Somebody, known by one locator or several: an exchange with any of them belongs to the timeline.

    Attributes:
        locators: ``(param name, value)`` as spelled; the name ``""`` stands for whatever locator has that value.
    """

    locators: tuple[tuple[str, str], ...]

    @property
    def title(self) -> str:
        return ", ".join(dict.fromkeys(value for _name, value in self.locators))

    def query(self) -> Query:
        """A search that finds every exchange of the contact, and others."""
        spellings = (spelling for name, value in self.locators for spelling in _spellings(name, value))
        return Query(conditions=(Condition("contact", tuple(dict.fromkeys(spellings))),))

    def holds(self, exchange: NewExchange) -> bool:
        """Whether the exchange is about this contact."""
        wanted = _all_wanted(self.locators)
        return any(identity(name, value) in wanted for name, value in exchange.locators)


@dataclass(frozen=True, slots=True)
class Cart:
    """One cart, known by its ``recycleStateId``."""

    state_id: str

    @property
    def title(self) -> str:
        return self.state_id

    def query(self) -> Query:
        return Query(conditions=(Condition("cart", (self.state_id,)),))

    def holds(self, exchange: NewExchange) -> bool:
        """Whether the exchange carries this very id, letter for letter."""
        event = _event(exchange)
        return event is not None and usable_text(event.param(CART_PARAM)) == self.state_id


@dataclass(frozen=True, slots=True)
class CartsOf:
    """All carts and orders of a contact, for shops whose ``recycleStateId`` is another one with each change."""

    contact: Contact

    @property
    def title(self) -> str:
        return _("carts of {contact}").format(contact=self.contact.title)

    def query(self) -> Query:
        return self.contact.query()

    def holds(self, exchange: NewExchange) -> bool:
        if not self.contact.holds(exchange):
            return False
        if exchange.event_type in _CART_TYPES:
            return True
        event = _event(exchange)
        return event is not None and usable_text(event.param(CART_PARAM)) is not None


Subject = Contact | Cart | CartsOf

_TITLES: Final[dict[type, str]] = {
    Contact: N_("Timeline of the contact {name}"),
    Cart: N_("Timeline of the cart {name}"),
    CartsOf: N_("Timeline of the {name}"),
}


def title_of(subject: Subject) -> str:
    """What the timeline of ``subject`` is called."""
    return _(_TITLES[type(subject)]).format(name=subject.title)


def contact_of(exchange: NewExchange) -> Contact | None:
    """The contact an exchange is about, by all of its locators; None when it has none."""
    known = tuple((name, value) for name, value in exchange.locators if name == _KEY_VALUE or locator_named(name))
    return Contact(known) if known else None


def cart_of(exchange: NewExchange) -> Cart | None:
    """The cart an exchange is about; None when it carries no ``recycleStateId``."""
    event = _event(exchange)
    state_id = usable_text(event.param(CART_PARAM)) if event is not None else None
    return Cart(state_id) if state_id is not None else None


def _event(exchange: NewExchange) -> Event | None:
    try:
        return read(exchange.request_text, exchange.api)
    except WireError:
        return None


def identity(name: str, value: str) -> Identity:
    """A locator in the one spelling: an address in small letters, a phone number as digits, as from abroad."""
    locator = locator_named(name)
    kind = locator.name if locator is not None else name
    value = value.strip()
    digits = phone_digits(value)
    if kind == "email" or (kind == _KEY_VALUE and "@" in value):
        return "email", value.casefold()
    if digits and kind in ("phone", _KEY_VALUE):
        return "phone", from_abroad(digits)
    return kind, value


@lru_cache(maxsize=8)
def _all_wanted(pairs: tuple[tuple[str, str], ...]) -> frozenset[Identity]:
    return frozenset(identity for name, value in pairs for identity in _wanted(name, value))


def _wanted(name: str, value: str) -> Iterable[Identity]:
    """The identities that mean the same somebody as a locator; ``keyValue`` can be any of them."""
    if name and name != _KEY_VALUE:
        yield identity(name, value)
        yield identity(_KEY_VALUE, value)
        return
    yield identity(_KEY_VALUE, value)
    for locator in locators():
        yield identity(locator.name, value)


def phone_digits(text: str) -> str:
    """The digits of a phone number, country code first; empty for what is none."""
    if not _PHONE.fullmatch(text):
        return ""
    digits = re.sub(r"\D", "", text).removeprefix("00")
    return digits if _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS else ""


def _spellings(name: str, value: str) -> Iterable[str]:
    """Pieces of locators, of which one stands in every spelling of this one."""
    kind, _spelled = identity(name or _KEY_VALUE, value)
    digits = phone_digits(value.strip())
    if not digits or kind not in ("phone", _KEY_VALUE):
        yield value.strip()
        return
    last = digits[-_LAST_DIGITS:]
    yield last
    for separator in _SEPARATORS:
        yield f"{last[:3]}{separator}{last[3:5]}{separator}{last[5:]}"
        yield f"{last[:3]}{separator}{last[3:]}"
