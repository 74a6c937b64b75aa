"""The kinds of personal data, each with its placeholder and its words."""

from typing import Final, Literal

from yespo_console.platform.i18n import N_

Kind = Literal[
    "email",
    "phone",
    "contactId",
    "externalCustomerId",
    "pushToken",
    "ContactKey",
    "userId",
    "name",
    "address",
    "coordinates",
    "birthday",
    "passport",
    "taxNumber",
    "messenger",
    "card",
    "iban",
    "ip",
]
#: Keys, passwords and sessions are hidden without a placeholder.
ReplacedKind = Kind | Literal["secret"]

#: Each kind in words, in the order in which people are told.
KIND_WORDS: Final[dict[ReplacedKind, str]] = {
    "email": N_("E-mail addresses"),
    "phone": N_("Phone numbers"),
    "name": N_("Names"),
    "address": N_("Postal addresses"),
    "coordinates": N_("Coordinates"),
    "birthday": N_("Dates of birth"),
    "passport": N_("Passport numbers"),
    "taxNumber": N_("Tax numbers"),
    "messenger": N_("Accounts of messengers and networks"),
    "card": N_("Card numbers"),
    "iban": N_("Bank accounts (IBAN)"),
    "ip": N_("IP addresses"),
    "contactId": N_("Contact ids (contactId)"),
    "externalCustomerId": N_("Customer ids (externalCustomerId)"),
    "userId": N_("Other ids of people"),
    "pushToken": N_("Push tokens"),
    "ContactKey": N_("Contact keys"),
    "secret": N_("Keys, passwords and sessions"),
}

#: Shorter values are numbers of houses and the like, or words: they are replaced where their name tells what they are,
#: and stand for other things elsewhere.
_FEWEST_SIGNS: Final[dict[ReplacedKind, int]] = {
    "contactId": 1,
    "externalCustomerId": 1,
    "pushToken": 1,
    "ContactKey": 1,
    "name": 2,
    "coordinates": 6,
    "secret": 8,
}
_FEWEST: Final = 4


def stands_for_itself(kind: ReplacedKind, value: str) -> bool:
    """Whether a value is the same thing wherever it stands, so that it is replaced there too."""
    return len(value.strip()) >= _FEWEST_SIGNS.get(kind, _FEWEST)
