"""The differences between two JSON nodes by what they mean: by name and by identity, not by order or spelling of text.

Every function is linear in what it compares: members meet through a table of their names, items through a table of
what they are known by.
"""

import enum
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from yespo_console.events.differences import Change, Difference, Item, Step, looks
from yespo_console.events.event import ABSENT, Node, Number, Object, Value
from yespo_console.events.json_text import inner, join
from yespo_console.events.locators import usable_text
from yespo_console.events.wire_shape import decoded

#: What an item of a list is known by, the most telling first.
_IDENTITIES: Final = ("productId", "externalItemId", "productCategoryId", "id", "name")
#: So many differences are kept; the others are counted.
MOST_KEPT: Final = 5_000
#: Digits up to which two numbers are compared by value; nobody writes longer ones, and they take long.
_MOST_DIGITS: Final = 400
#: Values between two looks at whether the comparison is still wanted.
_VALUES_BETWEEN_LOOKS: Final = 512


class Writing(enum.StrEnum):
    """What may differ between two texts that mean the same."""

    KEY_ORDER = "key_order"
    PARAM_ORDER = "param_order"
    PARAMS_SHAPE = "params_shape"
    NESTING = "nesting"
    INSIDE_TEXT = "inside_text"
    WHITESPACE = "whitespace"
    ESCAPING = "escaping"


class ComparisonCancelledError(Exception):
    """Nobody waits for the comparison any more."""


class Named(NamedTuple):
    """A value with its name and its pointer."""

    name: str
    value: Value
    pointer: str


class Items(NamedTuple):
    """The items of a list, and the pointer of the list."""

    items: tuple[Node, ...]
    pointer: str

    def named(self, at: int) -> Named:
        return Named("", self.items[at], self.pointer + join(at))


@dataclass
class Findings:
    """What was found so far.

    Attributes:
        cancelled: asked now and then; a yes ends the work with ComparisonCancelledError.
        differences: in the order of the first text, what was added behind it.
        left_out: how many differences were not kept.
        writing: in which ways the writing differs, as far as the walk meets them.
    """

    cancelled: Callable[[], bool]
    differences: list[Difference] = field(default_factory=list)
    left_out: int = 0
    writing: set[Writing] = field(default_factory=set)
    _looked: int = 0

    @property
    def count(self) -> int:
        """How many differences there are."""
        return len(self.differences) + self.left_out

    def add(self, difference: Difference) -> None:
        if len(self.differences) < MOST_KEPT:
            self.differences.append(difference)
        else:
            self.left_out += 1

    def look(self) -> None:
        """Count a value; give up when nobody waits any more."""
        self._looked += 1
        if self._looked % _VALUES_BETWEEN_LOOKS == 0 and self.cancelled():
            raise ComparisonCancelledError


def compare_values(
    found: Findings, steps: tuple[Step, ...], before: Named, after: Named, *, is_param: bool = False
) -> None:
    """Find the differences between two values that belong together.

    A string that holds an object or list is compared by what it holds. ``is_param``: whether it does is a matter of
    writing there, for Yespo reads a param both ways; deeper down it is a difference.
    """
    found.look()
    first, second = before.value, after.value
    if first == second:
        return
    inside, other = inner(first), inner(second)
    if inside is None or other is None:
        if is_param:  # what a text holds is said as what it is: a list became text
            before, after = before._replace(value=decoded(first)), after._replace(value=decoded(second))
        found.add(_unlike(steps, before, after))
        return
    count = found.count
    if isinstance(inside, Object) and isinstance(other, Object):
        compare_members(found, steps, _members(inside, before.pointer), _members(other, after.pointer))
    elif isinstance(inside, tuple) and isinstance(other, tuple):
        _compare_items(found, steps, Items(inside, before.pointer), Items(other, after.pointer))
    else:
        found.add(Difference(Change.TYPE, steps, before.pointer, after.pointer, inside, other))
    if isinstance(first, str) is not isinstance(second, str):
        if is_param:
            found.writing.add(Writing.NESTING)
        else:
            found.add(Difference(Change.NESTING, steps, before.pointer, after.pointer, first, second))
    elif isinstance(first, str) and found.count == count:
        found.writing.add(Writing.INSIDE_TEXT)


def compare_members(
    found: Findings,
    steps: tuple[Step, ...],
    before: Sequence[Named],
    after: Sequence[Named],
    *,
    are_params: bool = False,
    step: Callable[[str], Step] = str,
) -> None:
    """Find the differences between members with names; of a name that stands several times, the first meets the first.

    ``step`` makes the step to a member of its name.
    """
    first, second = _by_name(before), _by_name(after)
    renamed = _renamed(first, second)
    meant = decoded if are_params else _as_it_is
    for name, ours in first.items():
        way = (*steps, step(name))
        theirs = second.get(renamed.get(name, name))
        if theirs is None:
            found.look()
            found.add(Difference(Change.MISSING, way, ours[-1].pointer, None, meant(ours[-1].value)))
            continue
        pointers = ours[-1].pointer, theirs[-1].pointer
        if name in renamed:
            found.add(Difference(Change.RENAMED, way, *pointers, name, renamed[name]))
        if len(ours) != len(theirs):
            found.add(Difference(Change.TIMES, way, *pointers, Number(str(len(ours))), Number(str(len(theirs)))))
        for one, other in zip(ours, theirs, strict=False):
            compare_values(found, way, one, other, is_param=are_params)
    met = set(renamed.values())
    for name, theirs in second.items():
        if name not in first and name not in met:
            found.look()
            way = (*steps, step(name))
            found.add(Difference(Change.ADDED, way, None, theirs[-1].pointer, ABSENT, meant(theirs[-1].value)))
    if _order(before, second) != _order(after, first):
        found.writing.add(Writing.PARAM_ORDER if are_params else Writing.KEY_ORDER)


def _as_it_is(value: Value) -> Value:
    return value


def _renamed(first: Mapping[str, object], second: Mapping[str, object]) -> dict[str, str]:
    """Names of the first that the second has in another spelling only, with what they are there."""
    come = {looks(name): name for name in second if name not in first}
    gone = {looks(name): name for name in first if name not in second}
    return {name: come[folded] for folded, name in gone.items() if folded in come}


def _by_name(members: Sequence[Named]) -> dict[str, list[Named]]:
    named: dict[str, list[Named]] = {}
    for member in members:
        named.setdefault(member.name, []).append(member)
    return named


def _order(members: Sequence[Named], others: dict[str, list[Named]]) -> list[str]:
    return [member.name for member in members if member.name in others]


def _members(node: Object, pointer: str) -> list[Named]:
    return [Named(name, value, pointer + join(name)) for name, value in node.pairs]


def _unlike(steps: tuple[Step, ...], before: Named, after: Named) -> Difference:
    first, second = before.value, after.value
    change = Change.CHANGED if type(first) is type(second) else Change.TYPE
    if isinstance(first, Number) and isinstance(second, Number) and _same_number(first, second):
        change = Change.SPELLING
    return Difference(change, steps, before.pointer, after.pointer, first, second)


def _same_number(first: Number, second: Number) -> bool:
    if max(len(first.spelling), len(second.spelling)) > _MOST_DIGITS:
        return False
    try:
        return first.value == second.value
    except ArithmeticError:  # an exponent beyond what Decimal holds
        return False


def _compare_items(found: Findings, steps: tuple[Step, ...], before: Items, after: Items) -> None:
    first, second = before.items, after.items
    name = _identity_name(first, second)
    pairs = _pairs_by_place(first, second) if name is None else _pairs_by_identity(first, second, name)
    reached = -1
    moved = False
    for ours, theirs in pairs:
        found.look()
        if theirs is not None:
            way = (*steps, Item(theirs + 1, _label(second[theirs], name)))
        elif ours is not None:
            way = (*steps, Item(ours + 1, _label(first[ours], name)))
        if ours is None and theirs is not None:
            found.add(Difference(Change.ADDED, way, None, after.pointer + join(theirs), ABSENT, second[theirs]))
        elif theirs is None and ours is not None:
            found.add(Difference(Change.MISSING, way, before.pointer + join(ours), None, first[ours]))
        elif ours is not None and theirs is not None:
            moved = moved or theirs < reached
            reached = max(reached, theirs)
            compare_values(found, way, before.named(ours), after.named(theirs))
    if moved:
        found.add(Difference(Change.ORDER, steps, before.pointer, after.pointer))


def _label(item: Node, name: str | None) -> str:
    value = item.get(name) if isinstance(item, Object) and name is not None else ABSENT
    return usable_text(value) or ""


def _identity_name(first: Sequence[Node], second: Sequence[Node]) -> str | None:
    """The member by which the items are known in both lists (or in the only one that has items); None without one."""
    lists = [items for items in (first, second) if items]
    for name in _IDENTITIES:
        if all(any(_label(item, name) for item in items) for items in lists):
            return name
    return None


Pair = tuple[int | None, int | None]


def _ends(first: Sequence[Node], second: Sequence[Node]) -> tuple[int, int]:
    """How many items are the same at the beginning, and at the end."""
    shorter = min(len(first), len(second))
    head = next((at for at in range(shorter) if first[at] != second[at]), shorter)
    room = shorter - head
    return head, next((at for at in range(room) if first[-1 - at] != second[-1 - at]), room)


def _pairs_by_place(first: Sequence[Node], second: Sequence[Node]) -> list[Pair]:
    """Items that are the same at both ends belong together, those between by their place. Equal ones are left out."""
    head, tail = _ends(first, second)
    between = range(head, min(len(first), len(second)) - tail)
    gone = range(between.stop, len(first) - tail)
    come = range(between.stop, len(second) - tail)
    return [*((at, at) for at in between), *((at, None) for at in gone), *((None, at) for at in come)]


def _pairs_by_identity(first: Sequence[Node], second: Sequence[Node], name: str) -> list[Pair]:
    """Items with one identity belong together: equal ones first, then in order; then those that only look the same.

    An item without identity has the empty one, and so meets another such item. Equal ones at both ends are left out.
    """
    head, tail = _ends(first, second)
    wanted, offered = range(head, len(first) - tail), range(head, len(second) - tail)
    ours = {at: _label(first[at], name) for at in wanted}
    theirs = {at: _label(second[at], name) for at in offered}
    partner: dict[int, int] = {}
    for spelled in (str, looks):
        groups = _by_label(theirs, spelled)
        for label, places in _by_label(ours, spelled).items():
            partner |= _matched(first, second, places, groups.get(label, []))
        taken = set(partner.values())
        ours = {at: label for at, label in ours.items() if at not in partner}
        theirs = {at: label for at, label in theirs.items() if at not in taken}
    return [*((at, partner.get(at)) for at in wanted), *((None, at) for at in theirs)]


def _matched(first: Sequence[Node], second: Sequence[Node], ours: list[int], theirs: list[int]) -> dict[int, int]:
    """Who meets whom among items of one identity: equal ones, then the rest in order."""
    if len(ours) == len(theirs) == 1 or not theirs:
        return dict(zip(ours, theirs, strict=False))
    waiting: defaultdict[Node, list[int]] = defaultdict(list)
    for at in reversed(theirs):
        waiting[second[at]].append(at)
    met = {at: waiting[first[at]].pop() for at in ours if waiting.get(first[at])}
    taken = set(met.values())
    rest = [at for at in ours if at not in met], [at for at in theirs if at not in taken]
    return met | dict(zip(*rest, strict=False))


def _by_label(labels: Mapping[int, str], spelled: Callable[[str], str]) -> dict[str, list[int]]:
    groups: dict[str, list[int]] = {}
    for at, label in labels.items():
        groups.setdefault(spelled(label), []).append(at)
    return groups
