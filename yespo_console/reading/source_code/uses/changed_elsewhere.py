"""Whether a function or a loop that is given an event changes it: ``for e in [{..}]: e["keyValue"] = ".."``.

What the event is called there is another name: the parameter of a function that the text spells out, or the variable of
a loop. What is done under that name within its function or loop is done to the event.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from yespo_console.reading.source_code.node_kinds import ASSIGNMENTS, SPREADS
from yespo_console.reading.source_code.uses.changed_text import ChangedText
from yespo_console.reading.source_code.uses.functions_in_code import body_of
from yespo_console.reading.source_code.uses.sent_instead import SentInstead
from yespo_console.reading.source_code.uses.use_kinds import RETURNS, STATEMENTS, TEXT_PARTS, doing_of, doing_of_method

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader

#: So far from a part stands what is done with it, at most.
_MOST_STEPS: Final = 60
#: Nobody uses a parameter more often.
_MOST_USES: Final = 100


class ChangedElsewhere:
    """Looks at the functions and loops of one text that are given its events."""

    def __init__(
        self,
        reader: "CodeReader",
        instead: SentInstead,
        texts: ChangedText,
        is_pattern: Callable[[Node], bool],
        is_looked_at: Callable[[Node], bool],
    ) -> None:
        """Look at one text.

        Args:
            reader: the text.
            instead, texts: what else is known of the way of its events.
            is_pattern: tells whether something new is made of a variable where it is used.
            is_looked_at: tells whether a variable is only printed or checked there.
        """
        self._reader = reader
        self._instead = instead
        self._texts = texts
        self._is_pattern = is_pattern
        self.is_looked_at = is_looked_at
        self._known: dict[tuple[str, int, int], bool] = {}

    def changes(self, names: set[str], body: Node) -> bool:
        """Whether one of these variables is changed, or another event made of it, within ``body``."""
        return any(self._changes_one(name, body) for name in sorted(names))

    def _changes_one(self, name: str, body: Node) -> bool:
        key = (name, body.start_byte, body.end_byte)
        if key in self._known:
            return self._known[key]
        variables = self._reader.variables
        uses = variables.uses_within(name, body.start_byte, body.end_byte)[:_MOST_USES]
        self._known[key] = (
            variables.is_changed_within(name, body.start_byte, body.end_byte)
            or self._is_used_for_another(uses)
            or self._instead.at(uses)
            or self._texts.at(uses)
        )
        return self._known[key]

    def is_made_another(self, value: Node) -> bool:
        """Whether another object is made of the value that stands there, by way of its variable if it is set to one."""
        held = self._instead.variable_of(value)
        if held is None:
            around = self._reader.parent(value)
            taken_apart = around is not None and around.type in ASSIGNMENTS and value.id in self._reader.shared
            return taken_apart or self._is_spread(value) or self._is_part_taken(value)
        uses = self._reader.variables.uses_of(held[0])[:_MOST_USES]
        return self._is_used_for_another(uses) or any(self._is_part_taken(use) for use in uses)

    def _is_part_taken(self, value: Node) -> bool:
        """Whether only a part of a value is asked for there, and not just to look at it."""
        around = self._reader.parent(value)
        if around is None or self._reader.step(around) is None or self._reader.method_on(value) is not None:
            return False
        return not self._is_only_asked(around)

    def _is_only_asked(self, part: Node, depth: int = 0) -> bool:
        """Whether a part of a value is only shown, counted, compared or gone through for that."""
        reader = self._reader
        node = part
        for _step in range(_MOST_STEPS):
            reader.budget.spend()
            around = reader.parent(node)
            for parts in reader.shared.get(node.id, ()):
                body = body_of(self._reader, parts)
                if depth > 2 or body is None or not self._are_only_asked(reader.names_in(parts), body, depth):
                    return False
            if around is None or around.type in STATEMENTS or around.type in TEXT_PARTS:
                return True
            method = reader.method_on(node)
            if around.type in reader.CALLS and around.start_byte < node.start_byte:
                return doing_of(reader.called(around) or "") == "looks"
            is_map = around.type in reader.MAPS and not around.type.startswith("argument")
            if is_map or around.type in ASSIGNMENTS or around.type in RETURNS:
                return False
            if method is not None and doing_of_method(method) not in ("looks", "gives") and reader.step(around) is None:
                return False
            node = around
        return False

    def _are_only_asked(self, names: set[str], body: Node, depth: int) -> bool:
        variables = self._reader.variables
        uses = [use for name in names for use in variables.uses_within(name, body.start_byte, body.end_byte)]
        return all(self._is_only_asked(use, depth + 1) for use in uses[:_MOST_USES])

    def _is_used_for_another(self, uses: Sequence[Node]) -> bool:
        return any(self._is_spread(use) or self._is_pattern(use) for use in uses)

    def _is_spread(self, use: Node) -> bool:
        around = self._reader.parent(use)
        if around is None or around.type not in SPREADS:
            return False
        into = self._reader.parent(around)
        return self.is_in_map(around) or (into is not None and into.type.startswith("argument"))

    def is_in_map(self, node: Node) -> bool:
        """Whether a node stands directly in an object's literal."""
        around = self._reader.parent(node)
        return around is not None and around.type in self._reader.MAPS
