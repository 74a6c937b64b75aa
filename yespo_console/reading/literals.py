"""Values built from the literals of a language or the items of a command, and the exact JSON they make.

Every value remembers where it stands, so that the JSON made of it can be shown in what was pasted. A value that the
text does not spell out is ``Unknown``: it is named, never guessed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from yespo_console.platform.i18n import _
from yespo_console.reading.budget import Budget
from yespo_console.reading.masking import expression_without_secrets
from yespo_console.reading.origin import Original, Traced, TracedBuilder

#: The deepest nesting that is read.
MAX_DEPTH: Final = 100
#: So many places are named when values cannot be read.
_NAMED: Final = 5


@dataclass(frozen=True, slots=True)
class Text:
    """A text, decoded."""

    traced: Traced

    @property
    def offset(self) -> int:
        return self.traced.offset(0)


@dataclass(frozen=True, slots=True)
class Scalar:
    """A number, true, false or null, as JSON spells it, and where it stands."""

    json: str
    offset: int
    length: int = 1


@dataclass(frozen=True, slots=True)
class Json:
    """A text that is meant to be JSON already and stands for that value (HTTPie's ``:=``), sound or broken."""

    traced: Traced

    @property
    def offset(self) -> int:
        return self.traced.offset(0)


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text that holds the JSON of a value: ``JSON.stringify(value)``."""

    value: "Value"
    offset: int


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    values: tuple["Value", ...]
    offset: int


@dataclass(frozen=True, slots=True)
class Members:
    """An object.

    Attributes:
        pairs: names and values in order, as they are written.
        offset: where it stands.
        absent: names of members that it has and JSON leaves out, as JavaScript does with ``undefined``.
        doubled: those of them that are spelled out beside another one of the same name; the last one counts.
    """

    pairs: tuple[tuple[Text, "Value"], ...]
    offset: int
    absent: tuple[Text, ...] = ()
    doubled: tuple[Text, ...] = ()

    def get(self, name: str) -> "Value | None":
        """The value of the last member of that name."""
        for key, value in reversed(self.pairs):
            if key.traced.text == name:
                return value
        return None

    @property
    def names(self) -> tuple[str, ...]:
        return tuple([name.traced.text for name, _value in self.pairs])


@dataclass(frozen=True, slots=True)
class Unknown:
    """A value that the text does not spell out.

    Attributes:
        offset: where it stands.
        shown: how the text names it (``user.email``), only when that is a plain name; else empty.
        computed: code that is sound makes the value, so that what is unknown is the value and nothing beside it.
        length: how many characters of the original spell it; 0 when that is not told.
        parts: of a text that is put together, what is known of it and what is not, in order; else empty.
    """

    offset: int
    shown: str = ""
    computed: bool = False
    length: int = 0
    parts: tuple["Traced | Unknown", ...] = ()


Value = Text | Scalar | Json | Encoded | Items | Members | Unknown

_SHOWABLE: Final = re.compile(r"[\w.$@#\[\]'\">(){}-]{1,40}")


def unknown(offset: int, spelled: str, *, computed: bool = False, length: int = 0) -> Unknown:
    """An unknown value; its spelling is shown when it is short and plain, since code may hold secrets."""
    shown = expression_without_secrets(spelled) if _SHOWABLE.fullmatch(spelled) else ""
    return Unknown(offset, shown, computed, length)


def unknowns(value: Value, budget: Budget) -> list[tuple[str, Unknown]]:
    """The unknown values within ``value``, in order, each with the name of the param or member it belongs to.

    What is nested too deep to be read counts as unknown. A variable that stands in several places is looked at once.
    """
    return [(leaf.label, leaf.value) for leaf in leaves(value, budget, once=True) if isinstance(leaf.value, Unknown)]


@dataclass(frozen=True, slots=True)
class Leaf:
    """A value that holds no others, and its place in the value it was found in.

    Attributes:
        path: the names and numbers that lead there, also through a text that holds JSON.
        label: what a person calls it: a param's value by the name of the param, a member by its own.
        value: a text, a number, a word, or what is unknown.
    """

    path: tuple[str | int, ...]
    label: str
    value: Text | Scalar | Json | Unknown


_LEAVES: Final = (Text, Scalar, Json, Unknown)
_TRACED: Final = (Text, Json)


def leaves(value: Value, budget: Budget, *, once: bool = False) -> Iterator[Leaf]:
    """The leaves of a value, in order; with ``once``, those of a variable that stands in several places one time."""
    seen: set[int] = set()
    pending: list[tuple[tuple[str | int, ...], str, Value]] = [((), "", value)]
    while pending:
        path, label, each = pending.pop()
        budget.spend()
        if isinstance(each, _LEAVES):
            yield Leaf(path, label, each)
            continue
        if once and id(each) in seen:
            continue
        seen.add(id(each))
        if len(path) > MAX_DEPTH:
            yield Leaf(path, label, Unknown(each.offset))
        elif isinstance(each, Encoded):
            pending.append((path, label, each.value))
        elif isinstance(each, Items):
            budget.spend(len(each.values))
            numbered = list(enumerate(each.values))
            pending += [((*path, number), label, item) for number, item in reversed(numbered)]
        else:
            budget.spend(len(each.pairs))
            pending += [((*path, key.traced.text), _label(each, key), member) for key, member in reversed(each.pairs)]


def _label(members: Members, key: Text) -> str:
    """What a person calls a member: a param's value by the name of the param, anything else by its own."""
    name = members.get("name") if key.traced.text == "value" else None
    return name.traced.text if isinstance(name, Text) else key.traced.text


def refusal(found: list[tuple[str, Unknown]], original: Original) -> str:
    """The sentence for an event some of whose values cannot be read."""
    places = []
    for label, value in found[:_NAMED]:
        line, column = original.line_column(value.offset)
        place = _("line {line}, column {column}").format(line=line, column=column)
        spelled = f" ({value.shown})" if value.shown else ""
        places.append(f"“{label}”{spelled} {place}" if label else f"{value.shown} {place}".strip())
    if len(found) > _NAMED:
        places.append("…")
    return _(
        "Values that the code computes cannot be read: {places}. Put the real values in their places and read the text "
        "again."
    ).format(places="; ".join(places))


def as_json(value: Value, original: Original, budget: Budget) -> Traced:
    """The JSON text of a value; a ``Json`` stands in it as it is, and an unknown value as the empty text.

    Variables that hold each other can make a small text mean a huge value, so ``budget`` pays for each character.
    """
    builder = TracedBuilder(original)
    _write(value, builder, original, budget)
    return builder.build()


def _write(value: Value, builder: TracedBuilder, original: Original, budget: Budget) -> int | None:
    """Append a value; of a text, where it ends in the original, since a comma behind it stands there."""
    budget.spend(len(value.traced) + 8 if isinstance(value, _TRACED) else 8)
    if isinstance(value, Text):
        return _write_string(value.traced, builder, original, budget)
    behind: int | None = None
    if isinstance(value, Scalar):
        builder.put(value.json, value.offset, value.length)
    elif isinstance(value, Json):
        builder.copy(value.traced)
    elif isinstance(value, Encoded):
        if isinstance(value.value, Unknown):
            _write(value.value, builder, original, budget)
        else:
            text = as_json(value.value, original, budget)
            budget.spend(8 * len(text))  # texts within texts within texts double what is to be escaped
            _write_string(text, builder, original, budget)
    elif isinstance(value, Items):
        builder.put("[", value.offset)
        for number, item in enumerate(value.values):
            if number:
                builder.put(",", item.offset if behind is None else behind, 0)
            behind = _write(item, builder, original, budget)
        builder.put("]", value.offset)
    elif isinstance(value, Members):
        builder.put("{", value.offset)
        for number, (name, member) in enumerate(value.pairs):
            if number:
                builder.put(",", name.offset if behind is None else behind, 0)
            builder.put(":", _write_string(name.traced, builder, original, budget), 0)
            behind = _write(member, builder, original, budget)
        builder.put("}", value.offset)
    else:
        builder.put('""', value.offset, value.length)
    return None


_QUOTES: Final = ('"', "'", "`")
_ESCAPED: Final = re.compile(r'["\\\x00-\x1f]')
_SHORT: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def _write_string(text: Traced, builder: TracedBuilder, original: Original, budget: Budget) -> int:
    """A text as JSON, whose quotes are those of the language where it has some; where it ends with them."""
    at = text.lies_at()
    if at and _quote_at(original, at - 1) and _quote_at(original, at + len(text)) and not _ESCAPED.search(text.text):
        builder.stride(f'"{text.text}"', at - 1, 1)  # as below, and nearly all are like this
        return at + len(text) + 1
    start = text.offset(0)
    is_quoted = original.text[max(0, start - 1) : start] in _QUOTES
    builder.put('"', start - is_quoted, int(is_quoted))
    done = 0
    for match in _ESCAPED.finditer(text.text):
        budget.spend(20)  # so that a text of nothing but these is stopped in time
        builder.copy(text, done, match.start())
        builder.put(_SHORT.get(match[0]) or f"\\u{ord(match[0]):04x}", text.offset(match.start()))
        done = match.end()
    builder.copy(text, done)
    end = text.offset(len(text))
    behind = end + _quote_at(original, end)
    builder.put('"', end, behind - end)
    return behind


def _quote_at(original: Original, offset: int) -> bool:
    return original.text[offset : offset + 1] in _QUOTES


#: Members that make an object an event. ``params`` alone does not: HTTP clients call their query so.
_EVENT_KEYS: Final = frozenset(("eventTypeKey", "eventKey"))


def is_event_shape(names: frozenset[str] | set[str]) -> bool:
    """Whether an object with these members is an event, be it a faulty one."""
    return bool(names & _EVENT_KEYS) or ("keyValue" in names and bool(names & {"params", "parameters"}))


_EVENT_TEXTS: Final = ("eventTypeKey", "eventKey", r"\u0065ventTypeKey")


#: JSON of an object in Base64, in no longer word.
BASE_64: Final = re.compile(r"e(?<![\w+/.=-]e)(?:yJ|wo|wk|yA|w0)[A-Za-z0-9+/_-]{40,}={0,2}")


def may_hold_event(text: str) -> bool:
    """Whether a text mentions an event, or holds JSON in Base64, which may be one."""
    return mentions_event(text) or BASE_64.search(text) is not None


def mentions_event(text: str) -> bool:
    """Whether a text speaks of an event at all: what the finders look for first, since it costs little."""
    return any(name in text for name in _EVENT_TEXTS)
