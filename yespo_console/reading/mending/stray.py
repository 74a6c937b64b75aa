"""One bracket too many in a text that is sound otherwise: which one it is, found by trying each.

The walk drops a bracket where it meets one that fits nowhere, but the one that is too many may stand earlier, where it
closed something too soon. So each closing bracket is left out in turn; only one result may come of it, or only one that
has the documented params of its event type inside ``params``.
"""

import re
from collections.abc import Set
from typing import Final

from yespo_console.events.catalog import load_catalog
from yespo_console.events.event import Node, Object
from yespo_console.events.json_text import JsonTextError, parse
from yespo_console.reading.bodies import BODY_MEMBERS
from yespo_console.reading.budget import Budget
from yespo_console.reading.mending.refusal import RefusedError
from yespo_console.reading.origin import Traced, TracedBuilder
from yespo_console.reading.reading import Repair, repair_at

_CLOSER: Final = re.compile(r'"[^"\\]*(?:\\.[^"\\]*)*(?:"|\\?\Z)|([\]}]+)', re.DOTALL)
#: Characters that may be parsed over all tries together; an event of 20 KB has some hundred brackets.
_MOST_WORK: Final = 4_000_000


def without_stray_bracket(text: Traced, budget: Budget, refused: Set[str]) -> tuple[Traced, Repair] | None:
    """The text without the one bracket (or two side by side) that makes it unsound; None when it is not that.

    Raises:
        RefusedError: leaving out one or another gives different results, or the one that opened it may be missing.
    """
    raw = text.text
    budget.spend(len(raw) // 4)
    if len(raw) > _MOST_WORK:
        return None
    runs = [(match.start(1), match[1]) for match in _CLOSER.finditer(raw) if match[1]]
    for length in (1, 2):
        places = [
            (start + at, length)
            for start, run in runs
            for at in range(len(run) - length + 1)
            if at == 0 or run[at : at + length] != run[at - 1 : at - 1 + length]
        ]
        if len(places) * len(raw) > _MOST_WORK:
            return None
        found: dict[Node, int] = {}
        for place, size in places:
            budget.spend(100 + len(raw) // 16)
            try:
                found[parse(raw[:place] + raw[place + size :])] = place
            except JsonTextError:
                continue
        found = _with_params_in_their_place(found)
        twice = any(map(_has_a_member_twice, found))
        if len(found) > 1 or twice or any(map(_has_a_param_outside, found)):
            place = max(found.values())
            bracket = raw[place : place + length]
            code = "opening_bracket" if twice and len(found) == 1 else "stray_bracket"
            raise RefusedError(text, place, code, final=True, bracket=bracket)
        for place in found.values():
            return _without(text, place, length, refused)
    return None


def _with_params_in_their_place(found: dict[Node, int]) -> dict[Node, int]:
    """The one result of several that has the params of its event type in its params; all of them when it is not one.

    In the others a bracket that closed ``params`` too soon put the next of them beside it.
    """
    kept = {node: place for node, place in found.items() if not _has_a_param_outside(node)}
    return kept if len(kept) == 1 else found


def _has_a_param_outside(node: Node) -> bool:
    """Whether everything at the top of an event that does not belong there is a documented param of its type."""
    if not isinstance(node, Object):
        return False
    key = node.get("eventTypeKey")
    known = load_catalog().get(key) if isinstance(key, str) else None
    outside = [name for name in node.names if name not in BODY_MEMBERS]
    return known is not None and bool(outside) and all(name in known.params for name in outside)


def _has_a_member_twice(node: Node) -> bool:
    """Whether an object would have a member twice.

    What follows the bracket is then more likely of another event, or of another param or product that lost its ``{``.
    """
    pending = [node]
    while pending:
        each = pending.pop()
        if isinstance(each, Object):
            if len(set(each.names)) < len(each.names):
                return True
            pending += [value for _name, value in each]
        elif isinstance(each, tuple):
            pending += each
    return False


def _without(text: Traced, place: int, length: int, refused: Set[str]) -> tuple[Traced, Repair]:
    bracket = text.text[place : place + length]
    made = repair_at(text, place, place + length, "stray_bracket", bracket=bracket)
    if made.identity in refused:
        raise RefusedError(text, place, "without_repair", final=True, repair=made.message)
    builder = TracedBuilder(text.original)
    builder.copy(text, 0, place)
    builder.copy(text, place + length)
    return builder.build(), made
