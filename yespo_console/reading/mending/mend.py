"""The entrance to mending: from a place in a text, one value as JSON, with every change that it took."""

from bisect import bisect_left
from collections.abc import Container, Iterable, Sequence, Set
from dataclasses import dataclass, replace

from yespo_console.events.event import Node
from yespo_console.events.json_text import JsonTextError, parse
from yespo_console.reading.bodies import is_body
from yespo_console.reading.budget import Budget
from yespo_console.reading.mending.broken_texts import broken_texts, ways_of_data
from yespo_console.reading.mending.counting import counted
from yespo_console.reading.mending.cut_short import CODES, cut_short, not_cut_off
from yespo_console.reading.mending.level import Level
from yespo_console.reading.mending.lost_brackets import is_list, may_be_list
from yespo_console.reading.mending.placeholders import Placeholders, quoted_placeholders
from yespo_console.reading.mending.quoting import IN_APOSTROPHES
from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.mending.walk import walk
from yespo_console.reading.origin import Traced
from yespo_console.reading.reading import Repair
from yespo_console.reading.sound_bodies import sound_event


@dataclass(frozen=True, slots=True)
class Part:
    """A value out of a text.

    Attributes:
        json: the value as JSON; the very characters of the text when nothing had to be changed.
        repairs: in the order of the text.
        start, end: where it stands in the text.
    """

    json: str
    repairs: tuple[Repair, ...]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Mended(Part):
    """A whole value, and its items when it is a list.

    Attributes:
        items: each item by itself, with the repairs inside it; empty for anything but a list.
        shiftable: the bracket that closes the value, when one more of it behind the value could stand for an earlier
            one, with another result; else ``""``.
    """

    items: tuple[Part, ...] = ()
    shiftable: str = ""


def mend(text: Traced, start: int, budget: Budget, refused: Set[str]) -> Mended:
    """The value that begins at ``start``, exactly as JSON or mended, with the placeholders in quotes in it made empty.

    Raises:
        RefusedError: it cannot be read, or has two readings.
    """
    mended, node = _mended(text, start, budget, refused, {})
    sound = _sound_items(text, mended, node, budget, refused)
    # What is said by the whole event is known only now, so what is broken is walked again.
    broken: Placeholders = {way: {} for way in broken_texts(_without(node, sound))}
    if broken:
        mended, node = _mended(text, start, budget, refused, broken)
    placeholders = quoted_placeholders(_without(node, sound))
    if placeholders:
        mended = _mended(text, start, budget, refused, broken | placeholders)[0]
    if not sound:
        return mended
    return replace(mended, items=tuple(sound.get(number, item) for number, item in enumerate(mended.items)))


def _sound_items(text: Traced, mended: Mended, node: Node, budget: Budget, refused: Set[str]) -> dict[int, Part]:
    """The events of a list that are sound by themselves, read as such: by their number in the list."""
    found: dict[int, Part] = {}
    if not mended.items or not isinstance(node, tuple):
        return found
    for number, (item, body) in enumerate(zip(mended.items, node, strict=True)):
        budget.spend(100 + (item.end - item.start) // 16)
        if is_body(body) and item.json == text.text[item.start : item.end]:
            event = sound_event(text, item.start, item.end, body, budget, refused)
            found[number] = Part(event.text, counted((*item.repairs, *event.repairs)), item.start, item.end)
    return found


def _without(node: Node, items: Container[int]) -> Node:
    """A list with nothing in the places of these items; any other value as it is."""
    if not isinstance(node, tuple):
        return node
    return tuple(None if number in items else item for number, item in enumerate(node))


def _mended(
    text: Traced, start: int, budget: Budget, refused: Set[str], placeholders: Placeholders
) -> tuple[Mended, Node]:
    level = Level(text, budget, refused, placeholders=placeholders)
    try:
        end = walk(level, start)
    except RefusedError as failure:
        if failure.code in CODES and (short := cut_short(text, start, budget)) is not None:
            raise short from None
        if failure.code == "cut_off" and (whole := not_cut_off(text, start, budget)) is not None:
            raise whole from None
        raise
    _refuse_lost_spaces(level, start, end)
    if level.raw.startswith("'", end) and (quoting := IN_APOSTROPHES.search(level.raw, start, end)) is not None:
        raise RefusedError(text, quoting.start(), "quoting", final=True)
    json = "".join(level.out)
    try:
        node = parse(json)
    except JsonTextError:
        raise RefusedError(text, start, "not_certain") from None
    if level.loose and (data := ways_of_data(node)) is not None:
        doubtful = next((opened for way, opened in level.loose.items() if way not in data), None)
        if doubtful is not None:
            raise RefusedError(text, doubtful, "inner_quotes", final=True)
    for steps, refusal in level.unopened.items():
        if may_be_list(node, steps):
            raise refusal
    for steps, refusal in level.unclosed.items():
        if not is_list(node, steps):
            raise refusal
    repairs = sorted(level.listed(), key=lambda repair: repair.offset)
    items = _items(level, repairs)
    shiftable = level.root.closer if level.root is not None and level.root.shiftable else ""
    return Mended(json, counted(repairs), start, end, items, shiftable), node


def _items(level: Level, repairs: Sequence[Repair]) -> tuple[Part, ...]:
    """The items of a list; each has the repairs up to the next item, so that none between two of them is lost."""
    parts: list[Part] = []
    offsets = [repair.offset for repair in repairs]
    first = 0
    for number, item in enumerate(level.items, 1):
        last = len(repairs)
        if number < len(level.items):
            last = bisect_left(offsets, level.text.offset(level.items[number].start))
        json = "".join(level.out[item.first : item.last])
        parts.append(Part(json, counted(_without_index(repairs[first:last])), item.start, item.end))
        first = last
    return tuple(parts)


def _without_index(repairs: Iterable[Repair]) -> list[Repair]:
    """The repairs with pointers into the item instead of the list."""
    return [
        replace(repair, pointer="/" + repair.pointer.split("/", 2)[2])
        if repair.pointer is not None and repair.pointer.count("/") > 1
        else repair
        for repair in repairs
    ]


def _refuse_lost_spaces(level: Level, start: int, end: int) -> None:
    """Refuse texts with no-break spaces where every plain space of the value has become such a one."""
    if level.odd_text < 0 or level.raw.find(" ", start, end) >= 0:
        return
    if any(repair.code == "odd_space" for repair in level.repairs):
        raise RefusedError(level.text, level.odd_text, "spaces", final=True)
