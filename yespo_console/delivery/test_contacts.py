"""Whom an event touches, and whether all of them may be written to without asking."""

import html
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

from yespo_console.delivery.environments import Environment
from yespo_console.events.event import ABSENT, ApiVersion, Event, Node, Number, Object, Value
from yespo_console.events.json_text import JsonTextError, dump, inner, parse
from yespo_console.events.locators import locator_named
from yespo_console.events.rules.values import CONTACT_JSON
from yespo_console.events.wire import WireError, read
from yespo_console.platform.i18n import _
from yespo_console.sharing.personal_names import kind_of
from yespo_console.sharing.personal_shapes import pieces
from yespo_console.sharing.redaction import addresses

#: ``externalCustomerId`` values that Yespo ignores, in lower case (contract).
_IGNORED = ("", "null")
#: A number with fewer digits is nobody's phone.
_FEWEST_DIGITS = 7
#: Other numbers of as many digits are ids of products and orders as a rule.
_WRITTEN_AS_PHONE = re.compile(
    r"\+\(?\d[\d\s().\-/]{6,20}\d"
    r"|(?<!\w)(?:\(?380\)?(?:[^\w\n]?\d){2}|(?:8[^\w\n]?)?\(?0[3-9]\d\)?)(?:[^\w\n]{0,2}\d){7}(?!\w)"
)
_AT_HOME = re.compile(r"8?0(\d{9})")
_ESCAPED = re.compile(r"\\u([0-9a-fA-F]{4})")


def touched(event: Event) -> tuple[tuple[str, str], ...]:
    """The contact locators of an event as ``(name, value)``, spelled as in the event, in its order.

    ``keyValue`` counts when no param names a contact, for it is all that is left to find one by, and when it is an
    address. So does ``contactJson``, which changes a contact. It is better to ask once too often: blanks around a name
    do not hide it.
    """
    found = []
    for param in event.params:
        name = param.name.strip()
        if _names_a_contact(name) and (value := _text(param.value)):
            found.append((name, value))
    if (value := _text(event.key_value)) and (not found or "@" in value):
        found.append(("keyValue", value))
    return tuple(dict.fromkeys(found))


def outside(event: Event | None, environment: Environment) -> tuple[str, ...]:
    """Whom a send would touch beyond the test contacts, as ``name value``; empty when it need not be asked about.

    Of the sandbox and of this computer it is not asked. ``event`` is None for a text that cannot be read as one: then
    nobody can tell whom it touches, and that is what is returned. For a text use ``outside_text``, which sees more.
    """
    if not environment.is_real:
        return ()
    if event is None:
        return (_("somebody unknown: the text cannot be read as one event"),)
    return tuple(
        f"{name} {value}"
        for name, value in touched(event)
        if not any(_same(name, value, contact) for contact in environment.test_contacts)
    )


def outside_text(text: str, environment: Environment, api: ApiVersion | None = None) -> tuple[str, ...]:
    """The same for the text that is about to be sent.

    A text in which a member stands twice can be read either way by the other side, so nobody can tell whom it touches.
    """
    return outside(_event_of(text, api or environment.api), environment) if environment.is_real else ()


def touched_text(text: str, api: ApiVersion) -> tuple[str, ...]:
    """Whom a text touches, as ``name value``; empty when it names nobody, or can be read in more than one way."""
    return tuple(f"{name} {value}" for name, value in _touched_by(text, api))


def _touched_by(text: str, api: ApiVersion) -> tuple[tuple[str, str], ...]:
    event = _event_of(text, api)
    return touched(event) if event is not None else ()


def _event_of(text: str, api: ApiVersion) -> Event | None:
    try:
        return None if _has_twins(parse(text)) else read(text, api)
    except (JsonTextError, WireError):
        return None


def held_outside(text: str, environment: Environment, api: ApiVersion | None = None) -> tuple[str, ...]:
    """Addresses and phone numbers that the text holds besides, of nobody among the test contacts, as ``name value``.

    Yespo finds no contact by them, but a workflow may write there. An address counts wherever it stands, alone, in a
    list or in a sentence, also within string JSON, as a name, or in the spelling of a link or a page; so does a number
    that is written as one of a phone, or stands under a name that says so, such as ``customerPhone``. Empty when it
    need not be asked about, and of a text that cannot be read: ``outside_text`` asks about that.
    """
    if not environment.is_real:
        return ()
    try:
        body = parse(text)
    except JsonTextError:
        return ()
    if not isinstance(body, Object):
        return ()
    key_counts = any(name == "keyValue" for name, _value in _touched_by(text, api or environment.api))
    return tuple(
        dict.fromkeys(
            f"{place} {value}"
            for place, kind, value in _held_beside(body, but_key=key_counts)
            if not any(_same(kind, _from_abroad(value), contact) for contact in environment.test_contacts)
        )
    )


def _held_beside(body: Object, *, but_key: bool) -> Iterator[tuple[str, str, str]]:
    """What ``_held`` finds in a body beside its contact locators: in the other params, and in any other member."""
    for member, part in body:
        if member == "params" and isinstance(part, tuple):
            for param in part:
                yield from _held_in_param(param)
        elif member == "params" and isinstance(part, Object):
            for name, value in part:
                yield from _held_in_param(Object((("name", name), ("value", value))))
        elif member != "eventTypeKey" and not (member == "keyValue" and but_key):
            yield from _held(part, member, member)


def _held_in_param(param: Node) -> Iterator[tuple[str, str, str]]:
    name = param.get("name") if isinstance(param, Object) else None
    if not isinstance(param, Object) or not isinstance(name, str):
        yield from _held(param, "params", "params")
        return
    name = name.strip()
    for member, part in param:
        if member == "value":
            if not _names_a_contact(name):
                yield from _held(part, name, name)
        else:
            yield from _held(part, member, name)


def _names_a_contact(name: str) -> bool:
    return locator_named(name) is not None or name.casefold() == CONTACT_JSON.casefold()


def _held(value: Value, name: str, place: str) -> Iterator[tuple[str, str, str]]:
    """Each address and phone number in a value: where it stands (``user.email``), which of the two, and itself."""
    contained = inner(value)
    if isinstance(contained, Object):
        own = contained.get("name")
        for member, part in contained:
            yield from _held_in_text(member, place)
            said = own if member == "value" and isinstance(own, str) else member  # an item as params have them
            yield from _held(part, said, f"{place}.{said}")
    elif contained is not None:
        for item in contained:
            yield from _held(item, name, place)
    elif isinstance(value, str | Number):
        text = _text(value)
        if kind_of(name.strip(), depth=0) == "phone" and len(_digits(text)) >= _FEWEST_DIGITS and "@" not in text:
            yield place, "phone", text
        else:
            yield from _held_in_text(text, place)


def _held_in_text(text: str, place: str) -> Iterator[tuple[str, str, str]]:
    seen: set[str] = set()
    for spelled in dict.fromkeys((text, _plain(text))):
        found = [("email", unquote(address[0])) for address in addresses(spelled)]
        for piece, shape in pieces(spelled):
            if shape in (None, "phone"):  # numbers that follow one another may be one piece
                found += [("phone", match[0]) for match in _WRITTEN_AS_PHONE.finditer(piece)]
        for kind, value in found:
            if (plain := _plain(value)) not in seen:
                seen.add(plain)
                yield place, kind, value


def _plain(text: str) -> str:
    """A text without the spellings of links (``%40``, also twice), of pages (``&#64;``), of JSON and of wide signs."""
    decoded = html.unescape(unquote(unquote(text)))
    return unicodedata.normalize("NFKC", _ESCAPED.sub(lambda found: chr(int(found[1], 16)), decoded))


def _has_twins(body: Node) -> bool:
    """Whether an object that decides whom the event touches has two members of one name."""
    if not isinstance(body, Object):
        return False
    params = body.get("params")
    objects = [body, params, *(params if isinstance(params, tuple) else ())]
    return any(isinstance(each, Object) and len(set(each.names)) < len(each.names) for each in objects)


def _text(value: Value) -> str:
    """A locator's value as text; empty when it names nobody."""
    if isinstance(value, str):
        return "" if value.strip().casefold() in _IGNORED else value.strip()
    if isinstance(value, tuple | Object):
        return dump(value) if len(value) else ""
    return "" if value is None or value is ABSENT else dump(value)


def _same(name: str, value: str, contact: str) -> bool:
    locator = locator_named(name)
    kind = locator.name if locator is not None else name
    if kind == "phone" or (kind == "keyValue" and _looks_like_phone(value)):
        return _digits(value) == _digits(contact) != "" and _looks_like_phone(contact)
    if kind == "email" or "@" in value:
        return value.casefold() == contact.strip().casefold()
    return value == contact.strip()


def _from_abroad(value: str) -> str:
    """A number that is written as at home, with the code of the country; any other value as it is."""
    home = _AT_HOME.fullmatch(_digits(value)) if _looks_like_phone(value) else None
    return value if home is None else f"380{home[1]}"


def _looks_like_phone(text: str) -> bool:
    return re.fullmatch(r"[\s+()./\d-]*", text) is not None


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
