"""What variables hold: which others are in their values, and where, as far as all languages say it alike."""

import re
from abc import ABC, abstractmethod
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import ClassVar, Final

from tree_sitter import Node

from yespo_console.reading.budget import Budget
from yespo_console.reading.literals import Text
from yespo_console.reading.source_code.node_kinds import ASSIGNMENTS, COMPREHENSIONS, EITHER, KEEPING, LISTS, SPREADS
from yespo_console.reading.source_code.tree import Code
from yespo_console.reading.source_code.variables.second_names import Path, SecondName
from yespo_console.reading.source_code.variables.variable import Step
from yespo_console.reading.source_code.variables.variables import Variables
from yespo_console.reading.word_set import word_set

#: What it costs to look at one node of what a variable holds.
_STEPS_TO_HOLD: Final = 100
#: So many nodes are looked at for the variables they name.
_MOST_NODES: Final = 40
#: Longer names of members are not looked at.
_LONGEST_NAME: Final = 100
#: Functions that give a new list of what they are given.
NEW_LISTS: Final = word_set("map filter flatmap flat_map select reject collect sorted slice keys values entries list")
#: A part of something that is not spelled out by a text or a number; also a list.
_COMPUTED_PART: Final = re.compile(r"\[(?!(?:\"[^\"\\$#{\n]*\"|'[^'\\$#{\n]*'|:\w+|\d*)\])")
#: What is called, without what it is called on.
_CALLED: Final = re.compile(r"[A-Za-z_]\w{0,60}\Z", re.ASCII)
#: Calls whose value is no object with the event in it: an answer, a text that is printed, a digest.
_GIVES_ANOTHER: Final = re.compile(
    r"(?:send|post|put|track|request|fetch|log|print|info|debug|warn|error|dump_?var|var_|valid|check|assert|echo|write"
    r"|emit|publish|ajax|axios|expect|keys|len|count|size|strlen|isset|empty|is_?[a-z]|typeof|bool|int|uuid|date|time)"
    r"|.*(?:hash|hmac|sign|digest|md5|sha\d|sha$|crypt)"
)
#: What says how long a text or a list is.
_MEASURES: Final = re.compile(r"(?i)(?:byte_?)?(?:len|length|size|count)(?:of)?\Z|(?:mb_)?strlen\Z")


class HeldValues(ABC):
    """Notes what is in the values that variables hold; a language says what its variables, members and items are.

    Attributes:
        MAPS, TEXTS, CALLS: see ``CodeReader``.
    """

    MAPS: ClassVar[frozenset[str]]
    TEXTS: ClassVar[frozenset[str]]
    CALLS: ClassVar[frozenset[str]]
    code: Code
    budget: Budget
    variables: Variables

    def __init__(self) -> None:
        self._parents: dict[int, Node] = {}

    def parent(self, node: Node) -> Node | None:
        """The node that a node is a child of. (The tree itself would look for it from the root each time.)"""
        return self._parents.get(node.id)

    def nodes(self) -> Iterator[Node]:
        """All nodes that hold others, in no particular order."""
        yield from {node.id: node for node in self._parents.values()}.values()

    @abstractmethod
    def variable_name(self, node: Node) -> str | None:
        """The name of a variable; a property of the object itself (``this.data``) counts as one. None: it is none."""

    @abstractmethod
    def step(self, node: Node) -> tuple[Node, Step | None] | None:
        """For a member or an item: what it is a part of, and which part (None when it is computed). Else None."""

    @abstractmethod
    def call(self, node: Node) -> tuple[str, Sequence[Node]]:
        """How a call names what it calls, and its arguments without those that have names."""

    @abstractmethod
    def is_text(self, node: Node) -> bool:
        """Whether a node spells out a text, or puts one together. Only ``TEXTS`` can."""

    def inner(self, node: Node) -> Node:
        """The node that means something, where the grammar wraps it in others of the same length."""
        return node

    def hold(self, name: str, at: Path, value: Node) -> None:
        """The variable ``name`` holds ``value`` in its part ``at``: the variables in it are changed by way of it.

        A part that is computed is told by what is known of its variables here; all else can be told later.
        """
        self.budget.spend(_STEPS_TO_HOLD)
        parts = self._computed_parts
        nearest = bisect_left(parts, self.code.start(value))
        if nearest < len(parts) and parts[nearest] < self.code.end(value):
            self._hold(name, at, value)
        else:
            self.variables.seconds.hold(name, at, value)

    @cached_property
    def _computed_parts(self) -> list[int]:
        """Where in the text such parts stand, in order."""
        return [part.start() for part in _COMPUTED_PART.finditer(self.code.text.text)]

    def note_held(self, name: str, at: Path, value: Node) -> None:
        """The same at the end of the text: the nodes within ``value`` count for what they are without those around."""
        parents, self._parents = self._parents, {}
        try:
            self._hold(name, at, value)
        finally:
            self._parents = parents

    def _hold(self, name: str, at: Path, value: Node) -> None:
        pending: list[tuple[Node, Path, Path, bool]] = [(value, at, (), False)]
        while pending:
            self.budget.spend(_STEPS_TO_HOLD)
            node, at, part, somewhere = pending.pop()
            node = self.inner(node)
            other, path, _end = self.way(node)
            if other is not None:
                self.variables.seconds.add(SecondName(name, at, other, (*self.variables.keys(path), *part), somewhere))
            elif node.type in ASSIGNMENTS:  # what it sets is noted there
                chained = self.way(node.named_children[0])[0] == name
                pending += [(child, at, part, somewhere) for child in node.named_children[: 2 if chained else 1]]
            elif node.type in self.CALLS:
                called = self.called(node)
                of_hash = called == "fetch" and node.child_by_field_name("receiver") is not None  # of Ruby
                if called is not None and _GIVES_ANOTHER.match(called.lower()) and not of_hash:
                    continue
                if called is not None:
                    self.variables.seconds.add(SecondName(name, at, f"{called}()", (), True))
                new_list = not somewhere and called is not None and called.lower() in NEW_LISTS
                within = (*at, None) if new_list else at
                pending += [(child, within, part, True) for child in node.named_children]
            elif (whole := self.step(node)) is not None:  # a part of what a call gives
                pending.append((whole[0], at, part, True))
            elif node.type in COMPREHENSIONS:
                pending += [(child, (*at, None), part, True) for child in node.named_children]
            elif node.type in self.TEXTS and self.is_text(node) and not _takes_a_side(node):
                continue
            else:
                for child, key, inner in self._parts(node):
                    pending.append((child, at if somewhere else (*at, *key), (*part, *inner), somewhere))

    def _parts(self, node: Node) -> Iterator[tuple[Node, Path, Path]]:
        """The values in a node, where they stand in it, and which part of each of them that is."""
        number = 0
        condition = node.child_by_field_name("condition")  # it decides, and is none of the values
        for child in node.named_children:
            if child.type in SPREADS:
                for each in child.named_children:
                    spelled_out = each.type in self.MAPS or each.type in LISTS
                    yield (each, (), ()) if spelled_out else (each, (None,), (None,))
            elif node.type in self.MAPS or node.type in KEEPING:
                yield from self._member(child)
            elif node.type in LISTS:
                if child.type != "comment":
                    yield child, (number,), ()
                    number += 1
            elif condition is None or child.id != condition.id:
                yield child, (), ()

    def _member(self, child: Node) -> Iterator[tuple[Node, Path, Path]]:
        key, value = child.child_by_field_name("key"), child.child_by_field_name("value")
        parts = child.named_children
        if key is None and len(parts) == 2:
            key, value = parts
        if key is not None:
            yield value or key, (self._member_name(key),), ()
        elif child.type in KEEPING:
            yield child, (), ()
        elif self.variable_name(child) is not None:
            yield child, (self._member_name(child),), ()
        else:
            yield child, (None,), ()

    def _member_name(self, key: Node) -> str | int | None:
        """The name of a member, as it is spelled; None when it is computed or too long for one."""
        if key.end_byte - key.start_byte > _LONGEST_NAME:
            return None
        spelled = self.code.spelled(key).strip("'\": \t")
        return None if spelled.startswith(("$", "[")) else self.variables.key(spelled)

    def called(self, call: Node) -> str | None:
        """The last word of what a call calls; None when that is no name."""
        match = _CALLED.search(self.call(call)[0])
        return None if match is None else match[0]

    def names_in(self, node: Node, *, measured: bool = True) -> set[str]:
        """The variables that the first nodes below ``node`` name: enough for a target or what a loop goes through.

        Those of which only the length is asked for count where they are ``measured``.
        """
        names: set[str] = set()
        pending = [node]
        for _step in range(_MOST_NODES):
            if not pending:
                break
            self.budget.spend()
            each = pending.pop()
            name = self.variable_name(each)
            if name is None:
                if not measured and self._measures(each):
                    continue
                if each.type in self.CALLS and (called := self.called(each)) is not None:
                    names.add(f"{called}()")
                pending += reversed(each.named_children)
            else:
                names.add(name)
        return names

    def _measures(self, node: Node) -> bool:
        """Whether a node only says how long something is: ``data.length``, ``Buffer.byteLength(data)``."""
        if node.type in self.CALLS:
            return _MEASURES.match(self.called(node) or "") is not None
        step = self.step(node)
        return step is not None and isinstance(step[1], Text) and _MEASURES.match(step[1].traced.text) is not None

    def way(self, node: Node) -> tuple[str | None, tuple[Step | None, ...], Node]:
        """The variable that a name, member or item belongs to, the way from it to there, and the node of its name.

        The name is None for anything else; a step of the way is None when it is not spelled out.
        """
        steps: list[Step | None] = []
        while True:
            self.budget.spend()
            name = self.variable_name(node)
            inner = None if name is not None else self.step(node)
            if inner is None:
                return name, tuple(reversed(steps)), node
            node = inner[0]
            steps.append(inner[1])


def _takes_a_side(node: Node) -> bool:
    """Whether an operator takes one of its sides as it is: ``e || {}``."""
    return any(child.type in EITHER for child in node.children)
