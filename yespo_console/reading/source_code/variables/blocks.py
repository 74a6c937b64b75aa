"""Runs of statements in a source text: which of them were surely carried out before others.

Of two statements in one run the first was carried out when the second is. What is within a condition, a loop, a
function or a part that may fail is a run of its own: it may be carried out never, later or several times.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from tree_sitter import Node

from yespo_console.reading.word_set import word_set

#: What stands in one run with others and is carried out instead of them, or after some of them.
_INSTEAD: Final = word_set("rescue ensure else")
#: Functions that are carried out before any other that is called on an object, by a language or by what runs tests
#: and components.
CONSTRUCTORS: Final = word_set(
    "constructor __init__ __construct initialize setUp setup setup_method on_start ngOnInit componentDidMount "
    "connectedCallback"
)


class Block(NamedTuple):
    """A run of statements.

    Attributes:
        start, end: where it stands, in bytes.
        scope: the function or class in which it stands; None outside of all.
        of_object: of the body of a constructor the run that declares it: what it sets of its object is set before
            anything else in that run is carried out.
    """

    start: int
    end: int
    scope: Node | None = None
    of_object: "Block | None" = None

    @property
    def scope_id(self) -> int:
        """Identifies the function or class; 0 outside of all."""
        return 0 if self.scope is None else self.scope.id

    def part(self, node: Node, of_object: "Block | None" = None) -> "Block":
        """The run of one part of a statement that may be carried out without the others."""
        return Block(node.start_byte, node.end_byte, self.scope, of_object)

    def run(self, node: Node, children: Iterable[Node]) -> "Block":
        """The run that the parts of a node are."""
        instead = next((child.start_byte for child in children if child.type in _INSTEAD), node.end_byte)
        return Block(node.start_byte, instead, self.scope, self.of_object)


#: The run of a whole text, however long.
WHOLE_TEXT: Final = Block(0, 1 << 62)
