"""What a language says of functions and of calls of them."""

from abc import abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from tree_sitter import Node

from yespo_console.reading.source_code.variables.changes import ChangesInCode
from yespo_console.reading.source_code.variables.variable import Change

#: Fields under which the name of a function stands that is written as a value.
_NAME_FIELDS: Final = ("name", "left", "key", "property")
#: So many nodes stand between a function and its name, among them a call that is given it and gives it in another form;
#: longer names are not looked at.
_MOST_AROUND: Final = 5
_LONGEST_NAME: Final = 100


class FunctionsOfLanguage(ChangesInCode):
    """As most languages say it; one that says it otherwise has methods of its own."""

    @abstractmethod
    def name_of(self, node: Node) -> str | None:
        """The name under which the parent gives this value (of a member, an argument, a variable), if it does."""

    def around(self, node: Node) -> Node | None:
        """The nearest node around this one that is longer."""
        start, end = node.start_byte, node.end_byte
        around = self.parent(node)
        while around is not None and around.end_byte == end and around.start_byte == start:
            around = self.parent(around)
        return around

    def is_function(self, node: Node) -> bool:
        """Whether a node of ``BLOCKS`` is a function that is given something."""
        return bool(self.parameters(node))

    def parameters(self, function: Node) -> Sequence[Node]:
        """The parameters of a function."""
        parameters = function.child_by_field_name("parameters") or function.child_by_field_name("parameter")
        return () if parameters is None else parameters.named_children or (parameters,)

    def function_name(self, function: Node) -> str | None:
        """What a function is called, by itself or by the variable or member that it is."""
        node: Node | None = function
        for _step in range(_MOST_AROUND):
            if node is None:
                break
            for field in _NAME_FIELDS if node.type not in self.CALLS else ():  # there it is the name of what is called
                name = node.child_by_field_name(field)
                if name is not None and name.end_byte - name.start_byte < _LONGEST_NAME:
                    return self.code.spelled(name).rpartition(".")[2].lstrip("$#")
            node = self.parent(node)
        return None

    def bare_calls(self) -> Iterable[tuple[Node, str]]:
        """What calls a method of the object itself though it is no call by its node, and the name of that."""
        return ()

    def is_of_all(self, _name: str, _setting: Change) -> bool:
        """Whether a variable is one of the whole program, which other parts of it know."""
        return False

    def called_name(self, call: Node) -> str | None:
        """What a call calls, as functions are named."""
        return self.called(call)

    def argument_name(self, place: Node) -> str | None:
        """The name of the parameter that ``place`` is given for, where a call names it."""
        return self.name_of(place)

    def callbacks(self, _call: Node, arguments: Iterable[Node]) -> Iterator[Node]:
        """Those of the arguments of a call that may be functions: names, and what a call gives."""
        for argument in arguments:
            if argument.type in self.CALLS or self.variable_name(argument) is not None:
                yield argument
