"""Which names stand for personal data: what a value is can be told by the name it stands under."""

import re
from functools import lru_cache
from typing import Final, Literal

from yespo_console.events.locators import locator_named
from yespo_console.platform.i18n import N_, _

Kind = Literal[
    "email",
    "phone",
    "contactId",
    "externalCustomerId",
    "pushToken",
    "ContactKey",
    "name",
    "address",
    "birthday",
    "passport",
    "messenger",
    "card",
    "iban",
    "ip",
]
#: Keys and passwords are hidden without a placeholder.
ReplacedKind = Kind | Literal["secret"]

#: Each kind in words, in the order in which people are told.
KIND_WORDS: Final[dict[ReplacedKind, str]] = {
    "email": N_("E-mail addresses"),
    "phone": N_("Phone numbers"),
    "name": N_("Names"),
    "address": N_("Postal addresses"),
    "birthday": N_("Dates of birth"),
    "passport": N_("Passport numbers"),
    "messenger": N_("Accounts of messengers and networks"),
    "card": N_("Card numbers"),
    "iban": N_("Bank accounts (IBAN)"),
    "ip": N_("IP addresses"),
    "contactId": N_("Contact ids (contactId)"),
    "externalCustomerId": N_("Customer ids (externalCustomerId)"),
    "pushToken": N_("Push tokens"),
    "ContactKey": N_("Contact keys"),
    "secret": N_("Keys and passwords"),
}

#: A longer name is none of these; it is not looked at, and not remembered.
_LONGEST: Final = 100
#: Parts of orders and of params that name a person or a place, in small letters without dashes and underscores.
_NAMES: Final = re.compile(
    "(first|last|middle|full|sur|customer|contact|user|client|recipient|receiver)name|patronymic|recipient|receiver"
)
_ADDRESSES: Final = re.compile(
    "(delivery|shipping|billing|home|street|postal)?addr(ess)?|street|house|apartment|post(al)?code|zip(code)?"
)
_PERSON: Final = "contact|customer|client|user|person|recipient|receiver|buyer"
_PEOPLE: Final = re.compile(_PERSON)
_WHOSE: Final = f"({_PERSON}|owner|manager|delivery|shipping|billing|home|work)?"
_EMAILS: Final = re.compile(f"{_WHOSE}e?mails?(address(es)?)?")
_PHONES: Final = re.compile(f"{_WHOSE}(mobile)?((tele)?phones?(numbers?)?|mobile|tel)|sms|msisdn")
#: Names that say by themselves what stands under them; a card itself is told by its digits.
_OTHERS: Final[tuple[tuple[Kind, re.Pattern[str]], ...]] = (
    ("birthday", re.compile("(user|customer|contact|client)?(birth(day|date)|dateofbirth|dob)")),
    ("passport", re.compile("passport(number|no|series|id)?")),
    (
        "messenger",
        re.compile("(telegram|viber|instagram|whatsapp|facebook|skype)(id|user|username|login|nick|account)?"),
    ),
    ("card", re.compile("card(number|no|num|pan)")),
    ("iban", re.compile("iban(number|no)?")),
    ("ip", re.compile("(user|client|customer|contact|remote|visitor)?ip(v4|v6)?(addr(ess)?)?")),
)
_SECRET_NAME: Final = re.compile(
    r"(?i)(?:\w*[-_ ])?(?:api[-_ ]?key|(?:access|auth)[-_ ]?token|token|secret|passw(?:or)?d)"
)


def look_through_words() -> str:
    """What stays to be done by a person, said wherever redacted text is handed over."""
    return _("Texts written by people, such as comments, may hold more: look through them before you pass this on.")


def kind_of(name: str, depth: int) -> Kind | None:
    """What a value under ``name`` is; ``depth`` 0 is a param itself, where a plain ``name`` is somebody's."""
    return _kind_named(name, depth == 0) if name and len(name) <= _LONGEST else None


@lru_cache(maxsize=4096)
def _kind_named(name: str, of_somebody: bool) -> Kind | None:
    locator = locator_named(name)
    if locator is not None:
        return locator.name  # type: ignore[return-value]  # the documented names of locators are kinds
    folded = re.sub(r"[-_ ]", "", name).casefold()
    if _EMAILS.fullmatch(folded):
        return "email"
    if _PHONES.fullmatch(folded):
        return "phone"
    if _NAMES.fullmatch(folded) or (folded == "name" and of_somebody):
        return "name"
    if _ADDRESSES.fullmatch(folded):
        return "address"
    return next((kind for kind, names in _OTHERS if names.fullmatch(folded)), None)


def depth_below(container: str, member: str, depth: int) -> int:
    """The depth of a member; 0 where a plain ``name`` is somebody's: among the params, and in what is a person."""
    return 0 if "params" in (container, member) or (len(container) <= _LONGEST and _is_person(container)) else depth + 1


@lru_cache(maxsize=4096)
def _is_person(name: str) -> bool:
    return _PEOPLE.fullmatch(re.sub(r"[-_ ]", "", name).casefold()) is not None


def is_secret_name(name: str) -> bool:
    """Whether what stands under this name is a key or a password."""
    return len(name) <= _LONGEST and _is_secret_name(name)


@lru_cache(maxsize=4096)
def _is_secret_name(name: str) -> bool:
    return _SECRET_NAME.fullmatch(name) is not None and locator_named(name) is None
