"""Which names stand for personal data: what a value is can be told by the name it stands under."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from functools import cache, cached_property, lru_cache
from typing import Final

from yespo_console.events.locators import locator_named
from yespo_console.platform.i18n import _
from yespo_console.sharing.name_spelling import one_spelling
from yespo_console.sharing.personal_kinds import ReplacedKind

#: A longer name is none of these; it is not looked at, and not remembered.
_LONGEST: Final = 100
_BEFORE_HEADERS: Final = re.compile(r"(?i)\A(?:(?:x|forwarded|remote|auth|request)-)+")
_WORDS_AND_NUMBER: Final = re.compile(r"(?s)(?=.*[^\W\d_])(?=.*\d)(?=.*[\s,])")
_RANDOM: Final = re.compile(r"(?=.*\d)(?=.*[^\W\d_])[\w.~+/=-]{8,}")
_AMOUNT: Final = re.compile(r"\W*\d[\d\W]*[^\W\d_]*\W*")
#: What stands where somebody's data might be, and is nobody's.
_NOBODY: Final = re.compile(
    r"(?i)\s*(?:true|false|yes|no|on|off|null|none|undefined|unknown|anonymous|guest|test|web|app|ios|android|mobile"
    r"|desktop|так|ні|да|нет)\s*"
)


class Place(Enum):
    """Where a name stands; some names tell of a person in one place, and of a product in another."""

    PARAM = "the name of a param"
    PERSON = "a member of what is a person"
    GOODS = "a member of what is a product, a category or a list of them"
    HEADER = "the name of a header"
    LINK = "the name of an argument in the address of a page"
    INSIDE = "a member of anything else"


_ANYWHERE: Final = frozenset(Place)
_BUT_GOODS: Final = _ANYWHERE - {Place.GOODS}
_OF_SOMEBODY: Final = frozenset((Place.PARAM, Place.PERSON, Place.LINK))

# The words of the tables, in one spelling of each: ``one_spelling`` knows the others.
_PEOPLE: Final = """
    contact, customer, client, user, person, recipient, receiver, addressee, consignee, buyer, purchaser, payer, owner,
    manager, courier, sender, employee, passenger, patient, subscriber, cardholder
    клієнт, клиент, користувач, пользователь, отримувач, одержувач, получатель, покупець, покупця, покупатель, замовник,
    заказчик, платник, плательщик, власник, владелец, менеджер, кур'єр, курьер, відправник, отправитель,
    контактна особа, контактное лицо
"""
_GUESTS: Final = "visitor, guest, member, profile, account, lead"
_VISITORS: Final = f"{_GUESTS}, device, browser, loyalty, crm, ga"
#: Who has no account of their own, and a day of birth all the same.
_RELATIVES: Final = """
    child, children, kid, kids, baby, son, daughter, spouse, wife, husband
    дитина, дитини, ребенок, ребенка, син, сина, сын, сына, донька, доньки, дочь, дочери, дружина, дружини, чоловік
"""
_PARTS_OF_ORDER: Final = """
    delivery, shipping, ship, billing, payment, invoice
    доставки, доставка, оплати, оплаты
"""
_PLACES: Final = f"""{_PARTS_OF_ORDER}
    home, work, post, postal, residence, registration
    проживання, реєстрації, домашня, поштова, почтовый
"""
#: Whose name it may be that stands under one.
_NAMED: Final = f"{_PEOPLE}, {_GUESTS}, {_RELATIVES}, billing, shipping, ship, delivery, invoice, holder, card, your"
#: Of what there is a number, which is nobody's id although somebody may have the same.
_AMOUNTS: Final = """
    price, cost, total, sum, amount, quantity, qty, count, discount, tax, fee, percent, weight, size, volume, length,
    width, height, rating, bonus, points, balance, stock, limit, remaining
    ціна, вартість, сума, кількість, знижка, вага, разом, цена, стоимость, количество, скидка, вес, итого
"""
_CURRENCIES: Final = "uah, usd, eur, грн, min, max, old, new"
_HASHES: Final = "hash, md5, sha"
_GOODS: Final = """
    product, products, product list, item, items, item list, category, categories, goods, variant, variants, offer,
    offers
    товар, товари, товары, позиція, позиції, позиция, позиции, категорія, категории
"""


def _any(_value: str) -> bool:
    return True


def _is_whose(value: str) -> bool:
    """A name or a login; a count of people or a switch is neither."""
    return re.search(r"[^\W\d_]|\d{4}", value) is not None


def _is_number(value: str) -> bool:
    return value.strip().isdecimal()


def _is_random(value: str) -> bool:
    """Letters and digits mixed, as in no word; a shorter one may be a size or a number with its unit."""
    return _RANDOM.fullmatch(value) is not None


def _is_place(value: str) -> bool:
    """Words and a number, such as that of a house; a price or a time is a number with one word."""
    return _WORDS_AND_NUMBER.match(value) is not None and _AMOUNT.fullmatch(value) is None


@dataclass(frozen=True)
class _Meaning:
    """What some names mean.

    Attributes:
        kind: what stands under them.
        nouns: the words that say so.
        whose: words that may stand before and behind, in whatever form.
        of_whom: one of ``whose`` has to stand there.
        behind: words that may stand behind.
        before: anything may stand before the noun.
        but: words before the noun that make something else of it.
        where: the places where the names mean this.
        holds: whether a value can be one.
    """

    kind: ReplacedKind
    nouns: str
    whose: str = _PEOPLE
    of_whom: bool = False
    behind: str = ""
    before: str = ""
    but: str = ""
    where: frozenset[Place] = _ANYWHERE
    holds: Callable[[str], bool] = _any

    def is_meant(self, name: str) -> bool:
        """Whether a name, in its one spelling, means this."""
        match = self._names.fullmatch(name)
        return match is not None and (not self.of_whom or match["whose"] != "" or match["of_whom"] != "")

    @cached_property
    def _names(self) -> re.Pattern[str]:
        whose = rf"(?:{_one_of(self.whose)})"
        nouns = rf"(?:(?:{_one_of(self.nouns)})(?:and|i|ta)?){{1,3}}"
        behind = rf"(?:{_one_of(self.behind)}){{0,2}}" if self.behind else ""
        but = rf"(?!.*(?:{_one_of(self.but)})(?:{_one_of(self.nouns)})\Z)" if self.but else ""
        # Words of people stand in a case behind: адреса клієнта, телефон отримувача.
        of_whom = rf"(?:of)?(?P<of_whom>(?:{whose}[aeiu]{{0,2}}){{0,2}})"
        return re.compile(rf"{but}{self.before}(?P<whose>{whose}{{0,2}}){nouns}{behind}{of_whom}")


def _words(listed: str) -> frozenset[str]:
    return frozenset(one_spelling(word) for word in re.split(r"[,\n]", listed) if word.strip())


@cache
def _one_of(listed: str) -> str:
    return "|".join(sorted(map(re.escape, _words(listed)), key=len, reverse=True))


#: What names mean, the first that fits. The words stand in English, Ukrainian and Russian.
_MEANINGS: Final = (
    _Meaning(
        "secret",
        """
        token, secret, password, passwd, cookie, cookies, api key, access key, private key, session id, sess id,
        session key, session hash, jwt, csrf, xsrf
        пароль
        """,
        before=".*",
    ),
    _Meaning(
        "secret",
        """
        pwd, session, sid, auth, authorization, credentials, cvv, cvc, otp, one time password, sms code,
        verification code, confirmation code, access code, bearer
        сесія, сессия, код підтвердження, код подтверждения
        """,
        where=_BUT_GOODS,
    ),
    _Meaning("secret", "pin, pin code, пін, пін код, пин, пин код", where=_BUT_GOODS, holds=_is_number),
    _Meaning("secret", "refresh", where=_BUT_GOODS, holds=_is_random),
    _Meaning("secret", "code, key, ticket, signature, sig", where=frozenset((Place.LINK,)), holds=_is_random),
    _Meaning(
        "secret",
        "key, session, signature, hmac, assertion, auth, authorization, credential, credentials, nonce",
        behind=_HASHES,
        before=".*",
        but="idempotency, web socket, cache, surrogate, partition, public, event, event type, accept, allow, photo",
        where=frozenset((Place.HEADER,)),
    ),
    _Meaning(
        "email",
        "email, mail, emails, mails, емейл, імейл, мейл, електронна пошта, электронная почта, ел пошта",
        whose=f"{_PEOPLE}, {_GUESTS}, {_PLACES}, {_HASHES}, hashed",
        behind=f"address, addresses, адреса, адрес, {_HASHES}",
    ),
    _Meaning(
        "phone",
        """
        phone, telephone, mobile, mobile phone, cell phone, tel, phones, telephones, sms, msisdn, phone number,
        phone numbers, mobile number, contact number
        телефон, тел, моб, мобільний, мобильный, номер телефону, номер телефона
        """,
        whose=f"{_PEOPLE}, {_GUESTS}, {_PLACES}, {_HASHES}, hashed",
        behind=f"number, numbers, номер, {_HASHES}",
    ),
    _Meaning(
        "name",
        """
        first name, last name, middle name, second name, given name, family name, surname, patronymic, forename,
        nickname, fname, lname, name first, name last
        ім'я, прізвище, по батькові, піб, піп, имя, фамилия, отчество, фио
        """,
        whose=f"{_NAMED}, payment",
        behind="name, initials, ініціали, инициалы",
    ),
    _Meaning("name", "name, names, display name, full name, login, логін, логин", of_whom=True),
    _Meaning("name", "name, names, full name", whose=_NAMED, of_whom=True, where=_BUT_GOODS),
    _Meaning(
        "name", "full name, display name, login, login name, nick, логін, логин", where=_BUT_GOODS, holds=_is_whose
    ),
    _Meaning("name", "name", where=_OF_SOMEBODY),
    _Meaning("name", "first, last, middle, given", where=frozenset((Place.PERSON,))),
    _Meaning(
        "name",
        f"{_PEOPLE}, account holder",
        whose=f"{_PEOPLE}, {_PARTS_OF_ORDER}",
        where=_BUT_GOODS,
        behind="s",
        holds=_is_whose,
    ),
    _Meaning(
        "address",
        """
        address, addr, full address, address line, postcode, postal code, post code, zip, zip code
        адреса, адрес, індекс адреси, поштовий індекс, почтовый индекс
        """,
        whose=_PEOPLE + _PLACES,
        behind="line, text, full",
    ),
    _Meaning(
        "address",
        """
        street, house, house number, apartment, apartment number, flat number, building number
        вулиця, вулица, улица, будинок, номер будинку, номер дома, квартира, номер квартири, кв, буд
        """,
        whose=_PEOPLE + _PLACES,
        where=_BUT_GOODS,
        behind="name, line, text",
    ),
    _Meaning("address", "line, flat", where=frozenset((Place.PERSON, Place.INSIDE))),
    _Meaning(
        "address",
        "delivery, delivery to, shipping, shipping to, ship to, deliver to, доставка",
        behind="info, details, data, text",
        where=_BUT_GOODS,
        holds=_is_place,
    ),
    _Meaning(
        "coordinates",
        """
        lat, lng, lon, latitude, longitude, lat lng, lat lon, coordinates, coordinate, coords, geo point, gps
        широта, довгота, долгота, координати, координаты
        """,
        whose=_PEOPLE + _PLACES + ", geo, map",
    ),
    _Meaning(
        "birthday",
        """
        birthday, birthdate, birth date, date of birth, date birth, birth, birth year, dob
        дата народження, день народження, дата рождения, день рождения
        """,
        whose=f"{_PEOPLE}, {_RELATIVES}",
    ),
    _Meaning("passport", "passport, паспорт", behind="number, no, series, id, data, номер, серія, серия, дані, данные"),
    _Meaning("taxNumber", "tax number, tax id, taxpayer id, іпн, ідентифікаційний код, инн, рнокпп"),
    _Meaning(
        "messenger",
        "telegram, viber, instagram, whatsapp, facebook, skype, tiktok, linkedin, twitter, discord, телеграм, вайбер",
        behind="id, user, username, login, nick, nickname, account, link, url, profile, phone, number",
    ),
    _Meaning(
        "messenger",
        "tg, ig, fb, insta, vk, інстаграм, инстаграм, фейсбук",
        behind="id, user, username, login, nick, nickname, account, link, url, profile",
        where=_BUT_GOODS,
    ),
    _Meaning(
        "card",
        "card number, card no, card num, card pan, loyalty card, bonus card, номер картки, номер карты, бонусна картка",
        behind="number, no, id",
    ),
    _Meaning("iban", "iban", behind="number, no"),
    _Meaning(
        "ip",
        "ip, ipv4",
        whose=f"{_PEOPLE}, {_VISITORS}, remote",
        behind="address, addr, адреса, адрес",
        where=_BUT_GOODS,
    ),
    _Meaning(
        "userId",
        "id, ids, uid, guid, uuid, code, number, no, ід, код, номер",
        whose=f"{_PEOPLE}, {_VISITORS}",
        of_whom=True,
    ),
    _Meaning("userId", "uid, idfa, idfv, gaid, advertising id", where=_BUT_GOODS),
    _Meaning("userId", "id, guid, uuid, code, number, ід, код, номер", where=frozenset((Place.PERSON,))),
)

_SECRETS: Final = tuple(each for each in _MEANINGS if each.kind == "secret" and each.holds is _any)


def look_through_words() -> str:
    """What stays to be done by a person, said wherever redacted text is handed over."""
    return _("Texts written by people, such as comments, may hold more: look through them before you pass this on.")


def kind_of(name: str, place: Place, value: str | None) -> ReplacedKind | None:
    """What ``value`` is under ``name``; None for what is nobody's. ``value`` is None for a list or an object."""
    if not name or len(name) > _LONGEST:
        return None
    for kind, holds in _meant(name, place):
        if value is None:
            is_one = holds is _any
        else:
            is_one = holds(value) and (kind == "secret" or _NOBODY.fullmatch(value) is None)
        if is_one:
            return kind
    return None


@lru_cache(maxsize=4096)
def is_secret_header(name: str) -> bool:
    """Whether a header of this name is a key, a session or the like, whatever its value."""
    name = one_spelling(header_meant(name)[-_LONGEST:])
    return any(each.is_meant(name) for each in _SECRETS if Place.HEADER in each.where)


def header_meant(name: str) -> str:
    """The name of a header without what only says that it is one of their own: ``X-``, ``X-Forwarded-``."""
    return _BEFORE_HEADERS.sub("", name.strip())


@lru_cache(maxsize=4096)
def _meant(name: str, place: Place) -> tuple[tuple[ReplacedKind, Callable[[str], bool]], ...]:
    locator = locator_named(name)
    if locator is not None:
        return ((locator.name, _any),)  # type: ignore[return-value]  # the documented names of locators are kinds
    name = one_spelling(name)
    return tuple((each.kind, each.holds) for each in _MEANINGS if place in each.where and each.is_meant(name))


def is_amount(name: str, value: str) -> bool:
    """Whether a value is a price, a number of pieces or the like by its name, and looks so."""
    return len(value) <= _LONGEST and _is_of_amounts(name[-_LONGEST:]) and _AMOUNT.fullmatch(value) is not None


@lru_cache(maxsize=4096)
def _is_of_amounts(name: str) -> bool:
    pattern = rf".*(?<!ak)(?:{_one_of(_AMOUNTS)})(?:e?s)?(?:{_one_of(_CURRENCIES)})?"  # an account is no count
    return re.fullmatch(pattern, one_spelling(name)) is not None


def place_below(container: str, member: str, place: Place) -> Place:
    """The place of a member of ``container``, which itself stands at ``place``."""
    if "params" in (container, member):
        return Place.PARAM
    return _place_in(container if len(container) <= _LONGEST else "", is_of_goods=place is Place.GOODS)


@lru_cache(maxsize=4096)
def _place_in(container: str, *, is_of_goods: bool) -> Place:
    name = one_spelling(container)
    if re.fullmatch(_persons(), name):
        return Place.PERSON
    if is_of_goods or re.fullmatch(rf".*(?:{_one_of(_GOODS)})", name):
        return Place.GOODS
    return Place.PERSON if re.fullmatch(_of_one_person(), name) else Place.INSIDE


@cache
def _persons() -> str:
    people = _one_of(f"{_PEOPLE}, {_RELATIVES}, visitor, guest, member, profile, lead, billing, shipping")
    return rf"(?:{people}){{1,2}}(?:{_one_of('s, info, information, data, details, object')})?"


@cache
def _of_one_person() -> str:
    """An address, but for that of a shop, and a name in parts."""
    whose = _one_of(f"{_PEOPLE}, {_GUESTS}, {_PLACES}, default")
    return rf"(?:{whose}){{0,2}}(?:{_one_of('address, addresses, адреса, адреси, адрес, name, full name')})"
