"""Personal data replaced by placeholders: what is handed on shows how an event is built, not whom it is about.

Equal values get equal placeholders, so that a reader still sees that two places name the same person. An e-mail counts
as the same in any case of its letters, a phone number in any spelling of its digits.
"""

from base64 import b64encode
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from yespo_console.events.event import Node, Number, Object, Value
from yespo_console.events.json_text import dump, inner
from yespo_console.platform.i18n import _
from yespo_console.platform.logs import masked
from yespo_console.sharing.addresses import Somebody, is_address, somebody_in
from yespo_console.sharing.known_values import KnownValues
from yespo_console.sharing.personal_kinds import KIND_WORDS, Kind, ReplacedKind, stands_for_itself
from yespo_console.sharing.personal_links import in_links
from yespo_console.sharing.personal_names import Place, header_meant, is_amount, is_secret_header, kind_of, place_below
from yespo_console.sharing.personal_shapes import pieces as shaped
from yespo_console.sharing.personal_shapes import shape_of
from yespo_console.sharing.personal_values import forms, identity, kind_by_shape, mostly_hidden
from yespo_console.sharing.spellings import encoded_texts

_SECRET: Final = "***"
#: Names that every body has; they say nothing about anybody, even where somebody is called so.
_OF_THE_BODY: Final = frozenset(("eventTypeKey", "keyValue", "params", "name", "value"))

#: Where an excerpt was shortened.
_CUT: Final = " … "
_SHORTEST_PIECE: Final = 2
_MOST_EXAMPLES: Final = 3
#: Texts up to this length are remembered, up to this many at a time.
_LONGEST_REMEMBERED: Final = 200
_MOST_REMEMBERED: Final = 20_000


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
    number of different values, somewhat under a kilobyte each, and with nothing else.
    """

    def __init__(self) -> None:
        self._placeholders: dict[str, str] = {}
        self._given: set[str] = set()
        self._counts: Counter[ReplacedKind] = Counter()
        self._known = KnownValues()
        self._times: Counter[ReplacedKind] = Counter()
        self._examples: dict[ReplacedKind, list[str]] = {}
        # The same words come again and again: names of members, products, addresses of pages.
        self._learned: set[str] = set()
        self._redacted_texts: dict[str, tuple[str, Counter[ReplacedKind]]] = {}

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
        self._learn(node, "", Place.PARAM)

    def learn_text(self, text: str) -> None:
        """Know the addresses and phone numbers in a text."""
        self._learn_text(text)

    def learn_value(self, name: str, value: str) -> None:
        """Know a value by the name it stands under, as in a param."""
        self._learn(value, name, Place.PARAM)

    def learn_header(self, name: str, value: str) -> None:
        """Know the value of a header; one that is secret as a whole is masked already and tells nothing."""
        if not is_secret_header(name):
            self._learn(value, header_meant(name), Place.HEADER)

    # -- structure

    def body(self, node: Node) -> Node:
        """The body of an event, with everything personal replaced, also inside strings that hold JSON."""
        self.learn(node)
        return self.learned_body(node)

    def learned_body(self, node: Node) -> Node:
        """The same of a body that was learned before."""
        return self._redacted(node, "", Place.PARAM)

    def value(self, name: str, value: str) -> str:
        """A value by the name it stands under, as in a param."""
        return self._told(value, name, Place.PARAM)

    def header(self, name: str, value: str) -> str:
        """The value of a header; one that is secret as a whole is masked already and tells nothing."""
        return value if is_secret_header(name) else self._told(value, header_meant(name), Place.HEADER)

    def _told(self, value: str, name: str, place: Place) -> str:
        redacted = self._redacted(value, name, place)
        assert isinstance(redacted, str)
        return redacted

    def value_at(self, names: Sequence[str], value: str) -> str:
        """A value by the names on the way to it, the first of them that of a param."""
        place = Place.PARAM
        for container, member in pairwise(names):
            place = place_below(container, member, place)
        return str(self._redacted_value(value, names[-1] if names else "", place))

    def _learn(self, node: Node, name: str, place: Place) -> None:
        contained = inner(node)
        if contained is None:
            text = _text_of(node)
            kind = kind_of(name, place, text) if text is not None else None
            if kind is not None and text is not None:
                self._placeholder(kind, text)
            if kind in (None, "email") and isinstance(node, str):  # an address may have a name before it
                self._learn_text(node)
        elif isinstance(contained, Object):
            for member, value, own, below in _members(contained, name, place):
                self._learn(value, own, below)
                self._learn_text(member)
        else:
            for item in contained:
                self._learn(item, name, place)

    def _learn_text(self, text: str) -> None:
        if text in self._learned:
            return
        if len(text) <= _LONGEST_REMEMBERED:
            if len(self._learned) >= _MOST_REMEMBERED:
                self._learned.clear()
            self._learned.add(text)
        for somebody in somebody_in(text):
            self._somebody(somebody)
        for one in in_links(text):
            self._placeholder(one.kind, one.value, everywhere=one.is_somebody)
        for piece, shape in shaped(text):
            if shape is not None:
                self._placeholder(shape, piece)
        for _start, _end, decoded in encoded_texts(text):
            self._learn_text(decoded)

    def _redacted(self, node: Node, name: str, place: Place) -> Node:
        contained = inner(node)
        if contained is None:
            return self._redacted_value(node, name, place)
        if len(contained) and kind_of(name, place, None) == "secret":
            return self._used(_SECRET)
        replaced: Node
        if isinstance(contained, Object):
            replaced = Object(
                tuple(
                    (member if member in _OF_THE_BODY else self.text(member), self._redacted(value, own, below))
                    for member, value, own, below in _members(contained, name, place)
                )
            )
        else:
            replaced = tuple(self._redacted(item, name, place) for item in contained)
        return dump(replaced) if isinstance(node, str) else replaced

    def _redacted_value(self, node: Node, name: str, place: Place) -> Node:
        text = _text_of(node)
        if text is None:
            return node
        kind = kind_of(name, place, text)
        if kind is not None:
            return self._used(self._placeholder(kind, text)) if text.strip() else node
        if is_amount(name, text) and shape_of(text) is None:
            return node
        return self._number(node) if isinstance(node, Number) else self.text(text)

    def _number(self, number: Number) -> Node:
        known = self._known.instead_of(number.spelling)
        if known is not None and len(number.spelling) > _SHORTEST_PIECE:
            return self._used(known)
        shape = shape_of(number.spelling) if number.is_integer_spelling else None
        return self._used(self._placeholder(shape, number.spelling)) if shape is not None else number

    # -- text

    def text(self, text: str) -> str:
        """A text for people, or a string in a body, without the values that are known and what looks like one."""
        known = self._redacted_texts.get(text)
        if known is not None:
            redacted, times = known
            if times:
                self._times += times
            return redacted
        before, self._times = self._times, Counter()
        redacted, times = self._new_text(text), self._times
        self._times = before + times
        if len(text) <= _LONGEST_REMEMBERED:
            if len(self._redacted_texts) >= _MOST_REMEMBERED:
                self._redacted_texts.clear()
            self._redacted_texts[text] = redacted, times
        return redacted

    def _new_text(self, text: str) -> str:
        for one in in_links(text):
            self._placeholder(one.kind, one.value, everywhere=one.is_somebody)
        text = self._with_encoded_redacted(text)
        pieces = text.split(_CUT)
        redacted = [
            self._piece(piece, cut_before=at > 0, cut_after=at < len(pieces) - 1) for at, piece in enumerate(pieces)
        ]
        told = _CUT.join(redacted)
        without_keys = masked(told)
        if without_keys != told:
            self._times["secret"] += 1
        return without_keys

    def _with_encoded_redacted(self, text: str) -> str:
        """Whoever stands in base64 is replaced inside, so that it stays base64."""
        told: list[str] = []
        done = 0
        for start, end, decoded in encoded_texts(text):
            redacted = self._new_text(decoded)
            if redacted != decoded:
                told += (text[done:start], b64encode(redacted.encode()).decode("ascii"))
                done = end
        return "".join((*told, text[done:]))

    def _piece(self, text: str, *, cut_before: bool, cut_after: bool) -> str:
        if cut_after:
            text = text[: len(text) - self._known.cut_at_end(text)]
        if cut_before:
            text = text[self._known.cut_at_start(text) :]
        # What was put in is not looked through again: the number in a placeholder may be somebody's id.
        pieces: list[str] = []
        done = 0
        for somebody in somebody_in(text):
            pieces += (
                self._without_known(text[done : somebody.start]),
                self._used(self._somebody(somebody)),
            )
            done = somebody.end
        pieces.append(self._without_known(text[done:]))
        return "".join(pieces)

    def _without_known(self, text: str) -> str:
        told: list[str] = []
        done = 0
        for one in in_links(text):
            instead = self._used(self._placeholder(one.kind, one.value, everywhere=one.is_somebody))
            told += (self._without_values(text[done : one.start]), instead)
            done = one.end
        return "".join((*told, self._without_values(text[done:])))

    def _without_values(self, text: str) -> str:
        pieces = self._known.split(text)
        for at, piece in enumerate(pieces):
            pieces[at] = self._used(piece) if at % 2 else "".join(map(self._shaped, *zip(*shaped(piece), strict=True)))
        return "".join(pieces)

    def _shaped(self, piece: str, shape: ReplacedKind | None) -> str:
        return piece if shape is None else self._used(self._placeholder(shape, piece))

    # -- placeholders

    def _somebody(self, somebody: Somebody) -> str:
        """A single word before an address may be a word as well."""
        return self._placeholder(
            somebody.kind, somebody.value, everywhere=somebody.kind != "name" or " " in somebody.value
        )

    def _placeholder(self, kind: ReplacedKind, original: str, *, everywhere: bool = True) -> str:
        """What stands in place of a value; ``everywhere`` it is met from now on, or only where it is asked for."""
        if not original.strip() or original in self._given:
            return original
        kind = kind_by_shape(kind, original.strip())
        instead = _SECRET if kind == "secret" else self._own_placeholder(kind, original)
        if everywhere and original not in self._known and stands_for_itself(kind, original):
            self._redacted_texts.clear()
            for form in forms(kind, original):
                if form not in self._given:
                    self._known.add(form, instead, anywhere=kind == "secret")
        return instead

    def _own_placeholder(self, kind: Kind, original: str) -> str:
        own = identity(kind, original)
        known = self._placeholders.get(own)
        if known is None:
            self._counts[kind] = number = self._counts.get(kind, 0) + 1
            known = f"email-{number}@example.invalid" if kind == "email" else f"{kind}-{number}"
            self._placeholders[own] = known
            self._given.add(known)
            if len(examples := self._examples.setdefault(kind, [])) < _MOST_EXAMPLES:
                examples.append(mostly_hidden(original))
        return known

    def _used(self, placeholder: str) -> str:
        """Count a placeholder that was put in; what is none (a text of blanks) counts for nothing."""
        if placeholder == _SECRET:
            self._times["secret"] += 1
        elif placeholder in self._given:
            self._times[placeholder.partition("-")[0]] += 1  # type: ignore[index]  # a placeholder begins with its kind
        return placeholder


def _text_of(node: Value) -> str | None:
    """A text or a number as it is spelled; None for anything else."""
    return node.spelling if isinstance(node, Number) else node if isinstance(node, str) else None


def _members(node: Object, name: str, place: Place) -> Iterator[tuple[str, Node, str, Place]]:
    """The members of an object that stands under ``name``: each with its value, what that is called, and where.

    The value of a param is called by the name of the param; in a list of contacts that may be the name of one.
    """
    own = node.get("name")
    is_param = isinstance(own, str) and "value" in node.names
    for member, value in node.pairs:
        if is_param and member == "value":
            yield member, value, str(own), place
        else:
            below = place_below(name, member, place)
            is_label = is_param and member == "name" and not (below is Place.PERSON and _is_contact(node))
            yield member, value, "" if is_label else member, below


def _is_contact(param: Object) -> bool:
    """Whether a param has the name of a person: one of several words, or one that says nothing of a phone number."""
    name, value = str(param.get("name")), _text_of(param.get("value")) or ""
    if kind_of(name, Place.PARAM, value) is not None:
        return False
    return " " in name.strip() or is_address(value) or shape_of(value) == "phone"
