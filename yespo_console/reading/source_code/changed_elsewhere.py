"""Whether a function or a loop that is given an event changes it: ``for e in [{..}]: e["keyValue"] = ".."``.

What the event is called there is another name: the parameter of a function that the text spells out, or the variable of
a loop. What is done under that name within its function or loop is done to the event.
"""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from yespo_console.reading.source_code.changed_text import ChangedText
from yespo_console.reading.source_code.node_kinds import ASSIGNMENTS, SPREADS
from yespo_console.reading.source_code.sent_instead import SentInstead

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader

#: So far from an event stands what it is given to, at most; so many functions and variables hand it on.
_MOST_STEPS: Final = 40
_MOST_HOLDERS: Final = 8
#: So many nodes stand between a parameter and its function, or a function and its name.
_MOST_AROUND: Final = 8
#: Nobody uses a parameter more often.
_MOST_USES: Final = 100
#: No program that is written by hand has more functions of one name.
_MOST_FUNCTIONS: Final = 20
#: Longer names are not looked at.
_LONGEST_NAME: Final = 100
#: What a parameter list begins with that is not handed over.
_OF_OBJECT: Final = ("self", "cls", "this")
#: Fields under which the name of a function stands that is written as a value.
_NAME_FIELDS: Final = ("name", "left", "key", "property")


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
        self._is_looked_at = is_looked_at
        self._known: dict[tuple[str, int, int], bool] = {}
        self._functions: dict[str, list[Node]] = {}
        for function in reader.functions:
            name = self._name_of(function)
            if name is not None:
                self._functions.setdefault(name, []).append(function)

    def of(self, event: Node) -> bool:
        """Whether what is given ``event``, the object that stands there, changes it or sends another one."""
        held = self._instead.variable_of(event)
        places = [event] if held is None else self._reader.variables.held_uses(*held)[:_MOST_USES]
        return any(self._is_changed(place, 0) for place in places)

    def _is_changed(self, place: Node, depth: int) -> bool:
        reader = self._reader
        node: Node | None = place
        for _step in range(_MOST_STEPS):
            reader.budget.spend(2)
            if node is None or depth > _MOST_HOLDERS:
                return False
            for parts in reader.shared.get(node.id, ()):
                if self._changes(reader.names_in(parts), self._body_of(parts), depth):
                    return True
            held = self._instead.variable_of(node)
            if held is not None and node.id != place.id:
                return self._holds_changed(held[0], held[1].start, reader.variables.held_uses(*held), depth)
            around = reader.parent(node)
            if around is None or around.type.endswith(("statement", "block", "body")):
                return False
            if around.type in reader.CALLS:
                return self._is_given_to_changing(place, around, depth)
            node = around
        return False

    def _holds_changed(self, name: str, start: int, uses: Sequence[Node], depth: int) -> bool:
        key = (name, start, -1)
        if key not in self._known:
            self._known[key] = False  # meets itself
            self._known[key] = any(self._is_changed(use, depth + 1) for use in uses[:_MOST_USES])
        return self._known[key]

    def _is_given_to_changing(self, place: Node, call: Node, depth: int) -> bool:
        """Whether a function of the text is called that changes what it is given at ``place``."""
        called = self._reader.called(call)
        functions = self._functions.get(called or "", ())[:_MOST_FUNCTIONS]
        if not functions:
            return False
        arguments = self._reader.call(call)[1]
        index = next((each for each, one in enumerate(arguments) if one.end_byte > place.start_byte), None)
        if index is not None and arguments[index].start_byte > place.start_byte:
            index = None
        named = self._reader.name_of(place) if index is None else None
        for function in functions:
            for number, parameter in enumerate(self._parameters(function)):
                names = self._reader.names_in(parameter)
                given = number == index if named is None else named in names
                if given and self._changes(names, function, depth):
                    return True
        return False

    def _parameters(self, function: Node) -> Sequence[Node]:
        parameters = function.child_by_field_name("parameters") or function.child_by_field_name("parameter")
        if parameters is None:
            return ()
        each = parameters.named_children or [parameters]
        self._reader.budget.spend(len(each))
        return each[1:] if self._reader.code.spelled(each[0]) in _OF_OBJECT else each

    def _changes(self, names: set[str], body: Node | None, depth: int) -> bool:
        """Whether one of these variables is changed, or another event made of it, within ``body``."""
        if body is None:
            return False
        return any(self._changes_one(name, body, depth) for name in sorted(names))

    def _changes_one(self, name: str, body: Node, depth: int) -> bool:
        key = (name, body.start_byte, body.end_byte)
        if key in self._known:
            return self._known[key]
        self._known[key] = False  # meets itself
        variables = self._reader.variables
        uses = variables.uses_within(name, body.start_byte, body.end_byte)[:_MOST_USES]
        self._known[key] = (
            variables.is_changed_within(name, body.start_byte, body.end_byte)
            or self._is_used_for_another(uses)
            or self._instead.at(uses)
            or self._texts.at(uses)
            or any(self._is_changed(use, depth + 1) for use in uses)
        )
        return self._known[key]

    def is_made_another(self, value: Node) -> bool:
        """Whether another object is made of the value that stands there, by way of its variable if it is set to one."""
        held = self._instead.variable_of(value)
        if held is None:
            around = self._reader.parent(value)
            taken_apart = around is not None and around.type in ASSIGNMENTS and value.id in self._reader.shared
            return taken_apart or self._is_spread(value) or self._is_part_taken(value)
        uses = self._reader.variables.uses(held[0])[:_MOST_USES]
        return self._is_used_for_another(uses) or any(self._is_part_taken(use) for use in uses)

    def _is_part_taken(self, value: Node) -> bool:
        """Whether only a part of a value is asked for there, and not just to look at it."""
        around = self._reader.parent(value)
        if around is None or self._reader.step(around) is None or self._reader.method_on(value) is not None:
            return False
        return not self._is_looked_at(value)

    def _is_used_for_another(self, uses: Sequence[Node]) -> bool:
        return any(self._is_spread(use) or self._is_pattern(use) for use in uses)

    def _is_spread(self, use: Node) -> bool:
        around = self._reader.parent(use)
        return around is not None and around.type in SPREADS and self._is_in_map(around)

    def _is_in_map(self, node: Node) -> bool:
        around = self._reader.parent(node)
        return around is not None and around.type in self._reader.MAPS

    def _body_of(self, parts: Node) -> Node | None:
        """The function or the loop for which the variables in ``parts`` are names."""
        node: Node | None = parts
        for _step in range(_MOST_AROUND):
            if node is None or node.type in self._reader.BLOCKS:
                break
            node = self._reader.parent(node)
        return node

    def _name_of(self, function: Node) -> str | None:
        """What a function is called, by itself or by the variable or member that it is."""
        node: Node | None = function
        for _step in range(3):
            if node is None:
                break
            for field in _NAME_FIELDS:
                name = node.child_by_field_name(field)
                if name is not None and name.end_byte - name.start_byte < _LONGEST_NAME:
                    return self._reader.code.spelled(name).rpartition(".")[2].lstrip("$#")
            node = self._reader.parent(node)
        return None
