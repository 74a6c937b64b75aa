"""One difference between two texts: what it is, where it stands in each, and its sentence.

A difference is kept as values and places; its sentence is made when it is shown, in the reader's language, and can be
made without anybody's data (see ``Difference.sentence``).
"""

import enum
import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from yespo_console.events.event import ABSENT, Absent, Number, Object, Value
from yespo_console.events.json_text import dump
from yespo_console.platform.i18n import N_, _, ngettext

#: A value is quoted with at most so many characters; what differs is always among them.
SHOWN: Final = 60
#: So many characters stand before the first one that differs.
_LEAD: Final = 20
#: A text that cannot be mistaken for anything but a text needs no quotes.
_PLAIN_WORD: Final = re.compile(r"(?!(?:true|false|null)$)[^\W\d_][\w.@-]*")
#: Signs that are not seen, or not told from a space.
_UNSEEN: Final = frozenset(("Cc", "Cf", "Zs", "Zl", "Zp", "Cs", "Co"))


class Change(enum.StrEnum):
    """What became of a value.

    CHANGED: another value. TYPE: a value of another type. SPELLING: the same number, spelled otherwise. MISSING, ADDED:
    there in one of the two only. RENAMED: a name that looks the same is spelled otherwise. ORDER: the items of a list
    stand otherwise. TIMES: a name stands there another number of times. NESTING: JSON in one, a text that holds it
    in the other. LINES: other lines, in what is no JSON.
    """

    CHANGED = "changed"
    TYPE = "type"
    SPELLING = "spelling"
    MISSING = "missing"
    ADDED = "added"
    RENAMED = "renamed"
    ORDER = "order"
    TIMES = "times"
    NESTING = "nesting"
    LINES = "lines"


@dataclass(frozen=True, slots=True)
class Item:
    """A step to an item of a list.

    Attributes:
        number: its place, from 1: in the second text, or in the first when it is in that one only.
        label: what it is known by, as a product by its ``productId``; empty for what has no such thing.
    """

    number: int
    label: str = ""


@dataclass(frozen=True, slots=True)
class Beside:
    """A step to a member of the body that is neither the type, nor the key, nor a param."""

    name: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A step to something that is no part of a body: the address, a header, a status.

    Attributes:
        words: what it is called, untranslated; ``{name}`` stands for ``name``.
    """

    words: str
    name: str = ""


Step = str | Item | Beside | Fact

#: How an item of a list with a well-known name is called.
_ITEMS: Final[dict[str, str]] = {
    "products": N_("product {number}"),
    "product": N_("product {number}"),
    "items": N_("item {number}"),
    "params": N_("param {number}"),
}

_SENTENCES: Final[dict[Change, str]] = {
    Change.CHANGED: N_("{place} {before} became {after}"),
    Change.TYPE: N_("{place} {before} became {after}"),
    Change.SPELLING: N_("{place} {before} is now spelled {after}; the number is the same"),
    Change.MISSING: N_("{place} is missing"),
    Change.ADDED: N_("{place} {after} was added"),
    Change.RENAMED: N_("{place} is now spelled {after}"),
    Change.ORDER: N_("{place}: the items stand in another order"),
    Change.TIMES: N_("{place} stands there {after} instead of {before}"),
}
_ROOT: Final = N_("the whole text")
_TEXT_TO_JSON: Final = N_("{place} was a text that holds JSON and is now the JSON itself")
_JSON_TO_TEXT: Final = N_("{place} was JSON and is now a text that holds JSON")
_ITEM_ADDED: Final = N_("{place} was added")
_ITEM_REMOVED: Final = N_("{place} was removed")
_HIDDEN_ALIKE: Final = N_("{sentence} (another value, hidden alike)")
_LOOK_ALIKE: Final = N_("{sentence} (they look alike: {first} and {second})")
#: Cyrillic letters, and the Latin ones that look the same.
_TWINS: Final = str.maketrans("аеорсухіїјѕһԁԛԝАВЕЗКМНОРСТУХІЇЈЅ", "aeopcyxiïjshdqwABE3KMHOPCTYXIÏJS")


def looks(name: str) -> str:
    """The same for names that a person takes for one: in any capitals, spaces around, letters that look alike."""
    return name.strip().translate(_TWINS).casefold()


def same(text: str) -> str:
    """The text itself: for a sentence that hides nothing."""
    return text


@dataclass(frozen=True, slots=True)
class Difference:
    """One difference.

    Attributes:
        change: what became of the value.
        steps: the way to it, as a person goes it: a param, the item of its list, the member of that.
        before_pointer, after_pointer: RFC 6901 into the first and the second text, through string JSON; None where it
            is not there.
        before, after: the two values, decoded; ``ABSENT`` where it is not there. For TIMES the two counts, for RENAMED
            the two names, for LINES the two pieces of text.
        before_line, after_line: for LINES: where they begin, from 1.
    """

    change: Change
    steps: tuple[Step, ...]
    before_pointer: str | None = None
    after_pointer: str | None = None
    before: Value = ABSENT
    after: Value = ABSENT
    before_line: int = field(default=1, kw_only=True)
    after_line: int = field(default=1, kw_only=True)

    @property
    def place(self) -> str:
        """The way to it in words: ``product 2 (A12): price``."""
        return place_words(self.steps)

    @property
    def names(self) -> tuple[str, ...]:
        """The names on the way to it, from that of the param on; the first is empty for what is no param."""
        names = tuple(
            step.name if isinstance(step, Beside) else step for step in self.steps if isinstance(step, str | Beside)
        )
        return names if self.steps and isinstance(self.steps[0], str) else ("", *names)

    @property
    def message(self) -> str:
        """The sentence, without a full stop: ``price 45.5 became "45.5"``."""
        return self.sentence()

    def sentence(self, hide: Callable[[str], str] = same, hide_value: Callable[[str], str] | None = None) -> str:
        """The sentence, every name that is not ours put through ``hide`` before it is cut, and so every value.

        ``hide_value`` is for the values where they need more than names. Where it makes two of them equal, the sentence
        says that they are not.
        """
        hide_value = hide_value or hide
        if self.change is Change.LINES:
            return _lines_sentence(self, hide_value)
        place = place_words(self.steps, hide)
        if self.change is Change.NESTING:
            return _(_TEXT_TO_JSON if isinstance(self.before, str) else _JSON_TO_TEXT).format(place=place)
        if self.steps and isinstance(self.steps[-1], Item) and self.change in (Change.ADDED, Change.MISSING):
            words = self.after if self.change is Change.ADDED else self.before
            told = place if self.steps[-1].label or not _is_scalar(words) else f"{place}: {_alone(words, hide_value)}"
            return _(_ITEM_ADDED if self.change is Change.ADDED else _ITEM_REMOVED).format(place=told)
        before, after = _pair(self.before, self.after, hide if self.change is Change.RENAMED else hide_value)
        if self.change is Change.TIMES:
            before, after = _times(self.before), _times(self.after)
        said = _(_SENTENCES[self.change]).format(place=place, before=before, after=after)
        if before == after and self.change in (Change.CHANGED, Change.TYPE):
            return _(_HIDDEN_ALIKE).format(sentence=said)
        twins = _look_alike(self.before, self.after, hide_value)
        return _(_LOOK_ALIKE).format(sentence=said, first=twins[0], second=twins[1]) if twins else said


def place_words(steps: tuple[Step, ...], hide: Callable[[str], str] = same) -> str:
    """The way to a value in words: ``email``, ``page: location``, ``product 2 (A12): price``."""
    parts: list[str] = []
    for at, step in enumerate(steps):
        if isinstance(step, Item):
            name = steps[at - 1] if at else ""
            told = _item_words(name if isinstance(name, str) else "", step, hide)
            parts = [*parts[:-1], told] if at and not isinstance(steps[at - 1], Item) else [*parts, told]
        elif isinstance(step, Fact):
            parts.append(_(step.words).format(name=_short(step.name)))
        elif isinstance(step, Beside):
            parts.append(_("{name} beside the params").format(name=_short(hide(step.name))))
        else:
            parts.append(_short(hide(step)) or '""')
    return ": ".join(parts) or _(_ROOT)


def _item_words(name: str, item: Item, hide: Callable[[str], str]) -> str:
    known = _ITEMS.get(name)
    words = _(known).format(number=item.number) if known else f"{_short(name)} #{item.number}".strip()
    return f"{words} ({_short(hide(item.label))})" if item.label else words


def _times(count: Value) -> str:
    number = int(count.spelling) if isinstance(count, Number) else 0
    return ngettext("{count} time", "{count} times", number).format(count=number)


def _is_scalar(value: Value) -> bool:
    return not isinstance(value, (Object, tuple, Absent))


def _pair(before: Value, after: Value, hide: Callable[[str], str]) -> tuple[str, str]:
    """Two values as a sentence quotes them, so that what differs is seen."""
    if isinstance(before, str) and isinstance(after, str):
        first, second = hide(before), hide(after)
        if _PLAIN_WORD.fullmatch(first) and _PLAIN_WORD.fullmatch(second):
            return _cut(first, second)
        first, second = (dump(text)[1:-1] for text in (first, second))
        first, second = _cut(_seen(first), _seen(second))
        return f'"{first}"', f'"{second}"'
    return _alone(before, hide), _alone(after, hide)


def _look_alike(before: Value, after: Value, hide: Callable[[str], str]) -> tuple[str, str] | None:
    """The first two letters that differ, where two texts differ only in letters that look the same."""
    if not isinstance(before, str) or not isinstance(after, str) or len(before) != len(after):
        return None
    first, second = hide(before), hide(after)
    if first == second or first.translate(_TWINS) != second.translate(_TWINS):
        return None
    one, other = next((one, other) for one, other in zip(first, second, strict=False) if one != other)
    return f"{one} (U+{ord(one):04X})", f"{other} (U+{ord(other):04X})"


def _alone(value: Value, hide: Callable[[str], str]) -> str:
    match value:
        case Absent():
            return _("(nothing)")
        case Object():
            return ngettext("(an object of {count} value)", "(an object of {count} values)", len(value)).format(
                count=len(value)
            )
        case tuple():
            return ngettext("(a list of {count} item)", "(a list of {count} items)", len(value)).format(
                count=len(value)
            )
        case str():
            return f'"{_short(_seen(dump(hide(value))[1:-1]))}"'
        case Number():
            return _short(hide(value.spelling))
    return dump(value)


def _cut(first: str, second: str) -> tuple[str, str]:
    """Both texts short enough, from a little before their first difference on."""
    if max(len(first), len(second)) <= SHOWN:
        return first, second
    common = next((at for at, (one, other) in enumerate(zip(first, second, strict=False)) if one != other), -1)
    at = common if common >= 0 else min(len(first), len(second))
    start = at - _LEAD if at > SHOWN - _LEAD else 0
    return _short(_from(first, start)), _short(_from(second, start))


def _from(text: str, start: int) -> str:
    return f"…{text[start:]}" if start else text


def _short(text: str) -> str:
    text = " ".join(text.split()) if any(mark in text for mark in "\r\n\t") else text
    text = text if len(text) <= SHOWN else text[: SHOWN - 1] + "…"
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


def _seen(text: str) -> str:
    """The text with what cannot be seen in it written as an escape: a no-break space is no space."""
    if text.isascii():
        return text
    return "".join(
        f"\\u{ord(sign):04x}" if sign != " " and unicodedata.category(sign) in _UNSEEN else sign for sign in text
    )


def _lines_sentence(difference: Difference, hide: Callable[[str], str]) -> str:
    before = difference.before.split("\n") if isinstance(difference.before, str) else []
    after = difference.after.split("\n") if isinstance(difference.after, str) else []
    if len(before) == len(after) == 1:
        first, second = _cut(_seen(hide(before[0])), _seen(hide(after[0])))
        words = _("line {line}: “{before}” became “{after}”")
        return words.format(line=difference.before_line, before=_short(first), after=_short(second))
    if not before:
        words = ngettext(
            "after line {line}, {count} line was added", "after line {line}, {count} lines were added", len(after)
        )
        return words.format(line=difference.before_line - 1, count=len(after))
    if not after:
        words = ngettext("line {line} was removed", "from line {line} on, {count} lines were removed", len(before))
        return words.format(line=difference.before_line, count=len(before))
    return _("from line {line} on, {before} lines became {after}").format(
        line=difference.before_line, before=len(before), after=len(after)
    )
