"""What becomes of an event some of whose values the code computes.

A value whose place in the event is certain becomes the empty text, with a repair that names the expression and a
problem at that place, as placeholders do. Where more than the value is unknown (which params there are, what a param
is called by a name of the code, whether a member is replaced by what is spread behind it) there is no event to show.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from yespo_console.events.event import ABSENT, Object
from yespo_console.events.json_places import pointer_at
from yespo_console.events.json_text import JsonTextError, join, parse, split
from yespo_console.reading.bodies import is_body
from yespo_console.reading.budget import Budget
from yespo_console.reading.literals import Encoded, Items, Leaf, Members, Scalar, Text, Unknown, Value, as_json, leaves
from yespo_console.reading.masking import expression_without_secrets
from yespo_console.reading.mending.level import MISNAMED
from yespo_console.reading.origin import Original, Traced, TracedBuilder
from yespo_console.reading.reading import Repair, excerpt_around, repair_at
from yespo_console.reading.source_code.numbers import respelled

#: The members under which an event has its params.
_PARAMS: Final = ("params", "parameters")
#: So much of an expression is named in a sentence.
_SHOWN: Final = 60
#: Stands for a value in a text that is put together; no character of any text.
_HOLE: Final = "\ufdd0"
#: A string of JSON, or a hole outside of any.
_STRING_OR_HOLE: Final = re.compile(rf'"[^"\\]*+(?:\\.[^"\\]*+)*+"(?P<colon>\s*+:)?|{_HOLE}', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Emptied:
    """An event without its computed values.

    Attributes:
        body: its JSON.
        repairs: one for each value that became empty, and for each number that JSON spells otherwise.
    """

    body: Traced
    repairs: tuple[Repair, ...] = ()


def emptied(value: Value, original: Original, budget: Budget) -> Emptied | None:
    """The JSON of an event, its computed values empty; None when more than values is unknown."""
    repairs: dict[tuple[int, str | None], Repair] = {}
    is_any_empty = spelled_out = False
    params = (
        next((value.get(name) for name in _PARAMS if value.get(name)), None) if isinstance(value, Members) else None
    )
    for leaf in leaves(value, budget):
        if isinstance(leaf.value, Unknown):
            if not leaf.value.computed or not _is_value_in_event(leaf, params):
                return None
            pointer = join(MISNAMED.get(str(leaf.path[0]), leaf.path[0]), *leaf.path[1:])
            repairs[leaf.value.offset, pointer] = _repair(original, leaf.value.offset, leaf.value.length, pointer)
            is_any_empty = True
            continue
        if isinstance(leaf.value, Scalar) and (repair := respelled(leaf.value, original)) is not None:
            repairs[leaf.value.offset, None] = repair  # once, wherever the variable stands that holds it
        spelled_out = spelled_out or leaf.path[-1:] != ("name",)
    if is_any_empty and not spelled_out:
        return None
    told = [_undefined_twice(name) for name in _doubled(value, budget)]
    return Emptied(as_json(value, original, budget), (*repairs.values(), *told))


def _doubled(value: Value, budget: Budget) -> Iterator[Text]:
    """The members within a value that stand twice and of which JSON has none, or another one than it seems."""
    pending = [value]
    while pending:
        each = pending.pop()
        budget.spend()
        if isinstance(each, Members):
            yield from each.doubled
            pending += [member for _name, member in each.pairs if not isinstance(member, Text | Scalar)]
        elif isinstance(each, Items):
            pending += each.values
        elif isinstance(each, Encoded):
            pending.append(each.value)


def _undefined_twice(name: Text) -> Repair:
    return repair_at(name.traced, 0, len(name.traced), "undefined_twice", name=name.traced.text)


def _is_value_in_event(leaf: Leaf, params: Value | None) -> bool:
    """Whether a leaf is a value of the event, a param or something within it, and not the params or one of them."""
    if not leaf.path or leaf.path[0] not in _PARAMS:
        return bool(leaf.path)
    params = params.value if isinstance(params, Encoded) else params
    return len(leaf.path) > 2 and isinstance(leaf.path[2], str) if isinstance(params, Items) else len(leaf.path) > 1


def _repair(original: Original, offset: int, length: int, pointer: str) -> Repair:
    line, column = original.line_column(offset)
    spelled = expression_without_secrets(original.text[offset : offset + length])
    shown = excerpt_around(" ".join(spelled.split()), _SHOWN)
    before = excerpt_around(spelled)
    return Repair("computed_value", line, column, (("value", shown),), before, '""', offset, pointer, length)


def emptied_text(parts: Sequence[Traced | Unknown], original: Original, budget: Budget) -> Emptied | None:
    """An event that code puts together as a text of JSON: each string or bare value with a hole in it is empty.

    Args:
        parts: what of the text is known and what is not, in order.
        original, budget: as everywhere.
    """
    whole = _with_holes(parts, original)
    if whole is None:
        return None
    budget.spend(4 * len(whole))
    builder = TracedBuilder(original)
    holes = iter([part for part in parts if isinstance(part, Unknown)])
    places: list[tuple[int, int, int]] = []
    done = 0
    for match in _STRING_OR_HOLE.finditer(whole.text):
        within = [next(holes) for _hole in range(match[0].count(_HOLE))]
        if not within:
            continue
        if match["colon"]:
            return None
        # A text that is nothing but one value names that value; any other one itself, since all of it is lost.
        start, end = whole.offset(match.start()), whole.offset(match.end())
        if match[0].strip('"') == _HOLE:
            start, end = within[0].offset, within[0].offset + within[0].length
        builder.copy(whole, done, match.start())
        places.append((len(builder), start, end - start))
        builder.put('""', start, end - start)
        done = match.end()
    builder.copy(whole, done)
    body = builder.build()
    try:
        event = parse(body.text)
    except JsonTextError:
        return None
    if not isinstance(event, Object) or not is_body(event) or not _says_something(event):
        return None
    repairs = []
    for position, start, length in places:
        budget.spend(200)
        pointer = pointer_at(body.text, position + 1)
        if not _is_place_of_value(event, pointer):
            return None
        repairs.append(_repair(original, start, length, pointer))
    return Emptied(body, tuple(repairs))


def _with_holes(parts: Sequence[Traced | Unknown], original: Original) -> Traced | None:
    builder = TracedBuilder(original)
    for part in parts:
        if isinstance(part, Unknown):
            builder.put(_HOLE, part.offset, part.length)
        elif _HOLE in part.text:
            return None
        else:
            builder.copy(part)
    return builder.build()


def _says_something(event: Object) -> bool:
    """Whether any value in the event itself or of a param is not empty."""
    params = [event.get(name) for name in _PARAMS]
    values: list[object] = [value for name, value in event if name not in _PARAMS]
    for items in params:
        if isinstance(items, Object):
            values += [value for _name, value in items]
        elif isinstance(items, tuple):
            values += [item.get("value") for item in items if isinstance(item, Object)]
    return any(value not in ("", ABSENT) for value in values)


def _is_place_of_value(event: Object, pointer: str) -> bool:
    """The same as for values of a language: not the params, and none of them as a whole."""
    steps = split(pointer)
    if steps[:1] and steps[0] in _PARAMS:
        return len(steps) > (2 if isinstance(event.get(steps[0]), tuple) else 1)
    return bool(steps)
