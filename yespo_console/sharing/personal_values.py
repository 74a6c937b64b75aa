"""One personal value in its spellings: which are the same, how it stands in a text, what of it is shown."""

import contextlib
import html
import json
import re
from typing import Final
from urllib.parse import quote, quote_plus

from yespo_console.sharing.addresses import digits, from_abroad, is_address, somebody_in
from yespo_console.sharing.personal_kinds import ReplacedKind, stands_for_itself
from yespo_console.sharing.personal_links import user_of
from yespo_console.sharing.personal_shapes import shape_of

_NUMBER: Final = re.compile(r"\+?[\d\s().\-\u00a0/]+")
#: So many letters of an example are shown at either end.
_ENDS: Final = 2


def kind_by_shape(kind: ReplacedKind, value: str) -> ReplacedKind:
    """What a value is by its looks, where its name says only whose it is."""
    if kind == "secret":
        return kind
    if is_address(value):
        return "email"
    return shape_of(value) or kind if kind in ("name", "userId") else kind


def _canonical(kind: ReplacedKind, value: str) -> str:
    """The same for an account with and without blanks, a user and their page, an address and one with a name."""
    match kind:
        case "iban":
            return re.sub(r"\s", "", value)
        case "messenger":
            return user_of(value)
        case "email":
            return next((one.value for one in somebody_in(value) if one.kind == "email"), value)
    return value


def identity(kind: ReplacedKind, value: str) -> str:
    """The same for every spelling of one value.

    A short one is another value for each kind: the house 44 is not the user 44.
    """
    if not stands_for_itself(kind, value):
        return f"{kind} {value.strip().casefold()}"
    value = _canonical(kind, value).strip()
    if (number := digits(value)) and _NUMBER.fullmatch(value):
        return from_abroad(number)
    return value.casefold()


def forms(kind: ReplacedKind, value: str) -> set[str]:
    """How a value may stand in a text: as it is, in JSON, in JSON inside JSON, in HTML, in an address."""
    return _forms(value) | _forms(_canonical(kind, value))


def _forms(value: str) -> set[str]:
    stripped = value.strip()
    once = [json.dumps(stripped, ensure_ascii=plain)[1:-1] for plain in (False, True)]
    twice = [json.dumps(one, ensure_ascii=False)[1:-1] for one in once]
    forms = {value, stripped, *once, *twice, html.escape(stripped), html.escape(stripped, quote=False)}
    if len(number := digits(stripped)) > 4 and _NUMBER.fullmatch(stripped):
        forms.add(number)
    with contextlib.suppress(UnicodeEncodeError):  # half a character has no form in an address
        forms |= {quote(stripped), quote(stripped, safe=""), quote_plus(stripped)}
    return forms


def mostly_hidden(value: str) -> str:
    """A value so that whoever knows it recognises it: its ends, and of an address the ends of both parts."""
    user, at, host = value.strip().partition("@")
    if at:
        return f"{_ends(user)}@{_ends(host)}"
    return _ends(user)


def _ends(text: str) -> str:
    if len(text) <= _ENDS * 2:
        return text[:1] + "…"
    return f"{text[:_ENDS]}…{text[-_ENDS:]}"
