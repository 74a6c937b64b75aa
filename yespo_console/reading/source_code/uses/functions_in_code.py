"""The functions of one source text: which one a call calls, and under which names it knows what it is given."""

import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Final

from tree_sitter import Node

from yespo_console.reading.source_code.node_kinds import WRAPPERS
from yespo_console.reading.source_code.uses.use_kinds import (
    AT_ONCE,
    BY_WAY_OF,
    ENDS,
    LAST_WORD,
    OPERATIONS,
    STATEMENTS,
    Doing,
    doing_of,
    is_question,
)
from yespo_console.reading.source_code.variables.blocks import CONSTRUCTORS
from yespo_console.reading.source_code.variables.variable import Change
from yespo_console.reading.word_set import word_set

if TYPE_CHECKING:
    from yespo_console.reading.source_code.code_reader import CodeReader

#: No program that is written by hand has more functions of one name.
_MOST_FUNCTIONS: Final = 20
#: What a parameter list begins with that is not handed over.
_OF_OBJECT: Final = ("self", "cls", "this")
#: So many brackets stand around a function that is called where it is written.
_MOST_AROUND: Final = 3
#: So many nodes stand between the names of a function or a loop and that.
_MOST_OUTWARDS: Final = 8
#: So many nodes stand between a call and its statement.
_MOST_STEPS: Final = 40
#: What a value decides on, in Ruby.
_CONDITIONS: Final = word_set("if unless while until if_modifier unless_modifier while_modifier until_modifier")
#: Nodes around a call whose value goes on as it is.
_WAITING: Final = word_set("await_expression await pipeline pipeline_chain left_assignment_expression")
#: The object itself, handed over as a whole.
_OWN: Final = ("this", "self", "$this", "cls")
#: Ways of Ruby to call a method by its name.
_SENDS_MESSAGE: Final = re.compile(r"(?:\A|\.)(?:send|__send__|public_send)\Z")
#: Methods of all lists, which may be called on another one.
_OF_ALL_LISTS: Final = ("Array.prototype.", "Object.prototype.", "[].", "Reflect.")
#: Nobody writes a call with more arguments.
_MOST_ARGUMENTS: Final = 20
#: What marks a parameter that takes all that is left.
_TAKES_REST: Final = ("...", "*")


def body_of(reader: "CodeReader", parts: Node) -> Node | None:
    """The function or the loop for which the variables in ``parts`` are names."""
    node: Node | None = parts
    for _step in range(_MOST_OUTWARDS):
        if node is None or node.type in reader.BLOCKS:
            break
        node = reader.parent(node)
    return node


class FunctionsInCode:
    """Finds the functions of one text whose nodes are all known, and the calls of them."""

    def __init__(self, reader: "CodeReader") -> None:
        self._reader = reader
        #: All of them, by their nodes.
        self.ids = {function.id for function in reader.functions}
        self._named: dict[str, list[Node]] = {}
        self._sending: dict[int, bool] = {}
        self._calls: dict[str, list[Node]] | None = None
        for function in reader.functions:
            name = self._reader.function_name(function)
            if name is not None:
                self._named.setdefault(reader.fold(name), []).append(function)

    def named(self, name: str) -> Sequence[Node]:
        """The functions of that name; also those that make an object of a class, where the name is that of one."""
        found = self._named.get(self._reader.fold(name), [])
        if not found and (name in self._reader.classes or name == "new"):
            found = [each for called in CONSTRUCTORS for each in self._named.get(called, ())]
        return found[:_MOST_FUNCTIONS]

    def call_on(self, node: Node, around: Node) -> tuple[Node, str] | None:
        """The call of a method on ``node``, and that method; None when a member is asked for, or nothing."""
        method = self._reader.method_on(node)
        if method is None:
            return None
        if around.type in self._reader.CALLS:
            return around, method
        call = self._reader.parent(around)
        if call is None or call.type not in self._reader.CALLS or call.named_children[0].id != around.id:
            return None
        return call, method

    def called_by(self, call: Node) -> Sequence[Node]:
        """The functions that a call may call: those of its name, or the one that is written there."""
        written = call.named_children[0] if call.named_children else None
        for _step in range(_MOST_AROUND):
            if written is None or written.type not in WRAPPERS or written.named_child_count != 1:
                break
            written = written.named_children[0]
        if written is not None and written.id in self.ids:
            return (written,)
        called = self._reader.called_name(call)
        return () if called is None else self.named(called)

    def is_written_here(self, name: str) -> bool:
        """Whether the text spells out a function of that name, with parameters or without."""
        return self._reader.fold(name) in self._written

    @cached_property
    def _written(self) -> set[str]:
        found = set(self._named)
        for function in self._reader.scopes:
            name = self._reader.function_name(function)
            if name is not None:
                found.add(self._reader.fold(name))
        return found

    def is_carried_out_there(self, function: Node) -> bool:
        """Whether a function is carried out where it is written: called there, or given to what goes through a list."""
        around = self._reader.parent(function)
        for _step in range(_MOST_AROUND):
            if around is None or around.type not in WRAPPERS:
                break
            around = self._reader.parent(around)
        if around is not None and around.type.startswith("argument"):
            around = self._reader.parent(around)
        if around is None or around.type not in self._reader.CALLS:
            return False
        if around.start_byte == function.start_byte or around.named_children[0].type in WRAPPERS:
            return True
        return AT_ONCE.match(self.word_of(around).lower()) is not None

    def given_to(self, node: Node) -> Node | None:
        """The call of which a node is an argument, or a block."""
        around = self._reader.parent(node)
        if around is not None and "argument" in around.type:
            around = self._reader.parent(around)
        if around is not None and around.type == "arguments":  # of PHP each argument is a node by itself
            around = self._reader.parent(around)
        return around if around is not None and around.type in self._reader.CALLS else None

    def calls_of(self, function: Node) -> Sequence[Node]:
        """Where a function is called by its name."""
        name = self._reader.function_name(function)
        return () if name is None else self.calls_named(name)

    def is_object_made_with_values(self, place: Node) -> bool:
        """Whether an object of the class in which ``place`` stands is made with values that may replace its own."""
        around = self._reader.parent(place)
        for _step in range(_MOST_STEPS):
            if around is None or around.type.startswith("class"):
                break
            around = self._reader.parent(around)
        name = None if around is None else around.child_by_field_name("name")
        calls = () if name is None else self.calls_named(self._reader.code.spelled(name))
        return any((given := call.child_by_field_name("arguments")) and given.named_child_count for call in calls)

    def sends(self, function: Node) -> bool:
        """Whether something that sends is called in a function."""
        if function.id not in self._sending:
            self._reader.budget.spend(len(self._reader.calls))
            within = (each for each in self._reader.calls if function.start_byte <= each.start_byte < function.end_byte)
            self._sending[function.id] = any(doing_of(self.word_of(each)) == "sends" for each in within)
        return self._sending[function.id]

    def called_or_given(self, name: str) -> Sequence[Node]:
        """Where a function of that name is called, or given to something that may call it."""
        variables = self._reader.variables
        settings = (each for each in variables.settings_of(name) if not self._is_function(each))
        is_other = variables.is_parameter(name) or any(settings)
        uses = [] if is_other else variables.uses_of(name)[:_MOST_FUNCTIONS]
        around = [(use, self._reader.parent(use)) for use in uses]
        given = [use for use, each in around if each is not None and "argument" in each.type]
        return [*self.calls_named(name), *given]

    def _is_function(self, setting: Change) -> bool:
        """Whether a statement sets a variable to a function that is spelled out there."""
        return bool(setting.values) and setting.values[0].type in self._reader.SCOPES

    def calls_named(self, name: str) -> Sequence[Node]:
        """Where a function of that name is called."""
        if self._calls is None:
            self._calls = {}
            for call in self._reader.calls:
                called = self._reader.called_name(call)
                if called is not None:
                    self._calls.setdefault(self._reader.fold(called), []).append(call)
        return self._calls.get(self._reader.fold(name), ())

    def names_given(self, function: Node, call: Node, place: Node) -> set[str] | None:
        """Under which names ``function`` knows what ``call`` gives it at ``place``; None when that cannot be told."""
        around = self._reader.parent(function)
        if around is not None and around.type == "decorated_definition":
            decorators = [self._reader.code.spelled(each) for each in around.named_children[:-1]]
            if any(name in decorator for decorator in decorators for name in self._named):
                return None  # what is called is what that function makes of it
        index, named = self._argument(call, place)
        found: set[str] = set()
        for number, parameter in enumerate(self.parameters(function)):
            names = self._reader.names_in(parameter)
            takes_rest = self._reader.code.spelled(parameter).startswith(_TAKES_REST)
            given = number == index or (takes_rest and index is not None and number < index)
            if given or (named is not None and any(self._reader.fold(named) == each.lstrip("$:") for each in names)):
                found |= names
        return found or None

    def parameters(self, function: Node) -> Sequence[Node]:
        """The parameters of a function, without the one that is the object itself."""
        each = self._reader.parameters(function)
        self._reader.budget.spend(1 + len(each))
        return each[1:] if each and self._reader.code.spelled(each[0]) in _OF_OBJECT else each

    def kind_of(self, parameter: Node) -> str:
        """The type of node that names what a parameter is, without its default or type."""
        inner = parameter.child_by_field_name("pattern") or parameter.child_by_field_name("left") or parameter
        return inner.type

    def is_for_its_effect(self, call: Node) -> bool:
        """Whether what a call gives goes nowhere: it is a statement, or all that is done with it is a statement."""
        around = self._reader.parent(call)
        for _step in range(_MOST_STEPS):
            if around is None or around.type not in (OPERATIONS | WRAPPERS | _WAITING):
                is_called_on = around is not None and (
                    around.type in self._reader.CALLS or self._reader.step(around) is not None
                )
                if around is None or not is_called_on or around.start_byte != call.start_byte:
                    break
            around = self._reader.parent(around)
        return around is None or around.type in STATEMENTS | ENDS | _CONDITIONS

    def is_alone(self, call: Node) -> bool:
        """Whether a call is a statement by itself, so that nobody wants to know what it gives."""
        around = self._reader.parent(call)
        if around is not None and around.type in _WAITING:
            around = self._reader.parent(around)
        return around is not None and around.type in ("expression_statement", "program")

    def word_of(self, call: Node) -> str:
        """What a call calls, also by way of ``.call``; of a command of PowerShell all of its name."""
        if call.type == "command":
            return self._reader.call(call)[0]
        name, arguments = self._reader.call(call)
        if arguments and arguments[0].type == "simple_symbol":  # ``object.send(:name, ..)`` of Ruby
            match = _SENDS_MESSAGE.search(name)
            name = name if match is None else self._reader.code.spelled(arguments[0]).lstrip(":")
        elif self.is_message(call) or (name.startswith(_OF_ALL_LISTS) and BY_WAY_OF.search(name)):
            return ""
        name = BY_WAY_OF.sub("", name)
        return LAST_WORD.sub("", name) if name else ""

    def doing_of(self, call: Node) -> Doing:
        """What a call does with what it is given: who wants no answer of a question wants that something is done."""
        called = self.word_of(call)
        return "unknown" if is_question(called) and self.is_alone(call) else doing_of(called)

    def is_ending(self, node: Node, around: Node) -> bool:
        """Whether a function ends with the value, and gives it."""
        body = around.child_by_field_name("body")
        if around.id in self.ids or around.type in ("lambda", "arrow_function"):
            return body is None or body.id == node.id
        ends = around.type in ENDS and self._reader.ENDS_GIVE
        return ends and around.named_children[-1].end_byte == node.end_byte

    def is_message(self, call: Node) -> bool:
        """Whether a call of Ruby calls a method whose name is in a variable: ``send(name, event)``."""
        name, arguments = self._reader.call(call)
        named = len(arguments) > 1 and self._reader.source == "ruby" and _SENDS_MESSAGE.search(name) is not None
        return named and self._reader.variable_name(arguments[0]) is not None

    @cached_property
    def owner_is_handed_over(self) -> bool:
        """Whether an unknown function is given the object itself: its methods may be called before or afterwards."""
        return any(
            doing_of(self.word_of(call)) == "unknown"
            and any(self.is_own(each) for each in self._reader.call(call)[1][:_MOST_ARGUMENTS])
            for call in self._reader.calls
        )

    def is_own(self, argument: Node) -> bool:
        """Whether a value is the object itself, a class of the text, or one that is made of such a class."""
        if self._reader.code.spelled(argument) in (*_OWN, *self._reader.classes):
            return True
        if argument.type in self._reader.CALLS:
            return self._reader.called(argument) in (*self._reader.classes, "new")
        name = self._reader.variable_name(argument)
        settings = () if name is None else self._reader.variables.settings_of(name)
        made = [
            each.values[0]
            for each in settings[:_MOST_FUNCTIONS]
            if each.values and each.values[0].type in self._reader.CALLS
        ]
        return any(self._reader.called(call) in (*self._reader.classes, "new") for call in made)

    def is_first(self, call: Node, place: Node) -> bool:
        """Whether ``place`` stands in the first argument of a call, and that has no name."""
        arguments = self._reader.call(call)[1]
        return bool(arguments) and arguments[0].start_byte <= place.start_byte < arguments[0].end_byte

    def handed_over(self, call: Node, place: Node | None) -> Iterator[Node]:
        """The arguments of a call beside the one in which ``place`` stands."""
        for argument in self._reader.call(call)[1]:
            if place is None or not argument.start_byte <= place.start_byte < argument.end_byte:
                yield argument

    def _argument(self, call: Node, place: Node) -> tuple[int | None, str | None]:
        """The number of the argument in which ``place`` stands, or the name that it is given."""
        arguments = self._reader.call(call)[1]
        index = next((each for each, one in enumerate(arguments) if one.end_byte > place.start_byte), None)
        if index is not None and arguments[index].start_byte > place.start_byte:
            index = None
        return (index, None) if index is not None else (None, self._reader.argument_name(place))
