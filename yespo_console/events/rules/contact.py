"""Rules over what makes an event unique and whom it is about: ``keyValue`` and the locators among the params."""

import re
from collections.abc import Iterator

from yespo_console.events.event import ABSENT, KEY_PARAMS, ApiVersion, Node, Number, Object
from yespo_console.events.key_syntax import FORBIDDEN_CHARACTERS, MAX_KEY_VALUE, forbidden_in, quoted
from yespo_console.events.locators import usable_text
from yespo_console.events.problems import Effect, Fix, Problem
from yespo_console.events.rules.body import KEY_VALUE, Body, BodyParam, Located
from yespo_console.events.rules.findings import error, remove_fix, set_fix, spelled, token, warning
from yespo_console.events.rules.phones import look_at_phone

_EMAIL = re.compile(r"[^@\s<>:\"]+@[^@\s.<>\"]+(\.[^@\s.<>\"]+)+")
_DATE = re.compile(r"\d{4}-\d\d-\d\d([T ]\d\d:\d\d.*)?")
#: Seconds between 2010 and 2040: what a clock gives a program today.
_CLOCK = range(1_262_304_000, 2_208_988_800)


def is_address(text: str) -> bool:
    """Whether a text has the shape of an e-mail address."""
    return _EMAIL.fullmatch(text) is not None


def key_of(body: Body) -> tuple[str, str] | None:
    """The key that counts and where it comes from: ``keyValue``, or the first of the five params that has a value."""
    if body.api is not ApiVersion.V3 and isinstance(body.key_value, str | Number):
        given = spelled(body.key_value)
        if given.strip():
            return given, KEY_VALUE
    return key_from_params(body)


def key_from_params(body: Body) -> tuple[str, str] | None:
    """What Yespo takes for a key when there is no ``keyValue``, and from which param."""
    for name in KEY_PARAMS:
        param = body.param(name)
        if param is not None and (text := usable_text(param.raw)) is not None:
            return text, name
    return None


def key_value(body: Body) -> Iterator[Problem]:
    """A text of at most 300 characters without the forbidden ones, the same for what is meant to count as one."""
    value, place = body.key_value, body.key_value_pointer
    if value is ABSENT:
        return
    if value is None or (isinstance(value, str) and not value.strip()):
        if key_of(body) is not None:
            yield warning("key_value_blank", place, fix=remove_fix("remove_member", place, name=KEY_VALUE))
    elif not isinstance(value, str):
        fix = set_fix("make_text", place, value.spelling) if isinstance(value, Number) else None
        yield error("key_value_not_text", place, fix=fix, value=value)
    elif len(value) > MAX_KEY_VALUE:
        yield error("key_value_too_long", place, length=len(value), limit=MAX_KEY_VALUE)
    elif wrong := forbidden_in(value):
        clean = "".join(char for char in value if char not in FORBIDDEN_CHARACTERS)
        fix = set_fix("remove_characters", place, clean) if clean.strip() else None
        yield error("key_value_forbidden", place, fix=fix, characters=quoted(wrong))
    elif value.strip().casefold() == "null":
        fix = remove_fix("remove_member", place, name=KEY_VALUE) if key_from_params(body) is not None else None
        yield warning("key_value_null", place, fix=fix)
    elif is_time(value) and all(value != found.text for found in body.located):
        yield warning("key_value_timestamp", place, value=value)


def is_time(text: str) -> bool:
    """Whether a text is a moment: of these days in seconds or milliseconds, or a date."""
    if text.isascii() and text.isdigit() and len(text) in (10, 13):
        return int(text[:10]) in _CLOCK
    return _DATE.fullmatch(text) is not None


def key_or_locator(body: Body) -> Iterator[Problem]:
    """Without a key and without one of the five an event is not accepted; with a key alone it finds hardly anyone."""
    found = body.located
    usable = [each for each in found if each.text is not None]
    if any(each.param.raw is ABSENT for each in found) or (body.params_node is not ABSENT and body.shape is None):
        return  # the rules over items and over the shape speak
    if _has_key_value(body):
        if not usable:
            yield warning("locator_only_in_key", body.params_pointer, fix=_locator_from_key(body))
        return
    if not usable:
        effect = Effect.UNKNOWN if body.api is ApiVersion.V3 else Effect.REFUSED
        yield error("no_key_no_locator", body.params_pointer, effect=effect)
    elif key_of(body) is None:
        first = usable[0]
        name = first.locator.name
        fix = None
        if first.locator.is_key and body.param(name) is None:
            fix = first.param.renamed(name)
        yield warning("key_only_alias", first.param.pointer, fix=fix, name=first.param.label)


def _has_key_value(body: Body) -> bool:
    value = body.key_value
    return not (value is ABSENT or value is None or (isinstance(value, str) and not value.strip()))


def _locator_from_key(body: Body) -> Fix | None:
    """The fix that puts an e-mail address from ``keyValue`` among the params."""
    value = body.key_value
    if not isinstance(value, str) or not is_address(value):
        return None
    there = body.param("email")
    if there is not None:
        return set_fix("add_locator", there.pointer, value, name="email")
    if body.shape is tuple:
        item = Object((("name", "email"), ("value", value)))
        return set_fix("add_locator", f"{body.params_pointer}/{len(body.container or ())}", item, name="email")
    if body.shape is Object:
        return set_fix("add_locator", body.params_pointer + token("email"), value, name="email")
    return None


def locator_values(body: Body) -> Iterator[Problem]:
    """A locator is a text that says something, and an address or number is written as one."""
    for found in body.located:
        param, raw = found.param, found.param.raw
        if raw is ABSENT:
            continue
        if found.text is None:
            yield from _useless(found, raw)
        elif isinstance(raw, Number):
            if body.api is not ApiVersion.V1:
                fix = set_fix("make_text", param.pointer, raw.spelling)
                yield warning("locator_number", param.pointer, fix=fix, name=param.label, value=raw)
        elif found.locator.name == "phone":
            yield from _phone(param, found.text)
        elif found.locator.name == "email":
            yield from _email(param, found.text)


def _useless(found: Located, raw: Node) -> Iterator[Problem]:
    param = found.param
    fix = remove_fix("remove_param", param.item_pointer, name=param.label)
    if raw is not None and not isinstance(raw, str):
        yield warning("locator_not_text", param.pointer, name=param.label)
    elif found.locator.name == "externalCustomerId":
        yield warning("external_id_ignored", param.pointer, fix=fix, name=param.label, value=_quoted(raw))
    else:
        yield warning("locator_empty", param.pointer, fix=fix, name=param.label, value=_quoted(raw))


def _quoted(raw: Node) -> str:
    return f"“{raw}”" if isinstance(raw, str) else spelled(raw)


def _phone(param: BodyParam, text: str) -> Iterator[Problem]:
    found = look_at_phone(text)
    if found is not None:
        fix = None
        if found.digits is not None:
            fix = set_fix("use_digits", param.pointer, found.digits, value=found.digits)
        yield warning(found.fault, param.pointer, fix=fix, name=param.label, value=text)


def _email(param: BodyParam, text: str) -> Iterator[Problem]:
    if not is_address(text):
        better = text.strip().removeprefix("mailto:")
        fix = set_fix("use_value", param.pointer, better, value=better) if is_address(better) else None
        yield warning("email_shape", param.pointer, fix=fix, name=param.label, value=text)


def locators_agree(body: Body) -> Iterator[Problem]:
    """Two spellings of one locator with different values: which one counts is not known."""
    first: dict[str, Located] = {}
    for found in body.located:
        if found.text is None:
            continue
        known = first.setdefault(found.locator.name, found)
        if known.param.label.casefold() != found.param.label.casefold() and _same(known) != _same(found):
            place = found.param.pointer
            yield warning("locators_disagree", place, name=found.param.label, other=known.param.label)


def _same(found: Located) -> str:
    text = (found.text or "").strip().casefold()
    return re.sub(r"\D", "", text) if found.locator.name == "phone" else text


RULES = (key_value, key_or_locator, locator_values, locators_agree)
