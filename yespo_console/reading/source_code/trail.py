"""What was seen of one event on its ways through a source text."""

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from yespo_console.reading.source_code.use_kinds import LOOPS

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader

#: So far around a call stands the loop in which it is carried out again.
_MOST_AROUND: Final = 60
#: Where something stands: behind the calls that lead there.
Way = tuple[int, ...]


@dataclass(slots=True)
class Trail:
    """What was seen of one event.

    Attributes:
        used: where it is used for more than a look.
        given: the calls of unknown functions that are given it.
        seen: the variables and names that were followed.
    """

    used: list[tuple[Way, Node]] = field(default_factory=list)
    given: list[tuple[Way, Node]] = field(default_factory=list)
    seen: set[tuple[str, int, int]] = field(default_factory=set)

    def ends_with_unknown(self, reader: "CodeReader") -> bool:
        """Whether the event is not used any more once an unknown function was given it."""
        return all(self._is_last(way, call, reader) for way, call in self.given)

    def _is_last(self, way: Way, call: Node, reader: "CodeReader") -> bool:
        reader.budget.spend(1 + len(self.used) + len(self.given))
        loop = _loop_around(call, reader)
        for other, place in (*self.used, *self.given):
            if place.id == call.id or call.start_byte <= place.start_byte < call.end_byte:
                continue
            again = loop is not None and loop.start_byte <= place.start_byte < loop.end_byte
            if other > way or again:
                return False
        return True


def _loop_around(node: Node, reader: "CodeReader") -> Node | None:
    around = reader.parent(node)
    for _step in range(_MOST_AROUND):
        if around is None or around.type in LOOPS:
            break
        around = reader.parent(around)
    return around if around is not None and around.type in LOOPS else None
