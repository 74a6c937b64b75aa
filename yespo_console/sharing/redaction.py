"""Personal data replaced by placeholders: what is handed on shows how an event is built, not whom it is about.

Equal values get equal placeholders, so that a reader still sees that two places name the same person. An e-mail counts
as the same in any case of its letters, a phone number in any spelling of its digits.
"""

import contextlib
import html
import json
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import quote, unquote

from yespo_console.events.event import Node, Number, Object
from yespo_console.events.json_text import dump, inner
from yespo_console.events.locators import locator_named
from yespo_console.platform.i18n import N_, _
from yespo_console.platform.logs import masked
from yespo_console.sharing.known_values import KnownValues

Kind = Literal["email", "phone", "contactId", "externalCustomerId", "pushToken", "ContactKey", "name", "address"]
#: Keys and passwords are hidden without a placeholder.
ReplacedKind = Kind | Literal["secret"]

#: Each kind in words, in the order in which people are told.
KIND_WORDS: Final[dict[ReplacedKind, str]] = {
    "email": N_("E-mail addresses"),
    "phone": N_("Phone numbers"),
    "name": N_("Names"),
    "address": N_("Postal addresses"),
    "contactId": N_("Contact ids (contactId)"),
    "externalCustomerId": N_("Customer ids (externalCustomerId)"),
    "pushToken": N_("Push tokens"),
    "ContactKey": N_("Contact keys"),
    "secret": N_("Keys and passwords"),
}

_SECRET: Final = "***"
#: Parts of orders and of params that name a person or a place, in small letters without dashes and underscores.
_NAMES: Final = re.compile(
    "(first|last|middle|full|sur|customer|contact|user|client|recipient|receiver)name|patronymic|recipient|receiver"
)
_ADDRESSES: Final = re.compile(
    "(delivery|shipping|billing|home|street)?address|street|house|apartment|post(al)?code|zip(code)?"
)
_PEOPLE: Final = re.compile("contact|customer|client|user|person|recipient|receiver|buyer")
_EMAILS: Final = re.compile("(user|contact|customer)?e?mail(address)?")
_PHONES: Final = re.compile("(customer|contact|user|mobile)?phone(number)?|sms|mobile|msisdn|tel|telephone")
_SECRET_NAME: Final = re.compile(
    r"(?i)(?:\w*[-_ ])?(?:api[-_ ]?key|(?:access|auth)[-_ ]?token|token|secret|passw(?:or)?d)"
)
#: Names that every body has; they say nothing about anybody, even where somebody is called so.
_OF_THE_BODY: Final = frozenset(("eventTypeKey", "keyValue", "params", "name", "value"))

_SIGN: Final = r"[^\s@\"'<>(),;:\\/\[\]{}|`=&?%…]"
#: A part of a host name; without dots, so that no text can be read in many ways and take long.
_LABEL: Final = r"[^\s@\"'<>(),;:\\/\[\]{}|`=&?%….]"
_EMAIL: Final = re.compile(
    rf"(?:{_SIGN}|%(?!40)[0-9A-Fa-f]{{2}}){{1,64}}(?:@|%40)(?:{_LABEL}{{1,63}}\.){{1,8}}{_LABEL}{{2,63}}"
)
_PHONE: Final = re.compile(r"(?<![\w+])\+?\(?\d[\d\s().\-\u00a0/]{6,22}\d(?![\w])")
_DATE: Final = re.compile(r"\d{4}-\d{2}-\d{2}")
_DIGITS: Final = re.compile(r"\d")
#: Where an excerpt was shortened.
_CUT: Final = " … "
_SHORTEST_PIECE: Final = 2
_MOST_EXAMPLES: Final = 3
#: So many letters of an example are shown at either end.
_ENDS: Final = 2


@dataclass(frozen=True, slots=True)
class Replaced:
    """What was replaced of one kind.

    Attributes:
        kind: a name of ``KIND_WORDS``.
        values: how many different values.
        times: in how many places one of them stood.
        examples: some of the values, most of their letters hidden.
    """

    kind: ReplacedKind
    values: int
    times: int
    examples: tuple[str, ...]

    @property
    def title(self) -> str:
        """What it is, in the user's language."""
        return _(KIND_WORDS[self.kind])


class Redactor:
    """Redacts all that belongs together: one event, or many exchanges.

    A value that is known only later stands uncovered in what was redacted before; so have everything learned first
    (``learn``, ``learn_text``, ``learn_value``) where there is more than one ``body``. What is known grows with the
    number of different values, a few hundred bytes each, and with nothing else.
    """

    def __init__(self) -> None:
        self._placeholders: dict[str, str] = {}
        self._given: set[str] = set()
        self._counts: Counter[ReplacedKind] = Counter()
        self._known = KnownValues()
        self._times: Counter[ReplacedKind] = Counter()
        self._examples: dict[ReplacedKind, list[str]] = {}

    @property
    def replaced(self) -> int:
        """How many different values were replaced so far."""
        return len(self._placeholders)

    def summary(self) -> tuple[Replaced, ...]:
        """What was replaced so far, kind by kind. What was learned and stood nowhere is not in it."""
        return tuple(
            Replaced(kind, self._counts[kind], self._times[kind], tuple(self._examples.get(kind, ())))
            for kind in KIND_WORDS
            if self._times[kind]
        )

    # -- learning

    def learn(self, node: Node) -> None:
        """Know every value in ``node`` that says whom it is about."""
        self._learn(node, "", depth=0)

    def learn_text(self, text: str) -> None:
        """Know the addresses and phone numbers in a text."""
        self._learn_text(text)

    def learn_value(self, name: str, value: str) -> None:
        """Know a value by the name it stands under, as in a param."""
        self._learn(value, name, depth=0)

    # -- structure

    def body(self, node: Node) -> Node:
        """The body of an event, with everything personal replaced, also inside strings that hold JSON."""
        self.learn(node)
        return self._redacted(node, "", depth=0)

    def value(self, name: str, value: str) -> str:
        """A value by the name it stands under, as in a param."""
        redacted = self._redacted(value, name, depth=0)
        assert isinstance(redacted, str)
        return redacted

    def _learn(self, node: Node, name: str, depth: int) -> None:
        kind = _kind(name, depth)
        if kind is not None and isinstance(node, str | Number) and inner(node) is None:
            self._placeholder(kind, node if isinstance(node, str) else node.spelling)
            return
        contained = inner(node)
        if isinstance(contained, Object):
            own = _param_name(contained)
            for member, value in contained.pairs:
                if own is not None and member == "value":
                    self._learn(value, own, depth)
                else:
                    self._learn(value, member if member != "name" or own is None else "", _below(name, member, depth))
                    self._learn_text(member)
        elif contained is not None:
            for item in contained:
                self._learn(item, name, depth)
        elif isinstance(node, str):
            self._learn_text(node)

    def _learn_text(self, text: str) -> None:
        for match in _EMAIL.finditer(text):
            self._placeholder("email", unquote(match[0]))
        for match in _PHONE.finditer(text):
            if _is_phone(match[0]):
                self._placeholder("phone", match[0])

    def _redacted(self, node: Node, name: str, depth: int) -> Node:
        if _SECRET_NAME.fullmatch(name) and locator_named(name) is None and isinstance(node, str | Number):
            self._times["secret"] += 1
            return _SECRET
        kind = _kind(name, depth)
        if kind is not None and isinstance(node, str | Number) and inner(node) is None:
            text = node if isinstance(node, str) else node.spelling
            return self._used(self._placeholder(kind, text)) if text.strip() else node
        if isinstance(node, Number):
            return self._number(node)
        contained = inner(node)
        if contained is None:
            return self.text(node) if isinstance(node, str) else node
        replaced: Node
        if isinstance(contained, Object):
            own = _param_name(contained)
            replaced = Object(
                tuple(
                    (
                        member if member in _OF_THE_BODY else self.text(member),
                        self._redacted(
                            value,
                            own
                            if own is not None and member == "value"
                            else member
                            if member != "name" or own is None
                            else "",
                            depth if own is not None and member == "value" else _below(name, member, depth),
                        ),
                    )
                    for member, value in contained.pairs
                )
            )
        else:
            replaced = tuple(self._redacted(item, name, depth) for item in contained)
        return dump(replaced) if isinstance(node, str) else replaced

    def _number(self, number: Number) -> Node:
        known = self._placeholders.get(_identity(number.spelling))
        if known is not None and len(number.spelling) > _SHORTEST_PIECE:
            return self._used(known)
        if number.is_integer_spelling and _is_phone(number.spelling):
            return self._used(self._placeholder("phone", number.spelling))
        return number

    # -- text

    def text(self, text: str) -> str:
        """A text for people, or a string in a body, without the values that are known and what looks like one."""
        pieces = text.split(_CUT)
        redacted = [
            self._piece(piece, cut_before=at > 0, cut_after=at < len(pieces) - 1) for at, piece in enumerate(pieces)
        ]
        told = _CUT.join(redacted)
        without_keys = masked(told)
        if without_keys != told:
            self._times["secret"] += 1
        return without_keys

    def _piece(self, text: str, *, cut_before: bool, cut_after: bool) -> str:
        if cut_after:
            text = text[: len(text) - self._known.cut_at_end(text)]
        if cut_before:
            text = text[self._known.cut_at_start(text) :]
        # What was put in is not looked through again: the number in a placeholder may be somebody's id.
        pieces: list[str] = []
        done = 0
        for match in _EMAIL.finditer(text):
            pieces += (
                self._without_known(text[done : match.start()]),
                self._used(self._placeholder("email", unquote(match[0]))),
            )
            done = match.end()
        pieces.append(self._without_known(text[done:]))
        return "".join(pieces)

    def _without_known(self, text: str) -> str:
        pieces = self._known.split(text)
        for at, piece in enumerate(pieces):
            pieces[at] = self._used(piece) if at % 2 else _PHONE.sub(self._phone, piece)
        return "".join(pieces)

    def _phone(self, match: re.Match[str]) -> str:
        return self._used(self._placeholder("phone", match[0])) if _is_phone(match[0]) else match[0]

    # -- placeholders

    def _placeholder(self, kind: Kind, original: str) -> str:
        if not original.strip() or original in self._given:
            return original
        if _EMAIL.fullmatch(original.strip()):
            kind = "email"
        identity = _identity(original)
        known = self._placeholders.get(identity)
        if known is None:
            self._counts[kind] = number = self._counts.get(kind, 0) + 1
            known = f"email-{number}@example.invalid" if kind == "email" else f"{kind}-{number}"
            self._placeholders[identity] = known
            self._given.add(known)
            if len(examples := self._examples.setdefault(kind, [])) < _MOST_EXAMPLES:
                examples.append(mostly_hidden(original))
        if original not in self._known:
            for form in _forms(original):
                if form not in self._given:
                    self._known.add(form, known)
        return known

    def _used(self, placeholder: str) -> str:
        """Count a placeholder that was put in; what is none (a text of blanks) counts for nothing."""
        if placeholder in self._given:
            self._times[placeholder.partition("-")[0]] += 1  # type: ignore[index]  # a placeholder begins with its kind
        return placeholder


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


def _kind(name: str, depth: int) -> Kind | None:
    """What a value under ``name`` is; ``depth`` 0 is a param itself, where a plain ``name`` is somebody's."""
    if not name:
        return None
    locator = locator_named(name)
    if locator is not None:
        return locator.name  # type: ignore[return-value]  # the documented names of locators are kinds
    folded = re.sub(r"[-_ ]", "", name).casefold()
    if _EMAILS.fullmatch(folded):
        return "email"
    if _PHONES.fullmatch(folded):
        return "phone"
    if _NAMES.fullmatch(folded) or (folded == "name" and depth == 0):
        return "name"
    return "address" if _ADDRESSES.fullmatch(folded) else None


def _param_name(node: Object) -> str | None:
    """The name of a param in a list of names and values; None for any other object."""
    name = node.get("name")
    return name if isinstance(name, str) and "value" in node.names else None


def _below(container: str, member: str, depth: int) -> int:
    """The depth of a member; 0 where a plain ``name`` is somebody's: among the params, and in what is a person."""
    person = _PEOPLE.fullmatch(re.sub(r"[-_ ]", "", container).casefold())
    return 0 if "params" in (container, member) or person else depth + 1


def _is_phone(text: str) -> bool:
    return 9 <= len(_DIGITS.findall(text)) <= 15 and not _DATE.search(text)


def _identity(value: str) -> str:
    """The same for every spelling of one value."""
    value = value.strip()
    digits = re.sub(r"\D", "", value)
    if digits and re.fullmatch(r"\+?[\d\s().\-\u00a0/]+", value):
        return digits
    return value.casefold()


def _forms(value: str) -> Iterable[str]:
    """How a value may stand in a text: as it is, in JSON, in JSON inside JSON, in HTML, in an address."""
    stripped = value.strip()
    once = [json.dumps(stripped, ensure_ascii=plain)[1:-1] for plain in (False, True)]
    twice = [json.dumps(one, ensure_ascii=False)[1:-1] for one in once]
    forms = {value, stripped, *once, *twice, html.escape(stripped), html.escape(stripped, quote=False)}
    digits = re.sub(r"\D", "", stripped)
    if len(digits) > 4 and re.fullmatch(r"\+?[\d\s().\-\u00a0/]+", stripped):
        forms.add(digits)
    with contextlib.suppress(UnicodeEncodeError):  # half a character has no form in an address
        forms |= {quote(stripped), quote(stripped, safe="")}
    return forms
