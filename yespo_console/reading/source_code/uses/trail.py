"""What was seen of one event on its ways through a source text."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from yespo_console.reading.source_code.uses.functions_in_code import FunctionsInCode
from yespo_console.reading.source_code.uses.use_kinds import LOOPS

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader

#: So far around a call stands the loop in which it is carried out again, and the function it stands in.
_MOST_AROUND: Final = 60
#: So many functions call each other before a use.
_MOST_CALLS: Final = 4
#: A function that is called in more places may be carried out at any time.
_MOST_PLACES: Final = 20
#: When a function is carried out that nobody calls by its name.
_ANY_TIME: Final = 1 << 62
#: Where something stands: behind the calls that lead there.
Way = tuple[int, ...]


@dataclass(slots=True)
class Trail:
    """What was seen of one event.

    Attributes:
        origin: where it is spelled out.
        used: where it is used for more than a look.
        given: the calls of unknown functions that are given it.
        reached: the calls that reach it though they are not given it, by way of an object that others hold.
        seen: the variables and names that were followed.
    """

    origin: int
    used: list[tuple[Way, Node]] = field(default_factory=list)
    given: list[tuple[Way, Node]] = field(default_factory=list)
    reached: list[tuple[Way, Node]] = field(default_factory=list)
    seen: set[tuple[str, int, int]] = field(default_factory=set)

    def ends_with_unknown(self, reader: "CodeReader", functions: FunctionsInCode) -> bool:
        """Whether the event is not used any more once an unknown function was given it, or reached it."""
        moments = _Moments(reader, functions)
        return all(self._is_last(way, call, reader, moments) for way, call in (*self.given, *self.reached))

    def _is_last(self, way: Way, call: Node, reader: "CodeReader", moments: "_Moments") -> bool:
        reader.budget.spend(1 + len(self.used) + len(self.given))
        loop = _loop_around(call, reader)
        for other, place in (*self.used, *self.given):
            if place.id == call.id or call.start_byte <= place.start_byte < call.end_byte:
                continue
            again = loop is not None and loop.start_byte <= place.start_byte < loop.end_byte
            if again or moments.may_be_later(other, place, way, call):
                return False
        return True


class _Moments:
    """Tells which of two places in a text may be carried out later."""

    def __init__(self, reader: "CodeReader", functions: FunctionsInCode) -> None:
        self._reader = reader
        self._functions = functions

    def may_be_later(self, way: Way, place: Node, other: Way, call: Node) -> bool:
        """Whether ``place``, to which the calls of ``way`` lead, may come after ``call`` with its way ``other``."""
        if way[:-1] != other[:-1]:
            return way > other
        return self._moment(place, call, 0, last=True) > self._moment(call, place, 0, last=False)

    def _moment(self, node: Node, beside: Node, depth: int, *, last: bool) -> int:
        """When a node is carried out, for the first or the last time, as a place in what surrounds ``beside`` too.

        A function that the text calls by its name runs where it does so; one that is only written down, in a variable
        or for a listener, at any time.
        """
        function = self._function_apart(node, beside)
        if function is None or self._functions.is_carried_out_there(function):
            return node.start_byte
        all_calls = self._functions.calls_of(function)
        calls = [
            each for each in all_calls[:_MOST_PLACES] if not function.start_byte <= each.start_byte < function.end_byte
        ]
        self._reader.budget.spend(4 + 2 * len(calls))
        if len(all_calls) > _MOST_PLACES or depth > _MOST_CALLS:
            return _ANY_TIME if last else 0
        if not calls:
            return _ANY_TIME if last else node.start_byte
        moments = [self._moment(each, beside, depth + 1, last=last) for each in calls]
        return max(moments) if last else min(moments)

    def _function_apart(self, node: Node, beside: Node) -> Node | None:
        """The outermost function around a node in which ``beside`` does not stand."""
        found = None
        around = self._reader.parent(node)
        for _step in range(_MOST_AROUND):
            self._reader.budget.spend()
            if around is None or around.start_byte <= beside.start_byte < around.end_byte:
                break
            if around.type in self._reader.SCOPES and not around.type.startswith(
                ("class", "module", "singleton_class")
            ):
                found = around
            around = self._reader.parent(around)
        return found


def _loop_around(node: Node, reader: "CodeReader") -> Node | None:
    around = reader.parent(node)
    for _step in range(_MOST_AROUND):
        if around is None or around.type in LOOPS:
            break
        around = reader.parent(around)
    return around if around is not None and around.type in LOOPS else None
