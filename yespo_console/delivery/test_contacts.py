"""Whom an event touches, and whether all of them may be written to without asking."""

import re
from collections.abc import Iterator

from yespo_console.delivery.environments import Environment
from yespo_console.events.event import ABSENT, ApiVersion, Event, Node, Number, Object, Value
from yespo_console.events.json_text import JsonTextError, dump, inner, parse
from yespo_console.events.locators import locator_named
from yespo_console.events.rules.phones import look_at_phone
from yespo_console.events.rules.values import CONTACT_JSON
from yespo_console.events.wire import WireError, read
from yespo_console.platform.i18n import _
from yespo_console.sharing.addresses import FEWEST_DIGITS, digits, everybody_in, from_abroad
from yespo_console.sharing.personal_names import Place, kind_of

#: ``externalCustomerId`` values that Yespo ignores, in lower case (contract).
_IGNORED = ("", "null")


def sample_contact(environment: Environment) -> dict[str, str] | None:
    """Whom a sample for ``environment`` names, see ``fresh_sample.Contact``.

    On a real account the first test contact that is surely an address or a phone number, and nobody when there is none:
    an id alone does not tell of which kind it is. One and not several, for they may be different people.
    """
    if not environment.is_real:
        return None
    for contact in map(str.strip, environment.test_contacts):
        if "@" in contact:
            return {"email": contact}
        doubt = look_at_phone(contact)
        if doubt is None or doubt.digits is not None:
            return {"phone": contact if doubt is None or doubt.digits is None else doubt.digits}
    return {}


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

    Yespo finds no contact by them, but a workflow may write there. What counts, and in which spellings, is said in
    ``sharing.addresses``; it counts wherever it stands, alone, in a list or in a sentence, also within string JSON, as
    a name, or as the event type. So does a number under a name that says that it is one of a phone, such as
    ``customerPhone``. Empty when it need not be asked about, and of a text that cannot be read: ``outside_text`` asks
    about that.
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
            value if place == value else f"{place} {value}"
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
        elif not (member == "keyValue" and but_key):
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
        if (
            kind_of(name.strip(), Place.PARAM, text) == "phone"
            and len(digits(text)) >= FEWEST_DIGITS
            and "@" not in text
        ):
            yield place, "phone", text
        else:
            yield from _held_in_text(text, place)


def _held_in_text(text: str, place: str) -> Iterator[tuple[str, str, str]]:
    return ((place, kind, value) for kind, value in everybody_in(text))


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
        return digits(value) == digits(contact) != "" and _looks_like_phone(contact)
    if kind == "email" or "@" in value:
        return value.casefold() == contact.strip().casefold()
    return value == contact.strip()


def _from_abroad(value: str) -> str:
    """A number with the code of its country; no contact is found by it, so it need not be spelled as one is."""
    return from_abroad(digits(value)) if _looks_like_phone(value) else value


def _looks_like_phone(text: str) -> bool:
    return re.fullmatch(r"[\s+()./\d-]*", text) is not None
