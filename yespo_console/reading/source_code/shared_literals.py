"""Literals that languages write alike: sums of texts, lists and objects with others spread into them, members."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from tree_sitter import Node

from yespo_console.reading.literals import Items, Members, Scalar, Text, Value
from yespo_console.reading.source_code.code_reader import CodeReader
from yespo_console.reading.source_code.members import merged
from yespo_console.reading.source_code.node_kinds import SPREADS
from yespo_console.reading.source_code.numbers import WHOLE, spelled_out
from yespo_console.reading.source_code.variables.variable import Step

#: A member of an object: its name and its value, None where JSON leaves that member out.
Pair = tuple[Text, Value | None]


class SharedLiterals(CodeReader):
    """What the readers of JavaScript, PHP, Python and Ruby have in common."""

    def sum_of(self, node: Node, sign: str) -> Value:
        """Texts that an operator puts one behind the other, however many there are."""
        kind, whole = node.type, node
        operands: list[Node] = []
        while node.type == kind:
            operator = node.child_by_field_name("operator")
            left, right = node.child_by_field_name("left"), node.child_by_field_name("right")
            if operator is None or operator.type != sign or left is None or right is None:
                if not operands:
                    return self.unknown(node)
                break
            operands.append(right)
            node = left
        return self.glued([self.text_in(each) for each in (node, *reversed(operands))], whole)

    def items_of(self, node: Node, *, holes: bool = False) -> Value:
        """A list; what is spread into it is part of it.

        With ``holes``, nothing before a comma is an item too, which JSON has as null.
        """
        values: list[Value] = []
        is_missing = True
        for child in node.children if holes else node.named_children:
            if not child.is_named:
                if is_missing and child.type == ",":
                    values.append(Scalar("null", self.code.offset(child)))
                is_missing = True
                continue
            is_missing = is_missing and child.type == "comment"
            if child.type in SPREADS:
                spread = self._spread(child)
                if not isinstance(spread, Items):
                    return self.unknown(child)
                self.budget.spend(len(spread.values))
                values += spread.values
            elif child.type != "comment":
                values.append(self.value(child))
        return Items(tuple(values), self.code.offset(node))

    def members_of(self, node: Node, pairs_of: Callable[[Node], Sequence[Pair] | None]) -> Value:
        """An object; of two members of one name the later one counts where one of them is spread into it.

        ``pairs_of`` gives the members that a part of the literal stands for, None when that cannot be told.
        """
        given: list[Pair] = []
        spelled_out: list[Pair] = []
        doubled: tuple[Text, ...] = ()
        spread = False
        for child in node.named_children:
            if child.type in SPREADS:
                other = self._spread(child)
                if not isinstance(other, Members):
                    return self.unknown(child)
                self.budget.spend(6 * len(other.pairs))
                given += other.pairs
                given += [(name, None) for name in other.absent]
                doubled += other.doubled
                spread = True
            elif child.type != "comment":
                own = pairs_of(child)
                if own is None:
                    return self.unknown(child)
                given += own
                spelled_out += own
        pairs, absent = _present(given)
        members = merged(pairs, self.code.offset(node)) if spread else Members(tuple(pairs), self.code.offset(node))
        return replace(members, absent=absent, doubled=(*doubled, *_doubled(spelled_out)))

    def _spread(self, child: Node) -> Value | None:
        return self.value(child.named_children[0]) if child.named_child_count == 1 else None

    def as_text(self, node: Node, value: Value) -> Value:
        """What ``String(value)`` and its like give: a text stays one, a whole number becomes its digits."""
        if isinstance(value, Scalar) and WHOLE.fullmatch(value.json):
            return spelled_out(value, self.code.text.original)
        return value if isinstance(value, Text) else self.unknown(node)

    def step_by(self, index: Node | None) -> Step | None:
        """Which part of a list or an object an index means; None when it is computed."""
        value = None if index is None else self.value(index)
        if isinstance(value, Scalar) and value.json.isdigit() and len(value.json) < 9:
            return int(value.json)
        return value if isinstance(value, Text) else None

    def asked_of(self, node: Node, kind: str, target: str, member: str) -> str | None:
        """The ``member`` that a node around this one of the type ``kind`` asks of its ``target``, if that is this."""
        around = self.parent(node)
        if around is None or around.type != kind:
            return None
        asked, named = around.child_by_field_name(target), around.child_by_field_name(member)
        return self.code.spelled(named) if asked is not None and asked.id == node.id and named is not None else None

    def spelled_name(self, node: Node | None) -> str:
        """How what is called is named; empty when that is longer than a name."""
        return self.code.spelled(node) if node is not None and node.end_byte - node.start_byte < 80 else ""


def _present(given: Sequence[Pair]) -> tuple[list[tuple[Text, Value]], tuple[Text, ...]]:
    """The members that JSON has, and the names of those that it leaves out: a later one takes an earlier one away."""
    last = {name.traced.text: at for at, (name, value) in enumerate(given) if value is None}
    pairs = [
        (name, value)
        for at, (name, value) in enumerate(given)
        if value is not None and at > last.get(name.traced.text, -1)
    ]
    names = {name.traced.text for name, _value in pairs}
    return pairs, tuple([given[at][0] for name, at in last.items() if name not in names])


def _doubled(given: Sequence[Pair]) -> tuple[Text, ...]:
    """The last name of each member that stands more than once, at least once as one that JSON leaves out."""
    left_out = {name.traced.text for name, value in given if value is None}
    same: dict[str, list[Text]] = {}
    for name, _value in given if left_out else ():
        same.setdefault(name.traced.text, []).append(name)
    return tuple([names[-1] for spelled, names in same.items() if spelled in left_out and len(names) > 1])
