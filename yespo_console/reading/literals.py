"""Values built from the literals of a language or the items of a command, and the exact JSON they make.

Every value remembers where it stands, so that the JSON made of it can be shown in what was pasted. A value that the
text does not spell out is ``Unknown``: it is named, never guessed.
"""

import re
from dataclasses import dataclass
from typing import Final

from yespo_console.platform.i18n import _
from yespo_console.reading.budget import Budget
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
    """An object: names and values in order, as they are written."""

    pairs: tuple[tuple[Text, "Value"], ...]
    offset: int

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
    """

    offset: int
    shown: str = ""


Value = Text | Scalar | Json | Encoded | Items | Members | Unknown

_SHOWABLE: Final = re.compile(r"[\w.$@#\[\]'\">(){}-]{1,40}")


def unknown(offset: int, spelled: str) -> Unknown:
    """An unknown value; its spelling is shown when it is short and plain, since code may hold secrets."""
    return Unknown(offset, spelled if _SHOWABLE.fullmatch(spelled) else "")


def unknowns(value: Value, budget: Budget) -> list[tuple[str, Unknown]]:
    """The unknown values within ``value``, in order, each with the name of the param or member it belongs to.

    What is nested too deep to be read counts as unknown. A variable that stands in several places is looked at once.
    """
    found: list[tuple[str, Unknown]] = []
    seen: set[int] = set()
    pending: list[tuple[str, Value, int]] = [("", value, 0)]
    while pending:
        label, each, depth = pending.pop()
        budget.spend()
        if isinstance(each, Unknown):
            found.append((label, each))
            continue
        if isinstance(each, Text | Scalar | Json) or id(each) in seen:
            continue
        seen.add(id(each))
        if depth > MAX_DEPTH:
            found.append((label, Unknown(each.offset)))
        elif isinstance(each, Encoded):
            pending.append((label, each.value, depth + 1))
        elif isinstance(each, Items):
            budget.spend(len(each.values))
            pending += [(label, item, depth + 1) for item in reversed(each.values)]
        else:
            budget.spend(len(each.pairs))
            pending += [(_label(each, key), member, depth + 1) for key, member in reversed(each.pairs)]
    return found


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
    """The JSON text of a value without ``unknowns``; a ``Json`` stands in it as it is.

    Variables that hold each other can make a small text mean a huge value, so ``budget`` pays for each character.
    """
    builder = TracedBuilder(original)
    _write(value, builder, original, budget)
    return builder.build()


def _write(value: Value, builder: TracedBuilder, original: Original, budget: Budget) -> None:
    budget.spend(len(value.traced) + 8 if isinstance(value, Text | Json) else 8)
    if isinstance(value, Text):
        _write_string(value.traced, builder)
    elif isinstance(value, Scalar):
        builder.put(value.json, value.offset, value.length)
    elif isinstance(value, Json):
        builder.copy(value.traced)
    elif isinstance(value, Encoded):
        _write_string(as_json(value.value, original, budget), builder)
    elif isinstance(value, Items):
        builder.put("[", value.offset)
        for number, item in enumerate(value.values):
            if number:
                builder.put(",", item.offset, 0)
            _write(item, builder, original, budget)
        builder.put("]", value.offset)
    elif isinstance(value, Members):
        builder.put("{", value.offset)
        for number, (name, member) in enumerate(value.pairs):
            if number:
                builder.put(",", name.offset, 0)
            _write_string(name.traced, builder)
            builder.put(":", member.offset, 0)
            _write(member, builder, original, budget)
        builder.put("}", value.offset)
    else:
        raise AssertionError("an unknown value has no JSON")


_ESCAPED: Final = re.compile(r'["\\\x00-\x1f]')
_SHORT: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}


def _write_string(text: Traced, builder: TracedBuilder) -> None:
    start = text.offset(0)
    builder.put('"', start, 0)
    done = 0
    for match in _ESCAPED.finditer(text.text):
        builder.copy(text, done, match.start())
        builder.put(_SHORT.get(match[0]) or f"\\u{ord(match[0]):04x}", text.offset(match.start()))
        done = match.end()
    builder.copy(text, done)
    builder.put('"', text.offset(len(text)), 0)


#: Members that make an object an event. ``params`` alone does not: HTTP clients call their query so.
_EVENT_KEYS: Final = frozenset(("eventTypeKey", "eventKey"))


def is_event_shape(names: frozenset[str] | set[str]) -> bool:
    """Whether an object with these members is an event, be it a faulty one."""
    return bool(names & _EVENT_KEYS) or ("keyValue" in names and bool(names & {"params", "parameters"}))


_EVENT_TEXT: Final = re.compile(r"eventTypeKey|eventKey|\\u0065ventTypeKey")


def mentions_event(text: str) -> bool:
    """Whether a text speaks of an event at all: what the finders look for first, since it costs little."""
    return _EVENT_TEXT.search(text) is not None
