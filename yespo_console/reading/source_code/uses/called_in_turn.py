"""Calls of functions that stand in a list, or are put together: ``[fill, send].forEach(f => f(event))``.

What such a call does cannot be told from the name by which it calls: one of the functions may send what another one
changed before.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from yespo_console.reading.source_code.node_kinds import WRAPPERS
from yespo_console.reading.source_code.uses.changed_elsewhere import ChangedElsewhere
from yespo_console.reading.source_code.uses.functions_in_code import FunctionsInCode, body_of
from yespo_console.reading.source_code.uses.use_kinds import (
    COMPOSES,
    HIGHER,
    LOOPS,
    NAME_AT_END,
    OPERATIONS,
    THROUGH,
    doing_of,
)

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader

#: So many methods are called one on what the other gives.
_MOST_METHODS: Final = 10
#: So far around a call stands the loop whose variable it calls, at most.
_MOST_AROUND: Final = 60
#: Longer names of functions are not looked at.
_LONGEST_NAME: Final = 100


class CalledInTurn:
    """Looks at what the calls of one text call."""

    def __init__(self, reader: "CodeReader", elsewhere: ChangedElsewhere, functions: FunctionsInCode) -> None:
        self._reader = reader
        self._elsewhere = elsewhere
        self._functions = functions

    def is_one_of_several(self, call: Node, origin: int) -> bool:
        """Whether ``call`` calls ever another function with one event, the one that is spelled out at ``origin``."""
        if self._is_put_together(call):
            return True
        called = set(self._called(call))
        around = self._reader.parent(call)
        for _step in range(_MOST_AROUND):
            self._reader.budget.spend()
            if around is None or around.start_byte <= origin < around.end_byte:
                break
            if not called.isdisjoint(self._in_turn.get(around.id, ())):
                return True
            around = self._reader.parent(around)
        return False

    def makes_another(self, call: Node) -> bool:
        """Whether a function that is bound to the event may make something of it: ``partial(dict, event)``."""
        name, arguments = self._reader.call(call)
        function = name.removesuffix(".bind")
        if function == name:
            function = self._reader.code.spelled(arguments[0]) if arguments else ""
        match = NAME_AT_END.search(function[-_LONGEST_NAME:])
        known = match is None or doing_of(match[1]) in ("sends", "encodes", "looks")
        return not known and match is not None and not self._functions.named(match[1])

    def goes_through(self, call: Node) -> bool:
        """Whether what a call is given goes through functions of a list first: ``$pipe->send($e)->through([..])``."""
        around: Node | None = call
        for _step in range(_MOST_METHODS):
            found = None if around is None else self._functions.call_on(around, self._reader.parent(around) or around)
            if found is None:
                break
            around, method = found
            if THROUGH.match(method.lower()):
                return True
        return False

    def is_replaced(self, call: Node) -> bool:
        """Whether a hook of React keeps the event, and the function that puts another one in its place is used."""
        around = self._reader.parent(call)
        pattern = None if around is None else around.child_by_field_name("name")
        if self._functions.word_of(call) != "useState" or pattern is None or pattern.named_child_count < 2:
            return False
        name = self._reader.variable_name(pattern.named_children[1])
        return name is not None and any(True for _use in self._reader.variables.uses_of(name))

    def _called(self, call: Node) -> Iterator[str]:
        """The variables in what a call calls, or calls a method of."""
        arguments = self._reader.call(call)[1]
        until = arguments[0].start_byte if arguments else call.end_byte
        for child in call.named_children:
            if child.end_byte <= until:
                yield from self._reader.names_in(child)
        if self._functions.is_message(call):
            yield from self._reader.names_in(arguments[0])

    def _is_put_together(self, call: Node) -> bool:
        """Whether what is called is made of functions there: ``pipe(fill, send)(event)``."""
        called = call.named_children[0] if call.named_children else None
        while called is not None and called.type in WRAPPERS and called.named_child_count == 1:
            called = called.named_children[0]
        if called is None or called.id == call.id:
            return False
        if called.type in OPERATIONS:
            return True
        if called.type not in self._reader.CALLS:
            return False
        word = self._functions.word_of(called).lower()
        return COMPOSES.match(word) is not None or HIGHER.match(word) is not None

    @cached_property
    def _in_turn(self) -> dict[int, set[str]]:
        """The names under which a loop, or what goes through a list, knows its items, by the node of that."""
        found: dict[int, set[str]] = {}
        for many in self._reader.shared.values():
            for parts in many:
                body = body_of(self._reader, parts)
                if body is None or not (body.type in LOOPS or self._functions.is_carried_out_there(body)):
                    continue
                found.setdefault(body.id, set()).update(self._reader.names_in(parts))
        return found
